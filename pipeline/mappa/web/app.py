"""The web application: which hosts it answers, what a page may load, how an error is shown, and its pages."""

import secrets
from collections.abc import Mapping
from pathlib import Path

from flask import Flask, Response, render_template
from werkzeug.exceptions import HTTPException, SecurityError

from mappa.errors import MappaError
from mappa.web.library import Library

STATIC = Path(__file__).parent / "static"
HOSTS = ["127.0.0.1", "localhost"]
LONGEST_FORM = 1_000_000

# Nothing from another place, no script or style inside a page, and no frame around one: what a report's text holds stays text.
POLICY = "; ".join(
    [
        "default-src 'none'",
        "style-src 'self'",
        "script-src 'self'",
        "img-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ]
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-cache",
}


def create_app(folder: Path, *, configs: Path | None = None, definitions: Mapping[str, str] | None = None) -> Flask:
    """The pages over the corpus in `folder`, which may be empty as yet; builds that it starts use the rules in `configs`.

    `definitions` say in the codebook what a theme means.
    Raises MappaError where the styles were never made, which is a fault of the installation.
    """
    from mappa.web.adding import adding
    from mappa.web.additions import Additions
    from mappa.web.finding import Desk, finding
    from mappa.web.pages import pages
    from mappa.web.reports import reports
    from mappa.web.templating import furnish

    if not (STATIC / "mappa.css").is_file():
        raise MappaError(f"{STATIC}: the pages' styles are not there; make them in the checkout with: make web")
    app = Flask(__name__, static_folder=str(STATIC), static_url_path="/static")
    app.config.update(TRUSTED_HOSTS=HOSTS, MAX_CONTENT_LENGTH=LONGEST_FORM, MAX_FORM_MEMORY_SIZE=LONGEST_FORM)
    app.extensions["library"] = Library(folder)
    app.extensions["additions"] = Additions(folder, configs)
    app.extensions["desk"] = Desk(configs)
    app.extensions["token"] = secrets.token_urlsafe()
    for blueprint in (pages, finding, reports, adding):
        app.register_blueprint(blueprint)
    furnish(app, definitions or {})
    app.after_request(_guard)
    app.register_error_handler(HTTPException, _refused)
    app.register_error_handler(MappaError, _failed)
    return app


def _guard(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    return response


def _refused(error: HTTPException) -> tuple[str, int] | Response:
    code = error.code or 500
    if isinstance(error, SecurityError):  # no page can be made for a host that is none of ours
        return Response("These pages answer at 127.0.0.1 and localhost only.", code, content_type="text/plain; charset=utf-8")
    return render_template("error.html", title=TITLES.get(code, "Something went wrong"), told=TOLD.get(code, "")), code


def _failed(error: MappaError) -> tuple[str, int]:
    return render_template("error.html", title="This cannot be shown", told=str(error)), 500


TITLES = {400: "The address cannot be used", 404: "Page not found", 405: "This page cannot be used in that way", 413: "That was too long"}
TOLD = {
    400: "Go back to the page before and try again, or start from the overview.",
    404: "If you typed the address, check that it is right. If the reports were built again, this one may have another name now.",
    413: "Shorten what you typed and try again.",
}
