"""Pages over the whole corpus: the overview with its plots, the passages behind a figure, laws and court cases, the codebook."""

from flask import Blueprint, Response, render_template

from mappa.analysis.contacts import RUN, WITHHELD
from mappa.analysis.selection import selected
from mappa.analysis.tables import Tables
from mappa.analysis.themes import RATE, matrix, passages, theme_table
from mappa.records import Annotation
from mappa.web.asked import library, page_of, where, word
from mappa.web.counted import Labelled, counted, examples, labelled, plots
from mappa.web.downloads import Table, download, frame_table
from mappa.web.figures import GRIDS
from mappa.web.library import title_of
from mappa.web.words import LAYERS, label_words, provision_words

pages = Blueprint("pages", __name__)

AROUND = 160


@pages.get("/")
def overview() -> str | Response:
    """What the reports talk about: by polarity, over the years, by agency and by area."""
    if not library().entries():
        return render_template("empty.html")
    tables, chosen = counted(library(), template=word("template") == "yes"), where()
    figure = RATE if word("figure") == "rate" else "sentences"
    if kind := word("format"):
        return _overview_download(tables, kind, figure)
    drawn = plots(library(), tables.template, chosen, figure, word("columns") == "all")
    return render_template("overview.html", tables=tables, chosen=chosen, figure=figure, drawn=drawn)


def _overview_download(tables: Tables, kind: str, figure: str) -> Response:
    """The tables of the overview: all of them as a workbook, as CSV the one that is asked for."""
    chosen, wanted = where(), word("table")
    frames = {"themes": theme_table(tables, where=chosen)}
    frames |= {name: matrix(tables, by, figure=figure, where=chosen) for name, by in GRIDS.items()}
    if kind == "csv":
        frames = {wanted: frames[wanted]} if wanted in frames else {"themes": frames["themes"]}
    return download(
        [frame_table(f"Themes by {name}" if name in GRIDS else "Themes", frame) for name, frame in frames.items()], kind, "themes"
    )


@pages.get("/passages")
def coded() -> str | Response:
    """The sentences behind a figure of the overview."""
    tables, chosen = counted(library(), template=word("template") == "yes"), where()
    rows = selected(tables.codings, chosen).sort_values(["year", "document", "start", "theme"], kind="stable")
    if kind := word("format"):
        return download([frame_table("Passages", passages(tables, chosen))], kind, "passages")
    shown, page, last = page_of(rows.to_dict("records"))
    return render_template("passages.html", rows=shown, times=len(rows), chosen=chosen, page=page, pages=last)


@pages.get("/laws")
def laws() -> str | Response:
    """Every law and court case that a report cites."""
    cited = {layer: _of(layer) for layer in ("legislation", "case-law")}
    if kind := word("format"):
        heads = ["Kind", "Name", "Reference", "Times", "Reports", "Areas", "Years"]
        rows = [
            (
                LAYERS[layer].one,
                name_of(one),
                one.label,
                one.times,
                len(one.reports),
                "; ".join(sorted(one.areas)),
                "; ".join(sorted(one.years)),
            )
            for layer, found in cited.items()
            for one in found
        ]
        return download([Table("Laws and cases", heads, rows)], kind, "laws-and-cases")
    return render_template("laws.html", cited=cited, name_of=name_of)


def name_of(one: Labelled) -> str:
    """What a label is called in words."""
    return label_words(one.layer, one.label, one.attributes)


def _of(layer: str) -> list[Labelled]:
    return sorted((one for one in labelled(library()) if one.layer == layer), key=lambda one: (-one.times, name_of(one)))


@pages.get("/highlights")
def highlights() -> str | Response:
    """Every highlight of one label, with the words around it."""
    layer, label, citation = word("layer"), word("label"), word("citation")
    found = [
        (record, item)
        for record in library().records()
        for item in record.annotations
        if item.layer == layer and item.label == (label or None) and (label or not citation or item.attributes.get("citation") == citation)
    ]
    texts = counted(library(), template=False).texts if found else {}
    if kind := word("format"):
        heads = ["Report", "Page", "Words", "In the report", "Provisions"]
        cells = [
            (title_of(record), item.page, item.text, _line(texts[record.id], item), provision_words(item.attributes))
            for record, item in found
        ]
        return download([Table("Places", heads, cells)], kind, "places")
    title = label_words(layer, label or None, found[0][1].attributes) if found else ""
    shown, page, last = page_of(found)
    rows = [(record, item, around(texts[record.id], item.start, item.end), provision_words(item.attributes)) for record, item in shown]
    return render_template("highlights.html", title=title, layer=layer, rows=rows, times=len(found), page=page, pages=last)


def _line(text: str, item: Annotation) -> str:
    before, found, after = around(text, item.start, item.end)
    return " ".join(f"{before}{found}{after}".split())


def around(text: str, start: int, end: int) -> tuple[str, str, str]:
    """The words before `text[start:end]` in its paragraph, those words, and the words after; cut between words."""
    first = max(text.rfind("\n", 0, start) + 1, start - AROUND)
    last = text.find("\n", end)
    last = min(len(text) if last < 0 else last, end + AROUND)
    before, after = text[first:start], text[end:last]
    if first and text[first - 1] not in "\n ":
        before = "… " + before.partition(" ")[2]
    if last < len(text) and text[last] not in "\n ":
        after = after.rpartition(" ")[0] + " …"
    return _plain(before), _plain(text[start:end]), _plain(after)


def _plain(text: str) -> str:
    return RUN.sub(WITHHELD, text)


@pages.get("/codebook")
def codebook() -> str | Response:
    """What every highlight means, and how often the corpus has it."""
    tables = counted(library(), template=False)
    figures = theme_table(tables).to_dict("records")
    layers: dict[str, list[Labelled]] = {layer: [] for layer in LAYERS if layer not in ("theme", "legislation", "case-law")}
    for one in labelled(library()):
        if one.layer not in ("legislation", "case-law"):
            layers.setdefault(one.layer, []).append(one)
    layers = {layer: found for layer, found in layers.items() if found}
    if kind := word("format"):
        rows = [(LAYERS["theme"].one, one["theme"], one["sentences"], one["reports"], "") for one in figures]
        rows += [
            (LAYERS[layer].one if layer in LAYERS else layer, name_of(one), one.times, len(one.reports), "; ".join(usual(one)))
            for layer, found in layers.items()
            for one in found
        ]
        return download([Table("Codebook", ["Kind", "Label", "Times", "Reports", "Most often written"], rows)], kind, "codebook")
    return render_template("codebook.html", examples=examples(library()), themes=figures, layers=layers, name_of=name_of, usual=usual)


def usual(one: Labelled, most: int = 4) -> list[str]:
    """How a label is written most often, each wording once whatever its capitals."""
    seen: dict[str, str] = {}
    for wording, _ in one.wordings.most_common():
        seen.setdefault(wording.casefold(), wording)
    return list(seen.values())[:most]
