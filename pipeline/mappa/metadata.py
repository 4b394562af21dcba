"""Area, period, title and language of a report: from its print first, from its file's name last, and never invented."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import PurePath
from typing import Any

from mappa import welsh
from mappa.document import Document, Notice
from mappa.language import fold
from mappa.readers import Reading

FIRST_REPORT, LAST_REPORT = 2001, 2060  # the duty to report began in April 2001
COVER = 12  # paragraphs at the start among which a cover's lines are looked for
DASH = "[-/\u00d0\u00f1\u2010-\u2015]"
YEAR = r"((?:19|20)\d\d)"
FULL_DATES = re.compile(
    rf"\b(?:1(?:st)?\s+)?april,?\s+{YEAR}\s*(?:to|until|and|through to|{DASH})\s*(?:the\s+)?(?:31(?:st)?\s+)?(?:of\s+)?march,?\s+{YEAR}\b",
    re.IGNORECASE,
)
SNAPSHOT = re.compile(r"\b31(?:st)?\s+(?:of\s+)?march,?\s+((?:19|20)\d\d)\b", re.IGNORECASE)
YEARS = re.compile(rf"(?<![\d/.-])'?((?:19|20)?\d\d)\s*{DASH}\s*'?((?:19|20)?\d\d|\d)(?![\d/]|\s*(?:%|per cent))")
ONE_YEAR = re.compile(rf"(?<![\d/-])(?<!- )(20\d\d)\b(?!\s*{DASH}\s*\d)")
LEFTOVER = re.compile(r"area name|name of area|insert|\[area|template|<area>|xx+|untitled|microsoft word|document\d", re.IGNORECASE)
TITLE = re.compile(r"report|mappa news|adroddiad", re.IGNORECASE)
REPORT = re.compile(r"\b(?:annual report|mappa|mapp|maapa|multi[- ]?agency public protection|adroddiad blynyddol)\b", re.IGNORECASE)
OWN_BODY = re.compile(r"\bMAPPA in ([A-Z][a-z]+(?: [A-Z][a-z]+)?)\b|\b([A-Z][a-z]{3,}) (?:MAPPA|Police|Constabulary|Probation)\b")
NOT_A_NAME = re.compile(
    r"\b(?:the|annual|report|reports|mappa|mapp|maapa|mappas?|news|newsletter|multi|agency|public|protection|arrangements?|panels?|strategic|management|board|area|areas|for|of|in|and|from|to|by|on|year|years|"
    r"statistical|information|final|version|draft|copy|print|web|edition|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|adroddiad|blynyddol|trefniadau|page|pdf|docx?|en|eng|english|cym|"
    r"protecting|keeping|communities|working|together|safe|safer|through|partnership|planning|protect|managing|risk|reducing|harm|april|march|police|constabulary|probation|service)\b|[^\w\s&'-]|\d+|_",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a report; `notices` say where its sources disagree."""

    area: str | None
    period: tuple[date, date] | None
    title: str | None
    language: str
    notices: tuple[Notice, ...]


class Areas:
    """The areas of areas.toml, found in texts by any of their names."""

    def __init__(self, table: Mapping[str, Any]):
        self.of_name: dict[str, tuple[str, ...]] = {}
        self.of_place: dict[str, str] = {}
        for area, entry in table["areas"].items():
            for name in (area, *entry.get("names", [])):
                self.of_name[_spelled(name)] = (area,)
            for place in entry.get("places", []):
                self.of_place.setdefault(_spelled(place), area)
        for name, areas in table["joint"].items():
            self.of_name[_spelled(name)] = tuple(sorted(areas))
        names = sorted({*self.of_name, *self.of_place}, key=len, reverse=True)
        self.pattern = re.compile(r"\b(?:" + "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in names) + r")\b")

    def named(self, text: str) -> Iterator[tuple[str, ...]]:
        """The areas that `text` names, longest names first taken; places inside areas hide what they contain and name none."""
        for match in self.pattern.finditer(_spelled(text)):
            if areas := self.of_name.get(" ".join(match[0].split())):
                yield areas


def _spelled(text: str) -> str:
    return fold(text).replace("&", "and").replace("_", " ").replace("-", " ")


