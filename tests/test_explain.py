"""`mappa rules explain`: the rule behind a mark, and what kept a near miss off."""

import pytest

from mappa.errors import MappaError
from mappa.explain import explain_document, explain_text
from mappa.records import encode
from small_record import record
from small_rules import write_rules

AGENCIES = """
layer = "agency"

[police]
name = "Police"
group = "responsible-authority"
aliases = ["police", "OMU"]
not_before = ["station"]
not_after = ["secret"]

[council]
name = "Council"
group = "other"
named = ["council"]
named_after = ["Borough of"]
bare = ["housing"]
company = { "the unit" = ["custody"] }

[board]
name = "Board"
group = "other"
aliases = ["police board"]
"""

ROLES = """
layer = "role"

[officer]
name = "Officer"
aliases = ["police officer"]
"""


@pytest.fixture
def rules(tmp_path):
    return write_rules(tmp_path / "rules", {"roles": ROLES, "agencies": AGENCIES}, hidden_by={"agencies": ["role"]})


def test_a_mark_is_told_with_label_place_rule_and_line(rules):
    lines = explain_text("We met Winton Council.", None, rules)
    assert lines[0].startswith("agency  council  'Winton Council'  7-21")
    assert "place Winton" in lines[0]
    assert lines[1] == "    by agencies/council/council: agencies.toml, line 11, [council], the words 'council'"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("The police station", "not_before: 'station' stands behind it"),
        ("The secret police", "not_after: 'secret' stands in front of it"),
        ("a council met", "needs a name in front of it"),
        ("the borough of it", "needs a name behind it"),
        ("Good housing helps", "a common noun; it means a body only with a capital and beside bodies"),
        ("the unit met", "none of the words custody stands within 12 words of it"),
        ("the omu met", "printed with other capitals than 'OMU'"),
        ("a police officer", "part of 'police officer' [officer], which hides it"),
        ("the police board", "'police board' [board] has these words: the longer, or the entry further up, wins"),
    ],
)
def test_what_kept_a_near_miss_off(rules, text, why):
    lines = explain_text(text, None, rules)
    missed = lines[lines.index("came near, but did not mark:") + 1 :]
    assert why in missed[0]
    assert missed[1].startswith("    by agencies/")


def test_only_what_stands_at_the_position_is_told(rules):
    text = "The police board met the police."
    lines = explain_text(text, text.rindex("police"), rules)
    assert lines[0] == "at 25: The police board met the >police."
    assert [line.split("  ")[:3] for line in lines[1:2]] == [["agency", "police", "'police'"]]
    assert not any("police board" in line for line in lines[1:])


def test_where_nothing_comes_near_the_rules_that_know_the_word_are_told(rules):
    lines = explain_text("A board met.", 3, rules)
    assert "no rule marks anything here; rules with the word 'board' in them:" in lines
    assert any(line.startswith("agency  board") for line in lines)


def test_where_no_rule_knows_the_word(rules):
    assert explain_text("A bird sang.", 3, rules)[-1] == "no rule marks anything here, and none comes near"


def test_an_abbreviation_of_the_document(rules):
    lines = explain_text("Winton Council (WC) met. WC agreed.", 25, rules)
    assert any("an abbreviation that the document explains in brackets" in line for line in lines)


def test_a_document_is_explained_by_the_rules_in_force(rules, tmp_path):
    path = tmp_path / "north.json"
    path.write_bytes(encode(record("The police station", configs=rules)))
    lines = explain_document(path, 4, rules)
    assert lines[0].startswith("at 4:")
    assert "not_before: 'station' stands behind it" in lines[2]
    path.write_bytes(encode(record("The police station")))
    assert explain_document(path, 4, rules)[0].startswith("note: north.json was built by other rules")


def test_a_position_behind_the_text(rules):
    with pytest.raises(MappaError, match="position 40 is behind the text, which has 10 characters"):
        explain_text("The police", 40, rules)
