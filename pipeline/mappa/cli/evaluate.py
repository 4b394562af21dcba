"""The command that measures a corpus against gold annotation."""

import sys
from pathlib import Path
from typing import Annotated

import typer


def evaluate(
    corpus: Annotated[Path, typer.Argument(metavar="CORPUS", help="A corpus made by 'mappa build'.")],
    gold: Annotated[Path, typer.Argument(metavar="GOLD", help="Gold annotation: an XML file, or a folder of them.")],
    errors: Annotated[
        list[str] | None, typer.Option("--errors", metavar="LAYER", help="List what was missed or extra in this layer; may be repeated.")
    ] = None,
) -> None:
    """Measure how well a corpus agrees with gold annotation, layer by layer.

    Prints precision, recall and F1 of every measure, and how many are right, were found, and stand in the gold.
    The rules of counting are in the program's module mappa.evaluate and in the project's documentation.
    """
    from mappa.cli.summary import counted
    from mappa.evaluate import errors_of, evaluate

    found = evaluate(corpus, gold)
    wanted = [error for layer in errors or () for error in errors_of(found, layer)]
    width = max((len(figure.measure) for figure in found.figures), default=0)
    if found.figures:
        print(f"{'':{width}}  {'P':>6} {'R':>6} {'F1':>6}  {'right':>6} {'found':>6} {'gold':>6}")
    for figure in found.figures:
        rates = f"{figure.precision:6.3f} {figure.recall:6.3f} {figure.f1:6.3f}"
        print(f"{figure.measure:{width}}  {rates}  {figure.right:6} {figure.found:6} {figure.gold:6}")
    if wanted:
        print("\n" + "\t".join(("layer", "error", "document", "page", "position", "label", "words")))
    for error in wanted:
        place = (error.document, str(error.page or "-"), str(error.position))
        print("\t".join((error.layer, error.kind, *place, error.label, error.words)))
    print(counted(found.reports, "report") + " compared", file=sys.stderr)
    for id in found.absent:
        print(f"{id}: gold, but no document of that id in {corpus}; build its report too, or give gold without it", file=sys.stderr)
    raise typer.Exit(1 if found.absent else 0)
