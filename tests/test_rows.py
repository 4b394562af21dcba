"""Rows of tables in plain lines: what is a row, and above all what is none."""

import itertools
from collections.abc import Sequence

import pytest

from mappa.readers.cells import is_value, split_row
from mappa.readers.rows import find_tables

GRID = (
    ("", "Category 1: Sex offenders", "Category 2: Violent offenders", "Category 3: Other offenders", "Total"),
    ("Level 1", "410", "120", "-", "530"),
    ("Level 2", "7", "9", "11", "27"),
    ("Total", "417", "129", "11", "557"),
)
CAPTION = "Offenders managed in Northshire on 31 March 2014"
SPLIT_HEADS = ["Category 1:", "Sex", "offenders", "Category 2:", "Violent", "offenders", "Category 3:", "Other", "offenders Total"]
OPEN_ROWS = [" ".join(row) for row in GRID[1:]]
NUMBERS_ONLY = [cell for row in GRID[1:] for cell in row]


def spaced(lines: Sequence[str]) -> list[str]:
    return [part for line in lines for part in (line, "")]


def rows_of(lines: Sequence[str]) -> list[tuple[tuple[str, ...], ...]]:
    return [table.rows for table in find_tables(lines)]


def columns(row: Sequence[str]) -> str:
    return "".join(cell.ljust(34) for cell in row).rstrip()


def cell_lines(rows: Sequence[Sequence[str]]) -> list[str]:
    return [line for row in rows for line in [*(f"\t{cell}" for cell in row), ""]]


FORMS = {
    "heads in pieces": [CAPTION, *SPLIT_HEADS, *OPEN_ROWS],
    "heads in pieces, double spaced": spaced([CAPTION, *SPLIT_HEADS, *OPEN_ROWS]),
    "a cell a line": [CAPTION, *cell_lines(GRID)],
    "a cell a line, a stray break in a head": [
        CAPTION,
        *"\n".join(cell_lines(GRID)).replace("Category 3: Other", "Category 3: \nOther").split("\n"),
    ],
    "a cell a line, tabs lost": [CAPTION, "", *GRID[0][1:], "", *NUMBERS_ONLY],
    "tabs": [CAPTION, *("\t".join(row) for row in GRID)],
    "pipes": [CAPTION, *("| " + " | ".join(row) + " |" for row in GRID)],
    "pipes with a rule": [CAPTION, *("| " + " | ".join(row) + " |" for row in (GRID[0], ("---",) * 5, *GRID[1:]))],
    "columns of spaces": [CAPTION, *(columns(row) for row in GRID)],
    "columns of spaces, heads on two lines": [
        CAPTION,
        columns(("", "Category 1:", "Category 2:", "Category 3:", "Total")),
        columns(("", "Sex offenders", "Violent offenders", "Other offenders")),
        *(columns(row) for row in GRID[1:]),
    ],
}


@pytest.mark.parametrize("lines", FORMS.values(), ids=FORMS)
def test_one_table_in_every_form(lines: list[str]) -> None:
    prose = ["The figures below are for the county as a whole.", "", *lines, "", "They count every person once."]
    (table,) = find_tables(prose)
    assert table.rows == GRID
    assert table.caption is not None and prose[table.caption] == CAPTION
    assert prose[table.last :][-1] == "They count every person once."
    assert not any("count every" in line for line in prose[table.first : table.last])


def test_a_row_without_values_opens_a_second_table_inside_the_first() -> None:
    lines = [*SPLIT_HEADS, "Breach of licence", *OPEN_ROWS, "Breach of order", *OPEN_ROWS]
    (rows,) = rows_of(lines)
    assert [row[0] for row in rows] == [
        "",
        "Breach of licence",
        "Level 1",
        "Level 2",
        "Total",
        "Breach of order",
        "Level 1",
        "Level 2",
        "Total",
    ]
    assert rows[5] == ("Breach of order", "", "", "", "")


def test_corner_cell_in_pieces() -> None:
    lines = ["Sent back to custody", "", "Returned for", "breach of", "licence", *SPLIT_HEADS, *OPEN_ROWS]
    (rows,) = rows_of(lines)
    assert rows[0][0] == "Returned for breach of licence"


def test_two_tables_of_one_shape_stay_two() -> None:
    lines = [CAPTION, "", *SPLIT_HEADS, *OPEN_ROWS, "", "The same by category (yearly total)", "", *SPLIT_HEADS, *OPEN_ROWS]
    assert rows_of(lines) == [GRID, GRID]


