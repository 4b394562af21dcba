"""Which paragraphs and sections are the national template's: by the type of the section, its heading, and the wording itself.

The wording is known as hashes of runs of words (shingles); whoever holds the hashes cannot read the text, and they are all that is kept.
The headings settle it for reports whose template nobody has learned; where its wording is known, that decides paragraph by paragraph.
"""

import base64
import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b
from pathlib import Path

import msgspec
from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup

from mappa.errors import RuleError
from mappa.language import fold
from mappa.rules import parse_toml, read_text, write_rules

FILE = "template.toml"
SHINGLES = "template-shingles.toml"
RUN = 5  # words of a shingle: long enough that two writers seldom hit on the same one
BYTES = 4  # of a hash; with 10,000 known runs a strange one is taken for known once in 400,000 times
LINE = 200
TEMPLATE = "template"
WORD = re.compile(r"[^\W\d_]+|\d[\d,.]*")
YEAR = re.compile(r"\b(20\d\d)\s*[-/\u2013]\s*(?:20)?(\d\d)\b|\b(?:march|april)\s+(20\d\d)\b", re.IGNORECASE)


class TemplateRules(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """What template.toml says; the keys are explained in that file."""

    always: list[str]
    from_then: list[str]
    since: int
    known: float
    local: float
    short: int
    own: list[str]


@Language.factory("mappa_template")
def make_template(nlp: Language, name: str) -> "Template":
    """The component that tells the template from the area's own words."""
    return Template()


class Template:
    """Sets kb_id_ of doc.spans["section"] anew, and doc.user_data["template"]: for each paragraph whether it is template."""

    def __init__(self) -> None:
        self.sources: dict[str, str] = {}

    def load(self, configs: Path) -> "Template":
        """Read template.toml and template-shingles.toml in the folder `configs`. Raises RuleError."""
        self.sources = {file: read_text(configs / file) for file in (FILE, SHINGLES)}
        try:
            self.rules = msgspec.convert(parse_toml(FILE, self.sources[FILE]), TemplateRules)
        except msgspec.ValidationError as error:
            raise RuleError([f"{FILE}: {error}; keys are {', '.join(TemplateRules.__struct_fields__)}"]) from error
        self.shingles = unpacked(self.sources[SHINGLES])
        return self

    def to_disk(self, path: Path, exclude: Iterable[str] = ()) -> None:
        """Write the rules beside the pipeline."""
        write_rules(path, self.sources)

    def from_disk(self, path: Path, exclude: Iterable[str] = ()) -> "Template":
        """Read the rules that to_disk wrote."""
        return self.load(path)

    def __call__(self, doc: Doc) -> Doc:
        paragraphs, sections = list(doc.spans["paragraph"]), list(doc.spans["section"])
        headed = list(self._headed(doc, paragraphs, sections))
        words = [words_of(paragraph.text) for paragraph in paragraphs]
        known = [shingled(one, self.shingles) for one in words]
        learned = 2 * sum(itertools.compress(known, headed)) > sum(len(one) for one in itertools.compress(words, headed)) > 0
        flags = [self._is_template(one, share, named, learned) for one, share, named in zip(words, known, headed, strict=True)]
        self._mark_sections(doc, paragraphs, sections, [len(one) for one in words], flags)
        return doc

    def _headed(self, doc: Doc, paragraphs: Sequence[Span], sections: Sequence[Span]) -> Iterator[bool]:
        """For each paragraph, whether a section around it is the template's by type, or by the heading (sections.toml)."""
        types = {*self.rules.always, *(self.rules.from_then if latest_year(doc.text) >= self.rules.since else ())}
        given = {*self.rules.always, *self.rules.from_then}
        named = [section for section in sections if section.label_ in types or (section.kb_id_ == TEMPLATE and section.label_ not in given)]
        for paragraph in paragraphs:
            around = [section for section in named if section.start <= paragraph.start < section.end]
            own = [section for section in sections if section.start <= paragraph.start < section.end]
            yield bool(around) and own[-1].label_ not in ("local", "foreword", "voices", "case-studies", "case-study")

    def _is_template(self, words: Sequence[str], known: int, named: bool, learned: bool) -> bool:
        if len(words) < self.rules.short:
            return named
        if named:
            return not (learned and known < self.rules.local * len(words) and not set(self.rules.own).isdisjoint(words))
        return known >= self.rules.known * len(words)

    def _mark_sections(
        self, doc: Doc, paragraphs: Sequence[Span], sections: Sequence[Span], words: Sequence[int], flags: Sequence[bool]
    ) -> None:
        """Flag a section where more than half of its words are template; short paragraphs then go with their section."""
        marked = []
        for section in sections:
            inside = [at for at, paragraph in enumerate(paragraphs) if section.start <= paragraph.start < section.end]
            most = 2 * sum(words[at] for at in inside if flags[at]) > sum(words[at] for at in inside) > 0
            marked.append(Span(doc, section.start, section.end, label=section.label_, kb_id=TEMPLATE if most else "", span_id=section.id_))
        doc.spans["section"] = SpanGroup(doc, name="section", spans=marked)
        doc.user_data[TEMPLATE] = [
            self._with_section(paragraph, flag, count, marked) for paragraph, flag, count in zip(paragraphs, flags, words, strict=True)
        ]

    def _with_section(self, paragraph: Span, flag: bool, words: int, marked: Sequence[Span]) -> bool:
        around = [section for section in marked if section.start <= paragraph.start < section.end]
        return around[-1].kb_id_ == TEMPLATE if around and words < self.rules.short else flag


def latest_year(text: str) -> int:
    """The last year in which a period named in `text` ends, the era of a report; 0 where none is named."""
    ends = [2000 + int(match[2]) if match[2] else int(match[3]) for match in YEAR.finditer(text)]
    counted = Counter(end for end in ends if 2001 <= end <= 2060)
    return max((year for year, times in counted.items() if times * 10 >= len(ends)), default=0)


def words_of(text: str) -> list[str]:
    """The words of `text` as shingles are made of them: folded, every figure the same."""
    return ["0" if word[0].isdigit() else word for word in WORD.findall(fold(text))]


def hashes(words: Sequence[str]) -> Iterator[int]:
    """The hash of every run of RUN words, in order."""
    for at in range(len(words) - RUN + 1):
        yield int.from_bytes(blake2b(" ".join(words[at : at + RUN]).encode(), digest_size=BYTES).digest(), "big")


def shingled(words: Sequence[str], known: frozenset[int]) -> int:
    """How many of `words` lie in a known run."""
    covered: set[int] = set()
    for at, value in enumerate(hashes(words)):
        if value in known:
            covered.update(range(at, at + RUN))
    return len(covered)


def learn(reports: Iterable[tuple[str, Doc]]) -> frozenset[int]:
    """The shingles of the template in `reports`, (area, Doc) pairs: of what stands under its headings, and of what two areas share."""
    under: set[int] = set()
    areas: dict[int, str] = {}
    shared: set[int] = set()
    for area, doc in reports:
        named = [section for section in doc.spans["section"] if section.kb_id_ == TEMPLATE]
        for paragraph in doc.spans["paragraph"]:
            values = set(hashes(words_of(paragraph.text)))
            if any(section.start <= paragraph.start < section.end for section in named):
                under |= values
            shared |= {value for value in values if areas.setdefault(value, area) != area}
    return frozenset(under | shared)


def packed(shingles: Iterable[int]) -> str:
    """template-shingles.toml for `shingles`: sorted, as base 64."""
    data = b"".join(value.to_bytes(BYTES, "big") for value in sorted(shingles))
    text = base64.b64encode(data).decode("ascii")
    lines = [text[first:last] for first, last in itertools.pairwise([*range(0, len(text), LINE), len(text)])]
    return "\n".join(
        [
            f"# Hashes ({8 * BYTES} bits, BLAKE2b) of runs of {RUN} words of the national template; no text.",
            "# Made by `mappa template learn FOLDER`.",
            'shingles = """',
            *lines,
            '"""',
            "",
        ]
    )


def unpacked(text: str) -> frozenset[int]:
    """The shingles in template-shingles.toml, `text`. Raises RuleError."""
    try:
        data = base64.b64decode("".join(str(parse_toml(SHINGLES, text)["shingles"]).split()), validate=True)
    except (KeyError, ValueError) as error:
        raise RuleError([f"{SHINGLES}: cannot be read ({error}); make it again with: mappa template learn FOLDER"]) from error
    return frozenset(int.from_bytes(data[at : at + BYTES], "big") for at in range(0, len(data), BYTES))
