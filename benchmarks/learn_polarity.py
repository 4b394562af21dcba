"""Learn the votes of configs/polarity-words.toml: which words, settings and themes speak for strength or challenge, or for neither.

    python benchmarks/learn_polarity.py [--configs FOLDER] [--hold-out N]

From the coded sentences of corpus/coded and of the `tune` half of corpus/gold, which count GOLD times. Each word family that stands in
LEAST sentences or more, and all that can stand around a sentence, gets votes, and each cue of polarity.toml a correction of the votes that
its list gives it, so that together they explain the coded polarity best: three-way logistic regression, with a penalty on their squares.
--hold-out N writes nothing, learns without every N-th report and says how often the polarity of its sentences is right.
"""

import argparse
import json
import tempfile
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from shutil import copytree

import numpy as np
from coded import Report, families, placed, reports, tune
from numpy.typing import NDArray

from mappa import engine
from mappa.document import freeze
from mappa.layers.polarity import BY_LIST, CLEAR, HINT, LEARNED, SILENCE
from mappa.paths import configs_dir

LEAST = 8  # sentences that a word family stands in
GOLD = 3.0  # what a sentence of a gold report, which several readers coded, counts beside one that a single reader coded
PENALTY = 30.0  # on the square of a vote, beside one sentence
TENTHS = 10  # votes that a weight of 1 in the regression is worth
STEPS = 400
SIDES = ["strength", "challenge", "neutral"]
HEAD = f"""\
# Votes on polarity, learned by benchmarks/learn_polarity.py from coded sentences:
# [for strength (below 0: for challenge), for neither (below 0: against it)].
# A cue of polarity.toml has {CLEAR} by itself, a hint {HINT}; every sentence starts with {SILENCE} for neither.
#   cues     corrections to what the list of polarity.toml in which a cue stands gives it
#   words    single words, written as cues are
#   around   "said" in a testimonial, "story" in a case study, the type of the section, the themes of the sentence
"""

Matrix = NDArray[np.float32]


@dataclass
class Coded:
    """A coded sentence: where it was said, what speaks in and around it, its polarity, how many themes were found of it, its weight."""

    report: str
    heard: Mapping[str, int]
    polarity: str
    shared: int
    weight: float


