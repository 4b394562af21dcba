"""The analysis as an Excel workbook, for people who work in a spreadsheet: every sheet one table, heads frozen, filters on, native charts.

Text goes in as text, so nothing a report says can become a formula or a link; the same corpus gives the same bytes.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import xlsxwriter
from pandas import DataFrame
from pandas.api.types import is_numeric_dtype

from mappa import __version__
from mappa.analysis.codebook import Definition, codebook
from mappa.analysis.output import FORMULA, NOT_DEFINED, NOT_KNOWN, value
from mappa.analysis.quotes import quote_bank
from mappa.analysis.tables import POLARITIES, Tables
from mappa.analysis.themes import RATE, coded_sentences, cooccurrence, matrix, passages, presence, theme_table

LONGEST = 32_767  # characters that a cell can hold
CUT = " [... cut: the cell is full; the rest stands in the report]"
MADE = datetime(2000, 1, 1)  # a fixed date: the same corpus gives the same bytes
WIDE = {"sentence": 80, "quotation": 90, "definition": 50, "examples": 80, "rules": 60, "title": 40, "evidence": 30, "speaker": 30}
TEXT_WIDTHS = (9, 34)
LINE, TALLEST = 15, 405  # points: of a line of text, and of the tallest row that Excel allows
UPRIGHT = {"Co-occurrence", "0-1 matrix"}  # sheets with a column a theme: their heads stand upright, so that the columns stay narrow
LINES = 6  # themes that a line chart can hold and still be told apart
MARKERS = ("circle", "square", "triangle", "diamond", "x", "plus")
DASHES = ("solid", "dash", "square_dot", "long_dash", "dash_dot", "round_dot")
INKS = ("#0b3c5d", "#b35900", "#4a4a4a", "#1b7837", "#762a83", "#8c1c13")
FILLS = {"strength": ("#1b7837", None), "challenge": ("#b35900", "wide_upward_diagonal"), "neutral": ("#d9d9d9", None)}


def write_workbook(tables: Tables, definitions: Mapping[str, Definition], path: Path) -> None:
    """Write all sheets of the analysis of `tables` to `path`."""
    book = _Book(path)
    sheets = {
        "Testimonials": quote_bank(tables),
        "Codings": passages(tables),
        "Theme x area": _side_by_side(tables, "area"),
        "Theme x year": _side_by_side(tables, "year"),
        "Co-occurrence": cooccurrence(tables),
        "0-1 matrix": presence(tables),
        "Codebook": codebook(tables, definitions),
        "Documents": tables.documents,
    }
    book.read_me(tables, list(sheets))
    for name, table in sheets.items():
        book.table(name, table)
    areas, years = len(tables.documents["area"].unique()), len(tables.documents["year"].unique())
    book.polarity_chart("Theme x area", sheets["Theme x area"], "Coded sentences of all areas, by theme and polarity")
    book.shade("Theme x area", sheets["Theme x area"], first=1, columns=areas)
    book.shade("Theme x year", sheets["Theme x year"], first=1, columns=years)
    book.year_chart("Theme x year", sheets["Theme x year"])
    book.shade("Co-occurrence", sheets["Co-occurrence"], first=1, columns=len(tables.themes))
    book.close()


def write_table(table: DataFrame, path: Path, *, title: str) -> None:
    """Write one table as a workbook of one sheet."""
    book = _Book(path)
    book.table(title[:31], table)
    book.close()


def _side_by_side(tables: Tables, by: str) -> DataFrame:
    """Counts by group, polarity and spread of all together, then rates by group: one table, so that it filters whole."""
    counts, rates = matrix(tables, by), matrix(tables, by, figure=RATE)
    groups = [name for name in counts.columns if name not in ("theme", "all", "reports", "of reports", "DP")]
    polarity = theme_table(tables).set_index("theme").loc[counts["theme"], list(POLARITIES)].reset_index(drop=True)
    margins = counts[["all"]].join(polarity).join(counts[["reports", "of reports", "DP"]])
    per_words = rates[[*groups, "all"]].rename(columns=lambda name: f"{name}, {RATE}")
    return counts[["theme", *groups]].join(margins).join(per_words)


class _Book:
    """A workbook being written, and its cell formats."""

    def __init__(self, path: Path):
        self.book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False})
        self.book.set_properties({"title": "MAPPA annual reports: thematic analysis", "author": f"mappa {__version__}", "created": MADE})
        self.book.set_calc_mode("auto")
        plain = {"valign": "top", "font_name": "Calibri", "font_size": 11}
        head = {**plain, "bold": True, "text_wrap": True, "bg_color": "#0b3c5d", "font_color": "#ffffff", "bottom": 1}
        self.head = self.book.add_format({**head, "indent": 1})
        self.head_of_figures = self.book.add_format({**head, "align": "right"})
        self.head_upright = self.book.add_format({**head, "rotation": 90, "valign": "bottom", "align": "center"})
        self.centred = self.book.add_format({**plain, "align": "center"})
        self.text = self.book.add_format({**plain, "text_wrap": True, "align": "left", "indent": 1})
        self.quoted = self.book.add_format({**plain, "text_wrap": True, "align": "left", "indent": 1, "quote_prefix": True})
        self.whole = self.book.add_format({**plain, "num_format": "#,##0"})
        self.broken = self.book.add_format({**plain, "num_format": "0.00"})
        self.missing = self.book.add_format({**plain, "italic": True, "font_color": "#595959", "align": "center"})
        self.title = self.book.add_format({**plain, "bold": True, "font_size": 16})
        self.label = self.book.add_format({**plain, "bold": True})

    def table(self, name: str, table: DataFrame) -> None:
        """One sheet with `table`: head and first column frozen, filters on every column, rows as tall as their text."""
        sheet = self.book.add_worksheet(name)
        heights = [1] * (len(table) + 1)
        for column, head in enumerate(map(str, table.columns)):
            cells = [value(cell) for cell in table.iloc[:, column]]
            figures = is_numeric_dtype(table.iloc[:, column])
            upright = figures and name in UPRIGHT
            width = 6 if upright else _width(head, cells, figures=figures)
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, head, self.head_upright if upright else self.head_of_figures if figures else self.head)
            heights[0] = max(heights[0], len(head) * 2 // 5 if upright else _lines(head, width - 3))  # 3: the filter's button
            for row, cell in enumerate(cells, 1):
                self._write(sheet, row, column, cell, centred=head == "page")
                if isinstance(cell, str) and head != "rules":  # those are longer than any row can be
                    heights[row] = max(heights[row], _lines(cell, width))
        for row, height in enumerate(heights):
            sheet.set_row(row, min(TALLEST, LINE * height + (3 if row else 9)))
        sheet.freeze_panes(1, 1)
        if len(table):
            sheet.autofilter(0, 0, len(table), len(table.columns) - 1)
        _on_paper(sheet)
        sheet.repeat_rows(0)

    def _write(self, sheet: Any, row: int, column: int, cell: Any, *, centred: bool) -> None:
        if cell is None or (isinstance(cell, float) and cell != cell):
            sheet.write_string(row, column, NOT_KNOWN if cell is None else NOT_DEFINED, self.missing)
        elif isinstance(cell, int | float):
            sheet.write_number(row, column, cell, self.centred if centred else self.whole if isinstance(cell, int) else self.broken)
        else:
            text = str(cell)
            text = text if len(text) <= LONGEST else text[: LONGEST - len(CUT)] + CUT
            sheet.write_string(row, column, text, self.quoted if text.startswith(FORMULA) else self.text)

    def read_me(self, tables: Tables, sheets: Sequence[str]) -> None:
        """The first sheet: what this is, how it was counted, what to be careful with, what each sheet holds."""
        sheet = self.book.add_worksheet("Read me")
        sheet.hide_gridlines(2)
        sheet.set_column(0, 0, 24)
        sheet.set_column(1, 1, 100)
        sheet.write_string(0, 0, "MAPPA annual reports: thematic analysis", self.title)
        for row, (label, text) in enumerate(_explained(tables, sheets), 2):
            sheet.write_string(row, 0, label, self.label)
            sheet.write_string(row, 1, text, self.text)
            sheet.set_row(row, LINE * _lines(text, 100) + 6)
        _on_paper(sheet)

    def shade(self, name: str, table: DataFrame, *, first: int, columns: int) -> None:
        """Darker where more; the figures stay readable, so that nothing hangs on the colour."""
        if len(table) and columns:
            scale = {"type": "2_color_scale", "min_color": "#ffffff", "max_color": "#9ecae1"}
            self.book.get_worksheet_by_name(name).conditional_format(1, first, len(table), first + columns - 1, scale)

    def polarity_chart(self, name: str, table: DataFrame, title: str) -> None:
        """Bars by theme, stacked by polarity, below the table."""
        if not len(table):
            return
        chart = self.book.add_chart({"type": "bar", "subtype": "stacked"})
        for polarity in POLARITIES:
            column = list(table.columns).index(polarity)
            ink, pattern = FILLS[polarity]
            look = {"pattern": {"pattern": pattern, "fg_color": ink, "bg_color": "#ffffff"}} if pattern else {"fill": {"color": ink}}
            series = {"name": [name, 0, column], "categories": [name, 1, 0, len(table), 0], "values": [name, 1, column, len(table), column]}
            chart.add_series({**series, **look, "border": {"color": "#404040"}, "gap": 40})
        chart.set_title({"name": title, "name_font": {"size": 13}, "overlay": False})
        chart.set_y_axis({"reverse": True, "num_font": {"size": 9}, "interval_unit": 1})
        chart.set_x_axis(
            {"name": "coded sentences", "label_position": "high", "major_gridlines": {"visible": True, "line": {"color": "#d9d9d9"}}}
        )
        self._place(name, chart, table, height=max(320, 18 * len(table) + 120))

    def year_chart(self, name: str, table: DataFrame) -> None:
        """Lines over the years of the most frequent themes, as rates, told apart by marker and dash."""
        heads = list(table.columns)
        years = [column for column, head in enumerate(heads) if str(head).endswith(RATE) and not str(head).startswith("all,")]
        if not len(table) or not years:
            return
        chart = self.book.add_chart({"type": "line"})
        most = sorted(range(len(table)), key=lambda row: (-table["all"].iloc[row], row))[:LINES]
        for number, row in enumerate(most):
            marker = {"type": MARKERS[number], "size": 7, "border": {"color": INKS[number]}, "fill": {"color": "#ffffff"}}
            line = {"color": INKS[number], "width": 1.75, "dash_type": DASHES[number]}
            names = [name, 0, 1, 0, len(years)]
            values = [name, row + 1, years[0], row + 1, years[-1]]
            chart.add_series({"name": [name, row + 1, 0], "categories": names, "values": values, "marker": marker, "line": line})
        chart.set_title({"name": f"The {len(most)} most frequent themes over the years, {RATE}", "name_font": {"size": 13}})
        chart.set_y_axis({"name": f"coded sentences {RATE}", "min": 0, "major_gridlines": {"visible": True, "line": {"color": "#d9d9d9"}}})
        chart.set_legend({"position": "right"})
        self._place(name, chart, table, height=420)

    def _place(self, name: str, chart: Any, table: DataFrame, *, height: int) -> None:
        chart.set_size({"width": 900, "height": height})
        description = {"object_position": 3, "description": f"Chart of the table above it on the sheet {name}"}
        self.book.get_worksheet_by_name(name).insert_chart(len(table) + 2, 0, chart, description)

    def close(self) -> None:
        """Write the file. Raises OSError where it cannot be written, for example because it is open in Excel."""
        try:
            self.book.close()
        except xlsxwriter.exceptions.FileCreateError as error:
            raise (error.args[0] if error.args and isinstance(error.args[0], OSError) else OSError(str(error))) from None


def _on_paper(sheet: Any) -> None:
    """A4 across, as wide as the page."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _lines(text: str, width: float) -> int:
    """How many lines `text` takes in a column `width` digits wide: letters are narrower, but a little is lost where words break."""
    return sum(max(1, -(-len(line) * 86 // int(width * 100))) for line in text.split("\n"))


def _width(head: str, cells: Sequence[Any], *, figures: bool) -> float:
    """A column's width in characters: that of its longest word group, within reason."""
    if head in WIDE:
        return WIDE[head]
    if figures:
        return max(9.0, max((len(word) for word in head.split()), default=0) + 3)
    least, most = TEXT_WIDTHS
    return min(most, max(least, len(head) + 3, *(len(str(cell)) + 2 for cell in cells)) if cells else max(least, len(head) + 3))


def _explained(tables: Tables, sheets: Sequence[str]) -> list[tuple[str, str]]:
    """The lines of the first sheet: a label and what is to be said."""
    documents = tables.documents
    contents = {
        "Testimonials": "the quote bank: each speaker's own words, with page, role, agency and themes",
        "Codings": "the coding table: one row a sentence and theme; it is what every count is made of",
        "Theme x area": "coded sentences of each theme by area, then polarity, spread, and rates; a chart below the table",
        "Theme x year": "the same by reporting year",
        "Co-occurrence": "in how many sentences two themes stand together; on the diagonal, in how many the theme stands at all",
        "0-1 matrix": "one row a coded sentence, 1 for each theme it has; for other programs",
        "Codebook": "what each theme means, with examples from these reports and the rules that find it",
        "Documents": "the reports, with their words and counts",
    }
    template = "is counted too" if tables.template else "is left out: reports from 2011 on share about two thirds of their words"
    areas, years = (", ".join(sorted(documents[name].unique())) for name in ("area", "year"))
    return [
        ("Reports", f"{len(documents)}. Areas: {areas}. Years: {years}."),
        ("Counted", f"{coded_sentences(tables):,} coded sentences in {documents['counted words'].sum():,} words of running text; headings, "
                    "tables and captions are never counted."),
        ("Template", f"The wording of the national template {template}."),
        ("How it was coded", "By rules and learned votes, sentence by sentence, without a person reading each; see the sheet Codebook. A "
                             "sentence may have several themes, so themes do not add up to sentences. It has one polarity: strength, "
                             "challenge or neutral."),
        ("How well", "On invented reports that no rule was made from, about two marks in three were right, three themes in four were "
                     "found, and the polarity was right three times in four."),
        ("Rates", f"Coded sentences {RATE}: counted sentences over counted words of the same area or year."),
        ("Spread", "reports: how many have the theme. DP (Gries 2008): 0 is spread as evenly as the words are, towards 1 is in one alone."),
        (NOT_DEFINED, "There is nothing to divide by, or a single report, so no figure can be given; it is not nought."),
        (NOT_KNOWN, "The report does not say, or its format has no pages."),
        ("Be careful", "Reports praise the work they report on. Small counts say little; look at the sentences before you rely on one. "
                       "Contact details are left out of quotations."),
        ("Made by", f"mappa {__version__}"),
        ("Sheets", "Each holds one table, with filters in its head."),
        *((name, contents[name]) for name in sheets),
    ]  # fmt: skip
