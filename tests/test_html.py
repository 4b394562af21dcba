"""Web pages: all the text, in blocks, and none of the site's own furniture."""

import json
from pathlib import Path

import pytest

from mappa.document import freeze, normalise
from mappa.errors import SourceError
from mappa.readers import Reading
from mappa.readers.html import read

PROSE = "The board met four times in the year and looked at every case that had gone wrong in any way."


def reading(body: str, head: str = "") -> Reading:
    return read(Path("page.html"), f"<!doctype html><html><head><meta charset=utf-8>{head}</head><body>{body}</body></html>".encode())


def texts(body: str, head: str = "") -> list[str]:
    return [normalise(block.text) for block in reading(body, head).blocks]


def kinds(body: str, head: str = "") -> list[tuple[str, int | None, str]]:
    return [(block.kind, block.level, normalise(block.text)) for block in reading(body, head).blocks]


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        ("<p>one</p>two<div>three<div>four</div>five</div>", ["one", "two", "three", "four", "five"]),
        ("<p>Police&nbsp;&amp; Pro<b>bation</b>\n met.</p>", ["Police & Probation met."]),
        ("<p>Words<img alt='A smiling officer' src=x> only</p>", ["Words only"]),
        ("<p>A</p><script>var x</script><style>p{}</style><noscript>no</noscript><!-- no --><p>B</p>", ["A", "B"]),
        ("<p hidden>no</p><p style='display: none'>no</p><p>yes</p>", ["yes"]),
        (f"<p>{PROSE}<br>and it went on.</p>", [f"{PROSE} and it went on."]),
        ("<p>First part.<br><br>Second part.</p>", ["First part.", "Second part."]),
        ("<p>Ann Example<br>Head of Probation</p>", ["Ann Example", "Head of Probation"]),
        ("<pre>wrapped by hand\nat this width.\n\nAnother one.</pre>", ["wrapped by hand at this width.", "Another one."]),
        ("<p>Harm<sup><a href='#n1'>1</a></sup> on the 31<sup>st</sup></p>", ["Harm on the 31st"]),
        ("<dl><dt>MAPPA</dt><dd>What it stands for.</dd></dl>", ["MAPPA", "What it stands for."]),
        ("<p>Write to <a data-cfemail='543514367a37'>[email&#160;protected]</a></p>", ["Write to a@b.c"]),
        ("<details><summary>More</summary><p>Folded away.</p></details>", ["More", "Folded away."]),
    ],
)
def test_what_a_reader_sees(body: str, shown: list[str]) -> None:
    assert texts(body) == shown


@pytest.mark.parametrize(
    "chrome",
    [
        "<nav><a href=/>Home</a></nav>",
        "<div role=navigation>Menu</div>",
        "<div id=cookie-banner><h2>Cookies</h2><p>We use them.</p></div>",
        "<ol class=breadcrumbs><li>Home<li>Reports</ol>",
        "<a class=skip-link href=#main>Skip to main content</a>",
        "<header><p>Northshire online</p><nav><a href=/>Home</a></nav></header>",
        "<footer><a href=/>Contact us</a> <a href=/>Privacy</a></footer>",
        "<aside><a href=/>Other reports</a></aside>",
        "<form><input value=Search><button>Search</button></form>",
        "<span class=sr-only>opens in a new window</span>",
    ],
)
def test_site_furniture_is_out(chrome: str) -> None:
    assert texts(f"{chrome}<main><h1>Report</h1><p>{PROSE}</p></main>") == ["Report", PROSE]


@pytest.mark.parametrize(
    "kept",
    [
        f"<header><h1>Annual report</h1></header><p>{PROSE}</p>",
        f"<h1>Annual report</h1><p>{PROSE}</p><footer>Published by the Northshire board</footer>",
        f"<article><header><h1>Annual report</h1></header><aside>{PROSE}</aside></article>",
        f"<h1>Annual report</h1><div class=cookie-policy>{PROSE}</div>",
        f"<h1>Annual report</h1><div class=tab>{PROSE * 5}</div>",
    ],
)
def test_text_is_never_taken_for_furniture(kept: str) -> None:
    found = " ".join(texts(kept, "<style>.tab { display: none }</style>"))
    assert "Annual report" in found
    assert PROSE in found or "Published by the Northshire board" in found


def test_headings_by_element_role_and_look() -> None:
    body = f"<h1>One</h1><h3><button>Three</button></h3><div role=heading aria-level=2>Two</div><p>{PROSE}</p>"
    body += f"<p><strong>By weight</strong></p><p>{PROSE}</p><p class=big>By size</p><p>{PROSE}</p>"
    body += f"<p><b>Ann Example, Head of Probation</b></p><p>{PROSE}</p>"
    found = kinds(body, "<style>p.big { font-size: 24px }</style>")
    assert [(level, text) for kind, level, text in found if kind == "heading"] == [
        *((1, "One"), (3, "Three"), (2, "Two"), (4, "By weight")),
        (2, "By size"),
    ]


