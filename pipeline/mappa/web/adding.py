"""The page that adds reports: name folders, watch the build, correct area and year."""

import hmac
from collections.abc import Iterator

from flask import Blueprint, Response, abort, current_app, redirect, render_template, request, stream_template, url_for
from werkzeug.wrappers import Response as Redirect

from mappa.analysis.tables import year_of
from mappa.corrections import NAME, YEARS
from mappa.errors import MappaError
from mappa.manifest import Entry
from mappa.web.additions import Additions, file_of, leaving, named_folders, write_correction
from mappa.web.asked import clean, library
from mappa.web.library import cards

adding = Blueprint("adding", __name__)


def _additions() -> Additions:
    found: Additions = current_app.extensions["additions"]
    return found


def _checked() -> None:
    """Refuse a form that was not sent from these pages: another site's page could send one as well."""
    if not hmac.compare_digest(request.form.get("token", "").encode(), current_app.extensions["token"].encode()):
        abort(400)


@adding.get("/add")
def form() -> str:
    """Which folders are read, and what was read from each file."""
    return _form(_additions().folders())


def _form(folders: list[str], *, problem: str = "", without: list[str] | None = None) -> str:
    manifest = library().shelf().manifest
    inputs = manifest.inputs if manifest else []
    known = cards(library())
    entries = [(entry, known.get(entry.document.id) if entry.document else None) for entry in inputs]
    additions = _additions()
    return render_template(
        "add.html",
        folders=folders,
        problem=problem,
        leaving=without,
        entries=entries,
        token=current_app.extensions["token"],
        running=additions.running(),
        last=additions.run is not None,
    )


@adding.post("/add")
def start() -> str | tuple[str, int] | Redirect:
    """Begin a build, once the folders are there and no report would leave unseen."""
    _checked()
    typed = request.form.get("folders", "")
    try:
        folders = named_folders(typed)
        gone = leaving(_additions().corpus, folders)
    except (MappaError, OSError) as error:
        return _form(typed.replace("\0", "").splitlines(), problem=str(error)), 400
    if gone and request.form.get("leave") != "yes":
        return _form(folders, without=gone)
    _additions().start(folders)
    return redirect(url_for("adding.progress"), 303)


@adding.get("/add/progress")
def progress() -> Response:
    """The build's lines as they come; the page ends when the build does, so it needs no script to follow it."""
    lines: Iterator[str] = _additions().lines()
    return Response(
        stream_template("progress.html", lines=lines, begun=_additions().run is not None), content_type="text/html; charset=utf-8"
    )


@adding.get("/add/correct")
def correct() -> str:
    """Area and year of one report, to put right."""
    entry = _entry()
    set_right = entry.correction
    record = library().record(entry.document.id) if entry.document else None
    area = (set_right and set_right.area) or (record and record.metadata.area) or ""
    return _correct(entry, area, year_of(record) if record and record.metadata.period else "", {})


def _correct(entry: Entry, area: str, period: str, problems: dict[str, str]) -> str:
    path = file_of(entry, _additions().folders())
    kept = str(path.with_name(NAME)) if path else ""
    if path is None:
        told = "The folder of this report is not known: name it on the page before and read the reports once, then correct them."
        return render_template("error.html", title="This report cannot be corrected yet", told=told)
    token = current_app.extensions["token"]
    return render_template("correct.html", name=entry.name, area=area, period=period, problems=problems, kept=kept, token=token)


@adding.post("/add/correct")
def save() -> str | tuple[str, int] | Redirect:
    """Keep a correction beside the report and build again."""
    _checked()
    entry = _entry()
    area, period = clean(request.form.get("area", "")), clean(request.form.get("period", "")).replace("–", "-")
    additions = _additions()
    path = file_of(entry, additions.folders())
    if path is None:
        abort(404)
    if period and not YEARS.fullmatch(period):
        return _correct(entry, area, period, {"period": "Write the year as 2015-16"}), 400
    record = library().record(entry.document.id) if entry.document else None
    unchanged = record is not None and record.metadata.period is not None and period == year_of(record)
    if unchanged and not (entry.correction and entry.correction.period):
        period = ""  # what the report itself says needs no correction
    if record is not None and area == record.metadata.area and not (entry.correction and entry.correction.area):
        area = ""
    try:
        write_correction(path.with_name(NAME), path.name, area=area, period=period)
    except MappaError as error:
        return _correct(entry, area, period, {"period": str(error)}), 400
    additions.start(additions.folders())
    return redirect(url_for("adding.progress"), 303)


def _entry() -> Entry:
    name, manifest = request.args.get("name", ""), library().shelf().manifest
    inputs = manifest.inputs if manifest else []
    return next((entry for entry in inputs if entry.name == name), None) or abort(404)
