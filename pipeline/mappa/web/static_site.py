"""The pages as plain files, for people who may not run a program: overview, reports, laws, codebook; nothing that needs an answer."""

import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from flask import Flask, url_for

from mappa.analysis.selection import Where
from mappa.errors import MappaError
from mappa.web.app import STATIC
from mappa.web.counted import counted
from mappa.web.library import Library
from mappa.web.reading import anchor_at
from mappa.web.templating import NAVIGATION

ASSETS = "assets"
PAGES = {"pages.overview": "index.html", "reports.listed": "reports.html", "pages.codebook": "codebook.html", "pages.laws": "laws.html"}
LEFT_OUT = {"finding.search", "adding.form"}


def write_site(app: Flask, folder: Path) -> Path:
    """Write the pages of `app` to `folder` and return its first page.

    Raises MappaError where there is nothing to write, or where `folder` holds something else.
    """
    library: Library = app.extensions["library"]
    ids = [entry.document.id for entry in library.entries() if entry.document]
    if not ids:
        raise MappaError(f"{library.folder}: no report there, so there is nothing to write; make a corpus with: mappa build")
    if folder.exists() and any(folder.iterdir()) and not (folder / ASSETS / "mappa.css").is_file():
        raise MappaError(f"{folder}: holds other files; name a new folder")
    themes = counted(library, template=False).themes
    for address, name in _addresses(app, ids, themes):
        _write(folder / name, _page(app, address, name))
    shutil.copytree(STATIC, folder / ASSETS, dirs_exist_ok=True)
    return folder / PAGES["pages.overview"]


def _addresses(app: Flask, ids: list[str], themes: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """The address of each page and the file that it goes to."""
    with app.test_request_context():
        for endpoint, name in PAGES.items():
            yield url_for(endpoint), name
        for id in ids:
            yield url_for("reports.read", id=id), _file("reports.read", {"id": id})
            yield url_for("reports.statistics", id=id), _file("reports.statistics", {"id": id})
        for theme in themes:
            yield url_for("pages.coded", theme=theme, all="yes"), _file("pages.coded", {"theme": [theme]})


def _file(endpoint: str, values: Mapping[str, Any]) -> str:
    """The file of a page within the folder."""
    if endpoint in PAGES:
        return PAGES[endpoint]
    if endpoint == "reports.read":
        return f"reports/{values['id']}.html"
    if endpoint == "reports.statistics":
        return f"reports/{values['id']}-statistics.html"
    if endpoint == "pages.coded":
        return f"themes/{values['theme'][0]}.html"
    return PAGES["pages.overview"]


def _place(library: Library, values: Mapping[str, Any]) -> str:
    """Where in a report a link leads that names offsets: to their paragraph."""
    if "at" not in values:
        return ""
    record = library.record(values["id"])
    return anchor_at(record, int(values["at"].partition("-")[0])) if record else ""


def _page(app: Flask, address: str, name: str) -> str:
    """The page at `address` as it reads in a file: its links lead to other files."""
    library: Library = app.extensions["library"]
    up = "../" * (len(PurePosixPath(name).parts) - 1)

    def link(endpoint: str, _anchor: str = "", **values: Any) -> str:
        anchor = _anchor or _place(library, values)
        return up + _file(endpoint, values) + (f"#{anchor}" if anchor else "")

    changed = {
        "site": True,
        "link": link,
        "asset": lambda file: f"{up}{ASSETS}/{file}",
        "passages": lambda chosen: _behind(up, chosen),
        "navigation": [entry for entry in NAVIGATION if entry[0] not in LEFT_OUT],
    }
    globals_ = app.jinja_env.globals
    before = {key: globals_[key] for key in changed}
    globals_.update(changed)
    try:
        answer = app.test_client().get(address, headers={"Host": "localhost"})
    finally:
        globals_.update(before)
    if answer.status_code != 200:
        raise MappaError(f"{name}: the page could not be made")
    return answer.text


def _behind(up: str, chosen: Where) -> str:
    """Where the passages behind a figure are: on the page of its theme, at its year if it has one."""
    year = chosen.get("year")
    return f"{up}themes/{chosen['theme'][0]}.html" + (f"#y-{year[0]}" if year else "")


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
