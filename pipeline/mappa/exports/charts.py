"""Plots as inline SVG, drawn by hand: three plain kinds need no plotting library, and the page stays one small file without a network.

Marks are told apart by place, shape or hatching, never by colour alone; every plot has a title and a description for screen readers.
"""

from collections.abc import Mapping, Sequence
from math import isnan, sqrt

from markupsafe import Markup, escape

INK, WARM, GREY, GRID = "#0b3c5d", "#b35900", "#595959", "#d0d0d0"
Series = Mapping[str, Sequence[float]]


def trends(series: Series, labels: Sequence[str], *, name: str, title: str, description: str) -> Markup:
    """Small multiples: one panel a series over the same `labels` and on the same scale; nan is a gap."""
    across, width, height = 4, 240, 128
    left, right, top, bottom = 30, 14, 26, 24
    highest = max((value for values in series.values() for value in values if not isnan(value)), default=0) or 1
    step = (width - left - right) / max(1, len(labels) - 1)
    parts = []
    for number, (label, values) in enumerate(series.items()):
        x0, y0 = number % across * width, number // across * height
        base, space = y0 + height - bottom, height - top - bottom
        points = [(x0 + left + at * step, base - value / highest * space, value) for at, value in enumerate(values) if not isnan(value)]
        parts.append(_text(x0 + left, y0 + 16, label, weight="bold"))
        parts += [_line(x0 + left, base - share * space, x0 + width - right, base - share * space) for share in (0, 0.5, 1)]
        parts += [_text(x0 + left - 4, base - share * space + 3, f"{share * highest:.0f}", anchor="end", size=10) for share in (0, 1)]
        parts += [_text(x0 + left, base + 14, labels[0], size=10)] if labels else []
        parts += [_text(x0 + width - right, base + 14, labels[-1], anchor="end", size=10)] if len(labels) > 1 else []
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y, _ in points)
        parts.append(Markup('<polyline points="{}" fill="none" stroke="{}" stroke-width="1.6"/>').format(path, INK))
        parts += [_dot(x, y, 2.4) for x, y, _ in points]
        if points:
            x, y, value = max(points, key=lambda point: point[2])
            parts.append(_text(min(x, x0 + width - right - 8), y - 5, f"{value:.1f}", size=10, anchor="middle"))
    return _svg(parts, across * width, -(-len(series) // across) * height, name, title, description)


def opposed(rows: Sequence[tuple[str, int, int]], *, name: str, title: str, description: str) -> Markup:
    """Bars from a middle line: (label, to the left, to the right), both with their figure; the left ones are hatched."""
    high, labels, room = 22, 190, 700
    farthest = [max((left for _, left, _ in rows), default=0), max((right for _, _, right in rows), default=0)]
    scale = room / (sum(farthest) or 1)
    middle = labels + 30 + farthest[0] * scale
    parts = [
        _hatch(name),
        _text(middle - 8, 16, "challenge", anchor="end", weight="bold"),
        _text(middle + 8, 16, "strength", weight="bold"),
    ]
    for number, (label, left, right) in enumerate(rows):
        y = 26 + number * high
        parts.append(_text(0, y + 13, label))
        for count, x, fill, edge in ((left, middle - left * scale, f"url(#{name}-hatch)", WARM), (right, middle, INK, INK)):
            bar = '<rect x="{:.1f}" y="{}" width="{:.1f}" height="{}" fill="{}" stroke="{}"/>'
            parts += [Markup(bar).format(x, y, count * scale, high - 7, fill, edge)] if count else []
        parts.append(_text(middle - left * scale - 5, y + 13, str(left), anchor="end"))
        parts.append(_text(middle + right * scale + 5, y + 13, str(right)))
    parts.append(_line(middle, 22, middle, 26 + len(rows) * high, ink=GREY))
    return _svg(parts, labels + room + 70, 30 + len(rows) * high, name, title, description)


def _hatch(name: str) -> Markup:
    return Markup(
        '<defs><pattern id="{}-hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        '<rect width="6" height="6" fill="#ffffff"/><path d="M0 0V6" stroke="{}" stroke-width="3"/></pattern></defs>'
    ).format(name, WARM)


def bubbles(rows: Series, columns: Sequence[str], *, name: str, title: str, description: str) -> Markup:
    """A grid of discs whose area is the count, which stands beside each; no disc is nought."""
    left, top, wide, high = 230, 130, 58, 30
    most = max((value for values in rows.values() for value in values), default=0) or 1
    parts = [_slanted(left + (number + 0.5) * wide, top - 8, column) for number, column in enumerate(columns)]
    for number, (label, values) in enumerate(rows.items()):
        y = top + (number + 0.5) * high
        parts += [_text(left - 8, y + 4, label, anchor="end"), _line(left, y + high / 2, left + len(columns) * wide, y + high / 2)]
        for at, value in enumerate(values):
            if value:
                radius = 2 + 10 * sqrt(value / most)
                x = left + (at + 0.5) * wide - 7
                parts += [_dot(x, y, radius), _text(x + radius + 3, y + 4, f"{value:.0f}", size=10)]
    return _svg(parts, left + len(columns) * wide + 90, top + len(rows) * high + 6, name, title, description)


def _svg(parts: Sequence[Markup], width: float, height: float, name: str, title: str, description: str) -> Markup:
    head = Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {0:.0f} {1:.0f}" width="{0:.0f}" role="img" '
        'aria-labelledby="{2}-title {2}-description"><title id="{2}-title">{3}</title><desc id="{2}-description">{4}</desc>'
    ).format(width, max(1, height), name, title, description)
    return head + Markup("").join(parts) + Markup("</svg>")


def _text(x: float, y: float, text: str, *, anchor: str = "start", size: int = 12, weight: str = "normal") -> Markup:
    element = '<text x="{:.1f}" y="{:.1f}" text-anchor="{}" font-size="{}" font-weight="{}">{}</text>'
    return Markup(element).format(x, y, anchor, size, weight, text)


def _slanted(x: float, y: float, text: str) -> Markup:
    return Markup('<text transform="translate({:.1f} {:.1f}) rotate(-45)" font-size="12">{}</text>').format(x, y, escape(text))


def _line(x1: float, y1: float, x2: float, y2: float, *, ink: str = GRID) -> Markup:
    return Markup('<line x1="{:.1f}" y1="{:.1f}" x2="{:.1f}" y2="{:.1f}" stroke="{}"/>').format(x1, y1, x2, y2, ink)


def _dot(x: float, y: float, radius: float) -> Markup:
    return Markup('<circle cx="{:.1f}" cy="{:.1f}" r="{:.1f}" fill="{}"/>').format(x, y, radius, INK)
