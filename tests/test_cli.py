"""The command line: what it prints where, its exit codes, its help, and that it starts quickly."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import click
import pytest
import typer
from msgspec.structs import replace

from mappa import cli
from mappa.cli import reading
from mappa.records import Record, Section, decode, encode, schema
from small_record import annotate, record

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
COMMAND = typer.main.get_command(cli.app)


def commands(command: click.Command, name: str = "mappa") -> dict[str, click.Command]:
    """Every command by what a person types for it."""
    if not hasattr(command, "commands"):
        return {name: command}
    return {path: leaf for sub, inner in command.commands.items() for path, leaf in commands(inner, f"{name} {sub}").items()}


@pytest.fixture
def mappa(monkeypatch, capfdbinary):
    """Run the command line with a stand-in for the reading; exit code, standard output, standard error."""
    monkeypatch.setitem(sys.modules, "mappa.report", SimpleNamespace(annotate=annotate))

    def run(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["mappa", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            cli.main()
            sys.exit(0)
        said = capfdbinary.readouterr()
        return ended.value.code or 0, said.out.decode(), said.err.decode()

    return run


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "a.txt").write_text("alpha the police", encoding="utf-8")
    return folder


def test_build_says_what_it_made_on_standard_error(mappa, reports, tmp_path):
    code, out, err = mappa("build", reports, "-o", tmp_path / "corpus")
    assert (code, out) == (0, "")
    figures = dict(re.findall(r"^ *(\S.*?) {2,}([\d,]+)$", err, re.MULTILINE))
    assert (figures["documents"], figures["annotations: agency"], figures["failures"]) == ("1", "1", "0")
    assert "\x1b" not in err


def test_build_says_when_there_was_nothing_to_do(mappa, reports, tmp_path):
    mappa("build", reports, "-o", tmp_path / "corpus")
    code, _, err = mappa("build", reports, "-o", tmp_path / "corpus")
    assert code == 0
    assert "nothing to do" in err


def test_build_names_what_failed_and_ends_with_1(mappa, reports, tmp_path):
    (reports / "b.txt").write_text("beta FAIL", encoding="utf-8")
    code, _, err = mappa("build", reports, "-o", tmp_path / "corpus")
    assert code == 1
    assert "failed: b.txt: holds no words; save it anew\n" in err
    assert (tmp_path / "corpus/documents/alpha.json").is_file()


def test_build_names_files_that_are_no_report_or_stand_there_twice(mappa, reports, tmp_path):
    (reports / "again.txt").write_bytes((reports / "a.txt").read_bytes())
    for number in range(7):
        (reports / f"data{number}.json").write_text(f'{{"a": {number}}}', encoding="utf-8")
    err = mappa("build", reports, "-o", tmp_path / "corpus")[2].splitlines()
    assert err[0] == "passed over: 7 files of no report format (data0.json, data1.json, data2.json, data3.json, data4.json and 2 more)"
    assert err[1] == "twice: again.txt, the same file as a.txt"


def test_build_says_that_a_stopped_build_can_go_on(mappa, reports, tmp_path, monkeypatch):
    def stopped(*arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setitem(sys.modules, "mappa.report", SimpleNamespace(annotate=stopped))
    code, out, err = mappa("build", reports, "-o", tmp_path / "corpus")
    assert (code, out) == (1, "")
    assert err == "stopped; the corpus is as it was before, and the same command goes on from here\n"


def test_build_names_what_it_removed(mappa, reports, tmp_path):
    mappa("build", reports, "-o", tmp_path / "corpus")
    (reports / "a.txt").rename(reports / "b.txt")
    (reports / "b.txt").write_text("beta", encoding="utf-8")
    assert "removed: alpha" in mappa("build", reports, "-o", tmp_path / "corpus")[2]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("build", "{reports}/empty", "-o", "{out}"), "no report found"),
        (("build", "{reports}", "-o", "{out}", "--configs", "{reports}"), "no pipeline.cfg there"),
        (("build", "{reports}", "-o", "{reports}/a.txt/x"), "; a part of the path is a file, and a folder is needed"),
        (("annotate", "{reports}/nowhere.pdf"), "nowhere.pdf: No such file or directory; check the path"),
        (("annotate", "{reports}"), "it is a folder, and a file is needed"),
        (("show", "{reports}/a.txt"), "a.txt: not a document; name a .json file"),
        (("show", "{reports}"), "a folder; name a document in it"),
        (("validate", "{reports}"), "no manifest.json there"),
        (("serve", "{reports}/a.txt", "--no-browser"), "a.txt: a file; name the folder of a corpus"),
        (("rules", "copy", "{reports}"), "not empty"),
    ],
)
def test_what_cannot_be_done_is_one_line_and_1(mappa, reports, tmp_path, arguments, told):
    (reports / "empty").mkdir()
    code, out, err = mappa(*(argument.format(reports=reports, out=tmp_path / "out") for argument in arguments))
    assert (code, out) == (1, "")
    assert told in err
    assert err.count("\n") == 1


@pytest.mark.parametrize("arguments", ["build", "build x", "fly", "annotate x --colour", "show x --layer animal"])
def test_wrong_use_is_2(mappa, arguments):
    code, out, err = mappa(*arguments.split())
    assert (code, out) == (2, "")
    assert err


def test_annotate_prints_a_document_and_heeds_corrections(mappa, reports):
    (reports / "corrections.toml").write_text('["a.txt"]\nid = "northmere-2001-02"\n', encoding="utf-8")
    code, out, _ = mappa("annotate", reports / "a.txt")
    assert (code, decode(out.encode()).id) == (0, "northmere-2001-02")


def test_annotate_reads_standard_input(mappa, monkeypatch, tmp_path):
    path = tmp_path / "in"
    path.write_text("gamma police", encoding="utf-8")
    with path.open(encoding="utf-8") as stream:
        monkeypatch.setattr(sys, "stdin", stream)
        code, out, _ = mappa("annotate", "-")
    assert (code, decode(out.encode()).id) == (0, "gamma")


def test_validate_names_every_fault_and_ends_with_1(mappa, reports, tmp_path):
    corpus = tmp_path / "corpus"
    mappa("build", reports, "-o", corpus)
    assert mappa("validate", corpus)[0] == 0
    document = corpus / "documents/alpha.json"
    data = document.read_bytes()
    document.write_bytes(data.replace(b'"text":"police"', b'"text":"Police"'))
    (corpus / "documents/stray.json").write_text("{}", encoding="utf-8")
    code, out, _ = mappa("validate", corpus)
    assert code == 1
    assert "alpha.json: not the bytes that manifest.json lists" in out
    assert "alpha.json: agency at 10: text is 'Police', but 'police' stands there" in out
    assert "stray.json: not listed" in out
    document.unlink()
    assert "alpha.json: cannot be read" in mappa("validate", corpus)[1]


def test_validate_knows_the_labels_of_the_rules(mappa, reports, tmp_path):
    rules = tmp_path / "rules"
    rules.mkdir()
    (rules / "pipeline.cfg").write_text("[nlp]\n", encoding="utf-8")
    (rules / "agencies.toml").write_text('layer = "agency"\n[prison]\naliases = ["prison"]\n', encoding="utf-8")
    mappa("build", reports, "-o", tmp_path / "corpus", "--configs", rules)
    assert "agency label 'police' is not among the known ones" in mappa("validate", tmp_path / "corpus", "--configs", rules)[1]


def test_schema_is_the_schema(mappa):
    code, out, _ = mappa("schema")
    assert (code, json.loads(out)) == (0, schema())


def test_rules_are_copied_for_editing(mappa, tmp_path):
    assert mappa("rules", "copy", tmp_path / "rules")[0] == 0
    assert (tmp_path / "rules/pipeline.cfg").is_file()


@pytest.fixture
def document() -> Record:
    text = "Who we are\n\nThe police meet.\n\nNumbers\n\nTwo police teams."
    at = text.index("Numbers")
    local = Section("s1", "local", "Who we are", 1, 0, at, None, False)
    numbers = Section("s2", "statistics", "Numbers", 1, at, len(text), None, False)
    return replace(record(text, id="alpha"), sections=[local, numbers])


def test_show_in_a_pipe_writes_annotations_in_brackets(mappa, document, tmp_path):
    path = tmp_path / "alpha.json"
    path.write_bytes(encode(document))
    code, out, _ = mappa("show", path)
    assert code == 0
    assert out.replace("\r", "") == (
        "-- local --\nWho we are\n\nThe [police](police) meet.\n\n-- statistics --\nNumbers\n\nTwo [police](police) teams.\n"
    )
    assert mappa("show", path, "--layer", "role", "--section", "statistics")[1] == "-- statistics --\nNumbers\n\nTwo police teams.\n"
    assert "no section 'law'; sections there: local, statistics" in mappa("show", path, "--section", "law")[2]


def test_show_on_a_terminal_colours_annotations(document):
    text = reading.styled(document, layers=None, section="statistics")
    (span,) = (span for span in text.spans if text.plain[span.start : span.end] == "police")
    assert span.style.color.name == reading.COLOURS["agency"]
    assert "Who we are" not in text.plain


@pytest.mark.parametrize("name", commands(COMMAND))
def test_every_command_and_option_has_help_and_stands_in_the_readme(name):
    command = commands(COMMAND)[name]
    assert command.help
    assert f"`{name}" in README
    for parameter in command.params:
        assert getattr(parameter, "help", None), parameter.name


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["build", "--help"], ["schema"]])
def test_the_command_line_starts_without_the_heavy_libraries(arguments):
    program = "import sys; sys.argv[0] = 'mappa'\nfrom mappa.cli import main\ntry: main()\nfinally: print(*sys.modules, file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", program, *arguments], capture_output=True, text=True, encoding="utf-8", check=True)
    loaded = set(done.stderr.split())
    assert "mappa.cli" in loaded
    assert loaded.isdisjoint({"spacy", "pandas", "numpy", "pdfminer", "lxml"})


def test_a_reader_of_the_output_may_leave():
    program = "from mappa.cli import main; main()"
    environment = os.environ | {"PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen([sys.executable, "-c", program, "schema"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment)
    process.stdout.close()
    assert b"Traceback" not in process.stderr.read()
    process.stderr.close()
    process.wait()
