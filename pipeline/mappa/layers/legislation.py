"""The layers legislation and case-law: which Acts, orders and judgments a report cites."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup

from mappa.layers.case_law import Case, cases
from mappa.layers.citations import cited
from mappa.layers.instruments import FILE, parse_instruments
from mappa.layers.provisions import paths
from mappa.layers.references import Citation, settled
from mappa.layers.titles import Titles
from mappa.rules import read_text, write_rules

LEGISLATION, CASE_LAW = "legislation", "case-law"
SITE = "http://www.legislation.gov.uk/id"


@Language.factory("mappa_legislation")
def make_legislation(nlp: Language, name: str) -> "Legislation":
    """The component that cites."""
    return Legislation()


class Legislation:
    """Writes doc.spans["legislation"] and doc.spans["case-law"]; what was found beside the spans is kept in doc.user_data."""

    layers = (LEGISLATION, CASE_LAW)

    def __init__(self) -> None:
        self.source = ""

    def load(self, configs: Path) -> "Legislation":
        """Compile legislation.toml in the folder `configs`. Raises RuleError."""
        self.source = read_text(configs / FILE)
        self.instruments = parse_instruments(self.source)
        self.titles = Titles(self.instruments)
        return self

    def to_disk(self, path: Path, exclude: Iterable[str] = ()) -> None:
        """Write the table beside the pipeline."""
        write_rules(path, {FILE: self.source})

    def from_disk(self, path: Path, exclude: Iterable[str] = ()) -> "Legislation":
        """Compile the table that to_disk wrote."""
        return self.load(path)

    def __call__(self, doc: Doc) -> Doc:
        text = doc.text
        found: list[Citation] = settled(text, cited(text, self.titles), self.titles)
        judged = cases(text)
        _mark(doc, LEGISLATION, [(one, one.label, one.rule) for one in found if not _inside(one, judged)])
        _mark(doc, CASE_LAW, [(one, one.label, f"{CASE_LAW}/{'neutral' if one.label else 'report'}") for one in judged])
        return doc

    def attributes(self, doc: Doc, span: Span) -> dict[str, Any]:
        """What format.md writes beside a citation."""
        one = doc.user_data["citations"][span.start_char, span.end_char]
        if isinstance(one, Case):
            return {"name": one.name, "citation": one.citation, "uri": one.uri}
        entry = self.instruments.get(one.label) if one.label else None
        items = [{"kind": item.kind, "from": item.first} | ({"to": item.last} if item.last else {}) for item in one.provisions]
        return {
            "title": entry.title if entry else None,
            "uris": self._uris(one) if one.label else [],
            "provisions": items,
            "method": one.method,
            "inferred": one.method == "implied",
            "candidates": list(one.candidates),
        }

    def _uris(self, one: Citation) -> list[str]:
        """Identifier URIs; the Convention's articles lie in a Schedule, which is their address."""
        base = f"{SITE}/{one.label}"
        entry = self.instruments.get(one.label or "")
        if entry and entry.articles_in and any(item.kind == "article" for item in one.provisions):
            return [f"{base}/{entry.articles_in}"]
        return paths(base, one.provisions)


def _inside(one: Citation, judged: Iterable[Case]) -> bool:
    return any(case.start <= one.start and one.end <= case.end for case in judged)


def _mark(doc: Doc, layer: str, found: Iterable[tuple[Citation | Case, str | None, str]]) -> None:
    """Write the span group `layer`: label the identifier or nothing, id_ the rule; of two that share a token the first stays."""
    kept = doc.user_data.setdefault("citations", {})
    spans: list[Span] = []
    for one, label, rule in found:
        span = doc.char_span(one.start, one.end, label=label or "", span_id=rule, alignment_mode="expand")
        if span is not None and not (spans and span.start < spans[-1].end):
            spans.append(span)
            kept[span.start_char, span.end_char] = one
    doc.spans[layer] = SpanGroup(doc, name=layer, spans=spans)
