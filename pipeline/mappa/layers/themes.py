"""What each sentence is about: the 26 themes of labels.md, one mark per sentence and theme, all of one polarity.

A cue tells by itself. A weak cue needs company: a section or a heading on the subject, the sentence before or behind it, or a speaker who
does that work. What `blocked` covers counts for nothing. These cues are in themes.toml, and people write them. What they tell is weighed
against what else was learned of such sentences: the votes of theme-words.toml (theme_votes.py).
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from spacy.lang.en.stop_words import STOP_WORDS
from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup

from mappa.layers.cues import NAMES, Cues, Found, Reader, Words
from mappa.layers.polarity import FILE as POLARITY
from mappa.layers.polarity import LEARNED, Evidence, Judge, Polarity
from mappa.layers.sections import LEAD_IN
from mappa.layers.theme_rules import FILE, Theme, read_themes
from mappa.layers.theme_votes import BACKED, BESIDE, COMPANY, LENT, MORE, TOLD, UNSURE, WORD, Ballot, ThemeVotes, total
from mappa.layers.theme_votes import FILE as LEARNED_WORDS
from mappa.rules import read_text, slug, write_rules
from mappa.sentences import sentences

CODED = {"paragraph", "item", "quote"}
UNCODED_SECTIONS = {"contents", "glossary", "contacts"}
ENOUGH_WORDS = 3  # of a sentence
LISTED = 4  # bodies named in a sentence that make a list of them; it tells of co-operation, not of what each body does
ENDS = ".?!:;,\"'\u201d\u2019)\u2026"
SHORT, LINE = 4, 12  # words of a list item, of a line without a full stop, that can be a label
ATTRIBUTES = "theme_sentences"


@dataclass(frozen=True, slots=True)
class Setting:
    """What stands around a sentence.

    company    themes of its section, of the heading and of who speaks
    otherwise  the theme of its section or speaker, which the sentence has too where it shows none or only general ones
    around     what polarity-words.toml calls "section foreword", "said" in a testimonial, "story" in a case study
    """

    company: frozenset[str] = frozenset()
    otherwise: str | None = None
    around: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Sentence:
    """Where a coded sentence stands, in characters, and what it was found to say."""

    start: int
    end: int
    polarity: Polarity


@dataclass(frozen=True, slots=True)
class Heard:
    """A sentence read by itself.

    paragraph   the character its paragraph begins with; start and end are its own
    spoken      what speaks for its polarity
    cues        by theme, each with its use; clear: the themes that these show without company
    learned     where the words of theme-words.toml and polarity-words.toml stand first
    """

    paragraph: int
    start: int
    end: int
    words: Words
    setting: Setting
    spoken: Evidence
    polarity: Polarity
    cues: Mapping[str, Sequence[tuple[str, Found]]]
    clear: frozenset[str]
    learned: Mapping[str, Found]


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
        """Compile themes.toml, polarity.toml and the learned words of both in the folder `configs`. Raises RuleError."""
        self.sources = {file: read_text(configs / file) for file in (FILE, LEARNED_WORDS, POLARITY, LEARNED)}
        self.cues = Cues()
        self.judge = Judge(self.cues, self.sources[POLARITY], self.sources[LEARNED])
        self.themes = read_themes(self.sources[FILE], self.cues)
        self.votes = ThemeVotes(self.cues, self.sources[LEARNED_WORDS], self.judge.learned.words)
        return self

    def to_disk(self, path: Path, exclude: Iterable[str] = ()) -> None:
        """Write the rules beside the pipeline."""
        write_rules(path, self.sources)

    def from_disk(self, path: Path, exclude: Iterable[str] = ()) -> "Themes":
        """Compile the rules that to_disk wrote."""
        return self.load(path)

    def __call__(self, doc: Doc) -> Doc:
        spans: list[Span] = []
        places: dict[tuple[int, int, int], Sentence] = {}
        for one, told, polarity in self.coded(doc):
            for theme, cue in told.items():
                rule = f"theme-words/words/{slug(cue.name)}" if cue.key.startswith(WORD) else f"themes/{theme}/{slug(cue.name)}"
                span = Span(doc, one.words.tokens[cue.start], one.words.tokens[cue.end - 1] + 1, label=theme, span_id=rule)
                spans.append(span)
                places[span.start, span.end, span.label] = Sentence(one.start, one.end, polarity)
        doc.spans["theme"] = SpanGroup(doc, name="theme", spans=spans)
        doc.user_data[ATTRIBUTES] = places
        return doc

    def attributes(self, doc: Doc, span: Span) -> dict[str, Any]:
        """Polarity and sentence of a mark."""
        sentence = doc.user_data[ATTRIBUTES][span.start, span.end, span.label]
        return {"polarity": sentence.polarity, "sentence": {"start": sentence.start, "end": sentence.end}}

    def coded(self, doc: Doc) -> Iterator[tuple[Heard, dict[str, Found], Polarity]]:
        """Every sentence of narrative text, its themes with the evidence for each, and its polarity."""
        for one, near in self.heard(doc):
            told = self._elected(one, self.ballot(one, near))
            yield one, told, self.judge.of(one.spoken, one.setting.around | {f"theme {theme}" for theme in told})

    def weighed(self, doc: Doc) -> Iterator[tuple[Heard, dict[str, dict[str, int]]]]:
        """Every sentence with the themes that cues or votes speak for, and the votes cast on each."""
        for one, near in self.heard(doc):
            ballot = self.ballot(one, near)
            votes = {theme: self.votes.cast(theme, ballot) for theme in self.themes if theme in self.votes.by_theme}
            yield one, {theme: cast for theme, cast in votes.items() if theme in ballot.told or total(cast) > 0}

    def heard(self, doc: Doc) -> Iterator[tuple[Heard, frozenset[str]]]:
        """Every sentence of narrative text, read by itself, and the themes that those beside it in its paragraph show by themselves."""
        reader = Reader(self.cues, doc)
        read = [self._hear(reader, *stretch) for stretch in self._stretches(doc, reader)]
        for at, one in enumerate(read):
            beside = [read[number] for number in (at - 1, at + 1) if 0 <= number < len(read) and read[number].paragraph == one.paragraph]
            yield one, frozenset().union(*(other.clear for other in beside))

    def _hear(self, reader: Reader, paragraph: int, start: int, end: int, setting: Setting) -> Heard:
        words = reader.sentence(start, end)
        found = list(self.cues.find(words)) if len(words.forms) >= ENOUGH_WORDS else []
        spoken = self.judge.evidence(words, found)
        polarity = self.judge.of(spoken, setting.around)
        cues = self._by_theme(words, found)
        clear = frozenset(theme for theme, own in cues.items() if evidence(self.themes[theme], own, polarity, company=False))
        learned = {cue.key.removeprefix(WORD): cue for cue in reversed(found) if cue.key.startswith(WORD)}
        return Heard(paragraph, start, end, words, setting, spoken, polarity, cues, clear, learned)

    def ballot(self, one: Heard, near: frozenset[str]) -> Ballot:
        """What votes on the themes of a sentence; `near`: those that the sentences beside it show by themselves."""
        told = self._told(one, near)
        speaks: dict[str, list[str]] = {theme: [TOLD if theme in one.clear else BACKED if theme in one.cues else LENT] for theme in told}
        blocked: dict[str, frozenset[str]] = {}
        for theme, cues in one.cues.items():
            live = _live(cues)
            if live and theme not in told:
                speaks.setdefault(theme, []).append(UNSURE)
            if len({(cue.start, cue.end) for _, cue in live}) > 1:
                speaks.setdefault(theme, []).append(MORE)
            if covers := [cue for use, cue in cues if use == "blocked"]:
                covered = [word for word, place in one.learned.items() if any(_overlap(place, cue) for cue in covers)]
                blocked[theme] = frozenset(f"words {word}" for word in covered)
        for name, around in ((BESIDE, near), (COMPANY, one.setting.company)):
            for theme in around:
                speaks.setdefault(theme, []).append(name)
        common = [*(f"words {word}" for word in one.learned), *(f"themes {theme}" for theme in told)]
        return Ballot(told, speaks, frozenset(common), blocked)

    def _elected(self, one: Heard, ballot: Ballot) -> dict[str, Found]:
        """The themes with more votes for than against, each with the evidence for it."""
        if len(one.words.forms) < ENOUGH_WORDS:
            return {}
        shown: dict[str, Found] = {}
        for theme in self.themes:
            cue = ballot.told.get(theme)
            if theme in self.votes.by_theme:
                votes = self.votes.cast(theme, ballot)
                cue = cue or self._loudest(one, theme, votes) if total(votes) > 0 else None
            if cue is not None:
                shown[theme] = cue
        return shown

    def _loudest(self, one: Heard, theme: str, votes: Mapping[str, int]) -> Found:
        """What speaks loudest for a theme that no cue tells: a weak cue of it, the word with most votes, or else the whole sentence."""
        if weak := [cue for _, cue in _live(one.cues.get(theme, ()))]:
            return weak[0]
        words = [(votes.get(f"words {word}", 0), -place.start, word) for word, place in one.learned.items() if word not in STOP_WORDS]
        most, _, word = max(words, default=(0, 0, ""))
        return one.learned[word] if most > 0 else Found(theme, "company", 0, len(one.words.forms))

    def _told(self, sentence: Heard, near: frozenset[str]) -> dict[str, Found]:
        """The themes that cues tell, each with the evidence for it; `near`: those that the sentences beside it show by themselves."""
        if len(sentence.words.forms) < ENOUGH_WORDS:
            return {}
        company = sentence.setting.company | near
        told = {theme: evidence(self.themes[theme], cues, sentence.polarity, theme in company) for theme, cues in sentence.cues.items()}
        shown = {theme: cue for theme, cue in told.items() if cue is not None}
        if sentence.setting.otherwise and all(self.themes[theme].general for theme in shown):
            shown[sentence.setting.otherwise] = Found(sentence.setting.otherwise, "section", 0, len(sentence.words.forms))
        return shown

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

    def _stretches(self, doc: Doc, reader: Reader) -> Iterator[tuple[int, int, int, Setting]]:
        """Every sentence that is coded: the character its paragraph begins with, its own, and what stands around it."""
        sections = list(zip(doc.spans["section"], doc.spans["section-heading"], strict=True))
        bounds = [(section.start_char, section.end_char) for section, _ in sections]
        known: dict[int, Setting] = {-1: Setting()}
        text, voices = doc.text, list(self._voices(doc))
        attributions = _attributions(doc)
        said = [(quote.start, quote.end) for one in doc.user_data.get("testimonials", ()) for quote in one.quote]
        stories = [(one.start, one.end) for one in doc.user_data.get("case_studies", ())]
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
                setting = (
                    known[number] if spoken is None else replace(known[number], company=known[number].company | {spoken}, otherwise=spoken)
                )
                places = {name for name, spans in (("said", said), ("story", stories)) if any(a <= start < z for a, z in spans)}
                yield at, start, end, replace(setting, around=setting.around | places)

    def _voices(self, doc: Doc) -> Iterator[tuple[int, int, str]]:
        """What speakers whose work is a theme say."""
        by_speaker = {speaker: theme for theme, entry in self.themes.items() for speaker in entry.speakers}
        for said in doc.user_data.get("testimonials", ()):
            theme = by_speaker.get(said.speaker.role) or by_speaker.get(said.speaker.agency)
            if theme:
                yield from ((quote.start, quote.end, theme) for quote in said.quote)

    def _setting(self, section: str, heading: Span, reader: Reader) -> Setting:
        words = reader.sentence(heading.start_char, heading.end_char)
        named = self._by_theme(words, self.cues.find(words))
        told = {theme for theme, cues in named.items() if evidence(self.themes[theme], cues, "neutral", company=False)}
        company = frozenset(told | {theme for theme, entry in self.themes.items() if section in entry.sections})
        subject = next((theme for theme, entry in self.themes.items() if section in entry.every), None)
        own = {theme for theme in company if not self.themes[theme].general}
        return Setting(company, subject or (next(iter(own)) if len(own) == 1 else None), frozenset({f"section {section}"}))


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
    live = _live(cues)
    told = [cue for use, cue in live if use == "cues" or (use, polarity) in (("praised", "strength"), ("faulted", "challenge"))]
    for number in range(len(entry.together)):
        sides = [[cue for use, cue in live if use == f"together {number} {side}"] for side in range(2)]
        told += [joined(one, other) for one in sides[0] for other in sides[1] if not _overlap(one, other)]
    weak = [cue for use, cue in live if use == "weak"]
    if told or not weak:
        return min(told, key=lambda cue: (cue.end - cue.start, cue.start), default=None)
    return min(weak, key=lambda cue: (cue.start, -cue.end)) if company else None


def _live(cues: Iterable[tuple[str, Found]]) -> list[tuple[str, Found]]:
    """The cues that no blocked wording touches."""
    blocked = [cue for use, cue in cues if use == "blocked"]
    return [(use, cue) for use, cue in cues if use != "blocked" and not any(_overlap(cue, cover) for cover in blocked)]


def joined(one: Found, other: Found) -> Found:
    """Two cues as one piece of evidence, named by the first."""
    return Found(one.key, one.name, min(one.start, other.start), max(one.end, other.end))


def _overlap(one: Found, other: Found) -> bool:
    return one.start < other.end and other.start < one.end
