"""Themes: every theme by its own examples and counter-examples, and what stands around a sentence."""

import tomllib
from shutil import copytree

import pytest

from mappa.document import Block, freeze
from mappa.engine import annotate, assemble
from mappa.errors import RuleError
from mappa.language import MappaEnglish
from mappa.layers.cues import BadCue, Cues, Reader, read, written_out
from mappa.layers.theme_rules import FILE, read_themes
from mappa.layers.theme_votes import FILE as LEARNED_WORDS
from mappa.paths import configs_dir

TABLE = tomllib.loads((configs_dir() / FILE).read_text(encoding="utf-8"))
EXAMPLES = [(theme, text) for theme, entry in TABLE.items() for text in entry["examples"]]
COUNTER = [(theme, text) for theme, entry in TABLE.items() for text in entry["counter"]]


@pytest.fixture(scope="module")
def nlp():
    return assemble(configs_dir())


@pytest.fixture(scope="module")
def coded(nlp):
    return coding(nlp)


@pytest.fixture(scope="module")
def by_cues(tmp_path_factory):
    """Themes by cues and what stands around alone, without learned votes."""
    folder = copytree(configs_dir(), tmp_path_factory.mktemp("rules"), dirs_exist_ok=True)
    (folder / LEARNED_WORDS).write_text("", encoding="utf-8")
    return coding(assemble(folder))


def coding(nlp):
    def of(*blocks):
        made = [Block("heading", ((None, text),), 1) if kind == "h" else Block(kind, ((None, text),)) for kind, text in blocks]
        doc = annotate(nlp, freeze(made, None))
        layer = nlp.get_pipe("themes")
        return [(span.label_, span.text, layer.attributes(doc, span)) for span in doc.spans["theme"]]

    return of


def labels(found):
    return {label for label, *_ in found}


@pytest.mark.parametrize("theme", TABLE)
def test_every_theme_has_enough_examples(theme):
    assert len(TABLE[theme]["examples"]) >= 8
    assert len(TABLE[theme]["counter"]) >= 4


@pytest.mark.parametrize(("theme", "text"), EXAMPLES)
def test_every_example_shows_its_theme(coded, theme, text):
    assert theme in labels(coded(("paragraph", text)))


@pytest.mark.parametrize(("theme", "text"), COUNTER)
def test_no_counter_example_shows_its_theme(coded, theme, text):
    assert theme not in labels(coded(("paragraph", text)))


def test_one_mark_a_sentence_and_theme_with_its_sentence_and_polarity(coded):
    text = "Approved premises are run by the probation service. He sleeps in a hostel and looks for a flat, which is difficult."
    found = [item for item in coded(("paragraph", text)) if item[0] == "accommodation"]
    assert [text[item[2]["sentence"]["start"] : item[2]["sentence"]["end"]] for item in found] == [
        "Approved premises are run by the probation service.",
        "He sleeps in a hostel and looks for a flat, which is difficult.",
    ]
    assert [item[2]["polarity"] for item in found] == ["neutral", "challenge"]


def test_themes_of_a_sentence_share_its_polarity(coded):
    found = coded(("paragraph", "Victims and landlords have both found the hostel excellent."))
    assert {"victims", "accommodation"} <= labels(found)
    assert {attributes["polarity"] for *_, attributes in found} == {"strength"}


def test_the_evidence_is_the_shortest_wording(coded):
    found = coded(("paragraph", "He wanted somewhere safe to live when the hostel closed."))
    assert next(text for label, text, _ in found if label == "accommodation") == "hostel"


@pytest.mark.parametrize("kind", ["h", "caption"])
def test_headings_and_captions_are_not_coded(coded, kind):
    assert coded(("h", "Foreword"), (kind, "Landlords and homeless victims of a difficult year")) == []


def test_tables_are_not_coded(nlp):
    table = Block("table", ((None, ""),), rows=(("Homeless victims", "12"),))
    assert not annotate(nlp, freeze([table], None)).spans["theme"]


@pytest.mark.parametrize("text", ["A housing officer says:", "Jane Roe, Victim Liaison Officer, Northshire", "Housing and victims"])
def test_lead_ins_signatures_and_slogans_are_not_coded(coded, text):
    assert coded(("paragraph", text)) == []


def test_a_name_that_holds_a_cue_is_not_evidence(coded):
    assert "risk-management" not in labels(coded(("paragraph", "The Multi-Agency Risk Assessment Conference was told.")))


def test_a_list_of_bodies_is_partnership_and_not_what_each_of_them_does(coded):
    text = "They are the Police, the Probation Service, the Prison Service, the Crown Prosecution Service and the Youth Offending Team."
    found = labels(coded(("paragraph", text)))
    assert "partnership" in found
    assert not {"young-people"} & found


