"""Paragraphs for the layers made by a rules file: what is marked there and what the shipped rules mark must be the same."""

import re
from pathlib import Path

import pytest

from mappa.engine import load
from mappa.paths import shipped_configs
from mappa.rule_checks import read_text_as_report
from mappa.rules import parse_rules, read_text

CASES = Path(__file__).parent / "cases"
FILES = ("agencies", "roles", "orders", "mappa-terms")
MARK = re.compile(r"\[([^\[\]]+)\]\(([a-z0-9-]+)\)")


def cases() -> list[tuple[str, int, str]]:
    """(file, line, paragraph) of every case; lines that begin with > are for the reader."""
    found = []
    for file in FILES:
        for number, line in enumerate((CASES / f"{file}.md").read_text(encoding="utf-8").splitlines(), 1):
            if line.strip() and not line.startswith((">", "#")):
                found.append((file, number, line.strip()))
    return found


def unmarked(paragraph: str) -> tuple[str, set[tuple[int, int, str]]]:
    """The text of a case, and its marks as offsets with their label."""
    text, marks, at = "", set(), 0
    for match in MARK.finditer(paragraph):
        text += paragraph[at : match.start()]
        marks.add((len(text), len(text) + len(match[1]), match[2]))
        text += match[1]
        at = match.end()
    return text + paragraph[at:], marks


@pytest.mark.parametrize(("file", "line", "paragraph"), cases(), ids=[f"{file}-{line}" for file, line, _ in cases()])
def test_case(file, line, paragraph):
    rules = parse_rules(file, read_text(shipped_configs() / f"{file}.toml"))
    text, marks = unmarked(paragraph)
    doc = read_text_as_report(load(shipped_configs()), text)
    found = {(span.start_char, span.end_char, span.label_) for span in doc.spans[rules.layer]}
    assert words(text, marks - found) == [], "missed"
    assert words(text, found - marks) == [], "marked, but not in the case"


def words(text: str, marks: set[tuple[int, int, str]]) -> list[str]:
    return [f"[{text[start:end]}]({label})" for start, end, label in sorted(marks)]


@pytest.mark.parametrize("file", FILES)
def test_there_are_cases_of_every_kind(file):
    mine = [unmarked(paragraph)[1] for name, _, paragraph in cases() if name == file]
    assert len(mine) >= 15
    assert any(not marks for marks in mine), "one paragraph in which nothing is marked"
    assert {label for marks in mine for _, _, label in marks} <= parse_rules(
        file, read_text(shipped_configs() / f"{file}.toml")
    ).entries.keys()


def test_marks_are_read_like_links():
    assert unmarked("The [NPS](probation) met [us](x).") == ("The NPS met us.", {(4, 7, "probation"), (12, 14, "x")})
