"""Commands that search a corpus."""

import difflib
import re
import sys
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mappa.cli.options import Configs
from mappa.cli.tabular import Corpus
from mappa.errors import MappaError
from mappa.paths import configs_dir

if TYPE_CHECKING:
    from mappa.search import Found, IndexedCorpus, Question

PLACES = (".", "corpus/annotated", "corpus/own")  # where a corpus is looked for when none is named
EVERY = 1_000_000_000


class Order(StrEnum):
    """The order of what was found."""

    relevance = "relevance"
    report = "report"


def index(corpus: Corpus, configs: Configs = None) -> None:
    """Make a corpus ready to be searched, or bring that up to date.

    'mappa search' does so by itself; this does it beforehand. Only reports that have changed are taken in again.
    """
    from mappa.cli.summary import counted, progress
    from mappa.search.index import current_index, index_folder

    with progress() as tell:
        changed = current_index(corpus, configs_dir(configs), tell).changed
    done = f"{index_folder(corpus)}: {counted(len(changed), 'report')} taken in" if changed else "nothing to do: no report has changed"
    print(done, file=sys.stderr)


def search(
    query: Annotated[str, typer.Argument(metavar="QUERY", help='Words, "a phrase", hous*, AND OR NOT, near/5, ( ). Blank finds all.')],
    corpus: Annotated[
        Path | None, typer.Option("--corpus", "-c", metavar="CORPUS", envvar="MAPPA_CORPUS", help="The corpus; by default the one here.")
    ] = None,
    kinds: Annotated[
        list[str] | None, typer.Option("--in", metavar="KIND", help="testimonials, case-studies or narrative. May be repeated.")
    ] = None,
    role: Annotated[list[str] | None, typer.Option(metavar="ROLE", help="Who speaks, such as lay-adviser. May be repeated.")] = None,
    agency: Annotated[
        list[str] | None, typer.Option(metavar="AGENCY", help="Whose words, who takes part in a case study, who is named. May be repeated.")
    ] = None,
    group: Annotated[list[str] | None, typer.Option(metavar="GROUP", help="Group of agencies: criminal-justice. May be repeated.")] = None,
    theme: Annotated[list[str] | None, typer.Option(metavar="THEME", help="What they are about: accommodation. May be repeated.")] = None,
    polarity: Annotated[list[str] | None, typer.Option(metavar="POLARITY", help="strength, challenge or neutral. May be repeated.")] = None,
    area: Annotated[list[str] | None, typer.Option(metavar="AREA", help="The area that reports. May be repeated.")] = None,
    year: Annotated[
        str | None, typer.Option(metavar="YEARS", help="Year in which the report's period starts: 2015, 2015-2023, 2015- or -2023.")
    ] = None,
    section: Annotated[list[str] | None, typer.Option(metavar="TYPE", help="Type of section. May be repeated.")] = None,
    form: Annotated[list[str] | None, typer.Option(metavar="FORM", help="Form of testimonial, such as lead-in. May be repeated.")] = None,
    template: Annotated[
        bool, typer.Option(" /--no-template", show_default=False, help="Leave out the wording of the national template.")
    ] = True,
    order: Annotated[Order, typer.Option(help="By relevance, or as in the reports, by year.")] = Order.relevance,
    limit: Annotated[int | None, typer.Option(metavar="N", min=1, help="So many; by default 20 on the terminal, all in files.")] = None,
    json: Annotated[bool, typer.Option("--json", help="Print JSON, with offsets and the facets' counts.")] = False,
    csv: Annotated[bool, typer.Option("--csv", help="Print CSV for a spreadsheet.")] = False,
    docx: Annotated[
        Path | None, typer.Option("--docx", metavar="FILE", help="Write a booklet of the passages by theme, with references, for Word.")
    ] = None,
    configs: Configs = None,
) -> None:
    """Find testimonials, case studies and paragraphs of narrative.

    Words side by side must all be there, in any form: organise finds organization, house finds housing, VLO finds Victim Liaison Officer.
    In quotation marks only spellings and abbreviations may differ. Words that are near each other: housing near/5 release.
    """
    from mappa.search import QueryError, Question, open_corpus

    if json + csv + (docx is not None) > 1:
        raise typer.BadParameter("give one of --json, --csv and --docx")
    given = {"in": kinds, "role": role, "agency": agency, "group": group, "theme": theme, "polarity": polarity, "area": area} | {
        "section": section,
        "form": form,
    }
    if docx and docx.suffix.lower() != ".docx":
        raise typer.BadParameter("its name must end with .docx", param_hint="--docx")
    folder = corpus or _nearest()
    passages = open_corpus(folder, configs_dir(configs))
    chosen = {facet: [_known(passages, facet, value) for value in values] for facet, values in given.items() if values}
    first, last = _years(year)
    shown = limit or (EVERY if json or csv or docx else 20)
    question = Question(query, chosen, first, last, template, order.value, 0, shown)
    try:
        found = passages.find(question, facets=not (csv or docx))
    except QueryError as error:
        raise typer.BadParameter(str(error), param_hint="QUERY") from None
    _deliver(question, found, json=json, csv=csv, docx=docx)


