"""The grammar of provisions: which sections, Parts, Schedules ... a stretch of text names.

Numbers stay as printed, a nested division is written as legislation.gov.uk writes it: "paragraph 4 of Schedule 3" is
schedule 3/paragraph/4, "Chapter 1 of Part 12" is part 12/chapter/1, "section 82 of Part 2" is section 82.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

_TENS = ("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty")
FIGURES = {
    word: str(number) for number, word in enumerate(("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", *_TENS), 1)
}
KINDS = {
    "subsection": r"sub-?\s?sections?|subs?s\.",
    "section": r"sections?|sects?\.|secs?\.?|ss?\.|ss?(?=\s?\d)|§§?|adran(?:nau)?",
    "schedule": r"schedules?|sch(?:ed)?s?\.?|atodlen",
    "part": r"parts?|pts?\.|rhan",
    "chapter": r"chapters?|chs?\.|pennod",
    "paragraph": r"(?:sub-?)?paragraphs?|paras?\.?",
    "article": r"articles?|arts?\.?|erthygl",
    "regulation": r"regulations?|regs?\.?",
    "rule": r"rules?|rr?\.",
}
_WORDS = "|".join(FIGURES)
_ROMAN = r"(?:X{0,3}(?:IX|IV|V?I{1,3}|V)|X{1,3})[A-Z]?"
_SUB = r"(?:\s?\((?:\d{1,3}[A-Z]{0,2}|[ivx]{1,5}|[a-z]{1,2}|[A-Z]{1,2})\))"
_NUMBER = r"[A-Z]{0,2}\d{1,4}(?:[A-Za-z]{1,2}\d{0,2})?"
_UNIT = (
    "(?i:"
    + "|".join(f"(?P<{kind}>{words})" for kind, words in KINDS.items())
    + rf")(?:[ \u00a0]?\s?|-)(?=\(?{_NUMBER}|{_ROMAN}\b|(?i:{_WORDS})\b)"
)
START = re.compile(r"(?<![\w.£$-])(?<!\w['’])" + _UNIT)
AGAIN = re.compile(_UNIT)  # behind a joint, which may be a hyphen: "s.325-s.327"
_STEMS = (
    "section",
    "subsection",
    "sub-section",
    "sect",
    "sec",
    "s",
    "subs",
    "schedule",
    "sch",
    "sched",
    "part",
    "pt",
    "chapter",
    "ch",
    "paragraph",
)
_MORE = ("subparagraph", "sub-paragraph", "para", "article", "art", "regulation", "reg", "rule", "r", "\u00a7")
UNITS = frozenset(
    [
        *_STEMS,
        *_MORE,
        *(f"{stem}s" for stem in (*_STEMS, *_MORE)),
        "rr",
        "\u00a7\u00a7",
        "adran",
        "adrannau",
        "rhan",
        "pennod",
        "atodlen",
        "erthygl",
    ]
)
FIGURE = re.compile(r"[0-9]+")
SPELT = [
    re.compile(rf"{word}(?=(?:s?\s+|-)(?:[ivx]+|{_WORDS})\b)")
    for word in ("part", "schedule", "chapter", "article", "section", "paragraph", "rhan")
]
REACH = 18  # characters in front of a figure in which its unit begins
ITEM = re.compile(rf"(?P<number>{_NUMBER}(?P<subs>{_SUB}*)|{_ROMAN}(?![\w'’])|(?i:{_WORDS})(?!\w))")
ONLY_SUBS = re.compile(rf"\s?{_SUB}+")
ONLY_LETTERS = re.compile(r"[A-Z]{1,2}(?![\w'’])")
RANGE = re.compile(r"\s*(?:to|through|until|i(?=\s\d)|-|–|—|‑|‐)\s*(?:and including\s+)?", re.IGNORECASE)
COMMA = re.compile(r"\s*(?:,\s*(?:and|or|&)?|and/or|and|a(?=\s\d)|&|or|/|;)\s*", re.IGNORECASE)
JOINED = re.compile(
    r"\s*,?\s*(?:(?:of|to|in),?\s+)?(?:,?\s*(?:and|or|&|as well as)|,|;)\s*(?:also\s+)?(?:(?:of|to|in|under|the)\s+){0,2}", re.IGNORECASE
)
HEADING = re.compile(r"\s*,\s*[A-Z][a-z][\w' -]{2,40}(?=,)|\s*\(\s*[A-Za-z][a-z][\w',’ -]{2,60}\)")
NESTED = re.compile(r"\s*,?\s*(?:of|to|in|under)\s+(?:the\s+)?", re.IGNORECASE)
LISTED = re.compile(r"\s*,?\s*(?:of|to|in|under)\s+(?:the\s+)?|\s*,\s*(?=(?:Part|Chapter)\b)", re.IGNORECASE)
BESIDE = re.compile(r"\s*[,:(]?\s*")
NO_NUMBER = re.compile(
    r"\s*(?:%|per\s?cent|years?\b|months?\b|weeks?\b|days?\b|hours?\b|minutes?\b|occasions?\b|levels?\b|million\b|am\b|pm\b"
    r"|of\s+(?:them|these|those|whom|which|our|us)\b|(?:January|February|March|April|May|June|July|August|September|October|November|December)\b)|\.\d|,\d{3}\b"
)
COUNTED = re.compile(r"\s*(?:offenders?|people|cases?|individuals?)\b")
ARRANGED = re.compile(r"\s*(?:visits?|meetings?|appointments?|sessions?|calls?|interviews?|tests?)\b")
LONE_S = re.compile(r"(?:^|\W)[sS]\s$")
YEAR = re.compile(r"(?:19|20)\d\d(?!\w)")
OUTER = {"schedule": ("paragraph", "part", "chapter"), "part": ("chapter",), "section": (), "article": (), "regulation": (), "rule": ()}


@dataclass(frozen=True, slots=True)
class Provision:
    """One provision, or the first and the last of a range."""

    kind: str
    first: str
    last: str | None = None


@dataclass(frozen=True, slots=True)
class Provisions:
    """A list of provisions in the text: character offsets, `opening` the unit as printed."""

    start: int
    end: int
    items: tuple[Provision, ...]
    opening: str


def provisions(text: str) -> Iterator[Provisions]:
    """Every list of provisions in `text`, in order."""
    end = 0
    for at in _openings(text):
        if at >= end and (match := START.match(text, at)) and (found := _list(text, match)):
            yield found
            end = found.end


def _openings(text: str) -> list[int]:
    """Offsets at which a unit with its number may stand: looked for from the figures, which are rarer than words."""
    found = set()
    for figure in FIGURE.finditer(text):
        low = figure.start()
        while low and "A" <= text[low - 1] <= "Z" and figure.start() - low < 2:
            low -= 1
        for at in range(low, figure.start() + 1):  # the letters may be the number's, or the unit: "s 5A", "S37"
            if (start := _unit_before(text, at)) is not None:
                found.add(start)
    small = lowered(text)
    found.update(match.start() for pattern in SPELT for match in pattern.finditer(small))
    return sorted(found)


def _unit_before(text: str, at: int) -> int | None:
    """Where the unit begins that ends in front of the number at `at`; None where none does."""
    low = max(0, at - REACH)
    front = text[low:at].rstrip(" (\u00a0\n-")
    words = front.rsplit(None, 1)
    bare = words[-1].lstrip("(\"'\u201c\u2018[,;:/\u2013-") if words else ""
    if bare.rstrip(".").lower() not in UNITS:
        return None
    start = low + len(front) - len(bare)
    return start - 4 if text[start - 4 : start].lower() == "sub " else start


def lowered(text: str) -> str:
    """`text` in small letters, every letter at its place: one that would grow is kept."""
    small = text.lower()
    return small if len(small) == len(text) else "".join(letter.lower() if len(letter.lower()) == 1 else letter for letter in text)


def _list(text: str, match: re.Match[str]) -> Provisions | None:
    """The provisions that begin with the unit `match`: groups joined by "and", each of them nested in others."""
    first = _chain(text, match)
    if first is None:
        return None
    items, end = first
    while (joint := JOINED.match(text, headed(text, end))) and (more := START.match(text, joint.end())):
        found = _chain(text, more)
        if found is None:
            break
        items, end = [*items, *found[0]], found[1]
    return Provisions(match.start(), end, tuple(items), match[0].strip()) if items else None


def headed(text: str, end: int) -> int:
    """`end`, behind the heading of a division where print repeats it: "Part VI, Allocations, and Part VII"."""
    heading = HEADING.match(text, end)
    return heading.end() if heading else end


def _chain(text: str, match: re.Match[str]) -> tuple[list[Provision], int] | None:
    """Provisions and their end: one group, with the divisions in which it lies, or which lie in it."""
    group = _group(text, match)
    if group is None:
        return None
    items, end = group
    while True:
        inside = (LISTED if items[0].kind == "section" else NESTED).match(text, end)
        more = START.match(text, inside.end()) if inside else None
        if inside and more and (outer := _group(text, more)) and _nests(items[0].kind, outer[0][0].kind):
            items, end = [_within(item, outer[0][0]) for item in items], outer[1]
            continue
        beside = BESIDE.match(text, end)
        more = START.match(text, beside.end()) if beside else None
        if beside and more and (inner := _group(text, more)) and _nests(inner[0][0].kind, items[-1].kind) and items[-1].last is None:
            close = inner[1] + ("(" in beside[0] and text[inner[1] : inner[1] + 1] == ")")
            items, end = [*items[:-1], *(_within(item, items[-1]) for item in inner[0])], close
            continue
        return [item for item in items if item.kind != "subsection"], end


def _nests(inner: str, outer: str) -> bool:
    if inner in ("section", "article", "regulation", "rule"):
        return outer in ("part", "chapter", "schedule")
    return (
        (inner in OUTER.get(outer, ()))
        or (inner in ("subsection", "paragraph") and outer in ("section", "article", "regulation", "rule"))
        or (inner, outer)
        == (
            "paragraph",
            "part",
        )
    )


def _within(inner: Provision, outer: Provision) -> Provision:
    """`inner` as a division of `outer`."""
    if inner.kind in ("section", "article", "regulation", "rule") or (inner.kind, outer.kind) == ("paragraph", "part"):
        return inner
    if outer.kind in ("section", "article", "regulation", "rule"):
        return replace(
            outer, first=outer.first + _bracketed(inner.first), last=outer.first + _bracketed(inner.last) if inner.last else None
        )
    path = f"{outer.first}/{inner.kind}/"
    return Provision(outer.kind, path + inner.first, path + inner.last if inner.last else None)


def _bracketed(number: str) -> str:
    return re.sub(r"^[^(]+", lambda first: f"({first[0]})", number)


def _group(text: str, match: re.Match[str]) -> tuple[list[Provision], int] | None:
    """Provisions of one unit: "325(2), (6) and 327A to 327B"."""
    kind = str(match.lastgroup)
    item = _number(text, match.end(), kind)
    if item is None:
        return None
    numbers: list[tuple[str, str | None]] = [(item[0], None)]
    end = item[1]
    while True:
        if numbers[-1][1] is None and (joint := RANGE.match(text, end)) and (upto := _next(text, joint.end(), kind, numbers[-1][0])):
            numbers[-1] = (numbers[-1][0], _whole(numbers[-1][0], upto[0]))
            end = upto[1]
        elif (joint := COMMA.match(text, end)) and (
            more := _next(text, joint.end(), kind, numbers[-1][1] or numbers[-1][0], letters=joint[0] == "/")
        ):
            numbers.append((more[0], None))
            end = more[1]
        else:
            return [Provision(kind, first, last) for first, last in numbers], end


def _number(text: str, at: int, kind: str) -> tuple[str, int] | None:
    """The number at `at` and its end."""
    if kind in ("subsection", "paragraph") and (subs := ONLY_SUBS.match(text, at)):
        return re.sub(r"\s", "", subs[0]), subs.end()
    match = None if YEAR.match(text, at) else ITEM.match(text, at)
    if match is None or re.match(r"[\w£]", text[match.end() : match.end() + 1]):
        return None
    number = re.sub(r"\s", "", match[0])
    figure = FIGURES.get(number.lower())
    if (
        figure is None
        and not number[0].isdigit()
        and not any(map(str.isdigit, number))
        and kind not in ("part", "schedule", "chapter", "article")
    ):
        return None
    return None if _counts(text, at, match.end(), kind) else (figure or number, match.end())


def _counts(text: str, start: int, end: int, kind: str) -> bool:
    """Whether the number text[start:end] counts what follows it: "part 2 years", "s 3 offenders", "schedule 4 visits"."""
    if kind == "schedule":
        return bool(ARRANGED.match(text, end))
    named = kind == "section" and not LONE_S.search(text[max(0, start - 3) : start])  # "section 68 offenders"
    return bool(NO_NUMBER.match(text, end) or (not named and COUNTED.match(text, end)))


def _next(text: str, at: int, kind: str, before: str, letters: bool = False) -> tuple[str, int] | None:
    """A further number of the list, its unit repeated or not; "(6)" and "F" complete the number `before`."""
    again = AGAIN.match(text, at)
    if again and again.lastgroup == kind:
        return _number(text, again.end(), kind)
    if again or YEAR.match(text, at):
        return None
    base = re.match(r"[A-Z]{0,2}\d+", before)
    if base and (subs := ONLY_SUBS.match(text, at)) and "(" in before:
        return before[: before.index("(")] + re.sub(r"\s", "", subs[0]), subs.end()
    if base and (letter := ONLY_LETTERS.match(text, at)) and before[-1].isalpha() and text[at - 1 : at] in ("-", "–", "/"):
        return base[0] + letter[0], letter.end()
    found = _number(text, at, kind)
    if found is None or found[0].lower() in FIGURES or (FIGURES.get(text[at : found[1]].lower()) and not text[at : at + 1].isupper()):
        return None
    if before[:1].isdigit() and not any(map(str.isdigit, found[0])):
        return None
    return found


def _whole(first: str, last: str) -> str:
    """`last` of a range with the figures that print leaves out: 325-7 ends at 327."""
    return first[: len(first) - len(last)] + last if first.isdigit() and last.isdigit() and len(last) < len(first) else last


def numeral(number: str) -> int | None:
    """The leading number of "327A" or of a Roman "IV"; None where there is none."""
    if match := re.match(r"[A-Z]{0,2}(\d+)", number):
        return int(match[1])
    total = 0
    values = {"I": 1, "V": 5, "X": 10, "L": 50}
    letters = [values[letter] for letter in number if letter in values]
    for value, following in zip(letters, [*letters[1:], 0], strict=True):
        total += -value if value < following else value
    return total or None


def paths(base: str, items: Sequence[Provision]) -> list[str]:
    """Identifier URIs of `items` in the instrument `base`, both ends of a range; sub-divisions are slashes."""
    ends = [(item.kind, number) for item in items for number in (item.first, item.last) if number]
    return [f"{base}/{kind}/" + re.sub(r"\)\(|\(", "/", number).replace(")", "") for kind, number in ends] or [base]


def base(number: str) -> str:
    """The number without its sub-divisions, a Roman one in figures."""
    base = re.split(r"[(/]", number)[0]
    return base if any(map(str.isdigit, base)) else str(numeral(base) or base)
