"""Tables of every template era, in words and numbers made for these tests."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from mappa.document import Block, freeze
from mappa.engine import prepare
from mappa.errors import RuleError
from mappa.language import MappaEnglish
from mappa.layers.figures import figure, runs
from mappa.layers.indicators import Indicators, year_of
from mappa.layers.statistics import Statistics
from mappa.paths import configs_dir

Values = dict[tuple[str, str | None, str | None], float | None]
HEADS = ("", "Category 1: Registered sex offenders", "Category 2: Violent offenders", "Category 3: Other dangerous offenders", "Total")
SNAPSHOT = (
    HEADS,
    ("Level 1", "1,203", "410", "-", "1,613"),
    ("Level 2", "14", "11", "5", "30"),
    ("Level 3", "2", "4", "1", "7"),
    ("Total", "1,219", "425", "6", "1,650"),
)


@pytest.fixture(scope="module")
def layer() -> Statistics:
    return Statistics().load(configs_dir())


@pytest.fixture(scope="module")
def read(layer: Statistics) -> Callable[..., tuple[Values, list[tuple[str, str]]]]:
    """Reads blocks: strings are paragraphs, ("heading", words) a heading, a tuple of tuples a table; gives values and remarks."""
    nlp = MappaEnglish()

    def of(*pieces: Any) -> tuple[Values, list[tuple[str, str]]]:
        doc = layer(prepare(nlp, freeze([block(piece) for piece in pieces], None)))
        found = doc.user_data["statistics"]
        for item in found:
            assert item.value is None or doc.text[item.start : item.end].replace(",", "") in (str(item.value), "Nil", "None")
        values = {(item.indicator, item.level, item.category): item.value for item in found}
        assert len(values) == len(found)
        return values, [(code, message) for code, message, _ in doc.user_data["notices"]]

    return of


def block(piece: Any) -> Block:
    if isinstance(piece, str):
        return Block("paragraph", ((None, piece),))
    if piece[0] == "heading":
        return Block("heading", ((None, piece[1]),), 2)
    width = max(len(row) for row in piece)
    return Block("table", ((None, ""),), rows=tuple((*row, *[""] * (width - len(row))) for row in piece))


def grid(indicator: str, rows: dict[str, Sequence[float | None]], categories: Sequence[str] = ("1", "2", "3", "total")) -> Values:
    return {
        (indicator, level, category): value for level, values in rows.items() for category, value in zip(categories, values, strict=True)
    }


SNAPSHOT_VALUES = grid(
    "eligible-offenders", {"1": (1203, 410, None, 1613), "2": (14, 11, 5, 30), "3": (2, 4, 1, 7), "total": (1219, 425, 6, 1650)}
)


# ---------------------------------------------------------------- the national template
def test_a_snapshot_grid(read: Any) -> None:
    values, remarks = read("MAPPA-eligible offenders on 31 March 2014", SNAPSHOT)
    assert values == SNAPSHOT_VALUES
    assert remarks == []


def test_snapshot_and_yearly_total_have_one_shape_and_their_captions_tell_them_apart(read: Any) -> None:
    yearly = (HEADS, ("Level 2", "40", "31", "12", "83"), ("Level 3", "6", "7", "2", "15"), ("Total", "46", "38", "14", "98"))
    values, _ = read(
        "MAPPA-eligible offenders on 31 March 2014", SNAPSHOT, "Offenders in Levels 2 and 3 by category (yearly total)", yearly
    )
    assert values == SNAPSHOT_VALUES | grid("level-2-3-offenders", {"2": (40, 31, 12, 83), "3": (6, 7, 2, 15), "total": (46, 38, 14, 98)})


def test_grids_without_captions_are_told_apart_by_level_1(read: Any) -> None:
    yearly = (HEADS, ("Level 2", "40", "31", "12", "83"), ("Level 3", "6", "7", "2", "15"), ("Total", "46", "38", "14", "98"))
    values, _ = read(SNAPSHOT, yearly)
    assert values[("eligible-offenders", "2", "1")] == 14
    assert values[("level-2-3-offenders", "2", "1")] == 40


def test_the_heads_of_2022_and_later(read: Any) -> None:
    heads = (
        "",
        "Category 1: Subject to sex offender notification requirements",
        "Category 2: Violent individuals",
        "Category 3: Other dangerous individuals",
        "Total",
    )
    values, _ = read("MAPPA-eligible individuals on 31 March 2024", (heads, *SNAPSHOT[1:]))
    assert values == SNAPSHOT_VALUES


def test_a_fourth_category(read: Any) -> None:
    heads = (*HEADS[:4], "Category 4: Terrorist offenders", "Total")
    rows = (("Level 2", "4", "3", "2", "1", "10"), ("Level 3", "1", "1", "0", "<5", "4"), ("Total", "5", "4", "2", "n/a", "14"))
    values, remarks = read("Offenders in Levels 2 and 3 (yearly total)", (heads, *rows))
    assert values[("level-2-3-offenders", "2", "4")] == 1
    assert values[("level-2-3-offenders", "3", "4")] is None
    assert values[("level-2-3-offenders", "total", "4")] is None
    assert [code for code, _ in remarks] == ["statistics-suppressed"]


def test_custody_tables_in_one_with_sub_headings(read: Any) -> None:
    rows = (
        ("Breach of licence",), ("Level 2", "9", "8", "3", "20"), ("Level 3", "2", "0", "1", "3"), ("Total", "11", "8", "4", "23"),
        ("Breach of SOPO",), ("Level 2", "2", "-", "-", "2"), ("Level 3", "0", "-", "-", "0"), ("Total", "2", "-", "-", "2"),
    )  # fmt: skip
    values, remarks = read("Level 2 and 3 offenders returned to custody", (HEADS, *rows))
    assert values == {
        **grid("returned-breach-of-licence", {"2": (9, 8, 3, 20), "3": (2, 0, 1, 3), "total": (11, 8, 4, 23)}),
        **grid("returned-breach-of-order", {"2": (2, None, None, 2), "3": (0, None, None, 0), "total": (2, None, None, 2)}),
    }
    assert remarks == []


def test_custody_tables_apart_the_second_without_categories(read: Any) -> None:
    licence = (
        ("Returned to custody for breach of licence", *HEADS[1:]),
        ("Level 2", "9", "8", "3", "20"),
        ("Level 3", "2", "0", "1", "3"),
        ("Total", "11", "8", "4", "23"),
    )
    order = (("Breach of SHPO", ""), ("Level 2", "1"), ("Level 3", "0"), ("Total", "1"))
    values, _ = read("Level 2 and 3 individuals returned to custody", licence, order)
    assert values == {
        **grid("returned-breach-of-licence", {"2": (9, 8, 3, 20), "3": (2, 0, 1, 3), "total": (11, 8, 4, 23)}),
        ("returned-breach-of-order", "2", None): 1,
        ("returned-breach-of-order", "3", None): 0,
        ("returned-breach-of-order", "total", None): 1,
    }  # fmt: skip


SINGLES = [
    ("RSOs cautioned or convicted for breach of notification requirements", "notification-breaches"),
    ("Category 1 cautioned or convicted for breach of notification requirements", "notification-breaches"),
    ("Cautioned or convicted for breach of registration requirements", "notification-breaches"),
    ("RSOs who have had their life time notification revoked on application", "notification-revocations"),
    ("Lifetime notification requirements revoked", "notification-revocations"),
    ("SHPO", "shpo"),
    ("Sexual Harm Prevention Orders (SHPOs)", "shpo"),
    ("SHPOs with foreign travel restriction", "shpo-foreign-travel"),
    ("SOPO", "sopo"),
    ("Sexual Offences Prevention Orders (SOPOs) imposed by the courts", "sopo"),
    ("NOs", "notification-orders"),
    ("NO", "notification-orders"),
    ("Notification Order", "notification-orders"),
    ("Foreign Travel Orders", "foreign-travel-orders"),
    ("FTOs", "foreign-travel-orders"),
    (
        "Number of people who became subject to notification requirements following a breach(es) of a Sexual Risk Order (SRO)",
        "sro-breach-notifications",
    ),
    ("Total number of Registered Sexual Offenders per 100,000 population", "registered-per-100000"),
    ("Gorchymyn Atal Niwed Rhywiol", "shpo"),
    ("Troseddwyr rhyw cofrestredig am bob 100,000 o'r boblogaeth", "registered-per-100000"),
]


@pytest.mark.parametrize(("label", "indicator"), SINGLES)
def test_a_single_figure_row_has_neither_level_nor_category(read: Any, label: str, indicator: str) -> None:
    assert read("The figures", ((label, "37"),))[0] == {(indicator, None, None): 37}
    assert read("The figures", f"{label} 37", "Level 3 meetings 4")[0] == {(indicator, None, None): 37}


# ---------------------------------------------------------------- 2001 to 2009
def test_the_lettered_questions_of_the_first_years(read: Any) -> None:
    values, _ = read(
        (
            ("a) i) Registered sex offenders living in the area on 31 March 2003", "308"),
            ("a) ii) Sex offenders having a registration requirement who were cautioned or convicted for breach of it", "Nil"),
            ("b) i) Sex offender orders applied for", "6"),
            ("b) ii) Sex offender orders granted", "5"),
            ("b) iii) Restraining orders made by the courts", "2"),
            ("c) Violent and other sexual offenders considered under section 68(3), (4) and (5)", "190"),
            ("d) Other offenders considered", "17"),
            ("e) i) Registered sex offenders passed to the MAPPP", "12"),
            ("e) ii) Violent and other sexual offenders passed to the MAPPP", "9"),
            ("f) Offenders returned to custody for breach of licence", "3"),
            ("g) Offenders charged with a serious sexual or violent offence", "0"),
            ("h) Cost of the arrangements", "£92,000"),
        )
    )
    assert values == {
        ("eligible-offenders", "total", "1"): 308, ("notification-breaches", None, None): 0, ("eligible-offenders", "total", "2"): 190,
        ("eligible-offenders", "total", "3"): 17, ("level-2-3-offenders", "3", "1"): 12, ("level-2-3-offenders", "3", "2"): 9,
        ("returned-breach-of-licence", None, None): 3, ("serious-further-offences", None, None): 0,
    }  # fmt: skip


def test_questions_as_lines_of_text(read: Any) -> None:
    values, _ = read(
        "i) The number of registered sex offenders living in the county on 31 March 2005: 512",
        "ii) The number of sex offenders who were cautioned or convicted for breaches of the requirement in the year: 21",
        "In section 325 of the Act there are 3 agencies named, and 4 more joined in 2005.",
    )
    assert values == {("eligible-offenders", "total", "1"): 512, ("notification-breaches", None, None): 21}


def test_orders_applied_for_interim_and_full(read: Any) -> None:
    values, _ = read(
        (
            ("Sexual Offences Prevention Orders applied for", "9"),
            ("Interim orders granted", "2"),
            ("Full orders imposed by the courts", "6"),
        )
    )
    assert values == {("sopo", None, None): 6}


def test_levels_as_sub_headings_over_categories(read: Any) -> None:
    values, _ = read(
        (
            ("4. Offenders managed", ""), ("(a) Level 3 (MAPPP)", ""), ("RSO", "10"), ("V&OS", "8"), ("OthO", "2"),
            ("Returned to custody for breach of licence", "3"),
            ("(b) Level 2", ""), ("RSO", "61"), ("V&OS", "70"), ("OthO", "15"), ("Returned to custody for breach of licence", "12"),
        )
    )  # fmt: skip
    assert values == {
        **grid("level-2-3-offenders", {"3": (10, 8, 2), "2": (61, 70, 15)}, ("1", "2", "3")),
        ("returned-breach-of-licence", "3", None): 3, ("returned-breach-of-licence", "2", None): 12,
    }  # fmt: skip


def test_levels_as_columns(read: Any) -> None:
    rows = (("", "Level 3", "Level 2"), ("RSO", "10", "61"), ("V&OS", "8", "70"), ("OthO", "2", "15"), ("Total", "20", "146"))
    values, remarks = read("Offenders managed at Levels 2 and 3", rows)
    assert values == grid("level-2-3-offenders", {"3": (10, 8, 2, 20), "2": (61, 70, 15, 146)})
    assert remarks == []


def test_outcomes_by_level(read: Any) -> None:
    rows = (
        ("", "Level 3", "Level 2", "Total"),
        ("Returned to custody for breach of licence", "2", "19", "21"),
        ("Charged with a serious sexual or violent offence", "0", "1", "1"),
    )
    values, _ = read("What became of them", rows)
    assert values[("returned-breach-of-licence", "2", None)] == 19
    assert values[("returned-breach-of-licence", "total", None)] == 21
    assert values[("serious-further-offences", "3", None)] == 0


def test_of_several_years_the_reports_own(read: Any) -> None:
    values, _ = read(
        ("heading", "Annual Report 2005-06"), (("", "2004-05", "2005-06"), ("RSOs per 100,000 head", "71", "78"), ("Full SOPOs", "3", "9"))
    )
    assert values == {("registered-per-100000", None, None): 78, ("sopo", None, None): 9}


def test_rows_of_two_years(read: Any) -> None:
    values, _ = read(("heading", "Annual Report 2004-05"), (("RSOs on 31 March 2004", "400"), ("RSOs on 31 March 2005", "421")))
    assert values == {("eligible-offenders", "total", "1"): 421}


# ---------------------------------------------------------------- what is no observation
NEGATIVES: list[tuple[Any, ...]] = [
    ("RSOs by borough, 31 March 2007", (("Borough", "RSOs"), ("Eastham", "92"), ("Westham", "78"), ("Total", "170"))),
    ("RSOs", (("Police division", "RSOs"), ("North", "92"), ("Total", "170"))),
    ("The year", (("Interim SOPOs", "3"), ("SOPOs applied for", "8"), ("Cost of the arrangements", "£4,000"))),
    ("The year", (("RSOs cautioned or convicted for breach", "12%"),)),
    ("The year", (("Level 2 meetings held", "120"), ("Level 3 meetings held", "31"), ("Referrals to Level 2", "88"))),
    ("Contact", (("Police", "01632 960 111"), ("Probation", "01632 960 112"))),
    ("He was sentenced to 4 years and is managed at Level 2 with 3 agencies.",),
    ("Of the 28 RSOs who were convicted for breach, 14 returned to custody.",),
    (("heading", "MAPPA annual report 2008"),),
]


@pytest.mark.parametrize("pieces", NEGATIVES)
def test_what_is_no_observation(read: Any, pieces: tuple[Any, ...]) -> None:
    assert read(*pieces)[0] == {}


def test_the_page_numbers_of_a_contents_list_are_no_counts(layer: Statistics) -> None:
    nlp = MappaEnglish()
    doc = prepare(nlp, freeze([block(("heading", "Contents")), block("RSOs cautioned or convicted for breach 7"), block("SHPO 9")], None))
    doc.spans["section"] = [doc.char_span(0, len(doc.text), label="contents")]
    assert layer(doc).user_data["statistics"] == []


# ---------------------------------------------------------------- damage
LINES = ["Category 1: Registered Category 2: Violent Category 3: Other", "Total sex offenders offenders dangerous offenders"]


def test_rows_as_plain_lines(read: Any) -> None:
    lines = [" ".join(cell for cell in row if cell) for row in SNAPSHOT[1:]]
    assert read("MAPPA-eligible offenders on 31 March 2014", *LINES, *lines)[0] == SNAPSHOT_VALUES
    assert read("MAPPA-eligible offenders on 31 March 2014", *LINES, " ".join(lines))[0] == SNAPSHOT_VALUES


def test_every_cell_in_a_paragraph_of_its_own(read: Any) -> None:
    cells = [cell for row in SNAPSHOT for cell in row if cell]
    assert read("MAPPA-eligible offenders on 31 March 2014", *cells)[0] == SNAPSHOT_VALUES


def test_a_label_that_goes_on_after_its_figure(read: Any) -> None:
    values, _ = read(
        "SHPO 4",
        "Number of people who became subject to notification requirements after breach of a Sexual",
        "2 Risk Order (SRO)",
        "RSOs per 44 100,000 of the population",
    )
    assert values == {("shpo", None, None): 4, ("sro-breach-notifications", None, None): 2, ("registered-per-100000", None, None): 44}


@pytest.mark.parametrize(
    "rest",
    [[SNAPSHOT[3:]], ["Northshire annual report", SNAPSHOT[3:]], [(HEADS, *SNAPSHOT[3:])]],
    ids=["bare", "furniture between", "heads again"],
)
def test_a_table_broken_over_two_pages(read: Any, rest: list[Any]) -> None:
    values, remarks = read("MAPPA-eligible offenders on 31 March 2014", SNAPSHOT[:3], *rest)
    assert values == SNAPSHOT_VALUES
    assert remarks == []


def test_lost_and_shifted_heads(read: Any) -> None:
    caption = "MAPPA-eligible offenders on 31 March 2014"
    assert read(caption, SNAPSHOT[1:])[0] == SNAPSHOT_VALUES
    assert read(caption, ((*HEADS[1:], ""), *SNAPSHOT[1:]))[0] == SNAPSHOT_VALUES
    assert read(caption, (("", f"{HEADS[1]} {HEADS[2]}", HEADS[3], "", HEADS[4]), *SNAPSHOT[1:]))[0] == SNAPSHOT_VALUES


def test_figures_that_fit_no_heads_are_not_guessed(read: Any) -> None:
    values, remarks = read("The year", (("Returned to custody for breach of licence", "3", "12"),))
    assert values == {}
    assert remarks[0][0] == "statistics-unread"
    assert "breach of licence" in remarks[0][1]


# ---------------------------------------------------------------- sums
def test_a_wrong_total_is_told_and_stays(read: Any) -> None:
    wrong = (*SNAPSHOT[:4], ("Total", "1,220", "425", "6", "1,650"))
    values, remarks = read("MAPPA-eligible offenders on 31 March 2014", wrong)
    assert values[("eligible-offenders", "total", "1")] == 1220
    assert [code for code, _ in remarks] == ["statistics-total", "statistics-total"]
    assert "level total, category 1" in remarks[0][1] and "1220" in remarks[0][1] and "1219" in remarks[0][1]


def test_a_missing_row_is_told(read: Any) -> None:
    values, remarks = read("MAPPA-eligible offenders on 31 March 2014", (*SNAPSHOT[:2], *SNAPSHOT[3:]))
    assert values == {key: value for key, value in SNAPSHOT_VALUES.items() if key[1] != "2"}
    assert [code for code, _ in remarks] == ["statistics-missing-row"]
    assert "Level 2" in remarks[0][1]


def test_one_observation_printed_twice_is_told_where_the_figures_differ(read: Any) -> None:
    _, same = read((("SHPO", "4"),), "Orders", (("SHPO", "4"),))
    values, other = read((("SHPO", "4"),), "Orders", (("SHPO", "5"),))
    assert same == []
    assert values == {("shpo", None, None): 4}
    assert [code for code, _ in other] == ["statistics-repeated"]


# ---------------------------------------------------------------- figures and labels
@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("1,312", 1312),
        ("1 312", 1312),
        ("0", 0),
        ("58.3", 58.3),
        ("1*", 1),
        ("47†", 47),
        ("12 (a)", 12),
        ("Nil", 0),
        ("Twelve", 12),
        ("561 (528)", 561),
    ],
)
def test_a_printed_number(cell: str, value: float) -> None:
    found = figure(cell, 10)
    assert found is not None and found.value == value
    assert cell[found.start - 10 : found.end - 10] == cell.split("*")[0].split("†")[0].split(" (")[0]


@pytest.mark.parametrize("cell", ["-", "–", "n/a", "N/A", "not applicable", "..", "<5", "*", "fewer than 5"])
def test_no_number_is_never_nought(cell: str) -> None:
    found = figure(cell, 0)
    assert found is not None and found.value is None


@pytest.mark.parametrize("cell", ["", "12%", "£4,000", "Level 2", "01632 960111", "2015-16", "see note 3"])
def test_no_figure(cell: str) -> None:
    assert figure(cell, 0) is None


@pytest.mark.parametrize(
    ("line", "values"),
    [
        ("Level 2 9 31 12 52", [[9, 31, 12, 52]]),
        ("Levels 2 and 3 on 31 March 2016 under section 68(3), (4) and (5)", []),
        ("Level 1 673 221 - 894", [[673, 221, None, 894]]),
        ("Level 2 – ordinary cases", []),
        ("RSOs per 95 101 100,000 of the population", [[95, 101]]),
        ("up 12% to £4,000 in 2006", []),
    ],
)
def test_runs_of_figures_in_a_line(line: str, values: list[list[float | None]]) -> None:
    assert [[one.value for one in run.figures] for run in runs(line, 0)] == values


@pytest.mark.parametrize(
    ("label", "year"),
    [("2005-06", 2006), ("1999/2000", 2000), ("31 March 2014", 2014), ("1 April 2013 to 31 March 2014", 2014), ("Number", None)],
)
def test_the_year_that_a_label_names(label: str, year: int | None) -> None:
    assert year_of(label) == year


def test_faults_of_the_rules_file_are_named() -> None:
    good = (configs_dir() / "statistics.toml").read_text(encoding="utf-8")
    with pytest.raises(RuleError, match=r"\[shpo\].*shapes"):
        Indicators(good.replace("[shpo]\nshape", "[shpo]\nshapes"))
    with pytest.raises(RuleError, match=r"\{nobody\}"):
        Indicators(good.replace('labels = ["{sopo}"]', 'labels = ["{nobody}"]'))
