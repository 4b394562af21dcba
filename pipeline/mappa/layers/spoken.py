"""Testimonials in quotation marks: under a lead-in, over a signature, inside a narrative."""

import re
from collections.abc import Iterator

from mappa.language import fold
from mappa.layers.ground import FIRST, SINGULAR, Found, Ground
from mappa.layers.quotations import Run, is_pulled, runs
from mappa.layers.speakers import Source
from mappa.sentences import sentences

REACH = 8  # paragraphs over which a quotation may stay open
TERM = 8  # words that a quotation without an attribution needs
ATTACHED = re.compile(r"^\s*[.,]?\s*(?:[(\[\u2013\u2014-]|$)")


def blocks(ground: Ground, number: int, lead: Source | None) -> tuple[int, list[Found]]:
    """The testimonials of one speaker's quotation paragraphs from `number` on; the number behind them and their signature."""
    quote, end, tail = _whole(ground, number)
    if tail:
        return _attributed(ground, number, end, quote, tail)
    signed = ground.signature(end) if end < len(ground.passages) else None
    if signed is None and (lead is None or lead.name):
        end, quote, signed = _joined(ground, end, quote, needs_signature=lead is None)
    if signed:
        behind, source = signed
        if ground.lived(source.start, source.end, quote[0][0]) or ground.is_official(source):
            return behind, []
        return behind, [Found(tuple(quote), "signature", source, heading=ground.context(number))]
    if lead:
        return end, [Found(tuple(quote), "lead-in", lead, shared=True, heading=ground.context(number))]
    return end, list(_unattributed(ground, number, quote))


def _whole(ground: Ground, number: int) -> tuple[list[tuple[int, int]], int, tuple[int, int] | None]:
    """One quotation from its first paragraph to its closing mark: its parts, the number behind it, and what stands behind its last mark."""
    passage = ground.passages[number]
    found = ground.quoted[number]
    quote = [(passage.start + run.start, passage.start + run.end) for run in found if ground.speech(number, run) or len(found) == 1]
    outside = _outside(passage.text, found)
    if outside:
        return quote, number + 1, (passage.start + outside[0], passage.start + outside[1])
    end = number + 1
    if found[-1].closed:
        return quote, end, None
    sort = found[-1].sort
    close = _closing(ground, end, sort)
    while end < len(ground.passages):
        following = ground.passages[end]
        inside = runs(following.text, inside=sort)
        reopened = bool(inside) and inside[0].opened and inside[0].first == 0
        if (
            ground.is_heading(end)
            or following.kind in ("table", "caption")
            or ground.lead_in(end)
            or not (reopened or (close is not None and end <= close))
        ):
            break
        part = inside[0] if inside else Run(0, len(following.text), False, False, 0, len(following.text))
        quote.append((following.start + part.start, following.start + part.end))
        end += 1
        if part.closed:
            behind = _outside(following.text, inside[:1])
            return quote, end, (following.start + behind[0], following.start + behind[1]) if behind else None
    return quote, end, None


def _closing(ground: Ground, number: int, sort: str) -> int | None:
    """Number of the paragraph in which a quotation that is still open is closed; None where another begins before that."""
    plain = False
    for at in range(number, min(number + REACH, len(ground.passages))):
        passage = ground.passages[at]
        if ground.is_heading(at) or passage.kind in ("table", "caption") or ground.lead_in(at):
            return None
        inside = runs(passage.text, inside=sort)
        reopened = bool(inside) and inside[0].opened and inside[0].first == 0
        if reopened and plain:
            return None
        plain = plain or not reopened
        if inside and inside[0].closed and (reopened or not inside[0].opened):
            return at
    return None


def _outside(text: str, found: list[Run]) -> tuple[int, int] | None:
    """Offsets of the words behind the first quotation of a paragraph, or between its quotations."""
    for run, after in zip(found, [*found[1:], None], strict=True):
        stop = after.first if after else len(text)
        if text[run.last : stop].strip(" .,;"):
            return run.last, stop
    return None


def _attributed(ground: Ground, number: int, end: int, quote: list[tuple[int, int]], tail: tuple[int, int]) -> tuple[int, list[Found]]:
    """A quotation with its speaker behind it in the same paragraph: news style, brackets, a card."""
    first = sentences(ground.text, *tail)[:1] or [tail]
    source = ground.speakers.source(tail[0], first[0][1])
    said = ground.saying.search(fold(ground.text[tail[0] : first[0][1]])) is not None
    if ground.lived(tail[0], first[0][1], quote[0][0]) or ground.is_official(source) or not source.speaks:
        return end, []
    form = "lead-in" if said else "signature"
    return end, [Found(tuple(quote), form, source, heading=ground.context(number))]


def _joined(
    ground: Ground, end: int, quote: list[tuple[int, int]], *, needs_signature: bool
) -> tuple[int, list[tuple[int, int]], tuple[int, Source] | None]:
    """`quote` with the quotations that follow it at once and belong to the same speaker: up to a signature, or under one person's name."""
    parts, at = list(quote), end
    while at < len(ground.passages) and ground.is_block(at) and not ground.is_heading(at):
        more, behind, tail = _whole(ground, at)
        if tail:
            break
        signed = ground.signature(behind) if behind < len(ground.passages) else None
        if signed and not needs_signature:
            break
        parts, at = [*parts, *more], behind
        if signed:
            return behind, parts, signed
    return (end, quote, None) if needs_signature else (at, parts, None)


