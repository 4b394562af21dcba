"""What themes.toml says of each theme."""

from collections.abc import Iterator, Mapping

import msgspec

from mappa.errors import RuleError
from mappa.layers.cues import BadCue, Cues
from mappa.rules import parse_toml

FILE = "themes.toml"


class Theme(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """What themes.toml says of one theme; the keys are explained on top of that file."""

    definition: str
    cues: list[str] = []
    weak: list[str] = []
    praised: list[str] = []
    faulted: list[str] = []
    together: list[list[str]] = []
    blocked: list[str] = []
    sections: list[str] = []
    every: list[str] = []
    names: bool = False
    general: bool = False
    bodies: int = 0
    speakers: list[str] = []
    examples: list[str] = []
    counter: list[str] = []


def read_themes(text: str, cues: Cues, file: str = FILE) -> Mapping[str, Theme]:
    """The themes written in `text`, their cues added to `cues`. Raises RuleError with every fault."""
    themes: dict[str, Theme] = {}
    problems = []
    for label, table in parse_toml(file, text).items():
        try:
            entry = themes[label] = msgspec.convert(table, Theme)
        except msgspec.ValidationError as error:
            problems.append(f"{file}: [{label}]: {error}; keys are {', '.join(Theme.__struct_fields__)}")
            continue
        for use, cue in _written(entry):
            try:
                cues.add(f"{label} {use}", cue)
            except BadCue as error:
                problems.append(f"{file}: [{label}] {use}: {cue!r}: {error}; the top of the file shows how cues are written")
    if problems:
        raise RuleError(problems)
    return themes


def _written(entry: Theme) -> Iterator[tuple[str, str]]:
    for use in ("cues", "weak", "praised", "faulted", "blocked"):
        yield from ((use, cue) for cue in getattr(entry, use))
    for number, sides in enumerate(entry.together):
        yield from ((f"together {number} {side}", cue) for side, cue in enumerate(sides))
