"""A layer made by a rules file: names around bodies, abbreviations, lists, owners, bare nouns, numerals, and what hides what."""

from pathlib import Path

import pytest

from mappa.engine import assemble
from mappa.rule_checks import read_text_as_report
from small_rules import write_rules

AGENCIES = """
layer = "agency"

[police]
name = "Police"
group = "responsible-authority"
aliases = ["police", "constabulary"]
not_before = ["station", "of the year"]
not_after = ["secret"]

[probation]
name = "Probation Service"
group = "responsible-authority"
aliases = ["probation service", "probation"]
not_after = ["on"]

[prison]
name = "HM Prison Service"
group = "responsible-authority"
aliases = ["prison service"]
named_after = ["HMP", "HMP & YOI"]
keeps_units = true
bare = ["prisons"]
owners = ["prison"]

[council]
name = "Local authority"
group = "duty-to-cooperate"
named = ["council", "borough council"]
named_after = ["London Borough of"]

[children]
name = "Children's services"
group = "duty-to-cooperate"
aliases = ["children's services"]
owners = ["council"]

[adults]
name = "Adult services"
group = "duty-to-cooperate"
aliases = ["adult services"]
owners = ["council"]

[housing]
name = "Housing"
group = "duty-to-cooperate"
bare = ["housing"]

[unit]
name = "Unit"
group = "other"
aliases = ["offender management unit", "SOLO"]
owners = ["police", "prison"]
company = { "the team" = ["sex offender"] }

[collective]
name = "All of them"
group = "other"
aliases = ["partner bodies"]
place = false
"""

ROLES = """
layer = "role"

[officer]
name = "Officer"
agency = "police"
aliases = ["police officer", "SPO"]
patterns.head-of-place = [{ LOWER = "head" }, { LOWER = "of" }, { IS_TITLE = true }]
"""

TERMS = """
layer = "term"

[level-1]
numbered = { any_of = ["level", "levels", "mappa"], item = ["1", "one", "I"] }

[level-2]
numbered = { any_of = ["level", "levels", "mappa"], item = ["2", "two", "II"] }

[level-3]
numbered = { any_of = ["level", "levels", "mappa"], item = ["3", "three", "III"] }
"""


@pytest.fixture(scope="module")
def mark(tmp_path_factory: pytest.TempPathFactory):
    """Marks of a layer in a text, as (label, words)."""
    folder: Path = write_rules(
        tmp_path_factory.mktemp("rules"), {"roles": ROLES, "agencies": AGENCIES, "terms": TERMS}, hidden_by={"agencies": ["role"]}
    )
    nlp = assemble(folder)

    def marks(text: str, layer: str = "agency") -> list[tuple[str, str]]:
        doc = read_text_as_report(nlp, text)
        return [(span.label_, span.text) for span in doc.spans[layer]]

    marks.nlp = nlp
    return marks


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The police met.", [("police", "police")]),
        ("POLICE", [("police", "POLICE")]),
        ("Winton Police met.", [("police", "Winton Police")]),
        ("Northshire & Harrowby Constabulary met.", [("police", "Northshire & Harrowby Constabulary")]),
        ("Mid Northshire Police met.", [("police", "Mid Northshire Police")]),
        ("Isle of Mell Probation Service met.", [("probation", "Isle of Mell Probation Service")]),
        ("The Local Police met.", [("police", "Police")]),
        ("Yesterday Police met.", [("police", "Police")]),
        ("The Dunmoreford Police met.", [("police", "Dunmoreford Police")]),
        ("We went to Skell and Mossby. Mossby Police met.", [("police", "Mossby Police")]),
        ("Winton partner bodies met.", [("collective", "partner bodies")]),
    ],
)
def test_a_place_in_front_belongs_to_the_name(mark, text, expected):
    assert mark(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The council met.", []),
        ("Winton Council met.", [("council", "Winton Council")]),
        ("Winton Borough Council met.", [("council", "Winton Borough Council")]),
        ("London Borough of Harrowby", [("council", "London Borough of Harrowby")]),
        ("HMP Winton and HMP & YOI Long Barrow wrote.", [("prison", "HMP Winton"), ("prison", "HMP & YOI Long Barrow")]),
        ("The HMP wrote.", []),
    ],
)
def test_heads_that_need_a_name(mark, text, expected):
    assert mark(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The police station", []),
        ("The Police Station", []),
        ("the police of the year", []),
        ("the secret police", []),
        ("He was on probation.", []),
        ("On\u00a0Probation", []),
        ("the police stations", [("police", "police")]),
    ],
)
def test_a_neighbour_shows_another_meaning(mark, text, expected):
    assert mark(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Good housing helps people.", []),
        ("Housing is scarce.", []),
        ("Police and Housing met.", [("police", "Police"), ("housing", "Housing")]),
        ("Prisons, Housing and the Police met.", [("prison", "Prisons"), ("housing", "Housing"), ("police", "Police")]),
        ("Housing attended.", [("housing", "Housing")]),
        ("We met with Housing.", [("housing", "Housing")]),
    ],
)
def test_a_common_noun_means_a_body_only_in_company_of_bodies(mark, text, expected):
    assert mark(text) == expected


