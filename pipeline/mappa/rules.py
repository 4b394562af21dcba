"""Rules files: load a TOML, check it whole, and write each alias out in every spelling that print uses.

A file has `layer = "..."` on top and then a table a label. All faults of all files are found before one is reported.
"""

import difflib
import hashlib
import re
import tomllib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from mappa.errors import RuleError
from mappa.language import fold

CUES = "cues.toml"
AREAS = "areas.toml"
FOR_READERS = {"search.toml"}  # says how a corpus is searched, and nothing of how one is built
USES = ("aliases", "printed", "bare", "company", "named", "named_after")


class Entry(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """What is known of one label.

    name         the canonical name; group and agency go into the attributes of agencies and roles
    aliases      words that mean it wherever they stand: case-blind, but all-capital ones exactly so; plurals are added
    printed      words that mean it only in exactly these capitals
    bare         common nouns that mean it only in the company of bodies ("Police, Housing and Health", "Housing have ...")
    company      aliases that mean it only near one of certain words ("chief officer" near "probation")
    named        heads that need a name in front ("Council": Luton Borough Council)
    named_after  heads that need a name behind ("HMP": HMP Bedford)
    numbered     heads and numerals of which lists are made ("Levels 2 and 3"); `any_of` are the heads, `item` the numerals
    owners       labels of the same layer whose name may stand directly in front and then belongs to this one
    place        whether a place in front belongs to the name; joint_places: and several of them ("Durham and Darlington NHS Trust")
    said_to_be   nouns that make a name one of these where the text says so ("the Harbour Trust, a local charity")
    keeps_units  whether a unit that carries its name counts as it and not as what such units are ("HMP Winton Offender Management Unit")
    not_before, not_after   words that, directly behind or in front, show another meaning
    patterns     spaCy token patterns, by name
    examples     sentences with [what must be marked] in brackets; counter: sentences in which nothing of this label may be
    """

    name: str | None = None
    group: str | None = None
    agency: str | None = None
    aliases: list[str] = []
    printed: list[str] = []
    bare: list[str] = []
    company: dict[str, list[str]] = {}
    named: list[str] = []
    named_after: list[str] = []
    numbered: dict[str, list[str]] = {}
    owners: list[str] = []
    said_to_be: list[str] = []
    place: bool = True
    joint_places: bool = False
    keeps_units: bool = False
    not_before: list[str] = []
    not_after: list[str] = []
    patterns: dict[str, list[dict[str, Any]]] = {}
    examples: list[str] = []
    counter: list[str] = []


@dataclass(frozen=True, slots=True)
class Ruleset:
    """The rules of one layer: entries by label, `file` without its suffix for the rules' names."""

    file: str
    layer: str
    entries: Mapping[str, Entry]


@dataclass(frozen=True, slots=True)
class Phrase:
    """One literal to look for: `rule` is file/label/alias, `exact` says whether capitals count, `use` names the list it came from."""

    text: str
    label: str
    rule: str
    use: str
    exact: bool
    near: tuple[str, ...] = ()


def read_text(path: Path) -> str:
    """Text of a rules file. Raises RuleError where it is missing or not UTF-8."""
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise RuleError([f"{path}: missing; `mappa rules copy FOLDER` writes a complete set"]) from error
    except UnicodeDecodeError as error:
        raise RuleError([f"{path}: not UTF-8 (byte {error.start}); save it as UTF-8"]) from error


def write_rules(folder: Path, sources: Mapping[str, str]) -> None:
    """Write rules files, text by name, into `folder`, so that a saved pipeline needs no configs folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for file, text in sources.items():
        (folder / file).write_text(text, encoding="utf-8", newline="\n")


def parse_toml(file: str, text: str) -> dict[str, Any]:
    """The table written in `text`. Raises RuleError with the line that TOML cannot read."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise RuleError([f"{file}: not TOML: {error}; mend that line"]) from error


def with_keys(file: str, table: dict[str, Any], *keys: str) -> dict[str, Any]:
    """`table` of `file`, or RuleError for each of `keys` that is not in it."""
    if missing := [key for key in keys if key not in table]:
        raise RuleError([f"{file}: no {key}; take it from the file that `mappa rules copy FOLDER` writes" for key in missing])
    return table


def parse_rules(file: str, text: str) -> Ruleset:
    """The rules written in `text`, a TOML file named `file`."""
    table = parse_toml(file, text)
    layer = table.pop("layer", None)
    problems = [] if isinstance(layer, str) else [f'{file}: no line  layer = "..."  on top; write which layer the rules make']
    entries: dict[str, Entry] = {}
    for label, value in table.items():
        if wrong := list(_shape_faults(value)):
            problems += [f"{file}: [{label}] {fault}" for fault in wrong]
        else:
            entries[label] = msgspec.convert(value, Entry)
    problems += [f"{file}: [{label}] {fault}" for label, entry in entries.items() for fault in _faults(label, entry, table)]
    if problems:
        raise RuleError(problems)
    return Ruleset(file.removesuffix(".toml"), str(layer), entries)


def _shape_faults(value: Any) -> Iterator[str]:
    """What is wrong with the keys of an entry, key by key, so that no fault hides another."""
    if not isinstance(value, dict):
        yield f"is no table but {value!r}; write the label in brackets on a line of its own and the keys below it"
        return
    for key, given in value.items():
        if key not in Entry.__struct_fields__:
            near = difflib.get_close_matches(key, Entry.__struct_fields__, n=1)
            meant = f"did you mean {near[0]}?" if near else f"keys are {', '.join(Entry.__struct_fields__)}"
            yield f"has an unknown key {key!r}; {meant}"
            continue
        try:
            msgspec.convert({key: given}, Entry)
        except msgspec.ValidationError as error:
            yield f"{key}: {error}; compare it with another entry of the file"
        inner = {f"{key}.{name}": items for name, items in given.items()} if isinstance(given, dict) else {}
        for name, items in ({key: given} | inner).items():
            if items == [] or items == {}:
                yield f"{name} is empty; fill it or take the line out"


def _faults(label: str, entry: Entry, entries: Collection[str]) -> Iterator[str]:
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", label):
        yield "is no label; use lower-case words joined by hyphens"
    if not any(getattr(entry, use) for use in (*USES, "numbered", "patterns")):
        yield "marks nothing; give it aliases or take the entry out"
    for owner in entry.owners:
        if owner not in entries:
            yield f"owners names {owner!r}, which is no label of this file"
    for use in USES:
        for alias in getattr(entry, use):
            if not alias.strip():
                yield f"{use} holds an empty alias; take it out"
    if entry.numbered and set(entry.numbered) != {"any_of", "item"}:
        yield f"numbered has the keys {', '.join(sorted(entry.numbered))}; it needs any_of (the heads) and item (the numerals)"


def phrases(rules: Ruleset, spellings: Sequence[Sequence[str]]) -> list[Phrase]:
    """Every literal of `rules`, in all spellings and numbers; the first label that claims a literal keeps it."""
    found: dict[tuple[str, bool, bool], Phrase] = {}
    for phrase in _literals(rules, spellings):
        found.setdefault(_key(phrase), phrase)
    return list(found.values())


def claimed_twice(rules: Ruleset, spellings: Sequence[Sequence[str]]) -> list[str]:
    """One fault a literal that two labels claim: only the first could ever have it."""
    owners: dict[tuple[str, bool, bool], str] = {}
    claims: dict[tuple[str, str, str], str] = {}
    for phrase in _literals(rules, spellings):
        owner = owners.setdefault(_key(phrase), phrase.label)
        if owner != phrase.label:
            claims.setdefault((phrase.rule, phrase.use, owner), phrase.text)
    return [
        f"{rules.file}.toml: [{rule.split('/')[1]}] {use}: {text!r} is claimed by [{owner}] too; keep it under one of them"
        for (rule, use, owner), text in claims.items()
    ]


def _literals(rules: Ruleset, spellings: Sequence[Sequence[str]]) -> Iterator[Phrase]:
    """Every literal of every label, in all spellings and numbers, however often it is claimed."""
    for label, entry in rules.entries.items():
        for use in USES:
            for alias in getattr(entry, use):
                capitals = alias.upper() == alias and any(map(str.isalpha, alias))
                exact = use == "printed" or (use in ("aliases", "company", "named_after") and capitals)
                rule = f"{rules.file}/{label}/{slug(alias)}"
                near = tuple(entry.company.get(alias, ())) if use == "company" else ()
                for text in written(alias, spellings, plural=use != "printed"):
                    yield Phrase(text, label, rule, use, exact, near)


def _key(phrase: Phrase) -> tuple[str, bool, bool]:
    """What two literals share that would mark the same words."""
    return phrase.text if phrase.exact else fold(phrase.text), phrase.exact, phrase.use == "company"


def written(alias: str, spellings: Sequence[Sequence[str]], *, plural: bool = True) -> list[str]:
    """`alias` in every spelling of `spellings` (groups of interchangeable words), singular and plural."""
    forms = {alias: None}
    for group in spellings:
        for form in list(forms):
            for word in group:
                pattern = re.compile(rf"(?<![\w-]){re.escape(word)}(?![\w-])", re.IGNORECASE)
                if pattern.search(form):
                    forms.update(dict.fromkeys(pattern.sub(_in_case_of(other), form) for other in group))
                    break
    if plural:
        forms.update(dict.fromkeys([many for form in forms for many in plurals(form)]))
    return list(forms)


def _in_case_of(other: str) -> Any:
    return lambda match: (
        other.upper() if match[0].isupper() and len(match[0]) > 1 else other.capitalize() if match[0][0].isupper() else other
    )


def plurals(phrase: str) -> Iterator[str]:
    """`phrase` with its head in the plural: the last word, and the word before "of", "for" or "in"."""
    words = phrase.split(" ")
    for link in ("of", "for", "in"):
        if link in words[1:]:
            at = words.index(link, 1)
            yield " ".join([*words[: at - 1], _plural(words[at - 1]), *words[at:]])
    yield " ".join([*words[:-1], _plural(words[-1])])


def _plural(word: str) -> str:
    if not word[-1:].isalpha() or word.endswith("s"):
        return word
    if word.isupper():
        return word + "s"
    if re.search(r"[^aeiou]y$", word):
        return word[:-1] + "ies"
    return word + ("es" if re.search(r"(ch|sh|x)$", word) else "s")


def slug(text: str) -> str:
    """Lower case, every run of other characters one hyphen: stable names for rules."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def digest(configs: Path) -> str:
    """SHA-256 over the rules in force: every file's name and text, line ends apart."""
    summary = hashlib.sha256()
    files = (path for pattern in ("*.toml", "*.cfg") for path in configs.glob(pattern) if path.name not in FOR_READERS)
    for path in sorted(files, key=lambda path: path.name):
        text = read_text(path).replace("\r\n", "\n")
        summary.update(f"{path.name}\0{len(text)}\0{text}".encode())
    return summary.hexdigest()
