"""Tell the format of a report from its bytes."""

from pathlib import Path


def sniff(path: Path, data: bytes) -> str:
    """The key of READERS for `data`. Placeholder until the office readers' owner writes it."""
    raise NotImplementedError
