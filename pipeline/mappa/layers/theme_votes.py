"""Whether a sentence has a theme, by votes: what its cues tell, what stands around it, which other themes it shows, and its words.

What each is worth is learned from coded sentences (theme-words.toml). A theme of which that file knows nothing is decided by cues alone.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import msgspec

from mappa.errors import RuleError
from mappa.layers.cues import BadCue, Cues, Found
from mappa.rules import parse_toml

FILE = "theme-words.toml"
WORD = "word "  # before a learned word, in the key of its cue
# What votes is named by its table in the file and its line there.
EVERY = "evidence every"
TOLD, BACKED, UNSURE = "evidence told", "evidence backed", "evidence unsure"  # by a cue; by a weak one with company; by one without
MORE = "evidence more"  # two cues or more, of whatever kind
BESIDE, COMPANY = "evidence beside", "evidence company"  # the sentence before or behind tells it; the section, heading or speaker does
LENT = "evidence lent"  # by these to a sentence that tells nothing else
MOST_AGAINST = 15  # votes that words and other themes together can take away: a long sentence has many that have nothing to do with it
EVIDENCE = (EVERY, TOLD, BACKED, UNSURE, MORE, BESIDE, COMPANY, LENT)


class Learned(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """What theme-words.toml says; the tables are explained on top of that file."""

    evidence: dict[str, dict[str, int]] = {}
    themes: dict[str, dict[str, int]] = {}
    words: dict[str, dict[str, int]] = {}


@dataclass(frozen=True, slots=True)
class Ballot:
    """What votes on the themes of a sentence.

    told      the themes that its cues tell, with the wording
    evidence  by theme, what speaks for that one
    common    what speaks for or against every theme: the other themes told, and learned words
    blocked   by theme, the words among them that mean something else
    """

    told: Mapping[str, Found]
    evidence: Mapping[str, Sequence[str]]
    common: frozenset[str]
    blocked: Mapping[str, frozenset[str]]

    def names(self, theme: str) -> list[str]:
        """The names of all that votes on `theme`."""
        return [EVERY, *self.evidence.get(theme, ()), *(self.common - self.blocked.get(theme, frozenset()) - {f"themes {theme}"})]


class ThemeVotes:
    """Compiled theme-words.toml: by theme, what votes on it, and its votes: above 0 for the theme, below 0 against it."""

    def __init__(self, cues: Cues, text: str, known: Collection[str] = ()):
        """Add the words to `cues`, but for the `known` that are there already under WORD. Raises RuleError."""
        try:
            learned = msgspec.convert(parse_toml(FILE, text), Learned)
        except msgspec.ValidationError as error:
            raise RuleError([f"{FILE}: {error}; its tables are {', '.join(Learned.__struct_fields__)}"]) from error
        known_evidence = [name.removeprefix("evidence ") for name in EVIDENCE]
        unknown = [name for name in learned.evidence if name not in known_evidence]
        problems = [f"{FILE}: [evidence] {name!r} is unknown; known are {', '.join(known_evidence)}" for name in unknown]
        for word in sorted(learned.words.keys() - set(known)):
            try:
                cues.add(f"{WORD}{word}", word)
            except BadCue as error:
                problems.append(f"{FILE}: [words] {word!r}: {error}")
        if problems:
            raise RuleError(problems)
        self.by_theme: dict[str, dict[str, int]] = {theme: {} for theme in learned.evidence.get("every", ())}
        for table in Learned.__struct_fields__:
            for name, votes in getattr(learned, table).items():
                for theme in votes.keys() & self.by_theme.keys():
                    self.by_theme[theme][f"{table} {name}"] = votes[theme]

    def cast(self, theme: str, ballot: Ballot) -> dict[str, int]:
        """The votes of all in `ballot` that votes on `theme`."""
        own = self.by_theme[theme]
        return {name: own[name] for name in ballot.names(theme) if name in own}


def total(cast: Mapping[str, int]) -> int:
    """What the votes cast on a theme come to; above 0 it is marked."""
    evidence = sum(votes for name, votes in cast.items() if name in EVIDENCE)
    return evidence + max(sum(cast.values()) - evidence, -MOST_AGAINST)
