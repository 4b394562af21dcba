"""Records as tables: documents, paragraphs, stretches of sentences (what rates are counted on), codings and testimonials.

What a row can be grouped by is a column of the same name in all tables (selection.DIMENSIONS). None stands for what a report does not tell.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from pandas import DataFrame

from mappa.analysis.contacts import masked, shown
from mappa.analysis.words import number_of_words
from mappa.errors import MappaError
from mappa.records import Annotation, Record, Testimonial
from mappa.sentences import sentences

PROSE = ("paragraph", "item", "quote")
OUTSIDE, NO_CASE, NO_AGENCY, NO_SECTION = "outside testimonials", "outside case studies", "no agency named", "no section"
POLARITIES = ("strength", "challenge", "neutral")

PLACE = ["document", "area", "year", "section", "speaker-role", "speaker-agency", "named-agency", "testimonial", "case-study"]
HEADS = {
    "documents": ["document", "area", "year", "title", "language", "pages", "words", "counted words", "template words", "testimonials",
                  "case studies", "coded sentences", "file"],
    "paragraphs": ["document", "number", "start", "end", "kind", "page", "section", "template", "shared by", "counted", "words"],
    "stretches": [*PLACE, "paragraph", "sentence", "start", "end", "words", "counted"],
    "codings": [*PLACE, "theme", "polarity", "page", "heading", "speaker", "sentence", "evidence", "rule", "paragraph", "start", "end",
                "shared by", "counted"],
    "testimonials": ["testimonial", "document", "area", "year", "page", "section", "form", "speaker", "speaker-role", "speaker-agency",
                     "place", "quotation", "words", "id"],
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Tables:
    """A corpus as tables. `texts` holds each document's text without contact details, at the offsets of the record."""

    documents: DataFrame
    paragraphs: DataFrame
    stretches: DataFrame
    codings: DataFrame
    testimonials: DataFrame
    texts: Mapping[str, str]
    themes: tuple[str, ...]
    template: bool


def tables(
    records: Iterable[Record],
    *,
    template: bool = False,
    shared: Mapping[str, Sequence[int]] | None = None,
    shared_from: int | None = None,
    themes: Iterable[str] = (),
) -> Tables:
    """The tables of `records`; with `template` the national template's words are counted too.

    A paragraph that at least `shared_from` reports share (`shared`, as corpus.read_shared gives it) is taken for template as well.
    `themes` are those to count even where no sentence is coded so. A Welsh document has no themes, so nothing of it is counted.
    """
    rows: dict[str, list[dict[str, Any]]] = {name: [] for name in HEADS}
    texts: dict[str, str] = {}
    for record in records:
        if shared and len(shared.get(record.id, record.paragraphs)) != len(record.paragraphs):
            raise MappaError(f"{record.id}: its shared paragraphs were counted in another build; build the corpus again")
        report = _Report(record, texts.setdefault(record.id, masked(record.text)), template, (shared or {}).get(record.id), shared_from)
        made = {name: list(getattr(report, name)()) for name in ("paragraphs", "stretches", "codings", "testimonials")}
        for name, found in made.items():
            rows[name] += found
        rows["documents"].append(report.document(made))
    frames = {name: DataFrame(rows[name], columns=HEADS[name], dtype=object) for name in HEADS}
    for name in ("stretches", "codings", "paragraphs"):
        frames[name]["counted"] = frames[name]["counted"].astype(bool)
    known = dict.fromkeys([*themes, *sorted(frames["codings"]["theme"].unique())])
    return Tables(**frames, texts=texts, themes=tuple(known), template=template)


