"""Citations: the forms of tests/cases/legislation.md, what format.md writes beside them, and what stays open."""

import re
from pathlib import Path

import pytest

from mappa.errors import RuleError
from mappa.language import MappaEnglish
from mappa.layers.instruments import parse_instruments
from mappa.layers.legislation import Legislation
from mappa.paths import configs_dir

CASES = Path(__file__).parent / "cases" / "legislation.md"
LINK = re.compile(r"\[((?:[^\[\]]|\[\d{4}\])+)\]\(((?:[^()]|\([^()]*\))*)\)")
NLP = MappaEnglish()
LAYER = Legislation().load(configs_dir())


def items() -> list[str]:
    """The documents of the file of cases."""
    listed = CASES.read_text(encoding="utf-8").split("\n## ", 1)[1]
    found = [item.removeprefix("- ").replace("\n  ", "\n").rstrip() for item in re.findall(r"^- .*(?:\n  .*)*", listed, re.MULTILINE)]
    return [item.replace(" ¶ ", "\n\n").replace("⇥", "\t").replace("⏎", "\n") for item in found]


def expected(item: str) -> tuple[str, list[tuple[str, str]]]:
    """The text without marks, and the marked spans with what must be said of them."""
    return LINK.sub(r"\1", item), [(match[1], " ".join(match[2].split())) for match in LINK.finditer(item)]


def found(text: str) -> list[tuple[str, str]]:
    """What the layer finds, written as in the file of cases."""
    doc = LAYER(NLP.make_doc(text))
    spans = sorted([*doc.spans["legislation"], *doc.spans["case-law"]], key=lambda span: span.start)
    return [(span.text, written(LAYER.attributes(doc, span), span.label_)) for span in spans]


def written(said: dict, label: str) -> str:
    """Attributes of a citation as in the file of cases."""
    if "citation" in said:
        return f"case {label or '-'}"
    listed = "; ".join(f"{one['kind']} {one['from']}" + (f"-{one['to']}" if "to" in one else "") for one in said["provisions"])
    method = "" if said["method"] == "explicit" else f" | {said['method']}"
    assert said["inferred"] == (said["method"] == "implied")
    assert (said["title"] is None) == (not label or label not in LAYER.instruments)
    return " ".join(f"{label or 'open'} {listed}{method}".split())


def attributes(text: str) -> dict:
    """The attributes of the first citation in `text`."""
    doc = LAYER(NLP.make_doc(text))
    return LAYER.attributes(doc, [*doc.spans["legislation"], *doc.spans["case-law"]][0])


def test_there_are_450_forms_and_more():
    assert len(items()) >= 450
    assert sum(1 for item in items() if not LINK.search(item)) >= 50


@pytest.mark.parametrize("item", items())
def test_form(item):
    text, marks = expected(item)
    assert found(text) == marks


def test_both_ends_of_a_range_have_an_address_with_slashes():
    assert attributes("Under sections 325(2)(b) to 327B of the Criminal Justice Act 2003.")["uris"] == [
        "http://www.legislation.gov.uk/id/ukpga/2003/44/section/325/2/b",
        "http://www.legislation.gov.uk/id/ukpga/2003/44/section/327B",
    ]


def test_an_act_without_provision_has_its_own_address():
    assert attributes("The Prison Act 1952 applies.")["uris"] == ["http://www.legislation.gov.uk/id/ukpga/Geo6and1Eliz2/15-16/52"]


def test_a_nested_division_has_an_address():
    assert attributes("Paragraph 4 of Schedule 3 to the Sexual Offences Act 2003.")["uris"] == [
        "http://www.legislation.gov.uk/id/ukpga/2003/42/schedule/3/paragraph/4"
    ]


def test_what_cannot_be_settled_names_its_candidates_and_no_address():
    said = attributes("Training on the Children Act was well attended.")
    assert (said["title"], said["uris"]) == (None, [])
    assert set(said["candidates"]) == {"ukpga/1989/41", "ukpga/2004/31"}


def test_a_year_with_several_acts_in_play_stays_open():
    said = attributes("It is in the 1997 Act, we are told.")
    assert said["title"] is None
    assert {"ukpga/1997/51", "ukpga/1997/40"} <= set(said["candidates"])


def test_a_provision_that_an_act_cannot_have_rules_it_out():
    text = "The Sexual Offences Act 2003 and the Criminal Justice Act 2003 are new. See section 300 of the 2003 Act."
    assert found(text)[-1] == ("section 300 of the 2003 Act", "ukpga/2003/44 section 300 | back-reference")


def test_a_judgment_has_its_parties_and_an_address():
    assert attributes("In R v Lang [2005] EWCA Crim 2864 it was held.") == {
        "name": "R v Lang", "citation": "[2005] EWCA Crim 2864", "uri": "https://caselaw.nationalarchives.gov.uk/ewca/crim/2005/2864",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("citation", "path"),
    [
        ("[2010] UKSC 17", "uksc/2010/17"), ("[2006] UKHL 55", "ukhl/2006/55"), ("[2015] UKPC 3", "ukpc/2015/3"),
        ("[2011] EWCA Civ 403", "ewca/civ/2011/403"),
        ("[2019] EWHC 123 (Admin)", "ewhc/admin/2019/123"), ("[2019] EWHC 123 (QB)", "ewhc/qb/2019/123"),
        ("[2020] EWCOP 5", "ewcop/2020/5"), ("[2016] EWFC 9", "ewfc/2016/9"),
        ("[2013] UKUT 7 (AAC)", "ukut/aac/2013/7"), ("[2022] UKFTT 9 (GRC)", "ukftt/grc/2022/9"), ("[2021] EAT 4", "eat/2021/4"),
        ("[2014] CSIH 2", None), ("[2014] NICA 2", None), ("[1999] QB 396", None), ("(1998) 29 EHRR 245", None),
        ("[2001] 1 Cr App R (S) 5", None),
    ],
)  # fmt: skip
def test_courts(citation, path):
    uri = f"https://caselaw.nationalarchives.gov.uk/{path}" if path else None
    assert attributes(f"See Smith v Jones {citation} there.") == {"name": "Smith v Jones", "citation": citation, "uri": uri}


def test_every_fault_of_the_table_is_named_at_once():
    with pytest.raises(RuleError) as raised:
        parse_instruments(
            'layer = "legislation"\n["ukpga/03"]\ntitle = "A Act 2003"\n["ukpga/2003/1"]\ntitle = "A Act 2003"\nsections = "one"\n'
            "[x]\nheight = 1\n"
        )
    assert len(raised.value.problems) == 4


def test_the_table_holds_120_verified_instruments():
    assert sum(entry.verified for entry in LAYER.instruments.values()) >= 120


def test_every_title_leads_to_its_own_instrument():
    titles = {entry.title: label for label, entry in LAYER.instruments.items() if label != "nisr/2014/185" and entry.year}
    wrong = {
        title: found(f"Under the {title} it is so.")
        for title, label in titles.items()
        if found(f"Under the {title} it is so.") != [(title, label)]
    }
    assert not wrong


def test_every_limit_holds_what_is_typical():
    from mappa.layers.provisions import Provision

    for label, entry in LAYER.instruments.items():
        for one in entry.typical:
            kind, numbers = one.split(" ")
            first, _, last = numbers.partition("-")
            assert entry.has(Provision(kind, first, last or None)), (label, one)
