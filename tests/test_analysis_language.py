"""Keyness, concordance and collocates: published figures, the order of lines, and what is not defined."""

from math import isnan

import pytest

from mappa.analysis.collocates import collocates, log_dice
from mappa.analysis.concordance import concordance, pattern
from mappa.analysis.keyness import keyness, log_likelihood, log_ratio
from mappa.analysis.tables import tables
from mappa.errors import MappaError
from themed_record import Para, Said, corpus, report


def prose(area, *sentences, **options):
    return report(area, 2015, *(Para((Said(sentence),)) for sentence in sentences), **options)


def test_known_figures():
    assert log_likelihood(100, 50, 10_000, 20_000) == pytest.approx(69.315, abs=0.0005)
    assert log_ratio(100, 50, 10_000, 20_000) == pytest.approx(2.0)
    assert log_dice(5, 10, 10) == pytest.approx(13)  # half of the occurrences of each


@pytest.mark.parametrize("cells", [(0, 5, 100, 100), (5, 0, 100, 100), (5, 5, 0, 100), (5, 5, 100, 0)])
def test_a_ratio_without_one_side_is_not_defined(cells):
    assert isnan(log_ratio(*cells))


def test_a_word_that_one_side_lacks_still_has_a_likelihood():
    assert log_likelihood(10, 0, 1000, 1000) == pytest.approx(20 * 0.6931, abs=0.001)
    assert isnan(log_likelihood(0, 0, 10, 10))
    assert isnan(log_dice(0, 3, 4))


@pytest.fixture(scope="module")
def two_areas():
    by_the_sea = ["Harbour patrols meet harbour crews.", "The harbour is watched by boats.", "Boats and harbour staff talk."] * 4
    inland = ["The board talks to staff.", "Staff meet the harbour once.", "The board is watched by staff."] * 6
    return tables([prose("Eastvale", *by_the_sea), prose("Northmere", *inland)])


def test_key_words_are_ranked_by_ratio_and_filtered_by_likelihood(two_areas):
    table = keyness(two_areas, {"area": ["Eastvale"]}, believed=6.63)
    ranked = list(table["LogRatio"].dropna())
    assert ranked == sorted(ranked, reverse=True)
    assert (table["log-likelihood"] >= 6.63).all()
    assert table.iloc[0]["word"] == "harbour"
    assert "board" not in set(table["word"])


def test_words_that_the_rest_lacks_follow_without_a_ratio(two_areas):
    table = keyness(two_areas, {"area": ["Eastvale"]}, believed=6.63)
    boats = table[table["word"] == "boats"].iloc[0]
    assert boats["in rest"] == 0
    assert isnan(boats["LogRatio"])
    assert table.index[table["word"] == "boats"][0] > table.index[table["word"] == "harbour"][0]


@pytest.mark.parametrize("where", [{}, {"year": ["2015-16"]}])
def test_keyness_needs_a_set_and_a_rest(two_areas, where):
    with pytest.raises(MappaError, match="neither nothing nor everything"):
        keyness(two_areas, where)


def test_themes_compare_as_words_do():
    table = keyness(tables([*corpus(), *corpus()]), {"speaker-agency": ["housing"]}, themes=True, believed=0)
    assert table.columns[0] == "theme"
    assert table["in set"].max() <= 4


def test_a_concordance_line_has_both_sides_and_its_place():
    (line,) = concordance(tables(corpus()), pattern("flat"), where={"area": ["Northmere"]}).to_dict("records")
    assert (line["left"], line["match"], line["right"]) == ("The police told us early and the", "flat", "was ready.")
    assert (line["document"], line["page"], line["speaker-agency"]) == ("northmere-2015", 4, "police")


@pytest.fixture(scope="module")
def lines():
    return tables([prose("Northmere", "We saw risk grow there.", "They know risk ends here.", "Can all risk fall away?")])


@pytest.mark.parametrize(
    ("sort", "order"), [("report", ["grow", "ends", "fall"]), ("right", ["ends", "fall", "grow"]), ("left", ["fall", "ends", "grow"])]
)
def test_lines_are_sorted_by_the_words_beside_the_match(lines, sort, order):
    found = concordance(lines, pattern("risk"), sort=sort)
    assert [right.split()[0] for right in found["right"]] == order


@pytest.mark.parametrize(
    ("query", "options", "found"),
    [
        ("accommodat*", {}, ["accommodation", "Accommodated"]),
        ("accommod", {}, []),
        ("accommod", {"whole_words": False}, ["accommod", "Accommod"]),
        ("accommodated", {"case": True}, []),
        ("multi-agency", {}, ["multi‐agency"]),
        ("a.commodation", {"regex": True}, ["accommodation"]),
        ("a.commodation", {}, []),
        ("offenders' homes", {}, ["offenders’ homes"]),
    ],
)
def test_what_a_query_matches(query, options, found):
    made = tables([prose("Northmere", "Such accommodation is a multi‐agency task.", "Accommodated in offenders’ homes.")])
    assert list(concordance(made, pattern(query, **options))["match"]) == found


@pytest.mark.parametrize(("query", "told"), [("(", "no regular expression"), ("x*", "nothing at all"), (" ", "nothing to look for")])
def test_a_query_that_cannot_work_says_why(query, told):
    with pytest.raises(MappaError, match=told):
        pattern(query, regex=True, whole_words=False)


def test_template_and_headings_are_not_searched():
    made = tables([report("Northmere", 2015, Para((Said("A bed."),), kind="heading"), Para((Said("No bed."),), template=True))])
    assert concordance(made, pattern("bed")).empty


def test_collocates_are_counted_in_the_window_by_side():
    made = tables([prose("Northmere", *["Suitable housing is scarce today."] * 3), prose("Eastvale", "Housing matters.", "Scarce skill.")])
    table = collocates(made, pattern("housing"), window=2).set_index("collocate")
    assert list(table.index) == ["suitable", "scarce"]
    assert table.loc["suitable", ["together", "left", "right", "in all", "reports"]].tolist() == [3, 3, 0, 3, 1]
    assert table.loc["scarce", "logDice"] == pytest.approx(log_dice(3, 4, 4))
    assert "today" not in table.index


def test_function_words_are_listed_where_asked_for():
    made = tables([prose("Northmere", *["There is housing for the young."] * 3)])
    assert "the" not in set(collocates(made, pattern("housing"))["collocate"])
    assert "the" in set(collocates(made, pattern("housing"), function_words=True)["collocate"])


def test_collocates_do_not_cross_sentences_and_never_exceed_always():
    made = tables(
        [report("Northmere", 2015, Para((Said("Risk risk."), Said("Plans plans plans."))), *[Para((Said("Risk plan risk."),))] * 4)]
    )
    table = collocates(made, pattern("risk"))
    assert set(table["collocate"]) == {"plan"}
    assert table["logDice"].max() <= 14
