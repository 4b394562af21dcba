"""The command `mappa`. A command parses, calls one function and prints; what is slow to import is imported inside it."""

import os
import sys
from typing import Annotated

import typer

from mappa import __version__
from mappa.cli import analysis, build, citations, diff, document, evaluate, model, rules, search, serve, statistics, template
from mappa.errors import MappaError, refusal

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Turn MAPPA annual reports (PDF, Word, OpenDocument, HTML, text) into an annotated corpus.",
    epilog="Start with: mappa build FOLDER-OF-REPORTS -o my-corpus",
)
app.command()(build.build)
app.command()(build.annotate)
app.command()(document.show)
app.command()(document.validate)
app.command()(document.schema)
app.command()(diff.diff)
app.command()(evaluate.evaluate)
app.command()(analysis.themes)
app.command()(analysis.quotes)
app.command()(analysis.keyness)
app.command()(analysis.concordance)
app.command()(analysis.collocates)
app.command()(analysis.codebook)
app.command()(analysis.workbook)
app.command()(analysis.report)
app.command()(statistics.statistics)
app.command()(citations.citations)
app.command()(search.search)
app.command()(search.index)
app.command()(serve.serve)
app.add_typer(rules.app, name="rules")
app.add_typer(model.app, name="model")
app.add_typer(template.app, name="template")


def _version(wanted: bool) -> None:
    if wanted:
        print(f"mappa {__version__}")
        raise typer.Exit


Version = Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Say which version this is.")]


@app.callback()
def options(version: Version = False) -> None:
    """What holds for all commands."""


def main() -> None:
    """Run the command line: 0 is done, 1 something could not be done (and was named), 2 wrong use."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")  # a console may lack a letter that a report has
    try:
        app()
    except MappaError as error:
        _end(str(error))
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # the reader of our output left; nothing is wrong
        sys.exit(1)
    except OSError as error:
        _end(refusal(error))


def _end(message: str) -> None:
    print(message, file=sys.stderr)
    sys.exit(1)
