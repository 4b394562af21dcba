"""The search page: words and choices in, passages with their places out."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Lock

from flask import Blueprint, Response, current_app, render_template

from mappa.analysis.contacts import RUN, WITHHELD, masked, shown
from mappa.paths import configs_dir
from mappa.search import Found, Hit, IndexedCorpus, QueryError, Question, open_corpus
from mappa.web.asked import here, library, number, several, word
from mappa.web.downloads import Table, download
from mappa.web.words import FORMS, POLARITIES, words, year_words

finding = Blueprint("finding", __name__)

PER_PAGE = 20
EVERY = 1_000_000
LIT = 20  # places of one passage that an address carries into its report
KINDS = {"testimonials": "Quotations", "case-studies": "Case studies", "narrative": "The report’s own text"}
KIND = {"testimonials": "Quotation", "case-studies": "Case study", "narrative": "Report’s own text"}
GROUPS = {"in": "Kind of passage", "theme": "Theme", "polarity": "Strength or challenge", "role": "Job of the speaker", "agency": "Agency",
          "area": "Area", "group": "Group of agencies", "form": "How it is quoted", "section": "Part of the report"}  # fmt: skip
OPEN = ("in", "theme", "polarity", "role")
MOST = 12


@dataclass(slots=True)
class Desk:
    """The index of the corpus, made or brought up to date when the corpus has changed."""

    configs: Path | None
    _version: str | None = None
    _opened: IndexedCorpus | None = None
    _lock: Lock = field(default_factory=Lock)

    def passages(self, folder: Path, version: str) -> IndexedCorpus:
        """The corpus in `folder`, ready to be searched."""
        with self._lock:
            if self._opened is None or version != self._version:
                self._opened, self._version = open_corpus(folder, configs_dir(self.configs)), version
            return self._opened


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a facet: how many passages would be left by choosing it."""

    value: str
    name: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """One group of choices; the rarer ones are in `more`."""

    name: str
    title: str
    first: list[Choice]
    more: list[Choice]
    open: bool


