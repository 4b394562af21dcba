"""A question in the words of tantivy: conditions on words, choices of facets, and the counts of facets."""

from collections.abc import Collection, Iterable, Sequence
from itertools import combinations, product
from math import prod
from re import escape

from tantivy import FieldType, Occur, Query, Schema, Searcher

from mappa.errors import MappaError
from mappa.search.matching import AllOf, AnyOf, Close, Condition, Leaf, NotSo, Run, Slot
from mappa.search.passages import Question

WORDS = "words"
FIELDS = {"in": "kind"} | {name: name for name in ("role", "agency", "group", "polarity", "area", "form", "section", "document")}
THEME = "theme"
YEAR = "year"
LETTERS = {"strength": "s", "challenge": "c", "neutral": "n"}
SCORED = 64  # words of a beginning that count towards the order; more are only looked up
MANY = 10_000  # words that may begin alike inside a phrase
FEW = 8  # ways of a phrase that are asked one by one; more are asked as patterns


class Asking:
    """Makes queries for one state of an index."""

    def __init__(self, schema: Schema, searcher: Searcher):
        self.schema = schema
        self.searcher = searcher

    def query(self, words: Condition | None, question: Question, *, but: str = "") -> Query:
        """Passages that meet the condition `words` and every choice of `question` but that of one facet."""
        choices = [Query.const_score_query(choice, 0.0) for choice in self._choices(question, but)]
        asked = [self._condition(words)] if words else [] if choices else [Query.all_query()]
        return Query.boolean_query([(Occur.Must, part) for part in (*asked, *choices)])

    def _condition(self, what: Condition) -> Query:
        match what:
            case Leaf(runs):
                return _any([query for run in runs for query in self._run(run)])
            case Close():
                return _any(list(self._close(what)))
            case NotSo(part):
                return Query.boolean_query([(Occur.Must, Query.all_query()), (Occur.MustNot, self._condition(part))])
            case AnyOf(parts):
                return _any([self._condition(part) for part in parts])
            case AllOf(parts):
                unwanted = [(Occur.MustNot, self._condition(part.part)) for part in parts if isinstance(part, NotSo)]
                wanted = [(Occur.Must, self._condition(part)) for part in parts if not isinstance(part, NotSo)]
                return Query.boolean_query([*(wanted or [(Occur.Must, Query.all_query())]), *unwanted])

    def _run(self, run: Run) -> Iterable[Query]:
        if len(run) > 1:
            return self._phrase(list(enumerate(run)))
        words = self._words(run[0])
        if len(words) > SCORED:
            return [Query.term_set_query(self.schema, WORDS, words)]
        return [Query.term_query(self.schema, WORDS, word) for word in words]

    def _words(self, slot: Slot) -> list[str]:
        """The words of the index that may stand at a place."""
        begun = {word for prefix in slot.prefixes for word, _ in self.searcher.terms_with_prefix(WORDS, prefix)}
        return sorted(begun.union(word for word in slot.words if self.searcher.doc_freq(WORDS, word)))

    def _phrase(self, placed: Sequence[tuple[int, Slot]], slop: int = 0) -> list[Query]:
        """Words at these distances; `slop` words more may stand between two."""
        choices = [self._words(slot) for _, slot in placed]
        places = [place for place, _ in placed]
        if not all(choices):
            return []
        for words, (_, slot) in zip(choices, placed, strict=True):
            if len(words) > MANY:
                raise MappaError(f"more than {MANY:,} words begin with {' or '.join(slot.prefixes)}; give more letters before *")
        if prod(map(len, choices)) <= FEW:
            return [Query.phrase_query(self.schema, WORDS, list(zip(places, words, strict=True)), slop=slop) for words in product(*choices)]
        patterns = [self._pattern(slot, words) for (_, slot), words in zip(placed, choices, strict=True)]
        return [Query.regex_phrase_query(self.schema, WORDS, list(zip(places, patterns, strict=True)), slop=slop)]

    def _pattern(self, slot: Slot, words: Sequence[str]) -> str:
        if not slot.prefixes:
            return f"({'|'.join(map(escape, words))})"
        return f"({'|'.join([*(escape(prefix) + '.*' for prefix in slot.prefixes), *map(escape, sorted(slot.words))])})"

    def _close(self, close: Close) -> Iterable[Query]:
        for one, other in product(close.left.runs, close.right.runs):
            for first, second in ((one, other), (other, one)):
                if len(one) == len(other) == 1 and not set(self._words(one[0])) & set(self._words(other[0])):
                    yield from self._phrase([(0, first[0]), (1, second[0])], slop=close.words)
                    continue
                for gap in range(close.words + 1):
                    shift = len(first) + gap
                    yield from self._phrase([*enumerate(first), *((shift + at, slot) for at, slot in enumerate(second))])

    def _choices(self, question: Question, but: str) -> Iterable[Query]:
        chosen = {facet: values for facet, values in question.chosen.items() if values and facet != but}
        for facet, values in chosen.items():
            if facet in FIELDS and not (facet == "polarity" and chosen.get(THEME)):
                yield Query.term_set_query(self.schema, FIELDS[facet], sorted(values))
        if themes := chosen.get(THEME):
            yield Query.term_set_query(self.schema, THEME, codes(themes, chosen.get("polarity") or LETTERS))
        if but != YEAR and (question.first_year is not None or question.last_year is not None):
            first, last = question.first_year or 0, 9999 if question.last_year is None else question.last_year
            yield Query.range_query(self.schema, YEAR, FieldType.Unsigned, max(0, first), max(0, last))
        if not question.template:
            yield Query.term_query(self.schema, "template", False)


def _any(queries: Sequence[Query]) -> Query:
    if not queries:
        return Query.empty_query()
    return queries[0] if len(queries) == 1 else Query.boolean_query([(Occur.Should, query) for query in queries])


def code(theme: str, polarities: Iterable[str]) -> str:
    """One word of the index for a theme and all polarities in which a passage has it, so that each passage has one code a theme."""
    return f"{theme}/{''.join(sorted(LETTERS[polarity] for polarity in polarities))}"


def codes(themes: Collection[str], polarities: Collection[str]) -> list[str]:
    """The codes of `themes` with at least one of `polarities`."""
    sets = [some for size in range(1, len(LETTERS) + 1) for some in combinations(LETTERS, size) if not set(some).isdisjoint(polarities)]
    return [code(theme, some) for theme in sorted(themes) for some in sets]
