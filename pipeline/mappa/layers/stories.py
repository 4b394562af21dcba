"""Where one person's story begins and ends: under a heading of its own, among others on a page of cases, or in running text."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mappa.language import fold
from mappa.layers.passages import Passage, phrases
from mappa.layers.subjects import Subjects, ages
from mappa.sentences import sentences

if TYPE_CHECKING:
    from mappa.layers.case_studies import Knowledge

RUN_IN = re.compile(
    (
        r"^(?:case(?: study)?|example|scenario)\s+(?:\d{1,2}|one|two|three|four|five|six|"
        r"[a-h])\b\s*[.:)\u2013-]*\s*"
    ),
    re.IGNORECASE,
)
PRONOUN = re.compile(
    (
        r"^(?:[\w ,'’-]{0,40}?\b)?(?:he|she|they|his|her|him|the offender|the subject|the victim|the panel|"
        r"police|probation)\b"
    ),
    re.IGNORECASE,
)
SINGLE = re.compile(r"\b(?:study|example|history|story|file)\b")
SINGULAR = re.compile(r"\b(?:he|she|his|her|him)\b", re.IGNORECASE)
STORY = 400  # characters of a paragraph that can tell a whole story
ELSEWHERE = (
    "contents",
    "glossary",
    "contacts",
    "statistics",
    "foreword",
    "ministerial-foreword",
    "business-plan",
    "statistics-commentary",
    "law",
)


@dataclass(frozen=True, slots=True)
class Story:
    """One case: offsets with its heading, its paragraphs without, and the person."""

    start: int
    end: int
    heading: str | None
    body: tuple[Passage, ...]
    alias: str | None
    age: int | None
    second: bool


class Finder:
    """The paragraphs of one report and what they can be for a case study.

    `kinds` tells what passages speak of, `taken` are stretches that are somebody's words.
    """

    def __init__(
        self,
        text: str,
        found: Sequence[Passage],
        knowledge: "Knowledge",
        kinds: Callable[[Sequence[Passage]], set[str]],
        subjects: Subjects,
        taken: Sequence[tuple[int, int]],
    ):
        self.text = text
        self.passages = found
        self.knowledge = knowledge
        self.kinds = kinds
        self.subjects = subjects
        self.taken = taken
        self.headings = phrases(knowledge.headings)
        self.pages = re.compile("|".join(re.escape(fold(one)).replace(r"\*", ".+") for one in knowledge.pages))
        self.notes = phrases(knowledge.notes)
        self.announcing = phrases(knowledge.announcing)
        self.flat = len({passage.level for passage in found if passage.kind == "heading"} - {0}) < 2

    # ------------------------------------------------------------------ what a paragraph can be
    def is_field(self, passage: Passage) -> bool:
        return fold(passage.text).strip(" .:-\u2013") in self.knowledge.fields

    def is_heading(self, passage: Passage) -> bool:
        return passage.kind in ("heading", "caption") or passage.opens is not None

    def is_page(self, passage: Passage) -> bool:
        """Whether a page of cases begins here."""
        return self.is_heading(passage) and (passage.opens == "case-studies" or self.pages.fullmatch(passage.key) is not None)

    def is_numbered(self, passage: Passage) -> bool:
        """Whether the paragraph is the heading of one case by its own wording."""
        if passage.kind == "table" or len(passage.text.split()) > 16:
            return False
        key = fold(passage.text).strip(" .:*")
        match = self.headings.match(key)
        return match is not None and (self.is_heading(passage) or match.end() == len(key))

    def is_named(self, number: int) -> bool:
        """Whether a heading is an alias, and the text under it is about that person."""
        passage = self.passages[number]
        if not self.is_heading(passage) or len(passage.text.split()) > 8:
            return False
        aliases = self.subjects.of_heading(passage.text)
        under = " ".join(one.text for one in self._under(number))
        return bool(aliases) and re.search(rf"\b{re.escape(aliases[0])}(?!\w)", under) is not None and self._is_told(number, 2)

    def _is_told(self, number: int, least: int) -> bool:
        """Whether the paragraphs under heading `number` tell a story: cues of an offence or a sentence among `least` kinds."""
        told = self._under(number)
        kinds = self.kinds(told)
        return bool(kinds & {"offence", "sentence", "level", "risk"}) and len(kinds) >= least

    def _is_one_story(self, number: int) -> bool:
        """Whether the text under the heading of a page of cases is one story: "Case Study", or words that begin no other."""
        begun = [aliases for passage in self._under(number) if (aliases := self.begins(passage)) is not None]
        single = SINGLE.search(self.passages[number].key) is not None
        return self._is_told(number, 3 if single else 4) and len(begun) <= (1 if single else 0)

    def _under(self, number: int) -> list[Passage]:
        """The paragraphs under a heading, field headings passed over, up to the next heading."""
        found: list[Passage] = []
        for passage in self.passages[number + 1 :]:
            if self.is_heading(passage) and not self.is_field(passage):
                break
            if not self.is_field(passage):
                found.append(passage)
        return found

    def is_note(self, passage: Passage) -> bool:
        return self.notes.search(fold(passage.text)) is not None and len(passage.text.split()) < 45

    def is_taken(self, passage: Passage) -> bool:
        return any(start < passage.end and passage.start < end for start, end in self.taken)

    def begins(self, passage: Passage) -> list[str] | None:
        """The aliases of a paragraph that begins a story; an empty list where the person has none; None where none begins."""
        if passage.kind not in ("paragraph", "item", "table"):
            return None
        label = RUN_IN.match(passage.text)
        first = sentences(self.text, passage.start + (label.end() if label else 0), passage.end)[:1]
        if not first:
            return None
        sentence = self.text[first[0][0] : first[0][1]]
        if label or self.subjects.introduces(sentence):
            return self.subjects.aliases(sentence)
        return None

    def is_told_inside(self, passage: Passage) -> bool:
        """Whether one paragraph of running text is a story whose person comes in behind its first words: "Of nine enquiries one ..."."""
        if passage.kind != "paragraph" or len(passage.text) < STORY or not ages(passage.text[:STORY]):
            return False
        kinds = self.kinds([passage])
        told = bool(kinds & {"offence", "sentence"}) and "outcome" in kinds and bool(kinds & {"action", "risk", "victim"})
        return told and len(kinds) >= 4 and len(SINGULAR.findall(passage.text)) > 2

    def is_one_person(self, told: Sequence[Passage]) -> bool:
        """Whether running text keeps to one person: he or she stands in it, and an age, a title or a starred name brings them in."""
        text = " ".join(passage.text for passage in told)
        start, end = sentences(text)[0]
        return len(SINGULAR.findall(text)) > 1 and self.subjects.is_certain(text[start:end])

    # ------------------------------------------------------------------ stories
    def stories(self) -> Iterator[Story]:
        """The case studies of the report, in order."""
        number = 0
        page: int | None = None
        while number < len(self.passages):
            passage = self.passages[number]
            if self.is_page(passage) and not self._is_one_story(number):
                page = number
                number += 1
                continue
            if self.is_page(passage) or self._is_case_heading(number, page):
                end = self._end(number + 1, page)
                if story := self._story(number, end, headed=True):
                    yield story
                number = end
                continue
            if self.is_heading(passage) and not self.is_field(passage) and page is not None and not self._stays(passage, page):
                page = None
            behind = self._unheaded(number, page)
            if behind and (story := self._story(number, behind, headed=False)):
                yield story
                number = behind
                continue
            number += 1

    def _is_case_heading(self, number: int, page: int | None) -> bool:
        passage = self.passages[number]
        if self.is_field(passage) or passage.kind == "table" or (passage.sections and passage.sections[-1] in ELSEWHERE):
            return False
        if self.is_numbered(passage):
            return self._is_told(number, 2) or (number + 1 < len(self.passages) and not self.is_heading(self.passages[number + 1]))
        if not self.is_heading(passage):
            return False
        if passage.opens == "case-study" and self._is_told(number, 2):
            return True
        if self.is_named(number) and (page is not None or self._is_told(number, 4)):
            return True
        return page is not None and self._is_told(number, 4)

    def _stays(self, passage: Passage, page: int) -> bool:
        """Whether a heading that is no case's still belongs to the page of cases."""
        above = self.passages[page]
        return not self.flat and passage.level > above.level > 0

    def _end(self, number: int, page: int | None) -> int:
        """The number behind the last paragraph of the case whose text begins with paragraph `number`."""
        at = number
        while at < len(self.passages):
            passage = self.passages[at]
            if self.is_field(passage):
                at += 1
                continue
            if self.is_heading(passage) or self.is_numbered(passage) or self.is_note(passage) or self.is_taken(passage):
                break
            if at > number and RUN_IN.match(passage.text):
                break
            at += 1
        return at

    def _unheaded(self, number: int, page: int | None) -> int | None:
        """The number behind a story without a heading that begins with paragraph `number`; None where none begins."""
        passage = self.passages[number]
        if (
            self.is_heading(passage)
            or self.is_taken(passage)
            or self.is_note(passage)
            or (passage.sections and passage.sections[-1] in ELSEWHERE)
        ):
            return None
        aliases = self.begins(passage)
        if aliases is None:
            return number + 1 if page is None and self.is_told_inside(passage) else None
        end = number + 1
        while end < len(self.passages):
            following = self.passages[end]
            if self.is_field(following):
                end += 1
                continue
            others = self.begins(following)
            stops = self.is_heading(following) or self.is_note(following) or self.is_taken(following) or following.kind == "caption"
            if stops or (others is not None and (not set(others) & set(aliases) or RUN_IN.match(following.text))):
                break
            if page is None and not PRONOUN.match(following.text) and not set(others or ()) & set(aliases):
                break
            end += 1
        kinds = self.kinds(self.passages[number:end])
        announced = number > 0 and self.announcing.search(fold(self.passages[number - 1].text[-160:])) is not None
        least = 3 if page is not None or announced or RUN_IN.match(passage.text) else 5
        if page is None and not self.is_one_person(self.passages[number:end]):
            return None
        enough = len(kinds) >= least and bool(kinds & {"offence", "sentence"}) and bool(kinds & {"action", "outcome", "victim"})
        return end if enough else None

    def _story(self, number: int, end: int, *, headed: bool) -> Story | None:
        body = self.passages[number + 1 : end] if headed else self.passages[number:end]
        if not body:
            return None
        head = self.passages[number].text if headed else ""
        texts = [
            self.text[start:stop]
            for passage in body
            if not self.is_field(passage)
            for start, stop in sentences(self.text, passage.start, passage.end)
        ]
        if not texts:
            return None
        story = " ".join(texts)
        named = [alias for alias in self.subjects.of_heading(head) if re.search(rf"\b{re.escape(alias)}(?!\w)", story)]
        found = named or next((aliases for at, text in enumerate(texts[:3]) if (aliases := self.subjects.aliases(text, first=at == 0))), [])
        found = found or self.subjects.recurring(texts)
        first = next((text for text in texts[:3] if self.subjects.introduces(text)), texts[0])
        return Story(
            self.passages[number].start,
            self.passages[end - 1].end,
            head.strip() or None,
            tuple(body),
            found[0] if found else None,
            self.subjects.age(iter([head, *texts[:4]])),
            self.subjects.second(head, first),
        )
