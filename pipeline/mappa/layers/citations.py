"""Where a text cites legislation: titles, abbreviations, back references and the provisions that belong to each.

The top function tells the story: find what names an instrument, find provisions, attach each to the name in its own clause.
What a name stands for is settled in references.py.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from mappa.layers.attachment import Name, attached
from mappa.layers.provisions import Provisions, lowered, provisions
from mappa.layers.titles import ENDS, Titles, abbreviations, anchors

YEAR = r"(?:1[5-9]|20)\d\d"
NO_YEAR = r"(?![–-]\d|/(?!(?:19|20)\d\d(?!\d))\d|\w|,\d{3})"
YEAR_AFTER = re.compile(
    rf"(?:\s*\([\"“‘']?[A-Z][A-Za-z&]{{1,7}}[\"”’']?\))?\s*,?\s*"
    rf"(?:\(\s*(?P<within>{YEAR})\s*\)|(?:of\s+)?(?P<plain>{YEAR}){NO_YEAR}|['’‘](?P<short>\d\d)(?!\w))"
)
ORDER_TAIL = re.compile(rf"(?:\s*\([^()\n]{{3,160}}\))+\s+(?:Order|Regulations|Rules)\s+(?:\([^()]*\)\s+)?({YEAR})(?!\d)")
ELSEWHERE_LAW = re.compile(r"\s*\((?:Northern Ireland|Scotland|Wales|Amendment|Isle of Man|Jersey|Guernsey)\)")
MORE_YEARS = re.compile(rf"\s*(?:,|and|&|or|/|,\s*and)\s*({YEAR}){NO_YEAR}")
YEAR_BEFORE = re.compile(rf"(?<![\w/-])({YEAR})\s+$")
BILL = re.compile(r"(?:\s*\(Amendment\))?\s+(?:Bill|BILL|bill)\b")
TWO_FIGURES = re.compile(r"\s?(\d\d)(?![\w/–-]|\.\d)")  # "CJA 03"
ACT = re.compile(r"\s+Act(?!\w)")
NUMBERED = re.compile(r"\s*\(\s*(?:c(?:h(?:apter)?)?\.?\s*\d+|asp\s*\d+|S\.?\s?I\.?\s*(?:No\.?\s*)?\d{4}\s*(?:/|No\.?\s*)\s*\d+)\s*\)")
STATUTORY_INSTRUMENT = re.compile(r"S\.?\s?I\.?\s*(?:No\.?\s*)?(\d{4})\s*(?:/|,?\s*No\.?\s*)\s*(\d{1,4})(?!\w)")
DEFINED = re.compile(
    r"\s*[(\[]\s*(?:here(?:in)?after|referred to as|known as|called|or|in this report|,|\s)*"
    r"(?P<quote>[\"“”'‘’]*)(?P<article>(?i:the)\s+)?[\"“”'‘’]*"
    rf"(?P<word>(?:{YEAR}\s+)?Act|[A-Z][A-Za-z&()]*[A-Z][A-Za-z&]*(?:\s+{YEAR})?|[A-Z][\w-]+ Act|Code)[\"“”'‘’]*\s*[)\]]"
)
BACK = re.compile(
    rf"(?<![\w-])(?:(?P<that>(?i:that|this|(?:the\s+)?(?:said|same|aforementioned|above-mentioned)))\s+|(?P<the>(?i:the|both|each|either)\s+(?:(?i:new|latter|former|above|whole|original|amended)\s+)?)[\"“‘']?)?"
    rf"(?:(?P<other>{YEAR})\s+(?i:and|&)\s+)?(?:(?P<year>{YEAR})\s+)?(?P<act>A(?:ct|CT)s?|(?<=\d\s)acts?|(?<=\d\s)(?:Order|Regulations))(?:\s+of\s+(?P<of>{YEAR}))?(?![\w-]|\s+of\s+(?:Parliament|God|Union)\b|\s+Bill\b|\s+(?!(?:Section|Part|Schedule|Chapter|Article)s?\b)[A-Z][a-z]+\s+[a-z])"
)
UNKNOWN = re.compile(
    r"(?:[A-Z][\w'’-]*|\([A-Z][\w' ]*\))(?:[ ,]+(?:[A-Z][\w'’-]*|\([A-Z][\w' ]*\)|and|of|the|in|for|to|etc\.?|&)){0,12}[ ]*$"
)
LEADING = re.compile(
    r"^(?:(?:The|Under|In|By|Of|A|An|And|Since|From|With|This|That|Both|When|Section|Sections|Part|Schedule|See|Our|New|For|To|As|At|On|Although|While|Following|If|But|Where|Through)\s+)+"
)


@dataclass(slots=True)
class Cited:
    """What a text holds: names in order, provisions without a name, and what the text defines short words to mean."""

    names: list[Name] = field(default_factory=list)
    bare: list[Provisions] = field(default_factory=list)
    defined: dict[str, Name] = field(default_factory=dict)


def cited(text: str, titles: Titles) -> Cited:
    """The citations in `text`, not yet settled."""
    result = Cited()
    ends = anchors(text, lowered(text))
    named = _apart([*_titles(text, ends, titles), *_printed(text, titles), *_numbers(text)])
    named = [_completed(text, name, result.defined) for name in named]
    named = _apart([*_defined(text, result.defined), *named])
    named = _apart([*named, *_back(text, ends, named)])
    result.names, result.bare = attached(text, named, list(provisions(text)))
    return result


def _apart(names: Iterable[Name]) -> list[Name]:
    """`names` in order without overlaps: of two, the longer stays."""
    kept: list[Name] = []
    for name in sorted(names, key=lambda name: (name.start, -name.end, name.kind == "unknown")):
        if kept and name.start < kept[-1].end:
            if name.end - name.start > kept[-1].end - kept[-1].start:
                kept[-1] = name
        else:
            kept.append(name)
    return kept


def _titles(text: str, ends: Iterable[tuple[int, int]], titles: Titles) -> Iterator[Name]:
    """Titles as enacted, or nearly so, in English or Welsh."""
    for start, end in ends:
        word = text[start:end]
        if word.lower().endswith("deddf"):
            if found := titles.after(text, start):
                yield from _dated(text, titles, start, found.at, found.ids, found.free)
        elif not BILL.match(text, end) and (
            word[0].isupper() or YEAR_AFTER.match(text, end) or re.search(YEAR, text[max(0, start - 60) : start])
        ):
            yield from _title(text, titles, start, end)


def _title(text: str, titles: Titles, start: int, end: int) -> Iterator[Name]:
    """The title that ends with the word text[start:end], known or not, and another that is fused with it."""
    if turned := _turned(text, titles, start, end):
        yield turned
        return
    found = titles.before(text, start, end)
    free = found.free if found and found.sure and text[start].isupper() and not _inside_longer(text, found.at) else ()
    names = list(_dated(text, titles, found.at, end, found.ids, free)) if found else []
    if found and not names and text[start:end] == "Acts" and (fused := _fused(text, titles, found.at, text[start:end], None)):
        yield from (fused, *_dated(text, titles, found.at, end, found.ids, found.free))
        return
    yield from names or _unknown(text, start, end)
    if found and names and names[0].year and (fused := _fused(text, titles, found.at, text[start:end], names[0].year)):
        yield fused


def _turned(text: str, titles: Titles, start: int, end: int) -> Name | None:
    """A title whose country print puts behind its last word: "Housing Act (Wales) 2014"."""
    other = ELSEWHERE_LAW.match(text, end)
    year = YEAR_AFTER.match(text, other.end()) if other else None
    if other is None or year is None:
        return None
    low = max(0, start - 200)
    joined = text[low:start] + other[0].strip() + " "
    found = titles.before(joined + text[start:end], len(joined), len(joined) + end - start)
    ids = _of_year(titles, found.ids, _year(year)) if found else ()
    return Name(low + found.at, year.end(), "title", ids, _year(year)) if found and ids and low + found.at < start else None


def _dated(text: str, titles: Titles, start: int, end: int, ids: Sequence[str], free: Sequence[str]) -> Iterator[Name]:
    """The title text[start:end] with the year beside it; one name for each year of "Children Acts 1989 and 2004"."""
    years = {titles.years[label] for label in ids}
    if other := ELSEWHERE_LAW.match(text, end):
        match = YEAR_AFTER.match(text, other.end())
        yield Name(start, match.end() if match else other.end(), "unknown", (), _year(match) if match else None)
        return
    match = YEAR_AFTER.match(text, end)
    year = _year(match) if match else 0
    if match and (tail := ORDER_TAIL.match(text, match.end())):
        yield Name(start, tail.end(), "unknown", (), int(tail[1]))
    elif match and year in years:
        yield Name(start, match.end(), "title", _of_year(titles, ids, year), year)
        end = match.end()
        while (match := MORE_YEARS.match(text, end)) and int(match[1]) in years:
            yield Name(match.start(1), match.end(1), "title", _of_year(titles, ids, int(match[1])), int(match[1]))
            end = match.end()
    elif (before := YEAR_BEFORE.search(text, max(0, start - 8), start)) and int(before[1]) in years:
        yield Name(before.start(1), end, "title", _of_year(titles, ids, int(before[1])), int(before[1]))
    elif match and "," not in match[0] and free and not re.search(r"s$", text[start:end]):
        yield Name(start, match.end(), "unknown", tuple(ids), year)
    elif free:
        several = len(free) > 1 and text[end - 1] in "sS"
        yield Name(start, end, "plural" if several else "name" if any(map(titles.years.get, free)) else "title", tuple(free))


def _year(match: re.Match[str]) -> int:
    """The year that YEAR_AFTER found; of two figures, the century in which it has been."""
    if short := match["short"]:
        return int(short) + (1900 if int(short) > 30 else 2000)
    return int(match["within"] or match["plain"])


def _of_year(titles: Titles, ids: Iterable[str], year: int) -> tuple[str, ...]:
    return tuple(label for label in ids if titles.years[label] == year)


def _inside_longer(text: str, start: int) -> bool:
    """Whether a capital word in front shows that the title is the end of one that the table does not hold."""
    match = re.search(r"(?:^|(?P<stop>[.!?:;\n(\"“”'‘’]))?\s*(?P<word>[\w'’-]+),?\s+(?:(?:and|&)\s+)?$", text[max(0, start - 60) : start])
    if match is None or match["stop"]:
        return False
    word = match["word"]
    return word[0].isupper() and not word.isupper() and not LEADING.match(word + " ") and not any(map(str.isdigit, word))


def _fused(text: str, titles: Titles, start: int, last: str, year: int | None) -> Name | None:
    """The first of two Acts in one phrase: "Criminal Justice" of "Criminal Justice and Sexual Offences Act 2003"; a year is of both."""
    match = re.search(r"\s+(?:and|&)\s+(?:the\s+)?$", text[max(0, start - 10) : start])
    if match is None:
        return None
    end = start - len(match[0])
    joined = text[:end] + " " + last
    found = titles.before(joined[max(0, end - 200) :], min(end, 200) + 1, min(end, 200) + 1 + len(last))
    ids = (_of_year(titles, found.ids, year) if year else found.free) if found and found.sure else ()
    at = found.at + max(0, end - 200) if found else 0
    return Name(at, end, "title" if year else "name", ids, year) if ids and text[at].isupper() else None


def _unknown(text: str, start: int, end: int) -> Iterator[Name]:
    """An Act with its year that the table does not hold: cited all the same, and left open."""
    year = YEAR_AFTER.match(text, end)
    if text[start:end] != "Act" or year is None or "," in year[0]:
        return
    run = UNKNOWN.search(text[max(0, start - 150) : start])
    title = LEADING.sub("", run[0]) if run else ""
    if title.strip() and not title[0].islower():
        yield Name(start - len(title), year.end(), "unknown", (), _year(year))


def _printed(text: str, titles: Titles) -> Iterator[Name]:
    """Abbreviations in use, exactly as printed, with the year beside them."""
    for start, word in abbreviations(text, titles.printed):
        uses = titles.printed[word]
        ids = tuple(label for label, _ in uses)
        free = tuple(label for label, use in uses if use == "short")
        if (brief := TWO_FIGURES.match(text, start + len(word))) and (
            dated := tuple(label for label in ids if (titles.years[label] or 0) % 100 == int(brief[1]))
        ):
            yield Name(start, brief.end(), "short", dated, titles.years[dated[0]])
            continue
        named = ACT.match(text, start + len(word))  # "the LASPO Act"
        names = list(_dated(text, titles, start, named.end() if named else start + len(word), ids, free or ids))
        for name in names:
            if name.kind != "unknown":
                yield replace(name, kind="short" if name.kind == "title" or free or named else "dated")


def _numbers(text: str) -> Iterator[Name]:
    """Statutory instruments by their number."""
    for match in STATUTORY_INSTRUMENT.finditer(text):
        if match.start() and text[match.start() - 1].isalnum():
            continue
        yield Name(match.start(), match.end(), "number", (f"uksi/{match[1]}/{int(match[2])}",), int(match[1]))


def _completed(text: str, name: Name, defined: dict[str, Name]) -> Name:
    """`name` with the number or the abbreviation in brackets behind it; what is defined there is noted."""
    if match := NUMBERED.match(text, name.end):
        name = replace(name, end=match.end())
    if match := DEFINED.match(text, name.end):
        word = match["word"]
        if word.endswith("Act") or match["article"] or match["quote"] or _abbreviates(word, text[name.start : name.end]):
            defined.setdefault(word, name)
        if not match["article"] and not word.endswith("Act") and word in defined:
            name = replace(name, end=match.end())
    return name


def _abbreviates(word: str, title: str) -> bool:
    """Whether the capitals of `word` stand in `title`, in order."""
    letters = iter(title.lower())
    return all(letter.lower() in letters for letter in re.sub(r"[^A-Z]", "", word))


def _defined(text: str, defined: dict[str, Name]) -> Iterator[Name]:
    """Words that the document has defined, wherever they stand after that."""
    for word, name in defined.items():
        if word not in ENDS and not re.fullmatch(rf"(?:{YEAR} )?Act", word):
            for match in re.finditer(rf"(?<!\w){re.escape(word)}(?!\w)", text):
                if match.start() > name.start and (word != "Code" or _stands_alone(text, match)):
                    yield Name(match.start(), match.end(), "short", name.ids, name.year)


def _stands_alone(text: str, match: re.Match[str]) -> bool:
    """Whether a defined common noun is the thing defined: "the Code", and no code of practice."""
    return text[: match.start()].lower().endswith("the ") and not text.startswith(" of", match.end())


def _back(text: str, ends: Iterable[tuple[int, int]], named: Sequence[Name]) -> Iterator[Name]:
    """Back references: "the 2003 Act", "that Act", "the Act of 2000"; "the 2000 and 2003 Acts" are two."""
    for start, end in ends:
        match = (
            None
            if _overlaps(named, start, end)
            else next((one for one in BACK.finditer(text, max(0, start - 60), end + 12) if one.start("act") == start), None)
        )
        if match is None:
            continue
        act = match["act"]
        year = match["year"] or match["of"]
        end = match.end("act")
        if match["other"] and match["year"]:
            yield Name(match.start("other"), match.end("other"), "year", (), int(match["other"]))
        if year:
            start = match.start("year") if match["year"] else match.start("act")
            yield Name(start, end, "year" if act[0] in "Aa" else "order", (), int(year))
        elif act in ("Act", "ACT") and match["that"] and text[match.end() : match.end() + 6] != " Bill ":
            start = match.start("that") + len(re.match(r"(?i:the\s+)?", match["that"])[0])  # type: ignore[index]
            yield Name(start, end, "that")
        elif match["the"] and (act == "Act" or (act == "ACT" and match["the"].isupper())):
            yield Name(match.start("act"), end, "the")


def _overlaps(named: Sequence[Name], start: int, end: int) -> bool:
    at = bisect_left(named, end, key=lambda name: name.start)
    return at > 0 and named[at - 1].end > start
