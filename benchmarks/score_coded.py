"""Score themes and polarity on the coded sentences of corpus/coded, a minute's work: a quick look while rules change.

    python benchmarks/score_coded.py [--configs FOLDER] [--theme NAME ...]

F1 by sentence and theme, as the shared scorer counts; polarity where the theme is shared. --theme lists what is missed and wrongly found.
"""

import argparse
from collections import Counter
from pathlib import Path

from coded import placed, reports

from mappa import engine
from mappa.document import freeze
from mappa.paths import configs_dir


def main() -> None:
    """Print a line a theme and the total."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--configs", type=Path, default=configs_dir())
    parser.add_argument("--theme", action="append", default=[])
    options = parser.parse_args()
    nlp = engine.load(options.configs)
    layer = nlp.get_pipe("themes")
    right, found, gold, polarity = Counter[str](), Counter[str](), Counter[str](), Counter[bool]()
    for report in reports():
        doc = engine.annotate(nlp, freeze(report.blocks, None))
        marks = [(span.start_char, span.label_, layer.attributes(doc, span)["polarity"]) for span in doc.spans["theme"]]
        for start, end, themes, said in placed(report, doc.text):
            told = {theme: spoken for at, theme, spoken in marks if start <= at < end}
            right.update(told.keys() & themes)
            found.update(told.keys())
            gold.update(themes)
            polarity.update(spoken == said for theme, spoken in told.items() if theme in themes)
            for theme in options.theme:
                if (theme in told) != (theme in themes):
                    print(f"{'missed' if theme in themes else 'extra '} {theme}: {doc.text[start:end]}")
    for theme in [*sorted(gold, key=lambda name: -gold[name]), "all"]:
        counts = [sum(one.values()) if theme == "all" else one[theme] for one in (right, found, gold)]
        print(f"{theme:24} F1 {2 * counts[0] / (counts[1] + counts[2]):.3f}   right {counts[0]:5} found {counts[1]:5} gold {counts[2]:5}")
    print(f"{'polarity':24}    {polarity[True] / polarity.total():.3f}")


if __name__ == "__main__":
    main()
