"""What the office and web readers share: drafts with their look become blocks, by the rules for lines, headings, captions and layout tables."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from mappa.document import Block
from mappa.errors import SourceError
from mappa.readers.lists import without_bullet
from mappa.readers.signatures import is_signature, signature_lines
from mappa.readers.tables import is_layout, without_blank

LONGEST_HEADING = 120  # characters of a heading told by its look alone
LONGEST_STYLED = 250  # a "heading" longer than this is prose in a wrong style
SHORT_LINE = 80  # characters; lines of a signature or an address, not wrapped prose
LARGER = 1.12  # times the body size: seen to be larger
MOST_IN_A_ROW = 3  # more emphatic lines together are an address or a list, not headings
FULL_PAGE = 7000  # characters; a page of close print holds no more

CONTACT = re.compile(r"www\.|https?:|@|\b0\d{2,4}[ -]?\d{3}")
NUMBERED_CAPTION = re.compile(r"(?:table|figure|chart|tabl|ffigur|siart)\s+\d", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters of one look on one page; a line feed is a line break, a page None where the format has none; size in points."""

    text: str
    page: int | None = None
    strong: bool = False
    size: float | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """A paragraph or table as the format gives it. `mark`: generated list number; `plain`: its look makes it no heading;
    `rows`: of a table, each cell the drafts in it; `row_pages`: page of each row."""

    kind: str
    pieces: tuple[Piece, ...] = ()
    level: int | None = None
    style: str | None = None
    mark: str = ""
    plain: bool = False
    rows: tuple[tuple[tuple["Draft", ...], ...], ...] | None = None
    row_pages: tuple[int | None, ...] = ()

    @property
    def text(self) -> str:
        """The words, line breaks as line feeds; of a table all its cells."""
        if self.rows is not None:
            return " ".join(cell_text(cell) for row in self.rows for cell in row)
        return "".join(piece.text for piece in self.pieces).strip()

    @property
    def strong(self) -> bool:
        """Whether every word is bold, underlined or in capitals."""
        words = [piece for piece in self.pieces if piece.text.strip()]
        return bool(words) and (all(piece.strong for piece in words) or in_capitals(self.text))

    @property
    def size(self) -> float | None:
        """The size of most of the characters."""
        sizes = Counter[float]()
        for piece in self.pieces:
            if piece.size:
                sizes[piece.size] += len(piece.text.strip())
        return sizes.most_common(1)[0][0] if sizes else None


def in_capitals(text: str) -> bool:
    """Whether a line is set in capitals for emphasis, not merely an abbreviation."""
    return text.isupper() and (len(re.findall(r"[^\W\d_]{2,}", text)) > 1 or len(text) > 7)


def cell_text(cell: Iterable[Draft]) -> str:
    """The words of a cell on one line, nested tables in order."""
    return " ".join(" ".join((draft.mark + draft.text).split()) for draft in cell if draft.text)


def blocks(drafts: Iterable[Draft]) -> tuple[Block, ...]:
    """Blocks of a report, from its drafts in reading order."""
    whole = [draft for draft in _laid_out(drafts) if draft.text]
    parted = [part for draft in whole for part in _parted(draft)]
    return tuple(_block(line) for draft in _with_headings(parted) for line in _lines(draft))


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
        if nested and _frames_tables(draft) or is_layout(texts):
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
        if groups[-1] and (without_bullet(line.text) or (groups[-1][-1].strong and not line.strong and _may_head(groups[-1][-1].text))):
            groups.append([])
        groups[-1].append(line)
    filled = [group for group in groups if group]
    for number, group in enumerate(filled):
        yield _unbulleted(_joined(group, draft.mark if number == 0 else ""))


def split_lines(draft: Draft) -> list[Draft]:
    """One draft a line of `draft`, without its mark."""
    lines: list[list[Piece]] = [[]]
    for piece in draft.pieces:
        first, *others = piece.text.split("\n")
        lines[-1].append(replace(piece, text=first))
        lines += [[replace(piece, text=text)] for text in others]
    return [replace(draft, pieces=tuple(line), mark="") for line in lines]


def _joined(lines: Sequence[Draft], mark: str) -> Draft:
    pieces: list[Piece] = []
    for line in lines:
        if pieces:
            pieces.append(replace(line.pieces[0], text="\n"))
        pieces += line.pieces
    return replace(lines[0], pieces=tuple(pieces), mark=mark)


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


def _may_head(text: str) -> bool:
    line = " ".join(text.split())
    return (
        0 < len(line) <= LONGEST_HEADING
        and any(character.isalpha() for character in line)
        and line[-1] not in ".;,"
        and line[0] not in "\"'“‘"
        and not CONTACT.search(line)
        and text.count("\n") < 3
    )


def _with_headings(drafts: Sequence[Draft]) -> list[Draft]:
    """Paragraphs with the look of a heading become headings; directly above a table, and no larger than the body, its caption."""
    body = _body_size(drafts)
    signed = signature_lines([draft.text if draft.rows is None else "" for draft in drafts])
    chosen = {
        number
        for number, draft in enumerate(drafts)
        if draft.kind in ("paragraph", "item")
        and not draft.plain
        and number not in signed
        and number + 1 < len(drafts)
        and _looks_a_heading(draft, body)
    }
    chosen -= _crowded(drafts, chosen, body)
    above = {number for number in chosen if drafts[number + 1].rows is not None and not _is_larger(drafts[number], body)}
    levels = _levels(drafts, chosen - above, body)
    made = [replace(draft, kind="heading", level=levels[number], style=_look(draft)) if number in levels else draft for number, draft in enumerate(drafts)]
    return [replace(draft, kind="caption") if number in above or _is_numbered_caption(drafts, number) else draft for number, draft in enumerate(made)]


