"""The gold XML as a flat list of pieces in reading order: what every form of a report prints."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

LEAVES = {"h", "p", "li", "table"}
LABEL_WORDS = 4


@dataclass(frozen=True, slots=True)
class Piece:
    """One printed block.

    kind     title, subtitle, heading, label (a field name inside a case), paragraph, quote, attribution, item, caption or table
    text     its words; a line feed is a printed line break, three or more spaces part columns of names
    level    of a heading: 1 to 3
    rows     of a table
    headed   whether its first row holds column heads
    section  type of the innermost section, "" before the first one
    opens    whether it is the first paragraph of a top-level section (where a drop capital may stand)
    """

    kind: str
    text: str = ""
    level: int = 0
    rows: tuple[tuple[str, ...], ...] = ()
    section: str = ""
    opens: bool = False
    headed: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    id: str
    area: str
    title: str
    start: str
    end: str
    pieces: tuple[Piece, ...]


def read_report(path: Path) -> Report:
    """The report of one gold file; its title is the `title` attribute or, without one, the first heading."""
    root = ET.parse(path).getroot()
    pieces = tuple(_mark_openings(_walk(root, "", 0, "")))
    first = next(piece.text for piece in pieces if piece.kind == "title")
    return Report(root.get("id", ""), root.get("area", ""), root.get("title") or first, root.get("start", ""), root.get("end", ""), pieces)


def _walk(node: ET.Element, section: str, level: int, setting: str) -> Iterator[Piece]:
    """Pieces of a container; text that stands between blocks makes a paragraph of its own."""
    if node.tag == "section":
        section, level = node.get("type", ""), int(node.get("level", "1"))
    headed = node.tag != "section" or node.find("h") is not None
    loose: list[str] = [node.text or ""]
    for child in node:
        if not _holds_blocks(child) and child.tag not in LEAVES:
            loose += ["".join(child.itertext()), child.tail or ""]
            continue
        yield from _paragraph("".join(loose), section, setting)
        loose = [child.tail or ""]
        if child.tag == "case":
            yield from _case(child, section, level, headed)
        elif child.tag in LEAVES:
            yield from _leaf(child, section, level, setting)
        else:
            yield from _walk(child, section, level, child.tag if child.tag in ("quote", "attribution") else setting)
    yield from _paragraph("".join(loose), section, setting)


def _case(case: ET.Element, section: str, level: int, headed: bool) -> Iterator[Piece]:
    """A case: its first heading heads the section where that has none, later headings are field labels."""
    for child in case:
        text = tidy("".join(child.itertext()))
        if child.tag == "h" and not headed:
            headed = True
            yield Piece("heading", text, level, section=section)
        elif child.tag == "h" or (child.tag == "p" and len(text.split()) <= LABEL_WORDS and text[-1:].isalpha()):
            yield Piece("label", text, section=section)
        else:
            yield from _leaf(child, section, level, "")


def _leaf(node: ET.Element, section: str, level: int, setting: str) -> Iterator[Piece]:
    text = "".join(node.itertext())
    if node.tag == "h":
        yield Piece("heading" if section else "title", tidy(text), level, section=section)
    elif node.tag == "li":
        yield Piece("item", tidy(text), section=section)
    elif node.tag == "table":
        if node.get("caption"):
            yield Piece("caption", tidy(node.get("caption", "")), section=section)
        rows = tuple(tuple(tidy("".join(cell.itertext())) for cell in row) for row in node.iter("tr"))
        heads = {cell.tag for cell in node[0]} == {"th"} and any(rows[0])
        yield Piece("table", rows=tuple(row for row in rows if any(row)), section=section, headed=heads)
    else:
        signed = len(node) == 1 and node[0].tag == "attribution" and not (node.text or "").strip() and not (node[0].tail or "").strip()
        yield from _paragraph(text, section, "attribution" if signed else setting)


def _paragraph(text: str, section: str, setting: str) -> Iterator[Piece]:
    if text.strip():
        yield Piece(setting or ("paragraph" if section else "subtitle"), tidy(text), section=section)


def _holds_blocks(node: ET.Element) -> bool:
    return any(child.tag in LEAVES or _holds_blocks(child) for child in node)


def _mark_openings(pieces: Iterator[Piece]) -> Iterator[Piece]:
    after_heading = False
    for piece in pieces:
        opens = after_heading and piece.kind == "paragraph" and len(piece.text) > 200
        yield replace(piece, opens=opens)
        after_heading = piece.kind == "heading" and piece.level == 1


def tidy(text: str) -> str:
    """`text` with single spaces; printed line breaks and wide gaps between columns are kept."""
    lines = (re.sub(r"(?<! )\s{1,2}(?! )", " ", re.sub(r"\t", " ", line)).strip() for line in text.strip().split("\n"))
    return "\n".join(line for line in lines if line)


def words(report: Report) -> list[str]:
    """The words of a report in order, as the scorer counts them."""
    found: list[str] = []
    for piece in report.pieces:
        for text in [piece.text] if not piece.rows else [cell for row in piece.rows for cell in row]:
            found += [word.lower() for word in re.findall(r"\w+", text)]
    return found
