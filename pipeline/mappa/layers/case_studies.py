"""Case studies: where one person's story begins and ends, who it is about, what each clause tells, how it ended.

Headings, field headings and cues are in case-studies.toml; here is only how a story is bounded and put together.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec
from spacy.language import Language
from spacy.tokens import Doc

from mappa.errors import RuleError
from mappa.language import fold
from mappa.layers.clauses import Clauses, Cues, Place, others, pattern
from mappa.layers.passages import Marks, marks, passages
from mappa.layers.stories import Story, stories
from mappa.layers.subjects import Subjects
from mappa.records import CaseStudy, Element, Subject
from mappa.rules import parse_rules, parse_toml, read_text
from mappa.sentences import sentences

NEGATION = re.compile(r"\b(?:not|never|no|nobody|none|neither|nor|without|hasn't|hadn't|didn't)\s+(?:[\w-]+\s+){0,3}$")
FILE = "case-studies.toml"
ROLES = "roles.toml"


class Ending(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """Words by which an outcome is judged."""

    success: list[str]
    failure: list[str]
    offended: list[str]
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
    kinds: dict[str, Cues]
    outcome: Ending


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence of a story: offsets, the kinds of its field heading, how far into the story it stands."""

    start: int
    end: int
    field: Sequence[str]
    place: float


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
        self.clauses = Clauses(self.knowledge.kinds)
        self.subjects = Subjects(self.knowledge.not_names, self.knowledge.people)
        ending = self.knowledge.outcome
        self.ending = {name: pattern(getattr(ending, name)) for name in Ending.__struct_fields__}
        return self

    def to_disk(self, path: Path, exclude: Iterable[str] = ()) -> None:
        """Write the rules beside the pipeline."""
        path.mkdir(parents=True, exist_ok=True)
        for file, text in self.sources.items():
            (path / file).write_text(text, encoding="utf-8", newline="\n")

    def from_disk(self, path: Path, exclude: Iterable[str] = ()) -> "CaseStudies":
        """Compile the rules that to_disk wrote."""
        return self.load(path)

    def __call__(self, doc: Doc) -> Doc:
        roles, bodies = marks(doc, "role"), marks(doc, "agency")
        taken = [(one.start, one.end) for one in doc.user_data.get("testimonials", ())]
        found = list(stories(doc.text, passages(doc), self.knowledge, self.clauses, self.subjects, taken))
        doc.user_data["case_studies"] = [self._record(doc.text, story, roles, bodies) for story in found]
        notices = doc.user_data.setdefault("notices", [])
        for story in found:
            if story.second:
                notices.append(("two-subjects", f"one story of two people: the case is counted once, under {story.alias}", story.start))
        return doc

    def _record(self, text: str, story: Story, roles: Marks, bodies: Marks) -> CaseStudy:
        elements = [Element(kind, start, end, text[start:end]) for kind, start, end in self._elements(text, story, roles, bodies)]  # type: ignore[arg-type]
        labels = {mark.label for mark in bodies.inside(story.start, story.end)}
        labels |= {agency for mark in roles.inside(story.start, story.end) if (agency := self.implied.get(mark.label))}
        return CaseStudy(
            id="", start=story.start, end=story.end, page=None, section=None, heading=story.heading,
            subject=Subject(alias=story.alias, age=story.age), elements=elements, agencies=sorted(labels),
            outcome=self.outcome(fold(" ".join(one.text for one in elements if one.kind == "outcome"))),  # type: ignore[arg-type]
        )  # fmt: skip

    def _elements(self, text: str, story: Story, roles: Marks, bodies: Marks) -> Iterator[tuple[str, int, int]]:
        def actor(start: int, end: int) -> int | None:
            found = [mark.start for mark in (*roles.inside(start, end), *bodies.inside(start, end))]
            return min(found, default=None)

        other = others(text[story.start : story.end])
        introduced = False
        for told in _sentences(text, story, self.knowledge):
            subject_end = None if introduced else self.subjects.introduced(text, told.start, told.end, story.alias)
            introduced = introduced or subject_end is not None
            yield from self.clauses.of(text, told.start, told.end, Place(told.field, told.place, actor, other), subject_end=subject_end)

    def outcome(self, told: str) -> str:
        """How the folded words of a story's outcome say that it ended (rulings of the annotation guidelines)."""
        says = {
            name: any(not NEGATION.search(told, 0, match.start()) for match in found.finditer(told)) for name, found in self.ending.items()
        }
        if says["offended"]:
            return "mixed" if says["success"] or says["unhurt"] else "negative"
        if says["failure"]:
            return "positive" if says["aim"] else "mixed"
        return "positive" if told else "unknown"


def _sentences(text: str, story: Story, knowledge: Knowledge) -> list[Told]:
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
    total = max(1, len(found) - 1)
    return [Told(start, end, kinds, number / total) for number, (start, end, kinds) in enumerate(found)]
