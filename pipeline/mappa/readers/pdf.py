"""PDF reports: words where they stand on the page become blocks in the order a person reads them."""

import io
import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pdfminer.pdfdocument import PDFDocument, PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.pdfinterp import PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import resolve1
from pdfminer.utils import decode_text

from mappa.document import Notice
from mappa.errors import SourceError
from mappa.readers import Reading
from mappa.readers.blocks import blocks, with_words
from mappa.readers.pdf_blocks import Placed, drafts_of, style_of
from mappa.readers.pdf_device import Box, PageContent, Word, WordsDevice, turn
from mappa.readers.pdf_furniture import find_furniture
from mappa.readers.pdf_interpreter import Interpreter
from mappa.readers.pdf_layout import Line, arrange
from mappa.readers.pdf_open_tables import Table, with_tables
from mappa.readers.pdf_tables import Grid, find_grids
from mappa.readers.pdf_titles import meaningful_title
from mappa.readers.pdf_words import joined_letters, rows_of, vocabulary, with_drop_capitals, without_doubles

MEDIA_TYPE = "application/pdf"
FEW_WORDS = 5  # on a page with pictures: the page is a scan
STAND_IN = 10_000_000  # orders of the words that stand for tables and boxes begin here
REPAIR = "repair it (qpdf, or print it to a new PDF)"
OCR = "make it readable by OCR (such as ocrmypdf)"

logging.getLogger("pdfminer").addHandler(logging.NullHandler())  # its warnings are about syntax; what matters becomes a notice


@dataclass(frozen=True, slots=True)
class PageView:
    """A page turned so that most of its text is level: words, rules, its outline; `sides` are the words set at other angles."""

    number: int
    box: Box
    words: list[Word]
    rules: list[Box]
    sides: tuple[list[Word], ...]


def read(path: Path, data: bytes) -> Reading:
    """Blocks of the PDF report `data`; `path` is only named in messages.

    Raises SourceError where the file is locked, broken, empty or only pictures.
    """
    document = _opened(path, data)
    contents, notices = _shown(path, document)
    views = [_view(number, content) for number, content in contents.items() if content is not None]
    notices += _scanned(path, views, contents)
    report = [view.words for view in views]
    views = [_mended(view, report) for view in views]
    left_out, furniture = find_furniture([(view.number, view.box, view.words) for view in views])
    lines = [line for view in views for line in _lines(view, left_out[view.number])]
    known = vocabulary(line.text for _, line in lines)
    found = with_words(path, blocks(drafts_of(lines, style_of(lines), known)))
    return Reading(found, MEDIA_TYPE, len(contents), _title(document), tuple(furniture), tuple(notices))


def _opened(path: Path, data: bytes) -> PDFDocument:
    if not data.strip():
        raise SourceError(f"{path.name}: the file is empty; fetch it again")
    try:
        return PDFDocument(PDFParser(io.BytesIO(data)))
    except PDFPasswordIncorrect:
        raise SourceError(f"{path.name}: the PDF is locked with a password; save a copy without one") from None
    except PDFEncryptionError as error:
        raise SourceError(f"{path.name}: encrypted in a way not supported ({error}); save a copy without encryption") from None
    except Exception as error:
        begins = data.lstrip()[:5] == b"%PDF-"
        what = "the PDF is damaged or cut short" if begins else "not a PDF"
        remedy = f"fetch it again or {REPAIR}" if begins else "give the report itself"
        raise SourceError(f"{path.name}: {what} ({type(error).__name__}); {remedy}") from None


def _shown(path: Path, document: PDFDocument) -> tuple[dict[int, PageContent | None], list[Notice]]:
    """What each page shows, None for a page that cannot be read, which a notice names."""
    resources = PDFResourceManager()
    device = WordsDevice(resources)
    interpreter = Interpreter(resources, device)
    shown: dict[int, PageContent | None] = {}
    notices: list[Notice] = []
    for number, page in enumerate(_pages(path, document), 1):
        try:
            interpreter.process_page(page)
        except Exception as error:  # pdfminer lets a broken stream or font raise nearly anything
            shown[number] = None
            message = f"page {number} is passed over ({type(error).__name__}); the others are kept"
            notices.append(Notice("unreadable-page", message, number))
            continue
        shown[number] = content = device.content
        if content.unmapped:
            message = f"page {number}: {content.unmapped} glyphs stand for no known character, read as U+FFFD"
            notices.append(Notice("unmapped-glyphs", message, number))
    if not shown:
        raise SourceError(f"{path.name}: the PDF has no pages; fetch it again")
    if not any(shown.values()):
        raise SourceError(f"{path.name}: not one of its {len(shown)} pages can be read; {REPAIR}")
    return shown, notices


