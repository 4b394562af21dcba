"""Sections: which headings open one, of what type, and how they nest.

The types and the wording of their headings are in sections.toml; here is only what a list cannot say: what a heading looks like
under its numbers and punctuation, what opens no section, and where one ends.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup

from mappa.language import fold
from mappa.layers.headings import FILE, PAGE, any_word, compared, expression, halves, heading_key, types_of
from mappa.layers.names import place_names
from mappa.rules import AREAS, parse_toml, read_text, write_rules

LONGEST = 120  # characters of a heading
FEW_WORDS = 60  # a section is weighed as if it had at least so many words
THICK = 0.02  # share of words that tell what a section is about
SAYING = "says?|said|writes?|wrote|comments?|commented|adds?|added|explains?|explained|told us|reports?|reflects?"
LEAD_IN = re.compile(rf"^(?!what |how |who )(?=.*\s).*\b(?:{SAYING})\s*:?\s*$", re.IGNORECASE)
CONTACT = re.compile(r"\b0\d{2,4}\s?\d{3}\s?\d{3,4}\b|\S+@\S+|\btel(?:ephone)?\b", re.IGNORECASE)
PERSON = re.compile(
    r"[A-Z][a-z]{1,12}(?:'s|\u2019s) [Ss]tory|(?:The )?[Ss]tory of [A-Z][a-z]{1,12}|"
    r"(?:Mr|Ms|Mrs|Miss)\.? [A-Z][a-z]{0,12}|[A-Z][a-z]{1,12}\*?(?: (?:and|&) [A-Z][a-z]{1,12}\*?)?|[A-Z]{3,12}\*|[A-Z]{1,2}|"
    r"(?:Offender|Person|Subject) [A-Z]"
)
ADDRESS = re.compile(r"\bwww\.|https?:|\bgov\.uk\b|\S@\S")  # the line that points to all areas' reports is no heading
TOP_NUMBER = re.compile(r"^(?:section|part|chapter|adran)?\s*\d{1,2}[.):]?\s+(?=\D)")
NUMBERED = 3  # headings with a number of their own, from which on the numbers tell which are on top
ANSWERING = ("voices", "public")  # sections of questions and answers
ALONE = ("foreword", "contents", "lay-advisers", "victims", "statistics", "glossary", "contacts", "disclosure")  # told by one word
BELOW = 2  # rank of a heading that no entry knows, in a report whose headings all look alike
SIGNATURE = 3  # lines of a signature at most
QUOTED = re.compile(r"[\"\u201d\u2019'][.\s]*$")
AHEAD = 6  # paragraphs in which a person's story must show itself
RUN_IN_NEXT = re.compile(r"\s+[A-Z][\w'’]*\s+[a-z]|\s+I\s|\s+\(a\)\s")


@dataclass(slots=True)
class Opened:
    """A section in the making: paragraph number, type, level as the reader saw it, level in the tree."""

    paragraph: int
    type: str
    rank: int
    level: int
    heading: Span
    template: bool
    guessed: bool


@Language.factory("mappa_sections")
def make_sections(nlp: Language, name: str) -> "Sections":
    """The component that makes sections."""
    return Sections(nlp)


class Sections:
    """Reads doc.spans["paragraph"]; writes doc.spans["section"] (id_ the level, kb_id_ "template") and doc.spans["section-heading"]."""

    def __init__(self, nlp: Language):
        self.nlp = nlp
        self.sources: dict[str, str] = {}

    def load(self, configs: Path) -> "Sections":
        """Compile sections.toml in the folder `configs`. Raises RuleError."""
        self.sources = {file: read_text(configs / file) for file in (FILE, AREAS)}
        table = parse_toml(FILE, self.sources[FILE])
        areas = parse_toml(AREAS, self.sources[AREAS])
        self.titles = [expression(text) for text in table.pop("titles", [])]
        self.fields = set(table.pop("fields", []))
        self.types = types_of(table)
        self.exact = {compared(text): kind for kind, entry in reversed(self.types.items()) for text in entry.headings}
        self.joined = {text.replace(" ", ""): kind for text, kind in self.exact.items()}
        self.like = [(expression(text), text, kind) for kind, entry in self.types.items() for text in entry.like]
        names = sorted((fold(name).replace("&", "and") for name in place_names(areas)), key=len, reverse=True)
        self.areas = re.compile(r"\b(?:" + "|".join(map(re.escape, names)) + r")\b(?:'s)?")
        self.about = {kind: any_word(entry.about) for kind, entry in self.types.items() if entry.about and kind != "case-study"}
        self.case_words = any_word(self.types["case-study"].about)
        glued = sorted((text for entry in self.types.values() if entry.run_in for text in entry.headings), key=len, reverse=True)
        self.run_in = re.compile(r"(?:" + "|".join(map(re.escape, glued)) + r")\??(?=\s)")
        return self

    def to_disk(self, path: Path, exclude: Iterable[str] = ()) -> None:
        """Write the rules beside the pipeline."""
        write_rules(path, self.sources)

    def from_disk(self, path: Path, exclude: Iterable[str] = ()) -> "Sections":
        """Compile the rules that to_disk wrote."""
        return self.load(path)

    def __call__(self, doc: Doc) -> Doc:
        opened = list(self._opened(doc, list(doc.spans["paragraph"])))
        ends = _ends(opened, len(doc))
        self._by_content(doc, opened, ends)
        spans = [
            Span(doc, one.heading.start, end, label=one.type, kb_id="template" if one.template else "", span_id=str(one.level))
            for one, end in zip(opened, ends, strict=True)
        ]
        doc.spans["section"] = SpanGroup(doc, name="section", spans=spans)
        doc.spans["section-heading"] = SpanGroup(doc, name="section-heading", spans=[one.heading for one in opened])
        return doc

    # ------------------------------------------------------------------ what the words under a heading tell
    def _by_content(self, doc: Doc, opened: Sequence[Opened], ends: Sequence[int]) -> None:
        """Type the sections whose headings no entry knows by what they are about; one that holds cases is `case-studies`."""
        for number, (one, end) in enumerate(zip(opened, ends, strict=True)):
            if one.guessed:
                stop = next((later.heading.start for later in opened[number + 1 :] if later.heading.start < end), end)
                if one.type in ("other", "topic"):
                    one.type = self._about(doc[one.heading.end : stop], one.type)
        for number, one in enumerate(opened[:-1]):
            if (
                one.guessed
                and one.type in ("other", "topic")
                and opened[number + 1].type == "case-study"
                and opened[number + 1].level > one.level
            ):
                one.type = "case-studies"

    def _tells_a_case(self, heading: Span, following: Sequence[Span]) -> bool:
        """Whether a heading that is a person's alias is followed by that person's story."""
        if not PERSON.fullmatch(heading.text.strip(" :*")):
            return False
        return len(self.case_words.findall(" ".join(paragraph.text for paragraph in following))) >= 3

    def _about(self, body: Span, otherwise: str) -> str:
        """The type whose words are thickest in `body`, where they are thick enough to tell; `otherwise` where they are not."""
        words = max(len(body), FEW_WORDS)
        if len(CONTACT.findall(body.text)) * 25 > words:
            return "contacts"
        shares = sorted(((len(pattern.findall(body.text)) / words, kind) for kind, pattern in self.about.items()), reverse=True)
        share, kind = shares[0]
        return kind if share >= THICK and share * words >= 3 else otherwise

    # ------------------------------------------------------------------ which headings open a section
    def _opened(self, doc: Doc, paragraphs: Sequence[Span]) -> Iterator[Opened]:
        keys = [heading_key(paragraph.text) if len(paragraph.text) <= LONGEST else "" for paragraph in paragraphs]
        later = Counter(key for key in keys if key)
        slogans = {key for key, times in later.items() if times > 2}
        ranks = _ranks(paragraphs)
        stack: list[Opened] = []
        seen: list[str] = []
        joined: set[int] = set()
        for number, paragraph in enumerate(paragraphs):
            later[keys[number]] -= 1
            heading, glued = paragraph, False
            if paragraph.label_ not in ("heading", "caption"):
                found = self._unmarked(doc, paragraph, keys[number])
                if found is None or (stack and stack[-1].type == "contents"):
                    continue
                heading, glued = found, True
            if number in joined:
                continue
            if self._goes_on(paragraphs, keys, number):
                heading = doc[heading.start : paragraphs[number + 1].end]
                joined.add(number + 1)
            key = heading_key(heading.text)
            following = paragraphs[number + 1].label_ if number + 1 < len(paragraphs) else ""
            if self._opens_nothing(heading, key, stack, later, seen):
                continue
            rank = ranks[number]
            kind = self._kind(doc, heading, key, stack, seen, rank)
            guessed = kind is None
            if kind is not None and stack and stack[-1].type == kind and self.types[kind].quiet:
                continue
            if _is_asked(heading, stack, rank):
                continue
            if kind is None:
                rank = rank or BELOW
                if paragraph.label_ != "heading" or key in slogans or self._silent(heading, key, following, stack, rank, seen):
                    continue
                if _is_signature(doc, paragraphs, number):
                    continue
                kind = self._untyped(stack, rank)
                if kind == "other" and self._names_body(doc, heading):
                    kind = "topic"
                if self._tells_a_case(heading, paragraphs[number + 1 : number + 1 + AHEAD]):
                    kind = "case-study"
            elif paragraph.label_ == "caption" and kind not in ("case-study", "statistics"):
                continue
            nested = (kind == "who-is-involved" and any(one.type == kind for one in stack)) or (
                kind == "topic" and any(one.type == "local" for one in stack)
            )
            rank = self._rank(kind, rank or (BELOW if nested else 1), stack, glued)
            while stack and (stack[-1].rank >= rank):
                stack.pop()
            entry = self.types[kind]
            template = entry.template or key in entry.template_headings
            one = Opened(number, kind, rank, len(stack) + 1, heading, template, guessed)
            stack.append(one)
            seen.append(kind)
            yield one

    def _goes_on(self, paragraphs: Sequence[Span], keys: Sequence[str], number: int) -> bool:
        """Whether a heading is only the first line of a known one: "Explanation commentary on", "statistical tables"."""
        here, then = paragraphs[number], paragraphs[number + 1] if number + 1 < len(paragraphs) else None
        if (
            then is None
            or not (here.label_ == then.label_ == "heading" and here.id_ == then.id_)
            or not (keys[number] and keys[number + 1])
        ):
            return False
        return not self._known(keys[number]) and self._known(f"{keys[number]} {keys[number + 1]}")

    def _kind(self, doc: Doc, heading: Span, key: str, stack: Sequence[Opened], seen: Sequence[str], rank: int) -> str | None:
        """The type that the heading shows: a body under the section that says who is involved, or what the entries know.

        None where no entry knows it, and below another section where the entry says no more than the place does.
        """
        around = [self.types[one.type] for one in stack if one.rank < rank]
        if any(one.type == "who-is-involved" for one in stack) and self._names_body(doc, heading):
            return "who-is-involved"
        kind = self.type_of(key, stack, seen)
        if around and (kind == "other" or (kind == "topic" and (around[-1].quiet or around[-1].children != "topic"))):
            return None
        return kind

    def _names_body(self, doc: Doc, heading: Span) -> bool:
        """Whether most of the heading is the name of a body."""
        covered = sum(
            min(span.end, heading.end) - max(span.start, heading.start)
            for span in doc.spans.get("agency", [])
            if span.start < heading.end and span.end > heading.start
        )
        return int(covered) * 2 > len(heading) - (heading[0].lower_ == "the")

    def _unmarked(self, doc: Doc, paragraph: Span, key: str) -> Span | None:
        """A heading that the reader did not see: a paragraph that is one of the known headings, or begins with one glued on."""
        if paragraph.label_ in ("table", "caption"):
            return None
        if PAGE.search(paragraph.text):
            return None
        if key and paragraph.text[:1].isupper() and paragraph.text.rstrip()[-1:] not in ".,;" and self._tells(key):
            return paragraph
        start = paragraph.text[:LONGEST]
        if (found := self.run_in.match(fold(start))) and start[:1].isupper() and RUN_IN_NEXT.match(start[found.end() :]):
            return doc.char_span(paragraph.start_char, paragraph.start_char + found.end())
        return None

    def _tells(self, key: str) -> bool:
        """Whether `key` can be a heading without the looks of one: a name of a subject ("Housing") is as often an item of a list."""
        kind = self.exact.get(self._with_area(key)) or self.exact.get(key)
        return len(key) > 4 and self._known(key) and (" " in key or kind in ALONE) and kind not in ("topic", "other")

    def _known(self, key: str) -> bool:
        kind = self.exact.get(self._with_area(key)) or self.exact.get(key)
        return kind is not None and not self.types[kind].only_under.get(key)

    def _opens_nothing(self, heading: Span, key: str, stack: Sequence[Opened], later: Mapping[str, int], seen: Sequence[str]) -> bool:
        """Titles, lead-ins, field labels of a case, entries of a contents list, run-in labels."""
        text = heading.text.strip()
        if not key or (LEAD_IN.search(text) and not self._known(key)) or ADDRESS.search(text):
            return True
        inside = stack[-1].type if stack else ""
        if inside == "contents" and (later[key] > 0 or re.search(r"\s\d{1,2}$", text)):
            return True
        if any(one.type == "case-study" for one in stack) and key in self.fields:
            return True
        return self._is_title(key, seen)

    def _is_title(self, key: str, seen: Sequence[str]) -> bool:
        plain = self._with_area(key)
        if not seen and plain == "mappa {area}":
            return True
        titled = any(pattern.fullmatch(text) for pattern in self.titles for text in (key, plain))
        return titled and (not seen or "annual report" in key) and not self._known(key)

    def _silent(self, heading: Span, key: str, following: str, stack: Sequence[Opened], rank: int, seen: Sequence[str]) -> bool:
        """Whether a heading with no type of its own opens no section here."""
        around = [one for one in stack if one.rank < rank] or list(stack[-1:])
        if following in ("table", "caption") or not seen or not any(map(str.isalpha, key)):
            return True
        if heading.text.rstrip().endswith("?") and stack and stack[-1].type in ANSWERING:
            return True
        if any(self.types[one.type].quiet for one in around):
            return True
        return bool(re.match(r"^\(?[a-z0-9]{1,3}[.)]\s", heading.text)) and any(one.type == "statistics-commentary" for one in stack)

    def _untyped(self, stack: Sequence[Opened], rank: int) -> str:
        around = [one for one in stack if one.rank < rank]
        return self.types[around[-1].type].children if around else "other"

    # ------------------------------------------------------------------ of which type
    def type_of(self, key: str, stack: Sequence[Opened] = (), seen: Sequence[str] = ()) -> str | None:
        """The type of the heading `key` (folded), given the sections around and before it; None where no entry knows it."""
        plain = self._with_area(key)
        open_types = [one.type for one in stack]
        for text in (key, plain):
            kind = self.exact.get(text)
            if kind and self._allowed(kind, text, open_types):
                return self._moved(kind, text, seen)
        if (kind := self.joined.get(key.replace(" ", ""))) and len(key) > 8:
            return self._moved(kind, key, seen)
        for half in halves(key):
            if (kind := self.exact.get(half)) and self._allowed(kind, half, open_types):
                return self._moved(kind, half, seen)
        for text in (key, *halves(key)):
            plain = self._with_area(text)
            for pattern, written, kind in self.like:
                if (pattern.fullmatch(text) or pattern.fullmatch(plain)) and self._allowed(kind, written, open_types):
                    return self._moved(kind, text, seen)
        return None

    def _allowed(self, kind: str, text: str, open_types: Sequence[str]) -> bool:
        condition = self.types[kind].only_under.get(text)
        return condition is None or condition in open_types

    def _moved(self, kind: str, key: str, seen: Sequence[str]) -> str:
        """`kind`, or what it turns into after other sections: "MAPPA background" explains the statistics once they have been."""
        entry = self.types[kind]
        if key in entry.after_only or self._with_area(key) in entry.after_only:
            return next((then for before, then in entry.after.items() if before in seen), kind)
        return kind

    def _rank(self, kind: str, rank: int, stack: Sequence[Opened], glued: bool) -> int:
        """The reader's level, mended where knowledge says better: a case lies inside the case studies, a glued heading beside the last."""
        if glued and stack:
            return stack[0].rank
        if kind == "case-study":
            around = next((one for one in reversed(stack) if one.type == "case-studies"), None)
            return max(rank, around.rank + 1) if around else rank
        return rank

    def _with_area(self, key: str) -> str:
        return self.areas.sub("{area}", key)


