"""The statistics of a corpus as one table, and of the real reports against their gold."""

from pathlib import Path

import pytest
from lxml import etree
from msgspec.structs import replace

from mappa.analysis.statistics import COLUMNS, statistics_table
from mappa.cli.statistics import statistics
from mappa.cli.tabular import Printed
from mappa.document import freeze
from mappa.engine import prepare
from mappa.language import MappaEnglish
from mappa.layers.statistics import Statistics
from mappa.paths import configs_dir
from mappa.readers import read
from mappa.records import Record, Statistic
from small_record import record

GOLD = {"bedfordshire-2015-16": 59, "bedfordshire-2022-23": 50}
FORMS = [
    "bedfordshire-2015-16.pdf",
    "bedfordshire-2015-16.txt",
    "variants/bedfordshire-2015-16.odt",
    "variants/bedfordshire-2015-16.horizontal.pdf",
    "variants/bedfordshire-2015-16.shaded.pdf",
    "bedfordshire-2022-23.pdf",
    "bedfordshire-2022-23.docx",
    "bedfordshire-2022-23.txt",
]


def counted(id: str, language: str, *values: float | None) -> Record:
    made = record("the police", id=id)
    found = [
        Statistic(indicator="eligible-offenders", level=level, category="3", value=value, start=0, end=3, page=None)
        for level, value in zip(("1", "2", "3"), values, strict=False)
    ]
    return replace(made, metadata=replace(made.metadata, language=language), statistics=found)


def test_a_row_an_observation_and_a_dash_is_never_nought() -> None:
    table = statistics_table([counted("northmere-2001-02", "en", None, 0)])
    assert list(table.columns) == COLUMNS == ["area", "period", "indicator", "level", "category", "value"]
    assert [tuple(row)[2:] for row in table.itertuples(index=False)] == [
        ("eligible-offenders", "1", "3", None),
        ("eligible-offenders", "2", "3", 0),
    ]


def test_a_report_in_two_languages_counts_once() -> None:
    both = [counted("northmere-2001-02-cy", "cy", 8, 2, 9), counted("northmere-2001-02", "en", 7, 2)]
    assert list(statistics_table(both)["value"]) == [7, 2, 9]


def test_no_report_gives_an_empty_table_with_its_heads() -> None:
    assert list(statistics_table([]).columns) == COLUMNS


@pytest.mark.parametrize("name", ["table.csv", "table.json", "table.xlsx"])
def test_the_command_writes_what_the_name_says(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mappa.analysis.corpus.read_corpus", lambda folder: [counted("northmere-2001-02", "en", None, 5)])
    statistics(tmp_path, output=tmp_path / name, format=Printed.table)
    written = (tmp_path / name).read_bytes()
    assert written[:2] == b"PK" or b"eligible-offenders" in written
    if name.endswith(".json"):
        assert b'"value": null' in written
    if name.endswith(".csv"):
        assert b"eligible-offenders,1,3,\r\n" in written


@pytest.mark.parametrize("form", FORMS)
def test_every_cell_of_the_real_reports(shared: Path, form: str) -> None:
    path = shared / "reports" / form
    name = path.name.split(".")[0]
    cells = [cell for cell in etree.parse(shared / "gold" / f"{name}.xml").iter("td") if cell.get("indicator")]
    assert len(cells) == GOLD[name]
    printed = {(cell.get("indicator"), cell.get("level") or None, cell.get("category") or None): cell.text for cell in cells}
    reading = read(path, path.read_bytes())
    doc = Statistics().load(configs_dir())(prepare(MappaEnglish(), freeze(reading.blocks, reading.pages)))
    found = {(item.indicator, item.level, item.category): doc.text[item.start : item.end] for item in doc.user_data["statistics"]}
    assert found == printed
    assert not doc.user_data["notices"]
