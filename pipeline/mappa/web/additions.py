"""Builds that the page starts: the folders named, the lines a build says as it goes, and corrections written beside the reports."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from threading import Condition, Thread

import msgspec

from mappa.corpus import build
from mappa.errors import MappaError
from mappa.inputs import find_inputs, plain
from mappa.manifest import Entry, read_manifest
from mappa.paths import configs_dir

FOLDERS = "folders.json"
QUOTES = "\"'“”‘’ "


@dataclass(slots=True)
class Run:
    """A build under way or done, and what it has said."""

    lines: list[str] = field(default_factory=list)
    done: bool = False


@dataclass(slots=True)
class Additions:
    """The builds of the corpus in `corpus`, one at a time, with the rules in `configs`."""

    corpus: Path
    configs: Path | None
    run: Run | None = None
    _said: Condition = field(default_factory=Condition)

    def folders(self) -> list[str]:
        """The folders named at the last build from a page."""
        try:
            return msgspec.json.decode((self.corpus / FOLDERS).read_bytes(), type=list[str])
        except (FileNotFoundError, msgspec.DecodeError):
            return []

    def running(self) -> bool:
        """Whether a build is under way."""
        return self.run is not None and not self.run.done

    def start(self, folders: list[str]) -> None:
        """Begin to build the corpus of `folders`, unless a build is under way, which then goes on alone."""
        with self._said:
            if self.running():
                return
            self.run = Run()
        self.corpus.mkdir(parents=True, exist_ok=True)
        (self.corpus / FOLDERS).write_bytes(msgspec.json.encode(folders))
        Thread(target=self._build, args=(self.run, [Path(folder) for folder in folders]), daemon=True).start()

    def lines(self) -> Iterator[str]:
        """What the last build says, line by line as it says it, until it is done."""
        run, at = self.run, 0
        while run is not None:
            with self._said:
                while len(run.lines) == at and not run.done:
                    self._said.wait()
                fresh, done = run.lines[at:], run.done
            yield from fresh
            at += len(fresh)
            if done:
                return

    def _build(self, run: Run, folders: list[Path]) -> None:
        from mappa.cli.summary import summary

        self._say(run, f"Looking for reports in {', '.join(map(str, folders))}")
        try:
            built = build(
                folders,
                self.corpus,
                configs=configs_dir(self.configs),
                progress=lambda done, total: self._say(run, f"{done} of {total} read"),
            )
            for line in summary(built):
                self._say(run, " ".join(line.split()))
        except (MappaError, OSError) as error:
            self._say(run, f"It could not be done: {error}")
        finally:
            with self._said:
                run.done = True
                self._said.notify_all()

    def _say(self, run: Run, line: str) -> None:
        with self._said:
            run.lines.append(line)
            self._said.notify_all()


def named_folders(typed: str) -> list[str]:
    """The folders in what was typed, one a line, without the quotation marks that systems put around a copied path.

    Raises MappaError where there is none, or one is not there.
    """
    folders = list(dict.fromkeys(filter(None, (line.replace("\0", "").strip(QUOTES) for line in typed.splitlines()))))
    if not folders:
        raise MappaError("Name at least one folder of reports")
    for folder in folders:
        try:
            there = Path(folder).is_absolute() and Path(folder).is_dir()
        except (OSError, ValueError):
            there = False
        if not there:
            raise MappaError(f"There is no folder “{folder}” on this computer: check its full name")
    return folders


def leaving(corpus: Path, folders: list[str]) -> list[str]:
    """The reports of the corpus that lie in none of `folders`: a build of these would take them away. Raises MappaError."""
    manifest = read_manifest(corpus)
    if manifest is None:
        return []
    found = find_inputs([Path(folder) for folder in folders], output=corpus).inputs
    known = {item.sha256 for item in found} | {plain(item.path.name) for item in found}
    return [entry.name for entry in manifest.inputs if entry.document and not {entry.sha256, entry.name.rpartition("/")[2]} & known]


def file_of(entry: Entry, folders: list[str]) -> Path | None:
    """Where the file of an input lies below the folders last named; None where it is not there any more."""
    return next((path for folder in folders if (path := Path(folder, entry.name)).is_file()), None)


def write_correction(path: Path, name: str, *, area: str, period: str) -> None:
    """Set area and period for the report `name` in the corrections.toml at `path`; an empty one is taken out, all else stays as it is.

    Raises MappaError where the file, or what it would hold, cannot be used.
    """
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    from mappa.corrections import load_corrections

    before = path.read_text(encoding="utf-8-sig") if path.is_file() else ""
    try:
        entries = tomlkit.parse(before)
    except TOMLKitError as error:
        raise MappaError(f"{path}: cannot be read as TOML: {error}; mend it by hand first") from None
    entry = entries.setdefault(name, tomlkit.table())
    for key, value in (("area", area), ("period", period)):
        if value:
            entry[key] = value
        else:
            entry.pop(key, None)
    if not entry:
        entries.pop(name)
    path.write_text(tomlkit.dumps(entries), encoding="utf-8", newline="\n")
    try:
        load_corrections(path.parent)
    except MappaError:
        path.write_text(before, encoding="utf-8", newline="\n")
        raise
