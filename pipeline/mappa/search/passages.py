"""What is searched and what is found: the interface behind which any index can stand."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol

from msgspec import Struct

Kind = Literal["testimonials", "case-studies", "narrative"]
KINDS: tuple[Kind, ...] = ("testimonials", "case-studies", "narrative")
FACETS = ("in", "role", "agency", "group", "theme", "polarity", "area", "year", "form", "section")
CHOICES = (*(facet for facet in FACETS if facet != "year"), "document")

Span = tuple[int, int]


class Piece(Struct, frozen=True, array_like=True):
    """Words of a passage without a gap: `start` is their offset in the document's text."""

    start: int
    text: str

    @property
    def end(self) -> int:
        """The offset behind the piece."""
        return self.start + len(self.text)


class Passage(Struct, frozen=True, array_like=True):
    """A testimonial, a case study or a paragraph: its words as printed, and what is known of them.

    document, id   the document's id; the testimonial's or case study's, null for a paragraph
    page, year     the page where it begins; the year in which the report's period starts
    section        id of the innermost section; section_type is its type
    role           of the speaker; agency: the speaker's, those taking part in a case study, those named in a paragraph; groups: theirs
    themes         (theme, polarity) pairs coded in it
    template       whether the wording is the national template's
    """

    document: str
    kind: Kind
    id: str | None
    pieces: list[Piece]
    page: int | None
    area: str | None
    year: int | None
    section: str | None
    section_type: str | None
    heading: str | None
    role: str | None
    post: str | None
    speaker: str | None
    place: str | None
    form: str | None
    agencies: list[str]
    groups: list[str]
    themes: list[tuple[str, str]]
    template: bool

    @property
    def start(self) -> int:
        """Where the passage begins in the document's text."""
        return self.pieces[0].start

    @property
    def end(self) -> int:
        """Where the passage ends in the document's text; between its pieces may stand words of others."""
        return self.pieces[-1].end

    @property
    def text(self) -> str:
        """The words of the passage, its pieces separated by a blank line."""
        return "\n\n".join(piece.text for piece in self.pieces)

    @property
    def reference(self) -> str:
        """Where the passage stands, for people: area and year, page."""
        year = f" {self.year}-{(self.year + 1) % 100:02}" if self.year else ""
        page = f", page {self.page}" if self.page else ""
        return f"{self.area}{year}{page}" if self.area else f"{self.document}{page}"


@dataclass(frozen=True, slots=True)
class Question:
    """What is looked for.

    query        in the language of query.py; blank asks for every passage
    chosen       values by facet (CHOICES); a passage needs one of each facet's; areas, roles and so on by their ids or printed names
    first_year, last_year   both included; of the year in which a report's period starts
    template     False leaves out the national template's wording
    order        by relevance (BM25), or as in the reports: by year, document and place; a blank query has only the latter
    """

    query: str = ""
    chosen: Mapping[str, Collection[str]] = field(default_factory=dict)
    first_year: int | None = None
    last_year: int | None = None
    template: bool = True
    order: Literal["relevance", "report"] = "relevance"
    offset: int = 0
    limit: int = 20


@dataclass(frozen=True, slots=True)
class Snippet:
    """A few words of a passage around what was found; `highlights` are offsets in `text`."""

    text: str
    highlights: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found; `highlights` are offsets in the document's text, each exactly on the words found."""

    passage: Passage
    score: float
    highlights: tuple[Span, ...]
    snippet: Snippet


@dataclass(frozen=True, slots=True)
class Found:
    """The passages found: how many, those asked for, and for each facet how many would be left by choosing a value.

    A facet's counts heed every choice but those of the facet itself, so that one more value can be chosen. Most frequent first.
    """

    total: int
    hits: tuple[Hit, ...]
    facets: Mapping[str, tuple[tuple[str, int], ...]]


class Passages(Protocol):
    """A corpus that can be searched: the index beside it, or a server that stands in its place."""

    def find(self, question: Question, *, facets: bool = True) -> Found:
        """What answers `question`. Raises QueryError where its query cannot be read, MappaError for a facet that is none."""
        ...

    def values(self, facet: str) -> tuple[str, ...]:
        """Every value that a facet has in the corpus, sorted."""
        ...

    def highlights(self, query: str, text: str) -> tuple[Span, ...]:
        """Where the words of `query` stand in any `text`, such as a whole report's: offsets in it."""
        ...
