"""A document as a person reads it: sections by their type, what was found by colour or in brackets."""

from collections.abc import Collection, Iterator
from itertools import pairwise

from rich.style import Style
from rich.text import Text

from mappa.errors import MappaError
from mappa.records import Annotation, Record

COLOURS = {
    "agency": "cyan",
    "role": "green",
    "legislation": "yellow",
    "case-law": "bright_yellow",
    "order": "magenta",
    "mappa-term": "blue",
    "theme": "red",
}


def marked(record: Record, *, layers: Collection[str] | None, section: str | None) -> str:
    """The text with each annotation [written like this](label); of two that cross, the later is left out."""
    parts = []
    for start, end, kind in _stretches(record, section):
        opening: dict[int, list[str]] = {}
        closing: dict[int, list[str]] = {}
        around: list[Annotation] = []
        for item in _chosen(record, layers, start, end):
            around = [outer for outer in around if outer.end > item.start]
            if not around or item.end <= around[-1].end:
                around.append(item)
                opening.setdefault(item.start, []).append("[")
                closing.setdefault(item.end, []).insert(0, f"]({item.label or '?'})")
        edges = sorted({start, end, *opening, *closing})
        parts.append(f"-- {kind} --\n" if kind else "")
        for at, following in zip(edges, [*edges[1:], end], strict=True):
            parts += [*closing.get(at, []), *opening.get(at, []), record.text[at:following]]
    return "".join(parts).rstrip()


def styled(record: Record, *, layers: Collection[str] | None, section: str | None) -> Text:
    """The text with each annotation in the colour of its layer, under a key to the colours."""
    page = Text(record.id, style="bold")
    for layer in COLOURS if layers is None else layers:
        page.append("  ").append(layer, _style(layer))
    page.append("\n\n")
    for start, end, kind in _stretches(record, section):
        text = Text(record.text[start:end])
        for item in _chosen(record, layers, start, end):
            text.stylize(_style(item.layer), item.start - start, item.end - start)
        page.append(f"-- {kind} --\n" if kind else "", "dim").append(text)
    page.rstrip()
    return page


def _style(layer: str) -> Style:
    return Style(color=COLOURS[layer], underline=True)


def _stretches(record: Record, section: str | None) -> Iterator[tuple[int, int, str | None]]:
    """The text cut where a section begins, each stretch with its section's type: all of it, or what lies in sections of a type or id."""
    asked = [(item.start, item.end) for item in record.sections if section in (item.type, item.id)]
    if section is not None and not asked:
        there = ", ".join(dict.fromkeys(item.type for item in record.sections)) or "none"
        raise MappaError(f"{record.id}: no section {section!r}; sections there: {there}")
    kinds = {0: None, **{item.start: item.type for item in record.sections}}
    for start, end in pairwise([*kinds, len(record.text)]):
        if start < end and (section is None or any(first <= start < last for first, last in asked)):
            yield start, end, kinds[start]


def _chosen(record: Record, layers: Collection[str] | None, start: int, end: int) -> Iterator[Annotation]:
    """The annotations to show of a stretch, in order."""
    for item in record.annotations:
        if start <= item.start and item.end <= end and (layers is None or item.layer in layers):
            yield item
