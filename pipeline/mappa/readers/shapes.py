"""What a line of plain text looks like: heading, list item, signature, lead-in; what a heading means is the sections layer's."""

import re

from mappa.readers.lists import without_bullet
from mappa.readers.signatures import ONLY_NAME, STARTS_RANK, is_signature

LETTERED = re.compile(r"^\(?(?:[a-zA-Z]|[ivx]{1,5})\)\s*(?=\S)|^\((?:\d{1,2})\)\s")
NUMBERED = re.compile(r"^\d{1,2}(?:\.\d{1,2})*[.)]\s+(?=\S)")
LIST_MARK = re.compile("|".join((LETTERED.pattern, NUMBERED.pattern)))
TERMINAL = ":;"
ABBREVIATION = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|St|No|Nos|ss?|i\.e|e\.g|incl|cf|vs?|Supt|Insp|Sgt|Rt|Hon)\.$")
LEAD_IN = re.compile(
    r"\b(?:says?|said|writes?|wrote|comments?|commented|explains?|explained|adds?|added|states?|stated|reports?|told us|recalls?)"
    r"\s*(?:that)?\s*[:–-]$",
    re.I,
)
PREDICATE = re.compile(
    r"\b(?:has|have|had|is|are|was|were|will|would|can|could|may|might|must|should|does|did|been|includes?|including|following|follows)\b"
)
SMALL = re.compile(
    r"(?:a|an|and|are|as|at|by|for|from|how|in|into|is|its?|nor|of|on|or|our|over|per|that|the|their|to|"
    r"under|up|upon|via|vs|was|were|who|with|within|your?)",
    re.I,
)
SECTION = re.compile(
    r"^(?:section|chapter|part|annex|appendix|adran|atodiad)\s+(?:\d+|[A-Z]|[ivx]+|one|two|three|four|five|six|seven|eight|nine|ten)\b",
    re.I,
)
CASE = re.compile(r"^(?:case (?:stud(?:y|ies)|example|histor(?:y|ies)|file)|example|scenario|astudiaeth achos)\b", re.I)
CELL = re.compile(r"(?:(?:category|level)s? \d(?: (?:and|&) \d)?|total|rsos?|mappps?)\s*[:.]?$", re.I)  # stray cells of a table
TERM = re.compile(r"^(?:category|level)\s+\d\s*[;:–-]?\s", re.I)
POST = re.compile(
    r"\b(?:Chief|Constable|Head of|Chair(?:man|person|woman)?|Officer|Director|Governor|Superintendent|Manager|Commander|Inspector|"
    r"Sergeant|Co-?ordinator|Advis[eo]r|Leader|Minister|Secretary|Commissioner|Administrator|Psychologist|Practitioner|Representative|Deputy)\b"
)
BODY = re.compile(
    r"\b(?:Police|Constabulary|Probation|Prison|Service|Trust|Council|Board|Unit|Team|Authority|HMP|HMPS|NOMS|Office|Division|Department|"
    r"Social Care)\b"
)
HONOURS = re.compile(r"\b(?:MP|[OMC]BE|QPM|KPM|JP|QC|KC)\b,?")
OWN_WORDS = re.compile(  # of headings about people
    r"\b(?:Foreword|Introductions?|Message|Statement|Preface|Welcome|Roles?|Views?|Reports?|Comments?|Responsibilities|Duty|Day|and the)\b|"
    r"['’]s\b"
)
NO_NAME = re.compile(
    r"^(?:The|Our|What|An?|How|Who|Why|In|Some|More|Final|Fresh|Real|New)\b|"
    r"\b(?:Questions|Answers|Numbers|Figures|Facts|Annual|Report|Lay|Case|Stud(?:y|ies)|Key|Risk|Management|Statistic\w*|Information|Victims?|Business|Plan|Public|Protection|Area|Local|National|"
    r"Contacts?|Contents|Foreword|Ministerial|Introduction|Useful|Approved|Premises|Strategic|Board|Service|Police|Probation|Prison|Level|Category|"
    r"Roles?|Responsibilit\w+|Achievements?|Glossary|Appendix|Duty|Violent|Sex\w*|Offenders?|Orders?|Serious|Housing|Health|Social|Youth|Civil|"
    r"Further|Executive|Joint|Setting|Circles|Domestic|Mental|Data|Overview|Working|Looking|Future|Lessons|Training|Development\w*|Progress|Review|Team|Unit)\b"
)


