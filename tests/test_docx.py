"""Word documents: what is kept, what is left out, and what becomes of lists, pages, tables and headings."""

import io
import json
import zipfile
from pathlib import Path

import docx
import pytest

from mappa.document import freeze, normalise
from mappa.errors import SourceError
from mappa.readers import Reading
from mappa.readers.docx import read

NAMES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "v": "urn:schemas-microsoft-com:vml",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
}
SPACES = " ".join(f'xmlns:{prefix}="{name}"' for prefix, name in NAMES.items())
OFFICE = NAMES["r"]
PROSE = "The board met four times in the year and looked at every case that had gone wrong in any way."
STYLES = """
<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="22"/></w:rPr></w:rPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="berschrift1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/>
  <w:pPr><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:b/><w:sz w:val="32"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="H2"><w:name w:val="heading 2"/><w:basedOn w:val="Normal"/>
  <w:pPr><w:outlineLvl w:val="1"/></w:pPr><w:rPr><w:b/><w:sz w:val="26"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Own"><w:name w:val="Board section"/><w:basedOn w:val="H2"/></w:style>
<w:style w:type="paragraph" w:styleId="T"><w:name w:val="Title"/></w:style>
<w:style w:type="paragraph" w:styleId="S"><w:name w:val="Subtitle"/><w:rPr><w:b/><w:sz w:val="30"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="C"><w:name w:val="caption"/></w:style>
<w:style w:type="paragraph" w:styleId="Q"><w:name w:val="Intense Quote"/></w:style>
<w:style w:type="paragraph" w:styleId="TOC1"><w:name w:val="toc 1"/><w:rPr><w:b/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Gone"><w:name w:val="Gone"/><w:rPr><w:vanish/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="LN"><w:name w:val="List Number"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
<w:style w:type="character" w:styleId="Strong"><w:name w:val="Strong"/><w:rPr><w:b/></w:rPr></w:style>
"""
NUMBERING = """
<w:abstractNum w:abstractNumId="0">
  <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="(%1)"/></w:lvl>
  <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerRoman"/><w:lvlText w:val="%2)"/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="1">
  <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>
  <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2"/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="2"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="&#xF0B7;"/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="2"/></w:num>
<w:num w:numId="4"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>
"""


def package(body: str, **parts: str) -> bytes:
    """A Word package around `body`; `parts` are the insides of footnotes, endnotes, header1 and core."""
    inside = {"styles": STYLES, "numbering": NUMBERING, **parts}
    kinds = {name: "header" if name.startswith("header") else name for name in inside if name != "core"}
    relations = "".join(f'<Relationship Id="r{name}" Type="{OFFICE}/{kind}" Target="{name}.xml"/>' for name, kind in kinds.items())
    roots = {"header": "hdr"}
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", f"<w:document {SPACES}><w:body>{body}</w:body></w:document>")
        for name, kind in kinds.items():
            root = roots.get(kind, kind)
            archive.writestr(f"word/{name}.xml", f"<w:{root} {SPACES}>{inside[name]}</w:{root}>")
        archive.writestr(
            "word/_rels/document.xml.rels",
            f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{relations}</Relationships>',
        )
        if "core" in parts:
            archive.writestr("docProps/core.xml", f'<c xmlns:dc="http://purl.org/dc/elements/1.1/">{parts["core"]}</c>')
    return stream.getvalue()


def reading(body: str, **parts: str) -> Reading:
    return read(Path("northshire.docx"), package(body, **parts))


def p(text: str, style: str = "", run: str = "", paragraph: str = "") -> str:
    name = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{name}{paragraph}</w:pPr>{r(text, run)}</w:p>"


