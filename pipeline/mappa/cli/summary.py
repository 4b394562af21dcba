"""What a build tells the person who runs it, on standard error: progress on a terminal, and a summary at the end."""

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from mappa.corpus import Built, Progress

LISTED = 5  # names of files in one line at most


@contextmanager
def progress() -> Iterator[Progress | None]:
    """A progress bar on a terminal, nothing in a pipe."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("reading reports"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def summary(built: Built) -> list[str]:
    """The lines to print at the end of a build: remarks, what failed, and one table."""
    removed = [f"removed: {id} (its report is no longer among the inputs)" for id in built.removed]
    passed_over = built.found.passed_over
    others = [f"passed over: {counted(len(passed_over), 'file')} of no report format ({_listed(passed_over)})"] if passed_over else []
    others += [f"twice: {_listed(item.aliases)}, the same file as {item.name}" for item in built.found.inputs if item.aliases]
    errors = [f"failed: {error}" for error in built.errors]
    nothing = [] if built.written or built.removed or errors else ["nothing to do: no report, rule or correction has changed"]
    return [*built.found.remarks, *removed, *others, *errors, *nothing, *_table(built)]


def counted(number: int, name: str) -> str:
    """`number` with `name`, in the plural where it is not one."""
    return f"{number:,} {name}" if number == 1 else f"{number:,} {name}s"


def _listed(names: Sequence[str]) -> str:
    more = len(names) - LISTED
    return ", ".join(names[:LISTED]) + (f" and {more} more" if more > 0 else "")


def _table(built: Built) -> list[str]:
    entries = built.manifest.inputs
    counts = [entry.document.counts for entry in entries if entry.document]
    layers: Counter[str] = Counter()
    for count in counts:
        layers.update(count.annotations)
    stale = sum(entry.stale for entry in entries)
    rows = [
        ("documents", len(counts)),
        ("  written now", len(built.written)),
        ("  kept from an earlier build (stale)", stale),
        ("pages", sum(count.pages or 0 for count in counts)),
        ("sections", sum(count.sections for count in counts)),
        *((f"annotations: {layer}", number) for layer, number in sorted(layers.items())),
        ("testimonials", sum(count.testimonials for count in counts)),
        ("case studies", sum(count.case_studies for count in counts)),
        ("statistics", sum(count.statistics for count in counts)),
        ("warnings (in the documents)", sum(sum(count.warnings.values()) for count in counts)),
        ("failures", sum(entry.error is not None for entry in entries)),
    ]
    width = max(len(name) for name, _ in rows)
    return [f"{name:<{width}}  {number:>8,}" for name, number in rows]
