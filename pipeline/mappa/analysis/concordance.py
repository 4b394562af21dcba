"""Every place where words occur, in their company (KWIC): one line a place, sorted by what stands left or right of them."""

import re
from collections.abc import Hashable, Iterator
from typing import Literal

from pandas import DataFrame

from mappa.analysis.contacts import shown
from mappa.analysis.selection import Where, selected
from mappa.analysis.tables import Tables
from mappa.analysis.words import words
from mappa.errors import MappaError

Sort = Literal["report", "left", "right", "match"]
COLUMNS = ("left", "match", "right", "document", "area", "year", "page", "section", "speaker-role", "speaker-agency")


def pattern(query: str, *, regex: bool = False, whole_words: bool = True, case: bool = False) -> re.Pattern[str]:
    """`query` as a pattern: spaces match any, curly and straight marks are one, * stands for letters; or a regular expression as it is.

    Raises MappaError where it cannot be one, or would match nothing at all.
    """
    if not query.strip():
        raise MappaError("nothing to look for: give a word or words")
    written = query if regex else "".join(_literal(part) for part in re.findall(r"\s+|.", query.strip()))
    written = rf"(?<!\w)(?:{written})(?!\w)" if whole_words else written
    try:
        compiled = re.compile(written, 0 if case else re.IGNORECASE)
    except re.error as error:
        raise MappaError(f"{query!r} is no regular expression: {error}; without --regex it is taken as plain words") from None
    if compiled.match(""):
        raise MappaError(f"{query!r} matches also nothing at all; make it match at least one letter")
    return compiled


def _literal(part: str) -> str:
    marks = {"'": "['’]", "’": "['’]", "-": "[-‐‑–]", "*": r"\w*", '"': '["“”]'}
    return r"\s+" if part.isspace() else marks.get(part, re.escape(part))


def concordance(tables: Tables, wanted: re.Pattern[str], *, where: Where | None = None, width: int = 8, sort: Sort = "report") -> DataFrame:
    """One row a place, with up to `width` words on either side in its paragraph.

    Sorted by the words left (the nearest first), right, or of the match itself, capitals apart; else in the order of the reports.
    """
    lines = DataFrame(_lines(tables, wanted, where or {}, width), columns=[*COLUMNS, "start"], dtype=object)
    if sort != "report" and len(lines):
        keys = {"left": lambda line: (words(line["left"])[::-1], words(line["right"])),
                "right": lambda line: (words(line["right"]), words(line["left"])[::-1]),
                "match": lambda line: (words(line["match"]), words(line["right"]))}  # fmt: skip
        order = sorted(range(len(lines)), key=lambda number: (keys[sort](lines.iloc[number]), number))
        lines = lines.iloc[order]
    return lines[list(COLUMNS)].reset_index(drop=True)


def _lines(tables: Tables, wanted: re.Pattern[str], where: Where, width: int) -> Iterator[tuple[object, ...]]:
    named = zip(*(tables.paragraphs[name] for name in ("document", "number", "start", "end", "page")), strict=True)
    extents: dict[Hashable, tuple[int, int, int | None]] = {
        (document, number): (first, last, page) for document, number, first, last, page in named
    }
    for key, group in selected(tables.stretches, where).groupby(["document", "paragraph"], sort=True):
        first, last, page = extents[key]
        text = tables.texts[str(key[0])]
        for found in wanted.finditer(text[first:last]):
            start, end = first + found.start(), first + found.end()
            inside = group[(group["start"] <= start) & (start < group["end"])]
            if inside.empty or start == end:
                continue
            left, right = text[first:start].split(" ")[-width - 1 :], text[end:last].split(" ")[: width + 1]
            place = inside.iloc[0]
            told = (place["document"], place["area"], place["year"], page, place["section"], place["speaker-role"], place["speaker-agency"])
            yield shown(" ".join(left)), shown(text[start:end]), shown(" ".join(right)), *told, start


def aligned(lines: DataFrame, columns: int) -> Iterator[str]:
    """The lines of a concordance for a screen `columns` wide: matches one below the other, then where each stands."""
    named = zip(*(lines[name] for name in ("left", "match", "right", "document", "page")), strict=True)
    told = [(left, match, right, document if page is None else f"{document} p. {page}") for left, match, right, document, page in named]
    around = columns - sum(max((len(line[part]) for line in told), default=0) for part in (1, 3)) - 6
    side = max(12, around // 2)
    middle = max((len(line[1]) for line in told), default=0)
    for left, match, right, place in told:
        yield f"{left[-side:]:>{side}}  {match:<{middle}}  {right[:side]:<{side}}  {place}"
