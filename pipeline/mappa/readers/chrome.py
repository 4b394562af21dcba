"""What stands on a page of an exported text and is none of the report's words: page numbers, running headers, slugs, marks of a viewer."""

import re
from collections import Counter
from collections.abc import Sequence

MARK = re.compile(r"\[(?:image|bookmark|picture|graphic|photo|logo|figure)\s*:[^\]]{0,400}\]", re.I)
NUMBERED_PAGE = re.compile(
    r"^\W*(?:page|tudalen|pg\.?|p\.)\s*\d{1,3}(?:\s*(?:of|o|/)\s*\d{1,3})?\W*$|^\W*\d{1,3}\s*(?:of|/)\s*\d{1,3}\W*$", re.I
)
PAGE_TITLED = re.compile(r"^\s*page \d{1,3}: \S", re.I)  # a viewer's; once only, it may be an entry of a contents list
BARE_NUMBER = re.compile(r"^[-–—|~\s]*(\d{1,3})[-–—|~.\s]*$")
VIEWER = re.compile(
    r"^(?:you are on page \d+.*|vous êtes.*page \d+.*|\d+ (?:downloads?|views?|pages?|likes?)|\[email.protected\]|total pages?\b.{0,8}|"
    r"(?:uploaded|downloaded|scanned) (?:by|from|with)\b.*|save save .* for later|print this page|back to top|skip to (?:main )?content)$",
    re.I,
)
SLUG = re.compile(  # a printer's: file name, then date, time or page
    r"\S\.(?:indd|qxd|qxp|pdf|ai|p65|pmd|fh\d*|eps|doc)\b.*(?:\d{1,2}[:.]\d{2}|\d{1,2}/\d{1,2}/\d{2,4}|page)|"
    r"^\S+\.(?:indd|qxd|qxp|p65|pmd)\s*\d*$",
    re.I,
)
URL = re.compile(r"^<?(?:https?://|www\.)\S+>?$", re.I)
EDGE = 2  # lines at the top and foot of a page that may be running ones
LONGEST = 100  # characters of a running header
REPEATS = 3
COVER = 30  # words: a first page with fewer is a cover


def without_chrome(pages: Sequence[Sequence[str]]) -> tuple[list[list[str]], tuple[str, ...]]:
    """`pages` of lines without those that are no report text, and the running lines that were among them."""
    running = _running(pages)
    numbers = _page_numbers(pages)
    titled = Counter(masked(line) for page in pages for line in page if PAGE_TITLED.match(line))
    kept = [
        [
            line
            for at, line in enumerate(page)
            if not (_is_chrome(line) or titled[masked(line)] > 1 or (number, at) in numbers or (number, at) in running)
        ]
        for number, page in enumerate(pages)
    ]
    return [_without_doubled_links(page) for page in kept], tuple(dict.fromkeys(" ".join(text.split()) for text in running.values()))


def _is_chrome(line: str) -> bool:
    text = line.strip()
    return bool(text) and bool(NUMBERED_PAGE.match(text) or VIEWER.match(text) or SLUG.search(text))


def _words(page: Sequence[str]) -> list[int]:
    return [at for at, line in enumerate(page) if line.strip()]


def masked(line: str) -> str:
    """A line as its neighbours on other pages share it: figures masked, case and spacing away."""
    return " ".join(re.sub(r"\d+|\b[ivxl]+$", "#", line.casefold()).split())


