"""The pipeline: assembled from configs/pipeline.cfg, kept for the process, run over a document."""

from functools import lru_cache
from pathlib import Path
from typing import Any

from confection import Config, ConfigValidationError
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
    nlp, broken = sound_parts(configs)
    if broken:
        raise RuleError(list(dict.fromkeys(fault for faults in broken.values() for fault in faults)))
    return nlp


def sound_parts(configs: Path) -> tuple[Language, dict[str, list[str]]]:
    """The pipeline of those components of `configs` that have no fault, and the faults of the others by their name.

    Raises RuleError where pipeline.cfg itself cannot be used.
    """
    try:
        config = Config().from_str(read_text(configs / PIPELINE), interpolate=False)
        order, blocks = config["nlp"]["pipeline"], config.get("components", {})
    except (ValueError, KeyError) as error:
        why = " ".join(str(error).split())
        raise RuleError([f"{PIPELINE}: {why}; compare it with the one that `mappa rules copy FOLDER` writes"]) from error
    nlp = MappaEnglish()
    widen_cache(nlp)
    broken: dict[str, list[str]] = {}
    for name in order:
        try:
            component = _add(nlp, name, blocks)
            if hasattr(component, "load"):
                component.load(configs)
        except RuleError as error:
            broken[name] = error.problems
            if name in nlp.pipe_names:
                nlp.remove_pipe(name)
    return nlp, broken


def _add(nlp: Language, name: str, blocks: dict[str, Any]) -> Any:
    """The component `name` of pipeline.cfg, added to `nlp`."""
    if name not in blocks:
        raise RuleError(
            [f"{PIPELINE}: the line pipeline names {name!r}, which has no block [components.{name}]; add it, or take the name out"]
        )
    settings = dict(blocks[name])
    factory = settings.pop("factory", None)
    if not isinstance(factory, str) or not nlp.has_factory(factory):
        raise RuleError([f"{PIPELINE}: [components.{name}] no factory {factory!r}; a layer made by a rules file has mappa_gazetteer"])
    try:
        return nlp.add_pipe(factory, name=name, config=settings)
    except ConfigValidationError as error:
        faults = "; ".join(f"{' '.join(map(str, fault['loc']))}: {fault['msg']}" for fault in error.errors)
        raise RuleError([f"{PIPELINE}: [components.{name}] {faults}; compare it with the other blocks"]) from error


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
