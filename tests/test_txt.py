"""Text reports as any export may leave them: broken lines, furniture, marks, lists, headings, tables."""

import json
import re
import textwrap
from pathlib import Path

import pytest
from rapidfuzz.distance import Indel

from mappa.document import Block, freeze
from mappa.errors import SourceError
from mappa.readers.txt import read

REPORT = [
    ("heading", "Foreword"),
    (
        "paragraph",
        "Welcome to the account of how agencies in Northshire work together to keep people safe. The board met six times, and each "
        "meeting looked closely at how plans were written, carried out and reviewed by the people who had to live with them.",
    ),
    (
        "paragraph",
        "We believe that sharing what we know, early and in plain words, prevents harm. Housing was short all year, and the panel had to "
        "find places far away for several men who could not safely return to the town that they came from.",
    ),
    ("heading", "How the arrangements work"),
    (
        "paragraph",
        "Every person is looked after by one lead agency. When more than one has to act, a meeting is called and a plan agreed, with "
        "a name beside every action and a date by which it has to be done. Nobody leaves the room without knowing what they must do next.",
    ),
    (
        "item",
        "(a) The police keep the register, visit those who are on it, and tell the other agencies at once when something changed at home.",
    ),
    (
        "item",
        "(b) Probation staff supervise people after release and work on the causes of what they did, for as long as it is needed.",
    ),
    ("heading", "Case Study One:"),
    (
        "paragraph",
        "Mr K left prison in the spring after a long sentence. A flat was found near his daughter, a nurse called twice a week, and the "
        "officer who knew him best went on visiting until the winter. He has kept to every condition and found part-time work in a garden.",
    ),
]
WIDTHS = (38, 55, 72, 96)


def blocks(text: str) -> list[tuple[str, str]]:
    return [(block.kind, " ".join(block.text.split())) for block in _read(text)]


def _read(text: str) -> tuple[Block, ...]:
    return read(Path("report.txt"), text.encode()).blocks


def wrapped(width: int, *, inside: str = "\n", between: str = "\n\n") -> str:
    return between.join(inside.join(textwrap.wrap(text, width)) for _, text in REPORT) + "\n"


@pytest.mark.parametrize("width", WIDTHS)
def test_wrapped_at_any_width(width: int) -> None:
    assert blocks(wrapped(width)) == REPORT


@pytest.mark.parametrize("width", WIDTHS)
def test_double_spaced_with_wider_gaps_between_paragraphs(width: int) -> None:
    assert blocks(wrapped(width, inside="\n\n", between="\n\n\n\n")) == REPORT


@pytest.mark.parametrize("width", WIDTHS[1:])
@pytest.mark.parametrize("inside", ["\n", "\n\n"])
def test_no_gap_between_paragraphs(width: int, inside: str) -> None:
    found = blocks(wrapped(width, inside=inside, between=inside))
    assert [kind for kind, _ in found].count("heading") == 3
    assert len([block for block in found if block in REPORT]) >= len(REPORT) - 2


@pytest.mark.parametrize("between", ["\n", "\n\n", "\r\n", "\r"])
def test_a_paragraph_a_line(between: str) -> None:
    assert blocks(between.join(text for _, text in REPORT)) == REPORT


def test_trailing_and_stray_spaces_change_nothing() -> None:
    text = "\n".join(f"{line}  " for line in wrapped(60).split("\n"))
    assert blocks(f"  \n{text}\n \n") == REPORT


def pages(width: int, lines_a_page: int, head: str, foot: str) -> str:
    lines = wrapped(width).split("\n")
    parts = [lines[at : at + lines_a_page] for at in range(0, len(lines), lines_a_page)]
    return "\f".join("\n".join([head.format(number), "", *part, "", foot.format(number)]) for number, part in enumerate(parts, 1))


