"""The words that keep company with a word, by logDice: a measure that does not grow with the corpus, so areas and years compare."""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from math import log2, nan

from pandas import DataFrame

from mappa.analysis.dispersion import deviation_of_proportions, range_of
from mappa.analysis.selection import Where, selected
from mappa.analysis.tables import Tables
from mappa.analysis.words import FUNCTION_WORDS, SAME, WORD

SEEN = 3  # together less often than this carries no finding
COLUMNS = ("collocate", "together", "left", "right", "in all", "reports", "of reports", "DP", "logDice")


@dataclass(slots=True)
class Company:
    """What stands near the matches: words by report, by side, matches near each word, and how often each word is there at all."""

    near: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    left: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    matches: Counter[str] = field(default_factory=Counter)
    frequency: Counter[str] = field(default_factory=Counter)
    sizes: Counter[str] = field(default_factory=Counter)
    nodes: int = 0

    def add(self, document: str, text: str, wanted: re.Pattern[str], window: int) -> None:
        """Count one stretch of `text`."""
        found = list(WORD.finditer(text))
        said = [word[0].lower().translate(SAME) for word in found]
        spans = [match.span() for match in wanted.finditer(text)]
        hits = [[number for number, word in enumerate(found) if word.start() < last and first < word.end()] for first, last in spans]
        hits = [hit for hit in hits if hit]
        inside = {number for hit in hits for number in hit}
        lefts = [set(range(max(0, hit[0] - window), hit[0])) - inside for hit in hits]
        rights = [set(range(hit[-1] + 1, min(len(said), hit[-1] + 1 + window))) - inside for hit in hits]
        self.sizes[document] += len(said)
        self.nodes += len(hits)
        self.frequency.update(word for number, word in enumerate(said) if number not in inside)
        self.left.update(said[number] for number in set().union(*lefts))
        self.right.update(said[number] for number in set().union(*rights))
        for number in set().union(*lefts, *rights):
            self.near[said[number]][document] += 1
        for one, other in zip(lefts, rights, strict=True):
            self.matches.update({said[number] for number in one | other})

    def row(self, word: str) -> tuple[str | float, ...]:
        """The figures of `word`. Together is the smaller of its occurrences near a match and the matches near it: Dice stays below 1."""
        counts = [self.near[word][id] for id in self.sizes]
        together = min(sum(counts), self.matches[word])
        spread = (range_of(counts), len(counts), deviation_of_proportions(counts, list(self.sizes.values())))
        close = log_dice(together, self.nodes, self.frequency[word])
        return (word, together, self.left[word], self.right[word], self.frequency[word], *spread, close)


def log_dice(together: int, one: int, other: int) -> float:
    """14 + log2 of the Dice coefficient (Rychlý 2008): 14 is always together, one less is half as often; nan where never together."""
    return 14 + log2(2 * together / (one + other)) if together else nan


def collocates(
    tables: Tables, wanted: re.Pattern[str], *, where: Where | None = None, window: int = 5, function_words: bool = False
) -> DataFrame:
    """Words within `window` words of what `wanted` matches, in one sentence and one speaker's words, the closest company first."""
    company = Company()
    chosen = selected(tables.stretches, where or {})
    for document, start, end in zip(chosen["document"], chosen["start"], chosen["end"], strict=True):
        company.add(document, tables.texts[document][start:end], wanted, window)
    rows = [company.row(word) for word in list(company.near) if function_words or word not in FUNCTION_WORDS]
    ranked = DataFrame([row for row in rows if float(row[1]) >= SEEN], columns=list(COLUMNS))
    return ranked.sort_values(["logDice", "together", "collocate"], ascending=[False, False, True]).reset_index(drop=True)
