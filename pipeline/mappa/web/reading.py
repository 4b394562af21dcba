"""The reading view: a report's paragraphs as blocks of a page, each cut into pieces under the highlights chosen."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from mappa.records import Paragraph, Record
from mappa.web.marking import Mark, Piece, marks_of, pieces

FOUND = "found"
NUMBERED = re.compile(r"\(?(?:\d{1,3}|[a-z]|[ivx]{1,5})[.)]\s", re.IGNORECASE)
DEEPEST = 6


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph as the page shows it.

    kind    of the paragraph; `items` are what of it is shown: one text, or the cells of a table row by row
    level   of a heading, 2 to 6: never more than one below the heading before it, for people who move by headings
    anchor  where a link to it leads: the section that begins here, else its own place; `page` is the page that begins here
    plain   an item that prints a number or letter of its own
    """

    kind: str
    rows: list[list[list[Piece]]]
    level: int = 2
    anchor: str = ""
    page: int | None = None
    boilerplate: bool = False
    plain: bool = False


@dataclass(frozen=True, slots=True)
class View:
    """A report as asked for: its blocks, the highlights listed beside it and the one that is looked at."""

    blocks: list[Block]
    marks: list[Mark]
    current: Mark | None
    before: Mark | None
    after: Mark | None


def view(record: Record, *, layers: Collection[str], current: str | None = None, found: Sequence[tuple[int, int]] = ()) -> View:
    """`record` with the highlights of `layers`; the layer of the mark `current` is among them in any case.

    `found` are offsets of words to light besides, as a search gives them.
    """
    every = marks_of(record)
    chosen = next((mark for mark in every if mark.id == current), None)
    shown = [mark for mark in every if mark.layer in layers or (chosen and mark.layer == chosen.layer)]
    at = shown.index(chosen) if chosen else None
    before = shown[at - 1] if at else None
    after = shown[at + 1] if at is not None and at + 1 < len(shown) else (shown[0] if shown and at is None else None)
    extra = [_found(record, number, *place) for number, place in enumerate(found)]
    return View(list(_blocks(record, sorted([*shown, *extra], key=lambda mark: mark.start))), shown, chosen, before, after)


def anchor_at(record: Record, offset: int) -> str:
    """Where a link to the paragraph at `offset` leads."""
    start = max((paragraph.start for paragraph in record.paragraphs if paragraph.start <= offset), default=0)
    return next((section.id for section in record.sections if section.start == start), f"p{start}")


def _found(record: Record, number: int, start: int, end: int) -> Mark:
    return Mark(f"at-{number}" if number else "at", FOUND, start, end, record.text[start:end], "Found by your search")


def _blocks(record: Record, marks: Sequence[Mark]) -> Iterator[Block]:
    sections = {section.start: section for section in reversed(record.sections)}
    level, page, open_marks, next_mark = 1, None, [], 0
    for paragraph in record.paragraphs:
        while next_mark < len(marks) and marks[next_mark].start < paragraph.end:
            open_marks.append(marks[next_mark])
            next_mark += 1
        open_marks = [mark for mark in open_marks if mark.end > paragraph.start]
        section = sections.get(paragraph.start)
        if paragraph.kind == "heading":
            level = min((section.level if section else level) + 1, level + 1, DEEPEST)
        now = _page(record, paragraph.start)
        yield Block(
            paragraph.kind,
            _rows(record.text, paragraph, open_marks),
            max(level, 2),
            section.id if section else f"p{paragraph.start}",
            now if now != page else None,
            paragraph.boilerplate,
            bool(NUMBERED.match(record.text, paragraph.start)),
        )
        page = now


def _page(record: Record, offset: int) -> int | None:
    return next((page.number for page in reversed(record.pages) if page.start <= offset), None)


def _rows(text: str, paragraph: Paragraph, marks: Sequence[Mark]) -> list[list[list[Piece]]]:
    """The pieces of a paragraph: a table's by row and cell, any other's as one cell."""
    if paragraph.kind != "table":
        return [[pieces(text, paragraph.start, paragraph.end, marks)]]
    rows, at = [], paragraph.start
    for line in text[paragraph.start : paragraph.end].split("\n"):
        cells = []
        for cell in line.split("\t"):
            cells.append(pieces(text, at, at + len(cell), marks))
            at += len(cell) + 1
        rows.append(cells)
    return rows


def grouped(blocks: Sequence[Block]) -> Iterator[tuple[str, list[Block]]]:
    """Runs of blocks that one element of the page holds: list items together, every other block alone."""
    run: list[Block] = []
    for block in blocks:
        if run and (block.kind != "item" or run[0].plain != block.plain or block.page):
            yield "item", run
            run = []
        if block.kind == "item":
            run.append(block)
        else:
            yield block.kind, [block]
    if run:
        yield "item", run


def chosen_layers(asked: Collection[str], shown: bool, there: Collection[str]) -> list[str]:
    """The layers to highlight: those asked for, all that are there where none were (a form sent with none means none)."""
    return [layer for layer in there if layer in asked or not (asked or shown)]


def extent(value: str, length: int) -> tuple[int, int] | None:
    """The offsets in "120-145" where they lie in a text of `length`; None where they do not."""
    match = re.fullmatch(r"(\d{1,9})-(\d{1,9})", value, re.ASCII)
    if match is None:
        return None
    start, end = int(match[1]), int(match[2])
    return (start, end) if start < end <= length else None
