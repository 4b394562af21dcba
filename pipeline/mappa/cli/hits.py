"""What a search found, as a person reads it on a terminal: each passage with its reference, the words found marked."""

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

from mappa.exports.booklet import readable, reference
from mappa.search import Found, Hit, Question

if TYPE_CHECKING:
    from rich.console import Console

FACETS = ("in", "role", "theme", "polarity", "area", "year")
MOST = 6  # values of a facet that are shown


def show(question: Question, found: Found) -> None:
    """Print the passages on standard output, and how many there are on standard error."""
    if sys.stdout.isatty():
        from rich.console import Console

        console = Console(highlight=False)
        for number, hit in enumerate(found.hits, 1):
            _show(console, number, hit)
    else:
        for hit in found.hits:
            print(f"{reference(hit.passage)}\n    {marked(hit)}\n")
    for line in (described(question, found), *(_facets(found) if found.total else ())):
        print(line, file=sys.stderr)


def marked(hit: Hit) -> str:
    """The snippet on one line, what was found in [brackets]."""
    parts = []
    at = 0
    for start, end in hit.snippet.highlights:
        parts += [hit.snippet.text[at:start], "[", hit.snippet.text[start:end], "]"]
        at = end
    return " ".join("".join([*parts, hit.snippet.text[at:]]).split())


def described(question: Question, found: Found) -> str:
    """What was asked and how many passages answer it."""
    chosen = [f"{facet} {' or '.join(map(str, values))}" for facet, values in question.chosen.items()]
    if question.first_year or question.last_year:
        chosen.append(f"years {question.first_year or ''} to {question.last_year or ''}".replace("  ", " ").strip())
    about = ", ".join([*([question.query] if question.query.strip() else []), *chosen]) or "every passage"
    shown = f", the first {len(found.hits)} of them shown" if 0 < len(found.hits) < found.total else ""
    return f"{about}: {found.total} passage{'' if found.total == 1 else 's'}{shown}"


def _show(console: "Console", number: int, hit: Hit) -> None:
    from rich.padding import Padding
    from rich.text import Text

    text = Text(hit.snippet.text.replace("\n\n", "\n"))
    moved = [at for at, letter in enumerate(hit.snippet.text) if hit.snippet.text.startswith("\n\n", at)]
    for start, end in hit.snippet.highlights:
        text.stylize("bold reverse", start - sum(at < start for at in moved), end - sum(at < end for at in moved))
    console.print(Text(f"{number}  {reference(hit.passage)}", "bold"))
    themes = ", ".join(f"{readable(theme).lower()} ({polarity})" for theme, polarity in hit.passage.themes)
    if themes:
        console.print(Padding(Text(themes, "dim"), (0, 0, 0, 3)))
    console.print(Padding(text, (0, 0, 1, 3)))


def _facets(found: Found) -> Iterator[str]:
    for facet in FACETS:
        counts = found.facets.get(facet, ())
        more = f", and {len(counts) - MOST} more" if len(counts) > MOST else ""
        if counts:
            yield f"  {facet + ':':<10}" + ", ".join(f"{value} {hits}" for value, hits in counts[:MOST]) + more
