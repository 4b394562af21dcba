"""Tables drawn without walls: figures that stand under one another beside labels, with the heads above them, known by where they stand."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from mappa.readers.cells import count_label, is_value
from mappa.readers.headings import LARGER
from mappa.readers.pdf_device import Word
from mappa.readers.pdf_layout import Column, Line, line_of
from mappa.readers.pdf_words import text_of
from mappa.readers.tables import holds_sentences

CELL_GAP = 0.9  # em: a wider gap parts cells
VALUE_GAP = 1.5  # em: between a label and its only value
TIGHT = 0.85  # of the distance between rows: lines of one cell are nearer
NEAR = 1.35  # em: lines of one cell are no further apart
HALF = 0.9  # em: a label of two lines stands this near the value between them
APART = 4.0  # em: rows of one table are no further apart
HEADS = 7  # lines that heads may take
SUBHEAD_WORDS = 8
SUBHEAD_LINES = 2
MATE = 4  # lines within which another count stands under the same edge
EDGE = 0.3  # em: words begin at the same edge

Cell = list[Word]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells, each cell its lines; `left` and `right` of the table in points."""

    rows: tuple[tuple[tuple[Line, ...], ...], ...]
    left: float
    right: float


@dataclass(frozen=True, slots=True)
class Parted:
    """A line cut at its wide gaps: label cells, and the values at its end."""

    line: Line
    labels: tuple[Cell, ...]
    values: tuple[Cell, ...]

    @property
    def is_row(self) -> bool:
        return bool(self.values) and len(self.labels) <= 1

    @property
    def left(self) -> float:
        return self.values[0][0].x0


def with_tables(lines: Sequence[Line]) -> list[Line]:
    """`lines` with each table in them as one line that carries it."""
    parted = [_parted(line) for line in lines]
    found: list[Line] = []
    at = 0
    while at < len(lines):
        rows = _rows_from(parted, at)
        if not rows:
            found.append(lines[at])
            at += 1
            continue
        first, last = _heads(parted, at, rows, at - _unused(found, lines, at)), _last_line(parted, rows)
        table = _table(parted[first:last], [row - first for row in rows])
        del found[len(found) - (at - first) :]
        top = lines[first]
        found.append(Line(table.left, table.right, top.y, top.size, False, False, "", (), top.column, table))
        at = last
    return found


def _unused(found: Sequence[Line], lines: Sequence[Line], at: int) -> int:
    """How many lines directly above `at` are in no table yet."""
    free = 0
    while free < min(at, len(found)) and found[-1 - free].payload is None and found[-1 - free] is lines[at - 1 - free]:
        free += 1
    return free


def _parted(line: Line) -> Parted:
    cells: list[Cell] = []
    for word in line.words:
        if cells and word.x0 - cells[-1][-1].x1 <= CELL_GAP * word.size:
            cells[-1].append(word)
        else:
            cells.append([word])
    if cells and len(cells) > 1 and all(is_value(word.text) for word in cells[-1]):
        cells[-1:] = [[word] for word in cells[-1]]
    start = len(cells)
    while start and is_value(text_of(cells[start - 1])):
        start -= 1
    return Parted(line, tuple(cells[:start]), tuple(cells[start:]))


def _rows_from(parted: Sequence[Parted], first: int) -> list[int]:
    """The rows of a table whose first row is line `first`, lines of labels between them left out; none where it is no table."""
    head = parted[first]
    if not head.is_row or (not head.labels and len(head.values) < 2 and not _label_around(parted, first)):
        return []
    if len(head.values) == 1 and not _is_count(parted, first):
        return []
    rows = [first]
    for at in range(first + 1, len(parted)):
        before, here = parted[rows[-1]], parted[at]
        if here.line.column is not head.line.column or not 0 < before.line.y - here.line.y <= APART * here.line.size * (at - rows[-1]):
            break
        if here.is_row and len(here.values) == len(head.values) and _under(before.values, here.values):
            if len(here.values) == 1 and not _is_count(parted, at):
                break
            rows.append(at)
        elif here.values or at - rows[-1] > 3 or not _is_label(parted, at, head):
            break
    enough = len(rows) > 1 or len(head.values) == 1 or len(head.values) > 2
    return rows if enough else []


