"""List marks: numbers as a word processor writes them, and bullets that were typed by hand."""

import re
from collections.abc import Callable

BULLET = re.compile(r"\s*(?:[•●○◦‣▪▫■□◆◊➢➤►▶✓✔❖·∙\uf000-\uf0ff]\s*|[-–—*]\s+|o\t\s*|§\s+)(?=\S)")
ROMAN = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)


WEAK = re.compile(r"\s*[-–—*o§]")  # may also lead in a name under a quotation or a note: a bullet only beside its like


def is_weak(text: str) -> bool:
    """Whether the bullet that `text` starts with is one only where a neighbour has it too."""
    return without_bullet(text) is not None and WEAK.match(text) is not None


def without_bullet(text: str) -> str | None:
    """`text` without the bullet it starts with, None where it starts with none."""
    found = BULLET.match(text)
    return text[found.end() :] if found else None


def roman(value: int) -> str:
    """Lower-case Roman numeral of `value` (1 to 3999), its digits beyond."""
    if not 0 < value < 4000:
        return str(value)
    digits = ""
    for worth, letters in ROMAN:
        digits += letters * (value // worth)
        value %= worth
    return digits


def letter(value: int) -> str:
    """a, b, ... z, aa, bb as word processors count; digits where `value` is below 1."""
    return chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 + 1) if 0 < value < 1000 else str(value)


def ordinal(value: int) -> str:
    """1st, 2nd, 3rd, 11th."""
    ending = "th" if value % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")
    return f"{value}{ending}"


STYLES: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": "{:02d}".format,
    "lowerLetter": letter,
    "upperLetter": lambda value: letter(value).upper(),
    "lowerRoman": roman,
    "upperRoman": lambda value: roman(value).upper(),
    "ordinal": ordinal,
    "none": lambda value: "",
}


def number(value: int, style: str) -> str:
    """`value` in one of STYLES; in digits where the style is another (number words, other scripts)."""
    return STYLES.get(style, str)(value)
