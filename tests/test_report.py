"""One report from its bytes to its record: what only the whole of it tells."""

from mappa.corrections import Correction
from mappa.invariants import problems
from mappa.paths import configs_dir
from mappa.records import Record
from mappa.report import annotate

TITLE = "Winton MAPPA Annual Report 2014-15"
BODY = "Winton Police and the Winton Probation Service met the panel in Winton every week and managed the cases at Level 2."
WELSH = (
    "Mae'r trefniadau hyn yn diogelu'r cyhoedd ac mae'r heddlu yn gweithio gyda'r gwasanaeth prawf er mwyn rheoli'r risg sydd yn yr ardal."
)


def record(*lines: str, name: str = "winton.txt", correction: Correction | None = None) -> Record:
    """The record of a text report."""
    return annotate(name, "\n\n".join(lines).encode(), configs_dir(), correction)


def test_a_report_becomes_a_sound_record() -> None:
    told = record(TITLE, "Foreword", BODY, BODY, "Contacts", "Write to the board in Winton.")
    assert problems(told) == []
    assert (told.id, told.metadata.area) == ("winton-2014-15", "Winton")
    assert [section.type for section in told.sections] == ["foreword", "contacts"]
    assert {(mark.layer, mark.label) for mark in told.annotations} >= {
        ("agency", "police"),
        ("agency", "probation"),
        ("mappa-term", "level-2"),
    }


def test_the_same_bytes_and_rules_give_the_same_record() -> None:
    assert record(TITLE, BODY) == record(TITLE, BODY)


def test_a_body_s_attributes() -> None:
    police = next(mark for mark in record(TITLE, BODY).annotations if mark.label == "police")
    assert police.attributes == {"group": "responsible-authority", "name": "Winton Police", "place": "Winton"}
    assert police.rule == "agencies/police/police"


def test_welsh_paragraphs_inside_a_report_are_passed_over_and_named() -> None:
    told = record(TITLE, BODY, WELSH + " Mae Winton Police yn gweithio.", BODY, BODY)
    assert told.metadata.language == "en"
    start = told.text.index("Mae'r")
    end = told.text.index("\n", start)
    assert not [mark.text for mark in told.annotations if start <= mark.start < end]
    assert [warning.message for warning in told.warnings if warning.code == "language"] == [
        "1 paragraph is in Welsh and passed over by the rules"
    ]


def test_a_welsh_report_has_sections_and_no_other_layer() -> None:
    told = record("Adroddiad Blynyddol MAPPA Gwent 2012-13", "Rhagair", WELSH, WELSH, WELSH)
    assert (told.id, told.metadata.language, told.annotations, told.testimonials) == ("gwent-2012-13-cy", "cy", [], [])
    assert [section.type for section in told.sections] == ["foreword"]
    assert "language" in {warning.code for warning in told.warnings}


def test_what_is_corrected_by_hand_wins() -> None:
    told = record(TITLE, BODY, correction=Correction(area="Dorset", id="dorset-special"))
    assert (told.metadata.area, told.id) == ("Dorset", "dorset-special")
