"""What a person has set straight by hand: corrections.toml beside the reports wins over what was read."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from mappa.errors import MappaError

NAME = "corrections.toml"
KEYS = ("area", "period", "id", "language")
LANGUAGES = ("en", "cy")
YEARS = re.compile(r"(\d{4})[-/](\d{2}|\d{4})")
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Correction:
    """What is set by hand for one report; None is not set. `period` is its first and last day."""

    area: str | None = None
    period: tuple[date, date] | None = None
    id: str | None = None
    language: str | None = None


def load_corrections(folder: Path) -> dict[str, Correction]:
    """The corrections of `folder` by file name; none where it holds no corrections.toml.

    Raises MappaError with one line that names the file, the entry and the remedy.
    """
    path = folder / NAME
    if not path.is_file():
        return {}
    try:
        entries = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise MappaError(f"{path}: cannot be read as TOML in UTF-8: {error}") from None
    return {name: _correction(entry, f'{path}: "{name}"') for name, entry in entries.items()}


def _correction(entry: Any, where: str) -> Correction:
    if not isinstance(entry, Mapping):
        raise MappaError(f'{where}: write a report\'s corrections under its quoted file name, as in ["northshire.pdf"]')
    for key in entry:
        if key not in KEYS:
            raise MappaError(f"{where}: unknown key {key!r}; it can set {', '.join(KEYS)}")
    texts = {key: _text(entry[key], f"{where}: {key}") for key in ("area", "id", "language") if key in entry}
    if "id" in texts and not SLUG.fullmatch(texts["id"]):
        raise MappaError(f"{where}: id {texts['id']!r} may hold only lower-case letters and digits, with single hyphens between them")
    if texts.get("language", "en") not in LANGUAGES:
        raise MappaError(f"{where}: language {texts['language']!r} is none of {', '.join(LANGUAGES)}")
    return Correction(period=_period(entry["period"], f"{where}: period") if "period" in entry else None, **texts)


def _text(value: Any, where: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise MappaError(f"{where}: expected words in quotation marks, found {value!r}")
    return value.strip()


def _period(value: Any, where: str) -> tuple[date, date]:
    """Two dates; "2016-17" stands for 1 April 2016 to 31 March 2017."""
    if isinstance(value, str) and (years := YEARS.fullmatch(value.strip())):
        first = int(years[1])
        if (first + 1) % 10 ** len(years[2]) == int(years[2]) and first > 0:
            return date(first, 4, 1), date(first + 1, 3, 31)
    if isinstance(value, Mapping) and set(value) == {"start", "end"}:
        start, end = value["start"], value["end"]
        if type(start) is date and type(end) is date and start < end:
            return start, end
    raise MappaError(f'{where}: expected "2016-17" or {{ start = 2016-04-01, end = 2017-03-31 }}, found {value!r}')
