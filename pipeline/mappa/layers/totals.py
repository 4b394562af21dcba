"""Whether rows and columns add up to the printed sums. The printed values stay; a person is told where they do not fit."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from mappa.layers.figures import Figure

LEVELS = ("1", "2", "3")
CATEGORIES = ("1", "2", "3", "4")
SNAPSHOT = "eligible-offenders"  # the one indicator that counts Level 1

Remark = tuple[str, str, int]


@dataclass(frozen=True, slots=True)
class Key:
    """What an observation counts."""

    indicator: str
    level: str | None
    category: str | None

    def __str__(self) -> str:
        places = [f"{name} {value}" for name, value in (("level", self.level), ("category", self.category)) if value]
        return ", ".join([self.indicator, *places])


@dataclass(frozen=True, slots=True)
class Found:
    """A value and how far it is to be trusted: 0 is best."""

    figure: Figure
    rank: int


def checked(found: Mapping[Key, Found]) -> list[Remark]:
    """A remark for each printed sum that its parts do not make, in the order of the text."""
    remarks = [remark for indicator in dict.fromkeys(key.indicator for key in found) for remark in _indicator(indicator, found)]
    return sorted(remarks, key=lambda remark: remark[2])


def _indicator(indicator: str, found: Mapping[Key, Found]) -> Iterator[Remark]:
    grid = {(key.level, key.category): one.figure for key, one in found.items() if key.indicator == indicator}
    levels = LEVELS if indicator == SNAPSHOT else LEVELS[1:]
    absent = [level for level in levels if not any(key[0] == level for key in grid)]
    columns = [_sum(grid, [(level, category) for level in levels], ("total", category)) for category in (*CATEGORIES, "total", None)]
    rows = [_sum(grid, [(level, category) for category in CATEGORIES], (level, "total")) for level in (*levels, "total", None)]
    wrong = [one for one in columns if one]
    if wrong and len(absent) == 1 and len(absent) < len(levels) and len(wrong) > 1:
        at = min(end for _, _, _, end in wrong)
        yield "statistics-missing-row", f"{indicator}: no row for Level {absent[0]} was found, and the printed totals count it", at
        wrong = []
    for (level, category), parts, printed, at in [*wrong, *(one for one in rows if one)]:
        yield "statistics-total", f"{Key(indicator, level, category)}: printed is {printed}, its parts add up to {parts}", at


def _sum(
    grid: Mapping[tuple[str | None, str | None], Figure], parts: list[tuple[str | None, str | None]], whole: tuple[str | None, str | None]
) -> tuple[tuple[str | None, str | None], float, float, int] | None:
    """Where the sum `whole` of `parts` is printed and is not theirs: its place, what they make, what is printed, the offset."""
    figures = [grid[part] for part in parts if part in grid]
    printed = grid.get(whole)
    if printed is None or printed.value is None or not figures or any(one.value is None and not one.dash for one in figures):
        return None
    if len(figures) < 2 and len(parts) > 2:
        return None
    made = sum(one.value or 0 for one in figures)
    return None if made == printed.value else (whole, made, printed.value, printed.start)
