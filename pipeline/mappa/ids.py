"""Ids of annotations, testimonials and case studies: a reviewer's decision hangs on them through rebuilds and edits elsewhere."""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from hashlib import sha256

WORD = re.compile(r"\w+")
NEIGHBOURS = 8


def fold(text: str) -> list[str]:
    """The words of `text` as compared: case and accents are dropped."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return WORD.findall("".join(character for character in plain if not unicodedata.combining(character)))


def mark_ids(text: str, marks: Sequence[tuple[str, int, int]]) -> list[str]:
    """An id for each (layer, start, end) of `marks`, in their order.

    Built from the layer, the folded words of the span, the eight before and after, and an ordinal among equals (by start, then as given).
    """
    words = list(WORD.finditer(text))
    starts, ends = [word.start() for word in words], [word.end() for word in words]
    folded = ["".join(fold(word.group())) for word in words]
    ids = [""] * len(marks)
    seen: Counter[str] = Counter()
    for number in sorted(range(len(marks)), key=lambda number: marks[number][1:]):
        layer, start, end = marks[number]
        before, after = bisect_right(ends, start), bisect_left(starts, end)
        parts = [fold(text[start:end]), folded[max(0, before - NEIGHBOURS) : before], folded[after : after + NEIGHBOURS]]
        key = "\n".join([layer, *(" ".join(part) for part in parts)])
        ids[number] = sha256(f"{key}\n{seen[key]}".encode()).hexdigest()[:16]
        seen[key] += 1
    return ids
