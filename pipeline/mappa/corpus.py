"""Build a corpus: each report becomes a document in a folder, and the manifest says what became of each.

Documents wait in a staging folder, under names that say exactly what they were made from, until all are there. Then they go to their
places, the manifest is written, and what no input stands for any more is removed. So a build that is stopped leaves the earlier corpus
as it was, and the next one takes up what it had finished.
"""

import os
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import msgspec

from mappa import __version__
from mappa.earlier import earlier_entries, is_unchanged, settle
from mappa.errors import MappaError, SourceError
from mappa.inputs import Found, Input, find_inputs, plain
from mappa.jobs import Annotate, Job, Outcome, annotate_report, outcomes
from mappa.manifest import DOCUMENTS, NAME, Entry, Made, Manifest, document_path, encode_manifest, made, read_manifest, set_right
from mappa.records import FORMAT, PROGRAM, Producer, decode

STAGING = ".building"
HEAD = f'{{\n"format":"{FORMAT}"'.encode()

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did: the documents it wrote and removed, by id, and what it found."""

    manifest: Manifest
    written: list[str]
    removed: list[str]
    found: Found

    @property
    def errors(self) -> list[str]:
        """One line for each thing that failed; inputs that clash share theirs."""
        return list(dict.fromkeys(entry.error for entry in self.manifest.inputs if entry.error))


def build(
    given: Iterable[Path], output: Path, *, configs: Path, annotate: Annotate = annotate_report, progress: Progress | None = None
) -> Built:
    """Build the corpus of the reports `given` (files and folders) in the folder `output`; what failed stands in the manifest.

    `progress` is told how many inputs are done, of how many.
    Raises MappaError where nothing can be built at all: no report, unusable corrections or rules, a manifest of another kind.
    """
    from mappa.rules import digest
    from mappa.shared_paragraphs import NAME as SHARED
    from mappa.shared_paragraphs import write_shared

    found = find_inputs(given, output=output)
    before = read_manifest(output)
    now = Producer(PROGRAM, __version__, digest(configs))
    earlier = earlier_entries(found.inputs, before, output)
    errors = {item: item.error for item in found.inputs if item.error}
    last = {item: entry.document for item, entry in earlier.items() if entry.document}
    unchanged = {item: last[item] for item in last if before and before.producer == now and is_unchanged(item, earlier[item])}
    staging = {item: _staging(item, now, output) for item in found.inputs if item not in unchanged and item not in errors}
    fresh = {item: document for item, path in staging.items() if (document := _finished(path, item, now))}
    jobs = [Job(item, configs, annotate) for item in staging if item not in fresh]
    if jobs:
        (output / STAGING).mkdir(parents=True, exist_ok=True)  # where nothing can be written, that is said before anything is read
    for number, (item, outcome) in enumerate(outcomes(jobs), len(found.inputs) - len(jobs) + 1):
        try:
            fresh[item] = _stage(item, outcome, now, staging[item])
        except SourceError as error:
            errors[item] = str(error)
        if progress:
            progress(number, len(found.inputs))
    documents, errors = settle(unchanged | fresh, errors, last)
    for item in fresh.keys() & documents.keys():
        _replace(document_path(output, documents[item].id), staging[item].read_bytes(), output / STAGING)
    entries = [_entry(item, documents.get(item), last.get(item), errors.get(item)) for item in found.inputs]
    manifest = Manifest(FORMAT, now, sorted(entries, key=lambda entry: (entry.name, entry.sha256 or "")))
    if manifest != before:
        _replace(output / NAME, encode_manifest(manifest), output / STAGING)
    removed = _sweep(output, {entry.document.id for entry in entries if entry.document})
    if fresh or removed or not (output / SHARED).is_file():
        write_shared(output, [document_path(output, entry.document.id) for entry in entries if entry.document])
    shutil.rmtree(output / STAGING, ignore_errors=True)
    return Built(manifest, sorted(documents[item].id for item in fresh if item in documents), removed, found)


def _staging(item: Input, now: Producer, output: Path) -> Path:
    """Where the document of `item` waits: the name is a hash over everything that the document depends on."""
    key = msgspec.json.encode([item.sha256, plain(item.path.name), set_right(item.correction), now])
    return output / STAGING / f"{sha256(key).hexdigest()}.json"


def _finished(path: Path, item: Input, now: Producer) -> Made | None:
    """The document of `item` where a build that was stopped had finished it."""
    try:
        return _made(path.read_bytes(), item, now)
    except (FileNotFoundError, SourceError):
        return None


def _stage(item: Input, outcome: Outcome, now: Producer, path: Path) -> Made:
    """Put a document made just now where it waits. Raises SourceError where it was not made, MappaError where none can be."""
    if outcome.data is None:
        raise (MappaError if outcome.fatal else SourceError)(outcome.error)
    document = _made(outcome.data, item, now)
    _replace(path, outcome.data, path.parent)
    return document


def _made(data: bytes, item: Input, now: Producer) -> Made:
    """The manifest's words on a document, once it is certain that it was made of `item` and of the rules in force."""
    try:
        record = decode(data, item.name)
    except MappaError as error:
        raise SourceError(str(error)) from None
    if record.source.sha256 != item.sha256:
        raise SourceError(f"{item.name}: changed while it was read; build again")
    if record.producer != now:
        raise MappaError("the rules changed while the reports were read; build again")
    return made(record, data)


def _entry(item: Input, document: Made | None, last: Made | None, error: str | None) -> Entry:
    """What the manifest says of `item`: its document, or the error and the last document it had."""
    return Entry(
        name=item.name,
        aliases=list(item.aliases),
        sha256=item.sha256,
        correction=set_right(item.correction),
        document=document or last,
        stale=document is None and last is not None,
        error=error,
    )


def _replace(path: Path, data: bytes, staging: Path) -> None:
    """Write `data` to `path` so that whoever opens it finds the old or the new bytes, never a part."""
    path.parent.mkdir(parents=True, exist_ok=True)
    staging.mkdir(parents=True, exist_ok=True)
    temporary = staging / f"{os.getpid()}.tmp"
    temporary.write_bytes(data)
    temporary.replace(path)


def _sweep(output: Path, listed: set[str]) -> list[str]:
    """Remove the documents that the manifest does not list, those of a build that was stopped among them; return their ids."""
    paths = sorted(path for path in (output / DOCUMENTS).glob("*.json") if path.stem not in listed)
    removed = []
    for path in paths:
        with path.open("rb") as file:
            ours = file.read(len(HEAD)) == HEAD
        if ours:
            path.unlink()
            removed.append(path.stem)
    return removed
