"""One report, from its bytes to its record: read, freeze, place, annotate, write down."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Protocol, TypeVar, runtime_checkable

from msgspec.structs import replace
from spacy.language import Language
from spacy.tokens import Doc, Span

import mappa
from mappa import engine, records
from mappa.corrections import Correction
from mappa.document import Document, Notice, freeze
from mappa.errors import SourceError
from mappa.ids import mark_ids
from mappa.metadata import Areas, Facts, document_id, facts, welsh_paragraphs
from mappa.readers import Reading, read
from mappa.rules import AREAS, digest, parse_toml, read_text


@runtime_checkable
class MarkingLayer(Protocol):
    """A component whose spans become annotations (layers/__init__.py)."""

    layers: tuple[str, ...]

    def attributes(self, doc: Doc, span: Span) -> dict[str, Any]:
        """What format.md writes beside `span`."""
        ...


Structure = TypeVar("Structure", records.Testimonial, records.CaseStudy)


def annotate(name: str, data: bytes, configs: Path, correction: Correction | None = None) -> records.Record:
    """The record of the report `data`, read from a file called `name`, by the rules in `configs`.

    Raises SourceError where the report cannot be read, RuleError where the rules cannot be used.
    """
    reading = read(Path(name), data)
    document = freeze(reading.blocks, reading.pages)
    if not document.text:
        raise SourceError(f"{name}: no words in it; give a report that holds text")
    known = corrected(facts(reading, document, name, known_areas(configs)), correction)
    nlp = engine.load(configs)
    doc = engine.annotate(nlp, document)
    return _record(name, data, reading, document, known, correction, nlp, doc, digest(configs))


def known_areas(configs: Path) -> Areas:
    """The areas in areas.toml of the folder `configs`."""
    return _areas(read_text(configs / AREAS))


@lru_cache(maxsize=2)
def _areas(text: str) -> Areas:
    return Areas(parse_toml(AREAS, text))


def corrected(known: Facts, correction: Correction | None) -> Facts:
    """`known`, with what a person has set by hand; doubts about what is set are dropped."""
    if correction is None:
        return known
    dropped = {code for code, value in (("area", correction.area), ("period", correction.period)) if value}
    return Facts(
        correction.area or known.area,
        correction.period or known.period,
        known.title,
        correction.language or known.language,
        tuple(notice for notice in known.notices if notice.code not in dropped),
    )


def _record(
    name: str,
    data: bytes,
    reading: Reading,
    document: Document,
    known: Facts,
    correction: Correction | None,
    nlp: Language,
    doc: Doc,
    rules: str,
) -> records.Record:
    sections = _sections(document, doc)
    other = list(welsh_paragraphs(document)) if known.language == "en" else []
    english = known.language == "en"  # of a Welsh report only sections and statistics are read
    marks = list(_annotations(document, nlp, doc, sections, other)) if english else []
    found = doc.user_data if english else {}
    told = [Notice(code, message, document.page_at(start)) for code, message, start in doc.user_data.get("notices", ())]
    notices = [*reading.notices, *document.notices, *known.notices, *_languages(document, known, other), *told]
    return records.Record(
        format=records.FORMAT,
        id=(correction and correction.id) or document_id(known.area, known.period, known.language, name),
        metadata=records.Metadata(
            area=known.area,
            period=records.Period(start=known.period[0], end=known.period[1]) if known.period else None,
            title=known.title,
            language=known.language,
        ),
        source=records.Source(
            filename=name, media_type=reading.media_type, sha256=sha256(data).hexdigest(), bytes=len(data), pages=reading.pages
        ),
        producer=records.Producer(name=records.PROGRAM, version=mappa.__version__, rules=rules),
        text=document.text,
        pages=[records.Page(number=page.number, start=page.start, end=page.end) for page in document.pages],
        paragraphs=[
            records.Paragraph(start=p.start, end=p.end, kind=p.kind, boilerplate=flag)
            for p, flag in zip(document.paragraphs, _template(document, doc), strict=True)
        ],
        sections=sections,
        annotations=marks,
        testimonials=_identified(document, sections, "testimonial", found.get("testimonials", ())),
        case_studies=_identified(document, sections, "case-study", found.get("case_studies", ())),
        statistics=[replace(one, page=document.page_at(one.start)) for one in doc.user_data.get("statistics", ())],
        warnings=[records.Warned(code=notice.code, message=notice.message, page=notice.page) for notice in notices],
    )


def _sections(document: Document, doc: Doc) -> list[records.Section]:
    """The sections of `doc`, in order, each under the last one of a higher level that still runs."""
    result: list[records.Section] = []
    open_: list[records.Section] = []
    for number, (span, heading) in enumerate(zip(doc.spans["section"], doc.spans["section-heading"], strict=True), 1):
        level = int(span.id_)
        open_ = [section for section in open_ if section.level < level]
        end = doc[span.end].idx if span.end < len(doc) else len(document.text)
        section = records.Section(
            id=f"s{number}", type=span.label_, heading=heading.text, level=level, start=span.start_char, end=end,
            parent=open_[-1].id if open_ else None, boilerplate=span.kb_id_ == "template",
        )  # fmt: skip
        open_.append(section)
        result.append(section)
    return result


def _section_at(sections: Sequence[records.Section], offset: int) -> records.Section | None:
    """The innermost section that holds `offset`."""
    at = bisect_right([section.start for section in sections], offset)
    return next((section for section in reversed(sections[:at]) if offset < section.end), None)


def _template(document: Document, doc: Doc) -> Sequence[bool]:
    """For each paragraph whether its wording is the national template's."""
    flags: Sequence[bool] = doc.user_data.get("template", ())
    return flags or [False] * len(document.paragraphs)


