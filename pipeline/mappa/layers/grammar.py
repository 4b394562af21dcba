"""What the grammar of a clause says of it: who acts (the person, a body, somebody who was harmed), in what tense, active or passive.

Only function words and endings are read, no model; the nouns and verbs that matter are in case-studies.toml under [grammar].
"""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace

import msgspec

from mappa.language import fold
from mappa.layers.passages import words

PARTICIPLE = (
    r"(?:\w{2,}ed|made|given|taken|held|kept|found|put|set|told|sent|brought|"
    r"shown|drawn|met|seen|known|built|bought|paid|left|lent|read|written|spoken|"
    r"chosen|begun|cut|fit|got|asked)"
)
BE = r"(?:is|are|was|were|be|been|being)"
PASSIVE = re.compile(rf"\b{BE} (?:not )?(?:\w+ly |also |then |again |each |both |all |still |now |first |once )*{PARTICIPLE}\b")
VERB = re.compile(
    rf"(?:(?<=\bhe )[a-z]{{3,}}|(?<=\bshe )[a-z]{{3,}}|^[a-z]{{3,}}s (?=(?:that|no|every|his|her|an?)\b))|\b(?:{BE}|has|have|"
    rf"had|will|would|could|cannot|can|may|might|must|should|did|does|do|[a-z]{{2,}}(?<!ne)(?<!inde)(?<!hundr)(?<!age)ed|"
    r"began|broke|brought|built|came|caught|cut|drank|drew|drove|felt|fell|fled|"
    r"forgot|fought|found|gave|got|grew|heard|held|hid|hit|hurt|kept|knew|"
    r"led|left|let|lit|lost|made|meant|met|paid|put|ran|rang|said|sat|saw|sent|"
    r"set|slept|spent|spoke|stood|stole|swore|taught|thought|threw|told|took|"
    r"understood|went|withdrew|woke|won|wore|wrote|became|bought|sold|gone|"
    r"lives|works|attends|keeps|remains|sees|takes|wants|needs|hears|believes|"
    r"suffers|relies|drinks|continues|complies|plays|drives|holds|goes|says|shares|finds|poses|presents|uses|has|helps|visits|meets)\b",
    re.IGNORECASE,
)
PERFECT = re.compile(
    rf"\b(?:has|have)\b(?: \w+ly| not| never| now| since| also| already| yet| both| "
    rf"each| all)* (?:{PARTICIPLE}|been|become|had|done|gone|come|kept|\w+en|\w+wn)\b"
)
PLUPERFECT = re.compile(r"\bhad\b (?:\w+ )?" + rf"(?:{PARTICIPLE}|been|\w+en|\w+wn)\b")
MODAL = re.compile(r"\b(?:would|might|could|may)\b(?! not\b)")
FUTURE = re.compile(r"\b(?:will|is to|are to)\b")
PRESENT = re.compile(
    r"^(?:\W*\w+\W+){0,5}?(?:is|are|lives|works|attends|keeps|remains|sees|"
    r"takes|plays|drives|holds|goes|complies|continues|relies|suffers|drinks)\b"
)
SAID = re.compile(
    r"\b(?:told|said|wrote|written|writes|says|boasted|vowed|threatened|promised|talked|spoke|spoken|swore|sworn|"
    r"insisted)\b.*\b(?:would|was going to|were going to|meant to|pay back|get back|kill|harm|hurt|revenge)\b"
)
DENIES = re.compile(
    r"\b(?:not|never|without) (?:think|accept|believe|engage|engaging|want|see|agree|co-?operate|attend|admit|recognise|talk)\b"
)
DIRECTED = re.compile(r"\b(?:courts?|judge|magistrates|parole board|tribunal)\b")
NOT = re.compile(r"\b(?:not|no|never|nobody|nothing|none|neither|unable|cannot|nowhere|few)\b")
NONE = re.compile(r"(?:there (?:is|was|are|were) )?(?:no|none|nobody|neither|nowhere)\b")
ELIDED = re.compile(r"(?:also |then |now |still |not |twice |later |never )*(?:" + VERB.pattern + r")")
WHEN = re.compile(r"(?:when|once|after|as soon as|although|though|while|whilst|since|if|as)\b[^,]{8,},\s+(?=\w+ \w+)")
RELATIVE = re.compile(r"(?:who|which|where|that)\b")
NOUN = re.compile(
    r"\b(?:an?|his|her|their|two|three|four|several|other|another|the|against|younger|young|of)\s+(?:[\w-]+\s+){0,2}?([\w-]{4,})(?:'s\b)?"
    r"(?=\s*(?:$|[,.;]|[\w-]+$|(?:and|with|in|at|who|whom|by|to|on|for|during|from|outside|as|that|inside|after)\b))"
)
LACKS = re.compile(
    r"\b(?:had|has|with) (?:no|never|nowhere|nobody|few|little)\b|\bcould (?:not|barely|hardly|scarcely) (?:read|follow|understand|"
    r"write|spell|count|cook|cope|manage|speak|walk|see|hear|sleep|wash|remember|budget|look after)\b|\bnever (?:lived|worked|had|held)\b"
)
ABLE = re.compile(r"\b(?:able to|managed to|succeeded|eventually|in the end|at last|content|pleased|satisfied)\b")
COMMON = frozenset(
    [
        "years",
        "months",
        "weeks",
        "offences",
        "offence",
        "images",
        "flat",
        "flats",
        "house",
        "home",
        "street",
        "cars",
        "time",
        "person",
        "people",
        "violence",
        "prison",
        "community",
        "child",
        "children",
    ]
)
EARLY, LATE = 0.3, 0.6
SEX = re.compile(r"\b(?:(?P<he>Mr|[Hh]e)|Ms|Mrs|Miss|[Ss]he)\b")


