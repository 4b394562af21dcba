"""Tell the name-and-post line under a statement from a heading: both are short and often bold."""

import re
from collections.abc import Sequence
from itertools import pairwise

RANK = (
    r"(?:T/|A/|Temp(?:orary)?\.? )?(?:ACC|DCC|DAC|CC|ACO|DCI|DCS|DI|DS|DC|PC|PS|Supt|Ch(?:ief)? Supt|Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor|"
    r"Sir|Dame|Lord|Lady|Baroness|Rt Hon|Rev|Reverend|Cllr|Councillor|Det)"
)
OFFICER = r"(?:(?:Assistant|Deputy|Temporary|Acting|Detective) )*(?:Chief )?(?:Constable|Superintendent|Inspector|Sergeant)"
WORD = r"[A-Z][a-zà-ÿA-Z’'-]*[a-zà-ÿ]"
NAME = rf"(?:{RANK}\.? )*{WORD}(?: (?:[A-Z]\.? |de |van |ap |ab |ferch )*{WORD}){{1,2}}(?: (?:[A-Z]{{2,5}}))?"
POST = re.compile(
    r"\b(?:Chair(?:man|woman|person)?|Vice-?Chair|Chief|Director|Deputy|Head of|Manager|Officer|Leader|Lead|Co-?ordinator|Constable|"
    r"Commissioner|Minister|Secretary|Governor|Superintendent|Inspector|Sergeant|Advis[eo]r|Executive|Commander|Probation|Police|Council|Cadeirydd|Pennaeth)\b"
)
BODY = re.compile(r"\b(?:Probation|Police|Council|Service|Services|Trust|Team|Teams|Unit|Board|Prison|Department|Company)\b")
STARTS_RANK = re.compile(rf"{RANK}\.? {WORD}|{OFFICER} {WORD} {WORD}")
STARTS_NAME = re.compile(rf"{NAME}\b")
ONLY_NAME = re.compile(rf"{NAME},?")
LONGEST = 160  # characters of a signature


def is_signature(text: str) -> bool:
    """Whether one line gives a person by rank and name, or by name and post ("A. Person, Head of Probation")."""
    line = " ".join(text.split())
    if len(line) > LONGEST:
        return False
    if STARTS_RANK.match(line):
        return True
    name = STARTS_NAME.match(line)
    person = name is not None and len(BODY.split(name[0])[0].split()) > 1  # "National Probation Service" is none
    return person and POST.search(line) is not None and re.search(r"\s?[,(]|\s[–-]\s", line) is not None


def signature_lines(texts: Sequence[str]) -> set[int]:
    """Numbers of the paragraphs that are a signature set on several lines: a name alone, then a post, then a body."""
    found: set[int] = set()
    for number, (text, after) in enumerate(pairwise(texts)):
        line, below = " ".join(text.split()), " ".join(after.split())
        is_post = POST.search(below) is not None and len(below) <= LONGEST and below[-1] not in ".:?"
        if number in found and is_post:
            found.add(number + 1)
        elif ONLY_NAME.fullmatch(line) and not POST.search(line) and is_post and len(below.split()) <= 14:
            found.update((number, number + 1))
    return found
