"""How evenly something is spread over reports: a count that one report makes alone is no finding about all of them."""

from collections.abc import Sequence
from math import nan


def range_of(counts: Sequence[int]) -> int:
    """In how many parts it occurs at all."""
    return sum(count > 0 for count in counts)


def deviation_of_proportions(counts: Sequence[int], sizes: Sequence[int]) -> float:
    """DP of Gries (2008): 0 is spread as the words are, towards 1 is in one place; nan where it is not defined.

    `counts` and `sizes` (in words) go part by part. With fewer than two parts, or nothing counted, there is no spread to speak of.
    """
    parts = [(count, size) for count, size in zip(counts, sizes, strict=True) if size]
    total, words = sum(count for count, _ in parts), sum(size for _, size in parts)
    if len(parts) < 2 or not total:
        return nan
    return sum(abs(count / total - size / words) for count, size in parts) / 2
