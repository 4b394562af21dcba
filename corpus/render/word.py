"""DOCX by python-docx: real heading styles, lists, tables, running header and page numbers."""

import re
import zipfile
from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from damage import Form
from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph
from gold import Piece, Report
from looks import Look, furniture, printed

STYLES = {"subtitle": "Subtitle", "caption": "Caption", "title": "Title", "item": "List Bullet"}
TABLES = {"grid": "Table Grid", "rules": "Light List", "shaded": "Light Shading Accent 1"}
EPOCH = (1980, 1, 1, 0, 0, 0)


def make(report: Report, look: Look, form: Form, target: Path) -> None:
    """Write `target`; the same input gives the same bytes."""
    document = Document()
    _set_type(document, look)
    _furnish(document, report, look)
    covered = not look.cover
    label = ""
    for piece in report.pieces:
        if piece.section and not covered:
            document.paragraphs[-1].add_run().add_break(WD_BREAK.PAGE)
            covered = True
        if look.run_in and piece.kind == "label":
            label = piece.text
            continue
        _add(document, piece, label, look)
        label = ""
    if form.columns == 2:
        document.sections[0]._sectPr.xpath("./w:cols")[0].set(qn("w:num"), "2")
    properties = document.core_properties
    properties.title, properties.author, properties.comments = report.title, "", ""
    properties.created = properties.modified = datetime.fromisoformat(report.end)
    buffer = BytesIO()
    document.save(buffer)
    target.write_bytes(undated(buffer.getvalue()))


def undated(data: bytes, settle: Callable[[str, bytes], bytes] = lambda _, part: part) -> bytes:
    """A zip file's bytes with every member dated alike; `settle` may still what else changes from run to run."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            kind = zipfile.ZIP_STORED if member.filename == "mimetype" else zipfile.ZIP_DEFLATED
            new.writestr(zipfile.ZipInfo(member.filename, EPOCH), settle(member.filename, old.read(member)), kind)
    return out.getvalue()


def _set_type(document: WordDocument, look: Look) -> None:
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = look.body, Pt(look.size)
    normal.paragraph_format.space_after = Pt(6)
    for name in ("Title", "Heading 1", "Heading 2", "Heading 3"):
        style = document.styles[name]
        style.font.name, style.font.color.rgb = look.heads, RGBColor.from_string(look.colour[1:].upper())
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for attribute in list(fonts.attrib):
            if attribute.endswith("Theme"):
                del fonts.attrib[attribute]
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(22)
    section.different_first_page_header_footer = True


def _furnish(document: WordDocument, report: Report, look: Look) -> None:
    section = document.sections[0]
    parts = [(section.header, look.header, WD_ALIGN_PARAGRAPH.RIGHT), (section.footer, look.footer, WD_ALIGN_PARAGRAPH.CENTER)]
    if not look.cover:
        parts.append((section.first_page_footer, look.footer, WD_ALIGN_PARAGRAPH.CENTER))
    for part, pattern, side in parts:
        paragraph = part.paragraphs[0]
        paragraph.alignment = side
        for text in re.split(r"([\x02\x03])", furniture(pattern, look, report.title, report.area, "\x02", "\x03")):
            if text in ("\x02", "\x03"):
                _field(paragraph, "PAGE" if text == "\x02" else "NUMPAGES")
            elif text:
                paragraph.add_run(text)


def _field(paragraph: Paragraph, code: str) -> None:
    field: Any = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), code)
    run = OxmlElement("w:r")
    shown = OxmlElement("w:t")
    shown.text = "1"
    run.append(shown)
    field.append(run)
    paragraph._p.append(field)


def _add(document: WordDocument, piece: Piece, label: str, look: Look) -> None:
    if piece.kind == "table":
        _add_table(document, piece, look)
        return
    if piece.kind == "heading":
        style = f"Heading {piece.level}"
    elif piece.kind == "item" and piece.section == "contents":
        style = "Normal"
    elif piece.kind == "quote" and look.quote_style == "italic":
        style = "Quote"
    else:
        style = STYLES.get(piece.kind, "Normal")
    paragraph = document.add_paragraph(style=style)
    if label:
        paragraph.add_run(printed(label, look) + " ").bold = True
    for number, line in enumerate(printed(piece.text, look).split("\n")):
        if number:
            paragraph.add_run().add_break()
        run = paragraph.add_run(re.sub(r" {3,}", "\t", line))
        run.bold = True if piece.kind == "label" or (piece.kind == "attribution" and look.quote_style == "italic") else None
    if piece.kind in ("quote", "attribution") and look.quote_style == "indent":
        paragraph.paragraph_format.left_indent = Mm(8)
    if look.justify and piece.kind == "paragraph":
        paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY


def _add_table(document: WordDocument, piece: Piece, look: Look) -> None:
    table = document.add_table(0, len(piece.rows[0]), style=TABLES[look.table])
    for row in piece.rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.paragraphs[0].add_run(printed(text, look))
    document.add_paragraph()
