"""Commands for the national template's wording: learn it from reports."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from mappa.cli.options import Configs
from mappa.errors import MappaError
from mappa.paths import configs_dir

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="The wording of the national template, kept as hashes.")


@app.callback()
def group() -> None:
    """Keeps `learn` a command of its own while it is the only one."""


@app.command()
def learn(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Reports to learn from, of the years whose template you want.")],
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FOLDER", help="Rules to write to, made by 'mappa rules copy'; by default those in force."),
    ] = None,
    configs: Configs = None,
) -> None:
    """Learn the template's wording from reports and add it to template-shingles.toml, as hashes and never as text.

    Learned is what stands under the template's own headings, and what reports of two areas or more have word for word in common.
    """
    from mappa.template import add_shingles

    target = configs_dir(output or configs)
    added, total, failed = add_shingles(folder, configs_dir(configs), target)
    for line in failed:
        print(line, file=sys.stderr)
    print(f"{added} runs of words learned, {total} known: {target / 'template-shingles.toml'}", file=sys.stderr)
    if failed:
        raise MappaError(f"{len(failed)} of the reports could not be read")
