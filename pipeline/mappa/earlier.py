"""What an earlier build left: which inputs need no work, and which document stays where an input now fails."""

from collections.abc import Callable, Hashable, Iterable, Mapping
from hashlib import sha256
from pathlib import Path

from mappa.inputs import Input, plain
from mappa.manifest import Entry, Made, Manifest, document_path, set_right


def earlier_entries(inputs: Iterable[Input], before: Manifest | None, output: Path) -> dict[Input, Entry]:
    """The entry of each input in the manifest `before`, where the document it lists is there as it was written.

    An input is known by its name and its bytes, else by its name, else (it was renamed) by its bytes.
    """
    free = [entry for entry in before.inputs if entry.document and _is_there(entry.document, output)] if before else []
    found: dict[Input, Entry] = {}
    keys: list[Callable[[Input | Entry], Hashable]] = [lambda it: (it.name, it.sha256), lambda it: it.name, lambda it: it.sha256]
    for key in keys:
        by_key = {key(entry): entry for entry in free}
        for item in inputs:
            if item not in found and (entry := by_key.pop(key(item), None)):
                found[item] = entry
                free.remove(entry)
    return found


def _is_there(document: Made, output: Path) -> bool:
    try:
        return sha256(document_path(output, document.id).read_bytes()).hexdigest() == document.sha256
    except OSError:
        return False


def is_unchanged(item: Input, entry: Entry) -> bool:
    """Whether bytes, file name and correction are those of `entry`, whose document then needs no work."""
    then = entry.name.rpartition("/")[2], entry.sha256, entry.correction, entry.error
    return then == (plain(item.path.name), item.sha256, set_right(item.correction), item.error) and item.error is None


def settle(
    documents: Mapping[Input, Made], errors: Mapping[Input, str], last: Mapping[Input, Made]
) -> tuple[dict[Input, Made], dict[Input, str]]:
    """`documents` without those whose id another input has too, and `errors` with a line for each of them.

    An input that failed keeps its `last` document, so that one's id is taken as well.
    """
    settled, told = dict(documents), dict(errors)
    while True:
        holders: dict[str, list[Input]] = {}
        for item, document in [*settled.items(), *((item, last[item]) for item in told if item in last)]:
            holders.setdefault(document.id, []).append(item)
        clashes = {item: id for id, items in holders.items() if len(items) > 1 for item in items if item in settled}
        if not clashes:
            return settled, told
        for item, id in clashes.items():
            names = ", ".join(sorted(holder.name for holder in holders[id]))
            told[item] = f"{names}: each would be {id}; give one form of the report only, or set another id in corrections.toml"
            del settled[item]