def main() -> None:
    """Write the votes, or try them out."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--configs", type=Path, default=configs_dir())
    parser.add_argument("--hold-out", type=int, metavar="N", default=0)
    options = parser.parse_args()
    coded, gold = list(reports()), tune()
    with tempfile.TemporaryDirectory() as folder:
        configs = Path(copytree(options.configs, folder, dirs_exist_ok=True))
        (configs / LEARNED).write_text(written({}, {word: (0, 0) for word in families(coded, LEAST)}, {}), encoding="utf-8")
        sentences = [*heard(coded, configs, 1), *heard(gold, configs, GOLD)]
    rules = tomllib.loads((options.configs / "polarity.toml").read_text(encoding="utf-8"))
    fixed = {f"polarity {use} {cue}": votes for use, votes in BY_LIST.items() for cue in rules[use]}
    if options.hold_out:
        try_out(sentences, fixed, [report.id for report in coded[:: options.hold_out]])
        return
    votes = learned(sentences, fixed)
    cues = {name.split(" ", 2)[2]: both for name, both in votes.items() if name in fixed}
    words = {name.removeprefix("word "): both for name, both in votes.items() if name.startswith("word ")}
    around = {name.removeprefix("around "): both for name, both in votes.items() if name.startswith("around ")}
    (options.configs / LEARNED).write_text(written(cues, words, around), encoding="utf-8")
    print(f"{LEARNED}: {len(cues)} cues, {len(words)} words and {len(around)} settings from {len(sentences)} sentences")


def heard(everything: Iterable[Report], configs: Path, weight: float) -> Iterable[Coded]:
    """What speaks in every sentence that carries a theme, as the themes layer with the rules in `configs` hears it."""
    nlp = engine.load(configs)
    layer = nlp.get_pipe("themes")
    for report in everything:
        doc = engine.annotate(nlp, freeze(report.blocks, None))
        read = {one.start: (one, told) for one, told, _ in layer.coded(doc)}
        for start, end, themes, polarity in placed(report, doc.text):
            one, told = next((read[at] for at in range(start, end) if at in read), (None, {}))
            if themes and one is not None:
                around = [f"around {name}" for name in (*one.setting.around, *(f"theme {theme}" for theme in told))]
                yield Coded(report.id, {**one.spoken, **dict.fromkeys(around, 1)}, polarity, len(themes & told.keys()), weight)


def learned(sentences: Sequence[Coded], fixed: Mapping[str, tuple[int, int]]) -> dict[str, tuple[int, int]]:
    """Votes of everything that speaks; of what is in `fixed`, the correction of its votes there."""
    names = sorted({name for one in sentences for name in one.heard})
    table = tabled(sentences, names)
    side, neither = weigh(sentences, fixed)
    weights = np.array([one.weight * max(0.4, one.shared) for one in sentences], dtype=np.float32)
    wanted = np.zeros((len(sentences), 3), dtype=np.float32)
    wanted[np.arange(len(sentences)), [SIDES.index(one.polarity) for one in sentences]] = 1
    answer = descend(table, side / TENTHS, (neither + SILENCE) / TENTHS, wanted, weights)
    votes = {name: (round(float(answer[0][at] * TENTHS)), round(float(answer[1][at] * TENTHS))) for at, name in enumerate(names)}
    return {name: both for name, both in votes.items() if any(both)}


def tabled(sentences: Sequence[Coded], names: Sequence[str]) -> Matrix:
    """A row a sentence, a column a name: 1 where it speaks, -1 where it is turned round."""
    columns = {name: at for at, name in enumerate(names)}
    table = np.zeros((len(sentences), len(names)), dtype=np.float32)
    for row, one in enumerate(sentences):
        for name, way in one.heard.items():
            table[row, columns[name]] = way
    return table


def weigh(sentences: Sequence[Coded], votes: Mapping[str, tuple[int, int]]) -> tuple[Matrix, Matrix]:
    """What those in `votes` say of each sentence: for strength, for neither."""
    known = [[(way, votes[name]) for name, way in one.heard.items() if name in votes] for one in sentences]
    side = [sum(way * both[0] for way, both in row) for row in known]
    return np.array(side, dtype=np.float32), np.array([sum(both[1] for _, both in row) for row in known], dtype=np.float32)


def descend(table: Matrix, side: Matrix, neither: Matrix, wanted: Matrix, weights: Matrix) -> tuple[Matrix, Matrix]:
    """Weights for the side and weights for neither, by Nesterov's accelerated gradient descent."""
    columns = table.shape[1]
    step = 1 / (PENALTY + float(np.linalg.norm(table * np.sqrt(weights)[:, None], 2)) ** 2)
    now = ahead = np.zeros(2 * columns, dtype=np.float32)
    for turn in range(STEPS):
        balance, open_ = side + table @ ahead[:columns], neither + np.abs(table) @ ahead[columns:]
        scores = np.exp(np.stack([balance, -balance, open_], 1) - np.maximum(np.abs(balance), open_)[:, None])
        wrong = (scores / scores.sum(1, keepdims=True) - wanted) * weights[:, None]
        slope = np.concatenate([table.T @ (wrong[:, 0] - wrong[:, 1]), np.abs(table).T @ wrong[:, 2]]) + PENALTY * ahead
        following = ahead - step * slope
        ahead = following + turn / (turn + 3) * (following - now)
        now = following
    return now[:columns], now[columns:]


def try_out(sentences: Sequence[Coded], fixed: Mapping[str, tuple[int, int]], left_out: Sequence[str]) -> None:
    """Learn without some reports, and print how often the polarity of their shared themes is right."""
    votes = learned([one for one in sentences if one.report not in left_out], fixed)
    tested = [one for one in sentences if one.report in left_out]
    for name, given in (("cues alone", fixed), ("with learned votes", together(fixed, votes))):
        side, neither = weigh(tested, given)
        open_ = np.maximum(neither + SILENCE, 0)
        told = [SIDES[2] if abs(balance) <= limit else SIDES[int(balance < 0)] for balance, limit in zip(side, open_, strict=True)]
        right = sum(one.shared for one, polarity in zip(tested, told, strict=True) if polarity == one.polarity)
        print(f"{name:20} {right / sum(one.shared for one in tested):.3f}   of {len(tested)} sentences")


def together(fixed: Mapping[str, tuple[int, int]], votes: Mapping[str, tuple[int, int]]) -> dict[str, tuple[int, int]]:
    """Votes of cues corrected by what was learned, and the learned votes of everything else."""
    return {
        name: tuple(map(sum, zip(fixed.get(name, (0, 0)), votes.get(name, (0, 0)), strict=True))) for name in fixed.keys() | votes.keys()
    }


def written(*votes: Mapping[str, tuple[int, int]]) -> str:
    """The learned votes of cues, words and settings as the TOML file."""
    tables = "".join(
        f"\n[{title}]\n" + "".join(f"{json.dumps(name)} = [{side}, {neither}]\n" for name, (side, neither) in sorted(own.items()))
        for title, own in zip(("cues", "words", "around"), votes, strict=True)
    )
    return f"{HEAD}{tables}"


if __name__ == "__main__":
    main()
