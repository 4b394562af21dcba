"""The quote bank: who said what of which theme, and the quotations that show a theme best."""

from collections import Counter
from collections.abc import Sequence

from pandas import DataFrame

from mappa.analysis.selection import Where, selected
from mappa.analysis.tables import OUTSIDE, POLARITIES, Tables

FIT_TO_QUOTE = range(10, 46)  # words: long enough to stand alone, short enough to be read
COLUMNS = ("testimonial", "document", "page", "speaker", "quotation", "themes", "strength", "challenge", "neutral", "words", "speaker-role",
           "speaker-agency", "place", "area", "year", "section", "form")  # fmt: skip


def quote_bank(tables: Tables, where: Where | None = None) -> DataFrame:
    """One row a testimonial with its themes (how many sentences each), and how many sentences are of which polarity.

    With `where`, those that hold a sentence it chooses; a choice of theme or polarity picks testimonials, their other themes stay listed.
    """
    codings = tables.codings[tables.codings["counted"] & (tables.codings["testimonial"] != OUTSIDE)]
    of_codings = {"theme", "polarity"} & set(where or {})
    chosen = set(selected(tables.codings if of_codings else tables.stretches, where or {})["testimonial"])
    themes: dict[str, Counter[str]] = {}
    tones: dict[str, Counter[str]] = {}
    for name, group in codings.groupby("testimonial"):
        themes[str(name)] = Counter(group["theme"])
        tones[str(name)] = Counter(group.drop_duplicates("start")["polarity"])
    bank = tables.testimonials[tables.testimonials["testimonial"].isin(chosen)].copy()
    names = list(bank["testimonial"])
    bank["themes"] = ["; ".join(f"{theme} ({count})" for theme, count in sorted(themes.get(name, Counter()).items())) for name in names]
    for polarity in POLARITIES:
        bank[polarity] = [tones.get(name, Counter())[polarity] for name in names]
    return bank[list(COLUMNS)].reset_index(drop=True)


def best_quotations(tables: Tables, theme: str, *, number: int = 3, where: Where | None = None) -> DataFrame:
    """Up to `number` coded sentences that show `theme`, chosen by rule: a strength and a challenge first, each from another report.

    Within that: a speaker's own words before the report's, those fit to quote by length, those on the fewest other themes, by report.
    """
    coded = selected(tables.codings, where or {})
    themes = Counter(zip(coded["document"], coded["start"], strict=True))
    chosen = coded[coded["theme"] == theme]
    named = zip(*(chosen[name] for name in ("document", "start", "testimonial", "sentence")), strict=True)
    ranks = [
        (testimonial == OUTSIDE, len(sentence.split()) not in FIT_TO_QUOTE, themes[document, start], document, start)
        for document, start, testimonial, sentence in named
    ]
    order = sorted(range(len(ranks)), key=ranks.__getitem__)
    return chosen.iloc[_spread(chosen, order, number)].reset_index(drop=True)


def _spread(chosen: DataFrame, order: Sequence[int], number: int) -> list[int]:
    """Of row positions in order of merit, up to `number`: of each polarity while there are any, from reports not yet quoted."""
    polarity, document = list(chosen["polarity"]), list(chosen["document"])
    picked: list[int] = []
    texts: set[str] = set()
    while len(picked) < number:
        left = [at for at in order if chosen["sentence"].iloc[at] not in texts]
        if not left:
            break
        said, quoted = Counter(polarity[at] for at in picked), {document[at] for at in picked}
        best = min(left, key=lambda at: (said[polarity[at]], polarity[at] == "neutral", document[at] in quoted))
        picked.append(best)
        texts.add(chosen["sentence"].iloc[best])
    return picked
