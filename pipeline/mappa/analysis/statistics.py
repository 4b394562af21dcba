"""The statistics of a corpus as one tidy table: a row an observation."""

from collections.abc import Iterable

from pandas import DataFrame

from mappa.analysis.tables import year_of
from mappa.records import Record

COLUMNS = ["area", "period", "indicator", "level", "category", "value"]


def statistics_table(records: Iterable[Record]) -> DataFrame:
    """Area, period, indicator, level, category and value, one row an observation; None is not applicable, and never 0.

    A report in two languages counts once, by its English text.
    """
    rows: dict[tuple[str | None, ...], tuple[object, ...]] = {}
    for record in sorted(records, key=lambda record: (record.metadata.language != "en", record.id)):
        area = record.metadata.area or record.id
        for item in record.statistics:
            key = (area, year_of(record), item.indicator, item.level, item.category)
            rows.setdefault(key, (*key, item.value))
    ordered = sorted(rows.values(), key=lambda row: tuple(str(cell or "") for cell in row[:5]))
    return DataFrame(ordered, columns=COLUMNS, dtype=object)
