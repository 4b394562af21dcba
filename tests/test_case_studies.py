"""Case studies in every printed format, each with what must not be taken; "# " and "## " begin headings, a blank line parts paragraphs."""

import pytest

from mappa import engine, records
from mappa.document import Block, freeze
from mappa.paths import configs_dir


def found(report: str) -> tuple[list[records.CaseStudy], list[str]]:
    """The case studies of a report and the codes of its notices."""
    blocks = []
    for piece in report.strip().split("\n\n"):
        marks = len(piece) - len(piece.lstrip("#"))
        blocks.append(Block("heading" if marks else "paragraph", ((None, piece.lstrip("# ")),), level=marks or None))
    doc = engine.annotate(engine.load(configs_dir()), freeze(blocks, None))
    return doc.user_data["case_studies"], [code for code, _, _ in doc.user_data["notices"]]


def told(report: str) -> list[tuple[str | None, int | None, str]]:
    """Alias, age and outcome of each case."""
    return [(one.subject.alias, one.subject.age, one.outcome) for one in found(report)[0]]


KEPT = "To date he has complied with his licence and has not reoffended."
JAILED = "He was jailed for a further offence against another woman."
RECALLED = "He was recalled to prison in May after he missed two appointments; nobody was hurt."


def story(who: str, end: str = KEPT) -> str:
    """One story, told of `who`, that ends with `end`."""
    return (
        f"{who} was convicted of robbery and sentenced to six years in custody. It was feared that he would hurt his former partner. "
        f"He drank heavily. No approved premises had a bed. Police and Probation visited him together. {end}"
    )


FORMATS = {
    "numbered narrative": (
        f"# MAPPA in practice\n\n## Case Study One:\n\n{story('Mr. T, a 41 year old man,')}\n\n"
        f"## Case study two\n\n{story('Mr P', RECALLED)}",
        [("Mr. T", 41, "positive"), ("Mr P", None, "mixed")],
    ),
    "headed fields": (
        "# Case studies\n\n## Case study 1: Mr V\n\nSituation\n\nMr V, 52, was convicted of arson and given four years.\n\nAction\n\n"
        "The panel agreed a plan and a curfew.\n\nOutcome\n\nHe has settled and works on a farm.",
        [("Mr V", 52, "positive")],
    ),
    "a first name with an asterisk": (
        f"# Three real stories\n\n## Dennis*\n\n{story('Dennis*, aged 33,')}\n\n*All names have been changed.",
        [("Dennis", 33, "positive")],
    ),
    "initials": (f"# Case studies\n\n## QT\n\n{story('QT, 29,')}", [("QT", 29, "positive")]),
    "a headline": (f"# Case file: The man in the blue coat\n\n{story('A 38 year old man')}", [(None, 38, "positive")]),
    "by category": (
        f"# Case studies\n\n## Category 2 example 1\n\n{story('Person A, who is 44,')}",
        [("Person A", 44, "positive")],
    ),
    "cases one after another without headings": (
        f"# Case studies\n\n{story('Mr D, who is 61,')}\n\n{story('Mr E, who is 25,', JAILED)}",
        [("Mr D", 61, "positive"), ("Mr E", 25, "negative")],
    ),
    "an example in running text": (
        f"# Approved Premises\n\nThe hostel has twelve beds. One story will show how.\n\n"
        f"{story('A man of 57')}\n\nIt was painted in spring.",
        [(None, 57, "positive")],
    ),
    "years of a sentence are no age": (
        "# Case study\n\nMr G was given 14 years for wounding. The panel met weekly and moved him to a hostel. He has not reoffended.",
        [("Mr G", None, "positive")],
    ),
}


@pytest.mark.parametrize("format", FORMATS)
def test_format(format: str) -> None:
    report, expected = FORMATS[format]
    assert told(report) == expected


NEGATIVES = {
    "numbered questions": (
        "# 1. What is MAPPA?\n\nThe police, probation and prison services manage offenders who were convicted of violent offences together."
    ),
    "a table of actions": (
        "# Business Plan\n\n## Objective one\n\nThe board will train chairs. The plan was agreed and the meeting was held."
    ),
    "a name that is a place": (
        "# Local\n\nWinton has two approved premises where people released from custody are placed. They are monitored "
        "and visited. Nobody has reoffended."
    ),
    "a lay adviser's own story": (
        "# Lay advisers\n\nA man of 62 joined the board as a lay adviser after thirty years in a bank. He has asked many questions."
    ),
    "a page on a subject": (
        "# Domestic abuse\n\nOffenders who were convicted of assault on a partner are referred to the panel. Victims are told of the plan."
    ),
    "a general man": (
        "# Orders\n\nA man may be sentenced to five years if he breaches his order. The police apply to the court and the court decides."
    ),
    "a story inside a quotation": (
        "# Comments\n\nA probation officer in Northshire says:\n\n“I had Mr Z, 40, who was convicted of robbery and "
        "given six years. Police visited him with me. He has not reoffended.”"
    ),
}


@pytest.mark.parametrize("case", NEGATIVES)
def test_no_case_study(case: str) -> None:
    assert told(NEGATIVES[case]) == []


def test_clauses_of_two_kinds_are_cut() -> None:
    (one,), _ = found(
        "# Case Study One\n\nMs L is a 34 year old woman who was convicted of arson and sentenced to three years in prison. " + KEPT
    )
    assert [(element.kind, element.text) for element in one.elements[:3]] == [
        ("subject", "Ms L is a 34 year old woman"),
        ("offence", "was convicted of arson"),
        ("sentence", "sentenced to three years in prison."),
    ]


def test_two_people_in_one_story_are_one_case() -> None:
    cases, codes = found("# Case studies\n\n## Case Study One\n\nMr A (31) and his brother Mr B (27) were convicted of robbery. " + KEPT)
    assert ([one.subject.alias for one in cases], codes.count("two-subjects")) == (["Mr A"], 1)


def test_bodies_are_known_through_roles_too() -> None:
    (one,), _ = found("# Case Study One\n\nMr A, 31, was convicted of robbery. His Probation Officer and the Police visited him. " + KEPT)
    assert one.agencies == ["police", "probation"]


def test_field_headings_are_no_elements() -> None:
    (one,), _ = found(FORMATS["headed fields"][0])
    assert not {"Situation", "Action", "Outcome"} & {element.text for element in one.elements}


@pytest.mark.parametrize(
    ("end", "outcome"),
    [
        ("He was recalled and protected the public was, as planned.", "positive"),
        ("He relapsed and was recalled for a month.", "mixed"),
        ("He has found work and lives in his own flat.", "positive"),
        ("He attacked another woman and was given a life sentence.", "negative"),
    ],
)
def test_outcome(end: str, outcome: str) -> None:
    assert [one[2] for one in told("# Case Study One\n\n" + story("Mr A, 31,", end))] == [outcome]
