"""Paragraphs from broken lines: which line goes on with the one before it.

Nothing is known of the export that broke the lines, so width and spacing are measured where they are used: a report may
change both in mid-page.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from mappa.document import Kind
from mappa.readers.shapes import ABBREVIATION, PREDICATE, TERMINAL, ends_sentence, signature_part, starts_item, starts_signature, title_like

WINDOW = 8  # lines on either side in which width and spacing are measured
UNBROKEN = 200  # characters: a text with lines as long as this keeps a paragraph on a line
NARROW, WIDE, CAPITAL = "iljtfrI.,;:'’‘|()[]! ", "mwMW@%—", 0.68
CONNECTOR = re.compile(
    r"(?:\b(?:a|an|and|as|at|by|for|from|in|into|of|on|or|our|that|the|their|this|to|with|who|which|where|when|while|whose|than|because|if|"
    r"is|are|was|were|has|have|be|been|not|its|his|her)|[&,/(–])$",
    re.I,
)
MONTH = re.compile(r"(?:January|February|March|April|May|June|July|August|September|October|November|December)\b")
BY_LINE = re.compile(r"by [A-Z][\w'’-]+ [A-Z]")
BARE_URL = re.compile(r"(?:https?://|www\.)\S+$", re.I)
KEEPS_HYPHEN = re.compile(  # first parts of words that are written with a hyphen
    r"(?:multi|co|inter|non|self|cross|high|low|long|short|well|part|full|pre|post|anti|semi|ex|vice|half|one|two|three|four|five|six|mid|risk|needs|"
    r"decision|day|face|step|follow|community|prison|court|victim|offender|evidence)",
    re.I,
)
BROKEN = re.compile(r"([^\W\d]+)[-\u00ad\u2010]$")


@dataclass(frozen=True, slots=True)
class Line:
    """A line with words: `indent` in columns, `gap` the blank lines before it, `kind` where it is known to be a paragraph of its own."""

    text: str
    indent: int = 0
    gap: int = 0
    page: int | None = None
    kind: Kind | None = None


@dataclass(frozen=True, slots=True)
class Measure:
    """How the text around a line is set: wrap width in characters and in letter widths, blank lines inside a paragraph, and
    whether more of them part paragraphs; `exact` as in Setting."""

    width: float
    letters: float
    gap: int
    parted: bool
    exact: int | None


@dataclass(frozen=True, slots=True)
class Setting:
    """How a whole report is set: whether its lines are wrapped, blank lines inside a paragraph, and the exact width in
    characters of a text that a program wrapped (None where a typeface did)."""

    broken: bool
    gap: int
    exact: int | None


def paragraphs(lines: Sequence[Line], whole: Setting) -> list[list[Line]]:
    """Lines grouped into paragraphs."""
    groups: list[list[Line]] = []
    for at, line in enumerate(lines):
        if groups and joins(groups[-1], line, measure(lines, at, whole), whole.broken):
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def setting(lines: Sequence[Line]) -> Setting:
    """How a report is set: wrapped where lines are seldom longer than a page is wide and many run on into the next."""
    lengths = sorted(len(line.text) for line in lines) or [0]
    usual = lengths[int(len(lengths) * 0.9)]
    on = [(a, b) for a, b in pairwise(lines) if _runs_on(a, b)]
    broken = usual <= UNBROKEN and len(on) * 8 >= sum(length * 2 > usual for length in lengths)
    gap = Counter(b.gap for _, b in on if b.gap <= 2).most_common(1)
    width = max((len(line.text) + line.indent for line in lines if " " in line.text), default=0)
    full = sum(_with_next(a, b) > width for a, b in on)
    exact = width if len(on) >= 8 and full >= 0.97 * len(on) else None
    return Setting(broken, gap[0][0] if gap else 0, exact)


def _with_next(above: Line, line: Line) -> int:
    """Characters of a line with the first word of the next, which had no room on it."""
    return above.indent + len(above.text) + 1 + len(line.text.split()[0])


@lru_cache(1024)  # each line is asked about for every line near it
def _runs_on(above: Line, line: Line) -> bool:
    return not ends_sentence(above.text) and above.text[-1] not in ":;" and line.text[0].islower() and not starts_item(line.text)


@lru_cache(1024)
def letters(text: str) -> float:
    """Rough width of `text` in a proportional typeface, in ems."""
    return sum(0.28 if c in NARROW else 0.85 if c in WIDE else CAPITAL if c.isupper() else 0.53 for c in text)


def measure(lines: Sequence[Line], at: int, whole: Setting) -> Measure:
    """How the lines around `at` are set."""
    near = lines[max(0, at - WINDOW) : at + WINDOW + 1]
    inner = [b.gap for a, b in pairwise(near) if _runs_on(a, b) and b.gap <= 2]
    gap = Counter(inner).most_common(1)[0][0] if inner else whole.gap
    parted = sum(line.gap > gap for line in near[1:]) >= 2
    return Measure(_ninth([len(line.text) for line in near]), _ninth([letters(line.text) for line in near]), gap, parted, whole.exact)


def _ninth(sizes: Iterable[float]) -> float:
    """The 90th percentile: table cells and headings fool a median, one wide line a maximum."""
    ordered = sorted(sizes)
    return ordered[int((len(ordered) - 1) * 0.9)]


def joins(group: Sequence[Line], line: Line, around: Measure, broken: bool) -> bool:
    """Whether `line` goes on with the paragraph `group`."""
    above = group[-1]
    if above.kind or line.kind or (starts_item(line.text) and not _dash_inside(group, line, around)):
        return False
    if BARE_URL.match(line.text) and above.text.endswith(":"):
        return True
    if not broken:
        return bool(above.page != line.page and _runs_on(above, line) and len(above.text) > 60)
    if BY_LINE.match(line.text) and len(group) == 1 and len(above.text.split()) < 13 and not ends_sentence(above.text):
        return False
    low = line.text[0].islower()
    if line.page != above.page and not ends_sentence(above.text) and above.text[-1] not in TERMINAL:
        prose = len(group) > 1 and len(line.text) > 0.6 * around.width and not title_like(line.text)
        return low or (prose and _open(group, line, around, low))
    if line.gap > around.gap:
        return low and _runs_on(above, line) and (len(group) > 1 or len(above.text) > 0.5 * around.width or line.gap <= 1)
    if line.indent > above.indent and line.text[0].isupper() and not starts_item(group[0].text):
        return False
    if ends_sentence(above.text) or above.text[-1] in TERMINAL:
        short = _fill(above, line, around) < (0.8 if around.parted and around.gap == 0 else 0.94)
        return not short and not title_like(line.text) and not _heads(group, line, around)
    return _open(group, line, around, low)


def _dash_inside(group: Sequence[Line], line: Line, around: Measure) -> bool:
    """Whether a line that starts with a dash or a number goes on with a full, unfinished one: no list mark then."""
    above = group[-1]
    doubtful = re.match(r"[-–—] |\d", line.text) and not re.match(r"[-–—] |\d", group[0].text)
    return bool(doubtful) and not ends_sentence(above.text) and above.text[-1] not in ":;," and _fill(above, line, around) >= 0.94


def _open(group: Sequence[Line], line: Line, around: Measure, low: bool) -> bool:
    """Whether `line` goes on with an unfinished line above it in the same spacing."""
    above = group[-1]
    inside = line.text[0].isdigit() or line.text[0] in "(&£%–-" or (above.text[-1].isdigit() and MONTH.match(line.text))
    if low or inside or CONNECTOR.search(above.text) or BROKEN.search(above.text) or ABBREVIATION.search(above.text):
        return low or not _heads(group, line, around)
    if line.gap == 0 and starts_signature(group[0].text) and signature_part(above.text) and signature_part(line.text):
        return True
    fill = _fill(above, line, around)
    if above.text.isupper() and line.text.isupper() and line.gap == 0 and above.text[-1] not in ":?":
        return len(f"{above.text} {line.text}".split()) <= 12
    if above.text.isupper() != line.text.isupper() and title_like(above.text) and title_like(line.text):
        return False
    if len(group) == 1 and title_like(above.text) and len(line.text) > 0.6 * around.width:
        return False
    return fill >= (0.8 if (len(group) > 1 or PREDICATE.search(above.text)) and not title_like(line.text) else 0.94)


def _heads(group: Sequence[Line], line: Line, around: Measure) -> bool:
    """Whether what stands so far is a heading in itself: a short question, or a title or a short line that ends in a colon."""
    text = " ".join(above.text for above in group)
    short = len(group) <= 2 and len(text.split()) <= 12 and text[0].isupper()
    return short and (text[-1] == "?" or (text[-1] == ":" and (title_like(text) or _fill(group[-1], line, around) < 0.9)))


def _fill(above: Line, line: Line, around: Measure) -> float:
    """How full the line above is, counted with the first word of the next, which had no room: 1 is the wrap width."""
    if around.exact:
        return float(_with_next(above, line) > around.exact)
    text = f"{above.text} {line.text.split()[0]}"
    by_count = (len(text) + above.indent) / max(around.width, 1)
    return max(by_count, letters(text) / max(around.letters, 1)) if len(above.text) < around.width * 1.1 else 1.0


def joined(group: Sequence[Line], known: Counter[str]) -> tuple[tuple[int | None, str], ...]:
    """The (page, text) runs of a paragraph, words broken at a line end made whole; `known` are the report's words."""
    runs: list[tuple[int | None, str]] = []
    for line in group:
        text = line.text
        if runs and (broken := BROKEN.search(runs[-1][1])):
            head, _, rest = text.partition(" ")
            page, before = runs[-1]
            runs[-1] = (page, before[: broken.start()] + _whole(broken[1], before[-1], head, known))
            text = rest
        if not text:
            continue
        if runs and runs[-1][0] == line.page:
            runs[-1] = (line.page, f"{runs[-1][1]} {text}")
        else:
            runs.append((line.page, text))
    return tuple(runs)


def _whole(start: str, hyphen: str, end: str, known: Counter[str]) -> str:
    """A word broken at a line end: its hyphen stays where it belongs to the word ("multi-agency"), goes where the line end made it."""
    tail = re.match(r"[^\W\d]*", end)
    bare = tail[0].lower() if tail else ""
    if hyphen == "\u00ad" or known[start.lower() + bare] > known[f"{start}-{bare}".lower()]:
        return start + end
    belongs = known[f"{start}-{bare}".lower()] or KEEPS_HYPHEN.fullmatch(start) or not end[:1].islower()
    belongs = belongs or (known[start.lower()] and known[bare])
    return f"{start}-{end}" if belongs else start + end


def vocabulary(lines: Iterable[Line]) -> Counter[str]:
    """Words of the report inside its lines, lower case, with and without hyphens: evidence for the words broken at a line end."""
    words: Counter[str] = Counter()
    for line in lines:
        found = re.findall(r"[^\W\d]+(?:-[^\W\d]+)*-?", line.text.lower())
        words.update(found[:-1] if BROKEN.search(line.text) else found)
    return words