class Words(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """[grammar] of case-studies.toml; every key is explained there."""

    bodies: list[str]
    harmed: list[str]
    relatives: list[str]
    worry: list[str]
    refuse: list[str]
    serve: list[str]


class Grammar:
    """The nouns and verbs of [grammar], compiled."""

    def __init__(self, known: Words):
        self.bodies, self.victims, self.relatives = words(known.bodies), words(known.harmed), words(known.relatives)
        self.worry, self.refuse, self.serve = words(known.worry), words(known.refuse), words(known.serve)

    def harmed(self, offence: str) -> set[str]:
        """The nouns of an offence that can come back as people who were harmed: "a doctor", "two nieces"."""
        return {match[1].lower() for match in NOUN.finditer(offence)} - COMMON

    def of(self, story: str, alias: str | None, bodies: Callable[[int, int], int | None]) -> "Clause":
        """How the clauses of one story are read; `bodies` gives the first body or role marked between two offsets."""
        first = SEX.search(alias or "") or SEX.search(story)
        own, other = ("he|she|they", "(?!)")
        if first is not None:
            own, other = ("he", "she|hers?") if first["he"] else ("she", "he|his|him")
        name = rf"|{re.escape(fold(alias))}(?!\w)" if alias else ""
        person = re.compile(rf"\b(?:{own}|the (?:offender|subject|perpetrator|prisoner))\b{name}")
        return Clause(self, bodies, person, re.compile(rf"\b(?:{other})\b"), re.compile(r"(?!)"))


@dataclass(frozen=True, slots=True)
class Clause:
    """How clauses of one story are read: where bodies are marked, the words for its person and for others in it."""

    grammar: Grammar
    bodies: Callable[[int, int], int | None]
    person: re.Pattern[str]
    other: re.Pattern[str]
    harmed: re.Pattern[str]

    def with_harmed(self, nouns: Collection[str]) -> "Clause":
        """The same with the nouns of its offences."""
        return replace(self, harmed=words(sorted(nouns)) if nouns else self.harmed)

    def actor(self, folded: str, start: int, end: int, before: str | None) -> str | None:
        """Who acts in a clause: "person", "body", "harmed", "other"; None for nobody named. `before` acts where the subject is left out."""
        if RELATIVE.match(folded) or ELIDED.match(folded):
            return before
        verb = VERB.search(folded)
        limit = verb.start() if verb else len(folded)
        body = self.bodies(start, end)
        places: list[tuple[int, int, str]] = []
        if body is not None and body - start <= limit:
            places.append((body - start, 0, "body"))
        for rank, (name, pattern) in enumerate(
            (
                ("body", self.grammar.bodies),
                ("harmed", self.grammar.victims),
                ("harmed", self.harmed),
                ("person", self.person),
                ("harmed", self.other),
                ("other", self.grammar.relatives),
            ),
            1,
        ):
            if (match := pattern.search(folded, 0, limit + 1)) is not None:
                places.append((match.start(), rank, name))
        if not places:
            return None
        first = min(places)
        return (
            "body"
            if first[2] in ("harmed", "other")
            and any(name == "body" and at - first[0] < 22 for at, _, name in places)
            and not re.match(r"[^,]*\band\b", folded[:limit])
            else first[2]
        )

    def reading(self, folded: str, start: int, end: int, before: str | None, done: float) -> tuple[dict[str, float], str | None]:
        """What grammar speaks for in a clause, and who acts in it; `done` is how much of the story stands before it (0 to 1)."""
        if (when := WHEN.match(folded)) is not None:
            folded, start = folded[when.end() :], start + when.end()
        actor = self.actor(folded, start, end, before)
        if actor is None and before == "harmed" and PASSIVE.search(folded):
            return {"victim": 1.8, "action": 1.0}, "harmed"  # "... and an alarm was fitted"
        says = {"person": self._person, "body": self._body, "harmed": self._harmed, "other": self._relative}.get(actor or "", self._nobody)
        found = says(folded, done)
        if self.grammar.worry.search(folded) and not NOT.search(folded[:12]):
            found["risk"] = found.get("risk", 0.0) + (2.5 if actor in ("body", None) else 1.0)
            found["action"] = found.get("action", 0.0) - 1.0
        return found, actor

    def _person(self, folded: str, done: float) -> dict[str, float]:
        found: dict[str, float] = {"action": -0.6, "victim": -1.0}
        if MODAL.search(folded):
            found["risk"] = 0.8
        if LACKS.search(folded):
            found |= {"need": 2.2, "barrier": -2.0}
        elif PLUPERFECT.search(folded):
            found |= {"offence": 1.0, "need": 1.0, "outcome": -0.5}
        elif PERFECT.search(folded):
            found |= {"outcome": 1.6 if done > 0.5 else 0.3, "offence": 0.3, "need": 0.6, "risk": 0.3}
        elif PRESENT.search(folded):
            found |= {"outcome": 1.0 if done > LATE else 0.0, "need": 0.8}
        elif PASSIVE.search(folded):
            found |= {"sentence": 0.5, "level": 0.3, "outcome": 0.6, "action": 0.6}
        else:
            found |= {"offence": 0.6, "outcome": 1.0, "need": 0.5, "risk": 0.5}
        if SAID.search(folded):
            found["risk"] = found.get("risk", 0.0) + 2.0
        if not LACKS.search(folded) and (DENIES.search(folded) or self.grammar.refuse.search(folded)):
            found |= {"barrier": 2.0 if done < 0.75 else 0.0, "risk": found.get("risk", 0.0) + 0.5}
        return found

    def _body(self, folded: str, done: float) -> dict[str, float]:
        if self.grammar.refuse.search(folded) or (
            NOT.search(folded) and not PASSIVE.search(folded) and not self.grammar.worry.search(folded)
        ):
            return {"barrier": 2.8, "action": -0.6}
        found = {"action": 2.2, "outcome": -0.6, "offence": -1.0, "need": -1.0}
        if FUTURE.search(folded):
            found |= {"action": 2.6, "outcome": -2.0}
        elif done > LATE and (ABLE.search(folded) or PRESENT.search(folded) or (done > 0.85 and PERFECT.search(folded))):
            found |= {"action": 1.2, "outcome": 1.4}
        if done < EARLY and DIRECTED.search(folded):
            found |= {"action": 0.8, "sentence": 1.5}
        if done > EARLY / 2 and self._serves(folded):
            found["victim"] = 2.8
        return found

    def _serves(self, folded: str) -> bool:
        """Whether something is done for one who was harmed."""
        served = self.grammar.victims.search(folded) or self.harmed.search(folded) or (self.other.search(folded) is not None)
        return bool(served) and self.grammar.serve.search(folded) is not None

    def _harmed(self, folded: str, done: float) -> dict[str, float]:
        if done < EARLY / 2:
            return {"offence": 0.6, "risk": 0.4}
        found = {"victim": 2.6, "offence": -1.0, "sentence": -1.0}
        if done > LATE and (PERFECT.search(folded) or PRESENT.search(folded) or NOT.search(folded)):
            found["outcome"] = 1.6
        if MODAL.search(folded):
            found["risk"] = 1.0
        return found

    def _relative(self, folded: str, done: float) -> dict[str, float]:
        if done > EARLY and (PASSIVE.search(folded) or self.grammar.serve.search(folded)):
            return {"victim": 2.0, "offence": -1.0}
        if self.grammar.refuse.search(folded) or NOT.search(folded):
            return {"barrier": 1.2, "outcome": 1.0 if done > LATE else 0.0}
        return {"risk": 0.6, "barrier": 0.4, "outcome": 0.8 if done > LATE else 0.0}

    def _nobody(self, folded: str, done: float) -> dict[str, float]:
        if self.grammar.refuse.search(folded) or NONE.match(folded):
            return {"barrier": 2.0} if done < 0.75 else {"barrier": 0.5, "outcome": 2.0}
        if MODAL.search(folded) and done < LATE:
            return {"risk": 0.8}
        if NOT.search(folded):
            return {"outcome": 1.5, "barrier": 0.5} if done > 0.8 else {"barrier": 1.5, "need": 0.5}
        if PASSIVE.search(folded):
            found = {"action": 1.4, "sentence": 0.2}
            if done > EARLY and (self._serves(folded) or self.other.search(folded)):
                found["victim"] = 2.2
            if FUTURE.search(folded):
                found |= {"action": 2.0, "outcome": -2.0}
            return found
        if PERFECT.search(folded) and done > EARLY:
            return {"outcome": 1.2}
        return {"outcome": 1.0} if done > 0.8 else {}