def _deliver(question: "Question", found: "Found", *, json: bool, csv: bool, docx: Path | None) -> None:
    """Give what was found to a program, a spreadsheet, Word or a person."""
    from mappa.exports.hits import as_csv, as_json

    if json:
        sys.stdout.buffer.write(as_json(question.query, found).encode())
    elif csv:
        sys.stdout.buffer.write(b"\xef\xbb\xbf" + as_csv(found.hits).encode())  # with the mark by which Excel knows UTF-8
    elif docx:
        from mappa.cli.hits import described
        from mappa.cli.summary import counted
        from mappa.exports.booklet import booklet

        docx.write_bytes(booklet(found.hits, title="Quotations from MAPPA annual reports", about=described(question, found)))
        print(f"{docx}: {counted(len(found.hits), 'passage')}", file=sys.stderr)
    else:
        from mappa.cli.hits import show

        show(question, found)


def _nearest() -> Path:
    """The corpus of this folder."""
    for place in PLACES:
        if (Path(place) / "manifest.json").is_file():
            return Path(place)
    raise MappaError("no corpus here; name one with --corpus FOLDER, or make one with: mappa build REPORTS -o FOLDER")


def _known(passages: "IndexedCorpus", facet: str, given: str) -> str:
    """The value that is meant; an error where the corpus has none such, with those that are like it."""
    from mappa.search import KINDS

    values = KINDS if facet == "in" else passages.values(facet)
    plain = {_plain(value): value for value in values}
    if found := plain.get(_plain(given)):
        return found
    near = [plain[name] for name in difflib.get_close_matches(_plain(given), plain, n=3)]
    there = f"did you mean {', '.join(near)}?" if near else f"there are: {', '.join(sorted(values)) or 'none'}"
    raise typer.BadParameter(f"nothing in this corpus has {facet} {given!r}; {there}", param_hint=f"--{facet}")


def _plain(value: str) -> str:
    return re.sub(r"[\W_]+", "-", value.lower()).strip("-")


def _years(given: str | None) -> Sequence[int | None]:
    if given is None:
        return (None, None)
    match = re.fullmatch(r"\s*(\d{4})?\s*(?:([-\u2013])\s*(\d{4})?)?\s*", given)
    if not match or not (match[1] or match[3]):
        raise typer.BadParameter(f"{given!r} is no year; write 2015, 2015-2023, 2015- or -2023", param_hint="--year")
    first = int(match[1]) if match[1] else None
    last = int(match[3]) if match[3] else None if match[2] else first
    if first and last and first > last:
        raise typer.BadParameter(f"{given!r} ends before it begins", param_hint="--year")
    return (first, last)