def r(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def table(*rows: tuple[str, ...]) -> str:
    return "<w:tbl>" + "".join("<w:tr>" + "".join(f"<w:tc>{p(cell)}</w:tc>" for cell in row) + "</w:tr>" for row in rows) + "</w:tbl>"


def texts(body: str, **parts: str) -> list[str]:
    return [normalise(block.text) for block in reading(body, **parts).blocks]


def kinds(body: str, **parts: str) -> list[tuple[str, int | None, str]]:
    return [(block.kind, block.level, normalise(block.text)) for block in reading(body, **parts).blocks]


FIELD = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'


def field(instruction: str, result: str) -> str:
    code = f"<w:r><w:instrText>{instruction}</w:instrText></w:r>"
    return FIELD.format("begin") + code + FIELD.format("separate") + r(result) + FIELD.format("end")


@pytest.mark.parametrize(
    ("inside", "shown"),
    [
        (r("Police ") + f"<w:ins>{r('and Probation ')}</w:ins>" + r("met."), "Police and Probation met."),
        (r("Police ") + "<w:del><w:r><w:delText>and others </w:delText></w:r></w:del>" + r("met."), "Police met."),
        (f"<w:moveFrom>{r('Once. ')}</w:moveFrom>" + r("Here ") + f"<w:moveTo>{r('once.')}</w:moveTo>", "Here once."),
        (f"<w:sdt><w:sdtContent>{r('Chosen text.')}</w:sdtContent></w:sdt>", "Chosen text."),
        (f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{r('Click here.')}</w:sdtContent></w:sdt>" + r("Kept."), "Kept."),
        (f"<w:smartTag>{r('Northshire')}</w:smartTag>" + r(" area"), "Northshire area"),
        (f'<w:hyperlink r:id="x">{r("our site")}</w:hyperlink>', "our site"),
        (f'<w:fldSimple w:instr=" DATE ">{r("May 2017")}</w:fldSimple>', "May 2017"),
        (r("Made in ") + field(" DATE \\@ yyyy ", "2017"), "Made in 2017"),
        (r("Page ") + field(" PAGE ", "7") + r(" ends"), "Page ends"),
        (r("Of ") + f'<w:fldSimple w:instr="NUMPAGES">{r("12")}</w:fldSimple>' + r(" here"), "Of here"),
        (r("Seen") + r(" not seen", "<w:vanish/>") + r(" again"), "Seen again"),
        (r("Seen") + r(" too", '<w:vanish w:val="0"/>'), "Seen too"),
        ('<w:bookmarkStart w:id="1" w:name="here"/>' + r("Marked") + '<w:commentReference w:id="3"/>', "Marked"),
        ('<w:r><w:drawing><wp:docPr id="1" descr="A smiling officer"/></w:drawing></w:r>' + r("Words"), "Words"),
        ("<w:r><w:t>one</w:t><w:tab/><w:t>two</w:t><w:noBreakHyphen/><w:t>three</w:t></w:r>", "one two-three"),
        (f"<mc:AlternateContent><mc:Choice>{r('once')}</mc:Choice><mc:Fallback>{r('once')}</mc:Fallback></mc:AlternateContent>", "once"),
        ("<m:oMath><m:r><m:t>x=2</m:t></m:r></m:oMath>", "x=2"),
    ],
)
def test_what_a_reader_sees(inside: str, shown: str) -> None:
    assert texts(f"<w:p>{inside}</w:p>") == [shown]


def test_style_hides_a_paragraph() -> None:
    assert texts(p("Not for print", "Gone") + p("For print")) == ["For print"]


def test_text_box_is_read_once() -> None:
    box = f"<w:txbxContent>{p('Words in a box.')}</w:txbxContent>"
    drawing = f"<mc:Choice><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>"
    fallback = f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback>"
    body = f"<w:p>{r('Beside it.')}<w:r><mc:AlternateContent>{drawing}{fallback}</mc:AlternateContent></w:r></w:p>"
    assert texts(body) == ["Beside it.", "Words in a box."]


def test_old_text_box_is_read() -> None:
    box = f"<w:pict><v:textbox><w:txbxContent>{p('Old box.')}</w:txbxContent></v:textbox></w:pict>"
    assert texts(f"<w:p><w:r>{box}</w:r></w:p>") == ["Old box."]


def test_paragraph_whose_end_is_deleted_runs_on() -> None:
    first = p("The first half", paragraph="<w:rPr><w:del/></w:rPr>")
    assert texts(first + p(" and the second.")) == ["The first half and the second."]


def test_drop_capital_is_joined_with_its_word() -> None:
    assert texts(p("T", paragraph='<w:framePr w:dropCap="drop" w:lines="3"/>') + p("his year was busy.")) == ["This year was busy."]


def test_notes_follow_and_leave_no_mark() -> None:
    body = f'<w:p>{r("Serious harm")}<w:r><w:footnoteReference w:id="2"/><w:endnoteReference w:id="2"/></w:r>{r(" is defined.")}</w:p>' + p(
        "Next."
    )
    foot = f'<w:footnote w:type="separator" w:id="0">{p("line")}</w:footnote><w:footnote w:id="2">{p("As the guidance says.")}</w:footnote>'
    end = f'<w:endnote w:id="2">{p("At the end.")}</w:endnote>'
    assert texts(body, footnotes=foot, endnotes=end) == ["Serious harm is defined.", "As the guidance says.", "Next.", "At the end."]


def test_headers_are_furniture_without_page_numbers() -> None:
    header = f"<w:p>{r('Northshire annual report ')}{field('PAGE', '3')}</w:p>"
    found = reading(p(PROSE), header1=header, core="<dc:title>A year in Northshire</dc:title>")
    assert found.furniture == ("Northshire annual report",)
    assert found.title == "A year in Northshire"
    assert [block.text for block in found.blocks] == [PROSE]


def test_list_marks_are_written_as_shown() -> None:
    def item(text: str, num: int, level: int = 0) -> str:
        return p(text, paragraph=f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num}"/></w:numPr>')

    body = "".join(
        [
            item("one", 1),
            item("under", 1, 1),
            item("under too", 1, 1),
            p("third style", "LN"),
            item("anew", 4),
            item("first", 2),
            item("sub", 2, 1),
            item("second", 2),
            item("sub again", 2, 1),
            item("dot", 3),
            p("plain", "LN", paragraph='<w:numPr><w:numId w:val="0"/></w:numPr>'),
        ]
    )
    found = kinds(body)
    assert [text for _, _, text in found] == [
        *("(a) one", "i) under", "ii) under too", "(b) third style", "(a) anew"),
        *("1. first", "1.1 sub", "2. second", "2.1 sub again", "dot", "plain"),
    ]
    assert [kind for kind, _, _ in found] == ["item"] * 10 + ["paragraph"]


def test_typed_bullet_is_dropped() -> None:
    assert kinds(p("•\tA point to make")) == [("item", None, "A point to make")]


def test_headings_by_style_outline_and_numbering() -> None:
    numbered = p("Numbers", "berschrift1", paragraph='<w:numPr><w:numId w:val="2"/></w:numPr>')
    body = p("A report", "T") + numbered + p("Own style", "Own") + p("By outline", paragraph='<w:outlineLvl w:val="2"/>') + p(PROSE)
    assert kinds(body)[:-1] == [
        ("heading", 1, "A report"),
        ("heading", 1, "1. Numbers"),
        ("heading", 2, "Own style"),
        ("heading", 3, "By outline"),
    ]


def test_subtitle_heads_nothing() -> None:
    assert kinds(p("A report", "T") + p("For the whole county", "S") + p(PROSE))[1] == ("paragraph", None, "For the whole county")


def test_prose_in_a_heading_style_is_prose() -> None:
    assert [kind for kind, _, _ in kinds(p(" ".join([PROSE] * 4), "berschrift1"))] == ["paragraph"]


def test_caption_and_quote_styles() -> None:
    assert [kind for kind, _, _ in kinds(p("Figures of the year", "C") + p("It helped us a great deal.", "Q"))] == ["caption", "quote"]


@pytest.mark.parametrize(
    ("line", "look", "level"),
    [
        ("How it works", "<w:b/>", 2),
        ("How it works", '<w:rStyle w:val="Strong"/>', 2),
        ("How it works", '<w:u w:val="single"/>', 2),
        ("HOW IT WORKS", "", 2),
        ("How it works", '<w:sz w:val="28"/>', 2),
        ("How it works", '<w:b/><w:sz w:val="40"/>', 1),
        ("It works well.", "<w:b/>", None),
        ("How it works", "", None),
        ("“How it works”", "<w:b/>", None),
        ("See www.example.org for more", "<w:b/>", None),
        ("DCI Ann Example", "<w:b/>", None),
        ("Detective Chief Superintendent Ann Example", "<w:b/>", None),
        ("Chief Constable’s foreword", "<w:b/>", 2),
        ("Ann Example, Head of Probation", "<w:b/>", None),
    ],
)
def test_headings_by_look(line: str, look: str, level: int | None) -> None:
    found = kinds(p("Start", "berschrift1") + p(PROSE) + p(line, run=look) + p(PROSE))
    assert found[2] == ("heading" if level else "paragraph", level, line)


def test_ranks_of_size_are_levels() -> None:
    body = (
        p("Largest", run='<w:sz w:val="36"/>')
        + p(PROSE)
        + p("Middle", run='<w:sz w:val="28"/>')
        + p(PROSE)
        + p("Smallest", run="<w:b/>")
        + p(PROSE)
    )
    assert [level for kind, level, _ in kinds(body) if kind == "heading"] == [1, 2, 3]


def test_name_and_post_on_two_bold_lines_are_no_headings() -> None:
    body = p(PROSE) + p("Ann Example", run="<w:b/>") + p("Chief Constable of Northshire", run="<w:b/>") + p(PROSE)
    assert [kind for kind, _, _ in kinds(body)] == ["paragraph"] * 4


def test_bold_address_block_is_no_row_of_headings() -> None:
    lines = "".join(p(line, run="<w:b/>") for line in ("Public Protection Unit", "Northshire House", "High Road", "Northtown"))
    assert "heading" not in [kind for kind, _, _ in kinds(p(PROSE) + lines + p(PROSE))]


def test_bold_line_above_a_table_is_its_caption() -> None:
    assert kinds(p(PROSE) + p("Offenders in the year", run="<w:b/>") + table(("Level 2", "13")))[1] == (
        "caption",
        None,
        "Offenders in the year",
    )


def test_contents_list_holds_no_headings() -> None:
    assert [kind for kind, _, _ in kinds(p("Foreword 3", "TOC1") + p("Numbers 5", "TOC1") + p(PROSE))] == ["paragraph"] * 3


def test_short_lines_of_a_signature_are_paragraphs() -> None:
    lines = "<w:br/>".join(f"<w:t>{line}</w:t>" for line in ("Ann Example", "Head of Northshire Probation", "Chair of the Board"))
    assert kinds(p(PROSE) + f"<w:p><w:r><w:rPr><w:b/></w:rPr>{lines}</w:r></w:p>" + p(PROSE))[1:-1] == [
        ("paragraph", None, "Ann Example"),
        ("paragraph", None, "Head of Northshire Probation"),
        ("paragraph", None, "Chair of the Board"),
    ]


def test_break_inside_prose_is_a_space() -> None:
    assert texts(f"<w:p><w:r><w:t>{PROSE}</w:t><w:br/><w:t>and it went on.</w:t></w:r></w:p>") == [f"{PROSE} and it went on."]


def test_pages_from_words_own_marks() -> None:
    split = "<w:p><w:r><w:t>It began here </w:t></w:r><w:r><w:lastRenderedPageBreak/><w:t>and went on.</w:t></w:r></w:p>"
    manual = '<w:p><w:r><w:br w:type="page"/></w:r></w:p><w:p><w:r><w:lastRenderedPageBreak/><w:t>Third.</w:t></w:r></w:p>'
    found = reading(p("First.") + split + manual)
    assert [block.runs for block in found.blocks] == [((1, "First."),), ((1, "It began here "), (2, "and went on.")), ((3, "Third."),)]
    assert found.pages == 3


def test_pages_from_sections_and_breaks_before_paragraphs() -> None:
    def section(kind: str) -> str:
        return f'<w:sectPr><w:type w:val="{kind}"/></w:sectPr>'

    body = p("One.", paragraph=section("nextPage")) + p("Still one.", paragraph=section("continuous")) + p("Two.")
    found = reading(body + p("Three.", paragraph="<w:pageBreakBefore/>") + section("nextPage"))
    assert [(block.runs[0][0], block.text) for block in found.blocks] == [(1, "One."), (1, "Still one."), (2, "Two."), (3, "Three.")]


def test_no_pages_where_the_file_shows_none() -> None:
    assert reading(p(PROSE)).pages is None
    assert reading(p(PROSE)).blocks[0].runs == ((None, PROSE),)


def test_no_pages_where_the_breaks_cannot_be_all() -> None:
    long = "".join(p(PROSE) for _ in range(200))
    assert reading(p("Cover") + '<w:p><w:r><w:br w:type="page"/></w:r></w:p>' + long).pages is None


def test_row_of_a_table_keeps_its_page() -> None:
    row = "<w:tr><w:tc><w:p><w:r><w:lastRenderedPageBreak/><w:t>Level 3</w:t></w:r></w:p></w:tc><w:tc>{}</w:tc></w:tr>".format(p("5"))
    body = table(("Level 2", "13")).replace("</w:tbl>", row + "</w:tbl>")
    assert reading(body + p("After.")).blocks[0].runs == ((1, ""), (2, ""))


def test_merged_cells_are_printed_once() -> None:
    def cell(text: str, about: str = "") -> str:
        return f"<w:tc><w:tcPr>{about}</w:tcPr>{p(text)}</w:tc>"

    rows = [
        cell("Level", '<w:vMerge w:val="restart"/>') + cell("Category", '<w:gridSpan w:val="2"/>'),
        cell("", "<w:vMerge/>") + cell("One") + cell("Two"),
        cell("Level 2") + cell("13") + cell("74"),
    ]
    body = "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"
    assert reading(body).blocks[0].rows == (("Level", "Category", ""), ("", "One", "Two"), ("Level 2", "13", "74"))


def test_cell_paragraphs_nested_tables_and_deleted_rows() -> None:
    nested = f"<w:tc>{p('Breach')}{p('of licence')}{table(('a', 'b'))}<w:p/></w:tc><w:tc>{p('6')}</w:tc>"
    gone = f"<w:tr><w:trPr><w:del/></w:trPr><w:tc>{p('Old')}</w:tc><w:tc>{p('9')}</w:tc></w:tr>"
    assert reading(f"<w:tbl><w:tr>{nested}</w:tr>{gone}</w:tbl>").blocks[0].rows == (("Breach of licence a b", "6"),)


def test_layout_table_is_paragraphs_in_order() -> None:
    left, right = p("Case study", "H2") + p(PROSE), p("It went well for all who took part in it.")
    body = f"<w:tbl><w:tr><w:tc>{left}</w:tc><w:tc>{right}</w:tc></w:tr></w:tbl>"
    assert [kind for kind, _, _ in kinds(body)] == ["heading", "paragraph", "paragraph"]


def test_frame_around_a_data_table_leaves_it_a_table() -> None:
    found = reading(f"<w:tbl><w:tr><w:tc>{p(PROSE)}{table(('Level 2', '13'))}<w:p/></w:tc></w:tr></w:tbl>")
    assert [block.kind for block in found.blocks] == ["paragraph", "table"]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (package(p("x"))[:-60], "damaged"),
        (package("<w:p>"), "not sound XML"),
        (package("<w:p/>"), "no words"),
        (package(p("x" * 9_000_000)), "unpacks to more"),
    ],
)
def test_bad_files_say_so_in_one_line(data: bytes, says: str) -> None:
    with pytest.raises(SourceError, match=says) as caught:
        read(Path("bad.docx"), data)
    assert str(caught.value).startswith("bad.docx: ") and "\n" not in str(caught.value)


