"""Clauses of a case study and what each tells: sentences are cut where two kinds share them, then the whole story is read at once.

Three things speak for a kind: the cues of case-studies.toml, the grammar of the clause (grammar.py), and the order in which stories
are told.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import msgspec

from mappa.language import fold
from mappa.layers.cues import Cues as Matcher
from mappa.layers.cues import Reader
from mappa.layers.grammar import VERB, Clause, Grammar

NUMBERS = (
    r"(?:\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty|thirty|forty|fifty|half|several|many)"
)
JOINT = re.compile(
    r"\s*[;:]\s+(?:and |but )?|\s+[\u2013\u2014-]\s+|"
    r",?\s+\b(?:and|but|yet)\b\s+(?:(?:was|were|is|had|has|so)\s+(?=(?:given|sentenced|sent|jailed|convicted|known)\b))?|"
    r",?\s+\b(?:who|which|where|whose|because(?! of)|so that|although|though|while|whilst|until)\b\s+|,\s+so\s+|,?\s+\bfor\s+|"
    r"\s+(?=(?:after|following|having been)\b)|\s+(?=there (?:was|were|is|are)\b)|\s+(?=when (?:he|she|they)\b)|"
    r"(?<!that)(?<!which)(?<!whom)(?<!when)(?<!before)(?<!until)(?<!if)(?<!as)(?<!because)\s+(?=(?:he|"
    r"she|they) (?:was|were|received|got|served|is|had|has|came)\b)|,\s+(?:when\s+)?",
    re.IGNORECASE,
)
OPENING = re.compile(r"(?:(?:and|but|who|which|where|because|yet|so|(?:for|of|after) which)\s+)+", re.IGNORECASE)
CLAUSE = re.compile(
    r"\s*[;:]|\s+[\u2013\u2014-]\s|,\s*(?:and|but|so|yet|which|when|who|where|"
    r"because|although|though|while|whilst|until)?\b|\s+(?:but|although|though)\b|$",
    re.IGNORECASE,
)
AND = re.compile(r"\s+(?:and|who|so that|$)", re.IGNORECASE)
SO = re.compile(r",?\s+so\s+$", re.IGNORECASE)
HANGING = re.compile(r"(?:of|to|in|at|with|from|by|on|into|against|\w+ing)\b", re.IGNORECASE)  # "of theft and of arson"
FOR = re.compile(r",?\s+for\s+", re.IGNORECASE)
TERM = re.compile(rf"(?:{NUMBERS} |life\b|public protection|breach|the (?:rest|remainder)|good\b)", re.IGNORECASE)
KINDS = ("offence", "sentence", "level", "risk", "need", "barrier", "action", "victim", "outcome")
STRONG, MORE, WEAK, FIELD, GIVEN = 3.0, 0.6, 0.8, 2.4, 2.5
# What it costs to change the kind inside a sentence: at a joint of clauses, at a bare "and", inside a clause, before words without a verb.
JOINED, BARE, INNER, VERBLESS = 0.3, 0.7, 1.4, 1.6

# How far on in a story each kind is told, and what a step back costs; a step on is free.
TURN = {"offence": 0, "sentence": 1, "level": 2, "risk": 2, "need": 2, "barrier": 3, "action": 4, "victim": 4, "outcome": 7}
BACK, AGAIN = 0.45, 0.8  # and a new sentence that comes back to the offence
FREE = {("action", "barrier"), ("victim", "action"), ("level", "offence"), ("barrier", "risk"), ("barrier", "need")}
BACKS = {
    fresh: {
        (old, new): (0.0 if (old, new) in FREE else BACK * max(0, TURN[old] - TURN[new])) + AGAIN * (fresh and new == "offence")
        for old in TURN
        for new in TURN
    }
    for fresh in (False, True)  # whether a new sentence begins
}
BEGIN = {
    "offence": 0.6,
    "sentence": 0.4,
    "level": 0.0,
    "risk": 0.2,
    "need": 0.2,
    "barrier": -0.5,
    "action": -1.0,
    "victim": -2.0,
    "outcome": -3.0,
}
END = {"outcome": 2.0, "victim": 0.2, "action": 0.2}


class Cues(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """Words of one kind."""

    strong: list[str] = []
    weak: list[str] = []


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence of a story: offsets, where the words that introduce the person end in it, the kinds of its field heading."""

    start: int
    end: int
    introduced: int | None
    field: Sequence[str]


