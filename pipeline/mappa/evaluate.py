"""How well a corpus agrees with gold annotation, measure by measure, and every place where it does not.

How it is counted. Both texts are taken as words (runs of letters and digits, in lower case) and aligned; a found span is moved to the
gold's words through that alignment, so line breaks, spacing and running heads shift nothing. Each measure counts right, found and gold;
precision is right / found, recall right / gold, F1 their harmonic mean. Counts are added up over all reports, and figures made of the sums.

text: words         words of the text that align
metadata            area, first and last day of the period: three a report
LAYER: exact        spans with the same first and last word and label; of legislation the label is the instrument and its provisions
LAYER: overlap      spans that share a word with a gold span of the same label, each gold span used once
sections            sections of the same type that begin within three words of the gold's
themes              pairs of sentence and theme; a found mark counts for the gold sentence that holds its first word, and once however often
                    it is found there; marks in the template text, in headings and tables, which the gold does not judge, are not counted
themes: polarity    of the pairs found in both, those with the gold's polarity and no other
testimonials        found: the words quoted are to 80 % the same (shared words by all words); role and agency, name: of those, right ones
case studies        found: the words of the story are to 80 % the same; subject, outcome: of those, right ones;
                    elements: words of the report, each with the kind of element in which it stands
statistics: cells   observations with the gold's indicator, level, category and value

A layer that neither has is left out.
"""

import difflib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from mappa.errors import MappaError
from mappa.gold import WORD, Mark, Reading, Story, Stretch, Voice, read_gold, read_record
from mappa.manifest import NAME, document_path, read_manifest
from mappa.records import Record, decode

SPAN_LAYERS = ("agency", "role", "legislation", "case-law", "order", "mappa-term")
LAYERS = (*SPAN_LAYERS, "sections", "themes", "testimonials", "case-studies", "statistics")
NEAR = 3  # words between two beginnings of one section
SAME = 0.8  # of the words of a testimonial or case study
SHOWN = 14  # words of an error that are shown

Told = TypeVar("Told", Voice, Story)


@dataclass(frozen=True, slots=True)
class Figure:
    """One measure: how many are right, how many were found, how many the gold has."""

    measure: str
    right: int
    found: int
    gold: int

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        return self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(frozen=True, slots=True)
class Error:
    """A place where a document differs from its gold: `kind` is missed, extra or wrong, `position` an offset in the document's text.

    `page` is that of the position, None in a format without pages.
    """

    layer: str
    kind: str
    document: str
    page: int | None
    position: int
    label: str
    words: str


@dataclass(slots=True)
class Evaluation:
    """Figures in the order in which measures were met, errors, and gold reports for which the corpus has no document."""

    counts: dict[str, list[int]] = field(default_factory=dict)
    errors: list[Error] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)
    reports: int = 0

    @property
    def figures(self) -> list[Figure]:
        """The figures, worked out of the counts of all reports."""
        return [Figure(measure, *counts) for measure, counts in self.counts.items()]

    def add(self, measure: str, right: int, found: int, gold: int) -> None:
        """Add one report's counts; nothing where neither side has any."""
        if found or gold:
            counts = self.counts.setdefault(measure, [0, 0, 0])
            self.counts[measure] = [old + new for old, new in zip(counts, (right, found, gold), strict=True)]


def evaluate(corpus: Path, gold: Path) -> Evaluation:
    """The documents of the folder `corpus` against `gold`, an XML file or a folder of them; a document belongs to the gold of its id.

    Raises MappaError where there is no corpus or no gold, or where one of them cannot be read.
    """
    manifest = read_manifest(corpus)
    if manifest is None:
        raise MappaError(f"{corpus}: no {NAME} there, so it is no corpus; make one with: mappa build REPORTS -o {corpus}")
    files = sorted(gold.glob("*.xml")) if gold.is_dir() else [gold]
    if not files:
        raise MappaError(f"{gold}: no .xml file in it; give gold annotation, or a folder of it")
    there = {entry.document.id for entry in manifest.inputs if entry.document}
    evaluation = Evaluation()
    for file in files:
        id, reading = read_gold(file)
        if id in there:
            path = document_path(corpus, id)
            compare(reading, decode(path.read_bytes(), path.name), evaluation)
        else:
            evaluation.absent.append(id)
    return evaluation


def compare(gold: Reading, record: Record, evaluation: Evaluation) -> None:
    """Add one report's counts and errors to `evaluation`."""
    pair = _Pair(gold, record, evaluation)
    evaluation.reports += 1
    evaluation.add("text: words", len(pair.to_gold), len(pair.found.words), len(gold.words))
    same = sum(one == two is not None for one, two in zip(gold.metadata, pair.found.metadata, strict=True))
    evaluation.add("metadata", same, 3, 3)
    for layer in SPAN_LAYERS:
        _spans(pair, layer)
    _sections(pair)
    _themes(pair)
    _voices(pair)
    _stories(pair)
    _statistics(pair)


