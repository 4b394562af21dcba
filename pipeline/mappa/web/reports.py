"""Pages of single reports: the list of them, the reading view, and a report's statistics."""

from collections.abc import Mapping
from urllib.parse import urlsplit, urlunsplit

from flask import Blueprint, Response, abort, render_template, request

from mappa.records import Record, Statistic
from mappa.web.asked import library, several, word
from mappa.web.downloads import Table, download
from mappa.web.library import cards
from mappa.web.marking import described, layers_of
from mappa.web.reading import chosen_layers, extent, grouped, view
from mappa.web.words import layer_words, words

reports = Blueprint("reports", __name__)

MOST_LIT = 50
CAME_FROM = {"/search": "Back to the search", "/passages": "Back to the passages", "/highlights": "Back to the places"}


@reports.get("/reports")
def listed() -> str | Response:
    """Every report of the corpus."""
    every = sorted(cards(library()).values(), key=lambda card: (card.year, card.title))
    areas, years = several("area"), several("year")
    chosen = [card for card in every if (not areas or card.area in areas) and (not years or card.year in years)]
    if kind := word("format"):
        heads = ["Report", "Area", "Year", "Pages", "Quotations", "Case studies", "Statistics", "Notices", "File"]
        rows = [
            (one.title, one.area, one.year, one.pages, one.quotations, one.case_studies, one.statistics, one.notices, one.filename)
            for one in chosen
        ]
        return download([Table("Reports", heads, rows)], kind, "reports")
    shelf = library().shelf()
    return render_template(
        "reports.html",
        reports=chosen,
        total=len(every),
        areas=sorted({card.area for card in every if card.area}),
        years=sorted({card.year for card in every}),
        failed=[entry for entry in shelf.manifest.inputs if entry.error] if shelf.manifest else [],
        entries=shelf.entries,
    )


@reports.get("/reports/<id>")
def read(id: str) -> str | Response:
    """A report's text with its highlights."""
    record = _record(id)
    there = layers_of(record)
    layers = chosen_layers(several("layer"), word("shown") == "yes", there)
    seen = view(record, layers=layers, current=word("mark") or None, found=_found(record))
    if kind := word("format"):
        return download([_highlights(record, layers)], kind, f"{id}-highlights")
    return render_template(
        "read.html", record=record, there=there, layers=layers, seen=seen, groups=list(grouped(seen.blocks)), back=_back()
    )


def _found(record: Record) -> list[tuple[int, int]]:
    """The places that the address asks to be lit."""
    return [place for value in several("at")[:MOST_LIT] if (place := extent(value, len(record.text)))]


def _back() -> tuple[str, str] | None:
    """Where the reader came from, if it was a list of passages on these pages: its address and its name."""
    came = urlsplit(request.referrer or "")
    if came.netloc != request.host or came.path not in CAME_FROM:
        return None
    return urlunsplit(("", "", came.path, came.query, "")), CAME_FROM[came.path]


def _highlights(record: Record, layers: list[str]) -> Table:
    """The highlights shown, as a table; contact details are left out, as everywhere but in the text itself."""
    from mappa.analysis.contacts import masked, shown

    heads = ["Kind", "What", "Words", "Page", "From", "To"]
    marks = view(record, layers=layers).marks
    rows = [
        (layer_words(mark.layer).one, described(mark).partition(": ")[2], shown(masked(mark.text)), mark.page, mark.start, mark.end)
        for mark in marks
    ]
    return Table("Highlights", heads, rows)


@reports.get("/reports/<id>/statistics")
def statistics(id: str) -> str | Response:
    """A report's figures, as it prints them."""
    record = _record(id)
    if kind := word("format"):
        heads = ["Indicator", "Level", "Category", "Value", "Page"]
        rows = [(words(one.indicator), one.level, one.category, one.value, one.page) for one in record.statistics]
        return download([Table("Statistics", heads, rows)], kind, f"{id}-statistics")
    notices = [one for one in record.warnings if one.code.startswith("statistics")]
    return render_template("statistics.html", record=record, grids=grids(record), singles=singles(record), notices=notices)


def _record(id: str) -> Record:
    return library().record(id) or abort(404)


LEVELS = {"1": "Level 1", "2": "Level 2", "3": "Level 3", "total": "Total"}
CATEGORIES = {"1": "Category 1", "2": "Category 2", "3": "Category 3", "4": "Category 4", "total": "Total"}
Figures = Mapping[str, Mapping[tuple[str | None, str | None], Statistic]]


def _by_indicator(record: Record) -> dict[str, dict[tuple[str | None, str | None], Statistic]]:
    found: dict[str, dict[tuple[str | None, str | None], Statistic]] = {}
    for one in record.statistics:
        found.setdefault(one.indicator, {}).setdefault((one.level, one.category), one)
    return found


def grids(record: Record) -> list[tuple[str, list[str], list[tuple[str, list[Statistic | None]]]]]:
    """Indicators counted by level or category: levels down, categories across, as the national tables have them."""
    made = []
    for indicator, cells in _by_indicator(record).items():
        levels = [level for level in (*LEVELS, None) if any(key[0] == level for key in cells)]
        categories = [category for category in (*CATEGORIES, None) if any(key[1] == category for key in cells)]
        if levels == [None] and categories == [None]:
            continue
        heads = [CATEGORIES.get(category or "", "All") for category in categories]
        rows = [(LEVELS.get(level or "", "All levels"), [cells.get((level, category)) for category in categories]) for level in levels]
        made.append((indicator, heads, rows))
    return made


def singles(record: Record) -> list[Statistic]:
    """Indicators with one figure."""
    return [cells[None, None] for cells in _by_indicator(record).values() if list(cells) == [(None, None)]]
