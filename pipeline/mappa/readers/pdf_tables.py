"""Tables whose cells are drawn with rules: connected rules become a grid, cells without a wall between them one merged cell."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from mappa.readers.pdf_device import Box, Word

TOUCH = 2.5  # points: rules nearer than this meet
MOST_PAIRS = 300_000  # of a level and an upright rule; more are a map or a chart, and the search is quadratic
MOST_LINES = 120  # rows or columns of one grid
PAGE_FRAME = 0.5  # of the page's area: a single cell larger than this is the page's border


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table: its outline and its cells' words; None where another cell reaches over. One cell alone is a box around text."""

    box: Box
    cells: tuple[tuple[tuple[Word, ...] | None, ...], ...]

    @property
    def words(self) -> list[Word]:
        return [word for row in self.cells for cell in row for word in cell or ()]


def find_grids(rules: Sequence[Box], words: Sequence[Word], page: Box) -> list[Grid]:
    """The ruled tables of a page that hold words, smallest first; a word belongs to the smallest."""
    level = [rule for rule in rules if rule[2] - rule[0] >= rule[3] - rule[1]]
    upright = [rule for rule in rules if rule[2] - rule[0] < rule[3] - rule[1]]
    if not level or not upright or len(level) * len(upright) > MOST_PAIRS:
        return []
    area = max(1.0, (page[2] - page[0]) * (page[3] - page[1]))
    left = list(words)
    grids: list[Grid] = []
    for across, down in sorted(_connected(level, upright), key=lambda group: _size(_outline([*group[0], *group[1]]))):
        xs, ys = _merged((x0 + x1) / 2 for x0, _, x1, _ in down), _merged((y0 + y1) / 2 for _, y0, _, y1 in across)[::-1]
        if not (2 <= len(xs) <= MOST_LINES and 2 <= len(ys) <= MOST_LINES):
            continue
        if len(xs) == len(ys) == 2 and _size((xs[0], ys[1], xs[1], ys[0])) > PAGE_FRAME * area:
            continue
        grid = _filled(xs, ys, across, down, left)
        taken = {word.order for word in grid.words}
        if taken:
            grids.append(grid)
            left = [word for word in left if word.order not in taken]
    return grids


def _connected(level: Sequence[Box], upright: Sequence[Box]) -> list[tuple[list[Box], list[Box]]]:
    """Level and upright rules in groups that touch."""
    parent = list(range(len(level) + len(upright)))

    def root(at: int) -> int:
        while parent[at] != at:
            parent[at] = parent[parent[at]]
            at = parent[at]
        return at

    for i, (x0, y0, x1, y1) in enumerate(level):
        x0, y0, x1, y1 = x0 - TOUCH, y0 - TOUCH, x1 + TOUCH, y1 + TOUCH
        for k, (u0, v0, u1, v1) in enumerate(upright, len(level)):
            if u0 <= x1 and u1 >= x0 and v0 <= y1 and v1 >= y0:
                parent[root(k)] = root(i)
    groups: dict[int, tuple[list[Box], list[Box]]] = defaultdict(lambda: ([], []))
    for at, rule in enumerate([*level, *upright]):
        groups[root(at)][at >= len(level)].append(rule)
    return [(across, down) for across, down in groups.values() if len(across) > 1 and len(down) > 1]


def _merged(places: Iterable[float]) -> list[float]:
    """Places of lines, those nearer than TOUCH made one."""
    groups: list[list[float]] = []
    for place in sorted(places):
        if groups and place - groups[-1][-1] <= TOUCH:
            groups[-1].append(place)
        else:
            groups.append([place])
    return [sum(group) / len(group) for group in groups]


def _outline(rules: Iterable[Box]) -> Box:
    x0, y0, x1, y1 = zip(*rules, strict=True)
    return min(x0), min(y0), max(x1), max(y1)


def _size(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _filled(xs: list[float], ys: list[float], across: list[Box], down: list[Box], words: Sequence[Word]) -> Grid:
    """The grid between the lines `xs` and `ys` (from the top) with the words that stand in it."""
    box = (xs[0], ys[-1], xs[-1], ys[0])
    owner = _owners(xs, ys, across, down)
    held: dict[tuple[int, int], list[Word]] = defaultdict(list)
    for word in words:
        x, y = (word.x0 + word.x1) / 2, word.y + 0.3 * word.size
        if box[0] - 1 <= x <= box[2] + 1 and box[1] - 1 <= y <= box[3] + 1:
            held[owner[sum(y < line for line in ys[1:-1])][sum(x > line for line in xs[1:-1])]].append(word)
    places = [[(row, column) for column in range(len(xs) - 1)] for row in range(len(ys) - 1)]
    cells = (tuple(tuple(held[place]) if owner[place[0]][place[1]] == place else None for place in line) for line in places)
    return Grid(box, tuple(cells))


def _owners(xs: list[float], ys: list[float], across: list[Box], down: list[Box]) -> list[list[tuple[int, int]]]:
    """For each place of the grid the cell it belongs to: without a wall, the one to the left; without a floor, the one above."""

    def wall(x: float, y: float) -> bool:
        return any(abs((x0 + x1) / 2 - x) <= TOUCH and y0 - TOUCH <= y <= y1 + TOUCH for x0, y0, x1, y1 in down)

    def floor(x: float, y: float) -> bool:
        return any(abs((y0 + y1) / 2 - y) <= TOUCH and x0 - TOUCH <= x <= x1 + TOUCH for x0, y0, x1, y1 in across)

    middle_x = [(a + b) / 2 for a, b in pairwise(xs)]
    middle_y = [(a + b) / 2 for a, b in pairwise(ys)]
    owner = [[(row, column) for column in range(len(middle_x))] for row in range(len(middle_y))]
    for row, y in enumerate(middle_y):
        for column, x in enumerate(middle_x):
            if column and not wall(xs[column], y):
                owner[row][column] = owner[row][column - 1]
            elif row and not floor(x, ys[row]):
                owner[row][column] = owner[row - 1][column]
    return owner
