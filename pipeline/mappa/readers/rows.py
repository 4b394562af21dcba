"""Tables in plain lines, where no rule was drawn: rows known by the pattern label, then values.

Written once for every format whose tables lose their walls: text exports, and PDF pages without rules. It is
conservative: a line of prose that ends in a number must never become a row; a missed row is still there as text.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mappa.readers.cells import MARKS, count_label, header_cells, is_value, placed_heads, split_row
from mappa.readers.marked import LEADERS, marked_tables
from mappa.readers.tables import holds_sentences

CAPTION_WORDS = re.compile(r"\bon 31(?:st)? march\b|\byearly total\b|\bby category\b|^table \d", re.I)
CONTENTS = re.compile(r"^\W*(?:contents|table of contents|index|in this report|cynnwys)\W*$", re.I)
SECTION = re.compile(  # names more than the table below it
    r"statistic|ystadeg|facts and figures|^(?:section|annex|appendix|part)\b|^\d+\.?\s+[A-Z]", re.I
)
LIST_MARK = re.compile(r"^(?:[•·▪●\-–*\uf0a7\uf0b7]\s+|\(?(?:[a-z]|[ivx]{1,5}|\d{1,2})[).](?:\s|\())")
COUNT_HEAD = re.compile(r"(?:([A-Z]\w+(?: \w+)?) )?(Number|Total|Figure|Count|RSOs?)")
UNFINISHED = r"\b(?:per|of|the|a|an|for|and|or|to|in|on|with|by|from)"
QUESTION = re.compile(
    r"(?:\W*\(?\w{1,4}[).]\s+)*(?:the )?(?:total )?(?:number of|how many|rsos who|those who|offenders who|individuals who)\b", re.I
)
FULL_LABEL = 50  # characters: a label as long as this may have filled its line
SUBHEAD_WORDS = 7
LABEL_LINES = 4
HEADER_LINES = 18


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of a table and the lines they came from.

    first, last  half-open range of line indices that the rows (header too) stand on; a caption is not in it
    rows         rows of cells, all of one length; "" is an empty cell
    caption      index of the line that names the table, None where none does
    """

    first: int
    last: int
    rows: tuple[tuple[str, ...], ...]
    caption: int | None


@dataclass(frozen=True, slots=True)
class Line:
    """A line with words: its index among all lines, its text, how many blank lines stand before it, and the line with its spaces."""

    index: int
    text: str
    gap: int
    raw: str


@dataclass(frozen=True, slots=True)
class Row:
    """A label with its values and the lines (positions among lines with words, half-open) it takes; `aligned` where a wide space or a line
    break parts label and values, `upright` where each value has a line of its own."""

    first: int
    last: int
    label: str
    values: tuple[str, ...]
    aligned: bool
    upright: bool = False


def find_tables(lines: Sequence[str]) -> list[Table]:
    """Tables among `lines`, in order, never overlapping. Blank lines count: they part rows and tables."""
    found: list[Table] = []
    start = 0
    for first, last, rows in marked_tables(lines):
        found += _open_tables(lines, start, first)
        found.append(Table(first, last, rows, _caption(lines, first, found[-1].last if found else 0)))
        start = last
    return found + _open_tables(lines, start, len(lines))


# Tables of open lines: "Level 1 673 221 - 894", or a label and its value on lines of their own.


def _open_tables(lines: Sequence[str], start: int, stop: int) -> list[Table]:
    words = list(_lines_with_words(lines, start, stop))
    contents = _contents(words)
    rows: list[Row] = []
    at = 0
    while at < len(words):
        row = None if at in contents else _row_at(words, at, rows[-1].last if rows else 0)
        if row:
            rows.append(row)
        at = row.last if row else at + 1
    tables: list[Table] = []
    for group in _groups(words, rows):
        if table := _table(lines, words, group, tables[-1].last if tables else start):
            tables.append(table)
    return tables


def _lines_with_words(lines: Sequence[str], start: int, stop: int) -> Iterator[Line]:
    gap = 0
    for index in range(start, stop):
        if text := lines[index].strip():
            yield Line(index, text, gap, lines[index].expandtabs())
            gap = 0
        else:
            gap += 1


