"""What a page shows, taken down while pdfminer's interpreter runs it: words and rules; pictures are counted."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import atan2, cos, degrees, hypot, sin
from typing import Any, NamedTuple

from pdfminer.pdfdevice import PDFDevice
from pdfminer.pdffont import PDFType3Font, PDFUnicodeNotDefined

WORD_GAP = 0.15  # em: a wider gap ends a word where no space character is drawn
BACKWARDS = -0.5  # em: a glyph set this far back begins a new word (an overprint, a new column)
SAME_LINE = 0.05  # em: baselines nearer than this are one
TINY = 1e-9  # of the scale along the baseline, where a matrix has none
THIN = 3.0  # points: a filled box thinner than this is a rule
MAX_RULES = 6_000  # a page; drawings have more, tables never
MAX_KNOWN = 20_000  # strings remembered a font
SPACES = frozenset(" \u00a0\t\n\r\x0b\x0c\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000")
UNMAPPED = "\ufffd"
BULLET = "\u2022"
DELETE = 127  # WinAnsi leaves it free, and Word's PDF writer puts its bullet there

BOLD = re.compile(r"bold|black|heavy|demi|[-,]bd\b", re.I)
ITALIC = re.compile(r"ital|obli", re.I)
PICTURES = re.compile(r"wingding|webding|dingbat", re.I)

Box = tuple[float, float, float, float]  # x0, y0, x1, y1 in points, y upwards


@dataclass(frozen=True, slots=True)
class Face:
    """A font as a reader sees it."""

    name: str
    bold: bool
    italic: bool


class Word(NamedTuple):
    """Glyphs set without a gap; x along the line of text, y of its baseline, in points, in the frame turned by the text's angle."""

    x0: float
    x1: float
    y: float
    size: float
    face: Face
    text: str
    spaced: bool  # a space character was drawn before it
    order: int  # its place among the words of the page as drawn


Run = tuple[str, float, int, bool]  # text ("" is a space), width in em, glyphs, whether it ends on code 32


@dataclass(frozen=True, slots=True)
class Glyphs:
    """What is known of a font: its face, the size of its em, its glyphs by code, its strings cut into words and into glyphs."""

    face: Face
    em: float
    by_code: dict[int, tuple[str, float]] = field(default_factory=dict)
    close: dict[bytes, list[Run]] = field(default_factory=dict)
    loose: dict[bytes, list[Run]] = field(default_factory=dict)


@dataclass(slots=True)
class PageContent:
    """Everything a page shows that reading needs; `words` by angle of their baseline in degrees, counter-clockwise."""

    box: Box = (0, 0, 0, 0)
    words: dict[int, list[Word]] = field(default_factory=dict)
    rules: list[Box] = field(default_factory=list)
    images: int = 0
    unmapped: int = 0


