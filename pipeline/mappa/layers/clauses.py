"""Clauses of a case study and what each tells: cut where two kinds share a sentence, judged by the cues of case-studies.toml.

A clause without a cue of its own goes with its neighbour; a sentence without any is judged by who acts, by its field heading and place.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import msgspec

from mappa.language import fold

DIGITS = r"one|two|three|four|five|six|seven|eight|nine"
NUMBER = (
    rf"(?:\d{{1,3}}|an?|{DIGITS}|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|"
    rf"nineteen|twenty|thirty|forty|half|several|many)"
    rf"(?:[- ](?:and a half|{DIGITS}))?"
)
JOINT = re.compile(
    r"\s*[;:]\s+(?:and |but )?|"
    r",?\s+\b(?:and|but|yet)\b\s+(?:(?:was|were|is|had|has|so)\s+(?=(?:given|sentenced|sent|jailed|convicted|known)\b))?|"
    r",?\s+\b(?:who|which|where|whose|because|so that|although|though|while|whilst)\b\s+|,\s+so\s+|,?\s+\bfor\s+|"
    r"\s+(?=(?:after|following|having been)\b)|\s+(?=there (?:was|were|is|are)\b)|"
    r"\s+(?=(?:he|she|they) (?:was|were|received|got|served|is|had|has|came)\b)|,\s+(?:when\s+)?",
    re.IGNORECASE,
)
OPENING = re.compile(r"(?:(?:and|but|who|which|where|because|yet|so)\s+)+", re.IGNORECASE)
AGE = re.compile(
    r"\b(?P<a>\d{1,2})[- ]years?[- ]olds?\b|\baged?:?\s+(?P<b>\d{1,2})\b|"
    r"\b(?:man|woman|male|female|boy|girl|youth|person|offender) of (?P<c>\d{2})\b|"
    r"\b(?:is|was|now|turned) (?P<d>\d{2})(?=\s*(?:[,.;]|and\b|but\b|when\b|$))|"
    r"[,(]\s*(?P<e>\d{2})(?=\s*(?:[,)]))|\b[Aa]t (?P<f>\d{2}),? (?=[A-Z]|he\b|she\b)|"
    r"\bin (?:his|her|their) (?:early |mid[- ]?|late )?(?:teens|twenties|thirties|forties|fifties|sixties|seventies|eighties|\d0s)\b"
)
HARMED = re.compile(
    r"(?:when )?(?:the|his|her|both|each|all)?\s*(?:\w+\s)?"
    r"(?:victims?|(?:former |ex-?)(?:partner|wife|girlfriend|husband)|wife|couple|famil(?:y|ies)|daughters?|nieces?|nephews?|cousins?|"
    r"granddaughters?|girls?|widow)(?:'s)?\b[^.]{0,40}?\b(?:was|were|had|has|have|is|are)\b"
)
WHOLE = 4  # words that make a clause of its own behind a comma and "and"
CLAUSE = re.compile(r"\s*;|,\s+(?:and|but|so|yet)\b|\s+but\b", re.IGNORECASE)
FOR = re.compile(r",?\s+for\s+", re.IGNORECASE)
TERM = re.compile(rf"(?:{NUMBER} |life\b|public protection|breach|the (?:rest|remainder)|good\b)", re.IGNORECASE)
KINDS = ("subject", "offence", "sentence", "level", "risk", "need", "barrier", "action", "victim", "outcome")
STRONG, WEAK, FIELD, PLACE, ACTOR = 3.0, 1.0, 2.4, 1.0, 1.2


class Cues(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """Words of one kind."""

    strong: list[str] = []
    weak: list[str] = []


@dataclass(frozen=True, slots=True)
class Place:
    """Where a sentence stands: the kinds of its field heading, how far into the story (0 to 1), who acts, whose pronouns are another's."""

    field: Sequence[str]
    far: float
    actor: Callable[[int, int], int | None]
    other: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Piece:
    """A clause in the making: offsets, and the kind its words settle; None where they settle none."""

    start: int
    end: int
    kind: str | None


def pattern(phrases: Sequence[str]) -> re.Pattern[str]:
    """The cues `phrases` as one pattern over folded text."""
    return re.compile("|".join(_phrase(phrase) for phrase in sorted(phrases, key=len, reverse=True)) or r"(?!)")


