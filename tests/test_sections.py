"""Sections: which headings open one, of which type, and how they nest."""

from collections.abc import Sequence

import pytest

from mappa import engine
from mappa.document import Block, freeze
from mappa.layers.headings import heading_key
from mappa.paths import configs_dir

PROSE = "The agencies meet and decide what is to be done about the person whose file lies on the table."

Line = str | tuple[str, int] | tuple[tuple[str, ...], ...]


def sections(*lines: Line) -> list[tuple[str, str, int]]:
    """Type, heading and level of each section of a report: a (text, level) is a heading, rows are a table, a string a paragraph."""
    blocks = []
    for line in lines:
        if isinstance(line, str):
            blocks.append(Block("paragraph", ((None, line),)))
        elif isinstance(line[1], int):
            blocks.append(Block("heading", ((None, str(line[0])),), level=line[1] or None))
        else:
            blocks.append(Block("table", ((None, ""),), rows=line))  # type: ignore[arg-type]
    doc = engine.annotate(engine.load(configs_dir()), freeze(blocks, None))
    pairs = zip(doc.spans["section"], doc.spans["section-heading"], strict=True)
    return [(section.label_, heading.text, int(section.id_)) for section, heading in pairs]


def types(*lines: Line) -> list[str]:
    """Only the types."""
    return [kind for kind, _, _ in sections(*lines)]


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("1. Foreword", "foreword"),
        ("Section 1 Foreword", "foreword"),
        ("SECTION 2: JOINT FOREWORD", "foreword"),
        ("Foreward", "foreword"),
        ("A Joint Foreword by the Chief Officers", "foreword"),
        ("Rhagair", "foreword"),
        ("Introduction", "foreword"),
        ("Minesterial Foreword", "ministerial-foreword"),
        ("Ministerial Forward", "ministerial-foreword"),
        ("M I N I S T E R I A L  F O R E W O R D", "ministerial-foreword"),
        ("The National Picture", "national-picture"),
        ("MAPPA - The First Five Years", "national-picture"),
        ("Who we are and what we do in Teesside", "area-summary"),
        ("Area Summary", "area-summary"),
        ("What are MAPPA?", "what-is-mappa"),
        ("So, what is MAPPA?", "what-is-mappa"),
        ("the mappa framework", "what-is-mappa"),
        ("Beth yw MAPPA?", "what-is-mappa"),
        ("How the MAPPA operates locally", "how-mappa-works"),
        ("2 How do MAPPA work?", "how-mappa-works"),
        ("The Four Stages", "how-mappa-works"),
        ("Which offenders come under MAPPA?", "who-is-covered"),
        ("Who's Who in MAPPA", "who-is-involved"),
        ("How is risk assessed?", "risk"),
        ("The Strategic Management Board (SMB)", "strategic-management-board"),
        ("Bwrdd Rheoli Strategol", "strategic-management-board"),
        ("MAPPA Business Plan 2006-2009", "business-plan"),
        ("Looking Ahead", "business-plan"),
        ("Key Achievements in 2004/05", "achievements"),
        ("... the Achievements", "achievements"),
        ("Prif Lwyddiannau", "achievements"),
        ("Lay Advisors", "lay-advisers"),
        ("A Lay Adviser's view", "lay-advisers"),
        ("... the Victims", "victims"),
        ("Victim Work", "victims"),
        ("Dorset Victim Unit", "victims"),
        ("Where Are They? - Use of Disclosure", "disclosure"),
        ("If a serious offence happens", "serious-cases"),
        ("New Legislation", "law"),
        ("Example of a Sexual Offences Prevention Order", "law"),
        ("Astudiaethau Achos", "case-studies"),
        ("MAPPA in practice:", "case-studies"),
        ("A View from the Chair", "voices"),
        ("Partners with a view", "voices"),
        ("Some comments from the members of our panel", "voices"),
        ("A Day in the Life of a hostel worker", "voices"),
        ("Frequently Asked Questions", "public"),
        ("MAPPA and the Media", "public"),
        ("Appendix 1: Statistical Information", "statistics"),
        ("Gwybodaeth Ystadegol", "statistics"),
        ("Facts and Figures 2003-4", "statistics"),
        ("Explanation/commentary on statistical tables", "statistics-commentary"),
        ("Understanding the Statistics", "statistics-commentary"),
        ("Abbreviations Checklist", "glossary"),
        ("Key Personnel", "contacts"),
        ("MAPPA in Dorset", "local"),
        ("MAPPA Dorset", "local"),
        ("MAPPA and Terrorism", "topic"),
        ("Mandatory polygraph pilot", "topic"),
        ("HMP & YOI Winton", "topic"),
        ("Foreword by Gerry Sutcliffe MP", "ministerial-foreword"),
        ("To the residents of Dorset", "foreword"),
        ("Cefndir MAPPA / MAPPA background", "what-is-mappa"),
        ("Cynghorwyr Lleyg | Lay Advisers", "lay-advisers"),
        ("Why do we have MAPPA?", "what-is-mappa"),
        ("Who runs MAPPA?", "strategic-management-board"),
        ("What did we achieve?", "achievements"),
        ("What do we tell the public?", "disclosure"),
        ("Managing the risk posed by offenders", "risk"),
        ("Sentencing and the new laws", "law"),
        ("SECTION 8 Facts & Figures 2002-03", "statistics"),
        ("Where can I find out more?", "contacts"),
        ("Rhestr Termau / Glossary", "glossary"),
        ("Plans for 2006/07", "business-plan"),
        ("Modern Slavery", "topic"),
        ("Acknowledgements", "other"),
    ],
)
def test_headings_of_all_eras(heading: str, kind: str) -> None:
    assert types(("Working groups", 1), ("Referrals", 1), PROSE, (heading, 1), PROSE)[-1] == kind


