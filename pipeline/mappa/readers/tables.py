"""Tables of any format: cells with spans become a rectangle, and a table that only lays out prose is told from one with data."""

import re
from collections.abc import Sequence
from typing import TypeVar

Cell = TypeVar("Cell")

MOST_COLUMNS = 200  # wider spans are errors of a converter
LONG_CELL = 150  # words; no cell of a data table holds that many

FIGURE = re.compile(r"(?:[<>≤≥~£(]\s*)?\d[\d,.\s]*(?:%|per\s?cent)?\s*[)*†‡]*|[-–—*]+|n/?a|nil|none", re.IGNORECASE)
SENTENCE_END = re.compile(r"[a-z\d)\]’'\"”][.!?][\"”’')\]]*(?:\s|$)")
SENTENCE_WORDS = 7
LONG_PHRASE = 30  # words without a stop that are prose all the same


def is_figure(cell: str) -> bool:
    """Whether a cell holds a value: a number, or the dash, "nil" or "n/a" that stands for one."""
    return FIGURE.fullmatch(cell.strip()) is not None


def holds_sentences(cell: str) -> bool:
    """Whether a cell holds prose, not a label."""
    words = len(cell.split())
    return words >= LONG_PHRASE or (words >= SENTENCE_WORDS and SENTENCE_END.search(cell) is not None)


def is_layout(rows: Sequence[Sequence[str]]) -> bool:
    """Whether a table is layout, its cells paragraphs in order: sentences and no figures, a frame around prose, a list in one column."""
    cells = [cell for row in rows for cell in row if cell.strip()]
    if any(len(cell.split()) >= LONG_CELL for cell in cells):
        return True
    if any(is_figure(cell) for cell in cells):
        return False
    prose = sum(len(cell.split()) for cell in cells if holds_sentences(cell))
    return (prose > 0 and prose * 2 >= sum(len(cell.split()) for cell in cells)) or all(
        sum(bool(cell.strip()) for cell in row) <= 1 for row in rows
    )


def rectangle(rows: Sequence[Sequence[tuple[Cell, int, int]]], empty: Cell) -> list[list[Cell]]:
    """Rows of (cell, columns, rows spanned) as rows of one length: a spanning cell stands once, `empty` where it only reaches."""
    grid: list[list[Cell]] = []
    hanging: dict[int, int] = {}  # column -> rows still covered from above
    for row in rows:
        line: list[Cell] = []
        below: dict[int, int] = {}
        for cell, columns, height in row:
            while hanging.get(len(line), 0) > 0:
                line.append(empty)
            for column in range(len(line), min(len(line) + max(columns, 1), MOST_COLUMNS)):
                line.append(cell)
                cell = empty
                below[column] = height - 1
        while hanging.get(len(line), 0) > 0:
            line.append(empty)
        hanging = {column: left - 1 for column, left in hanging.items() if left > 1}
        hanging |= {column: left for column, left in below.items() if left > 0}
        grid.append(line)
    width = max(map(len, grid), default=0)
    return [line + [empty] * (width - len(line)) for line in grid]


def without_blank(rows: Sequence[Sequence[str]]) -> tuple[tuple[str, ...], ...]:
    """`rows` without the columns that hold nothing at all, which only space the table or are left of merging."""
    kept = [column for column in range(len(rows[0]) if rows else 0) if any(row[column].strip() for row in rows)]
    return tuple(tuple(row[column] for column in kept) for row in rows)
