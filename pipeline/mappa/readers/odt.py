"""Read an OpenDocument text (.odt, .ott, flat .fodt) from its XML: what a person would read, text boxes and tracked insertions included."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

from mappa.errors import SourceError
from mappa.readers import Reading
from mappa.readers.blocks import blocks, furniture_lines, paged, unread, with_words
from mappa.readers.drafts import LONGEST_STYLED, Draft, Piece
from mappa.readers.looks import Look, heads_nothing, kind_of, level_of
from mappa.readers.odt_styles import DRAW, NS, OFFICE, STYLE, TABLE, TEXT, Styles, mark, read_styles, start_of, whole
from mappa.readers.package import open_package, parse_xml
from mappa.readers.tables import MOST_COLUMNS, rectangle

MEDIA_TYPE = "application/vnd.oasis.opendocument.text"
MOST_REPEATED = 50  # equal rows; more are filling, as in a spreadsheet
NOTES = ("tracked-changes", "note-citation", "page-number", "page-count", "hidden-text", "ruby-text", "sequence-decls", "variable-decls")
ASIDE = {f"{TEXT}{name}" for name in NOTES} | {f"{OFFICE}{name}" for name in ("annotation", "annotation-end", "forms")}
ASIDE |= {f"{{{NS}svg-compatible:1.0}}{name}" for name in ("title", "desc")}
INDEXES = ("table-of-content", "alphabetical-index", "illustration-index", "table-index", "object-index", "user-index", "bibliography")
GROUPS = {f"{TEXT}{name}" for name in ("index-body", "index-title", "numbered-paragraph", *INDEXES)}
HEADER_PARTS = ("header", "header-left", "header-first", "footer", "footer-left", "footer-first")


def read(path: Path, data: bytes) -> Reading:
    """Blocks of an OpenDocument text; pages where the file marks their ends. Raises SourceError for a damaged, locked or wordless one."""
    content, sheet, meta = _roots(path, data)
    body = next(content.iterfind(f"{OFFICE}body/{OFFICE}text"), None)
    if body is None:
        raise SourceError(f"{path.name}: an OpenDocument package without a text in it; open it, save it as .odt and try again")
    styles = read_styles([sheet, content])
    walk = _Walk(styles)
    try:
        drafts = [*walk.drafts(body), *walk.ends]
        found, pages = paged(blocks(drafts), walk.page, certain=walk.soft)
        furniture = tuple(furniture_lines(_furniture(styles, [sheet, content])))
    except RecursionError as error:
        raise SourceError(f"{path.name}: its parts are nested too deeply to be a report; save it as PDF and read that") from error
    titles = (one.text for root in (meta, content) if root is not None for one in root.iter("{http://purl.org/dc/elements/1.1/}title"))
    title = next(filter(None, titles), None)
    return Reading(
        with_words(path, found), MEDIA_TYPE, pages, title and " ".join(title.split()), furniture, unread(body.iter(f"{DRAW}object"))
    )


def _roots(path: Path, data: bytes) -> tuple[etree._Element, etree._Element | None, etree._Element | None]:
    """Roots of content, styles and meta; a flat file holds all three in one."""
    if not data.startswith(b"PK"):
        return parse_xml(path, "the file", data), None, None
    package = open_package(path, data)
    if b":encryption-data" in (package.part("META-INF/manifest.xml") or b""):
        raise SourceError(f"{path.name}: protected by a password; save a copy without it")
    content = package.tree("content.xml")
    if content is None:
        raise SourceError(f"{path.name}: an OpenDocument package without content.xml; get a fresh copy of the report")
    return content, package.tree("styles.xml"), package.tree("meta.xml")


def _furniture(styles: Styles, roots: list[etree._Element | None]) -> Iterator[str]:
    for root in roots:
        for part in () if root is None else root.iter(*(f"{STYLE}{name}" for name in HEADER_PARTS)):
            yield from (draft.text for draft in _Walk(styles, aside=True).drafts(part))


@dataclass(slots=True)
class _List:
    """A list that is open: its style, how far it has counted, how deep it is."""

    style: str | None
    counts: dict[int, int]
    level: int = 1


@dataclass(slots=True)
class _Walk:
    """The state of one passage through a text."""

    styles: Styles
    page: int = 1
    at_top: bool = True  # nothing stands on the page yet
    soft: bool = False  # the file marks the page ends that its author did not make
    aside: bool = False  # in a text box, note or header, where page ends do not count
    after: bool = False  # the paragraph before ends its page
    ends: list[Draft] = field(default_factory=list)  # endnotes
    counts: dict[str, dict[int, int]] = field(default_factory=dict)  # by list style: where its last list stopped
    by_id: dict[str, dict[int, int]] = field(default_factory=dict)
    outline: dict[int, int] = field(default_factory=dict)

    def drafts(self, container: etree._Element) -> Iterator[Draft]:
        """Paragraphs and tables in `container`, each followed by its text boxes and footnotes."""
        for child in container:
            tag = child.tag
            if tag in (f"{TEXT}p", f"{TEXT}h"):
                yield from self._paragraph(child, None, numbered=False)
            elif tag == f"{TEXT}list":
                yield from self._list(child, None)
            elif tag == f"{TABLE}table":
                yield from self._table(child)
            elif tag == f"{TEXT}section":
                hidden = child.get(f"{TEXT}display") == "none"
                yield from [] if hidden else self.drafts(child)
            elif tag == f"{TEXT}soft-page-break":
                self._soft_break()
            elif isinstance(tag, str) and tag not in ASIDE:
                if tag in GROUPS:
                    yield from self.drafts(child)
                elif tag.startswith(DRAW):
                    yield from self._inside(child)

    def _list(self, element: etree._Element, outer: _List | None) -> Iterator[Draft]:
        style = element.get(f"{TEXT}style-name") or (outer.style if outer else None)
        if outer:
            opened = _List(style, outer.counts, outer.level + 1)
        else:
            begun = self.by_id.get(element.get(f"{TEXT}continue-list", ""))
            if begun is None and element.get(f"{TEXT}continue-numbering") == "true":
                begun = self.counts.get(style or "")
            opened = _List(style, {} if begun is None else begun)
            self.counts[style or ""] = opened.counts
            if name := element.get("{http://www.w3.org/XML/1998/namespace}id"):
                self.by_id[name] = opened.counts
        for item in element:
            if item.tag not in (f"{TEXT}list-item", f"{TEXT}list-header"):
                continue
            first = item.tag == f"{TEXT}list-item"
            for child in item:
                if child.tag == f"{TEXT}list":
                    yield from self._list(child, opened)
                elif child.tag in (f"{TEXT}p", f"{TEXT}h"):
                    yield from self._paragraph(child, (opened, item.get(f"{TEXT}start-value")), numbered=first)
                    first = False
                elif child.tag == f"{TEXT}soft-page-break":
                    self._soft_break()

    def _paragraph(self, p: etree._Element, listed: tuple[_List, str | None] | None, *, numbered: bool) -> Iterator[Draft]:
        style = self.styles.style("paragraph", p.get(f"{TEXT}style-name"))
        if (style.page_before or self.after) and not self.at_top:
            self._break()
        pieces: list[Piece] = []
        beside: list[Draft] = []
        self._inline(p, style.look, pieces, beside)
        self.after = style.page_after and not self.aside
        heading = p.tag == f"{TEXT}h"
        named_level = next((level for name in style.names if (level := level_of(name))), None)
        level = whole(p.get(f"{TEXT}outline-level"), 1) if heading else named_level
        label = self._label(listed, style.list_style) if numbered and listed else ""
        if heading and not listed and p.get(f"{TEXT}is-list-header") != "true":
            label = self._outline_label(level or 1)
        text = "".join(piece.text for piece in pieces)
        name = style.names[0] if style.names else None
        named = next((name for name in style.names[1:] or style.names), None) if name and name[:1] == "P" and name[1:].isdigit() else name
        plain = any(heads_nothing(name) for name in style.names) and level is None
        if level is not None and len(text) <= LONGEST_STYLED:
            yield Draft("heading", tuple(pieces), level, named, label)
        else:
            kind = next((kind for name in style.names if (kind := kind_of(name))), None) or ("item" if listed and numbered else "paragraph")
            yield Draft(kind, tuple(pieces), None, named, label, plain=plain)
        yield from beside

    def _label(self, listed: tuple[_List, str | None], own: str | None) -> str:
        opened, start = listed
        levels = self.styles.lists.get(opened.style or own or "", {})
        counts, level = opened.counts, opened.level
        counts[level] = whole(start, counts.get(level, start_of(levels, level) - 1) + 1)
        for deeper in [at for at in counts if at > level]:
            del counts[deeper]
        return mark(levels, level, counts)

    def _outline_label(self, level: int) -> str:
        self.outline[level] = self.outline.get(level, start_of(self.styles.outline, level) - 1) + 1
        for deeper in [at for at in self.outline if at > level]:
            del self.outline[deeper]
        return mark(self.styles.outline, level, self.outline)

    def _inline(self, element: etree._Element, look: Look, pieces: list[Piece], beside: list[Draft]) -> None:
        self._put(element.text, look, pieces)
        for child in element:
            tag = child.tag
            if tag in (f"{TEXT}s", f"{TEXT}tab"):
                self._put("\t" if tag == f"{TEXT}tab" else " ", look, pieces)
            elif tag == f"{TEXT}line-break":
                pieces.append(Piece("\n", self.page, look.strong, look.size))
            elif tag == f"{TEXT}soft-page-break":
                self._soft_break()
            elif tag == f"{TEXT}note":
                self._note(child, beside)
            elif isinstance(tag, str) and tag.startswith(DRAW) and tag != f"{DRAW}a":
                beside += self._inside(child)
            elif isinstance(tag, str) and tag not in ASIDE and child.get(f"{TEXT}is-hidden") != "true":
                spanned = tag == f"{TEXT}span"
                self._inline(child, self.styles.text_look(child.get(f"{TEXT}style-name"), look) if spanned else look, pieces, beside)
            self._put(child.tail, look, pieces)

    def _note(self, note: etree._Element, beside: list[Draft]) -> None:
        for body in note.iterfind(f"{TEXT}note-body"):
            drafts = self._container(body)
            if note.get(f"{TEXT}note-class") == "endnote":
                self.ends += drafts
            else:
                beside += drafts

    def _inside(self, drawing: etree._Element) -> list[Draft]:
        """Drafts of the text in a frame or a shape, without its title and description."""
        if drawing.tag in ASIDE:
            return []
        if any(child.tag in (f"{TEXT}p", f"{TEXT}h", f"{TEXT}list", f"{TABLE}table") for child in drawing):
            return self._container(drawing)
        return [draft for child in drawing if isinstance(child.tag, str) for draft in self._inside(child)]

    def _container(self, element: etree._Element) -> list[Draft]:
        outer, self.aside = self.aside, True
        after, self.after = self.after, False
        found = list(self.drafts(element))
        self.aside, self.after = outer, after
        return found

    def _put(self, text: str | None, look: Look, pieces: list[Piece]) -> None:
        if not text or look.hidden:
            return
        if text.strip():
            self.at_top = False
        pieces.append(Piece(" ".join(text.split("\n")), self.page, look.strong, look.size))

    def _break(self) -> None:
        if not self.aside:
            self.page += 1
            self.at_top = True

    def _soft_break(self) -> None:
        if not self.aside:
            self.soft = True
            self._break()

    def _table(self, table: etree._Element) -> Iterator[Draft]:
        style = self.styles.sheet.get(("table", table.get(f"{TABLE}style-name", "")))
        properties = None if style is None else style.find(f"{STYLE}table-properties")
        breaks = properties is not None and properties.get(f"{{{NS}xsl-fo-compatible:1.0}}break-before") == "page"
        if (breaks or self.after) and not self.at_top:
            self._break()
        self.after = False
        rows: list[list[tuple[tuple[Draft, ...], int, int]]] = []
        pages: list[int | None] = []
        for row in self._rows(table):
            for _ in range(min(_times(row, "number-rows-repeated"), MOST_REPEATED)):
                rows.append(self._cells(row))
                pages.append(self.page)
        if rows:
            yield Draft("table", rows=tuple(map(tuple, rectangle(rows, ()))), row_pages=tuple(pages))

    def _rows(self, table: etree._Element) -> Iterator[etree._Element]:
        for child in table:
            if child.tag == f"{TABLE}table-row":
                yield child
            elif child.tag in (f"{TABLE}table-header-rows", f"{TABLE}table-rows", f"{TABLE}table-row-group"):
                yield from self._rows(child)
            elif child.tag == f"{TEXT}soft-page-break":
                self._soft_break()

    def _cells(self, row: etree._Element) -> list[tuple[tuple[Draft, ...], int, int]]:
        cells: list[tuple[tuple[Draft, ...], int, int]] = []
        for cell in row:
            if cell.tag in (f"{TABLE}table-cell", f"{TABLE}covered-table-cell"):
                covered = cell.tag == f"{TABLE}covered-table-cell"
                drafts = tuple(self.drafts(cell))
                cells += [(() if covered else drafts, 1, 1)] * min(_times(cell, "number-columns-repeated"), MOST_COLUMNS)
        return cells


def _times(element: etree._Element, name: str) -> int:
    """How often a row or a cell stands in the table; once where it holds a table, as repeats of repeats grow beyond all bounds."""
    if next(element.iter(f"{TABLE}table"), None) is not None:
        return 1
    return whole(element.get(f"{TABLE}{name}"), 1)
