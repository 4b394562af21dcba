"""Which law a corpus cites: a row an instrument and its provisions, with how often, by which areas and in which years."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from pandas import DataFrame

from mappa.analysis.tables import year_of
from mappa.records import Annotation, CaseLawAttributes, LegislationAttributes, Provision, Record, attributes_of

COLUMNS = ["instrument", "id", "provisions", "times", "areas", "years"]
OPEN = "not settled"

Key = tuple[str, str, str]  # instrument, identifier, provisions


def citation_table(records: Iterable[Record]) -> DataFrame:
    """Instrument, identifier, provisions, times, areas and years; the instruments cited most come first, each with its provisions together.

    A citation that could not be settled keeps its words, and names its candidates in place of an identifier.
    A judgment is its own instrument.
    """
    places: dict[Key, list[tuple[str, str]]] = defaultdict(list)
    for record in records:
        where = record.metadata.area or "area not known", year_of(record)
        for item in record.annotations:
            for key in _keys(item):
                places[key].append(where)
    totals: dict[tuple[str, str], int] = defaultdict(int)
    for (instrument, identifier, _), cited in places.items():
        totals[instrument, identifier] += len(cited)
    ordered = sorted(places, key=lambda key: (-totals[key[:2]], key[:2], -len(places[key]), key[2]))
    return DataFrame([_row(key, places[key]) for key in ordered], columns=COLUMNS, dtype=object)


def _row(key: Key, places: list[tuple[str, str]]) -> tuple[Any, ...]:
    areas, years = ("; ".join(sorted({place[number] for place in places})) for number in (0, 1))
    return (*key, len(places), areas, years)


def _keys(item: Annotation) -> Iterator[Key]:
    """What `item` cites; nothing where it is no citation."""
    if item.layer not in ("legislation", "case-law"):
        return
    match attributes_of(item):
        case LegislationAttributes(title=title, provisions=provisions, candidates=candidates):
            named = item.label or f"{OPEN}: {', '.join(candidates) or 'no candidate'}"
            yield title or item.label or " ".join(item.text.split()), named, "; ".join(map(in_words, provisions))
        case CaseLawAttributes(name=name, citation=citation):
            yield ", ".join(filter(None, (name, citation))), item.label or citation or "", ""


def in_words(provision: Provision) -> str:
    """A provision as a person would write it: "section 325 to 327B"."""
    return f"{provision.kind} {provision.from_}" + (f" to {provision.to}" if isinstance(provision.to, str) else "")