class _Pair:
    """A gold reading, the reading of its document, and the alignment of their words."""

    def __init__(self, gold: Reading, record: Record, evaluation: Evaluation):
        self.gold, self.found, self.record, self.evaluation = gold, read_record(record), record, evaluation
        blocks = difflib.SequenceMatcher(None, gold.words, self.found.words, autojunk=False).get_matching_blocks()
        self.to_gold = {there + step: here + step for here, there, size in blocks for step in range(size)}
        self.to_found = {here: there for there, here in self.to_gold.items()}

    def moved(self, start: int, end: int) -> Stretch | None:
        """A stretch of the document's words as the gold's; None where none of them aligns."""
        words = [self.to_gold[word] for word in range(start, end) if word in self.to_gold]
        return (min(words), max(words) + 1) if words else None

    def extra(self, layer: str, at: Stretch, label: object) -> None:
        """Note what the document has and the gold has not; `at` in the document's words."""
        self._note(layer, "extra", at[0], label, self.found.words[slice(*at)])

    def missed(self, layer: str, at: Stretch, label: object, kind: str = "missed") -> None:
        """Note what the gold has and the document has not; `at` in the gold's words."""
        word = next((self.to_found[word] for word in range(at[0], len(self.gold.words)) if word in self.to_found), len(self.found.words))
        self._note(layer, kind, word, label, self.gold.words[slice(*at)])

    def _note(self, layer: str, kind: str, word: int, label: object, words: Sequence[str]) -> None:
        text = " ".join([*words[:SHOWN], *(["..."] if len(words) > SHOWN else [])])
        position = self.found.starts[word]
        page = next((page.number for page in reversed(self.record.pages) if page.start <= position), None)
        self.evaluation.errors.append(Error(layer, kind, self.record.id, page, position, _told(label), text))


def _spans(pair: _Pair, layer: str) -> None:
    gold, found = pair.gold.marks.get(layer, []), pair.found.marks.get(layer, [])
    moved = [(mark, pair.moved(mark.start, mark.end)) for mark in found]
    exact = Counter(gold) & Counter(Mark(*at, mark.label) for mark, at in moved if at)
    free, hits = list(gold), 0
    for mark, at in sorted(moved, key=lambda item: item[0][:2]):
        match = next((one for one in free if at and one.label == mark.label and one.start < at[1] and at[0] < one.end), None)
        if match is None:
            pair.extra(layer, (mark.start, mark.end), mark.label)
        else:
            free.remove(match)
            hits += 1
    for mark in free:
        pair.missed(layer, (mark.start, mark.end), mark.label)
    pair.evaluation.add(f"{layer}: exact", exact.total(), len(found), len(gold))
    pair.evaluation.add(f"{layer}: overlap", hits, len(found), len(gold))


def _sections(pair: _Pair) -> None:
    gold, found = pair.gold.sections, pair.found.sections
    used: set[int] = set()
    for start, kind in found:
        at = pair.moved(start, start + NEAR)
        near = [
            (abs(begin - at[0]), number)
            for number, (begin, type_) in enumerate(gold)
            if at and number not in used and type_ == kind and abs(begin - at[0]) <= NEAR
        ]
        if near:
            used.add(min(near)[1])
        else:
            pair.extra("sections", (start, start + 6), kind)
    for number, (begin, type_) in enumerate(gold):
        if number not in used:
            pair.missed("sections", (begin, begin + 6), type_)
    pair.evaluation.add("sections", len(used), len(found), len(gold))


def _themes(pair: _Pair) -> None:
    sentences = sorted(pair.gold.sentences)
    found: dict[tuple[Stretch, str | None], set[str | None]] = {}
    for (start, end), theme, polarity in pair.found.themes:
        at = pair.moved(start, end)
        sentence = next((one for one in sentences if at and one[0] <= at[0] < one[1]), None)
        if sentence:
            found.setdefault((sentence, theme), set()).add(polarity)
    gold = {(sentence, theme): polarity for sentence, theme, polarity in pair.gold.themes}
    judged = [key for key in found if gold.get(key)]
    for sentence, theme in sorted(found.keys() - gold.keys(), key=_by_place):
        pair.missed("themes", sentence, theme, "extra")
    for sentence, theme in sorted(gold.keys() - found.keys(), key=_by_place):
        pair.missed("themes", sentence, theme)
    pair.evaluation.add("themes", len(found.keys() & gold.keys()), len(found), len(gold))
    pair.evaluation.add("themes: polarity", sum(found[key] == {gold[key]} for key in judged), len(judged), len(judged))


