"""Printed figures: which characters of a cell or a line are a value, and which numbers are none (dates, levels, sections, footnotes)."""

import re
from dataclasses import dataclass

MARKS = r"(?:\s?[*†‡§#^]+|[⁰¹²³⁴-⁹]+|\s?\[\w{1,2}\]|\s?\((?:[a-z]|[ivx]+|[*†‡]+|note \d+)\)|(?<=\d)[a-e](?!\w))?"
AMOUNT = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
DASH = r"[-\u2010-\u2015\u2212]+|n/a|n\.a\.|not applicable|not available|not known|not recorded|\.{2,3}|amherthnasol|dd/b"
FEW = (
    r"(?:<|&lt;|\u2264)\s?\d{1,2}|(?:less|fewer) than (?:\d{1,2}|five|ten)|under (?:\d|five|ten)|\*{1,2}|1\s?[-\u2013]\s?4|suppressed"
    r"|llai na \d"
)
NONE = ("nil", "none", "zero", "nought", "dim")
UP = (
    *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen"),
    *("fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"),
)
NUMBER_WORDS = {**dict.fromkeys(NONE, 0), **{word: number for number, word in enumerate(UP, 1)}}
SPELT = "|".join(NUMBER_WORDS)

CELL = re.compile(
    rf"\s*(?:(?P<few>{FEW})|(?P<dash>{DASH})|(?P<number>{AMOUNT}|[1-9]\d? \d{{3}}|{SPELT}))"
    rf"(?P<marks>{MARKS})(?:\s*\([^()%]{{1,24}}\))?\.?\s*",
    re.IGNORECASE,
)
MONTHS = "january|february|march|april|may|june|july|august|september|october|november|december|mawrth|ebrill"
MASKS = re.compile(
    r"|".join(
        [
            rf"\b\d{{1,2}}(?:st|nd|rd|th|ain)?(?: of)? (?:{MONTHS})\b(?:,? ?(?:19|20)\d\d\b)?",
            rf"\b(?:{MONTHS})(?: \d{{1,2}}(?:st|nd|rd|th)?,?)?,? (?:19|20)\d\d\b",
            r"\b(?:19|20)\d\d\s?[-/\u2010-\u2015]\s?(?:(?:19|20)\d\d|\d\d)\b",
            r"\b(?:in|since|by|during|of|from|until|for|year|mid|the|act|order|regulations|and|to|yn)[ -](?:19|20)\d\d\b|\((?:19|20)\d\d\)",
            r"\b100[, ]?000\b",
            r"\b(?:levels?|lefel(?:au)?|categor(?:y|ies|i|ïau|iau)|cats?\.?|tiers?|mappa|phase|table|tabl|figure|page|note|question|stage|part|chapter|schedule|articles?|paragraphs?)"
            r" \d(?:\s?(?:,|/|&|and|or|to|a|neu|,? and) ?(?:levels? |lefel |categor(?:y|i) )?\d(?![\d,])(?! \d))*",
            r"\b(?:sections?|ss?\.|adrannau|adran) ?\d+[a-z]*(?:\s?\(\w{1,4}\))*"
            r"(?:(?:,| and| or| to|-|/| &) ?(?:\d+[a-z]*(?:\s?\(\w{1,4}\))*|(?:\(\w{1,4}\))+))*",
            r"\b\d+\s?(?:st|nd|rd|th)\b",
            r"[£$€]\s?\d[\d,.]*(?:\s?(?:m|k|million))?",
            r"[-+]?\d[\d,.]*\s?(?:%|per ?cent|y cant)",
            r"\baged? (?:under |over )?\d+\+?|\b\d+ (?:years?|months?|weeks?|days?|hours?|mlynedd)\b|\bover \d+s?\b",
            r"\(\d{1,2}\)|^\s*\(?\d{1,2}[.)](?=\s)|^\s*\d{1,2}(?:\.\d{1,2})+\.?(?=\s)|\[\d{1,2}\]",
            r"\b\w*[a-z]\d+\b|\b\d+[a-z]{1,2}\b(?<!\d[a-e])|\b0\d{3,4} ?\d{3,}(?: \d+)*",
        ]
    ),
    re.IGNORECASE,
)
VALUE = rf"(?:{AMOUNT}|{DASH}|<\s?\d{{1,2}})(?:{MARKS})(?=[\s.;]|$)"
RUN = re.compile(rf"(?<![^\s:=]){VALUE}(?:\s+{VALUE})*", re.IGNORECASE)
PIECE = re.compile(rf"(?<![^\s:=]){VALUE}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Figure:
    """A printed value: `start` and `end` are offsets in the text, footnote marks left out. Of values that are None, `few`
    is a small number held back and `dash` a dash: nothing to count."""

    value: int | float | None
    start: int
    end: int
    few: bool = False
    dash: bool = False


def figure(cell: str, start: int) -> Figure | None:
    """The value printed in `cell`, which stands at offset `start`; None where the cell holds anything else."""
    match = CELL.fullmatch(cell)
    if match is None:
        return None
    kind = "few" if match["few"] else "dash" if match["dash"] else "number"
    value = _amount(match["number"]) if kind == "number" else None
    dash = kind == "dash" and not any(map(str.isalpha, match["dash"]))
    return Figure(value, start + match.start(kind), start + match.end(kind), few=kind == "few", dash=dash)


def _amount(printed: str) -> int | float:
    word = NUMBER_WORDS.get(printed.lower())
    if word is not None:
        return word
    plain = printed.replace(",", "").replace(" ", "")
    return float(plain) if "." in plain else int(plain)


@dataclass(frozen=True, slots=True)
class Run:
    """Values that stand side by side in a line; offsets within the line."""

    start: int
    end: int
    figures: tuple[Figure, ...]


def masked(line: str) -> str:
    """`line` with every number that is no value blanked, length kept."""
    return MASKS.sub(lambda match: "\x00" * len(match[0]), line)


def runs(line: str, start: int) -> list[Run]:
    """The runs of values in `line`, which stands at offset `start` of the text; a lone dash inside a line is punctuation."""
    found = []
    plain = masked(line)
    for match in RUN.finditer(plain):
        pieces = [(piece.start(), piece.end()) for piece in PIECE.finditer(plain, match.start(), match.end())]
        figures = [figure(line[first:last], start + first) for first, last in pieces]
        kept = tuple(one for one in figures if one is not None)
        if not kept or (len(kept) == 1 and kept[0].value is None and not kept[0].few and plain[match.end() :].strip(" .;")):
            continue
        found.append(Run(match.start(), match.end(), kept))
    return found
