"""Choose rows of the tables by what they can be grouped by."""

from collections.abc import Mapping, Sequence

from pandas import DataFrame

from mappa.analysis.tables import Tables
from mappa.errors import MappaError

DIMENSIONS = ("area", "year", "section", "speaker-role", "speaker-agency", "named-agency", "document", "testimonial", "case-study")
OF_CODINGS = ("theme", "polarity")

Where = Mapping[str, Sequence[str]]


def parse_where(given: Sequence[str]) -> dict[str, list[str]]:
    """Choices written DIMENSION=VALUE: values of one dimension are alternatives, dimensions must all hold. Raises MappaError."""
    chosen: dict[str, list[str]] = {}
    for text in given:
        name, sign, value = text.partition("=")
        if not sign or name not in (*DIMENSIONS, *OF_CODINGS):
            known = ", ".join((*DIMENSIONS, *OF_CODINGS))
            raise MappaError(f'--where {text!r}: write it as DIMENSION=VALUE, such as "area=Norfolk"; the dimensions are {known}')
        chosen.setdefault(name, []).append(value)
    return chosen


def check_where(tables: Tables, where: Where) -> None:
    """Raises MappaError where a value chosen occurs nowhere in the corpus: a mistyped name must not look like an absence."""
    for name, values in where.items():
        there = set(tables.themes) if name == "theme" else set(_values(tables.codings if name == "polarity" else tables.stretches, name))
        for value in values:
            if value not in there:
                raise MappaError(f"no {name} {value!r} in this corpus; there are: {', '.join(sorted(there)) or 'none'}")


def _values(frame: DataFrame, name: str) -> list[str]:
    return list(frame[name].explode().dropna().unique()) if name == "named-agency" else list(frame[name].unique())


def selected(frame: DataFrame, where: Where) -> DataFrame:
    """The rows counted that `where` chooses; a choice of theme or polarity concerns codings alone."""
    keep = frame["counted"].copy()
    for name, values in where.items():
        if name == "named-agency":
            keep &= frame[name].map(lambda named, wanted=frozenset(values): not wanted.isdisjoint(named)).astype(bool)
        elif name in frame:
            keep &= frame[name].isin(values)
    return frame[keep]