SINGLE = {
    "same line": (["Number of people cautioned in the year 28"], "Number of people cautioned in the year", "28"),
    "label wrapped before its value": (
        ["Number of people who had to register after the breach of an", "order made by the court (SRO)  3"],
        "Number of people who had to register after the breach of an order made by the court (SRO)",
        "3",
    ),
    "value on the next line": (["Number of people cautioned in the year", "28"], "Number of people cautioned in the year", "28"),
    "value after a blank line": (["RSOs whose notification was revoked", "", "4", ""], "RSOs whose notification was revoked", "4"),
    "label goes on below its value": (
        ["Number of people who had to register with the police            6", "following a breach of an order"],
        "Number of people who had to register with the police following a breach of an order",
        "6",
    ),
    "tabs": (["\tPeople cautioned for a breach", "\t21", ""], "People cautioned for a breach", "21"),
    "lettered question of the early reports": (
        ["i) Number of sex offenders living in Northshire on 31 March 2004   312"],
        "i) Number of sex offenders living in Northshire on 31 March 2004",
        "312",
    ),
    "question": (["(ii) How many orders were granted between 1 April 2002 and 31 March 2003?  5"], None, "5"),
    "rate": (
        ["Total number of registered offenders per 100,000 population 1,021"],
        "Total number of registered offenders per 100,000 population",
        "1,021",
    ),
    "a dash is a value": (["Number of notification orders   -"], "Number of notification orders", "-"),
    "few": (["Number of people charged with a further offence <5"], "Number of people charged with a further offence", "<5"),
}


@pytest.mark.parametrize(("lines", "label", "value"), SINGLE.values(), ids=SINGLE)
def test_single_value_rows(lines: list[str], label: str | None, value: str) -> None:
    (rows,) = rows_of(["", *lines, "", "Notes on these figures follow."])
    assert rows[-1][-1] == value
    assert label is None or rows == ((label, value),)


def test_lettered_questions_of_the_early_reports() -> None:
    lines = [
        "i) The number of RSOs living in Northshire on 31 March 2004",
        " " * 60 + "312",
        "ii) The number of RSOs per 100,000 head of population.          49",
        "",
        "iii) The number of orders that the courts were asked for or made",
        "",
        "(a) applied for      4",
        "(b) interim          0",
        "(c) full             3",
        "",
        "RSOs by division",
        "Town 120",
        "North 80",
        "South 112",
    ]
    labels = [row[0] for rows in rows_of(lines) for row in rows]
    values = [row[1] for rows in rows_of(lines) for row in rows]
    assert values == ["312", "49", "4", "0", "3", "120", "80", "112"]
    assert labels[0].endswith("2004") and labels[2:] == ["(a) applied for", "(b) interim", "(c) full", "Town", "North", "South"]


def test_a_small_table_that_rises_is_no_contents_list() -> None:
    lines = ["Breach of an order", "Level 2 0", "Level 3 0", "Total 0", "", "Number of people on the register per 100,000 people 92"]
    assert [row[1] for rows in rows_of(lines) for row in rows] == ["0", "0", "0", "92"]


def test_short_rows_count_beside_sure_ones() -> None:
    lines = ["Orders imposed by the courts", "", "SHPO 67", "", "SHPO with travel", "", "restriction 0", "", "NOs 1"]
    assert rows_of(lines) == [(("SHPO", "67"), ("SHPO with travel restriction", "0"), ("NOs", "1"))]


