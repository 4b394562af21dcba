"""Paragraphs and tables as the office and web formats give them, with their look, before they are blocks."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from mappa.document import Kind

LONGEST_STYLED = 250  # characters; a paragraph in a heading's style that is longer is prose in a wrong style


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters of one look on one page; a line feed is a line break, a page None where the format has none; size in points."""

    text: str
    page: int | None = None
    strong: bool = False
    size: float | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """A paragraph or table as the format gives it. `mark`: generated list number; `plain`: its look makes it no heading;
    `rows`: of a table, each cell the drafts in it; `row_pages`: page of each row."""

    kind: Kind
    pieces: tuple[Piece, ...] = ()
    level: int | None = None
    style: str | None = None
    mark: str = ""
    plain: bool = False
    rows: tuple[tuple[tuple["Draft", ...], ...], ...] | None = None
    row_pages: tuple[int | None, ...] = ()

    @property
    def text(self) -> str:
        """The words, line breaks as line feeds; of a table all its cells."""
        if self.rows is not None:
            return " ".join(cell_text(cell) for row in self.rows for cell in row)
        return "".join(piece.text for piece in self.pieces).strip()

    @property
    def strong(self) -> bool:
        """Whether every word is bold, underlined or in capitals."""
        words = [piece for piece in self.pieces if piece.text.strip()]
        return bool(words) and (all(piece.strong for piece in words) or in_capitals(self.text))

    @property
    def size(self) -> float | None:
        """The size of most of the characters."""
        sizes = Counter[float]()
        for piece in self.pieces:
            if piece.size:
                sizes[piece.size] += len(piece.text.strip())
        return sizes.most_common(1)[0][0] if sizes else None


def in_capitals(text: str) -> bool:
    """Whether a line is set in capitals for emphasis, not merely an abbreviation."""
    return text.isupper() and (len(re.findall(r"[^\W\d_]{2,}", text)) > 1 or len(text) > 7)


def cell_text(cell: Iterable[Draft]) -> str:
    """The words of a cell on one line, nested tables in order."""
    return " ".join(" ".join((draft.mark + draft.text).split()) for draft in cell if draft.text)


def split_lines(draft: Draft) -> list[Draft]:
    """One draft a line of `draft`, without its mark."""
    lines: list[list[Piece]] = [[]]
    for piece in draft.pieces:
        first, *others = piece.text.split("\n")
        lines[-1].append(replace(piece, text=first))
        lines += [[replace(piece, text=text)] for text in others]
    return [replace(draft, pieces=tuple(line), mark="") for line in lines]
