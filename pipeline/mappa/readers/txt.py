"""Text reports: a word processor's export, a PDF's, or a page copied by hand; what broke the lines is found out from the lines."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path

from mappa.document import Block, Kind
from mappa.errors import SourceError
from mappa.readers import Reading
from mappa.readers.chrome import MARK, is_page_number, without_chrome
from mappa.readers.lists import without_bullet
from mappa.readers.marked import LEADERS
from mappa.readers.rows import CONTENTS, SECTION, Table, find_tables
from mappa.readers.shapes import LETTERED, TERM, is_heading, signature_part, starts_signature
from mappa.readers.signatures import signature_lines
from mappa.readers.sniff import decode
from mappa.readers.unwrap import Line, joined, paragraphs, setting, vocabulary

FEWEST_WORDS = 20  # fewer are no report
MARK_ALONE = re.compile(r"^\s*(?:[•·▪●○◦■□►➢✓❖\ue000-\uf8ff]|\((?:[a-z]|[ivx]{1,4})\))\s*$")  # the item's words follow on the next line
PAGE_REF = re.compile(r"\S.*?(?:\s|\.)(?:(?:page|pages|p\.|pp\.)\s*)?\d{1,3}(?:\s*[-–]\s*\d{1,3})?$", re.I)


def read(path: Path, data: bytes) -> Reading:
    """Blocks of a text report; pages only where form feeds part them.

    Raises SourceError where there are too few words to be a report.
    """
    text = MARK.sub("", re.sub(r"\r\n?|[\u2028\u0085\v]", "\n", decode(data)))
    pages, furniture = without_chrome([page.split("\n") for page in text.rstrip("\f\n ").split("\f")])
    if sum(len(re.findall(r"[^\W\d_]{2,}", line)) for page in pages for line in page) < FEWEST_WORDS:
        raise SourceError(f"{path.name}: no readable text (fewer than {FEWEST_WORDS} words); give the report itself, as PDF, Word or text")
    numbered = len(pages) > 1
    lines = [(number if numbered else None, line) for number, page in enumerate(pages, 1) for line in page]
    return Reading(tuple(_blocks(lines)), "text/plain", len(pages) if numbered else None, furniture=furniture)


def _blocks(lines: Sequence[tuple[int | None, str]]) -> list[Block]:
    tables = find_tables([line for _, line in lines])
    prose = _lines(lines, tables)
    every = [line for part in prose for line in part]
    whole, known = setting(every), vocabulary(every)
    blocks: list[Block] = []
    for number, part in enumerate(prose):
        groups = [joined(group, known) for group in paragraphs(part, whole)]
        fixed: dict[str, Kind] = {" ".join(line.text.split()): line.kind for line in part if line.kind}
        blocks += _kinds(groups, fixed, "table" if number < len(tables) else "")
        if number < len(tables):
            blocks.append(_table(lines, tables[number]))
    return blocks


def _lines(lines: Sequence[tuple[int | None, str]], tables: Sequence[Table]) -> list[list[Line]]:
    """Lines with words before, between and after the tables; page numbers that stand alone are left out, their blank lines too."""
    captions = {table.caption for table in tables}
    inside = {index: number for number, table in enumerate(tables) for index in range(table.first, table.last)}
    parts: list[list[Line]] = [[]]
    texts = [raw for _, raw in lines]
    gap, mark = 0, ""
    in_contents = False
    for index, (page, raw) in enumerate(lines):
        if index in inside:
            if len(parts) == inside[index] + 1:
                parts.append([])
            gap = 0
        elif not raw.strip():
            gap += 1
        elif MARK_ALONE.match(raw):
            mark = f"{raw.strip()} "
        elif not is_page_number(texts, index):
            text = mark + raw.strip()
            in_contents = bool(CONTENTS.match(text)) or (in_contents and bool(PAGE_REF.match(text)))
            entry = LEADERS.search(text) or (in_contents and not CONTENTS.match(text))
            kind: Kind | None = "caption" if index in captions else "item" if entry else None
            parts[-1].append(Line(text, len(raw) - len(raw.lstrip(" ")), gap, page, kind))
            gap, mark = 0, ""
    return parts


def _table(lines: Sequence[tuple[int | None, str]], table: Table) -> Block:
    """A table block, each row on the page where its words stand."""
    places = [(page, " ".join(line.split()).lstrip("| ")) for page, line in lines[table.first : table.last] if line.strip()]
    pages: list[int | None] = []
    at = -1
    for row in table.rows:
        start = row[0][:8]
        at = next((place for place in range(at + 1, len(places)) if start and places[place][1].startswith(start)), at)
        pages.append(places[max(at, 0)][0])
    return Block("table", tuple((page, "") for page in pages), rows=table.rows)


def _kinds(groups: Sequence[tuple[tuple[int | None, str], ...]], fixed: Mapping[str, Kind], after: str) -> Iterator[Block]:
    """Blocks of the paragraphs, their kind told by shape and neighbours; `after` says what follows the last."""
    texts = [" ".join(text for _, text in runs) for runs in groups]
    signed = signature_lines(texts) | _signed_quotations(texts)
    above = ""
    for number, (runs, text) in enumerate(zip(groups, texts, strict=True)):
        below = texts[number + 1] if number + 1 < len(texts) else after
        kind: Kind = fixed.get(" ".join(text.split())) or ("paragraph" if number in signed else _kind(text, above, below))
        if kind == "heading" and after and number + 1 == len(texts) and not SECTION.search(text):
            kind = "caption"
        yield Block(kind, _unbulleted(runs) if kind == "item" else runs)
        above = text


def _signed_quotations(texts: Sequence[str]) -> set[int]:
    """Numbers of the short paragraphs below a quotation that name its speaker, then the speaker's post or body."""
    found: set[int] = set()
    for number, (above, text) in enumerate(pairwise(texts), 1):
        named = above[-1] in "\"”’'" and starts_signature(text)
        goes_on = number - 1 in found and (signature_part(text) or ", " in text) and text[-1] not in ".:?"
        if len(text.split()) <= 12 and (named or goes_on):
            found.add(number)
    return found


def _kind(text: str, above: str, below: str) -> Kind:
    if without_bullet(text) is not None or LETTERED.match(text):
        return "item"
    if is_heading(text, above, below):
        return "heading"
    if text.endswith(";") or above.endswith((";", "; and", "; or")) or (TERM.match(text) and (above.endswith(":") or TERM.match(above))):
        return "item"
    return "paragraph"


def _unbulleted(runs: tuple[tuple[int | None, str], ...]) -> tuple[tuple[int | None, str], ...]:
    page, text = runs[0]
    rest = without_bullet(text)
    return runs if rest is None else ((page, rest), *runs[1:])
