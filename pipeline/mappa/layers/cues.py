"""Cues: short patterns over the words of a sentence, as a person writes them in a rules file, found in one pass.

A cue is a row of words. In it
  word*      stands for any word that begins so, *word for any that ends so, (a|b c) for one of these, (a|) for a or nothing,
  ..  ...    for at most three, or eight, words in between,
  #          for a number,
  {agency}, {role police-officer}, {order}, {mappa-term visor}  for a whole mark of that layer, or of one of its labels.
Hyphens, quotation marks, other punctuation and the possessive 's count for nothing. A word with capitals matches only those.

Every cue hangs on its longest word: a text is walked once, and only where such a word stands are the words around it compared.
What a word can stand for is worked out once for each form of it (scale.md: the idiom is 100 times as fast as a Matcher).
"""

import itertools
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc

from mappa.language import FOLDED, fold

LAYERS = ("agency", "role", "order", "mappa-term", "legislation")
NAMES = ("{agency}", "{role}", "{legislation}")
PAUSES = (",", ";", ":", "-", "\u2013", "\u2014", "(", ")")

NEAR, FAR = 3, 8  # words in a gap
MOST_WAYS = 64  # that a cue may stand for: each is compared with every text
GAPS = {"..": NEAR, "...": FAR}
PIECE = re.compile(r"\([^()]*\)|\{[^}]*\}|\.{2,3}|#|'s\b|\*?\w+(?:'(?!s\b)\w+)*\*?|[^\s\w]")
POSSESSIVE = "'s"
GROUP = re.compile(r"\(([^()]*)\)")
SINGLE = re.compile(r"\*?\w+\*?")
APART = re.compile(r"[\s()]?")  # what may stand beside a group that is a word of its own
NUMBER = re.compile(
    r"\d[\d,.]*|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|twenty|thirty|forty|fifty|"
    r"sixty|seventy|eighty|ninety|hundreds?|thousands?"
)


@dataclass(frozen=True, slots=True)
class Cue:
    """One way of writing a cue: its elements, and which of them it hangs on; `key` and `name` are the owner's."""

    key: str
    name: str
    elements: tuple[str, ...]
    anchor: int


@dataclass(frozen=True, slots=True)
class Found:
    """A cue in a sentence: words [start, end) of the sentence."""

    key: str
    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Form:
    """What one form of a word can stand for: elements, and the cues that hang on it."""

    elements: frozenset[str]
    hanging: tuple[Cue, ...]


@dataclass(slots=True)
class Words:
    """A sentence to be searched: its words as forms, their tokens, whether a pause stands before each; by element, {first word: end}."""

    forms: Sequence[Form]
    tokens: Sequence[int]
    pauses: Sequence[bool]
    marks: dict[str, dict[int, int]]


class BadCue(ValueError):
    """A cue that cannot be read; the message says why."""


class Cues:
    """All cues of a rules file."""

    def __init__(self) -> None:
        self.hanging: dict[str, list[Cue]] = {}
        self.marked: list[Cue] = []
        self.known: dict[str, set[str]] = {}
        self.forms: dict[str, Form | None] = {}

    def add(self, key: str, text: str) -> None:
        """Make the cue `text` known under `key`. Raises BadCue."""
        ways = written_out(text)
        if len(ways) > MOST_WAYS:
            raise BadCue(f"it stands for {len(ways)} ways of writing, {MOST_WAYS} are the most: make several cues of it")
        for written in ways:
            elements = read(written)
            anchor = max(range(len(elements)), key=lambda at: _weight(elements[at]))
            cue = Cue(key, text, elements, anchor)
            for element in elements:
                for word in _choices(element):
                    self.known.setdefault(word, set()).add(element)
            for word in _choices(elements[anchor]):
                if word.startswith("{"):
                    self.marked.append(cue)
                else:
                    self.hanging.setdefault(word, []).append(cue)

    def form(self, text: str) -> Form | None:
        """What the word `text`, as printed, can stand for; None where it is no word."""
        if text not in self.forms:
            word = fold(text)
            self.forms[text] = self._form(text, word) if word != POSSESSIVE and any(map(str.isalnum, word)) else None
        return self.forms[text]

    def _form(self, text: str, word: str) -> Form:
        printed = text.translate(FOLDED)
        patterns = [shape for form in (word, printed) for at in range(len(form)) for shape in (f"{form[: at + 1]}*", f"*{form[at:]}")]
        shapes = dict.fromkeys([word, printed, *patterns, *(["#"] if NUMBER.fullmatch(word) else [])])
        elements = {element for shape in shapes for element in self.known.get(shape, ())}
        hanging = dict.fromkeys(cue for shape in shapes for cue in self.hanging.get(shape, ()))
        return Form(frozenset(elements), tuple(hanging))

    def find(self, words: Words) -> Iterator[Found]:
        """Every cue in `words`, each place once."""
        for at, form in enumerate(words.forms):
            for cue in form.hanging:
                if len(cue.elements) == 1:
                    yield Found(cue.key, cue.name, at, at + 1)
                elif found := _match(cue, words, at, at + 1):
                    yield found
        for cue in self.marked if words.marks else ():
            for start, end in words.marks.get(cue.elements[cue.anchor], {}).items():
                if found := _match(cue, words, start, end):
                    yield found


