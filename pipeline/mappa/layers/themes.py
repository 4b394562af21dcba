"""What each sentence is about: the 26 themes of labels.md, one mark per sentence and theme, all of one polarity.

Evidence is of three strengths. A cue tells by itself. A weak cue needs company: another one of its theme, a section or a heading on the
subject, the sentence before it, or a speaker who does that work. What `blocked` covers counts for nothing. All words are in themes.toml.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup

from mappa.errors import RuleError
from mappa.layers.cues import NAMES, BadCue, Cues, Found, Reader, Words
from mappa.layers.polarity import FILE as POLARITY
from mappa.layers.polarity import Judge, Polarity
from mappa.layers.sections import LEAD_IN
from mappa.rules import parse_toml, read_text, slug, write_rules
from mappa.sentences import sentences

FILE = "themes.toml"
CODED = {"paragraph", "item", "quote"}
UNCODED_SECTIONS = {"contents", "glossary", "contacts"}
ENOUGH_WORDS = 3  # of a sentence
LISTED = 4  # bodies named in a sentence that make a list of them; it tells of co-operation, not of what each body does
ENDS = ".?!:;,\"'\u201d\u2019)\u2026"
SHORT, LINE = 4, 12  # words of a list item, of a line without a full stop, that can be a label
ATTRIBUTES = "theme_sentences"


class Theme(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """What themes.toml says of one theme; the keys are explained on top of that file."""

    definition: str
    cues: list[str] = []
    weak: list[str] = []
    praised: list[str] = []
    faulted: list[str] = []
    together: list[list[str]] = []
    blocked: list[str] = []
    sections: list[str] = []
    every: list[str] = []
    names: bool = False
    bodies: int = 0
    speakers: list[str] = []
    examples: list[str] = []
    counter: list[str] = []


@dataclass(frozen=True, slots=True)
class Setting:
    """What stands around a sentence.

    company    themes of its section, of the heading and of the sentence before it
    otherwise  the theme of its section where the sentence itself shows none
    """

    company: frozenset[str] = frozenset()
    otherwise: str | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    """Where a coded sentence stands, in characters, and what it was found to say."""

    start: int
    end: int
    polarity: Polarity


@Language.factory("mappa_themes")
def make_themes(nlp: Language, name: str) -> "Themes":
    """The component that codes themes."""
    return Themes(nlp)


class Themes:
    """Writes doc.spans["theme"]: label_ the theme, id_ the rule; attributes() tells polarity and sentence."""

    layers = ("theme",)

    def __init__(self, nlp: Language):
        self.nlp = nlp
        self.sources: dict[str, str] = {}

    def load(self, configs: Path) -> "Themes":
        """Compile themes.toml and polarity.toml in the folder `configs`. Raises RuleError."""
        self.sources = {file: read_text(configs / file) for file in (FILE, POLARITY)}
        self.cues = Cues()
        self.judge = Judge(self.cues, self.sources[POLARITY])
        self.themes = read_themes(self.sources[FILE], self.cues)
        return self

    def to_disk(self, path: Path, exclude: Iterable[str] = ()) -> None:
        """Write the rules beside the pipeline."""
        write_rules(path, self.sources)

    def from_disk(self, path: Path, exclude: Iterable[str] = ()) -> "Themes":
        """Compile the rules that to_disk wrote."""
        return self.load(path)

    def __call__(self, doc: Doc) -> Doc:
        reader = Reader(self.cues, doc)
        spans: list[Span] = []
        places: dict[tuple[int, int, int], Sentence] = {}
        for start, end, around in self._stretches(doc, reader):
            words = reader.sentence(start, end)
            polarity, told = self.code(words, around)
            for theme, cue in told.items():
                rule = f"themes/{theme}/{slug(cue.name)}"
                span = Span(doc, words.tokens[cue.start], words.tokens[cue.end - 1] + 1, label=theme, span_id=rule)
                spans.append(span)
                places[span.start, span.end, span.label] = Sentence(start, end, polarity)
        doc.spans["theme"] = SpanGroup(doc, name="theme", spans=spans)
        doc.user_data[ATTRIBUTES] = places
        return doc

    def attributes(self, doc: Doc, span: Span) -> dict[str, Any]:
        """Polarity and sentence of a mark."""
        sentence = doc.user_data[ATTRIBUTES][span.start, span.end, span.label]
        return {"polarity": sentence.polarity, "sentence": {"start": sentence.start, "end": sentence.end}}

    def code(self, words: Words, setting: Setting) -> tuple[Polarity, dict[str, Found]]:
        """The polarity of a sentence, and its themes, each with the evidence for it."""
        if len(words.forms) < ENOUGH_WORDS:
            return "neutral", {}
        found = list(self.cues.find(words))
        polarity = self.judge.of(words, found)
        by_theme = self._by_theme(words, found)
        told = {theme: evidence(self.themes[theme], cues, polarity, theme in setting.company) for theme, cues in by_theme.items()}
        shown = {theme: cue for theme, cue in told.items() if cue is not None}
        if not shown and setting.otherwise:
            shown[setting.otherwise] = Found(setting.otherwise, "section", 0, len(words.forms))
        return polarity, shown

    def _by_theme(self, words: Words, found: Iterable[Found]) -> dict[str, list[tuple[str, Found]]]:
        """The cues of each theme with their use; words inside a name are none, and bodies in a list tell only of co-operation."""
        bodies = words.marks.get("{agency}", {})
        names = [place for name in NAMES for place in words.marks.get(name, {}).items()]
        result: dict[str, list[tuple[str, Found]]] = {
            theme: [("cues", Found(theme, "bodies", min(bodies), max(bodies.values())))]
            for theme, entry in self.themes.items()
            if entry.bodies and len(bodies) >= entry.bodies
        }
        for cue in found:
            theme, _, use = cue.key.partition(" ")
            if theme not in self.themes:
                continue
            if "{" in cue.name:
                if len(bodies) >= LISTED and use != "blocked" and cue.start in bodies:
                    continue
            elif not self.themes[theme].names and use != "blocked" and any(start <= cue.start and cue.end <= end for start, end in names):
                continue
            result.setdefault(theme, []).append((use, cue))
        return result

    def _stretches(self, doc: Doc, reader: Reader) -> Iterator[tuple[int, int, Setting]]:
        """Every sentence that is coded: its characters and what stands around it."""
        sections = list(zip(doc.spans["section"], doc.spans["section-heading"], strict=True))
        bounds = [(section.start_char, section.end_char) for section, _ in sections]
        known: dict[int, Setting] = {-1: Setting()}
        text, voices = doc.text, list(self._voices(doc))
        attributions = _attributions(doc)
        for paragraph in doc.spans["paragraph"]:
            at = paragraph.start_char
            behind = range(bisect_right(bounds, (at, len(text))) - 1, -1, -1)
            number = next((section for section in behind if at < bounds[section][1]), -1)
            if paragraph.label_ not in CODED or (number >= 0 and sections[number][0].label_ in UNCODED_SECTIONS):
                continue
            if number not in known:
                known[number] = self._setting(sections[number][0].label_, sections[number][1], reader)
            found = sentences(text, at, paragraph.end_char)
            if len(found) == 1 and _is_label(paragraph):
                continue
            for start, end in found:
                if any(first <= start and end <= last for first, last in attributions):
                    continue
                spoken = next((theme for first, last, theme in voices if first <= start < last), None)
                yield start, end, known[number] if spoken is None else Setting(known[number].company | {spoken}, spoken)

    def _voices(self, doc: Doc) -> Iterator[tuple[int, int, str]]:
        """What speakers whose work is a theme say."""
        by_speaker = {speaker: theme for theme, entry in self.themes.items() for speaker in entry.speakers}
        for said in doc.user_data.get("testimonials", ()):
            theme = by_speaker.get(said.speaker.role) or by_speaker.get(said.speaker.agency)
            if theme:
                yield from ((quote.start, quote.end, theme) for quote in said.quote)

    def _setting(self, section: str, heading: Span, reader: Reader) -> Setting:
        words = reader.sentence(heading.start_char, heading.end_char)
        told = {cue.key.removesuffix(" cues") for cue in self.cues.find(words) if cue.key.endswith(" cues")}
        told |= {theme for theme, entry in self.themes.items() if section in entry.sections}
        company = frozenset(told & self.themes.keys())
        subject = next((theme for theme, entry in self.themes.items() if section in entry.every), None)
        return Setting(company, subject or (next(iter(company)) if len(company) == 1 else None))


def _attributions(doc: Doc) -> list[tuple[int, int]]:
    """Where it is said who speaks."""
    return [(said.attribution.start, said.attribution.end) for said in doc.user_data.get("testimonials", ()) if said.attribution]


def _is_label(paragraph: Span) -> bool:
    """Whether a paragraph of one line is no sentence: a lead-in, a signature, a slogan."""
    text = paragraph.text.rstrip()
    if LEAD_IN.search(text):
        return True
    words = len(text.split())
    return text[-1:] not in ENDS and words <= (SHORT if paragraph.label_ == "item" else LINE)


def evidence(entry: Theme, cues: Sequence[tuple[str, Found]], polarity: Polarity, company: bool) -> Found | None:
    """The shortest wording that shows the theme; None where what was found does not. `company`: what stands around is about it too."""
    blocked = [cue for use, cue in cues if use == "blocked"]
    live = [(use, cue) for use, cue in cues if use != "blocked" and not any(b.start < cue.end and cue.start < b.end for b in blocked)]
    told = [cue for use, cue in live if use == "cues" or (use, polarity) in (("praised", "strength"), ("faulted", "challenge"))]
    for number in range(len(entry.together)):
        sides = [[cue for use, cue in live if use == f"together {number} {side}"] for side in range(2)]
        told += [joined(one, other) for one in sides[0] for other in sides[1] if not _overlap(one, other)]
    weak = [cue for use, cue in live if use == "weak"]
    if told or not weak:
        return min(told, key=lambda cue: (cue.end - cue.start, cue.start), default=None)
    return min(weak, key=lambda cue: (cue.start, -cue.end)) if company else None


def joined(one: Found, other: Found) -> Found:
    """Two cues as one piece of evidence, named by the first."""
    return Found(one.key, one.name, min(one.start, other.start), max(one.end, other.end))


def _overlap(one: Found, other: Found) -> bool:
    return one.start < other.end and other.start < one.end


def read_themes(text: str, cues: Cues, file: str = FILE) -> Mapping[str, Theme]:
    """The themes written in `text`, their cues added to `cues`. Raises RuleError with every fault."""
    themes: dict[str, Theme] = {}
    problems = []
    for label, table in parse_toml(file, text).items():
        try:
            entry = themes[label] = msgspec.convert(table, Theme)
        except msgspec.ValidationError as error:
            problems.append(f"{file}: [{label}]: {error}; keys are {', '.join(Theme.__struct_fields__)}")
            continue
        for use, cue in _written(entry):
            try:
                cues.add(f"{label} {use}", cue)
            except BadCue as error:
                problems.append(f"{file}: [{label}] {use}: {cue!r}: {error}; the top of the file shows how cues are written")
    if problems:
        raise RuleError(problems)
    return themes


def _written(entry: Theme) -> Iterator[tuple[str, str]]:
    for use in ("cues", "weak", "praised", "faulted", "blocked"):
        yield from ((use, cue) for cue in getattr(entry, use))
    for number, sides in enumerate(entry.together):
        yield from ((f"together {number} {side}", cue) for side, cue in enumerate(sides))
