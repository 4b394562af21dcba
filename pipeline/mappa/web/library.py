"""The corpus that the pages show: opened again when a build has changed it, each document read once."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from threading import Lock

from mappa.errors import MappaError
from mappa.manifest import NAME, Entry, Manifest, document_path, read_manifest
from mappa.records import Record, decode

DOCUMENTS_KEPT = 64


@dataclass(frozen=True, slots=True)
class Shelf:
    """A corpus as one build left it: its manifest's hash, and each document's entry by id."""

    version: str
    entries: dict[str, Entry]
    manifest: Manifest | None


@dataclass(slots=True)
class Library:
    """The corpus in `folder`; there may be none yet."""

    folder: Path
    _seen: tuple[int, int] | None = None
    _shelf: Shelf | None = None
    _lock: Lock = field(default_factory=Lock)

    def shelf(self) -> Shelf:
        """The corpus as it is now. Raises MappaError where its manifest is of another kind."""
        with self._lock:
            seen = _stamp(self.folder / NAME)
            if self._shelf is None or seen != self._seen:
                self._shelf, self._seen = _open(self.folder), seen
            return self._shelf

    def entries(self) -> list[Entry]:
        """The inputs that have a document, by its id."""
        return [entry for _, entry in sorted(self.shelf().entries.items())]

    def record(self, id: str) -> Record | None:
        """The document `id`; None where the manifest lists none. Raises MappaError where its file cannot be used."""
        entry = self.shelf().entries.get(id)
        if entry is None or entry.document is None:
            return None
        return _read(document_path(self.folder, id), entry.document.sha256)

    def records(self) -> Iterator[Record]:
        """Every document, by id."""
        for id in sorted(self.shelf().entries):
            if record := self.record(id):
                yield record


def _stamp(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except FileNotFoundError:
        return None
    return status.st_mtime_ns, status.st_size


def _open(folder: Path) -> Shelf:
    manifest = read_manifest(folder)
    if manifest is None:
        return Shelf("", {}, None)
    version = sha256((folder / NAME).read_bytes()).hexdigest()
    return Shelf(version, {entry.document.id: entry for entry in manifest.inputs if entry.document}, manifest)


@lru_cache(DOCUMENTS_KEPT)
def _read(path: Path, digest: str) -> Record:
    """The record in `path`, which has to be the one that the manifest lists."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise MappaError(f"{path.name}: cannot be read ({error.strerror}); add the reports again") from None
    if sha256(data).hexdigest() != digest:
        raise MappaError(f"{path.name}: not the file that was built; add the reports again")
    return decode(data, path.name)


def start_year(record: Record) -> int | None:
    """The year in which the period of `record` starts."""
    return record.metadata.period.start.year if record.metadata.period else None


def title_of(record: Record) -> str:
    """What a report is called on the pages: its area and years, else its title, else its id."""
    metadata = record.metadata
    if metadata.area and metadata.period:
        start, end = metadata.period.start.year, metadata.period.end.year
        years = str(start) if start == end else f"{start}–{end % 100:02d}"
        return f"{metadata.area} {years}" + (" (Welsh)" if metadata.language == "cy" else "")
    return metadata.title or record.id