def _pages(path: Path, document: PDFDocument) -> Iterator[PDFPage]:
    pages = PDFPage.create_pages(document)
    while True:
        try:
            yield next(pages)
        except StopIteration:
            return
        except Exception as error:
            raise SourceError(f"{path.name}: the list of pages is damaged ({type(error).__name__}); {REPAIR}") from None


def _view(number: int, content: PageContent) -> PageView:
    """The page as most of its glyphs stand."""
    weight = {angle: sum(len(word.text) for word in words) for angle, words in content.words.items()}
    angle = max(weight, key=lambda each: (weight[each], -each), default=0)
    sides = tuple(words for other, words in sorted(content.words.items()) if other != angle)
    rules = [turn(rule, angle) for rule in content.rules] if angle else content.rules
    return PageView(number, turn(content.box, angle) if angle else content.box, content.words.get(angle, []), rules, sides)


def _scanned(path: Path, views: Sequence[PageView], contents: dict[int, PageContent | None]) -> Iterator[Notice]:
    """A notice for each page that is a picture; raises SourceError where no page has words."""
    wordless = [view.number for view in views if sum(map(len, (view.words, *view.sides))) < FEW_WORDS]
    scans = [number for number in wordless if (content := contents[number]) and content.images]
    words = (word for view in views for group in (view.words, *view.sides) for word in group)
    if not any(character.isalnum() for word in words for character in word.text):
        if scans:
            raise SourceError(f"{path.name}: scanned, its {len(contents)} pages are pictures without text; {OCR}")
        raise SourceError(f"{path.name}: not one word on its {len(contents)} pages; if they are drawings of text, {OCR}")
    for number in scans:
        yield Notice("scanned-page", f"page {number} is a picture without text; {OCR}", number)


def _mended(view: PageView, report: Sequence[Sequence[Word]]) -> PageView:
    """The page with doubled words dropped, letter-spaced words and drop capitals joined."""
    words = with_drop_capitals(joined_letters(rows_of(without_doubles(view.words))), report)
    return PageView(view.number, view.box, words, view.rules, view.sides)


def _lines(view: PageView, left_out: set[int]) -> Iterator[Placed]:
    """Lines and tables of a page in reading order; text at other angles last."""
    words = [word for word in view.words if word.order not in left_out]
    for line in with_tables(list(_arranged(words, find_grids(view.rules, words, view.box)))):
        yield view.number, line
    for side in view.sides:
        for line in arrange(joined_letters(rows_of(without_doubles(side))), {}):
            yield view.number, line


def _arranged(words: Sequence[Word], grids: Sequence[Grid]) -> Iterator[Line]:
    """Lines of `words` in order, each grid in the place of its top line; boxes of one cell give their lines."""
    taken = {word.order for grid in grids for word in grid.words}
    atoms = {STAND_IN + at: grid for at, grid in enumerate(grids)}
    stands = [_stand_in(order, grid) for order, grid in atoms.items()]
    for line in arrange([*(word for word in words if word.order not in taken), *stands], atoms):
        if line.payload is None:
            yield line
        elif len(line.payload.cells) == len(line.payload.cells[0]) == 1:
            yield from arrange(line.payload.words, {})
        else:
            yield Line(line.x0, line.x1, line.y, line.size, False, False, "", (), line.column, _table(line.payload))


def _stand_in(order: int, grid: Grid) -> Word:
    """A word as wide as `grid` that takes its place in the layout."""
    first = grid.words[0]
    x0, _, x1, top = grid.box
    return Word(x0, x1, top - first.size, first.size, first.face, "", False, order)


def _table(grid: Grid) -> Table:
    return Table(tuple(tuple(tuple(arrange(cell or (), {})) for cell in row) for row in grid.cells), grid.box[0], grid.box[2])


def _title(document: PDFDocument) -> str | None:
    for info in document.info:
        try:
            raw = resolve1(info.get("Title"))
            title = meaningful_title(decode_text(raw) if isinstance(raw, bytes) else str(raw or ""))
        except Exception:  # a broken title is no title
            continue
        if title:
            return title
    return None
