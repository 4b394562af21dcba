"""Lists of numbered things: "Levels 1, 2 and 3" is three marks, the first with the head and the others the bare numeral."""

from collections.abc import Iterator

import numpy as np
from spacy.tokens import Doc

from mappa.layers.hits import Hit
from mappa.rules import Ruleset

NUMBER_JOINTS = {",", "and", "&", "or", "/", "-", "to"}

Numerals = tuple[dict[str, str], dict[str, tuple[str, str]]]


def numerals(rules: Ruleset) -> Numerals:
    """Heads and numerals of all numbered entries: head -> family, "family numeral" -> label and rule."""
    heads: dict[str, str] = {}
    items: dict[str, tuple[str, str]] = {}
    for label, entry in rules.entries.items():
        family = label.rsplit("-", 1)[0]
        for head in entry.numbered.get("any_of", []):
            heads[head.lower()] = family
        for item in entry.numbered.get("item", []):
            items[f"{family} {item}"] = (label, f"{rules.file}/{label}/numbered")
    return heads, items


def number_lists(doc: Doc, lists: Numerals) -> Iterator[Hit]:
    """One hit an item of "Levels 1, 2 and 3": the first with the head, the others the bare numeral."""
    heads, items = lists
    if not heads:
        return
    strings = doc.vocab.strings
    keys = np.array([strings[head] for head in heads if head in strings], dtype="uint64")
    for at in np.flatnonzero(np.isin(doc.to_array("NORM"), keys)).tolist():
        family = heads[doc[at].norm_]
        start, index = at, at + 1
        while index < len(doc):
            item = items.get(f"{family} {doc[index].text}") or (items.get(f"{family} {doc[index].norm_}") if len(doc[index]) > 2 else None)
            if item is None or (doc[index].text == "I" and not doc[at].norm_.startswith(family)):
                break  # "in MAPPA I learned" is no level
            yield Hit(start, index + 1, *item, "number", start)
            start = index = index + 1
            while index < len(doc) and doc[index].norm_ in NUMBER_JOINTS:
                index += 1
            if index == start:
                break
            start = index
