"""A report as HTML elements, shared by the web page and by the PDF that CSS lays out."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from html import escape
from itertools import groupby

from gold import Piece
from looks import Look, printed

CLASSES = {"subtitle": "subtitle", "label": "label", "attribution": "attribution", "quote": "quote", "caption": "caption"}


def body(pieces: Sequence[Piece], look: Look) -> str:
    """The report's pieces as HTML, one element a line."""
    groups = groupby(_run_in(pieces, look), key=lambda piece: piece.section if piece.kind == "item" else None)
    return "\n".join(line for listed, group in groups for line in _group(listed, list(group), look))


def _run_in(pieces: Sequence[Piece], look: Look) -> Iterator[Piece]:
    """Field labels joined to the text that follows, where the look sets them so; a label is marked off by U+0001."""
    label = ""
    for piece in pieces:
        if look.run_in and piece.kind == "label":
            label = piece.text + "\x01 "
        else:
            yield replace(piece, text=label + piece.text) if label else piece
            label = ""


def _group(listed: str | None, pieces: list[Piece], look: Look) -> Iterator[str]:
    if listed is None:
        captioned = False
        for piece in pieces:
            opens = piece.kind == "caption" or (piece.kind == "table" and not captioned)
            captioned = piece.kind == "caption"
            yield ('<div class="table">' if opens else "") + element(piece, look) + ("</div>" if piece.kind == "table" else "")
        return
    yield f'<ul class="{"plain" if listed == "contents" else "bullets"}">'
    yield from (f"<li>{inline(piece.text, look)}</li>" for piece in pieces)
    yield "</ul>"


def element(piece: Piece, look: Look) -> str:
    """One piece as one HTML element."""
    if piece.kind == "table":
        return _table(piece, look)
    text = inline(piece.text, look)
    if piece.kind == "title":
        return f"<h1>{text}</h1>"
    if piece.kind == "heading":
        return f"<h{piece.level + 1}>{text}</h{piece.level + 1}>"
    if piece.kind == "label":
        return f'<p class="label"><strong>{text}</strong></p>'
    if piece.opens:
        return f'<p class="opens">{text}</p>'
    name = CLASSES.get(piece.kind)
    return f'<p class="{name}">{text}</p>' if name else f"<p>{text}</p>"


def inline(text: str, look: Look) -> str:
    """Printed text as HTML: line breaks, wide gaps, a run-in label in bold."""
    text = escape(printed(text, look), quote=False)
    text = re.sub(r"^(.*)\x01", r"<strong>\1</strong>", text)
    return re.sub(r" {3,}", "&emsp;&emsp; ", text).replace("\n", "<br>")


def _table(piece: Piece, look: Look) -> str:
    lines = ['<table class="figures">' if len(piece.rows[0]) > 2 else '<table class="single">']
    for number, row in enumerate(piece.rows):
        tag = "th" if piece.headed and number == 0 else "td"
        lines.append("<tr>" + "".join(f"<{tag}>{inline(cell, look)}</{tag}>" for cell in row) + "</tr>")
    return "\n".join([*lines, "</table>"])
