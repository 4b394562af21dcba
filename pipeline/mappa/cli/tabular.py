"""How a command gives out a table; the choice of rows that the analysis commands share."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from mappa.analysis.tables import Tables

Corpus = Annotated[Path, typer.Argument(metavar="CORPUS", help="A corpus made by 'mappa build'.")]
Output = Annotated[
    Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write the table to this file: .csv, .json or .xlsx says which kind.")
]


class Printed(StrEnum):
    """How a table is printed."""

    table = "table"
    csv = "csv"
    json = "json"


Format = Annotated[Printed, typer.Option("--format", help="How to print the table where no file is given.")]
Where = Annotated[
    list[str] | None,
    typer.Option(
        metavar="DIMENSION=VALUE",
        help='Only these, such as "area=Norfolk" or "year=2015-16"; may be repeated. Dimensions: area, year, section, speaker-role, '
        "speaker-agency, named-agency, document, testimonial, case-study, theme, polarity.",
    ),
]
Template = Annotated[bool, typer.Option("--template", help="Count the wording of the national template too; else it is left out.")]
SharedFrom = Annotated[
    int | None,
    typer.Option("--shared-from", metavar="N", min=2, help="Leave out as template also each paragraph that at least N reports share."),
]


def load(corpus: Path, *, template: bool, shared_from: int | None, themes: tuple[str, ...] = ()) -> "Tables":
    """The tables of a corpus; what they leave uncounted is said on standard error."""
    import sys

    from mappa.analysis.corpus import SHARED, read_corpus, read_shared
    from mappa.analysis.tables import tables
    from mappa.errors import MappaError

    shared = read_shared(corpus)
    if shared_from and not shared:
        raise MappaError(f"{corpus / SHARED}: missing, so it is not known which paragraphs are shared; leave out --shared-from")
    made = tables(read_corpus(corpus), template=template, shared=shared, shared_from=shared_from, themes=themes)
    welsh = list(made.documents[made.documents["language"] == "cy"]["document"])
    if welsh:
        print(f"not counted, as themes are found in English only: {', '.join(welsh)}", file=sys.stderr)
    if not len(made.codings):
        print(f"{corpus}: no sentence is coded with a theme; build it again with: mappa build", file=sys.stderr)
    return made
