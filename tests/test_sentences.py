"""Sentences: what ends one in a report, and what only looks as if it did."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mappa.sentences import sentences


def said(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Mr. B was seen by Dr. Hale and Mrs. Orme of St. Anne's.",
        "The order under s. 4 and ss. 12 to 14 was made, see Sch. 3, para. 2 and No. 7.",
        "They work with others, e.g. Housing, i.e. Northton Homes, and with J. K. Pell of H.M. Prison Winton.",
        "“Can it be done?” she asked, and he said “Yes!” at once.",
        "The figure of 1.5 stands on www.example.org.uk today.",
        "1. The board met.",
        "A. When is he coming out, they ask.",
        "It went on ... and on.",
    ],
)
def test_one_sentence_stays_one(text: str) -> None:
    assert said(text) == [text]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He came. She left! Did they? Yes.", ["He came.", "She left!", "Did they?", "Yes."]),
        ("We met Mr. B. He was ill.", ["We met Mr. B.", "He was ill."]),
        ("It ended at Plan B. The rest waited.", ["It ended at Plan B.", "The rest waited."]),
        ("She said “no.” He heard it.", ["She said “no.”", "He heard it."]),
        ('It is possible . To me it is "good". "So be it."', ["It is possible .", 'To me it is "good".', '"So be it."']),
        ("That is safety.That is all.", ["That is safety.", "That is all."]),
        ('That is all. "', ['That is all. "']),
        ("One\tTwo. Three\nFour\n\nFive", ["One", "Two.", "Three", "Four", "Five"]),
        ("The answer is no. 12 people left.", ["The answer is no. 12 people left."]),
        ("They sent letters, forms, etc. The panel read them.", ["They sent letters, forms, etc.", "The panel read them."]),
        ("(It was closed.) Then it opened.", ["(It was closed.)", "Then it opened."]),
    ],
)
def test_sentences_end_where_print_ends_them(text: str, expected: list[str]) -> None:
    assert said(text) == expected


def test_only_the_stretch_asked_for() -> None:
    text = "Outside. Inside one. Inside two. Outside again."
    assert [text[start:end] for start, end in sentences(text, 9, 33)] == ["Inside one.", "Inside two."]


@given(st.text(alphabet="AbMr. ?!\"'“”)\n\t1", max_size=80))
def test_sentences_ascend_and_lose_no_word(text: str) -> None:
    found = sentences(text)
    assert all(one[1] <= two[0] for one, two in pairwise(found))
    assert "".join(text[start:end] for start, end in found).replace(" ", "") == "".join(text.split())