def _is_label(parted: Sequence[Parted], at: int, head: Parted) -> bool:
    """Whether a line without values can stand among the rows that `head` begins: left of the values, no larger, of a count in its cell."""
    here = parted[at]
    if len(here.labels) != 1 or here.line.x1 > head.left or here.line.size > LARGER * head.line.size:
        return False
    return len(head.values) > 1 or _in_cell(parted, at)


def _label_around(parted: Sequence[Parted], at: int) -> bool:
    """Whether a value stands alone between the lines of its label."""
    return any(_beside(parted, at, other) for other in (at - 1, at + 1))


def _beside(parted: Sequence[Parted], at: int, other: int) -> bool:
    if not 0 <= other < len(parted):
        return False
    near, value = parted[other], parted[at]
    distance = abs(near.line.y - value.line.y)
    return near.line.column is value.line.column and not near.values and distance <= HALF * value.line.size and near.line.x1 < value.left


def _is_count(parted: Sequence[Parted], at: int) -> bool:
    """Whether a line with one value is a count with its label, and not the end of a sentence or a contents entry."""
    here = parted[at]
    around = [text_of(parted[other].line.words) for other in (at - 1, at + 1) if _beside(parted, at, other)]
    label = " ".join([*around[:1], *(text_of(cell) for cell in here.labels), *around[1:]])
    if here.labels and here.left - here.labels[-1][-1].x1 < VALUE_GAP * here.line.size:
        return False
    if here.labels and any(_mates(parted, at, other) for other in range(at - MATE, at + MATE + 1)):
        return True
    short = len(label.split()) <= 8 and bool(here.labels) and _under_count(parted, at)
    return short or (bool(label) and count_label(label, text_of(here.values[0]), True))


def _mates(parted: Sequence[Parted], at: int, other: int) -> bool:
    """Whether lines `at` and `other` are rows of one table of two columns: labels and values, or the head "Number", at the same edges."""
    if other == at or not 0 <= other < len(parted):
        return False
    here, mate = parted[at], parted[other]
    cells = [*mate.labels, *mate.values]
    if mate.line.column is not here.line.column or len(cells) != 2 or cells[1][0].x0 - cells[0][-1].x1 < VALUE_GAP * mate.line.size:
        return False
    em = EDGE * here.line.size
    return abs(cells[0][0].x0 - here.labels[0][0].x0) <= em and abs(cells[1][0].x0 - here.left) <= em


def _under_count(parted: Sequence[Parted], at: int) -> bool:
    """Whether a count with the same place for its value stands directly above or below."""
    for other in (at - 1, at + 1):
        if 0 <= other < len(parted) and len(parted[other].values) == len(parted[other].labels) == 1:
            label = text_of(parted[other].labels[0])
            if _under(parted[other].values, parted[at].values) and count_label(label, text_of(parted[other].values[0]), True):
                return True
    return False


def _in_cell(parted: Sequence[Parted], at: int) -> bool:
    """Whether a line of a label stands so near a line with a value that both are one cell."""
    line = parted[at].line
    reach = NEAR if line.text[:1].islower() or line.text[:1] == "(" else HALF
    return any(
        parted[other].values and abs(parted[other].line.y - line.y) <= reach * line.size
        for other in (at - 1, at + 1)
        if 0 <= other < len(parted)
    )


def _under(above: Sequence[Cell], below: Sequence[Cell]) -> bool:
    """Whether the values of two rows stand in the same columns: left, right or middle in line, or one above the other."""
    return all(min(a[-1].x1, b[-1].x1) > max(a[0].x0, b[0].x0) - 0.3 * a[0].size for a, b in zip(above, below, strict=True))


