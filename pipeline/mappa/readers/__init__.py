"""Read a report of any format into blocks; what the bytes are decides the reader, not the file's name."""

from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from mappa.document import Block, Notice
from mappa.readers.sniff import sniff

READERS = {
    "pdf": "mappa.readers.pdf",
    "docx": "mappa.readers.docx",
    "odt": "mappa.readers.odt",
    "html": "mappa.readers.html",
    "txt": "mappa.readers.txt",
}


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader found in one file, before anything is normalised or interpreted."""

    blocks: tuple[Block, ...]
    media_type: str
    pages: int | None = None  # number of pages; None for a format without
    title: str | None = None  # the file's own title property
    furniture: tuple[str, ...] = ()  # running headers and footers, taken out of the blocks: evidence for area and period
    notices: tuple[Notice, ...] = ()


def read(path: Path, data: bytes) -> Reading:
    """Blocks of the report `data`, read from `path` (its name is only used in messages).

    Raises SourceError with one line that names the file, what is wrong and what to do.
    """
    reader = import_module(READERS[sniff(path, data)])
    reading: Reading = reader.read(path, data)
    return reading