def _contents(words: Sequence[Line]) -> set[int]:
    """Positions of a contents list: dotted leaders, or lines below its heading that end in a page number that never falls."""
    found = {at for at, line in enumerate(words) if LEADERS.search(line.text)}
    for at, line in enumerate(words):
        if not CONTENTS.match(line.text):
            continue
        page = silent = 0
        for below in range(at + 1, len(words)):
            number = re.search(r"(?:^|\s)(\d{1,3})$", words[below].text)
            silent = 0 if number else silent + 1
            if silent > 3 or (number and int(number[1]) < page):
                break
            page = int(number[1]) if number else page
            found.add(below)
    return found


def _row_at(words: Sequence[Line], at: int, floor: int) -> Row | None:
    """The row whose values end on the line `at` or on the lines of bare values below it; its label may begin above, not before `floor`."""
    line = words[at]
    label, values, aligned = split_row(line.text)
    upright = False
    if label and values:
        last = at + 1
        if aligned and len(values) == 1 and last < len(words) and _label_goes_on(line, words[last]):
            label = f"{label} {words[last].text}"
            last += 1
        elif last < len(words) and words[last].text[0].islower() and words[last].gap <= line.gap:
            return None  # the number stands inside a sentence
    elif not values and at + 1 < len(words) and not holds_sentences(label) and not CONTENTS.match(label):
        last = at + 1
        while last < len(words) and words[last].gap <= 2 and not (below := split_row(words[last].text))[0]:
            values += below[1]
            last += 1
        aligned = True
        upright = last > at + 2
    if not label or not values:
        return None
    if len(values) == 2 and not aligned and is_value(values[0]) and not values[0][-1].isdigit() and values[0] in "-–—":
        values = values[1:]  # "Luton – 123": the dash parts label and value
    first = at
    while first > floor and at - first < LABEL_LINES and _wraps(words[first - 1], words[first]):
        first -= 1
    return Row(first, last, " ".join([*(above.text for above in words[first:at]), label]), values, aligned, upright)


def _label_goes_on(line: Line, below: Line) -> bool:
    """Whether a label set beside its value in a column ("... requirements      0") ends on the line below."""
    short = below.gap == 0 and len(below.text) < len(line.raw) * 0.8 and not split_row(below.text)[1] and below.text[-1] not in ".;,"
    return short and (below.text[0].islower() or bool(re.search(rf"{UNFINISHED}\s{{2,}}", line.text)))


def _wraps(above: Line, line: Line) -> bool:
    """Whether a label that stands on `line` began on the line above."""
    if line.gap > 1 or LIST_MARK.match(line.text) or above.text[-1] in ".:;?!":
        return False
    if line.text[0].islower():
        return True
    if QUESTION.match(above.text) and len(above.text) >= FULL_LABEL and not QUESTION.match(line.text):
        return True
    return not split_row(above.text)[1] and (line.text[0] in "(&" or bool(re.search(rf"{UNFINISHED}$", above.text)))


def _groups(words: Sequence[Line], rows: Sequence[Row]) -> Iterator[list[Row]]:
    """Runs of rows of one width that stand together; a short line between two of them ("Breach of licence") is a row without values."""
    group: list[Row] = []
    for row in rows:
        if group and not (joined := _joined(words, group, row)):
            yield group
            group = []
        group += joined if group else [row]
    if group:
        yield group


def _joined(words: Sequence[Line], group: list[Row], row: Row) -> list[Row]:
    before = group[-1]
    between = words[before.last : row.first]
    if len(row.values) != len(before.values) or any(line.gap > 2 for line in [*between, words[row.first]]):
        return []
    if not between:
        return [row]
    subhead = between[0].text
    plain = len(row.values) > 1 and len(between) == 1 and len(subhead.split()) <= SUBHEAD_WORDS and subhead[-1] not in ".:;,"
    if not plain or CAPTION_WORDS.search(subhead):
        return []
    return [Row(before.last, row.first, subhead, ("",) * len(row.values), False), row]


