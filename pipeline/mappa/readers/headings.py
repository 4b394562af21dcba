"""Headings that are told by their look alone: short paragraphs in bold, in capitals or in larger letters."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from mappa.readers.drafts import LONGEST_STYLED, Draft
from mappa.readers.signatures import is_signature, signature_lines

LONGEST_HEADING = 120  # characters
LARGER = 1.12  # times the body size: seen to be larger
MOST_IN_A_ROW = 3  # more emphatic lines together are an address or a list, not headings

INITIALS = re.compile(r"(?![IVXLC]+$)[A-Z]\.? ?[A-Z]\.?")  # a person's, over the story of a case
LED = re.compile(r"(?:\t|\.{3,}|…)\s*\d{1,3}\s*$")  # a line of a list of contents
CONTACT = re.compile(r"www\.|https?:|@|\b0\d{2,4}[ -]?\d{3}")
NUMBERED_CAPTION = re.compile(r"(?:table|figure|chart|tabl|ffigur|siart)\s+\d", re.IGNORECASE)


def may_head(text: str) -> bool:
    """Whether a line is short enough for a heading and ends, begins and speaks like one."""
    line = " ".join(text.split())
    return (
        0 < len(line) <= LONGEST_HEADING
        and (sum(character.isalpha() for character in line) > 2 or INITIALS.fullmatch(line) is not None)
        and not LED.search(text)
        and line[-1] not in ".;,"
        and line[0] not in "\"'“‘"
        and not CONTACT.search(line)
        and text.count("\n") < 3
    )


def with_headings(drafts: Sequence[Draft]) -> list[Draft]:
    """Paragraphs with the look of a heading become headings; directly above a table, and no larger than the body, its caption."""
    body = _body_size(drafts)
    signed = signature_lines([draft.text if draft.rows is None else "" for draft in drafts])
    chosen = {
        number
        for number, draft in enumerate(drafts)
        if draft.kind in ("paragraph", "item")
        and not draft.plain
        and number not in signed
        and number + 1 < len(drafts)
        and _looks_a_heading(draft, body)
    }
    chosen -= _crowded(drafts, chosen, body)
    above = {number for number in chosen if drafts[number + 1].rows is not None and not _is_larger(drafts[number], body)}
    levels = _levels(drafts, chosen - above, body)
    made = list(drafts)
    for number, draft in enumerate(drafts):
        if number in levels:
            made[number] = replace(draft, kind="heading", level=levels[number], style=_look(draft))
        elif number in above or _is_numbered_caption(drafts, number):
            made[number] = replace(draft, kind="caption")
    return made


def _is_numbered_caption(drafts: Sequence[Draft], number: int) -> bool:
    draft = drafts[number]
    below = number + 1 < len(drafts) and drafts[number + 1].rows is not None
    return below and draft.kind == "paragraph" and len(draft.text) <= LONGEST_STYLED and NUMBERED_CAPTION.match(draft.text) is not None


def _look(draft: Draft) -> str:
    size = "" if draft.size is None else f" {draft.size:g}"
    return ("bold" if draft.strong else "large") + size


def _looks_a_heading(draft: Draft, body: float | None) -> bool:
    if not may_head(draft.text) or is_signature(draft.text) or (draft.kind == "item" and not draft.mark):
        return False
    larger = _is_larger(draft, body)
    return larger or (draft.strong and "\n" not in draft.text)


def _is_larger(draft: Draft, body: float | None) -> bool:
    return bool(body and draft.size and draft.size > LARGER * body)


def _body_size(drafts: Iterable[Draft]) -> float | None:
    sizes = Counter[float]()
    for draft in drafts:
        if draft.kind != "heading" and draft.size:
            sizes[draft.size] += len(draft.text)
    return sizes.most_common(1)[0][0] if sizes else None


def _crowded(drafts: Sequence[Draft], chosen: set[int], body: float | None) -> set[int]:
    """Those of `chosen` that stand in a row of emphatic lines of body size too long to be headings."""
    crowd: set[int] = set()
    row: list[int] = []
    for number in range(len(drafts) + 1):
        if number in chosen and not _is_larger(drafts[number], body):
            row.append(number)
            continue
        if len(row) > MOST_IN_A_ROW:
            crowd.update(row)
        row = []
    return crowd


def _levels(drafts: Sequence[Draft], chosen: set[int], body: float | None) -> dict[int, int]:
    """Levels of the headings told by their look: that of the styled heading they are as large as, else below all those, by rank."""
    styled = [draft for draft in drafts if draft.kind == "heading" and draft.level and draft.style != "Title"]
    lowest = max((draft.level or 0 for draft in styled), default=0)
    look = {number: (round(drafts[number].size or 0, 1), drafts[number].strong) for number in chosen}
    smaller = sorted({key for number, key in look.items() if not _equals(drafts[number], styled, body)}, reverse=True)
    rank = {key: lowest + place for place, key in enumerate(smaller, 1)}
    return {number: min(_equals(drafts[number], styled, body) or rank[look[number]], 9) for number in chosen}


def _equals(draft: Draft, styled: Iterable[Draft], body: float | None) -> int | None:
    """The level of the highest styled heading that is no larger than `draft`, for drafts seen to be larger than the body."""
    if not _is_larger(draft, body):
        return None
    return min((other.level for other in styled if other.level and other.size and other.size <= (draft.size or 0) * 1.02), default=None)
