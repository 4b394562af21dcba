"""Text exports: hard-wrapped pages as a PDF viewer saves them, or one paragraph a line as Word does."""

import re
import textwrap
from collections.abc import Iterator
from pathlib import Path

from damage import Form
from gold import Piece, Report
from looks import Look, furniture, printed

WRAP = 88
LINES = 54


def make(report: Report, look: Look, form: Form, target: Path) -> None:
    """Write `target` in the habit that the form declares."""
    text = _word(report, look) if form.export == "word" else _pdf(report, look)
    target.write_text(text, encoding="utf-8", newline="\n")


def _word(report: Report, look: Look) -> str:
    lines: list[str] = []
    for piece in report.pieces:
        text = printed(piece.text, look)
        if piece.kind == "table":
            for row in piece.rows:
                lines += ["\t" + printed(cell, look) for cell in row] + [""]
        elif piece.kind == "heading" and piece.level == 1:
            lines += ["", "", text]
        elif piece.kind == "item":
            lines.append(text if piece.section == "contents" else f"• {text} ")
        else:
            lines += [re.sub(r" {3,}", "\t", line) for line in text.split("\n")]
            lines += [""] * (piece.kind in ("title", "subtitle", "attribution"))
    return "\n".join(lines) + "\n"


def _pdf(report: Report, look: Look) -> str:
    lines = [line for piece in report.pieces for line in _lines(piece, look)]
    pages = [lines[start : start + LINES] for start in range(0, len(lines), LINES)]
    return "\f".join(_page(page, number, len(pages), report, look) for number, page in enumerate(pages, 1))


def _page(lines: list[str], number: int, pages: int, report: Report, look: Look) -> str:
    head = "" if number == 1 else furniture(look.header, look, report.title, report.area, number, pages)
    foot = "" if number == 1 and look.cover else furniture(look.footer, look, report.title, report.area, number, pages)
    return "\n".join([*([head.rjust(WRAP), ""] if head else []), *lines, *(["", foot.center(WRAP).rstrip()] if foot else []), ""])


def _lines(piece: Piece, look: Look) -> Iterator[str]:
    """Lines of one piece with a blank line after it; header cells stand on lines of their own, as in saved PDF pages."""
    if piece.kind == "table":
        for number, row in enumerate(piece.rows):
            if number == 0 and piece.headed and len(row) > 2:
                for cell in filter(None, row):
                    yield from _wrapped(printed(cell, look), 20)
            else:
                yield from _wrapped(printed(" ".join(row), look), WRAP)
        yield ""
        return
    mark = "• " if piece.kind == "item" and piece.section != "contents" else ""
    for line in piece.text.split("\n"):
        if "   " in line:
            yield line
        else:
            yield from _wrapped(mark + printed(line, look), WRAP, " " * len(mark))
    if not (piece.kind == "item" and piece.section == "contents"):
        yield ""


def _wrapped(text: str, width: int, indent: str = "") -> list[str]:
    return textwrap.wrap(text, width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)
