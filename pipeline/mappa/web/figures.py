"""What the plots of the overview are drawn from: the figures of the analysis as bars and shaded cells, each with its passages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isnan
from typing import Any

from mappa.analysis.selection import Where
from mappa.analysis.tables import NO_AGENCY, OUTSIDE, Tables
from mappa.analysis.themes import RATE, matrix, theme_table

GRIDS = {"year": "year", "area": "area", "named": "named-agency", "speaker": "speaker-agency"}
SHADES = 5
MOST_COLUMNS = 10
WHOLE = 100.0  # the width and height of a plot in its own units


@dataclass(frozen=True, slots=True)
class Part:
    """One stretch of a bar: where it begins, how long it is (of WHOLE), and its figure."""

    tone: str
    start: float
    size: float
    value: int


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of a plot, stacked by polarity; `value` is the figure that it stands for, None where that is not defined."""

    label: str
    value: float | None
    parts: list[Part]
    where: Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a shaded table: its figure, how dark it is (0 to SHADES), and what chooses its passages."""

    value: float | None
    shade: int
    where: Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Grid:
    """Themes down, the groups of one dimension across; `hidden` columns are left out as too many to read."""

    by: str
    columns: list[str]
    rows: list[tuple[str, list[Cell], Cell]]
    hidden: int


@dataclass(frozen=True, slots=True)
class Plots:
    """All that the overview shows; `tallest` is the rate for which a bar of `years` is as high as its plot."""

    totals: dict[str, int]
    bars: list[Bar]
    years: dict[str, list[Bar]]
    grids: dict[str, Grid]
    tallest: float


def plots_of(tables: Tables, where: Where, *, figure: str, every: bool) -> Plots:
    """The plots of what `where` chooses; `every` shows all columns."""
    bars = polarity_bars(tables, where)
    order = [bar.label for bar in bars]
    years = year_bars(tables, where, order)
    documents = tables.documents
    totals = {
        "Reports": len(documents),
        "Areas": documents["area"].nunique(),
        "Years": documents["year"].nunique(),
        "Quotations": int(documents["testimonials"].sum()),
        "Case studies": int(documents["case studies"].sum()),
    }
    grids = {name: grid(tables, by, where, figure=figure, order=order, every=every) for name, by in GRIDS.items()}
    return Plots(totals, bars, years, grids, max((bar.value or 0 for series in years.values() for bar in series), default=0))


def polarity_bars(tables: Tables, where: Where) -> list[Bar]:
    """A bar a theme, the most frequent first: how many sentences tell of a strength, of neither, of a challenge."""
    rows = theme_table(tables, where=where).sort_values(["sentences", "theme"], ascending=[False, True]).to_dict("records")
    most = max((row["sentences"] for row in rows), default=0)
    return [Bar(row["theme"], int(row["sentences"]), _parts(row, most), {**where, "theme": [row["theme"]]}) for row in rows]


def _parts(row: Mapping[Any, Any], most: float, height: float | None = None) -> list[Part]:
    """The stretches of a bar whose length for `most` is WHOLE; `height` is the bar's own figure where that is not its count."""
    total = row["sentences"]
    unit = WHOLE * (total if height is None else height) / (most * total) if most and total else 0.0
    parts, at = [], 0.0
    for tone in ("strength", "neutral", "challenge"):
        size = int(row[tone]) * unit
        parts.append(Part(tone, at, size, int(row[tone])))
        at += size
    return [part for part in parts if part.value]


def year_bars(tables: Tables, where: Where, themes: Sequence[str]) -> dict[str, list[Bar]]:
    """For each of `themes` a bar a year: sentences per 1,000 words, so that years with more or longer reports are not taller for that."""
    rows = theme_table(tables, by=["year"], where=where).to_dict("records")
    most = max((row[RATE] for row in rows if not isnan(row[RATE])), default=0)
    bars: dict[str, list[Bar]] = {theme: [] for theme in themes}
    for row in rows:
        if row["theme"] in bars:
            rate = None if isnan(row[RATE]) else row[RATE]
            chosen = {**where, "theme": [row["theme"]], "year": [row["year"]]}
            bars[row["theme"]].append(Bar(row["year"], rate, _parts(row, most, rate or 0.0), chosen))
    return bars


def grid(tables: Tables, by: str, where: Where, *, figure: str, order: Sequence[str], every: bool = False) -> Grid:
    """The matrix of themes by `by` in the themes' `order`; a rate is shaded as a count is, by its share of the highest.

    Sentences of no agency have no column: there are so many that no other cell would stand out. They are in the column of all.
    """
    frame = matrix(tables, by, figure=figure, where=where).set_index("theme")
    columns = [name for name in frame.columns if name not in ("all", "reports", "of reports", "DP", NO_AGENCY, OUTSIDE)]
    counts = frame if figure == "sentences" else matrix(tables, by, where=where).set_index("theme")
    if by != "year":
        columns.sort(key=lambda name: (-counts[name].sum(), str(name)))
    shown = columns if every or by == "year" else columns[:MOST_COLUMNS]
    figures: dict[str, dict[str, float]] = frame[[*shown, "all"]].T.to_dict()  # type: ignore[assignment]  # its labels are strings
    most = max((row[name] for row in figures.values() for name in shown if not isnan(row[name])), default=0)
    rows = []
    for theme in order:
        row = figures[theme]
        cells = [_cell(row[name], most, {**where, "theme": [theme], by: [name]}) for name in shown]
        rows.append((theme, cells, _cell(row["all"], 0, {**where, "theme": [theme]})))
    return Grid(by, shown, rows, len(columns) - len(shown))


def _cell(value: float, most: float, where: Where) -> Cell:
    if isnan(value):
        return Cell(None, 0, where)
    shade = max(1, round(SHADES * value / most)) if most and value else 0
    return Cell(int(value) if value == int(value) else round(float(value), 2), shade, where)