@pytest.mark.parametrize(
    ("printed", "key"),
    [
        ("4. Victim Work ........ 12", "victim work"),
        ("VICTIM WORK Page 7", "victim work"),
        ("(iv) Victim work:", "victim work"),
        ("Annual Annual Annual Report", "annual report"),
    ],
)
def test_a_heading_is_compared_without_its_dress(printed: str, key: str) -> None:
    assert heading_key(printed) == key


def test_the_title_opens_no_section() -> None:
    assert types(("Dorset MAPPA Annual Report 2012-13", 1), ("Foreword", 1), PROSE) == ["foreword"]


def test_a_lead_in_opens_no_section() -> None:
    assert types(("Comments", 1), ("A social worker in Dorset says:", 2), PROSE) == ["voices"]


def test_a_case_lies_inside_the_case_studies_and_its_fields_open_nothing() -> None:
    told = sections(
        ("Case Studies", 1), ("Case Study One", 1), ("Situation", 2), PROSE, ("Outcome", 2), PROSE, ("Case Study Two", 1), PROSE
    )
    assert told == [("case-studies", "Case Studies", 1), ("case-study", "Case Study One", 2), ("case-study", "Case Study Two", 2)]


def test_a_first_name_over_a_story_is_a_case() -> None:
    story = "He is aged 43 and was convicted of arson; he was sentenced to four years and released on licence."
    assert types(("Foreword", 1), PROSE, ("Three lives", 1), PROSE, ("Martin*", 2), story) == ["foreword", "case-studies", "case-study"]


def test_a_body_under_who_is_involved_belongs_to_it() -> None:
    told = types(
        ("Which agencies are involved?", 1),
        PROSE,
        ("The Probation Service", 2),
        PROSE,
        ("Victim Support", 2),
        PROSE,
        ("Glossary", 1),
        PROSE,
    )
    assert told == ["who-is-involved", "who-is-involved", "who-is-involved", "glossary"]


