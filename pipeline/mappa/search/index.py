"""The index beside a corpus: made on first use, out of date where the manifest lists other bytes, and then only those reports replaced."""

import os
import shutil
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from zlib import crc32

import msgspec
from tantivy import Document, Index, IndexWriter, SchemaBuilder

from mappa import __version__
from mappa.errors import MappaError
from mappa.manifest import document_path, read_manifest
from mappa.records import decode
from mappa.search.asking import LETTERS, THEME, WORDS, YEAR, code
from mappa.search.contents import passages_of
from mappa.search.passages import Passage
from mappa.search.words import BREAK, words

FOLDER = "index"
LAYOUT = "1"  # of an index's fields and words; another layout is another folder
STATE = "documents.json"
HEAP = 128_000_000
FACET_FIELDS = ("kind", "role", "agency", "group", THEME, "polarity", "area", "form", "section")

Progress = Callable[[int, int], None]


class State(msgspec.Struct, frozen=True):
    """Of what an index was made: the hash of each document's file, and one of the program's version and the agencies' groups."""

    maker: str
    documents: dict[str, str]


def schema_builder() -> SchemaBuilder:
    """The fields of an index: words with their places, facets as columns, the passage itself stored."""
    fields = SchemaBuilder().add_text_field(WORDS, tokenizer_name="whitespace", index_option="position")
    fields = fields.add_text_field("document", tokenizer_name="raw", index_option="basic")
    for name in FACET_FIELDS:
        fields = fields.add_text_field(name, fast=True, tokenizer_name="raw", index_option="basic")
    fields = fields.add_unsigned_field(YEAR, indexed=True, fast=True).add_boolean_field("template", indexed=True)
    return fields.add_unsigned_field("place", fast=True).add_bytes_field("passage", stored=True)


SCHEMA = schema_builder().build()
_pack = msgspec.msgpack.Encoder().encode


def row(passage: Passage) -> Document:
    """`passage` as the index holds it; what is not known has no value."""
    themes: dict[str, list[str]] = {}
    for theme, polarity in passage.themes:
        themes.setdefault(theme, []).append(polarity)
    values = {
        WORDS: f" {BREAK} ".join(" ".join(words(piece.text)) for piece in passage.pieces),
        "document": passage.document,
        "kind": passage.kind,
        "role": passage.role,
        "agency": passage.agencies,
        "group": passage.groups,
        THEME: [code(theme, polarities) for theme, polarities in themes.items()],
        "polarity": sorted({polarity for polarity in LETTERS if any(polarity in some for some in themes.values())}),
        "area": passage.area,
        "form": passage.form,
        "section": passage.section_type,
        YEAR: passage.year,
        "template": passage.template,
        "place": place(passage),
        "passage": _pack(passage),
    }
    return Document.from_dict({name: value for name, value in values.items() if value is not None and value != []}, SCHEMA)


def place(passage: Passage) -> int:
    """A number that sorts passages by year, the first letters of the document's id, the document, and where they begin."""
    year = min(max((passage.year or 1990) - 1990, 0), 127)
    letters = 0
    for letter in passage.document[:4].ljust(4):
        letters = letters * 32 + (ord(letter) - 96 if "a" <= letter <= "z" else 0)
    return ((year << 20 | letters) << 15 | crc32(passage.document.encode()) & 0x7FFF) << 22 | min(passage.start, 0x3FFFFF)


def index_folder(corpus: Path) -> Path:
    """Where the index of the corpus in `corpus` lies: in it, or in the user's cache folder where nothing can be written there."""
    inside = corpus / FOLDER / LAYOUT
    if _is_writable(inside):
        return inside
    import platformdirs

    name = sha256(str(corpus.resolve()).encode()).hexdigest()[:16]
    return platformdirs.user_cache_path("mappa", appauthor=False) / FOLDER / LAYOUT / name


