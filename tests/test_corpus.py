"""A build from beginning to end, with a stand-in for the reading: what it makes, keeps, removes, and says."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from mappa.corpus import Built, build
from mappa.errors import MappaError
from mappa.invariants import problems
from mappa.manifest import read_manifest
from mappa.paths import shipped_configs
from mappa.records import decode
from mappa.validation import faults
from small_record import annotate

SAMPLE = Path(__file__).parents[1] / "corpus" / "sample"


@pytest.fixture
def configs(tmp_path: Path) -> Path:
    folder = tmp_path / "configs"
    folder.mkdir()
    (folder / "pipeline.cfg").write_text("[nlp]\n", encoding="utf-8")
    return folder


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    folder = tmp_path / "reports"
    folder.mkdir()
    return folder


@pytest.fixture
def output(tmp_path: Path) -> Path:
    return tmp_path / "corpus"


@pytest.fixture
def run(configs: Path, reports: Path, output: Path):
    """Build `given`, by default the folder of reports."""

    def run(*given: Path, to: Path = output) -> Built:
        return build(given or (reports,), to, configs=configs, annotate=annotate)

    return run


def put(folder: Path, **texts: str) -> None:
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")


def listing(folder: Path) -> dict[str, bytes]:
    """Every file below `folder` and its bytes."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def entry(built: Built, name: str):
    (found,) = (entry for entry in built.manifest.inputs if entry.name == name)
    return found


def test_each_report_becomes_a_document_that_the_manifest_lists(run, reports, output):
    put(reports, a="alpha the police", b="beta")
    built = run()
    assert built.written == ["alpha", "beta"]
    assert set(listing(output)) == {"documents/alpha.json", "documents/beta.json", "manifest.json", "shared-paragraphs.json"}
    assert entry(built, "a.txt").document.counts.annotations == {"agency": 1}
    assert read_manifest(output) == built.manifest
    assert problems(decode((output / "documents/alpha.json").read_bytes())) == []


def test_a_second_build_does_nothing(run, reports, output, monkeypatch, tmp_path):
    put(reports, a="alpha", b="beta")
    run()
    before = listing(output)
    monkeypatch.setenv("SMALL_RECORD_LOG", str(tmp_path / "log"))
    built = run()
    assert (built.written, built.removed) == ([], [])
    assert not (tmp_path / "log").exists()
    assert listing(output) == before


def test_two_builds_of_the_same_reports_are_the_same_bytes(run, reports, tmp_path):
    put(reports, **{f"r{number}": f"id-{number} police" for number in range(5)})
    run(to=tmp_path / "one")
    run(*sorted(reports.iterdir(), reverse=True), to=tmp_path / "two")
    assert listing(tmp_path / "one") == listing(tmp_path / "two")


def test_changed_rules_build_everything_again(run, reports, configs):
    put(reports, a="alpha")
    run()
    (configs / "agencies.toml").write_text('layer = "agency"\n', encoding="utf-8")
    assert run().written == ["alpha"]


def test_a_document_that_was_touched_is_built_again(run, reports, output):
    put(reports, a="alpha")
    run()
    (output / "documents/alpha.json").write_text("{}", encoding="utf-8")
    assert run().written == ["alpha"]
    assert decode((output / "documents/alpha.json").read_bytes()).id == "alpha"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("beta FAIL", "bad.txt: holds no words; save it anew"),
        ("beta BOOM", "bad.txt: ValueError: two lines; a fault of mappa's: please report it, with the file"),
        ("Not_A_Slug", "bad.txt: not a document of"),
    ],
)
def test_a_bad_report_costs_one_line(run, reports, text, told):
    put(reports, a="alpha", bad=text)
    built = run()
    assert built.written == ["alpha"]
    (error,) = built.errors
    assert error.startswith(told)
    assert "\n" not in error


def test_a_report_that_kills_its_process_costs_no_other(run, reports):
    put(reports, bad="beta DIE", **{f"r{number}": f"id-{number}" for number in range(6)})
    built = run()
    assert built.written == [f"id-{number}" for number in range(6)]
    (error,) = built.errors
    assert error.startswith("bad.txt: the process reading it died")


def test_an_input_that_now_fails_keeps_its_last_document(run, reports, output):
    put(reports, a="alpha one", b="beta")
    run()
    kept = (output / "documents/alpha.json").read_bytes()
    put(reports, a="alpha FAIL")
    for _ in range(2):
        built = run()
        assert (entry(built, "a.txt").stale, entry(built, "a.txt").document.id) == (True, "alpha")
        assert (output / "documents/alpha.json").read_bytes() == kept
    (reports / "a.txt").unlink()
    built = run(reports / "a.txt", reports / "b.txt")
    assert entry(built, "a.txt").stale
    assert "cannot be read" in entry(built, "a.txt").error


