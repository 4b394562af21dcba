"""What stands on a page but not in the text: running headers and footers, page numbers, printers' slugs, lines of a viewer."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from mappa.readers.blocks import furniture_lines
from mappa.readers.headings import LARGER
from mappa.readers.pdf_device import Box, Word
from mappa.readers.pdf_words import Row, rows_of, text_of

MARGIN = 0.12  # of the height: running lines stand no further in, and
NARROW_MARGIN = 0.09  # of the height where only two pages bear them out
EDGE_ROWS = 4  # rows from the top or the bottom
SAME_PLACE = 8.0  # points
ALIKE = 0.12  # sizes this near are one

NUMBER = r"(?:\d{1,4}|[ivxl]{1,6})"
PAGE_NUMBER = re.compile(
    rf"[-–—|\[(\s]*(?:(?:page|pg\.?|p\.?|tudalen|tud\.?)\s*{NUMBER}|{NUMBER}(?:\s*(?:of|/|o)\s*\d{{1,4}})|{NUMBER}\s*\|?\s*(?:page|p\s*a\s*g\s*e)|"
    rf"(?:page|pg\.?|p\.?|tudalen)\s*\|?\s*{NUMBER}\s*(?:of|/|o)\s*\d{{1,4}}|page\s*\|\s*{NUMBER}|{NUMBER})[-–—|\])\s]*",
    re.I,
)
SLUG = re.compile(r"\S\.(?:indd|qxd|qxp|pmd|p65|fm)\b", re.I)
STAMP = re.compile(r"(?=.*\d{1,2}[/.:-]\d{1,2}[/.-]\d{2,4})(?=.*\d{1,2}:\d{2}).{0,90}$")
VIEWER = re.compile(r"you are on page \d+ of \d+|page \d+ of \d+ ?[:–-] .{0,80}", re.I)


@dataclass(frozen=True, slots=True)
class Edge:
    """A row near the top or the bottom of a page."""

    page: int
    row: Row
    text: str
    depth: float  # from the nearer edge, as a share of the page's height
    place: float  # from the nearer edge, points; below zero at the bottom
    outermost: bool

    @property
    def size(self) -> float:
        return max(word.size for word in self.row)

    @property
    def key(self) -> str:
        return re.sub(r"\d+", "#", re.sub(r"\W+", " ", self.text)).strip().lower()


def find_furniture(pages: Sequence[tuple[int, Box, Sequence[Word]]]) -> tuple[dict[int, set[int]], list[str]]:
    """For each page number the `order` of the words to leave out, and the texts left out, each once."""
    edges = [edge for number, box, words in pages for edge in _edges(number, box, words)]
    body = _body_size(pages)
    out = _running(edges, len(pages), body) + [edge for edge in edges if _is_mark(edge)]
    out += _numbered(edges)
    left: dict[int, set[int]] = defaultdict(set)
    for edge in out:
        left[edge.page].update(word.order for word in edge.row)
    return left, list(furniture_lines(edge.text for edge in edges if left[edge.page].issuperset(word.order for word in edge.row)))


def _body_size(pages: Sequence[tuple[int, Box, Sequence[Word]]]) -> float:
    sizes = Counter(word.size for _, _, words in pages for word in words)
    return sizes.most_common(1)[0][0] if sizes else 10.0


def _edges(number: int, box: Box, words: Sequence[Word]) -> Iterator[Edge]:
    height = max(1.0, box[3] - box[1])
    margin = MARGIN * height
    slugs = {round(word.y) for word in words if "." in word.text and SLUG.search(word.text)}
    above = rows_of(word for word in words if word.y >= box[3] - margin)
    below = rows_of(word for word in words if word.y <= box[1] + margin)[::-1]
    between = rows_of(word for word in words if round(word.y) in slugs and box[1] + margin < word.y < box[3] - margin) if slugs else []
    for rows, sign in ((above, 1), (below, -1), (between, 1)):
        for at, row in enumerate(rows[:EDGE_ROWS]):
            distance = box[3] - row[0].y if sign > 0 else row[0].y - box[1]
            yield Edge(number, row, text_of(row), distance / height, sign * distance, at == 0)


def _running(edges: Sequence[Edge], pages: int, body: float) -> list[Edge]:
    """Rows that stand on several pages at one height in one size with the same words, numbers aside."""
    groups: dict[str, list[Edge]] = defaultdict(list)
    for edge in edges:
        if re.search(r"[^\W\d_]{2}", edge.text):
            groups[edge.key].append(edge)
    found: list[Edge] = []
    for group in groups.values():
        for sign in (1, -1):
            side = [edge for edge in group if edge.place * sign > 0]
            if len(side) < 2:
                continue
            place, size = median(edge.place for edge in side), min(edge.size for edge in side)
            same = [edge for edge in side if abs(edge.place - place) <= SAME_PLACE and edge.size <= size * (1 + ALIKE)]
            on = len({edge.page for edge in same})
            few = on == 2 and pages <= 4 and all(edge.depth <= NARROW_MARGIN and edge.size <= body * 1.05 for edge in same)
            enough = max(3, pages // 5 if size <= LARGER * body else pages // 2 + 1)  # large lines at the top may be headings
            if few or on >= enough:
                found += same
    return found


def _is_mark(edge: Edge) -> bool:
    """Whether a row is a page number, a slug or a viewer's line by itself."""
    text = edge.text.strip()
    if SLUG.search(text) or VIEWER.fullmatch(text):
        return len(text.split()) <= 14
    if STAMP.match(text):
        return edge.depth <= NARROW_MARGIN and edge.outermost
    return edge.depth <= MARGIN and edge.outermost and PAGE_NUMBER.fullmatch(text) is not None


def _numbered(edges: Sequence[Edge]) -> list[Edge]:
    """Outermost rows that begin or end with their page's number, counted alike on at least three pages ("Foreword 5")."""
    offers: dict[int, list[Edge]] = defaultdict(list)
    for edge in edges:
        if edge.outermost and edge.depth <= NARROW_MARGIN and len(edge.text) <= 80:
            for number in {int(each) for each in re.findall(r"^\d{1,3}\b|\b\d{1,3}$", edge.text.strip())}:
                offers[number - edge.page].append(edge)
    best = max(offers.values(), key=lambda group: len({edge.page for edge in group}), default=[])
    return best if len({edge.page for edge in best}) >= 3 else []
