"""Tell the format of a report from its bytes, never from its name; and decode text of unknown encoding.

A file of no report format (data, source code, a picture, a spreadsheet) raises NotAReport: whoever walks a folder counts it, whoever was
given it by name passes the error on. A report in a form that cannot be read (.doc, .rtf, locked, cut off, empty) raises plain SourceError.
"""

import codecs
import re
import zipfile
from io import BytesIO
from pathlib import Path

from mappa.errors import NotAReport, SourceError
from mappa.readers.textual import html_or_text

HEAD = 1024  # bytes of foreign matter that may stand before %PDF, as PDF viewers allow
OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
MAGIC = (
    (rb"\x89PNG\r\n", "a PNG picture"),
    (rb"\xff\xd8\xff", "a JPEG picture"),
    (rb"GIF8[79]a", "a GIF picture"),
    (rb"BM.{4}\0{4}", "a BMP picture"),
    (rb"II\*\0|MM\0\*", "a TIFF picture"),
    (rb"RIFF.{4}WEBP", "a WebP picture"),
    (rb"\0\0\0.ftyp", "a film or picture"),
    (rb"AT&TFORM", "a DjVu book"),
    (rb"%!PS", "a PostScript file"),
    (rb"\x1f\x8b|BZh\d|\xfd7zXZ\0|7z\xbc\xaf\x27\x1c|Rar!\x1a", "a compressed archive"),
    (rb"ID3|OggS|RIFF|fLaC", "a sound or film"),
    (rb"MZ.{58}|\x7fELF|\xca\xfe\xba\xbe", "a program"),
    (rb"SQLite format 3\0", "a database"),
)
ZIPS = (
    ("xl/", "an Excel workbook", "export the sheet's report as .docx or PDF"),
    ("ppt/", "a PowerPoint presentation", "export it as PDF"),
    ("visio/", "a Visio drawing", "export it as PDF"),
)
OLD_FORMATS = (
    ("Workbook", "an old Excel workbook"),
    ("PowerPoint Document", "an old PowerPoint presentation"),
    ("__substg1.0", "an e-mail"),
)
CUT_OFF = (b"word/", b"[Content_Types].xml", b"mimetypeapplication/vnd.oasis.opendocument.text")
ODF = "application/vnd.oasis.opendocument."


def sniff(path: Path, data: bytes) -> str:
    """The key of READERS for `data`. Raises NotAReport for what is no report, SourceError for a report in a form that cannot be read."""
    if not data.strip(b"\0 \t\r\n\f\xef\xbb\xbf\xff\xfe"):
        raise SourceError(f"{path.name}: the file is empty; get a fresh copy of the report")
    if _is_pdf(data):
        return "pdf"
    if data.startswith(OLE2):
        raise _ole2(path, data)
    if data.lstrip()[:5] == b"{\\rtf":
        raise SourceError(f"{path.name}: an RTF file, which is not read; save it as .docx or PDF")
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _zip(path, data)
    for magic, what in MAGIC:
        if re.match(magic, data, re.DOTALL):
            raise NotAReport(f"{path.name}: looks like {what}, not a report; give the report as PDF, .docx, .odt, .html or text")
    return html_or_text(path, decode(data))


def decode(data: bytes) -> str:
    """`data` as text: by byte order mark, else UTF-8, else UTF-16 by its zero bytes, else Windows-1252, else the likeliest code page."""
    for mark, encoding in BOMS:
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = ""
    if text and "\0" not in text:
        return text
    if wide := _utf16(data):
        return data.decode(wide, "replace")
    return text or _one_byte(data)


def _utf16(data: bytes) -> str | None:
    """The byte order of UTF-16 without a mark: Western text has a zero in every other byte."""
    even, odd = data[0:4096:2].count(0), data[1:4096:2].count(0)
    pairs = max(1, len(data[:4096]) // 2)
    if odd > 0.7 * pairs and even < 0.1 * pairs:
        return "utf-16-le"
    return "utf-16-be" if even > 0.7 * pairs and odd < 0.1 * pairs else None


def _one_byte(data: bytes) -> str:
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        from charset_normalizer import from_bytes  # slow to import, seldom needed

        best = from_bytes(data).best()
        return str(best) if best is not None else data.decode("cp1252", "replace")


def _is_pdf(data: bytes) -> bool:
    head = data[: HEAD + 8]
    at = head.find(b"%PDF-")
    return at == 0 or (at > 0 and (b" obj" in data or b"startxref" in data) and data[at + 5 : at + 6].isdigit())


def _ole2(path: Path, data: bytes) -> SourceError:
    """What the directory of an OLE2 file says is in it; its names are in UTF-16."""

    def holds(name: str) -> bool:
        return name.encode("utf-16-le") in data

    if holds("EncryptedPackage"):
        return SourceError(f"{path.name}: protected by a password; save a copy without it")
    for name, what in OLD_FORMATS:
        if holds(name) and not holds("WordDocument"):
            return NotAReport(f"{path.name}: looks like {what}, not a report; export the report as .docx or PDF")
    if holds("WordDocument") or path.suffix.lower() in (".doc", ".dot"):
        return SourceError(f"{path.name}: an old Word file (.doc), which is not read; save it as .docx or PDF")
    return NotAReport(f"{path.name}: looks like an old Office or Windows file, not a report; if it is one, save it as .docx or PDF")


def _zip(path: Path, data: bytes) -> str:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = set(archive.namelist())
            kind = _stored(archive, "mimetype").decode("latin-1").strip()
            types = _stored(archive, "[Content_Types].xml")
    except (zipfile.BadZipFile, EOFError, OSError, ValueError, NotImplementedError, RuntimeError) as error:
        if any(sign in data[:4096] for sign in CUT_OFF):
            raise SourceError(f"{path.name}: a Word or OpenDocument file, damaged or cut off; get a fresh copy of the report") from error
        raise NotAReport(f"{path.name}: a damaged zip archive, not a report; unpack it and give the reports in it") from error
    if kind.startswith(f"{ODF}text") or (not kind and b"opendocument.text" in _manifest(data, names)):
        return "odt"
    if "word/document.xml" in names or b"wordprocessingml.document.main+xml" in types or b"document.macroEnabled.main+xml" in types:
        return "docx"
    if kind == "application/epub+zip":
        raise NotAReport(f"{path.name}: looks like an e-book (EPUB), not a report; export it as PDF or HTML")
    if kind.startswith(ODF):
        raise NotAReport(f"{path.name}: looks like an OpenDocument {kind.removeprefix(ODF).split('-')[0]}, not a report; export it as PDF")
    for folder, what, remedy in ZIPS:
        if any(name.startswith(folder) for name in names):
            raise NotAReport(f"{path.name}: looks like {what}, not a report; {remedy}")
    raise NotAReport(f"{path.name}: a zip archive, not a report; unpack it and give the reports in it")


def _stored(archive: zipfile.ZipFile, name: str) -> bytes:
    try:
        with archive.open(name) as stream:
            return stream.read(2**20)
    except KeyError:
        return b""


def _manifest(data: bytes, names: set[str]) -> bytes:
    if "META-INF/manifest.xml" not in names:
        return b""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return _stored(archive, "META-INF/manifest.xml")