def _voices(pair: _Pair) -> None:
    gold, found = pair.gold.voices, pair.found.voices
    pairs, missed, extra = _matched(pair, gold, found)
    for one in missed:
        pair.missed("testimonials", _extent(one.words), f"{one.role} {one.agency}")
    for two in extra:
        pair.extra("testimonials", _extent(two.words), f"{two.role} {two.agency}")
    for one, two in pairs:
        if one[1:] != two[1:]:
            pair.missed("testimonials", _extent(one.words), f"{'/'.join(map(str, one[1:]))} read as {'/'.join(map(str, two[1:]))}", "wrong")
    tests: dict[str, Callable[[Voice, Voice], bool]] = {
        "found": lambda one, two: True,
        "role and agency": lambda one, two: (one.role, one.agency) == (two.role, two.agency),
        "name": lambda one, two: one.name == two.name,
    }
    for name, test in tests.items():
        pair.evaluation.add(f"testimonials: {name}", sum(test(*both) for both in pairs), len(found), len(gold))


def _stories(pair: _Pair) -> None:
    gold, found = pair.gold.stories, pair.found.stories
    if not gold and not found:
        return
    pairs, missed, extra = _matched(pair, gold, found)
    for one in missed:
        pair.missed("case-studies", _extent(one.words), one.subject)
    for two in extra:
        pair.extra("case-studies", _extent(two.words), two.subject)
    for one, two in pairs:
        if not _same_subject(one, two) or one.outcome != two.outcome:
            pair.missed("case-studies", _extent(one.words), f"{one.subject}, {one.outcome} read as {two.subject}, {two.outcome}", "wrong")
    pair.evaluation.add("case studies: found", len(pairs), len(found), len(gold))
    pair.evaluation.add("case studies: subject", sum(_same_subject(*both) for both in pairs), len(found), len(gold))
    pair.evaluation.add("case studies: outcome", sum(one.outcome == two.outcome for one, two in pairs), len(found), len(gold))
    printed = {element for one in gold for element in one.elements}
    read = {(pair.to_gold[word], kind) for one in found for word, kind in one.elements if word in pair.to_gold}
    pair.evaluation.add("case studies: elements (words)", len(printed & read), len(read), len(printed))


def _same_subject(one: Story, two: Story) -> bool:
    return WORD.findall(one.subject or "") == WORD.findall(two.subject or "")


def _statistics(pair: _Pair) -> None:
    gold, found = pair.gold.statistics, pair.found.statistics
    for cell, (value, word) in gold.items():
        at, name = (word, word + 1), " ".join(part or "-" for part in cell)
        if cell not in found:
            pair.missed("statistics", at, f"{name}: {value}")
        elif found[cell].value != value:
            pair.missed("statistics", at, f"{name}: {value} read as {found[cell].value}", "wrong")
    for cell in found.keys() - gold.keys():
        value, word = found[cell]
        pair.extra("statistics", (word, word + 1), f"{' '.join(part or '-' for part in cell)}: {value}")
    right = sum(cell in found and found[cell].value == value for cell, (value, _) in gold.items())
    pair.evaluation.add("statistics: cells", right, len(found), len(gold))


def _matched(pair: _Pair, gold: Sequence[Told], found: Sequence[Told]) -> tuple[list[tuple[Told, Told]], list[Told], list[Told]]:
    """Pairs that tell the same words, what the gold has beside them, and what the document has."""
    free, pairs, extra = list(gold), [], []
    for one in found:
        words = {pair.to_gold[word] for word in one.words if word in pair.to_gold}
        best = max(free, key=lambda other: _alike(words, other.words), default=None)
        if best is not None and _alike(words, best.words) >= SAME:
            free.remove(best)
            pairs.append((best, one))
        else:
            extra.append(one)
    return pairs, free, extra


def _alike(one: Iterable[int], two: Iterable[int]) -> float:
    first, second = set(one), set(two)
    return len(first & second) / max(1, len(first | second))


def _extent(words: Iterable[int]) -> Stretch:
    found = sorted(words)
    return (found[0], found[-1] + 1) if found else (0, 0)


def _by_place(key: tuple[Stretch, str | None]) -> tuple[Stretch, str]:
    return key[0], key[1] or ""


def _told(label: object) -> str:
    """A label as a person reads it; legislation as the instrument and its provisions."""
    if isinstance(label, tuple):
        instrument, provisions = label
        told = "; ".join(f"{kind} {first}" + (f"-{last}" if last else "") for kind, first, last in provisions)
        return f"{instrument or '?'} {told}".strip()
    return str(label) if label is not None else "?"


def errors_of(evaluation: Evaluation, layer: str) -> Iterator[Error]:
    """The errors of one layer, by document and place. Raises MappaError for a layer that is none."""
    if layer not in LAYERS:
        raise MappaError(f"{layer}: no layer with gold; layers are {', '.join(LAYERS)}")
    yield from sorted((one for one in evaluation.errors if one.layer == layer), key=lambda one: (one.document, one.position, one.label))