def _is_signature(doc: Doc, paragraphs: Sequence[Span], number: int) -> bool:
    """Whether the heading is a line of a signature set in bold: who said the quotation that ends just above, name, post or body."""
    for above in reversed(paragraphs[max(0, number - SIGNATURE) : number]):
        if QUOTED.search(above.text):
            line = paragraphs[number]
            people = (span for layer in ("role", "agency") for span in doc.spans.get(layer, []))
            return "," in line.text or any(line.start <= span.start < line.end for span in people)
        if len(above.text) > LONGEST or above.text.rstrip().endswith("."):
            return False
    return False


def _ranks(paragraphs: Sequence[Span]) -> list[int]:
    """Levels as the reader saw them; 0 throughout where it saw none, or the same for all."""
    levels = {int(paragraph.id_ or 0) for paragraph in paragraphs if paragraph.label_ == "heading"}
    flat = len(levels) < 2
    if flat and sum(numbered := [_is_numbered(paragraph) for paragraph in paragraphs]) >= NUMBERED:
        return [int(on_top) for on_top in numbered]
    return [0 if flat or paragraph.label_ != "heading" else int(paragraph.id_ or 0) or 1 for paragraph in paragraphs]


def _is_asked(heading: Span, stack: Sequence[Opened], rank: int) -> bool:
    """Whether the heading is a question that the section around it answers, whatever it asks."""
    return heading.text.rstrip().endswith("?") and any(one.type in ANSWERING and one.rank < rank for one in stack)


def _is_numbered(paragraph: Span) -> bool:
    """Whether a paragraph is a heading with a number of the first order: "8. Costs", not "8.1"."""
    return paragraph.label_ == "heading" and bool(TOP_NUMBER.match(fold(paragraph.text)))


def _ends(opened: Sequence[Opened], total: int) -> list[int]:
    """Token ends: where the next section of the same or a higher level starts."""
    return [
        next((later.heading.start for later in opened[number + 1 :] if later.level <= one.level), total)
        for number, one in enumerate(opened)
    ]