def _heads(parted: Sequence[Parted], first: int, rows: Sequence[int], floor: int) -> int:
    """The line at which the heads above the first row begin; `first` where there are none."""
    columns = _columns(parted, rows)
    if len(columns) < 2:
        return first - 1 if first > floor and _beside(parted, first, first - 1) else first
    top, at = first, first - 1
    while at >= floor and first - at <= HEADS:
        here, below = parted[at], parted[at + 1]
        cells = _cut_at(columns, here)
        gap = here.line.y - below.line.y
        if here.line.column is not below.line.column or not 0 < gap <= APART * here.line.size:
            break
        if here.line.size > LARGER * parted[first].line.size:
            break
        caption = len(here.labels) + len(here.values) == 1 and _spans([*here.labels, *here.values][0], columns)
        if caption or holds_sentences(here.line.text) or any(_spans(cell, columns) for cell in cells):
            break
        if cells[-1][-1].x1 > columns[0][0]:
            top = at
        elif first - at > SUBHEAD_LINES or len(here.line.words) > SUBHEAD_WORDS:
            break
        at -= 1
    return top


def _cut_at(columns: Sequence[tuple[float, float]], here: Parted) -> list[Cell]:
    """The cells of a line of heads, cut also where a word begins at the left edge of a column: heads fill narrow columns to the brim."""
    cells: list[Cell] = []
    for cell in (*here.labels, *here.values):
        cells.append([cell[0]])
        for word in cell[1:]:
            if any(abs(word.x0 - left) <= EDGE * word.size for left, _ in columns):
                cells.append([word])
            else:
                cells[-1].append(word)
    return cells


def _columns(parted: Sequence[Parted], rows: Sequence[int]) -> list[tuple[float, float]]:
    """Left and right of each column of values."""
    cells = zip(*(parted[row].values for row in rows), strict=True)
    return [(min(cell[0].x0 for cell in column), max(cell[-1].x1 for cell in column)) for column in cells]


def _spans(cell: Cell, columns: Sequence[tuple[float, float]]) -> bool:
    """Whether a cell reaches from the labels or one column into the middle of another: a caption, or prose."""
    middles = [(left + right) / 2 for left, right in columns]
    covered = sum(cell[0].x0 < middle < cell[-1].x1 for middle in middles)
    label_side = cell[0].x0 < columns[0][0] - (columns[1][0] - columns[0][1]) and cell[-1].x1 > middles[0]
    return covered > 1 or (covered == 1 and label_side)


def _last_line(parted: Sequence[Parted], rows: Sequence[int]) -> int:
    """The end (half-open) of a table: its last row, and the rest of that row's label below it."""
    row, at = parted[rows[-1]], rows[-1] + 1
    while at < len(parted):
        rest = parted[at]
        plain = rest.line.column is row.line.column and not rest.values and len(rest.labels) == 1 and rest.line.x1 <= row.left
        if not plain or not _goes_on(parted, at, _pitch(parted, rows)):
            break
        at += 1
    return at


def _pitch(parted: Sequence[Parted], rows: Sequence[int]) -> float:
    """The least distance between two rows of a table in points; 0 where it has but one."""
    return min((parted[a].line.y - parted[b].line.y for a, b in pairwise(rows)), default=0.0)


def _goes_on(parted: Sequence[Parted], at: int, pitch: float) -> bool:
    """Whether line `at` goes on with the label of the line above: nearer to it than rows are to one another, or in mid-sentence."""
    line, distance = parted[at].line, parted[at - 1].line.y - parted[at].line.y
    small = line.text[:1].islower() or line.text[:1] == "("
    near = distance <= NEAR * line.size and (small or distance < TIGHT * pitch)
    return distance > 0 and (distance <= HALF * line.size or near)


