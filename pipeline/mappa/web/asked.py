"""What an address asks for: its choices, cleaned of what no page can use."""

from collections.abc import Sequence
from typing import Any, TypeVar

from flask import current_app, request, url_for

from mappa.analysis.selection import DIMENSIONS, OF_CODINGS
from mappa.web.library import Library

Row = TypeVar("Row")
PER_PAGE = 50
CONTROLS = {code: " " for code in range(32)} | {127: " "}


def library() -> Library:
    """The corpus of the application that answers."""
    found: Library = current_app.extensions["library"]
    return found


def word(name: str) -> str:
    """The last value of `name` in the address, without control characters; "" where there is none."""
    return clean(request.args.get(name, ""))


def clean(value: str) -> str:
    """`value` on one line, without control characters."""
    return value.translate(CONTROLS).strip()


def several(name: str) -> list[str]:
    """All values of `name` in the address, once each."""
    return list(dict.fromkeys(filter(None, (clean(value) for value in request.args.getlist(name)))))


def where() -> dict[str, list[str]]:
    """What the address chooses of the tables' rows, in the analysis' own names."""
    return {name: values for name in (*DIMENSIONS, *OF_CODINGS) if (values := several(name))}


def number(name: str, otherwise: int) -> int:
    """A whole number from 1 up, `otherwise` where the address holds none."""
    value = word(name)
    return max(1, int(value)) if value.isascii() and value.isdigit() and len(value) < 9 else otherwise


def choices(**changes: Any) -> dict[str, Any]:
    """The address' own choices with `changes`; None takes one away. For links to the same page."""
    kept: dict[str, Any] = {name: several(name) for name in request.args if name != "page"}
    return {name: value for name, value in {**kept, **changes}.items() if value not in (None, [], "")}


def here(**changes: Any) -> str:
    """The address of this page with its own choices and `changes`."""
    return url_for(request.endpoint or "pages.overview", **(request.view_args or {}), **choices(**changes))


def page_of(rows: Sequence[Row]) -> tuple[Sequence[Row], int, int]:
    """The rows of the page asked for, its number, and how many there are."""
    if word("all") == "yes":
        return rows, 1, 1
    pages = max(1, -(-len(rows) // PER_PAGE))
    page = min(number("page", 1), pages)
    return rows[(page - 1) * PER_PAGE : page * PER_PAGE], page, pages
