"""Learn the votes of configs/theme-words.toml: what cues, company, other themes and words are worth for each theme.

    pip install scikit-learn
    python benchmarks/learn_themes.py [--configs FOLDER] [--without ID ...]

From the coded sentences of corpus/coded, of the `tune` half of corpus/gold and of the two real reports, which several readers or the owners
coded and which count GOLD times, and from the examples of themes.toml. For each theme a logistic regression with a penalty on the size of
votes chooses who votes (the lasso, Tibshirani 1996), one with a penalty on their squares says what these votes are worth. --without writes
nothing, learns without the reports named and scores these: what the votes do on reports that they were not learned from.
"""

import argparse
import json
import tempfile
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from shutil import copytree

import numpy as np
from coded import CODED, Report, families, gold_reports, placed, reports, tune
from scipy.sparse import csr_matrix
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from mappa import engine
from mappa.document import Block, freeze
from mappa.layers.theme_rules import FILE as THEMES
from mappa.layers.theme_votes import EVERY, FILE, MOST_AGAINST, Ballot, total
from mappa.paths import configs_dir

REAL = CODED.parents[2] / "shared" / "gold"
LEAST = 8  # sentences that a word family stands in
CHOOSY, LOOSE = 0.4, 0.6  # inverse penalties of the first and of the second regression
GOLD, EXAMPLE = 3.0, 5.0  # what a sentence of a gold report counts, and an example, beside one that a single reader coded
LIKELY = 0.35  # a theme is marked where it is as likely as that; from 0.25 to 0.4 the F1 of sentences left out is the same
TENTHS = 10  # votes that a weight of 1 in the regression is worth
OWN = 2.0  # what speaks for a theme alone is no word among thousands: its weight is penalised the less
HEAD = f"""\
# Votes on themes, learned by benchmarks/learn_themes.py from coded sentences: a theme is marked where they come to more than 0.
# A theme without votes under "every" is decided by its cues (themes.toml) alone, so that a new theme needs no line here.
#   evidence  every      what every sentence starts with
#             told       a cue; backed: a weak cue that has company; unsure: one that has none; more: two cues or more
#             beside     the sentence before or behind tells of the theme
#             company    the section, its heading or the speaker does; lent: and the sentence tells of nothing else
#   themes    what the other themes that cues tell are worth for each
#   words     single words, written as cues are; one inside a `blocked` wording of a theme gives that theme nothing
# Words and other themes together take away {MOST_AGAINST} at most.
"""


@dataclass(frozen=True)
class Sentence:
    """A coded sentence: what votes on its themes, those it has, how much it counts; `only`: the one theme that an example speaks of."""

    report: str
    ballot: Ballot
    themes: frozenset[str]
    weight: float = 1.0
    only: str | None = None


Votes = Mapping[str, Mapping[str, int]]  # by theme: votes of "evidence told", "themes resources", "words hostel*"


