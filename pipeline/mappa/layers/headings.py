"""What a heading says under its numbers and punctuation, and what sections.toml says of the types of section."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

import msgspec

from mappa.errors import RuleError
from mappa.language import fold

FILE = "sections.toml"
ANY = "\u00a4"  # stands for * while a pattern is compared like a heading
NUMBER = re.compile(
    r"^(?:(?:section|part|chapter|adran|appendix|annex|annexe|atodiad)\s+)?(?:\d{1,2}(?:\.\d{1,2})*[.):]?|\(?[a-z][.)]|\(?[ivx]{1,4}[.)]|section\s+[a-z])\s*[-:.]?\s+(?=\S)"
)
YEARS = re.compile(r"(?:\b(?:19|20)\d\d|'?\b\d\d)\s*[-/]\s*'?(?:(?:19|20)\d\d|\d\d?)\b|\b(?:19|20)\d\d\b|'\d\d\b")
PAGE = re.compile(r"(?:\s*\.{2,}\s*|\s+(?:page|p\.?|pages)\s*)\d{1,2}(?:\s*-\s*\d{1,2})?$|\s*\.{3,}$|\s+\d{1,2}$")


class Type(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """What sections.toml says of one type; the keys are explained on top of that file."""

    headings: list[str] = []
    like: list[str] = []
    quiet: bool = False
    children: str = "topic"
    template: bool = False
    run_in: bool = False
    after: dict[str, str] = {}
    after_only: list[str] = []
    only_under: dict[str, str] = {}
    template_headings: list[str] = []
    about: list[str] = []


def types_of(table: Mapping[str, Any]) -> dict[str, Type]:
    """The types in the table of sections.toml. Raises RuleError with every entry that cannot be used."""
    types: dict[str, Type] = {}
    problems = []
    for kind, value in table.items():
        try:
            types[kind] = msgspec.convert(value, Type)
        except msgspec.ValidationError as error:
            problems.append(f"{FILE}: [{kind}]: {error}; keys are {', '.join(Type.__struct_fields__)}")
    if problems:
        raise RuleError(problems)
    return types


@lru_cache(maxsize=4096)
def heading_key(text: str) -> str:
    """`text` of a heading as compared: folded, without number, punctuation, years and page number."""
    key = fold(" ".join(text.split()))
    key = re.sub(r"\b((?:\w )+\w)\b", lambda match: match[1].replace(" ", "") if len(match[1]) > 6 else match[1], key)
    key = re.sub(r"\b(\w+)( \1)+\b", r"\1", key)
    key = PAGE.sub("", key)
    key = NUMBER.sub("", key)
    key = YEARS.sub(" ", key)
    return compared(key)


def halves(key: str) -> list[str]:
    """The parts of a heading that says the same twice ("Rhagair / Foreword") or adds a slogan ("Victims - our first concern")."""
    parts = [part.strip() for part in re.split(r"\s*[/|]\s*|\s+[-\u2013]\s+", key)]
    return [compared(part) for part in parts if len(part) > 3] if len(parts) > 1 else []


def compared(text: str) -> str:
    """`text`, folded, without the punctuation and the article around it."""
    key = re.sub(r"\([^)]*\)$", "", text) if len(text) > 12 else text
    key = re.sub(r"[.:;,!?\"*]+(?=\s|$)|^[.:'\"*\s]+|^-\s*|\s*-$|'$", "", key.strip())
    return re.sub(r"^(?:the|an?) (?=[a-z])", "", " ".join(key.replace("&", " and ").split()).strip(" -:"))


def expression(text: str) -> re.Pattern[str]:
    """`text` of sections.toml as an expression: * stands for one or more words."""
    words = compared(text.replace("*", ANY)).split()
    return re.compile(r"\s*".join(r"(?<!\S).+(?!\S)" if word == ANY else re.escape(word).replace(ANY, r"\S*") for word in words))


def any_word(words: Iterable[str]) -> re.Pattern[str]:
    """An expression for any of `words`; * at the end of one stands for any ending."""
    return re.compile(r"\b(?:" + "|".join(re.escape(word).replace(r"\*", r"\w*") for word in words) + r")\b", re.IGNORECASE)
