"""The language of a search: words, "phrases", prefix*, AND OR NOT, near/5, parentheses; a fault is shown where it is.

A query becomes a tree of conditions on the words of a passage. The same tree is what an index is asked, and what a plain scan answers.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from mappa.errors import MappaError
from mappa.search.words import placed

PART = re.compile(r'[\s\x00]+|[()]|["\u201c\u201d\u201e\u00ab\u00bb\u2033]|[^\s\x00()"\u201c\u201d\u201e\u00ab\u00bb\u2033]+')
QUOTES = '"\u201c\u201d\u201e\u00ab\u00bb\u2033'
NEAR = re.compile(r"near/(\d{1,6})", re.IGNORECASE)
DEEPEST = 30  # parentheses within parentheses
FARTHEST = 50  # words that near/N may lie apart
SHORTEST = 2  # letters in front of *


class QueryError(MappaError):
    """A query that cannot be read: `problem` says why, `at` is the character of `query` where it shows, counted from 0."""

    def __init__(self, query: str, at: int, problem: str):
        self.query, self.at, self.problem = query, at, problem
        before, rest = query[max(0, at - 30) : at], query[at : at + 30]
        here = f"{'...' if at > 30 else ''}{before}>>>{rest}" if rest else f"{before}>>>"
        super().__init__(f"{problem} (at character {at + 1}: {' '.join(here.replace(chr(0), ' ').split())})")


@dataclass(frozen=True, slots=True)
class Item:
    """A folded word as typed, or the beginning of one."""

    word: str
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class Term:
    """Words that must stand side by side; `quoted` ones are taken in their spellings, others with their families too."""

    items: tuple[Item, ...]
    quoted: bool


@dataclass(frozen=True, slots=True)
class Near:
    """One of `left` and one of `right` with at most `words` words between them, in either order."""

    left: tuple[Term, ...]
    right: tuple[Term, ...]
    words: int


@dataclass(frozen=True, slots=True)
class All:
    """Every part holds."""

    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Either:
    """At least one part holds."""

    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold."""

    part: "Node"


Node = Term | Near | All | Either | Not


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a query: `kind` is one of ( ) AND OR NOT near term."""

    kind: str
    at: int
    term: Term | None = None
    words: int = 0


def parse(query: str) -> Node | None:
    """The conditions that `query` states; None where it is blank and so every passage is asked for.

    Words side by side must all be there: AND binds closer than OR. Raises QueryError.
    """
    if not query.replace("\0", " ").strip():
        return None
    tokens = list(_tokens(query))
    if not tokens:
        raise QueryError(query, 0, "no word to look for; write at least one")
    node, at = _either(query, tokens, 0, 0)
    if at < len(tokens):
        raise QueryError(query, tokens[at].at, "this parenthesis was never opened")
    return node


def _tokens(query: str) -> Iterator[Token]:
    at = 0
    while match := PART.match(query, at):
        piece, start, at = match[0], match.start(), match.end()
        if piece in QUOTES:
            end = next((found for found in range(at, len(query)) if query[found] in QUOTES), None)
            if end is None:
                raise QueryError(query, start, "this quotation mark has no partner")
            yield from _term(query, start + 1, end, quoted=True)
            at = end + 1
        elif piece in "()" or piece in ("AND", "OR", "NOT"):
            yield Token(piece, start)
        elif near := NEAR.fullmatch(piece):
            if int(near[1]) > FARTHEST:
                raise QueryError(query, start, f"near/{FARTHEST} is the farthest")
            yield Token("near", start, words=int(near[1]))
        elif piece == "NEAR":
            raise QueryError(query, start, "say how near: near/5 is at most five words between")
        elif piece.strip():
            yield from _term(query, start, at, quoted=False)


def _term(query: str, start: int, end: int, *, quoted: bool) -> Iterator[Token]:
    """What stands from `start` to `end` as a term; nothing where no word is in it."""
    found = list(placed(query[start:end], start))
    items = tuple(Item(word, query[last : last + 1] == "*" and last < end) for word, _, last in found)
    marks = {last for (_, _, last), item in zip(found, items, strict=True) if item.prefix}
    for at in range(start, end):
        if query[at] == "*" and (at not in marks or query[at + 1 : at + 2].isalnum()):
            raise QueryError(query, at, "* can only end a word: hous* finds housing")
    for (_, first, _), item in zip(found, items, strict=True):
        if item.prefix and len(item.word) < SHORTEST:
            raise QueryError(query, first, f"give at least {SHORTEST} letters before *")
    if items:
        yield Token("term", start, Term(items, quoted))


def _either(query: str, tokens: list[Token], at: int, depth: int) -> tuple[Node, int]:
    parts = []
    while True:
        part, at = _all(query, tokens, at, depth)
        parts.append(part)
        if at >= len(tokens) or tokens[at].kind != "OR":
            unlike = tuple(dict.fromkeys(parts))
            return (Either(unlike) if len(unlike) > 1 else unlike[0]), at
        at += 1


def _all(query: str, tokens: list[Token], at: int, depth: int) -> tuple[Node, int]:
    parts = []
    while True:
        part, at = _one(query, tokens, at, depth)
        parts.append(part)
        if at < len(tokens) and tokens[at].kind == "AND":
            at += 1
        elif at >= len(tokens) or tokens[at].kind in ("OR", ")"):
            unlike = tuple(dict.fromkeys(parts))
            return (All(unlike) if len(unlike) > 1 else unlike[0]), at


def _one(query: str, tokens: list[Token], at: int, depth: int) -> tuple[Node, int]:
    """A condition that may begin with NOT, or two sides of near."""
    if at < len(tokens) and tokens[at].kind == "NOT":
        if depth >= DEEPEST:
            raise QueryError(query, tokens[at].at, "too many NOT and parentheses within each other")
        part, at = _one(query, tokens, at + 1, depth + 1)
        return Not(part), at
    start = at
    left, at = _simple(query, tokens, at, depth)
    if at >= len(tokens) or tokens[at].kind != "near":
        return left, at
    sign = tokens[at]
    right, at = _simple(query, tokens, at + 1, depth)
    if at < len(tokens) and tokens[at].kind == "near":
        raise QueryError(query, tokens[at].at, "near joins two sides; write a near/5 b AND b near/5 c")
    return Near(_side(query, left, tokens[start].at), _side(query, right, sign.at), sign.words), at


def _side(query: str, node: Node, at: int) -> tuple[Term, ...]:
    """The terms of one side of near: one, or several joined by OR."""
    parts = node.parts if isinstance(node, Either) else (node,)
    terms = tuple(part for part in parts if isinstance(part, Term))
    if len(terms) < len(parts):
        raise QueryError(query, at, "beside near stands a word, a phrase, or several joined by OR in parentheses")
    return terms


def _simple(query: str, tokens: list[Token], at: int, depth: int) -> tuple[Node, int]:
    """A term or a parenthesis."""
    if at >= len(tokens):
        raise QueryError(query, len(query), "a word is missing here")
    token = tokens[at]
    if token.term:
        return token.term, at + 1
    if token.kind != "(":
        raise QueryError(query, token.at, "a word is missing in front of this")
    if depth >= DEEPEST:
        raise QueryError(query, token.at, "too many NOT and parentheses within each other")
    node, at = _either(query, tokens, at + 1, depth + 1)
    if at >= len(tokens):
        raise QueryError(query, token.at, "this parenthesis is never closed")
    return node, at + 1
