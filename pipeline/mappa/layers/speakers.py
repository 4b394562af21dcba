"""Who speaks: name, role, body, place and post of an attribution, with what the speaker's own words add.

What is known of roles and bodies comes from their layers and from testimonials.toml; here is only how an attribution is put together.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import msgspec

from mappa.language import fold
from mappa.layers.passages import Mark, Marks, words
from mappa.records import Speaker

TITLE = r"(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor|Sir|Dame|Rev|Revd|Reverend|Cllr|Councillor|Lord|Lady|Baroness|Canon|Judge)\.?"
WORD = r"(?:Mac|Mc|O['’]|D['’])?[A-Z\u00c0-\u00de][a-z\u00df-\u00ff]+(?:[-'’][A-Z][a-z\u00df-\u00ff]+)*"
NAME = re.compile(
    rf"(?:{TITLE} )*{WORD}(?: (?:[A-Z]\.? ?)*(?:(?:de|van|von|der|ap|ab|al|bin|ferch) )*{WORD}){{1,2}}|"
    rf"(?:{TITLE} )+{WORD}|(?:[A-Z]\.? )+{WORD}(?: {WORD})?"
)
CAPITALS = re.compile(r"[A-Z][A-Z'’-]+(?: [A-Z]\.?)?(?: [A-Z][A-Z'’-]+){1,2}")
SEPARATOR = re.compile(r"\s*(?:[,;:|()\[\]\n\t]|\s[-\u2013\u2014]+\s|^[-\u2013\u2014]+|[\"“”])\s*")
SMALL = re.compile(r"^(?:(?:by|from|said|says|the|a|an|one|of|with|at|for|in|and)\s+)+", re.IGNORECASE)
OWN_ROLE = re.compile(
    r"(?:(?<!well )(?<!such )(?<!known )(?<!same )\bas(?: an?| the| one of the| your| your local)?|"
    r"\b(?:being|having been) (?:an?|the|one of the)|"
    r"\b(?:i|we)(?:'m| am|'ve been| have been| was| became| are|'re)"
    r"(?: now| currently| proud to be| employed as| working as| also)? (?:an?|the|one of the|your)|"
    r"\bmy (?:role|job|post|work) (?:is that of|is to be)(?: an?| the)?)\s+(?:[\w-]+ ){0,2}$"
)
OWN_BODY = re.compile(
    r"(?:\b(?:i|we)(?:'m| am|'ve| have| are| was| were)?(?: currently| now| both| all)? "
    r"(?:work|works|worked|working|based|employed|seconded|sit|represent|attend)\b[^.]{0,40}?"
    r"\b(?:for|with|within|in|at|by|represent|of)|\bas an? |\b(?:i|we) represent|\bhere (?:at|in)|"
    r"\bmy (?:team|colleagues) (?:at|in))(?: the| our| a)? ?$"
)


class Refinement(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """A post is another role, or speaks for another body, in this company; * is any, an empty role none."""

    agency: str
    role: str
    words: list[str] = []
    means: str | None = None
    body: str | None = None


class Knowledge(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """testimonials.toml; every key is explained there."""

    saying: list[str]
    voices: list[str]
    never_in: list[str]
    no_plain_words_in: list[str]
    documents: list[str]
    official: list[str]
    not_bodies: list[str]
    no_statement_of: list[str]
    lived_experience: list[str]
    salutation: list[str]
    sign_off: list[str]
    letters_of: list[str]
    not_in_names: list[str]
    agency_of: dict[str, str]
    refine: list[Refinement]
    posts: dict[str, str]


Reader = Callable[[str], tuple[Marks, Marks]]  # the roles and the bodies of a line


@dataclass(frozen=True, slots=True)
class Source:
    """What an attribution says: the stretch itself and everything read from it."""

    start: int
    end: int
    name: str | None = None
    role: str | None = None
    bodies: tuple[Mark, ...] = ()
    place: str | None = None
    post: str | None = None

    @property
    def speaks(self) -> bool:
        """Whether anybody is named or described."""
        return bool(self.name or self.role or self.bodies)


class Speakers:
    """Reads attributions of one document: its text, roles, bodies and places, and what testimonials.toml knows."""

    def __init__(
        self,
        text: str,
        roles: Marks,
        bodies: Marks,
        places: re.Pattern[str],
        knowledge: Knowledge,
        implied: dict[str, str | None],
        read: Reader | None = None,
    ):
        self.text = text
        self.read = read
        self.roles = roles
        self.bodies = bodies
        self.places = places
        self.knowledge = knowledge
        self.implied = implied
        self.strange = set(knowledge.not_in_names)
        self.lived = words(knowledge.lived_experience)
        self.saying = words(knowledge.saying)
        self.posts = [(words([cue]), role) for cue, role in knowledge.posts.items()]

    def source(self, start: int, end: int) -> Source:
        """Everybody and every body named between two offsets."""
        roles = self.roles.inside(start, end)
        bodies = tuple(mark for mark in self.bodies.inside(start, end) if mark.label not in self.knowledge.not_bodies)
        name = self._name(start, end, [*roles, *self.bodies.inside(start, end)])
        role = self._post(name, roles)
        post = self.text[role.start : role.end] if role else None
        label = role.label if role else None
        if role is None:
            post, label = self._unknown_post(name[1] if name else start, end)
        place = next((body.place for body in bodies if body.place), None) or self._place(start, end, name)
        return Source(start, end, name and self.text[name[0] : name[1]], label, bodies, place, post)

    def lines(self, parts: Sequence[tuple[int, int]]) -> Source:
        """The attribution printed on several lines; where they break a post in two it is read again as one line."""
        source = self.source(parts[0][0], parts[-1][1])
        if source.role is None and len(parts) > 1 and self.read:
            line = " ".join(self.text[start:end].strip() for start, end in parts)
            roles, bodies = self.read(line)
            again = Speakers(line, roles, bodies, self.places, self.knowledge, self.implied).source(0, len(line))
            if again.role:
                return replace(again, start=source.start, end=source.end)
        return source

    def _post(self, name: tuple[int, int] | None, roles: Sequence[Mark]) -> Mark | None:
        """The post among `roles`: one behind the name before a rank in front of it."""
        if not roles:
            return None
        behind = [role for role in roles if name and role.start >= name[1]]
        return (behind or list(roles))[0]

    def _name(self, start: int, end: int, others: Iterable[Mark]) -> tuple[int, int] | None:
        """Offsets of a person's name between two offsets, outside roles and bodies."""
        at = start
        for mark in [*sorted(others, key=lambda mark: mark.start), None]:
            stop = end if mark is None else min(mark.start, end)
            for left, right in self._segments(at, stop):
                if found := self._as_name(left, right):
                    return found
            at = max(at, mark.end) if mark else at
        return None

    def _segments(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        at = start
        for gap in SEPARATOR.finditer(self.text, start, max(start, end)):
            yield at, gap.start()
            at = gap.end()
        if at < end:
            yield at, end

    def _as_name(self, start: int, end: int) -> tuple[int, int] | None:
        start += len(self.text[start:end]) - len(self.text[start:end].lstrip())
        segment = self.text[start:end].rstrip(" .")
        small = SMALL.match(segment)
        lead = small.end() if small else 0
        piece = segment[lead:].strip()
        first = start + segment.find(piece, lead) if piece else start
        match = NAME.match(piece) or CAPITALS.fullmatch(piece)
        if match is None or any(word in self.strange for word in re.findall(r"[a-z-]+", fold(match[0]))):
            return None
        rest = piece[match.end() :].strip()
        if (rest and not (rest[0].islower() or rest[0] in "'’&")) or self.places.fullmatch(fold(match[0])):
            return None
        return first, first + match.end()

    def _unknown_post(self, start: int, end: int) -> tuple[str | None, str | None]:
        """A post that the role layer does not know, behind a name or before a body: as printed, and the role it comes to."""
        bodies = self.bodies.inside(start, end)
        for left, right in self._segments(start, min([end, *(body.start for body in bodies if body.start > start + 3)])):
            piece = self.text[left:right].strip()
            if len(piece.split()) > 8 or any(body.start <= left < body.end and right <= body.end for body in bodies):
                continue
            for cue, role in self.posts:
                if cue.search(fold(piece)):
                    return SMALL.sub("", piece).strip(), role
        return None, None

    def _place(self, start: int, end: int, name: tuple[int, int] | None) -> str | None:
        for match in self.places.finditer(fold(self.text[start:end])):
            at = start + match.start()
            if self.text[at].isupper() and not (name and name[0] <= at < name[1]):
                return self.text[at : at + len(match[0])]
        return None

    def is_lived(self, start: int, end: int) -> bool:
        """Whether the first person named here is one whom the arrangements concern, not one who works in them."""
        marked = [*self.roles.inside(start, end), *self.bodies.inside(start, end)]
        people = [start + match.start() for match in self.lived.finditer(fold(self.text[start:end]))]
        people = [at for at in people if not any(mark.start <= at < mark.end for mark in marked)]
        return bool(people) and people[0] < min((mark.start for mark in marked), default=end)

    def is_official(self, source: Source) -> bool:
        """Whether the words are those of government or an inspectorate."""
        bodies = {body.label for body in source.bodies}
        return source.role in self.knowledge.official or (source.role is None and bool(bodies) and bodies <= set(self.knowledge.official))

    def _before(self, mark: Mark, start: int) -> str:
        """The folded words in front of a mark, back to `start` at most."""
        return fold(self.text[max(start, mark.start - 90) : mark.start])

    def own_role(self, start: int, end: int) -> Mark | None:
        """The role that somebody's words claim for themselves."""
        return next((mark for mark in self.roles.inside(start, end) if OWN_ROLE.search(self._before(mark, start))), None)

    def own_body(self, start: int, end: int) -> Mark | None:
        """The body for which somebody's words say that they work."""
        return next(
            (
                mark
                for mark in self.bodies.inside(start, end)
                if mark.label not in self.knowledge.not_bodies and OWN_BODY.search(self._before(mark, start))
            ),
            None,
        )

    def speaker(self, source: Source | None, quote: tuple[int, int], *, shared: bool, heading: Source | None = None) -> Speaker:
        """The speaker of the words `quote`, whom `source` introduces or signs; `shared` says that others may stand under it too."""
        own = self.own_role(*quote)
        role, post = (source.role, source.post) if source else (None, None)
        if own and (role is None or shared):
            role, post = own.label, self.text[own.start : own.end]
        if role is None and heading and not (source and source.bodies):
            role, post = heading.role, heading.post
        body = self._body(source, quote, role, heading)
        around = " ".join(self.text[one.start : one.end] for one in (source,) if one) + " " + (post or "")
        role, body = self._refined(role, body, fold(around))
        place = (source and source.place) or (heading.place if heading and not source else None)
        return Speaker(name=source.name if source else None, role=role, agency=body or None, place=place, post=post)

    def _body(self, source: Source | None, quote: tuple[int, int], role: str | None, heading: Source | None) -> str | None:
        if role in self.knowledge.agency_of:
            return self.knowledge.agency_of[role]
        if source and source.bodies:
            return source.bodies[0].label
        own = self.own_body(*quote)
        if own:
            return own.label
        implied = (self.implied.get(role) if role else None) or (self.implied.get(source.role) if source and source.role else None)
        if implied or heading is None or not heading.bodies or (source and source.name and role):
            return implied
        return heading.bodies[0].label

    def _refined(self, role: str | None, body: str | None, printed: str) -> tuple[str | None, str | None]:
        for rule in self.knowledge.refine:
            fits = rule.agency in ("*", body) and rule.role in ("*", role or "")
            if fits and (not rule.words or words(rule.words).search(printed)):
                return rule.means or role, rule.body or body
        return role, body


def load_knowledge(table: dict[str, object]) -> Knowledge:
    """The checked table of testimonials.toml. Raises msgspec.ValidationError."""
    return msgspec.convert(table, Knowledge)
