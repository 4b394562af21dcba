"""A layer made by a rules file alone: literals, names around them, abbreviations that the document defines, lists with one head.

The top function tells the story: find literals, keep those that mean the label here, complete them to names,
add what the document abbreviates, and let the longest win.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from spacy.language import Language
from spacy.matcher import Matcher, PhraseMatcher
from spacy.tokens import Doc, Span, SpanGroup

from mappa.errors import RuleError
from mappa.layers.names import Names, Places
from mappa.rules import AREAS, CUES, Entry, Phrase, Ruleset, parse_rules, parse_toml, phrases, read_text, slug

ABBREVIATION = 9  # letters at most
LIST_JOINTS = {",", "and", "&", "or", "/", ";", "as well as"}
COMPANY = 12  # tokens within which a word keeps company
NUMBER_JOINTS = {",", "and", "&", "or", "/", "-", "to"}


@dataclass(frozen=True, slots=True)
class Hit:
    """A candidate: token offsets, its label and rule; `core` is where the literal itself starts, `name` the proper name if it is one."""

    start: int
    end: int
    label: str
    rule: str
    use: str
    core: int
    name: str | None = None


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
        path.mkdir(parents=True, exist_ok=True)
        for file, text in self.sources.items():
            (path / file).write_text(text, encoding="utf-8", newline="\n")

    def from_disk(self, path: Path, exclude: Iterable[str] = ()) -> "Gazetteer":
        """Compile the rules that to_disk wrote."""
        return self.load(path)

    def _compile(self) -> None:
        nlp = self.nlp
        cues = _with_keys(CUES, parse_toml(CUES, self.sources[CUES]), "spellings", "bodies")
        areas = _with_keys(AREAS, parse_toml(AREAS, self.sources[AREAS]), "areas", "places", "place_endings", "never_names", "compass")
        self.rules: Ruleset = parse_rules(self.file, self.sources[self.file])
        self.layer = self.rules.layer
        self.layers = (self.layer,)
        self.places = Places(nlp, place_names(areas), endings=areas["place_endings"], never=areas["never_names"], compass=areas["compass"])
        self.body_before, self.body_after = set(cues["bodies"]["before"]), set(cues["bodies"]["after"])
        literals = phrases(self.rules, cues["spellings"])
        self.literals = literals
        self.blind = PhraseMatcher(nlp.vocab, attr="NORM")
        self.exact = PhraseMatcher(nlp.vocab, attr="ORTH")
        self.by_key: dict[int, Phrase] = {}
        for number, phrase in enumerate(literals):
            matcher = self.exact if phrase.exact else self.blind
            matcher.add(f"{self.layer}:{number}", [nlp.make_doc(phrase.text)])
            self.by_key[nlp.vocab.strings[f"{self.layer}:{number}"]] = phrase
        self.headless = self._headless(literals)
        self._add_patterns()
        self.contexts = {label: _contexts(nlp, entry) for label, entry in self.rules.entries.items() if entry.not_before or entry.not_after}
        self.lists = _numbered(self.rules)

    def _add_patterns(self) -> None:
        """Compile the token patterns of all entries. Raises RuleError with every one that spaCy cannot use."""
        self.tokens = Matcher(self.nlp.vocab, validate=True)
        self.token_rules: dict[int, tuple[str, str]] = {}
        problems = []
        for label, entry in self.rules.entries.items():
            for name, pattern in entry.patterns.items():
                try:
                    self.tokens.add(f"{label}/{name}", [pattern], greedy="LONGEST")
                except (ValueError, re.error) as error:
                    why = re.sub(r"\s+", " ", str(error))
                    problems.append(f"{self.file}: [{label}] patterns.{name} is no pattern: {why}; see spacy.io/api/matcher")
                self.token_rules[self.nlp.vocab.strings.add(f"{label}/{name}")] = (label, f"{self.rules.file}/{label}/{name}")
        if problems:
            raise RuleError(problems)

    def _headless(self, literals: Sequence[Phrase]) -> PhraseMatcher:
        """Phrases without their last word: half of "Adult and Children's Services"."""
        matcher = PhraseMatcher(self.nlp.vocab, attr="NORM")
        self.heads: dict[int, tuple[Phrase, str]] = {}
        for number, phrase in enumerate(literals):
            doc = self.nlp.make_doc(phrase.text)
            if (
                phrase.use == "aliases"
                and len(doc) > 1
                and not phrase.exact
                and len(doc[-1]) > 3
                and doc[-2].is_alpha | (doc[-2].norm_ == "'s")
            ):
                key = f"{self.layer}:headless:{number}"
                matcher.add(key, [self.nlp.make_doc(doc[:-1].text)])
                self.heads[self.nlp.vocab.strings[key]] = (phrase, _stem(doc[-1].norm_))
        return matcher

    def __call__(self, doc: Doc) -> Doc:
        names = self.places.of(doc)
        hits = [hit for hit in self._literal_hits(doc, names) if self._means_it(doc, hit)]
        hits = self._bodies_only(doc, self._not_otherwise_defined(doc, hits))
        hits = self._completed(doc, names, hits)
        hits = [hit for hit in hits if hit.use != "named" or hit.start < hit.core]
        defined = dict(self._definitions(doc, hits))
        hits += self._defined_hits(doc, names, defined)
        names.short = {
            short: name for short, (label, name) in defined.items() if any(label in entry.owners for entry in self.rules.entries.values())
        }
        if names.short:
            hits = self._completed(doc, names, hits)
        hits += self._shared_heads(doc, hits)
        hits = self._owned(doc, _longest(hits))
        doc.spans[self.layer] = SpanGroup(doc, name=self.layer, spans=list(self._spans(doc, _visible(doc, hits, self.hidden_by))))
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

    def _literal_hits(self, doc: Doc, names: Names) -> Iterator[Hit]:
        for matcher in (self.blind, self.exact):
            for key, start, end in matcher(doc):
                phrase = self.by_key[key]
                if phrase.use == "named_after":
                    stop = names.after(end)
                    if stop > end:
                        yield Hit(start, stop, phrase.label, phrase.rule, phrase.use, start, doc[start:stop].text)
                elif not phrase.near or _near(doc, start, end, phrase.near):
                    yield Hit(start, end, phrase.label, phrase.rule, phrase.use, start)
        for key, start, end in self.tokens(doc) if self.token_rules else ():
            label, rule = self.token_rules[key]
            yield Hit(start, end, label, rule, "aliases", start)
        yield from _number_lists(doc, self.lists)

    def _means_it(self, doc: Doc, hit: Hit) -> bool:
        """Whether no word beside the hit shows another meaning."""
        if hit.use == "named_after":
            return True
        if hit.end - hit.start == 1 and doc[hit.start].is_stop and _in_capitals(doc, hit.start):
            return False  # "NO" in a line of capitals is the plain word
        before, after = self.contexts.get(hit.label, ((), ()))
        if hit.end - hit.start > 1:
            before = ()  # "on probation" is no body, "on probation boards" is one
        return not any(_norms(doc, hit.end, hit.end + len(words)) == words for words in after) and not any(
            _norms(doc, hit.start - len(words), hit.start) == words for words in before
        )

    def _not_otherwise_defined(self, doc: Doc, hits: list[Hit]) -> list[Hit]:
        """`hits` without acronyms that this document explains by other words: "Stalking Protection Order (SPO)" is no officer."""
        others = {}
        for at in np.flatnonzero(doc.to_array("ORTH") == doc.vocab.strings["("]).tolist():
            if 0 < at < len(doc) - 2 and doc[at + 2].text == ")" and (short := doc[at + 1].text.removesuffix("s")).isupper():
                words = _explained(doc, at, short)
                if words and not any(hit.end == at for hit in hits):
                    others[short] = words
        if not others:
            return hits
        return [hit for hit in hits if not self._is_otherwise_defined(doc, hit, others)]

    def _is_otherwise_defined(self, doc: Doc, hit: Hit, others: Mapping[str, set[str]]) -> bool:
        words = others.get(doc[hit.start].text.removesuffix("s")) if hit.end - hit.start == 1 else None
        full = [*self.rules.entries[hit.label].aliases, self.rules.entries[hit.label].name or ""]
        return words is not None and not any(len(words & set(slug(alias).split("-"))) * 2 >= len(words) for alias in full)

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
                listed = self._joined(doc, hit.start, -1) in ends or self._joined(doc, hit.end, 1) in sure
                if listed or (doc[hit.start].text[:1].isupper() and (_alone(doc, hit) or self._acts(doc, hit))):
                    open_.remove(hit)
                    kept.append(hit)
                    sure[hit.start] = hit
                    ends.add(hit.end)
                    changed = True
        return kept

    def _joined(self, doc: Doc, at: int, step: int) -> int | None:
        """The token boundary on the other side of a list joint that begins at boundary `at`, going `step`; None without a joint."""
        start = at
        seen: set[str] = set()
        while 0 <= (index := at if step > 0 else at - 1) < len(doc) and abs(at - start) < 3 and doc[index].norm_ in LIST_JOINTS | {"the"}:
            seen.add(doc[index].norm_)
            at += step
        return at if seen - {"the"} else None

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
        if name is None and start < hit.core:
            name = doc[start:end].text
        if (closed := self._bracket(doc, hit.core, end)) == end:
            closed = self._bracket(doc, start, end)
        return replace(hit, start=start, end=closed, name=name)

    def _bracket(self, doc: Doc, start: int, end: int) -> int:
        """`end`, moved behind "(ABBR)" where that abbreviates the words from `start`."""
        if (
            end + 2 < len(doc)
            and doc[end].text == "("
            and doc[end + 2].text == ")"
            and _abbreviates(doc[end + 1].text, doc[start:end].text)
        ):
            return end + 3
        return end

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

    def _shared_heads(self, doc: Doc, hits: Sequence[Hit]) -> list[Hit]:
        """Items of a list whose head stands only at the last one: "Adult" in "Adult and Children's Services"."""
        heads = {hit.start: _stem(doc[_core_end(doc, hit) - 1].norm_) for hit in sorted(hits, key=lambda hit: hit.end)}
        found: list[Hit] = []
        for key, start, end in sorted(self.headless(doc), key=lambda match: -match[1]):
            phrase, head = self.heads[key]
            if (then := self._joined(doc, end, 1)) is not None and heads.get(then) == head:
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
                kind = owner.label if owner.label == "prison" else hit.label
                result[-1] = replace(hit, start=owner.start, core=owner.core, label=kind, name=doc[owner.start : hit.end].text)
            else:
                result.append(hit)
        return result

    def _spans(self, doc: Doc, hits: Iterable[Hit]) -> Iterator[Span]:
        for hit in hits:
            yield Span(doc, hit.start, hit.end, label=hit.label, kb_id=hit.name or "", span_id=hit.rule)


def place_names(areas: dict[str, Any]) -> list[str]:
    """Every place phrase in areas.toml: the areas with all their names, and the places inside them."""
    names = [name for area, entry in areas["areas"].items() for name in (area, *entry.get("names", []), *entry.get("places", []))]
    return sorted({*names, *areas["places"]})


def _with_keys(file: str, table: dict[str, Any], *keys: str) -> dict[str, Any]:
    """`table` of `file`, or RuleError for each of `keys` that is not in it."""
    if missing := [key for key in keys if key not in table]:
        raise RuleError([f"{file}: no {key}; take it from the file that `mappa rules copy FOLDER` writes" for key in missing])
    return table


def _contexts(nlp: Language, entry: Entry) -> tuple[tuple[tuple[str, ...], ...], tuple[tuple[str, ...], ...]]:
    def words(texts: Iterable[str]) -> tuple[tuple[str, ...], ...]:
        return tuple(tuple(token.norm_ for token in nlp.make_doc(text)) for text in texts)

    return words(entry.not_after), words(entry.not_before)


def _norms(doc: Doc, start: int, end: int) -> tuple[str, ...]:
    return tuple(token.norm_ for token in doc[max(start, 0) : min(end, len(doc))])


def _numbered(rules: Ruleset) -> tuple[dict[str, str], dict[str, tuple[str, str]]]:
    """Heads and numerals of all numbered entries: head -> family, "family numeral" -> label and rule."""
    heads: dict[str, str] = {}
    items: dict[str, tuple[str, str]] = {}
    for label, entry in rules.entries.items():
        family = label.rsplit("-", 1)[0]
        for head in entry.numbered.get("any_of", []):
            heads[head.lower()] = family
        for item in entry.numbered.get("item", []):
            items[f"{family} {item}"] = (label, f"{rules.file}/{label}/numbered")
    return heads, items


def _number_lists(doc: Doc, lists: tuple[dict[str, str], dict[str, tuple[str, str]]]) -> Iterator[Hit]:
    """One hit an item of "Levels 1, 2 and 3": the first with the head, the others the bare numeral."""
    heads, items = lists
    if not heads:
        return
    strings = doc.vocab.strings
    keys = np.array([strings[head] for head in heads if head in strings], dtype="uint64")
    for at in np.flatnonzero(np.isin(doc.to_array("NORM"), keys)).tolist():
        family = heads[doc[at].norm_]
        start, index = at, at + 1
        while index < len(doc):
            item = items.get(f"{family} {doc[index].text}") or (items.get(f"{family} {doc[index].norm_}") if len(doc[index]) > 2 else None)
            if item is None or (doc[index].text == "I" and not doc[at].norm_.startswith(family)):
                break  # "in MAPPA I learned" is no level
            yield Hit(start, index + 1, *item, "number", start)
            start = index = index + 1
            while index < len(doc) and doc[index].norm_ in NUMBER_JOINTS:
                index += 1
            if index == start:
                break
            start = index


def _abbreviates(short: str, phrase: str) -> bool:
    """Whether the letters of `short` come, in order, from the starts of the words of `phrase`."""
    letters = short.removesuffix("s") if short[:-1].isupper() else short
    if not (2 <= len(letters) <= ABBREVIATION and sum(map(str.isupper, letters)) >= 2 and letters.isalpha()):
        return False
    words = [word for word in slug(phrase).split("-") if word]
    initials = [word[0] for word in words]
    wanted = letters.lower()
    position = 0
    for initial in initials:
        if position < len(wanted) and initial == wanted[position]:
            position += 1
    return position >= max(2, len(wanted) - 1) and wanted[0] in (initials[0], *initials[1:2])


def _explained(doc: Doc, at: int, short: str) -> set[str]:
    """The words in front of the bracket at token `at` that begin with the letters of `short`; none where they do not."""
    words = [token.norm_ for token in doc[max(0, at - len(short) * 2) : at] if token.is_alpha]
    tail = words[-len(short) :]
    return set(tail) if "".join(word[0] for word in tail) == short.lower() else set()


def _near(doc: Doc, start: int, end: int, words: Iterable[str]) -> bool:
    """Whether one of `words` stands within a dozen tokens of the span."""
    near = f" {' '.join(_norms(doc, start - COMPANY, start))} | {' '.join(_norms(doc, end, end + COMPANY))} "
    return any(f" {word} " in near for word in words)


def _place(doc: Doc, names: Names, hit: Hit) -> tuple[int, int] | None:
    """Tokens of the place that `hit` names: in front of its core, or a known one at its end."""
    if hit.start < hit.core:
        return hit.start, hit.core
    start_of, _ = names.known
    end = _core_end(doc, hit)
    return (start_of[end], end) if hit.name and hit.core < start_of.get(end, 0) else None


def _in_capitals(doc: Doc, at: int) -> bool:
    """Whether a word beside the token `at` is printed in capitals too."""
    return any(0 <= beside < len(doc) and doc[beside].is_upper and doc[beside].is_alpha for beside in (at - 1, at + 1))


def _alone(doc: Doc, hit: Hit) -> bool:
    """Whether the span is a whole heading or cell."""
    return (hit.start == 0 or doc[hit.start - 1].is_space) and (hit.end == len(doc) or doc[hit.end].is_space)


def _stem(word: str) -> str:
    return word.removesuffix("ies") + "y" if word.endswith("ies") else word.removesuffix("s")


def _core_end(doc: Doc, hit: Hit) -> int:
    """End of the words of `hit`, without an abbreviation in brackets."""
    return hit.end - 3 if hit.end - hit.start > 3 and doc[hit.end - 1].text == ")" and doc[hit.end - 3].text == "(" else hit.end


def _longest(hits: Iterable[Hit]) -> list[Hit]:
    """The hits that are left when the longest takes its tokens first; the earlier rule wins among equals."""
    taken: set[int] = set()
    kept = []
    for hit in sorted(hits, key=lambda hit: (hit.start - hit.end, hit.start, hit.use != "company", hit.use == "defined")):
        tokens = range(hit.start, hit.end)
        if taken.isdisjoint(tokens):
            taken.update(tokens)
            kept.append(hit)
    return sorted(kept, key=lambda hit: hit.start)


def _visible(doc: Doc, hits: Sequence[Hit], layers: Sequence[str]) -> list[Hit]:
    """`hits` without those that lie inside a span of `layers`: a body named in a job title is part of the title."""
    hidden: dict[int, int] = defaultdict(int)
    for layer in layers:
        for span in doc.spans.get(layer, []):
            for index in range(span.start, span.end):
                hidden[index] = span.end
    return [hit for hit in hits if not (hidden.get(hit.start, 0) >= hit.end)]