PROSE = {
    "a date at the end": ["The estimates were published by the office on 23rd June 2016", "and leave out young children."],
    "a date wrapped": ["Registered offenders are counted once a year, at the end of March", "2016"],
    "a total in a sentence": ["During the year there were orders made by the courts in a total of 27", "cases, which is more than before."],
    "sentence that ends in a figure": ["The number of registered offenders in the county was 812."],
    "last word is cut off": ["The number of registered offenders in Northshire rose to 812", "over the year."],
    "levels": ["The panel meets for offenders at Level 2", "The board meets for offenders at Level 3"],
    "levels joined": ["Offenders returned to custody at Levels 2 and 3"],
    "category": ["Orders for offenders in Category 1", "Police lead on them."],
    "year in a title": ["MAPPA Annual Report 2005", "", "Registered Offenders in 2005"],
    "case numbers": ["Case Study 1", "", "A man was released.", "", "Case Study 2"],
    "telephone": ["Probation Service Telephone: 01632 960 123", "Police number 01632 960 124"],
    "telephone in parts": ["Tel 020 7946 0018", "Fax 020 7946 0019"],
    "address": ["Unit 4, Mill Road", "Northtown NT1 2AB", "PO Box 27"],
    "section of an Act": ["Breach of an order is an offence under section 12", "of the Act."],
    "signature": ["Chief Constable", "Northshire Police", "4"],
    "page number after a heading": ["What we did", "", "6", "", "In the year we held meetings."],
    "contents with leaders": ["Contents", "Foreword ........ 3", "Number of offenders ........ 4", "Orders ........ 9"],
    "contents without leaders": ["Contents", "Foreword 3", "Number of offenders 4", "Orders imposed 9", "Contacts 12"],
    "contents in capitals, spaced": ["CONTENTS", "", "Foreword   3", "", "Total number of offenders   4", "", "Contacts   12"],
    "contents without its heading": ["Foreword 3", "Number of offenders 4", "Looking ahead 9", "Contacts 12"],
    "numbered heading": ["4. Registered offenders", "5. Orders"],
    "ages": ["The offenders are men and women aged 18", "He is a man aged 68"],
    "two columns read across": [
        "The police lead the work with       offenders who are registered and",
        "probation, and hold meetings        who live in the county as a",
    ],
    "indented signature": ["\tA Person", "\tChief Constable", "", "\tB Person", "\tGovernor"],
    "indented paragraphs": ["\tThe first paragraph of the page starts with an indent.", "\tThe second one does too, and it says 12."],
    "layout table": [
        "What we did\tWe held two events for the public in the town.",
        "What we plan\tWe shall hold two more next year, and one for schools.",
    ],
    "letters as pipes": ["The po|ice and probation work together", "in the poo| of cases of the who|e county"],
    "percentages in prose": ["Attendance of the police at meetings of the board was 94%", "which is good."],
    "column told by column": ["Level 1", "", "Level 2", "", "Total", "", "410", "", "7", "", "417", "", "120", "", "9", "", "129"],
}


@pytest.mark.parametrize("lines", PROSE.values(), ids=PROSE)
def test_what_is_no_table(lines: list[str]) -> None:
    assert rows_of(lines) == []
    assert rows_of(["A paragraph stands before it.", "", *lines, "", "Another stands below it and is longer."]) == []


@pytest.mark.parametrize(
    "value", ["673", "1,248", "94%", "-", "–", "*", "12*", "<5", "< 5", "n/a", "N/A", "nil", "0.4", "£1,200", "12†", "(3)"]
)
def test_values(value: str) -> None:
    assert is_value(value)


@pytest.mark.parametrize("text", ["Level", "01632", "31st", "2015-16", "12-14", "", "x", "1st", "NT1", "327B", "12.5.2004"])
def test_no_values(text: str) -> None:
    assert not is_value(text)


@pytest.mark.parametrize(
    ("line", "label", "values"),
    [
        ("Level 1 673 221 - 894", "Level 1", ("673", "221", "-", "894")),
        ("Level 2 and 3 12 4", "Level 2 and 3", ("12", "4")),
        ("RSOs on 31 March 2004 312", "RSOs on 31 March 2004", ("312",)),
        ("Category 1 94% 12*", "Category 1", ("94%", "12*")),
        ("RSOs on 31 March 2004", "RSOs on 31 March 2004", ()),
        ("673 221 - 894", "", ("673", "221", "-", "894")),
        ("Bedford 1,248 n/a <5", "Bedford", ("1,248", "n/a", "<5")),
    ],
)
def test_numbers_in_a_label_are_no_cells(line: str, label: str, values: tuple[str, ...]) -> None:
    assert split_row(line)[:2] == (label, values)


def test_tables_are_in_order_and_apart() -> None:
    lines = [line for form in FORMS.values() for line in ["Some words stand here in between the tables.", "", *form, "", ""]]
    tables = find_tables(lines)
    assert [table.rows for table in tables] == [GRID] * len(FORMS)
    assert all(before.last <= after.first for before, after in itertools.pairwise(tables))
    assert all(len({len(row) for row in table.rows}) == 1 for table in tables)
