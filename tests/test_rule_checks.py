"""`mappa rules check`: one test a fault, all faults at once, and the shipped rules without any."""

import tomllib
from pathlib import Path

import pytest

from mappa.errors import RuleError
from mappa.paths import shipped_configs
from mappa.rule_checks import faults, unbracketed
from small_rules import GARDEN, write_rules


def found(folder: Path, garden: str) -> list[str]:
    return faults(write_rules(folder, {"garden": garden}))


def test_rules_without_fault(tmp_path):
    assert found(tmp_path, GARDEN) == []


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('name = "Spade"', 'nmae = "Spade"', ["garden.toml: [spade]", "unknown key 'nmae'", "did you mean name?"]),
        ('name = "Spade"', "weight = 3", ["garden.toml: [spade]", "unknown key 'weight'; keys are name,"]),
        ('aliases = ["rake"]', 'aliases = ["rake", "spade"]', ["garden.toml: [rake] aliases: 'spade' is claimed by [spade] too"]),
        ('aliases = ["rake"]', 'aliases = ["rake", "spades"]', ["[rake] aliases: 'spades' is claimed by [spade] too"]),
        ('aliases = ["rake"]', 'printed = ["rake", "rakes"]\naliases = []', ["[rake] aliases is empty; fill it or take the line out"]),
        ('aliases = ["rake"]', 'aliases = ["rake", " "]', ["garden.toml: [rake] aliases holds an empty alias; take it out"]),
        ('aliases = ["rake"]', 'aliases = "rake"', ["garden.toml: [rake] aliases: Expected `array`", "compare it with another entry"]),
        ('aliases = ["rake"]\n', "", ["garden.toml: [rake] marks nothing; give it aliases"]),
        ("[rake]", "[Rake]", ["garden.toml: [Rake] is no label; use lower-case words"]),
        ('aliases = ["rake"]', 'aliases = ["rake"]\nowners = ["shed"]', ["garden.toml: [rake] owners names 'shed', which is no label"]),
        ('aliases = ["rake"]', 'aliases = ["rake"]\nnumbered = { items = ["1"] }', ["[rake] numbered has the keys items; it needs any_of"]),
        ("[rake]", '[rake]\npatterns.long = [{ LOWR = "hoe" }]', ["garden.toml: [rake] patterns.long is no pattern"]),
        ('aliases = ["rake"]', 'aliases = ["rake"]\npatterns.long = [{ TEXT = { REGEX = "(" } }]', ["[rake] patterns.long is no pattern"]),
        ('aliases = ["rake"]', 'aliases = ["rake"]\npatterns.long = [{ LOWER = "hoe" }]', ["[rake] patterns.long matches no example"]),
        ('examples = ["Two [rakes] leant on the wall."]\n', "", ["garden.toml: [rake] has no example; write a sentence"]),
        ("Two [rakes] leant", "Two [hoes] leant", ["[rake] example 'Two [hoes] leant", "'hoes' is not marked; add it"]),
        ("Two [rakes] leant", "[Two rakes] leant", ["'Two rakes' is not marked so, but 'rakes' as [rake]", "put the brackets there"]),
        ("Two [rakes] leant", "Two [rakes], one a rake, leant", ["[rake] example", "marks 'rake' too; bracket it, or say in not_before"]),
        ("Two [rakes] leant", "Two rakes leant", ["garden.toml: [rake] example 'Two rakes leant", "no [words] in brackets"]),
        ("Two [rakes] leant", "Two [rakes leant", ["garden.toml: [rake] example", "brackets that do not match"]),
        ("Nobody dug.", "Nobody held a spade.", ["[spade] counter-example", "marks 'spade' by garden/spade/spade; say in"]),
        ('layer = "garden"\n', "", ['garden.toml: no line  layer = "..."  on top']),
        ('name = "Spade"', 'name = "Spade', ["garden.toml: not TOML", "line 5"]),
    ],
)
def test_a_fault_is_told_with_file_entry_and_remedy(tmp_path, old, new, told):
    assert old in GARDEN
    (fault,) = found(tmp_path, GARDEN.replace(old, new))
    for words in told:
        assert words in fault
    assert "\n" not in fault


