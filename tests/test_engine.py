"""The pipeline: one assembled on disk marks what the one in memory marks, and bad rules are named together."""

import shutil
from pathlib import Path

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from mappa import engine
from mappa.document import Block, freeze
from mappa.errors import RuleError
from mappa.paths import configs_dir

REPORT = [
    Block("heading", ((1, "Foreword"),), level=1),
    Block(
        "paragraph",
        (
            (
                1,
                "Winton Police and HMP Winton manage people at Levels 2 and 3 under section 325 of the Criminal Justice Act 2003.",
            ),
        ),
    ),
    Block("heading", ((2, "Comments"),), level=1),
    Block("paragraph", ((2, "A social worker in Winton says:"),)),
    Block("paragraph", ((2, "“The panel is invaluable to us and we share what we know in good time.”"),)),
]


def marks(doc: Doc) -> dict[str, list[tuple[int, int, str, str]]]:
    """Every span of every group, as offsets, label and rule."""
    return {name: [(span.start, span.end, span.label_, span.id_) for span in group] for name, group in sorted(doc.spans.items())}


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Language:
    folder = tmp_path_factory.mktemp("models") / "rules"
    return spacy.load(engine.save(configs_dir(), folder))


def test_a_saved_pipeline_marks_what_the_one_in_memory_marks(saved: Language) -> None:
    document = freeze(REPORT, 2)
    ours, theirs = engine.annotate(engine.load(configs_dir()), document), engine.annotate(saved, document)
    assert marks(ours) == marks(theirs)
    assert {"agency", "legislation", "mappa-term", "section"} <= {name for name, spans in marks(ours).items() if spans}
    assert ours.user_data["testimonials"] == theirs.user_data["testimonials"] != []


def test_a_saved_pipeline_reads_a_bare_text(saved: Language) -> None:
    doc = saved("Foreword\n\nDorset Police met the NPS.")
    assert [(span.text, span.label_) for span in doc.spans["agency"]] == [("Dorset Police", "police"), ("NPS", "probation")]
    assert [span.label_ for span in doc.spans["section"]] == ["foreword"]


def test_faults_of_all_files_are_named_together(tmp_path: Path) -> None:
    rules = tmp_path / "rules"
    shutil.copytree(configs_dir(), rules)
    for file in ("roles.toml", "orders.toml"):
        with (rules / file).open("a", encoding="utf-8", newline="\n") as target:
            target.write('\n[Not A Label]\naliases = ["x"]\n')
    with pytest.raises(RuleError) as caught:
        engine.assemble(rules)
    assert {problem.split(":")[0] for problem in caught.value.problems} == {"roles.toml", "orders.toml"}


def test_a_pipeline_that_names_an_unknown_layer_says_so(tmp_path: Path) -> None:
    rules = tmp_path / "rules"
    shutil.copytree(configs_dir(), rules)
    text = (rules / "pipeline.cfg").read_text(encoding="utf-8").replace('"paragraphs",', '"paragraphs", "weather",', 1)
    (rules / "pipeline.cfg").write_text(text, encoding="utf-8", newline="\n")
    with pytest.raises(RuleError, match="weather"):
        engine.assemble(rules)
