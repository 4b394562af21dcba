"""Commands for the rules: copy them for editing, prove them, explain what they did."""

import shutil
import sys
from pathlib import Path
from typing import Annotated

import typer

from mappa.cli.options import Configs
from mappa.errors import MappaError
from mappa.paths import configs_dir

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="The rules by which reports are annotated.")


@app.command()
def copy(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Where to write them; must be new or empty.")],
    configs: Configs = None,
) -> None:
    """Write the rules out, so that you can edit them and use them with --configs FOLDER."""
    if folder.is_dir() and any(folder.iterdir()):
        raise MappaError(f"{folder}: not empty, so nothing was copied; name a new folder")
    shutil.copytree(configs_dir(configs), folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns(".*"))
    print(f"Edit the files in {folder}, then use them: mappa build REPORTS -o CORPUS --configs {folder}", file=sys.stderr)


@app.command()
def check(configs: Configs = None) -> None:
    """Prove every rule by its own examples and counter-examples.

    Every fault of every file is shown at once, with its file, its entry and what to do.
    """
    from mappa.cli.summary import counted
    from mappa.rule_checks import faults

    folder = configs_dir(configs)
    found = faults(folder)
    for fault in found:
        print(fault)
    print(counted(len(found), "fault") if found else f"{folder}: no faults", file=sys.stderr)
    raise typer.Exit(1 if found else 0)


@app.command()
def explain(
    given: Annotated[str, typer.Argument(metavar="DOCUMENT|TEXT", help="A document of a corpus, or words to try the rules on.")],
    offset: Annotated[int | None, typer.Argument(metavar="OFFSET", min=0, help="A position in its text; needed for a document.")] = None,
    configs: Configs = None,
) -> None:
    """Say which rule marked the words at a position, by which line of which file, and which rules came near and did not.

    Without OFFSET every mark of a text is explained. A mark's offset stands in the document, and in 'mappa diff' and 'mappa evaluate'.
    """
    from mappa.explain import explain_document, explain_text

    folder = configs_dir(configs)
    if Path(given).suffix != ".json":
        lines = explain_text(given, offset, folder)
    elif offset is None:
        raise typer.BadParameter("say which position of the document, such as the start of an annotation", param_hint="OFFSET")
    else:
        lines = explain_document(Path(given), offset, folder)
    for line in lines:
        print(line)
