"""The ground of a search for testimonials: paragraphs of one report, and the questions that every form of testimonial asks of them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mappa.language import fold
from mappa.layers.passages import Passage, likeness, words
from mappa.layers.quotations import Run, bare, is_block, runs
from mappa.layers.speakers import Knowledge, Source, Speakers
from mappa.sentences import sentences

SINGULAR = re.compile(r"\b(?:i|i'm|i've|i'd|i'll|my|me|myself)\b")
FIRST = re.compile(r"\b(?:i|i'm|i've|i'd|i'll|my|me|we|we've|we're|our|us|ourselves)\b")
CONNECTORS = frozenset(
    [
        "of",
        "and",
        "for",
        "the",
        "in",
        "at",
        "to",
        "with",
        "a",
        "an",
        "on",
        "from",
        "on",
        "behalf",
        "s",
        "by",
        "its",
        "our",
        "other",
        "their",
    ]
)
SMALL_WORD = re.compile(r"\b[a-z][a-z'-]+\b")
BY_LINE = re.compile(r"(?:(?:written )?by|from)[: ]\s*", re.IGNORECASE)
LONGEST_LEAD, LONGEST_LINE, MOST_LINES = 48, 20, 4  # words of a lead-in, of a line of a signature; lines of one
SHORTEST = 6  # words that make a quotation somebody's speech and not a term


@dataclass(frozen=True, slots=True)
class Found:
    """A testimonial before its speaker is settled: offsets of its words, where its attribution stands, and whether others share that."""

    quote: tuple[tuple[int, int], ...]
    form: str
    source: Source | None
    shared: bool = False
    heading: Source | None = None


class Ground:
    """One report: its text and paragraphs, who can speak in it, and what testimonials.toml knows."""

    def __init__(self, text: str, passages: Sequence[Passage], speakers: Speakers, knowledge: Knowledge):
        self.text = text
        self.passages = passages
        self.speakers = speakers
        self.knowledge = knowledge
        self.notices: list[tuple[str, str, int]] = []
        self.documents = words(knowledge.documents)
        self.salutation = likeness(knowledge.salutation)
        self.sign_off = likeness(knowledge.sign_off)
        self.saying = words(knowledge.saying)
        self.quoted = [runs(passage.text) if passage.kind != "table" else [] for passage in passages]
        self.whole = f" {bare(text)} "
        self.headings = self._headings()
        self.voices = list(self._voices(likeness(knowledge.voices)))

    def _headings(self) -> list[int | None]:
        """For each paragraph the number of the heading above it; "Lay advisers" over their section is nobody's signature."""
        result: list[int | None] = []
        last: int | None = None
        for number, passage in enumerate(self.passages):
            below = self.passages[number + 1 : number + 2]
            over_text = bool(below) and below[0].kind == "paragraph" and not self.is_line(number + 1) and not self.quoted[number + 1]
            many = passage.kind == "heading" and passage.opens is not None and passage.text.rstrip().endswith("s") and over_text
            if (passage.kind == "heading" or passage.opens) and (many or not self.is_line(number)) and self.lead_in(number) is None:
                last = number
            result.append(last)
        return result

    def _voices(self, pattern: re.Pattern[str]) -> Iterator[int | None]:
        """For each paragraph the number of the heading that makes its place one where others speak; None outside."""
        flat = len({passage.level for passage in self.passages if passage.kind == "heading"} - {0}) < 2
        inside: int | None = None
        for number, passage in enumerate(self.passages):
            if self.headings[number] == number:
                if passage.opens == "voices" or pattern.fullmatch(passage.key):
                    inside = number
                elif inside is not None:
                    above = self.passages[inside]
                    deeper = passage.level > above.level > 0 or (passage.opens is not None and "voices" in passage.sections[:-1])
                    inside = inside if deeper or ((flat or not above.level) and self.names_body(number)) else None
            yield inside

    def names_body(self, number: int) -> bool:
        """Whether the heading is little more than the name of a body."""
        passage = self.passages[number]
        covered = sum(min(mark.end, passage.end) - mark.start for mark in self.speakers.bodies.inside(passage.start, passage.end))
        return covered * 2 >= len(passage.text)

    def is_heading(self, number: int) -> bool:
        """Whether the paragraph is a heading, and not a line of a signature or a lead-in set like one."""
        return self.headings[number] == number

    def closed(self, number: int) -> bool:
        """Whether nobody's testimonial is looked for here: forewords, lists, tables."""
        passage = self.passages[number]
        return passage.kind in ("table", "caption") or bool(passage.sections and passage.sections[-1] in self.knowledge.never_in)

    def is_plain(self, number: int) -> bool:
        """Whether the paragraph is running text without marks around it."""
        passage = self.passages[number]
        return passage.kind not in ("table", "caption") and not self.is_heading(number) and not self.is_block(number)

    def is_block(self, number: int) -> bool:
        """Whether the paragraph begins with somebody's quoted words."""
        found = self.quoted[number]
        return bool(found) and is_block(self.passages[number].text) and self.speech(number, found[0])

    def speech(self, number: int, run: Run) -> bool:
        """Whether quoted words are long enough to be speech, or end the paragraph open."""
        inner = self.passages[number].text[run.start : run.end]
        return len(inner.split()) >= SHORTEST or not run.closed or (inner.rstrip()[-1:] in ".,!?" and len(inner.split()) >= 4)

    def context(self, number: int) -> Source | None:
        """Who speaks by the heading above the paragraph."""
        heading = self.headings[number]
        if heading is None:
            return None
        passage = self.passages[heading]
        source = self.speakers.source(passage.start, passage.end)
        return source if source.speaks else None

    def lead_in(self, number: int) -> Source | None:
        """The source that the paragraph introduces, words of theirs following in the next one; None where it introduces nobody."""
        passage = self.passages[number]
        if number + 1 >= len(self.passages) or passage.kind == "table" or any(self.speech(number, run) for run in self.quoted[number]):
            return None
        start, end = sentences(self.text, passage.start, passage.end)[-1]
        last = self.text[start:end].rstrip(" -\u2013\u2014")
        folded = fold(last).rstrip(": ,;'\"")
        colon = last.endswith(":")
        if len(last.split()) > LONGEST_LEAD or (self.quoted[number + 1] == [] and not colon):
            return None
        verbs = list(self.saying.finditer(folded))
        at_end = bool(verbs) and (len(folded) - verbs[-1].end() < 2 or (colon and len(folded[verbs[-1].end() :].split()) < 12))
        follows = self.is_block(number + 1)
        source = self.speakers.source(start, end)
        if not source.speaks and start > passage.start:
            source = self.speakers.source(passage.start, end)
        if at_end and (follows or (colon and source.speaks and self._speaks(number + 1))):
            return source
        return source if colon and follows and (source.speaks or self.speakers.is_lived(passage.start, passage.end)) else None

    def _speaks(self, number: int) -> bool:
        passage = self.passages[number]
        return passage.kind in ("paragraph", "quote") and SINGULAR.search(fold(passage.text)) is not None

    def is_line(self, number: int) -> bool:
        """Whether the paragraph looks like a line of a signature: a person, a post or a body and little else."""
        passage = self.passages[number]
        text = passage.text.strip()
        if passage.kind in ("table", "caption") or len(text.split()) > LONGEST_LINE or text[-1:] in ":?!" or self.quoted[number]:
            return False
        source = self.speakers.source(passage.start, passage.end)
        if not source.speaks and not (source.place and text.endswith(",")):
            return False
        if len(self._other_words(passage)) > (3 if source.name else 1):
            return False
        return passage.kind != "heading" or self._signs(number, source)

    def _signs(self, number: int, source: Source) -> bool:
        """Whether a line set like a heading is one of a signature: by what stands above and below it."""
        above = self.passages[number - 1] if number else None
        below = self.passages[number + 1] if number + 1 < len(self.passages) else None
        alone = below is None or below.kind == "heading" or len(below.text.split()) < 12 or bool(self.quoted[number + 1])
        if source.name and (source.role or source.bodies):
            return True
        if above is None:
            return False
        if source.name:  # a name alone: its post stands below, and it closes a text
            return below is not None and self._is_post(below) and above.kind != "heading"
        quoted = bool(self.quoted[number - 1]) and above.kind != "heading"
        if quoted and is_block(above.text):
            return alone and (source.role is not None or self.passages[number].text.isupper())
        before = self.speakers.source(above.start, above.end)
        short = len(above.text.split()) <= LONGEST_LINE and not self.quoted[number - 1]
        continues = before.name is not None or (number > 1 and above.kind == "heading" and self.is_line(number - 1))
        return short and continues and (above.text.rstrip().endswith(",") or alone) and not self._other_words(self.passages[number])

    def _is_post(self, passage: Passage) -> bool:
        """Whether a line can be the post under a name, known or not: short, and hardly a small word in it."""
        return (
            len(passage.text.split()) <= LONGEST_LINE and passage.text.rstrip()[-1:] not in ":?!" and len(self._other_words(passage)) <= 1
        )

    def _other_words(self, passage: Passage) -> list[str]:
        """Small words of a line outside roles and bodies: a signature has next to none."""
        marked = [*self.speakers.roles.inside(passage.start, passage.end), *self.speakers.bodies.inside(passage.start, passage.end)]
        return [
            match[0]
            for match in SMALL_WORD.finditer(passage.text)
            if match[0] not in CONNECTORS and not any(mark.start <= passage.start + match.start() < mark.end for mark in marked)
        ]

    def signature(self, number: int) -> tuple[int, Source] | None:
        """The signature that begins with paragraph `number`: the number behind its last line, and whom it names."""
        end = number
        named = False
        while end < len(self.passages) and end - number < MOST_LINES and self.is_line(end) and not self.is_heading(end):
            passage = self.passages[end]
            source = self.speakers.source(passage.start, passage.end)
            if (source.name and named) or (end > number and BY_LINE.match(passage.text)):
                break
            other_print = passage.kind == "heading" != self.passages[number].kind
            if (
                end > number
                and other_print
                and source.bodies
                and self.speakers.source(self.passages[number].start, self.passages[end - 1].end).bodies
            ):
                break
            named = named or source.name is not None
            end += 1
        if end == number:
            return None
        return end, self.speakers.lines([(passage.start, passage.end) for passage in self.passages[number:end]])

    def is_official(self, source: Source) -> bool:
        """Whether an attribution names a paper, a law or its makers instead of a speaker."""
        if self.speakers.is_official(source):
            return True
        return not (source.role or source.name) and self.documents.search(fold(self.text[source.start : source.end])) is not None

    def lived(self, start: int, end: int, at: int) -> bool:
        """Whether the words at `at` are those of somebody whom the arrangements concern, by what stands from start to end; warned of."""
        if not self.speakers.is_lived(start, end):
            return False
        message = "words of somebody whom the arrangements concern are no testimonial: decide whether they may be used"
        if ("lived-experience", message, at) not in self.notices:
            self.notices.append(("lived-experience", message, at))
        return True

    def repeats(self, start: int, end: int) -> bool:
        """Whether the words also stand elsewhere in the report: a pull quote."""
        wanted = f" {bare(self.text[start:end])} "
        return self.whole.count(wanted) > 1
