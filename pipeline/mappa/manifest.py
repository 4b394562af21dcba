"""The manifest of a corpus: every input, the document made of it or the error that kept it out; written last, read first."""

from collections import Counter
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct

from mappa.corrections import Correction
from mappa.errors import MappaError
from mappa.records import Period, Producer, Record

NAME = "manifest.json"
DOCUMENTS = "documents"


class SetRight(Struct, frozen=True, forbid_unknown_fields=True):
    """What corrections.toml set for an input; null is not set."""

    area: str | None
    period: Period | None
    id: str | None
    language: str | None


class Counts(Struct, frozen=True, forbid_unknown_fields=True):
    """How much a document holds; `annotations` by layer, `warnings` by code."""

    pages: int | None
    paragraphs: int
    sections: int
    annotations: dict[str, int]
    testimonials: int
    case_studies: int
    statistics: int
    warnings: dict[str, int]


class Made(Struct, frozen=True, forbid_unknown_fields=True):
    """A document in the folder `documents`: its id is its file's name, `sha256` is its file's."""

    id: str
    sha256: str
    counts: Counts


class Entry(Struct, frozen=True, forbid_unknown_fields=True):
    """One input. With `error` and `document`, the document is an earlier one, kept: `stale`."""

    name: str
    aliases: Annotated[list[str], Meta(description="Further files with the same bytes.")]
    sha256: str | None
    correction: SetRight | None
    document: Made | None
    stale: bool
    error: str | None


class Manifest(Struct, frozen=True, forbid_unknown_fields=True):
    """A corpus as one build left it."""

    format: Literal["mappa-corpus/1"]
    producer: Producer
    inputs: list[Entry]


def set_right(correction: Correction | None) -> SetRight | None:
    """A correction as it stands in a manifest."""
    if correction is None:
        return None
    period = Period(*correction.period) if correction.period else None
    return SetRight(correction.area, period, correction.id, correction.language)


def made(record: Record, data: bytes) -> Made:
    """The manifest's words on the document `record`, written as `data`."""
    counts = Counts(
        pages=record.source.pages,
        paragraphs=len(record.paragraphs),
        sections=len(record.sections),
        annotations=_tally(item.layer for item in record.annotations),
        testimonials=len(record.testimonials),
        case_studies=len(record.case_studies),
        statistics=len(record.statistics),
        warnings=_tally(item.code for item in record.warnings),
    )
    return Made(record.id, sha256(data).hexdigest(), counts)


def _tally(names: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(names).items()))


def read_manifest(folder: Path) -> Manifest | None:
    """The manifest of the corpus in `folder`; None where there is none yet.

    Raises MappaError where it is no manifest of this format.
    """
    path = folder / NAME
    try:
        return msgspec.json.decode(path.read_bytes(), type=Manifest)
    except FileNotFoundError:
        return None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise MappaError(f"{path}: not a manifest of this version of mappa ({error}); build into a new folder") from None


def encode_manifest(manifest: Manifest) -> bytes:
    """`manifest` as JSON for people too: indented, the same bytes for the same corpus."""
    return msgspec.json.format(msgspec.json.encode(manifest, order="deterministic"), indent=1) + b"\n"


def document_path(folder: Path, id: str) -> Path:
    """Where the document `id` of the corpus in `folder` lies."""
    return folder / DOCUMENTS / f"{id}.json"
