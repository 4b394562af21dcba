"""Commands that read reports: build a corpus of them, or annotate one."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from mappa.cli.options import Configs
from mappa.errors import MappaError
from mappa.paths import configs_dir


def build(
    given: Annotated[list[Path], typer.Argument(metavar="INPUT", help="Reports, or folders in which to look for reports.")],
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FOLDER", help="Where to put the corpus; made if it is not there.")],
    configs: Configs = None,
) -> None:
    """Build a corpus: every report becomes one annotated document.

    Only what is new or has changed is read again. Documents of reports that are no longer among the inputs are removed.
    A report that cannot be read is named at the end and does not stop the others.
    Put right what is read wrong (area, period, id, language) in a file corrections.toml beside the reports.
    """
    from mappa.cli.summary import progress, summary
    from mappa.corpus import build

    try:
        with progress() as tell:
            built = build(given, output, configs=configs_dir(configs), progress=tell)
    except KeyboardInterrupt:
        raise MappaError("stopped; the corpus is as it was before, and the same command goes on from here") from None
    for line in summary(built):
        print(line, file=sys.stderr)
    raise typer.Exit(1 if built.errors else 0)


def annotate(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A report; - reads plain text from standard input.")],
    configs: Configs = None,
) -> None:
    """Annotate one report and print the document as JSON."""
    from mappa.corrections import load_corrections
    from mappa.jobs import annotate_report, build_one
    from mappa.records import encode

    folder = configs_dir(configs)
    if str(file) == "-":
        data = encode(annotate_report("stdin.txt", sys.stdin.buffer.read(), folder, None))
    else:
        data = build_one(file, configs=folder, correction=load_corrections(file.parent).get(file.name))
    sys.stdout.buffer.write(data)