@dataclass(frozen=True, slots=True)
class Piece:
    """A clause in the making: offsets, its joint to the one before, whether it begins a sentence, what cues and field speak for."""

    start: int
    end: int
    joint: str | None
    field: Sequence[str]
    cues: Mapping[str, float]
    first: Mapping[str, int]


class Clauses:
    """The cues of case-studies.toml, to be asked of one document at a time."""

    def __init__(self, kinds: Mapping[str, Cues], grammar: Grammar):
        self.grammar = grammar
        self.matcher = Matcher()
        for kind, cues in kinds.items():
            for strength in ("strong", "weak"):
                for cue in getattr(cues, strength):
                    self.matcher.add(f"{kind} {strength}", cue)

    def kinds(self, reader: Reader, stretches: Iterable[tuple[int, int]]) -> set[str]:
        """The kinds for which stretches of text have a strong cue."""
        found = {hit.key for start, end in stretches for hit in self.matcher.find(reader.sentence(start, end))}
        return {key.split()[0] for key in found if key.endswith("strong")}

    def elements(self, text: str, told: Sequence[Told], reader: Reader, clause: Clause) -> list[tuple[str, int, int]]:
        """The elements of a story told in the sentences `told`, in order."""
        rows = [self._pieces(text, one, reader) for one in told]
        pieces = [piece for row in rows for piece in row]
        harmed = {
            word
            for piece in pieces
            if piece.cues.get("offence", 0) >= STRONG
            for word in self.grammar.harmed(text[piece.start : piece.end])
        }
        clause = clause.with_harmed(harmed)
        scores = []
        actor: str | None = "person"
        for number, piece in enumerate(pieces):
            done = number / max(1, len(pieces) - 1)
            before = pieces[number - 1] if number else None
            after = pieces[number + 1] if number + 1 < len(pieces) else None
            score, actor = self._score(text, piece, before, after, clause, actor if piece.joint else None, done)
            scores.append(score)
        kinds = _decoded(pieces, scores, [bool(VERB.search(text, piece.start, piece.end)) for piece in pieces])
        found = [("subject", *_trimmed(text, one.start, one.introduced)) for one in told if one.introduced is not None]
        found += _merged(text, pieces, kinds)
        return sorted(((kind, start, end) for kind, start, end in found if start < end), key=lambda element: element[1])

    def _pieces(self, text: str, told: Told, reader: Reader) -> list[Piece]:
        """The sentence cut at its joints; what has neither a verb nor a cue of its own stays with the words before it."""
        at = told.start if told.introduced is None else told.introduced
        words = reader.sentence(at, told.end)
        base = bisect_left(reader.offsets, at)
        hits = [
            (reader.offsets[base + hit.start], reader.offsets[base + hit.end - 1], *hit.key.split()) for hit in self.matcher.find(words)
        ]
        cuts = [
            joint for joint in JOINT.finditer(text, at, told.end) if not any(s < joint.start() and joint.end() <= e for s, e, *_ in hits)
        ]
        bounds: list[tuple[int, int, str | None]] = []
        left, joint = at, None
        for cut in [*cuts, None]:
            right = cut.start() if cut else told.end
            own = any(left <= start < right and strength == "strong" for start, _, _, strength in hits)
            loose = not VERB.search(text, left, right)
            if bounds and joint is not None and loose and (not own or HANGING.match(text, left)):
                bounds[-1] = (bounds[-1][0], right, bounds[-1][2])
            elif re.search(r"\w", text[left:right]):
                bounds.append((left, right, joint if bounds or told.introduced is not None else None))
            if cut:
                left, joint = cut.end(), cut[0]
        return [self._piece(start, end, joint, told.field, hits) for start, end, joint in bounds]

    def _piece(self, start: int, end: int, joint: str | None, field: Sequence[str], hits: Sequence[tuple[int, int, str, str]]) -> Piece:
        """One piece with what its cues speak for."""
        cues: dict[str, float] = {}
        first: dict[str, int] = {}
        weak: dict[str, int] = {}
        ends: dict[str, int] = {}
        for left, right, kind, strength in sorted(hits):
            if not start <= left < end:
                continue
            if strength == "strong":
                fresh = left > ends.get(kind, -1)
                ends[kind] = max(right, ends.get(kind, -1))
                first.setdefault(kind, left)
                if fresh:
                    cues[kind] = cues[kind] + MORE if kind in cues else STRONG
            else:
                weak[kind] = weak.get(kind, 0) + 1
        for kind, number in weak.items():
            cues[kind] = cues.get(kind, 0.0) + (WEAK if kind not in first else WEAK / 3) * min(number, 2)
        return Piece(start, end, joint, field, cues, first)

    def _score(
        self, text: str, piece: Piece, before: Piece | None, after: Piece | None, clause: Clause, actor: str | None, done: float
    ) -> tuple[dict[str, float], str | None]:
        """What speaks for each kind of a piece, and who acts in it."""
        found = dict(piece.cues)
        folded = fold(text[piece.start : piece.end])
        if "offence" in found and "risk" in piece.first and piece.first["risk"] <= piece.first.get("offence", piece.start + 1):
            found["offence"] -= STRONG  # the offence that is feared, not the one that was done
        grammar, actor = clause.reading(folded, piece.start, piece.end, actor, done)
        for kind, bonus in grammar.items():
            found[kind] = found.get(kind, 0.0) + bonus
        for kind in piece.field:
            found[kind] = found.get(kind, 0.0) + FIELD
        if (
            piece.joint
            and FOR.fullmatch(piece.joint)
            and before
            and before.cues.get("sentence", 0) >= STRONG
            and not TERM.match(text, piece.start)
        ):
            found["offence"] = found.get("offence", 0.0) + GIVEN  # years are given for something
        if actor == "person" and "sentence" not in piece.first and after and after.joint and after.cues.get("sentence", 0) >= STRONG:
            found["offence"] = found.get("offence", 0.0) + GIVEN / 2  # "did this and was sentenced"
        if done > 0.6 and actor in ("person", None) and "offence" in piece.first:
            found["outcome"] = found.get("outcome", 0.0) + found.pop("offence")  # what was done once the plan was made
        if "victim" in piece.first and actor in ("body", None) and done > 0.3:
            found["victim"] += GIVEN / 2  # what is done for a victim is done by somebody
        if piece.joint and SO.match(piece.joint) and actor == "person":
            found["action"] = found.get("action", 0.0) + GIVEN / 2  # where a barrier led
        if "level" in piece.first and actor == "body" and done < 0.6:
            found["level"] += GIVEN  # a referral is an action too
        return found, actor


