"""Heads of columns, and which figure of a row stands under which."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from mappa.layers.figures import Figure
from mappa.layers.grids import Grid, Line
from mappa.layers.indicators import Facets, Indicators, plain_label, year_ends

HEADS = 220  # characters of a line that holds the heads of a table
TOTAL = re.compile(r"\b(?:total|cyfanswm)\b")
YEARS = re.compile(r"(?:19|20)\d\d(?:\s?[-/]\s?(?:\d{4}|\d\d))?")
CATEGORY, NUMBER = re.compile(r"\bcategor(?:y|i)\b"), re.compile(r"\b([1-4]):")  # "Category Category Total 1: 2:"
CATEGORIES = tuple(Facets(category=category) for category in "1234")
SUM = Facets(total=True)


@dataclass(frozen=True, slots=True)
class Column:
    """A head: its place (0 is the label's; counted from 1 outside tables), its words, what they say, the cells in a row of its table."""

    place: int
    text: str
    facets: Facets
    width: int = 0


def columns_of(grid: Grid, earlier: tuple[Column, ...], indicators: Indicators) -> tuple[Column, ...]:
    """The columns of `grid`: its own heads, those in the words over it, or those of the grid before."""
    if grid.heads and grid.heads.table == grid.rows[0].table:
        return _in_table(grid, grid.heads.cells, indicators)
    many = Counter(len(row.figures) for row in grid.rows).most_common(1)[0][0]
    found = [(words, heads) for words in _words_over(grid) if (heads := _in_words(words, indicators))]
    found.sort(key=lambda one: len(one[1]) != many)
    return tuple(Column(place, words, facets) for words, heads in found[:1] for place, facets in enumerate(heads, 1)) or earlier


def _words_over(grid: Grid) -> list[str]:
    """Words over a grid that may hold its heads: the nearest first, then the nearest ones as one line."""
    return [*reversed(grid.over), *(" ".join(grid.over[-many:]) for many in range(2, 7) if len(grid.over) >= many)]


def _in_table(grid: Grid, cells: Sequence[str], indicators: Indicators) -> tuple[Column, ...]:
    """The heads of a table. Where they do not stand over its figures (moved, run together, half lost), their order is what counts."""
    columns = tuple(Column(place, text, indicators.facets(text), len(cells)) for place, text in enumerate(cells) if place)
    places = sorted({place for row in grid.rows for place, _ in row.figures})
    over = [column for column in columns if column.place in places]
    if len(places) < 2 or (all(column.text.strip() for column in over) and _distinct([column.facets for column in over])):
        return columns
    moved = [indicators.facets(text) for text in cells if text.strip()]
    lines = [" ".join(cells), *(f"{words} {' '.join(cells)}" for words in _words_over(grid)), *_words_over(grid)]
    for facets in (moved, *(_in_words(line, indicators) for line in lines)):
        if len(facets) == len(places) and _distinct(facets):
            return tuple(Column(place, " ".join(cells), one, len(cells)) for place, one in zip(places, facets, strict=True))
    levels = any(indicators.facets(row.text).level for row in grid.rows)
    known = any(column.facets.known or column.facets.year for column in over)
    return () if not known or (levels and len(places) == len(CATEGORIES)) else columns


def _distinct(facets: Sequence[Facets]) -> bool:
    """Whether each head says something, and something else than the others."""
    said = [(one.indicator, one.level, one.category, one.total, one.year) for one in facets if one.known or one.year]
    known = all(one.known or one.year or one.ignored or one.aside or one.plain for one in facets)
    return known and len(set(said)) == len(said)


def _in_words(words: str, indicators: Indicators) -> list[Facets]:
    """The heads that a line of words holds, in order; [] where it is no line of heads. The sum stands last, however the line was read."""
    text = plain_label(words)
    if len(text) > HEADS:
        return []
    sums = [SUM] if TOTAL.search(text) else []
    if named := _in_order(text, indicators.categories):
        return [*(Facets(category=category) for category in named), *sums]
    if len(CATEGORY.findall(text)) > 1 and len(numbers := NUMBER.findall(text)) > 1:
        return [*(Facets(category=category) for category in sorted(set(numbers))), *sums]
    if (named := _in_order(text, indicators.levels)) and len(_without(text, indicators).split()) <= 3:
        return [*(Facets(level=level) for level in named), *sums]
    years = YEARS.findall(text)
    if years and not re.sub(r"[\W_]+", "", YEARS.sub("", text)):
        return [Facets(year=max(year_ends(year))) for year in years if year_ends(year)]
    return []


def _in_order(text: str, names: Sequence[tuple[str, re.Pattern[str]]]) -> list[str]:
    """Which of `names` stand in `text`, by their first place; [] for fewer than two."""
    found = sorted((match.start(), name) for name, pattern in names if (match := pattern.search(text)))
    return [name for _, name in found] if len(found) > 1 else []


def _without(text: str, indicators: Indicators) -> str:
    for _, pattern in indicators.levels:
        text = pattern.sub(" ", text)
    return TOTAL.sub(" ", text)


def aligned(line: Line, columns: Sequence[Column], facets: Facets) -> list[tuple[Column | None, Figure]] | None:
    """The figures of `line`, each with its column, None where it is the only one and has no head; None for all where they fit no heads."""
    by_place = {column.place: column for column in columns if column.width == len(line.cells)}
    if line.table is not None and by_place:
        return [(by_place.get(place), one) for place, one in line.figures]
    figures = [one for _, one in line.figures]
    heads = [column for column in columns if column.text.strip()]
    for some in (figures, [*line.tail, *figures], figures[1:] if figures[0].value is None and not figures[0].few else []):
        if some and len(some) == len(heads):
            return list(zip(heads, some, strict=True))
    if len(figures) == 2 and figures[0].value is None:
        figures = figures[1:]  # "Level 2 - 31": the dash is punctuation
    if len(figures) == 1:
        return [(None, figures[0])]
    return _by_template(figures) if facets.level or facets.total or facets.plain else None


def _by_template(figures: Sequence[Figure]) -> list[tuple[Column | None, Figure]] | None:
    """The national grid's columns where the heads are lost: categories in order, and their sum where it is one."""
    values = [one.value or 0 for one in figures]
    summed = values[-1] == sum(values[:-1])
    if not (len(figures) in (3, 4, 5) and (summed or len(figures) in (3, 4))):
        return None
    with_sum = summed if len(figures) != 4 else True
    heads = [*CATEGORIES[: len(figures) - with_sum], *([SUM] if with_sum else [])]
    return [(Column(place, "", head), one) for place, (head, one) in enumerate(zip(heads, figures, strict=True), 1)]
