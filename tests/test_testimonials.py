"""Testimonials in every printed form, each with what must not be taken; "# " and "## " begin headings, a blank line parts paragraphs."""

import pytest

from mappa import engine, records
from mappa.document import Block, freeze
from mappa.paths import configs_dir


def found(report: str) -> tuple[list[records.Testimonial], list[str]]:
    """The testimonials of a report and the codes of its notices."""
    blocks = []
    for piece in report.strip().split("\n\n"):
        marks = len(piece) - len(piece.lstrip("#"))
        kind = "heading" if marks else "paragraph"
        blocks.append(Block(kind, ((None, piece.lstrip("# ").replace("\n", " ")),), level=marks or None))
    doc = engine.annotate(engine.load(configs_dir()), freeze(blocks, None))
    return doc.user_data["testimonials"], [code for code, _, _ in doc.user_data["notices"]]


def told(report: str) -> list[tuple[str, str | None, str | None, str | None, str, str, int]]:
    """Form, name, role, agency, first and last word, number of parts of each testimonial."""
    return [
        (
            one.form,
            one.speaker.name,
            one.speaker.role,
            one.speaker.agency,
            one.quote[0].text.split()[0],
            one.quote[-1].text.split()[-1],
            len(one.quote),
        )
        for one in found(report)[0]
    ]


