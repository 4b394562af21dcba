"""Tables in plain lines whose cells are marked: a tab before each cell, tabs between cells, or pipes."""

import re
from collections.abc import Iterator, Sequence

from mappa.readers.cells import is_value
from mappa.readers.tables import holds_sentences

Marked = tuple[int, int, tuple[tuple[str, ...], ...]]
LEADERS = re.compile(r"(?:\.\s?){4,}|…{2,}|\.{3}\s*\d{1,3}$")  # of a contents list


def marked_tables(lines: Sequence[str]) -> Iterator[Marked]:
    """Tables with marked cells: first line, line after the last, and rows of one length."""
    at = 0
    while at < len(lines):
        table = _cell_a_line(lines, at) or _separated(lines, at)
        if table:
            yield table
        at = table[1] if table else at + 1


def _cell_a_line(lines: Sequence[str], first: int) -> Marked | None:
    """A word processor's export: every cell a line that a tab begins, a blank line between rows, two between tables."""
    if not _is_cell(lines[first]):
        return None
    rows: list[list[str]] = [[]]
    at = last = first
    while at < len(lines):
        line = lines[at]
        if _is_cell(line):
            rows[-1].append(line.strip())
        elif not line.strip():
            if not rows[-1]:
                break
            rows.append([])
            at += 1
            continue
        elif rows[-1] and at + 1 < len(lines) and _is_cell(lines[at + 1]):
            rows[-1][-1] = f"{rows[-1][-1]} {line.strip()}".strip()  # a break inside a cell
        else:
            break
        at += 1
        last = at
    grid = _rectangle([row for row in rows if row])
    cells = [cell for row in grid for cell in row if cell]
    figures = sum(map(is_value, cells))
    plausible = figures and len(grid[0]) > 1 and figures * 5 >= len(cells) and not any(holds_sentences(cell) for cell in cells)
    return (first, last, grid) if plausible else None


def _is_cell(line: str) -> bool:
    return line.startswith("\t") and "\t" not in line.strip()


def _separated(lines: Sequence[str], first: int) -> Marked | None:
    """Rows whose cells stand on one line between tabs or pipes; at least two rows, and figures unless the cells are all short."""
    rows: list[list[str]] = []
    at = last = first
    blanks = 0
    while at < len(lines):
        cells = _separated_cells(lines[at])
        if cells:
            rows.append(cells)
            last, blanks = at + 1, 0
        elif lines[at].strip() or blanks or not rows:
            break
        else:
            blanks += 1
        at += 1
    rows = [row for row in rows if not all(re.fullmatch(r":?-{2,}:?|=+", cell) for cell in row)]
    if len(rows) < 2:
        return None
    grid = _rectangle(rows)
    cells = [cell for row in grid for cell in row if cell]
    if any(map(is_value, cells)):
        return first, last, grid
    layout = any(holds_sentences(cell) for cell in cells) or len(rows) < 3
    return None if layout else (first, last, grid)


def _separated_cells(line: str) -> list[str]:
    text = line.strip(" ")
    if LEADERS.search(text):
        return []
    if text.startswith("|") and text.endswith("|") and len(text) > 2:
        return [cell.strip() for cell in text[1:-1].split("|")]
    if " | " in text:
        return [cell.strip() for cell in text.split(" | ")]
    inner = text.rstrip("\t") if text.strip() else ""
    return [cell.strip() for cell in re.split(r"\t+(?=\S)|\t", inner)] if "\t" in inner.lstrip("\t") else []


def _rectangle(rows: list[list[str]]) -> tuple[tuple[str, ...], ...]:
    """`rows` filled up to one width: a first row of heads that lacks only its corner gets an empty one, others empty cells at the end."""
    width = max(map(len, rows), default=0)
    if len(rows) > 1 and len(rows[0]) == width - 1 and not any(map(is_value, rows[0])):
        rows = [["", *rows[0]], *rows[1:]]
    return tuple(tuple(row + [""] * (width - len(row))) for row in rows)
