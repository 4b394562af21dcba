"""The codebook: what each theme means, by which rules it is found, how often it was, and what it looks like in this corpus."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pandas import DataFrame

from mappa.analysis.quotes import best_quotations
from mappa.analysis.selection import Where
from mappa.analysis.tables import Tables
from mappa.analysis.themes import theme_table

MOST_RULES = 60  # of one kind that a codebook lists


@dataclass(frozen=True, slots=True)
class Definition:
    """What the rules say of a theme: in words, and the evidence they look for by its kind."""

    text: str
    rules: Mapping[str, Sequence[str]]


def codebook(tables: Tables, definitions: Mapping[str, Definition], *, examples: int = 2, where: Where | None = None) -> DataFrame:
    """One row a theme: definition, figures, rules, examples from the corpus with document and page."""
    figures = theme_table(tables, where=where).set_index("theme")
    rows = []
    for theme in figures.index:
        known = definitions.get(theme)
        quoted = best_quotations(tables, theme, number=examples, where=where)
        rules = "\n".join(f"{kind}: {listed(items)}" for kind, items in known.rules.items()) if known else None
        shown = "\n".join(f"{in_quotes(row['sentence'])} ({reference(row)}; {row['polarity']})" for _, row in quoted.iterrows())
        counted = (int(figures.loc[theme, name]) for name in ("sentences", "reports"))
        rows.append((theme, known.text if known else None, *counted, shown or "none in this corpus", rules))
    return DataFrame(rows, columns=["theme", "definition", "sentences", "reports", "examples", "rules"], dtype=object)


def listed(items: Sequence[str]) -> str:
    """Rules of one kind in a line, the first of them where they are many."""
    more = len(items) - MOST_RULES
    return "; ".join(items) if more <= 0 else f"{'; '.join(items[:MOST_RULES])}; and {more} more in themes.toml"


def reference(row: Any) -> str:
    """Where a coded sentence stands: area and year, and the page, or the section where the format has no pages."""
    known = "not known" not in f"{row['area']} {row['year']}"
    where = f"page {row['page']}" if row["page"] is not None else f"section “{row['heading'] or row['section']}”"
    return f"{row['area']} {row['year']}, {where}" if known else f"{row['document']}, {where}"


def in_quotes(sentence: str) -> str:
    """A sentence in quotation marks; marks that it brought along, often only one of a pair, give way."""
    return "“" + sentence.strip(' "“”') + "”"
