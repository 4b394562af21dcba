"""Speed of the citing layer on one core, with the table as it is and with 11,000 instruments, beside tokenising the same text.

    python benchmarks/legislation.py [ROUNDS]

The text is that of the sample reports of the half `tune`, each a document of its own. Tokenising is timed as it is for a text met for the
first time, and again for one whose every word the tokenizer has in its cache. Each figure is the least processor time of the rounds; the
pieces of work take turns.
"""

import random
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path
from time import process_time

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


def best(work: list[Callable[[], object]], rounds: int) -> list[float]:
    """The least time of each piece of work, in seconds, the pieces taking turns."""
    times: list[list[float]] = [[] for _ in work]
    for _ in range(rounds):
        for taken, piece in zip(times, work, strict=True):
            start = process_time()
            piece()
            taken.append(process_time() - start)
    return [min(taken) for taken in times]


def fresh() -> MappaEnglish:
    """The language with an empty cache, as large as the pipeline's."""
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
    warm = fresh()

    def cite(titles: Titles) -> int:
        return sum(len(settled(text, cited(text, titles), titles)) + len(cases(text)) for text in texts)

    def first() -> None:
        nlp = fresh()
        start.append(process_time())
        for text in texts:
            nlp.make_doc(text)
        start[-1] = process_time() - start[-1]

    start: list[float] = []
    few, many, again, _ = best([lambda: cite(small), lambda: cite(large), lambda: [warm.make_doc(text) for text in texts], first], rounds)
    new = min(start)
    print(f"{size:,} characters, {cite(small):,} citations")
    for name, taken in (
        (f"citing, {len(small.instruments)} instruments", few),
        (f"citing, {len(large.instruments):,} instruments", many),
        ("tokenising, met first", new),
        ("tokenising, every word known", again),
    ):
        print(f"{name:32}{taken * 1000:9.1f} ms {size / taken:14,.0f} characters a second")
    print(
        f"the larger table costs {many / few - 1:+.1%}"
        f"; citing takes {few / new:.2f} of tokenising a new text, {few / again:.2f} of a known one"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS)