def _table(parted: Sequence[Parted], rows: Sequence[int]) -> Table:
    """The table of lines `parted`, of which `rows` hold the values."""
    columns = _columns(parted, rows)
    labels: dict[int, list[Line]] = {row: [] for row in rows}
    owned = {row: row for row in rows}
    pitch = _pitch(parted, rows)
    grid: list[tuple[int, list[list[Line]]]] = []
    heads: list[list[Line]] = [[] for _ in range(len(columns) + 1)]
    places = _head_places([here for at, here in enumerate(parted) if at < rows[0] and _is_head(here, columns)], columns)
    for at, here in enumerate(parted):
        column = here.line.column
        if at in labels:
            labels[at] += [line_of(cell, column) for cell in here.labels]
        elif at < rows[0] and _is_head(here, columns):
            for cell in _cut_at(columns, here):
                heads[places(cell)].append(line_of(cell, column))
        elif (row := _owner(parted, at, rows)) is not None:
            labels[row].append(here.line)
            owned[at] = row
        elif at - 1 in owned and _goes_on(parted, at, pitch):
            labels[owned[at - 1]].append(here.line)
            owned[at] = owned[at - 1]
        elif grid and (above := parted[grid[-1][0]]) and grid[-1][0] == at - 1 and above.line.y - here.line.y <= NEAR * here.line.size:
            grid[-1] = (at, [[*grid[-1][1][0], here.line], *([] for _ in columns)])
        else:
            grid.append((at, [[here.line], *([] for _ in columns)]))
    grid += [(row, [sorted(labels[row], key=lambda line: -line.y), *_lines(parted[row])]) for row in rows]
    body = [cells for _, cells in sorted(grid, key=lambda item: item[0])]
    every = [heads, *body] if any(heads) else body
    left = min(here.line.x0 for here in parted)
    return Table(tuple(tuple(tuple(cell) for cell in row) for row in every), left, max(here.line.x1 for here in parted))


def _lines(row: Parted) -> Iterator[list[Line]]:
    column: Column = row.line.column
    return ([line_of(cell, column)] for cell in row.values)


def _is_head(here: Parted, columns: Sequence[tuple[float, float]]) -> bool:
    """Whether a line above the first row reaches over the columns of values, and so holds their heads."""
    return len(columns) > 1 and [*here.labels, *here.values][-1][-1].x1 > columns[0][0]


def _head_places(lines: Sequence[Parted], columns: Sequence[tuple[float, float]]) -> Callable[[Cell], int]:
    """Which column each cell of the head lines belongs to.

    Cells that overlap from line to line are one head. As many heads as columns belong to them in order, however either is aligned;
    otherwise each cell goes to the column that it stands nearest to.
    """
    spans: list[tuple[float, float]] = []
    for x0, x1 in sorted((cell[0].x0, cell[-1].x1) for line in lines for cell in _cut_at(columns, line)):
        if spans and x0 < spans[-1][1]:
            spans[-1] = (spans[-1][0], max(x1, spans[-1][1]))
        else:
            spans.append((x0, x1))
    corner = len(columns) + 1 - len(spans)
    if corner not in (0, 1):
        return lambda cell: _place(cell, columns)
    return lambda cell: corner + next(number for number, (x0, x1) in enumerate(spans) if x0 <= cell[0].x0 <= x1)


def _place(cell: Cell, columns: Sequence[tuple[float, float]]) -> int:
    """The column (1 for the first of values, 0 for the labels) whose middle, left or right a head stands nearest to."""
    before = columns[0][0] - cell[-1].x1
    if before > 2 * cell[0].size and before > (columns[1][0] - columns[0][1]) / 2:
        return 0
    x0, x1 = cell[0].x0, cell[-1].x1

    def distance(at: int) -> float:
        left, right = columns[at]
        return min(abs(x0 - left), abs(x1 - right), abs(x0 + x1 - left - right) / 2)

    return 1 + min(range(len(columns)), key=distance)


def _owner(parted: Sequence[Parted], at: int, rows: Sequence[int]) -> int | None:
    """The row whose label line `at` is a part of; None where it is a row of its own ("Breach of licence")."""
    line = parted[at].line
    near = sorted((abs(parted[row].line.y - line.y), row) for row in rows)[:2]
    distance, row = near[0]
    if distance <= HALF * line.size or (not parted[row].labels and distance <= NEAR * line.size):
        return row
    above = max((row for row in rows if row < at), default=None)
    below = min((row for row in rows if row > at), default=None)
    starts_low = line.text[:1].islower() or line.text[:1] == "("
    if above is not None and starts_low and parted[above].line.y - line.y <= NEAR * line.size:
        return above
    if below is not None and parted[below].labels and line.y - parted[below].line.y <= NEAR * line.size:
        return below if text_of(parted[below].labels[0])[:1].islower() else None
    return None