def test_mappa_background_explains_the_statistics_once_they_have_been() -> None:
    told = types(("What is MAPPA?", 1), ("MAPPA background", 2), PROSE, ("MAPPA Statistics", 1), PROSE, ("MAPPA background", 1), PROSE)
    assert told == ["what-is-mappa", "what-is-mappa", "statistics", "statistics-commentary"]


def test_captions_inside_the_statistics_open_nothing() -> None:
    table = (("", "Total"), ("Level 2", "7"))
    assert types(("Foreword", 1), PROSE, ("Statistics", 1), ("Restrictive orders for some", 2), table, ("More on this", 2), PROSE) == [
        "foreword",
        "statistics",
    ]


def test_an_unknown_heading_is_a_topic_below_and_other_on_top() -> None:
    assert types(("Foreword", 1), PROSE, ("Thanks", 1), PROSE, ("MAPPA in Dorset", 1), ("Our new logo", 2), PROSE) == [
        "foreword",
        "other",
        "local",
        "topic",
    ]


def test_entries_of_the_contents_are_no_sections() -> None:
    told = types(("Contents", 1), ("Foreword", 1), ("Victim Work", 1), ("Foreword", 1), PROSE, ("Victim Work", 1), PROSE)
    assert told == ["contents", "foreword", "victims"]


def test_a_heading_glued_to_its_text_is_split_off() -> None:
    assert sections("Intro I am pleased to present what we did.", PROSE) == [("foreword", "Intro", 1)]


def test_a_sentence_that_begins_like_a_heading_is_none() -> None:
    assert types(("Foreword", 1), "Introduction of the new system took a year.", PROSE) == ["foreword"]


def test_words_tell_where_the_heading_does_not() -> None:
    words = "Victims hear from their VLO within a week. Each victim chooses how; no victim must meet anyone, and a victim may think again."
    assert types(("Foreword", 1), PROSE, ("A quiet voice", 1), words) == ["foreword", "victims"]


def test_numbers_tell_which_headings_are_on_top_where_all_look_alike() -> None:
    told = sections(("1. Foreword", 1), PROSE, ("2. Victim Work", 1), PROSE, ("Letters that help", 1), PROSE, ("3. Vehicles", 1), PROSE)
    assert [(kind, level) for kind, _, level in told] == [("foreword", 1), ("victims", 1), ("topic", 2), ("other", 1)]


def test_a_heading_set_in_two_lines_is_one() -> None:
    told = sections(("Statistics", 1), PROSE, ("Explanation commentary on", 1), ("statistical tables", 1), PROSE)
    assert [kind for kind, _, _ in told] == ["statistics", "statistics-commentary"]


def test_a_body_with_a_page_of_its_own_is_a_topic_and_a_web_address_is_no_heading() -> None:
    told = types(("Foreword", 1), PROSE, ("Our logo", 2), PROSE, ("The Fire Service", 1), PROSE, ("All reports: www.gov.uk", 1), PROSE)
    assert told == ["foreword", "topic", "topic"]


def test_questions_under_the_questions_open_nothing() -> None:
    told = types(("Your questions answered", 1), ("What happens at a meeting?", 2), PROSE, ("What is MAPPA?", 2), PROSE, ("Glossary", 1))
    assert told == ["public", "glossary"]


def test_a_topic_inside_the_business_plan_opens_nothing() -> None:
    assert types(("Business Plan", 1), PROSE, ("Training", 2), PROSE, ("Contacts", 1), PROSE) == ["business-plan", "contacts"]


def test_a_section_ends_where_the_next_of_its_level_begins() -> None:
    blocks: Sequence[Block] = [
        Block("heading", ((None, text),), level=level) for text, level in (("Comments", 1), ("Housing", 2), ("Glossary", 1))
    ]
    doc = engine.annotate(engine.load(configs_dir()), freeze(blocks, None))
    assert [span.text.strip() for span in doc.spans["section"]] == ["Comments\n\nHousing", "Housing", "Glossary"]
