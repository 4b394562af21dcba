"""How an index stores a passage: compressed with a dictionary of the corpus's own words, because one passage alone repeats little."""

import zlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice

import msgspec

from mappa.search.passages import Passage

SIZE = 32_000  # bytes of a dictionary; deflate looks no farther back
RAW = -15  # deflate without a header
_pack = msgspec.msgpack.Encoder().encode
_unpack = msgspec.msgpack.Decoder(Passage).decode


@dataclass(frozen=True, slots=True)
class Packing:
    """Packs passages with one dictionary, and unpacks those packed with it."""

    dictionary: bytes
    fresh: "zlib._Compress" = field(init=False, repr=False)

    def __post_init__(self) -> None:
        # copied for each passage: reading the dictionary in takes longer than the passage does
        object.__setattr__(self, "fresh", zlib.compressobj(6, zlib.DEFLATED, RAW, 8, zlib.Z_DEFAULT_STRATEGY, self.dictionary))

    def pack(self, passage: Passage) -> bytes:
        """`passage` in few bytes."""
        compressor = self.fresh.copy()
        return compressor.compress(_pack(passage)) + compressor.flush()

    def unpack(self, data: bytes) -> Passage:
        """The passage in `data`. Raises zlib.error where it was packed with another dictionary."""
        return _unpack(zlib.decompressobj(RAW, self.dictionary).decompress(data))


def packing_for(passages: Iterable[Passage]) -> Packing:
    """A packing with a dictionary of the first of `passages`, up to its size."""
    taken = b""
    for passage in islice(passages, SIZE):
        taken += _pack(passage)
        if len(taken) >= SIZE:
            break
    return Packing(taken[:SIZE])
