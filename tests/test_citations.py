"""The law that a corpus cites, as a table and as a command."""

import csv
import io
import json

from msgspec.structs import replace
from openpyxl import load_workbook

from mappa.analysis.citations import COLUMNS, citation_table
from mappa.cli.citations import citations
from mappa.cli.tabular import Printed
from mappa.paths import configs_dir
from mappa.records import Record
from mappa.report import annotate

FIRST = (
    b"Section 325 of the Criminal Justice Act 2003 binds us. Section 325 of the Criminal Justice Act 2003 again.\n\n"
    b"Sections 325 to 327B of that Act too, and R v Lang [2005] EWCA Crim 2864."
)
SECOND = b"The Criminal Justice Act 2003 binds us, and the Children Act was taught."


PADDING = b"\n\nOfficers and practitioners met every month, looked at each plan together and wrote down what had been agreed by then."


def report(text: bytes, area: str) -> Record:
    """The record of `text`, as if it came from `area`."""
    made = annotate("a.txt", text + PADDING, configs_dir())
    return replace(made, metadata=replace(made.metadata, area=area))


def rows() -> list[tuple]:
    table = citation_table([report(FIRST, "Northmere"), report(SECOND, "Eastmere")])
    assert list(table.columns) == COLUMNS
    return [tuple(row) for row in table.itertuples(index=False)]


def test_a_row_an_instrument_and_its_provisions_the_most_cited_first():
    unknown = "year not known"
    assert rows() == [
        ("Criminal Justice Act 2003", "ukpga/2003/44", "section 325", 2, "Northmere", unknown),
        ("Criminal Justice Act 2003", "ukpga/2003/44", "", 1, "Eastmere", unknown),
        ("Criminal Justice Act 2003", "ukpga/2003/44", "section 325 to 327B", 1, "Northmere", unknown),
        ("Children Act", "not settled: ukpga/1989/41, ukpga/2004/31", "", 1, "Eastmere", unknown),
        ("R v Lang, [2005] EWCA Crim 2864", "[2005] EWCA Crim 2864", "", 1, "Northmere", unknown),
    ]


def test_areas_are_listed_once():
    table = citation_table([report(SECOND, area) for area in ("B", "A", "B")])
    assert list(table["areas"]) == ["A; B", "A; B"]
    assert list(table["times"]) == [3, 3]


def test_nothing_cited_gives_an_empty_table_with_its_heads():
    table = citation_table([report(b"Nothing of the kind.", "A")])
    assert (len(table), list(table.columns)) == (0, COLUMNS)


def test_the_command_writes_csv_json_and_excel(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("mappa.analysis.corpus.read_corpus", lambda folder: [report(SECOND, "A")])
    for name in ("law.csv", "law.json", "law.xlsx"):
        citations(tmp_path, output=tmp_path / name)
    written = list(csv.reader(io.StringIO((tmp_path / "law.csv").read_text(encoding="utf-8-sig"))))
    assert written[0] == COLUMNS
    assert {row["id"] for row in json.loads((tmp_path / "law.json").read_text(encoding="utf-8"))} == {row[1] for row in written[1:]}
    sheet = load_workbook(tmp_path / "law.xlsx").active
    assert "Criminal Justice Act 2003" in {cell.value for row in sheet.iter_rows() for cell in row}
    citations(tmp_path, format=Printed.csv)
    assert capsys.readouterr().out.startswith(",".join(COLUMNS))
