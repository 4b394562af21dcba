"""Gold annotation of a report, read from XML, and a record, both as words with every layer over them: the form in which they are compared.

The XML: report (id area start end) holds section (type level boilerplate), h, p, li, table (tr, th, td), testimonial and case. Inline are
agency, role, order, term (id: one or more labels), leg (act, p), caselaw (ncn), s (themes polarity), quote and slot (kind).
"""

import re
import xml.etree.ElementTree as ElementTree
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from mappa.errors import MappaError
from mappa.records import LegislationAttributes, Record, attributes_of

WORD = re.compile(r"\w+")
PROVISION = re.compile(r"\s*([a-z]+)\s+([^-\s]+)(?:\s*-\s*(\S+))?\s*")
NUMBER = re.compile(r"(\d+(?:\.\d+)?)[*†‡]?")
LAYER = {"agency": "agency", "role": "role", "order": "order", "term": "mappa-term", "leg": "legislation", "caselaw": "case-law"}
BREAKS = {"h", "p", "li", "caption", "th", "td"}

Stretch = tuple[int, int]  # word indices, half-open
Cell = tuple[str, str | None, str | None]  # indicator, level, category


class Mark(NamedTuple):
    """A span of a layer; the label of legislation is the instrument with its provisions."""

    start: int
    end: int
    label: object


class Voice(NamedTuple):
    """A testimonial: the words quoted, and who speaks."""

    words: frozenset[int]
    role: str | None
    agency: str | None
    name: str | None


class Story(NamedTuple):
    """A case study: its words, its subject's alias, its outcome, and each word of an element with the element's kind."""

    words: frozenset[int]
    subject: str | None
    outcome: str | None
    elements: frozenset[tuple[int, str]]


class Observed(NamedTuple):
    """A cell of a table of statistics: its value and where it stands, as a word index."""

    value: int | float | None
    word: int


@dataclass(slots=True)
class Reading:
    """A report as its words in lower case, and every layer as word indices.

    starts     of a record: where in its text each word begins, and last where the text ends
    sentences  the stretches that were judged for themes (of gold: outside boilerplate); polarity by sentence
    themes     (stretch, theme, polarity): in gold the sentence, in a record the mark
    """

    words: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    metadata: tuple[str | None, str | None, str | None] = (None, None, None)
    marks: dict[str, list[Mark]] = field(default_factory=dict)
    sections: list[tuple[int, str | None]] = field(default_factory=list)
    sentences: list[Stretch] = field(default_factory=list)
    themes: list[tuple[Stretch, str | None, str | None]] = field(default_factory=list)
    voices: list[Voice] = field(default_factory=list)
    stories: list[Story] = field(default_factory=list)
    statistics: dict[Cell, Observed] = field(default_factory=dict)


def read_gold(path: Path) -> tuple[str, Reading]:
    """The id of the report annotated in the XML at `path`, and its reading. Raises MappaError where it cannot be understood."""
    try:
        root = ElementTree.fromstring(path.read_bytes())
        if root.tag != "report":
            raise MappaError(f"{path.name}: its root is <{root.tag}>, not <report>; give gold annotation as its README describes")
        return root.get("id") or path.stem, _Walk(root).reading
    except ElementTree.ParseError as error:
        raise MappaError(f"{path.name}: not XML: {error}; mend that place") from None
    except ValueError as error:
        raise MappaError(f"{path.name}: {error}") from None


