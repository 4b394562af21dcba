"""PDF by ReportLab: one or two columns of frames, with damage to the order and drawing of the text."""

import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from damage import Form, damaged_text, imposed, slug
from gold import Piece, Report
from looks import Look, furniture
from markup import inline
from reportlab.lib import colors
from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY, TA_LEFT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
    TableStyle,
)

WIDTH, HEIGHT = A4
MARGIN, GUTTER = 54, 20
STANDARD = {"EB Garamond": "Times", "Liberation Serif": "Times", "Liberation Sans": "Helvetica"}


class Drawn(Paragraph):  # type: ignore[misc]
    """A paragraph whose drawing can wait until the page is full, or happen twice."""

    order: tuple[str, ...] = ()

    def draw(self) -> None:
        waiting = getattr(self.canv, "waiting", None)
        heading = self.style.name.startswith("heading")
        if waiting is not None and "interleaved columns" in self.order:
            x, y = self.canv.absolutePosition(0, 0)
            waiting += [(-round(top), x, line, top) for line, top in self.lines_at(y)]
        elif waiting is not None and heading and "headings after their text" in self.order:
            x, y = self.canv.absolutePosition(0, 0)
            waiting.append((0, 0, Paragraph(self.text, self.style), (x, y, self.width)))
        else:
            super().draw()
            if heading and "fake bold" in self.order:
                self.canv.translate(0.35, 0)
                super().draw()
                self.canv.translate(-0.35, 0)

    def lines_at(self, bottom: float) -> Iterator[tuple[Paragraph, float]]:
        """Each line as a paragraph of its own, with the height on the page at which it stands."""
        rest, top = Paragraph(self.text, self.style), bottom + self.height
        while rest is not None:
            rest.wrap(self.width, 10_000)
            parts = rest.split(self.width, self.style.leading * 1.1)
            line, rest = (parts[0], parts[1]) if len(parts) > 1 else (rest, None)
            _, high = line.wrap(self.width, 10_000)
            top -= high
            yield line, top


class Pages(BaseDocTemplate):  # type: ignore[misc]
    """A document that draws what waited when a page ends."""

    def handle_pageEnd(self) -> None:
        waiting = sorted(getattr(self.canv, "waiting", ()), key=lambda item: item[:2])
        self.canv.waiting = None
        for _, x, line, place in waiting:
            if isinstance(place, tuple):
                line.wrap(place[2], 10_000)
                line.drawOn(self.canv, place[0], place[1])
            else:
                line.drawOn(self.canv, x, place)
        super().handle_pageEnd()


def make(report: Report, look: Look, form: Form, target: Path) -> None:
    """Write `target`; the same input gives the same bytes."""
    pages = 0
    for _ in range(2):  # the footer names the number of pages, which the first round counts
        template = _template(report, look, form, target, pages)
        template.build(list(_story(report, look, form)))
        pages = template.page


def _template(report: Report, look: Look, form: Form, target: Path, pages: int) -> Pages:
    def begin(canvas: Canvas, _: object) -> None:
        canvas.waiting = []

    def furnish(canvas: Canvas, _: object) -> None:
        begin(canvas, _)
        canvas.setFont(font(look.heads), 8)
        number = canvas.getPageNumber()
        head, foot = (
            damaged_text(furniture(pattern, look, report.title, report.area, number, pages), form.damage)
            for pattern in (look.header, look.footer)
        )
        if number > 1:
            canvas.drawRightString(WIDTH - MARGIN, HEIGHT - 36, head)
        canvas.drawCentredString(WIDTH / 2, 30, foot)
        if "printers' slugs" in form.damage:
            canvas.setFont("Courier", 6)
            canvas.drawString(20, 10, slug(report).format(page=number))

    wide = WIDTH - 2 * MARGIN
    narrow = (wide - GUTTER) / 2
    lefts = [MARGIN, MARGIN + narrow + GUTTER] if form.columns == 2 else [MARGIN]
    frames = [Frame(x, MARGIN, narrow if form.columns == 2 else wide, HEIGHT - 2 * MARGIN, 0, 0, 0, 0) for x in lefts]
    cover = PageTemplate("cover", [Frame(MARGIN, MARGIN, wide, HEIGHT - 2 * MARGIN, 0, 0, 0, 0)], onPage=begin)
    text = PageTemplate("text", frames, onPage=furnish)
    template = Pages(str(target), pagesize=A4, title=report.title, author="", invariant=1)
    template.addPageTemplates([cover, text] if look.cover else [text, cover])
    return template


def _story(report: Report, look: Look, form: Form) -> Iterator[Flowable]:
    styles = _styles(look, form)
    pieces = imposed(report.pieces, form.damage)
    if look.cover:
        yield NextPageTemplate("text")
        yield Spacer(1, 190 if pieces[0].kind in ("title", "subtitle") else 20)
    label = ""
    for place, piece in enumerate(pieces):
        if look.cover and place and bool(piece.section) != bool(pieces[place - 1].section):
            yield PageBreak()
        if look.run_in and piece.kind == "label":
            label = piece.text + "\x01 "
            continue
        yield from _flowables(piece, label, styles, look, form)
        label = ""


