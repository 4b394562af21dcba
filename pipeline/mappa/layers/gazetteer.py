"""A layer made by a rules file alone: literals, names around them, abbreviations that the document defines, lists with one head.

The top function tells the story: find literals, keep those that mean the label here, complete them to names,
add what the document abbreviates, and let the longest win.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup

from mappa.layers.abbreviations import bracket_end, in_capitals, not_otherwise_defined
from mappa.layers.charities import said_to_be
from mappa.layers.hits import Hit, alone, core_end, joined, longest, norms, visible
from mappa.layers.literals import Literals, stem
from mappa.layers.names import Names, Places, place_names
from mappa.layers.numerals import number_lists, numerals
from mappa.rules import AREAS, CUES, Entry, Ruleset, parse_rules, parse_toml, read_text, with_keys, write_rules


@Language.factory("mappa_gazetteer", default_config={"rules": "agencies.toml", "hidden_by": []})
def make_gazetteer(nlp: Language, name: str, rules: str, hidden_by: list[str]) -> "Gazetteer":
    """The component that `rules`, a file of the configs folder, makes."""
    return Gazetteer(nlp, rules, hidden_by)


class Gazetteer:
    """Marks the entries of one rules file in `doc.spans[layer]`; span.id_ is the rule, span.kb_id_ the proper name."""

    def __init__(self, nlp: Language, file: str, hidden_by: Sequence[str]):
        self.nlp = nlp
        self.file = file
        self.hidden_by = list(hidden_by)
        self.sources: dict[str, str] = {}

    def load(self, configs: Path) -> "Gazetteer":
        """Compile the rules in the folder `configs`. Raises RuleError."""
        self.sources = {file: read_text(configs / file) for file in (self.file, CUES, AREAS)}
        self._compile()
        return self

    def to_disk(self, path: Path, exclude: Iterable[str] = ()) -> None:
        """Write the rules beside the pipeline, so that it needs no configs folder."""
        write_rules(path, self.sources)

    def from_disk(self, path: Path, exclude: Iterable[str] = ()) -> "Gazetteer":
        """Compile the rules that to_disk wrote."""
        return self.load(path)

    def _compile(self) -> None:
        nlp = self.nlp
        cues = with_keys(CUES, parse_toml(CUES, self.sources[CUES]), "spellings", "bodies")
        areas = with_keys(AREAS, parse_toml(AREAS, self.sources[AREAS]), "areas", "places", "place_endings", "never_names", "compass")
        self.rules: Ruleset = parse_rules(self.file, self.sources[self.file])
        self.layer = self.rules.layer
        self.layers = (self.layer,)
        self.places = Places(nlp, place_names(areas), endings=areas["place_endings"], never=areas["never_names"], compass=areas["compass"])
        self.titles = set(cues.get("titles", {}).get("before", ())) if self.layer == "role" else set()
        self.body_before, self.body_after = set(cues["bodies"]["before"]), set(cues["bodies"]["after"])
        self.literals = Literals(nlp, self.rules, cues["spellings"])
        self.contexts = {label: _contexts(nlp, entry) for label, entry in self.rules.entries.items() if entry.not_before or entry.not_after}
        self.numerals = numerals(self.rules)

    def __call__(self, doc: Doc) -> Doc:
        names = self.places.of(doc)
        hits = [*self.literals.hits(doc, names), *number_lists(doc, self.numerals)]
        hits = [hit for hit in hits if self._means_it(doc, hit)]
        hits = self._bodies_only(doc, not_otherwise_defined(doc, hits, self.rules))
        hits = self._completed(doc, names, hits)
        hits = [hit for hit in hits if hit.use != "named" or hit.start < hit.core]
        defined = dict(self._definitions(doc, hits))
        hits += self._defined_hits(doc, names, defined)
        names.short = {
            short: name for short, (label, name) in defined.items() if any(label in entry.owners for entry in self.rules.entries.values())
        }
        if names.short:
            hits = self._completed(doc, names, hits)
        hits += self._said_to_be(doc)
        hits += self._shared_heads(doc, hits)
        hits += list(self._shared_bodies(doc, names, hits))
        hits = self._owned(doc, longest(hits))
        doc.spans[self.layer] = SpanGroup(doc, name=self.layer, spans=list(self._spans(doc, visible(doc, hits, self.hidden_by))))
        if self.layer == "agency":
            doc.spans[f"{self.layer}-place"] = [Span(doc, *place, label="place") for hit in hits if (place := _place(doc, names, hit))]
        return doc

    def attributes(self, doc: Doc, span: Span) -> dict[str, Any]:
        """What format.md writes beside a mark of this layer: group, name and place of an agency, body and post of a role."""
        entry = self.rules.entries[span.label_]
        if self.layer == "agency":
            place = next((place.text for place in doc.spans["agency-place"] if span.start <= place.start and place.end <= span.end), None)
            return {"group": entry.group, "name": span.kb_id_ or entry.name, "place": place}
        if self.layer == "role":
            return {"agency": entry.agency, "post": span.text}
        return {}

    def _means_it(self, doc: Doc, hit: Hit) -> bool:
        """Whether no word beside the hit shows another meaning."""
        if hit.use == "named_after":
            return True
        if hit.end - hit.start == 1 and doc[hit.start].is_stop and in_capitals(doc, hit.start):
            return False  # "NO" in a line of capitals is the plain word
        before, after = self.contexts.get(hit.label, ((), ()))
        if hit.end - hit.start > 1:
            before = ()  # "on probation" is no body, "on probation boards" is one
        return not any(norms(doc, hit.end, hit.end + len(words)) == words for words in after) and not any(
            norms(doc, hit.start - len(words), hit.start) == words for words in before
        )

    def _bodies_only(self, doc: Doc, hits: list[Hit]) -> list[Hit]:
        """`hits` without common nouns that do not mean a body: one counts in a list with bodies, or where its neighbours say so."""
        sure = {hit.start: hit for hit in hits if hit.use != "bare"}
        ends = {hit.end for hit in sure.values()}
        kept = list(sure.values()) + [hit for hit in hits if hit.use != "bare" and sure.get(hit.start) is not hit]
        open_ = sorted((hit for hit in hits if hit.use == "bare"), key=lambda hit: hit.start)
        changed = True
        while changed:
            changed = False
            for hit in list(open_):
                listed = joined(doc, hit.start, -1) in ends or joined(doc, hit.end, 1) in sure
                if listed or (doc[hit.start].text[:1].isupper() and (alone(doc, hit) or self._acts(doc, hit))):
                    open_.remove(hit)
                    kept.append(hit)
                    sure[hit.start] = hit
                    ends.add(hit.end)
                    changed = True
        return kept

    def _acts(self, doc: Doc, hit: Hit) -> bool:
        """Whether the words beside a common noun are those that stand beside a body."""
        after = doc[hit.end].norm_ if hit.end < len(doc) else ""
        before = doc[hit.start - 1].norm_ if hit.start else ""
        mid_sentence = hit.start > 0 and doc[hit.start - 1].is_alpha
        return after in self.body_after or (mid_sentence and before in self.body_before)

    def _completed(self, doc: Doc, names: Names, hits: Sequence[Hit]) -> list[Hit]:
        """`hits` with the names around them; a name that belongs to another body is left to it ("HMP Winton Offender Management Unit")."""
        theirs = {index for hit in hits if hit.use == "named_after" for index in range(hit.start, hit.end)}
        begun = {hit.start for hit in hits}
        return [hit if hit.use == "number" else self._complete(doc, names, hit, theirs, begun) for hit in hits]

    def _complete(self, doc: Doc, names: Names, hit: Hit, theirs: set[int], begun: set[int]) -> Hit:
        """`hit` with the place in front of it, or behind a name printed with capitals, and the abbreviation in brackets behind."""
        entry = self.rules.entries[hit.label]
        start, end, name = hit.start, hit.end, hit.name
        if self.layer == "agency" and entry.place and hit.use != "named_after":
            if start == hit.core and start - 1 not in theirs:
                start = names.before(start, most=3 if hit.use == "named" else 1, joint=entry.joint_places)
            behind = (
                names.place_after(end)
                if start == hit.core and doc[hit.core].text[:1].isupper() and doc[end - 1].text[:1].isupper()
                else end
            )
            if behind > end and behind not in begun:
                end, name = behind, doc[start:behind].text
        while start > 0 and self._belongs_to_title(doc, start):
            start -= 1
        if name is None and start < hit.core:
            name = doc[start:end].text
        if (closed := bracket_end(doc, hit.core, end)) == end:
            closed = bracket_end(doc, start, end)
        return replace(hit, start=start, end=closed, name=name)

    def _belongs_to_title(self, doc: Doc, start: int) -> bool:
        """Whether the word in front of a post is part of its title: "Principal", with a capital as the title has."""
        word = doc[start - 1]
        return word.norm_ in self.titles and word.is_title and doc[start].text[:1].isupper()

    def _definitions(self, doc: Doc, hits: Iterable[Hit]) -> Iterator[tuple[str, tuple[str, str]]]:
        """Abbreviations that the document defines in brackets: what each stands for, as label and name."""
        for hit in sorted(hits, key=lambda hit: (hit.end - hit.start, -hit.start)):
            if hit.end - hit.start > 3 and doc[hit.end - 1].text == ")" and doc[hit.end - 3].text == "(":
                short = doc[hit.end - 2].text
                full = doc[hit.start : hit.end - 3].text
                name = full if hit.start < hit.core or hit.use == "named_after" else (self.rules.entries[hit.label].name or full)
                yield short, (hit.label, name)
                if short.endswith("s") and short[:-1].isupper():
                    yield short[:-1], (hit.label, name)
                else:
                    yield short + "s", (hit.label, name)

    def _defined_hits(self, doc: Doc, names: Names, defined: dict[str, tuple[str, str]]) -> list[Hit]:
        if not defined:
            return []
        keys = np.array([doc.vocab.strings[short] for short in defined if short in doc.vocab.strings], dtype="uint64")
        places = np.flatnonzero(np.isin(doc.to_array("ORTH"), keys))
        hits = []
        for at in places.tolist():
            label, name = defined[doc[at].text]
            hits.append(Hit(at, at + 1, label, f"{self.rules.file}/{label}/defined-in-document", "defined", at, name))
        return [hit for hit in hits if self._means_it(doc, hit)]

    def _said_to_be(self, doc: Doc) -> Iterator[Hit]:
        """Names that no list holds, where the text says what they are."""
        for label, entry in self.rules.entries.items():
            for start, end in said_to_be(doc, set(entry.said_to_be), self.places.never) if entry.said_to_be else ():
                name = doc[start:end].text
                yield Hit(start, bracket_end(doc, start, end), label, f"{self.rules.file}/{label}/said-to-be", "aliases", start, name)

    def _shared_bodies(self, doc: Doc, names: Names, hits: Sequence[Hit]) -> Iterator[Hit]:
        """Places of a list whose body stands only at the last one, in the plural: "Luton" in "Luton and Bedford Borough Councils"."""
        start_of, _ = names.known
        taken = {index for hit in hits for index in range(hit.start, hit.end)}
        for hit in hits:
            if not (hit.start < hit.core and hit.use in ("aliases", "named") and doc[core_end(doc, hit) - 1].norm_.endswith("s")):
                continue
            at = hit.start
            while (end := joined(doc, at, -1)) in start_of and end - 1 not in taken:
                at = start_of[end]
                yield Hit(at, end, hit.label, hit.rule, hit.use, at, doc[at:end].text)

    def _shared_heads(self, doc: Doc, hits: Sequence[Hit]) -> list[Hit]:
        """Items of a list whose head stands only at the last one: "Adult" in "Adult and Children's Services"."""
        heads = {hit.start: _last_words(doc, hit) for hit in sorted(hits, key=lambda hit: hit.end)}
        found: list[Hit] = []
        for key, start, end in sorted(self.literals.headless(doc), key=lambda match: -match[1]):
            phrase, head = self.literals.heads[key]
            if (then := joined(doc, end, 1)) is not None and heads.get(then, ())[-len(head) :] == head:
                hit = Hit(start, end, phrase.label, phrase.rule, "aliases", start)
                if self._means_it(doc, hit):
                    found.append(hit)
                    heads.setdefault(start, head)
        return found

    def _owned(self, doc: Doc, hits: Sequence[Hit]) -> list[Hit]:
        """`hits` with a body's unit joined to the body whose name stands directly in front: council and its children's services."""
        result: list[Hit] = []
        for hit in hits:
            owner = result[-1] if result else None
            gap = doc[owner.end : hit.start].text if owner else None
            if owner and gap in ("", "'s", "\u2019s") and owner.name and owner.label in self.rules.entries[hit.label].owners:
                kind = owner.label if self.rules.entries[owner.label].keeps_units else hit.label
                result[-1] = replace(hit, start=owner.start, core=owner.core, label=kind, name=doc[owner.start : hit.end].text)
            else:
                result.append(hit)
        return result

    def _spans(self, doc: Doc, hits: Iterable[Hit]) -> Iterator[Span]:
        for hit in hits:
            yield Span(doc, hit.start, hit.end, label=hit.label, kb_id=hit.name or "", span_id=hit.rule)


def _last_words(doc: Doc, hit: Hit) -> tuple[str, ...]:
    """The last two words of `hit` in the singular: what items in front of it in a list may share."""
    end = core_end(doc, hit)
    return tuple(stem(token.norm_) for token in doc[max(hit.start, end - 2) : end])


def _contexts(nlp: Language, entry: Entry) -> tuple[tuple[tuple[str, ...], ...], tuple[tuple[str, ...], ...]]:
    def words(texts: Iterable[str]) -> tuple[tuple[str, ...], ...]:
        return tuple(tuple(token.norm_ for token in nlp.make_doc(text)) for text in texts)

    return words(entry.not_after), words(entry.not_before)


def _place(doc: Doc, names: Names, hit: Hit) -> tuple[int, int] | None:
    """Tokens of the place that `hit` names: in front of its core, or a known one at its end."""
    if hit.start < hit.core:
        return hit.start, hit.core
    start_of, _ = names.known
    end = core_end(doc, hit)
    return (start_of[end], end) if hit.name and hit.core < start_of.get(end, 0) else None
