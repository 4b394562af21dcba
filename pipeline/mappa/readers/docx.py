"""Read a Word document (.docx, .docm) from its XML: what a person would read, with tracked insertions, content controls, text boxes."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from lxml import etree

from mappa.errors import SourceError
from mappa.readers import Reading
from mappa.readers.blocks import blocks, furniture_lines, paged, unread, with_words
from mappa.readers.docx_parts import furniture_parts, main_part, notes, of_type, relations, title, tree
from mappa.readers.docx_styles import (
    OFF,
    Numbering,
    Style,
    Styles,
    W,
    is_on,
    numbering_of,
    read_numbering,
    read_styles,
    value,
    whole,
    with_properties,
)
from mappa.readers.drafts import LONGEST_STYLED, Draft, Piece
from mappa.readers.looks import Look, heads_nothing, kind_of
from mappa.readers.package import open_package
from mappa.readers.tables import MOST_COLUMNS, rectangle

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"

GONE = {f"{W}del", f"{W}moveFrom"}
WRAPPERS = {f"{W}{name}" for name in ("ins", "moveTo", "hyperlink", "smartTag", "customXml", "sdtContent", "dir", "bdo")}
PAGE_FIELDS = {"PAGE", "NUMPAGES", "SECTIONPAGES", "SECTION"}
CHARACTERS = {"tab": "\t", "ptab": "\t", "cr": "\n", "noBreakHyphen": "-"}
UNREAD = (
    f"{W}altChunk",
    "{http://schemas.openxmlformats.org/drawingml/2006/diagram}relIds",
    "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart",
)
NEW_PAGE = ("nextPage", "oddPage", "evenPage")


def read(path: Path, data: bytes) -> Reading:
    """Blocks of a Word document; pages where Word stored its page ends. Raises SourceError for a damaged package or one without words."""
    package = open_package(path, data)
    main = main_part(package)
    root = tree(package, main)
    body = None if root is None else root.find(f"{W}body")
    if body is None:
        raise SourceError(f"{path.name}: a Word package without a document in it; open it in Word, save it anew and try again")
    parts = relations(package, main)
    walk = _Walk(
        read_styles(tree(package, of_type(parts, "styles"))),
        read_numbering(tree(package, of_type(parts, "numbering"))),
        {kind: notes(tree(package, of_type(parts, kind + "s"))) for kind in ("footnote", "endnote")},
        [value(section, "type") or "nextPage" for section in body.xpath(".//w:pPr/w:sectPr | ./w:sectPr", namespaces={"w": W[1:-1]})],
    )
    try:
        drafts = [*walk.drafts(body), *walk.end_notes()]
        found, pages = paged(blocks(drafts), walk.page, certain=walk.rendered)
        furniture = tuple(furniture_lines(text for name in furniture_parts(parts) for text in _texts(walk, tree(package, name))))
    except RecursionError as error:
        raise SourceError(f"{path.name}: its parts are nested too deeply to be a report; save it as PDF and read that") from error
    return Reading(with_words(path, found), MEDIA_TYPE, pages, title(package), furniture, unread(body.iter(*UNREAD)))


def _texts(walk: "_Walk", root: etree._Element | None) -> Iterator[str]:
    aside = replace(walk, page=0, aside=True)
    for draft in [] if root is None else aside.drafts(root):
        yield draft.text


def children(element: etree._Element) -> Iterator[etree._Element]:
    """Elements in `element` as a reader meets them: wrappers opened, deletions and placeholders passed over, alternatives taken once."""
    for child in element:
        if child.tag in WRAPPERS:
            yield from children(child)
        elif child.tag == f"{W}sdt":
            if is_on(child.find(f"{W}sdtPr"), "showingPlcHdr") is not True:
                yield from children(child)
        elif child.tag == f"{W}fldSimple":
            if _field(child.get(f"{W}instr", "")) not in PAGE_FIELDS:
                yield from children(child)
        elif child.tag == f"{MC}AlternateContent":
            branches = [*child.iterfind(f"{MC}Choice"), *child.iterfind(f"{MC}Fallback")]
            chosen = next((branch for branch in branches if any(text.text for text in branch.iter(f"{W}t"))), None)
            if chosen is not None:
                yield from children(chosen)
        elif isinstance(child.tag, str) and child.tag not in GONE:
            yield child


def _field(instruction: str) -> str:
    words = instruction.split(maxsplit=1)
    return words[0].upper() if words else ""


@dataclass(slots=True)
class _Walk:
    """The state of one passage through a document: page, lists, open fields, endnotes to come."""

    styles: Styles
    numbering: Numbering
    notes: dict[str, dict[str, etree._Element]]
    sections: list[str]  # how each section starts; its end is known only from the next one
    page: int = 1
    at_top: bool = True  # nothing stands on the page yet
    broken: bool = False  # the page began with a break written by hand, which Word's own mark may repeat
    rendered: bool = False  # the file has Word's own page ends
    aside: bool = False  # in a text box, note or header, where page ends do not count
    section: int = 0
    fields: list[list[str]] = field(default_factory=list)  # open fields: [instruction, "code" or "result"]
    ends: list[etree._Element] = field(default_factory=list)  # endnotes, in order

    def drafts(self, container: etree._Element) -> Iterator[Draft]:
        """Paragraphs and tables in `container`, each followed by its text boxes and footnotes."""
        carried: tuple[Piece, ...] = ()  # a drop capital, or a paragraph whose end is deleted: the next goes on with it
        for child in children(container):
            if child.tag == f"{W}p":
                paragraph, beside = self._paragraph(child)
                if carried:
                    paragraph = replace(paragraph, pieces=(*carried, *paragraph.pieces))
                    carried = ()
                if _runs_on(child):
                    carried = paragraph.pieces
                else:
                    yield paragraph
                yield from beside
            elif child.tag == f"{W}tbl":
                if carried:
                    yield Draft("paragraph", carried)
                    carried = ()
                yield from self._table(child)
        if carried:
            yield Draft("paragraph", carried)

    def end_notes(self) -> Iterator[Draft]:
        """Endnotes, where they are printed."""
        for note in self.ends:
            yield from self._inside(note)

    def _inside(self, container: etree._Element) -> list[Draft]:
        """Drafts of a text box or a note: on the page at hand, its own page ends not counted."""
        outer, self.aside = self.aside, True
        fields, self.fields = self.fields, []
        found = list(self.drafts(container))
        self.aside, self.fields = outer, fields
        return found

    def _paragraph(self, p: etree._Element) -> tuple[Draft, list[Draft]]:
        properties = p.find(f"{W}pPr")
        style_id = value(properties, "pStyle")
        style = self.styles.style(style_id)
        breaks = is_on(properties, "pageBreakBefore")
        if (style.page_break if breaks is None else breaks) and not self.at_top:
            self._break()
        mark, listed = self._mark(properties, style, style_id)
        pieces: list[Piece] = []
        beside: list[Draft] = []
        for child in children(p):
            self._run(child, style.look, pieces, beside)
        self.fields = [opened for opened in self.fields if opened[1] == "result"]
        if properties is not None and properties.find(f"{W}sectPr") is not None and not self.aside:
            self.section += 1
            if self.section < len(self.sections) and self.sections[self.section] in NEW_PAGE:
                self._break()
        return _draft(style, properties, tuple(pieces), mark, listed), beside

    def _mark(self, properties: etree._Element | None, style: Style, style_id: str | None) -> tuple[str, bool]:
        """The list mark of a paragraph and whether it is in a list; counts it."""
        direct = numbering_of(properties)
        num_id, level = direct or style.numbering or ("0", None)
        if num_id == "0" or _is_deleted(properties):
            return "", False
        if level is None:
            level = self.numbering.level_of_style(num_id, style_id or "")
        mark = self.numbering.mark(num_id, level)
        return mark or "", mark is not None

    def _run(self, run: etree._Element, base: Look, pieces: list[Piece], beside: list[Draft]) -> None:
        if run.tag != f"{W}r":
            for formula in run.iter("{*}t"):
                if "/math" in str(formula.tag):
                    self._put(formula.text or "", base, pieces)
            return
        properties = run.find(f"{W}rPr")
        style_id = value(properties, "rStyle")
        look = with_properties(self.styles.character_look(style_id, base) if style_id else base, properties)
        for child in children(run):
            name = etree.QName(child).localname
            if name == "fldChar":
                self._field_mark(child.get(f"{W}fldCharType"))
            elif name == "instrText" and self.fields:
                self.fields[-1][0] += child.text or ""
            elif name == "lastRenderedPageBreak":
                self._rendered_break()
            elif look.hidden or self._in_code():
                continue
            elif name == "t" and child.tag == f"{W}t":
                self._put(child.text or "", look, pieces)
            elif name == "br":
                self._line_break(child, look, pieces)
            elif name in CHARACTERS:
                self._put(CHARACTERS[name], look, pieces)
            elif name == "footnoteReference":
                note = self.notes["footnote"].get(child.get(f"{W}id", ""))
                beside += [] if note is None else self._inside(note)
            elif name == "endnoteReference":
                self.ends += [note for note in [self.notes["endnote"].get(child.get(f"{W}id", ""))] if note is not None]
            elif name in ("drawing", "pict", "object"):
                beside += [draft for box in _boxes(child) for draft in self._inside(box)]

    def _put(self, text: str, look: Look, pieces: list[Piece]) -> None:
        if text.strip():
            self.at_top = self.broken = False
        pieces.append(Piece(text, self.page, look.strong, look.size))

    def _line_break(self, br: etree._Element, look: Look, pieces: list[Piece]) -> None:
        kind = br.get(f"{W}type", "textWrapping")
        if kind == "page":
            self._break()
        pieces.append(Piece("\n" if kind == "textWrapping" else " ", self.page, look.strong, look.size))

    def _break(self) -> None:
        if not self.aside:
            self.page += 1
            self.at_top = self.broken = True

    def _rendered_break(self) -> None:
        if self.aside:
            return
        self.rendered = True
        if not self.broken:
            self.page += 1
            self.at_top = True
        self.broken = False

    def _field_mark(self, kind: str | None) -> None:
        if kind == "begin":
            self.fields.append(["", "code"])
        elif kind == "separate" and self.fields:
            self.fields[-1][1] = "result"
        elif kind == "end" and self.fields:
            self.fields.pop()

    def _in_code(self) -> bool:
        """Whether the text at hand is a field's instruction or the number of a page."""
        return any(state == "code" or _field(instruction) in PAGE_FIELDS for instruction, state in self.fields)

    def _table(self, table: etree._Element) -> Iterator[Draft]:
        rows, pages = [], []
        for row in (child for child in children(table) if child.tag == f"{W}tr"):
            properties = row.find(f"{W}trPr")
            if properties is not None and properties.find(f"{W}del") is not None:
                continue
            cells, page = self._row(row, properties)
            rows.append(cells)
            pages.append(page)
        if rows:
            yield Draft("table", rows=tuple(map(tuple, rectangle(rows, ()))), row_pages=tuple(pages))

    def _row(self, row: etree._Element, properties: etree._Element | None) -> tuple[list[tuple[tuple[Draft, ...], int, int]], int]:
        """Cells of a row with their widths, and its page; each cell starts on the page where the row does."""
        cells: list[tuple[tuple[Draft, ...], int, int]] = [((), 1, 1)] * min(whole(value(properties, "gridBefore")) or 0, MOST_COLUMNS)
        start = (self.page, self.at_top, self.broken)
        reached = [start]
        for cell in (child for child in children(row) if child.tag == f"{W}tc"):
            self.page, self.at_top, self.broken = start
            about = cell.find(f"{W}tcPr")
            drafts = tuple(self.drafts(cell))
            reached.append((self.page, self.at_top, self.broken))
            gone = _is_covered(about, "vMerge") or (about is not None and about.find(f"{W}cellDel") is not None)
            cells.append((() if gone else drafts, 1 if _is_covered(about, "hMerge") else whole(value(about, "gridSpan")) or 1, 1))
        self.page = max(page for page, _, _ in reached)
        self.at_top, self.broken = (all(state[place] for state in reached) for place in (1, 2))
        words = (piece.page for cell, _, _ in cells for draft in cell for piece in draft.pieces if piece.text.strip())
        return cells, next(words, None) or self.page