def _is_numbered_caption(drafts: Sequence[Draft], number: int) -> bool:
    draft = drafts[number]
    below = number + 1 < len(drafts) and drafts[number + 1].rows is not None
    return below and draft.kind == "paragraph" and len(draft.text) <= LONGEST_STYLED and NUMBERED_CAPTION.match(draft.text) is not None


def _look(draft: Draft) -> str:
    size = "" if draft.size is None else f" {draft.size:g}"
    return ("bold" if draft.strong else "large") + size


def _looks_a_heading(draft: Draft, body: float | None) -> bool:
    if not _may_head(draft.text) or is_signature(draft.text) or (draft.kind == "item" and not draft.mark):
        return False
    larger = _is_larger(draft, body)
    return larger or (draft.strong and "\n" not in draft.text)


def _is_larger(draft: Draft, body: float | None) -> bool:
    return bool(body and draft.size and draft.size > LARGER * body)


def _body_size(drafts: Iterable[Draft]) -> float | None:
    sizes = Counter[float]()
    for draft in drafts:
        if draft.kind != "heading" and draft.size:
            sizes[draft.size] += len(draft.text)
    return sizes.most_common(1)[0][0] if sizes else None


def _crowded(drafts: Sequence[Draft], chosen: set[int], body: float | None) -> set[int]:
    """Those of `chosen` that stand in a row of emphatic lines of body size too long to be headings."""
    crowd: set[int] = set()
    row: list[int] = []
    for number in range(len(drafts) + 1):
        if number in chosen and not _is_larger(drafts[number], body):
            row.append(number)
            continue
        if len(row) > MOST_IN_A_ROW:
            crowd.update(row)
        row = []
    return crowd


def _levels(drafts: Sequence[Draft], chosen: set[int], body: float | None) -> dict[int, int]:
    """Levels of the headings told by their look: that of the styled heading they are as large as, else below all of those, by rank of size."""
    styled = [draft for draft in drafts if draft.kind == "heading" and draft.level and draft.style != "Title"]
    lowest = max((draft.level or 0 for draft in styled), default=0)
    look = {number: (round(drafts[number].size or 0, 1), drafts[number].strong) for number in chosen}
    smaller = sorted({key for number, key in look.items() if not _equals(drafts[number], styled, body)}, reverse=True)
    rank = {key: lowest + place for place, key in enumerate(smaller, 1)}
    return {number: min(_equals(drafts[number], styled, body) or rank[look[number]], 9) for number in chosen}


def _equals(draft: Draft, styled: Iterable[Draft], body: float | None) -> int | None:
    """The level of the highest styled heading that is no larger than `draft`, for drafts seen to be larger than the body."""
    if not _is_larger(draft, body):
        return None
    return min((other.level for other in styled if other.level and other.size and other.size <= (draft.size or 0) * 1.02), default=None)


def _lines(draft: Draft) -> Iterator[Draft]:
    """The lines of a signature or an address as paragraphs of their own; other line breaks are only breaks."""
    if draft.rows is None and draft.kind in ("paragraph", "quote") and "\n" in draft.text and not draft.mark:
        lines = [line for line in split_lines(draft) if line.text]
        if len(lines) <= 8 and all(len(line.text) <= SHORT_LINE and not line.text[0].islower() for line in lines):
            yield from lines
            return
    yield draft


def _block(draft: Draft) -> Block:
    if draft.rows is not None:
        rows = [[cell_text(cell) for cell in row] for row in draft.rows]
        filled = [number for number, row in enumerate(rows) if any(row)]
        pages = draft.row_pages or (None,) * len(rows)
        return Block("table", tuple((pages[number], "") for number in filled), style=draft.style, rows=without_blank([rows[number] for number in filled]))
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
    """Blocks and their number of pages; without pages where the file shows none, or so few that they cannot be all (`certain`: it shows all)."""
    held = Counter[int | None]()
    for block in found:
        for page, text in block.runs:
            held[page] += len(text)
    if certain or (pages > 1 and max(held.values(), default=0) <= FULL_PAGE):
        return found, pages
    return tuple(replace(block, runs=tuple((None, text) for _, text in block.runs)) for block in found), None


def furniture_lines(texts: Iterable[str]) -> Iterator[str]:
    """Running headers and footers, each once, without those that hold no letter."""
    seen = {}
    for text in texts:
        line = " ".join(text.split())
        if any(character.isalpha() for character in line):
            seen[line] = None
    yield from seen


def with_words(path: Path, found: tuple[Block, ...]) -> tuple[Block, ...]:
    """`found`; raises SourceError where not one word is in it."""
    if any(character.isalnum() for block in found for text in (block.text, *(cell for row in block.rows or () for cell in row)) for character in text):
        return found
    raise SourceError(f"{path.name}: no words in it; if its pages are pictures, make them text first (OCR)")
