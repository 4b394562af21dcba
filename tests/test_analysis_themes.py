"""Counts of coded sentences: figures worked out by hand, and the sentences behind every count."""

from math import isnan

import pytest

from mappa.analysis.dispersion import deviation_of_proportions, range_of
from mappa.analysis.tables import OUTSIDE, tables
from mappa.analysis.themes import RATE, coded_sentences, cooccurrence, matrix, passages, presence, theme_table
from mappa.analysis.words import number_of_words
from themed_record import HOUSING, PRAISE, Para, Said, corpus, report


@pytest.fixture(scope="module")
def made():
    return tables(corpus())


def row(table, **cells):
    """The only row of `table` with these cells."""
    for name, cell in cells.items():
        table = table[table[name.replace("_", "-")] == cell]
    (found,) = table.to_dict("records")
    return found


def test_a_theme_has_count_polarity_and_range(made):
    found = row(theme_table(made), theme="accommodation")
    assert (found["sentences"], found["strength"], found["challenge"], found["neutral"]) == (5, 2, 3, 0)
    assert (found["reports"], found["of reports"]) == (3, 3)


def test_the_rate_is_per_thousand_words_of_the_group(made):
    found = row(theme_table(made, by=["speaker-agency"]), theme="accommodation", speaker_agency="housing")
    words = number_of_words(PRAISE.text) + number_of_words(HOUSING.text)
    assert found["words"] == words
    assert found[RATE] == pytest.approx(1000 * 2 / words)


def test_groups_by_two_dimensions(made):
    table = theme_table(made, by=["area", "year"])
    assert row(table, area="Northmere", year="2015-16", theme="accommodation")["sentences"] == 2
    assert row(table, area="Eastvale", year="2016-17", theme="information-sharing")["sentences"] == 1
    assert len(table) == 3 * len(made.themes)


def test_absence_is_a_true_nought(made):
    found = row(theme_table(made, by=["area"]), area="Eastvale", theme="governance-quality")
    assert found["sentences"] == 1
    found = row(theme_table(made, by=["document"]), document="northmere-2016", theme="information-sharing")
    assert (found["sentences"], found[RATE], found["reports"]) == (0, 0, 0)


def test_the_template_counts_only_where_asked_for(made):
    assert row(theme_table(made), theme="information-sharing")["sentences"] == 2
    assert row(theme_table(tables(corpus(), template=True)), theme="information-sharing")["sentences"] == 4


def test_a_sentence_that_names_two_agencies_is_in_both_groups_and_counted_once_in_all():
    both = Said("Police and probation share one list.", ("information-sharing",), agencies={"Police": "police", "probation": "probation"})
    table = matrix(tables([report("Northmere", 2015, Para((both,)))]), "named-agency")
    assert table[["police", "probation", "all"]].values.tolist() == [[1, 1, 1]]


def test_figures_that_cannot_be_had_are_not_defined(made):
    found = row(theme_table(made, by=["document"]), document="eastvale-2016", theme="accommodation")
    assert isnan(found["DP"])  # one report has no spread
    empty = theme_table(tables([report("Northmere", 2015, Para((PRAISE,), template=True))]), where={})
    assert list(empty["sentences"]) == [0, 0]
    assert empty[RATE].isna().all()
    assert empty["DP"].isna().all()


@pytest.mark.parametrize(
    ("counts", "sizes", "figure"),
    [([1, 1], [10, 10], 0), ([2, 0], [10, 10], 0.5), ([0, 3, 0], [50, 25, 25], 0.75), ([5, 0], [10, 0], None), ([0, 0], [5, 5], None)],
)
def test_deviation_of_proportions(counts, sizes, figure):
    told = deviation_of_proportions(counts, sizes)
    assert isnan(told) if figure is None else told == pytest.approx(figure)


def test_range_counts_the_parts_that_have_it():
    assert range_of([0, 2, 1, 0]) == 2


@pytest.mark.parametrize(("unit", "together", "alone"), [("sentence", 2, 2), ("paragraph", 2, 2), ("testimonial", 2, 2)])
def test_themes_meet_in_a_unit(made, unit, together, alone):
    table = cooccurrence(made, unit).set_index("theme")
    assert table.loc["information-sharing", "accommodation"] == together == table.loc["accommodation", "information-sharing"]
    assert table.loc["information-sharing", "information-sharing"] == alone


def test_themes_of_two_sentences_meet_in_their_paragraph_only(made):
    assert cooccurrence(made, "sentence").set_index("theme").loc["governance-quality", "accommodation"] == 0
    assert cooccurrence(made, "paragraph").set_index("theme").loc["governance-quality", "accommodation"] == 1
    assert cooccurrence(made, "testimonial").set_index("theme").loc["resources", "information-sharing"] == 1


@pytest.mark.parametrize("by", ["area", "year", "section", "speaker-role", "speaker-agency", "named-agency", "document", "testimonial"])
def test_the_passages_behind_every_cell_are_as_many_as_it_says(made, by):
    table = matrix(made, by)
    groups = [name for name in table.columns if name not in ("theme", "all", "reports", "of reports", "DP")]
    assert groups
    for cells in table.to_dict("records"):
        for group in groups:
            behind = passages(made, {"theme": [cells["theme"]], by: [group]})
            assert len(behind) == cells[group], (cells["theme"], group)
            assert set(behind["theme"]) <= {cells["theme"]}
        assert len(passages(made, {"theme": [cells["theme"]]})) == cells["all"]


def test_a_choice_narrows_counts_and_passages_alike(made):
    where = {"polarity": ["challenge"], "area": ["Northmere"]}
    assert row(theme_table(made, where=where), theme="accommodation")["sentences"] == 2
    found = passages(made, {**where, "theme": ["accommodation"]})
    assert list(found["sentence"]) == [HOUSING.text] * 2
    assert list(zip(found["document"], found["page"], found["polarity"], strict=True)) == [
        ("northmere-2015", 3, "challenge"),
        ("northmere-2016", 1, "challenge"),
    ]


def test_a_coded_sentence_is_one_row_of_noughts_and_ones(made):
    table = presence(made)
    assert len(table) == coded_sentences(made) == 7
    sums = table[list(made.themes)].sum()
    counts = theme_table(made).set_index("theme")["sentences"]
    assert sums.to_dict() == counts.to_dict()


def test_a_page_stays_a_number_beside_reports_without_pages():
    paged, unpaged = report("Northmere", 2015, Para((PRAISE,))), report("Eastvale", 2015, Para((PRAISE,)), pages=False)
    for table in (presence(tables([paged, unpaged])), passages(tables([paged, unpaged]))):
        assert [type(page) for page in table["page"].unique()] == [type(None), int]


def test_where_nobody_speaks_all_is_outside():
    table = theme_table(tables([report("Northmere", 2015, Para((HOUSING,)))]), by=["speaker-agency"])
    assert set(table["speaker-agency"]) == {OUTSIDE}