def _draft(style: Style, properties: etree._Element | None, pieces: tuple[Piece, ...], mark: str, listed: bool) -> Draft:
    text = "".join(piece.text for piece in pieces)
    outline = whole(value(properties, "outlineLvl"))
    level = style.level if outline is None else (outline + 1 if outline < 9 else None)
    plain = heads_nothing(style.name)
    if level is not None and not plain and len(text) <= LONGEST_STYLED:
        return Draft("heading", pieces, level, style.name, mark)
    kind = next((kind for name in style.names if (kind := kind_of(name))), None)
    return Draft(kind or ("item" if listed else "paragraph"), pieces, None, style.name, mark, plain=plain)


def _is_deleted(properties: etree._Element | None) -> bool:
    """Whether the end of a paragraph is struck out, so that the next one continues it."""
    mark = None if properties is None else properties.find(f"{W}rPr")
    return mark is not None and any(mark.find(tag) is not None for tag in GONE)


def _runs_on(p: etree._Element) -> bool:
    properties = p.find(f"{W}pPr")
    frame = None if properties is None else properties.find(f"{W}framePr")
    return _is_deleted(properties) or (frame is not None and frame.get(f"{W}dropCap", "none") not in OFF)


def _is_covered(properties: etree._Element | None, merge: str) -> bool:
    found = None if properties is None else properties.find(f"{W}{merge}")
    return found is not None and found.get(f"{W}val", "continue") == "continue"


def _boxes(drawing: etree._Element) -> Iterator[etree._Element]:
    """Outermost text boxes in a drawing."""
    for child in children(drawing):
        if child.tag == f"{W}txbxContent":
            yield child
        else:
            yield from _boxes(child)
