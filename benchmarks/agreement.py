"""How far two annotators agree on the sample reports that both have read: each scored against the other, layer by layer.

    python benchmarks/agreement.py

F1 is the same both ways round, but for polarity, testimonials and cases, where it matters who is taken for the gold.
"""

import importlib.util
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
SCORER = ROOT.parent / "shared" / "score" / "score.py"


def main() -> int:
    """Print a line a layer: F1 of the second annotator against the first, then of the first against the second."""
    if not SCORER.is_file():
        print(f"{SCORER} is not here: the scorer is not part of the repository", file=sys.stderr)
        return 1
    scorer = load(SCORER)
    pairs = [(ROOT / "corpus" / "gold" / path.name, path) for path in sorted((ROOT / "corpus" / "second").glob("*.xml"))]
    one, other = scorer.Tally(), scorer.Tally()
    for first, second in pairs:
        scorer.score(scorer.Gold(first).view, as_found(scorer.Gold(second).view), one)
        scorer.score(scorer.Gold(second).view, as_found(scorer.Gold(first).view), other)
    print(f"{', '.join(path.stem for _, path in pairs)}\n{'':34} {'second':>8} {'first':>8}")
    back = {metric: f1 for metric, _, _, f1, *_ in other.rows()}
    for metric, _, _, f1, *_ in one.rows():
        print(f"{metric:34} {f1:8.3f} {back[metric]:8.3f}")
    return 0


def as_found(view: Any) -> Any:
    """An annotator's reading in the shape in which the scorer holds what a program found."""
    view.themes = {(sentence, theme, view.polarity.get(sentence)) for sentence, theme in view.themes}
    return view


def load(path: Path) -> Any:
    """The module at `path`."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[path.stem] = module
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    sys.exit(main())
