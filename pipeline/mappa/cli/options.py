"""Options that several commands share."""

from pathlib import Path
from typing import Annotated

import typer

Configs = Annotated[
    Path | None,
    typer.Option(
        "--configs",
        metavar="FOLDER",
        help="Folder with your own rules, made by 'mappa rules copy'; by default those in MAPPA_CONFIGS, else those that came with mappa.",
    ),
]
