"""Case law: neutral citations of the courts of the United Kingdom and law reports, with the parties' names where printed."""

import re
from dataclasses import dataclass

COURTS = {
    r"UKSC": "uksc", r"UKHL": "ukhl", r"UKPC": "ukpc", r"EWCA Civ": "ewca/civ", r"EWCA Crim": "ewca/crim", r"EWCOP": "ewcop",
    r"EWFC": "ewfc", r"EWCR": "ewcr", r"EWCC": "ewcc", r"EAT": "eat", r"UKEAT": "eat",
    **dict.fromkeys(["CSIH", "CSOH", "HCJAC", "HCJT", r"SAC \((?:Civ|Crim)\)", r"SC [A-Z]{3}", "CAT", "UKIPTrib"], ""),
    **dict.fromkeys(["NICA", "NIQB", "NIKB", "NICh", "NICC", "NIFam", "NIMag"], ""),
}  # fmt: skip
DIVISIONS = frozenset(["admin", "qb", "kb", "ch", "fam", "comm", "tcc", "pat", "ipec", "admlty", "scco", "mercantile", "costs"])
REPORTS = (
    r"(?:\d+\s)?(?:AC|QB|KB|Ch|Fam|WLR|All ER(?: \(D\))?|ER|EHRR|BHRC|HRLR|UKHRR|FLR|FCR|Fam Law|Cr App R(?: \(S\))?"
    r"|Crim LR|MHLR|BMLR|Med LR|ICR|IRLR|LGR|HLR|PTSR|ACD|Admin LR"
    r"|Imm AR|INLR|STC|BCLC|Lloyd's Rep(?: Med)?|JP|SC(?: \(HL\))?|SLT|SCCR|SCLR|NI|NIJB|CCLR|MLR)\s\d{1,5}"
)
_SPACE = r"[ \u00a0]+"
_NAMES = "|".join(sorted(COURTS, key=len, reverse=True)).replace(" ", _SPACE)
NEUTRAL = re.compile(
    rf"[\[(](?P<year>(?:19|20)\d\d)[\])]\s*(?:(?P<court>{_NAMES})\s+(?P<number>\d{{1,5}})(?:\s*\((?P<suffix>[A-Z]{{1,3}}|B)\))?"
    rf"|EWHC\s+(?P<high>\d{{1,5}})\s*\((?P<division>\w+)\)|UKUT\s+(?P<upper>\d{{1,5}})\s*\((?P<chamber>\w+)\)|UKFTT\s+(?P<first>\d{{1,5}})\s*\((?P<tribunal>\w+)\))"
)
REPORTED = re.compile(
    rf"(?:\[(?P<year>(?:18|19|20)\d\d)\]|\((?P<volume>(?:18|19|20)\d\d)\))\s*(?P<report>{REPORTS.replace(' ', _SPACE)})(?!\w)"
)
BRACKETED = [re.compile(r"\[(?=(?:1[89]|20)\d\d\])"), re.compile(r"\((?=(?:1[89]|20)\d\d\))")]
SITE = "https://caselaw.nationalarchives.gov.uk"
REACH = 220  # characters in front of a citation in which the names are sought
VERSUS = re.compile(r"(?<!\w)(?:v|vs|V)\.?(?=\s)|(?<!\w)(?:versus|-v-)(?=\s)")
PARTY = re.compile(
    r"(?:(?:Regina|R|Re|In re|In the matter of|HM|Her Majesty's|His Majesty's|The Queen|The King)\b|[A-Z0-9])"
    r"(?:[^\n.;:!?]|(?<=\b[A-Z])\.|(?<=[Ee]x p)\.|(?<=\b(?:No|Mr|Dr|St|SS|vs|pt))\.|(?<=\bMrs)\.)*$"
)
OPENING = {"In", "See", "The", "Under", "Following", "And", "On", "Since", "Both", "By", "As", "After"}
NOT_A_NAME = {
    "in", "the", "see", "of", "by", "under", "case", "following", "and", "on", "at", "as", "with", "since", "from", "for", "that", "court",
    "supreme", "appeal", "lords", "house", "judgment", "decision", "ruling", "also", "to", "was", "is", "however", "both",
}  # fmt: skip
CONTINUES = {
    "of", "for", "the", "and", "on", "application", "ex", "parte", "p", "in", "re", "by", "his", "her", "its", "next", "friend", "v", "&",
    "a", "matter", "ors", "others", "another", "anor", "to",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Case:
    """A case cited: offsets from the parties' names to the citation, the neutral citation or None, its address as derived."""

    start: int
    end: int
    name: str | None
    label: str | None
    citation: str
    uri: str | None


def cases(text: str) -> list[Case]:
    """The cases cited in `text`, in order; a neutral citation and the reports behind it are one."""
    found: list[Case] = []
    for at in sorted(year.start() for pattern in BRACKETED for year in pattern.finditer(text)):
        match = NEUTRAL.match(text, at) or REPORTED.match(text, at)
        if match is None:
            continue
        last = found[-1] if found else None
        if last and re.fullmatch(r"\s*[,;]?\s*(?:and\s+)?", text[last.end : match.start()]):
            neutral = last.label or _neutral(match)
            found[-1] = Case(
                last.start,
                match.end(),
                last.name,
                neutral,
                last.citation if last.label else neutral or last.citation,
                last.uri or _uri(match),
            )
            continue
        start = _names_start(text, match.start(), last.end if last else 0)
        name = " ".join(text[start : match.start()].rstrip(" ,([").split()) or None
        printed = " ".join(match[0].split())
        found.append(Case(start, match.end(), name, _neutral(match), _neutral(match) or printed, _uri(match)))
    return found


def _neutral(match: re.Match[str]) -> str | None:
    """The neutral citation as the courts write it; None for a law report."""
    if match.re is not NEUTRAL:
        return None
    written = " ".join(match[0].split())
    return f"[{match['year']}]" + re.sub(r"^[\[(]\d{4}[\])]\s*", " ", written)


def _uri(match: re.Match[str]) -> str | None:
    """The address at Find Case Law, derived from the citation; None where that site does not hold the court."""
    if match.re is not NEUTRAL:
        return None
    year = match["year"]
    if match["high"]:
        division = match["division"].lower()
        return f"{SITE}/ewhc/{division}/{year}/{match['high']}" if division in DIVISIONS else None
    if match["upper"]:
        return f"{SITE}/ukut/{match['chamber'].lower()}/{year}/{match['upper']}"
    if match["first"]:
        return f"{SITE}/ukftt/{match['tribunal'].lower()}/{year}/{match['first']}"
    path = next((path for court, path in COURTS.items() if re.fullmatch(court, " ".join(match["court"].split()))), "")
    return f"{SITE}/{path}/{year}/{match['number']}" if path else None


def _names_start(text: str, end: int, low: int) -> int:
    """Where the parties' names in front of the citation at `end` begin; `end` where none stand there."""
    low = max(low, end - REACH, text.rfind("\n", 0, end) + 1)
    front = text[low:end]
    versus = list(VERSUS.finditer(front))
    if versus:
        return low + _party(front, versus[-1].start())
    plain = front.rstrip(" ,")
    if match := re.search(r"(?:\bRe|\bIn re|\bEx parte|\bIn the matter of)\s+[^.;:!?]{1,80}$", plain):
        return low + match.start()
    words = re.search(r"(?:[A-Z][\w'’-]+(?:\s+(?:and|&)\s+(?=[A-Z]))?\s*){1,4}$", plain)
    if words is None:
        return end
    kept = words[0].split()
    while kept and kept[0].lower() in NOT_A_NAME:
        kept.pop(0)
    if not kept or any(word.lower() in NOT_A_NAME - {"and"} for word in kept):
        return end
    return low + len(plain) - len(words[0]) + words[0].index(kept[0])


def _party(front: str, versus: int) -> int:
    """Where the first party begins: capital words back from "v", brackets whole."""
    at = versus
    depth = 0
    for match in reversed(list(re.finditer(r"\S+", front[:versus]))):
        word = match[0]
        depth += word.count(")") - word.count("(")
        plain = re.sub(r"^[(\[\"“‘']+|[)\],.;:\"”’']+$", "", word)
        if depth <= 0 and (word[-1] in ";:!?" or (word[-1] == "." and len(plain) > 3)):
            break
        if depth <= 0 and plain.lower() not in CONTINUES and not (plain[:1].isupper() or plain[:1].isdigit()):
            break
        matter = re.match(r"\s+(?:re|the matter)\b", front[match.end() :])
        if depth <= 0 and (plain in OPENING or plain == "in") and not (plain in ("In", "in") and matter):
            break
        at = match.start()
    start = front[at:versus]
    while (lead := re.match(r"(?:and|of|for|the|in|on|by|a|to|\()\s*", start)) and lead[0]:
        at += lead.end()
        start = front[at:versus]
    return at if start.strip() else versus
