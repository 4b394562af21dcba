"""Whether a sentence tells of something that works, of a difficulty, or of neither (labels.md: strength, challenge, neutral).

Words of praise and blame are in polarity.toml. Here is how they bear on one another: a word that only names the subject ("high risk")
counts for nothing, "no longer" turns its sense round, and in a concession the main clause speaks.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import msgspec

from mappa.errors import RuleError
from mappa.layers.cues import BadCue, Cues, Found, Words
from mappa.rules import parse_toml

FILE = "polarity.toml"
REACH = 3  # words over which a negation carries
CLEAR, MILD = 2, 1

Polarity = Literal["strength", "challenge", "neutral"]
OPPOSITE: dict[str, Polarity] = {"strength": "challenge", "challenge": "strength"}


class PolarityRules(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """What polarity.toml says; the keys are explained in that file."""

    strength: list[str]
    challenge: list[str]
    praise: list[str]
    trouble: list[str]
    aims: list[str]
    content: list[str]
    negators: list[str]
    concessions: list[str]
    contrasts: list[str]
    examples: dict[str, list[str]] = {}


@dataclass(frozen=True, slots=True)
class Vote:
    """One cue's word on the sentence."""

    start: int
    polarity: Polarity
    weight: int


class Judge:
    """Compiled polarity.toml."""

    def __init__(self, cues: Cues, text: str, file: str = FILE):
        """Add the cues of `text` to `cues`, which finds them together with those of others. Raises RuleError."""
        try:
            self.rules = msgspec.convert(parse_toml(file, text), PolarityRules)
        except msgspec.ValidationError as error:
            raise RuleError([f"{file}: {error}; keys are {', '.join(PolarityRules.__struct_fields__)}"]) from error
        problems = []
        for use in PolarityRules.__struct_fields__[:-1]:
            for cue in getattr(self.rules, use):
                try:
                    cues.add(f"polarity {use}", cue)
                except BadCue as error:
                    problems.append(f"{file}: {use}: {cue!r}: {error}")
        if problems:
            raise RuleError(problems)

    def of(self, words: Words, found: Iterable[Found]) -> Polarity:
        """The polarity of `words`, given the cues found in it."""
        by_use: dict[str, list[Found]] = {use: [] for use in PolarityRules.__struct_fields__}
        for cue in found:
            if cue.key.startswith("polarity "):
                by_use[cue.key.removeprefix("polarity ")].append(cue)
        votes = _votes(by_use)
        votes = [vote for vote in votes if not _conceded(vote, by_use["concessions"], words)] or votes
        turns = [cue.start for cue in by_use["contrasts"] if 0 < cue.start < len(words.forms) - 1]
        return _decided([vote for vote in votes if turns and vote.start > turns[-1]] or votes)


def _votes(by_use: dict[str, list[Found]]) -> list[Vote]:
    """What each cue says, in order: those inside a longer one or inside a mere name of the subject left out, negated ones turned round."""
    kinds: list[tuple[str, Polarity, int]] = [
        ("strength", "strength", CLEAR), ("challenge", "challenge", CLEAR), ("praise", "strength", MILD), ("trouble", "challenge", MILD),
    ]  # fmt: skip
    every = [(cue, polarity, weight) for use, polarity, weight in kinds for cue in by_use[use]]
    spoken = [cue for cue, _, _ in every]
    votes = []
    for cue, polarity, weight in every:
        if any(_inside(cue, other) for other in [*by_use["content"], *spoken]):
            continue
        if weight == MILD and by_use["aims"]:
            continue
        negated = any(0 <= cue.start - negator.end < REACH for negator in by_use["negators"] if not _inside(negator, cue))
        votes.append(Vote(cue.start, OPPOSITE[polarity] if negated else polarity, weight))
    return sorted(votes, key=lambda vote: vote.start)


def _inside(cue: Found, other: Found) -> bool:
    """Whether `cue` lies in the longer `other`."""
    return other.start <= cue.start and cue.end <= other.end and other.end - other.start > cue.end - cue.start


def _conceded(vote: Vote, concessions: Sequence[Found], words: Words) -> bool:
    """Whether the vote stands in a subordinate clause of concession: from its conjunction to the next pause, or to the end."""
    return any(cue.start <= vote.start < _clause_end(cue, words) for cue in concessions)


def _clause_end(cue: Found, words: Words) -> int:
    return next((at for at in range(cue.end, len(words.forms)) if words.pauses[at]), len(words.forms))


def _decided(votes: Sequence[Vote]) -> Polarity:
    """The heavier side; where both weigh the same, the last word."""
    balance = sum(vote.weight if vote.polarity == "strength" else -vote.weight for vote in votes)
    if balance:
        return "strength" if balance > 0 else "challenge"
    return votes[-1].polarity if votes else "neutral"
