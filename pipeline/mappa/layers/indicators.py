"""What a label, a column's head or a caption names: indicator, level, category, year. The wording is in statistics.toml."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import msgspec

from mappa.errors import RuleError
from mappa.language import fold
from mappa.rules import parse_toml

FILE = "statistics.toml"
LETTERS = re.compile(r"^(?:\s*(?:\(?[a-z0-9]{1,2}[.)]|\((?:[a-z0-9]{1,4})\)|[ivx]{1,4}[.)]|\d{1,2}(?:\.\d{1,2})*\.?(?= [a-z])|[-*•]))+\s*")
PERIOD = re.compile(r"\b((?:19|20)\d\d)\s?(?:-|/|to|and)\s?((?:19|20)?\d\d)\b")
MARCH = re.compile(r"\b(?:march|mawrth),? '?((?:19|20)\d\d|\d\d)\b")
YEAR = re.compile(r"\b((?:19|20)\d\d)\b")
LIGATURE = re.compile("f+([il])?")  # fi, fl, ff that a PDF has lost half of
SEVERAL = re.compile(r"\b(?:levels?|lefel(?:au)?|tiers?) [1-3](?:\s?(?:,|/|&|-|and|or|to|a|neu)\s?(?:levels? |lefel )?[1-3]\b)+")
DEFINITION = re.compile(r"\([^)]*\)|\b(?:as defined|as set out|considered to|who,? by|because|on account of|under section)\b.*")
OPEN_END = re.compile(r"\b(?:of|for|a|an|the|or|and|on|to|with|by|per|in|at|from|their|breach)$")
FILLERS = 2  # further words of a label that names a level and nothing else
TITLE = 100  # characters of a caption
REST = 100  # characters of the rest of a label
Shape = Literal["grid", "levels", "single"]


class Indicator(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """What statistics.toml says of an indicator; the keys are explained on top of that file."""

    shape: Shape
    labels: list[str]
    exact: list[str] = []
    not_: list[str] = msgspec.field(default=[], name="not")
    within: bool = False


class Ignored(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """Words that keep a row or column out, and those that let it in again."""

    words: list[str]
    unless: list[str] = []


class Named(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """Forms of a name, or labels of a category or level."""

    id: str
    forms: list[str] = []
    labels: list[str] = []


class Wording(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """The lists on top of statistics.toml."""

    layer: str
    totals: list[str]
    plain: list[str]
    continued: list[str]
    aside: list[str]
    split_by: list[str]
    places: list[str]
    unsettled: list[str]
    ignored: list[Ignored]
    name: list[Named]
    category: list[Named]
    level: list[Named]


@dataclass(frozen=True, slots=True)
class Facets:
    """What one label says; None where it says nothing of it. `total` is a bare sum, `plain` a label that says nothing at all,
    `bare` one that names a level or category and hardly anything else."""

    indicator: str | None = None
    level: str | None = None
    category: str | None = None
    total: bool = False
    plain: bool = False
    ignored: bool = False
    aside: bool = False
    year: int | None = None
    bare: bool = False

    @property
    def known(self) -> bool:
        """Whether it says anything of a count."""
        return bool(self.indicator or self.level or self.category or self.total)


@dataclass(frozen=True, slots=True)
class Compiled:
    """An indicator's wording, ready to look for."""

    shape: Shape
    labels: re.Pattern[str]
    exact: frozenset[str]
    not_: re.Pattern[str] | None
    within: bool


