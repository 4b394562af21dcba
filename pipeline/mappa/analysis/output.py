"""Give a table to a person or a program: on the terminal, as CSV, JSON or Excel. What is not defined says so, and is never 0."""

import csv
import io
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pandas as pd
from pandas import DataFrame
from rich.markup import escape

from mappa.errors import MappaError

if TYPE_CHECKING:
    from rich.console import Console

Format = Literal["table", "csv", "json"]
NOT_DEFINED = "not defined"
NOT_KNOWN = "not known"
READABLE = 28  # characters in which running text can still be read in a column
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet takes a cell that begins so for a formula


def deliver(table: DataFrame, *, output: Path | None, format: Format, title: str = "") -> None:
    """Write `table` to the file `output`, whose suffix says how, or print it. Raises MappaError for another suffix."""
    if table.empty:
        print("nothing found", file=sys.stderr)
    if output is None:
        show(table, title) if format == "table" else print({"csv": as_csv, "json": as_json}[format](table), end="")
    elif output.suffix.lower() == ".xlsx":
        from mappa.exports.workbook import write_table

        write_table(table, output, title=title or "Table")
    elif output.suffix.lower() == ".csv":
        output.write_text(as_csv(table), encoding="utf-8-sig", newline="")  # with the mark by which Excel knows UTF-8
    elif output.suffix.lower() == ".json":
        output.write_text(as_json(table), encoding="utf-8", newline="\n")
    else:
        raise MappaError(f"{output}: its name says no kind of table; end it with .csv, .json or .xlsx")


def value(cell: Any) -> Any:
    """A cell as Python knows it: nan stays, what is missing is None, numbers are Python's own."""
    if cell is None or cell is pd.NA:
        return None
    return cell.item() if hasattr(cell, "item") else cell


def words_of(cell: Any, *, digits: int = 2) -> str:
    """A cell in words: figures to `digits` places, and what is not there by name."""
    plain = value(cell)
    if plain is None:
        return NOT_KNOWN
    if isinstance(plain, float):
        return NOT_DEFINED if plain != plain else f"{plain:.{digits}f}"
    return str(plain)


def as_csv(table: DataFrame) -> str:
    """`table` as CSV, lines ended as RFC 4180 has them; no cell can become a formula where it is opened."""
    target = io.StringIO()
    writer = csv.writer(target)
    writer.writerow([_harmless(str(name)) for name in table.columns])
    writer.writerows([[_harmless(words_of(cell, digits=4)) for cell in row] for row in table.itertuples(index=False)])
    return target.getvalue()


def _harmless(text: str) -> str:
    number = text.removeprefix("-").replace(".", "", 1).isdigit()
    return f"'{text}" if text.startswith(FORMULA) and not number else text


def as_json(table: DataFrame) -> str:
    """`table` as a list of objects; null is not defined or not known."""
    rows = [{str(name): _plain(cell) for name, cell in zip(table.columns, row, strict=True)} for row in table.itertuples(index=False)]
    return json.dumps(rows, ensure_ascii=False, indent=1) + "\n"


def _plain(cell: Any) -> Any:
    plain = value(cell)
    return None if isinstance(plain, float) and plain != plain else plain


def show(table: DataFrame, title: str = "") -> None:
    """Print `table` for reading where the output is a terminal, else tab by tab, one row a line."""
    if not sys.stdout.isatty():
        print("\t".join(map(str, table.columns)))
        for row in table.itertuples(index=False):
            print("\t".join(" ".join(words_of(cell).split()) for cell in row))
        return
    from rich import box
    from rich.console import Console
    from rich.table import Table

    console = Console()
    cells = [[words_of(cell) for cell in row] for row in table.itertuples(index=False)]
    heads = [str(name) for name in table.columns]
    figures = [pd.api.types.is_numeric_dtype(table.iloc[:, column]) for column in range(len(heads))]
    needed = [_needed([head, *(row[column] for row in cells)], figures=figures[column]) for column, head in enumerate(heads)]
    if sum(needed) + 2 * len(needed) > console.width:
        _one_below_the_other(console, heads, cells)
        return
    drawn = Table(title=title or None, box=box.SIMPLE_HEAD, title_justify="left", padding=(0, 1, 0, 0), pad_edge=False)
    for head, numeric, least in zip(heads, figures, needed, strict=True):
        drawn.add_column(escape(head), justify="right" if numeric else "left", min_width=least, overflow="fold")
    for texts in cells:
        drawn.add_row(*map(escape, texts))
    console.print(drawn)


def _needed(texts: Sequence[str], *, figures: bool) -> int:
    """How many characters a column needs to be read: the longest word of figures and their head, a fair part of a text."""
    if figures:
        return max(len(word) for text in texts for word in text.split() or [""])
    return min(READABLE, max(map(len, texts)))


def _one_below_the_other(console: "Console", heads: Sequence[str], cells: Sequence[Sequence[str]]) -> None:
    """Rows too wide for the terminal, each as a block of lines."""
    for row in cells:
        for head, cell in zip(heads, row, strict=True):
            console.print(f"[bold]{escape(head)}:[/bold] {escape(cell)}", highlight=False)
        console.print()