def test_all_faults_of_all_files_are_told_at_once(tmp_path):
    broken = GARDEN.replace('name = "Spade"', 'nmae = "Spade"\ncolour = "red"').replace('aliases = ["rake"]', "aliases = []")
    kitchen = 'layer = "kitchen"\n\n[pan]\naliases = ["pan"]\nexamples = ["A [pot] boiled."]\ncounter = ["A pan boiled."]\n'
    told = faults(write_rules(tmp_path, {"garden": broken, "kitchen": kitchen}))
    assert [fault.split("] ")[0] for fault in told] == [
        "garden.toml: [spade", "garden.toml: [spade", "garden.toml: [rake", "kitchen.toml: [pan", "kitchen.toml: [pan",
    ]  # fmt: skip


def test_a_layer_that_leans_on_a_broken_one_is_not_judged_by_its_examples(tmp_path):
    shed = 'layer = "shed"\n\n[wood]\naliases = ["handle"]\nexamples = ["A [handle] broke."]\ncounter = ["A spade handle broke."]\n'
    rules = {"garden": GARDEN.replace("digging tool", "spade handle"), "shed": shed}
    assert faults(write_rules(tmp_path / "whole", rules, hidden_by={"shed": ["garden"]})) == []
    rules["garden"] = rules["garden"].replace("name =", "nmae =")
    (fault,) = faults(write_rules(tmp_path / "broken", rules, hidden_by={"shed": ["garden"]}))
    assert "nmae" in fault


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('"paragraphs", "garden"', '"paragraphs", "garden", "attic"', "pipeline.cfg: the line pipeline names 'attic', which has no block"),
        ('factory = "mappa_gazetteer"', 'factory = "mappa_gazeteer"', "pipeline.cfg: [components.garden] no factory 'mappa_gazeteer'"),
        ('rules = "garden.toml"', 'rule = "garden.toml"', "unexpected argument: 'rule'; compare it with the other blocks"),
        ('rules = "garden.toml"', 'rules = "gardens.toml"', "gardens.toml: missing"),
        ('"paragraphs", "garden"', '"paragraphs"', "garden.toml: no layer reads it; name it in a block of pipeline.cfg"),
    ],
)
def test_a_fault_of_the_pipeline(tmp_path, old, new, told):
    folder = write_rules(tmp_path, {"garden": GARDEN})
    text = (folder / "pipeline.cfg").read_text(encoding="utf-8")
    assert old in text
    (folder / "pipeline.cfg").write_text(text.replace(old, new), encoding="utf-8", newline="\n")
    (fault,) = faults(folder)
    assert told in fault


def test_a_pipeline_that_cannot_be_read_is_an_error_of_one_line(tmp_path):
    folder = write_rules(tmp_path, {"garden": GARDEN})
    (folder / "pipeline.cfg").write_text("pipeline = [", encoding="utf-8", newline="\n")
    with pytest.raises(RuleError, match=r"pipeline\.cfg"):
        faults(folder)


@pytest.mark.parametrize("file", ["cues.toml", "areas.toml"])
def test_a_shared_file_without_its_keys(tmp_path, file):
    folder = write_rules(tmp_path, {"garden": GARDEN})
    (folder / file).write_text("colour = 1\n", encoding="utf-8", newline="\n")
    told = faults(folder)
    assert told
    assert all(fault.startswith(f"{file}: no ") and "mappa rules copy" in fault for fault in told)


def test_brackets_are_taken_out_and_their_places_kept():
    assert unbracketed("[A] b [c d].") == ("A b c d.", [(0, 1), (4, 7)])


def test_the_shipped_rules_prove_themselves():
    assert faults(shipped_configs()) == []


def test_the_shipped_rules_have_at_least_four_hundred_examples():
    tables = [tomllib.loads(path.read_text(encoding="utf-8")) for path in shipped_configs().glob("*.toml")]
    entries = [entry for table in tables for entry in table.values() if isinstance(entry, dict)]
    assert sum(len(entry.get("examples", [])) + len(entry.get("counter", [])) for entry in entries) >= 400
