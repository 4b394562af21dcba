"""Testimonials without quotation marks: signed or by-lined first person, letters, questions and answers, a body's statement."""

import re
from collections.abc import Iterator

from mappa.language import fold
from mappa.layers.ground import BY_LINE, FIRST, SINGULAR, Found, Ground
from mappa.layers.speakers import Source
from mappa.sentences import sentences

QUESTION = re.compile(r"(?:q(?:uestion)?\s?\d*\s?[.:)-]\s*)?[^.!\t]{6,200}\?[\"'”’]?$", re.IGNORECASE)
LABELLED = re.compile(r"q(?:uestion)?\s?\d*\s?[.:)-]\s", re.IGNORECASE)
ANSWER = re.compile(r"(?:a|answer)\s?\d*\s?[.:)-]\s+", re.IGNORECASE)
BOTH = re.compile(r"q(?:uestion)?\s?\d*\s?[.:)-]\s.{6,200}?\?\s+(?=(?:a|answer)\s?\d*\s?[.:)-]\s)", re.IGNORECASE)
LONGEST = 12  # paragraphs of one person's words


def letter(ground: Ground, number: int) -> tuple[int, list[Found]] | None:
    """The letter that begins with the salutation `number`, up to its signature."""
    passage = ground.passages[number]
    if len(passage.text.split()) > 10 or not ground.salutation.fullmatch(fold(passage.text).strip(" ,:")):
        return None
    end = number + 1
    while end < len(ground.passages) and end - number < LONGEST and not ground.is_heading(end) and ground.passages[end].kind != "table":
        ends = ground.sign_off.fullmatch(fold(ground.passages[end].text).strip(" ,."))
        signed = ground.signature(end + 1) if ends and end + 1 < len(ground.passages) else None if ends else ground.signature(end)
        if ends or signed:
            behind, source = signed or (end + 1, None)
            last = end + 1 if ends else end
            quote = tuple((one.start, one.end) for one in ground.passages[number:last])
            if source is None or ground.is_official(source) or ground.lived(source.start, source.end, passage.start):
                return behind, []
            allowed = not ground.closed(number) or source.role in ground.knowledge.letters_of
            return behind, [Found(quote, "first-person", source)] if allowed else []
        end += 1
    return None


def interview(ground: Ground, number: int) -> tuple[int, list[Found]] | None:
    """Questions and answers from `number` on, where the heading or the words before them tell who answers."""
    answers: list[tuple[int, int]] = []
    at, asked = number, 0
    while at < len(ground.passages):
        passage = ground.passages[at]
        both = BOTH.match(passage.text)
        if both:
            label = ANSWER.match(passage.text, both.end())
            answers.append((passage.start + (label.end() if label else both.end()), passage.end))
            asked, at = asked + 1, at + 1
        elif _asks(ground, at) and at + 1 < len(ground.passages):
            first = at + 1
            at = first
            while at < len(ground.passages) and at - first < 4 and _answers(ground, at):
                answers.append(_without_label(ground, at))
                at += 1
            if at == first:
                break
            asked += 1
        else:
            break
    labelled = LABELLED.match(ground.passages[number].text) is not None
    if asked < (1 if labelled else 2):
        return None
    source = _interviewed(ground, number)
    if source is None or not any(FIRST.search(fold(ground.text[start:end])) for start, end in answers):
        return at, []
    if ground.lived(source.start, source.end, answers[0][0]):
        return at, []
    return at, [Found(tuple(answers), "lead-in", source)]


def _asks(ground: Ground, number: int) -> bool:
    passage = ground.passages[number]
    return passage.kind != "table" and len(passage.text.split()) < 36 and QUESTION.fullmatch(passage.text.strip()) is not None


def _answers(ground: Ground, number: int) -> bool:
    passage = ground.passages[number]
    return (
        passage.kind in ("paragraph", "quote", "item")
        and not _asks(ground, number)
        and not BOTH.match(passage.text)
        and not ground.is_line(number)
    )


def _without_label(ground: Ground, number: int) -> tuple[int, int]:
    passage = ground.passages[number]
    label = ANSWER.match(passage.text)
    run = ground.quoted[number][0] if ground.is_block(number) else None
    if run:
        return passage.start + run.start, passage.start + run.end
    return passage.start + (label.end() if label else 0), passage.end


def _interviewed(ground: Ground, number: int) -> Source | None:
    """Who answers: named in the paragraphs between the heading and the first question, else in a heading above."""
    at = number - 1
    while at >= 0 and not ground.is_heading(at) and number - at < 4:
        passage = ground.passages[at]
        source = ground.speakers.source(passage.start, passage.end)
        if source.role or source.name:
            return source
        at -= 1
    for above in (ground.headings[number], ground.headings[number - 1] if number else None, ground.voices[number]):
        if above is not None:
            passage = ground.passages[above]
            source = ground.speakers.source(passage.start, passage.end)
            if source.role or (source.name and source.bodies):
                return source
    return None


