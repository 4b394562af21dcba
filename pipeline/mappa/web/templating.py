"""What the templates can call: addresses, words for labels, and choices to offer."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from flask import Flask, request, url_for

from mappa import __version__
from mappa.analysis.selection import Where
from mappa.analysis.tables import OUTSIDE, Tables
from mappa.web.asked import choices, here
from mappa.web.finding import FUNCTIONS, lit
from mappa.web.library import title_of
from mappa.web.marking import Mark, described
from mappa.web.reading import FOUND
from mappa.web.words import LAYERS, layer_words, words

NAVIGATION = [
    ("pages.overview", "Overview", ("pages.overview", "pages.coded")),
    ("finding.search", "Search", ("finding.search",)),
    ("reports.listed", "Reports", ("reports.listed", "reports.read", "reports.statistics")),
    ("pages.laws", "Laws and cases", ("pages.laws", "pages.highlights")),
    ("pages.codebook", "Codebook", ("pages.codebook",)),
    ("adding.form", "Add reports", ("adding.form", "adding.start", "adding.progress", "adding.correct", "adding.save")),
]
YEARS = re.compile(r"\b(\d{4})-(\d{2})\b")
DIMENSIONS = {
    "theme": "Theme", "polarity": "Strength or challenge", "area": "Area", "year": "Year", "document": "Report", "section": "Section",
    "speaker-role": "Job of the speaker", "speaker-agency": "Agency of the speaker", "named-agency": "Agency named",
    "testimonial": "Quotation", "case-study": "Case study",
}  # fmt: skip


def furnish(app: Flask, definitions: Mapping[str, str]) -> None:
    """Give the templates of `app` their functions and filters."""
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(
        words=words, described=described, title_of=title_of, layer_words=layer_words, version=__version__, site=False, link=url_for,
        asset=asset, here=here, navigation=NAVIGATION, definitions=definitions, passages=passages, areas_of=areas_of, years_of=years_of,
        dimension=DIMENSIONS.get, around_evidence=around_evidence, loop_index=loop_index,
        outside=OUTSIDE, known_layers={*LAYERS, FOUND}, **FUNCTIONS,
    )  # fmt: skip
    app.jinja_env.filters.update(
        in_words=words, described=described, lower_first=lower_first, slugged=slugged, dashed=dashed, pair=lambda value: (value, value)
    )
    app.jinja_env.tests["found_mark"] = is_found
    app.context_processor(lambda: {"layer_query": layer_query()})


def asset(name: str) -> str:
    """The address of a file in static/."""
    return url_for("static", filename=name)


def passages(chosen: Where) -> str:
    """The address of the passages behind a figure; template text is counted there where it is here."""
    values: dict[str, Any] = {**chosen, "template": choices().get("template")}
    return url_for("pages.coded", **values)


def layer_query() -> str:
    """The layers that the address asks for, to be carried on."""
    asked = request.args.getlist("layer")
    known = [layer for layer in asked if layer in LAYERS or layer.isidentifier()]
    return "".join(f"&layer={layer}" for layer in known) + ("&shown=yes" if request.args.get("shown") == "yes" else "")


def areas_of(tables: Tables) -> list[tuple[str, str]]:
    """The areas to choose from."""
    return [(area, area) for area in sorted(filter(None, tables.documents["area"].unique()))]


def years_of(tables: Tables) -> list[tuple[str, str]]:
    """The years to choose from."""
    return [(year, year) for year in sorted(tables.documents["year"].unique())]


def around_evidence(row: Mapping[str, Any]) -> list[tuple[str, bool]]:
    """A coded sentence without contact details, in stretches, the words that show its theme to be lit."""
    at = row["sentence"].find(row["evidence"])
    spans = [(at, at + len(row["evidence"]))] if at >= 0 else []
    return lit(row["sentence"], spans)


def dashed(text: str) -> str:
    """`text` with its years as they are printed elsewhere on the pages: 2015–16."""
    return YEARS.sub(r"\1–\2", text)


def slugged(value: str) -> str:
    """`value` as part of an element's id."""
    return re.sub(r"[^\w-]+", "-", value)


def is_found(mark: Mark) -> bool:
    """Whether a mark is what a search found, and not a highlight."""
    return mark.layer == FOUND


def lower_first(text: str) -> str:
    """`text` as it stands within a sentence; an abbreviation keeps its capitals."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def loop_index(item: object, items: Sequence[object]) -> int:
    """Where `item` stands in `items`."""
    return next(number for number, other in enumerate(items) if other is item)
