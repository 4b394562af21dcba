"""What a citation stands for: back references, titles without a year and provisions without a name are settled by scoring.

Every instrument in play is judged by whether it can have the provision, whether this field usually cites that provision from it, by
words of the sentence that point to it, and by how near it was named. Where no one of them leads clearly, the citation stays open.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from mappa.language import fold
from mappa.layers.attachment import ELSEWHERE, Name
from mappa.layers.citations import Cited
from mappa.layers.instruments import Implied, Instrument
from mappa.layers.own_sections import is_high, is_own, rules
from mappa.layers.provisions import Provision, Provisions, base
from mappa.layers.titles import Titles
from mappa.sentences import sentences

TYPICAL = 3.0
CUE, CUES = 2.0, 6.0  # each in the sentence, at most
AROUND, AROUNDS = 1.0, 2.0  # the same in the paragraph
NEAR = ((400, 3.0), (1500, 2.0), (10**9, 1.0))  # characters since it was last named
LATEST = 2.0
DEFINED = 6.0
IN_USE = 3.0  # a title without a year, in the years in which it means this Act
LEAST, MARGIN = 2.0, 1.0
LEAST_BARE = 4.0  # for a provision that stands alone
FAR = 2500  # characters after which "the Act" needs a word that points to it
SHOWN = 8  # candidates of an open citation
PERIOD = re.compile(r"(?<!\d)(20[0-4]\d)\s*(?:[-–/]|to)\s*(?:20)?\d{1,2}(?!\d)")
ANY_YEAR = re.compile(r"(?<![\d/£])(?<!Act )(?<!Act \()(?<!ACT )(?<!Act of )20[0-4]\d(?!\d)(?! Act)")
LAWFUL = re.compile(r"(?:under|in|by|of|to|pursuant to|contrary to|see|within|defined (?:by|in)|(?:,|\()|offence of)\s*$", re.IGNORECASE)
STRICT = re.compile(r"(?:under|pursuant to|contrary to|by virtue of|in accordance with|defined (?:by|in))\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Citation:
    """A citation, settled as far as it can be: `label` is None where no instrument leads; `rule` says what found it."""

    start: int
    end: int
    label: str | None
    provisions: tuple[Provision, ...]
    method: str
    candidates: tuple[str, ...]
    rule: str


def settled(text: str, found: Cited, titles: Titles) -> list[Citation]:
    """The citations `found` in `text`, in order, each with its instrument or its candidates."""
    return _Case(text, found, titles).citations()


def report_year(text: str) -> int | None:
    """The year in which the reporting period of `text` began, else the year named most often; it decides what an undated title meant."""
    if match := PERIOD.search(text, 0, 3000):
        return int(match[1])
    years = Counter(ANY_YEAR.findall(text)).most_common(1)
    return int(years[0][0]) if years else None


class _Case:
    """One document: what it has named so far, and where."""

    def __init__(self, text: str, found: Cited, titles: Titles):
        self.text = text
        self.found = found
        self.instruments: Mapping[str, Instrument] = titles.instruments
        self.titles = titles
        self.year = report_year(text)
        self.said: dict[str, int] = {}  # where each was last named, the latest last
        self.split: dict[tuple[int, int], list[tuple[int, int]]] = {}
        self.words: dict[tuple[int, int], str] = {}
        self.ever = {name.ids[0] for name in found.names if len(name.ids) == 1 and name.kind != "unknown"}

    def citations(self) -> list[Citation]:
        result: list[Citation] = []
        marks: list[Name | Provisions] = [*self.found.names, *self.found.bare]
        for one in sorted(marks, key=lambda one: (one.start, -one.end)):
            if result and one.start < result[-1].end:
                continue
            citation = self._named(one) if isinstance(one, Name) else self._bare(one)
            if citation is not None:
                result.append(citation)
                if citation.label:
                    self.said.pop(citation.label, None)
                    self.said[citation.label] = citation.end
        return result

    def _named(self, name: Name) -> Citation | None:
        """The citation that `name` makes."""
        if name.kind == "dated" and not (name.provisions or name.year):
            return None
        if name.kind == "order" and not any(map(self._is_order_of(name.year), self.ever)):
            return None  # a court's
        if name.kind in ("title", "number", "short", "name", "plural", "dated", "unknown"):
            label, others = self._of_title(name)
            method = "explicit" if name.kind in ("title", "number", "unknown") else "alias"
        elif name.kind == "that":
            label, others = self._nearest(name)
            method = "back-reference"
        else:
            label, others = self._back(name)
            method = "back-reference" if label is None or label in self.ever or label in self.said else "default"
        return self._citation(name, label, others, method)

    def _citation(self, one: Name | Provisions, label: str | None, others: Iterable[str], method: str) -> Citation:
        provisions = one.provisions if isinstance(one, Name) else one.items
        candidates = tuple(other for other in others if other != label)
        kind = one.kind if isinstance(one, Name) else "provision"
        return Citation(one.start, one.end, label, provisions, method, candidates, f"legislation/{label or 'open'}/{kind}")

    def _of_title(self, name: Name) -> tuple[str | None, Sequence[str]]:
        """The instrument of a title or an abbreviation, and those that share it."""
        if name.kind in ("unknown", "plural") or len(name.ids) == 1:
            return (name.ids[0] if name.kind not in ("unknown", "plural") else None), name.ids
        scores = {label: self._score(label, name) + self._in_use(label) + (DEFINED if label in self.said else 0) for label in name.ids}
        return self._best(scores, LEAST)

    def _back(self, name: Name) -> tuple[str | None, Sequence[str]]:
        """The instrument of "the Act" or "the 2003 Act": defined by the document, else the best of those in play."""
        definition = self.found.defined.get(f"{name.year} Act" if name.year else "Act")
        meant = definition.ids[0] if definition and len(definition.ids) == 1 and name.start >= definition.start else None
        before = list(reversed(self.said))
        if name.kind == "order":
            pool = [label for label in sorted(self.ever) if self._is_order_of(name.year)(label)]
        elif name.year:
            known = [label for label in self.titles.by_year.get(name.year, []) if label in self.titles.cues]
            pool = [*known, *(label for label in sorted(self.ever) if self.titles.years.get(label) == name.year)]
        else:
            pool = list(dict.fromkeys([*before, *([meant] if meant else [])])) or self._unnamed()
        scores = {label: self._score(label, name) + (DEFINED if label == meant else 0) for label in dict.fromkeys(pool)}
        if not name.year and before:
            scores[before[0]] = scores.get(before[0], 0) + LATEST
        far = not meant and not name.year and len(before) > 1 and name.start - self.said[before[0]] > FAR
        label, others = self._best(scores, LEAST + (2 * CUE if far else 0))
        return label, others or (self.titles.by_year.get(name.year, [])[:SHOWN] if name.year else ())

    def _is_order_of(self, year: int | None) -> Callable[[str], bool]:
        """Whether an identifier is that of a statutory instrument of `year`."""
        return lambda label: self.titles.years.get(label) == year and not label.startswith("ukpga")

    def _nearest(self, name: Name) -> tuple[str | None, Sequence[str]]:
        """The instrument named last that can have the provisions."""
        return next((label for label in reversed(self.said) if self._can(label, name.provisions)), None), ()

    def _bare(self, one: Provisions) -> Citation | None:
        """The citation that provisions without a name make, where a rule or the text around tells which law; else None or an open one."""
        if is_own(self.text, one, self._bounds(one)[0], self.said.values()):
            return None
        if implied := self._implied(one):
            first = [label for label, reach in implied if reach == implied[0][1]]
            return self._citation(one, first[0] if len(first) == 1 else None, [label for label, _ in implied], "implied")
        if ELSEWHERE.match(self.text, one.end):
            return None
        if any(item.kind not in ("section", "regulation") for item in one.items):
            return self._division(one)
        printed_short = one.opening[0] in "sSrR§" and len(one.opening) <= 3 and one.opening.endswith((".", "§"))
        sub = any("(" in item.first for item in one.items)
        in_front = self.text[max(0, one.start - 30) : one.start]
        strict = printed_short or sub or bool(STRICT.search(in_front))
        if not (strict or LAWFUL.search(in_front) or rules(self.text, one)):
            return None
        pool = dict.fromkeys([*sorted(self.ever), *(label for label in self.titles.typical if self._cued(label, one))])
        scores = {label: self._score(label, one) for label in pool if self._fits(label, one)}
        if not strict:  # "see section 4" may be the report's own: the sentence must speak of the law
            scores = {label: score for label, score in scores.items() if self._cued(label, one) or is_high(one)}
        label, others = self._best(scores, LEAST_BARE)
        if label is None and not strict:
            return None
        return self._citation(one, label, others, "implied")

    def _division(self, one: Provisions) -> Citation | None:
        """The citation that a Schedule or a Part makes which the law named a moment ago is known for; a report has Parts of its own."""
        heads = self.text[one.start - 1 : one.start] in ("", "\n")
        if heads or one.items[0].kind not in ("part", "schedule") or not one.opening[0].isupper():
            return None
        pool = [label for label in self.said if one.start - self.said[label] < NEAR[1][0] and self._is_typical(label, one)]
        pool = [label for label in pool if one.items[0].kind == "schedule" or self._cued(label, one)]
        label, others = self._best({label: self._score(label, one) for label in pool if self._fits(label, one)}, LEAST_BARE)
        return self._citation(one, label, others, "implied") if label else None

    def _implied(self, one: Provisions) -> list[tuple[str, int]]:
        """The instruments that `one` means by itself, and how far off the word stands that says so; the nearest first."""
        rules = self.titles.implying.get((one.items[0].kind, base(one.items[0].first)), [])
        found = [(label, reach) for label, rule in rules if (reach := self._reach(rule, one)) is not None]
        return sorted(dict(sorted(found, key=lambda pair: -pair[1])).items(), key=lambda pair: pair[1])

    def _reach(self, rule: Implied, one: Provisions) -> int | None:
        """Characters between `one` and the nearest word that `rule` asks for, 0 where it asks for none; None where it does not hold."""
        if not all(item.kind == rule.kind and base(item.first) in rule.numbers for item in one.items):
            return None
        if rule.together and len(one.items) != len(rule.numbers):
            return None
        low, high = self._bounds(one)
        behind, front = fold(self.text[one.end : high]), fold(self.text[low : one.start])
        if rule.before and not any(re.match(rf"[ ,\-\"']*{re.escape(word)}\b", behind) for word in rule.before):
            return None
        if not rule.near:
            return 0
        reaches = [match.start() for word in rule.near if (match := re.search(rf"(?<!\w){re.escape(word)}", behind))]
        reaches += [len(front) - match.end() for word in rule.near for match in re.finditer(rf"(?<!\w){re.escape(word)}", front)]
        return min(reaches, default=None)

    def _score(self, label: str, one: Name | Provisions) -> float:
        """How well `label` fits: minus 100 where it cannot have the provisions."""
        entry = self.instruments.get(label)
        provisions = one.provisions if isinstance(one, Name) else one.items
        if entry is None or not self._can(label, provisions):
            return -100.0
        score = TYPICAL if any(entry.is_typical(item) for item in provisions) else 0.0
        score += min(CUES, CUE * self._cues(label, self._bounds(one))) + min(AROUNDS, AROUND * self._cues(label, self._edges(one)))
        if label in self.said:
            score += next(points for reach, points in NEAR if one.start - self.said[label] < reach)
        elif label in self.ever:
            score += NEAR[-1][1]
        return score

    def _can(self, label: str, provisions: Iterable[Provision]) -> bool:
        entry = self.instruments.get(label)
        return entry is None or all(entry.has(item) for item in provisions)

    def _fits(self, label: str, one: Provisions) -> bool:
        """Whether `label` is known to have the provisions of `one`: what has no limits in the table could have any."""
        entry = self.instruments.get(label)
        return entry is not None and all(entry.has_limits(item) for item in one.items)

    def _cued(self, label: str, one: Provisions) -> bool:
        return self._is_typical(label, one) and self._cues(label, self._bounds(one)) > 0

    def _is_typical(self, label: str, one: Provisions) -> bool:
        return label in self.instruments and any(map(self.instruments[label].is_typical, one.items))

    def _cues(self, label: str, stretch: tuple[int, int]) -> int:
        """How many of the words that point to `label` stand in a stretch of the text."""
        if label not in self.titles.cues:
            return 0
        if stretch not in self.words:
            self.words[stretch] = fold(self.text[slice(*stretch)])
        return len(set(self.titles.cues[label].findall(self.words[stretch])))

    def _in_use(self, label: str) -> float:
        """Points for an undated title in the years in which it meant `label`; a table row without such years gets none."""
        entry = self.instruments[label]
        if entry.named_from is None and entry.named_until is None:
            return 0.0
        year = self.year or 0
        low, high = entry.named_from or 0, entry.named_until or 10**4
        return IN_USE if (year and low <= year <= high) or (not year and entry.named_until is None) else 0.0

    def _unnamed(self) -> list[str]:
        """What "the Act" may mean in a report of this year that names none."""
        year = self.year
        return [label for label in self.titles.unnamed if year is None or _within(year, self.instruments[label].unnamed)]

    def _best(self, scores: Mapping[str, float], least: float) -> tuple[str | None, Sequence[str]]:
        """The one that leads by a clear margin, and all that are possible, the best first."""
        ranked = sorted((label for label in scores if scores[label] > -50), key=lambda label: (-scores[label], label))
        if not ranked:
            return None, ()
        margin = scores[ranked[0]] - scores[ranked[1]] if len(ranked) > 1 else MARGIN
        leads = scores[ranked[0]] >= least and margin >= MARGIN
        return (ranked[0] if leads else None), [label for label in ranked if scores[label] > 0] if leads else ranked[:SHOWN]

    def _edges(self, one: Name | Provisions) -> tuple[int, int]:
        low = self.text.rfind("\n\n", 0, one.start)
        high = self.text.find("\n\n", one.end)
        return max(0, low + 2 if low >= 0 else 0), high if high >= 0 else len(self.text)

    def _bounds(self, one: Name | Provisions) -> tuple[int, int]:
        """Where the sentence of `one` begins and ends; one that its marks cut short runs to the end of `one` at least."""
        edges = self._edges(one)
        spans = self.split.get(edges) or self.split.setdefault(edges, sentences(self.text, *edges))
        at = min(bisect_left(spans, one.end, key=lambda span: span[1]), len(spans) - 1)
        return min(spans[at][0], one.start), max(spans[at][1], one.end)


def _within(year: int, years: tuple[int, int] | None) -> bool:
    return years is not None and years[0] <= year <= years[1]
