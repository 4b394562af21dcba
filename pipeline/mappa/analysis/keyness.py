"""What one set of reports says more of than the rest: log-likelihood tells whether to believe a difference, LogRatio how large it is."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from math import log, log2, nan

from pandas import DataFrame

from mappa.analysis.dispersion import deviation_of_proportions, range_of
from mappa.analysis.selection import Where, selected
from mappa.analysis.tables import Tables
from mappa.analysis.words import words
from mappa.errors import MappaError

BELIEVED = 15.13  # p < 0.0001 at one degree of freedom (Rayson, Berridge and Francis 2004)
SEEN = 3  # fewer occurrences in the set carry no finding
FIGURES = ("in set", "in set per 1,000", "reports", "of reports", "DP", "in rest", "in rest per 1,000", "log-likelihood", "LogRatio")


@dataclass(slots=True)
class Counted:
    """One side of a comparison: occurrences by item and report, and words by report."""

    items: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    words: Counter[str] = field(default_factory=Counter)

    def count(self, item: str) -> int:
        return sum(self.items[item].values()) if item in self.items else 0


def log_likelihood(in_set: int, in_rest: int, set_size: int, rest_size: int) -> float:
    """G2 over two cells (Rayson and Garside 2000); nan where a side has no words or neither has the item."""
    if not (set_size and rest_size and in_set + in_rest):
        return nan
    share = (in_set + in_rest) / (set_size + rest_size)
    return 2 * sum(count * log(count / (size * share)) for count, size in ((in_set, set_size), (in_rest, rest_size)) if count)


def log_ratio(in_set: int, in_rest: int, set_size: int, rest_size: int) -> float:
    """Binary logarithm of the ratio of relative frequencies (Hardie 2014): 1 is twice as often; nan where a side lacks the item."""
    if not (in_set and in_rest and set_size and rest_size):
        return nan
    return log2((in_set / set_size) / (in_rest / rest_size))


def keyness(tables: Tables, where: Where, *, themes: bool = False, believed: float = BELIEVED) -> DataFrame:
    """Words (or themes) that the set chosen by `where` uses more than all the rest, the largest difference first.

    Those that the rest lacks have no LogRatio; they follow, by log-likelihood. Raises MappaError where the set or the rest is empty.
    """
    inside = set(selected(tables.stretches, where).index)
    if not where or not inside or len(inside) == int(tables.stretches["counted"].sum()):
        raise MappaError('keyness compares a set with the rest: choose neither nothing nor everything, such as --where "area=Norfolk"')
    sides = {True: Counted(), False: Counted()}
    for chosen, document, items, size in _coded(tables, where, inside) if themes else _said(tables, inside):
        side = sides[chosen]
        side.words[document] += size
        for item in items:
            side.items[item][document] += 1
    rows = [row for item in sorted(sides[True].items) if (row := _row(item, sides[True], sides[False], believed))]
    ranked = DataFrame(rows, columns=["theme" if themes else "word", *FIGURES])
    order = ["LogRatio", "log-likelihood", ranked.columns[0]]
    return ranked.sort_values(order, ascending=[False, False, True], na_position="last").reset_index(drop=True)


def _said(tables: Tables, inside: set[int]) -> Iterator[tuple[bool, str, list[str], int]]:
    """Each counted stretch: whether in the set, its document, its words and their number."""
    chosen = tables.stretches[tables.stretches["counted"]]
    for index, document, start, end in zip(chosen.index, chosen["document"], chosen["start"], chosen["end"], strict=True):
        found = words(tables.texts[document][start:end])
        yield index in inside, document, found, len(found)


def _coded(tables: Tables, where: Where, inside: set[int]) -> Iterator[tuple[bool, str, list[str], int]]:
    """The words of each counted stretch, without items, then each coding as one item without words."""
    chosen = tables.stretches[tables.stretches["counted"]]
    for index, document, size in zip(chosen.index, chosen["document"], chosen["words"], strict=True):
        yield index in inside, document, [], size
    codings = tables.codings[tables.codings["counted"]]
    coded = set(selected(tables.codings, where).index)
    for index, document, theme in zip(codings.index, codings["document"], codings["theme"], strict=True):
        yield index in coded, document, [theme], 0


def _row(item: str, inside: Counted, rest: Counted, believed: float) -> tuple[str | float, ...] | None:
    """The row of `item`; None where it is too rare, no more frequent in the set, or the difference may be chance."""
    counts, sizes = (inside.count(item), rest.count(item)), (inside.words.total(), rest.words.total())
    rates = [1000 * count / size for count, size in zip(counts, sizes, strict=True)]
    believable = log_likelihood(*counts, *sizes)
    if counts[0] < SEEN or rates[0] <= rates[1] or believable < believed:
        return None
    by_report = [inside.items[item][id] for id in inside.words]
    spread = deviation_of_proportions(by_report, list(inside.words.values()))
    spreading = (range_of(by_report), len(by_report), spread)
    return (item, counts[0], rates[0], *spreading, counts[1], rates[1], believable, log_ratio(*counts, *sizes))
