"""What a page shows, as a file to keep: CSV that Excel opens rightly, or an Excel workbook."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Response
from pandas import DataFrame

from mappa.analysis.output import value

Cell = str | int | float | None
FORMULA = ("=", "+", "-", "@", "\t", "\r")
SHEET_NAME = 31
WIDEST = 80
LONGEST = 32_767  # characters that a cell can hold
MADE = datetime(2000, 1, 1)  # a fixed date: the same table gives the same bytes


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under heads; `name` is the sheet's."""

    name: str
    heads: Sequence[str]
    rows: Sequence[Sequence[Cell]]


def download(tables: Sequence[Table], kind: str, name: str) -> Response:
    """`tables` as the file `name`.csv (the first of them) or `name`.xlsx (a sheet each)."""
    if kind == "xlsx":
        body, media = _workbook(tables), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    else:
        body, media = _csv(tables[0]), "text/csv; charset=utf-8"
    return Response(body, content_type=media, headers={"Content-Disposition": f'attachment; filename="{name}.{kind}"'})


def _csv(table: Table) -> bytes:
    """UTF-8 with the mark by which Excel knows it; words that a spreadsheet would take for a formula get an apostrophe."""
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(table.heads)
    writer.writerows([[_plain(cell) for cell in row] for row in table.rows])
    return file.getvalue().encode("utf-8-sig")


def _plain(cell: Cell) -> Cell:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell


def _workbook(tables: Sequence[Table]) -> bytes:
    """A sheet a table, heads frozen and filters on; words go in as words, so nothing can become a formula or a link."""
    import xlsxwriter

    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"created": MADE})
        bold, wrapped = book.add_format({"bold": True, "valign": "top"}), book.add_format({"text_wrap": True, "valign": "top"})
        for table in tables:
            sheet = book.add_worksheet(table.name[:SHEET_NAME])
            sheet.freeze_panes(1, 0)
            sheet.autofilter(0, 0, len(table.rows), len(table.heads) - 1)
            for number, column in enumerate(zip(table.heads, *table.rows, strict=True)):
                sheet.set_column(number, number, min(WIDEST, 3 + max(len(str(cell)) for cell in column)), wrapped)
            sheet.write_row(0, 0, table.heads, bold)
            for number, row in enumerate(table.rows, 1):
                sheet.write_row(number, 0, [cell[:LONGEST] if isinstance(cell, str) else cell for cell in row])
    return file.getvalue()


def frame_table(name: str, frame: DataFrame) -> Table:
    """A table of the analysis as one to download; what is not defined stays empty, never 0."""
    return Table(name, [str(column) for column in frame.columns], [[_known(cell) for cell in row] for row in frame.itertuples(index=False)])


def _known(cell: Any) -> Cell:
    plain = value(cell)
    return None if isinstance(plain, float) and plain != plain else plain
