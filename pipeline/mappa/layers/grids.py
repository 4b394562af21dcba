"""Tables as rows of printed figures, however they reached the text: as a table, torn in two, or as lines of words and numbers."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, Protocol

from spacy.tokens import Doc, Span

from mappa.layers.figures import Figure, Run, figure, runs

LONGEST = 350  # characters of a label, a question or a caption
CAPTIONS = 8  # paragraphs over a table that may say what it counts
LONGEST_ROWS = 4000  # characters of a paragraph that may be a whole table run together
FURNITURE = 90  # characters of words that may stand between the halves of a torn table
NEAR = 2  # lines within which a doubtful row needs the company of a sure one
YEARS = range(1990, 2061)
SENTENCE = re.compile(r"[.!?;][\"'”’)]*$")
AFTER_COLON = re.compile(r"[:=\-–]\s*$")
YEARS_THEN = r"(?:(?:19|20)\d\d\s?[-/]\s?\d{2,4}\s*){2,}"
LEVEL = r"(?:level|lefel) ?[1-3]"
GLUED = re.compile(  # heads or words over rows, and the label of the first row
    rf"(.*\S)\s+({LEVEL}(?: \([^)]*\))?|total|cyfanswm)|({YEARS_THEN}|(?:{LEVEL}\s+){{2,}}(?:total|cyfanswm)?)\s*(\S.*)",
    re.IGNORECASE | re.DOTALL,
)
CONTENTS, STATISTICS = "contents", "statistics"  # types of sections: where a number at a line's end is a page, where it is a count
ENDED = 1000  # more pages than a report has


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a report: a row of figures, heads of columns, or words.

    text    of a row its label; start is its offset
    table   number of the table that it stands in, None outside tables
    cells   heads by column, the label's among them; figures of a row by the column they stand in, or counted from 1 outside tables
    tail    figures at the end of the label's own cell
    open    whether the label began in the line before
    sure    whether it is a row for itself, or only where there are others
    loose   whether words stand in a common paragraph
    """

    kind: Literal["row", "heads", "words"]
    text: str
    start: int
    table: int | None = None
    cells: tuple[str, ...] = ()
    figures: tuple[tuple[int, Figure], ...] = ()
    tail: tuple[Figure, ...] = ()
    open: bool = False
    sure: bool = True
    loose: bool = False


@dataclass(slots=True)
class Grid:
    """Rows that share their heads and the words over them; `over` are those words, the nearest last."""

    over: tuple[str, ...]
    heads: Line | None
    rows: list[Line] = field(default_factory=list)


def lines(doc: Doc) -> list[Line]:
    """The lines of `doc` in order; the page numbers of a contents list are no figures."""
    contents = [(span.start_char, span.end_char) for span in doc.spans.get("section", ()) if span.label_ == CONTENTS]
    statistics = [(span.start_char, span.end_char) for span in doc.spans.get("section", ()) if span.label_ == STATISTICS]
    found: list[Line] = []
    page: float = 0
    for number, paragraph in enumerate(doc.spans["paragraph"]):
        start = paragraph.start_char
        inside = any(first <= start < last for first, last in statistics)
        some = _table(paragraph, number) if paragraph.label_ == "table" else _paragraph(paragraph)
        for line in some:
            if line.kind == "row" and any(first <= start < last for first, last in contents):
                page = _next_page(line, page)
                if page < ENDED:
                    continue
            found.append(replace(line, sure=line.sure or inside))
    return _settled(_gathered(found))


def _gathered(found: Sequence[Line]) -> list[Line]:
    """`found`, figures in paragraphs of their own put beside their label: a cell a paragraph is how some exports write a table."""
    gathered: list[Line] = []
    loose = False  # whether the last row was made here
    for line in found:
        before = gathered[-1] if gathered else None
        lone = line.kind == "row" and line.table is None and not line.text
        if lone and before and before.table is None and (loose or before.kind == "words") and before.text:
            figures = [one for _, one in (*before.figures, *line.figures)]
            gathered[-1] = replace(before, kind="row", figures=tuple(enumerate(figures, 1)))
        else:
            gathered.append(line)
        loose = lone
    return gathered


