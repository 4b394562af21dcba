"""Counts of coded sentences by theme: with rate, polarity and dispersion, side by side, together in a unit, and the passages behind."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations
from math import nan
from typing import Any, Literal

from pandas import DataFrame

from mappa.analysis.dispersion import deviation_of_proportions, range_of
from mappa.analysis.selection import Where, selected
from mappa.analysis.tables import OUTSIDE, POLARITIES, Tables

RATE = "per 1,000 words"
FIGURES = ("sentences", RATE, *POLARITIES, "reports", "of reports", "DP", "words")
PASSAGE = ("theme", "polarity", "document", "page", "speaker", "sentence", "evidence", "area", "year", "section", "speaker-role",
           "speaker-agency")  # fmt: skip

Unit = Literal["sentence", "paragraph", "testimonial"]
Key = tuple[str, ...]


def theme_table(tables: Tables, *, by: Sequence[str] = (), where: Where | None = None) -> DataFrame:
    """One row a group and theme: coded sentences, rate per 1,000 words of the group, polarity, reports that have it, DP over reports,
    words of the group.

    The rate is nan where the group has no words, DP where it is not defined. A sentence that names two agencies is in both their groups.
    """
    codings, stretches = _grouped(tables, by, where or {})
    words: dict[Key, Counter[str]] = defaultdict(Counter)
    for key, document, count in _rows(stretches, by, "document", "words"):
        words[key][document] += count
    found: dict[Key, Counter[str]] = defaultdict(Counter)
    tone: dict[Key, Counter[str]] = defaultdict(Counter)
    for key, document, theme, polarity in _rows(codings, by, "document", "theme", "polarity"):
        found[*key, theme][document] += 1
        tone[*key, theme][polarity] += 1
    themes = (where or {}).get("theme") or tables.themes
    groups = sorted({*words, *(key[:-1] for key in found)}) if by else [()]
    rows = [(*key, theme, *_figures(found[*key, theme], words[key], tone[*key, theme])) for key in groups for theme in themes]
    return DataFrame(rows, columns=[*by, "theme", *FIGURES])


def _grouped(tables: Tables, by: Sequence[str], where: Where) -> tuple[DataFrame, DataFrame]:
    """Codings and stretches chosen; by agencies named, a row for each."""
    frames = [selected(frame, where) for frame in (tables.codings, tables.stretches)]
    if "named-agency" in by:
        frames = [frame.explode("named-agency") for frame in frames]
        if wanted := where.get("named-agency"):
            frames = [frame[frame["named-agency"].isin(wanted)] for frame in frames]
    return frames[0], frames[1]


def _rows(frame: DataFrame, by: Sequence[str], *names: str) -> Iterator[tuple[Any, ...]]:
    """For each row its group, then the columns named."""
    keys = zip(*(frame[name] for name in by), strict=True) if by else ((),) * len(frame)
    return zip(keys, *(frame[name] for name in names), strict=True)


def _figures(found: Counter[str], words: Counter[str], tone: Counter[str]) -> tuple[float, ...]:
    """The figures of one cell; `found` and `words` by document."""
    reports = sorted({*found, *words})
    counts, sizes = [found[id] for id in reports], [words[id] for id in reports]
    total, size = sum(counts), sum(sizes)
    rate = 1000 * total / size if size else nan
    spread = deviation_of_proportions(counts, sizes)
    return (total, rate, *(tone[name] for name in POLARITIES), range_of(counts), len(reports), spread, size)


def matrix(tables: Tables, by: str, *, figure: str = "sentences", where: Where | None = None) -> DataFrame:
    """Themes down, the groups of one dimension across, then the figure for all groups together, reports and DP.

    Together is counted anew, not added up: a rate is no sum, and a sentence may name two agencies.
    """
    cells = theme_table(tables, by=[by], where=where)
    wide = cells.pivot(index="theme", columns=by, values=figure).rename_axis(columns=None)
    whole = theme_table(tables, where=where).set_index("theme")
    margins = whole[[figure, "reports", "of reports", "DP"]].rename(columns={figure: "all"})
    return wide.reindex(whole.index).join(margins).reset_index()


def coded_sentences(tables: Tables, where: Where | None = None) -> int:
    """How many sentences are coded with any theme: fewer than the themes' counts together, as a sentence may have several."""
    return len(selected(tables.codings, where or {})[["document", "start"]].drop_duplicates())


def cooccurrence(tables: Tables, unit: Unit = "sentence", *, where: Where | None = None) -> DataFrame:
    """Themes against themes: in how many units both occur; on the diagonal, in how many the theme occurs at all."""
    names = {"sentence": ["document", "start"], "paragraph": ["document", "paragraph"], "testimonial": ["testimonial"]}[unit]
    chosen = selected(tables.codings, where or {})
    if unit == "testimonial":
        chosen = chosen[chosen["testimonial"] != OUTSIDE]
    units: dict[tuple[Any, ...], set[str]] = defaultdict(set)
    for *key, theme in zip(*(chosen[name] for name in names), chosen["theme"], strict=True):
        units[tuple(key)].add(theme)
    pairs: Counter[tuple[str, str]] = Counter()
    for told in units.values():
        pairs.update((theme, theme) for theme in told)
        pairs.update(pair for one, other in combinations(told, 2) for pair in ((one, other), (other, one)))
    rows = [(one, *(pairs[one, other] for other in tables.themes)) for one in tables.themes]
    return DataFrame(rows, columns=["theme", *tables.themes])


def presence(tables: Tables, where: Where | None = None) -> DataFrame:
    """One row a coded sentence, with 1 for each theme that it has and 0 for each that it has not."""
    chosen = selected(tables.codings, where or {})
    rows = []
    for (document, _), group in chosen.groupby(["document", "start"], sort=True):
        first, told = group.iloc[0], set(group["theme"])
        place = (document, first["area"], first["year"], first["page"], first["testimonial"], first["polarity"])
        rows.append((*place, *(int(theme in told) for theme in tables.themes), first["sentence"]))
    columns = ["document", "area", "year", "page", "testimonial", "polarity", *tables.themes, "sentence"]
    return DataFrame(rows, columns=columns, dtype=object).astype(dict.fromkeys(tables.themes, int))


def passages(tables: Tables, where: Where | None = None) -> DataFrame:
    """The coding table: every coded sentence behind a count, in the order of the reports."""
    chosen = selected(tables.codings, where or {}).sort_values(["document", "start", "theme"], kind="stable")
    shared = ["shared by"] if chosen["shared by"].notna().any() else []
    return chosen[[*PASSAGE, *shared]].reset_index(drop=True)
