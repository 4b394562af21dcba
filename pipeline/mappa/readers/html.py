"""Read a web page: all its text in blocks, without the site's own furniture; nothing is dropped on a guess about what is the main part."""

import codecs
import re
from dataclasses import dataclass, field, replace
from pathlib import Path

from lxml import etree, html

from mappa.document import Kind
from mappa.errors import SourceError
from mappa.readers import Reading
from mappa.readers.blocks import blocks, furniture_lines, with_words
from mappa.readers.drafts import LONGEST_STYLED, Draft, Piece
from mappa.readers.html_chrome import is_chrome, is_hidden
from mappa.readers.html_css import DEFAULT_SIZE, Declarations, Sheet, list_style, read_sheet, with_declarations
from mappa.readers.lists import number
from mappa.readers.looks import Look
from mappa.readers.sniff import BOMS, decode
from mappa.readers.tables import MOST_COLUMNS, rectangle

MEDIA_TYPE = "text/html"
META = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]+)|<\?xml[^>]{0,100}encoding\s*=\s*[\"']([\w.:-]+)", re.IGNORECASE)
# fmt: off
BLOCKS = frozenset([
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "dir", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "html",
    "legend", "li", "main", "menu", "ol", "p", "pre", "search", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead",
    "tr", "ul",
])
# fmt: on
KINDS: dict[str, Kind] = {"blockquote": "quote", "figcaption": "caption", "caption": "caption"}
LETTERS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
CSS_LETTERS = {"alpha": "Letter", "latin": "Letter", "roman": "Roman"}
HEADING_SIZES = {"h1": 24.0, "h2": 18.0, "h3": 14.0, "h4": 12.0, "h5": 10.0, "h6": 8.0}  # points, a browser's own
MOST_ROWS = 1000  # a row span beyond this means "to the end"