def written_out(text: str) -> list[str]:
    """`text` with every choice in brackets made, but for choices between single words: they stay together, one element. Raises BadCue."""
    for group in GROUP.finditer(text):
        choices = group[1].split("|")
        if any(choice.strip() and not re.search(r"[\w#.]", choice) for choice in choices):
            raise BadCue(f"{group[0]!r} has a choice without a word")
        before, after = text[: group.start()], text[group.end() :]
        nested = before.count("(") > before.count(")")
        single = [choice for choice in choices if SINGLE.fullmatch(choice)]
        if not nested and len(single) == len(choices):
            continue
        if not nested and len(single) > 1 and APART.fullmatch(before[-1:]) and APART.fullmatch(after[:1]):
            choices = [f"({'|'.join(single)})", *(choice for choice in choices if choice not in single)]
        return list(itertools.chain.from_iterable(written_out(before + choice + after) for choice in choices))
    return [text]


def read(text: str) -> tuple[str, ...]:
    """The elements of a cue as written_out gives it. Raises BadCue."""
    elements: list[str] = []
    for piece in PIECE.findall(text):
        if piece in GAPS or piece == "#" or piece.startswith("{"):
            elements.append(" ".join(piece.split()))
        elif piece == POSSESSIVE:
            continue
        elif piece.startswith("("):
            elements.append("|".join(_word(choice) for choice in piece[1:-1].split("|")))
        elif any(map(str.isalnum, piece)):
            elements.append(_word(piece))
        elif piece not in "-,/&'":
            raise BadCue(f"{piece!r} cannot stand in a cue")
    if not elements or elements[0] in GAPS or elements[-1] in GAPS:
        raise BadCue("a cue begins and ends with a word")
    return tuple(elements)


def _word(piece: str) -> str:
    """A word of a cue, folded unless it has capitals."""
    return piece if any(map(str.isupper, piece)) else fold(piece)


def _choices(element: str) -> list[str]:
    return [element] if element.startswith("{") else element.split("|")


def _weight(element: str) -> int:
    """How rare an element is likely to be: a cue hangs on its rarest."""
    if element in GAPS:
        return -1
    if element.startswith("{"):
        return 0
    return 1 if element == "#" else 1 + min(map(len, _choices(element)))


def _match(cue: Cue, words: Words, start: int, end: int) -> Found | None:
    """The cue where its anchor stands at words [start, end)."""
    last = _ahead(cue.elements, cue.anchor + 1, words, end)
    if last is None:
        return None
    first = _behind(cue.elements, cue.anchor - 1, words, start)
    return None if first is None else Found(cue.key, cue.name, first, last)


def _ahead(elements: tuple[str, ...], at: int, words: Words, here: int) -> int | None:
    """The end of the words that elements[at:] match from `here`; None where they do not."""
    if at == len(elements):
        return here
    element = elements[at]
    if here < len(words.forms) and element in words.forms[here].elements:
        return _ahead(elements, at + 1, words, here + 1)
    if element in GAPS:
        last = min(here + GAPS[element] + 1, len(words.forms))
        tries = (_ahead(elements, at + 1, words, begin) for begin in range(here, last))
        return next((end for end in tries if end is not None), None)
    if element.startswith("{"):
        end = words.marks.get(element, {}).get(here)
        return None if end is None else _ahead(elements, at + 1, words, end)
    return None


def _behind(elements: tuple[str, ...], at: int, words: Words, here: int) -> int | None:
    """The start of the words that elements[: at + 1] match up to `here`; None where they do not."""
    if at < 0:
        return here
    element = elements[at]
    if element in GAPS:
        tries = (_behind(elements, at - 1, words, here - skipped) for skipped in range(GAPS[element] + 1) if here - skipped > 0)
        return next((start for start in tries if start is not None), None)
    if element.startswith("{"):
        start = next((start for start, end in words.marks.get(element, {}).items() if end == here), None)
        return None if start is None else _behind(elements, at - 1, words, start)
    if here > 0 and element in words.forms[here - 1].elements:
        return _behind(elements, at - 1, words, here - 1)
    return None


class Reader:
    """The words of a whole Doc, as forms of `cues`; sentences are cut out of it."""

    def __init__(self, cues: Cues, doc: Doc):
        keys = doc.to_array("ORTH").tolist()
        starts = doc.to_array("IDX").tolist()
        strings = doc.vocab.strings
        forms = [cues.form(strings[key]) for key in keys]
        commas = {strings[sign] for sign in PAUSES if sign in strings}
        self.tokens = [at for at, form in enumerate(forms) if form is not None]
        self.forms = [form for form in forms if form is not None]
        self.offsets = [starts[at] for at in self.tokens]
        self.pauses = [at > 0 and keys[at - 1] in commas for at in self.tokens]
        self.marks = sorted(
            (bisect_left(self.tokens, span.start), bisect_left(self.tokens, span.end), element)
            for layer in LAYERS
            for span in doc.spans.get(layer, ())
            for element in (f"{{{layer}}}", f"{{{layer} {span.label_}}}")
            if element in cues.known or element in NAMES
        )

    def sentence(self, start: int, end: int) -> Words:
        """The words at characters [start, end) of the text."""
        first, last = bisect_left(self.offsets, start), bisect_left(self.offsets, end)
        marks: dict[str, dict[int, int]] = {}
        for begin, stop, element in self.marks[bisect_left(self.marks, (first,)) : bisect_left(self.marks, (last,))]:
            if begin < stop <= last:
                marks.setdefault(element, {})[begin - first] = stop - first
        return Words(self.forms[first:last], self.tokens[first:last], self.pauses[first:last], marks)
