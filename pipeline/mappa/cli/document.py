"""Commands that read documents: show one, check a corpus, print the schema."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from mappa.cli.options import Configs
from mappa.errors import MappaError
from mappa.paths import configs_dir


def show(
    document: Annotated[Path, typer.Argument(metavar="DOCUMENT", help="A document: a file in a corpus's folder 'documents'.")],
    layer: Annotated[list[str] | None, typer.Option(metavar="LAYER", help="Show only this layer, such as agency; may be repeated.")] = None,
    section: Annotated[str | None, typer.Option(metavar="TYPE", help="Show only sections of this type or id, such as statistics.")] = None,
) -> None:
    """Read an annotated document in the terminal.

    What was found is coloured by layer; where the output is no terminal, it is [written like this](label) instead.
    """
    from rich.console import Console

    from mappa.cli.reading import COLOURS, marked, styled
    from mappa.records import decode

    unknown = set(layer or ()) - set(COLOURS)
    if unknown:
        raise typer.BadParameter(f"no layer {', '.join(sorted(unknown))}; layers are {', '.join(COLOURS)}", param_hint="--layer")
    if document.is_dir():
        raise MappaError(f"{document}: a folder; name a document in it, as in: mappa show my-corpus/documents/northshire-2016-17.json")
    if document.suffix.lower() != ".json":
        raise MappaError(f"{document}: not a document; name a .json file from a corpus's folder 'documents', which mappa build makes")
    record = decode(document.read_bytes(), document.name)
    if sys.stdout.isatty():
        Console().print(styled(record, layers=layer, section=section))
    else:
        print(marked(record, layers=layer, section=section))


def validate(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="A corpus made by 'mappa build'.")],
    configs: Configs = None,
) -> None:
    """Check that a corpus is whole and keeps the format; every fault is named."""
    from mappa.cli.summary import counted
    from mappa.validation import faults

    found = list(faults(folder, configs_dir(configs)))
    for fault in found:
        print(fault)
    print(counted(len(found), "fault") if found else f"{folder}: no faults", file=sys.stderr)
    raise typer.Exit(1 if found else 0)


def schema() -> None:
    """Print the JSON Schema of a document, for programs that read the corpus."""
    import json

    from mappa.records import schema

    print(json.dumps(schema(), indent=1))
