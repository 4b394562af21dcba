"""Commands that count, compare and quote what the reports say."""

import shutil
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mappa.cli.options import Configs
from mappa.cli.tabular import Corpus, Format, Output, Printed, SharedFrom, Template, Where, load

if TYPE_CHECKING:
    from mappa.analysis.codebook import Definition


class By(StrEnum):
    """What counts can be split by."""

    area = "area"
    year = "year"
    section = "section"
    speaker_role = "speaker-role"
    speaker_agency = "speaker-agency"
    named_agency = "named-agency"
    document = "document"
    testimonial = "testimonial"
    case_study = "case-study"


class Figure(StrEnum):
    """What a matrix shows."""

    sentences = "sentences"
    rate = "rate"
    strength = "strength"
    challenge = "challenge"
    neutral = "neutral"


class Unit(StrEnum):
    """Where themes count as together."""

    sentence = "sentence"
    paragraph = "paragraph"
    testimonial = "testimonial"


class Sort(StrEnum):
    """The order of a concordance."""

    report = "report"
    left = "left"
    right = "right"
    match = "match"


Query = Annotated[str, typer.Argument(metavar="WORDS", help="What to look for; * stands for any letters: accommodat*.")]
Regex = Annotated[bool, typer.Option("--regex", help="WORDS is a regular expression.")]
Whole = Annotated[bool, typer.Option("--whole-words/--parts-of-words", help="Whether a match must begin and end where words do.")]
Case = Annotated[bool, typer.Option("--case", help="Capitals count.")]


def themes(
    corpus: Corpus,
    by: Annotated[list[By] | None, typer.Option(help="Split the counts by this; may be repeated.")] = None,
    where: Where = None,
    matrix: Annotated[Figure | None, typer.Option(help="Themes down, the one --by across, and this figure in the cells.")] = None,
    cooccurrence: Annotated[Unit | None, typer.Option(help="Count instead how often two themes meet in one such unit.")] = None,
    passages: Annotated[bool, typer.Option("--passages", help="List instead the coded sentences behind the counts.")] = False,
    template: Template = False,
    shared_from: SharedFrom = None,
    output: Output = None,
    format: Format = Printed.table,
) -> None:
    """Count the coded sentences of each theme, with rates, polarity and how evenly they are spread over the reports.

    Rates are per 1,000 words of running text. Reports is how many have the theme, DP how unevenly: 0 evenly, towards 1 in one report alone.
    """
    if matrix and len(by or ()) != 1:
        raise typer.BadParameter("a matrix needs exactly one --by, such as --by area", param_hint="--matrix")
    if sum(map(bool, (matrix, cooccurrence, passages))) > 1 or (by and (cooccurrence or passages)):
        raise typer.BadParameter("choose one of --matrix, --cooccurrence and --passages; the last two go with --where, not with --by")
    from mappa.analysis import themes as counts
    from mappa.analysis.output import deliver
    from mappa.analysis.selection import check_where, parse_where

    chosen, made = parse_where(where or []), load(corpus, template=template, shared_from=shared_from)
    check_where(made, chosen)
    names = [item.value for item in by or ()]
    if passages:
        table = counts.passages(made, chosen)
    elif cooccurrence:
        table = counts.cooccurrence(made, cooccurrence.value, where=chosen)
    elif matrix:
        figure = counts.RATE if matrix is Figure.rate else matrix.value
        table = counts.matrix(made, names[0], figure=figure, where=chosen)
    else:
        table = counts.theme_table(made, by=names, where=chosen)
    deliver(table, output=output, format=format.value)


def quotes(corpus: Corpus, where: Where = None, template: Template = False, output: Output = None, format: Format = Printed.table) -> None:
    """List the testimonials: who speaks, where it stands, and with which themes and polarity."""
    from mappa.analysis.output import deliver
    from mappa.analysis.quotes import quote_bank
    from mappa.analysis.selection import check_where, parse_where

    chosen, made = parse_where(where or []), load(corpus, template=template, shared_from=None)
    check_where(made, chosen)
    deliver(quote_bank(made, chosen), output=output, format=format.value)


def keyness(
    corpus: Corpus,
    where: Where = None,
    themes: Annotated[bool, typer.Option("--themes", help="Compare themes instead of words.")] = False,
    likelihood: Annotated[float, typer.Option(min=0, help="The least log-likelihood; 15.13 is p < 0.0001, 3.84 is p < 0.05.")] = 15.13,
    template: Template = False,
    shared_from: SharedFrom = None,
    output: Output = None,
    format: Format = Printed.table,
) -> None:
    """List the words that a set of reports uses more than all the rest; --where says which set.

    Log-likelihood says whether to believe a difference, LogRatio how large it is: 1 is twice as often, 2 four times.
    """
    from mappa.analysis.keyness import keyness
    from mappa.analysis.output import deliver
    from mappa.analysis.selection import check_where, parse_where

    chosen, made = parse_where(where or []), load(corpus, template=template, shared_from=shared_from)
    check_where(made, chosen)
    deliver(keyness(made, chosen, themes=themes, believed=likelihood), output=output, format=format.value)


