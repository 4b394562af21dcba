"""Quotation marks of a paragraph, paired: curly, straight, single, repeated, missing and stray ones; an apostrophe is none.

Only the outermost pair counts: a quoted term inside somebody's words is part of them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

MARKS = re.compile("[\"“”„«»'‘’`]")
DOUBLE_OPEN, DOUBLE_CLOSE, SINGLE_OPEN = "“„«", "”»", "‘`"
ELISION = re.compile(r"(?:\d|em\b|til\b|cause\b|tis\b|twas\b|cos\b|n\b)", re.IGNORECASE)
BEFORE_OPEN = re.compile(r"(?:^|[\s(\[/:\u2013\u2014-])$")
DOTS = re.compile(r"^(?:\.{2,}|…)|(?:\.{2,}|…)$")


@dataclass(frozen=True, slots=True)
class Run:
    """Words between marks, offsets without and (`first`, `last`) with them; whether each was printed; `sort` is double or single."""

    start: int
    end: int
    opened: bool
    closed: bool
    first: int
    last: int
    sort: str = '"'


@dataclass(frozen=True, slots=True)
class Mark:
    """One quotation mark: where, which (\" or ') and whether it can open or close."""

    at: int
    sort: str
    opens: bool
    closes: bool


def runs(text: str, *, inside: str = "") -> list[Run]:
    """The quotations of the paragraph `text`, in order; `inside` is the sort of one still open where it begins.

    A closing mark at the end with none that opens quotes the paragraph from its start: the opening one was lost.
    """
    found: list[Run] = []
    open_: list[Mark] = []
    marks = list(_marks(text))
    sorts = [mark.sort for mark in marks[:-1]]
    if inside and not (marks and marks[0].opens and not text[: marks[0].at].strip()):
        open_ = [Mark(-1, inside, True, False)]
    for number, mark in enumerate(marks):
        if open_ and mark.closes and mark.sort == open_[-1].sort and not (mark.opens and not _last(marks, number)):
            opened = open_.pop()
            if not open_:
                found.append(_run(text, opened, mark.at))
        elif open_ and mark.closes and not mark.opens and mark.sort == open_[0].sort and len(open_) > 1:
            found.append(_run(text, open_[0], mark.at))
            open_ = []
        elif mark.opens and (not open_ or mark.sort == '"' or open_[-1].sort == '"'):
            open_.append(mark)
        elif mark.closes and not open_ and mark.sort == '"' and not text[mark.at + 1 :].strip(" .,") and '"' not in sorts:
            found = [_run(text, None, mark.at)]
    if open_ and (open_[0].sort == '"' or not text[: max(open_[0].at, 0)].strip()):
        found.append(_run(text, open_[0], None))
    return [run for run in found if run.start < run.end]


def _last(marks: list[Mark], number: int) -> bool:
    return number == len(marks) - 1


def _run(text: str, opened: Mark | None, close: int | None) -> Run:
    first = max(opened.at, 0) if opened else 0
    start = opened.at + 1 if opened else 0
    end = len(text) if close is None else close
    inner = text[start:end]
    left, right = start + len(inner) - len(inner.lstrip()), start + len(inner.rstrip())
    return Run(
        left,
        right,
        opened is not None and opened.at >= 0,
        close is not None,
        first,
        len(text) if close is None else close + 1,
        opened.sort if opened else '"',
    )


def _marks(text: str) -> Iterator[Mark]:
    """The marks that can be quotation marks; apostrophes and the possessive of a plural are passed over."""
    for match in MARKS.finditer(text):
        at, sign = match.start(), match[0]
        before, after = text[at - 1 : at], text[at + 1 : at + 2]
        can_open = bool(BEFORE_OPEN.search(text[:at])) and bool(after.strip())
        can_close = bool(before.strip()) or not after.strip()
        if sign in DOUBLE_OPEN:
            if not (before.isalnum() and after.isalnum()):
                yield Mark(at, '"', not before.isalnum(), before.isalnum())
        elif sign in DOUBLE_CLOSE:
            wrong = can_open and not before.strip() and after.isalnum()
            yield Mark(at, '"', wrong, not wrong)
        elif sign == '"':
            closes = not can_open or not (after.isalnum() or after in "£([.…'‘#")
            yield Mark(at, '"', not closes, closes)
        elif sign in SINGLE_OPEN:
            if not before.isalnum():
                yield Mark(at, "'", True, False)
        elif can_open and after.isalnum() and sign == "'" and not ELISION.match(text[at + 1 : at + 8]):
            yield Mark(at, "'", True, False)
        elif can_close and not after.isalnum() and not _possessive(text, at):
            yield Mark(at, "'", False, True)


def _possessive(text: str, at: int) -> bool:
    """Whether the single mark behind a word's s is an apostrophe: more of the sentence follows, and another mark to close."""
    return (
        text[at - 1 : at] == "s"
        and re.match(r" [A-Za-z]", text[at + 1 : at + 3]) is not None
        and "'" in text[at + 1 :].translate({0x2019: "'"})
    )


def is_block(text: str) -> bool:
    """Whether the paragraph begins with an opening mark, or has lost it and ends with a closing one."""
    found = runs(text)
    return bool(found) and not text[: found[0].first].strip(" •·▪*–—-")


def is_pulled(words: str) -> bool:
    """Whether quoted words are cut out of running text: dots where they begin and end."""
    return len(DOTS.findall(words.strip(" \"“”'‘’"))) == 2


def bare(text: str) -> str:
    """Letters and figures of `text` in lower case, to find the same words elsewhere."""
    return " ".join(re.findall(r"\w+", text.lower()))
