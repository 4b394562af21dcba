"""The command that compares two builds of a corpus."""

import sys
from pathlib import Path
from typing import Annotated

import typer


def diff(
    before: Annotated[Path, typer.Argument(metavar="CORPUS_A", help="A corpus made by 'mappa build'.")],
    after: Annotated[Path, typer.Argument(metavar="CORPUS_B", help="Another of the same reports, such as one made by other rules.")],
) -> None:
    """Say what a change of rules did to the annotations.

    First how many were gained, lost, relabelled, resized (other words) or changed (other attributes), by layer and rule; then each one.
    Cells are separated by tabs.
    """
    from mappa.differences import KINDS, differences

    found = differences(before, after)
    for ids, what in (
        (found.only_before, f"only in {before}"),
        (found.only_after, f"only in {after}"),
        (found.reread, "the text itself differs, so positions are not comparable, in"),
    ):
        if ids:
            print(f"{what}: {', '.join(ids)}", file=sys.stderr)
    if not found.changes:
        print("no annotation differs", file=sys.stderr)
        return
    rows = [("layer", "rule", *KINDS)]
    rows += [(layer, rule, *(str(counts[kind]) for kind in KINDS)) for (layer, rule), counts in found.counts.items()]
    rows += [(), ("change", "layer", "label", "document", "position", "words", "rule")]
    for change in found.changes:
        before_, after_ = change.before or change.mark, change.after or change.mark
        told = (_both(before_.label, after_.label), change.document, str(change.mark.start), _both(before_.text, after_.text))
        rows.append((change.kind, change.mark.layer, *told, _both(before_.rule, after_.rule)))
    for row in rows:
        print("\t".join(row))


def _both(before: str | None, after: str | None) -> str:
    """A value, or the old and the new one."""
    words = [" ".join((value or "?").split()) for value in (before, after)]
    return words[0] if words[0] == words[1] else f"{words[0]} -> {words[1]}"
