"""Conditions on the words of a text: what a query's terms stand for by the table of variants, whether a text meets them, and where."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from mappa.search.query import All, Either, Near, Node, Not, Term
from mappa.search.variants import MOST, STEM, Choice, Variants


@dataclass(frozen=True, slots=True)
class Slot:
    """The folded words that may stand at one place: any of `words`, or any that begins with one of `prefixes`."""

    words: frozenset[str]
    prefixes: tuple[str, ...] = ()

    def allows(self, word: str) -> bool:
        """Whether `word` may stand here."""
        return word in self.words or word.startswith(self.prefixes)


Run = tuple[Slot, ...]


@dataclass(frozen=True, slots=True)
class Leaf:
    """One of the runs of words stands in the text."""

    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Close:
    """One of `left` and one of `right` stand in the text, neither within the other, with at most `words` words between."""

    left: Leaf
    right: Leaf
    words: int


@dataclass(frozen=True, slots=True)
class AllOf:
    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class NotSo:
    part: "Condition"


Condition = Leaf | Close | AllOf | AnyOf | NotSo


def condition(node: Node, table: Variants) -> Condition:
    """`node` with every term in all that it stands for."""
    match node:
        case Term():
            return Leaf(tuple(dict.fromkeys(_runs(node, table))))
        case Near(left, right, words):
            return Close(_leaf(left, table), _leaf(right, table), words)
        case Not(part):
            return NotSo(condition(part, table))
        case Either(parts):
            return AnyOf(tuple(condition(part, table) for part in parts))
        case All(parts):
            return AllOf(tuple(_joint(parts, table)))


def _leaf(terms: Iterable[Term], table: Variants) -> Leaf:
    return Leaf(tuple(dict.fromkeys(run for term in terms for run in _runs(term, table))))


def _joint(parts: Sequence[Node], table: Variants) -> Iterator[Condition]:
    """The conditions of parts that must all hold; plain words in a row that make up a name have its other names too."""
    plain = [part.items[0].word if isinstance(part, Term) and _is_plain(part) else None for part in parts]
    at = 0
    while at < len(parts):
        sizes = range(min(table.longest, len(parts) - at), 1, -1)
        size = next((size for size in sizes if tuple(plain[at : at + size]) in table.same), 1)
        each = tuple(condition(part, table) for part in parts[at : at + size])
        if size > 1:
            form = tuple(word for word in plain[at : at + size] if word)
            yield AnyOf((AllOf(each), Leaf(tuple(map(_slots, table.meant(form))))))
        else:
            yield from each
        at += size


def _is_plain(term: Term) -> bool:
    return not term.quoted and len(term.items) == 1 and not term.items[0].prefix


def _runs(term: Term, table: Variants) -> Iterator[Run]:
    """All runs of words for which `term` stands."""
    items = term.items
    if not any(item.prefix for item in items):
        form = tuple(item.word for item in items)
        yield from map(_slots, table.written(form) if term.quoted else table.meant(form))
        return
    pieces: list[list[Run]] = []
    plain: tuple[str, ...] = ()
    for item in items:
        if item.prefix:
            pieces += [list(map(_slots, table.written(plain))), [_beginning(item.word, table)]]
            plain = ()
        else:
            plain = (*plain, item.word)
    pieces.append(list(map(_slots, table.written(plain))))
    for number, parts in enumerate(product(*pieces)):
        if number < MOST:
            yield tuple(slot for part in parts for slot in part)
    if len(items) == 1:
        yield from _begun(items[0].word, table)
    elif len(items) == 2 and items[0].word in table.table.joined and not items[0].prefix:
        yield _beginning(items[0].word + items[1].word, table)


def _begun(prefix: str, table: Variants) -> Iterator[Run]:
    """Runs of several words that are, written together, a word that begins with `prefix`."""
    yield from (_slots(tuple(frozenset([word]) for word in form)) for form in table.begun(prefix))
    for first in table.table.joined:
        if prefix.startswith(first) and len(prefix) >= len(first) + STEM:
            yield (Slot(frozenset([first])), *_beginning(prefix.removeprefix(first), table))


def _beginning(prefix: str, table: Variants) -> Run:
    return (Slot(frozenset(), tuple(table.beginnings(prefix))),)


def _slots(choice: Choice) -> Run:
    return tuple(Slot(words) for words in choice)


@dataclass(frozen=True, slots=True)
class Text:
    """The folded words of a text, and at which places each stands."""

    words: Sequence[str]
    places: dict[str, list[int]]


def text_of(words: Sequence[str]) -> Text:
    """`words` in a form in which conditions are quickly looked up."""
    places: dict[str, list[int]] = defaultdict(list)
    for at, word in enumerate(words):
        places[word].append(at)
    return Text(words, dict(places))


Span = tuple[int, int]


def holds(what: Condition, text: Text) -> bool:
    """Whether `text` meets the condition."""
    match what:
        case Leaf():
            return next(_occurrences(what, text), None) is not None
        case Close():
            return bool(_pairs(what, text))
        case NotSo(part):
            return not holds(part, text)
        case AllOf(parts):
            return all(holds(part, text) for part in parts)
        case AnyOf(parts):
            return any(holds(part, text) for part in parts)


def marks(what: Condition, text: Text) -> list[Span]:
    """Where `text` meets the condition, as spans of words; what lies under a NOT has no place. Spans do not overlap."""
    merged: list[Span] = []
    for start, end in sorted(set(_marks(what, text))):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _marks(what: Condition, text: Text) -> Iterator[Span]:
    match what:
        case Leaf():
            yield from _occurrences(what, text)
        case Close():
            yield from (span for pair in _pairs(what, text) for span in pair)
        case AllOf(parts) if holds(what, text):
            for part in parts:
                yield from _marks(part, text)
        case AnyOf(parts):
            for part in parts:
                yield from _marks(part, text)


def _occurrences(leaf: Leaf, text: Text) -> Iterator[Span]:
    for run in leaf.runs:
        for start in _places(run[0], text):
            end = start + len(run)
            if end <= len(text.words) and all(slot.allows(text.words[start + at]) for at, slot in enumerate(run) if at):
                yield start, end


def _places(slot: Slot, text: Text) -> Iterator[int]:
    few = slot.words if not slot.prefixes and len(slot.words) < len(text.places) else filter(slot.allows, text.places)
    for word in few:
        yield from text.places.get(word, ())


def _pairs(close: Close, text: Text) -> list[tuple[Span, Span]]:
    right = sorted(set(_occurrences(close.right, text)))
    return [
        (one, other)
        for one in sorted(set(_occurrences(close.left, text)))
        for other in right
        if 0 <= other[0] - one[1] <= close.words or 0 <= one[0] - other[1] <= close.words
    ]