def _flowables(piece: Piece, label: str, styles: dict[str, ParagraphStyle], look: Look, form: Form) -> Iterator[Flowable]:
    if piece.kind == "table":
        yield _table(piece, styles, look, form)
        yield Spacer(1, 8)
        return
    name = f"heading{piece.level}" if piece.kind == "heading" else piece.kind
    if (piece.kind, piece.section) == ("item", "contents"):
        name = "contents"
    text = _markup(label + piece.text, look, form)
    mark = {"bulletText": "•"} if name == "item" else {}
    paragraph = Drawn(text, styles[name], **mark)
    paragraph.text = text
    paragraph.order = form.damage
    yield paragraph


def _table(piece: Piece, styles: dict[str, ParagraphStyle], look: Look, form: Form) -> Table:
    wide = WIDTH - 2 * MARGIN if form.columns == 1 else (WIDTH - 2 * MARGIN - GUTTER) / 2
    count = len(piece.rows[0])
    shares = [0.76, 0.24] if count == 2 else [0.24] + [0.76 / (count - 1)] * (count - 1)
    rows = [[Paragraph(_markup(cell, look, form), styles["cell"]) for cell in row] for row in piece.rows]
    borders: dict[str, list[tuple[Any, ...]]] = {
        "grid": [("GRID", (0, 0), (-1, -1), 0.6, colors.black)],
        "rules": [("LINEBELOW", (0, 0), (-1, -1), 0.5, colors.grey)],
        "shaded": [("ROWBACKGROUNDS", (0, 0), (-1, -1), [colors.HexColor("#dddddd"), colors.white])],
    }
    room = [("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (-1, -1), 3), ("RIGHTPADDING", (0, 0), (-1, -1), 2)]
    style = [*room, *borders[look.table]]
    return Table(rows, [wide * share for share in shares], style=TableStyle(style))


def _styles(look: Look, form: Form) -> dict[str, ParagraphStyle]:
    size = look.size - 1 if form.columns == 2 else look.size
    plain, bold, italic, heads = font(look.body), font(look.body, "bold"), font(look.body, "italic"), font(look.heads, "bold")
    align = TA_JUSTIFY if look.justify else TA_LEFT
    signed_face = bold if look.quote_style == "italic" else plain
    signed_at = 14 if look.quote_style == "indent" else 0
    quotes: dict[str, dict[str, Any]] = {"plain": {}, "indent": {"leftIndent": 14}, "italic": {"face": italic}}

    def style(name: str, face: str = plain, scale: float = 1, **more: Any) -> ParagraphStyle:
        settings = {"spaceAfter": size * 0.55, "alignment": align, "embeddedHyphenation": 0, "splitLongWords": 0, **more}
        return ParagraphStyle(name, fontName=face, fontSize=size * scale, leading=size * scale * 1.28, **settings)

    heading: dict[str, Any] = {"textColor": colors.HexColor(look.colour), "alignment": TA_LEFT, "keepWithNext": 1}
    centre = TA_CENTER if look.cover else TA_LEFT
    styles = [
        style("title", heads, 2.3, textColor=colors.HexColor(look.colour), alignment=centre, spaceAfter=size * 2),
        style("subtitle", plain, 1.2, alignment=centre),
        style("heading1", heads, 1.5, spaceBefore=size, **heading),
        style("heading2", heads, 1.2, spaceBefore=size * 0.8, **heading),
        style("heading3", heads, 1.05, spaceBefore=size * 0.6, **heading),
        style("label", bold, 1, keepWithNext=1),
        style("caption", bold, 0.95, keepWithNext=1),
        style("paragraph"),
        style("contents"),
        style("item", leftIndent=12, bulletIndent=2),
        style("quote", **quotes[look.quote_style]),
        style("attribution", signed_face, leftIndent=signed_at),
        style("cell", plain, 0.85, alignment=TA_LEFT, spaceAfter=0),
    ]
    return {each.name: each for each in styles}


def _markup(text: str, look: Look, form: Form) -> str:
    html = inline(text, look).replace("&emsp;", "\u00a0\u00a0 ").replace("<br>", "<br/>")
    html = html.replace("<strong>", f'<font name="{font(look.body, "bold")}">').replace("</strong>", "</font>")
    return damaged_text(html, form.damage) if form.damage else html


@cache
def font(family: str, style: str = "regular") -> str:
    """The name under which ReportLab knows a font: a standard one where it will do, else the TrueType file that fontconfig finds."""
    if standard := STANDARD.get(family):
        slant = "Italic" if standard == "Times" else "Oblique"
        ending = {"regular": "-Roman" if standard == "Times" else "", "bold": "-Bold", "italic": f"-{slant}"}[style]
        return standard + ending
    name = f"{family.replace(' ', '')}-{style}"
    pattern = f"{family}:style=Oblique" if style == "italic" and family.startswith("DejaVu Sans") else f"{family}:{style}"
    found = subprocess.run(["fc-match", "-f", "%{file}", pattern], capture_output=True, text=True, check=True).stdout
    pdfmetrics.registerFont(TTFont(name, found))
    return name
