"""What the schema cannot say of a document: offsets, order, nesting, ids and known labels; each fault is one line."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import pairwise

from mappa.errors import MappaError
from mappa.records import (
    Annotation,
    CaseStudy,
    Element,
    LegislationAttributes,
    Record,
    RoleAttributes,
    Section,
    Span,
    Statistic,
    Testimonial,
    ThemeAttributes,
    attributes_of,
)

Labels = Mapping[str, Collection[str]]
UNSETTLED = ("legislation", "case-law")  # the layers whose label may be null
FORBIDDEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\U00010000-\U0010ffff]")


def problems(record: Record, labels: Labels | None = None) -> list[str]:
    """Every fault of `record`; an empty list where it keeps the format.

    `labels`: the known labels by annotation layer, and those of "section" and "statistic"; a kind it does not name is open.
    """
    known = labels or {}
    return [
        *(f"text: U+{ord(match.group()):04X} at {match.start()} is not allowed" for match in FORBIDDEN.finditer(record.text)),
        *_period(record),
        *_pages(record),
        *_paragraphs(record),
        *_sections(record, known),
        *_places(record),
        *_ids(record),
        *_order(record.annotations),
        *(fault for item in record.annotations for fault in _annotation(item, record, known)),
        *(fault for item in record.testimonials for fault in _testimonial(item, record.text, known)),
        *(fault for item in record.case_studies for fault in _case_study(item, record.text, known)),
        *(fault for item in record.statistics for fault in _unknown("statistic", item.indicator, _name(item), known)),
    ]


def _name(item: object) -> str:
    """How a fault names an item: what it is, and where it stands."""
    kind = item.layer if isinstance(item, Annotation) else type(item).__name__.lower()
    return f"{kind} at {getattr(item, 'start', '?')}"


def _period(record: Record) -> Iterator[str]:
    period = record.metadata.period
    if period and period.start > period.end:
        yield f"metadata.period: ends ({period.end}) before it starts ({period.start})"


def _pages(record: Record) -> Iterator[str]:
    """Pages are numbered from 1 and cover the text without a gap."""
    if len(record.pages) != (record.source.pages or 0):
        yield f"pages: {len(record.pages)} listed, but source.pages is {record.source.pages}"
    starts = [*(page.start if index else 0 for index, page in enumerate(record.pages)), len(record.text)]
    for number, (page, (start, end)) in enumerate(zip(record.pages, pairwise(starts), strict=True), 1):
        if (page.number, page.start, page.end) != (number, start, end) or start > end:
            yield f"page {page.number} ({page.start}-{page.end}): expected page {number} ({start}-{end})"


def _paragraphs(record: Record) -> Iterator[str]:
    """Paragraphs ascend and do not overlap; all but tables are one line."""
    for item in record.paragraphs:
        yield from _inside(item.start, item.end, record.text, _name(item))
        if item.kind != "table" and "\n" in record.text[item.start : item.end]:
            yield f"{_name(item)}: a line feed in a {item.kind}"
    for one, two in pairwise(record.paragraphs):
        if two.start < one.end:
            yield f"{_name(two)}: begins before {one.end}, where the one before ends"


def _sections(record: Record, known: Labels) -> Iterator[str]:
    """A section ends where the next of the same or a higher level begins, and lies within its parent, which stands before it."""
    earlier: dict[str, Section] = {}
    for index, item in enumerate(record.sections):
        name = f"section {item.id}"
        yield from _inside(item.start, item.end, record.text, name)
        yield from _unknown("section", item.type, name, known)
        if item.id in earlier:
            yield f"{name}: the id stands twice"
        if index and item.start < record.sections[index - 1].start:
            yield f"{name}: begins before the section listed before it"
        end = next((later.start for later in record.sections[index + 1 :] if later.level <= item.level), len(record.text))
        if item.end != end:
            yield f"{name}: ends at {item.end}, expected {end}, where the next of its level begins"
        if item.parent is not None:
            parent = earlier.get(item.parent)
            if parent is None or not (parent.start <= item.start and item.end <= parent.end and parent.level < item.level):
                yield f"{name}: lies not within its parent {item.parent}, or that is not of a higher level"
        earlier[item.id] = item


def _places(record: Record) -> Iterator[str]:
    """Whatever names a page and a section stands there; a format without pages has null."""
    starts = [page.start for page in record.pages]
    sections = {section.id: section for section in record.sections}
    items: list[Annotation | Testimonial | CaseStudy | Statistic] = [
        *record.annotations,
        *record.testimonials,
        *record.case_studies,
        *record.statistics,
    ]
    for item in items:
        page = record.pages[max(0, bisect_right(starts, item.start) - 1)].number if starts else None
        if item.page != page:
            yield f"{_name(item)}: page is {item.page}, expected {page}"
        if not isinstance(item, Statistic) and item.section is not None:
            section = sections.get(item.section)
            if section is None or not section.start <= item.start < section.end:
                yield f"{_name(item)}: does not stand in section {item.section}"


def _ids(record: Record) -> Iterator[str]:
    ids = Counter(item.id for items in (record.annotations, record.testimonials, record.case_studies) for item in items)
    yield from (f"id {mark}: stands {times} times" for mark, times in ids.items() if times > 1)


def _order(annotations: Sequence[Annotation]) -> Iterator[str]:
    """By start, then longest first; no layer but theme overlaps itself."""
    for one, two in pairwise(annotations):
        if (one.start, -one.end) > (two.start, -two.end):
            yield f"{_name(two)}: out of order, it comes by start, then longest first"
    last: dict[str, Annotation] = {}
    for item in sorted(annotations, key=lambda item: (item.start, -item.end)):
        before = last.get(item.layer)
        if before and item.start < before.end and item.layer != "theme":
            yield f"{_name(item)}: overlaps {_name(before)}"
        if not before or item.end > before.end:
            last[item.layer] = item


def _annotation(item: Annotation, record: Record, known: Labels) -> Iterator[str]:
    name = _name(item)
    yield from _words(item, record.text, name)
    yield from _unknown(item.layer, item.label, name, known)
    if item.label is None and item.layer not in UNSETTLED:
        yield f"{name}: label is null"
    try:
        attributes = attributes_of(item)
    except MappaError as error:
        yield f"{name}: {error}"
        return
    match attributes:
        case LegislationAttributes(inferred=inferred, method=method) if inferred != (method == "implied"):
            yield f"{name}: inferred is {inferred}, but method is {method}"
        case RoleAttributes(agency=agency):
            yield from _unknown("agency", agency, name, known)
        case ThemeAttributes(sentence=sentence):
            if not (sentence.start <= item.start and item.end <= sentence.end <= len(record.text)):
                yield f"{name}: does not stand in its sentence {sentence.start}-{sentence.end}"


def _testimonial(item: Testimonial, text: str, known: Labels) -> Iterator[str]:
    name = _name(item)
    yield from _inside(item.start, item.end, text, name)
    for span in [*item.quote, *filter(None, [item.attribution])]:
        yield from _words(span, text, name)
    if (item.quote[0].start, item.quote[-1].end) != (item.start, item.end) or any(two.start < one.end for one, two in pairwise(item.quote)):
        yield f"{name}: the quotation does not run from its start to its end, in order"
    yield from _unknown("role", item.speaker.role, name, known)
    yield from _unknown("agency", item.speaker.agency, name, known)


def _case_study(item: CaseStudy, text: str, known: Labels) -> Iterator[str]:
    name = _name(item)
    yield from _inside(item.start, item.end, text, name)
    for element in item.elements:
        yield from _words(element, text, name)
        if not (item.start <= element.start and element.end <= item.end):
            yield f"{name}: {_name(element)} lies outside"
    for agency in item.agencies:
        yield from _unknown("agency", agency, name, known)


def _words(item: Annotation | Span | Element, text: str, name: str) -> Iterator[str]:
    """The span is there, and its `text` is what stands there."""
    yield from _inside(item.start, item.end, text, name)
    if text[item.start : item.end] != item.text:
        yield f"{name}: text is {item.text!r}, but {text[item.start : item.end]!r} stands there"
    elif item.text != item.text.strip():
        yield f"{name}: begins or ends with a blank"


def _inside(start: int, end: int, text: str, name: str) -> Iterator[str]:
    if not start < end <= len(text):
        yield f"{name}: {start}-{end} is no stretch of a text of {len(text)} characters"


def _unknown(kind: str, label: str | None, name: str, known: Labels) -> Iterator[str]:
    if label is not None and kind in known and label not in known[kind]:
        yield f"{name}: {kind} label {label!r} is not among the known ones"
