"""Where in a passage the words found stand, and the few words around them that a list of results shows."""

from collections.abc import Sequence

from mappa.search.matching import Condition, marks, text_of
from mappa.search.passages import Passage, Piece, Snippet, Span
from mappa.search.words import BREAK, spans, words

WIDTH = 280  # characters of a snippet
LEAD = 60  # of them in front of the first highlight
GAP = "\n\n"


def highlights(what: Condition | None, pieces: Sequence[Piece]) -> tuple[Span, ...]:
    """Where the pieces meet the condition: offsets in the document's text; the words of a phrase are one span."""
    if what is None:
        return ()
    folded: list[str] = []
    at: list[Span] = []
    for piece in pieces:
        if folded:
            folded.append(BREAK)
            at.append((piece.start, piece.start))
        folded += words(piece.text)
        at += [(piece.start + start, piece.start + end) for start, end in spans(piece.text)]
    return tuple((at[first][0], at[last - 1][1]) for first, last in marks(what, text_of(folded)))


def snippet(passage: Passage, found: Sequence[Span]) -> Snippet:
    """The words of `passage` around as many of the spans `found` as fit, whole words only."""
    text, inside = passage.text, _within(passage, found)
    start = _best(inside)
    if len(text) <= WIDTH + LEAD:
        start, end = 0, len(text)
    else:
        start = max(0, min(start - LEAD, len(text) - WIDTH))
        start = text.find(" ", start, start + LEAD) + 1 or start if start else 0
        end = len(text) if len(text) - start <= WIDTH else max(text.rfind(" ", start + LEAD, start + WIDTH), start + WIDTH // 2)
    end = max([end, *(last for first, last in inside if first < end)])
    shown = tuple((first - start, last - start) for first, last in inside if first >= start and last <= end)
    return Snippet(text[start:end], shown)


def _within(passage: Passage, found: Sequence[Span]) -> list[Span]:
    """The spans as offsets in the passage's own text."""
    inside = []
    before = 0
    for piece in passage.pieces:
        shift = before - piece.start
        inside += [(first + shift, last + shift) for first, last in found if piece.start <= first and last <= piece.end]
        before += len(piece.text) + len(GAP)
    return inside


def _best(found: Sequence[Span]) -> int:
    """Where the window begins that holds most of the spans."""
    return max((first for first, _ in found), key=lambda at: (sum(at <= first < at + WIDTH - LEAD for first, _ in found), -at), default=0)
