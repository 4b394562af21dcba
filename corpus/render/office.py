"""PDF and ODT by LibreOffice, from the DOCX form: what a council does with its Word file."""

import os
import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path

import word
from damage import Form
from gold import Report
from looks import Look


def make(report: Report, look: Look, form: Form, target: Path) -> None:
    """Write `target`, a PDF or ODT by its suffix; dates inside are the report's, where LibreOffice allows."""
    kind = target.suffix[1:]
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, f"{report.id}.docx")
        word.make(report, look, replace(form, toolchain="python-docx"), source)
        command = ["soffice", f"-env:UserInstallation={Path(folder, 'profile').as_uri()}", "--headless", "--convert-to", kind, "--outdir", folder, str(source)]
        subprocess.run(command, check=True, capture_output=True, timeout=180, env={**os.environ, "SOURCE_DATE_EPOCH": "1000000000", "TZ": "UTC"})
        data = Path(folder, f"{report.id}.{kind}").read_bytes()
    target.write_bytes(word.undated(data) if kind == "odt" else data)