@pytest.mark.parametrize("foot", ["{}", "- {} -", "Page {} of 9", "{} of 9", "report_final.indd   {}   12/10/06   09:31:12"])
def test_form_feeds_part_pages_and_what_repeats_on_them_goes(foot: str) -> None:
    text = pages(60, 9, "Northshire Report 2006-07", foot)
    reading = read(Path("report.txt"), text.encode())
    found = [(block.kind, " ".join(block.text.split())) for block in reading.blocks]
    assert found == REPORT
    assert reading.pages == text.count("\f") + 1
    assert reading.furniture[0] == "Northshire Report 2006-07"
    crossing = [block for block in reading.blocks if len(block.runs) > 1]
    assert crossing and all(block.runs[0][0] + 1 == block.runs[1][0] for block in crossing)  # type: ignore[operator]
    assert len(freeze(reading.blocks, reading.pages).pages) == reading.pages


def test_no_pages_without_form_feeds() -> None:
    reading = read(Path("report.txt"), wrapped(60).encode())
    assert (reading.media_type, reading.pages) == ("text/plain", None)
    assert {page for block in reading.blocks for page, _ in block.runs} == {None}


def test_a_bare_page_number_does_not_end_a_sentence() -> None:
    lines = wrapped(60).split("\n")
    assert blocks("\n".join([*lines[:4], "", "", "6", "", *lines[4:]])) == REPORT


def test_page_numbers_without_pages() -> None:
    lines = wrapped(60).split("\n")
    for number, at in enumerate((22, 13, 4)):
        lines[at:at] = ["", str(5 - number), "", "Northshire Annual Report 2006", ""]
    assert blocks("2\n\n" + "\n".join(lines)) == REPORT


@pytest.mark.parametrize(
    "line",
    [
        "You are on page 1 of 35",
        "0 download",
        "[email protected]",
        "Page 3 of 12",
        "Page 3",
        "[image: a man in uniform]",
        "[bookmark: _Hlk1][image: logo]",
        "12/35",
    ],
)
def test_lines_of_a_viewer_and_marks_go(line: str) -> None:
    parts = wrapped(60).split("\n\n")
    assert blocks("\n\n".join([line, *parts[:3], line, *parts[3:]])) == REPORT


def test_page_lines_of_a_viewer_that_repeat_a_title_go() -> None:
    parts = wrapped(60).split("\n\n")
    assert blocks("\n\n".join([parts[0], "Page 1: Northshire report", *parts[1:4], "Page 2: Northshire report", *parts[4:]])) == REPORT


def test_an_address_written_twice_stands_once() -> None:
    closing = "Every report of this kind can be found at: www.example.org"
    assert blocks(wrapped(60) + f"\n{closing}\n\nhttp://www.example.org/\n")[-1] == ("paragraph", closing)
    assert (
        blocks(wrapped(60) + "\nMore can be read here:\nhttps://example.org/more\n")[-1][1]
        == "More can be read here: https://example.org/more"
    )


@pytest.mark.parametrize(
    ("first", "second", "whole"),
    [
        ("multi-", "agency", "multi-agency"),
        ("co-", "operate", "co-operate"),
        ("super-", "vision", "supervision"),
        ("Multi-", "Agency", "Multi-Agency"),
        ("arrange\u00ad", "ments", "arrangements"),
    ],
)
def test_words_broken_at_a_line_end(first: str, second: str, whole: str) -> None:
    text = (
        f"The board looks every year at the way in which the {first}\n{second} of the county is planned, and says what should\n"
        "be done about it by the next meeting of all members."
    )
    assert f"the {whole} of the county" in blocks(text)[0][1]


def test_a_word_broken_over_a_page_is_whole() -> None:
    text = f"{wrapped(60)}\nThe board looks every year at the way in which the super-\fvision of those who leave prison has been planned.\n"
    block = _read(text)[-1]
    assert [run[1].split()[-1] for run in block.runs] == ["supervision", "planned."]


