"""The sample reports: files as declared, forms that hold the gold's words, every label and kind at least once."""

import hashlib
import importlib.util
import re
import sys
import tomllib
import zipfile
from collections import Counter
from pathlib import Path
from types import ModuleType
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from lxml import html

CORPUS = Path(__file__).resolve().parents[1] / "corpus"
SOURCES: list[dict[str, Any]] = tomllib.loads((CORPUS / "sources.toml").read_text(encoding="utf-8"))["report"]
FORMS = [pytest.param(report["id"], form, id=form["file"]) for report in SOURCES for form in report["form"]]
IDS = [report["id"] for report in SOURCES]

TESTIMONIALS = {f"T{number}" for number in range(1, 16)}
CASES = {
    "plain narrative under a number", "headed fields", "titled by type", "newspaper headline", "first name",
    "initial or title", "by category", "by region", "examples in prose", "counts as case",
}  # fmt: skip


def module(name: str, path: Path) -> ModuleType:
    """A module outside the package, loaded from its file."""
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec and spec.loader
    loaded = importlib.util.module_from_spec(spec)
    sys.modules[name] = loaded
    spec.loader.exec_module(loaded)
    return loaded


GOLD = module("render_gold", CORPUS / "render" / "gold.py")


def gold_words(report: str) -> Counter[str]:
    return Counter(GOLD.words(GOLD.read_report(CORPUS / "gold" / f"{report}.xml")))


def printed_words(path: Path) -> Counter[str]:
    """Words of a form that needs no PDF reader, furniture among them, found without the program that is tested."""
    if path.suffix == ".html":
        tree = html.fromstring(path.read_bytes())
        text = " ".join(tree.xpath("//body//text()"))
    elif path.suffix in (".docx", ".odt"):
        part = zipfile.ZipFile(path).read("word/document.xml" if path.suffix == ".docx" else "content.xml")
        text = re.sub(r"</(w|text):[ph]>|<(w|text):(br|tab|line-break|s)\b[^>]*>", " ", part.decode())
        text = html.fromstring("<p>" + re.sub(r"<[^>]+>", "", text.split("?>", 1)[-1]) + "</p>").text_content()
    else:
        text = path.read_text(encoding="utf-8")
    return Counter(word.lower() for word in re.findall(r"\w+", text))


@pytest.mark.parametrize(("report", "form"), FORMS)
def test_file_is_the_one_declared(report: str, form: dict[str, Any]) -> None:
    data = (CORPUS / form["file"]).read_bytes()
    assert hashlib.sha256(data).hexdigest() == form["sha256"], f"make it again: python corpus/render/render.py {report}"


def test_no_made_file_is_undeclared() -> None:
    made = {path.relative_to(CORPUS).as_posix() for folder in ("sample", "forms") for path in (CORPUS / folder).iterdir()}
    assert made == {form["file"] for report in SOURCES for form in report["form"]}


def test_every_gold_report_is_declared_with_one_sample() -> None:
    assert sorted(IDS) == sorted(path.stem for path in (CORPUS / "gold").glob("*.xml"))
    assert all(sum(form["file"].startswith("sample/") for form in report["form"]) == 1 for report in SOURCES)


def test_halves_are_even_and_damage_is_only_in_damaged_forms() -> None:
    assert Counter(report["half"] for report in SOURCES) == {"tune": 6, "check": 6}
    for report in SOURCES:
        for form in report["form"]:
            assert bool(form["damage"]) == (".damaged." in form["file"]), form["file"]
            assert form["words_gate"] or form["damage"], form["file"]


@pytest.mark.parametrize(("report", "form"), [case for case in FORMS if not str(case.id).endswith(".pdf")])
def test_undamaged_form_holds_every_word(report: str, form: dict[str, Any]) -> None:
    assert gold_words(report) - printed_words(CORPUS / form["file"]) == Counter()


@pytest.mark.parametrize("report", IDS)
def test_scorer_reads_the_gold_as_the_renderer_does(report: str, shared: Path) -> None:
    scorer = module("score", shared / "score" / "score.py")
    path = CORPUS / "gold" / f"{report}.xml"
    assert scorer.Gold(path).view.words == GOLD.words(GOLD.read_report(path))


def labels(shared: Path) -> dict[str, set[str]]:
    """Every id of labels.md by kind; "x-1 … x-4" stands for four."""
    text = (shared / "design" / "labels.md").read_text(encoding="utf-8")

    def ids(heading: str, start: str, end: str) -> set[str]:
        part = text.split(f"\n## {heading}", 1)[1].split("\n## ", 1)[0].split("\n", 1)[1]
        part = part[part.index(start) :].split(end, 1)[0]
        found = set(re.findall(r"`([a-z0-9]+(?:-[a-z0-9]+)*)`", part))
        for stem, first, last in re.findall(r"`([a-z]+)-(\d)` … `[a-z]+-(\d)`", part):
            found |= {f"{stem}-{number}" for number in range(int(first), int(last) + 1)}
        return found

    return {
        "section": ids("Sections", "`foreword`", "A section is `boilerplate"),
        "agency": ids("Agencies", "- Responsible", "Attributes:"),
        "role": ids("Roles", "`chief-constable`", "\n\n"),
        "order": ids("Orders", "Orders:", "\nTerms:"),
        "term": ids("Orders", "Terms:", "\n\n"),
        "theme": ids("Themes", "`accommodation`", "Attribute `polarity`"),
        "polarity": {"strength", "challenge", "neutral"},
        "slot": ids("Case studies", "`subject` (who", "An element"),
        "outcome": ids("Case studies", "`positive`", "\n"),
        "indicator": ids("Statistics", "`eligible-offenders`", "Early forms"),
    }


WHERE = {"section": ("section", "type"), "theme": ("s", "themes"), "polarity": ("s", "polarity"), "slot": ("slot", "kind"),
         "outcome": ("case", "outcome"), "indicator": ("td", "indicator")}  # fmt: skip


def used(kind: str) -> set[str]:
    """Ids of one kind that the gold uses anywhere."""
    tag, attribute = WHERE.get(kind, (kind, "id"))
    trees = (ET.parse(path) for path in (CORPUS / "gold").glob("*.xml"))
    return {label for tree in trees for node in tree.iter(tag) for label in (node.get(attribute) or "").split()}


@pytest.mark.parametrize("kind", ["section", "agency", "role", "order", "term", "theme", "polarity", "slot", "outcome", "indicator"])
def test_every_label_occurs_and_no_other(kind: str, shared: Path) -> None:
    assert used(kind) == labels(shared)[kind]


def test_every_testimonial_form_and_case_format_occurs() -> None:
    forms = {form for report in SOURCES for form in report["testimonials"]}
    cases = {form for report in SOURCES for form in report["cases"]}
    assert forms >= TESTIMONIALS
    assert cases >= CASES


@pytest.mark.parametrize("report", SOURCES, ids=IDS)
def test_places_named_in_sources_are_in_the_gold(report: dict[str, Any]) -> None:
    root = ET.parse(CORPUS / "gold" / f"{report['id']}.xml").getroot()
    text = " ".join("".join(root.itertext()).split())
    places = [place for kind in ("testimonials", "cases") for found in report[kind].values() for place in found]
    assert [place for place in places if place not in text] == []
