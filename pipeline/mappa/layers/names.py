"""Proper names around a body: "Bedford" in "Bedford Borough Council", "Winton" in "HMP Winton", whether or not the place is known."""

from collections.abc import Collection, Iterable, Mapping
from functools import cached_property
from typing import Any

from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc

REGIONS = {"division", "region", "area"}
PARTS_OF_PLACES = {"Vale", "Isle", "Isles", "Forest", "City", "Borough", "County"}
CLOSING = {"Council"}  # "Royal Borough of Greenwich Council"
JOINTS = {"&", ",", "and"}


class Places:
    """Known place phrases, compiled once for a vocabulary."""

    def __init__(self, nlp: Language, places: Iterable[str], *, endings: Collection[str], never: Collection[str], compass: Collection[str]):
        self.matcher = PhraseMatcher(nlp.vocab, attr="NORM")
        self.matcher.add("place", [nlp.make_doc(place) for place in places])
        self.endings = tuple(endings)
        self.never = frozenset(never)
        self.compass = frozenset(compass)

    def of(self, doc: Doc) -> "Names":
        """The names of one document."""
        return Names(doc, self)


class Names:
    """Which tokens of one document are names; answers are computed when first asked for."""

    def __init__(self, doc: Doc, places: Places):
        self.doc = doc
        self.places = places
        self.short: Mapping[str, Any] = {}  # abbreviations of bodies that may stand in front of another body's name

    @cached_property
    def known(self) -> tuple[dict[int, int], dict[int, int]]:
        """Known places as start by end and end by start, longest first; only where they are capitalised."""
        start_of: dict[int, int] = {}
        end_of: dict[int, int] = {}
        for _, start, end in self.places.matcher(self.doc):
            if self.doc[start].text[:1].isupper():
                start_of[end] = min(start, start_of.get(end, start))
                end_of[start] = max(end, end_of.get(start, end))
        return start_of, end_of

    @cached_property
    def evident(self) -> set[str]:
        """Words that this document prints with a capital in mid-sentence and never without one: its own names."""
        capital: set[str] = set()
        small: set[str] = set()
        before = "."
        for token in self.doc:
            text = token.text
            if text[:1].isalpha():
                if text.islower():
                    small.add(token.norm_)
                elif text[1:].islower() and (before[-1:].isalnum() or before in ",("):
                    capital.add(token.norm_)
            before = text
        return capital - small

    def is_name(self, index: int) -> bool:
        """Whether the token at `index` is a name of its own: a place ending, or evidence elsewhere in the document."""
        token = self.doc[index]
        text = token.text
        if text in self.short:
            return True
        if not (text[:1].isupper() and text[1:].islower() and len(text) > 2) or token.norm_ in self.places.never:
            return False
        return token.norm_ in self.evident or (len(text) > 6 and text.endswith(self.places.endings))

    def before(self, start: int, *, most: int = 1, joint: bool = False) -> int:
        """Start of the name that ends at token `start`; `start` itself where there is none.

        At most `most` words that no list knows; several known places joined by "and" count as one name only where `joint`.
        """
        start_of, _ = self.known
        at, strangers = start, 0
        while at > 0:
            if at in start_of:
                at = self._joint(start_of[at], joint)
                return self._compass(at)
            if strangers < most and self.is_name(at - 1):
                at, strangers = at - 1, strangers + 1
                continue
            break
        if at < start and (before := self._joint(at, joint)) < at:
            at = before
        return self._compass(at) if at < start else start

    def _joint(self, at: int, joint: bool) -> int:
        """`at`, or the start of the known places that are joined to the name there by "&", or by "and" and commas where `joint`."""
        start_of, _ = self.known
        while at - 1 > 0 and at - 1 in start_of and (self.doc[at - 1].norm_ == "&" or (joint and self.doc[at - 1].norm_ in JOINTS)):
            at = start_of[at - 1]
        return at

    def place_after(self, end: int) -> int:
        """End of the known place, and of "division" or "region" behind it, that begins at token `end`; `end` where there is none."""
        _, end_of = self.known
        at = end_of.get(end, end)
        return at + 1 if end < at < len(self.doc) and self.doc[at].norm_ in REGIONS else at

    def _compass(self, at: int) -> int:
        """`at`, or further left over "North", "Central" and their like, and over "Vale of", "City of"."""
        while at > 0:
            if self.doc[at - 1].text[:1].isupper() and self.doc[at - 1].norm_ in self.places.compass:
                at -= 1
            elif at > 1 and self.doc[at - 1].norm_ == "of" and self.doc[at - 2].text in PARTS_OF_PLACES:
                at -= 2
            else:
                break
        return at

    def after(self, end: int, *, most: int = 2) -> int:
        """End of the name that begins at token `end`; `end` itself where there is none."""
        _, end_of = self.known
        at, strangers = end, 0
        while at < len(self.doc):
            if at in end_of:
                at = end_of[at]
                break
            token = self.doc[at]
            if strangers < most and token.text[:1].isupper() and token.text[1:].islower() and token.norm_ not in self.places.never:
                at, strangers = at + 1, strangers + 1
                continue
            break
        return at + 1 if at > end and at < len(self.doc) and self.doc[at].text in CLOSING else at


def place_names(areas: dict[str, Any]) -> list[str]:
    """Every place phrase in areas.toml: the areas with all their names, and the places inside them."""
    names = [name for area, entry in areas["areas"].items() for name in (area, *entry.get("names", []), *entry.get("places", []))]
    return sorted({*names, *areas["places"]})