HEADINGS = [
    "1. Foreword",
    "Section 4 Statistics",
    "STRATEGIC MANAGEMENT BOARD",
    "The Role of the Prison Service",
    "What is the duty to co-operate?",
    "Case Study Two:",
    "... the Victims",
    "MAPPA in practice:",
    "Key Achievements 2005/06",
    "Message from the Chair of the Strategic Management Board",
    "Change in the law on registration",
    "Approved Premises",
    "Lay Advisers",
]
NO_HEADINGS = [
    "Jo Example, Head of Northshire Probation",
    "ACC Jo Example Northshire Police (Chair of the Board)",
    "A victim liaison officer in Northshire says:",
    "Jo Example MP Minister for Prisons",
    "Telephone: 01632 960123",
    "office@example.org",
    "and the county council.",
    '"We listened"',
    "police;",
]
BODY = "The board met in the spring and agreed a plan for the whole county, which every agency signed and which will be looked at again."


@pytest.mark.parametrize("heading", HEADINGS)
@pytest.mark.parametrize("form", ["line", "tight", "apart", "double"])
def test_headings(heading: str, form: str) -> None:
    lines = textwrap.wrap(BODY, 64)
    text = {
        "line": f"{BODY}\n{heading}\n{BODY}\n{BODY}",
        "tight": "\n\n".join(["\n".join(lines)] * 3 + ["\n".join([heading, *lines])]),
        "apart": "\n\n".join(["\n".join(lines)] * 3 + [heading, "\n".join(lines)]),
        "double": "\n\n".join(lines * 3 + [heading, *lines]),
    }[form]
    assert ("heading", heading) in blocks(text)
    assert blocks(text)[-1] == ("paragraph", BODY)


@pytest.mark.parametrize("line", NO_HEADINGS)
def test_short_lines_that_are_no_headings(line: str) -> None:
    assert "heading" not in {kind for kind, _ in blocks(f"{BODY}\n{line}\n{BODY}\n{BODY}")}


def test_a_heading_over_several_lines_is_one() -> None:
    lines = "\n".join(textwrap.wrap(BODY, 64))
    found = blocks(f"{lines}\n\nSome words about\nthe tables and\nwhat they mean\n\n{lines}\n\n{lines}")
    assert found[1] == ("heading", "Some words about the tables and what they mean")


def test_a_signature_stands_apart_from_the_sentence_before_and_the_heading_after() -> None:
    lines = "\n".join(textwrap.wrap(BODY, 64))
    found = blocks(
        f"{lines}\nJo Example\nHead of the Local Delivery Unit\nNorthshire Probation Service\n\n{lines}\n\nWhat is it?\n\n{lines}"
    )
    assert found[:2] == [("paragraph", BODY), ("paragraph", "Jo Example Head of the Local Delivery Unit Northshire Probation Service")]


@pytest.mark.parametrize("bullet", ["•", "\uf0b7", "▪", "-", "–", "*", "➢"])
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_bullets_are_dropped(bullet: str, gap: str) -> None:
    items = [
        "find a home for those who leave prison",
        "visit once in each month of the first year after release, whatever the weather",
        "listen",
    ]
    listed = gap.join(f"{bullet} " + "\n  ".join(textwrap.wrap(item, 50)) for item in items)
    found = blocks(f"{wrapped(60)}\nWe set out to:\n\n{listed}\n\n{BODY}")
    assert [text for kind, text in found[-4:-1] if kind == "item"] == items


def test_a_bullet_alone_on_its_line_belongs_to_the_next() -> None:
    found = blocks(f"{wrapped(60)}\n•\n\nThe police visit every home.\n\n(c)\n\nThe board meets.\n\n{BODY}")
    assert found[-3:-1] == [("item", "The police visit every home."), ("item", "(c) The board meets.")]


