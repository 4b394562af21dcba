"""Statistics: every cell of the national tables, in all their forms, as one observation, and whether the printed sums add up.

The wording is in statistics.toml; figures.py reads printed numbers, grids.py makes rows of tables and lines, indicators.py reads labels.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import msgspec
from spacy.language import Language
from spacy.tokens import Doc

from mappa.layers.columns import Column, aligned, columns_of
from mappa.layers.figures import Figure
from mappa.layers.grids import Grid, Line, grids, lines
from mappa.layers.indicators import FILE, Facets, Indicators, year_ends
from mappa.layers.totals import Found, Key, checked
from mappa.records import Statistic
from mappa.rules import read_text, write_rules

FRONT = 12  # paragraphs in which a report says of which year it is
SNAPSHOT, YEARLY = "eligible-offenders", "level-2-3-offenders"  # the two counts that a grid's shape tells apart
TITLE = 160  # characters of a line that may say so

Remark = tuple[str, str, int]


@Language.factory("mappa_statistics")
def make_statistics(nlp: Language, name: str) -> "Statistics":
    """The component that reads statistics."""
    return Statistics()


class Statistics:
    """Reads doc.spans["paragraph"] and "section"; writes doc.user_data["statistics"] and adds to "notices"."""

    def __init__(self) -> None:
        self.source = ""

    def load(self, configs: Path) -> "Statistics":
        """Compile statistics.toml in the folder `configs`. Raises RuleError."""
        self.source = read_text(configs / FILE)
        self.indicators = Indicators(self.source)
        return self

    def to_disk(self, path: Path, exclude: Iterable[str] = ()) -> None:
        """Write the rules beside the pipeline."""
        write_rules(path, {FILE: self.source})

    def from_disk(self, path: Path, exclude: Iterable[str] = ()) -> "Statistics":
        """Compile the rules that to_disk wrote."""
        return self.load(path)

    def __call__(self, doc: Doc) -> Doc:
        found, remarks = observations(doc, self.indicators)
        doc.user_data["statistics"] = [
            _statistic(key, one.figure) for key, one in sorted(found.items(), key=lambda item: item[1].figure.start)
        ]
        doc.user_data.setdefault("notices", []).extend(remarks)
        return doc


def _statistic(key: Key, figure: Figure) -> Statistic:
    place = {"indicator": key.indicator, "level": key.level, "category": key.category}
    return msgspec.convert({**place, "value": figure.value, "start": figure.start, "end": figure.end, "page": None}, Statistic)


def observations(doc: Doc, indicators: Indicators) -> tuple[dict[Key, Found], list[Remark]]:
    """The observations of `doc`, one a key, and what a person should know of them: (code, message, offset)."""
    made = grids(lines(doc), indicators)
    year = _year(doc, made)
    level_1 = any(len(row.figures) > 2 and indicators.facets(row.text).level == "1" for grid in made for row in grid.rows)
    read = Reader(indicators, year, level_1=level_1)
    candidates = [candidate for grid in made for candidate in read.grid(grid)]
    chosen: dict[Key, Found] = {}
    for key, one in candidates:
        if key not in chosen or one.rank < chosen[key].rank:
            chosen[key] = one
    return chosen, [*read.remarks, *_differing(candidates, chosen), *checked(chosen)]


def _year(doc: Doc, made: Sequence[Grid]) -> int | None:
    """The year of the report's 31 March: the one on its front that its tables name too, else the latest of theirs."""
    front = [year for span in list(doc.spans["paragraph"])[:FRONT] if len(span.text) <= TITLE for year in year_ends(span.text)]
    named = {year for grid in made for words in grid.over if len(words) <= TITLE for year in year_ends(words)}
    both = [year for year in front if year in named]
    return both[0] if both else max(named) if named else front[0] if front else None