def _phrase(phrase: str) -> str:
    parts = []
    for word in fold(phrase).split():
        if word == "...":
            parts.append(r"(?:[\w'-]+\s+){0,4}?")
        elif word == "#":
            parts.append(NUMBER + r"\s+")
        else:
            parts.append(re.escape(word).replace(r"\*", r"[\w'-]*") + r"\s+")
    joined = "".join(parts)
    joined = joined[: -len(r"\s+")] if joined.endswith(r"\s+") else joined
    return r"(?<![\w-])" + joined + (r"(?![\w])" if phrase[-1:].isalnum() else "")


class Clauses:
    """The cues of case-studies.toml, compiled; `is_actor` tells whether a body or a role is named between two offsets."""

    def __init__(self, kinds: Mapping[str, Cues]):
        self.strong = {kind: pattern(cues.strong) for kind, cues in kinds.items()}
        self.weak = {kind: pattern(cues.weak) for kind, cues in kinds.items()}

    def scores(self, folded: str) -> dict[str, float]:
        """How strongly a folded clause speaks for each kind; the first words of a clause weigh a little more than the rest."""
        found: dict[str, float] = {}
        for kind in KINDS:
            strong = list(self.strong[kind].finditer(folded)) if kind in self.strong else []
            weak = len(self.weak[kind].findall(folded)) if kind in self.weak else 0
            more = sum(STRONG * (0.5 if number else 1.0) + len(match[0]) / 60 for number, match in enumerate(strong))
            score = more + min(weak, 2) * WEAK
            if score:
                found[kind] = score
        return found

    def kinds(self, folded: str) -> set[str]:
        """The kinds for which a text has a strong cue."""
        return {kind for kind in self.strong if self.strong[kind].search(folded)}

    def of(self, text: str, start: int, end: int, place: Place, *, subject_end: int | None) -> list[tuple[str, int, int]]:
        """The elements of the sentence text[start:end]; `subject_end` is where the words that introduce the person end."""
        pieces: list[Piece] = []
        at = start
        if subject_end is not None and start < subject_end <= end:
            pieces.append(Piece(start, subject_end, "subject"))
            at = subject_end
        cuts = [match for match in JOINT.finditer(text, at, end)]
        bounds = [(at, None), *((match.end(), match) for match in cuts)]
        for number, (left, joint) in enumerate(bounds):
            right = cuts[number].start() if number < len(cuts) else end
            if right > left and re.search(r"\w", text[left:right]):
                kind = self._kind(text, left, right, place)
                given = joint and FOR.fullmatch(joint[0]) and pieces and pieces[-1].kind == "sentence"
                if kind is None and given and not TERM.match(text, left):
                    kind = "offence"  # years are given for something
                if kind is None and (joint is None or CLAUSE.match(joint[0])) and len(text[left:right].split()) >= WHOLE:
                    kind = self._likely(text, left, right, place)
                pieces.append(Piece(left, right, kind))
        return self._merged(text, pieces, place)

    def _kind(self, text: str, start: int, end: int, place: Place) -> str | None:
        scores = self.scores(fold(text[start:end]))
        if not scores or max(scores.values()) < STRONG:
            return None
        return self._best(scores, text, start, end, place)

    def _likely(self, text: str, start: int, end: int, place: Place) -> str | None:
        """The kind to which a whole clause leans without a strong cue; None where nothing in it speaks for any."""
        scores = self.scores(fold(text[start:end]))
        return self._best(scores, text, start, end, place) if scores or place.actor(start, end) is not None else None

    def _best(self, scores: dict[str, float], text: str, start: int, end: int, place: Place) -> str:
        """The kind that cues, field heading, actors and place in the story speak for together."""
        weighed = dict(scores)
        folded = fold(text[start:end])
        if "risk" in scores and "offence" in scores and (told := self.strong["risk"].search(folded)):
            crime = self.strong["offence"].search(folded)
            if crime is None or told.start() < crime.start():
                del weighed["offence"]  # the offence that is feared, not the one that was done
        if place.far > 0.35 and HARMED.match(folded):
            weighed["victim"] = weighed.get("victim", 0) + STRONG
        for kind in place.field:
            weighed[kind] = weighed.get(kind, 0) + FIELD
        first = place.actor(start, end)
        if first is not None:
            weighed["action"] = weighed.get("action", 0) + (ACTOR if first - start < 40 else ACTOR / 2)
        if 0.35 < place.far < 0.9 and place.other.match(folded):
            weighed["victim"] = weighed.get("victim", 0) + ACTOR * 1.5  # "she" in the story of a man
        if place.far > 0.35 and scores.get("victim", 0) >= STRONG > scores.get("risk", 0):
            weighed["victim"] += ACTOR  # what is done for a victim is done by somebody
        if place.far > 0.35 and "need" in weighed and (first is not None or scores.get("action", 0) >= STRONG):
            weighed["need"] -= ACTOR  # the need that is met
        for kind, bonus in _by_place(place.far).items():
            weighed[kind] = weighed.get(kind, 0) + bonus
        return max(KINDS, key=lambda kind: weighed.get(kind, 0.0))

    def _merged(self, text: str, pieces: list[Piece], place: Place) -> list[tuple[str, int, int]]:
        """Pieces joined to clauses: those without a kind go with the one before, the first with the one behind."""
        if not any(piece.kind and piece.kind != "subject" for piece in pieces):
            rest = [piece for piece in pieces if piece.kind is None]
            if rest and (len(rest) == len(pieces) or rest[-1].end - rest[0].start > 25):
                start, end = rest[0].start, pieces[-1].end
                kind = self._best(self.scores(fold(text[start:end])), text, start, end, place)
                pieces = [piece for piece in pieces if piece.kind] + [Piece(start, end, kind)]
        joined: list[Piece] = []
        waiting: Piece | None = None
        for piece in pieces:
            if piece.kind is None:
                if joined and joined[-1].kind != "subject":
                    joined[-1] = Piece(joined[-1].start, piece.end, joined[-1].kind)
                else:
                    waiting = Piece(waiting.start if waiting else piece.start, piece.end, None)
                continue
            begin = waiting.start if waiting else piece.start
            waiting = None
            if joined and joined[-1].kind == piece.kind:
                joined[-1] = Piece(joined[-1].start, piece.end, piece.kind)
            else:
                joined.append(Piece(begin, piece.end, piece.kind))
        if waiting and joined:
            joined[-1] = Piece(joined[-1].start, waiting.end, joined[-1].kind)
        told = [(piece.kind, *_trimmed(text, piece.start, piece.end)) for piece in joined if piece.kind]
        return [(kind, start, end) for kind, start, end in told if start < end]


