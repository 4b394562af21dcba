"""Score every form of the reports that have gold, layer by layer, with the scorer of the shared folder.

    python benchmarks/score_gold.py [real|tune|check]... [--show LAYER] [--only NAME]

real: the two real reports in all their forms. tune, check: the sample reports in all theirs; misses of a check report are never listed.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
SCORER = SHARED / "score" / "score.py"
COLUMNS = {
    "words": "text: words",
    "meta": "metadata",
    "sections": "sections",
    "ag~": "agency: overlap",
    "ag=": "agency: exact",
    "role~": "role: overlap",
    "order~": "order: overlap",
    "term~": "mappa-term: overlap",
    "leg=": "legislation: exact",
    "case=": "case-law: exact",
    "themes": "themes",
    "polar": "themes: polarity",
    "testi": "testimonials: found",
    "spkr": "testimonials: role and agency",
    "cases": "case studies: found",
    "elem": "case studies: elements (words)",
    "cells": "statistics: cells",
}
REAL = [
    "bedfordshire-2015-16.pdf",
    "bedfordshire-2015-16.txt",
    *(
        f"variants/bedfordshire-2015-16.{form}"
        for form in (
            "docx",
            "odt",
            "html",
            "weasyprint.pdf",
            "chromium.pdf",
            "reportlab.pdf",
            "mixed.pdf",
            "rows.pdf",
            "horizontal.pdf",
            "shaded.pdf",
        )
    ),
    "bedfordshire-2022-23.pdf",
    "bedfordshire-2022-23.docx",
    "bedfordshire-2022-23.txt",
]

Pair = tuple[Path, Path]


def main() -> int:
    """Print the tables asked for."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("sets", nargs="*", metavar="real|tune|check", help="by default all three")
    parser.add_argument("--show", action="append", default=[], metavar="LAYER", help="list misses and extras of a layer; not for check")
    parser.add_argument("--only", default="", help="only files whose name holds this")
    options = parser.parse_args()
    if wrong := set(options.sets) - {"real", "tune", "check"}:
        parser.error(f"{', '.join(sorted(wrong))}: give real, tune or check")
    if not SHARED.is_dir():
        print(f"{SHARED} is not here: the gold of the real reports and the scorer are not part of the repository", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as folder:
        for name in options.sets or ("real", "tune", "check"):
            print(f"\n{name:47}" + "".join(f"{column:>9}" for column in COLUMNS))
            pairs = built(real() if name == "real" else samples(name), Path(folder), options.only)
            show = options.show if name != "check" else []
            table(name, list(pairs), show)
    return 0


def real() -> Iterator[Pair]:
    """Gold and report of every form of the two real reports."""
    for form in REAL:
        yield SHARED / "gold" / f"{Path(form).name.split('.')[0]}.xml", SHARED / "reports" / form


def samples(half: str) -> Iterator[Pair]:
    """Gold and report of every form of the sample reports of one half."""
    table = tomllib.loads((ROOT / "corpus" / "sources.toml").read_text(encoding="utf-8"))
    for report in table["report"]:
        for form in report["form"] if report["half"] == half else []:
            yield ROOT / "corpus" / "gold" / f"{report['id']}.xml", ROOT / "corpus" / form["file"]


def built(pairs: Iterable[Pair], folder: Path, only: str) -> Iterator[tuple[str, Pair]]:
    """Gold and document of each report, the documents written to `folder`."""
    from mappa.errors import MappaError
    from mappa.paths import configs_dir
    from mappa.records import encode
    from mappa.report import annotate

    for gold, report in pairs:
        if only not in report.name:
            continue
        target = folder / f"{report.name}.json"
        try:
            target.write_bytes(encode(annotate(report.name, report.read_bytes(), configs_dir())))
        except MappaError as error:
            print(f"{report.name}: {error}", file=sys.stderr)
            continue
        yield report.name, (gold, target)


def table(name: str, pairs: Sequence[tuple[str, Pair]], show: Sequence[str]) -> None:
    """Print a line a report and one for all of them."""
    for label, pair in pairs:
        print(line(label, figures([pair])), flush=True)
        if show:
            asked = [word for layer in show for word in ("--show", layer)]
            told = subprocess.run(
                [sys.executable, SCORER, *pair, *asked], capture_output=True, text=True, encoding="utf-8", check=True
            ).stdout
            print(told.split("\n\n", 1)[-1])
    if len(pairs) > 1:
        print(line(f"{name}: {len(pairs)} files together", figures([pair for _, pair in pairs])))
    by_form = defaultdict(list)
    for label, pair in pairs if name in ("tune", "check") else []:
        by_form[label.split(".", 1)[1]].append(pair)
    for form, some in sorted(by_form.items()):
        print(line(f"  all .{form} ({len(some)})", figures(some)))


def figures(pairs: Sequence[Pair]) -> dict[str, dict[str, float]]:
    """The scorer's figures over `pairs`."""
    words = [str(path) for pair in pairs for path in pair]
    told = subprocess.run([sys.executable, SCORER, *words, "--json"], capture_output=True, text=True, encoding="utf-8", check=True).stdout
    result: dict[str, dict[str, float]] = json.loads(told)
    return result


def line(label: str, found: dict[str, dict[str, float]]) -> str:
    """One row of the table: F1 of every column."""
    return f"{label:47}" + "".join(f"{found[metric]['f1']:9.3f}" if metric in found else f"{'-':>9}" for metric in COLUMNS.values())


if __name__ == "__main__":
    sys.exit(main())
