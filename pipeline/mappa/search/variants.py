"""The published table of what a search takes for one and the same word: spellings, hyphens, word families, other names."""

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, product
from pathlib import Path
from typing import Any

import msgspec

from mappa.errors import RuleError
from mappa.search.words import words

SEARCH = "search.toml"
CUES = "cues.toml"
MOST = 256  # ways of writing one phrase that are looked for
STEM = 4  # letters that must follow a first part, so that "read" is no "re-ad"

Form = tuple[str, ...]
Choice = tuple[frozenset[str], ...]


class Table(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """search.toml; the keys are explained in that file."""

    endings: list[tuple[str, str]] = []
    endings_not: list[str] = []
    joined: list[str] = []
    no_plural: list[str] = []
    families: list[list[str]] = []
    synonyms: list[list[str]] = []


@dataclass(frozen=True, slots=True)
class Variants:
    """The table, folded: `same` has all ways of writing a form, `families` a word's family; the longest form has `longest` words."""

    table: Table
    same: Mapping[Form, frozenset[Form]]
    families: Mapping[str, frozenset[str]]
    longest: int

    def written(self, form: Form) -> list[Choice]:
        """`form` in every spelling and under every name, itself first; word families are not in it."""
        return list(dict.fromkeys(self._ways(form)))

    def meant(self, form: Form) -> list[Choice]:
        """What words without quotation marks stand for: `written`, and so the families of what is one word in some spelling."""
        spelled = self.written(form)
        kin = sorted({other for choice in spelled if len(choice) == 1 for word in choice[0] for other in self.family(word)})
        every = [*spelled, *(choice for word in kin for choice in self.written((word,)))]
        single = frozenset().union(*(choice[0] for choice in every if len(choice) == 1))
        return [*([(single,)] if single else []), *dict.fromkeys(choice for choice in every if len(choice) > 1)]

    def family(self, word: str) -> frozenset[str]:
        """The family of `word`: as listed, else its singular and plural."""
        return self.families.get(word) or frozenset([word, *self._numbers(word)])

    def beginnings(self, prefix: str) -> list[str]:
        """`prefix` in the spellings of the endings, cut short as it is: organis and organiz."""
        found = [prefix]
        for one, other in self._swaps():
            for size in range(1, len(one) + 1):
                if one[:size] != other[:size] and prefix.endswith(one[:size]) and len(prefix) > size + 1:
                    found.append(prefix.removesuffix(one[:size]) + other[:size])
        return list(dict.fromkeys(found))

    def begun(self, prefix: str) -> Iterator[Form]:
        """Forms of several words of which some other way of writing is one word that begins with `prefix`."""
        for form, others in self.same.items():
            if len(form) == 1 and form[0].startswith(prefix):
                yield from (other for other in others if len(other) > 1)

    def _ways(self, form: Form) -> list[Choice]:
        """Every way of writing `form`, at most MOST: from its last word on, so that long forms are no deeper than short ones."""
        ways: list[list[Choice]] = [[()]]
        for at in range(len(form) - 1, -1, -1):
            sizes = range(1, min(self.longest, len(form) - at) + 1)
            found = (
                head + rest for size in sizes for head, rest in product(self._heads(form[at : at + size]), ways[len(form) - at - size])
            )
            ways.append(list(islice(found, MOST)))
        return ways[-1]

    def _heads(self, form: Form) -> list[Choice]:
        """What may stand in place of exactly `form`: one word of several, or several words."""
        others = self._alternatives(form)
        single = frozenset(other[0] for other in others if len(other) == 1).union(form if len(form) == 1 else ())
        longer = [tuple(frozenset([word]) for word in other) for other in others if len(other) > 1]
        return [*([(single,)] if single else []), *longer]

    def _alternatives(self, form: Form) -> list[Form]:
        """Other ways of writing exactly `form`, by the table and by rule."""
        found = set(self.same.get(form, ()))
        for other in [form, *found]:
            found.update(self._ruled(other))
        return sorted(found - {form})

    def _ruled(self, form: Form) -> Iterator[Form]:
        if len(form) == 1:
            word = form[0]
            yield from ((other,) for other in self._respelled(word))
            for first in self.table.joined:
                if word.startswith(first) and len(word) >= len(first) + STEM:
                    yield (first, word.removeprefix(first))
        elif len(form) == 2 and form[0] in self.table.joined and len(form[1]) >= STEM:
            yield ("".join(form),)

    def _respelled(self, word: str) -> Iterator[str]:
        if word not in self.table.endings_not:
            for one, other in self._swaps():
                if word.endswith(one) and len(word) > len(one) + 1:
                    yield word.removesuffix(one) + other

    def _swaps(self) -> Iterator[tuple[str, str]]:
        for one, other in self.table.endings:
            yield from ((one, other), (other, one))

    def _numbers(self, word: str) -> Iterator[str]:
        """The plural and the singular of `word`, by rule."""
        for other in (_plural(word), _singular(word)):
            if other and word not in self.table.no_plural and other not in self.table.no_plural:
                yield other


def _plural(word: str) -> str:
    if not word.isalpha() or len(word) < 3 or re.search(r"[^s]s$", word):
        return ""
    if re.search(r"[^aeiou]y$", word):
        return word[:-1] + "ies"
    return word + ("es" if re.search(r"(ch|sh|x|ss)$", word) else "s")


def _singular(word: str) -> str:
    if not word.isalpha() or len(word) < 4 or not word.endswith("s") or re.search(r"(ss|us|is)$", word):
        return ""
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    return word[:-2] if re.search(r"(ch|sh|x|ss)es$", word) else word[:-1]


def load_variants(configs: Path) -> Variants:
    """The table in the folder `configs`: search.toml, and the spellings of cues.toml.

    Raises RuleError where one of them cannot be read, naming the entry.
    """
    given = _toml(configs / SEARCH)
    try:
        table = msgspec.convert(given, Table)
    except msgspec.ValidationError as error:
        raise RuleError([f"{SEARCH}: {error}; keys are {', '.join(Table.__struct_fields__)}"]) from None
    return variants(table, _toml(configs / CUES).get("spellings", []))


def variants(table: Table, spellings: Iterable[Sequence[str]]) -> Variants:
    """`table` and the groups of `spellings`, folded. Raises RuleError where a word stands in two families or is no word."""
    families: dict[str, frozenset[str]] = {}
    problems = []
    for group in table.families:
        forms = [words(each) for each in group]
        members = frozenset(form[0] for form in forms if form)
        problems += [f"{SEARCH}: families: {each!r} must be one word" for each, form in zip(group, forms, strict=True) if len(form) != 1]
        problems += [f"{SEARCH}: families: {each!r} stands in two families; keep it in one" for each in members & families.keys()]
        families.update(dict.fromkeys(members, members))
    if problems:
        raise RuleError(problems)
    same = _groups([*spellings, *(group for one in table.synonyms for group in (one, list(map(_many, one))))])
    return Variants(table, same, families, max(2, *map(len, same)) if same else 2)


def _many(name: str) -> str:
    """`name` in the plural."""
    *front, last = words(name)
    return " ".join([*front, _plural(last) or last])


def _groups(groups: Iterable[Sequence[str]]) -> dict[Form, frozenset[Form]]:
    """For every form the ways of writing it; groups that share a form are one."""
    joined: dict[Form, set[Form]] = defaultdict(set)
    for group in groups:
        together = {form for each in group if (form := tuple(words(each)))}
        together = together.union(*(joined[form] for form in together if form in joined))
        for form in together:
            joined[form] = together
    return {form: frozenset(together) for form, together in joined.items()}


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise RuleError([f"{path}: missing; `mappa rules copy FOLDER` writes a complete set"]) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RuleError([f"{path.name}: not TOML: {error}; mend that line"]) from None
