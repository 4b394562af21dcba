"""Which words of a report are highlighted, by which marks: overlapping ones are cut at all their edges, so that pieces nest."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from mappa.records import Annotation, Record
from mappa.web.words import CASE_STUDY, FORMS, LAYERS, POLARITIES, TESTIMONIAL, label_words, layer_words, provision_words, words


@dataclass(frozen=True, slots=True)
class Mark:
    """A highlight of `text[start:end]`.

    id      where a link to it leads; pieces of one quotation share the first part
    tone    polarity of a theme or kind of a case study's element, for its colour
    title   what it is, in words; `about` adds what else is known
    """

    id: str
    layer: str
    start: int
    end: int
    text: str
    title: str
    tone: str = ""
    about: str = ""
    page: int | None = None
    section: str | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text under the same marks throughout, outermost first; `opens` are those that begin with it."""

    text: str
    marks: tuple[Mark, ...]
    opens: frozenset[str]


def marks_of(record: Record) -> list[Mark]:
    """Everything to highlight in `record`, by start, then longest first."""
    found = [*map(_annotation, record.annotations), *_quotations(record), *_case_studies(record)]
    return sorted(found, key=lambda mark: (mark.start, -mark.end, mark.layer, mark.id))


def _annotation(item: Annotation) -> Mark:
    tone = item.attributes.get("polarity", "")
    title = label_words(item.layer, item.label, item.attributes)
    about = POLARITIES.get(tone, "") if tone != "neutral" else ""
    if item.layer == "agency" and item.attributes.get("name") not in (None, title):
        about = item.attributes["name"]
    elif item.layer == "legislation":
        about = _law(item)
    elif item.layer == "role" and item.attributes.get("agency"):
        about = words(item.attributes["agency"])
    return Mark(item.id, item.layer, item.start, item.end, item.text, title, tone, about, item.page, item.section)


def _law(item: Annotation) -> str:
    return provision_words(item.attributes) + (" (understood from the words around it)" if item.attributes.get("inferred") else "")


def _quotations(record: Record) -> Iterator[Mark]:
    for item in record.testimonials:
        speaker = item.speaker
        who = speaker.name or speaker.post or (words(speaker.role) if speaker.role else None) or "Speaker not named"
        body = words(speaker.agency) if speaker.agency else ""
        about = ", ".join(filter(None, [speaker.post if speaker.name else "", body, FORMS[item.form]]))
        for number, part in enumerate(item.quote):
            id = item.id if number == 0 else f"{item.id}-{number}"
            yield Mark(id, TESTIMONIAL, part.start, part.end, part.text, who, "", about, item.page, item.section)


def _case_studies(record: Record) -> Iterator[Mark]:
    for item in record.case_studies:
        who = item.heading or item.subject.alias or "Case study"
        for number, part in enumerate(item.elements):
            id = item.id if number == 0 else f"{item.id}-{number}"
            yield Mark(id, CASE_STUDY, part.start, part.end, part.text, words(part.kind), part.kind, who, item.page, item.section)


def layers_of(record: Record) -> dict[str, int]:
    """How many highlights `record` has by layer, in the order in which they are offered."""
    counts = {layer: 0 for layer in ("theme", TESTIMONIAL, CASE_STUDY)}
    for item in record.annotations:
        counts[item.layer] = counts.get(item.layer, 0) + 1
    counts[TESTIMONIAL], counts[CASE_STUDY] = len(record.testimonials), len(record.case_studies)
    order = {layer: number for number, layer in enumerate(LAYERS)}
    return {layer: counts[layer] for layer in sorted(counts, key=lambda layer: (order.get(layer, len(order)), layer)) if counts[layer]}


def pieces(text: str, start: int, end: int, marks: Sequence[Mark]) -> list[Piece]:
    """`text[start:end]` cut wherever one of `marks` begins or ends; joined again the pieces are that text."""
    inside = [mark for mark in marks if mark.start < end and mark.end > start]
    edges = sorted({start, end, *(edge for mark in inside for edge in (mark.start, mark.end) if start < edge < end)})
    cut = []
    for first, last in pairwise(edges):
        over = sorted((mark for mark in inside if mark.start <= first and mark.end >= last), key=_outermost)
        opens = frozenset(mark.id for mark in over if max(mark.start, start) == first and mark.start >= start)
        cut.append(Piece(text[first:last], tuple(over), opens))
    return cut


def _outermost(mark: Mark) -> tuple[int, int, str, str]:
    return mark.start, -mark.end, mark.layer, mark.id


def described(mark: Mark) -> str:
    """One line for a mark: "Theme: Accommodation (Challenge)"."""
    return f"{layer_words(mark.layer).one}: {mark.title}" + (f" ({mark.about})" if mark.about else "")
