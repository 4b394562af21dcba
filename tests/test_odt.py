"""OpenDocument texts: what is kept, what is left out, and what becomes of lists, pages, tables and headings."""

import io
import json
import zipfile
from pathlib import Path

import pytest

from mappa.document import freeze, normalise
from mappa.errors import SourceError
from mappa.readers import Reading
from mappa.readers.odt import read

NAMES = {name: f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0" for name in ("office", "style", "text", "table")} | {
    "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
    "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
    "svg": "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0",
    "dc": "http://purl.org/dc/elements/1.1/",
    "xlink": "http://www.w3.org/1999/xlink",
}
SPACES = " ".join(f'xmlns:{prefix}="{name}"' for prefix, name in NAMES.items())
PROSE = "The board met four times in the year and looked at every case that had gone wrong in any way."
STYLES = """
<style:default-style style:family="paragraph"><style:text-properties fo:font-size="11pt"/></style:default-style>
<style:style style:name="Heading_20_1" style:display-name="Heading 1" style:family="paragraph">
  <style:text-properties fo:font-size="16pt" fo:font-weight="bold"/></style:style>
<style:style style:name="Title" style:family="paragraph"/>
<style:style style:name="Quotations" style:family="paragraph"/>
<style:style style:name="Table" style:family="paragraph"/>
"""
AUTOMATIC = """
<style:style style:name="P1" style:family="paragraph"><style:text-properties fo:font-weight="bold"/></style:style>
<style:style style:name="P2" style:family="paragraph"><style:paragraph-properties fo:break-before="page"/></style:style>
<style:style style:name="P3" style:family="paragraph" style:parent-style-name="Quotations"/>
<style:style style:name="P4" style:family="paragraph"><style:text-properties fo:font-size="130%"/></style:style>
<style:style style:name="P5" style:family="paragraph"><style:paragraph-properties fo:break-after="page"/></style:style>
<style:style style:name="T1" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>
<style:style style:name="T2" style:family="text"><style:text-properties text:display="none"/></style:style>
<text:list-style style:name="L1">
  <text:list-level-style-number text:level="1" style:num-format="a" style:num-prefix="(" style:num-suffix=")"/>
  <text:list-level-style-number text:level="2" style:num-format="i" style:num-suffix="."/></text:list-style>
<text:list-style style:name="L2">
  <text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="."/>
  <text:list-level-style-number text:level="2" style:num-format="1" text:display-levels="2"/></text:list-style>
<text:list-style style:name="L3"><text:list-level-style-bullet text:level="1" text:bullet-char="•"/></text:list-style>
"""
MASTER = (
    "<office:master-styles><style:master-page><style:header><text:p>{}</text:p></style:header></style:master-page></office:master-styles>"
)


def package(body: str, *, header: str = "", title: str = "", manifest: str = "") -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", f"<office:document-content {SPACES}>{insides(body)}</office:document-content>")
        sheet = f"<office:styles>{STYLES}</office:styles>{MASTER.format(header)}"
        archive.writestr("styles.xml", f"<office:document-styles {SPACES}>{sheet}</office:document-styles>")
        archive.writestr(
            "meta.xml", f"<office:document-meta {SPACES}><office:meta><dc:title>{title}</dc:title></office:meta></office:document-meta>"
        )
        archive.writestr("META-INF/manifest.xml", f'<m:manifest xmlns:m="m">{manifest}</m:manifest>')
    return stream.getvalue()


def insides(body: str) -> str:
    styles = f"<office:automatic-styles>{AUTOMATIC}</office:automatic-styles>"
    return f"{styles}<office:body><office:text>{body}</office:text></office:body>"


def reading(body: str, **parts: str) -> Reading:
    return read(Path("northshire.odt"), package(body, **parts))


def p(text: str, style: str = "") -> str:
    return f'<text:p text:style-name="{style}">{text}</text:p>'