def _by_place(far: float) -> dict[str, float]:
    """What the place in a story speaks for: it is told from the person and the offence to what was done and how it ended."""
    if far < 0.25:
        return {"offence": PLACE, "sentence": PLACE / 2, "risk": PLACE / 2, "need": PLACE / 2, "outcome": -2 * PLACE}
    if far < 0.5:
        return {"risk": PLACE, "need": PLACE, "barrier": PLACE / 2, "action": PLACE / 2, "outcome": -PLACE}
    if far < 0.8:
        return {"action": PLACE, "victim": PLACE, "barrier": PLACE / 4}
    late = {"offence": -3 * PLACE, "sentence": -3 * PLACE, "risk": -PLACE, "level": -PLACE}
    return {"outcome": PLACE * (4 if far > 0.95 else 2), **late}


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Offsets without blanks, commas and joints around the clause."""
    piece = text[start:end]
    left = start + len(piece) - len(piece.lstrip(" ,;:-"))
    joint = OPENING.match(text, left, end)
    left = joint.end() if joint else left
    right = start + len(piece.rstrip(" ,;:-"))
    return left, max(left, right)


def others(story: str) -> re.Pattern[str]:
    """What begins a clause about somebody else than the person of a story: the pronouns that it uses less."""
    men, women = len(re.findall(r"\b(?:he|his|him)\b", story, re.IGNORECASE)), len(re.findall(r"\b(?:she|hers?)\b", story, re.IGNORECASE))
    if max(men, women) < 2 * min(men, women) or men == women:
        return re.compile(r"(?!)")
    return re.compile(r"(?:she|her)\b" if men > women else r"(?:he|his)\b")


def ages(text: str) -> list[tuple[int, int | None]]:
    """Ends and years of the ages printed in `text`; None for "in his twenties". A sentence of so many years is none."""
    found = []
    for match in AGE.finditer(text):
        value = next((group for group in match.groups() if group), None)
        if value is None or 10 <= int(value) <= 99:
            found.append((match.end(), int(value) if value else None))
    return found
