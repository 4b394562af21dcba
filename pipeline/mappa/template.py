"""Learn the national template's wording from a folder of reports, as hashes."""

from collections.abc import Iterator
from pathlib import Path

from spacy.tokens import Doc

from mappa import engine
from mappa.document import freeze
from mappa.errors import RuleError, SourceError
from mappa.inputs import find_inputs
from mappa.layers.template import SHINGLES, learn, packed, unpacked
from mappa.metadata import facts
from mappa.readers import read
from mappa.report import known_areas
from mappa.rules import read_text


def add_shingles(folder: Path, configs: Path, target: Path) -> tuple[int, int, list[str]]:
    """Add what the reports in `folder`, read by the rules in `configs`, teach to template-shingles.toml in `target`.

    Returns how many shingles were new, how many there are now, and a line for each report that could not be read.
    """
    failed: list[str] = []
    learned = learn(_docs(folder, configs, failed))
    try:
        before = unpacked(read_text(target / SHINGLES))
    except RuleError:
        before = frozenset()
    after = before | learned
    (target / SHINGLES).write_text(packed(after), encoding="utf-8", newline="\n")
    return len(after) - len(before), len(after), failed


def _docs(folder: Path, configs: Path, failed: list[str]) -> Iterator[tuple[str, Doc]]:
    """The area and the Doc of each report; those that fail are added to `failed`."""
    nlp = engine.load(configs)
    for item in find_inputs([folder], output=folder / ".none").inputs:
        try:
            if item.error:
                raise SourceError(item.error)
            reading = read(item.path, item.path.read_bytes())
            document = freeze(reading.blocks, reading.pages)
            area = facts(reading, document, item.path.name, known_areas(configs)).area
            yield area or item.name, engine.annotate(nlp, document)
        except SourceError as error:
            failed.append(str(error))