def _next_page(line: Line, page: float) -> float:
    """The page that an entry of a contents list names, or ENDED where it cannot be one: pages stand alone and never go back."""
    value = line.figures[0][1].value
    return value if len(line.figures) == 1 and value is not None and page <= value else ENDED


def _table(paragraph: Span, number: int) -> Iterator[Line]:
    text = paragraph.text.lstrip("\n")
    offset = paragraph.start_char + len(paragraph.text) - len(text)
    head = True
    for row in text.rstrip("\n").split("\n"):
        line = _row(row, offset, number, head)
        head = head and line.kind != "row"
        yield line
        offset += len(row) + 1


def _row(row: str, start: int, number: int, head: bool) -> Line:
    """One row of a table: `head` where no row of figures stood before it."""
    cells = row.split("\t")
    offsets = [start]
    for cell in cells[:-1]:
        offsets.append(offsets[-1] + len(cell) + 1)
    figures = [(column, one) for column, cell in enumerate(cells) if (one := figure(cell, offsets[column]))]
    if len(cells) > 1 and figures and figures[0][0] == 0:
        figures = figures[1:]  # a number in front is the label's, not a value
    filled = [column for column, cell in enumerate(cells) if cell.strip()]
    words = [column for column in filled if column not in dict(figures)]
    label = " ".join(cells[column].strip() for column in words if not figures or column < figures[0][0])
    if not figures:
        kind: Literal["row", "heads", "words"] = "heads" if len(filled) > 1 or (filled and filled[0] > 0) else "words"
    else:
        kind = "heads" if head and _heads(cells, figures, words, label) else "row"
    return Line(
        kind, label if kind == "row" else " ".join(cells[column].strip() for column in filled), start, number, tuple(cells),
        tuple(figures) if kind == "row" else (), _tail(cells[0], start) if kind == "row" else (), open=not label or label[:1].islower(),
    )  # fmt: skip


def _heads(cells: Sequence[str], figures: Sequence[tuple[int, Figure]], words: Sequence[int], label: str) -> bool:
    """Whether the numbers of a table's first row are years, or numbers of categories and levels."""
    values = [one.value for _, one in figures]
    if all(value in YEARS for value in values) and all("," not in cells[column] for column, _ in figures):
        return True
    return not label and values == sorted(range(1, len(values) + 1)) and len(values) > 1 and len(words) > 0


def _tail(label: str, start: int) -> tuple[Figure, ...]:
    found = runs(label, start)
    return found[-1].figures if found and found[-1].end == len(label.rstrip()) and found[-1].start > 0 else ()


# ---------------------------------------------------------------- lines outside tables
def _paragraph(paragraph: Span) -> Iterator[Line]:
    text, start = paragraph.text.strip("\n"), paragraph.start_char + len(paragraph.text) - len(paragraph.text.lstrip("\n"))
    found = runs(text, start) if len(text) <= LONGEST_ROWS else []
    words = Line("words", text if len(text) <= LONGEST else "", start, loose=paragraph.label_ in ("paragraph", "item"))
    if not found or _is_prose(text, found):
        yield words
    elif not text[: found[0].start].strip() and found[-1].end >= len(text.rstrip(". ")) and len(found) == 1:
        years = all(one.value in YEARS for one in found[0].figures)
        yield words if years else _plain("", start, found[0], open=True)
    elif len(found) == 1:
        yield _one(text, start, found[0])
    else:
        yield from _several(text, start, found)


def _is_prose(text: str, found: Sequence[Run]) -> bool:
    """Whether `text` is a sentence; a row that ends in a full stop has a colon or a dash before its figure."""
    if not SENTENCE.search(text):
        return False
    return not (len(found) == 1 and found[0].end >= len(text.rstrip(". ")) and AFTER_COLON.search(text[: found[0].start]))


def _one(text: str, start: int, run: Run) -> Line:
    before, after = text[: run.start].strip(), text[run.end :].strip()
    label = f"{before} {after}".strip()
    return _plain(label, start, run, open=not before or before[:1].islower(), sure=not after)


def _several(text: str, start: int, found: Sequence[Run]) -> Iterator[Line]:
    """Rows that were run together: each label stands before its figures, what is left at the end belongs to what follows."""
    at = 0
    for run in found:
        label, begin = text[at : run.start].strip(), start + at
        if label and (glued := GLUED.fullmatch(label)):
            over, label = filter(None, glued.groups())
            yield Line("words", over, begin)
        if label:
            yield _plain(label if len(label) <= LONGEST else "", begin, run, sure=False)
        at = run.end
    if rest := text[at:].strip():
        yield Line("words", rest if len(rest) <= LONGEST else "", start + at)