def _differing(candidates: Sequence[tuple[Key, Found]], chosen: dict[Key, Found]) -> Iterator[Remark]:
    """A remark where the report prints two values of the same weight for one observation."""
    for key, one in candidates:
        kept = chosen[key]
        if one.rank == kept.rank and one.figure.value is not None and kept.figure.value not in (None, one.figure.value):
            told = f"{key}: printed as {kept.figure.value} and again as {one.figure.value}; the first is kept"
            yield "statistics-repeated", told, one.figure.start


@dataclass(slots=True)
class Reader:
    """Turns grids into observations; `columns` are those of the last grid that had heads, `level_1` whether any grid
    has a row of Level 1, `remarks` what could not be read."""

    indicators: Indicators
    year: int | None
    columns: tuple[Column, ...] = ()
    level_1: bool = False
    remarks: list[Remark] = field(default_factory=list)

    def grid(self, grid: Grid) -> Iterator[tuple[Key, Found]]:
        """The observations of `grid` with their rank: 0 in a table, 1 in lines, 2 more where another year is named."""
        self.columns = columns_of(grid, self.columns, self.indicators)
        over = [self.indicators.facets(words) for words in grid.over]
        if over and not any(one.indicator for one in over):
            over.insert(0, self.indicators.facets(" ".join(grid.over[-2:])))
        stub = grid.heads.cells[:1] if grid.heads else ()
        if any(self.indicators.by_place(words) for words in (*grid.over, *stub)):
            return
        rows: list[tuple[Line, Facets]] = []
        for line in grid.rows:
            rows.append((line, self._facets(line, grid.over, [earlier.text for earlier, _ in rows])))
        for line, facets in rows:
            if facets.ignored:
                continue
            yield from self._row(line, facets, [other for _, other in rows], grid, over)

    def _facets(self, line: Line, over: Sequence[str], earlier: Sequence[str]) -> Facets:
        """What the label of `line` says, where need be with the words `over` it or the labels of `earlier` rows."""
        facets = self.indicators.facets(line.text)
        if line.open and over and not facets.indicator:
            whole = self.indicators.facets(f"{over[-1]} {line.text}")
            if whole.indicator or not line.text:
                facets = whole
        found = [self.indicators.continued_by(line.text, words) for words in (*reversed(earlier), *reversed(over))]
        found += [self.indicators.settled_by(line.text, words) for words in reversed(over)]
        return replace(facets, indicator=next((one for one in found if one), facets.indicator))

    def _row(self, line: Line, facets: Facets, rows: Sequence[Facets], grid: Grid, over: Sequence[Facets]) -> Iterator[tuple[Key, Found]]:
        cells = self._kept(aligned(line, self.columns, facets))
        if cells is None:
            if facets.known:
                told = f"the figures of the row {line.text!r} fit no heads of columns and were not read"
                self.remarks.append(("statistics-unread", told, line.start))
            return
        heads = [column.facets for column, _ in cells if column]
        keys = [(self._key(facets, column, heads, rows, over), figure) for column, figure in cells]
        named = [(key, figure) for key, figure in keys if key]
        if len({key for key, _ in named}) < len(named):
            named = self._one_of(named, cells)
        rank = (line.table is None) + 2 * self._of_another_year(facets, grid)
        for key, figure in named:
            if figure.few:
                self.remarks.append(("statistics-suppressed", f"{key}: a small number is held back, printed without a value", figure.start))
            yield key, Found(figure, rank)

    def _kept(self, cells: Sequence[tuple[Column | None, Figure]] | None) -> list[tuple[Column | None, Figure]] | None:
        """`cells` without those of other years, of shares and changes, and of heads that mean nothing where others mean something."""
        if cells is None:
            return None
        kept = [(column, figure) for column, figure in cells if not (column and (column.facets.ignored or column.facets.aside))]
        years = {column.facets.year for column, _ in kept if column and column.facets.year}
        if len(years) > 1 or (years and self.year and len(kept) == 1):
            best = self.year if self.year in years else max(years)
            kept = [(column, figure) for column, figure in kept if not (column and column.facets.year) or column.facets.year == best]
        said = [(column.facets.known or column.facets.year is not None) if column else False for column, _ in kept]
        if any(said):
            kept = [one for one, says in zip(kept, said, strict=True) if says or one[0] is None or one[0].facets.plain]
        return kept

    def _key(
        self, row: Facets, column: Column | None, heads: Sequence[Facets], rows: Sequence[Facets], over: Sequence[Facets]
    ) -> Key | None:
        """What the figure under `column` in `row` counts; None where it is no observation."""
        head = column.facets if column else Facets()
        level, category = row.level or head.level, row.category or head.category
        if head.category and row.category and row.indicator:
            category = head.category
        if row.total:
            if any(one.category for one in heads) or any(one.level for one in rows):
                level = "total"
            elif any(one.level for one in heads) or any(one.category for one in rows):
                category = "total"
            elif category is None:
                return None
        if head.total:
            if any(one.category for one in heads) or not any(one.level for one in heads):
                category = category or ("total" if any(one.category for one in heads) or row.level or row.total else None)
            else:
                level = level or "total"
        indicator = self._indicator(row, head, rows, heads, over)
        if indicator is None:
            return None
        shape = self.indicators.indicators[indicator].shape
        if shape == "single":
            return Key(indicator, None, None)
        level = level or next((one.level for one in reversed(over) if one.level), None)
        last = over[-1] if over else Facets()
        if shape == "levels":
            return Key(indicator, level, category or (last.category if not last.indicator else None))
        if row.aside or (last.aside and not last.known):
            return None
        if category is None:
            category = next((one.category for one in reversed(over) if one.category), None)
        if level is None:
            level, category = "total", category or "total"
        return Key(indicator, level, category)

    def _indicator(self, row: Facets, head: Facets, rows: Sequence[Facets], heads: Sequence[Facets], over: Sequence[Facets]) -> str | None:
        """The indicator that row, head or the words over the grid name; else what the grid's shape tells."""
        own = row.indicator
        if head.indicator and (own is None or self.indicators.indicators[own].shape == "grid"):
            return head.indicator
        if own:
            return own
        if not (row.known or row.plain):
            return None
        named = next((one.indicator for one in reversed(over) if one.indicator), None)
        levels = {one.level for one in (*rows, *heads)} - {None}
        categories = {one.category for one in (*rows, *heads)} - {None}
        if named and self.indicators.indicators[named].shape == "grid" and len(levels) > 1 and categories:
            return self._by_shape(levels, named)
        if named:
            return named if row.plain or self.indicators.indicators[named].shape != "single" else None
        levels |= {one.level for one in over} - {None}
        categories |= {one.category for one in over} - {None}
        if levels and categories and (row.bare or row.total):
            return self._by_shape(levels, YEARLY)
        return SNAPSHOT if row.category and not row.aside else None

    def _by_shape(self, levels: Collection[str | None], named: str) -> str:
        """Of the two counts of those managed, the one that a grid with `levels` can be: Level 1 is counted on one day only, which the
        words over the grid, standing over the wrong one, may hide."""
        if "1" in levels:
            return SNAPSHOT
        return YEARLY if self.level_1 else named

    def _one_of(self, named: Sequence[tuple[Key, Figure]], cells: Sequence[tuple[Column | None, Figure]]) -> list[tuple[Key, Figure]]:
        """Of several figures of one observation that of the column of sums, or the only number; none where that is not clear."""
        sums = [figure for column, figure in cells if column and column.facets.total]
        numbers = [figure for _, figure in cells if figure.value is not None]
        chosen = sums[:1] or (numbers if len(numbers) == 1 else [])
        return [(named[0][0], figure) for figure in chosen]

    def _of_another_year(self, row: Facets, grid: Grid) -> bool:
        years = {row.year} if row.year else {year for words in grid.over if len(words) <= TITLE for year in year_ends(words)}
        return bool(self.year and years and self.year not in years)
