"""Paragraphs with what earlier layers know of them, as character offsets: the ground on which testimonials and case studies are found."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc

from mappa.language import fold
from mappa.layers.headings import heading_key


@dataclass(frozen=True, slots=True)
class Mark:
    """A role, a body or a place: offsets and label; of a body `name` is the place in front of it."""

    start: int
    end: int
    label: str
    place: str | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """One paragraph: offsets, text, kind, level of a heading (0 unknown), the types of the sections around it, whether it opens one."""

    start: int
    end: int
    text: str
    kind: str
    level: int
    sections: tuple[str, ...]
    opens: str | None

    @property
    def key(self) -> str:
        """The text as headings are compared."""
        return heading_key(self.text) if len(self.text) < 200 else fold(self.text)


class Marks:
    """Marks in order of offset, to be asked for by range."""

    def __init__(self, marks: Iterable[Mark]):
        self.marks = sorted(marks, key=lambda mark: (mark.start, -mark.end))
        self.starts = [mark.start for mark in self.marks]

    def inside(self, start: int, end: int) -> list[Mark]:
        """The marks that begin in the range."""
        return self.marks[bisect_left(self.starts, start) : bisect_left(self.starts, end)]


def passages(doc: Doc, text: str | None = None) -> list[Passage]:
    """The paragraphs of `doc`, in order; `text` is its text where the caller has it (a Doc puts it together anew each time)."""
    sections = [(span.start_char, span.end_char, span.label_) for span in doc.spans.get("section", ())]
    opened = {span.start_char: section[2] for section, span in zip(sections, doc.spans.get("section-heading", ()), strict=True)}
    text = doc.text if text is None else text
    found = []
    for span in doc.spans["paragraph"]:
        around = tuple(kind for start, end, kind in sections if start <= span.start_char < max(end, start + 1))
        level = int(span.id_) if span.id_.isdigit() else 0
        found.append(
            Passage(
                span.start_char,
                span.end_char,
                text[span.start_char : span.end_char],
                span.label_,
                level,
                around,
                opened.get(span.start_char),
            )
        )
    return found


def marks(doc: Doc, layer: str) -> Marks:
    """The spans of `layer`; a body with the place printed in front of it."""
    places = [(span.start_char, span.end_char, span.text) for span in doc.spans.get(f"{layer}-place", ())]
    return Marks(
        Mark(
            span.start_char,
            span.end_char,
            span.label_,
            next((text for start, end, text in places if span.start_char <= start and end <= span.end_char), None),
        )
        for span in doc.spans.get(layer, ())
    )


def words(texts: Sequence[str]) -> re.Pattern[str]:
    """A pattern that finds any of `texts`, folded, as whole words; one that finds nothing where there are none."""
    ordered = sorted(map(fold, texts), key=len, reverse=True)
    return re.compile(r"(?<![\w-])(?:" + "|".join(map(re.escape, ordered)) + r")(?![\w-])" if ordered else r"(?!)")


def likeness(texts: Sequence[str]) -> re.Pattern[str]:
    """A pattern for whole folded lines, * standing for any words."""
    return re.compile("|".join(re.escape(fold(text)).replace(r"\*", ".+") for text in texts) or r"(?!)")


NUMBER = r"(?:\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|half|several|many)"


def phrases(texts: Sequence[str]) -> re.Pattern[str]:
    """A pattern that finds any of `texts` in folded text: word* is any word that begins so, ... up to four words, # a number."""
    ordered = sorted(texts, key=len, reverse=True)
    return re.compile(r"(?<![\w-])(?:" + "|".join(map(_phrase, ordered)) + ")" if ordered else r"(?!)")


def _phrase(text: str) -> str:
    parts = []
    for word in fold(text).split():
        if word == "...":
            parts.append(r"(?:[\w'-]+\s+){0,4}?")
        elif word == "#":
            parts.append(NUMBER + r"\s+")
        else:
            parts.append(re.escape(word).replace(r"\*", r"[\w'-]*") + r"\s+")
    joined = "".join(parts).removesuffix(r"\s+")
    return joined + (r"(?!\w)" if text[-1:].isalnum() else "")