def test_entities_are_not_resolved(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("a secret", encoding="utf-8")
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        head = f'<!DOCTYPE d [<!ENTITY e SYSTEM "{secret.as_uri()}">]>'
        body = "<w:body><w:p><w:r><w:t>Seen &e;</w:t></w:r></w:p></w:body>"
        archive.writestr("word/document.xml", f"{head}<w:document {SPACES}>{body}</w:document>")
    assert "secret" not in read(Path("x.docx"), stream.getvalue()).blocks[0].text


def test_strict_namespace_and_other_main_part() -> None:
    document = docx.Document()
    document.add_heading("Start", 1)
    document.add_paragraph(PROSE)
    saved = io.BytesIO()
    document.save(saved)
    strict = io.BytesIO()
    with zipfile.ZipFile(saved) as old, zipfile.ZipFile(strict, "w") as new:
        for name in old.namelist():
            data = old.read(name).replace(NAMES["w"].encode(), b"http://purl.oclc.org/ooxml/wordprocessingml/main")
            new.writestr(name.replace("document.xml", "main.xml"), data.replace(b"word/document.xml", b"word/main.xml"))
    assert [block.kind for block in read(Path("x.docx"), strict.getvalue()).blocks] == ["heading", "paragraph"]


@pytest.mark.parametrize(("name", "truth"), [("bedfordshire-2022-23", "2022-23"), ("variants/bedfordshire-2015-16", "2015-16")])
def test_real_reports(shared: Path, name: str, truth: str) -> None:
    path = shared / "reports" / f"{name}.docx"
    wanted = json.loads((shared / "reports" / f"bedfordshire-{truth}.truth.json").read_text(encoding="utf-8"))["blocks"]
    found = read(path, path.read_bytes())
    assert [normalise(block["text"]) for block in wanted if block["kind"] in ("title", "h1", "h2", "h3")] == [
        normalise(block.text) for block in found.blocks if block.kind == "heading"
    ]
    assert [block["rows"] for block in wanted if block["kind"] == "table"] == [
        [[normalise(cell) for cell in row] for row in block.rows] for block in found.blocks if block.rows
    ]
    text = freeze(found.blocks, found.pages).text
    assert [block["text"] for block in wanted if block["kind"] == "para" and normalise(block["text"]) not in text] == []


def test_lonely_dash_is_no_bullet() -> None:
    assert kinds(p("“They helped me.”") + p("– A resident")) == [
        ("paragraph", None, "“They helped me.”"),
        ("paragraph", None, "– A resident"),
    ]
    assert [text for _, _, text in kinds(p("- one point") + p("- another point"))] == ["one point", "another point"]


def test_diagram_is_named_as_unread() -> None:
    diagram = '<w:r><w:drawing><d:relIds xmlns:d="http://schemas.openxmlformats.org/drawingml/2006/diagram"/></w:drawing></w:r>'
    assert [notice.code for notice in reading(f"<w:p>{diagram}</w:p>" + p(PROSE)).notices] == ["unread-object"]
    assert reading(p(PROSE)).notices == ()
