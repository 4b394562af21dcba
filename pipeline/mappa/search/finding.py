"""Search in the index of a corpus on this machine."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from tantivy import Index, Order, Query, Searcher

from mappa.errors import MappaError
from mappa.search.asking import FIELDS, LETTERS, THEME, YEAR, Asking
from mappa.search.index import SCHEMA, Progress, current_index
from mappa.search.matching import Condition, condition
from mappa.search.packing import Packing
from mappa.search.passages import CHOICES, FACETS, Found, Hit, Piece, Question, Span
from mappa.search.query import parse
from mappa.search.snippets import highlights, snippet
from mappa.search.variants import Variants, load_variants

MOST_VALUES = 10_000  # values of a facet that are counted

Counts = tuple[tuple[str, int], ...]


def open_corpus(corpus: Path, configs: Path, progress: Progress | None = None) -> "IndexedCorpus":
    """The corpus in `corpus`, ready to be searched; its index is made or brought up to date first.

    Raises MappaError where there is no corpus there, or the rules in `configs` cannot be read.
    """
    table = load_variants(configs)
    current = current_index(corpus, configs, progress)
    return IndexedCorpus(current.index, current.packing, table)


@dataclass(frozen=True, slots=True)
class IndexedCorpus:
    """Passages in a tantivy index; may be asked from several threads at once. See passages.Passages for the interface."""

    index: Index
    packing: Packing
    table: Variants

    def find(self, question: Question, *, facets: bool = True) -> Found:
        """What answers `question`: hits in order, and counts of facets where they are wanted."""
        _check(question)
        asking = Asking(SCHEMA, self.index.searcher())
        words = self._condition(question.query)
        counts = self._counts(asking, words, question, FACETS if facets else ())
        total = sum(counts.pop("total").values())
        hits = tuple(self._hits(asking, words, question, total))
        return Found(total, hits, {facet: _sorted(counts[facet]) for facet in counts})

    def values(self, facet: str) -> tuple[str, ...]:
        """Every value that a facet has in the corpus, sorted."""
        searcher = self.index.searcher()
        values = _terms(searcher, Query.all_query(), {facet: FIELDS.get(facet, facet)})[facet]
        return tuple(sorted(_themes(values, LETTERS) if facet == THEME else values))

    def highlights(self, query: str, text: str) -> tuple[Span, ...]:
        """Where the words of `query` stand in any `text`, such as a whole report's: offsets in it."""
        return highlights(self._condition(query), [Piece(0, text)])

    def _condition(self, query: str) -> Condition | None:
        node = parse(query)
        return condition(node, self.table) if node else None

    def _hits(self, asking: Asking, words: Condition | None, question: Question, total: int) -> Iterator[Hit]:
        limit = min(question.limit, total - question.offset)
        if limit <= 0:
            return
        by_place: dict[str, Any] = {"order_by_field": "place", "order": Order.Asc} if question.order == "report" or words is None else {}
        query = asking.query(words, question)
        found = asking.searcher.search(query, limit, count=False, offset=question.offset, **by_place)
        for score, address in found.hits:
            passage = self.packing.unpack(bytes(asking.searcher.doc(address).get_first("passage")))  # type: ignore[arg-type]
            spans = highlights(words, passage.pieces)
            yield Hit(passage, 0.0 if by_place else float(score), spans, snippet(passage, spans))

    def _counts(self, asking: Asking, words: Condition | None, question: Question, facets: Sequence[str]) -> dict[str, Counter[str]]:
        """How many passages there are (total, by kind), and for each facet by value, under all choices but the facet's own."""
        chosen = {facet for facet, values in question.chosen.items() if values}
        chosen |= {YEAR} if question.first_year is not None or question.last_year is not None else set()
        fields = {"total": "kind"} | {facet: FIELDS.get(facet, facet) for facet in facets}
        free = {name: field for name, field in fields.items() if name not in chosen}
        counts = _terms(asking.searcher, asking.query(words, question), free)
        for facet in fields.keys() - free.keys():
            counts |= _terms(asking.searcher, asking.query(words, question, but=facet), {facet: fields[facet]})
        if THEME in counts:
            counts[THEME] = _themes(counts[THEME], question.chosen.get("polarity") or LETTERS)
        if "polarity" in counts and THEME in chosen:
            counts["polarity"] = self._polarities(asking, words, question)
        return counts

    def _polarities(self, asking: Asking, words: Condition | None, question: Question) -> Counter[str]:
        """How many passages have one of the themes chosen in each polarity; a passage may have several, each in several."""
        counts: Counter[str] = Counter()
        for polarity in LETTERS:
            alone = replace(question, chosen={**question.chosen, "polarity": (polarity,)})
            found = _terms(asking.searcher, asking.query(words, alone), {"total": "kind"})
            counts[polarity] = sum(found["total"].values())
        return +counts


def _check(question: Question) -> None:
    unknown = [facet for facet in question.chosen if facet not in CHOICES]
    if unknown:
        raise MappaError(f"{unknown[0]!r} is nothing to choose by; choices are {', '.join(CHOICES)}")


def _terms(searcher: Searcher, query: Query, fields: Mapping[str, str]) -> dict[str, Counter[str]]:
    """How many passages have each value of the fields, by the names given to them."""
    asked = {name: {"terms": {"field": field, "size": MOST_VALUES}} for name, field in fields.items()}
    found = searcher.aggregate(query, asked) if asked else {}
    return {name: Counter({_named(bucket["key"]): bucket["doc_count"] for bucket in each["buckets"]}) for name, each in found.items()}


def _named(value: str | float) -> str:
    return value if isinstance(value, str) else str(int(value))


def _themes(counts: Mapping[str, int], polarities: Collection[str]) -> Counter[str]:
    """The counts of codes as counts of themes, of those with at least one of the polarities."""
    letters = {LETTERS[polarity] for polarity in polarities if polarity in LETTERS}
    themes: Counter[str] = Counter()
    for word, hits in counts.items():
        theme, _, given = word.partition("/")
        if letters & set(given):
            themes[theme] += hits
    return themes


def _sorted(counts: Mapping[str, int]) -> Counts:
    return tuple(sorted(counts.items(), key=lambda each: (-each[1], each[0])))
