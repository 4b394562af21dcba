"""How characters look, as far as it tells headings and hidden text; and what paragraph style names say, in the languages Word speaks."""

import re
from dataclasses import dataclass

from mappa.document import Kind

HEADING = re.compile(
    r"(?:heading|überschrift|titre|título|titolo|kop|rubrik|overskrift|otsikko|nagłówek|nadpis|pennawd|заголовок)[ _]*([1-9])",
    re.IGNORECASE,
)
TITLE = re.compile(r"(?:title|titel|titre|teitl|contents? heading|toc heading)", re.IGNORECASE)
SUBTITLE = re.compile(r"(?:subtitle|untertitel|sous-titre|is-?deitl)", re.IGNORECASE)
CAPTION = re.compile(r"(?:caption|beschriftung|légende|capsiwn|table|illustration|figure|drawing)", re.IGNORECASE)
QUOTE = re.compile(r"(?:(?:intense |block ?)?quote|quotations?|(?:intensives )?zitat|citation(?: intense)?|dyfyniad)", re.IGNORECASE)
CONTENTS = re.compile(r"(?:toc|contents|verzeichnis|table of figures|index)[ _]*\d*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Look:
    """Character properties in force; size in points."""

    bold: bool = False
    underline: bool = False
    capitals: bool = False
    hidden: bool = False
    size: float | None = None

    @property
    def strong(self) -> bool:
        """Whether the words stand out without being larger."""
        return self.bold or self.underline or self.capitals


PLAIN = Look()


def level_of(name: str) -> int | None:
    """Heading level (1 the highest) that a paragraph style's name gives, None where it names no heading."""
    if found := HEADING.fullmatch(name):
        return int(found[1])
    return 1 if TITLE.fullmatch(name) else None


def kind_of(name: str) -> Kind | None:
    """`caption` or `quote` where a paragraph style's name says so."""
    if CAPTION.fullmatch(name):
        return "caption"
    return "quote" if QUOTE.fullmatch(name) else None


def heads_nothing(name: str) -> bool:
    """Whether a paragraph style is that of a subtitle or of a line in a list of contents, which look like headings."""
    return SUBTITLE.fullmatch(name) is not None or CONTENTS.fullmatch(name) is not None
