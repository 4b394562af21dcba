"""Commands for the rules: copy them for editing."""

import shutil
import sys
from pathlib import Path
from typing import Annotated

import typer

from mappa.cli.options import Configs
from mappa.errors import MappaError
from mappa.paths import configs_dir

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="The rules by which reports are annotated.")


@app.callback()
def group() -> None:
    """Keeps `copy` a command of its own while it is the only one."""


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
