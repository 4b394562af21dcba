"""Prove the rules of a folder by their own examples: every fault of every file at once, each with file, entry and remedy.

An example is a sentence with [the words] in brackets that its label must mark, and no others; in a counter-example it marks nothing.
An example of a theme is a whole sentence that must carry it, without brackets.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Span

from mappa.document import Block, freeze
from mappa.engine import PIPELINE, annotate, sound_parts
from mappa.errors import RuleError
from mappa.layers.gazetteer import Gazetteer
from mappa.rules import CUES, claimed_twice, parse_rules, parse_toml, read_text

OF_SENTENCES = {"themes.toml": "theme"}  # files whose labels are of whole sentences, and the layer that they make
BRACKETS = re.compile(r"\[([^\[\]]*)\]")
EXCLUDE = "say in not_before or not_after where it means something else"


@dataclass(frozen=True, slots=True)
class Proof:
    """What one label of a file says of itself: its examples and counter-examples."""

    file: str
    layer: str
    label: str
    examples: Sequence[str]
    counter: Sequence[str]

    def fault(self, what: str) -> str:
        """A line that names file and entry."""
        return f"{self.file}: [{self.label}] {what}"


def faults(configs: Path) -> list[str]:
    """Every fault of the rules in `configs`, a line each: what cannot be read or used, what is claimed twice, what an example disproves."""
    nlp, broken = sound_parts(configs)
    tables, problems = _tables(configs)
    problems = [*(fault for found in broken.values() for fault in found), *problems]
    gazetteers = [component for _, component in nlp.pipeline if isinstance(component, Gazetteer)]
    for gazetteer in gazetteers:
        problems += claimed_twice(gazetteer.rules, tables[CUES]["spellings"])
    problems += [fault for gazetteer in gazetteers for fault in _unproved(gazetteer)]
    problems += _idle(nlp, configs, tables) if not broken else []
    provable = _layers(nlp, sure_only=bool(broken))
    problems += [fault for proof in proofs(tables) if proof.layer in provable for fault in disproved(nlp, proof)]
    return list(dict.fromkeys(problems))


def _tables(configs: Path) -> tuple[dict[str, dict[str, Any]], list[str]]:
    """Every rules file by its name, and the faults of those that are not TOML."""
    tables: dict[str, dict[str, Any]] = {}
    problems: list[str] = []
    for path in sorted(configs.glob("*.toml")):
        try:
            tables[path.name] = parse_toml(path.name, read_text(path))
        except RuleError as error:
            problems += error.problems
    return tables, problems


def _idle(nlp: Language, configs: Path, tables: dict[str, dict[str, Any]]) -> Iterator[str]:
    """One fault a file of the form of a gazetteer that no component reads."""
    made = _layers(nlp, sure_only=False)
    for file, table in tables.items():
        if isinstance(table.get("layer"), str) and table["layer"] not in made:
            try:
                parse_rules(file, read_text(configs / file))
            except RuleError:
                continue  # of another form, so some other part of the program reads it
            yield f"{file}: no layer reads it; name it in a block of {PIPELINE} and that block in the line pipeline, as README.md shows"


def proofs(tables: dict[str, dict[str, Any]]) -> Iterator[Proof]:
    """The examples of every entry of the files that name a layer."""
    for file, table in tables.items():
        layer = table.get("layer", OF_SENTENCES.get(file))
        for label, entry in table.items():
            if isinstance(layer, str) and isinstance(entry, dict):
                examples, counter = (list(filter(_is_text, _list(entry.get(key)))) for key in ("examples", "counter"))
                yield Proof(file, layer, label, examples, counter)


def disproved(nlp: Language, proof: Proof) -> Iterator[str]:
    """One fault an example or counter-example that does not come out as written."""
    for example in proof.examples:
        text, wanted = unbracketed(example)
        if proof.file in OF_SENTENCES:
            if not _marks(doc := read_text_as_report(nlp, example), proof):
                found_there = ", ".join(span.label_ for span in doc.spans[proof.layer]) or "nothing"
                yield proof.fault(f"example {example!r}: is not coded so, but as {found_there}; add a cue of it to cues, or take it out")
            continue
        if not wanted or "[" in text or "]" in text:
            yield proof.fault(f"example {example!r}: no [words] in brackets, or brackets that do not match; bracket what must be marked")
            continue
        doc = read_text_as_report(nlp, text)
        found = [(span.start_char, span.end_char) for span in _marks(doc, proof)]
        for start, end in wanted:
            if (start, end) not in found:
                yield proof.fault(f"example {example!r}: {text[start:end]!r} {_instead(doc, proof, start, end)}")
        for start, end in found:
            if not any(start < stop and begin < end for begin, stop in wanted):
                yield proof.fault(f"example {example!r}: marks {text[start:end]!r} too; bracket it, or {EXCLUDE}")
    for example in proof.counter:
        for span in _marks(read_text_as_report(nlp, example), proof):
            yield proof.fault(f"counter-example {example!r}: marks {span.text!r} by {span.id_}; {EXCLUDE}, or take the alias out")


def unbracketed(example: str) -> tuple[str, list[tuple[int, int]]]:
    """The text of an example and where its brackets stood, as offsets into that text."""
    text, wanted, at = "", [], 0
    for match in BRACKETS.finditer(example):
        text += example[at : match.start()]
        wanted.append((len(text), len(text) + len(match[1])))
        text += match[1]
        at = match.end()
    return text + example[at:], wanted


def read_text_as_report(nlp: Language, text: str) -> Doc:
    """`text` as a report of one paragraph, every layer marked."""
    return annotate(nlp, freeze([Block("paragraph", ((None, text),))], None))


def _instead(doc: Doc, proof: Proof, start: int, end: int) -> str:
    """What became of words that should have been marked, and what to do."""
    over = [span for span in doc.spans[proof.layer] if span.start_char < end and start < span.end_char]
    if not over:
        return f"is not marked; add it to the aliases, or see why not: mappa rules explain {doc.text!r}"
    marked = ", ".join(f"{span.text!r} as [{span.label_}] by {span.id_}" for span in over)
    return f"is not marked so, but {marked}; put the brackets there, or change the rule"


def _unproved(gazetteer: Gazetteer) -> Iterator[str]:
    """One fault an entry without an example, and one a pattern that no example of its entry shows."""
    for label, entry in gazetteer.rules.entries.items():
        if not entry.examples:
            yield f'{gazetteer.file}: [{label}] has no example; write a sentence with the [words] in brackets:  examples = ["..."]'
            continue
        docs = [gazetteer.nlp.make_doc(unbracketed(example)[0]) for example in entry.examples]
        literals = gazetteer.literals
        shown = {literals.token_rules[key] for doc in docs for key, _, _ in literals.tokens(doc)} if entry.patterns else set()
        for name in entry.patterns:
            if (label, f"{gazetteer.rules.file}/{label}/{name}") not in shown:
                yield f"{gazetteer.file}: [{label}] patterns.{name} matches no example; write one that it matches, or mend the pattern"


def _layers(nlp: Language, *, sure_only: bool) -> set[str]:
    """The layers that `nlp` makes; with `sure_only` those that lean on no other layer."""
    return {
        layer
        for _, component in nlp.pipeline
        if not sure_only or (isinstance(component, Gazetteer) and not component.hidden_by)
        for layer in getattr(component, "layers", ())
    }


def _marks(doc: Doc, proof: Proof) -> Iterable[Span]:
    return [span for span in doc.spans[proof.layer] if span.label_ == proof.label]


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _is_text(value: Any) -> bool:
    return isinstance(value, str)
