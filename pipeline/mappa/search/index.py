"""The index beside a corpus: made on first use, out of date where the manifest lists other bytes, and then only those reports replaced."""

import os
import shutil
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from itertools import islice
from pathlib import Path
from zlib import crc32

import msgspec
from tantivy import Document, Index, IndexWriter, SchemaBuilder

from mappa import __version__
from mappa.errors import MappaError
from mappa.manifest import document_path, read_manifest
from mappa.records import decode
from mappa.search.asking import THEME, WORDS, YEAR, code
from mappa.search.contents import passages_of
from mappa.search.packing import Packing, packing_for
from mappa.search.passages import Passage
from mappa.search.words import BREAK, words

FOLDER = "index"
LAYOUT = "1"  # of an index's fields and words; another layout is another folder
STATE = "documents.json"
DICTIONARY = "dictionary"
SAMPLE, FEW = 8, 16  # so many reports, so many passages of each, of which the dictionary is made
HEAP = 128_000_000
FACET_FIELDS = ("kind", "role", "agency", "group", THEME, "polarity", "area", "form", "section")

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Current:
    """An index that is up to date, and the ids of the documents for which it had to be changed."""

    index: Index
    packing: Packing
    changed: list[str]


class State(msgspec.Struct, frozen=True):
    """Of what an index was made: a hash of the program's version and the agencies' groups, each document's file's, the dictionary's."""

    maker: str
    documents: dict[str, str]
    dictionary: str


def schema_builder() -> SchemaBuilder:
    """The fields of an index: words with their places, facets as columns, the passage itself stored."""
    fields = SchemaBuilder().add_text_field(WORDS, tokenizer_name="whitespace", index_option="position")
    fields = fields.add_text_field("document", tokenizer_name="raw", index_option="basic")
    for name in FACET_FIELDS:
        fields = fields.add_text_field(name, fast=True, tokenizer_name="raw", index_option="basic")
    fields = fields.add_unsigned_field(YEAR, indexed=True, fast=True).add_boolean_field("template", indexed=True)
    return fields.add_unsigned_field("place", fast=True).add_bytes_field("passage", stored=True)


SCHEMA = schema_builder().build()


def row(passage: Passage, packing: Packing) -> Document:
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
        "polarity": list({polarity for _, polarity in passage.themes}),
        "area": passage.area,
        "form": passage.form,
        "section": passage.section_type,
        YEAR: passage.year,
        "template": passage.template,
        "place": place(passage),
        "passage": packing.pack(passage),
    }
    return Document.from_dict({name: value for name, value in values.items() if value is not None and value != []}, SCHEMA)


def place(passage: Passage) -> int:
    """A number that sorts passages by year, the first letters of the document's id, the document, and where they begin."""
    return _place(passage.document, passage.year) | min(passage.start, 0x3FFFFF)


@lru_cache(maxsize=1024)
def _place(document: str, year: int | None) -> int:
    letters = 0
    for letter in document[:4].ljust(4):
        letters = letters * 32 + (ord(letter) - 96 if "a" <= letter <= "z" else 0)
    return (min(max((year or 1990) - 1990, 0), 127) << 20 | letters) << 37 | (crc32(document.encode()) & 0x7FFF) << 22


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


def current_index(corpus: Path, configs: Path, progress: Progress | None = None) -> Current:
    """The index of the corpus in `corpus`, brought up to date.

    Raises MappaError where there is no corpus, a document is not what the manifest lists, or another program writes the index.
    """
    manifest = read_manifest(corpus)
    if manifest is None:
        raise MappaError(f"{corpus}: no manifest.json there, so it is no corpus; make one with: mappa build REPORTS -o {corpus}")
    listed = {entry.document.id: entry.document.sha256 for entry in manifest.inputs if entry.document}
    folder = index_folder(corpus)
    groups = agency_groups(configs)
    maker = sha256(msgspec.json.encode([__version__, groups], order="sorted")).hexdigest()
    index, state, packing = _opened(folder)
    known = state.documents if state.maker == maker else {}
    changed = sorted(id for id in listed.keys() | known.keys() if listed.get(id) != known.get(id))
    if changed or state.maker != maker:

        def passages(id: str) -> Iterator[Passage]:
            return _passages(corpus, id, listed[id], groups)

        if packing is None:
            packing = packing_for(one for id in spread(list(listed)) for one in islice(passages(id), FEW))
        with _writing(index, folder, State(maker, listed, sha256(packing.dictionary).hexdigest()), packing) as writer:
            if not known:
                writer.delete_all_documents()
            for number, id in enumerate(changed, 1):
                writer.delete_documents_by_term("document", id)
                if id in listed:
                    add(writer, passages(id), packing)
                if progress:
                    progress(number, len(changed))
    return Current(index, packing or Packing(b""), changed)


def spread(ids: list[str]) -> list[str]:
    """Some of `ids` from all over the list, of which a dictionary is made."""
    return ids[:: len(ids) // SAMPLE + 1]


def add(writer: IndexWriter, passages: Iterable[Passage], packing: Packing) -> None:
    """Write `passages` behind those that are there; they are found once the writer has committed."""
    for passage in passages:
        writer.add_document(row(passage, packing))


def agency_groups(configs: Path) -> dict[str, str]:
    """The group of each agency in the rules: a testimonial names its speaker's agency, not the group."""
    path = configs / "agencies.toml"
    try:
        entries = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise MappaError(f"{path}: cannot be read ({error}); mend it, or take other rules with --configs") from None
    return {label: entry["group"] for label, entry in entries.items() if isinstance(entry, dict) and "group" in entry}


def _passages(corpus: Path, id: str, digest: str, groups: Mapping[str, str]) -> Iterator[Passage]:
    path = document_path(corpus, id)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise MappaError(f"{path}: cannot be read ({error.strerror}); build the corpus again with: mappa build") from None
    if sha256(data).hexdigest() != digest:
        raise MappaError(f"{path}: not the bytes that manifest.json lists; build the corpus again with: mappa build")
    return passages_of(decode(data, path.name), groups)


def _opened(folder: Path) -> tuple[Index, State, Packing | None]:
    """The index in `folder`, of what it was made and its packing; an empty one where it is damaged."""
    try:
        state = msgspec.json.decode((folder / STATE).read_bytes(), type=State)
        packing = Packing((folder / DICTIONARY).read_bytes())
        if sha256(packing.dictionary).hexdigest() == state.dictionary:
            return Index(SCHEMA, str(folder)), state, packing
    except (OSError, ValueError):  # of tantivy and msgspec too
        pass
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    return Index(SCHEMA, str(folder)), State("", {}, ""), None


@contextmanager
def _writing(index: Index, folder: Path, state: State, packing: Packing) -> Iterator[IndexWriter]:
    """Write to the index: all of it is found at the end, and then the state says of what it was made; nothing where it fails."""
    try:
        writer = index.writer(HEAP, 1)  # one thread: the passages keep their order, and so do hits of equal rank
    except ValueError as error:
        raise MappaError(f"{folder}: another mappa is writing this index; try again in a moment ({error})") from None
    try:
        yield writer
        writer.commit()
    except BaseException:
        writer.rollback()
        raise
    finally:
        writer.wait_merging_threads()
    index.reload()
    for name in (".managed.json", "meta.json"):
        (folder / name).chmod(0o644)  # tantivy leaves them to their owner alone, and a corpus may lie on a shared drive
    for name, data in ((DICTIONARY, packing.dictionary), (STATE, msgspec.json.encode(state, order="sorted"))):
        temporary = folder / f"{name}.{os.getpid()}"
        temporary.write_bytes(data)
        temporary.replace(folder / name)