class _Report:
    """One record and the positions by which its rows are placed."""

    def __init__(self, record: Record, text: str, template: bool, shared: Sequence[int] | None, shared_from: int | None):
        self.record, self.text, self.shared = record, text, shared
        self.quotes = sorted((span.start, span.end, number) for number, item in enumerate(record.testimonials) for span in item.quote)
        self.cases = sorted((item.start, item.end, number) for number, item in enumerate(record.case_studies))
        self.agencies = [item for item in record.annotations if item.layer == "agency" and item.label]
        self.agency_starts = [item.start for item in self.agencies]
        self.paragraph_starts = [item.start for item in record.paragraphs]
        self.section_by_id = {item.id: item for item in record.sections}
        self.is_template = [
            paragraph.boilerplate or bool(shared and shared_from and shared[number] >= shared_from)
            for number, paragraph in enumerate(record.paragraphs)
        ]
        readable = record.metadata.language != "cy"
        self.counted = [
            readable and paragraph.kind in PROSE and (template or not told)
            for paragraph, told in zip(record.paragraphs, self.is_template, strict=True)
        ]
        self.whole = {"document": record.id, "area": record.metadata.area or "area not known", "year": year_of(record)}

    def paragraphs(self) -> Iterator[dict[str, Any]]:
        for number, item in enumerate(self.record.paragraphs):
            yield {
                "document": self.record.id, "number": number, "start": item.start, "end": item.end, "kind": item.kind,
                "page": self._page(item.start), "section": self._section(item.start), "template": self.is_template[number],
                "shared by": self._shared(number), "counted": self.counted[number],
                "words": number_of_words(self.text[item.start : item.end]),
            }  # fmt: skip

    def stretches(self) -> Iterator[dict[str, Any]]:
        """Sentences, cut where a quotation or a case study begins or ends."""
        edges = sorted({edge for start, end, _ in [*self.quotes, *self.cases] for edge in (start, end)})
        for number, item in enumerate(self.record.paragraphs):
            if item.kind not in PROSE:
                continue
            for first, last in sentences(self.record.text, item.start, item.end):
                inner = edges[bisect_right(edges, first) : bisect_right(edges, last - 1)]
                for start, end in pairwise([first, *inner, last]):
                    yield {
                        **self._place(start, first, last), "paragraph": number, "sentence": first, "start": start, "end": end,
                        "words": number_of_words(self.text[start:end]), "counted": self.counted[number],
                    }  # fmt: skip

    def codings(self) -> Iterator[dict[str, Any]]:
        """One row a sentence and theme."""
        seen = set()
        for item in self.record.annotations:
            if item.layer == "theme":
                start, end = item.attributes["sentence"]["start"], item.attributes["sentence"]["end"]
                if (start, end, item.label) not in seen:
                    seen.add((start, end, item.label))
                    yield self._coding(item, start, end)

    def _coding(self, item: Annotation, start: int, end: int) -> dict[str, Any]:
        number = self._paragraph(item.start)
        section = self.section_by_id.get(item.section or "")
        spoken = _covering(self.quotes, item.start)
        return {
            **self._place(item.start, start, end), "theme": item.label, "polarity": item.attributes["polarity"], "page": item.page,
            "heading": shown(section.heading) if section and section.heading else None,
            "speaker": speaker_of(self.record.testimonials[spoken]) if spoken is not None else OUTSIDE,
            "sentence": shown(self.text[start:end]), "evidence": shown(self.text[item.start : item.end]), "rule": item.rule,
            "paragraph": number, "start": start, "end": end, "shared by": self._shared(number), "counted": self.counted[number],
        }  # fmt: skip

    def testimonials(self) -> Iterator[dict[str, Any]]:
        for number, item in enumerate(self.record.testimonials):
            quotation = " ".join(self.text[span.start : span.end] for span in item.quote)
            yield {
                **self.whole, "section": self._section(item.quote[0].start), "speaker-role": _role(item), "speaker-agency": _agency(item),
                "testimonial": self._name(number), "page": item.page, "form": item.form, "speaker": speaker_of(item),
                "place": item.speaker.place, "quotation": shown(quotation), "words": number_of_words(quotation), "id": item.id,
            }  # fmt: skip

    def document(self, made: Mapping[str, list[dict[str, Any]]]) -> dict[str, Any]:
        """The document's row, counted from its other rows."""
        record, paragraphs = self.record, made["paragraphs"]
        return {
            **self.whole, "title": record.metadata.title, "language": record.metadata.language, "pages": record.source.pages,
            "words": sum(row["words"] for row in paragraphs),
            "counted words": sum(row["words"] for row in made["stretches"] if row["counted"]),
            "template words": sum(row["words"] for row in paragraphs if row["template"] and row["kind"] in PROSE),
            "testimonials": len(record.testimonials), "case studies": len(record.case_studies),
            "coded sentences": len({row["start"] for row in made["codings"] if row["counted"]}), "file": record.source.filename,
        }  # fmt: skip

    def _place(self, offset: int, start: int, end: int) -> dict[str, Any]:
        """What a row at `offset` can be grouped by; start and end are those of its sentence."""
        spoken, case = _covering(self.quotes, offset), _covering(self.cases, offset)
        speaker = self.record.testimonials[spoken] if spoken is not None else None
        first, last = bisect_right(self.agency_starts, start - 1), bisect_right(self.agency_starts, end - 1)
        named = sorted({item.label for item in self.agencies[first:last] if item.label})
        return {
            **self.whole, "section": self._section(offset), "named-agency": tuple(named) or (NO_AGENCY,),
            "speaker-role": _role(speaker) if speaker else OUTSIDE, "speaker-agency": _agency(speaker) if speaker else OUTSIDE,
            "testimonial": self._name(spoken) if spoken is not None else OUTSIDE,
            "case-study": self._name(case) if case is not None else NO_CASE,
        }  # fmt: skip

    def _name(self, number: int) -> str:
        return f"{self.record.id}/{number + 1}"

    def _paragraph(self, offset: int) -> int:
        return max(0, bisect_right(self.paragraph_starts, offset) - 1)

    def _shared(self, number: int) -> int | None:
        return self.shared[number] if self.shared else None

    def _section(self, offset: int) -> str:
        around = [item for item in self.record.sections if item.start <= offset < item.end]
        return max(around, key=lambda item: (item.start, item.level)).type if around else NO_SECTION

    def _page(self, offset: int) -> int | None:
        return next((page.number for page in reversed(self.record.pages) if page.start <= offset), None)


def _covering(spans: Sequence[tuple[int, int, int]], offset: int) -> int | None:
    """The number of the span that holds `offset`."""
    return next((number for start, end, number in spans if start <= offset < end), None)


def _role(item: Testimonial) -> str:
    return item.speaker.role or "role not known"


def _agency(item: Testimonial) -> str:
    return item.speaker.agency or "agency not known"


def speaker_of(item: Testimonial) -> str:
    """Who speaks, in words: the post as printed, else the role, and the agency; people's names stay in the report."""
    said = [item.speaker.post or item.speaker.role, item.speaker.agency]
    return ", ".join(shown(masked(part)) for part in said if part) or "speaker not known"


def year_of(record: Record) -> str:
    """The reporting year as the field writes it: 2015-16, 1999-2000."""
    if record.metadata.period is None:
        return "year not known"
    start, end = record.metadata.period.start.year, record.metadata.period.end.year
    return str(start) if start == end else f"{start}-{end}" if end % 100 == 0 else f"{start}-{end % 100:02d}"
