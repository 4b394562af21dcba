"""The annotated document of one report: its schema, its writer and its validating reader.

The Structs below are the format, key for key and in this order; every key is always written. Offsets are code points in `text`, half-open.
"""

from datetime import date
from typing import Annotated, Any, Final, Literal

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from mappa.document import Kind
from mappa.errors import MappaError

FORMAT: Final = "mappa-corpus/1"
PROGRAM = "mappa-corpus"

Form = Literal["lead-in", "signature", "first-person", "statement"]
ElementKind = Literal["subject", "offence", "sentence", "level", "risk", "need", "barrier", "action", "victim", "outcome"]
Outcome = Literal["positive", "mixed", "negative", "unknown"]
Method = Literal["explicit", "alias", "back-reference", "implied", "default"]
Polarity = Literal["strength", "challenge", "neutral"]
Group = Literal["responsible-authority", "duty-to-cooperate", "criminal-justice", "forum", "other"]

Offset = Annotated[int, Meta(ge=0, description="A code point position in `text`.")]
PageNumber = Annotated[int, Meta(ge=1, description="The page on which `start` stands, counted from 1; null in a format without pages.")]
SectionId = Annotated[str, Meta(description="The `id` of the innermost section that holds `start`.")]
MarkId = Annotated[str, Meta(pattern="^[0-9a-f]{16}$", description="Stable through rebuilds, relabelling and edits elsewhere.")]
Slug = Annotated[str, Meta(pattern="^[a-z0-9]+(-[a-z0-9]+)*$")]
Hash = Annotated[str, Meta(pattern="^[0-9a-f]{64}$", description="SHA-256 in hexadecimal digits.")]


class Period(Struct, frozen=True, forbid_unknown_fields=True):
    """The reporting year, both days included."""

    start: date
    end: date


class Metadata(Struct, frozen=True, forbid_unknown_fields=True):
    """What the report says of itself."""

    area: Annotated[str | None, Meta(description="The MAPPA area; two of a joint report are joined by ' and '.")]
    period: Period | None
    title: str | None
    language: Annotated[str, Meta(description="That of most words: en or cy.")]


class Source(Struct, frozen=True, forbid_unknown_fields=True):
    """The file from which the report was read."""

    filename: str
    media_type: str
    sha256: Hash
    bytes: Annotated[int, Meta(ge=0)]
    pages: Annotated[int | None, Meta(description="Number of pages; null in a format without pages.")]


class Producer(Struct, frozen=True, forbid_unknown_fields=True):
    """The program that made this document, and the hash of the rules then in force."""

    name: str
    version: str
    rules: Hash


class Page(Struct, frozen=True, forbid_unknown_fields=True):
    """A page of the report: it ends where the next begins."""

    number: Annotated[int, Meta(ge=1)]
    start: Offset
    end: Offset


class Paragraph(Struct, frozen=True, forbid_unknown_fields=True):
    """One line of the text; a table is one paragraph of several lines with tabs between the cells."""

    start: Offset
    end: Offset
    kind: Kind
    boilerplate: Annotated[bool, Meta(description="True where the wording is the national template's.")]


class Section(Struct, frozen=True, forbid_unknown_fields=True):
    """A stretch of the report under one heading, up to the next heading of the same or a higher level."""

    id: str
    type: str
    heading: Annotated[str | None, Meta(description="As printed.")]
    level: Annotated[int, Meta(ge=1, description="1 is the highest.")]
    start: Offset
    end: Offset
    parent: Annotated[str | None, Meta(description="The `id` of the section around this one.")]
    boilerplate: bool


class Provision(Struct, frozen=True, forbid_unknown_fields=True, rename={"from_": "from"}):
    """A provision of an instrument, or a range of them; `to` is absent where it is one."""

    kind: Literal["section", "part", "schedule", "article", "regulation", "paragraph", "chapter", "rule"]
    from_: str
    to: str | UnsetType = UNSET


class Extent(Struct, frozen=True, forbid_unknown_fields=True):
    """Two offsets."""

    start: Offset
    end: Offset


class AgencyAttributes(Struct, frozen=True, forbid_unknown_fields=True):
    """Attributes of the layer `agency`."""

    group: Group
    name: str
    place: str | None


class RoleAttributes(Struct, frozen=True, forbid_unknown_fields=True):
    """Attributes of the layer `role`."""

    agency: str | None
    post: str | None


class LegislationAttributes(Struct, frozen=True, forbid_unknown_fields=True):
    """Attributes of the layer `legislation`; `inferred` is true exactly where `method` is `implied`."""

    title: str | None
    uris: list[str]
    provisions: list[Provision]
    method: Method
    inferred: bool
    candidates: list[str]


class CaseLawAttributes(Struct, frozen=True, forbid_unknown_fields=True):
    """Attributes of the layer `case-law`."""

    name: str | None
    citation: str | None
    uri: str | None


class ThemeAttributes(Struct, frozen=True, forbid_unknown_fields=True):
    """Attributes of the layer `theme`; the sentence is the one judged."""

    polarity: Polarity
    sentence: Extent


class NoAttributes(Struct, frozen=True, forbid_unknown_fields=True):
    """The layers `order` and `mappa-term` have none."""


ATTRIBUTES: dict[str, type[Struct]] = {
    "agency": AgencyAttributes,
    "role": RoleAttributes,
    "legislation": LegislationAttributes,
    "case-law": CaseLawAttributes,
    "order": NoAttributes,
    "mappa-term": NoAttributes,
    "theme": ThemeAttributes,
}