def test_a_section_lends_its_theme_to_a_sentence_that_shows_none(coded):
    text = "Nobody had rung her for nine days."
    assert "victims" in labels(coded(("h", "Victims"), ("paragraph", text)))
    assert "victims" not in labels(coded(("h", "Foreword"), ("paragraph", text)))


def test_contents_and_glossary_are_passed_over(coded):
    assert coded(("h", "Glossary"), ("paragraph", "Hostel: a place where homeless people may live.")) == []


def test_a_theme_is_one_entry_in_one_file():
    cues = Cues()
    themes = read_themes('[weather]\ndefinition = "Rain and shine."\ncues = ["rain*"]\n', cues)
    assert list(themes) == ["weather"]


def test_all_faults_of_the_file_are_told_at_once():
    text = '[one]\ndefinition = "x"\ncues = [".. end"]\n[two]\ndefinition = "y"\nwrong = 1\n'
    with pytest.raises(RuleError) as caught:
        read_themes(text, Cues())
    assert len(caught.value.problems) == 2


# ------------------------------------------------------------------ how cues are written
@pytest.mark.parametrize(
    ("cue", "text", "found"),
    [
        ("house*", "Houses were built", ["Houses"]),
        ("*house", "A poorhouse stood there", ["poorhouse"]),
        ("share .. office", "They share a small office", ["share a small office"]),
        ("share .. office", "They share a small and very cold office", []),
        ("share ... office", "They share a small and very cold office", ["share a small and very cold office"]),
        ("(big|small) house", "A small house and a big house", ["small house", "big house"]),
        ("(very |)cold", "A very cold day", ["very cold", "cold"]),
        ("# posts", "Lost 12 posts and three posts", ["12 posts", "three posts"]),
        ("multi agency", "A multi-agency plan", ["multi-agency"]),
        ("victim voice", "The victim\u2019s voice", ["victim\u2019s voice"]),
        ("AIM", "We aim high with AIM", ["AIM"]),
        ("house of cards", "The house of commons", []),
    ],
)
def test_cues_find_what_they_say(cue, text, found):
    cues = Cues()
    cues.add("k", cue)
    doc = MappaEnglish().make_doc(text)
    words = Reader(cues, doc).sentence(0, len(text))
    spans = [doc[words.tokens[hit.start] : words.tokens[hit.end - 1] + 1].text for hit in cues.find(words)]
    assert sorted(set(spans)) == sorted(found)


@pytest.mark.parametrize("cue", [".. house", "house ..", "", "what?"])
def test_a_cue_that_cannot_be_read_is_refused(cue):
    with pytest.raises(BadCue):
        read(cue)


def test_a_cue_that_stands_for_too_much_is_refused():
    with pytest.raises(BadCue, match="make several cues"):
        Cues().add("k", "(a b|c d|e f|g h|i j) (a b|c d|e f|g h|i j) (a b|c d|e f|g h)")


def test_a_choice_without_a_word_is_refused():
    with pytest.raises(BadCue):
        written_out("(a|b|,) c")


def test_choices_are_written_out():
    assert written_out("(a|b c) d(e|)") == ["a de", "a d", "b c de", "b c d"]
    assert written_out("(a|b) c") == ["(a|b) c"]
    assert written_out("(a|b|c d|) e") == ["(a|b) e", "c d e", " e"]


def test_a_weak_cue_has_company_in_the_sentence_beside_it(by_cues):
    alone = by_cues(("paragraph", "The bed was small and dark."))
    beside = by_cues(("paragraph", "He lives in a hostel. The bed was small and dark."))
    apart = by_cues(("paragraph", "He lives in a hostel."), ("paragraph", "The bed was small and dark."))
    count = [sum(label == "accommodation" for label, *_ in found) for found in (alone, beside, apart)]
    assert count == [0, 2, 1]


def test_a_heading_lends_its_theme_beside_general_ones_only(by_cues):
    text = "All the agencies work together."
    assert labels(by_cues(("h", "Foreword"), ("h", "Housing and homelessness"), ("paragraph", text))) == {"partnership", "accommodation"}
    assert "accommodation" not in labels(
        by_cues(("h", "Foreword"), ("h", "Housing and homelessness"), ("paragraph", "The psychiatrist left the room."))
    )


def test_a_word_family_in_capitals_matches_only_those():
    cues = Cues()
    cues.add("k", "DVPO*")
    for text, found in (("Two DVPOs were made.", 1), ("Two dvpos were made.", 0)):
        assert len(list(cues.find(Reader(cues, MappaEnglish().make_doc(text)).sentence(0, len(text))))) == found
