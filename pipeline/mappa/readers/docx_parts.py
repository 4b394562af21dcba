"""The parts of a Word package and how they refer to one another (ECMA-376 part 2, 6.5)."""

import posixpath

from lxml import etree

from mappa.readers.docx_styles import W
from mappa.readers.package import Package, parse_xml

RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
STRICT = (b"http://purl.oclc.org/ooxml/wordprocessingml/main", W[1:-1].encode())  # the same elements under the standard's newer name


def main_part(package: Package) -> str:
    """Name of the part that holds the document's text."""
    return of_type(relations(package, ""), "officeDocument") or "word/document.xml"


def tree(package: Package, name: str | None) -> etree._Element | None:
    data = package.part(name) if name else None
    return None if data is None else parse_xml(package.path, name or "", data.replace(*STRICT))


def relations(package: Package, part: str) -> list[tuple[str, str]]:
    """(type, part) of what a part refers to inside the package."""
    folder, name = posixpath.split(part)
    root = package.tree(posixpath.join(folder, "_rels", f"{name}.rels"))
    found = [] if root is None else root.iterfind(f"{RELATIONS}Relationship")
    return [
        (one.get("Type", "").rsplit("/", 1)[-1], posixpath.normpath(posixpath.join("/", folder, one.get("Target", ""))).lstrip("/"))
        for one in found
        if one.get("TargetMode") != "External"
    ]


def of_type(parts: list[tuple[str, str]], kind: str) -> str | None:
    return next((name for found, name in parts if found == kind), None)


def furniture_parts(parts: list[tuple[str, str]]) -> list[str]:
    return [name for kind, name in parts if kind in ("header", "footer")]


def notes(root: etree._Element | None) -> dict[str, etree._Element]:
    if root is None:
        return {}
    return {note.get(f"{W}id", ""): note for note in root if isinstance(note.tag, str) and note.get(f"{W}type", "normal") == "normal"}


def title(package: Package) -> str | None:
    core = of_type(relations(package, ""), "core-properties") or "docProps/core.xml"
    root = package.tree(core)
    found = None if root is None else root.findtext("{http://purl.org/dc/elements/1.1/}title")
    return " ".join(found.split()) or None if found else None