class Annotation(Struct, frozen=True, forbid_unknown_fields=True):
    """A labelled span; which attributes it has depends on its layer."""

    id: MarkId
    layer: Annotated[str, Meta(description="One of the layers below, or one that a rules file adds; that one has no attributes.")]
    label: Annotated[str | None, Meta(description="Null only for a citation that cannot be settled, or a law report.")]
    start: Offset
    end: Offset
    text: str
    page: PageNumber | None
    section: SectionId | None
    rule: Annotated[str, Meta(description="The rule that found it: file/label/pattern.")]
    attributes: dict[str, Any]


class Span(Struct, frozen=True, forbid_unknown_fields=True):
    """A stretch of the text and its words."""

    start: Offset
    end: Offset
    text: str


class Speaker(Struct, frozen=True, forbid_unknown_fields=True):
    """Who speaks, as far as the report tells."""

    name: str | None
    role: str | None
    agency: str | None
    place: str | None
    post: Annotated[str | None, Meta(description="As printed.")]


class Testimonial(Struct, frozen=True, forbid_unknown_fields=True):
    """What a named or described speaker says of the arrangements, in their own words; one span of `quote` a paragraph."""

    id: MarkId
    start: Offset
    end: Offset
    page: PageNumber | None
    section: SectionId | None
    form: Form
    quote: Annotated[list[Span], Meta(min_length=1)]
    attribution: Span | None
    speaker: Speaker


class Subject(Struct, frozen=True, forbid_unknown_fields=True):
    """Whom a case study is about, by the name the report gives."""

    alias: str | None
    age: int | None


class Element(Struct, frozen=True, forbid_unknown_fields=True):
    """A clause or sentence of a case study and what it tells."""

    kind: ElementKind
    start: Offset
    end: Offset
    text: str


class CaseStudy(Struct, frozen=True, forbid_unknown_fields=True):
    """One subject's story."""

    id: MarkId
    start: Offset
    end: Offset
    page: PageNumber | None
    section: SectionId | None
    heading: str | None
    subject: Subject
    elements: list[Element]
    agencies: list[str]
    outcome: Outcome


class Statistic(Struct, frozen=True, forbid_unknown_fields=True):
    """One cell of a table: `value` is null where the report prints a dash (not applicable, never 0)."""

    indicator: str
    level: Literal["1", "2", "3", "total"] | None
    category: Literal["1", "2", "3", "4", "total"] | None
    value: int | float | None
    start: Offset
    end: Offset
    page: PageNumber | None


class Warned(Struct, frozen=True, forbid_unknown_fields=True):
    """Something a person should know before relying on the document; `code` is stable."""

    code: str
    message: str
    page: Annotated[int, Meta(ge=1)] | None


class Record(Struct, frozen=True, forbid_unknown_fields=True):
    """One MAPPA annual report: its text, and standoff layers over it."""

    format: Literal["mappa-corpus/1"]
    id: Slug
    metadata: Metadata
    source: Source
    producer: Producer
    text: Annotated[str, Meta(description="What a person would read, in reading order; paragraphs are separated by a blank line.")]
    pages: list[Page]
    paragraphs: list[Paragraph]
    sections: list[Section]
    annotations: Annotated[list[Annotation], Meta(description="By start, then longest first.")]
    testimonials: list[Testimonial]
    case_studies: list[CaseStudy]
    statistics: list[Statistic]
    warnings: list[Warned]


def encode(record: Record) -> bytes:
    """`record` as JSON in UTF-8: one line a key and one line an item of a list, so that a text editor, grep and a line diff can work on it.

    Raises MappaError where an annotation's attributes are not those of its layer.
    """
    lines = []
    for name in record.__struct_fields__:
        value = getattr(record, name)
        if name == "annotations":
            value = [msgspec.structs.replace(item, attributes=attributes_of(item)) for item in value]
        lines.append(f'"{name}":'.encode() + (_lines(value) if isinstance(value, list) else _json(value)))
    return b"{\n" + b",\n".join(lines) + b"\n}\n"


def _lines(items: list[Any]) -> bytes:
    return b"[\n" + b",\n".join(map(_json, items)) + b"\n]" if items else b"[]"


def attributes_of(item: Annotation) -> Any:
    """The attributes of `item` as its layer's Struct; MappaError where they are not of it."""
    try:
        return msgspec.convert(item.attributes, ATTRIBUTES.get(item.layer, NoAttributes))
    except msgspec.ValidationError as error:
        raise MappaError(f"{item.rule}: attributes of {item.text!r} at {item.start}: {error}") from None


_json = msgspec.json.Encoder(order="deterministic").encode
_read = msgspec.json.Decoder(Record).decode


def decode(data: bytes, name: str = "document") -> Record:
    """The record written in `data`; `name` says in messages which file it is.

    Raises MappaError with one line where `data` is no JSON or not of the format; offsets and labels are `invariants.problems`' business.
    """
    try:
        return _read(data)
    except msgspec.DecodeError as error:
        raise MappaError(f"{name}: not a document of {FORMAT}: {error}; build it again with: mappa build") from None
    except UnicodeDecodeError:
        raise MappaError(f"{name}: not a document of {FORMAT}: not UTF-8; build it again with: mappa build") from None


def schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a document; the attributes of an annotation by its layer."""
    (reference, *_), components = msgspec.json.schema_components([Record, *ATTRIBUTES.values()], ref_template="#/$defs/{name}")
    components["Annotation"]["allOf"] = [
        {
            "if": {"properties": {"layer": {"const": layer}}},
            "then": {"properties": {"attributes": {"$ref": f"#/$defs/{attributes.__name__}"}}},
        }
        for layer, attributes in ATTRIBUTES.items()
    ]
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": FORMAT, **reference, "$defs": components}
