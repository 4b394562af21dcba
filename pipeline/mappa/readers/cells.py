"""Label, values and heads of a table row that has lost its walls: which words of a line are cells."""

import re
from collections.abc import Sequence

from mappa.readers.tables import holds_sentences

MONTHS = "january|february|march|april|may|june|july|august|september|october|november|december"
NUMBER = r"£?(?:\d{1,3}(?:,\d{3})+|(?!0\d)\d{1,6})(?:\.\d+)?\s?%?"
VALUE = re.compile(rf"(?:[-–—−]|n/a|n\.a\.|nil|\*+|[<>]\s?\d{{1,2}}|\(?{NUMBER}\)?)(?:\*+|[†‡§¹²³]|\[\w\])?", re.I)
OWNER = re.compile(  # the word before a number that belongs to the label: "Level 1", "31 March 2016", "Levels 2 and 3"
    rf"\b(?:levels?|categor(?:y|ies)|cats?\.?|tier|stage|band|table|annex|appendix|section|part|schedule|quarter|q|phase|box|no\.?|step|page|"
    rf"aged|under|over|act|study|and|&|to|or|of|in|{MONTHS}|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)$",
    re.I,
)
JOINING = frozenset(("and", "&", "to", "or", "of", "in"))
DASHES = ("-", "–", "—", "−", "*")
WIDE_SPACE = re.compile(r"\s{2,}|\t")
TELEPHONE = re.compile(r"\b(?:tel|telephone|fax|phone|mobile|call|helpline)\b|(?<![\d,.])0\d{2,}|^\+", re.I)
MARKS = re.compile(r"^(?:\W*\(?(?:[a-z]|[ivx]+|\d{1,2})[).]\s*)+", re.I)  # "(a)(i)", "iii)"
COUNT_START = re.compile(
    r"(?:the\s+)?(?:total\b|number\b|how many\b|no\. of\b|rsos?\b|registered sex|category \d|"
    r"levels? \d|sex(?:ual)? |shpos?\b|sopos?\b|sros?\b|rosho|rsho|nos?\b|ftos?\b|notification|foreign travel|breach|violent|other |"
    r"of these|offenders|individuals|people|those|mappps?\b|full |interim )",
    re.I,
)
COUNT_WORDS = re.compile(
    r"\bnumber of\b|\btotal\b|\bhow many\b|per 100,?000|\brsos?\b|\b(?:shpo|sopo|sro|fto|rosho|rsho|mappp)s?\b|\bnos\b|\borders?\b|"
    r"\boffenders?\b|\bindividuals\b|\bcautioned\b|\bconvicted\b|\bimposed\b|\bbreach|\brevoked\b|\bgranted\b|\bcases\b|\breferrals\b|\bregistered\b",
    re.I,
)
PROSE = re.compile(
    r"\b(?:there (?:was|were|are|is|have)|we|our|i|this year|last year|has been|he|she|his|her)\b|"
    rf"\b(?:a|an|the|of|in|on|at|to|by|for|from|with|and|or|was|were|is|are|be|been|had|has|than|least|most|about|approximately|around|nearly|over|per|"
    rf"under|only|some|since|until|during|between|aged|act|section|page|january|{MONTHS})$",
    re.I,
)
YEAR = re.compile(r"(?:19|20)\d\d(?:[-/]\d{2,4})?")
SHORT_HEAD = re.compile(r"RSOs?|V&OS|OthO|MAPPPs?|Total|TOTAL")
COLUMN_HEAD = re.compile(
    r"(?<!in )(?<!for )(?<!and )\b(?=(?:Category|Cat\.?) ?\d|(?:Levels?) ?\d|(?:Grand )?(?:Total|Overall|TOTAL|CATEGORY \d|LEVEL \d)\b)"
)


def is_value(cell: str) -> bool:
    """Whether a whole cell is a figure or stands for one: "1,248", "12*", "94%", "<5", "-", "n/a"."""
    return bool(VALUE.fullmatch(cell.strip()))


def split_row(line: str) -> tuple[str, tuple[str, ...], bool]:
    """Label, values and whether a wide space parts them; no values where the line is no row, no label where it is values alone."""
    text = line.strip()
    cells = [cell for cell in WIDE_SPACE.split(text) if cell]
    if len(cells) > 1 and all(map(is_value, cells[1:])) and not is_value(cells[0]) and not _refused(cells[0].rstrip(".")):
        return cells[0], tuple(cells[1:]), True
    words = text.split()
    at = len(words)
    while at and is_value(words[at - 1]):
        at -= 1
    if at == 0:
        return "", tuple(words), True
    while at < len(words) and _owns(words[:at], words[at]):
        at += 1
    label, values = " ".join(words[:at]), words[at:]
    if not values or _refused(label) or (len(values) == 1 and values[0] in DASHES):
        return text, (), False
    return label, tuple(values), False


def _owns(label: Sequence[str], value: str) -> bool:
    """Whether `value` belongs to the label's last word, as in "Level 1" or "31 March 2016"."""
    if not value[0].isdigit() or not OWNER.search(label[-1]):
        return False
    if re.fullmatch(MONTHS, label[-1], re.I):
        return bool(re.fullmatch(r"(?:19|20)\d\d", value))
    return label[-1].lower() not in JOINING or (len(label) > 1 and label[-2][-1].isdigit())


def _refused(label: str) -> bool:
    """Whether a label rules a row out: a telephone's, one without a letter, an unfinished or finished sentence."""
    if TELEPHONE.search(label) or not re.search(r"[^\W\d]", label):
        return True
    return label[-1] in ",;." and not re.search(r"\b(?:\w\.|etc\.)$|\.{2,}$", label)


