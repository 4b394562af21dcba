"""The stories of cases/case-studies.md: who, how old, how it ended, and how many words stand under the right kind of element."""

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from mappa import engine, records
from mappa.document import Block, freeze
from mappa.paths import configs_dir

CASES = Path(__file__).parent / "cases" / "case-studies.md"
MARK = re.compile(r"\[([^\]]+)\]\(([a-z]+)\)")
WORD = re.compile(r"[\w'’-]+")
Slots = set[tuple[int, str]]
LEAST = 0.85  # F1 of (word, kind) over all stories; two people who mark the same text agree on 0.93


@dataclass(frozen=True, slots=True)
class Case:
    """One marked story: what stands on its first line, and its report as blocks with the marked offsets."""

    alias: str | None
    age: int | None
    outcome: str
    blocks: list[Block]
    marked: list[tuple[int, int, str]]


def cases() -> list[Case]:
    """The stories of the file, in order."""
    found = []
    for piece in CASES.read_text(encoding="utf-8").split("\n>> ")[1:]:
        first, *rest = piece.strip().split("\n\n")
        alias, age, outcome = (None if word.strip() == "-" else word.strip() for word in first.split("|"))
        blocks: list[Block] = []
        marked: list[tuple[int, int, str]] = []
        at = 0
        for line in rest:
            level = len(line) - len(line.lstrip("#"))
            plain, offset = "", 0
            line = line.lstrip("# ").strip()
            for match in MARK.finditer(line):
                plain += line[offset : match.start()]
                marked.append((at + len(plain), at + len(plain) + len(match[1]), match[2]))
                plain += match[1]
                offset = match.end()
            plain += line[offset:]
            blocks.append(Block("heading" if level else "paragraph", ((None, plain),), level=level or None))
            at += len(plain) + 2
        found.append(Case(alias, int(age) if age else None, outcome or "", blocks, marked))
    return found


def slots(text: str, marked: list[tuple[int, int, str]]) -> Slots:
    """The words of marked stretches with their kinds."""
    return {(match.start(), kind) for start, end, kind in marked for match in WORD.finditer(text, start, end)}


@pytest.fixture(scope="module")
def read() -> list[tuple[Case, str, list[records.CaseStudy]]]:
    """Each story with its text and the case studies found in it."""
    nlp = engine.load(configs_dir())
    found = []
    for case in cases():
        doc = engine.annotate(nlp, freeze(case.blocks, None))
        found.append((case, doc.text, doc.user_data["case_studies"]))
    return found


def test_the_person_and_the_ending(read) -> None:
    told = [[(one.subject.alias, one.subject.age, one.outcome) for one in found] for _, _, found in read]
    assert told == [[(case.alias, case.age, case.outcome)] for case, _, _ in read]


def test_elements(read) -> None:
    right = found_ = gold = 0
    for case, text, found in read:
        marked = slots(text, case.marked)
        given = slots(text, [(element.start, element.end, element.kind) for one in found for element in one.elements])
        right, found_, gold = right + len(marked & given), found_ + len(given), gold + len(marked)
    assert 2 * right / (found_ + gold) >= LEAST
