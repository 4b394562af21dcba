"""Where the titles of instruments stand in a text.

They are found by walking backwards from the word that ends them ("Act", "Order") through an index of folded words, so that the cost
depends on the text and not on the size of the table.
"""

import re
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from mappa.layers.instruments import Implied, Instrument

ENDS = ("act", "order", "regulation", "rule", "code", "measure")
ANCHORS = [  # each begins with a plain word, which makes it quick; what is no title without its year asks for one
    re.compile(r"act(?=s?(?![^\W\d]))"),
    re.compile(r"deddf(?!\w)"),
    re.compile(r"code(?!\w)"),
    re.compile(r"(?:19|20)\d\d (order|regulations)(?![\w'’]|\s+\(?[12]\d{3})"),  # "the 2012 Order"
    re.compile(r"data protection (regulation)(?=s?(?!\w))"),
    *(re.compile(rf"{word}(?=\s+(?:\([^()]{{2,40}}\)\s+)?\(?[12]\d{{3}})") for word in ("order", "regulations", "rules", "measure")),
]
PRINTED = re.compile(r"[A-Z][A-Za-z]{0,3}[A-Z(][A-Za-z()]*")
WORD = re.compile(r"[^\W_]+(?:['’‘`][^\W_]+)*|&")
SKIPPED = {"and", "of", "the", "etc", "to", "in", "a", "from", "for", "on"}
ORDERS = ("Order", "Regulations", "Rules")  # without a year, such a word is a court's order or anybody's rules
SHORT_FORM = re.compile(r"\([A-Z&]{2,8}\)")
WINDOW = 220  # characters in front of its last word
STEP = 30  # of them read at a time
SHORTEST_MISSPELT = 5  # letters


@dataclass(frozen=True, slots=True)
class Found:
    """A title in the text, its year left out: the offset of its other end, the identifiers it may mean.

    `free`: those that it may mean without a year; `sure`: no slip, or two words without one.
    """

    at: int
    ids: tuple[str, ...]
    free: tuple[str, ...]
    sure: bool


@dataclass(slots=True)
class Node:
    """A folded word in the index, reached from the end of a title; `free` are the identifiers that need no year."""

    after: dict[str, "Node"] = field(default_factory=dict)
    ids: list[str] = field(default_factory=list)
    free: list[str] = field(default_factory=list)


class Titles:
    """The index of titles: by folded words from the last to the first, abbreviations as printed, words by their misspellings."""

    def __init__(self, instruments: Mapping[str, Instrument]):
        self.instruments = instruments
        self.root = Node()
        self.welsh = Node()
        self.printed: dict[str, list[tuple[str, str]]] = {}
        self.near: dict[str, set[str]] = {}
        self.years = {label: entry.year for label, entry in instruments.items()}
        self.by_year: dict[int, list[str]] = {}
        self.implying: dict[tuple[str, str], list[tuple[str, Implied]]] = {}
        self.cues = {label: _any_of(entry.cues) for label, entry in instruments.items() if entry.cues}
        self.unnamed = [label for label, entry in instruments.items() if entry.unnamed]
        self.typical = [label for label, entry in instruments.items() if entry.typical and entry.cues]
        for label, entry in instruments.items():
            if (year := entry.year) and label.split("/")[0] in ("ukpga", "asp", "anaw", "asc", "mwa", "nia"):
                self.by_year.setdefault(year, []).append(label)
            for rule in entry.implied:
                for number in rule.numbers:
                    self.implying.setdefault((rule.kind, number), []).append((label, rule))
            free = not _undated(entry.title).endswith(ORDERS)
            self._add(self.root, list(reversed(folded(_undated(entry.title)))), label, free=free)
            for name in entry.names:
                self._add(self.root, list(reversed(folded(_undated(name)))), label, free=True)
            for name in entry.welsh:
                self._add(self.welsh, folded(_undated(name)), label, free=True)
            for use, names in (("short", entry.short), ("dated", entry.dated)):
                for name in names:
                    self.printed.setdefault(name, []).append((label, use))

    def _add(self, node: Node, words: Iterable[str], label: str, *, free: bool) -> None:
        for word in words:
            for shorter in _shortened(word):
                self.near.setdefault(shorter, set()).add(word)
            node = node.after.setdefault(word, Node())
        for ids in (node.ids, node.free) if free else (node.ids,):
            if label not in ids:
                ids.append(label)

    def before(self, text: str, start: int, end: int) -> Found | None:
        """The longest title that ends with the word text[start:end]; two misspelt words are forgiven."""
        node = self.root.after.get(_singular(fold_word(text[start:end])))
        if node is None:
            return None
        found: Found | None = None
        slips, words = 0, 1
        for match in _words_before(text, start):
            if re.search(r"[.!?:;\t]", text[match.end() : start]) and not re.fullmatch(r"etc\.?\s*\(?", text[match.start() : start]):
                break
            word, start = fold_word(match[0]), match.start()
            if word not in node.after and re.search(r"['’‘`]s$", match[0]) and word[:-1] in node.after:
                word = word[:-1]
            if words == 1 and SHORT_FORM.match(text, start - 1):
                continue  # "Mental Health (MHA) Act"
            if word in node.after:
                node, words = node.after[word], words + 1
            elif word in SKIPPED:
                continue
            elif slips < 2 and (near := self._misspelt(word, node)):
                node, slips = node.after[near], slips + 1
            else:
                break
            if node.ids:
                found = Found(start, tuple(node.ids), tuple(node.free), not slips or words > 1 + (slips > 1))
        return found

    def after(self, text: str, start: int) -> Found | None:
        """The longest Welsh title that begins at `start`."""
        node, found = self.welsh, None
        for match in WORD.finditer(text, start, start + WINDOW):
            word = fold_word(match[0]).replace("ddeddf", "deddf")  # mutated after "o"
            if word in node.after:
                node = node.after[word]
            elif word not in SKIPPED:
                break
            if node.ids:
                found = Found(match.end(), tuple(node.ids), tuple(node.free), True)
        return found

    def _misspelt(self, word: str, node: Node) -> str | None:
        """The one word of the index, among those that can stand here, that `word` is a slip for."""
        if len(word) < SHORTEST_MISSPELT or word.isdigit():
            return None
        near = {other for shorter in _shortened(word) for other in self.near.get(shorter, ()) if other in node.after}
        near = {other for other in near if other[0] == word[0] and len(other) > 3}
        return near.pop() if len(near) == 1 else None