def read(path: Path, data: bytes) -> Reading:
    """Blocks of a web page, without pages. Raises SourceError where it holds no words."""
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", decoded(data)).replace("\0", "")
    parser = html.HTMLParser(remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        root = html.document_fromstring(text, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        what = " ".join(str(error).split())[:100]
        raise SourceError(f"{path.name}: no HTML that can be read ({what}); save the page anew or as PDF") from error
    if any("xcessive depth" in error.message for error in parser.error_log):
        raise SourceError(f"{path.name}: its elements are nested so deeply that text would be lost; save the page as PDF")
    walk = _Walk(read_sheet(style.text or "" for style in root.iter("style")))
    walk.through(root)
    title = next((" ".join(one.text_content().split()) for one in root.iter("title")), "")
    return Reading(with_words(path, blocks(walk.drafts[0])), MEDIA_TYPE, None, title or None, tuple(furniture_lines(walk.furniture)))


def decoded(data: bytes) -> str:
    """`data` as text in the encoding that its mark or its meta element declares, as far as the bytes agree."""
    declared = META.search(data[:4096])
    if declared and not data.startswith(tuple(mark for mark, _ in BOMS)):
        name = (declared[1] or declared[2]).decode("ascii", "replace").lower()
        try:
            encoding = codecs.lookup(name).name
            if not encoding.startswith("utf-16"):  # said by many pages whose bytes are not
                return data.decode("cp1252" if encoding in ("iso8859-1", "ascii") else encoding)
        except (LookupError, UnicodeDecodeError):
            pass
    return decode(data)


@dataclass(frozen=True, slots=True)
class _Context:
    """What holds inside an element; `kind` and `level` of the block that its words belong to."""

    kind: Kind = "paragraph"
    level: int | None = None
    style: str | None = None
    look: Look = Look(size=DEFAULT_SIZE)  # noqa: RUF009 - a frozen value
    exact: bool = False  # line feeds count, as in <pre>


@dataclass(slots=True)
class _List:
    style: str | None  # None: bullets or nothing
    next: int
    step: int


@dataclass(slots=True)
class _Table:
    rows: dict[str, list[list[tuple[tuple[Draft, ...], int, int]]]] = field(default_factory=lambda: {"thead": [], "tbody": [], "tfoot": []})
    part: str = "tbody"
    layout: bool = False


@dataclass(slots=True)
class _Walk:
    """The state of one passage through a page, by its start and end tags: no depth of nesting can exhaust it."""

    sheet: Sheet
    drafts: list[list[Draft]] = field(default_factory=lambda: [[]])  # of the page, then of the cells that are open
    contexts: list[_Context] = field(default_factory=lambda: [_Context()])
    lists: list[_List] = field(default_factory=list)
    tables: list[_Table] = field(default_factory=list)
    furniture: list[str] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    mark: str | None = None  # of the list item that is open and has no words yet

    def through(self, root: etree._Element) -> None:
        """Take in the whole tree under `root`."""
        passed: set[etree._Element] = set()
        events = etree.iterwalk(root, events=("start", "end"))
        for event, element in events:
            if not isinstance(element.tag, str):
                if event == "end":
                    self._put(element.tail)
            elif event == "start":
                declared = self.sheet.declared(element)
                if is_hidden(element, declared) or self._is_furniture(element):
                    passed.add(element)
                    events.skip_subtree()
                else:
                    self._open(element, declared)
            else:
                if element in passed:
                    passed.discard(element)
                else:
                    self._close(element)
                if element is not root:
                    self._put(element.tail)
        self._flush()

    def _is_furniture(self, element: etree._Element) -> bool:
        if not is_chrome(element):
            return False
        self.furniture += [line for line in element.itertext() if len(line) < LONGEST_STYLED] if element.tag in ("header", "footer") else []
        return True

    def _open(self, element: etree._Element, declared: Declarations) -> None:
        tag = str(element.tag)
        if _is_block(tag, declared):
            self._flush()
        outer = self.contexts[-1]
        context = replace(outer, look=with_declarations(_look(tag, outer.look), declared), exact=outer.exact or tag == "pre")
        if level := _level(element):
            context = replace(context, kind="heading", level=level, style=tag)
        elif tag in KINDS:
            context = replace(context, kind=KINDS[tag], style=tag)
        elif tag == "p":
            context = replace(context, style=" ".join(filter(None, ("p", element.get("class")))))
        self.contexts.append(context)
        if tag in ("ol", "ul", "menu", "dir"):
            self.lists.append(_opened_list(element, declared))
        elif tag == "li":
            self.mark = self._numbered(element, declared)
        elif tag == "br":
            self.pieces.append(Piece("\n", None, outer.look.strong, outer.look.size))
        elif tag == "table":
            self.tables.append(_Table(layout=element.get("role") in ("presentation", "none")))
        elif tag in ("thead", "tbody", "tfoot") and self.tables:
            self.tables[-1].part = tag
        elif tag == "tr" and self.tables:
            self.tables[-1].rows[self.tables[-1].part].append([])
        elif tag in ("td", "th") and self.tables:
            self.drafts.append([])
            self.contexts[-1] = replace(context, kind="paragraph", level=None)
        if protected := element.get("data-cfemail"):
            self._put(_unprotected(protected))
        else:
            self._put(element.text)

    def _close(self, element: etree._Element) -> None:
        tag = str(element.tag)
        if _is_block(tag, self.sheet.declared(element)):
            self._flush()
        self.contexts.pop()
        if tag in ("ol", "ul", "menu", "dir"):
            self.lists.pop()
        elif tag == "li":
            self.mark = None
        elif tag in ("thead", "tfoot") and self.tables:
            self.tables[-1].part = "tbody"
        elif tag in ("td", "th") and self.tables:
            cell = tuple(self.drafts.pop())
            rows = self.tables[-1].rows[self.tables[-1].part]
            if not rows:
                rows.append([])
            rows[-1].append((cell, _span(element, "colspan", MOST_COLUMNS), _span(element, "rowspan", MOST_ROWS)))
        elif tag == "table":
            self._table(self.tables.pop())

    def _table(self, table: _Table) -> None:
        rows = [row for part in ("thead", "tbody", "tfoot") for row in table.rows[part] if row]
        if table.layout:
            self.drafts[-1] += [draft for row in rows for cell, _, _ in row for draft in cell]
        elif rows:
            self.drafts[-1].append(Draft("table", rows=tuple(map(tuple, rectangle(rows, ())))))

    def _put(self, text: str | None) -> None:
        if not text:
            return
        context = self.contexts[-1]
        shown = text.replace("\r\n", "\n") if context.exact else re.sub(r"[ \t\r\n\f]+", " ", text)
        self.pieces.append(Piece(shown, None, context.look.strong, context.look.size))

    def _flush(self) -> None:
        pieces, self.pieces = tuple(self.pieces), []
        text = "".join(piece.text for piece in pieces)
        if not text.strip():
            return
        context = self.contexts[-1]
        kind, level = context.kind, context.level
        if kind == "heading" and len(text) > LONGEST_STYLED:
            kind, level = "paragraph", None
        if self.mark is not None and kind == "paragraph":
            kind = "item"
        self.drafts[-1].append(Draft(kind, pieces, level, context.style, self.mark or ""))
        self.mark = None

    def _numbered(self, item: etree._Element, declared: Declarations) -> str:
        """The mark of a list item as a browser shows it, "" for a bullet; counts it."""
        if not self.lists:
            return ""
        opened = self.lists[-1]
        value = _whole(item.get("value"))
        shown = opened.next if value is None else value
        opened.next = shown + opened.step
        own = list_style(declared)
        style = opened.style if own is None else _numbering(own)
        return f"{number(shown, style)}. " if style else ""


def _is_block(tag: str, declared: Declarations) -> bool:
    return tag in BLOCKS or declared.get("display", "") in ("block", "list-item", "flex", "grid", "table")


def _look(tag: str, look: Look) -> Look:
    """`look` as a browser changes it inside an element, before CSS has its say."""
    if tag in HEADING_SIZES:
        return replace(look, bold=True, size=HEADING_SIZES[tag])
    if tag in ("b", "strong"):
        return replace(look, bold=True)
    return replace(look, underline=True) if tag == "u" else look


def _level(element: etree._Element) -> int | None:
    tag = str(element.tag)
    if len(tag) == 2 and tag[0] == "h" and tag[1] in "123456":
        return int(tag[1])
    return (_whole(element.get("aria-level")) or 2) if element.get("role") == "heading" else None


def _opened_list(element: etree._Element, declared: Declarations) -> _List:
    if element.tag != "ol":
        return _List(None, 1, 1)
    asked = list_style(declared)
    style = LETTERS.get(element.get("type", "1"), "decimal") if asked is None else _numbering(asked)
    backward = element.get("reversed") is not None
    start = _whole(element.get("start"))
    if start is None:
        start = sum(child.tag == "li" for child in element) if backward else 1
    return _List(style, start, -1 if backward else 1)


def _numbering(css: str) -> str | None:
    """The list style of lists.STYLES for a CSS name, None for bullets."""
    case, _, kind = css.partition("-")
    return "decimal" if css == "decimal" else (case + CSS_LETTERS[kind] if kind in CSS_LETTERS else None)


def _whole(text: str | None) -> int | None:
    return int(text) if text and re.fullmatch(r"\s*-?\d{1,6}\s*", text) else None


def _span(cell: etree._Element, name: str, most: int) -> int:
    text = _whole(cell.get(name))
    if text is None:
        return 1
    return most if text == 0 and name == "rowspan" else max(1, min(text, most))


def _unprotected(code: str) -> str:
    """The e-mail address that a content network replaced by "[email protected]": its bytes, each crossed with the first."""
    try:
        key, *rest = bytes.fromhex(code)
    except ValueError:
        return ""
    return bytes(byte ^ key for byte in rest).decode("utf-8", "replace")
