"""Speed of the citing layer on one core, with the table as it is and with 11,000 instruments, beside tokenising the same text.

    python benchmarks/legislation.py [CHARACTERS]

The text is made up of paragraphs of the table of forms and of plain ones, in the mix of a report: a citation every 900 characters or so.
Each figure is the best of five runs in this process; the rounds alternate, so that all see the same machine.
"""

import random
import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

from mappa.language import CACHE, MappaEnglish
from mappa.layers.case_law import cases
from mappa.layers.citations import cited
from mappa.layers.instruments import Titles, parse_instruments
from mappa.layers.references import settled
from mappa.paths import configs_dir

CITING = [
    "The arrangements rest on sections 325 to 327B of the Criminal Justice Act 2003, and lay advisers on section 326 of that Act.",
    "An order binds him to notify the police of his address as Part 2 of the 2003 Act asks, and a breach is an offence under section 91.",
    "In R (F) v Secretary of State for the Home Department [2010] UKSC 17 the law was found wanting; Article 8 was at stake.",
    "He was held under the Mental Health Act 1983 after a S.37/41 hospital order, and the victim heard of it by way of the DVCVA 2004.",
]
PLAIN = (
    "officers and practitioners met every month to look at the plans of those who had come out of prison and to decide who should visit whom and when the "
    "panel listened to the views of the victims and wrote down what each agency had agreed to do before the next meeting which took place in Spring House"
).split()
ROWS = 11_000
ROUNDS = 5


def report(size: int) -> str:
    """A text of about `size` characters, always the same."""
    dice = random.Random(5)
    paragraphs: list[str] = []
    length = 0
    while length < size:
        words = " ".join(dice.choice(PLAIN) for _ in range(dice.randint(100, 220)))
        paragraphs += [words.capitalize() + ".", dice.choice(CITING)]
        length += len(words) + len(paragraphs[-1])
    return "\n\n".join(paragraphs)


def made_up(rows: int) -> str:
    """A table of `rows` further Acts of as many years, in words that the language of the law shares."""
    dice = random.Random(7)
    words = "Criminal Justice Offences Sexual Mental Health Housing Children Police Courts Sentencing Prisons Victims Care Data Public Order Road Traffic Food Safety".split()
    return "".join(
        f'["ukpga/{1700 + number % 300}/{number}"]\ntitle = "{" ".join(dice.sample(words, 3))} (No. {number}) Act {1700 + number % 300}"\n' for number in range(rows)
    )


def best(work: list[Callable[[], object]]) -> list[float]:
    """The least time of each piece of work, in seconds, the pieces taking turns."""
    times = [[] for _ in work]
    for _ in range(ROUNDS):
        for taken, piece in zip(times, work, strict=True):
            start = perf_counter()
            piece()
            taken.append(perf_counter() - start)
    return [min(taken) for taken in times]


def main(size: int) -> None:
    """Print the figures."""
    text = report(size)
    table = (Path(configs_dir()) / "legislation.toml").read_text(encoding="utf-8")
    small = Titles(parse_instruments(table))
    large = Titles(parse_instruments(table + "\n" + made_up(ROWS - len(small.instruments))))
    nlp = MappaEnglish()
    nlp.tokenizer.max_cache_size = CACHE
    nlp.max_length = len(text) + 1

    def cite(titles: Titles) -> object:
        return settled(text, cited(text, titles), titles), cases(text)

    tokens, few, many = best([lambda: nlp.make_doc(text), lambda: cite(small), lambda: cite(large)])
    print(f"{len(text):,} characters, {len(settled(text, cited(text, small), small)):,} citations")
    for name, taken in ((f"citing, {len(small.instruments)} instruments", few), (f"citing, {len(large.instruments):,} instruments", many), ("tokenising", tokens)):
        print(f"{name:32}{taken * 1000:9.1f} ms {len(text) / taken:14,.0f} characters a second")
    print(f"the larger table costs {many / few - 1:+.1%}; citing takes {few / tokens:.2f} of tokenising")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
