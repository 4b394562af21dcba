"""Candidates for marks: spans of tokens with their rule, what stands beside them, and which of several wins."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc

COMPANY = 12  # tokens within which a word keeps company
LIST_JOINTS = {",", "and", "&", "or", "/", ";", "as well as"}


@dataclass(frozen=True, slots=True)
class Hit:
    """A candidate: token offsets, its label and rule; `core` is where the literal itself starts, `name` the proper name if it is one."""

    start: int
    end: int
    label: str
    rule: str
    use: str
    core: int
    name: str | None = None


def norms(doc: Doc, start: int, end: int) -> tuple[str, ...]:
    """The folded words of tokens `start` to `end`, as far as there are any."""
    return tuple(token.norm_ for token in doc[max(start, 0) : min(end, len(doc))])


def near(doc: Doc, start: int, end: int, words: Iterable[str]) -> bool:
    """Whether one of `words` stands within a dozen tokens of the span."""
    around = f" {' '.join(norms(doc, start - COMPANY, start))} | {' '.join(norms(doc, end, end + COMPANY))} "
    return any(f" {word} " in around for word in words)


def alone(doc: Doc, hit: Hit) -> bool:
    """Whether the span is a whole heading or cell."""
    return (hit.start == 0 or doc[hit.start - 1].is_space) and (hit.end == len(doc) or doc[hit.end].is_space)


def joined(doc: Doc, at: int, step: int) -> int | None:
    """The token boundary on the other side of a list joint that begins at boundary `at`, going `step`; None without a joint."""
    start = at
    seen: set[str] = set()
    while 0 <= (index := at if step > 0 else at - 1) < len(doc) and abs(at - start) < 3 and doc[index].norm_ in LIST_JOINTS | {"the"}:
        seen.add(doc[index].norm_)
        at += step
    return at if seen - {"the"} else None


def core_end(doc: Doc, hit: Hit) -> int:
    """End of the words of `hit`, without an abbreviation in brackets."""
    return hit.end - 3 if hit.end - hit.start > 3 and doc[hit.end - 1].text == ")" and doc[hit.end - 3].text == "(" else hit.end


def longest(hits: Iterable[Hit]) -> list[Hit]:
    """The hits left when the longest takes its tokens first; among equals company, then what is written out, then the earlier rule."""
    taken: set[int] = set()
    kept = []
    for hit in sorted(hits, key=lambda hit: (hit.start - hit.end, hit.start, hit.use != "company", hit.use in ("defined", "patterns"))):
        tokens = range(hit.start, hit.end)
        if taken.isdisjoint(tokens):
            taken.update(tokens)
            kept.append(hit)
    return sorted(kept, key=lambda hit: hit.start)


def visible(doc: Doc, hits: Sequence[Hit], layers: Sequence[str]) -> list[Hit]:
    """`hits` without those that lie inside a span of `layers`: a body named in a job title is part of the title."""
    hidden: dict[int, int] = {}
    for layer in layers:
        for span in doc.spans.get(layer, []):
            for index in range(span.start, span.end):
                hidden[index] = span.end
    return [hit for hit in hits if not (hidden.get(hit.start, 0) >= hit.end)]
