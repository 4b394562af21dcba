"""A text as search sees it: words, folded, each with its offsets in the text as printed."""

import re
import unicodedata
from collections.abc import Iterator

MARKS = "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff"
APOSTROPHES = "'\u2019\u2018\u02bc`\u00b4"
WORD = re.compile(rf"\w+(?:[{MARKS}]+\w*|[{APOSTROPHES}]\w+)*")
POSSESSIVE = re.compile(rf"[{APOSTROPHES}]s$")
LONGEST = 200  # letters of a word that count: an index holds no word without end
BREAK = "\u00b6"  # stands between the pieces of a passage, so that no phrase reaches over what was left out


class Folded(dict[str, str]):
    """Folded words by the word as printed, remembered because a corpus repeats its words."""

    def __missing__(self, word: str) -> str:
        self[word] = form = fold(word)
        return form


FOLDED = Folded()


def fold(word: str) -> str:
    """`word` without what search passes over: capitals, accents, a possessive 's, apostrophes inside."""
    plain = POSSESSIVE.sub("", word.lower())
    if not plain.isascii():
        parts = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", plain).casefold())
        plain = "".join(letter for letter in parts if not unicodedata.combining(letter))
    return ("".join(filter(str.isalnum, plain)) or word)[:LONGEST]


def words(text: str) -> list[str]:
    """The folded words of `text`, in order; what stands between them, hyphens too, counts for nothing."""
    return list(map(FOLDED.__getitem__, WORD.findall(text.replace("_", " "))))


def placed(text: str, start: int = 0) -> Iterator[tuple[str, int, int]]:
    """The folded words of `text` with their offsets, counted from `start`."""
    for match in WORD.finditer(text.replace("_", " ")):
        yield FOLDED[match[0]], start + match.start(), start + match.end()


def spans(text: str) -> list[tuple[int, int]]:
    """The offsets of the words of `text`, as many and in the order of `words`."""
    return [match.span() for match in WORD.finditer(text.replace("_", " "))]
