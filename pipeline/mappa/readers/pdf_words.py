"""Words put right before layout: doubled ones dropped, spaced letters and drop capitals joined; rows; words cut at a line end."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from operator import attrgetter
from statistics import median

from mappa.readers.pdf_device import Word

DOUBLED = 0.15  # em: the same word drawn again this near is fake bold or a shadow
ROW = 0.3  # em: baselines nearer than this are one row
GLUED = 0.1  # em: without a space between them, words nearer than this are one (a change of font, a footnote mark)
RAISED = 0.75  # times the size: smaller words beside a row are footnote marks and ordinals
SPACED_LETTERS = 4  # this many single letters in a row are one letter-spaced word
WIDEST_SPACING = 0.9  # em between letter-spaced letters
CAP_HEIGHT = 1.0  # em, generously: a drop capital reaches up to the top of the first line beside it, never to the heading above
DROP_CAPITAL = 1.8  # times the size of the text beside it
KEEPS_HYPHEN = re.compile(
    r"multi|co|non|self|inter|cross|high|low|long|short|well|part|full|anti|semi|ex|vice|half|one|two|three|four|five|six|mid|mini|"
    r"risk|needs|decision|day|face|step|follow|set|community|prison|court|victim|offender|evidence"
)
HYPHENS = ("-", "\u00ad", "\u2010")
BROKEN = re.compile(r"([^\W\d_]+)([-\u00ad\u2010])$")
WORDS = re.compile(r"[^\W\d_]+(?:[-\u2010][^\W\d_]+)*")

Row = list[Word]  # left to right
LEFT, BASELINE = attrgetter("x0"), attrgetter("y")


def without_doubles(words: Sequence[Word]) -> list[Word]:
    """`words` without those drawn twice at nearly the same place to look bold."""
    seen: dict[str, list[Word]] = {}
    kept: list[Word] = []
    for word in words:
        twins = seen.get(word.text)
        if twins is None:
            seen[word.text] = [word]
        else:
            near = DOUBLED * word.size
            if any(abs(twin.x0 - word.x0) < near and abs(twin.y - word.y) < near and abs(twin.size - word.size) < near for twin in twins):
                continue
            twins.append(word)
        kept.append(word)
    return kept


def rows_of(words: Iterable[Word]) -> list[Row]:
    """Words grouped by baseline, from the top down; footnote marks stand in the row they belong to."""
    rows: list[Row] = []
    base = size = 0.0
    for word in sorted(sorted(words, key=LEFT), key=BASELINE, reverse=True):
        if base - word.y <= ROW * (word.size if word.size < size else size) and rows:
            rows[-1].append(word)
        else:
            rows.append([word])
            base, size = word.y, word.size
    for row in rows:
        row.sort(key=LEFT)
    return _with_raised(rows)


def _with_raised(rows: list[Row]) -> list[Row]:
    """Rows of smaller words that touch the row above or below become part of it."""
    if len({word.size for row in rows for word in row}) < 2:
        return rows
    sizes = [max(word.size for word in row) for row in rows]
    kept: list[Row] = []
    for at, row in enumerate(rows):
        for other in (at + 1, at - 1):
            if not 0 <= other < len(rows) or sizes[at] > RAISED * sizes[other] or abs(row[0].y - rows[other][0].y) > 0.6 * sizes[other]:
                continue
            if all(any(-0.1 < (word.x0 - left.x1) / left.size < 0.3 for left in rows[other] if left is not word) for word in row):
                rows[other].extend(row)
                rows[other].sort(key=LEFT)
                break
        else:
            kept.append(row)
    return kept


def joined_letters(rows: Iterable[Row]) -> list[Word]:
    """The words of `rows`, runs of letter-spaced single letters joined into words."""
    words: list[Word] = []
    for row in rows:
        if sum(len(word.text) == 1 for word in row) < SPACED_LETTERS:
            words += row
            continue
        run: Row = []
        for word in row:
            if len(word.text) == 1 and (not run or (word.size == run[-1].size and word.x0 - run[-1].x1 < 3 * WIDEST_SPACING * word.size)):
                run.append(word)
                continue
            words += _spelt(run)
            run = [word] if len(word.text) == 1 else []
            if not run:
                words.append(word)
        words += _spelt(run)
    return words


def _spelt(run: Row) -> Row:
    letters = [word for word in run if word.text.isalpha()]
    gaps = [right.x0 - left.x1 for left, right in pairwise(run)]
    if len(letters) < SPACED_LETTERS or median(gaps) > WIDEST_SPACING * run[0].size:
        return run
    widest = 1.7 * max(median(gaps), 0.05 * run[0].size)
    words: list[Row] = [[run[0]]]
    for word, gap in zip(run[1:], gaps, strict=True):
        if gap > widest:
            words.append([])
        words[-1].append(word)
    return [_merged(word) for word in words]


def _merged(parts: Row) -> Word:
    return parts[0]._replace(x1=parts[-1].x1, text="".join(part.text for part in parts))


def with_drop_capitals(words: list[Word], report: Sequence[Sequence[Word]]) -> list[Word]:
    """A large first letter joined to the word it begins, which stands beside its top; `report` tells whether "A" and "I" are words."""
    capitals = [word for word in words if len(word.text) == 1 and word.text.isupper()]
    for capital in capitals:
        beside = [
            word
            for word in words
            if word.size * DROP_CAPITAL <= capital.size
            and capital.x0 < word.x0 < capital.x1 + capital.size
            and capital.y - 0.3 * word.size <= word.y <= capital.y + CAP_HEIGHT * (capital.size - word.size)
        ]
        if len({round(word.y) for word in beside}) < 2 and not any(abs(word.y - capital.y) <= 1 for word in beside):
            continue
        top = max(word.y for word in beside)
        first = min((word for word in beside if abs(word.y - top) < ROW * word.size), key=LEFT)
        whole = capital.text + first.text
        alone = capital.text in "AI" and _times(first.text, report) > _times(whole, report)
        joined = first._replace(x0=capital.x0, text=f"{capital.text} {first.text}" if alone else whole)
        words = [joined if word is first else word for word in words if word is not capital]
    return words


def _times(text: str, report: Sequence[Sequence[Word]]) -> int:
    return sum(word.text.lower() == text.lower() for words in report for word in words)


def text_of(row: Sequence[Word], wide: float | None = None) -> str:
    """The words of a row in one string; gaps wider than `wide` em become three spaces where it is given."""
    parts: list[str] = []
    before: Word | None = None
    for word in row:
        if before is not None:
            gap = word.x0 - before.x1
            if wide is not None and gap > wide * word.size:
                parts.append("   ")
            elif word.spaced or gap > GLUED * min(word.size, before.size) or gap < -0.5 * word.size:
                parts.append(" ")
        parts.append(word.text)
        before = word
    return "".join(parts)


def vocabulary(texts: Iterable[str]) -> Counter[str]:
    """Words inside lines, lower case, with and without hyphens: evidence for the words cut at a line end."""
    known: Counter[str] = Counter()
    for text in texts:
        found = WORDS.findall(text.lower().replace("\u2010", "-"))
        known.update(found[:-1] if is_broken(text) else found)
    return known


def is_broken(text: str) -> bool:
    """Whether a line ends in a word and a hyphen."""
    return text[-1:] in HYPHENS and text[-2:-1].isalpha()


def continued(before: str, after: str, known: Counter[str]) -> str:
    """Two lines as one: a word cut between them is whole again, and keeps a hyphen that is its own ("multi-agency")."""
    broken = BROKEN.search(before[-40:]) if is_broken(before) else None
    if broken is None:
        ranged = before[-1:] == "-" and before[-2:-1].isalnum() and after[:1].isdigit()
        return before + after if ranged else f"{before} {after}"
    start, hyphen = broken[1], broken[2]
    end = re.match(r"[^\W\d_]*", after)
    bare = end[0] if end else ""
    if bare in ("and", "or") and hyphen == "-":
        return f"{before} {after}"
    if not bare:
        return before + after if after[:1].isdigit() else f"{before} {after}"
    own = _own_hyphen(start.lower(), bare.lower(), known) or not bare[0].islower()
    return before[:-1] + ("-" if own and hyphen != "\u00ad" else "") + after


def _own_hyphen(start: str, end: str, known: Counter[str]) -> bool:
    whole, hyphened = known[start + end], known[f"{start}-{end}"]
    if whole != hyphened:
        return hyphened > whole
    if start in ("re", "pre", "post", "sub", "over", "under"):
        return bool(known[end])
    if KEEPS_HYPHEN.fullmatch(start):
        return start != "co" or end.startswith(("op", "or", "ex", "wo", "lo", "de"))
    return len(start) > 3 and len(end) > 3 and bool(known[start]) and bool(known[end])
