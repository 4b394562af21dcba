"""The format of a file by its bytes: five kinds of report, everything else named with what to do."""

import contextlib
import io
import json
import time
import zipfile
from pathlib import Path

import pytest

from mappa.errors import NotAReport, SourceError
from mappa.readers.sniff import decode, sniff

REPORT = """Northshire MAPPA annual report

The board met four times in the year; it looked at every case that had gone wrong.

Level 1  512 187 - 699
Level 2  8 26 14 48

"We work closely with the police, the probation service and the prisons," said one officer.

Chair: Ann Example
"""


def zipped(**parts: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, inside in parts.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), inside)
    return stream.getvalue()


def ole2(*names: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + b"".join(name.encode("utf-16-le") for name in names)


DOCX = zipped(word__document_dot_xml="<w/>" * 50)
OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
ODF = "application/vnd.oasis.opendocument."


@pytest.mark.parametrize(
    ("data", "key"),
    [
        (b"%PDF-1.4\n1 0 obj", "pdf"),
        (b"HTTP/1.1 200 OK\r\n\r\n" + b" " * 900 + b"%PDF-1.4\n1 0 obj", "pdf"),
        (DOCX, "docx"),
        (zipped(word__main_dot_xml="x", **{"[Content_Types]_dot_xml": "a.wordprocessingml.document.main+xml"}), "docx"),
        (zipped(mimetype=f"{ODF}text", content_dot_xml="x"), "odt"),
        (zipped(mimetype=f"{ODF}text-template", content_dot_xml="x"), "odt"),
        (
            f'<?xml version="1.0"?><office:document xmlns:office="{OFFICE}" m="{ODF}text">'.encode(),
            "odt",
        ),
        (b"<!DOCTYPE html><p>x", "html"),
        (b"\xef\xbb\xbf \n<!-- saved from x --><HTML><body>x", "html"),
        (b'<?xml version="1.0"?><!DOCTYPE html PUBLIC "x"><html xmlns="http://www.w3.org/1999/xhtml">', "html"),
        (b"<h1>Report</h1><p>Words</p>", "html"),
        (b"Preface\n<p>One</p><p>Two</p><div>Three</div>", "html"),
        ("<html><p>x".encode("utf-16"), "html"),
        (REPORT.encode(), "txt"),
        (REPORT.encode("utf-16"), "txt"),
        (REPORT.encode("utf-16-le"), "txt"),
        (b"One short line.", "txt"),
        (b"# Annual report\n\n## What is MAPPA\n\nSee [the site](https://example.org) for more.\n\n## Numbers\n\nThere were few.", "txt"),
        (b"[Cover page]\nNorthshire\n\nA year of work.", "txt"),
        (b"- one point to make here\n- another point to make\n\nAnd an ending.", "txt"),
        (b"Police, probation and prisons met.\nThe board, as ever, met.\n", "txt"),
        ("Level 1\t673\nLevel 2\t9\n".join([REPORT] * 2).encode(), "txt"),
    ],
)
def test_reports(data: bytes, key: str) -> None:
    assert sniff(Path("misleading.xyz"), data) == key


CODE = 'import sys\n\n\ndef main(argv):\n    """Names."""\n    for name in argv:\n        print(name)\n    return 0\n\n\nmain(sys.argv)\n'
SCRIPT = "const a = require('a');\n\nfunction run(x) {\n  if (x) {\n    return a(x);\n  }\n}\n\nmodule.exports = { run };\n"
MARKDOWN = "# Tool\n\nDoes a thing, see [the site](https://example.org).\n\n## Use\n\n```\ntool run\n```\n"


@pytest.mark.parametrize(
    ("data", "looks"),
    [
        (json.dumps({"text": REPORT}).encode(), "JSON"),
        (json.dumps([1, 2, 3], indent=1).encode(), "JSON"),
        (b'{"a": 1}\n{"a": 2}\n', "JSON"),
        (b'{"text": "cut off, "more": [', "JSON"),
        (b"area,year,value\nNorthshire,2016,12\nSouthshire,2016,9\n", "CSV"),
        (b'"a, b",2\n"c, d",3\n"e",4\n', "CSV"),
        (b"area\tvalue\nNorthshire\t12\nSouthshire\t9\n", "CSV"),
        (b'<?xml version="1.0"?><report><p>Words</p></report>', "XML"),
        (b"<report id='x'><para>Words</para></report>", "XML"),
        (CODE.encode(), "source code"),
        (SCRIPT.encode(), "source code"),
        (b"#!/bin/sh\necho report\n", "source code"),
        (b"<?php echo 'x'; ?>", "source code"),
        (b'[project]\nname = "x"\nversion = "1"\n', "source code"),
        (b"name: x\nversion: 1\nsteps:\n  - run\n", "settings"),
        (MARKDOWN.encode(), "Markdown"),
        (zipped(xl__workbook_dot_xml="x"), "Excel"),
        (zipped(ppt__presentation_dot_xml="x"), "PowerPoint"),
        (zipped(mimetype="application/epub+zip"), "EPUB"),
        (zipped(mimetype=f"{ODF}spreadsheet"), "spreadsheet"),
        (zipped(reports__one_dot_docx="x"), "zip archive"),
        (ole2("Workbook"), "Excel"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (b"\xff\xd8\xff\xe0", "JPEG"),
        (b"\x1f\x8b\x08", "archive"),
        (bytes(range(256)) * 8, "binary"),
    ],
)
def test_what_is_no_report(data: bytes, looks: str) -> None:
    with pytest.raises(NotAReport, match=looks) as caught:
        sniff(Path("report.txt"), data)
    assert str(caught.value).startswith("report.txt: ") and "\n" not in str(caught.value)


@pytest.mark.parametrize("name", ["README.md", "notes.py", "settings.toml", "LICENSE"])
def test_prose_in_a_file_named_for_programs_is_no_report(name: str) -> None:
    with pytest.raises(NotAReport):
        sniff(Path(name), REPORT.encode())


@pytest.mark.parametrize("text", [" \n" * 100_000 + "x", "<!-- -->" * 25_000, "<a" + ' x ="y" ' * 30_000, "](" * 100_000])
def test_no_text_takes_long(text: str) -> None:
    start = time.perf_counter()
    with contextlib.suppress(SourceError):
        sniff(Path("x"), text.encode())
    assert time.perf_counter() - start < 5


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "empty"),
        (b" \r\n\0", "empty"),
        (ole2("WordDocument"), "save it as .docx or PDF"),
        (b"{\\rtf1\\ansi x}", "save it as .docx or PDF"),
        (ole2("EncryptedPackage"), "password"),
        (DOCX[:-30], "damaged or cut off"),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related\n\nx", "save the page"),
        (b'<?xml version="1.0"?><w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml">', "save it as .docx"),
    ],
)
def test_reports_that_cannot_be_read(data: bytes, says: str) -> None:
    with pytest.raises(SourceError, match=says) as caught:
        sniff(Path("report.doc"), data)
    assert not isinstance(caught.value, NotAReport)
    assert str(caught.value).startswith("report.doc: ") and "\n" not in str(caught.value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_decode(encoding: str) -> None:
    text = "The “board” met – and paid £5.\n" * 4
    assert decode(text.encode(encoding)) == text


def test_real_reports_and_what_lies_beside_them(shared: Path) -> None:
    found = {
        path.name: sniff(path, path.read_bytes()) for path in (shared / "reports").rglob("*") if path.is_file() and path.suffix != ".json"
    }
    assert found == {name: name.rsplit(".", 1)[1] for name in found}
    for path in (path for pattern in ("reports/*.json", "gold/*.xml", "score/*.py") for path in shared.glob(pattern)):
        with pytest.raises(NotAReport):
            sniff(path, path.read_bytes())
