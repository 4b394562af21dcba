"""Why words are marked, or are not: the rule and the line of its file, and the rules that came near and what kept them off."""

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Span

from mappa.document import Block, Document, Page, Paragraph, freeze
from mappa.engine import annotate, load
from mappa.errors import MappaError
from mappa.layers.gazetteer import Gazetteer
from mappa.layers.hits import COMPANY
from mappa.layers.theme_votes import FILE as LEARNED_WORDS
from mappa.layers.theme_votes import MOST_AGAINST, total
from mappa.layers.themes import Themes
from mappa.records import decode
from mappa.report import MarkingLayer
from mappa.rules import Entry, Phrase, digest, read_text, slug

AROUND = 40  # characters of context on either side
RELATED = 6  # entries to show for a word that no rule came near


def explain_text(text: str, offset: int | None, configs: Path) -> list[str]:
    """What the rules in `configs` make of `text`: every mark and near miss, or those at the position `offset`.

    Raises MappaError where the text is shorter.
    """
    return _explained(load(configs), freeze([Block("paragraph", ((None, text),))], None), offset, configs)


def explain_document(path: Path, offset: int, configs: Path) -> list[str]:
    """What the rules in `configs` make of the words at the code point position `offset` of the document at `path`.

    Raises MappaError where it is no document or is shorter.
    """
    record = decode(path.read_bytes(), path.name)
    pages = tuple(Page(page.number, page.start, page.end) for page in record.pages)
    document = Document(record.text, pages, tuple(Paragraph(one.start, one.end, one.kind) for one in record.paragraphs))
    other = record.producer.rules != digest(configs)
    note = [f"note: {path.name} was built by other rules than those in {configs}; this is what these make of it"] if other else []
    return [*note, *_explained(load(configs), document, offset, configs)]


def _explained(nlp: Language, document: Document, offset: int | None, configs: Path) -> list[str]:
    if offset is not None and offset >= len(document.text):
        raise MappaError(f"position {offset} is behind the text, which has {len(document.text)} characters; count from 0")
    doc = annotate(nlp, document)
    lines = [_place(document.text, offset)] if offset is not None else []
    for component in _marking(nlp):
        for layer in component.layers:
            for span in _at(doc.spans[layer], offset):
                lines += _mark(doc, component, layer, span, configs)
    lines += [line for _, layer in nlp.pipeline if isinstance(layer, Themes) for line in _votes(doc, layer, offset)]
    missed = [miss for gazetteer in _gazetteers(nlp) for miss in _near_misses(doc, gazetteer, offset, configs)]
    if missed:
        lines += ["came near, but did not mark:", *missed]
    elif offset is not None and not any(_at(doc.spans[layer], offset) for component in _marking(nlp) for layer in component.layers):
        lines += _related(doc, nlp, offset, configs)
    return lines or ["no rule marks anything here, and none comes near"]


def _marking(nlp: Language) -> Iterator[MarkingLayer]:
    for _, component in nlp.pipeline:
        found: object = component
        if isinstance(found, MarkingLayer):
            yield found


def _gazetteers(nlp: Language) -> list[Gazetteer]:
    return [component for _, component in nlp.pipeline if isinstance(component, Gazetteer)]


def _at(spans: Iterable[Span], offset: int | None) -> list[Span]:
    """Those of `spans` that hold the position `offset`; all of them where it is None."""
    return [span for span in spans if offset is None or span.start_char <= offset < span.end_char]


def _place(text: str, offset: int) -> str:
    """The words around a position, the position marked."""
    plain = re.sub(r"\s", " ", text)
    return f"at {offset}: {plain[max(0, offset - AROUND) : offset]}>{plain[offset : offset + AROUND]}"


def _mark(doc: Doc, component: MarkingLayer, layer: str, span: Span, configs: Path) -> Iterator[str]:
    attributes = "; ".join(f"{key} {value}" for key, value in component.attributes(doc, span).items() if value)
    yield f"{layer}  {span.label_ or '?'}  {span.text!r}  {span.start_char}-{span.end_char}" + (f"  ({attributes})" if attributes else "")
    yield f"    by {_rule(span.id_, configs)}"


def _votes(doc: Doc, layer: Themes, offset: int | None) -> Iterator[str]:
    """What was cast on the themes of the sentences that hold the position `offset`, the most telling first."""
    for one, themes in layer.weighed(doc):
        if themes and (offset is None or one.start <= offset < one.end):
            limit = f"words and themes together take at most {MOST_AGAINST}"
            yield f"votes on themes, {one.start}-{one.end} (marked where above 0; {limit}; {LEARNED_WORDS}):"
            for theme, cast in themes.items():
                ranked = sorted(cast.items(), key=lambda item: (-abs(item[1]), item[0]))
                votes = ", ".join(f"{name} {vote:+}" for name, vote in ranked)
                yield f"    {theme} {total(cast):+}: {votes}"


def _rule(rule: str, configs: Path) -> str:
    """A rule's name, and the line and list of the file in which it stands."""
    file, _, rest = rule.partition("/")
    label, _, pattern = rest.partition("/")
    path = configs / f"{file}.toml"
    if not path.is_file():
        return rule
    lines = read_text(path).splitlines()
    number = next((number for number, line in enumerate(lines, 1) if re.match(rf"\s*\[{re.escape(label)}\]", line)), None)
    where = f"{path.name}, line {number}, [{label}]" if number else path.name
    if pattern == "defined-in-document":
        return f"{rule}: an abbreviation that the document explains in brackets; its entry: {where}"
    entry = "\n".join(_entry_lines(lines, number)) if number else ""
    literal = next((word for word in re.findall(r'"((?:[^"\\]|\\.)*)"', entry) if slug(word) == pattern), None)
    return f"{rule}: {where}" + (f", the words {literal!r}" if literal else f", {pattern}" if pattern else "")


