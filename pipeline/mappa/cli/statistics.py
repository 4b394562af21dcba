"""The command that gives the statistics of a corpus as one table."""

from mappa.cli.tabular import Corpus, Format, Output, Printed


def statistics(corpus: Corpus, output: Output = None, format: Format = Printed.table) -> None:
    """List every cell of the statistical tables: area, period, indicator, level, category, value.

    An empty value is what a report prints as a dash, as not applicable, or holds back as a small number; 0 is a printed 0.
    """
    from mappa.analysis.corpus import read_corpus
    from mappa.analysis.output import deliver
    from mappa.analysis.statistics import statistics_table

    table = statistics_table(read_corpus(corpus))
    as_null = output.suffix.lower() == ".json" if output else format is Printed.json
    deliver(table if as_null else table.where(table.notna(), ""), output=output, format=format.value, title="Statistics")
