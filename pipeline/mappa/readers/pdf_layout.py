"""Lines of a page in reading order: gaps that run down part columns; bands of columns from the top, each left to right."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count, pairwise
from statistics import mean, median
from typing import Any, Protocol

from mappa.readers.pdf_device import Box, Word
from mappa.readers.pdf_words import Row, rows_of, text_of

GUTTER = 0.8  # em: the narrowest gap between columns, and
NARROWEST = 7.0  # points, and
WIDER = 1.6  # times the usual space between words
FILL = 0.4  # of a column's width that its lines take on the mean, in prose
WORDS = 2.2  # words a line in prose
FEWEST_ROWS = 4  # that can be columns: fewer, as in most cells, are read row by row
LOOK_AHEAD = 250  # rows that one band of columns may hold
MARGIN = 0.1  # of a page's words may stand in the margin
LARGE = 1.12  # times the usual size is large
LAST = 1 << 60  # after all words
DEEPEST = 6  # columns within columns
VALUE_MARKS = set("0123456789-–—%.,()£*<>n/a")

Span = tuple[float, float]


class Boxed(Protocol):
    """What stands in the layout as one piece."""

    @property
    def box(self) -> Box: ...


@dataclass(frozen=True, slots=True)
class Column:
    """One flow of lines: `number` unique in the page; left and right as text reaches, points."""

    number: int
    left: float
    right: float


@dataclass(frozen=True, slots=True)
class Line:
    """A row of words within one column; `payload` instead of words for what stands in the place of a line (a table, a box)."""

    x0: float
    x1: float
    y: float
    size: float
    bold: bool
    italic: bool
    text: str
    words: tuple[Word, ...]
    column: Column
    payload: Any = None


def arrange(words: Sequence[Word], atoms: Mapping[int, Boxed]) -> list[Line]:
    """`words` as lines in reading order; a word whose `order` is in `atoms` stands for that payload and is a line by itself."""
    rows = rows_of(words)
    if len(rows) < FEWEST_ROWS:
        column = Column(0, min((word.x0 for word in words), default=0), max((word.x1 for word in words), default=0))
        return [line for row in rows for line in _lines(row, column, atoms)]
    size = median(word.size for word in words)
    if beside := _margin(rows, size):
        rest = arrange([word for word in words if word not in beside], atoms)
        return _with_side_headings(rest, rows_of(beside))
    page = _Page(atoms, size, max(GUTTER * size, NARROWEST, WIDER * _space(rows)), count(1))
    lines: list[Line] = []
    for group in page.flows(rows, 0):
        rows = [row for row in group if row]
        left = min(word.x0 for row in rows for word in row)
        right = max(word.x1 for row in rows for word in row)
        column = Column(next(page.numbers), left, right)
        lines += [line for row in rows for line in _lines(row, column, atoms)]
    return lines


def _margin(rows: Sequence[Row], size: float) -> list[Word]:
    """Words of headings set in the margin beside the text: few, bold or large, left of where most lines begin; none on most pages."""
    begins = Counter(round(word.x0) for row in rows for word in row[:1])
    left = begins.most_common(1)[0][0] - NARROWEST
    beside = [word for row in rows for word in row if word.x1 < left]
    plain = any(not word.face.bold and word.size < LARGE * size for word in beside)
    return [] if plain or len(beside) > MARGIN * sum(map(len, rows)) else beside


def _with_side_headings(lines: list[Line], rows: Sequence[Row]) -> list[Line]:
    """`lines` with each heading of the margin in front of the line that it stands beside or above."""
    number = max((line.column.number for line in lines), default=0)
    groups: list[list[Row]] = []
    for row in rows:
        if groups and groups[-1][-1][0].y - row[0].y < 2 * row[0].size:
            groups[-1].append(row)
        else:
            groups.append([row])
    for group in groups:
        number += 1
        column = Column(number, min(word.x0 for row in group for word in row), max(word.x1 for row in group for word in row))
        top = group[0][0].y + group[0][0].size / 2
        at = next((place for place, line in enumerate(lines) if line.y <= top and line.column.left > column.right), len(lines))
        lines[at:at] = [line_of(row, column) for row in group]
    return lines


def _space(rows: Sequence[Row]) -> float:
    """The space between words that most gaps do not exceed, points."""
    gaps = sorted(b.x0 - a.x1 for row in rows for a, b in pairwise(row) if b.x0 > a.x1)
    return gaps[int(len(gaps) * 0.8)] if gaps else 0.0


def _lines(row: Row, column: Column, atoms: Mapping[int, Boxed]) -> Iterator[Line]:
    plain = [word for word in row if word.order not in atoms]
    if plain:
        yield line_of(plain, column)
    for word in row:
        if word.order in atoms:
            yield Line(word.x0, word.x1, word.y, word.size, False, False, "", (), column, atoms[word.order])


def line_of(row: Sequence[Word], column: Column) -> Line:
    """One line of `row`: the size of most of its characters; bold and italic where nearly all of it is."""
    size, bold, italic = row[0].size, row[0].face.bold, row[0].face.italic
    if len({(word.size, word.face) for word in row}) > 1:
        weights: dict[float, int] = {}
        for word in row:
            weights[word.size] = weights.get(word.size, 0) + len(word.text)
        most = 0.9 * sum(weights.values())
        bold = sum(len(word.text) for word in row if word.face.bold) > most
        italic = sum(len(word.text) for word in row if word.face.italic) > most
        size = max(weights, key=lambda each: (weights[each], each))
    x1 = max(word.x1 for word in row)
    return Line(row[0].x0, x1, row[0].y, size, bold, italic, text_of(row), tuple(row), column)


@dataclass(frozen=True, slots=True)
class _Shape:
    """Where rows leave white: for each row the spans without text, from the page's left to its right, those between words a gutter wide."""

    left: float
    right: float
    spans: list[list[Span]]
    starts: list[float]  # for each row, how far right a piece of text begins in it or below: no gutter opens beyond

    @classmethod
    def of(cls, rows: Sequence[Row], gutter: float) -> "_Shape":
        left, right = min(row[0].x0 for row in rows), max(word.x1 for row in rows for word in row)
        spans: list[list[Span]] = []
        starts: list[float] = []
        for row in rows:
            white: list[Span] = [(left, row[0].x0)]
            reach = row[0].x1
            for word in row:
                if word.x0 - reach >= gutter:
                    white.append((reach, word.x0))
                reach = max(reach, word.x1)
            starts.append(white[-1][1])
            spans.append([*white, (reach, right)])
        for at in range(len(starts) - 2, -1, -1):
            starts[at] = max(starts[at], starts[at + 1])
        return cls(left, right, spans, starts)