def _is_writable(folder: Path) -> bool:
    """Whether files can be made in `folder`, which is made first."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / f".{os.getpid()}"
        probe.touch()
        probe.unlink()
    except OSError:
        return False
    return True


def current_index(corpus: Path, configs: Path, progress: Progress | None = None) -> tuple[Index, list[str]]:
    """The index of the corpus in `corpus`, brought up to date, and the ids of the documents for which that was needed.

    Raises MappaError where there is no corpus, a document is not what the manifest lists, or another program writes the index.
    """
    manifest = read_manifest(corpus)
    if manifest is None:
        raise MappaError(f"{corpus}: no manifest.json there, so it is no corpus; make one with: mappa build REPORTS -o {corpus}")
    listed = {entry.document.id: entry.document.sha256 for entry in manifest.inputs if entry.document}
    folder = index_folder(corpus)
    groups = agency_groups(configs)
    wanted = State(sha256(msgspec.json.encode([__version__, groups], order="sorted")).hexdigest(), listed)
    index, state = _opened(folder, wanted.maker)
    changed = sorted(id for id in listed.keys() | state.documents.keys() if listed.get(id) != state.documents.get(id))
    if changed or state.documents != listed:
        writer = _writer(index, folder)
        if not state.documents:
            writer.delete_all_documents()
        for number, id in enumerate(changed, 1):
            writer.delete_documents_by_term("document", id)
            if id in listed:
                add(writer, _passages(document_path(corpus, id), listed[id], groups))
            if progress:
                progress(number, len(changed))
        _commit(writer, index, folder, wanted)
    return index, changed


def add(writer: IndexWriter, passages: Iterable[Passage]) -> None:
    """Write `passages` behind those that are there; they are found once the writer has committed."""
    for passage in passages:
        writer.add_document(row(passage))


def agency_groups(configs: Path) -> dict[str, str]:
    """The group of each agency in the rules: a testimonial names its speaker's agency, not the group."""
    path = configs / "agencies.toml"
    try:
        entries = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise MappaError(f"{path}: cannot be read ({error}); mend it, or take other rules with --configs") from None
    return {label: entry["group"] for label, entry in entries.items() if isinstance(entry, dict) and "group" in entry}


def _passages(path: Path, digest: str, groups: Mapping[str, str]) -> Iterator[Passage]:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise MappaError(f"{path}: cannot be read ({error.strerror}); build the corpus again with: mappa build") from None
    if sha256(data).hexdigest() != digest:
        raise MappaError(f"{path}: not the bytes that manifest.json lists; build the corpus again with: mappa build")
    return passages_of(decode(data, path.name), groups)


def _opened(folder: Path, maker: str) -> tuple[Index, State]:
    """The index in `folder` and of what it was made: of nothing where it is damaged, or made otherwise than now."""
    try:
        state = msgspec.json.decode((folder / STATE).read_bytes(), type=State)
        return Index(SCHEMA, str(folder)), state if state.maker == maker else State(maker, {})
    except (OSError, ValueError, msgspec.DecodeError):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True, exist_ok=True)
        return Index(SCHEMA, str(folder)), State(maker, {})


def _writer(index: Index, folder: Path) -> IndexWriter:
    try:
        return index.writer(HEAP, 1)  # one thread: the passages keep their order, and so do hits of equal rank
    except ValueError as error:
        raise MappaError(f"{folder}: another mappa is writing this index; try again in a moment ({error})") from None


def _commit(writer: IndexWriter, index: Index, folder: Path, state: State) -> None:
    """Make what was written be found, and say of what the index now is made, last."""
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    for name in (".managed.json", "meta.json"):
        (folder / name).chmod(0o644)  # tantivy leaves them to their owner alone, and a corpus may lie on a shared drive
    temporary = folder / f"{STATE}.{os.getpid()}"
    temporary.write_bytes(msgspec.json.encode(state, order="sorted"))
    temporary.replace(folder / STATE)
