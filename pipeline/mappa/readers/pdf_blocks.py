"""Lines in reading order become drafts: paragraphs over columns and pages, headings of several lines, items, tables over two pages."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import median

from mappa.readers.drafts import Draft, Piece, in_capitals
from mappa.readers.headings import LARGER, LONGEST_HEADING
from mappa.readers.lists import without_bullet
from mappa.readers.marked import LEADERS
from mappa.readers.pdf_layout import Line
from mappa.readers.pdf_open_tables import Table
from mappa.readers.pdf_words import continued, is_broken
from mappa.readers.shapes import signature_part, starts_signature

LOOSE = 1.25  # times the usual pitch: a wider gap between lines parts paragraphs
HEADING_LINES = 4
EARLY = 0.3  # of the measure: an unfinished line that ends sooner was broken by hand
BULLET = "\u2022"
SENTENCE_END = re.compile(r"[.!?:;…][\"”’'»)\]]*\d{0,2}$|[.!?]\s?[\"”’']$")
MARK = re.compile(r"\(?(?:[a-z]|[ivx]{1,5}|\d{1,2})[).]\s", re.I)
PARENTHESISED = re.compile(r"\((?:[a-z]|[ivx]{1,5}|\d{1,2})\)\s", re.I)


@dataclass(frozen=True, slots=True)
class Style:
    """How the report is set: size of the body, whether it is bold, and the usual distance of its lines in em."""

    size: float
    bold: bool
    pitch: float


Placed = tuple[int, Line]  # page number, line


def style_of(lines: Iterable[Placed]) -> Style:
    """The body's style, by number of characters."""
    sizes = Counter[float]()
    bold = total = 0
    pitches: list[float] = []
    before: Placed | None = None
    for page, line in lines:
        sizes[round(line.size * 2) / 2] += len(line.text)
        bold += len(line.text) * line.bold
        total += len(line.text)
        if before and before[0] == page and before[1].column is line.column and before[1].size == line.size:
            pitches.append(round((before[1].y - line.y) / line.size, 2))
        before = page, line
    pitches = [pitch for pitch in pitches if 0 < pitch < 3]
    return Style(sizes.most_common(1)[0][0] if sizes else 10.0, 2 * bold > total, median(pitches) if pitches else 1.2)


def drafts_of(lines: Sequence[Placed], style: Style, known: Counter[str]) -> list[Draft]:
    """Drafts of `lines`; `known` is the report's vocabulary, for words cut at line ends."""
    found: list[Draft] = []
    group: list[Placed] = []
    table: tuple[int, Table] | None = None
    for at, (page, line) in enumerate(lines):
        if isinstance(line.payload, Table):
            found += _paragraphs(group, style, known)
            group = []
            draft = _table(page, line.payload, style, known)
            if table and _goes_on(found[-1], table, draft, page, line.payload):
                found[-1] = _appended(found[-1], draft)
            else:
                found.append(draft)
            table = page, line.payload
            continue
        following = lines[at + 1] if at + 1 < len(lines) else None
        if group and not _joins(group, (page, line), following, style):
            found += _paragraphs(group, style, known)
            group = []
        group.append((page, line))
        table = None
    return found + list(_paragraphs(group, style, known))


def _table(page: int, table: Table, style: Style, known: Counter[str]) -> Draft:
    rows = tuple(tuple(tuple(drafts_of([(page, line) for line in cell], style, known)) for cell in row) for row in table.rows)
    return Draft("table", rows=rows, row_pages=(page,) * len(rows))


def _goes_on(draft: Draft, before: tuple[int, Table], after: Draft, page: int, table: Table) -> bool:
    """Whether a table at a page's top is the rest of the one at the end of the page before."""
    alike = len(before[1].rows[0]) == len(table.rows[0]) and abs(before[1].left - table.left) < 4 and abs(before[1].right - table.right) < 4
    return draft.rows is not None and alike and page == before[0] + 1


def _appended(draft: Draft, rest: Draft) -> Draft:
    """Both parts of a table as one, the repeated head left out."""
    assert draft.rows is not None and rest.rows is not None
    repeated = [[part.text for part in cell] for cell in draft.rows[0]] == [[part.text for part in cell] for cell in rest.rows[0]]
    return replace(draft, rows=draft.rows + rest.rows[repeated:], row_pages=draft.row_pages + rest.row_pages[repeated:])


def _joins(group: Sequence[Placed], now: Placed, following: Placed | None, style: Style) -> bool:
    """Whether line `now` goes on with the paragraph `group`."""
    page, line = now
    last_page, last = group[-1]
    here = page == last_page and line.column is last.column
    if is_broken(last.text) and line.text[:1].islower() and abs(line.size - last.size) < 0.5:
        return not here or last.y - line.y < 2 * style.pitch * line.size
    if _starts_item(line, last) or _leads(line.text) or _leads(last.text):
        return False
    if abs(line.size - last.size) > 0.05 * last.size + 0.1:
        return False
    if line.bold != last.bold and not (line.text[:1].islower() and not _ends(last.text)):
        return False
    if _is_emphatic(last, style) and _is_emphatic(line, style):
        return page == last_page and _heads_on(group, line, style)
    if here:
        return _runs_on(group, line, following, style)
    return _crosses(group, line, last)


def _is_emphatic(line: Line, style: Style) -> bool:
    return line.size > LARGER * style.size or (line.bold and not style.bold) or in_capitals(line.text)


