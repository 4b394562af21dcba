"""What a page shows, as a file to keep: CSV that Excel opens rightly, or an Excel workbook."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Response
from pandas import DataFrame

from mappa.analysis.output import value

Cell = str | int | float | None
FORMULA = ("=", "+", "-", "@", "\t", "\r")
SHEET_NAME = 31
WIDEST = 80


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
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    for table in tables:
        sheet = book.create_sheet(table.name[:SHEET_NAME])
        sheet.freeze_panes = "A2"
        columns = list(zip(table.heads, *table.rows, strict=True))
        for number, column in enumerate(columns, 1):
            sheet.column_dimensions[get_column_letter(number)].width = min(WIDEST, 2 + max(len(str(cell)) for cell in column))
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(table.heads))}{len(table.rows) + 1}"
        for place, row in enumerate([table.heads, *table.rows]):
            cells = []
            for value in row:
                cell = WriteOnlyCell(sheet, value)
                if isinstance(value, str):
                    cell.data_type = "s"  # words are never a formula, whatever they begin with
                    cell.alignment = Alignment(wrap_text=True, vertical="top")
                if place == 0:
                    cell.font = Font(bold=True)
                cells.append(cell)
            sheet.append(cells)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def frame_table(name: str, frame: DataFrame) -> Table:
    """A table of the analysis as one to download; what is not defined stays empty, never 0."""
    return Table(name, [str(column) for column in frame.columns], [[_known(cell) for cell in row] for row in frame.itertuples(index=False)])


def _known(cell: Any) -> Cell:
    plain = value(cell)
    return None if isinstance(plain, float) and plain != plain else plain