def _decoded(pieces: Sequence[Piece], scores: Sequence[Mapping[str, float]], verbs: Sequence[bool]) -> list[str]:
    """The kinds of the pieces that together speak loudest: what each says, and the order in which a story is told."""
    if not pieces:
        return []
    best = {kind: scores[0].get(kind, 0.0) + BEGIN[kind] for kind in KINDS}
    steps: list[dict[str, str]] = []
    for piece, score, verb in zip(pieces[1:], scores[1:], verbs[1:], strict=True):
        back, switch = BACKS[piece.joint is None], _switch(piece, verb)
        step, following = {}, {}
        for kind in KINDS:
            total, step[kind] = max((best[old] - (0.0 if old == kind else back[old, kind] + switch), old) for old in KINDS)
            following[kind] = total + score.get(kind, 0.0)
        steps.append(step)
        best = following
    kinds = [max(KINDS, key=lambda kind: best[kind] + END.get(kind, 0.0))]
    for step in reversed(steps):
        kinds.append(step[kinds[-1]])
    return kinds[::-1]


def _switch(piece: Piece, verb: bool) -> float:
    """What it costs to change the kind at the joint of `piece`."""
    if piece.joint is None:
        return 0.0
    if not verb and not FOR.fullmatch(piece.joint):
        return VERBLESS
    if CLAUSE.match(piece.joint) or not piece.joint.strip():
        return JOINED
    return BARE if AND.match(piece.joint) else INNER


def _merged(text: str, pieces: Sequence[Piece], kinds: Sequence[str]) -> list[tuple[str, int, int]]:
    """Pieces of one sentence and one kind joined to elements."""
    joined: list[tuple[str, int, int]] = []
    for piece, kind in zip(pieces, kinds, strict=True):
        if piece.joint is not None and joined and joined[-1][0] == kind and joined[-1][2] + len(piece.joint) >= piece.start:
            joined[-1] = (kind, joined[-1][1], piece.end)
        else:
            joined.append((kind, piece.start, piece.end))
    return [(kind, *_trimmed(text, start, end)) for kind, start, end in joined]


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Offsets without blanks, commas and joints around the clause."""
    piece = text[start:end]
    left = start + len(piece) - len(piece.lstrip(" ,;:-\u2013"))
    joint = OPENING.match(text, left, end)
    left = joint.end() if joint else left
    right = start + len(piece.rstrip(" ,;:-\u2013"))
    return left, max(left, right)