def _unattributed(ground: Ground, number: int, quote: list[tuple[int, int]]) -> Iterator[Found]:
    """A quotation that nobody signs: a testimonial where others speak, or where its words or heading tell whose it is."""
    start, end = quote[0][0], quote[-1][1]
    printed = ground.text[start:end]
    if len(printed.split()) < TERM or is_pulled(printed) or ground.repeats(start, end):
        return
    heading = ground.context(number)
    before = ground.passages[number - 1] if number else None
    above = ground.headings[number]
    if above is not None and ground.lived(ground.passages[above].start, ground.passages[above].end, start):
        return
    if before and ground.is_plain(number - 1) and not ground.signature(number - 1):
        last = sentences(ground.text, before.start, before.end)[-2:]
        if ground.lived(last[0][0], last[-1][1], start):
            return
    known = ground.voices[number] is not None or (heading and heading.role) or ground.speakers.own_role(start, end)
    if known or SINGULAR.search(fold(printed)):  # a card with a logo for a name still has somebody who says I
        yield Found(tuple(quote), "lead-in", None, heading=heading)


def inline(ground: Ground, number: int) -> tuple[int, list[Found]]:
    """The testimonials inside a paragraph of narrative: "ROLE said: ...", or a role told of and then heard."""
    passage = ground.passages[number]
    found: list[Found] = []
    behind = number + 1
    at = 0
    for run in ground.quoted[number]:
        start, end = passage.start + run.start, passage.start + run.end
        if not ground.speech(number, run):
            continue
        source = _teller(ground, passage.start + at, passage.start + run.first, start, end, passage.start + run.last, passage.end)
        at = run.last
        parts: tuple[tuple[int, int], ...] = ((start, end),)
        if not run.closed:
            rest, behind = _rest(ground, number + 1, run.sort)
            parts = (*parts, *rest)
        if source:
            found.append(Found(parts, "lead-in", source, heading=ground.context(number)))
        elif found and not ground.text[passage.start + at : start].strip():
            continue
        elif found and _goes_on(ground, found[-1], start):
            found[-1] = Found((*found[-1].quote, *parts), found[-1].form, found[-1].source, heading=found[-1].heading)
    return behind, found


def _goes_on(ground: Ground, last: Found, start: int) -> bool:
    """Whether the same speaker goes on: between the quotations stands only who said so."""
    between = ground.text[last.quote[-1][1] : start]
    return len(between.split()) < 25 and len(sentences(between)) < 3


def _rest(ground: Ground, number: int, sort: str) -> tuple[list[tuple[int, int]], int]:
    parts: list[tuple[int, int]] = []
    close = _closing(ground, number, sort)
    at = number
    while at < len(ground.passages) and not ground.is_heading(at):
        passage = ground.passages[at]
        inside = runs(passage.text, inside=sort)
        reopened = bool(inside) and inside[0].opened and inside[0].first == 0
        if not (reopened or (close is not None and at <= close)) or ground.lead_in(at):
            break
        part = inside[0] if inside else Run(0, len(passage.text), False, False, 0, len(passage.text))
        parts.append((passage.start + part.start, passage.start + part.end))
        at += 1
        if part.closed:
            break
    return parts, at


def _teller(ground: Ground, left: int, first: int, start: int, end: int, last: int, right: int) -> Source | None:
    """Who says the words start..end of a narrative that begins at `left`, by what stands before and behind their marks."""
    before = sentences(ground.text, left, first)
    after = sentences(ground.text, last, right)[:1]
    tail = after[0] if after and not ground.text[last : after[0][0]].strip() else None
    printed = ground.text[start:end]
    lead = before[-1] if before else None
    if tail and ground.saying.search(fold(ground.text[tail[0] : min(tail[1], tail[0] + 30)])):
        return _somebody(ground, tail, start)
    if lead is None:
        return None
    opens = ground.text[:first].rstrip()[-1:] in ":,"
    told = fold(ground.text[lead[0] : lead[1]])
    if opens or ground.saying.search(told):
        if not (printed[:1].isupper() or opens) and not SINGULAR.search(fold(printed)):
            return None
        source = _somebody(ground, lead, start)
        if source is None and len(before) > 1 and not ground.speakers.is_lived(*lead) and not ground.documents.search(told):
            source = _somebody(ground, (before[-2][0], lead[1]), start)
        return source
    if printed[:1].isupper() and printed[-1:] in ".!?" and len(printed.split()) > 9 and SINGULAR.search(fold(printed)):
        source = _somebody(ground, lead, start)
        return source if source and (source.role or source.name) else None
    return None


def _somebody(ground: Ground, stretch: tuple[int, int], at: int) -> Source | None:
    """The speaker whom a stretch of narrative names; None for papers, the makers of law, and those whose words are not taken."""
    source = ground.speakers.source(*stretch)
    if ground.lived(*stretch, at) or ground.is_official(source) or not source.speaks:
        return None
    if not (source.role or source.name) and not FIRST.search(fold(ground.text[at : at + 400])):
        return None
    return source
