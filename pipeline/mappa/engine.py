"""The pipeline: assembled from configs/pipeline.cfg, kept for the process, run over a document."""

from functools import lru_cache
from pathlib import Path

from confection import Config
from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup

import mappa.layers.paragraphs  # noqa: F401  registers its component
from mappa.document import Document
from mappa.errors import RuleError
from mappa.language import MappaEnglish, widen_cache
from mappa.rules import digest, read_text

PIPELINE = "pipeline.cfg"


def load(configs: Path) -> Language:
    """The pipeline of the rules in `configs`, assembled once a process and set of rules. Raises RuleError."""
    return _assembled(configs, digest(configs))


@lru_cache(maxsize=2)
def _assembled(configs: Path, rules: str) -> Language:
    return assemble(configs)


def assemble(configs: Path) -> Language:
    """A new pipeline of the rules in `configs`. Raises RuleError with the faults of all files."""
    try:
        config = Config().from_str(read_text(configs / PIPELINE), interpolate=False)
        order, blocks = config["nlp"]["pipeline"], config["components"]
    except (ValueError, KeyError) as error:
        raise RuleError([f"{PIPELINE}: {error}; compare it with the one that `mappa rules copy FOLDER` writes"]) from error
    nlp = MappaEnglish()
    widen_cache(nlp)
    problems: list[str] = []
    for name in order:
        settings = dict(blocks[name])
        factory = settings.pop("factory")
        component = nlp.add_pipe(factory, name=name, config=settings)
        if hasattr(component, "load"):
            try:
                component.load(configs)
            except RuleError as error:
                problems += error.problems
    if problems:
        raise RuleError(list(dict.fromkeys(problems)))
    return nlp


def save(configs: Path, folder: Path) -> Path:
    """Write the assembled pipeline to `folder`, loadable with spacy.load; returns the folder."""
    assemble(configs).to_disk(folder)
    return folder


def annotate(nlp: Language, document: Document) -> Doc:
    """The Doc of `document` with every layer in its span groups."""
    nlp.max_length = max(nlp.max_length, len(document.text) + 1)
    return nlp(prepare(nlp, document))


def prepare(nlp: Language, document: Document) -> Doc:
    """Tokens of `document`, its paragraphs as the span group "paragraph" (label the kind, id_ the level)."""
    doc = nlp.make_doc(document.text)
    spans: list[Span] = []
    for paragraph in document.paragraphs:
        span = doc.char_span(
            paragraph.start, paragraph.end, label=paragraph.kind, span_id=str(paragraph.level or ""), alignment_mode="expand"
        )
        if span is not None:
            spans.append(span)
    doc.spans["paragraph"] = SpanGroup(doc, name="paragraph", spans=spans)
    return doc
