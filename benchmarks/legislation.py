"""Speed of the citing layer on one core, beside spaCy's default tokenising of the same text in the same run.

    python benchmarks/legislation.py [ROUNDS]

What is compared: on the one side everything the layer does with a text (titles, provisions, back references, case law), with the table
as it is and with 11,000 instruments; on the other `spacy.blank("en").make_doc`, spaCy's own English tokenizer with nothing changed,
and the pipeline's own tokenizer. Tokenising is timed twice: fresh, by a tokenizer that has met no word yet (its making is not
counted), and cached, by one that has read the same texts before. The text is that of the sample reports of the half `tune`, each a
document of its own. Each figure is the least processor time of the rounds; the pieces of work take turns.
"""

import random
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path
from time import process_time

import spacy
from spacy.language import Language

from mappa.language import CACHE, MappaEnglish
from mappa.layers.case_law import cases
from mappa.layers.citations import cited
from mappa.layers.instruments import parse_instruments
from mappa.layers.references import settled
from mappa.layers.titles import Titles
from mappa.paths import configs_dir

ROWS = 11_000
ROUNDS = 20


def reports() -> list[str]:
    """The texts of the sample reports."""
    folder = Path(__file__).resolve().parents[1] / "corpus"
    table = tomllib.loads((folder / "sources.toml").read_text(encoding="utf-8"))["report"]
    paths = [
        folder / form["file"] for report in table if report["half"] == "tune" for form in report["form"] if form["file"].endswith(".txt")
    ]
    paths += [
        path
        for report in table
        if report["half"] == "tune"
        for path in (folder / "sample").glob(f"{report['id']}.txt")
        if path not in paths
    ]
    return [path.read_text(encoding="utf-8") for path in paths]


def made_up(rows: int) -> str:
    """A table of `rows` further Acts of as many years, in words that the language of the law shares."""
    dice = random.Random(7)
    words = [
        "Criminal",
        "Justice",
        "Offences",
        "Sexual",
        "Mental",
        "Health",
        "Housing",
        "Children",
        "Police",
        "Courts",
        "Sentencing",
        "Prisons",
        "Victims",
        "Care",
        "Data",
        "Public",
        "Order",
        "Road",
        "Traffic",
        "Food",
        "Safety",
    ]
    return "".join(
        f'["ukpga/{1700 + number % 300}/{number}"]\ntitle = "{" ".join(dice.sample(words, 3))} (No. {number}) Act {1700 + number % 300}"\n'
        for number in range(rows)
    )


def default() -> Language:
    """spaCy's English, as it comes."""
    return spacy.blank("en")


def ours() -> Language:
    """The pipeline's language, with as large a cache as the pipeline's."""
    nlp = MappaEnglish()
    nlp.tokenizer.max_cache_size = CACHE
    return nlp


def main(rounds: int) -> None:
    """Print the figures."""
    texts = reports()
    size = sum(map(len, texts))
    table = (configs_dir() / "legislation.toml").read_text(encoding="utf-8")
    small = Titles(parse_instruments(table))
    large = Titles(parse_instruments(table + "\n" + made_up(ROWS - len(small.instruments))))

    def cite(titles: Titles) -> int:
        return sum(len(settled(text, cited(text, titles), titles)) + len(cases(text)) for text in texts)

    def fresh(language: Callable[[], Language]) -> Callable[[], float]:
        return lambda: timed(language(), texts)

    def cached(language: Callable[[], Language]) -> Callable[[], float]:
        nlp = language()
        return lambda: timed(nlp, texts)

    names = [
        f"citing, {len(small.instruments)} instruments",
        f"citing, {len(large.instruments):,} instruments",
        "spaCy's default tokenizer, fresh",
        "spaCy's default tokenizer, cached",
        "the pipeline's tokenizer, fresh",
        "the pipeline's tokenizer, cached",
    ]
    work = [clocked(lambda: cite(small)), clocked(lambda: cite(large)), fresh(default), cached(default), fresh(ours), cached(ours)]
    taken = [min(column) for column in zip(*[[piece() for piece in work] for _ in range(rounds + 1)], strict=True)]
    print(f"{len(texts)} texts, {size:,} characters, {cite(small):,} citations, least of {rounds} rounds, one core")
    for name, seconds in zip(names, taken, strict=True):
        print(f"{name:36}{seconds * 1000:9.1f} ms {size / seconds:14,.0f} characters a second")
    few, many, new, again, *_ = taken
    print(f"the larger table costs {many / few - 1:+.1%}")
    print(f"citing takes {few / new:.2f} of the time of spaCy's default tokenizing fresh, {few / again:.2f} of it cached")


def clocked(work: Callable[[], object]) -> Callable[[], float]:
    """`work`, telling the seconds it takes."""

    def run() -> float:
        start = process_time()
        work()
        return process_time() - start

    return run


def timed(nlp: Language, texts: list[str]) -> float:
    """Seconds in which `nlp` tokenises `texts`."""
    return clocked(lambda: [nlp.make_doc(text) for text in texts])()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS)
