"""What a form is, and the damage to text that is declared for it in sources.toml."""

from dataclasses import dataclass

from gold import Piece, Report

LIGATURES = (("ffi", "\ufb03"), ("ffl", "\ufb04"), ("ff", "\ufb00"), ("fi", "\ufb01"), ("fl", "\ufb02"))
LOST = (("ffi", "f"), ("fi", "f"), ("fl", "f"), ("ff", "f"))


@dataclass(frozen=True, slots=True)
class Form:
    """One file of a report as sources.toml declares it; `export` is the habit of a text file (pdf or word)."""

    file: str
    toolchain: str
    columns: int = 1
    damage: tuple[str, ...] = ()
    export: str = ""


def slug(report: Report) -> str:
    """A printer's slug line; {page} stands for the page number."""
    day = f"14/9/{report.end[2:4]}"
    return f"{report.id.split('-')[0].title()}_MAPPA_{report.end[2:4]}_v3.qxd  {day}  10:32 am  Page {{page}}"


def damaged_text(text: str, damage: tuple[str, ...]) -> str:
    """`text` as a damaged font leaves it: ligatures as single characters, or letters lost from them."""
    for name, pairs in (("ligature characters", LIGATURES), ("lost ligatures", LOST)):
        if name in damage:
            for letters, instead in pairs:
                text = text.replace(letters, instead)
    if "Ð for dashes" in damage:
        text = text.replace("–", "Ð").replace(" - ", " Ð ")
    return text


def imposed(pieces: tuple[Piece, ...], damage: tuple[str, ...]) -> tuple[Piece, ...]:
    """`pieces` in the order of the printed sheets: with imposition the last section, the back cover, comes first."""
    if "imposition" not in damage:
        return pieces
    cut = max(place for place, piece in enumerate(pieces) if piece.kind == "heading" and piece.level == 1)
    return pieces[cut:] + pieces[:cut]
