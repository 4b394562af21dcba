"""The corpus that the pages show: opened again when a build has changed it, each document read once."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from threading import Lock

from mappa.analysis.tables import year_of
from mappa.errors import MappaError
from mappa.manifest import NAME, Entry, Manifest, document_path, read_manifest
from mappa.records import Record, decode

DOCUMENTS_KEPT = 64
STATES_KEPT = 4


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
        raise MappaError(
            f"{path.name}: not the file that the last reading made; try again when no reports are being read, else add them again"
        )
    return decode(data, path.name)


def title_of(record: Record) -> str:
    """What a report is called on the pages: its area and years, else its title, else its id."""
    metadata = record.metadata
    if metadata.area and metadata.period:
        start, end = metadata.period.start.year, metadata.period.end.year
        years = str(start) if start == end else f"{start}–{end % 100:02d}"
        return f"{metadata.area} {years}" + (" (Welsh)" if metadata.language == "cy" else "")
    return metadata.title or record.id


@dataclass(frozen=True, slots=True)
class Card:
    """What the lists of reports show of one: its name, and how much it holds. `year` is as the tables of the analysis write it."""

    id: str
    title: str
    area: str | None
    year: str
    filename: str
    pages: int | None
    quotations: int
    case_studies: int
    statistics: int
    notices: int


def cards(library: Library) -> dict[str, Card]:
    """A card of each report by its id; documents are read once for each state of the corpus."""
    return _cards(library.folder, library.shelf().version)


@lru_cache(STATES_KEPT)
def _cards(folder: Path, version: str) -> dict[str, Card]:
    return {record.id: _card(record) for record in Library(folder).records()}


def _card(record: Record) -> Card:
    held = (len(found) for found in (record.testimonials, record.case_studies, record.statistics, record.warnings))
    return Card(record.id, title_of(record), record.metadata.area, year_of(record), record.source.filename, record.source.pages, *held)