def test_kinds() -> None:
    body = "<blockquote><p>It helped us.</p></blockquote><figure><img alt=x><figcaption>The team</figcaption></figure><ul><li>A point</ul>"
    assert kinds(body) == [("quote", None, "It helped us."), ("caption", None, "The team"), ("item", None, "A point")]


@pytest.mark.parametrize(
    ("opening", "marks"),
    [
        ("<ol>", ["1. ", "2. "]),
        ("<ol type=a>", ["a. ", "b. "]),
        ("<ol type=I start=4>", ["IV. ", "V. "]),
        ("<ol reversed>", ["2. ", "1. "]),
        ("<ol style='list-style-type: lower-roman'>", ["i. ", "ii. "]),
        ("<ol class=letters>", ["a. ", "b. "]),
        ("<ol style='list-style: none'>", ["", ""]),
        ("<ul>", ["", ""]),
    ],
)
def test_list_marks_are_written_as_shown(opening: str, marks: list[str]) -> None:
    head = "<style>/* x */ @media print { p { color: red } } ol.letters { list-style-type: lower-alpha }</style>"
    closing = "</" + opening[1:3] + ">"
    assert texts(f"{opening}<li>first</li><li><p>second</p><p>more</p></li>{closing}", head) == [
        marks[0] + "first",
        marks[1] + "second",
        "more",
    ]


def test_nested_list_counts_on_its_own() -> None:
    assert texts("<ol><li>a<ol><li>b</ol><li value=7>c</ol>") == ["1. a", "1. b", "7. c"]


def test_table_with_spans_caption_and_foot() -> None:
    body = """<table><caption>In the year</caption><tfoot><tr><td>Total<td>21<td>25</tfoot>
    <thead><tr><th rowspan=2>Level<th colspan=2>Category<tr><th>One<th>Two</thead>
    <tr><td>Level 2<td>15<td>20</table>"""
    caption, table = reading(body).blocks
    assert (caption.kind, normalise(caption.text)) == ("caption", "In the year")
    assert table.rows == (("Level", "Category", ""), ("", "One", "Two"), ("Level 2", "15", "20"), ("Total", "21", "25"))


def test_layout_tables_are_opened() -> None:
    data = "<table><tr><td>Level 2<td>13</table>"
    assert [kind for kind, _, _ in kinds(f"<table><tr><td><h2>Left</h2><p>{PROSE}</p><td>{data}</table>")] == [
        "heading",
        "paragraph",
        "table",
    ]
    assert [kind for kind, _, _ in kinds("<table role=presentation><tr><td>Left<td>Right</table>")] == ["paragraph", "paragraph"]


@pytest.mark.parametrize(
    "data",
    [
        '<meta charset="utf-8"><p>Ŵy – end</p>'.encode(),
        '<meta http-equiv="Content-Type" content="text/html; charset=windows-1250"><p>Ŵy – end</p>'.replace("Ŵ", "W").encode("cp1250"),
        "<meta charset=iso-8859-1><p>Wy – end</p>".encode("cp1252"),
        "<meta charset=utf-8><p>Wy – end</p>".encode("cp1252"),
        "<p>Wy – end</p>".encode("utf-16"),
        '<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml"><body><p>Wy – end</p></body></html>'.encode(),
    ],
)
def test_encodings(data: bytes) -> None:
    assert normalise(read(Path("x.html"), data).blocks[0].text).replace("Ŵ", "W") == "Wy – end"


def test_title() -> None:
    assert reading(f"<p>{PROSE}</p>", "<title>\n A year\n in Northshire</title>").title == "A year in Northshire"


def test_depth_loses_no_text_in_silence() -> None:
    assert texts("<div><font>" * 900 + PROSE) == [PROSE]
    with pytest.raises(SourceError, match="deeply"):
        texts("<div><font>" * 3000 + PROSE)


@pytest.mark.parametrize("data", [b"<html><body><img alt='x'></body></html>", b"<html></html>", b"<frameset><frame src=x></frameset>"])
def test_page_without_words(data: bytes) -> None:
    with pytest.raises(SourceError, match=r"^bad\.html: .*no words"):
        read(Path("bad.html"), data)


def test_real_report(shared: Path) -> None:
    path = shared / "reports" / "variants" / "bedfordshire-2015-16.html"
    wanted = json.loads((shared / "reports" / "bedfordshire-2015-16.truth.json").read_text(encoding="utf-8"))["blocks"]
    found = read(path, path.read_bytes())
    assert [normalise(block["text"]) for block in wanted if block["kind"] in ("h1", "h2", "h3")] == [
        normalise(block.text) for block in found.blocks if block.kind == "heading"
    ]
    assert [block["rows"] for block in wanted if block["kind"] == "table"] == [
        [[normalise(text) for text in row] for row in block.rows] for block in found.blocks if block.rows
    ]
    text = freeze(found.blocks, found.pages).text
    assert [block["text"] for block in wanted if block["kind"] == "para" and normalise(block["text"]) not in text] == []
