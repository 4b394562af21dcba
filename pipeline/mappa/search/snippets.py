"""Where in a passage the words found stand, and the few words around them that a list of results shows."""

from collections.abc import Sequence

from mappa.search.matching import Condition, marks, text_of
from mappa.search.passages import Passage, Piece, Snippet, Span
from mappa.search.words import BREAK, placed

WIDTH = 280  # characters of a snippet
LEAD = 60  # of them in front of the first highlight
GAP = "\n\n"


def highlights(what: Condition | None, pieces: Sequence[Piece]) -> tuple[Span, ...]:
    """Where the pieces meet the condition: offsets in the document's text; the words of a phrase are one span."""
    if what is None:
        return ()
    found: list[tuple[str, int, int]] = []
    for piece in pieces:
        found += [(BREAK, piece.start, piece.start)] if found else []
        found += placed(piece.text, piece.start)
    return tuple((found[first][1], found[last - 1][2]) for first, last in marks(what, text_of([word for word, _, _ in found])))


def snippet(passage: Passage, found: Sequence[Span]) -> Snippet:
    """The words of `passage` around as many of the spans `found` as fit, whole words only."""
    text, spans = passage.text, _within(passage, found)
    start = _best(spans)
    if len(text) <= WIDTH + LEAD:
        start, end = 0, len(text)
    else:
        start = max(0, min(start - LEAD, len(text) - WIDTH))
        start = text.find(" ", start, start + LEAD) + 1 or start if start else 0
        end = len(text) if len(text) - start <= WIDTH else max(text.rfind(" ", start + LEAD, start + WIDTH), start + WIDTH // 2)
    end = max([end, *(last for first, last in spans if first < end)])
    inside = tuple((first - start, last - start) for first, last in spans if first >= start and last <= end)
    return Snippet(text[start:end], inside)


def _within(passage: Passage, found: Sequence[Span]) -> list[Span]:
    """The spans as offsets in the passage's own text."""
    spans = []
    before = 0
    for piece in passage.pieces:
        shift = before - piece.start
        spans += [(first + shift, last + shift) for first, last in found if piece.start <= first and last <= piece.end]
        before += len(piece.text) + len(GAP)
    return spans


def _best(spans: Sequence[Span]) -> int:
    """Where the window begins that holds most of the spans."""
    return max((first for first, _ in spans), key=lambda at: (sum(at <= first < at + WIDTH - LEAD for first, _ in spans), -at), default=0)
