"""Make the report files of sources.toml from the gold: python corpus/render/render.py [ID...]

Nobody needs this to use the files, which are committed. To make them again: the packages reportlab, weasyprint, python-docx and tomlkit,
LibreOffice Writer, fontconfig, and the fonts Liberation, DejaVu, Carlito and EB Garamond. Other versions of these may give other bytes.
"""

import hashlib
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path

import tomlkit
from damage import Form
from gold import Report, read_report
from looks import LOOKS, Look

CORPUS = Path(__file__).resolve().parents[1]
MAKERS = {
    "reportlab": "reportlab_pdf",
    "weasyprint": "css_pdf",
    "python-docx": "word",
    "libreoffice": "office",
    "odf": "open_document",
    "html": "web_page",
    "text": "plain_text",
}


def main(ids: Sequence[str]) -> int:
    """Make every file of the reports `ids` (all without any) and write its hash into sources.toml."""
    path = CORPUS / "sources.toml"
    sources = tomlkit.parse(path.read_text(encoding="utf-8"))
    known = {str(entry["id"]) for entry in sources["report"]}
    if unknown := set(ids) - known:
        print(f"sources.toml has no report {', '.join(sorted(unknown))}; it has {', '.join(sorted(known))}", file=sys.stderr)
        return 2
    for entry in sources["report"]:
        if ids and entry["id"] not in ids:
            continue
        report = read_report(CORPUS / "gold" / f"{entry['id']}.xml")
        for declared in entry["form"]:
            damage = tuple(map(str, declared["damage"]))
            columns, export = int(declared.get("columns", 1)), str(declared.get("export", ""))
            form = Form(str(declared["file"]), str(declared["toolchain"]), columns, damage, export)
            target = CORPUS / form.file
            target.parent.mkdir(exist_ok=True)
            maker(form.toolchain)(report, LOOKS[report.id], form, target)
            declared["sha256"] = hashlib.sha256(target.read_bytes()).hexdigest()
            print(f"{form.file}  {target.stat().st_size:,} bytes", file=sys.stderr)
    path.write_text(tomlkit.dumps(sources), encoding="utf-8", newline="\n")
    return 0


def maker(toolchain: str) -> Callable[[Report, Look, Form, Path], None]:
    """The function that writes a file with this toolchain; its packages are loaded only then."""
    make: Callable[[Report, Look, Form, Path], None] = import_module(MAKERS[toolchain]).make
    return make


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