def _running(pages: Sequence[Sequence[str]]) -> dict[tuple[int, int], str]:
    """Places of running headers and footers: the same line, figures masked, at the edge of several pages or beside several page numbers."""
    places: dict[tuple[str, bool], list[tuple[int, int]]] = {}
    for number, page in enumerate(pages):
        for at, top in _edges(page, whole=len(pages) == 1):
            text = page[at].strip()
            if len(text) <= LONGEST and re.search(r"[^\W\d]", text) and not text.endswith((".", ";", ",")):
                places.setdefault((masked(text), top), []).append((number, at))
    enough = REPEATS if len(pages) != 2 else 2
    found: dict[tuple[int, int], str] = {}
    for (_, top), same in places.items():
        outermost = dict(reversed(same)) if top and len(pages) > 1 else dict(same)
        chosen = outermost.items() if len(pages) > 1 else same
        indents = sorted(_indent(pages[number][at]) for number, at in chosen)
        if len(chosen) >= enough:
            usual = indents[len(indents) // 2]
            found |= {(number, at): pages[number][at].strip() for number, at in chosen if number or abs(_indent(pages[0][at]) - usual) < 9}
    return {place: text for place, text in found.items() if not (place[0] == 0 and len(pages) > 1 and _names_cover(pages[0], place[1]))}


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _names_cover(page: Sequence[str], at: int) -> bool:
    """Whether the line is what a cover says, and says only once: the title that later pages repeat."""
    others = " ".join([*page[:at], *page[at + 1 :]]).casefold().split()
    words = re.findall(r"[^\W\d]+", page[at].casefold())
    return len(others) < COVER and not all(word in others for word in words)


def _edges(page: Sequence[str], whole: bool) -> list[tuple[int, bool]]:
    """Lines that can be running, and whether at the top: a page's first and last; without pages those by a page number, and titles."""
    words = _words(page)
    if not whole:
        return [(at, True) for at in words[:EDGE]] + [(at, False) for at in words[EDGE:][-EDGE:]]
    near: set[int] = set()
    for place, at in enumerate(words):
        if BARE_NUMBER.match(page[at].strip()) or NUMBERED_PAGE.match(page[at].strip()):
            near.update(words[max(0, place - 1) : place] + words[place + 1 : place + 2])
        elif place and re.search(r"\bannual report\b|\badroddiad blynyddol\b", page[at], re.I):
            near.add(at)
    return [(at, True) for at in sorted(near) if not _cell(page, at)]


def _cell(page: Sequence[str], at: int) -> bool:
    return page[at].startswith("\t")


def _page_numbers(pages: Sequence[Sequence[str]]) -> set[tuple[int, int]]:
    """Places of bare numbers that count pages: at the edge of a page, at the start of the text, or rising by one through it."""
    found: set[tuple[int, int]] = set()
    lone: list[tuple[int, int, int]] = []
    for number, page in enumerate(pages):
        words = _words(page)
        edge = {*words[:EDGE], *words[-EDGE:]} if len(pages) > 1 else {*words[:1], *words[-1:]}
        for at in words:
            value = BARE_NUMBER.match(page[at]) if not _cell(page, at) else None
            if value and at in edge and not _beside_numbers(page, at):
                found.add((number, at))
            elif value and len(pages) == 1 and not _beside_numbers(page, at):
                lone.append((number, at, int(value[1])))
    last: dict[int, int] = {}
    rising: set[tuple[int, int]] = set()
    for _, at, printed in lone:
        if printed - 1 in last:
            rising |= {(0, last[printed - 1]), (0, at)}
        last[printed] = at
    return found | rising if len(rising) >= REPEATS else found


def _beside_numbers(page: Sequence[str], at: int) -> bool:
    """Whether the nearest line with words above or below is a bare value too: then it is a column of figures."""
    above = next((line for line in (page[place] for place in range(at - 1, -1, -1)) if line.strip()), "")
    below = next((line for line in (page[place] for place in range(at + 1, len(page))) if line.strip()), "")
    return any(re.fullmatch(r"[-–—\d,.%*\s]+", line) for line in (above, below))


def is_page_number(lines: Sequence[str], at: int) -> bool:
    """Whether a line that no table took is a number alone, with no figures above or below it: a page's."""
    return bool(BARE_NUMBER.match(lines[at])) and not _beside_numbers(lines, at)


def _without_doubled_links(page: Sequence[str]) -> list[str]:
    """Lines without the addresses that an export writes once more after the link that shows them."""
    kept: list[str] = []
    for line in page:
        before = [text for text in kept[-40:] if text.strip()][-2:]
        if URL.match(line.strip()) and any(_address(line) in _address(text) for text in before):
            continue
        kept.append(line)
    return kept


def _address(text: str) -> str:
    return re.sub(r"https?://", "", text.strip().lower()).strip("<>/ ")
