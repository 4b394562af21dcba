"""Check a whole corpus: the manifest, that each document is the one it lists, the schema, and what the schema cannot say."""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from mappa.errors import MappaError
from mappa.invariants import Labels, problems
from mappa.manifest import DOCUMENTS, NAME, Made, document_path, made, read_manifest
from mappa.records import decode
from mappa.rules import digest, parse_toml, read_text


def faults(folder: Path, configs: Path) -> Iterator[str]:
    """Every fault of the corpus in `folder`, a line each; labels are checked in documents made by the rules in `configs`.

    Raises MappaError where there is no corpus.
    """
    manifest = read_manifest(folder)
    if manifest is None:
        raise MappaError(f"{folder}: no {NAME} there, so it is no corpus; make one with: mappa build REPORTS -o {folder}")
    listed = [entry.document for entry in manifest.inputs if entry.document]
    rules, labels = digest(configs), known_labels(configs)
    for document in listed:
        yield from _faults(document, document_path(folder, document.id), rules, labels)
    for path in sorted((folder / DOCUMENTS).glob("*.json")):
        if path.stem not in {document.id for document in listed}:
            yield f"{path.name}: not listed in {NAME}; remove it, or build again"


def _faults(document: Made, path: Path, rules: str, labels: Labels) -> Iterator[str]:
    try:
        data = path.read_bytes()
        record = decode(data, path.name)
    except (OSError, MappaError) as error:
        yield f"{path.name}: cannot be read ({error.strerror}); build again" if isinstance(error, OSError) else str(error)
        return
    if sha256(data).hexdigest() != document.sha256:
        yield f"{path.name}: not the bytes that {NAME} lists; build again"
    elif made(record, data) != document:
        yield f"{path.name}: not the id or the counts that {NAME} lists; build again"
    for problem in problems(record, labels if record.producer.rules == rules else None):
        yield f"{path.name}: {problem}"


def known_labels(configs: Path) -> dict[str, set[str]]:
    """The labels of each layer: the tables of the rules files that name one."""
    known: dict[str, set[str]] = {}
    for path in sorted(configs.glob("*.toml")):
        table = parse_toml(path.name, read_text(path))
        if isinstance(layer := table.get("layer"), str):
            known.setdefault(layer, set()).update(key for key, value in table.items() if isinstance(value, dict))
    return known
