"""Instruments: what legislation.toml says of each Act and order, and where their titles stand in a text.

Titles are found by walking backwards from the word that ends them ("Act", "Order") through an index of folded words, so that the
cost depends on the text and not on the size of the table.
"""

import re
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

import msgspec

from mappa.errors import RuleError
from mappa.layers.provisions import KINDS, Provision, numeral
from mappa.rules import parse_toml

FILE = "legislation.toml"
IDENTIFIER = re.compile(r"[a-z]+/(?:\d{4}|(?:[A-Z][a-z]+\d?(?:and\d?[A-Z][a-z]+\d?)?)/[\d-]+)/\d+")
ENDS = ("act", "order", "regulation", "rule", "code", "measure")
ANCHORS = [  # each begins with a plain word, which makes it quick; what is no title without its year asks for one
    re.compile(r"act(?=s?(?![\w'’]))"),
    re.compile(r"deddf(?!\w)"),
    re.compile(r"code(?!\w)"),
    *(re.compile(rf"{word}(?=\s+(?:\([^()]{{2,40}}\)\s+)?\(?[12]\d{{3}})") for word in ("order", "regulations", "rules", "measure")),
]
PRINTED = re.compile(r"[A-Z][A-Za-z]{0,3}[A-Z(][A-Za-z()]*")
WORD = re.compile(r"[^\W_]+(?:['’‘`][^\W_]+)*|&")
SKIPPED = {"and", "of", "the", "etc", "to", "in", "a"}
ORDERS = ("Order", "Regulations", "Rules")  # without a year, such a word is a court's order or anybody's rules
WINDOW = 220  # characters in front of its last word
STEP = 30  # of them read at a time
SHORTEST_MISSPELT = 5  # letters


