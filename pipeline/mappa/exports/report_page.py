"""The analysis as one page for a browser or the printer: plots with their tables, quotations with pages, method and limits; no network."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from pandas import DataFrame

from mappa import __version__
from mappa.analysis.codebook import Definition, in_quotes, reference
from mappa.analysis.output import words_of
from mappa.analysis.quotes import best_quotations
from mappa.analysis.tables import OUTSIDE, Tables
from mappa.analysis.themes import RATE, coded_sentences, matrix, theme_table
from mappa.exports.charts import bubbles, opposed, trends

TEMPLATE = "report_page.html.j2"
LETTERS = {"btp", "cps", "dwp", "hmpps", "iom", "marac", "mash", "modp", "nca", "ons"}
PLOTTED = 12  # themes in a plot: the most frequent; the tables hold more
MARGINS = ("theme", "all", "reports", "of reports", "DP")


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of the page: the first cell of a row names it, the rest are figures or text."""

    caption: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    upright: bool = False


@dataclass(frozen=True, slots=True)
class Quotation:
    """A sentence quoted, and where it stands."""

    words: str
    polarity: str
    source: str


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page shows of a theme."""

    name: str
    definition: str
    sentences: int
    quotations: Sequence[Quotation]


def report_page(tables: Tables, definitions: Mapping[str, Definition]) -> str:
    """The page as HTML; the same tables give the same page. Text of the reports is escaped."""
    environment = Environment(loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    overview = theme_table(tables)
    most = list(overview.sort_values(["sentences", "theme"], ascending=[False, True])["theme"][:PLOTTED])
    documents = tables.documents
    return environment.get_template(TEMPLATE).render(
        areas=sorted(documents["area"].unique()),
        years=sorted(documents["year"].unique()),
        reports=len(documents),
        words=int(documents["counted words"].sum()),
        template_words=int(documents["template words"].sum()),
        template_counted=tables.template,
        sentences=coded_sentences(tables),
        testimonials=len(tables.testimonials),
        overview=_overview(overview),
        by_year=_by_year(tables, most),
        by_polarity=_by_polarity(overview),
        by_area=_by_area(tables, most),
        by_agency=_by_agency(tables, most),
        themes=list(_shown(tables, definitions, overview)),
        documents=_documents(documents),
        version=__version__,
    )


def readable(label: str) -> str:
    """A label as words; what people know by its letters is in capitals."""
    if not label[:1].islower():
        return label
    return " ".join(word.upper() if word in LETTERS else word for word in label.split("-"))


def _grid(table: DataFrame, caption: str, heads: Sequence[str] | None = None, *, upright: bool = False) -> Grid:
    rows = [[readable(words_of(row[0])), *map(words_of, row[1:])] for row in table.itertuples(index=False)]
    return Grid(caption, heads or [readable(str(name)) for name in table.columns], rows, upright)


def _overview(overview: DataFrame) -> Grid:
    return _grid(overview.drop(columns="words"), "Each theme over all reports: coded sentences, rate, polarity, and spread")


def _by_year(tables: Tables, most: Sequence[str]) -> tuple[Markup, Grid]:
    """Rates over the years: the most frequent themes plotted, all in the table."""
    rates = matrix(tables, "year", figure=RATE)
    years = [str(name) for name in rates.columns if name not in MARGINS]
    by_theme = dict(zip(rates["theme"], rates[years].to_numpy(dtype=float).tolist(), strict=True))
    title = f"Coded sentences {RATE} in each reporting year, the {len(most)} most frequent themes"
    told = f"One panel a theme, on one scale, over the years {', '.join(years)}. The highest figure stands at its point; the table has all."
    series = {readable(theme): by_theme[theme] for theme in most}
    plot = trends(series, years, name="years", title=title, description=told)
    return plot, _grid(rates[["theme", *years, "all"]], f"Coded sentences {RATE}, by reporting year")


def _by_polarity(overview: DataFrame) -> tuple[Markup, Grid]:
    """Strength against challenge, the themes with most of both first."""
    table = overview[["theme", "strength", "challenge", "neutral", "sentences"]].copy()
    judged = table["strength"] + table["challenge"]
    table["share of challenge"] = table["challenge"] / judged.where(judged > 0)
    table = table.iloc[sorted(range(len(table)), key=lambda row: (-judged.iloc[row], table["theme"].iloc[row]))]
    rows = [
        (readable(theme), int(challenge), int(strength))
        for theme, challenge, strength in zip(table["theme"], table["challenge"], table["strength"], strict=True)
    ]
    told = "Bars to the left count sentences on a challenge, bars to the right those on a strength. The table has the figures."
    plot = opposed(rows, name="polarity", title="Strength against challenge, by theme, in coded sentences", description=told)
    return plot, _grid(table, "Sentences by polarity; the share of challenge leaves neutral sentences out")


def _by_area(tables: Tables, most: Sequence[str]) -> Grid:
    rates = matrix(tables, "area", figure=RATE).set_index("theme").loc[list(most)]
    across = rates.drop(columns=[name for name in MARGINS if name in rates]).T.rename_axis("area").reset_index()
    heads = ["area", *map(readable, most)]
    return _grid(across, f"Coded sentences {RATE}, by area, the {len(most)} most frequent themes", heads, upright=True)


def _by_agency(tables: Tables, most: Sequence[str]) -> tuple[Markup, Grid] | None:
    """What each agency's speakers talk of; None where nobody speaks."""
    counts = matrix(tables, "speaker-agency").set_index("theme")
    agencies = [str(name) for name in counts.columns if name not in (*MARGINS, OUTSIDE)]
    if not agencies:
        return None
    said = {agency: sum(counts[agency].to_list()) for agency in agencies}
    agencies.sort(key=lambda agency: (-said[agency], agency))
    across = counts.loc[list(most), agencies].T
    words = tables.stretches[tables.stretches["counted"]].groupby("speaker-agency")["words"].sum()
    series = {readable(str(agency)): [float(value) for value in row] for agency, row in zip(across.index, across.to_numpy(), strict=True)}
    told = "A disc for each agency and theme; its area, and the figure beside it, is the number of sentences. The table has the figures."
    title = f"Coded sentences in testimonials, by the speaker's agency, the {len(most)} most frequent themes"
    plot = bubbles(series, [readable(theme) for theme in most], name="agencies", title=title, description=told)
    across.insert(0, "words spoken", [int(words.get(agency, 0)) for agency in across.index])
    heads = ["agency", "words spoken", *map(readable, most)]
    return plot, _grid(across.rename_axis("agency").reset_index(), title, heads, upright=True)


def _shown(tables: Tables, definitions: Mapping[str, Definition], overview: DataFrame) -> Iterator[Shown]:
    """Every theme that is coded at all, with its quotations."""
    for theme, sentences in zip(overview["theme"], overview["sentences"], strict=True):
        if sentences:
            quoted = [
                Quotation(in_quotes(row["sentence"]), row["polarity"], f"{_speaker(row['speaker'])}; {reference(row)}")
                for _, row in best_quotations(tables, theme).iterrows()
            ]
            known = definitions.get(theme)
            yield Shown(readable(theme), known.text if known else "", int(sentences), quoted)


def _speaker(speaker: str) -> str:
    return "the report" if speaker == OUTSIDE else ", ".join(map(readable, speaker.split(", ")))


def _documents(documents: DataFrame) -> Grid:
    names = ["document", "area", "year", "pages", "words", "counted words", "template words", "testimonials", "coded sentences"]
    rows = [[str(row[0]), *map(words_of, row[1:])] for row in documents[names].itertuples(index=False)]
    return Grid("The reports read", names, rows)
