"""The HTML report: complete, escaped, self-contained, the same every time, and a browser renders it."""

import os
import re
import shutil
import subprocess
from itertools import pairwise

import pytest
from lxml import html

from mappa.analysis.codebook import Definition
from mappa.analysis.tables import tables
from mappa.analysis.themes import matrix, theme_table
from mappa.exports.charts import bubbles, opposed, trends
from mappa.exports.report_page import readable, report_page
from themed_record import PLAIN, PRAISE, Para, Said, corpus, report

DEFINITIONS = {"accommodation": Definition("Where people live.", {"cues": ["bed*"]})}
FLAGS = """
--headless --no-sandbox --disable-gpu --disable-quic --no-first-run
--disable-background-networking --disable-component-update --disable-sync
"""


@pytest.fixture(scope="module")
def text():
    return report_page(tables(corpus(), themes=DEFINITIONS), DEFINITIONS)


@pytest.fixture(scope="module")
def page(text):
    return html.document_fromstring(text)


def cells(page, id):
    """A table of the page: the figures of each row by its first cell."""
    rows = page.xpath(f"//div[@aria-labelledby='{id}-caption']//tbody/tr")
    return {row.findtext("th"): [cell.text for cell in row.findall("td")] for row in rows}


def test_its_figures_are_those_of_the_analysis(page):
    made = tables(corpus(), themes=DEFINITIONS)
    overview = cells(page, "overview-table")
    assert {name: int(row[0]) for name, row in overview.items()} == {
        readable(row["theme"]): row["sentences"] for row in theme_table(made).to_dict("records")
    }
    rates = matrix(made, "year", figure="per 1,000 words").set_index("theme")
    assert cells(page, "years-table")["accommodation"][:2] == [f"{rate:.2f}" for rate in rates.loc["accommodation", ["2015-16", "2016-17"]]]
    assert cells(page, "polarity-table")["accommodation"] == ["2", "3", "0", "5", "0.60"]
    assert cells(page, "agencies-table")["housing"][0] == "19"


def test_what_is_not_defined_says_so(page):
    assert cells(page, "polarity-table")["governance quality"][-1] == "not defined"


def test_each_plot_has_a_title_a_description_and_a_table(page):
    for section in ("years", "polarity", "agencies"):
        (plot,) = page.xpath(f"//section[@id='{section}']//svg")
        title, description = (page.get_element_by_id(name) for name in plot.get("aria-labelledby").split())
        assert title.text and description.text
        assert plot.get("role") == "img"
        assert page.xpath(f"//section[@id='{section}']//table/caption")


def test_quotations_have_polarity_and_page(page):
    quoted = [" ".join(item.text_content().split()) for item in page.xpath("//blockquote")]
    assert f"“{PRAISE.text}” strength: Officer, housing; Eastvale 2016-17, page 2" in quoted


def test_it_can_be_read_without_seeing(page):
    assert page.getroottree().getroot().get("lang") == "en-GB"
    levels = [int(item.tag[1]) for item in page.xpath("//h1|//h2|//h3")]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert all(cell.get("scope") for cell in page.xpath("//th"))
    assert all(table.find("caption") is not None for table in page.xpath("//table"))
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {link.lstrip("#") for link in page.xpath("//a/@href")} <= set(ids)


def test_it_asks_nothing_of_a_network(text):
    assert "default-src 'none'" in text
    assert not re.search(r"<script|<link|<img|<iframe|@import|url\((?!#)|src=", text)


def test_text_of_reports_is_escaped():
    evil = Said("<script>alert(1)</script> & beds are few for us all here today.", ("accommodation",), "challenge")
    text = report_page(tables([report("<b>Northmere</b>", 2015, Para((evil,), speaker=("<i>x</i>", "<u>y</u>")))]), DEFINITIONS)
    assert not re.search(r"<(script|b|i|u)>", text)
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; beds" in text


def test_the_same_corpus_gives_the_same_page(text):
    assert report_page(tables(corpus(), themes=DEFINITIONS), DEFINITIONS) == text


@pytest.mark.parametrize(
    "records",
    [
        [report("Northmere", 2015, Para((Said("Nothing."),)))],
        [report(None, None, Para((PLAIN,)), pages=False)],
        [report("Northmere", 2015, Para((PLAIN,), template=True))],
    ],
    ids=["no coding", "nothing known", "only template"],
)
def test_a_corpus_with_little_in_it_still_makes_a_page(records):
    text = report_page(tables(records), {})
    assert "No testimonial was found" in text
    assert not re.search(r"\bnan\b", text)


def test_plots_of_nothing_and_of_gaps_are_drawn():
    named = {"name": "x", "title": "t", "description": "d"}
    assert "<circle" not in trends({"a": [float("nan")]}, ["2015-16"], **named)
    assert trends({"a": [1.0, float("nan"), 3.0]}, ["x", "y", "z"], **named).count("<circle") == 2
    assert "<rect x" not in opposed([("a", 0, 0)], **named)
    assert bubbles({"a": [0, 2]}, ["x", "y"], **named).count("<circle") == 1


def test_chromium_renders_it(text, tmp_path):
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not program:
        if os.environ.get("CI") == "true":
            pytest.fail("Chromium is missing, and CI must render the report with it")
        pytest.skip("Chromium is not installed here")
    path = tmp_path / "report.html"
    path.write_text(text, encoding="utf-8", newline="\n")
    command = [program, *FLAGS.split(), f"--user-data-dir={tmp_path / 'profile'}", "--dump-dom", path.as_uri()]
    done = subprocess.run(command, check=True, capture_output=True, timeout=120)
    shown = html.document_fromstring(done.stdout.decode("utf-8"))
    assert len(shown.xpath("//svg")) == 3
    assert "Strength against challenge" in shown.text_content()