def _plain(label: str, start: int, run: Run, *, open: bool = False, sure: bool = True) -> Line:
    return Line("row", label, start, figures=tuple(enumerate(run.figures, 1)), open=open, sure=sure)


def _settled(found: Sequence[Line]) -> list[Line]:
    """`found`, doubtful rows turned back into words where no sure row is near."""
    sure = {number for number, line in enumerate(found) if line.kind == "row" and line.sure and line.text}
    settled = []
    for number, line in enumerate(found):
        if line.kind != "row" or line.sure or _in_company(found, number) or any(abs(number - other) <= NEAR for other in sure):
            sure |= {number} if line.kind == "row" and line.text else set()
            settled.append(line)
        else:
            settled.append(Line("words", line.text, line.start))
    return settled


def _in_company(found: Sequence[Line], number: int) -> bool:
    """Whether another row with as many figures, more than one, stands beside the doubtful row `number`."""
    many = len(found[number].figures)
    beside = [line for line in (*found[max(0, number - 1) : number], *found[number + 1 : number + 2]) if line.kind == "row"]
    return many > 1 and any(len(line.figures) == many for line in beside)


# ---------------------------------------------------------------- lines to grids
class Tells(Protocol):
    """What words say to a table."""

    def tells(self, words: str) -> bool:
        """Whether `words` mean anything to a table."""

    def indicator(self, printed: str) -> str | None:
        """The indicator that `printed` names."""

    def ends(self, label: str) -> bool:
        """Whether `label` is that of a sum, the last row of a table."""

    def goes_on(self, label: str, words: str, *, loose: bool) -> bool:
        """Whether `words` are the rest of the row's label before them."""


def grids(found: Iterable[Line], says: Tells) -> list[Grid]:
    """The grids of the lines `found`: rows with the same heads and the same words over them."""
    made: list[Grid] = []
    grid: Grid | None = None
    captions: list[str] = []
    within: list[str] = []
    heads: Line | None = None
    for line in found:
        last = grid.rows[-1] if grid else None
        if line.kind == "row":
            if grid and last and says.ends(last.text) and any(line.text == row.text for row in grid.rows):
                captions, within, grid = [], [], None  # the rows begin anew: another table, with nothing over it
            if grid is None:
                grid = Grid((*captions[-CAPTIONS:], *within), heads)
                made.append(grid)
            grid.rows.append(line)
        elif line.kind == "words" and grid and last and says.goes_on(last.text, line.text, loose=line.loose):
            grid.rows[-1] = replace(last, text=f"{last.text} {line.text}")
        elif line.kind == "words" and line.table is not None and (last is None or last.table == line.table):
            earlier = [] if grid else within
            broken = earlier and not says.tells(earlier[-1])
            within, grid = [*earlier[:-1], f"{earlier[-1]} {line.text}"] if broken else [*earlier, line.text], None
        elif line.kind == "words":
            if last and not says.tells(line.text) and 0 < len(line.text) < FURNITURE and not says.ends(last.text):
                continue  # what a page break leaves in the middle of a table
            captions, within, grid = ([] if grid else captions) + [line.text], [], None
        elif last and heads and line.table != last.table and line.cells == heads.cells and not says.ends(last.text):
            continue  # a table that goes on over the page repeats its heads
        else:
            captions = [] if last and line.table != last.table else captions
            heads = _under(heads, line) if grid is None and heads and heads.table == line.table else line
            within, grid = [line.cells[0]] if says.indicator(line.cells[0]) else [], None
    return made


def _under(upper: Line, lower: Line) -> Line:
    """Two rows of heads as one; a head that spans columns belongs to each of them."""
    if len(upper.cells) != len(lower.cells):
        return lower
    cells = []
    spanning = ""
    for column, (above, below) in enumerate(zip(upper.cells, lower.cells, strict=True)):
        spanning = above if above.strip() or column < 2 else spanning
        cells.append(f"{spanning if below.strip() else above} {below}".strip())
    return replace(lower, cells=tuple(cells))