@dataclass(frozen=True, slots=True)
class _Page:
    atoms: Mapping[int, Boxed]
    size: float
    gutter: float
    numbers: Iterator[int]

    def flows(self, rows: list[Row], depth: int) -> Iterator[list[Row]]:
        """Groups of rows, each one flow, in reading order."""
        shape = _Shape.of(rows, self.gutter)
        single: list[Row] = []
        at = 0
        while at < len(rows):
            band = self.band(rows, shape, at) if depth < DEEPEST else None
            if band is None:
                single.append(rows[at])
                at += 1
                continue
            last, left, right = band
            if single:
                yield single
                single = []
            yield from self.flows(left, depth + 1)
            yield from self.flows(right, depth + 1)
            at = last
        if single:
            yield single

    def band(self, rows: Sequence[Row], shape: "_Shape", first: int) -> tuple[int, list[Row], list[Row]] | None:
        """The rows from `first` that a gutter parts: where they end, and the rows on its two sides; None where there is none."""
        last, gutters = self.gutters(shape, first)
        last = self.trimmed(rows, first, last) if gutters else last
        for a, b in sorted(gutters, key=lambda span: span[0] - span[1]):
            end = self.until_strip(rows, first, last, a)
            left = rows_of(word for row in rows[first:end] for word in row if word.x1 <= a + 0.01)
            right = rows_of(word for row in rows[first:end] for word in row if word.x0 >= b - 0.01)
            if b - a >= self.least_gutter(left, right) and self.are_columns(left, right):
                return end, left, right
        return None

    def gutters(self, shape: "_Shape", first: int) -> tuple[int, list[Span]]:
        """Gaps with text on both sides that the rows from `first` leave open, and the row at which the last of them closes."""
        free: list[Span] = [(shape.left, shape.right)]
        left, right = shape.right, shape.left
        open_: list[Span] = []
        stop = min(len(shape.spans), first + LOOK_AHEAD)
        for at in range(first, stop):
            spans = shape.spans[at]
            left, right = min(left, spans[0][1]), max(right, spans[-1][0])
            least = self.gutter
            cut = [(max(a, c), min(b, d)) for a, b in free for c, d in spans]
            narrower = [(a, b) for a, b in cut if b - a >= least and a + least <= shape.starts[first]]
            inner = [span for span in narrower if left < span[0] and span[1] < right]
            if not narrower or (open_ and not inner):
                return at, open_
            free, open_ = narrower, inner
        return stop, open_

    def trimmed(self, rows: Sequence[Row], first: int, last: int) -> int:
        """`last` without the headings at the band's end that belong to what follows across the columns."""
        body = [word for row in rows[first:last] for word in row]
        bold = sum(word.face.bold for word in body) * 2 > len(body)
        while last < len(rows) and last - first > 2 and len({round(word.size) for word in rows[last - 1]}) == 1:
            row = rows[last - 1]
            heading = row[0].size > 1.12 * self.size or (not bold and all(word.face.bold for word in row))
            if not heading or row[0].y - rows[last][0].y > 4 * row[0].size:
                break
            last -= 1
        return last

    def until_strip(self, rows: Sequence[Row], first: int, last: int, gutter: float) -> int:
        """Where the band ends if it was drawn column by column, and what stands below a white strip only after both columns."""
        band = rows[first:last]
        pitch = median([a[0].y - b[0].y for a, b in pairwise(band)] or [self.size])
        after = [min(word.order for word in row) for row in band]
        for at in range(len(band) - 2, -1, -1):
            after[at] = min(after[at], after[at + 1])
        left_to, right_from, right_to = -1, LAST, -1
        for at, row in enumerate(band):
            parted = at > 1 and band[at - 1][0].y - row[0].y > 1.3 * pitch
            if parted and 0 <= left_to < right_from <= right_to < after[at]:
                return first + at
            for word in row:
                if word.x1 <= gutter + 0.01:
                    left_to = max(left_to, word.order)
                else:
                    right_from, right_to = min(right_from, word.order), max(right_to, word.order)
        return last

    def bottom(self, word: Word) -> float:
        """The lowest that a word, or what it stands for, reaches."""
        return self.atoms[word.order].box[1] if word.order in self.atoms else word.y

    def least_gutter(self, left: list[Row], right: list[Row]) -> float:
        """How wide a gutter must be: spaces of justified lines may meet in two or three rows, not in more."""
        rows = min(len(left), len(right))
        if any(word.order in self.atoms for row in (*left, *right) for word in row):
            return 0.0
        return self.size * (2.0 if rows < 3 else 1.2 if rows == 3 else 0.0)

    def are_columns(self, left: list[Row], right: list[Row]) -> bool:
        """Whether the two sides of a gutter are columns to be read one after the other, not cells of rows."""
        sides = (left, right)
        if not left or not right:
            return False
        if min(map(len, sides)) < 2 and not any(word.order in self.atoms for side in sides for row in side for word in row):
            return False
        tops = [side[0][0].y for side in sides]
        bottoms = [min(self.bottom(word) for row in side for word in row) for side in sides]
        if min(tops) <= max(bottoms):
            return False
        if any(_is_cells(side, self.atoms) for side in sides):
            return False
        if all(_is_prose(side, self.atoms) for side in sides):
            return True
        last, first = max(word.order for row in left for word in row), min(word.order for row in right for word in row)
        drawn = min(map(len, sides)) > 2 and last < first
        few = [mean(len(row) for row in side) for side in sides]
        return min(few) >= 1.3 and (drawn or _aligned(*sides) < 0.5)