def concordance(
    corpus: Corpus,
    query: Query,
    where: Where = None,
    sort: Annotated[Sort, typer.Option(help="Order the lines by the words left or right of the match, or by the match.")] = Sort.report,
    width: Annotated[int, typer.Option(min=0, max=100, help="Words shown on either side.")] = 8,
    regex: Regex = False,
    whole_words: Whole = True,
    case: Case = False,
    template: Template = False,
    output: Output = None,
    format: Format = Printed.table,
) -> None:
    """Show every place where words occur, with the words around them, one line a place."""
    from mappa.analysis.concordance import aligned, concordance, pattern
    from mappa.analysis.output import deliver
    from mappa.analysis.selection import check_where, parse_where

    wanted = pattern(query, regex=regex, whole_words=whole_words, case=case)
    chosen, made = parse_where(where or []), load(corpus, template=template, shared_from=None)
    check_where(made, chosen)
    table = concordance(made, wanted, where=chosen, width=width, sort=sort.value)
    if output is None and format is Printed.table and sys.stdout.isatty():
        for line in aligned(table, shutil.get_terminal_size().columns):
            print(line)
    else:
        deliver(table, output=output, format=format.value)


def collocates(
    corpus: Corpus,
    query: Query,
    where: Where = None,
    window: Annotated[int, typer.Option(min=1, max=50, help="How many words on either side count as company.")] = 5,
    function_words: Annotated[bool, typer.Option("--function-words", help="List words such as 'the' and 'of' too.")] = False,
    regex: Regex = False,
    whole_words: Whole = True,
    case: Case = False,
    template: Template = False,
    output: Output = None,
    format: Format = Printed.table,
) -> None:
    """List the words that keep company with a word, by logDice: 14 is always together, one less is half as often."""
    from mappa.analysis.collocates import collocates
    from mappa.analysis.concordance import pattern
    from mappa.analysis.output import deliver
    from mappa.analysis.selection import check_where, parse_where

    wanted = pattern(query, regex=regex, whole_words=whole_words, case=case)
    chosen, made = parse_where(where or []), load(corpus, template=template, shared_from=None)
    check_where(made, chosen)
    table = collocates(made, wanted, where=chosen, window=window, function_words=function_words)
    deliver(table, output=output, format=format.value)


def codebook(
    corpus: Corpus, configs: Configs = None, template: Template = False, output: Output = None, format: Format = Printed.table
) -> None:
    """Print every theme: its definition, how often it was found, examples from the corpus and the rules that find it."""
    from mappa.analysis.codebook import codebook
    from mappa.analysis.output import deliver

    known = definitions(configs)
    made = load(corpus, template=template, shared_from=None, themes=tuple(known))
    deliver(codebook(made, known), output=output, format=format.value)


def workbook(
    corpus: Corpus,
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FILE.xlsx", help="Where to write it.")],
    template: Template = False,
    shared_from: SharedFrom = None,
    configs: Configs = None,
) -> None:
    """Write the whole analysis as an Excel workbook: testimonials, coding table, themes by area and year, codebook, documents."""
    from mappa.exports.workbook import write_workbook

    if output.suffix.lower() != ".xlsx":
        raise typer.BadParameter("its name must end with .xlsx", param_hint="--output")
    known = definitions(configs)
    write_workbook(load(corpus, template=template, shared_from=shared_from, themes=tuple(known)), known, output)
    print(f"Open it in Excel or LibreOffice: {output}", file=sys.stderr)


def report(
    corpus: Corpus,
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FILE.html", help="Where to write it.")],
    template: Template = False,
    shared_from: SharedFrom = None,
    configs: Configs = None,
) -> None:
    """Write the analysis as one page for a browser or the printer: plots, tables, quotations, method and limits."""
    from mappa.exports.report_page import report_page

    if output.suffix.lower() not in (".html", ".htm"):
        raise typer.BadParameter("its name must end with .html", param_hint="--output")
    known = definitions(configs)
    page = report_page(load(corpus, template=template, shared_from=shared_from, themes=tuple(known)), known)
    output.write_text(page, encoding="utf-8", newline="\n")
    print(f"Open it in a browser: {output}", file=sys.stderr)


def definitions(configs: Path | None) -> "dict[str, Definition]":
    """What themes.toml says of each theme, in its order."""
    from mappa.analysis.codebook import Definition
    from mappa.paths import configs_dir
    from mappa.rules import parse_toml, read_text

    path = configs_dir(configs) / "themes.toml"
    entries = {label: entry for label, entry in parse_toml(path.name, read_text(path)).items() if isinstance(entry, dict)}
    return {label: Definition(entry.get("definition", ""), rules_of(entry)) for label, entry in entries.items()}


def rules_of(entry: dict[str, object]) -> dict[str, list[str]]:
    """The evidence that an entry lists, by kind; a pair that must stand together is joined by a plus sign."""
    told = {kind: value for kind, value in entry.items() if isinstance(value, list) and value and kind not in ("examples", "counter")}
    return {kind: [" + ".join(item) if isinstance(item, list) else str(item) for item in value] for kind, value in told.items()}
