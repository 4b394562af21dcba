"""Whether a sentence tells of something that works, of a difficulty, or of neither (labels.md: strength, challenge, neutral).

Everything votes: the cues of polarity.toml, which people write; single words and what stands around the sentence, whose votes are learned
from coded sentences, with corrections to the votes of cues (polarity-words.toml). The side with more votes wins, if it is ahead by more
than the votes for neither. Among cues, "not" turns a vote round, the longest wording speaks for the words in it, and in a concession the
main clause speaks.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeVar

import msgspec

from mappa.errors import RuleError
from mappa.layers.cues import BadCue, Cues, Found, Words
from mappa.rules import parse_toml

FILE, LEARNED = "polarity.toml", "polarity-words.toml"
WORD = "word "  # before a learned word, in the key of its cue
REACH = 3  # words over which a negation carries
CLEAR, HINT = 13, 4  # votes of a cue that tells by itself, and of one that only hints
SILENCE = 12  # votes for neither that every sentence starts with
BY_LIST = {"strength": (CLEAR, 0), "challenge": (-CLEAR, 0), "praise": (HINT, 0), "trouble": (-HINT, 0), "aims": (0, HINT)}
SHAPING = ("content", "negators", "concessions", "contrasts")

Polarity = Literal["strength", "challenge", "neutral"]
Evidence = Mapping[str, int]  # what spoke, and whether as it is written (1) or turned round (-1)


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


class LearnedWords(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """What polarity-words.toml says: votes for strength (below 0: for challenge), and votes for neither (below 0: against it)."""

    cues: dict[str, tuple[int, int]] = {}
    words: dict[str, tuple[int, int]] = {}
    around: dict[str, tuple[int, int]] = {}


@dataclass(frozen=True, slots=True)
class Voice:
    """A cue that speaks in a sentence."""

    start: int
    name: str
    way: int


Rules = TypeVar("Rules", PolarityRules, LearnedWords)


class Judge:
    """Compiled polarity.toml and polarity-words.toml."""

    def __init__(self, cues: Cues, text: str, learned: str):
        """Add the cues of both to `cues`, which finds them together with those of others. Raises RuleError."""
        self.rules = _read(FILE, text, PolarityRules)
        self.learned = _read(LEARNED, learned, LearnedWords)
        self.votes = {
            f"polarity {use} {cue}": (side + more[0], neither + more[1])
            for use, (side, neither) in BY_LIST.items()
            for cue in getattr(self.rules, use)
            for more in [self.learned.cues.get(cue, (0, 0))]
        }
        self.votes |= {f"{WORD}{word}": votes for word, votes in self.learned.words.items()}
        self.votes |= {f"around {name}": votes for name, votes in self.learned.around.items()}
        problems = []
        for key, cue in [
            *((f"polarity {use} {cue}", cue) for use in BY_LIST for cue in getattr(self.rules, use)),
            *((f"polarity {use}", cue) for use in SHAPING for cue in getattr(self.rules, use)),
            *((f"{WORD}{word}", word) for word in self.learned.words),
        ]:
            try:
                cues.add(key, cue)
            except BadCue as error:
                problems.append(f"{LEARNED if key.startswith(WORD) else FILE}: {cue!r}: {error}")
        if problems:
            raise RuleError(problems)

    def of(self, evidence: Evidence, around: Collection[str] = ()) -> Polarity:
        """The polarity of a sentence with this evidence; `around`: "said", "story", "section foreword", "theme training" and the like."""
        heard = [(way, self.votes[name]) for name, way in evidence.items()]
        heard += [(1, self.votes[f"around {name}"]) for name in around if f"around {name}" in self.votes]
        balance = sum(way * side for way, (side, _) in heard)
        neither = SILENCE + sum(votes for _, (_, votes) in heard)
        if abs(balance) <= max(neither, 0):
            return "neutral"
        return "strength" if balance > 0 else "challenge"

    def evidence(self, words: Words, found: Sequence[Found]) -> dict[str, int]:
        """What speaks in `words`, given the cues found in it."""
        cues = [cue for cue in found if cue.key.startswith("polarity ")]
        plain = {cue.key: 1 for cue in found if cue.key in self.votes and cue.key.startswith(WORD)}
        return {**plain, **{voice.name: voice.way for voice in _voices(words, cues)}}


def _read(file: str, text: str, kind: type[Rules]) -> Rules:
    try:
        return msgspec.convert(parse_toml(file, text), kind)
    except msgspec.ValidationError as error:
        raise RuleError([f"{file}: {error}; keys are {', '.join(kind.__struct_fields__)}"]) from error


def _voices(words: Words, cues: Sequence[Found]) -> list[Voice]:
    """The cues that speak: none inside a longer one or inside a mere name of the subject, and those of the clause that counts."""
    by_use = {use: [cue for cue in cues if cue.key == f"polarity {use}"] for use in SHAPING}
    speaking = [cue for cue in cues if cue.key.split(" ", 2)[1] in BY_LIST]
    voices = []
    for cue in speaking:
        if any(_inside(cue, other) for other in [*by_use["content"], *speaking]):
            continue
        negated = any(0 <= cue.start - negator.end < REACH for negator in by_use["negators"] if not _within(negator, cue))
        voices.append(Voice(cue.start, cue.key, -1 if negated else 1))
    voices = [voice for voice in voices if not _conceded(voice, by_use["concessions"], words)] or voices
    turns = [cue.start for cue in by_use["contrasts"] if 0 < cue.start < len(words.forms) - 1]
    return [voice for voice in voices if turns and voice.start > turns[-1]] or voices


def _inside(cue: Found, other: Found) -> bool:
    """Whether `cue` lies in the longer `other`."""
    return _within(cue, other) and other.end - other.start > cue.end - cue.start


def _within(cue: Found, other: Found) -> bool:
    return other.start <= cue.start and cue.end <= other.end


def _conceded(voice: Voice, concessions: Sequence[Found], words: Words) -> bool:
    """Whether the cue stands in a subordinate clause of concession: from its conjunction to the next pause, or to the end."""
    return any(cue.start <= voice.start < _clause_end(cue, words) for cue in concessions)


def _clause_end(cue: Found, words: Words) -> int:
    return next((at for at in range(cue.end, len(words.forms)) if words.pauses[at]), len(words.forms))
