"""Testimonials: what named or described speakers say of the arrangements, each with its words, its attribution and its speaker.

One walk over the paragraphs: the closed places are passed over, then each form is tried where it can begin.
The words that experts own are in testimonials.toml; the forms are those of the annotation guidelines.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec
from spacy.language import Language
from spacy.tokens import Doc

from mappa.errors import RuleError
from mappa.language import fold
from mappa.layers.ground import Found, Ground
from mappa.layers.names import place_names
from mappa.layers.passages import Marks, marks, passages
from mappa.layers.speakers import Source, Speakers, load_knowledge
from mappa.layers.spoken import blocks, inline
from mappa.layers.unquoted import interview, letter, plain, spoken_under, statements
from mappa.records import Span, Testimonial
from mappa.rules import AREAS, parse_rules, parse_toml, read_text, write_rules

FILE = "testimonials.toml"
ROLES = "roles.toml"


@Language.factory("mappa_testimonials")
def make_testimonials(nlp: Language, name: str) -> "Testimonials":
    """The component that finds testimonials."""
    return Testimonials(nlp)


class Testimonials:
    """Reads paragraphs, sections, roles and agencies; writes doc.user_data["testimonials"] and notices "lived-experience"."""

    def __init__(self, nlp: Language):
        self.nlp = nlp
        self.sources: dict[str, str] = {}

    def load(self, configs: Path) -> "Testimonials":
        """Compile testimonials.toml in the folder `configs`. Raises RuleError."""
        self.sources = {file: read_text(configs / file) for file in (FILE, ROLES, AREAS)}
        try:
            self.knowledge = load_knowledge(parse_toml(FILE, self.sources[FILE]))
        except msgspec.ValidationError as error:
            raise RuleError([f"{FILE}: {error}; every key is explained in the file that `mappa rules copy FOLDER` writes"]) from error
        self.implied = {label: entry.agency for label, entry in parse_rules(ROLES, self.sources[ROLES]).entries.items()}
        names = sorted(map(fold, place_names(parse_toml(AREAS, self.sources[AREAS]))), key=len, reverse=True)
        self.places = re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, names)) + r")(?!\w)")
        return self

    def to_disk(self, path: Path, exclude: Iterable[str] = ()) -> None:
        """Write the rules beside the pipeline."""
        write_rules(path, self.sources)

    def from_disk(self, path: Path, exclude: Iterable[str] = ()) -> "Testimonials":
        """Compile the rules that to_disk wrote."""
        return self.load(path)

    def __call__(self, doc: Doc) -> Doc:
        speakers = Speakers(doc.text, marks(doc, "role"), marks(doc, "agency"), self.places, self.knowledge, self.implied, self._line)
        ground = Ground(doc.text, passages(doc), speakers, self.knowledge)
        found = list(walk(ground))
        found += statements(ground, [(one.quote[0][0], one.quote[-1][1]) for one in found])
        doc.user_data["testimonials"] = [_record(ground, one) for one in sorted(_once(ground, found), key=lambda one: one.quote)]
        doc.user_data.setdefault("notices", []).extend(ground.notices)
        return doc

    def _line(self, text: str) -> tuple[Marks, Marks]:
        """Roles and bodies of a line that print has broken, by the same layers as the report's."""
        doc = self.nlp.make_doc(text)
        for _, component in self.nlp.pipeline:
            if getattr(component, "layer", None) in ("role", "agency"):
                doc = component(doc)
        return marks(doc, "role"), marks(doc, "agency")


def walk(ground: Ground) -> Iterator[Found]:
    """The testimonials of a report but statements, in order of their first words."""
    lead: Source | None = None
    left_out = False
    number = 0
    while number < len(ground.passages):
        step = letter(ground, number)
        if step is None and ground.closed(number):
            lead, left_out, number = None, False, number + 1
            continue
        if step is None and ground.is_heading(number):
            step = interview(ground, number) if ground.passages[number].text.rstrip().endswith("?") else None
            lead, left_out = None, False
            if step is None:
                number += 1
                continue
        if step is None and (source := ground.lead_in(number)):
            passage = ground.passages[number]
            lead = source
            left_out = ground.is_official(source) or ground.lived(passage.start, passage.end, passage.end)
            number += 1
            if not left_out and not ground.is_block(number):
                number, some = spoken_under(ground, number, source)
                yield from some
            continue
        if step is None:
            step = _one(ground, number, lead)
            if left_out and ground.is_block(number):
                step = (step[0], [one for one in step[1] if one.form == "signature"])
        number = max(step[0], number + 1)
        yield from step[1]


def _one(ground: Ground, number: int, lead: Source | None) -> tuple[int, list[Found]]:
    """What begins with paragraph `number`: quoted words, questions and answers, unquoted words, words in a narrative."""
    if ground.is_block(number):
        return blocks(ground, number, lead)
    if step := interview(ground, number):
        return step
    if ground.quoted[number]:
        behind, some = inline(ground, number)
        if some:
            return behind, some
    return plain(ground, number) or (number + 1, [])


def _once(ground: Ground, found: list[Found]) -> Iterator[Found]:
    """`found` without what is printed a second time and without overlaps."""
    seen: set[str] = set()
    for one in found:
        key = fold(" ".join(ground.text[start:end] for start, end in one.quote))
        if key not in seen:
            seen.add(key)
            yield one


def _record(ground: Ground, found: Found) -> Testimonial:
    start, end = found.quote[0][0], found.quote[-1][1]
    source = found.source
    speaker = ground.speakers.speaker(source, (start, end), shared=found.shared, heading=found.heading)
    return Testimonial(
        id="",
        start=start,
        end=end,
        page=None,
        section=None,
        form=found.form,  # type: ignore[arg-type]
        quote=[_span(ground.text, *part) for part in found.quote],
        attribution=_attribution(ground.text, source) if source else None,
        speaker=speaker,
    )


def _attribution(text: str, source: Source) -> Span:
    """The attribution as printed, without blanks and marks around it."""
    printed = text[source.start : source.end]
    left = len(printed) - len(printed.lstrip(' ,;:.([-\u2013\u2014"“”'))
    return _span(text, source.start + left, source.start + len(printed.rstrip(' ,;:)]-\u2013\u2014"“”')))


def _span(text: str, start: int, end: int) -> Span:
    return Span(start, end, text[start:end])
