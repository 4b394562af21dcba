"""Quote bank and codebook."""

from mappa.analysis.codebook import Definition, codebook, in_quotes, reference
from mappa.analysis.quotes import best_quotations, quote_bank
from mappa.analysis.tables import tables
from themed_record import HOUSING, PRAISE, Para, Said, corpus, report


def test_the_bank_lists_each_testimonial_with_its_themes():
    bank = quote_bank(tables(corpus())).set_index("testimonial")
    assert list(bank.index) == ["northmere-2015/1", "eastvale-2016/1"]
    said = bank.loc["eastvale-2016/1"]
    assert said["themes"] == "accommodation (2); information-sharing (1); resources (1)"
    assert (said["strength"], said["challenge"], said["neutral"]) == (1, 1, 0)
    assert said["quotation"] == f"{PRAISE.text} {HOUSING.text}"
    assert said["speaker"] == "Officer, housing"


def test_the_bank_is_narrowed_by_theme_and_by_speaker():
    made = tables(corpus())
    assert list(quote_bank(made, {"theme": ["resources"]})["testimonial"]) == ["eastvale-2016/1"]
    assert list(quote_bank(made, {"speaker-role": ["police-officer"]})["testimonial"]) == ["northmere-2015/1"]


def test_peoples_names_are_no_column():
    assert not quote_bank(tables(corpus())).astype(str).apply(lambda column: column.str.contains("Quill")).any().any()


def test_the_best_quotations_show_both_sides_from_different_reports():
    found = best_quotations(tables(corpus()), "accommodation")
    assert list(found["polarity"][:2]) in (["strength", "challenge"], ["challenge", "strength"])
    assert len(set(found["document"][:2])) == 2
    assert len(set(found["sentence"])) == len(found) == 2  # the same words are not quoted twice


def test_speakers_and_fit_lengths_come_first():
    short = Said("Beds.", ("accommodation",), "strength")
    fit = Said("We found every one of them a room before the day of release came.", ("accommodation",), "strength")
    made = tables([report("Northmere", 2015, Para((short, fit)), Para((PRAISE,), speaker=("police-officer", "police")))])
    assert list(best_quotations(made, "accommodation")["sentence"]) == [PRAISE.text, fit.text, short.text]


def test_the_codebook_has_definition_figures_examples_and_rules():
    definitions = {"accommodation": Definition("Where people live.", {"cues": ["bed*", "flat"]}), "training": Definition("Courses.", {})}
    book = codebook(tables(corpus(), themes=definitions), definitions).set_index("theme")
    assert list(book.index)[:2] == ["accommodation", "training"]
    entry = book.loc["accommodation"]
    assert (entry["definition"], entry["sentences"], entry["reports"], entry["rules"]) == ("Where people live.", 5, 3, "cues: bed*; flat")
    assert f"“{PRAISE.text}” (" in entry["examples"]
    assert book.loc["training", ["sentences", "examples"]].tolist() == [0, "none in this corpus"]
    assert book.loc["resources", "definition"] is None


def test_the_codebook_lists_the_first_of_many_rules_and_says_so():
    definitions = {"accommodation": Definition("Where people live.", {"cues": [f"bed{number}" for number in range(1, 63)]})}
    rules = codebook(tables(corpus(), themes=definitions), definitions).set_index("theme").loc["accommodation", "rules"]
    assert rules.startswith("cues: bed1; bed2; ")
    assert rules.endswith("; bed60; and 2 more in themes.toml")


def test_a_reference_names_the_page_or_else_the_section():
    paged, unpaged = (tables([report("Northmere", 2015, Para((HOUSING,)), pages=pages)]).codings.iloc[0] for pages in (True, False))
    assert reference(paged) == "Northmere 2015-16, page 1"
    assert reference(unpaged) == "Northmere 2015-16, section “A heading”"
    assert reference(tables([report(None, None, Para((HOUSING,)))]).codings.iloc[0]) == "nowhere-undated, page 1"


def test_a_quotation_has_one_pair_of_marks():
    assert in_quotes("“It works.") == in_quotes("It works.") == "“It works.”"
