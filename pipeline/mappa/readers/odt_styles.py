"""Styles and list styles of an OpenDocument text (ODF 1.3 part 3, 16 and 19): what a name in the text stands for."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from lxml import etree

from mappa.readers.lists import number
from mappa.readers.looks import PLAIN, Look

NS = "urn:oasis:names:tc:opendocument:xmlns:"
OFFICE, STYLE, TEXT, TABLE, DRAW = (f"{{{NS}{name}:1.0}}" for name in ("office", "style", "text", "table", "drawing"))
LOEXT = "{urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0}"
FO = f"{{{NS}xsl-fo-compatible:1.0}}"
FORMATS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman", "": "none"}
NEW_PAGE = ("page", "even-page", "odd-page")


@dataclass(frozen=True, slots=True)
class Style:
    """A style with all it inherits; `names` are display names, its own first."""

    names: tuple[str, ...] = ()
    look: Look = PLAIN
    page_before: bool = False
    page_after: bool = False
    list_style: str | None = None


@dataclass(slots=True)
class Styles:
    """Style elements by family and name, resolved on demand; `lists` maps a list style to its levels."""

    sheet: dict[tuple[str, str], etree._Element]
    defaults: dict[str, Look]
    lists: dict[str, dict[int, etree._Element]]
    outline: dict[int, etree._Element]
    resolved: dict[tuple[str, str], Style] = field(default_factory=dict)

    def style(self, family: str, name: str | None) -> Style:
        """The style `name` of a family ("paragraph", "text", "section"); an empty one where it is unknown."""
        key = (family, name or "")
        if key not in self.resolved:
            chain: list[etree._Element] = []
            at: str | None = name
            while at and (family, at) in self.sheet and self.sheet[family, at] not in chain:
                chain.append(self.sheet[family, at])
                at = chain[-1].get(f"{STYLE}parent-style-name")
            style = Style(look=self.defaults.get(family, Look()))
            for element in reversed(chain):
                style = _inherit(style, element)
            self.resolved[key] = style
        return self.resolved[key]

    def text_look(self, name: str | None, base: Look) -> Look:
        """`base` under the character style `name`."""
        chain: list[etree._Element] = []
        at: str | None = name
        while at and ("text", at) in self.sheet and self.sheet["text", at] not in chain:
            chain.append(self.sheet["text", at])
            at = chain[-1].get(f"{STYLE}parent-style-name")
        for element in reversed(chain):
            linked = "Internet" in element.get(f"{STYLE}name", "")
            base = with_properties(base, element.find(f"{STYLE}text-properties"), underlines=not linked)
        return base


def read_styles(roots: Iterable[etree._Element | None]) -> Styles:
    """The styles under `roots` (styles.xml, then content.xml, whose own win)."""
    styles = Styles({}, {}, {}, {})
    for root in roots:
        for group in () if root is None else root.iter(f"{OFFICE}styles", f"{OFFICE}automatic-styles"):
            for element in group:
                _enter(styles, element)
    return styles


def _enter(styles: Styles, element: etree._Element) -> None:
    name = element.get(f"{STYLE}name", "")
    family = element.get(f"{STYLE}family", "")
    if element.tag == f"{STYLE}style":
        styles.sheet[family, name] = element
    elif element.tag == f"{STYLE}default-style":
        styles.defaults[family] = with_properties(Look(), element.find(f"{STYLE}text-properties"))
    elif element.tag == f"{TEXT}list-style":
        styles.lists[name] = dict(_levels(element))
    elif element.tag == f"{TEXT}outline-style":
        styles.outline.update(_levels(element))


def _levels(element: etree._Element) -> Iterable[tuple[int, etree._Element]]:
    return [(level, child) for child in element if (level := whole(child.get(f"{TEXT}level"), 0))]


def with_properties(look: Look, properties: etree._Element | None, *, underlines: bool = True) -> Look:
    """`look` with what a style:text-properties sets."""
    if properties is None:
        return look
    weight = properties.get(f"{FO}font-weight")
    if weight is not None:
        look = replace(look, bold=weight == "bold" or whole(weight, 0) >= 600)
    line = properties.get(f"{STYLE}text-underline-style")
    if line is not None:
        look = replace(look, underline=line != "none" and underlines)
    if (case := properties.get(f"{FO}text-transform")) is not None:
        look = replace(look, capitals=case == "uppercase")
    if (shown := properties.get(f"{TEXT}display")) is not None:
        look = replace(look, hidden=shown == "none")
    return replace(look, size=_points(properties.get(f"{FO}font-size"), look.size))


def _points(text: str | None, base: float | None) -> float | None:
    found = re.fullmatch(r"(\d+(?:\.\d+)?)(pt|%|in|cm|mm)", text or "")
    if not found:
        return base
    size, unit = float(found[1]), found[2]
    return (base or 12) * size / 100 if unit == "%" else size * {"pt": 1, "in": 72, "cm": 28.35, "mm": 2.835}[unit]


def _inherit(parent: Style, element: etree._Element) -> Style:
    name = element.get(f"{STYLE}display-name") or element.get(f"{STYLE}name", "").replace("_20_", " ")
    properties = element.find(f"{STYLE}paragraph-properties")
    before, after = (None if properties is None else properties.get(f"{FO}break-{side}") for side in ("before", "after"))
    return Style(
        names=(name, *parent.names),
        look=with_properties(parent.look, element.find(f"{STYLE}text-properties")),
        page_before=(parent.page_before if before is None else before in NEW_PAGE) or bool(element.get(f"{STYLE}master-page-name")),
        page_after=parent.page_after if after is None else after in NEW_PAGE,
        list_style=element.get(f"{STYLE}list-style-name") or parent.list_style,
    )


def mark(levels: dict[int, etree._Element], level: int, counts: dict[int, int]) -> str:
    """The number of an item as it is shown, with the space after it; "" for a bullet. `counts` holds the number at each level."""
    here = levels.get(level)
    if here is None or here.tag not in (f"{TEXT}list-level-style-number", f"{TEXT}outline-level-style"):
        return ""
    if not here.get(f"{STYLE}num-format"):
        return ""
    if pattern := here.get(f"{LOEXT}num-list-format"):
        text = re.sub(r"%(\d+)%", lambda found: _numeral(levels, int(found[1]), counts), pattern)
    else:
        shown = min(whole(here.get(f"{TEXT}display-levels"), 1), level)
        numerals = ".".join(filter(None, (_numeral(levels, at, counts) for at in range(level - shown + 1, level + 1))))
        text = here.get(f"{STYLE}num-prefix", "") + numerals + here.get(f"{STYLE}num-suffix", "")
    return text.strip() + " " if text.strip() else ""


def _numeral(levels: dict[int, etree._Element], level: int, counts: dict[int, int]) -> str:
    element = levels.get(level)
    style = FORMATS.get("" if element is None else element.get(f"{STYLE}num-format", ""), "decimal")
    return number(counts.get(level, start_of(levels, level)), style)


def start_of(levels: dict[int, etree._Element], level: int) -> int:
    """The first number of a level."""
    element = levels.get(level)
    return 1 if element is None else whole(element.get(f"{TEXT}start-value"), 1)


def whole(text: str | None, otherwise: int) -> int:
    """`text` as a whole number, `otherwise` where it is none."""
    return int(text) if text and re.fullmatch(r"[0-9]{1,9}", text) else otherwise