class WordsDevice(PDFDevice):
    """Builds words directly from the strings shown; text within forms is text of the page."""

    def begin_page(self, page: Any, ctm: Any) -> None:
        self.content = PageContent(box=_placed(page.cropbox, ctm))
        self.glyphs: dict[Any, Glyphs] = getattr(self, "glyphs", {})
        self.open: list[Any] | None = None
        self.spaced = False
        self.count = 0

    def end_page(self, page: Any) -> None:
        self.close_word()

    def close_word(self) -> None:
        """Put the word under way, if any, among the page's words."""
        if self.open is not None:
            x0, x1, y, size, face, parts, spaced, angle = self.open
            words = self.content.words.setdefault(angle, [])
            text = "".join(parts)
            words.append(Word(x0, x1, y, size, face, text, spaced, self.count))
            if UNMAPPED in text:
                self.content.unmapped += text.count(UNMAPPED)
            self.count += 1
            self.open = None

    def render_image(self, name: str, stream: Any) -> None:
        self.content.images += 1

    def render_string(self, textstate: Any, seq: Any, ncs: Any, graphicstate: Any) -> None:
        """Walk the glyphs of one show-text call, growing words; moves the text position as pdfminer's devices do."""
        font = textstate.font
        glyphs = self.glyphs.get(font) or self._learn(font)
        face = glyphs.face
        along, across, base, height, angle = self._frame(textstate)
        size = abs(textstate.fontsize * across) * glyphs.em or 1.0
        gap, back = WORD_GAP * size, BACKWARDS * size
        # From here on in points along the baseline, not in units of the text.
        scaling = textstate.scaling * 0.01 * along
        charspace = textstate.charspace * scaling
        wordspace = 0 if font.is_multibyte() else textstate.wordspace * scaling
        advance = textstate.fontsize * scaling
        kern = advance * 0.001
        start, rise = textstate.linematrix
        x = start * along + base
        y = height + (rise + textstate.rise) * across
        word = self.open
        if word is not None:
            apart = word[7] != angle or word[4] is not face
            if apart or abs(word[2] - y) > SAME_LINE * size or abs(word[3] - size) > 0.05:
                self.close_word()
                word = None
        known = glyphs.loose if abs(charspace) >= gap else glyphs.close  # loose: glyph by glyph, the line's reader joins them
        spaced = self.spaced
        pending = False
        for part in seq:
            if part.__class__ is bytes:
                for text, width, count, is_32 in known.get(part) or _runs(font, glyphs, known, part):
                    if pending:
                        x += charspace
                    pending = True
                    if text:
                        if word is not None and back < x - word[1] < gap:
                            word[5].append(text)
                        else:
                            if word is not None:
                                self.close_word()
                            word = self.open = [x, x, y, size, face, [text], spaced, angle]
                        spaced = False
                        x += width * advance + (count - 1) * charspace
                        word[1] = x
                    else:
                        if word is not None:
                            self.close_word()
                            word = None
                        spaced = True
                        x += width * advance
                    if is_32:
                        x += wordspace
            elif part.__class__ is float or part.__class__ is int:
                x -= part * kern
                pending = True
        self.spaced = spaced
        textstate.linematrix = ((x - base) / along, rise)

    def _frame(self, textstate: Any) -> tuple[float, float, float, float, int]:
        """Scale along and across the baseline, where it begins (along, height), and its angle."""
        a, b, c, d, e, f = textstate.matrix
        pa, pb, pc, pd, pe, pf = self.ctm or (1, 0, 0, 1, 0, 0)
        ax, ay = a * pa + b * pc, a * pb + b * pd
        cx, cy = c * pa + d * pc, c * pb + d * pd
        ox, oy = e * pa + f * pc + pe, e * pb + f * pd + pf
        if ax > 0 and abs(ay) <= 0.001 * ax and textstate.fontsize >= 0:
            return ax, cy, ox, oy, 0
        sign = -1 if textstate.fontsize < 0 else 1  # a size below zero turns the glyphs round, and the matrix turns them back
        angle = round(degrees(atan2(ay * sign, ax * sign))) % 360
        ux, uy = turned_axis(angle)
        return (hypot(ax, ay) or TINY) * sign, cy * ux - cx * uy, ox * ux + oy * uy, oy * ux - ox * uy, angle

    def _learn(self, font: Any) -> Glyphs:
        name = font.fontname if isinstance(font.fontname, str) else str(getattr(font.fontname, "name", font.fontname or ""))
        weight = font.descriptor.get("FontWeight")
        bold = bool(BOLD.search(name)) or (isinstance(weight, (int, float)) and weight >= 600)
        em = font.get_ascent() - font.get_descent() if isinstance(font, PDFType3Font) else 1.0
        known = self.glyphs[font] = Glyphs(Face(name, bold, bool(ITALIC.search(name))), em if em > 0 else 1.0)
        return known

    def paint_path(self, graphicstate: Any, stroke: bool, fill: bool, evenodd: bool, path: Sequence[Any]) -> None:
        """Keep level and upright lines, thin boxes and the edges of boxes as rules; pass over drawings."""
        if len(self.content.rules) > MAX_RULES or len(path) > 400 or self.ctm is None:
            return
        a, b, c, d, e, f = self.ctm
        shape: list[tuple[float, float]] = []
        for step in [*path, ("m", 0, 0)]:
            if step[0] == "m":
                self._keep(shape, stroke)
                shape = []
            if step[0] == "h":
                shape += shape[:1]
            elif len(step) >= 3:
                x, y = step[-2], step[-1]
                shape.append((x * a + y * c + e, x * b + y * d + f))

    def _keep(self, shape: list[tuple[float, float]], stroke: bool) -> None:
        if len(shape) < 2:
            return
        xs, ys = [x for x, _ in shape], [y for _, y in shape]
        x0, x1, y0, y1 = min(xs), max(xs), min(ys), max(ys)
        rules = self.content.rules
        if min(x1 - x0, y1 - y0) < THIN:
            if max(x1 - x0, y1 - y0) > THIN:
                rules.append((x0, y0, x1, y1))
            return
        if stroke:
            for (ax, ay), (bx, by) in pairwise(shape):
                if min(abs(ax - bx), abs(ay - by)) < 0.5 and max(abs(ax - bx), abs(ay - by)) > THIN:
                    rules.append((min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)))