def _entry_lines(lines: Sequence[str], number: int) -> Iterator[str]:
    """The lines of the entry whose head is line `number`, but not its name."""
    for line in lines[number:]:
        if line.startswith("["):
            return
        if not line.startswith(("name ", "name=")):
            yield line


def _near_misses(doc: Doc, gazetteer: Gazetteer, offset: int | None, configs: Path) -> Iterator[str]:
    """Literals of `gazetteer` that stand in the text and mark nothing, each with what kept it off."""
    marks = doc.spans[gazetteer.layer]
    capitals = PhraseMatcher(doc.vocab, attr="NORM")
    exact = {f"{number}": phrase for number, phrase in enumerate(gazetteer.literals.phrases) if phrase.exact}
    for key, phrase in exact.items():
        capitals.add(key, [gazetteer.nlp.make_doc(phrase.text)])
    literals = gazetteer.literals
    found = [(literals.by_key[key], doc[start:end]) for matcher in (literals.blind, literals.exact) for key, start, end in matcher(doc)]
    found += [
        (phrase, doc[start:end])
        for key, start, end in capitals(doc)
        if doc[start:end].text != (phrase := exact[doc.vocab.strings[key]]).text
    ]
    for phrase, span in sorted(found, key=lambda item: (item[1].start, -item[1].end, item[0].rule)):
        if _at([span], offset) and not any(mark.label_ == phrase.label and _inside(span, mark) for mark in marks):
            where = f"{gazetteer.layer}  {phrase.label}  {span.text!r}  {span.start_char}-{span.end_char}"
            yield f"{where}: {_why_not(doc, gazetteer, phrase, span)}"
            yield f"    by {_rule(phrase.rule, configs)}"


def _why_not(doc: Doc, gazetteer: Gazetteer, phrase: Phrase, span: Span) -> str:
    """What kept `phrase` from marking `span`."""
    entry = gazetteer.rules.entries[phrase.label]
    if phrase.exact and span.text != phrase.text:
        return f"printed with other capitals than {phrase.text!r}"
    if reason := _other_meaning(doc, gazetteer, entry, span):
        return reason
    if phrase.near and not _in_company(doc, phrase, span):
        return f"none of the words {', '.join(phrase.near)} stands within {COMPANY} words of it"
    over = [mark for mark in doc.spans[gazetteer.layer] if mark.start < span.end and span.start < mark.end]
    if over:
        return f"{over[0].text!r} [{over[0].label_}] has these words: the longer, or the entry further up, wins"
    around = [mark for layer in gazetteer.hidden_by for mark in doc.spans.get(layer, []) if _inside(span, mark)]
    if around:
        return f"part of {around[0].text!r} [{around[0].label_}], which hides it"
    reasons = {
        "bare": "a common noun; it means a body only with a capital and beside bodies, or beside words of cues.toml",
        "named": "needs a name in front of it",
        "named_after": "needs a name behind it",
    }
    return reasons.get(phrase.use, "left out")


def _other_meaning(doc: Doc, gazetteer: Gazetteer, entry: Entry, span: Span) -> str | None:
    """The neighbour of `span` that shows another meaning, if one does."""
    for words in entry.not_before:
        size = len(gazetteer.nlp.make_doc(words))
        if _norm(doc[span.end : span.end + size]) == _norm(gazetteer.nlp.make_doc(words)[:]):
            return f"not_before: {words!r} stands behind it"
    for words in entry.not_after if len(span) == 1 else ():
        size = len(gazetteer.nlp.make_doc(words))
        if span.start >= size and _norm(doc[span.start - size : span.start]) == _norm(gazetteer.nlp.make_doc(words)[:]):
            return f"not_after: {words!r} stands in front of it"
    return None


def _in_company(doc: Doc, phrase: Phrase, span: Span) -> bool:
    around = [doc[max(0, span.start - COMPANY) : span.start], doc[span.end : span.end + COMPANY]]
    return any(f" {word} " in f" {' '.join(_norm(part))} " for part in around for word in phrase.near)


def _inside(span: Span, mark: Span) -> bool:
    return mark.start <= span.start and span.end <= mark.end


def _norm(span: Span) -> list[str]:
    return [token.norm_ for token in span]


def _related(doc: Doc, nlp: Language, offset: int, configs: Path) -> Iterator[str]:
    """Entries that know the word at `offset`, for words that no rule came near."""
    word = next((token.norm_ for token in doc if token.idx <= offset < token.idx + len(token)), "")
    known = [(phrase, one.layer) for one in _gazetteers(nlp) for phrase in one.literals.phrases if word in phrase.text.lower().split()]
    if not word.isalpha() or not known:
        yield "no rule marks anything here, and none comes near"
        return
    yield f"no rule marks anything here; rules with the word {word!r} in them:"
    shown = {phrase.rule: (phrase, layer) for phrase, layer in sorted(known, key=lambda item: len(item[0].text))}
    for phrase, layer in list(shown.values())[:RELATED]:
        yield f"{layer}  {phrase.label}  {phrase.text!r}"
        yield f"    by {_rule(phrase.rule, configs)}"
