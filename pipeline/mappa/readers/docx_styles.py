"""Styles and numbering of a Word file: what a paragraph's style and its list say about it (ECMA-376 part 1, 17.7 and 17.9)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lxml import etree

from mappa.readers.lists import number
from mappa.readers.looks import PLAIN, Look, level_of

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
OFF = ("0", "false", "off", "none")
BODY_LEVEL = 9  # w:outlineLvl of text that is no heading


@dataclass(frozen=True, slots=True)
class Style:
    """A paragraph or character style with all it inherits; `numbering` is (numId, level), `outline` 0 to 9."""

    name: str = "Normal"
    names: tuple[str, ...] = ()  # its own name first, then those it is based on
    look: Look = PLAIN
    outline: int | None = None
    numbering: tuple[str, int | None] | None = None
    page_break: bool = False

    @property
    def level(self) -> int | None:
        """Heading level, 1 the highest, by name or outline level."""
        if self.outline == BODY_LEVEL and level_of(self.name) is None:
            return None
        named = next((level for name in self.names if (level := level_of(name))), None)
        return named or (self.outline + 1 if self.outline is not None and self.outline < BODY_LEVEL else None)


@dataclass(slots=True)
class Styles:
    """The style sheet: `sheet` maps ids to elements, resolved on demand."""

    sheet: dict[str, etree._Element]
    base: Look
    default: str | None
    resolved: dict[str, Style] = field(default_factory=dict)

    def style(self, style_id: str | None) -> Style:
        """The style called `style_id`, with what it inherits; the default paragraph style where it is unknown or None."""
        key = style_id if style_id in self.sheet else self.default
        if key is None or key not in self.sheet:
            return Style(look=self.base)
        if key not in self.resolved:
            chain: list[str] = []
            at: str | None = key
            while at in self.sheet and at not in chain:
                chain.append(at)
                at = value(self.sheet[at], "basedOn")
            style = Style(look=self.base)
            for name in reversed(chain):
                style = _inherit(style, name, self.sheet[name])
            self.resolved[key] = style
        return self.resolved[key]

    def character_look(self, style_id: str, look: Look) -> Look:
        """`look` under the character style `style_id`."""
        chain: list[str] = []
        at: str | None = style_id
        while at in self.sheet and at not in chain:
            chain.append(at)
            at = value(self.sheet[at], "basedOn")
        for name in reversed(chain):
            style = self.sheet[name]
            linked = "hyperlink" in (value(style, "name") or name).lower()
            look = with_properties(look, style.find(f"{W}rPr"), underlines=not linked)
        return look


def read_styles(root: etree._Element | None) -> Styles:
    """The style sheet under `root` (word/styles.xml), an empty one for None."""
    if root is None:
        return Styles({}, Look(), None)
    sheet = {style.get(f"{W}styleId", ""): style for style in root.iter(f"{W}style")}
    paragraphs = (
        key for key, style in sheet.items() if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in ("1", "true", "on")
    )
    return Styles(sheet, with_properties(Look(size=10.0), root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")), next(paragraphs, None))


def with_properties(look: Look, properties: etree._Element | None, *, underlines: bool = True) -> Look:
    """`look` with what a w:rPr sets."""
    if properties is None:
        return look
    for child in properties:
        tag = child.tag
        on = child.get(f"{W}val") not in OFF
        if tag == f"{W}b":
            look = replace(look, bold=on)
        elif tag == f"{W}u":
            look = replace(look, underline=on and underlines)
        elif tag in (f"{W}caps", f"{W}smallCaps"):
            look = replace(look, capitals=on)
        elif tag == f"{W}vanish":
            look = replace(look, hidden=on)
        elif tag == f"{W}sz" and (points := whole(child.get(f"{W}val"))):
            look = replace(look, size=points / 2)
    return look


def numbering_of(properties: etree._Element | None) -> tuple[str, int | None] | None:
    """(numId, level) that a w:pPr sets, numId "0" where it takes the paragraph out of its list."""
    found = None if properties is None else properties.find(f"{W}numPr")
    if found is None:
        return None
    num_id = value(found, "numId")
    return None if num_id is None else (num_id, whole(value(found, "ilvl")))


def value(element: etree._Element | None, name: str) -> str | None:
    """w:val of the child called `name`."""
    child = None if element is None else element.find(f"{W}{name}")
    return None if child is None else child.get(f"{W}val")


def is_on(element: etree._Element | None, name: str) -> bool | None:
    """A toggle among the children of `element`; None where it is not set."""
    child = None if element is None else element.find(f"{W}{name}")
    return None if child is None else child.get(f"{W}val") not in OFF


def whole(text: str | None) -> int | None:
    """`text` as a whole number, None where it is none."""
    return int(float(text)) if text and re.fullmatch(r"-?\d{1,9}(?:\.\d+)?", text) else None


def _inherit(parent: Style, key: str, style: etree._Element) -> Style:
    name = value(style, "name") or key
    properties = style.find(f"{W}pPr")
    outline = whole(value(properties, "outlineLvl"))
    breaks = is_on(properties, "pageBreakBefore")
    return Style(
        name=name,
        names=(name, *parent.names),
        look=with_properties(parent.look, style.find(f"{W}rPr"), underlines="hyperlink" not in name.lower()),
        outline=parent.outline if outline is None else outline,
        numbering=numbering_of(properties) or parent.numbering,
        page_break=parent.page_break if breaks is None else breaks,
    )


@dataclass(slots=True)
class Numbering:
    """The lists of a file and how far each has counted."""

    levels: dict[str, dict[int, etree._Element]]  # numId -> its levels
    lists: dict[str, str]  # numId -> the abstract list, which counts for all that share it
    starts: dict[str, dict[int, int]]  # numId -> levels that start anew at its first use
    counts: dict[str, dict[int, int]] = field(default_factory=dict)
    begun: set[str] = field(default_factory=set)

    def mark(self, num_id: str, level: int) -> str | None:
        """The next number of a list as it is shown, with the space after it; "" for a bullet, None where there is no such list."""
        levels = self.levels.get(num_id)
        if levels is None or level not in levels:
            return None
        counts = self.counts.setdefault(self.lists[num_id], {})
        if num_id not in self.begun:
            self.begun.add(num_id)
            for at, start in self.starts[num_id].items():
                counts[at] = start - 1
        counts[level] = counts.get(level, _start(levels, level) - 1) + 1
        for deeper in [at for at in counts if at > level]:
            restart = whole(value(levels.get(deeper), "lvlRestart"))
            if restart is None or restart > level:
                del counts[deeper]
        return _shown(levels, level, counts)

    def level_of_style(self, num_id: str, style_id: str) -> int:
        """The level of a list that belongs to a paragraph style."""
        return next((at for at, level in self.levels.get(num_id, {}).items() if value(level, "pStyle") == style_id), 0)


def read_numbering(root: etree._Element | None) -> Numbering:
    """The lists under `root` (word/numbering.xml), none for None."""
    abstracts = {} if root is None else {one.get(f"{W}abstractNumId", ""): one for one in root.iterfind(f"{W}abstractNum")}
    by_link = {link: key for key, one in abstracts.items() if (link := value(one, "styleLink"))}
    numbering = Numbering({}, {}, {})
    for num in () if root is None else root.iterfind(f"{W}num"):
        num_id = num.get(f"{W}numId", "")
        key = value(num, "abstractNumId") or ""
        if key in abstracts and (link := value(abstracts[key], "numStyleLink")):
            key = by_link.get(link, key)
        if key in abstracts:
            numbering.lists[num_id] = key
            numbering.levels[num_id] = dict(_levels(abstracts[key]))
            numbering.starts[num_id] = {}
            for override in num.iterfind(f"{W}lvlOverride"):
                at = whole(override.get(f"{W}ilvl")) or 0
                numbering.levels[num_id] |= dict(_levels(override))
                start = whole(value(override, "startOverride"))
                if start is not None:
                    numbering.starts[num_id][at] = start
    return numbering


def _levels(parent: etree._Element) -> Iterator[tuple[int, etree._Element]]:
    for level in parent.iterfind(f"{W}lvl"):
        yield whole(level.get(f"{W}ilvl")) or 0, level


def _start(levels: dict[int, etree._Element], level: int) -> int:
    start = whole(value(levels.get(level), "start"))
    return 1 if start is None else start


def _shown(levels: dict[int, etree._Element], level: int, counts: dict[int, int]) -> str:
    here = levels[level]
    if (value(here, "numFmt") or "decimal") == "bullet":
        return ""
    legal = is_on(here, "isLgl") or False

    def written(match: re.Match[str]) -> str:
        at = int(match[1]) - 1
        style = value(levels.get(at), "numFmt") or "decimal"
        return number(counts.get(at, _start(levels, at)), "decimal" if legal and style != "none" else style)

    text = re.sub(r"%([1-9])", written, value(here, "lvlText") or "").strip()
    gap = "" if value(here, "suff") == "nothing" else " "
    return text + gap if text else ""
