"""Open zip packages and XML of unknown origin without harm: no entities, no network, no bombs."""

import io
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from mappa.errors import SourceError

MOST_BYTES = 64 * 2**20  # of one part; the text of a long report is below 5 MB
MOST_RATIO = 250  # unpacked to packed, only asked of parts above FREE_BYTES; style sheets reach 40
FREE_BYTES = 4 * 2**20


@dataclass(frozen=True, slots=True)
class Package:
    """The parts of a zip file; `path` is only used in messages."""

    path: Path
    archive: zipfile.ZipFile
    names: frozenset[str]

    def part(self, name: str) -> bytes | None:
        """Bytes of one part, None where there is none. Raises SourceError for a part that is damaged, locked or a bomb."""
        if name not in self.names:
            return None
        info = self.archive.getinfo(name)
        if info.flag_bits & 0x1:
            raise SourceError(f"{self.path.name}: the zip package is encrypted; save a copy without a password")
        try:
            with self.archive.open(info) as stream:
                data = stream.read(MOST_BYTES + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError) as error:
            what = f"the part {name} is damaged ({_one_line(error)})"
            raise SourceError(f"{self.path.name}: {what}; get a fresh copy of the report") from error
        if len(data) > MOST_BYTES or len(data) > max(FREE_BYTES, MOST_RATIO * info.compress_size):
            raise SourceError(f"{self.path.name}: the part {name} unpacks to more than any report holds; save the report anew or as PDF")
        return data

    def tree(self, name: str) -> etree._Element | None:
        """Root element of an XML part, None where there is none."""
        data = self.part(name)
        return None if data is None else parse_xml(self.path, name, data)


def open_package(path: Path, data: bytes) -> Package:
    """The zip package `data`. Raises SourceError where it is none or is cut off."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, EOFError, OSError, ValueError, NotImplementedError) as error:
        raise SourceError(f"{path.name}: the zip package is damaged ({_one_line(error)}); get a fresh copy of the report") from error
    return Package(path, archive, frozenset(archive.namelist()))


def parse_xml(path: Path, name: str, data: bytes) -> etree._Element:
    """Root element of `data`; entities stay unresolved, nothing is fetched, depth and size keep libxml2's own limits."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True)
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        what = f"{name} is not sound XML ({_one_line(error)})"
        raise SourceError(f"{path.name}: {what}; open the report, save it anew and try again") from error


def _one_line(error: BaseException) -> str:
    return " ".join(str(error).split())[:120] or type(error).__name__