@finding.get("/search")
def search() -> str | tuple[str, int] | Response:
    """Passages with the words asked for, under the choices made."""
    if not library().entries():
        return render_template("empty.html")
    desk: Desk = current_app.extensions["desk"]
    passages = desk.passages(library().folder, library().shelf().version)
    question, page = _question(), number("page", 1)
    kind = word("format")
    try:
        if kind:
            return _file(replace(question, limit=EVERY), passages, kind)
        found = passages.find(replace(question, offset=(page - 1) * PER_PAGE, limit=PER_PAGE))
    except QueryError as error:
        found, problem = Found(0, (), {}), _told(error)
        return render_template(
            "search.html", question=question, found=found, facets=[], problem=problem, page=1, pages=1, years=[], tags=[]
        ), 400
    facets = [_facet(name, found.facets.get(name, ()), question.chosen.get(name, ())) for name in GROUPS]
    years = sorted(passages.values("year"))
    return render_template(
        "search.html", question=question, found=found, facets=[one for one in facets if one.first], problem="", page=page,
        pages=max(1, -(-found.total // PER_PAGE)), years=[(year, year_words(int(year))) for year in years], tags=_tags(question),
    )  # fmt: skip


def _question() -> Question:
    chosen = {name: values for name in GROUPS if (values := several(name))}
    first, last = (number(name, 0) if word(name) else None for name in ("from", "to"))
    order = "report" if word("order") == "report" else "relevance"
    return Question(word("q"), chosen, first, last, word("template") == "yes", "report" if order == "report" else "relevance")


def _told(error: QueryError) -> str:
    """A fault of a query in a sentence, with the place where it shows."""
    place = error.query[error.at : error.at + 20]
    return f"{error.problem[:1].upper()}{error.problem[1:]}" + (f" – look at “{place.strip()}”" if place.strip() else " – look at the end")


def value_words(facet: str, value: str) -> str:
    """A facet's value as a person would say it."""
    if facet == "in":
        return KINDS.get(value, value)
    if facet == "area":
        return value
    if facet == "polarity":
        return POLARITIES.get(value, value)
    if facet == "form" and value in FORMS:
        return FORMS[value][:1].upper() + FORMS[value][1:]
    return words(value)


def _facet(name: str, counts: Sequence[tuple[str, int]], chosen: Collection[str]) -> Facet:
    there = dict(counts)
    values = [*(value for value in chosen if value not in there), *there]
    choices = [Choice(value, value_words(name, value), there.get(value, 0), value in chosen) for value in values]
    choices.sort(key=lambda choice: (not choice.chosen, -choice.count, choice.name))
    return Facet(name, GROUPS[name], choices[:MOST], choices[MOST:], name in OPEN or bool(chosen))


def _tags(question: Question) -> list[tuple[str, str, str]]:
    """The choices made: their facet, their name, and the address without them."""
    tags = []
    for name, values in question.chosen.items():
        for value in values:
            without = here(**{name: [other for other in values if other != value]})
            tags.append((GROUPS[name], value_words(name, value), without))
    for name, title, year in (("from", "From", question.first_year), ("to", "Up to", question.last_year)):
        if year is not None:
            tags.append((title, year_words(year), here(**{name: None})))
    return tags


def _file(question: Question, passages: IndexedCorpus, kind: str) -> Response:
    """Everything that was found, as a table or as a booklet of quotations for Word."""
    found = passages.find(question, facets=False)
    if kind == "docx":
        from mappa.exports.booklet import booklet

        about = f"{found.total} passages" + (f" found by: {question.query}" if question.query else "")
        body = booklet(found.hits, title="Quotations from MAPPA annual reports", about=about)
        media = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
        return Response(body, content_type=media, headers={"Content-Disposition": 'attachment; filename="quotations.docx"'})
    heads = ["Where", "Kind", "Words", "Speaker", "Post", "Job", "Agencies", "Themes", "Area", "Year", "Page", "Report"]
    return download([Table("Passages", heads, list(map(_row, found.hits)))], kind, "search")


def _row(hit: Hit) -> tuple[str | int | None, ...]:
    one = hit.passage
    themes = "; ".join(f"{words(theme)} ({POLARITIES[polarity].lower()})" for theme, polarity in one.themes)
    return (
        one.reference, KIND[one.kind], shown(masked(one.text)), one.speaker, one.post, words(one.role) if one.role else None,
        "; ".join(map(words, one.agencies)), themes, one.area, year_words(one.year), one.page, one.document,
    )  # fmt: skip


def lit(text: str, spans: Sequence[tuple[int, int]]) -> list[tuple[str, bool]]:
    """`text` without contact details, in stretches, those of `spans` to be lit."""
    text = masked(text)
    parts, at = [], 0
    for start, end in sorted(spans):
        if start >= at:
            parts += [(text[at:start], False), (text[start:end], True)]
            at = end
    return [(RUN.sub(WITHHELD, part), bright) for part, bright in [*parts, (text[at:], False)] if part]


def place(hit: Hit) -> Mapping[str, object]:
    """What an address needs to open a hit in its report, with the words that were found lit; a quotation found without words, as such."""
    spans = [f"{start}-{end}" for start, end in hit.highlights[:LIT]]
    if not spans and hit.passage.id and hit.passage.kind == "testimonials":
        return {"id": hit.passage.document, "mark": hit.passage.id, "_anchor": f"a-{hit.passage.id}"}
    return {"id": hit.passage.document, "at": spans or [f"{hit.passage.start}-{hit.passage.end}"], "_anchor": "at"}


def told_themes(themes: Sequence[tuple[str, str]]) -> list[tuple[str, list[str]]]:
    """Each theme of a passage once, with the polarities in which it has it, neutral where it has no other."""
    tones: dict[str, list[str]] = {}
    for theme, polarity in themes:
        tones.setdefault(theme, []).extend([] if polarity == "neutral" else [polarity])
    return list(tones.items())


FUNCTIONS = {"lit": lit, "place": place, "kind_words": KIND.get, "told_themes": told_themes}
