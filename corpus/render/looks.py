"""How each report looks: type, furniture and habits that differ from report to report, the same in all its forms."""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Look:
    """The design of one report.

    header, footer  running texts; {title}, {area}, {page}, {pages} are filled in; "" for none; no header stands on the first page
    quotes          straight or curly marks in print
    quote_style     plain, indent or italic
    table           grid, rules or shaded
    run_in          a case's field label stands in the line of its text
    """

    body: str
    heads: str
    size: float
    colour: str
    header: str
    footer: str
    cover: bool = True
    quotes: str = "straight"
    quote_style: str = "plain"
    table: str = "grid"
    justify: bool = False
    run_in: bool = False
    page: str = "A4"
    dash: str = "-"
    wide_tables: bool = False


LOOKS = {
    "northmere-2001-02": Look("Liberation Serif", "Liberation Sans", 11, "#000000", "", "{page}", cover=True, justify=True, table="grid"),
    "kestrelshire-2003-04": Look(
        "Liberation Sans",
        "Liberation Sans",
        10,
        "#1a3c6e",
        "Planning to Protect",
        "Page {page}",
        quotes="curly",
        quote_style="indent",
        table="grid",
    ),
    "cumbria-2004-05": Look(
        "EB Garamond",
        "EB Garamond",
        11.5,
        "#7a1f1f",
        "MAPPA Annual Report 2004/05",
        "{page}",
        quotes="curly",
        quote_style="italic",
        table="rules",
        wide_tables=True,
    ),
    "cleveland-2006-07": Look(
        "DejaVu Serif",
        "Liberation Sans Narrow",
        9,
        "#004d40",
        "{title}",
        "{page}",
        quotes="curly",
        quote_style="indent",
        table="shaded",
        justify=True,
    ),
    "norfolk-2008-09": Look(
        "Liberation Sans Narrow", "DejaVu Sans", 10, "#8a3b00", "{title}", "{title} - {page}", cover=False, quotes="curly", table="rules"
    ),
    "staffordshire-and-west-midlands-2010-11": Look(
        "Liberation Sans", "Liberation Sans", 11, "#000000", "", "{page}", cover=True, table="grid", wide_tables=True
    ),
    "gwent-2012-13": Look(
        "DejaVu Sans", "DejaVu Sans", 9, "#22577a", "{title}", "{page} / {pages}", quotes="curly", quote_style="italic", table="rules"
    ),
    "hampshire-2015-16": Look(
        "Carlito",
        "Carlito",
        11,
        "#1f3864",
        "",
        "{page}",
        cover=True,
        quotes="curly",
        quote_style="indent",
        table="grid",
        run_in=True,
        dash="–",
    ),
    "humberside-2017-18": Look(
        "Liberation Serif", "Liberation Serif", 11.5, "#000000", "{title}", "Page {page} of {pages}", cover=False, table="shaded"
    ),
    "marchmoor-2019-20": Look(
        "Carlito",
        "DejaVu Sans",
        10.5,
        "#5b2a86",
        "Protecting Marchmoor together",
        "{area} {page}",
        quotes="curly",
        quote_style="italic",
        table="shaded",
        wide_tables=True,
    ),
    "thames-valley-2022-23": Look(
        "Carlito", "Carlito", 12, "#2e74b5", "OFFICIAL", "{page}", cover=False, quotes="curly", table="grid", dash="–"
    ),
    "west-yorkshire-2023-24": Look(
        "Liberation Sans",
        "Carlito",
        11,
        "#0b3d2e",
        "{title}",
        "Page {page} of {pages}",
        quotes="curly",
        quote_style="indent",
        table="rules",
    ),
}


def printed(text: str, look: Look) -> str:
    """`text` with the marks of this report's print; its words never change."""
    if look.quotes == "curly":
        text = re.sub(r"(^|[\s(\[/])\"", "\\1“", text).replace('"', "”")
        text = re.sub(r"(^|[\s(\[“])'(?![0-9])", "\\1‘", text).replace("'", "’")
    return text.replace(" - ", f" {look.dash} ")


def furniture(pattern: str, look: Look, title: str, area: str, page: object = "", pages: object = "") -> str:
    """A running text of a page."""
    return printed(pattern.format(title=title, area=area, page=page, pages=pages), look)
