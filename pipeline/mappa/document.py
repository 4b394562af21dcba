"""Blocks of a report become one frozen text, with pages and paragraphs as offsets into it.

The text is normalised here, once, and never changes afterwards: every span of every layer is an offset into it.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

Kind = Literal["heading", "paragraph", "item", "quote", "table", "caption"]

LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st"}
INVISIBLE = dict.fromkeys(
    [0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, *range(0x200E, 0x2010), *range(0x202A, 0x202F), *range(0xE000, 0xF900)]
)
BLANK = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u2028\u2029]+")
BEYOND_BMP = re.compile(r"[\U00010000-\U0010ffff\ud800-\udfff]")
STAND_IN = "\u25a1"


@dataclass(frozen=True, slots=True)
class Notice:
    """Something a person should know about a report; `code` is stable, `page` 1-based or None."""

    code: str
    message: str
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a report in reading order, as a reader found it.

    kind   one of Kind
    runs   (page, text) pairs; more than one where a paragraph crosses pages; page is 1-based, None where the format has none.
           A table has one run a row, its text empty.
    level  of a heading: 1 is the highest; None where unknown
    style  the format's own name for the look ("Heading 2", "bold 14"), for people and for tests
    rows   of a table: rows of cells, all of one length; "" is an empty cell and a cell covered by a merged one
    """

    kind: Kind
    runs: tuple[tuple[int | None, str], ...]
    level: int | None = None
    style: str | None = None
    rows: tuple[tuple[str, ...], ...] | None = None

    @property
    def text(self) -> str:
        """The words of the block, runs joined by a space, not normalised."""
        return " ".join(text for _, text in self.runs)


@dataclass(frozen=True, slots=True)
class Page:
    number: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    start: int
    end: int
    kind: Kind
    level: int | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """One report as one text: paragraphs are lines separated by a blank line, table rows are lines, cells tab-separated."""

    text: str
    pages: tuple[Page, ...]
    paragraphs: tuple[Paragraph, ...]
    notices: tuple[Notice, ...] = ()

    def page_at(self, offset: int) -> int | None:
        """Number of the page on which the character at `offset` stands; None for a format without pages."""
        return next((page.number for page in reversed(self.pages) if page.start <= offset), self.pages[0].number if self.pages else None)


def normalise(text: str) -> str:
    """`text` as it stands in a document: NFC, ligatures written out, no invisible or control characters, single spaces."""
    plain = unicodedata.normalize("NFC", text.translate(LIGATURES).translate(INVISIBLE))
    return BEYOND_BMP.sub(STAND_IN, BLANK.sub(" ", plain)).strip()


def freeze(blocks: Iterable[Block], pages: int | None) -> Document:
    """The document of `blocks`: text, pages (1 to `pages`, none where it is None) and paragraphs."""
    pieces: list[str] = []
    paragraphs: list[Paragraph] = []
    starts: dict[int, int] = {}
    notices: list[Notice] = []
    at = 0
    for block in blocks:
        parts = list(_parts(block))
        if not any(text for _, text in parts):
            continue
        if pieces:
            pieces.append("\n\n")
            at += 2
        start = at
        joint = "\n" if block.kind == "table" else " "
        for page, text in parts:
            if at > start:
                pieces.append(joint)
                at += 1
            if page is not None:
                starts.setdefault(page, at)
            pieces.append(text)
            at += len(text)
        paragraphs.append(Paragraph(start, at, block.kind, block.level))
        notices += _replaced(block)
    text = "".join(pieces)
    return Document(text, tuple(_pages(starts, pages, len(text))), tuple(paragraphs), tuple(notices))


def _parts(block: Block) -> Iterator[tuple[int | None, str]]:
    if block.rows is None:
        for page, text in block.runs:
            if plain := normalise(text):
                yield page, plain
    else:
        pages = [page for page, _ in block.runs] or [None]
        for number, row in enumerate(block.rows):
            yield pages[min(number, len(pages) - 1)], "\t".join(normalise(cell) for cell in row)


def _pages(starts: dict[int, int], pages: int | None, end: int) -> Iterator[Page]:
    if pages is None:
        return
    begins = [0] * pages
    later = end
    for number in range(pages, 0, -1):
        later = min(later, starts.get(number, later))
        begins[number - 1] = later
    begins[:1] = [0]
    for number, (start, stop) in enumerate(zip(begins, [*begins[1:], end], strict=True), 1):
        yield Page(number, start, stop)


def _replaced(block: Block) -> Iterator[Notice]:
    texts = [text for _, text in block.runs] if block.rows is None else [cell for row in block.rows for cell in row]
    found = sorted({match for text in texts for match in BEYOND_BMP.findall(text)})
    if found:
        codes = ", ".join(f"U+{ord(character):04X}" for character in found)
        yield Notice("replaced-character", f"{codes} replaced by {STAND_IN}, one for one", block.runs[0][0] if block.runs else None)