def test_the_documents_of_inputs_no_longer_given_go(run, reports, output):
    put(reports, a="alpha", b="beta")
    run()
    (output / "documents/notes.json").write_text("{}", encoding="utf-8")
    built = run(reports / "b.txt")
    assert built.removed == ["alpha"]
    assert set(listing(output)) == {"documents/beta.json", "documents/notes.json", "manifest.json", "shared-paragraphs.json"}


def test_inputs_of_one_id_are_all_left_out(run, reports, output):
    put(reports, a="alpha one", b="alpha two", c="gamma")
    built = run()
    assert set(listing(output)) == {"documents/gamma.json", "manifest.json", "shared-paragraphs.json"}
    (error,) = built.errors
    assert error.startswith("a.txt, b.txt: each would be alpha;")
    assert "corrections.toml" in error
    assert [entry(built, name).error for name in ("a.txt", "b.txt")] == [error, error]


def test_a_clash_leaves_the_earlier_document_as_it_was(run, reports, output):
    put(reports, a="alpha one")
    run()
    kept = (output / "documents/alpha.json").read_bytes()
    put(reports, b="alpha two")
    built = run()
    assert entry(built, "a.txt").stale
    assert entry(built, "b.txt").document is None
    assert (output / "documents/alpha.json").read_bytes() == kept
    (reports / "b.txt").unlink()
    built = run()
    assert built.errors == []
    assert not entry(built, "a.txt").stale


def test_the_last_document_of_a_failing_input_is_not_overwritten(run, reports, output):
    put(reports, a="alpha one")
    run()
    kept = (output / "documents/alpha.json").read_bytes()
    put(reports, a="alpha FAIL", b="alpha two")
    built = run()
    assert (output / "documents/alpha.json").read_bytes() == kept
    assert any(error.startswith("a.txt, b.txt: each would be alpha") for error in built.errors)


def test_equal_bytes_are_one_input_with_two_names(run, reports):
    put(reports, a="alpha", b="alpha")
    built = run()
    assert built.errors == []
    assert [(entry.name, entry.aliases) for entry in built.manifest.inputs] == [("a.txt", ["b.txt"])]


def test_reports_that_swap_their_contents_swap_their_documents(run, reports, output):
    put(reports, a="alpha", b="beta")
    run()
    put(reports, a="beta", b="alpha")
    built = run()
    assert built.written == ["alpha", "beta"]
    assert decode((output / "documents/alpha.json").read_bytes()).source.filename == "b.txt"


def test_corrections_win_and_their_change_builds_again(run, reports, output):
    put(reports, a="alpha one", b="alpha two")
    (reports / "corrections.toml").write_text('["b.txt"]\nid = "alpha-bis"\n', encoding="utf-8")
    assert run().written == ["alpha", "alpha-bis"]
    assert run().written == []
    (reports / "corrections.toml").write_text('["b.txt"]\nid = "alpha-ter"\n', encoding="utf-8")
    built = run()
    assert (built.written, built.removed) == (["alpha-ter"], ["alpha-bis"])


def test_the_nearest_corrections_hold_and_a_misspelt_name_is_told(run, reports):
    (reports / "2001").mkdir()
    put(reports / "2001", a="alpha", b="beta")
    (reports / "corrections.toml").write_text('["a.txt"]\nid = "far"\n["b.txt"]\nid = "kept"\n["c.txt"]\nid = "none"\n', encoding="utf-8")
    (reports / "2001/corrections.toml").write_text('["a.txt"]\nid = "near"\n', encoding="utf-8")
    built = run()
    assert built.written == ["kept", "near"]
    (remark,) = built.found.remarks
    assert 'no file is named "c.txt"' in remark


def test_folders_are_walked_and_what_is_no_report_is_counted(run, reports, output):
    (reports / "2001").mkdir()
    put(reports / "2001", a="alpha")
    others = {"table.csv": "area,year\nNorth,2001\nSouth,2002\n", "data.json": '{"a": [1, 2]}', "2001/picture.bin": "\x89PNG\r\n\x1a\n"}
    for name, text in {".hidden.txt": "hidden", "~$a.docx": "lock", **others}.items():
        (reports / name).write_bytes(text.encode("latin-1"))
    built = run()
    assert [entry.name for entry in built.manifest.inputs] == ["2001/a.txt"]
    assert built.found.passed_over == ("2001/picture.bin", "data.json", "table.csv")


