"""ODT written part by part: styles, running header, lists and tables as OpenDocument names them."""

import re
import zipfile
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from xml.sax.saxutils import escape

from damage import Form
from gold import Piece, Report
from looks import Look, furniture, printed

SPACES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0" office:version="1.3"'
)
MANIFEST = """<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">
<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.text"/>
<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>
<manifest:file-entry manifest:full-path="styles.xml" manifest:media-type="text/xml"/>
<manifest:file-entry manifest:full-path="meta.xml" manifest:media-type="text/xml"/>
</manifest:manifest>"""
NAMES = {"title": "Title", "subtitle": "Subtitle", "caption": "Caption", "quote": "Quotations", "attribution": "Attribution"}
BOLD = '<style:style style:name="Bold" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>'
EPOCH = (1980, 1, 1, 0, 0, 0)


def make(report: Report, look: Look, form: Form, target: Path) -> None:
    """Write `target`; the same input gives the same bytes."""
    styles = f"<office:automatic-styles>{BOLD}</office:automatic-styles>"
    text = f"<office:body><office:text>{_body(report, look)}</office:text></office:body>"
    content = f"<office:document-content {SPACES}>{styles}{text}</office:document-content>"
    about = f"<dc:title>{escape(report.title)}</dc:title><meta:creation-date>{report.end}T00:00:00</meta:creation-date>"
    meta = f"<office:document-meta {SPACES}><office:meta>{about}</office:meta></office:document-meta>"
    parts = {"content.xml": content, "styles.xml": _styles(report, look), "meta.xml": meta}
    with zipfile.ZipFile(target, "w") as file:
        file.writestr(zipfile.ZipInfo("mimetype", EPOCH), "application/vnd.oasis.opendocument.text", zipfile.ZIP_STORED)
        for name, text in parts.items():
            file.writestr(zipfile.ZipInfo(name, EPOCH), '<?xml version="1.0" encoding="UTF-8"?>\n' + text, zipfile.ZIP_DEFLATED)
        file.writestr(zipfile.ZipInfo("META-INF/manifest.xml", EPOCH), MANIFEST, zipfile.ZIP_DEFLATED)


def _body(report: Report, look: Look) -> str:
    groups = groupby(report.pieces, key=lambda piece: piece.section if piece.kind == "item" and piece.section != "contents" else None)
    lines: list[str] = []
    for listed, group in groups:
        if listed is None:
            lines += [line for piece in group for line in _block(piece, look)]
        else:
            texts = (f'<text:p text:style-name="List">{_inline(piece.text, look)}</text:p>' for piece in group)
            items = "".join(f"<text:list-item>{text}</text:list-item>" for text in texts)
            lines.append(f'<text:list text:style-name="Bullets">{items}</text:list>')
    return "\n".join(lines)


def _block(piece: Piece, look: Look) -> Iterator[str]:
    if piece.kind == "table":
        yield f'<table:table><table:table-column table:number-columns-repeated="{len(piece.rows[0])}"/>'
        for row in piece.rows:
            texts = (f"<text:p>{_inline(cell, look)}</text:p>" for cell in row)
            cells = "".join(f'<table:table-cell office:value-type="string">{text}</table:table-cell>' for text in texts)
            yield f"<table:table-row>{cells}</table:table-row>"
        yield "</table:table>"
    elif piece.kind == "heading":
        yield f'<text:h text:style-name="Heading_20_{piece.level}" text:outline-level="{piece.level}">{_inline(piece.text, look)}</text:h>'
    elif piece.kind == "label":
        yield f'<text:p text:style-name="Standard"><text:span text:style-name="Bold">{_inline(piece.text, look)}</text:span></text:p>'
    else:
        yield f'<text:p text:style-name="{NAMES.get(piece.kind, "Standard")}">{_inline(piece.text, look)}</text:p>'


def _inline(text: str, look: Look) -> str:
    return re.sub(r" {3,}", "<text:tab/>", escape(printed(text, look))).replace("\n", "<text:line-break/>")


def _styles(report: Report, look: Look) -> str:
    def style(name: str, face: str, size: float, extra: str = "", margins: str = "") -> str:
        return (
            f'<style:style style:name="{name}" style:family="paragraph"><style:paragraph-properties fo:margin-bottom="0.2cm" {margins}/>'
            f'<style:text-properties fo:font-family="{face}" fo:font-size="{size}pt" {extra}/></style:style>'
        )

    def running(pattern: str) -> str:
        text = escape(furniture(pattern, look, report.title, report.area, "\x02", "\x03"))
        return text.replace("\x02", "<text:page-number>1</text:page-number>").replace("\x03", "<text:page-count>1</text:page-count>")

    bold = f'fo:font-weight="bold" fo:color="{look.colour}"'
    indent = 'fo:margin-left="0.8cm"' if look.quote_style == "indent" else ""
    italic = 'fo:font-style="italic"' if look.quote_style == "italic" else ""
    named = [
        style("Standard", look.body, look.size),
        style("List", look.body, look.size),
        style("Title", look.heads, look.size * 2, bold),
        style("Subtitle", look.body, look.size * 1.2),
        *(style(f"Heading_20_{level}", look.heads, size, bold) for level, size in ((1, 17), (2, 14), (3, 12))),
        style("Caption", look.body, look.size, 'fo:font-weight="bold"'),
        style("Quotations", look.body, look.size, italic, indent),
        style("Attribution", look.body, look.size, "", indent),
    ]
    bullets = '<text:list-style style:name="Bullets"><text:list-level-style-bullet text:level="1" text:bullet-char="•"/></text:list-style>'
    header = f"<style:header><text:p>{running(look.header)}</text:p></style:header>" if look.header else ""
    footer = f"<style:footer><text:p>{running(look.footer)}</text:p></style:footer>"
    return (
        f"<office:document-styles {SPACES}><office:styles>{''.join(named)}{bullets}</office:styles>"
        '<office:automatic-styles><style:page-layout style:name="Page">'
        '<style:page-layout-properties fo:page-width="21cm" fo:page-height="29.7cm" '
        'fo:margin="2cm"/><style:header-style/><style:footer-style/></style:page-layout></office:automatic-styles>'
        '<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="Page">'
        f"{header}{footer}</style:master-page></office:master-styles></office:document-styles>"
    )