def texts(body: str) -> list[str]:
    return [normalise(block.text) for block in reading(body).blocks]


def kinds(body: str) -> list[tuple[str, int | None, str]]:
    return [(block.kind, block.level, normalise(block.text)) for block in reading(body).blocks]


def table(*rows: str) -> str:
    return "<table:table>" + "".join(f"<table:table-row>{row}</table:table-row>" for row in rows) + "</table:table>"


def cell(text: str, about: str = "") -> str:
    return f"<table:table-cell {about}>{p(text)}</table:table-cell>"


@pytest.mark.parametrize(
    ("inside", "shown"),
    [
        ("Police <text:change-start/>and Probation <text:change-end/>met.", "Police and Probation met."),
        ('one<text:s text:c="3"/>two<text:tab/>three', "one two three"),
        ('Seen<text:span text:style-name="T2"> not seen</text:span> again', "Seen again"),
        ("<text:a xlink:href='x'>our site</text:a>", "our site"),
        ("Page <text:page-number>3</text:page-number> ends", "Page ends"),
        ("Said<office:annotation><dc:creator>A</dc:creator><text:p>Check this</text:p></office:annotation> so", "Said so"),
        ("<draw:frame><draw:image/><svg:title>Logo</svg:title><svg:desc>A smiling officer</svg:desc></draw:frame>Words", "Words"),
        ("Made in <text:date>2017</text:date>", "Made in 2017"),
        ("<text:bookmark text:name='b'/>Marked", "Marked"),
    ],
)
def test_what_a_reader_sees(inside: str, shown: str) -> None:
    assert texts(p(inside)) == [shown]


def test_deletions_are_out() -> None:
    region = f"<text:changed-region><text:deletion>{p('Struck out')}</text:deletion></text:changed-region>"
    deleted = f"<text:tracked-changes>{region}</text:tracked-changes>"
    assert texts(deleted + p("Kept<text:change/>.")) == ["Kept."]


def test_text_box_and_notes_follow_their_paragraph() -> None:
    box = f"<draw:frame><draw:text-box>{p('In a box.')}</draw:text-box></draw:frame>"
    note = "<text:note text:note-class='{}'><text:note-citation>1</text:note-citation><text:note-body>{}</text:note-body></text:note>"
    body = p("Serious harm" + note.format("footnote", p("As defined.")) + note.format("endnote", p("Last.")) + " is rare." + box) + p(
        "Next."
    )
    assert texts(body) == ["Serious harm is rare.", "As defined.", "In a box.", "Next.", "Last."]


def test_sections_and_contents_are_read_and_hidden_ones_not() -> None:
    contents = f"<text:table-of-content><text:index-body>{p('Foreword 3', 'P1')}</text:index-body></text:table-of-content>"
    hidden = f'<text:section text:display="none">{p("Not shown")}</text:section>'
    assert texts(contents + hidden + f"<text:section>{p(PROSE)}</text:section>") == ["Foreword 3", PROSE]


def test_headings_by_element_style_and_look() -> None:
    body = '<text:h text:outline-level="2">By element</text:h>' + p("By style", "Heading_20_1") + p("The report", "Title") + p(PROSE)
    body += p("By weight", "P1") + p(PROSE) + p("By size", "P4") + p(PROSE) + p("Not by weight alone.", "P1") + p(PROSE)
    assert [(level, text) for kind, level, text in kinds(body) if kind == "heading"] == [
        *((2, "By element"), (1, "By style"), (1, "The report"), (3, "By weight")),
        (2, "By size"),
    ]


def test_bold_span_is_a_heading_only_if_it_is_the_whole_paragraph() -> None:
    body = (
        p('<text:span text:style-name="T1">All of it</text:span>') + p('<text:span text:style-name="T1">Some</text:span> of it') + p(PROSE)
    )
    assert [kind for kind, _, _ in kinds(body)] == ["heading", "paragraph", "paragraph"]


