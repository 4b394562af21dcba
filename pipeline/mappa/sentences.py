"""Sentences of a stretch of text, as these reports print them: initials, provisions and lost spaces in mind.

Rules and not a model: the same text gives the same sentences everywhere, and a case's "Mr. B" is one word.
"""

import re

CLOSING = "\"'”’»)\\]"
OPENING = "\"'“‘«(\\[`"
BREAK = re.compile(r"[ \t]*\n[ \t\n]*|\t+")
LATER = rf"(?P<gap> +)(?=[{OPENING}]*[A-Z0-9£\u00c0-\u00de])"
LOST = r"(?P<lost>)(?<=[a-z]{2}[.?!])(?=[A-Z][a-z])"  # "safety.That"
STOP = re.compile(rf"(?P<mark>[.!?\u2026]+)(?P<close>[{CLOSING}]*)(?:{LATER}|{LOST})")
WORD = re.compile(r"[^\s(\[\"“”'‘’/]*$")
ABBREVIATION = re.compile(
    r"mrs?|ms|miss|mx|dr|prof|st|revd?|hon|rt|messrs|cllr|supt|det|insp|sgt|ch|asst|sir|e\.?g|i\.?e|cf|viz|vs?|approx|esp|incl|tel|h\.?m",
    re.IGNORECASE,
)
BEFORE_FIGURES = re.compile(r"nos?|ss?|schs?|arts?|paras?|regs?|rr?|cl|pp?|vol|figs?|c|ch|pts?|sec|ext", re.IGNORECASE)
PERHAPS = re.compile(r"[A-Z](?:\.[A-Z])*|Ltd|Co|Inc")  # initials: they may end a sentence, a word that begins one tells
STARTER = re.compile(
    r"he|she|it|they|we|i|you|his|her|their|our|its|the|an?|this|that|these|those|there|in|on|at|by|for|from|to|with|without|of|as|after|before|since|"
    r"until|during|when|while|where|who|what|why|how|if|although|though|because|but|and|or|so|yet|both|each|all|some|no|not|one|two|three|following|despite",
    re.IGNORECASE,
)
LABEL = re.compile(r"\d{1,2}(?:\.\d{1,2})*|[A-Za-z]|[ivx]{1,4}")  # of a list, a question, an answer


def sentences(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """Offsets of the sentences in text[start:end], blanks around them left out.

    A line break or a tab (a table's cell) ends one; marks with no word of their own stay with the sentence before them.
    """
    stop = len(text) if end is None else end
    found: list[tuple[int, int]] = []
    at = start
    for gap in [*BREAK.finditer(text, start, stop), None]:
        line = stop if gap is None else gap.start()
        found += _line(text, at, line)
        at = stop if gap is None else gap.end()
    return found


def _line(text: str, start: int, end: int) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    at = start
    for match in STOP.finditer(text, start, end):
        if match["gap"] is not None and not _ends(text, at, match):
            continue
        if match["lost"] is not None and re.search(r"www\.|@|//", text[max(at, match.start() - 40) : match.start() + 1].rsplit(" ", 1)[-1]):
            continue
        _add(text, found, at, match.end(), start)
        at = match.end()
    _add(text, found, at, end, start)
    return found


def _add(text: str, found: list[tuple[int, int]], at: int, end: int, first: int) -> None:
    piece = text[at:end]
    left, right = at + len(piece) - len(piece.lstrip()), at + len(piece.rstrip())
    if left >= right:
        return
    if not any(map(str.isalnum, piece)) and found and found[-1][0] >= first:
        found[-1] = (found[-1][0], right)
    else:
        found.append((left, right))


def _ends(text: str, start: int, match: re.Match[str]) -> bool:
    """Whether the stop ends a sentence: not behind an abbreviation, an initial or a list's number."""
    if match["mark"] != "." or match["close"].strip(")]"):
        return True
    before = WORD.search(text, start, match.start())
    word = before[0] if before else ""
    following = re.match(rf"[{OPENING}]*([A-Za-z\u00c0-\u00de]+|\d)?", text[match.end() :])
    after = (following[1] or "") if following else ""
    if ABBREVIATION.fullmatch(word) or (BEFORE_FIGURES.fullmatch(word) and after.isdigit()):
        return False
    if before and LABEL.fullmatch(word) and not text[start : before.start()].strip(" \"'“‘(["):
        return False
    return not PERHAPS.fullmatch(word) or STARTER.fullmatch(after) is not None