def turned_axis(angle: int) -> tuple[float, float]:
    """The direction of a baseline at `angle` degrees, exact for the right angles."""
    return {0: (1.0, 0.0), 90: (0.0, 1.0), 180: (-1.0, 0.0), 270: (0.0, -1.0)}.get(angle) or (
        cos(angle * 0.017453292519943295),
        sin(angle * 0.017453292519943295),
    )


def turn(box: Box, angle: int) -> Box:
    """`box` in the frame of text at `angle`: corners projected, for angles other than right ones its bounds."""
    ux, uy = turned_axis(angle)
    xs = [x * ux + y * uy for x in box[::2] for y in box[1::2]]
    ys = [y * ux - x * uy for x in box[::2] for y in box[1::2]]
    return min(xs), min(ys), max(xs), max(ys)


def _placed(box: Sequence[float], ctm: Sequence[float]) -> Box:
    a, b, c, d, e, f = ctm
    xs = [x * a + y * c + e for x in box[::2] for y in box[1::2]]
    ys = [x * b + y * d + f for x in box[::2] for y in box[1::2]]
    return min(xs), min(ys), max(xs), max(ys)


def _runs(font: Any, glyphs: Glyphs, known: dict[bytes, list[Run]], string: bytes) -> list[Run]:
    """The glyphs of one string between spaces, or one by one where they are set loose; remembered in `known`, one of the two."""
    loose = known is glyphs.loose
    by_code = glyphs.by_code
    runs: list[Run] = []
    texts: list[str] = []
    total = 0.0
    spacing = not font.is_multibyte()
    for cid in font.decode(string):
        glyph = by_code.get(cid)
        if glyph is None:
            glyph = by_code[cid] = (_character(font, cid, glyphs.face), font.char_width(cid))
        text, width = glyph
        if text in SPACES:
            if texts:
                runs.append(("".join(texts), total, len(texts), False))
            runs.append(("", width, 1, spacing and cid == 32))
        elif loose or (spacing and cid == 32):
            if texts:
                runs.append(("".join(texts), total, len(texts), False))
            runs.append((text, width, 1, spacing and cid == 32))
        else:
            texts.append(text)
            total += width
            continue
        texts, total = [], 0.0
    if texts:
        runs.append(("".join(texts), total, len(texts), False))
    if len(known) < MAX_KNOWN:
        known[string] = runs
    return runs


def _character(font: Any, cid: int, face: Face) -> str:
    """What glyph `cid` reads as: never pdfminer's "(cid:n)"."""
    try:
        text: str = font.to_unichr(cid)
    except PDFUnicodeNotDefined:
        return BULLET if cid == DELETE and not font.is_multibyte() else UNMAPPED
    if PICTURES.search(face.name) and text not in SPACES:
        return BULLET
    if text in SPACES:
        return " "
    return "".join(UNMAPPED if character < " " or character == "\x7f" else character for character in text)
