"""How many reports of a corpus share each paragraph, word for word or nearly so: what many share is nobody's own.

This is a fact about the corpus and not about a document (a document is the same whatever lies beside it), so it has a file of its own:
{"documents": {ID: [1, 1, 14, ...]}}, for each document how many reports hold each of its paragraphs, its own report among them.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import msgspec
from rensa import RMinHash, RMinHashLSH

from mappa.layers.template import words_of
from mappa.records import decode

NAME = "shared-paragraphs.json"
ALIKE = 0.7  # Jaccard of word triples from which on two paragraphs are the same
FEWEST = 8  # words: a shorter paragraph is the same only where all its words are
TRIPLE = 3
PERMUTATIONS, BANDS, SEED = 128, 32, 1


class SharedParagraphs(msgspec.Struct, frozen=True):
    """The file: by document, in the order of its paragraphs."""

    documents: dict[str, list[int]]


def write_shared(folder: Path, documents: Iterable[Path]) -> Path:
    """Write shared-paragraphs.json in the corpus `folder` from its `documents`; a document is read once. Returns its path."""
    texts = dict(_texts(documents))
    path = folder / NAME
    temporary = path.with_suffix(".tmp")
    temporary.write_bytes(msgspec.json.format(msgspec.json.encode(SharedParagraphs(shared(texts)), order="deterministic"), indent=0))
    temporary.replace(path)
    return path


def shared(texts: Mapping[str, Sequence[str]]) -> dict[str, list[int]]:
    """For each document how many of them hold each of its paragraphs; `texts` are the paragraphs by document."""
    holders: dict[str, set[str]] = defaultdict(set)
    keys = {document: [" ".join(words_of(text)) for text in paragraphs] for document, paragraphs in texts.items()}
    for document, paragraphs in keys.items():
        for key in paragraphs:
            holders[key].add(document)
    alike = dict(_alike(sorted(key for key in holders if key.count(" ") + 1 >= FEWEST)))
    counts = {key: len(holders[key].union(*(holders[other] for other in alike.get(key, ())))) for key in holders}
    return {document: [counts[key] for key in paragraphs] for document, paragraphs in sorted(keys.items())}


def _alike(keys: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
    """The other keys that are nearly the same, for every key that has any."""
    index = RMinHashLSH(threshold=ALIKE, num_perm=PERMUTATIONS, num_bands=BANDS)
    triples = [_triples(key) for key in keys]
    sketches = []
    for number, found in enumerate(triples):
        sketch = RMinHash(num_perm=PERMUTATIONS, seed=SEED)
        sketch.update(sorted(found))
        sketches.append(sketch)
        index.insert(number, sketch)
    for number, sketch in enumerate(sketches):
        near = [other for other in index.query(sketch) if other != number and _jaccard(triples[number], triples[other]) >= ALIKE]
        if near:
            yield keys[number], [keys[other] for other in near]


def _triples(key: str) -> frozenset[str]:
    words = key.split(" ")
    return frozenset(" ".join(words[at : at + TRIPLE]) for at in range(len(words) - TRIPLE + 1))


def _jaccard(one: frozenset[str], other: frozenset[str]) -> float:
    both = len(one & other)
    return both / (len(one) + len(other) - both)


def _texts(documents: Iterable[Path]) -> Iterator[tuple[str, list[str]]]:
    for path in documents:
        record = decode(path.read_bytes(), path.name)
        yield record.id, [record.text[paragraph.start : paragraph.end] for paragraph in record.paragraphs]