def count_label(label: str, value: str, aligned: bool) -> bool:
    """Whether a label with one value is a count and not the end of a sentence ("a total of 27", "23rd June 2016")."""
    plain = MARKS.sub("", label.rstrip(" :=."))
    marked = plain != label.rstrip(" :=.")
    if not plain:
        return False
    if PROSE.search(re.sub(r"applied for$", "", plain)) and not re.search(r"\(.*\)$", plain) and not (aligned and COUNT_START.match(plain)):
        return False
    if re.search(r"\.\s+[A-Z]", plain) or len(plain.split()) > 60 or OWNER.search(plain.split()[-1]):
        return False
    if re.fullmatch(r"(?:19|20)\d\d", value) and not aligned:
        return False
    starts = marked or bool(COUNT_START.match(plain))
    return bool(COUNT_WORDS.search(plain)) and (starts or aligned or len(plain.split()) <= 8)


def header_cells(above: Sequence[str], width: int) -> tuple[int, tuple[str, ...], list[str]]:
    """Heads of `width` columns from the lines above a table's first row.

    Returns how many of the lines the heads and the row titles below them take, the head row with its corner cell (an empty
    tuple where the lines do not show it), and titles of rows ("Breach of licence") that stand between heads and first row.
    """
    for start in range(len(above) - 1, -1, -1):
        line = above[start]
        if holds_sentences(line) or (split_row(line)[1] and not COLUMN_HEAD.match(line)):
            break
        for subheads in range(min(2, len(above) - start)):
            stop = len(above) - subheads
            cells = _heads(above[start:stop], width)
            if cells and not line[0].islower():
                corner = [] if cells[0] else _corner(above[:start])
                return len(above) - start + len(corner), (cells[0] or " ".join(corner), *cells[1:]), list(above[stop:])
    return 0, (), []


def _corner(above: Sequence[str]) -> list[str]:
    """The narrow lines above the heads that fill the corner cell: "Returned to / custody for / breach of licence"."""
    for start in range(len(above) - 1, max(-1, len(above) - 5), -1):
        lines = list(above[start:])
        if len(lines[0]) > 24:
            return []
        if lines[0][0].isupper():
            return lines if re.search(r"\b(?:returned|recalled|breach|custody)\b", " ".join(lines), re.I) and len(lines) > 1 else []
    return []


def _heads(lines: Sequence[str], width: int) -> tuple[str, ...]:
    """The head row that `lines` spell: each column's head on a line of its own, in pieces, side by side, or all on one line."""
    grid = [WIDE_SPACE.split(line.strip()) for line in lines]
    if len(grid) < 4 and all(len(cells) == width for cells in grid):
        return ("", *(" ".join(column).strip() for column in zip(*grid, strict=True)))
    text = " ".join(lines)
    pieces = [piece.strip() for piece in COLUMN_HEAD.split(text) if piece.strip()]
    numbered = [piece for piece in pieces if COLUMN_HEAD.match(piece)]
    if len(numbered) == width and len(text.split()) <= 14 * width:
        corner = pieces[: len(pieces) - width]
        if len(corner) <= 1 and len(" ".join(corner).split()) <= 8 and not _ends_in_title(pieces[-1]):
            return (" ".join(corner), *numbered)
    words = text.split()
    if len(words) == width and (all(map(YEAR.fullmatch, words)) or all(map(SHORT_HEAD.fullmatch, words))):
        return ("", *words)
    return ()


def _ends_in_title(piece: str) -> bool:
    """Whether the last head has swallowed the title of the row below it: a total has no more words."""
    return bool(re.match(r"(?:grand )?(?:total|overall)\b", piece, re.I)) and len(piece.split()) > 3


def placed_heads(above: Sequence[str], rows: Sequence[str], width: int) -> tuple[int, tuple[str, ...]]:
    """Heads whose pieces stand above their columns, as an export that keeps the layout writes them: how many lines, and the head row.

    `above` and `rows` are lines with their spaces. Nothing is returned where the rows are not set in columns or a column has no head.
    """
    columns = _columns(rows, width)
    heads = [""] * (width + 1)
    found: tuple[int, tuple[str, ...]] = (0, ())
    for taken, line in enumerate(reversed(above if columns else []), 1):
        pieces = list(re.finditer(r"\S+(?: \S+)*", line))
        if holds_sentences(line) or len(pieces) > width + 1 or (found[0] and (len(pieces) < 2 or not COLUMN_HEAD.search(line))):
            break
        if len(pieces) == 1 and pieces[0].end() < columns[0][0]:
            break
        for piece in pieces:
            corner = piece.start() < 8 and piece.end() < columns[0][0]
            place = 0 if corner else 1 + min(range(width), key=lambda column: abs(sum(columns[column]) - sum(piece.span())))
            heads[place] = f"{piece[0]} {heads[place]}".strip()
        if _titled(heads):
            found = taken, tuple(heads)
    return found


def _titled(heads: Sequence[str]) -> bool:
    """Whether every column has a head, none of them begun in its middle."""
    return not heads[0][:1].islower() and all(head[:1].isupper() or head[:1].isdigit() for head in heads[1:])


def _columns(rows: Sequence[str], width: int) -> list[tuple[int, int]]:
    """Leftmost start and rightmost end of the values in each column of `rows`; empty where the rows are not aligned."""
    spans: list[list[tuple[int, int]]] = [[] for _ in range(width)]
    for row in rows:
        tokens = [token.span() for token in re.finditer(r"\S+", row)][-width:]
        if not re.search(r"\S\s{2,}\S", row.strip()) or len(tokens) < width:
            return []
        for column, span in zip(spans, tokens, strict=True):
            column.append(span)
    return [(min(start for start, _ in column), max(end for _, end in column)) for column in spans] if rows else []
