"""Commands for the assembled pipeline, for people who use spaCy themselves."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from mappa import __version__
from mappa.cli.options import Configs
from mappa.paths import configs_dir

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="The rules as a spaCy pipeline.")

Output = Annotated[Path, typer.Option("--output", "-o", metavar="FOLDER", help="In which the pipeline gets a folder of its own.")]


@app.callback()
def group() -> None:
    """Keeps `build` a command of its own while it is the only one."""


@app.command()
def build(
    output: Output = Path("models"),
    configs: Configs = None,
) -> None:
    """Assemble the rules into a spaCy pipeline that loads with spacy.load(FOLDER)."""
    from mappa.engine import save

    folder = output / f"mappa_rules-{__version__}"
    folder.mkdir(parents=True, exist_ok=True)
    save(configs_dir(configs), folder)
    print(f"Load it in Python: spacy.load({str(folder)!r})", file=sys.stderr)
