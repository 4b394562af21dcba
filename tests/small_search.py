"""Passages made by hand and a corpus of them in memory, for the tests of search."""

from collections.abc import Iterable
from typing import Any

from tantivy import Index

from mappa.paths import shipped_configs
from mappa.search import IndexedCorpus, Passage
from mappa.search.index import SCHEMA, add
from mappa.search.packing import packing_for
from mappa.search.passages import Piece
from mappa.search.variants import load_variants

TABLE = load_variants(shipped_configs())


def passage(*texts: str, **known: Any) -> Passage:
    """A testimonial of `texts`, ten characters between them; what is not `known` has a plain value."""
    pieces, at = [], known.pop("start", 100)
    for text in texts:
        pieces.append(Piece(at, text))
        at += len(text) + 10
    values: dict[str, Any] = {
        "document": "northmere-2015-16",
        "kind": "testimonials",
        "id": "0" * 16,
        "pieces": pieces,
        "page": 3,
        "area": "Northmere",
        "year": 2015,
        "section": "s1",
        "section_type": "voices",
        "heading": "Voices",
        "role": None,
        "post": None,
        "speaker": None,
        "place": None,
        "form": "lead-in",
        "agencies": [],
        "groups": [],
        "themes": [],
        "template": False,
    }
    return Passage(**(values | known))


def corpus(passages: Iterable[Passage]) -> IndexedCorpus:
    """The passages, ready to be searched."""
    index = Index(SCHEMA)
    writer = index.writer(15_000_000, 1)
    passages = list(passages)
    packing = packing_for(passages)
    add(writer, passages, packing)
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    return IndexedCorpus(index, packing, TABLE)