FORMS = {
    "T1 a lead-in over paragraphs with repeated marks": (
        (
            "# Comments from partners\n\nA Victim Liaison Officer in Northshire says:\n\n“I sit with families "
            "each week. It is slow work.\n\n“They tell me what they fear.\n\nI write it down and I carry ‘it to "
            "the panel.\n\nOften it changes a plan”\n\nThe board met four times."
        ),
        [("lead-in", None, "victim-liaison-officer", "victim-unit", "I", "plan", 4)],
    ),
    "T1 a possessive where the plural was meant": (
        '# Our partners\n\nNorthshire Police MAPPA representative\'s say:\n\n"I bring the file and I leave with a plan we all share."',
        [("lead-in", None, "mappa-representative", "police", "I", "share.", 1)],
    ),
    "T2 a signature of three lines": (
        (
            '# Views\n\n"We hear of a release in good time now and can plan for it."\n\nPat Marlow ,\n\nHousing '
            "Options Officer\n\nWinton Borough Council\n\n# Training\n\nTwelve people came."
        ),
        [("signature", "Pat Marlow", "housing-officer", "local-authority", "We", "it.", 1)],
    ),
    "T2 a signature in one line, the opening mark lost": (
        (
            '# Views\n\nWe hear of a release in good time now and can plan for it."\n\nPat Marlow, Probation '
            "Officer, Northshire Probation Trust"
        ),
        [("signature", "Pat Marlow", "probation-officer", "probation", "We", "it.", 1)],
    ),
    "T3 several quotations under one lead-in": (
        (
            "# Comments\n\nProbation practitioners in Northshire say:\n\n“It gives me people to ask when I am "
            "stuck.”\n\n“As a team manager I should like fewer forms and more time.”"
        ),
        [
            ("lead-in", None, "probation-officer", "probation", "It", "stuck.", 1),
            ("lead-in", None, "probation-manager", "probation", "As", "time.", 1),
        ],
    ),
    "T4 unquoted first person with a signature": (
        (
            "# Comments\n\nI check our files before every meeting and I bring what we know of the children. I am "
            "listened to.\n\nAlex Ferris, Northton Children's Services"
        ),
        [("first-person", "Alex Ferris", None, "childrens-social-care", "I", "to.", 1)],
    ),
    "T5 quote cards with the speaker in capitals": (
        (
            "# Partners with a view\n\n“It is the best hour of my week and the hardest one.”\n\n# PROBATION "
            "OFFICER\n\n“Nobody leaves without a job to do before the next one.”\n\n# PRISON GOVERNOR\n\n# "
            "Statistics"
        ),
        [
            ("signature", None, "probation-officer", "probation", "It", "one.", 1),
            ("signature", None, "prison-governor", "prison", "Nobody", "one.", 1),
        ],
    ),
    "T8 a head by-line, each paragraph in single marks": (
        (
            "# Voices\n\nRuth Hale, Lay Adviser:\n\n‘I wasn’t sure of the officers’ welcome, yet I got one.’\n\n"
            "‘It’s plain talk that I’m there for.’"
        ),
        [("lead-in", "Ruth Hale", "lay-adviser", None, "I", "for.", 2)],
    ),
    "T9 an article with a by-line": (
        (
            "# Fresh eyes\n\nby Ruth Hale, lay adviser\n\nI kept a shop before I came to this. I ask what my "
            "customers would ask.\n\nMy worry is how little we print.\n\nUnder the Act two such people are "
            "appointed."
        ),
        [("first-person", "Ruth Hale", "lay-adviser", None, "I", "print.", 2)],
    ),
    "T10 an attribution in brackets": (
        "# Highlights\n\n“The audit shows that we keep our promises to each other.” (Huw Parry, MAPPA Co-ordinator, Northshire)",
        [("signature", "Huw Parry", "mappa-coordinator", None, "The", "other.", 1)],
    ),
    "T11 news style, the name before": (
        "# Local news\n\nHelen Orme, a prison governor at HMP Winton, said: “We no longer learn of a release from the van driver.”",
        [("lead-in", "Helen Orme", "prison-governor", "prison", "We", "driver.", 1)],
    ),
    "T11 news style, interrupted": (
        "# Local news\n\n“Nobody here shrugs any more,” said Helen Orme, Governor of HMP Winton. “That is what I like.”",
        [("lead-in", "Helen Orme", "prison-governor", "prison", "Nobody", "like.", 2)],
    ),
    "T12 a letter": (
        (
            "# From the board\n\nDear Resident,\n\nI was asked to write this page and I do so gladly.\n\nYours "
            "sincerely,\n\nRuth Hale\n\nLay Adviser"
        ),
        [("first-person", "Ruth Hale", "lay-adviser", None, "Dear", "sincerely,", 3)],
    ),
    "T13 questions and answers": (
        (
            "# A day in the life of a victim liaison officer\n\nWhat do you do first?\n\nI ring whoever is "
            "waiting to hear from me.\n\nWhat is hardest?\n\nTelling my families that I do not know yet.\n\n# "
            "Figures"
        ),
        [("lead-in", None, "victim-liaison-officer", "victim-unit", "I", "yet.", 2)],
    ),
    "T14 a role in a narrative": (
        (
            "# The year\n\nOne lay adviser recalls a long night in May. “I saw eight tired people refuse to go "
            "home until there was a bed for him.”"
        ),
        [("lead-in", None, "lay-adviser", None, "I", "him.", 1)],
    ),
    "T15 a body's statement under its name": (
        (
            "# What the agencies say\n\n## Northton Borough Council\n\nWe keep two flats free for people who "
            "leave custody. Both have been let twice this year.\n\n# Glossary\n\nMAPPA: see above."
        ),
        [("statement", None, None, "local-authority", "We", "year.", 1)],
    ),
}


@pytest.mark.parametrize("form", FORMS)
def test_form(form: str) -> None:
    report, expected = FORMS[form]
    assert told(report) == expected


