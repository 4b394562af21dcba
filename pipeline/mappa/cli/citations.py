"""The command that lists the law which a corpus cites."""

from mappa.cli.tabular import Corpus, Format, Output, Printed


def citations(corpus: Corpus, output: Output = None, format: Format = Printed.table) -> None:
    """List the law that is cited: instrument, provisions, times, areas, years.

    What could not be settled is listed too, with what it may be; judgments stand beside the Acts.
    """
    from mappa.analysis.citations import citation_table
    from mappa.analysis.corpus import read_corpus
    from mappa.analysis.output import deliver

    deliver(citation_table(read_corpus(corpus)), output=output, format=format.value, title="Citations")
