"""Search in a corpus: `open_corpus` makes it ready, `Question` says what is looked for, `Found` what was found."""

from mappa.search.finding import IndexedCorpus, open_corpus
from mappa.search.passages import CHOICES, FACETS, KINDS, Found, Hit, Passage, Passages, Question, Snippet, Span
from mappa.search.query import QueryError

__all__ = [
    "CHOICES",
    "FACETS",
    "KINDS",
    "Found",
    "Hit",
    "IndexedCorpus",
    "Passage",
    "Passages",
    "QueryError",
    "Question",
    "Snippet",
    "Span",
    "open_corpus",
]