def test_a_common_noun_alone_in_a_cell_is_a_body(mark):
    from mappa.document import Block, freeze
    from mappa.engine import annotate

    doc = annotate(mark.nlp, freeze([Block("table", ((None, ""),), rows=(("Body", "Seats"), ("Housing", "2")))], None))
    assert [span.text for span in doc.spans["agency"]] == ["Housing"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Adult and Children's Services met.", [("adults", "Adult"), ("children", "Children's Services")]),
        ("Adult or Children’s Services", [("adults", "Adult"), ("children", "Children’s Services")]),
        ("Adult matters and Children's Services", [("children", "Children's Services")]),
    ],
)
def test_items_of_a_list_share_its_head(mark, text, expected):
    assert mark(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Winton Borough Council Children's Services met.", [("children", "Winton Borough Council Children's Services")]),
        ("Winton Borough Council's Children's Services met.", [("children", "Winton Borough Council's Children's Services")]),
        ("Winton Council (WC) Children's Services met.", [("children", "Winton Council (WC) Children's Services")]),
        ("Winton Council, Children's Services", [("council", "Winton Council"), ("children", "Children's Services")]),
        ("Winton Police Offender Management Unit met.", [("unit", "Winton Police Offender Management Unit")]),
        ("HMP Winton Offender Management Unit met.", [("prison", "HMP Winton Offender Management Unit")]),
    ],
)
def test_a_unit_belongs_to_the_body_named_in_front(mark, text, expected):
    assert mark(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Probation Service (PS) met. The PS agreed.", [("probation", "Probation Service (PS)"), ("probation", "PS")]),
        ("Winton Borough Council (WBC) met. WBC agreed.", [("council", "Winton Borough Council (WBC)"), ("council", "WBC")]),
        ("Offender Management Units (OMUs) met. An OMU agreed.", [("unit", "Offender Management Units (OMUs)"), ("unit", "OMU")]),
        ("WBC met.", []),
        ("The Probation Service (all of it) met.", [("probation", "Probation Service")]),
        ("The police (XYZ) met. XYZ left.", [("police", "police")]),
        (
            "Winton Borough Council (WBC) met. WBC Children's Services agreed.",
            [("council", "Winton Borough Council (WBC)"), ("children", "WBC Children's Services")],
        ),
    ],
)
def test_an_abbreviation_in_brackets_holds_for_the_document(mark, text, expected):
    assert mark(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A Stalking Protection Order (SPO) was made. The SPO ends in May.", []),
        ("Stalking Protection Orders (SPOs) were made. One SPO ends.", []),
        ("The SPO met him.", [("officer", "SPO")]),
    ],
)
def test_an_acronym_that_the_document_explains_otherwise_is_another(mark, text, expected):
    assert mark(text, "role") == expected


def test_names_of_bodies(mark):
    def named(text: str) -> list[str]:
        doc = read_text_as_report(mark.nlp, text)
        return [span.kb_id_ for span in doc.spans["agency"]]

    assert named("The police met.") == [""]
    assert named("Winton Borough Council (WBC) met. WBC agreed.") == ["Winton Borough Council", "Winton Borough Council"]
    assert named("The Probation Service (PS) met. The PS agreed.") == ["", "Probation Service"]


def test_attributes_of_agencies_and_roles(mark):
    doc = read_text_as_report(mark.nlp, "Winton Police sent a police officer to the police.")
    agencies, roles = mark.nlp.get_pipe("agencies"), mark.nlp.get_pipe("roles")
    assert [agencies.attributes(doc, span) for span in doc.spans["agency"]] == [
        {"group": "responsible-authority", "name": "Winton Police", "place": "Winton"},
        {"group": "responsible-authority", "name": "Police", "place": None},
    ]
    assert [roles.attributes(doc, span) for span in doc.spans["role"]] == [{"agency": "police", "post": "police officer"}]


def test_a_mark_inside_a_hiding_layer_is_not_made(mark):
    assert mark("The police officer met the police.") == [("police", "police")]


def test_a_pattern_marks_with_its_own_rule(mark):
    doc = read_text_as_report(mark.nlp, "The Head of Winton met the head of it.")
    assert [(span.text, span.id_) for span in doc.spans["role"]] == [("Head of Winton", "roles/officer/head-of-place")]


def test_an_alias_that_needs_a_word_near_it(mark):
    assert mark("The sex offender visits of the team went on.") == [("unit", "the team")]
    assert mark("The visits of the team went on.") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Level 1", [("level-1", "Level 1")]),
        ("Levels 1, 2 and 3", [("level-1", "Levels 1"), ("level-2", "2"), ("level-3", "3")]),
        ("level 2/3 cases", [("level-2", "level 2"), ("level-3", "3")]),
        ("Levels One and Two", [("level-1", "Levels One"), ("level-2", "Two")]),
        ("Level II", [("level-2", "Level II")]),
        ("Level 2 or Level 3", [("level-2", "Level 2"), ("level-3", "Level 3")]),
        ("all MAPPA 1 meetings", [("level-1", "MAPPA 1")]),
        ("In MAPPA I learned to listen", []),
        ("a level of risk", []),
        ("Level 12", []),
        ("one level, 2 people", []),
    ],
)
def test_lists_of_numerals(mark, text, expected):
    assert mark(text, "term") == expected


def test_a_pipeline_written_to_a_folder_marks_the_same(mark, tmp_path):
    import spacy

    mark.nlp.to_disk(tmp_path / "pipeline")
    again = spacy.load(tmp_path / "pipeline")
    text = "Winton Police met HMP Winton at Level 2."
    doc = read_text_as_report(again, text)
    for layer in ("agency", "term"):
        assert [(span.label_, span.text) for span in doc.spans[layer]] == mark(text, layer) != []