def test_contents_list_is_an_item_an_entry() -> None:
    contents = "Contents\nForeword ........ 3\nHow it works ........ 4\nStatistics ........ 12\n"
    assert [block for block in blocks(f"{contents}\n{wrapped(60)}") if block[1].endswith(("3", "4", "12"))] == [
        ("item", "Foreword ........ 3"),
        ("item", "How it works ........ 4"),
        ("item", "Statistics ........ 12"),
    ]


def test_table_between_paragraphs_and_its_caption() -> None:
    table = "Offenders managed on 31 March 2010\n\nCategory 1:\nSex\noffenders Total\n\nLevel 1 41 41\nLevel 2 3 3\nTotal 44 44"
    found = _read(f"{wrapped(60)}\n{table}\n\n{BODY}")
    assert [block.kind for block in found[-3:]] == ["caption", "table", "paragraph"]
    assert found[-2].rows == (
        ("", "Category 1: Sex offenders", "Total"),
        ("Level 1", "41", "41"),
        ("Level 2", "3", "3"),
        ("Total", "44", "44"),
    )
    assert freeze(found[-2:-1], None).text.split("\n")[1] == "Level 1\t41\t41"


def test_rows_know_their_page() -> None:
    text = f"{wrapped(60)}\nOffenders\n\nLevel 1 41 2 43\nLevel 2 3 1 4\n\fLevel 3 1 1 2\nTotal 45 4 49\n\n{BODY}"
    (table,) = [block for block in _read(text) if block.rows]
    assert [page for page, _ in table.runs] == [1, 1, 2, 2]


def test_figures_that_no_table_takes_are_kept() -> None:
    text = f"{wrapped(60)}\nLevel 1\n\nLevel 2\n\n410\n\n7\n\n120\n\n9\n\n{BODY}"
    words = re.findall(r"\w+", freeze(_read(text), None).text)
    assert {"410", "7", "120", "9"} <= set(words)


@pytest.mark.parametrize(
    "text", ["", "\n\f\n", "Report 2006", "[image: a very long text that only says what a picture shows, " + "word " * 30 + "]", "12 " * 40]
)
def test_too_few_words_is_an_error_in_one_line(text: str) -> None:
    with pytest.raises(SourceError, match=r"^report\.txt: no readable text[^\n]*$"):
        read(Path("report.txt"), text.encode())


def test_two_columns_read_across_are_left_alone() -> None:
    lines = [f"{left:<40}{right}" for left, right in zip(textwrap.wrap(REPORT[1][1], 34), textwrap.wrap(REPORT[2][1], 34), strict=False)]
    found = _read("\n".join(lines) + "\n\n" + BODY)
    assert {block.kind for block in found} <= {"paragraph", "heading"}


def words(text: str) -> list[str]:
    return re.findall(r"\w+", re.sub(r"[-\u2010]\s*", "", text).lower())


@pytest.mark.parametrize("name", ["bedfordshire-2015-16", "bedfordshire-2022-23"])
def test_real_exports(shared: Path, name: str) -> None:
    path = shared / "reports" / f"{name}.txt"
    truth = json.loads((shared / "reports" / f"{name}.truth.json").read_text(encoding="utf-8"))["blocks"]
    reading = read(path, path.read_bytes())
    text = freeze(reading.blocks, reading.pages).text
    gold = " ".join(
        " ".join(cell or "" for row in block["rows"] for cell in row) if block["kind"] == "table" else block["text"]
        for block in truth
        if block["kind"] != "image"
    )
    assert Indel.normalized_similarity(words(text), words(gold)) >= 0.999
    rows = [row for block in reading.blocks for row in block.rows or ()]
    expected = [tuple(cell or "" for cell in row) for block in truth if block["kind"] == "table" for row in block["rows"]]
    assert [row for row in rows if len(row) > 2] == [row for row in expected if len(row) > 2]
    assert [row for row in rows if row[-1].isdigit()] == [row for row in expected if row[-1].isdigit()]
