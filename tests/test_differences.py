"""What `mappa diff` tells of two builds: gained, lost, relabelled, resized, changed, and what only one of them holds."""

import shutil
from pathlib import Path

import pytest
from msgspec.structs import replace

from mappa.corpus import build
from mappa.differences import changed, differences
from mappa.errors import MappaError
from mappa.ids import mark_ids
from mappa.records import Annotation, Record
from small_record import record
from small_rules import write_rules

TEXT = "The police and the police board met the probation service."


def mark(
    start: int, words: str, *, layer: str = "agency", label: str = "police", rule: str = "agencies/police/police", **attributes: str
) -> Annotation:
    (id_,) = mark_ids(TEXT, [(layer, start, start + len(words))])
    assert TEXT[start : start + len(words)] == words
    return Annotation(id_, layer, label, start, start + len(words), words, None, None, rule, attributes)


def made(*marks: Annotation, text: str = TEXT) -> Record:
    return replace(record(text), annotations=list(marks))


def told(before: Record, after: Record) -> list[tuple[str, str]]:
    return [(change.kind, change.mark.text) for change in changed(before, after)]


def test_the_same_marks_are_no_difference():
    assert told(made(mark(4, "police")), made(mark(4, "police"))) == []


def test_gained_and_lost():
    assert told(made(mark(4, "police")), made(mark(40, "probation service", label="probation"))) == [
        ("lost", "police"),
        ("gained", "probation service"),
    ]


def test_relabelled():
    (change,) = changed(made(mark(4, "police")), made(mark(4, "police", label="btp", rule="agencies/btp/police")))
    assert (change.kind, change.before.label, change.after.label) == ("relabelled", "police", "btp")


def test_a_mark_that_grew_is_one_change():
    (change,) = changed(made(mark(19, "police")), made(mark(19, "police board")))
    assert (change.kind, change.before.text, change.after.text) == ("resized", "police", "police board")


def test_marks_of_different_layers_are_never_paired():
    assert told(made(mark(4, "police")), made(mark(4, "police", layer="role"))) == [("lost", "police"), ("gained", "police")]


def test_another_attribute_is_a_change_but_another_rule_is_none():
    assert told(made(mark(4, "police", place="A")), made(mark(4, "police", place="B"))) == [("changed", "police")]
    assert told(made(mark(4, "police")), made(mark(4, "police", rule="agencies/police/the-force"))) == []


def test_a_theme_added_beside_another_leaves_that_one_alone():
    before = made(mark(0, "The police", layer="theme", label="training"))
    after = made(mark(0, "The police", layer="theme", label="learning"), mark(0, "The police", layer="theme", label="training"))
    assert [(change.kind, change.mark.label) for change in changed(before, after)] == [("gained", "learning")]


def test_marks_are_paired_by_their_words_where_the_text_moved():
    before = record("In all the parts of this long country at last the police met.")
    after = record("Foreword. In all the parts of this long country at last the police met.")
    assert told(before, after) == []


@pytest.fixture
def corpora(tmp_path: Path) -> tuple[Path, Path]:
    """The same report built by two sets of rules; the second knows one alias more."""
    reports = tmp_path / "reports"
    reports.mkdir()
    text = "The spade and the shovel stood by the wall of the garden, and nobody took them in before the rain that fell at night.\n"
    (reports / "north.txt").write_text(text, encoding="utf-8")
    garden = 'layer = "garden"\n\n[spade]\naliases = ["spade"]\n'
    for name, text in (("a", garden), ("b", garden.replace('"spade"]', '"spade", "shovel"]'))):
        build([reports], tmp_path / name, configs=whole_rules(tmp_path / f"rules-{name}", text))
    return tmp_path / "a", tmp_path / "b"


def whole_rules(folder: Path, garden: str) -> Path:
    """Rules with a section layer, which reports need, and one layer of their own."""
    from mappa.paths import shipped_configs

    write_rules(folder, {"garden": garden})
    shutil.copy(shipped_configs() / "areas.toml", folder)
    shutil.copy(shipped_configs() / "sections.toml", folder)
    shutil.copy(shipped_configs() / "cues.toml", folder)
    cfg = (folder / "pipeline.cfg").read_text(encoding="utf-8").replace('"garden"]', '"garden", "sections"]')
    (folder / "pipeline.cfg").write_text(f'{cfg}\n\n[components.sections]\nfactory = "mappa_sections"\n', encoding="utf-8", newline="\n")
    return folder


def test_two_builds_by_different_rules(corpora):
    found = differences(*corpora)
    assert [(change.kind, change.mark.text, change.mark.rule) for change in found.changes] == [("gained", "shovel", "garden/spade/shovel")]
    assert found.counts == {("garden", "garden/spade/shovel"): {"gained": 1}}
    assert (found.reread, found.only_before, found.only_after) == ((), (), ())


def test_a_folder_that_is_no_corpus(tmp_path):
    with pytest.raises(MappaError, match=r"no manifest\.json there, so it is no corpus"):
        differences(tmp_path, tmp_path)


def test_a_listed_document_that_is_missing(corpora):
    for path in (corpora[0] / "documents").iterdir():
        path.unlink()
    with pytest.raises(MappaError, match="missing; build the corpus again"):
        differences(*corpora)
