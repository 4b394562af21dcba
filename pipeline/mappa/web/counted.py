"""The corpus as the analysis' tables, made once for each state of the corpus, for the pages that count."""

from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from threading import Lock

from mappa.analysis.contacts import shown
from mappa.analysis.corpus import read_shared
from mappa.analysis.quotes import best_quotations
from mappa.analysis.selection import Where
from mappa.analysis.tables import Tables, tables, year_of
from mappa.records import Annotation
from mappa.web.figures import Plots, plots_of
from mappa.web.library import Library

STATES_KEPT = 4
PLOTS_KEPT = 64
EXAMPLES = 2
_lock = Lock()


@dataclass(slots=True)
class Labelled:
    """All highlights of one label: how many there are, in which reports, and how they are written most often."""

    layer: str
    label: str | None
    attributes: dict[str, object]
    reports: set[str] = field(default_factory=set)
    areas: set[str] = field(default_factory=set)
    years: set[str] = field(default_factory=set)
    wordings: Counter[str] = field(default_factory=Counter)

    @property
    def times(self) -> int:
        """How many highlights there are."""
        return self.wordings.total()


def counted(library: Library, *, template: bool) -> Tables:
    """The tables of the corpus; with `template` the national template's words are counted too."""
    with _lock:  # twenty people who ask at once wait for one reading
        return _tables(library.folder, library.shelf().version, template)


@lru_cache(STATES_KEPT)
def _tables(folder: Path, version: str, template: bool) -> Tables:
    return tables(Library(folder).records(), template=template, shared=read_shared(folder))


def plots(library: Library, template: bool, where: Where, figure: str, every: bool) -> Plots:
    """The plots of the overview, drawn once for each choice."""
    chosen = tuple((name, tuple(values)) for name, values in where.items())
    with _lock:
        return _plots(library.folder, library.shelf().version, template, chosen, figure, every)


@lru_cache(PLOTS_KEPT)
def _plots(folder: Path, version: str, template: bool, chosen: tuple[tuple[str, tuple[str, ...]], ...], figure: str, every: bool) -> Plots:
    return plots_of(_tables(folder, version, template), dict(chosen), figure=figure, every=every)


def labelled(library: Library) -> list[Labelled]:
    """Every label of the corpus but the themes', the most frequent of each layer first."""
    with _lock:
        return _labelled(library.folder, library.shelf().version)


@lru_cache(STATES_KEPT)
def _labelled(folder: Path, version: str) -> list[Labelled]:
    found: dict[tuple[str, str | None, str], Labelled] = {}
    for record in Library(folder).records():
        for item in record.annotations:
            if item.layer != "theme":
                one = found.setdefault(_key(item), Labelled(item.layer, item.label, item.attributes))
                one.reports.add(record.id)
                one.areas.add(record.metadata.area or "not known")
                one.years.add(year_of(record))
                one.wordings[item.text] += 1
    return sorted(found.values(), key=lambda one: (one.layer, -one.times, one.label or ""))


def _key(item: Annotation) -> tuple[str, str | None, str]:
    """What is counted as one: the label; a law report, which has none, by its citation."""
    return item.layer, item.label, "" if item.label else str(item.attributes.get("citation") or "")


def examples(library: Library) -> dict[str, list[tuple[str, str]]]:
    """A few sentences that show each theme best, each with its report and page."""
    with _lock:
        return _examples(library.folder, library.shelf().version)


@lru_cache(STATES_KEPT)
def _examples(folder: Path, version: str) -> dict[str, list[tuple[str, str]]]:
    tables = _tables(folder, version, False)
    found = {}
    for theme in tables.themes:
        best = best_quotations(tables, theme, number=EXAMPLES).to_dict("records")
        found[theme] = [(shown(row["sentence"]), f"{row['area'] or row['document']} {row['year']}" + _page(row["page"])) for row in best]
    return found


def _page(page: int | None) -> str:
    return f", page {page}" if page else ""