def facts(reading: Reading, document: Document, filename: str, areas: Areas) -> Facts:
    """Area, period, title and language of a report, each from the best of its sources."""
    evidence = Evidence(reading, document, filename, areas)
    language = "cy" if evidence.is_welsh else "en"
    return Facts(evidence.area, evidence.period, evidence.title, language, tuple(evidence.notices()))


class Evidence:
    """The places of one report in which its area and period may stand, best first."""

    def __init__(self, reading: Reading, document: Document, filename: str, areas: Areas):
        self.document = document
        self.areas = areas
        self.stem = PurePath(filename).stem
        own = reading.title if reading.title and not LEFTOVER.search(reading.title) else ""
        lines = [document.text[p.start : p.end] for p in document.paragraphs[:COVER] if p.end - p.start <= 160 and p.kind != "table"]
        self.furniture = [line for line in reading.furniture if not LEFTOVER.search(line)]
        self.cover = [line for line in lines if not LEFTOVER.search(line)]
        self.own_title = own

    @cached_property
    def titles(self) -> list[str]:
        """Lines that name the report: on the cover, in the running header, in the file's own title."""
        return [line for line in (*self.cover, *self.furniture, self.own_title) if REPORT.search(line) or YEARS.search(line)]

    @cached_property
    def title(self) -> str | None:
        """The report's title as printed."""
        lines = [line for line in (*self.cover, *self.furniture, self.own_title) if TITLE.search(line) and REPORT.search(line)]
        headed = [line for line in lines if not line.rstrip().endswith((".", ";"))]
        return max(headed, key=lambda line: (len(list(_ranges(line))) > 0, any(self.areas.named(line)), -headed.index(line)), default=None)

    @cached_property
    def is_welsh(self) -> bool:
        """Whether most words of the report are Welsh."""
        cymraeg, english = welsh.counts(self.document.text)
        return cymraeg > english

    # ------------------------------------------------------------------ period
    @cached_property
    def _printed(self) -> Counter[tuple[date, date]]:
        return Counter(_full_periods(self.document.text))

    @cached_property
    def _titled(self) -> list[tuple[date, date]]:
        ranged = [period for line in (*self.titles, *self.cover) for period in _ranges(line)]
        if ranged:
            return ranged
        years = [int(found[1]) for line in self.titles if "report" in line.lower() for found in ONE_YEAR.finditer(line)]
        return [_year(year - 1) for year in years if FIRST_REPORT < year < LAST_REPORT]

    @cached_property
    def _named(self) -> list[tuple[date, date]]:
        stem = re.sub(r"(?<!\d)[-_]", " ", self.stem).replace("_", "-")
        return list(_ranges(stem)) or [_year(int(found) - 1) for found in re.findall(r"(?<!\d)(20\d\d)(?!\d)", stem)]

    @cached_property
    def period(self) -> tuple[date, date] | None:
        """The reporting year: printed in full, else in a title or header, else from the snapshot's date, else from the file's name."""
        if self._printed:
            best = max(self._printed.values())
            often = [period for period, times in self._printed.items() if times == best]
            return next((period for period in self._titled if period in self._printed), None) or max(often)
        if self._titled:
            return Counter(self._titled).most_common(1)[0][0]
        ends = Counter(int(found[1]) for found in SNAPSHOT.finditer(self.document.text))
        if ends:
            return _year(ends.most_common(1)[0][0] - 1)
        return self._named[0] if self._named else None

    # ------------------------------------------------------------------ area
    @cached_property
    def area(self) -> str | None:
        """The area: in titles and headers, else in the file's name, else the one that the text keeps naming."""
        alone = [line for line in self.cover if _spelled(" ".join(NOT_A_NAME.sub(" ", line).split())) in self.areas.of_name]
        for lines in (self.titles, alone, [self.stem.replace("-", " ").replace("_", " ")]):
            found: Counter[tuple[str, ...]] = Counter(areas for line in lines for areas in self.areas.named(line))
            if found:
                best: tuple[str, ...] = max(found, key=lambda areas: (found[areas], len(areas)))
                return " and ".join(best)
            if strange := self._strange(lines):
                return strange
        return self._told

    @cached_property
    def _told(self) -> str | None:
        """The area that the text names as its own, far more often than any other."""
        text = self.document.text
        near = re.compile(r"\bMAPPA\b|\bpolice\b|\bconstabulary\b|\bprobation\b|\bstrategic management board\b|\bSMB\b", re.IGNORECASE)
        found: Counter[tuple[str, ...]] = Counter()
        for paragraph in self.document.paragraphs:
            words = text[paragraph.start : paragraph.end]
            for areas in self.areas.named(words):
                if len(areas) == 1:
                    found[areas] += 2 if near.search(words) else 1
        (first, most), (_, next_most) = [*found.most_common(2), ((), 0), ((), 0)][:2]
        return first[0] if most >= 4 and most >= 2 * next_most else self._most_named_body()

    def _most_named_body(self) -> str | None:
        """An area that no list knows, named in "MAPPA in X", "X MAPPA" or "X Police" throughout."""
        names = [first or second for first, second in OWN_BODY.findall(self.document.text)]
        found = Counter(name for name in names if not NOT_A_NAME.search(name))
        ((name, times),) = found.most_common(1) or [("", 0)]
        return name if times >= 3 and self._is_place(name) else None

    def _strange(self, lines: Sequence[str]) -> str | None:
        """An area that no list knows, as a title prints it: what is left of the title without the words of every title."""
        for line in lines:
            rest = " ".join(NOT_A_NAME.sub(" ", line).split()).strip("-&' ")
            name = rest.title() if rest.isupper() or rest.islower() else rest
            if name and len(name.split()) <= 4 and name[0].isalpha() and self._is_place(name):
                return name
        return None

    def _is_place(self, name: str) -> bool:
        """Whether the text uses `name` as a place: after "in", or in front of a body."""
        body = "MAPPA|Police|Constabulary|Probation|Council|SMB|Strategic|Multi"
        uses = rf"\b(?:in|across|of|for|around|within) {re.escape(name)}\b|\b{re.escape(name)}(?:'s|’s)? (?:{body})"
        return len(re.findall(uses, self.document.text)) >= 2

    # ------------------------------------------------------------------ doubts
    def notices(self) -> Iterator[Notice]:
        """Where area or period are missing, or their sources disagree."""
        if self.area is None:
            yield Notice("area", "no MAPPA area is named; set it in corrections.toml")
        if self.period is None:
            yield Notice("period", "no reporting year is printed; set it in corrections.toml")
            return
        for where, periods in (("a title or header", self._titled), ("the file's name", self._named)):
            if others := sorted(set(periods) - {self.period}) if self.period not in periods else []:
                yield Notice("period", f"{_written(self.period)} is taken as printed; {where} says {', '.join(map(_written, others))}")


