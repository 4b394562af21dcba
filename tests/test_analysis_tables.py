"""Records as tables: what is counted, where a row belongs, and that contact details stay behind."""

import pytest
from msgspec.structs import replace

from mappa.analysis.contacts import WITHHELD, masked, shown
from mappa.analysis.corpus import read_corpus, read_shared
from mappa.analysis.selection import check_where, parse_where, selected
from mappa.analysis.tables import NO_AGENCY, OUTSIDE, tables, year_of
from mappa.analysis.words import number_of_words, words
from mappa.errors import MappaError
from themed_record import HOUSING, NATIONAL, PLAIN, PRAISE, UNCODED, Para, Said, corpus, report

COUNTED = (HOUSING, UNCODED, PRAISE, PLAIN, HOUSING, PLAIN, PRAISE, HOUSING)


def test_running_text_is_counted_and_template_and_headings_are_not():
    made = tables(corpus())
    assert made.documents["counted words"].sum() == sum(number_of_words(said.text) for said in COUNTED)
    assert made.documents["template words"].sum() == 2 * number_of_words(NATIONAL.text)
    assert list(made.documents["coded sentences"]) == [2, 2, 3]


def test_template_is_counted_where_asked_for():
    more = tables(corpus(), template=True).documents["counted words"].sum() - tables(corpus()).documents["counted words"].sum()
    assert more == 2 * number_of_words(NATIONAL.text)


def test_a_paragraph_that_enough_reports_share_is_template_too():
    shared = {"northmere-2016": [3, 1]}
    kept, left = (tables(corpus(), shared=shared, shared_from=least).paragraphs["counted"].sum() for least in (4, 3))
    assert kept - left == 1


def test_shared_paragraphs_of_another_build_are_refused():
    with pytest.raises(MappaError, match="northmere-2016: its shared paragraphs were counted in another build"):
        tables(corpus(), shared={"northmere-2016": [3]})


def test_a_welsh_document_is_not_counted():
    made = tables([report("Gwynmor", 2015, Para((PLAIN,)), language="cy")])
    assert made.documents["counted words"].sum() == 0


def test_a_coding_knows_its_place():
    made = tables(corpus()).codings
    row = made[(made["document"] == "northmere-2015") & (made["theme"] == "accommodation") & (made["polarity"] == "strength")].iloc[0]
    assert (row["area"], row["year"], row["page"], row["section"]) == ("Northmere", "2015-16", 4, "voices")
    assert (row["speaker-role"], row["speaker-agency"], row["testimonial"]) == ("police-officer", "police", "northmere-2015/1")
    assert row["named-agency"] == ("police",)
    assert row["sentence"] == PRAISE.text
    assert row["speaker"] == "Officer, police"


def test_what_is_said_outside_testimonials_is_named_so():
    made = tables(corpus()).codings
    row = made[made["theme"] == "governance-quality"].iloc[-1]
    assert (row["testimonial"], row["speaker-agency"], row["named-agency"]) == (OUTSIDE, OUTSIDE, (NO_AGENCY,))


def test_one_theme_counts_once_in_a_sentence():
    doubled = report("Northmere", 2015, Para((HOUSING,)))
    doubled = replace(doubled, annotations=[*doubled.annotations, *doubled.annotations])
    assert len(tables([doubled]).codings) == len(HOUSING.themes)


def test_a_sentence_is_cut_where_a_quotation_begins():
    whole = report("Northmere", 2015, Para((Said("She wrote that beds are few."),), speaker=("police-officer", "police")))
    quote = whole.testimonials[0].quote[0]
    part = replace(quote, start=quote.start + 15, text=quote.text[15:])
    cut = replace(whole, testimonials=[replace(whole.testimonials[0], quote=[part])])
    made = tables([cut]).stretches
    assert list(made["words"]) == [3, 3]
    assert list(made["speaker-agency"]) == [OUTSIDE, "police"]


@pytest.mark.parametrize(("start", "year"), [(2015, "2015-16"), (1999, "1999-2000"), (2008, "2008-09"), (None, "year not known")])
def test_the_year_is_written_as_the_field_writes_it(start, year):
    assert year_of(report("Northmere", start, Para((PLAIN,)))) == year


@pytest.mark.parametrize(
    "contact",
    [
        "jo.quill@northmere.example",
        "01632 960123",
        "(01632) 960 123",
        "+44 1632 960123",
        "07700 900123",
        "12 Mill Lane, Northmere NM1 2AB",
        "NM1 2AB",
    ],
)
def test_contact_details_are_covered_at_the_same_offsets(contact):
    text = f"Write to {contact} for more."
    assert len(masked(text)) == len(text)
    assert shown(masked(text)) == f"Write to {WITHHELD} for more."


@pytest.mark.parametrize(
    "text", ["In 2015-16 there were 1,204 of 10,500 cases.", "Section 325 of the 2003 Act", "Level 2 and 3", "£0123456789"]
)
def test_figures_are_no_contact_details(text):
    assert masked(text) == text


def test_contact_details_stay_out_of_every_table():
    made = tables(
        [report("Northmere", 2015, Para((Said("Ring 01632 960123 for a bed.", ("accommodation",)),), speaker=("police-officer", "police")))]
    )
    told = " ".join(frame.to_string() for frame in (made.documents, made.codings, made.testimonials)) + "".join(made.texts.values())
    assert "960123" not in told


def test_words_are_compared_without_case_and_kind_of_mark():
    assert words("Multi-agency WORK, and offenders’ homes: 1,200 of them") == [
        "multi-agency",
        "work",
        "and",
        "offenders",
        "homes",
        "1,200",
        "of",
        "them",
    ]
    assert words("don’t") == words("Don't")


def test_choices_of_one_dimension_are_alternatives():
    made = tables(corpus())
    where = parse_where(["year=2015-16", "year=2016-17", "area=Northmere"])
    assert set(selected(made.codings, where)["document"]) == {"northmere-2015", "northmere-2016"}


@pytest.mark.parametrize(("given", "told"), [("area", "DIMENSION=VALUE"), ("colour=red", "the dimensions are")])
def test_a_choice_that_cannot_be_read_says_how(given, told):
    with pytest.raises(MappaError, match=told):
        parse_where([given])


def test_a_value_that_does_not_occur_is_an_error_and_no_absence():
    with pytest.raises(MappaError, match="no area 'Northmer' in this corpus; there are: Eastvale, Northmere"):
        check_where(tables(corpus()), {"area": ["Northmer"]})


def test_a_folder_without_a_manifest_is_no_corpus(tmp_path):
    with pytest.raises(MappaError, match="no corpus"):
        read_corpus(tmp_path)


def test_shared_paragraphs_are_read_where_the_corpus_has_them(tmp_path):
    assert read_shared(tmp_path) == {}
    (tmp_path / "shared-paragraphs.json").write_text('{"documents": {"a": [1, 2]}}', encoding="utf-8")
    assert read_shared(tmp_path) == {"a": [1, 2]}
    (tmp_path / "shared-paragraphs.json").write_text("[]", encoding="utf-8")
    with pytest.raises(MappaError, match="cannot be read"):
        read_shared(tmp_path)
