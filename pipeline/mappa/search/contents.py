"""The passages of a document: its testimonials, its case studies, and the paragraphs of narrative between them."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence

from mappa.analysis.contacts import MASK, masked
from mappa.records import Annotation, CaseStudy, Paragraph, Record, Section, Testimonial
from mappa.search.passages import Kind, Passage, Piece

NARRATIVE = ("paragraph", "item", "quote", "caption")
NO_NARRATIVE = ("contents", "contacts")  # sections of lists and of addresses

COVER = str.maketrans(MASK, "\u2588")  # contact details are covered letter by letter, so that offsets stand
Extent = tuple[int, int]


def passages_of(record: Record, groups: Mapping[str, str]) -> Iterator[Passage]:
    """Every passage of `record`, in order within its kind; `groups` has the group of each agency.

    What is quoted as a testimonial or told in a case study is no narrative too. Contact details are covered (format.md).
    """
    around = _Around(record, groups)
    for item in record.testimonials:
        yield around.passage("testimonials", item, [(span.start, span.end) for span in item.quote])
    for study in record.case_studies:
        yield around.passage("case-studies", study, [(study.start, study.end)])
    told = [(item.start, item.end) for item in record.testimonials] + [(item.start, item.end) for item in record.case_studies]
    taken = sorted(told + [(item.attribution.start, item.attribution.end) for item in record.testimonials if item.attribution])
    for paragraph in record.paragraphs:
        if paragraph.kind in NARRATIVE:
            section = around.section_at(paragraph.start)
            extents = list(_left(paragraph.start, paragraph.end, taken, around.text))
            if extents and (section is None or section.type not in NO_NARRATIVE):
                yield around.passage("narrative", paragraph, extents)


def _left(start: int, end: int, taken: Sequence[Extent], text: str) -> Iterator[Extent]:
    """What the extents `taken` leave of a paragraph, where a word is in it."""
    at = start
    for first, last in [*((first, last) for first, last in taken if first < end and last > start), (end, end)]:
        if at < first and re.search(r"\w", text[at:first]):
            yield at, first
        at = max(at, last)


class _Around:
    """What stands around the passages of one record, looked up by offset."""

    def __init__(self, record: Record, groups: Mapping[str, str]):
        self.record = record
        self.text = masked(record.text).translate(COVER)
        self.groups = groups
        self.sections = {section.id: section for section in record.sections}
        self.marks = [item for item in record.annotations if item.layer in ("agency", "theme")]
        self.starts = [item.start for item in self.marks]

    def section_at(self, offset: int) -> Section | None:
        """The innermost section around `offset`."""
        inside = [section for section in self.record.sections if section.start <= offset < section.end]
        return max(inside, key=lambda section: section.start, default=None)

    def passage(self, kind: Kind, item: Testimonial | CaseStudy | Paragraph, extents: Sequence[Extent]) -> Passage:
        """The passage of the words at `extents`, with what the record says of `item`."""
        record = self.record
        section = self.section_at(item.start) if isinstance(item, Paragraph) else self.sections.get(item.section or "")
        marks = [mark for start, end in extents for mark in self._marks(start, end)]
        speaker = item.speaker if isinstance(item, Testimonial) else None
        agencies = self._agencies(item, marks)
        period = record.metadata.period
        return Passage(
            document=record.id,
            kind=kind,
            id=None if isinstance(item, Paragraph) else item.id,
            pieces=[Piece(start, self.text[start:end]) for start, end in extents],
            page=self._page(item.start) if isinstance(item, Paragraph) else item.page,
            area=record.metadata.area,
            year=period.start.year if period else None,
            section=section.id if section else None,
            section_type=section.type if section else None,
            heading=item.heading if isinstance(item, CaseStudy) else section.heading if section else None,
            role=speaker.role if speaker else None,
            post=speaker.post if speaker else None,
            speaker=speaker.name if speaker else None,
            place=speaker.place if speaker else None,
            form=item.form if isinstance(item, Testimonial) else None,
            agencies=agencies,
            groups=sorted({self.groups[agency] for agency in agencies if agency in self.groups}),
            themes=sorted({(mark.label, mark.attributes["polarity"]) for mark in marks if mark.layer == "theme" and mark.label}),
            template=self._is_template(item, section),
        )

    def _agencies(self, item: Testimonial | CaseStudy | Paragraph, marks: Sequence[Annotation]) -> list[str]:
        """Whose words a testimonial is, who takes part in a case study, who is named in a paragraph."""
        if isinstance(item, Testimonial):
            return [item.speaker.agency] if item.speaker.agency else []
        named = item.agencies if isinstance(item, CaseStudy) else [mark.label for mark in marks if mark.layer == "agency" and mark.label]
        return sorted(set(named))

    def _marks(self, start: int, end: int) -> list[Annotation]:
        return self.marks[bisect_left(self.starts, start) : bisect_left(self.starts, end)]

    def _page(self, offset: int) -> int | None:
        return next((page.number for page in reversed(self.record.pages) if page.start <= offset), None)

    def _is_template(self, item: Testimonial | CaseStudy | Paragraph, section: Section | None) -> bool:
        return item.boilerplate if isinstance(item, Paragraph) else bool(section and section.boilerplate)