class Indicators:
    """The wording of statistics.toml, compiled. Raises RuleError with every fault of the file."""

    def __init__(self, text: str):
        table = parse_toml(FILE, text)
        problems: list[str] = []
        entries = {key: value for key, value in table.items() if isinstance(value, dict)}
        try:
            words = msgspec.convert({key: value for key, value in table.items() if key not in entries}, Wording)
        except msgspec.ValidationError as error:
            raise RuleError([f"{FILE}: {error}; keys are {', '.join(Wording.__struct_fields__)}"]) from error
        self.names = {name.id: name.forms for name in words.name}
        self.indicators = dict(self._indicators(entries, problems))
        if problems:
            raise RuleError(problems)
        self.totals, self.plain = frozenset(words.totals), frozenset(words.plain)
        self.continued = self._any(words.continued)
        self.aside, self.unsettled = self._any(words.aside), self._any(words.unsettled)
        self.split = self._any([f"{by} {place}" for by in words.split_by for place in words.places])
        self.places = self._any(words.places)
        self.ignored = [(self._any(one.words), self._any(one.unless) if one.unless else None) for one in words.ignored]
        self.categories = [(one.id, self._any(one.labels)) for one in words.category]
        self.levels = [(one.id, self._any(one.labels)) for one in words.level]

    def _indicators(self, entries: Mapping[str, Any], problems: list[str]) -> Iterator[tuple[str, Compiled]]:
        for label, value in entries.items():
            try:
                entry = msgspec.convert(value, Indicator)
                not_ = self._any(entry.not_) if entry.not_ else None
                compiled = Compiled(entry.shape, self._any(entry.labels), frozenset(entry.exact), not_, entry.within)
            except msgspec.ValidationError as error:
                problems.append(f"{FILE}: [{label}]: {error}; keys are shape, labels, exact, not, within")
            except RuleError as error:
                problems += [f"{FILE}: [{label}]: {problem}" for problem in error.problems]
            else:
                yield label, compiled

    def _any(self, phrases: Sequence[str]) -> re.Pattern[str]:
        """One pattern for any of `phrases`, as whole words, a plural s understood."""
        ordered = sorted((self._phrase(phrase) for phrase in phrases), key=len, reverse=True)
        return re.compile(r"(?<![\w])(?:" + "|".join(ordered) + r")(?!\w)" if ordered else r"(?!)")

    def _phrase(self, phrase: str) -> str:
        parts = [self._word(word) for word in fold(phrase).replace("*", " * ").split()]
        joined = r"\s+".join(parts).replace(r"\s+.*\s+", r"\b.*\b").removeprefix(r".*\s+").removesuffix(r"\s+.*")
        return joined + (r"(?:e?s)?" if parts[-1][-1].isalpha() else "")

    def _word(self, word: str) -> str:
        if word == "*":
            return ".*"
        if not (named := re.fullmatch(r"\{(\w+)\}", word)):
            return LIGATURE.sub(lambda match: "f+" + (f"{match[1]}?" if match[1] else ""), re.escape(word).replace(r"\-", "[- ]?"))
        if named[1] not in self.names:
            raise RuleError([f"{word} is no [[name]]; write one with that id, or take it out"])
        return "(?:" + "|".join(self._phrase(form) for form in sorted(self.names[named[1]], key=len, reverse=True)) + ")"

    # ------------------------------------------------------------------ reading a label
    def facets(self, printed: str) -> Facets:
        """What the label `printed` says."""
        text = plain_label(printed)
        if any(words.search(text) and not (unless and unless.search(text)) for words, unless in self.ignored):
            return Facets(ignored=True, year=year_of(text))
        single = SEVERAL.sub(" ", text)
        levels = {level for level, pattern in self.levels if pattern.search(single)}
        return Facets(
            indicator=self.indicator(printed),
            level=levels.pop() if len(levels) == 1 else None,
            category=self.category(text),
            total=text in self.totals,
            plain=text in self.plain,
            aside=bool(self.aside.search(DEFINITION.sub("", text))),
            year=year_of(text),
            bare=len(self._rest(text).split()) <= FILLERS,
        )

    def _rest(self, text: str) -> str:
        for _, pattern in (*self.levels, *self.categories):
            text = pattern.sub(" ", text)
        return " ".join(re.findall(r"\w+", text))

    def indicator(self, printed: str) -> str | None:
        """The indicator that the label `printed` names by itself."""
        text, whole = plain_label(printed), printed.strip()
        for label, entry in self.indicators.items():
            if text in entry.exact or whole in entry.exact or (entry.labels.search(text) and not (entry.not_ and entry.not_.search(text))):
                if entry.shape == "grid" and self.unsettled.search(text):
                    return None
                return label
        return None

    def category(self, text: str) -> str | None:
        """The one category that `text` (folded) names; None where it names none or several. A name inside a longer name is not read."""
        found: list[tuple[int, int, str]] = []
        for category, pattern in self.categories:
            found += [(match.end() - match.start(), match.start(), category) for match in pattern.finditer(text)]
        taken: list[tuple[int, int]] = []
        named = set()
        for length, start, category in sorted(found, reverse=True):
            if not any(start < end and first < start + length for first, end in taken):
                taken.append((start, start + length))
                named.add(category)
        return named.pop() if len(named) == 1 else None

    def tells(self, words: str) -> bool:
        """Whether `words` mean anything to a table: a count, a level, something to leave out."""
        facets = self.facets(words)
        return facets.known or facets.ignored or self.by_place(words)

    def ends(self, label: str) -> bool:
        """Whether `label` is that of a sum."""
        return plain_label(label) in self.totals

    def by_place(self, words: str) -> bool:
        """Whether a caption or the head of the labels says that a table counts by place: "RSOs by borough", "Borough"."""
        text = plain_label(words)
        if len(text) > TITLE:
            return False
        place = self.places.match(text)
        rest = text[place.end() :].strip() if place else ""
        return bool(self.split.search(text) or (place and (not rest or (len(rest.split()) < 3 and self.category(rest)))))

    def goes_on(self, label: str, words: str, *, loose: bool) -> bool:
        """Whether `words` after a row with `label` are the rest of it; `loose` where they are no heading, caption or row of a table."""
        row = self.facets(label)
        if row.total or not words or len(words) > REST or LETTERS.match(words):
            return False
        first = words.lstrip("(\"'“‘")[:1]
        if OPEN_END.search(label):
            return not self.facets(words).total
        if row.level and row.bare:
            return words.startswith("(")
        if not first.isupper():
            return True
        rest = self.facets(words)
        return loose and not rest.known and not rest.total and self.indicator(f"{label} {words}") not in (None, row.indicator)

    def continued_by(self, label: str, before: str) -> str | None:
        """The indicator of `label` where it only continues the words `before` it: "full orders" after "SOPOs applied for"."""
        text = plain_label(label)
        if self.indicator(label) or not self.continued.match(text):
            return None
        return self.indicator(f"{plain_label(before)} {text}")

    def settled_by(self, label: str, over: str) -> str | None:
        """The indicator of `label` under words that leave open why people came back to custody: "SOPO" under "Returned to custody"."""
        alone = self.indicator(label)
        if not self.unsettled.search(plain_label(over)) or (alone and self.indicators[alone].shape != "single"):
            return None
        found = self.indicator(f"{plain_label(over)} {plain_label(label)}")
        return found if found and self.indicators[found].within else None


def plain_label(printed: str) -> str:
    """`printed` as labels are compared: folded, single spaces, without its letter or number, footnote marks and end punctuation."""
    text = " ".join(fold(printed).split())
    text = LETTERS.sub("", text) if not text[:2].isdigit() else text
    return re.sub(r"[\s:;.?*†‡§#=-]+$", "", text)


def year_of(text: str) -> int | None:
    """The year (of its 31 March) that a label names: the last one where it names several."""
    years = year_ends(text)
    return max(years) if years else None


def year_ends(text: str) -> set[int]:
    """Every reporting year that `text` names, by the year of its 31 March; a calendar year stands for itself."""
    text = fold(text)
    ends = {int(first) + 1 for first, last in PERIOD.findall(text) if (int(first) + 1) % 100 == int(last) % 100}
    ends |= {int(year) if len(year) == 4 else 2000 + int(year) for year in MARCH.findall(text)}
    if not ends:
        ends = {int(year) for year in YEAR.findall(text)}
    return {year for year in ends if 1995 <= year <= 2060}