def _is_cells(side: Sequence[Row], atoms: Mapping[int, Boxed]) -> bool:
    """Whether one side of a gutter is figures or list marks beside what they belong to."""
    rows = [row for row in side if row[0].order not in atoms]
    figures = sum(all(set(word.text.lower()) <= VALUE_MARKS for word in row) for row in rows)
    marks = sum(len(row) == 1 and len(row[0].text) <= 5 for row in rows)
    return len(rows) > 0 and 2 * max(figures, marks) >= len(rows)


def _is_prose(side: Sequence[Row], atoms: Mapping[int, Boxed]) -> bool:
    rows = [row for row in side if row[0].order not in atoms]
    if not rows:
        return True
    left, right = min(row[0].x0 for row in rows), max(row[-1].x1 for row in rows)
    fill = mean(row[-1].x1 - row[0].x0 for row in rows) / max(1.0, right - left)
    return fill >= FILL and mean(len(row) for row in rows) >= WORDS


def _aligned(left: Sequence[Row], right: Sequence[Row]) -> float:
    """The share of rows on the shorter side whose baseline is a baseline of the other side too."""
    few, many = sorted((left, right), key=len)
    baselines = [row[0].y for row in many]
    return mean(any(abs(row[0].y - y) < 0.1 * row[0].size for y in baselines) for row in few)