def test_what_is_no_report_fails_where_it_is_named_or_called_one(run, reports):
    put(reports, a="alpha", c='{"a": [1, 2]} FAIL')
    (reports / "b.pdf").write_bytes(b"\x89PNG\r\n\x1a\n FAIL")
    built = run(reports, reports / "c.txt")
    assert [entry.name for entry in built.manifest.inputs if entry.error] == ["b.pdf", "c.txt"]
    assert built.found.passed_over == ()


def test_a_corpus_inside_the_reports_is_not_read_as_reports(run, reports):
    put(reports, a="alpha")
    run(to=reports / "out")
    built = run(to=reports / "out")
    assert (built.found.passed_over, built.written) == ((), [])


def test_no_report_at_all_changes_nothing(run, reports, output):
    put(reports, a="alpha")
    run()
    before = listing(output)
    (reports / "a.txt").unlink()
    with pytest.raises(MappaError, match="no report found"):
        run()
    assert listing(output) == before


def test_a_misspelt_input_changes_nothing(run, reports, output):
    put(reports, a="alpha")
    run()
    before = listing(output)
    with pytest.raises(MappaError, match=r"nothing was changed; reprots: cannot be read"):
        run(reports.with_name("reprots"))
    assert listing(output) == before


def test_a_manifest_of_another_kind_is_not_overwritten(run, reports, output):
    put(reports, a="alpha")
    output.mkdir()
    (output / "manifest.json").write_text('{"format": "other"}', encoding="utf-8")
    with pytest.raises(MappaError, match="not a manifest"):
        run()


def test_names_do_not_depend_on_how_the_reports_were_given(run, reports):
    put(reports, a="alpha")
    run()
    assert run(reports / "a.txt").written == []
    assert run(reports / ".." / "reports", reports / "a.txt").written == []


BUILD = """
import sys
from pathlib import Path
from mappa.corpus import build
from small_record import annotate
if __name__ == "__main__":
    reports, output, configs = map(Path, sys.argv[1:])
    build([reports], output, configs=configs, annotate=annotate)
"""


def test_killed_in_mid_build_then_built_again_as_if_undisturbed(run, reports, output, configs, tmp_path, monkeypatch):
    put(reports, **{f"r{number:02}": f"id-{number} one" for number in range(20)})
    run()
    earlier = listing(output)
    put(reports, **{f"r{number:02}": f"id-{number} two SLOW" for number in range(20)})
    script = tmp_path / "script.py"
    script.write_text(BUILD, encoding="utf-8")
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parent)}
    process = subprocess.Popen([sys.executable, script, reports, output, configs], env=environment)
    deadline = time.monotonic() + 60
    while len(list((output / ".building").glob("*.json"))) < 5 and time.monotonic() < deadline:
        time.sleep(0.02)
    process.kill()
    process.wait()
    left = listing(output)
    assert {name: data for name, data in left.items() if not name.startswith(".building/")} == earlier
    finished = sum(name.startswith(".building/") and name.endswith(".json") for name in left)
    assert 5 <= finished < 20
    monkeypatch.setenv("SMALL_RECORD_LOG", str(tmp_path / "log"))
    run()
    assert len((tmp_path / "log").read_text(encoding="utf-8").splitlines()) == 20 - finished
    run(to=tmp_path / "undisturbed")
    assert listing(output) == listing(tmp_path / "undisturbed")


def test_the_sample_is_valid_and_the_same_in_one_process_or_many(tmp_path):
    """With the readers and the rules themselves: what a pool makes of the sample is what this process makes of two of its reports."""
    rules = shutil.copytree(shipped_configs(), tmp_path / "rules")
    everything = build([SAMPLE], tmp_path / "all", configs=rules)
    assert everything.errors == []
    assert list(faults(tmp_path / "all", rules)) == []
    assert build([SAMPLE], tmp_path / "all", configs=rules).written == []
    two = build(sorted(SAMPLE.glob("northmere*"))[:2], tmp_path / "two", configs=rules)
    assert two.written
    for id in two.written:
        assert (tmp_path / "two/documents" / f"{id}.json").read_bytes() == (tmp_path / "all/documents" / f"{id}.json").read_bytes()


def test_killed_while_documents_were_moved_then_built_again(run, reports, output, tmp_path, monkeypatch):
    put(reports, a="alpha one", b="beta one")
    run()
    put(reports, a="alpha two", b="gamma two")
    with monkeypatch.context() as patch:
        patch.setattr("mappa.corpus.encode_manifest", lambda manifest: sys.exit(1))
        with pytest.raises(SystemExit):
            run()
    run()
    run(to=tmp_path / "undisturbed")
    assert listing(output) == listing(tmp_path / "undisturbed")