def test_quote_style_through_an_automatic_one() -> None:
    assert [kind for kind, _, _ in kinds(p("It helped us a great deal.", "P3"))] == ["quote"]


def test_list_marks_are_written_as_shown() -> None:
    def item(inside: str, about: str = "") -> str:
        return f"<text:list-item {about}>{inside}</text:list-item>"

    far = item(p("far"), 'text:start-value="5"')
    inner = f"<text:list>{item(p('sub'))}</text:list>"
    nested = f"<text:list>{item(p('under'))}{item(p('under too'))}</text:list>"
    body = f'<text:list text:style-name="L1">{item(p("one") + nested)}{item(p("two") + p("more of two"))}</text:list>' + p("Between")
    body += f'<text:list text:style-name="L1" text:continue-numbering="true">{item(p("three"))}</text:list>'
    body += f'<text:list text:style-name="L1">{item(p("anew"))}{far}</text:list>'
    body += f'<text:list text:style-name="L2">{item(p("first") + inner)}</text:list>'
    body += f'<text:list text:style-name="L3">{item(p("dot"))}</text:list>'
    assert texts(body) == [
        *("(a) one", "i. under", "ii. under too", "(b) two", "more of two", "Between", "(c) three", "(a) anew", "(e) far"),
        *("1. first", "1.1 sub", "dot"),
    ]


def test_pages_from_soft_breaks_and_styles() -> None:
    body = p("One.") + p("It began here <text:soft-page-break/>and went on.") + p("Three.", "P2") + p("Ends three.", "P5") + p("Four.")
    found = reading(body)
    assert [block.runs for block in found.blocks][1:] == [
        ((1, "It began here "), (2, "and went on.")),
        ((3, "Three."),),
        ((3, "Ends three."),),
        ((4, "Four."),),
    ]
    assert found.pages == 4


def test_no_pages_where_the_file_shows_none() -> None:
    assert reading(p(PROSE)).pages is None


def test_spanned_repeated_and_covered_cells() -> None:
    first = (
        cell("Level", 'table:number-rows-spanned="2"')
        + cell("Category", 'table:number-columns-spanned="2"')
        + "<table:covered-table-cell/>"
    )
    second = "<table:covered-table-cell/>" + cell("One") + cell("Two")
    third = cell("Level 2") + cell("13", 'table:number-columns-repeated="2"')
    assert reading(table(first, second, third)).blocks[0].rows == (("Level", "Category", ""), ("", "One", "Two"), ("Level 2", "13", "13"))


def test_layout_table_is_paragraphs() -> None:
    assert [kind for kind, _, _ in kinds(table(cell(PROSE) + cell("It went well for all who took part in it.")))] == ["paragraph"] * 2


def test_header_and_title() -> None:
    found = reading(p(PROSE), header="Northshire <text:page-number>2</text:page-number>", title="A year in Northshire")
    assert (found.furniture, found.title) == (("Northshire",), "A year in Northshire")


def test_flat_file() -> None:
    kind = 'office:mimetype="application/vnd.oasis.opendocument.text"'
    flat = f'<?xml version="1.0"?><office:document {SPACES} {kind}>{insides(p(PROSE))}</office:document>'
    assert [block.text for block in read(Path("x.fodt"), flat.encode()).blocks] == [PROSE]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (package(p("x"), manifest="<m:encryption-data/>"), "password"),
        (package(p("x"))[:-60], "damaged"),
        (package("<text:p>"), "not sound XML"),
        (package(p("")), "no words"),
    ],
)
def test_bad_files_say_so_in_one_line(data: bytes, says: str) -> None:
    with pytest.raises(SourceError, match=says) as caught:
        read(Path("bad.odt"), data)
    assert str(caught.value).startswith("bad.odt: ") and "\n" not in str(caught.value)


def test_real_report(shared: Path) -> None:
    path = shared / "reports" / "variants" / "bedfordshire-2015-16.odt"
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
