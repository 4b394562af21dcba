"""Instruments: what legislation.toml says of each Act and order, read and checked."""

import re
from collections.abc import Iterator
from functools import lru_cache

import msgspec

from mappa.errors import RuleError
from mappa.layers.provisions import KINDS, Provision, numeral
from mappa.rules import parse_toml

FILE = "legislation.toml"
IDENTIFIER = re.compile(r"[a-z]+/(?:\d{4}|(?:[A-Z][a-z]+\d?(?:and\d?[A-Z][a-z]+\d?)?)/[\d-]+)/\d+")


class Implied(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """Provisions that mean the instrument though it is not named.

    kind, numbers   which provisions; a number stands for its sub-divisions too, and for a range as a whole
    near            words of which one must stand in the sentence; empty: always
    before          words of which one must follow directly
    together        whether all of the numbers must stand there, as in "section 37/41"
    """

    kind: str
    numbers: list[str]
    near: list[str] = []
    before: list[str] = []
    together: bool = False


class Instrument(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """What is known of one instrument; its label is its identifier on legislation.gov.uk.

    title        as enacted, with its year
    verified     whether title and identifier were seen together in a source
    names        other names with or without a year that mean it: "Court Services Act"
    short        abbreviations, exactly as printed, that mean it anywhere
    dated        abbreviations that mean it only with its year, a provision or a definition beside them
    welsh        titles in Welsh
    sections, parts, schedules, articles, regulations   the divisions it has: "1-339"
    typical      provisions that this field of writing cites: "section 325-327B"
    cues         words of a sentence that point to it
    implied      provisions that mean it by themselves
    named_from, named_until   report years in which its title without a year means this one
    unnamed      report years, first and last, in which "the Act" may mean it though it is never named
    articles_in  the division that holds its articles, for their addresses
    """

    title: str
    verified: bool = True
    names: list[str] = []
    short: list[str] = []
    dated: list[str] = []
    welsh: list[str] = []
    sections: str | None = None
    parts: str | None = None
    schedules: str | None = None
    articles: str | None = None
    regulations: str | None = None
    typical: list[str] = []
    cues: list[str] = []
    implied: list[Implied] = []
    named_from: int | None = None
    named_until: int | None = None
    unnamed: tuple[int, int] | None = None
    articles_in: str | None = None

    @property
    def year(self) -> int | None:
        """The year in its title."""
        match = re.search(r"\b(1[5-9]\d\d|20\d\d)$", self.title)
        return int(match[1]) if match else None

    def has(self, provision: Provision) -> bool:
        """Whether it can have `provision`, as far as its limits are known; what has articles has no sections."""
        limits = getattr(self, f"{provision.kind}s", None)
        if provision.kind in ("section", "article", "regulation") and limits is None:
            return not (self.sections or self.articles or self.regulations)
        if limits is None:
            return True
        numbers = [numeral(number) for number in (provision.first, provision.last) if number]
        return all(number is None or any(low <= number <= high for low, high in _ranges(limits)) for number in numbers)

    def has_limits(self, provision: Provision) -> bool:
        """Whether the table tells which provisions of that kind it has."""
        return getattr(self, f"{provision.kind}s", None) is not None

    def is_typical(self, provision: Provision) -> bool:
        """Whether `provision` is among those that are usually cited from it."""
        return any(_covers(kind, numbers, provision) for kind, numbers in (one.split(" ", 1) for one in self.typical))


@lru_cache(maxsize=1024)
def _ranges(limits: str) -> list[tuple[int, int]]:
    parts = [part.split("-") for part in limits.replace(" ", "").split(",")]
    return [(int(part[0]), int(part[-1])) for part in parts]


@lru_cache(maxsize=4096)
def _covers(kind: str, numbers: str, provision: Provision) -> bool:
    if kind != provision.kind:
        return False
    first, _, last = numbers.partition("-")
    if not last:
        return re.split(r"[(/]", provision.first)[0] == first
    low, high, number = numeral(first), numeral(last), numeral(provision.first)
    if low is None or high is None or number is None or not low <= number <= high:
        return False
    suffix = re.sub(r"^[A-Z]*\d+", "", re.split(r"[(/]", provision.first)[0])
    own = re.sub(r"^[A-Z]*\d+", "", first), re.sub(r"^[A-Z]*\d+", "", last)
    return not (number == low and suffix < own[0]) and not (number == high and suffix > own[1])


def parse_instruments(text: str, file: str = FILE) -> dict[str, Instrument]:
    """The instruments written in `text`, by identifier. Raises RuleError with every fault found."""
    table = parse_toml(file, text)
    problems = [] if table.pop("layer", None) == "legislation" else [f'{file}: no line  layer = "legislation"  on top']
    instruments: dict[str, Instrument] = {}
    for label, value in table.items():
        try:
            instruments[label] = msgspec.convert(value, Instrument)
        except msgspec.ValidationError as error:
            problems.append(f"{file}: [{label!r}]: {error}; keys are {', '.join(Instrument.__struct_fields__)}")
    problems += [f"{file}: [{label!r}] {fault}" for label, entry in instruments.items() for fault in _faults(label, entry)]
    titles: dict[str, str] = {}
    for label, entry in instruments.items():
        if entry.title in titles:
            problems.append(f"{file}: [{label!r}] has the title of [{titles[entry.title]!r}]; correct one of them")
        titles[entry.title] = label
    if problems:
        raise RuleError(problems)
    return instruments


def _faults(label: str, entry: Instrument) -> Iterator[str]:
    if not IDENTIFIER.fullmatch(label):
        yield "is no identifier of legislation.gov.uk; write it like ukpga/2003/44"
    for key in ("sections", "parts", "schedules", "articles", "regulations"):
        limits = getattr(entry, key)
        if limits is not None and not re.fullmatch(r"\d+(-\d+)?(, ?\d+(-\d+)?)*", limits):
            yield f'{key} is {limits!r}; write ranges of figures like "1-339"'
    for kind in [one.split(" ", 1)[0] for one in entry.typical] + [one.kind for one in entry.implied]:
        if kind not in KINDS:
            yield f"{kind!r} is no kind of provision; kinds are {', '.join(KINDS)}"