def anchors(text: str, small: str) -> list[tuple[int, int]]:
    """Where `text`, lowered `small`, has words that end a title (or begin a Welsh one): starts and ends, in order."""
    found = set()
    for pattern in ANCHORS:
        for match in pattern.finditer(small):
            start, end = match.span(match.lastindex or 0)
            glued = text[start - 1 : start].islower() and text[start].isupper()  # "JusticeAct": a space was lost
            if start and not glued and (small[start - 1].isalnum() and small[start - 1 : start + 5] != "ddeddf"):
                continue
            found.add((start - (small[start - 1 : start] == "d" and small[start:end] == "deddf"), end + small.startswith("s", end)))
    return sorted(found)


def abbreviations(text: str, known: Container[str]) -> Iterator[tuple[int, str]]:
    """Words of `text` with capitals inside that are `known` abbreviations: where each starts, and the word."""
    for match in PRINTED.finditer(text):
        word, start = match[0], match.start()
        if word not in known and (word := word.rstrip("()")) not in known:
            continue
        if text[start - 3 : start] == "UK " and f"UK {word}" in known:
            word, start = f"UK {word}", start - 3
        if not (start and (text[start - 1].isalnum() or text[start - 1] == "_")):
            yield start, word


def _words_before(text: str, end: int) -> Iterator[re.Match[str]]:
    """The words of text[:end], the last first, as far back as a title may reach: a few, and more where they are asked for."""
    low = max(0, end - WINDOW)
    while end > low:
        start = max(low, end - STEP)
        while start > low and text[start - 1] not in " \n":
            start -= 1
        yield from reversed(list(WORD.finditer(text, start, end)))
        end = start


def fold_word(word: str) -> str:
    """`word` as compared: small letters, no apostrophes, "&" as "and"."""
    return "and" if word == "&" else re.sub(r"['’‘`]", "", word).lower()


def folded(text: str) -> list[str]:
    """The words of a title as compared, small joining words left out."""
    words = [fold_word(match[0]) for match in WORD.finditer(text)]
    words = [word for word in words if word not in SKIPPED]
    return [*words[:-1], _singular(words[-1])] if words else []


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    """Any of the folded `words`, as the beginning of a word."""
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, words)) + ")")


def _undated(name: str) -> str:
    return re.sub(r"\s+(?:1[5-9]|20)\d\d$", "", name)


def _singular(word: str) -> str:
    """The word that ends a title, in the singular: "Acts" as "Act"."""
    return word[:-1] if word.endswith("s") and word[:-1] in ENDS else word


def _shortened(word: str) -> set[str]:
    """`word`, and `word` with one letter left out: two words that share one of these are a slip apart."""
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))} if len(word) > 3 else {word}
