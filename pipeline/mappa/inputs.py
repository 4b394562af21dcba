"""The inputs of a build: files and folders become a list of reports, each with its name, its hash and what was set right by hand."""

import os
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from mappa.corrections import NAME, Correction, load_corrections
from mappa.errors import MappaError, NotAReport, SourceError

# A file with one of these endings is a report to the person who put it there: one that cannot be read is a failure, never passed over.
REPORT_SUFFIXES = frozenset({".pdf", ".docx", ".odt", ".doc", ".rtf"})


@dataclass(frozen=True, slots=True)
class Input:
    """One report to build, as its bytes were when the build began.

    name     its file name, or its path below the folder that was given, with forward slashes
    path     where its bytes lie
    sha256   of its bytes; None where it cannot be read at all
    aliases  the names of further files with the same bytes
    error    why it can be no document: found before anything was read into
    """

    name: str
    path: Path
    sha256: str | None
    aliases: tuple[str, ...] = ()
    correction: Correction | None = None
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """All inputs by name, the names of files of no report format, and remarks for the person who builds."""

    inputs: tuple[Input, ...]
    passed_over: tuple[str, ...]
    remarks: tuple[str, ...]


def find_inputs(given: Iterable[Path], *, output: Path) -> Found:
    """The reports among `given` files and folders; what lies in `output` is none.

    Raises MappaError where a corrections.toml cannot be used, or where there is no report at all, because a slip must not empty a corpus;
    OSError where a folder cannot be listed.
    """
    files = _files(given, output)
    folders = {folder for path, (_, root) in files.items() for folder in _up(path.parent, root)}
    corrections = {folder: load_corrections(folder) for folder in folders}
    inputs, passed_over = [], []
    for path, (name, root) in files.items():
        try:
            data = path.read_bytes()
        except OSError as error:
            told = f"{name}: cannot be read ({error.strerror}); check that it is there and may be opened"
            inputs.append(Input(name, path, None, error=told))
            continue
        if root is not None and path.suffix.lower() not in REPORT_SUFFIXES and not _is_report(path, data):
            passed_over.append(name)
            continue
        entries = (corrections[folder].get(plain(path.name)) for folder in _up(path.parent, root))
        inputs.append(Input(name, path, sha256(data).hexdigest(), correction=next(filter(None, entries), None)))
    if not inputs:
        raise MappaError("no report found, so nothing was changed; name reports (PDF, Word, ODT, HTML, text) or folders of them")
    if all(item.sha256 is None for item in inputs):
        raise MappaError(f"nothing could be read, so nothing was changed; {inputs[0].error}")
    names = {plain(path.name) for path in files}
    remarks = [
        f'{folder / NAME}: no file is named "{name}"; check the spelling'
        for folder in sorted(corrections)
        for name in corrections[folder]
        if name not in names and not (folder / name).exists()
    ]
    return Found(tuple(_merged(inputs)), tuple(sorted(passed_over)), tuple(remarks))


def plain(name: str) -> str:
    """A file's name as it is written down: the same whichever system it comes from, and always valid UTF-8."""
    return unicodedata.normalize("NFC", os.fsencode(name).decode("utf-8", "replace"))


def _files(given: Iterable[Path], output: Path) -> dict[Path, tuple[str, Path | None]]:
    """Each file, its name, and the folder given in which it was found: None where it was named itself, which wins."""
    files: dict[Path, tuple[str, Path | None]] = {}
    for path, name, root in _walk(given, output.resolve()):
        place = path.parent.resolve() / path.name
        if root is None or place not in files:
            files[place] = plain(name), root
    return files


def _walk(given: Iterable[Path], output: Path) -> Iterator[tuple[Path, str, Path | None]]:
    def fail(error: OSError) -> None:
        raise error

    for path in given:
        if not path.is_dir():
            yield path, path.name, None
            continue
        for at, folders, names in os.walk(path, onerror=fail):
            folders[:] = [name for name in folders if not name.startswith(".") and Path(at, name).resolve() != output]
            for name in names:
                file = Path(at, name)
                if not name.startswith((".", "~$")) and name != NAME and (file.is_file() or file.is_symlink()):
                    yield file, file.relative_to(path).as_posix(), path.resolve()


def _up(folder: Path, root: Path | None) -> Iterator[Path]:
    """The folders whose corrections hold for a file: its own, then those around it up to the one given."""
    yield folder
    if root is not None and folder != root and root in folder.parents:
        yield from _up(folder.parent, root)


def _is_report(path: Path, data: bytes) -> bool:
    from mappa.readers.sniff import sniff

    try:
        sniff(path, data)
    except NotAReport:
        return False
    except SourceError:
        pass  # a report that cannot be read: whoever reads it says so
    return True


def _merged(inputs: list[Input]) -> Iterator[Input]:
    """Equal bytes are one input: the name that comes first is its own, the rest are aliases."""
    by_hash: dict[str, list[Input]] = {}
    for item in sorted(inputs, key=lambda item: (item.name, str(item.path))):
        by_hash.setdefault(item.sha256 or str(item.path), []).append(item)
    for first, *others in by_hash.values():
        aliases = tuple(item.name for item in others)
        corrections = list(dict.fromkeys(item.correction for item in (first, *others) if item.correction))
        error = first.error
        if len(corrections) > 1:
            error = f"{', '.join((first.name, *aliases))}: the same file, but {NAME} sets different things for it; keep one entry"
        yield replace(first, aliases=aliases, correction=corrections[0] if corrections else None, error=error)
