"""The Excel workbook: its sheets agree with the analysis, nothing in it is a formula, and a spreadsheet program opens it."""

import os
import shutil
import subprocess
import zipfile
from collections import Counter

import pytest
from lxml import etree

from mappa.analysis.codebook import Definition
from mappa.analysis.tables import tables
from mappa.analysis.themes import cooccurrence, matrix, passages
from mappa.exports.workbook import write_workbook
from themed_record import Para, Said, corpus, report

SHEETS = [
    "Read me", "Testimonials", "Codings", "Theme x area", "Theme x year", "Co-occurrence", "0-1 matrix", "Codebook", "Documents",
]  # fmt: skip
MAIN = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
DEFINITIONS = {"accommodation": Definition("Where people live.", {"cues": ["bed*"]}), "training": Definition("Courses.", {})}


def made(records=None):
    return tables(records or corpus(), themes=DEFINITIONS)


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    target = tmp_path_factory.mktemp("workbook") / "analysis.xlsx"
    write_workbook(made(), DEFINITIONS, target)
    return target


def part(path, name):
    with zipfile.ZipFile(path) as archive:
        return etree.fromstring(archive.read(name))


def sheet(path, name):
    """The cells of a sheet, row by row, as text and numbers."""
    strings = ["".join(item.itertext()) for item in part(path, "xl/sharedStrings.xml").findall("m:si", MAIN)]
    rows = part(path, f"xl/worksheets/sheet{SHEETS.index(name) + 1}.xml").findall(".//m:row", MAIN)
    return [
        [
            strings[int(cell.findtext("m:v", "", MAIN))] if cell.get("t") == "s" else float(cell.findtext("m:v", "", MAIN))
            for cell in row.findall("m:c", MAIN)
        ]
        for row in rows
        if row.findall("m:c", MAIN)
    ]


def records_of(path, name):
    head, *rows = sheet(path, name)
    return [dict(zip(head, row, strict=True)) for row in rows]


def test_the_sheets_are_these(path):
    assert [item.get("name") for item in part(path, "xl/workbook.xml").findall(".//m:sheet", MAIN)] == SHEETS


@pytest.mark.parametrize(("name", "by"), [("Theme x area", "area"), ("Theme x year", "year")])
def test_matrix_codings_and_passages_agree(path, name, by):
    analysis = made()
    codings = Counter((row["theme"], row[by]) for row in records_of(path, "Codings"))
    told = {row["theme"]: row for row in matrix(analysis, by).to_dict("records")}
    rows = records_of(path, name)
    assert [row["theme"] for row in rows] == list(analysis.themes)
    for row in rows:
        groups = [head for head in row if head in set(analysis.documents[by])]
        assert groups
        for group in groups:
            behind = len(passages(analysis, {"theme": [row["theme"]], by: [group]}))
            assert row[group] == codings[row["theme"], group] == told[row["theme"]][group] == behind
        assert row["all"] == sum(row[group] for group in groups) == row["strength"] + row["challenge"] + row["neutral"]


def test_the_sheet_of_noughts_and_ones_adds_up_to_the_counts(path):
    rows = records_of(path, "0-1 matrix")
    for theme in records_of(path, "Theme x area"):
        assert sum(row[theme["theme"]] for row in rows) == theme["all"]


def test_cooccurrence_is_that_of_the_analysis(path):
    head, *rows = sheet(path, "Co-occurrence")
    assert [head, *rows] == [list(cooccurrence(made()).columns), *cooccurrence(made()).values.tolist()]


def test_what_is_not_defined_says_so(path):
    row = next(row for row in records_of(path, "Theme x area") if row["theme"] == "training")
    assert (row["all"], row["DP"]) == (0, "not defined")


def test_heads_are_frozen_and_filtered(path):
    for name in SHEETS[1:]:
        xml = part(path, f"xl/worksheets/sheet{SHEETS.index(name) + 1}.xml")
        assert xml.find(".//m:pane", MAIN).get("state") == "frozen"
        assert xml.find("m:autoFilter", MAIN) is not None


def test_charts_are_native(path):
    with zipfile.ZipFile(path) as archive:
        charts = [name for name in archive.namelist() if name.startswith("xl/charts/chart")]
    assert len(charts) == 2


def test_no_text_becomes_a_formula_or_a_link(tmp_path):
    evil = [
        Said(f"{text} said they.", ("accommodation",))
        for text in ('=HYPERLINK("http://x.example")', "+1", "-2+3", "@SUM(A1)", "https://x.example")
    ]
    target = tmp_path / "evil.xlsx"
    write_workbook(made([report("=Northmere", 2015, *(Para((said,), speaker=("=role", "@agency")) for said in evil))]), DEFINITIONS, target)
    with zipfile.ZipFile(target) as archive:
        for name in archive.namelist():
            if name.startswith("xl/worksheets/sheet"):
                xml = etree.fromstring(archive.read(name))
                assert not xml.findall(".//m:f", MAIN)
                assert not xml.findall(".//m:hyperlink", MAIN)
    assert "@SUM(A1) said they." in {row["sentence"] for row in records_of(target, "Codings")}


def test_the_same_corpus_gives_the_same_bytes(path, tmp_path):
    write_workbook(made(), DEFINITIONS, tmp_path / "again.xlsx")
    assert (tmp_path / "again.xlsx").read_bytes() == path.read_bytes()


def test_a_corpus_without_codings_still_makes_a_workbook(tmp_path):
    write_workbook(tables([report("Northmere", 2015, Para((Said("Nothing."),)))]), {}, tmp_path / "empty.xlsx")
    assert (tmp_path / "empty.xlsx").stat().st_size


def test_a_file_that_cannot_be_written_is_an_error_of_the_system(tmp_path):
    with pytest.raises(OSError, match=r"analysis\.xlsx|directory"):
        write_workbook(made(), DEFINITIONS, tmp_path / "nowhere" / "analysis.xlsx")


def test_libreoffice_opens_it(path, tmp_path):
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if not program:
        if os.environ.get("CI") == "true":
            pytest.fail("LibreOffice Calc is missing, and CI must open the workbook with it")
        pytest.skip("LibreOffice Calc is not installed here")
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    csv = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,4"  # the fourth sheet alone
    command = [program, profile, "--headless", "--convert-to", csv, "--outdir", str(tmp_path), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    (table,) = tmp_path.glob("*.csv")
    first = table.read_text(encoding="utf-8").splitlines()
    assert first[0].startswith("theme,Eastvale,Northmere,all,strength")
    assert first[1].startswith("accommodation,2,3,5,2,3,0,3,3")
