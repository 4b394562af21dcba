"""Annotation beside spaCy's default tokenising of the same texts, in one run: the whole pipeline, then each component.

    python benchmarks/annotate.py [REPORT...]

Times are the least of three rounds over the reports (the samples where none are named); figures are ratios to the first line.
"""

import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import spacy

from mappa import engine
from mappa.document import Document, freeze
from mappa.paths import configs_dir
from mappa.readers import read

ROUNDS = 3
SAMPLES = Path(__file__).resolve().parents[1] / "corpus" / "sample"


def main() -> int:
    """Print a line a step."""
    paths = [Path(name) for name in sys.argv[1:]] or sorted(SAMPLES.iterdir())
    documents = [document_of(path) for path in paths]
    plain, nlp = spacy.blank("en"), engine.load(configs_dir())
    unit = least(lambda document: plain.make_doc(document.text), documents)
    characters = sum(len(document.text) for document in documents)
    print(f"{len(documents)} reports, {characters:,} characters; spaCy's default tokenising takes {unit:.3f} s = 1")
    print(f"{'first pass, whole pipeline':34} {once(lambda document: engine.annotate(nlp, document), documents) / unit:8.2f}")
    print(f"{'whole pipeline':34} {least(lambda document: engine.annotate(nlp, document), documents) / unit:8.2f}")
    print(f"{'tokens and paragraphs':34} {least(lambda document: engine.prepare(nlp, document), documents) / unit:8.2f}")
    docs = [engine.prepare(nlp, document) for document in documents]
    for name, component in nlp.pipeline:
        print(f"{name:34} {least(component, docs) / unit:8.2f}")
    return 0


def document_of(path: Path) -> Document:
    """The frozen text of the report at `path`."""
    reading = read(path, path.read_bytes())
    return freeze(reading.blocks, reading.pages)


def once(work: Callable[[Any], object], items: Iterable[Any]) -> float:
    """Seconds of CPU that `work` takes over all of `items`."""
    start = time.process_time()
    for item in items:
        work(item)
    return time.process_time() - start


def least(work: Callable[[Any], object], items: list[Any]) -> float:
    """The least of a few rounds of `once`."""
    return min(once(work, items) for _ in range(ROUNDS))


if __name__ == "__main__":
    sys.exit(main())
