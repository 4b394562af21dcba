"""The little of CSS that tells structure: what is hidden, bold, large, a block of its own, or numbered by letters."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from lxml import etree

from mappa.readers.looks import Look

KEPT = ("display", "visibility", "font-weight", "font-size", "font", "list-style", "list-style-type", "text-decoration", "text-transform")
LIST_STYLES = (
    "none",
    "disc",
    "circle",
    "square",
    "decimal",
    *(f"{case}-{kind}" for case in ("lower", "upper") for kind in ("alpha", "latin", "roman")),
)
COMMENT = re.compile(r"/\*.*?\*/|<!--|-->", re.DOTALL)
RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
AT_BLOCK = re.compile(r"@[^{};]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}|@[^{};]*;")
SELECTOR = re.compile(r"([a-z][a-z0-9]*)?(?:([.#])([\w-]+))?", re.IGNORECASE)
SIZE = re.compile(r"(\d*\.?\d+)(pt|px|em|rem|%)")
POINTS_A_PIXEL = 0.75
DEFAULT_SIZE = 12.0  # points; what browsers take

Declarations = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """Declarations by simple selector: "p", ".note", "p.note", "#top"; others are passed over."""

    rules: Mapping[str, Declarations]

    def declared(self, element: etree._Element) -> Declarations:
        """What holds for `element`: by its tag, then classes, then id, then its own style attribute."""
        tag = str(element.tag)
        found: dict[str, str] = {**self.rules.get(tag, {})}
        for name in element.get("class", "").split():
            found |= self.rules.get(f".{name}", {})
            found |= self.rules.get(f"{tag}.{name}", {})
        if identifier := element.get("id"):
            found |= self.rules.get(f"#{identifier}", {})
            found |= self.rules.get(f"{tag}#{identifier}", {})
        found |= declarations(element.get("style", ""))
        return found


def read_sheet(texts: Iterable[str]) -> Sheet:
    """The sheet of a page's style elements; rules for print or for widths of screen are left out."""
    rules: dict[str, dict[str, str]] = {}
    for text in texts:
        for selectors, body in RULE.findall(AT_BLOCK.sub("", COMMENT.sub("", text))):
            kept = declarations(body)
            for selector in selectors.split(",") if kept else ():
                if SELECTOR.fullmatch(selector.strip()):
                    rules.setdefault(selector.strip(), {}).update(kept)
    return Sheet(rules)


def declarations(text: str) -> dict[str, str]:
    """Properties of interest in a declaration block or a style attribute."""
    pairs = (part.split(":", 1) for part in text.split(";") if ":" in part)
    return {name.strip().lower(): value.replace("!important", "").strip().lower() for name, value in pairs if name.strip().lower() in KEPT}


def with_declarations(look: Look, declared: Declarations) -> Look:
    """`look` with what CSS sets."""
    weight = declared.get("font-weight") or next(iter(re.findall(r"\b(bold|[6-9]00)\b", declared.get("font", ""))), "")
    if weight:
        look = replace(look, bold=weight in ("bold", "bolder") or (weight.isdigit() and int(weight) >= 600))
    if "text-decoration" in declared:
        look = replace(look, underline="underline" in declared["text-decoration"])
    if "text-transform" in declared:
        look = replace(look, capitals=declared["text-transform"] == "uppercase")
    if size := SIZE.search(declared.get("font-size") or declared.get("font", "")):
        outer = look.size or DEFAULT_SIZE
        base = {"pt": 1.0, "px": POINTS_A_PIXEL, "rem": DEFAULT_SIZE, "em": outer, "%": outer / 100}
        look = replace(look, size=float(size[1]) * base[size[2]])
    return look


def list_style(declared: Declarations) -> str | None:
    """The kind of numbering that CSS asks for, None where it says nothing."""
    words = (declared.get("list-style-type") or declared.get("list-style", "")).split()
    return next((word for word in words if word in LIST_STYLES), None)
