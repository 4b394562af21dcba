"""Small reports with coded sentences, agencies and speakers, for the tests of the analysis."""

from dataclasses import dataclass, field
from datetime import date

from msgspec.structs import replace

from mappa.records import Annotation, Metadata, Page, Paragraph, Period, Record, Section, Source, Span, Speaker, Testimonial
from small_record import record


@dataclass(frozen=True)
class Said:
    """A sentence, its themes, its polarity, and the agencies (label by word) that it names."""

    text: str
    themes: tuple[str, ...] = ()
    polarity: str = "neutral"
    agencies: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Para:
    """A paragraph of sentences, on a page of its own; with a role and an agency it is a testimonial."""

    sentences: tuple[Said, ...]
    kind: str = "paragraph"
    template: bool = False
    speaker: tuple[str | None, str | None] | None = None
    section: str = "local"


def report(area: str | None, start: int | None, *paragraphs: Para, pages: bool = True, language: str = "en") -> Record:
    """A report of `area` for the year that begins in `start`."""
    text, kinds, sections, marks, spoken, page_list = "", [], [], [], [], []
    id = f"{area or 'nowhere'}-{start or 'undated'}".lower().replace(" ", "-")
    for number, paragraph in enumerate(paragraphs, 1):
        first = len(text)
        section = f"s{number}"
        for said in paragraph.sentences:
            at = len(text)
            end = at + len(said.text)
            extent = {"start": at, "end": end}
            for theme in said.themes:
                attributes = {"polarity": said.polarity, "sentence": extent}
                marks.append(("theme", theme, at, at + len(said.text.split()[0]), section, number, attributes))
            for word, label in said.agencies.items():
                where = at + said.text.index(word)
                attributes = {"group": "other", "name": word, "place": None}
                marks.append(("agency", label, where, where + len(word), section, number, attributes))
            text += said.text + " "
        text = text.rstrip()
        kinds.append(Paragraph(first, len(text), paragraph.kind, paragraph.template))
        sections.append(Section(section, paragraph.section, "A heading", 1, first, len(text), None, paragraph.template))
        page_list.append(Page(number, first, len(text)))
        if paragraph.speaker:
            role, agency = paragraph.speaker
            words = Span(first, len(text), text[first:])
            speaker = Speaker("Jo Quill", role, agency, area, "Officer")
            page = number if pages else None
            spoken.append(Testimonial(f"{number:016x}", first, len(text), page, section, "lead-in", [words], None, speaker))
        text += "\n\n"
    text = text.rstrip()
    annotations = [
        Annotation(f"{n:016x}", layer, label, at, end, text[at:end], page if pages else None, section, "themes/x/y", attributes)
        for n, (layer, label, at, end, section, page, attributes) in enumerate(marks)
    ]
    period = Period(date(start, 4, 1), date(start + 1, 3, 31)) if start else None
    return replace(
        record(text, id=id),
        metadata=Metadata(area, period, f"Report of {area}", language),
        source=Source(f"{id}.pdf", "application/pdf", "0" * 64, len(text), len(page_list) if pages else None),
        pages=page_list if pages else [],
        paragraphs=kinds,
        sections=sections,
        annotations=sorted(annotations, key=lambda item: (item.start, -item.end)),
        testimonials=spoken,
    )


HOUSING = Said("Beds were hard to find for men leaving custody.", ("accommodation", "resources"), "challenge", {"custody": "prison"})
PRAISE = Said(
    "The police told us early and the flat was ready.", ("accommodation", "information-sharing"), "strength", {"police": "police"}
)
PLAIN = Said("The board met four times.", ("governance-quality",))
UNCODED = Said("Nobody disagreed.")
NATIONAL = Said("Agencies must share what they know.", ("information-sharing",), agencies={"Agencies": "other-agency"})


def corpus() -> list[Record]:
    """Three reports of two areas and two years, with template text, a heading, and two speakers."""
    return [
        report(
            "Northmere",
            2015,
            Para((PLAIN,), kind="heading"),
            Para((NATIONAL,), template=True, section="what-is-mappa"),
            Para((HOUSING, UNCODED)),
            Para((PRAISE,), speaker=("police-officer", "police"), section="voices"),
        ),
        report("Northmere", 2016, Para((PLAIN, HOUSING)), Para((NATIONAL,), template=True)),
        report("Eastvale", 2016, Para((PLAIN,)), Para((PRAISE, HOUSING), speaker=(None, "housing"), section="voices")),
    ]
