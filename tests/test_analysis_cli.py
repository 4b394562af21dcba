"""The analysis commands: what they print and write, and how they refuse."""

import csv
import io
import json
import re
import sys
from hashlib import sha256

import msgspec
import pytest

from mappa import cli
from mappa.analysis.output import as_csv, as_json
from mappa.manifest import Entry, Manifest, document_path, encode_manifest, made
from mappa.records import FORMAT, PROGRAM, Producer, encode
from themed_record import corpus


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A corpus of three reports on disk."""
    target = tmp_path_factory.mktemp("corpus")
    (target / "documents").mkdir()
    entries = []
    for record in corpus():
        data = encode(record)
        document_path(target, record.id).write_bytes(data)
        entries.append(Entry(record.source.filename, [], sha256(data).hexdigest(), None, made(record, data), False, None))
    (target / "manifest.json").write_bytes(encode_manifest(Manifest(FORMAT, Producer(PROGRAM, "0", "0" * 64), entries)))
    return target


@pytest.fixture
def mappa(monkeypatch, capfdbinary):
    """Run the command line; exit code, standard output, standard error."""

    def run(*arguments):
        monkeypatch.setattr(sys, "argv", ["mappa", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            cli.main()
            sys.exit(0)
        said = capfdbinary.readouterr()
        return ended.value.code or 0, said.out.decode().replace("\r\n", "\n"), said.err.decode()

    return run


def rows(text):
    return list(csv.DictReader(io.StringIO(text)))


def test_themes_print_tab_by_tab_in_a_pipe(mappa, folder):
    code, out, _ = mappa("themes", folder)
    assert code == 0
    lines = [line.split("\t") for line in out.splitlines()]
    assert lines[0][:3] == ["theme", "sentences", "per 1,000 words"]
    assert lines[1][:2] == ["accommodation", "5"]
    assert lines[2][0] == "governance-quality"


def test_a_cell_and_the_passages_behind_it(mappa, folder):
    told = rows(mappa("themes", folder, "--by", "area", "--matrix", "sentences", "--format", "csv")[1])
    cell = next(row for row in told if row["theme"] == "accommodation")["Northmere"]
    behind = rows(
        mappa("themes", folder, "--where", "area=Northmere", "--where", "theme=accommodation", "--passages", "--format", "csv")[1]
    )
    assert len(behind) == int(cell) == 3
    assert {row["polarity"] for row in behind} == {"strength", "challenge"}
    assert behind[0]["page"] == "3"


def test_what_is_not_defined_is_so_in_every_kind_of_output(mappa, folder, tmp_path):
    arguments = ("themes", folder, "--where", "document=eastvale-2016", "--where", "theme=accommodation")
    assert rows(mappa(*arguments, "--format", "csv")[1])[0]["DP"] == "not defined"
    assert json.loads(mappa(*arguments, "--format", "json")[1])[0]["DP"] is None
    assert "\tnot defined\t" in mappa(*arguments)[1]


@pytest.mark.parametrize(
    ("arguments", "head"),
    [
        (("themes", "--cooccurrence", "paragraph"), "theme"),
        (("quotes",), "testimonial"),
        (("keyness", "--where", "area=Eastvale", "--likelihood", "0"), "word"),
        (("keyness", "--where", "area=Northmere", "--likelihood", "0", "--themes"), "theme"),
        (("concordance", "bed*", "--sort", "left"), "left"),
        (("collocates", "hard"), "collocate"),
        (("codebook",), "theme"),
    ],
)
def test_every_command_prints_its_table(mappa, folder, arguments, head):
    command, *rest = arguments
    code, out, err = mappa(command, folder, *rest)
    assert (code, err) == (0, "")
    assert out.split("\t")[0] == head


def test_an_empty_table_says_that_nothing_was_found(mappa, folder):
    assert mappa("concordance", folder, "zeppelin")[2] == "nothing found\n"


def test_a_table_goes_to_the_kind_of_file_that_its_name_says(mappa, folder, tmp_path):
    for suffix, start in ((".csv", b"\xef\xbb\xbftheme,"), (".json", b"["), (".xlsx", b"PK")):
        target = tmp_path / f"table{suffix}"
        assert mappa("themes", folder, "-o", target)[:2] == (0, "")
        assert target.read_bytes().startswith(start)
    code, _, err = mappa("themes", folder, "-o", tmp_path / "table.doc")
    assert code == 1
    assert "end it with .csv, .json or .xlsx" in err


def test_workbook_and_report_are_written(mappa, folder, tmp_path):
    assert mappa("workbook", folder, "-o", tmp_path / "a.xlsx")[0] == 0
    assert mappa("report", folder, "-o", tmp_path / "a.html")[0] == 0
    assert (tmp_path / "a.xlsx").read_bytes().startswith(b"PK")
    assert (tmp_path / "a.html").read_bytes().startswith(b"<!DOCTYPE html>\n")


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (("themes", "--matrix", "rate"), 2, "exactly one --by"),
        (("themes", "--passages", "--by", "area"), 2, "--where"),
        (("themes", "--where", "area=Nowhere"), 1, "no area 'Nowhere'"),
        (("themes", "--shared-from", "2"), 1, "shared-paragraphs.json: missing"),
        (("keyness",), 1, "neither nothing nor everything"),
        (("concordance", "(", "--regex"), 1, "no regular expression"),
        (("workbook", "-o", "a.ods"), 2, ".xlsx"),
        (("report", "-o", "a.pdf"), 2, ".html"),
        (("themes", "-o", "nowhere/a.csv"), 1, "No such file or directory; check the path"),
    ],
)
def test_what_cannot_be_done_is_said(mappa, folder, arguments, code, told):
    command, *rest = arguments
    ended, out, err = mappa(command, folder, *rest)
    assert (ended, out) == (code, "")
    assert told in " ".join(err.replace("│", " ").split())


def test_a_document_that_the_manifest_lists_must_be_there(mappa, folder, tmp_path):
    manifest = msgspec.json.decode((folder / "manifest.json").read_bytes(), type=Manifest)
    (tmp_path / "manifest.json").write_bytes(encode_manifest(manifest))
    code, _, err = mappa("themes", tmp_path)
    assert (code, err.count("\n")) == (1, 1)
    assert "missing, though manifest.json lists it" in err


def test_no_cell_of_a_csv_is_a_formula():
    from pandas import DataFrame

    table = DataFrame({"text": ["=1+1", "@x", "+44", "-1.5", "plain"], "figure": [1.0, float("nan"), -2.5, 3.0, 0.0]})
    told = rows(as_csv(table))
    assert [row["text"] for row in told] == ["'=1+1", "'@x", "'+44", "-1.5", "plain"]
    assert [row["figure"] for row in told] == ["1.0000", "not defined", "-2.5000", "3.0000", "0.0000"]
    assert [row["figure"] for row in json.loads(as_json(table))] == [1.0, None, -2.5, 3.0, 0.0]


@pytest.fixture
def screen(monkeypatch, capsys):
    """Run the command line on a terminal so many characters wide; what it shows."""

    def run(width, *arguments):
        monkeypatch.setenv("COLUMNS", str(width))
        monkeypatch.setenv("TERM", "xterm")
        monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
        monkeypatch.setattr(sys, "argv", ["mappa", *map(str, arguments)])
        with pytest.raises(SystemExit):
            cli.main()
            sys.exit(0)
        return re.sub(r"\x1b\[[0-9;]*m", "", capsys.readouterr().out)

    return run


def test_a_table_that_fits_the_terminal_is_a_table(screen, folder):
    shown = screen(160, "themes", folder, "--where", "theme=accommodation").splitlines()
    (row,) = (line.split() for line in shown if "accommodation" in line)
    assert row[:2] == ["accommodation", "5"]


def test_a_table_too_wide_for_the_terminal_is_shown_row_by_row(screen, folder):
    shown = screen(80, "themes", folder, "--passages", "--where", "area=Eastvale")
    assert "theme: accommodation\npolarity: strength\n" in shown


def test_a_concordance_on_a_terminal_is_aligned(screen, folder):
    shown = screen(100, "concordance", folder, "beds").splitlines()
    assert len(shown) == 3
    assert len({line.lower().index("beds") for line in shown}) == 1
    assert shown[0].endswith("eastvale-2016 p. 2")
