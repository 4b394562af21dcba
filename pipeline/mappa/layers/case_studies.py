"""Case studies: where one person's story begins and ends, who it is about, what each clause tells, how it ended.

Headings, field headings and cues are in case-studies.toml; here is only how a story is bounded and put together.
"""

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec
from spacy.language import Language
from spacy.tokens import Doc

from mappa.errors import RuleError
from mappa.language import fold
from mappa.layers.clauses import Clauses, Cues, Told
from mappa.layers.cues import BadCue, Reader
from mappa.layers.grammar import Grammar, Words
from mappa.layers.passages import Marks, Passage, marks, passages, phrases
from mappa.layers.stories import Finder, Story
from mappa.layers.subjects import Subjects
from mappa.records import CaseStudy, Element, Subject
from mappa.rules import parse_rules, parse_toml, read_text, write_rules
from mappa.sentences import sentences

NEGATION = re.compile(
    r"\b(?:not|never|no|nobody|none|neither|nor|without|hasn't|hadn't|didn't|rather than|instead of|had|having)\s+(?:[\w-]+\s+){0,3}$"
)
FILE = "case-studies.toml"
ROLES = "roles.toml"


class Ending(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """Words by which an outcome is judged."""

    success: list[str]
    failure: list[str]
    harm: list[str]
    offended: list[str]
    died: list[str]
    open: list[str]
    unhurt: list[str]
    aim: list[str]


class Knowledge(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """case-studies.toml; every key is explained there."""

    headings: list[str]
    pages: list[str]
    notes: list[str]
    announcing: list[str]
    people: list[str]
    not_names: list[str]
    fields: dict[str, list[str]]
    grammar: Words
    kinds: dict[str, Cues]
    outcome: Ending


@Language.factory("mappa_case_studies")
def make_case_studies(nlp: Language, name: str) -> "CaseStudies":
    """The component that finds case studies."""
    return CaseStudies()


class CaseStudies:
    """Reads paragraphs, sections, roles, agencies and testimonials; writes doc.user_data["case_studies"] and notices "two-subjects"."""

    def __init__(self) -> None:
        self.sources: dict[str, str] = {}

    def load(self, configs: Path) -> "CaseStudies":
        """Compile case-studies.toml in the folder `configs`. Raises RuleError."""
        self.sources = {file: read_text(configs / file) for file in (FILE, ROLES)}
        try:
            self.knowledge = msgspec.convert(parse_toml(FILE, self.sources[FILE]), Knowledge)
        except msgspec.ValidationError as error:
            raise RuleError([f"{FILE}: {error}; every key is explained in the file that `mappa rules copy FOLDER` writes"]) from error
        self.implied = {label: entry.agency for label, entry in parse_rules(ROLES, self.sources[ROLES]).entries.items()}
        self.grammar = Grammar(self.knowledge.grammar)
        try:
            self.clauses = Clauses(self.knowledge.kinds, self.grammar)
        except BadCue as error:
            raise RuleError([f"{FILE}: {error}"]) from error
        self.subjects = Subjects(self.knowledge.not_names, self.knowledge.people)
        ending = self.knowledge.outcome
        self.ending = {name: phrases(getattr(ending, name)) for name in Ending.__struct_fields__}
        return self

    def to_disk(self, path: Path, exclude: Iterable[str] = ()) -> None:
        """Write the rules beside the pipeline."""
        write_rules(path, self.sources)

    def from_disk(self, path: Path, exclude: Iterable[str] = ()) -> "CaseStudies":
        """Compile the rules that to_disk wrote."""
        return self.load(path)

    def __call__(self, doc: Doc) -> Doc:
        text, roles, bodies = doc.text, marks(doc, "role"), marks(doc, "agency")
        taken = [(one.start, one.end) for one in doc.user_data.get("testimonials", ())]
        reader = Reader(self.clauses.matcher, doc)

        def kinds(told: Sequence[Passage]) -> set[str]:
            return self.clauses.kinds(reader, [(passage.start, passage.end) for passage in told])

        found = list(Finder(text, passages(doc, text), self.knowledge, kinds, self.subjects, taken).stories())
        doc.user_data["case_studies"] = [self._record(text, story, reader, roles, bodies) for story in found]
        notices = doc.user_data.setdefault("notices", [])
        for story in found:
            if story.second:
                notices.append(("two-subjects", f"one story of two people: the case is counted once, under {story.alias}", story.start))
        return doc

    def _record(self, text: str, story: Story, reader: Reader, roles: Marks, bodies: Marks) -> CaseStudy:
        elements = [Element(kind, start, end, text[start:end]) for kind, start, end in self._elements(text, story, reader, roles, bodies)]  # type: ignore[arg-type]
        labels = {mark.label for mark in bodies.inside(story.start, story.end)}
        labels |= {agency for mark in roles.inside(story.start, story.end) if (agency := self.implied.get(mark.label))}
        return CaseStudy(
            id="", start=story.start, end=story.end, page=None, section=None, heading=story.heading,
            subject=Subject(alias=story.alias, age=story.age), elements=elements, agencies=sorted(labels),
            outcome=self.outcome(fold(" ".join(one.text for one in elements if one.kind == "outcome"))),  # type: ignore[arg-type]
        )  # fmt: skip

    def _elements(self, text: str, story: Story, reader: Reader, roles: Marks, bodies: Marks) -> list[tuple[str, int, int]]:
        def named(start: int, end: int) -> int | None:
            return min((mark.start for mark in (*roles.inside(start, end), *bodies.inside(start, end))), default=None)

        told, introduced = [], False
        for start, end, field in _sentences(text, story, self.knowledge):
            behind = None if introduced else self.subjects.introduced(text, start, end, story.alias)
            introduced = introduced or behind is not None
            told.append(Told(start, end, behind, field))
        return self.clauses.elements(text, told, reader, self.grammar.of(text[story.start : story.end], story.alias, named))

    def outcome(self, told: str) -> str:
        """How the folded words of a story's outcome say that it ended (rulings of the annotation guidelines)."""
        says = {
            name: any(not NEGATION.search(told[max(0, match.start() - 40) : match.start()]) for match in found.finditer(told))
            for name, found in self.ending.items()
        }
        if says["harm"] and not says["unhurt"]:
            return "negative"
        if says["offended"] or says["harm"]:
            return "mixed" if says["success"] or says["unhurt"] else "negative"
        if says["died"]:
            return "positive" if says["success"] else "negative"
        if says["failure"]:
            return "positive" if says["aim"] else "mixed"
        if says["unhurt"] and not says["success"] and not says["aim"]:
            return "mixed"  # it is said only where something went wrong
        if not told or (says["open"] and not says["success"] and not says["unhurt"]):
            return "unknown"
        return "positive"


def _sentences(text: str, story: Story, knowledge: Knowledge) -> list[tuple[int, int, Sequence[str]]]:
    """The sentences of a story with the field headings over them; the headings themselves are none."""
    found: list[tuple[int, int, Sequence[str]]] = []
    field: Sequence[str] = ()
    for passage in story.body:
        label = knowledge.fields.get(fold(passage.text).strip(" .:-\u2013"))
        if label is not None:
            field = label
            continue
        for start, end in sentences(text, passage.start, passage.end):
            head = re.match(r"([\w/' ]{3,28}?)\s*(?::|\s[\u2013-])\s+", text[start:end]) or re.match(
                r"([\w/' ]{3,28})[:\s]*$", text[start:end]
            )
            label = knowledge.fields.get(fold(head[1]).strip()) if head else None
            if head and label is not None:
                field, start = label, start + head.end()
            if start < end:
                found.append((start, end, field))
    return found