def _annotations(
    document: Document, nlp: Language, doc: Doc, sections: Sequence[records.Section], other: Sequence[tuple[int, int]]
) -> Iterator[records.Annotation]:
    """Every mark of every layer, in order, those in paragraphs of the other language left out."""
    found = [
        (span, layer, component.attributes(doc, span))
        for component in _marking(nlp)
        for layer in component.layers
        for span in doc.spans[layer]
        if not any(start <= span.start_char < end for start, end in other)
    ]
    found.sort(key=lambda item: (item[0].start_char, -item[0].end_char, item[1]))
    ids = mark_ids(document.text, [(layer, span.start_char, span.end_char) for span, layer, _ in found])
    for id_, (span, layer, attributes) in zip(ids, found, strict=True):
        section = _section_at(sections, span.start_char)
        yield records.Annotation(
            id=id_, layer=layer, label=span.label_ or None, start=span.start_char, end=span.end_char, text=span.text,
            page=document.page_at(span.start_char), section=section.id if section else None, rule=span.id_, attributes=attributes,
        )  # fmt: skip


def _marking(nlp: Language) -> Iterator[MarkingLayer]:
    """The components of `nlp` whose spans become annotations."""
    for _, component in nlp.pipeline:
        layer: object = component
        if isinstance(layer, MarkingLayer):
            yield layer


def _identified(document: Document, sections: Sequence[records.Section], layer: str, found: Sequence[Structure]) -> list[Structure]:
    """Testimonials or case studies with what only the whole document tells: id, page and section."""
    ids = mark_ids(document.text, [(layer, one.start, one.end) for one in found])
    places = [_section_at(sections, one.start) for one in found]
    return [
        replace(one, id=id_, page=document.page_at(one.start), section=section.id if section else None)
        for one, id_, section in zip(found, ids, places, strict=True)
    ]


def _languages(document: Document, known: Facts, other: Sequence[tuple[int, int]]) -> Iterator[Notice]:
    if known.language == "cy":
        yield Notice("language", "the report is in Welsh: it has text, pages, paragraphs, sections and statistics, and no other layer")
    elif other:
        many = "paragraph is" if len(other) == 1 else "paragraphs are"
        yield Notice("language", f"{len(other)} {many} in Welsh and passed over by the rules", document.page_at(other[0][0]))
