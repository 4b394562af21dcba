"""Drafts of the office and web formats become blocks: layout tables opened, lines parted, headings told, pages kept where known."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from mappa.document import Block, Notice
from mappa.errors import SourceError
from mappa.readers.drafts import Draft, Piece, cell_text, split_lines
from mappa.readers.headings import may_head, with_headings
from mappa.readers.lists import is_weak, without_bullet
from mappa.readers.tables import is_layout, without_blank

SHORT_LINE = 80  # characters; lines of a signature or an address, not wrapped prose
MOST_LINES = 8  # of a signature or an address
FULL_PAGE = 7000  # characters; a page of close print holds no more


def blocks(drafts: Iterable[Draft]) -> tuple[Block, ...]:
    """Blocks of a report, from its drafts in reading order."""
    whole = [draft for draft in _laid_out(drafts) if draft.text]
    parted = [part for draft in whole for part in _parted(draft)]
    return tuple(_block(line) for draft in with_headings(_with_items(parted)) for line in _lines(draft))


def _laid_out(drafts: Iterable[Draft]) -> Iterator[Draft]:
    """Tables that only lay out prose become their cells, in order; data tables keep nothing but words."""
    for draft in drafts:
        if draft.rows is None:
            yield draft
            continue
        texts = without_blank([[cell_text(cell) for cell in row] for row in draft.rows])
        nested = any(inner.rows is not None for row in draft.rows for cell in row for inner in cell)
        if not texts or not texts[0]:
            continue
        if (nested and _frames_tables(draft)) or is_layout(texts):
            alone = len(texts[0]) == 1
            for cell in (cell for row in draft.rows for cell in row):
                yield from _laid_out(inner if alone else replace(inner, plain=True) for inner in cell)
        else:
            yield draft


def _frames_tables(table: Draft) -> bool:
    """Whether what stands in `table` beside its inner tables is no data of its own."""
    own = [[cell_text(inner for inner in cell if inner.rows is None) for cell in row] for row in table.rows or ()]
    return not any(text for row in own for text in row) or is_layout(own) or len(own[0]) == 1


def _parted(draft: Draft) -> Iterator[Draft]:
    """A paragraph cut at blank lines, at bullets typed after line breaks, and after a heading that runs in front of its text."""
    if draft.rows is not None or draft.kind in ("heading", "caption"):
        yield draft
        return
    groups: list[list[Draft]] = [[]]
    for line in split_lines(draft):
        if not line.text:
            groups.append([])
            continue
        if groups[-1] and (without_bullet(line.text) or (groups[-1][-1].strong and not line.strong and may_head(groups[-1][-1].text))):
            groups.append([])
        groups[-1].append(line)
    filled = [group for group in groups if group]
    for number, group in enumerate(filled):
        yield _joined(group, draft.mark if number == 0 else "")


def _joined(lines: Sequence[Draft], mark: str) -> Draft:
    pieces: list[Piece] = []
    for line in lines:
        if pieces:
            pieces.append(replace(line.pieces[0], text="\n"))
        pieces += line.pieces
    return replace(lines[0], pieces=tuple(pieces), mark=mark)


def _with_items(drafts: Sequence[Draft]) -> list[Draft]:
    """Paragraphs that start with a typed bullet as items without it; a dash or an asterisk counts only in a row of them."""
    weak = [draft.rows is None and not draft.mark and is_weak(draft.text) for draft in drafts]
    lonely = {
        number for number, found in enumerate(weak) if found and not any(weak[max(number - 1, 0) : number] + weak[number + 1 : number + 2])
    }
    plain = ("paragraph", "item", "quote")
    return [_unbulleted(draft) if number not in lonely and draft.kind in plain else draft for number, draft in enumerate(drafts)]


def _unbulleted(draft: Draft) -> Draft:
    """A paragraph that starts with a typed bullet is an item without it."""
    text = "".join(piece.text for piece in draft.pieces)
    rest = without_bullet(text)
    if rest is None or draft.mark:
        return draft
    drop = len(text) - len(rest)
    pieces = []
    for piece in draft.pieces:
        cut = min(drop, len(piece.text))
        drop -= cut
        pieces.append(replace(piece, text=piece.text[cut:]))
    return replace(draft, pieces=tuple(pieces), kind="quote" if draft.kind == "quote" else "item", plain=True)


def _lines(draft: Draft) -> Iterator[Draft]:
    """The lines of a signature or an address as paragraphs of their own; other line breaks are only breaks."""
    if draft.rows is None and draft.kind in ("paragraph", "quote") and "\n" in draft.text and not draft.mark:
        lines = [line for line in split_lines(draft) if line.text]
        if len(lines) <= MOST_LINES and all(len(line.text) <= SHORT_LINE and not line.text[0].islower() for line in lines):
            yield from lines
            return
    yield draft


def _block(draft: Draft) -> Block:
    if draft.rows is not None:
        rows = [[cell_text(cell) for cell in row] for row in draft.rows]
        filled = [number for number, row in enumerate(rows) if any(row)]
        pages = draft.row_pages or (None,) * len(rows)
        runs = tuple((pages[number], "") for number in filled)
        return Block("table", runs, style=draft.style, rows=without_blank([rows[number] for number in filled]))
    return Block(draft.kind, _runs(draft), draft.level if draft.kind == "heading" else None, draft.style)


def _runs(draft: Draft) -> tuple[tuple[int | None, str], ...]:
    """Text by page; a word that goes over a page end stays whole on the page where it starts."""
    runs: list[tuple[int | None, str]] = []
    for piece in draft.pieces:
        text = piece.text.replace("\n", " ")
        if not runs:
            runs.append((piece.page, draft.mark + text))
            continue
        page, before = runs[-1]
        if piece.page == page or not before.strip():
            runs[-1] = (piece.page, before + text)
            continue
        if before[-1:].strip() and text[:1].strip():
            head = text.split(maxsplit=1)[0]
            runs[-1] = (page, before + head)
            text = text[len(head) :]
        if text.strip():
            runs.append((piece.page, text))
    return tuple(runs)


def paged(found: tuple[Block, ...], pages: int, *, certain: bool) -> tuple[tuple[Block, ...], int | None]:
    """Blocks and number of pages; none where the file shows none, or so few that they cannot be all (`certain`: it shows all)."""
    held = Counter[int | None]()
    for block in found:
        for page, text in block.runs:
            held[page] += len(text)
    if certain or (pages > 1 and max(held.values(), default=0) <= FULL_PAGE):
        return found, pages
    return tuple(replace(block, runs=tuple((None, text) for _, text in block.runs)) for block in found), None


def furniture_lines(texts: Iterable[str]) -> Iterator[str]:
    """Running headers and footers, each once, without those that hold no letter."""
    seen: dict[str, None] = {}
    for text in texts:
        line = " ".join(text.split())
        if any(character.isalpha() for character in line):
            seen[line] = None
    yield from seen


def unread(found: Iterable[object]) -> tuple[Notice, ...]:
    """A notice of the diagrams, charts and files set into a report, whose words are not read."""
    number = sum(1 for _ in found)
    if not number:
        return ()
    what = "a diagram, chart or file that is" if number == 1 else f"{number} diagrams, charts or files that are"
    return (Notice("unread-object", f"holds {what} not read; the words in it are missing from the text"),)


def with_words(path: Path, found: tuple[Block, ...]) -> tuple[Block, ...]:
    """`found`; raises SourceError where not one word is in it."""
    words = (text for block in found for text in (block.text, *(cell for row in block.rows or () for cell in row)))
    if any(character.isalnum() for text in words for character in text):
        return found
    raise SourceError(f"{path.name}: no words in it; if its pages are pictures, make them text first (OCR)")