def _written(period: tuple[date, date]) -> str:
    return f"{period[0].isoformat()} to {period[1].isoformat()}"


def _year(start: int) -> tuple[date, date]:
    return date(start, 4, 1), date(start + 1, 3, 31)


def _full_periods(text: str) -> Iterator[tuple[date, date]]:
    for found in FULL_DATES.finditer(text):
        if int(found[2]) == int(found[1]) + 1:
            yield _year(int(found[1]))


def _ranges(text: str) -> Iterator[tuple[date, date]]:
    """Reporting years written as two years: 2015-16, 2002/3, 02/03, 2022 – 2023, '06/'07."""
    for found in YEARS.finditer(text):
        first = int(found[1]) if len(found[1]) == 4 else 2000 + int(found[1])
        second = int(found[2]) if len(found[2]) == 4 else first // 10 ** len(found[2]) * 10 ** len(found[2]) + int(found[2])
        if second < first:
            second += 10 ** len(found[2])
        if second == first + 1 and FIRST_REPORT <= first < LAST_REPORT:
            yield _year(first)


def document_id(area: str | None, period: tuple[date, date] | None, language: str, filename: str) -> str:
    """The id of a document: area and year, or the file's stem where either is unknown (format.md)."""
    if area is None or period is None:
        return slugged(PurePath(filename).stem)
    start, end = period[0].year, period[1].year
    years = f"{start}-{end}" if end % 100 == 0 else f"{start}-{end % 100:02d}"
    return f"{slugged(area)}-{years}" + ("-cy" if language == "cy" else "")


def slugged(text: str) -> str:
    """Lower case, accents stripped, every run of other characters one hyphen; "report" where nothing is left."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-") or "report"


def welsh_paragraphs(document: Document) -> Iterable[tuple[int, int]]:
    """Offsets of the paragraphs that are in Welsh."""
    return [(p.start, p.end) for p in document.paragraphs if p.kind != "table" and welsh.is_welsh(document.text[p.start : p.end])]
