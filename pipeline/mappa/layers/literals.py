"""The literals and token patterns of one rules file, compiled once: phrases as phrases, never as token patterns."""

import re
from collections.abc import Iterator, Sequence

from spacy.language import Language
from spacy.matcher import Matcher, PhraseMatcher
from spacy.tokens import Doc

from mappa.errors import RuleError
from mappa.layers.hits import Hit, near
from mappa.layers.names import Names
from mappa.rules import Phrase, Ruleset, phrases


class Literals:
    """What one rules file looks for; `phrases` are its literals, `by_key` the literal of a match."""

    def __init__(self, nlp: Language, rules: Ruleset, spellings: Sequence[Sequence[str]]):
        self.nlp = nlp
        self.rules = rules
        self.phrases = phrases(rules, spellings)
        self.blind = PhraseMatcher(nlp.vocab, attr="NORM")
        self.exact = PhraseMatcher(nlp.vocab, attr="ORTH")
        self.by_key: dict[int, Phrase] = {}
        for number, phrase in enumerate(self.phrases):
            matcher = self.exact if phrase.exact else self.blind
            matcher.add(f"{rules.layer}:{number}", [nlp.make_doc(phrase.text)])
            self.by_key[nlp.vocab.strings[f"{rules.layer}:{number}"]] = phrase
        self.headless = self._headless()
        self._add_patterns()

    def hits(self, doc: Doc, names: Names) -> Iterator[Hit]:
        """Every match in `doc`, those that need a name or company only where they have it."""
        for matcher in (self.blind, self.exact):
            for key, start, end in matcher(doc):
                phrase = self.by_key[key]
                if phrase.use == "named_after":
                    stop = names.after(end)
                    if stop > end:
                        yield Hit(start, stop, phrase.label, phrase.rule, phrase.use, start, doc[start:stop].text)
                elif not phrase.near or near(doc, start, end, phrase.near):
                    yield Hit(start, end, phrase.label, phrase.rule, phrase.use, start)
        for key, start, end in self.tokens(doc) if self.token_rules else ():
            label, rule = self.token_rules[key]
            yield Hit(start, end, label, rule, "patterns", start)

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
                    problems.append(f"{self.rules.file}.toml: [{label}] patterns.{name} is no pattern: {why}; see spacy.io/api/matcher")
                self.token_rules[self.nlp.vocab.strings.add(f"{label}/{name}")] = (label, f"{self.rules.file}/{label}/{name}")
        if problems:
            raise RuleError(problems)

    def _headless(self) -> PhraseMatcher:
        """Phrases without their last word or two: "Adult" in "Adult and Children's Services", "Adult and Children's Social Care"."""
        matcher = PhraseMatcher(self.nlp.vocab, attr="NORM")
        self.heads: dict[int, tuple[Phrase, tuple[str, ...]]] = {}
        for number, phrase in enumerate(self.phrases):
            doc = self.nlp.make_doc(phrase.text)
            for size in (1, 2):
                if phrase.use == "aliases" and not phrase.exact and _may_lose(doc, size):
                    key = f"{self.rules.layer}:headless:{number}:{size}"
                    matcher.add(key, [self.nlp.make_doc(doc[:-size].text)])
                    self.heads[self.nlp.vocab.strings[key]] = (phrase, tuple(stem(token.norm_) for token in doc[-size:]))
        return matcher


def _may_lose(doc: Doc, size: int) -> bool:
    """Whether a phrase can leave its last `size` words to the last item of a list."""
    return (
        len(doc) > size
        and len(doc[-1]) > 3
        and all(token.is_alpha for token in doc[-size:-1])
        and bool(doc[-size - 1].is_alpha or doc[-size - 1].norm_ == "'s")
    )


def stem(word: str) -> str:
    """`word` in the singular, as far as heads of bodies go."""
    return word.removesuffix("ies") + "y" if word.endswith("ies") else word.removesuffix("s")
