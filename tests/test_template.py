"""The template told from the area's own words: by section, by heading, by wording; and paragraphs that reports share."""

import shutil

import pytest

from mappa.document import Block, freeze
from mappa.engine import annotate, assemble
from mappa.errors import RuleError
from mappa.layers.template import SHINGLES, hashes, latest_year, learn, packed, shingled, unpacked, words_of
from mappa.paths import configs_dir
from mappa.shared_paragraphs import shared

NATIONAL = (
    "These arrangements are a set of steps by which the bodies named in the statute assess and manage "
    "the persons who fall within it in every area."
)
LOCAL = (
    "In our county we have moved the weekly meeting to a Tuesday, because the harbour office is closed on Mondays and nobody could park."
)


@pytest.fixture(scope="module")
def configs(tmp_path_factory):
    folder = tmp_path_factory.mktemp("rules") / "configs"
    shutil.copytree(configs_dir(), folder)
    (folder / SHINGLES).write_text(packed(hashes(words_of(NATIONAL))), encoding="utf-8", newline="\n")
    return folder


@pytest.fixture(scope="module")
def flags(configs):
    nlp = assemble(configs)

    def of(*blocks):
        made = [Block("heading", ((None, text),), 1) if kind == "h" else Block("paragraph", ((None, text),)) for kind, text in blocks]
        doc = annotate(nlp, freeze(made, None))
        return doc.user_data["template"], {span.label_: span.kb_id_ == "template" for span in doc.spans["section"]}

    return of


def test_wording_tells_under_any_heading(flags):
    paragraphs, _ = flags(("h", "Foreword"), ("p", NATIONAL), ("p", LOCAL))
    assert paragraphs[1:] == [True, False]


def test_headings_of_the_slim_template_tell_from_its_first_year_on(flags):
    own = "Every person is looked at first by the service that has known him the longest time of all, and the others are asked."
    later, sections = flags(("h", "Annual Report 2015-16"), ("h", "What is MAPPA?"), ("p", own))
    assert later[-1] and sections["what-is-mappa"]
    earlier, sections = flags(("h", "Annual Report 2003-04"), ("h", "What is MAPPA?"), ("p", own))
    assert not earlier[-1] and not sections["what-is-mappa"]


def test_the_ministers_words_are_template_in_every_era(flags):
    words = "I am glad to see how much has been done in all areas of the country over these years."
    paragraphs, sections = flags(("h", "Annual Report 2004-05"), ("h", "Ministerial Foreword"), ("p", words))
    assert paragraphs[-1] and sections["ministerial-foreword"]


def test_what_an_area_adds_under_a_template_heading_is_its_own(flags):
    blocks = [("h", "Annual Report 2015-16"), ("h", "What is MAPPA?"), ("p", NATIONAL), ("p", NATIONAL), ("p", LOCAL)]
    paragraphs, sections = flags(*blocks)
    assert paragraphs[-3:] == [True, True, False]
    assert sections["what-is-mappa"]


def test_a_section_is_template_where_more_than_half_of_its_words_are(flags):
    _, mostly = flags(("h", "Foreword"), ("p", NATIONAL), ("p", NATIONAL), ("p", LOCAL))
    _, hardly = flags(("h", "Foreword"), ("p", NATIONAL), ("p", LOCAL), ("p", LOCAL))
    assert mostly["foreword"] and not hardly["foreword"]


def test_figures_and_capitals_do_not_hide_the_template():
    known = frozenset(hashes(words_of("The number of persons managed on 31 March 2014 in all areas of the country")))
    words = words_of("the number of persons MANAGED on 30 March 2016 in all areas of the country")
    assert shingled(words, known) == len(words)


def test_shingles_survive_the_file_and_show_no_text():
    values = frozenset(hashes(words_of(NATIONAL)))
    text = packed(values)
    assert unpacked(text) == values
    assert not any(word in text for word in ("arrangements", "statute", "persons"))


def test_a_broken_file_says_how_to_mend_it():
    with pytest.raises(RuleError, match="mappa template learn"):
        unpacked('shingles = "not base 64 at all!"')


def test_learned_is_what_stands_under_the_headings_and_what_two_areas_share(configs):
    nlp = assemble(configs)
    common = "Nothing in what follows should be taken as advice on any single case, for which the local office is the place to ask."
    own = "The ferry to the island was out of order for the greater part of February and the panel met by telephone."

    def doc(*texts):
        blocks = [Block("heading", ((None, "Annual Report 2015-16"),), 1), Block("heading", ((None, "Foreword"),), 1)]
        return annotate(nlp, freeze([*blocks, *(Block("paragraph", ((None, text),)) for text in texts)], None))

    learned = learn([("A", doc(common, own)), ("A", doc(own)), ("B", doc(common))])
    assert set(hashes(words_of(common))) <= learned
    assert learned.isdisjoint(hashes(words_of(own)))


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("Annual Report 2015-16", 2016),
        ("1 April 2003 to 31 March 2004", 2004),
        ("since the Act of 2003", 0),
        ("2001/02, 2001/02 and once 2002/03", 2003),
    ],
)
def test_the_era_is_the_last_year_of_a_period(text, year):
    assert latest_year(text) == year


def test_each_paragraph_knows_how_many_reports_hold_it():
    nearly = NATIONAL.replace("every area", "each area")
    counted = shared({"a": [NATIONAL, LOCAL], "b": [nearly], "c": [NATIONAL, "Contents"], "d": ["Contents", "Contents page"]})
    assert counted == {"a": [3, 1], "b": [3], "c": [3, 2], "d": [2, 1]}
