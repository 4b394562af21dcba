"""What changed between two builds of a corpus: annotations gained, lost, relabelled and changed, by layer and rule.

Marks are paired by place and label where the texts are equal, then by their id, which hangs on layer and words and not on label or rule;
of the rest, where the texts are equal, those of one layer that overlap are paired, so that a mark that grew is one change and not two.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from mappa.errors import MappaError
from mappa.manifest import NAME, document_path, read_manifest
from mappa.records import Annotation, Record, decode

Kind = Literal["gained", "lost", "relabelled", "resized", "changed"]
KINDS: tuple[Kind, ...] = ("gained", "lost", "relabelled", "resized", "changed")


@dataclass(frozen=True, slots=True)
class Change:
    """One mark that differs: `before` is None where it was gained, `after` where it was lost.

    relabelled: another label; resized: the same label on other words; changed: other attributes, such as a theme's polarity.
    """

    kind: Kind
    document: str
    before: Annotation | None
    after: Annotation | None

    @property
    def mark(self) -> Annotation:
        """The mark as it is now, or was where it is lost."""
        found = self.after or self.before
        assert found is not None
        return found


@dataclass(frozen=True, slots=True)
class Differences:
    """Changes in the documents that both corpora hold, the ids of those whose text changed, and of those that only one holds."""

    changes: tuple[Change, ...]
    reread: tuple[str, ...]
    only_before: tuple[str, ...]
    only_after: tuple[str, ...]

    @property
    def counts(self) -> dict[tuple[str, str], Counter[Kind]]:
        """How many changes of each kind, by layer and rule."""
        found: dict[tuple[str, str], Counter[Kind]] = {}
        for change in self.changes:
            found.setdefault((change.mark.layer, change.mark.rule), Counter())[change.kind] += 1
        return dict(sorted(found.items()))


def differences(before: Path, after: Path) -> Differences:
    """What is different in the corpus `after` from the corpus `before`; only documents that the manifests list are read.

    Raises MappaError where one of them is no corpus or a document cannot be read.
    """
    old, new = _listed(before), _listed(after)
    changes: list[Change] = []
    reread = []
    for id in [id for id in old if id in new]:
        one, two = _document(before, id), _document(after, id)
        changes += changed(one, two)
        reread += [id] if one.text != two.text else []
    return Differences(tuple(changes), tuple(reread), tuple(id for id in old if id not in new), tuple(id for id in new if id not in old))


def changed(before: Record, after: Record) -> Iterator[Change]:
    """The changes from one record of a report to another, in the order of the text."""
    pairs, left, come = _paired(before, after)
    found = [
        *(Change(kind, after.id, one, two) for one, two in pairs if (kind := _kind(one, two))),
        *(Change("lost", after.id, item, None) for item in left),
        *(Change("gained", after.id, None, item) for item in come),
    ]
    yield from sorted(found, key=lambda change: (change.mark.start, change.mark.end, change.mark.layer, change.mark.label or ""))


def _paired(before: Record, after: Record) -> tuple[list[tuple[Annotation, Annotation]], list[Annotation], list[Annotation]]:
    """Marks that are one and the same in both records, and what is left on either side."""
    same_text = before.text == after.text
    left, come = dict(enumerate(before.annotations)), dict(enumerate(after.annotations))
    pairs: list[tuple[Annotation, Annotation]] = []
    keys: list[Callable[[Annotation], tuple[object, ...]]] = [
        *([lambda item: (item.layer, item.label, item.start, item.end)] if same_text else []),
        lambda item: (item.id, item.label),
        lambda item: (item.id,),
    ]
    for key in keys:
        free: dict[tuple[object, ...], list[int]] = {}
        for number, item in left.items():
            free.setdefault(key(item), []).append(number)
        for number, item in list(come.items()):
            if at := free.get(key(item)):
                pairs.append((left.pop(at.pop(0)), come.pop(number)))
    for same_label in (True, False) if same_text else ():
        for number, item in list(come.items()):
            match = next((at for at, one in left.items() if _overlap(one, item) and (one.label == item.label or not same_label)), None)
            if match is not None:
                pairs.append((left.pop(match), come.pop(number)))
    return pairs, list(left.values()), list(come.values())


def _overlap(one: Annotation, two: Annotation) -> bool:
    return one.layer == two.layer and one.start < two.end and two.start < one.end


def _kind(before: Annotation, after: Annotation) -> Kind | None:
    """How a pair of marks differs; an attribute that only tells where (a theme's sentence) is no difference."""
    if before.label != after.label:
        return "relabelled"
    if before.text != after.text:
        return "resized"
    told = [{key: value for key, value in item.attributes.items() if key != "sentence"} for item in (before, after)]
    return "changed" if told[0] != told[1] else None


def _listed(folder: Path) -> list[str]:
    manifest = read_manifest(folder)
    if manifest is None:
        raise MappaError(f"{folder}: no {NAME} there, so it is no corpus; make one with: mappa build REPORTS -o {folder}")
    return [entry.document.id for entry in manifest.inputs if entry.document]


def _document(folder: Path, id: str) -> Record:
    path = document_path(folder, id)
    try:
        return decode(path.read_bytes(), path.name)
    except FileNotFoundError:
        raise MappaError(f"{path}: listed in {NAME}, but missing; build the corpus again") from None