def _heads_on(group: Sequence[Placed], line: Line, style: Style) -> bool:
    """Whether a heading-like line is one heading with those above: near, not too long, nothing finished above."""
    last = group[-1][1]
    gap = last.y - line.y
    if not 0 < gap <= LOOSE * max(style.pitch, 1.2) * line.size:
        return False
    text = " ".join(each.text for _, each in group)
    if len(text) + len(line.text) > LONGEST_HEADING or len(group) >= HEADING_LINES:
        return not _fits(last, line, max(each.x1 for _, each in group))
    if in_capitals(last.text) != in_capitals(line.text) or starts_signature(group[0][1].text):
        return False
    if line.size <= LARGER * style.size and line.text[:1].isupper() and _fits(last, line, max(last.column.right, line.x1)):
        return False  # emphasis in the body's size: names, addresses, labels, each on its line
    return not re.search(r"[:?.]$", last.text) and not MARK.match(line.text)


def _runs_on(group: Sequence[Placed], line: Line, following: Placed | None, style: Style) -> bool:
    """Whether the next line of a column belongs to the paragraph: no wide gap, no indent, no line ended before its time."""
    last = group[-1][1]
    gap = last.y - line.y
    usual = style.pitch * line.size
    if len(group) > 1 and group[-2][0] == group[-1][0] and group[-2][1].y > last.y:
        usual = max(usual if line.size > style.size else 0, min(usual * 1.3, group[-2][1].y - last.y))
    if not 0 < gap <= LOOSE * usual:
        return False
    if line.text[:1].islower():
        return True
    ended = _ends(last.text) is not None
    indent = line.x0 - last.x0
    if ended and 0.7 * line.size < indent < 6 * line.size and (len(group) == 1 or abs(last.x0 - group[-2][1].x0) < 0.5 * line.size):
        return MARK.match(group[0][1].text) is not None and len(group) == 1
    if signature_part(last.text) and signature_part(line.text) and _fits(last, line, last.column.right):
        return False
    near = [each.x1 for _, each in group[-2:]] + [line.x1]
    if following and following[1].column is line.column and 0 < line.y - following[1].y <= LOOSE * usual:
        near.append(following[1].x1)
    room = max(near) - last.x1 - _first_width(line)
    return room < (0.5 * line.size if ended else max(3 * line.size, EARLY * (max(near) - last.x0)))


def _crosses(group: Sequence[Placed], line: Line, last: Line) -> bool:
    """Whether the first line of the next column or page goes on with the paragraph."""
    if line.text[:1].islower():
        return True
    full = not _fits(last, line, last.column.right)
    if _ends(last.text):
        return False
    return full and len(group) > 1


def _fits(last: Line, line: Line, right: float) -> bool:
    """Whether the first word of `line` had room at the end of the line before it."""
    return right - last.x1 - _first_width(line) > 0.5 * line.size


def _first_width(line: Line) -> float:
    """Width of a line's first word and the space before it, points."""
    first = line.words[0]
    return first.x1 - first.x0 + 0.25 * line.size


def _starts_item(line: Line, last: Line) -> bool:
    text = _bulleted(line)
    if text != line.text or (without_bullet(text) is not None and text[:1] not in "-–—*"):
        return True
    unfinished = not _ends(last.text)
    if text[:1] in "-–—*":
        dashed = last.text[:1] == text[:1]
        return without_bullet(text) is not None and (dashed or not unfinished)
    if PARENTHESISED.match(text):
        return not unfinished or line.x0 < last.x0 - 0.5 * line.size or last.text.rstrip().endswith((",", "and", "or"))
    return MARK.match(text) is not None and not unfinished


def _bulleted(line: Line) -> str:
    """A line's text with the glyphs that only fonts make bullets ("o" in Courier, a glyph without a name) as bullets."""
    first = line.words[0] if line.words else None
    if first is None or len(line.words) < 2 or first.text not in ("\ufffd", "o") or first.face is line.words[1].face:
        return line.text
    return BULLET + line.text[1:]


def _ends(text: str) -> bool:
    """Whether a line ends a sentence."""
    return SENTENCE_END.search(text[-8:]) is not None


def _leads(text: str) -> bool:
    """Whether a line is an entry of a contents list, dots leading to its page."""
    return (".." in text or ". ." in text or "…" in text) and LEADERS.search(text) is not None


def _paragraphs(group: Sequence[Placed], style: Style, known: Counter[str]) -> Iterator[Draft]:
    """The draft of one group of lines, none of an empty one."""
    if not group:
        return
    pieces: list[Piece] = []
    for page, line in group:
        text = _bulleted(line) if not pieces else line.text
        text = LEADERS.sub(" ", text) if _leads(text) else text
        strong = line.bold and not style.bold
        if pieces:
            before = pieces[-1].text
            whole = continued(before, text, known)
            if whole == f"{before} {text}":
                text = f" {text}"
            else:
                pieces[-1] = replace(pieces[-1], text=whole[: len(whole) - len(text)])
        pieces.append(Piece(text, page, strong, round(line.size, 1)))
    first = group[0][1]
    plain = _leads(first.text)
    lettered = MARK.match(first.text) is not None and not all(_is_emphatic(line, style) for _, line in group)
    yield Draft("item" if lettered else "paragraph", tuple(pieces), plain=plain)