def ends_sentence(text: str) -> bool:
    """Whether a line closes a sentence; an abbreviation's point does not."""
    return bool(re.search(r"[.!?…][\"'”’)\]]*$|[a-z,]”$", text)) and not ABBREVIATION.search(text)


def title_like(text: str) -> bool:
    """Whether a line is set like a title: short, unfinished, its words of weight in capitals."""
    words = re.findall(r"[^\W\d_][\w'’&/-]*", text)
    weighty = [word for word in words if not SMALL.fullmatch(word)]
    if not weighty or len(words) > 14 or text[-1] in ".,;" or not (text[0].isupper() or text[0].isdigit() or text[0] in "…."):
        return False
    return all(word[0].isupper() for word in weighty) and text.count("(") == text.count(")")


def is_heading(text: str, above: str, below: str) -> bool:
    """Whether a paragraph on its own is a heading; `above` and `below` are its neighbours' texts ("" at the ends)."""
    words = text.split()
    if not 0 < len(words) <= 16 or _no_heading(text):
        return False
    if re.match(r"^[a-z]", text) and not title_like(text.capitalize()):
        return False
    if SECTION.match(text) or CASE.match(text) or text.startswith(("...", "…")) or (text.isupper() and len(words) > 1):
        return True
    if TERM.match(text) and (TERM.match(above) or TERM.match(below) or above.endswith(":")):
        return False
    if text.endswith("?"):
        return len(words) <= 12
    if text.endswith(":"):
        return len(words) <= 8 and (title_like(text[:-1]) or (len(words) <= 5 and not PREDICATE.search(text)))
    return bool(below) and (title_like(text) or (len(words) <= 10 and not above.endswith((":", ";", ","))))


def _no_heading(text: str) -> bool:
    """Whether a short paragraph is anything but a heading: unfinished, a quotation, an address, an item, a lead-in, a by-line."""
    if (text[-1] in ".;," and not text.endswith("...")) or text[0] in "\"“‘'[(" or not re.search(r"[^\W\d]{2}", text):
        return True
    if re.search(r"https?://|www\.|@|;|\t|\d{3,}\s?\d{3}|\S {3,}\S|^[QA][.:] |^\*", text) or without_bullet(text) or LETTERED.match(text):
        return True
    return bool(CELL.match(text) or LEAD_IN.search(text)) or is_byline(text)


def is_byline(text: str) -> bool:
    """Whether a paragraph names a person with rank, post or body, and is no heading of theirs ("Statement by the Chief Constable")."""
    if OWN_WORDS.search(text) or re.match(r"(?:The|A|An|Our|What|How|Who|From|Working|Meet)\b", text):
        return False
    named = is_signature(text) and (bool(STARTS_RANK.match(text)) or not NO_NAME.search(text.split(",")[0]))
    return named or bool(POST.search(text) and BODY.search(text)) or _name_then_post(text)


def _name_then_post(text: str) -> bool:
    words = HONOURS.sub("", text).split()
    names = (" ".join(words[:count]) for count in (2, 3) if POST.match(" ".join(words[count:])))
    return any(ONLY_NAME.fullmatch(name) and not NO_NAME.search(name) for name in names)


def signature_part(text: str) -> bool:
    """Whether a line can be part of a signature: a name, a post or a body, no sentence."""
    words = len(text.split())
    if words > 10 or (ends_sentence(text) and words > 8) or not text[0].isupper():
        return False
    return bool(POST.search(text) or BODY.search(text) or is_signature(text) or (ONLY_NAME.fullmatch(text) and not NO_NAME.search(text)))


def starts_signature(text: str) -> bool:
    """Whether a line can be the first of a signature: a person's name, alone, with a rank, or before a comma."""
    name = ONLY_NAME.fullmatch(text) or re.match(r"[A-Z][\w'’-]+(?: [A-Z][\w'’.-]+){1,2} ?,", text)
    return is_signature(text) or (name is not None and not NO_NAME.search(name[0]))


def starts_item(text: str) -> bool:
    """Whether a line starts with a bullet, "(a)", "ii)" or "3."."""
    return bool(LIST_MARK.match(text)) or without_bullet(text) is not None