def _table(lines: Sequence[str], words: Sequence[Line], group: list[Row], floor: int) -> Table | None:
    width = len(group[0].values)
    if width == 1 and not (group := _counts(words, group)):
        return None
    first = group[0].first
    head: tuple[str, ...] = ()
    subheads: list[str] = []
    if width > 1:
        above = [line for line in words[max(0, first - HEADER_LINES) : first] if line.index >= floor]
        aligned = [words[row.first].raw for row in group if row.last - row.first == 1 and any(row.values)]
        taken, head = placed_heads([line.raw for line in above], aligned, width)
        if not head:
            taken, head, subheads = header_cells([line.text for line in above], width)
        first -= taken
        known = (head or re.match(r"(?:level|total|category|mappa)\b", group[0].label, re.I)) and not group[0].upright
        if len(group) < 2 and not known:
            return None
    elif first and len(group) > 1 and words[first].gap == 0 and (title := COUNT_HEAD.fullmatch(words[first - 1].text)):
        first, head = first - 1, (title[1] or "", title[2])
    body = [head] if head else []
    body += [(subhead, *[""] * width) for subhead in subheads]
    body += [(row.label, *row.values) for row in group]
    start = words[first].index
    return Table(start, words[group[-1].last - 1].index + 1, tuple(body), _caption(lines, start, floor))


def _counts(words: Sequence[Line], group: list[Row]) -> list[Row]:
    """The rows of a group of single values that are counts: their label says so, or it is short and stands between such rows."""
    sure = [count_label(row.label, row.values[0], row.aligned) and not _inside_prose(words, row) for row in group]
    pages = [int(row.values[0]) if row.values[0].isdigit() else 100 for row in group]
    if len(group) > 3 and sum(sure) * 2 <= len(group) and pages == sorted(pages) and 0 < pages[0] < pages[-1] < 100:
        return []  # a contents list without its heading
    if _names_counts(words, group):
        return group
    if not any(sure):
        return []
    fits = [bool(len(row.label.split()) < SUBHEAD_WORDS or MARKS.match(row.label)) and not _year(row) for row in group]
    kept = [place for place in range(len(group)) if sure[place] or fits[place]]
    start = stop = sure.index(True)
    while start - 1 in kept:
        start -= 1
    while stop + 1 in kept:
        stop += 1
    return group[start : stop + 1]


def _names_counts(words: Sequence[Line], group: list[Row]) -> bool:
    """Whether the line above rows of short labels says what they count ("Offenders by division", "iii) Number of orders:")."""
    short = len(group) > 1 and all(len(row.label.split()) <= SUBHEAD_WORDS and not _year(row) for row in group)
    if not short or group[0].first == 0 or words[group[0].first].gap > 2:
        return False
    above = words[group[0].first - 1].text
    return above[-1] not in ".;," and count_label(above, "", aligned=True)


def _year(row: Row) -> bool:
    return bool(re.fullmatch(r"(?:19|20)\d\d", row.values[0])) and not row.aligned


def _inside_prose(words: Sequence[Line], row: Row) -> bool:
    """Whether the line above runs on into the row, as prose does."""
    if row.first == 0 or LIST_MARK.match(row.label) or re.match(r"(?:total|number|rsos?|how many)\b", row.label, re.I):
        return False
    above = words[row.first - 1].text
    runs_on = words[row.first].gap == 0 and len(above) > 40 and above[-1] not in ".:;?!" and not row.aligned
    return runs_on and not split_row(above)[1]


def _caption(lines: Sequence[str], first: int, floor: int) -> int | None:
    """The line above a table that names it: short, no sentence, no row, at most three blank lines away."""
    for index in range(first - 1, max(floor, first - 5) - 1, -1):
        if text := lines[index].strip():
            short = len(text.split()) <= 16 and text[-1] not in ".;," and text[0].isupper() and not split_row(text)[1]
            return index if short and not LEADERS.search(text) and not SECTION.search(text) else None
    return None
