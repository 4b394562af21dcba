"""Abbreviations: which letters stand for which words, what a document explains in brackets, and what it explains otherwise."""

from collections.abc import Mapping

import numpy as np
from spacy.tokens import Doc

from mappa.layers.hits import Hit
from mappa.rules import Ruleset, slug

ABBREVIATION = 9  # letters at most


def bracket_end(doc: Doc, start: int, end: int) -> int:
    """`end`, moved behind "(ABBR)" where that abbreviates the words from `start`."""
    if end + 2 < len(doc) and doc[end].text == "(" and doc[end + 2].text == ")" and _abbreviates(doc[end + 1].text, doc[start:end].text):
        return end + 3
    return end


def not_otherwise_defined(doc: Doc, hits: list[Hit], rules: Ruleset) -> list[Hit]:
    """`hits` without acronyms that this document explains by other words: "Stalking Protection Order (SPO)" is no officer."""
    others = {}
    for at in np.flatnonzero(doc.to_array("ORTH") == doc.vocab.strings["("]).tolist():
        if 0 < at < len(doc) - 2 and doc[at + 2].text == ")" and (short := doc[at + 1].text.removesuffix("s")).isupper():
            words = _explained(doc, at, short)
            if words and not any(hit.end == at for hit in hits):
                others[short] = words
    if not others:
        return hits
    return [hit for hit in hits if not _is_otherwise_defined(doc, hit, others, rules)]


def _is_otherwise_defined(doc: Doc, hit: Hit, others: Mapping[str, set[str]], rules: Ruleset) -> bool:
    words = others.get(doc[hit.start].text.removesuffix("s")) if hit.end - hit.start == 1 else None
    full = [*rules.entries[hit.label].aliases, rules.entries[hit.label].name or ""]
    return words is not None and not any(len(words & set(slug(alias).split("-"))) * 2 >= len(words) for alias in full)


def _abbreviates(short: str, phrase: str) -> bool:
    """Whether the letters of `short` come, in order, from the starts of the words of `phrase`."""
    letters = short.removesuffix("s") if short[:-1].isupper() else short
    if not (2 <= len(letters) <= ABBREVIATION and sum(map(str.isupper, letters)) >= 2 and letters.isalpha()):
        return False
    words = [word for word in slug(phrase).split("-") if word]
    initials = [word[0] for word in words]
    wanted = letters.lower()
    position = 0
    for initial in initials:
        if position < len(wanted) and initial == wanted[position]:
            position += 1
    return position >= max(2, len(wanted) - 1) and wanted[0] in (initials[0], *initials[1:2])


def _explained(doc: Doc, at: int, short: str) -> set[str]:
    """The words in front of the bracket at token `at` that begin with the letters of `short`; none where they do not."""
    words = [token.norm_ for token in doc[max(0, at - len(short) * 2) : at] if token.is_alpha]
    tail = words[-len(short) :]
    return set(tail) if "".join(word[0] for word in tail) == short.lower() else set()


def in_capitals(doc: Doc, at: int) -> bool:
    """Whether a word beside the token `at` is printed in capitals too."""
    return any(0 <= beside < len(doc) and doc[beside].is_upper and doc[beside].is_alpha for beside in (at - 1, at + 1))