class Implied(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """Provisions that mean the instrument though it is not named.

    kind, numbers   which provisions; a number stands for its sub-divisions too, and for a range as a whole
    near            words of which one must stand in the sentence; empty: always
    before          words of which one must follow directly
    """

    kind: str
    numbers: list[str]
    near: list[str] = []
    before: list[str] = []


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


@dataclass(frozen=True, slots=True)
class Found:
    """A title in the text, its year left out: the offset of its other end, the identifiers it may mean.

    `free`: those that it may mean without a year; `sure`: no slip, or two words without one.
    """

    at: int
    ids: tuple[str, ...]
    free: tuple[str, ...]
    sure: bool


@dataclass(slots=True)
class Node:
    """A folded word in the index, reached from the end of a title; `free` are the identifiers that need no year."""

    after: dict[str, "Node"] = field(default_factory=dict)
    ids: list[str] = field(default_factory=list)
    free: list[str] = field(default_factory=list)


class Titles:
    """The index of titles: by folded words from the last to the first, abbreviations as printed, words by their misspellings."""

    def __init__(self, instruments: Mapping[str, Instrument]):
        self.instruments = instruments
        self.root = Node()
        self.welsh = Node()
        self.printed: dict[str, list[tuple[str, str]]] = {}
        self.near: dict[str, set[str]] = {}
        self.years = {label: entry.year for label, entry in instruments.items()}
        self.by_year: dict[int, list[str]] = {}
        self.implying: dict[tuple[str, str], list[tuple[str, Implied]]] = {}
        self.cues = {label: _any_of(entry.cues) for label, entry in instruments.items() if entry.cues}
        self.unnamed = [label for label, entry in instruments.items() if entry.unnamed]
        self.typical = [label for label, entry in instruments.items() if entry.typical and entry.cues]
        for label, entry in instruments.items():
            if (year := entry.year) and label.split("/")[0] in ("ukpga", "asp", "anaw", "asc", "mwa", "nia"):
                self.by_year.setdefault(year, []).append(label)
            for rule in entry.implied:
                for number in rule.numbers:
                    self.implying.setdefault((rule.kind, number), []).append((label, rule))
            self._add(self.root, list(reversed(folded(_undated(entry.title)))), label, free=not entry.title.rstrip(" 0123456789").endswith(ORDERS))
            for name in entry.names:
                self._add(self.root, list(reversed(folded(_undated(name)))), label, free=True)
            for name in entry.welsh:
                self._add(self.welsh, folded(_undated(name)), label, free=True)
            for use, names in (("short", entry.short), ("dated", entry.dated)):
                for name in names:
                    self.printed.setdefault(name, []).append((label, use))

    def _add(self, node: Node, words: Iterable[str], label: str, *, free: bool) -> None:
        for word in words:
            for shorter in _shortened(word):
                self.near.setdefault(shorter, set()).add(word)
            node = node.after.setdefault(word, Node())
        for ids in (node.ids, node.free) if free else (node.ids,):
            if label not in ids:
                ids.append(label)

    def before(self, text: str, start: int, end: int) -> Found | None:
        """The longest title that ends with the word text[start:end]; two misspelt words are forgiven."""
        node = self.root.after.get(_singular(fold_word(text[start:end])))
        found: Found | None = None
        slips, words = 0, 1
        for match in _words_before(text, start) if node else ():
            if re.search(r"[.!?:;\t]", text[match.end() : start]) and not re.fullmatch(r"etc\.?\s*\(?", text[match.start() : start]):
                break
            word, start = fold_word(match[0]), match.start()
            if word not in node.after and re.search(r"['’‘`]s$", match[0]) and word[:-1] in node.after:
                word = word[:-1]
            if word in node.after:
                node, words = node.after[word], words + 1
            elif word in SKIPPED:
                continue
            elif slips < 2 and (near := self._misspelt(word, node)):
                node, slips = node.after[near], slips + 1
            else:
                break
            if node.ids:
                found = Found(start, tuple(node.ids), tuple(node.free), not slips or words > 1 + (slips > 1))
        return found

    def after(self, text: str, start: int) -> Found | None:
        """The longest Welsh title that begins at `start`."""
        node, found = self.welsh, None
        for match in WORD.finditer(text, start, start + WINDOW):
            word = fold_word(match[0]).replace("ddeddf", "deddf")  # mutated after "o"
            if word in node.after:
                node = node.after[word]
            elif word not in SKIPPED:
                break
            if node.ids:
                found = Found(match.end(), tuple(node.ids), tuple(node.free), True)
        return found

    def _misspelt(self, word: str, node: Node) -> str | None:
        """The one word of the index, among those that can stand here, that `word` is a slip for."""
        if len(word) < SHORTEST_MISSPELT or word.isdigit():
            return None
        near = {other for shorter in _shortened(word) for other in self.near.get(shorter, ()) if other in node.after and other[0] == word[0] and len(other) > 3}
        return near.pop() if len(near) == 1 else None


def anchors(small: str) -> list[tuple[int, int]]:
    """Where the lowered text `small` has words that end a title (or begin a Welsh one): starts and ends, in order."""
    found = []
    for pattern in ANCHORS:
        for match in pattern.finditer(small):
            start, end = match.span()
            if start and (small[start - 1].isalnum() and small[start - 1 : start + 5] != "ddeddf"):
                continue
            found.append((start - (small[start - 1 : start] == "d" and small[start:end] == "deddf"), end + small.startswith("s", end)))
    return sorted(found)


def abbreviations(text: str, known: Container[str]) -> Iterator[tuple[int, str]]:
    """Words of `text` with capitals inside that are `known` abbreviations: where each starts, and the word."""
    for match in PRINTED.finditer(text):
        word, start = match[0], match.start()
        if word not in known and (word := word.rstrip("()")) not in known:
            continue
        if text[start - 3 : start] == "UK " and f"UK {word}" in known:
            word, start = f"UK {word}", start - 3
        if not (start and (text[start - 1].isalnum() or text[start - 1] == "_")):
            yield start, word


def _words_before(text: str, end: int) -> Iterator[re.Match[str]]:
    """The words of text[:end], the last first, as far back as a title may reach: a few, and more where they are asked for."""
    low = max(0, end - WINDOW)
    while end > low:
        start = max(low, end - STEP)
        while start > low and text[start - 1] not in " \n":
            start -= 1
        yield from reversed(list(WORD.finditer(text, start, end)))
        end = start


def fold_word(word: str) -> str:
    """`word` as compared: small letters, no apostrophes, "&" as "and"."""
    return "and" if word == "&" else re.sub(r"['’‘`]", "", word).lower()


def folded(text: str) -> list[str]:
    """The words of a title as compared, small joining words left out."""
    words = [fold_word(match[0]) for match in WORD.finditer(text)]
    words = [word for word in words if word not in SKIPPED]
    return [*words[:-1], _singular(words[-1])] if words else []


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    """Any of the folded `words`, as the beginning of a word."""
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, words)) + ")")


def _undated(name: str) -> str:
    return re.sub(r"\s+(?:1[5-9]|20)\d\d$", "", name)


def _singular(word: str) -> str:
    """The word that ends a title, in the singular: "Acts" as "Act"."""
    return word[:-1] if word.endswith("s") and word[:-1] in ENDS else word


def _shortened(word: str) -> set[str]:
    """`word`, and `word` with one letter left out: two words that share one of these are a slip apart."""
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))} if len(word) > 3 else {word}
