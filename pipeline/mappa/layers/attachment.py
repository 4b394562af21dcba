"""What names an instrument, and how the provisions of its clause are attached to it: those in front that lead to it, those behind."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

from mappa.layers.provisions import Provision, Provisions, headed

FORWARD = re.compile(
    r"\s*,?\s*(?:\(\s*)?(?:(?:of|to|in|into|under|within|from|by|contained in|set out in|o)\s*,?\s+(?:and\s+)?)?"
    r"(?:both\s+)?(?:the\s+)?(?:(?:new|latter|former|above|amended)\s+)?[\"“‘']?",
    re.IGNORECASE,
)
BACKWARD = re.compile(
    r"\s*(?:[,:–-]\s*)?(?:\(\s*)?(?:(?:under|in|at|see|by|i\.e\.|(?:and\s+)?(?:in\s+)?particular(?:ly)?(?:\s+in|\s+under)?|specifically|notably|especially)\s*,?\s+)?(?:the\s+)?",
    re.IGNORECASE,
)
ELSEWHERE = re.compile(
    r"\s*,?\s*(?:of|to|in|from)\s+(?:this|the|our|your|their|these|its|his|her|a|an|each|every|my)\s+"
    r"(?!(?:legislation|statute|latter|former|(?:european )?convention|echr)\b)\w"
    r"|\s+(?:above|below|overleaf|on page|\(page|of MAPPA|of OASys)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Name:
    """What names an instrument in the text, and the provisions attached to it.

    kind     "title" (with its year), "name" (without), "plural" (without, more than one: "the Children Acts"), "short",
             "dated" (an abbreviation that needs company), "number", "unknown", or a back reference:
             "year" (the 2003 Act), "order" (the 2012 Order), "that", "the"
    ids      the identifiers it may mean, as far as its words tell
    """

    start: int
    end: int
    kind: str
    ids: tuple[str, ...] = ()
    year: int | None = None
    provisions: tuple[Provision, ...] = ()


def attached(text: str, names: Sequence[Name], found: Sequence[Provisions]) -> tuple[list[Name], list[Provisions]]:
    """`names` with the provisions of their clause: those in front that lead to them, those behind; and the provisions left over."""
    result = list(names)
    starts = [name.start for name in names]
    bare: list[Provisions] = []
    taken: set[int] = set()
    for one in found:
        at = bisect_left(starts, one.end)
        if at and names[at - 1].end > one.start and names[at - 1].start <= one.start:
            continue  # inside a title: "(Part 2)" of an order's name
        adjacent = at > 0 and text[names[at - 1].end : one.start] == " "  # "Act A s.29, Act B s.115"
        if at < len(names) and at not in taken and _leads(text, one.end, names[at].start, adjacent):
            end = _closed(text, one.end, names[at].start, result[at].end)
            result[at] = replace(result[at], start=one.start, end=max(end, result[at].end), provisions=one.items + result[at].provisions)
            taken.add(at)
        elif (at := at - 1) >= 0 and _follows(text, result[at], one):
            end = _closed(text, result[at].end, one.start, one.end)
            result[at] = replace(result[at], end=end, provisions=result[at].provisions + one.items)
        else:
            bare.append(one)
    return result, bare


def _leads(text: str, end: int, start: int, adjacent: bool) -> bool:
    """Whether provisions that end at `end` lead to the name at `start`; a comma does not where they are `adjacent` to another in front."""
    if adjacent and text[end:start].strip() == ",":
        return False
    return start - end < 100 and any(FORWARD.fullmatch(text, at, start) for at in {end, headed(text, end)})


def _follows(text: str, name: Name, one: Provisions) -> bool:
    """Whether the provisions `one` belong to the name in front of them."""
    gap = text[name.end : one.start]
    if one.start - name.end > 40 or not BACKWARD.fullmatch(gap) or ELSEWHERE.match(text, one.end):
        return False
    return bool(re.search(r"[,(:]", gap)) or not one.opening.lower().startswith(("part", "chapter")) or one.opening[0].isupper()


def _closed(text: str, low: int, high: int, end: int) -> int:
    """`end`, behind the bracket that closes one opened in text[low:high]."""
    return end + 1 if "(" in text[low:high] and text[end : end + 1] == ")" else end