class _Walk:
    """One pass over the gold: what is open (boilerplate, table, testimonial, case) decides what an element counts for."""

    def __init__(self, root: ElementTree.Element):
        self.reading = Reading(metadata=(root.get("area"), root.get("start"), root.get("end")))
        self.pending = ""
        self.template = self.tables = 0
        self.quoted: set[int] | None = None
        self.told: set[tuple[int, str]] | None = None
        self._walk(root)
        self._here()

    def _here(self) -> int:
        """The index of the next word."""
        self.reading.words += [word.lower() for word in WORD.findall(self.pending)]
        self.pending = ""
        return len(self.reading.words)

    def _walk(self, node: ElementTree.Element) -> None:
        start, judged = self._here(), len(self.reading.sentences)
        self.template += node.get("boilerplate") == "true"
        self.tables += node.tag == "table"
        self._open(node)
        self.pending += node.text or ""
        for child in node:
            self._walk(child)
            self.pending += child.tail or ""
        end = self._here()
        self.pending += " " if node.tag in BREAKS else ""
        self._close(node, (start, end), judged)
        self.tables -= node.tag == "table"
        self.template -= node.get("boilerplate") == "true"

    def _open(self, node: ElementTree.Element) -> None:
        if node.tag == "testimonial":
            self.quoted = set()
        elif node.tag == "case":
            self.told = set()
        elif node.tag == "table":
            self.pending += f"{node.get('caption', '')} "

    def _close(self, node: ElementTree.Element, at: Stretch, judged: int) -> None:
        reading, get, words = self.reading, node.get, range(*at)
        if node.tag in LAYER:
            reading.marks.setdefault(LAYER[node.tag], []).extend(Mark(*at, label) for label in _labels(node))
        elif node.tag == "s" and not self.template:
            reading.sentences.append(at)
            reading.themes += [(at, theme, get("polarity")) for theme in (get("themes") or "").split()]
        elif node.tag in ("p", "li") and not self.template and not self.tables:
            reading.sentences += _between(at, [one for one in reading.sentences[judged:] if at[0] <= one[0] < at[1]])
        elif node.tag == "quote" and self.quoted is not None:
            self.quoted.update(words)
        elif node.tag == "slot" and self.told is not None:
            self.told.update((word, get("kind", "")) for word in words)
        elif node.tag == "testimonial":
            reading.voices.append(Voice(frozenset(self.quoted or ()), get("role") or None, get("agency") or None, get("name") or None))
            self.quoted = None
        elif node.tag == "case":
            reading.stories.append(Story(frozenset(words), get("subject"), get("outcome"), frozenset(self.told or ())))
            self.told = None
        elif node.tag == "section":
            reading.sections.append((at[0], get("type")))
        elif node.tag == "td" and (indicator := get("indicator")):
            cell = (indicator, get("level") or None, get("category") or None)
            reading.statistics[cell] = Observed(_number("".join(node.itertext())), at[0])


def _labels(node: ElementTree.Element) -> Sequence[object]:
    if node.tag == "leg":
        return [(node.get("act") or None, _provisions(node.get("p") or ""))]
    if node.tag == "caselaw":
        return [node.get("ncn")]
    return (node.get("id") or "").split()


def _provisions(text: str) -> tuple[tuple[str, str, str | None], ...]:
    found = []
    for part in filter(None, map(str.strip, text.split(";"))):
        if (match := PROVISION.fullmatch(part)) is None:
            raise ValueError(f"provision {part!r} is not understood; write it as in 'section 325-327B; part 2'")
        found.append(_provision(match[1], match[2], match[3]))
    return tuple(found)


def _provision(kind: str, first: str, last: str | None) -> tuple[str, str, str | None]:
    return kind, first.lower(), last.lower() if last else None


def _number(text: str) -> int | float | None:
    match = NUMBER.fullmatch(text.strip().replace(",", ""))
    return None if match is None else float(match[1]) if "." in match[1] else int(match[1])


def _between(at: Stretch, coded: Sequence[Stretch]) -> list[Stretch]:
    """The stretches of a paragraph that carry no theme: sentences too, in which a theme would be wrong."""
    found, start = [], at[0]
    for first, last in [*sorted(coded), (at[1], at[1])]:
        if first > start:
            found.append((start, first))
        start = max(start, last)
    return found


def read_record(record: Record) -> Reading:
    """`record` as a reading."""
    words = list(WORD.finditer(record.text))
    starts, ends = [word.start() for word in words], [word.end() for word in words]

    def at(start: int, end: int) -> Stretch:
        return bisect_left(ends, start + 1), bisect_left(starts, end)

    period, reading = record.metadata.period, Reading([word[0].lower() for word in words], [*starts, len(record.text)])
    reading.metadata = (record.metadata.area, period.start.isoformat() if period else None, period.end.isoformat() if period else None)
    for item in record.annotations:
        if item.layer == "theme":
            reading.themes.append((at(item.start, item.end), item.label, item.attributes["polarity"]))
            continue
        label: object = item.label
        if isinstance(told := attributes_of(item), LegislationAttributes):
            label = (item.label, tuple(_provision(one.kind, one.from_, one.to or None) for one in told.provisions))
        reading.marks.setdefault(item.layer, []).append(Mark(*at(item.start, item.end), label))
    reading.sections = [(at(section.start, section.start + 1)[0], section.type) for section in record.sections]
    for voice in record.testimonials:
        quoted = frozenset(word for span in voice.quote for word in range(*at(span.start, span.end)))
        reading.voices.append(Voice(quoted, voice.speaker.role, voice.speaker.agency, voice.speaker.name))
    for case in record.case_studies:
        told = frozenset((word, element.kind) for element in case.elements for word in range(*at(element.start, element.end)))
        reading.stories.append(Story(frozenset(range(*at(case.start, case.end))), case.subject.alias, case.outcome, told))
    for one in record.statistics:
        reading.statistics[one.indicator, one.level, one.category] = Observed(one.value, at(one.start, one.end)[0])
    return reading