NEGATIVES = {
    "T1 a quoted term under a colon": (
        "# Orders\n\nThe Police use two words:\n\n“notification requirements” and “foreign travel order” are both explained below."
    ),
    "T2 a heading below a term": '# Orders\n\nThe register is known as "the list".\n\n# Approved Premises\n\nThere are two.',
    "T3 words of the Act": (
        "# Law\n\nSection 325 of the Criminal Justice Act 2003 says:\n\n“The responsible authority for each "
        "area must establish arrangements for the purpose of assessing risks.”"
    ),
    "T4 description with nobody under it": (
        "# Housing\n\nEvery case is checked against our files before the meeting. Children's Services send a manager."
    ),
    "T5 a motto on the cover": "# Northshire\n\n“Keeping Northshire Safe Together”\n\n# Contents",
    "T6 a signed foreword": "# Foreword\n\nI am proud to present what I saw this year.\n\nJane Pell\n\nChief Constable, Northshire Police",
    "T7 a minister's by-line": (
        "# Ministerial Foreword\n\nby Ann Moor, Parliamentary Under-Secretary of State\n\nI welcome these reports and I thank you all."
    ),
    "T8 apostrophes": "# Training\n\nThe chairs’ course was the officers’ choice: 'tis short, and it's the panels' own.",
    "T9 an article by staff about others": (
        "# One family\n\nby Karen Moss and Tom Dale\n\nA third of all cases come from the home. The conference begins with the victim."
    ),
    "T10 a source in brackets": (
        "# Risk\n\n“Serious harm means harm which is life threatening and from which recovery can be "
        "expected to be difficult.” (MAPPA Guidance, 2012)"
    ),
    "T11 what an inspectorate said": "# Audit\n\nHMI Probation said: “The quality of plans was good in most of the cases that were read.”",
    "T12 a letter in a foreword's place by its chief": (
        "# Dear Reader\n\nDear Reader,\n\nI am glad to bring you this report.\n\nYours sincerely,\n\nJane Pell\n\nChief Constable"
    ),
    "T13 frequently asked questions": (
        "# Frequently Asked Questions\n\nWill you tell me who lives next door?\n\nNo, we will not as a "
        "rule.\n\nWhy are they let out?\n\nBecause their sentence ends."
    ),
    "T14 a narrative without speech": "# The year\n\nOne lay adviser recalls a long night in May and the word “Thursday”.",
    "T15 a body's role described": (
        "# Who is involved\n\n## Northton Borough Council\n\nThe council has a duty to co-operate. It houses people who are homeless."
    ),
    "a pull quote of the body": (
        "# Lay advisers\n\nThey ask the plain questions that a neighbour would ask us.\n\n“... ask the plain "
        "questions that a neighbour would ask ...”"
    ),
}


@pytest.mark.parametrize("case", NEGATIVES)
def test_no_testimonial(case: str) -> None:
    assert told(NEGATIVES[case]) == []


@pytest.mark.parametrize(
    "report",
    [
        "# A survivor's words\n\n“I was told by my sister that he was out, and nobody had rung me before that.”",
        "# Victims\n\nA victim told her Victim Liaison Officer: “I sleep again now that I know where he may not go.”",
        "# Voices\n\nOne offender says:\n\n“I did not want the group at first but it has kept me out of prison so far.”",
        "# Voices\n\nA resident says:\n\n“They told us that he was coming out before he did.”\n\n# Lay advisers\n\nTwo of them sit.",
    ],
)
def test_words_of_those_concerned_are_left_out_and_named(report: str) -> None:
    testimonials, codes = found(report)
    assert (testimonials, codes.count("lived-experience")) == ([], 1)


def test_a_signature_wins_over_a_lead_in() -> None:
    report = (
        "# Comments\n\nHousing officers in Northton say:\n\n“I know eight weeks ahead who is coming.”\n\n"
        "“I read the minutes before my tea goes cold.”\n\nJo Vane, Practice Manager, Northton Children's Services"
    )
    assert [(name, role) for _, name, role, *_ in told(report)] == [(None, "housing-officer"), ("Jo Vane", "practice-manager")]


def test_spans_are_the_words_without_marks() -> None:
    (one,), _ = found('# Views\n\n"We plan, and it works. "\n\nPat Marlow ,\n\nProbation Officer')
    assert (one.quote[0].text, one.attribution and one.attribution.text, one.speaker.post) == (
        "We plan, and it works.",
        "Pat Marlow ,\n\nProbation Officer",
        "Probation Officer",
    )
