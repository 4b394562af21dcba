"""Read a corpus for analysis: the records that its manifest lists, and how many reports share each paragraph."""

from pathlib import Path

import msgspec

from mappa.errors import MappaError
from mappa.manifest import NAME, document_path, read_manifest
from mappa.records import Record, decode

SHARED = "shared-paragraphs.json"


class Shared(msgspec.Struct, frozen=True):
    """How many reports of the corpus hold each paragraph, its own report included: by document, in the order of its paragraphs."""

    documents: dict[str, list[int]]


def read_corpus(folder: Path) -> list[Record]:
    """Every record of the corpus in `folder`, by id. Raises MappaError where there is none, or where a document cannot be read."""
    manifest = read_manifest(folder)
    if manifest is None:
        raise MappaError(f"{folder}: no {NAME} there, so it is no corpus; make one with: mappa build REPORTS -o {folder}")
    ids = sorted(entry.document.id for entry in manifest.inputs if entry.document)
    if not ids:
        raise MappaError(f"{folder}: the corpus holds no document; build it again with: mappa build REPORTS -o {folder}")
    return [_record(document_path(folder, id)) for id in ids]


def _record(path: Path) -> Record:
    try:
        return decode(path.read_bytes(), path.name)
    except FileNotFoundError:
        raise MappaError(f"{path}: missing, though {NAME} lists it; build the corpus again") from None


def read_shared(folder: Path) -> dict[str, list[int]]:
    """How many reports share each paragraph, by document; empty where the corpus does not say."""
    path = folder / SHARED
    try:
        return msgspec.json.decode(path.read_bytes(), type=Shared).documents
    except FileNotFoundError:
        return {}
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise MappaError(f"{path}: cannot be read ({error}); build the corpus again") from None