def plain(ground: Ground, number: int) -> tuple[int, list[Found]] | None:
    """Unquoted words of one person from paragraph `number` on: signed below, by-lined above, or under a heading that names their post."""
    passage = ground.passages[number]
    if passage.sections and passage.sections[-1] in ground.knowledge.no_plain_words_in:
        return None
    by_line = BY_LINE.match(passage.text)
    headed = ground.is_line(number) and (passage.kind == "heading" or ground.headings[number] == number - 1)
    if len(passage.text.split()) < 20 and (by_line or headed):
        source = ground.speakers.source(passage.start + (by_line.end() if by_line else 0), passage.end)
        end = _own_words(ground, number + 1)
        if (
            (source.role or source.name)
            and not ground.is_official(source)
            and end > number + 1
            and _singular(ground, number + 1, min(end, number + 3))
        ):
            return end, [Found(_parts(ground, number + 1, end), "first-person", source)]
        return None
    end = number
    while end < len(ground.passages) and end - number < LONGEST and _carries(ground, end):
        end += 1
    signed = ground.signature(end) if end > number and end < len(ground.passages) else None
    if signed:
        return _signed(ground, number, end, *signed)
    heading = ground.context(number)
    above = ground.headings[number]
    if above == number - 1 and heading and heading.role and _singular(ground, number, number + 1) > 1 and not ground.is_official(heading):
        end = max(_own_words(ground, number), number + 1)
        if ground.lived(heading.start, heading.end, passage.start):
            return end, []
        return end, [Found(_parts(ground, number, end), "first-person", heading)]
    return None


def _signed(ground: Ground, number: int, end: int, behind: int, source: Source) -> tuple[int, list[Found]] | None:
    """Paragraphs number..end with the signature `source` under them, from the first in which somebody says I."""
    if not (source.name or source.role) or ground.is_official(source):
        return None
    first = number if end - number <= 6 else next((at for at in range(number, end) if _singular(ground, at, at + 1)), number)
    ours = source.name and ground.voices[number] is not None and any(FIRST.search(fold(one.text)) for one in ground.passages[first:end])
    if not (_singular(ground, first, end) or ours):
        return None
    if ground.lived(source.start, source.end, ground.passages[first].start):
        return behind, []
    return behind, [Found(_parts(ground, first, end), "first-person", source)]


def _carries(ground: Ground, number: int) -> bool:
    """Whether a paragraph can be part of somebody's unquoted words."""
    passage = ground.passages[number]
    if passage.kind not in ("paragraph", "item", "quote") or ground.is_heading(number) or ground.is_block(number) or ground.is_line(number):
        return False
    return ground.lead_in(number) is None and not _asks(ground, number)


def _own_words(ground: Ground, number: int) -> int:
    """Behind the last of the paragraphs from `number` on in which somebody still speaks of themselves."""
    end = at = number
    while at < len(ground.passages) and at - number < LONGEST and _carries(ground, at):
        at += 1
        if FIRST.search(fold(ground.passages[at - 1].text)):
            end = at
    return end


def _singular(ground: Ground, number: int, end: int) -> int:
    return sum(len(SINGULAR.findall(fold(passage.text))) for passage in ground.passages[number:end])


def _parts(ground: Ground, number: int, end: int) -> tuple[tuple[int, int], ...]:
    return tuple((passage.start, passage.end) for passage in ground.passages[number:end])


def spoken_under(ground: Ground, number: int, lead: Source) -> tuple[int, list[Found]]:
    """Unquoted words under a lead-in that says somebody speaks."""
    end = number
    while end < len(ground.passages) and end - number < LONGEST and _carries(ground, end):
        end += 1
    return end, [Found(_parts(ground, number, end), "lead-in", lead, shared=True)] if end > number else []


def statements(ground: Ground, taken: list[tuple[int, int]]) -> Iterator[Found]:
    """What bodies say of themselves under their own names, in a place where others speak."""
    for number, passage in enumerate(ground.passages):
        inside = ground.voices[number]
        if inside is None or inside == number or not ground.is_heading(number) or not ground.names_body(number):
            continue
        source = ground.speakers.source(passage.start, passage.end)
        if source.role or not source.bodies or any(body.label in ground.knowledge.no_statement_of for body in source.bodies[:1]):
            continue
        end = number + 1
        while end < len(ground.passages) and _carries(ground, end):
            end += 1
        last = ground.passages[end - 1].end
        ends_here = end == len(ground.passages) or ground.is_heading(end) or ground.passages[end].kind in ("table", "caption")
        free = not any(start < last and stop > passage.end for start, stop in taken)
        if end > number + 1 and free and ends_here and len(sentences(ground.text, passage.end, last)) > 1:
            yield Found(_parts(ground, number + 1, end), "statement", source)
