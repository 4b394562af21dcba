"""PDF and ODT by LibreOffice, from the DOCX form: what a council does with its Word file."""

import os
import re
import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path

import word
from damage import Form
from gold import Report
from looks import Look


def make(report: Report, look: Look, form: Form, target: Path) -> None:
    """Write `target`, a PDF or ODT by its suffix; the same input gives the same bytes."""
    kind = target.suffix[1:]
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, f"{report.id}.docx")
        word.make(report, look, replace(form, toolchain="python-docx"), source)
        profile = f"-env:UserInstallation={Path(folder, 'profile').as_uri()}"
        command = ["soffice", profile, "--headless", "--convert-to", kind, "--outdir", folder, str(source)]
        subprocess.run(command, check=True, capture_output=True, timeout=180, env={**os.environ, "TZ": "UTC"})
        data = Path(folder, f"{report.id}.{kind}").read_bytes()
    target.write_bytes(_settled_odt(data) if kind == "odt" else _settled_pdf(data, report))


def _settled_pdf(data: bytes, report: Report) -> bytes:
    """A PDF with its date and identifiers set, each in the room it had, so that no offset moves."""
    data = re.sub(rb"/CreationDate\(D:\d{14}", b"/CreationDate(D:" + report.end.replace("-", "").encode() + b"000000", data)
    return re.sub(rb"(?<=<)[0-9A-F]{32}(?=>)|(?<=/DocChecksum /)[0-9A-F]{32}", b"0" * 32, data)


def _settled_odt(data: bytes) -> bytes:
    """An ODT without the random numbers of its editing session and of its lists."""
    return word.undated(data, _without_chance)


def _without_chance(name: str, part: bytes) -> bytes:
    if name == "settings.xml":
        return re.sub(rb'(config:name="Rsid(?:Root)?"[^>]*>)\d+', rb"\g<1>1", part)
    lists: dict[bytes, bytes] = {}
    return re.sub(rb'(?<=")list\d+(?=")', lambda found: lists.setdefault(found[0], b"list%d" % (len(lists) + 1)), part)