def main() -> None:
    """Write the votes, or try them out."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--configs", type=Path, default=configs_dir())
    parser.add_argument("--without", nargs="+", metavar="ID", default=[])
    options = parser.parse_args()
    coded, gold = list(reports()), tune() + list(gold_reports(sorted(REAL.glob("*.xml"))))
    if not REAL.is_dir():
        parser.error(f"the real reports' gold is not in {REAL}; put it there, votes without it would be others")
    if unknown := set(options.without) - {report.id for report in (*coded, *gold)}:
        parser.error(f"no coded report is called {', '.join(sorted(unknown))}")
    words = families(coded, LEAST)
    rules = tomllib.loads((options.configs / THEMES).read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as folder:
        configs = Path(copytree(options.configs, folder, dirs_exist_ok=True))
        (configs / FILE).write_text(written({"none": {f"words {word}": 0 for word in words}}), encoding="utf-8")
        layer = Listening(configs)
        sentences = [sentence for report in coded for sentence in layer.sentences(report)]
        sentences += [sentence for report in gold for sentence in layer.sentences(report, GOLD)]
        sentences += layer.examples(rules)
    if options.without:
        votes = learned([one for one in sentences if one.report not in options.without], rules)
        try_out([one for one in sentences if one.report in options.without], votes)
        return
    votes = learned(sentences, rules)
    (options.configs / FILE).write_text(written(votes), encoding="utf-8")
    print(f"{FILE}: {sum(map(len, votes.values()))} votes from {len(sentences)} sentences")


class Listening:
    """The themes layer with the rules in a folder, asked what votes in sentences of which the themes are known."""

    def __init__(self, configs: Path):
        self.nlp = engine.load(configs)
        self.layer = self.nlp.get_pipe("themes")

    def sentences(self, report: Report, weight: float = 1.0) -> Iterator[Sentence]:
        """Every sentence of a coded report that the layer codes."""
        doc = engine.annotate(self.nlp, freeze(report.blocks, None))
        read = {one.start: self.layer.ballot(one, near) for one, near in self.layer.heard(doc)}
        for start, end, themes, _ in placed(report, doc.text):
            if (at := next((at for at in range(start, end) if at in read), None)) is not None:
                yield Sentence(report.id, read[at], themes, weight)

    def examples(self, rules: Mapping[str, Mapping[str, Sequence[str]]]) -> Iterator[Sentence]:
        """The examples and counter-examples of every theme."""
        for theme, entry in rules.items():
            for kind, themes in (("examples", frozenset({theme})), ("counter", frozenset[str]())):
                for text in entry[kind]:
                    doc = engine.annotate(self.nlp, freeze([Block("paragraph", ((None, text),))], None))
                    yield from (Sentence("", self.layer.ballot(*one), themes, EXAMPLE, theme) for one in self.layer.heard(doc))


def speaking(ballot: Ballot, theme: str) -> dict[str, float]:
    """What votes on one theme."""
    return {name: counts(name) for name in ballot.names(theme) if name != EVERY}


def counts(name: str) -> float:
    """What stands for a voter in the regression."""
    return OWN if name.startswith("evidence") else 1.0


def learned(sentences: Sequence[Sentence], themes: Iterable[str]) -> dict[str, dict[str, int]]:
    """The votes for each theme."""
    return {theme: votes for theme in themes if (votes := learned_of([one for one in sentences if one.only in (None, theme)], theme))}


def learned_of(sentences: Sequence[Sentence], theme: str) -> dict[str, int]:
    """The votes for one theme."""
    vectorizer = DictVectorizer(dtype=np.float32)
    table = csr_matrix(vectorizer.fit_transform([speaking(one.ballot, theme) for one in sentences]))
    table.indices, table.indptr = table.indices.astype(np.int32), table.indptr.astype(np.int32)  # liblinear takes no longer ones
    names = vectorizer.get_feature_names_out()
    has, weights = [theme in one.themes for one in sentences], [one.weight for one in sentences]
    chooser = LogisticRegression(l1_ratio=1, C=CHOOSY, solver="liblinear", max_iter=200, intercept_scaling=5)
    chosen = np.flatnonzero(chooser.fit(table, has, weights).coef_[0]).astype(np.int32)
    judge = LogisticRegression(C=LOOSE, solver="liblinear", max_iter=200, intercept_scaling=5).fit(table[:, chosen], has, weights)
    start = round(TENTHS * (judge.intercept_[0] - np.log(LIKELY / (1 - LIKELY))))
    votes = {str(names[at]): round(TENTHS * weight * counts(names[at])) for at, weight in zip(chosen, judge.coef_[0], strict=True)}
    return {EVERY: start, **{name: vote for name, vote in votes.items() if vote}}


def try_out(sentences: Sequence[Sentence], votes: Votes) -> None:
    """Print the F1 of the cues alone and of the votes."""
    cues = [set(one.ballot.told) for one in sentences]
    both = [{theme for theme, own in votes.items() if elects(own, speaking(one.ballot, theme))} for one in sentences]
    for title, found in (("cues alone", cues), ("with learned votes", both)):
        right = sum(len(told & one.themes) for told, one in zip(found, sentences, strict=True))
        given = sum(len(told) + len(one.themes) for told, one in zip(found, sentences, strict=True))
        print(f"{title:20} F1 {2 * right / given:.3f}   of {len(sentences)} sentences")


def elects(votes: Mapping[str, int], names: Iterable[str]) -> bool:
    """Whether a theme with these votes is marked where these speak."""
    return total({name: votes[name] for name in (EVERY, *names) if name in votes}) > 0


def written(votes: Votes) -> str:
    """The learned votes as the TOML file: a line for each thing that votes."""
    tables: dict[str, dict[str, list[str]]] = {table: defaultdict(list) for table in ("evidence", "themes", "words")}
    for theme, own in sorted(votes.items()):
        for name, vote in own.items():
            table, _, voter = name.partition(" ")
            tables[table][voter].append(f"{theme} = {vote}")
    lines = ("\n".join(f"{json.dumps(voter)} = {{ {', '.join(said)} }}" for voter, said in sorted(own.items())) for own in tables.values())
    return HEAD + "".join(f"\n[{table}]\n{rows}\n" for table, rows in zip(tables, lines, strict=True))


if __name__ == "__main__":
    main()
