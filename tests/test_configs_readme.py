"""configs/README.md, followed to the letter in a copy of the rules: every worked edit does what it says, and no fault comes of it."""

import re
import shutil
from pathlib import Path

import pytest

from mappa.engine import load
from mappa.paths import shipped_configs
from mappa.rule_checks import faults, read_text_as_report
from mappa.rules import Entry

README = shipped_configs() / "README.md"
STEP = re.compile(
    r"(?P<do>[Ff]ind in|Write instead|Add at the end of|Write a new file)(?: `(?P<file>[\w.-]+)`)?:\n\n```\w+\n(?P<text>.*?)```", re.DOTALL
)


def follow(edit: str, folder: Path) -> None:
    """Do what the README says under the heading that begins with `edit`."""
    section = re.search(rf"^## {edit}.*?(?=^## )", README.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    assert section is not None
    found = None
    for step in STEP.finditer(section[0]):
        text = step["text"].rstrip("\n")
        if step["do"].lower() == "find in":
            found = folder / step["file"], text
        elif step["do"] == "Write instead":
            path, old = found
            whole = path.read_text(encoding="utf-8")
            assert whole.count(old) == 1, f"{old} stands {whole.count(old)} times in {path.name}"
            path.write_text(whole.replace(old, text), encoding="utf-8", newline="\n")
        elif step["do"] == "Add at the end of":
            path = folder / step["file"]
            path.write_text(f"{path.read_text(encoding='utf-8').rstrip()}\n\n{text.strip()}\n", encoding="utf-8", newline="\n")
        else:
            (folder / step["file"]).write_text(f"{text}\n", encoding="utf-8", newline="\n")


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    return Path(shutil.copytree(shipped_configs(), tmp_path / "my-rules"))


def marks(rules: Path, text: str, layer: str) -> list[tuple[str, str]]:
    doc = read_text_as_report(load(rules), text)
    return [(span.label_, span.text) for span in doc.spans[layer]]


@pytest.mark.parametrize(
    ("edit", "text", "layer", "expected"),
    [
        ("Change 1", "A call to the Safeguarding Front Door came first.", "agency", [("mash", "Safeguarding Front Door")]),
        ("Change 3", "From custody suite to Family Centre.", "place", [("custody", "custody suite"), ("contact-centre", "Family Centre")]),
    ],
)
def test_a_worked_edit(rules, edit, text, layer, expected):
    before = marks(rules, text, "agency")
    assert before == []
    follow(edit, rules)
    assert marks(rules, text, layer) == expected


def test_the_worked_edit_of_a_theme(rules):
    text = "Two volunteers were thanked."
    assert "volunteering" not in [label for label, _ in marks(rules, text, "theme")]
    follow("Change 2", rules)
    assert "volunteering" in [label for label, _ in marks(rules, text, "theme")]


def test_after_all_edits_the_rules_prove_themselves(rules):
    for edit in ("Change 1", "Change 2", "Change 3"):
        follow(edit, rules)
    assert faults(rules) == []


def test_a_mistake_in_a_worked_edit_is_named(rules):
    follow("Change 3", rules)
    path = rules / "places.toml"
    path.write_text(path.read_text(encoding="utf-8").replace('not_before = ["rules"]\n', ""), encoding="utf-8", newline="\n")
    (fault,) = faults(rules)
    assert fault.startswith("places.toml: [custody] counter-example")


def test_every_key_is_explained():
    table = README.read_text(encoding="utf-8").split("## The keys of an entry")[1]
    for key in Entry.__struct_fields__:
        assert f"`{key}`" in table, key
