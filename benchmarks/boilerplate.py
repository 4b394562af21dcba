"""How well the template is told from the area's own words: each real report by the wording of the other one only.

    python benchmarks/boilerplate.py

A unit is a block of the gold: a heading, a paragraph, a list item, a table. It counts as flagged where more than half of its words are.
"""

import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

from rapidfuzz.distance import Indel

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
REPORTS = ["bedfordshire-2015-16.pdf", "bedfordshire-2022-23.docx", "bedfordshire-2022-23.pdf"]


def main() -> int:
    """Print a line a report: precision, recall and F1 of blocks, with shingles and with headings alone."""
    if not SHARED.is_dir():
        print(f"{SHARED} is not here: the gold of the real reports is not part of the repository", file=sys.stderr)
        return 1
    print(f"{'report':30}{'learned from':30}{'P':>7}{'R':>7}{'F1':>7}   right / flagged / gold")
    for report in REPORTS:
        other = next(name for name in REPORTS if name.split(".")[0] != report.split(".")[0])
        for learned in (other, None):
            right, flagged, gold = counts(report, learned)
            p, r = right / flagged if flagged else 0.0, right / gold
            f1 = 2 * right / (flagged + gold)
            print(f"{report:30}{learned or 'nothing: headings alone':30}{p:7.3f}{r:7.3f}{f1:7.3f}   {right} / {flagged} / {gold}")
    return 0


def counts(report: str, learned: str | None) -> tuple[int, int, int]:
    """Blocks rightly flagged, flagged, and template in the gold."""
    from mappa.layers.template import SHINGLES, packed, words_of
    from mappa.report import annotate
    from mappa.template import add_shingles

    with tempfile.TemporaryDirectory() as folder:
        configs = Path(folder) / "configs"
        shutil.copytree(ROOT / "configs", configs)
        (configs / SHINGLES).write_text(packed([]), encoding="utf-8", newline="\n")
        if learned:
            (source := Path(folder) / "reports").mkdir()
            shutil.copy(SHARED / "reports" / learned, source)
            add_shingles(source, configs, configs)
        record = annotate(report, (SHARED / "reports" / report).read_bytes(), configs)
    blocks = list(gold_blocks(SHARED / "gold" / f"{report.split('.')[0]}.xml"))
    words = [word for text, _ in blocks for word in words_of(text)]
    found = [(word, p.boilerplate) for p in record.paragraphs for word in words_of(record.text[p.start : p.end])]
    flags: list[bool] = [False] * len(words)
    for block in Indel.opcodes(words, [word for word, _ in found]).as_matching_blocks():
        for at in range(block.size):
            flags[block.a + at] = found[block.b + at][1]
    right = flagged = template = at = 0
    for text, is_template in blocks:
        size = len(words_of(text))
        is_flagged = 2 * sum(flags[at : at + size]) > size
        at += size
        right, flagged, template = right + (is_flagged and is_template), flagged + is_flagged, template + is_template
    return right, flagged, template


def gold_blocks(path: Path) -> Iterator[tuple[str, bool]]:
    """The blocks of a gold file in order, each with whether it is template."""

    def walk(node: ElementTree.Element, template: bool) -> Iterator[tuple[str, bool]]:
        template = template or node.get("boilerplate") == "true"
        if node.tag == "table":
            cells = " ".join(" ".join(cell.itertext()) for cell in node.iter() if cell.tag in ("th", "td"))
            yield f"{node.get('caption', '')} {cells}", template
        elif node.tag in ("h", "p", "li"):
            yield " ".join(node.itertext()), template
        else:
            for child in node:
                yield from walk(child, template)

    yield from ((text, template) for text, template in walk(ElementTree.parse(path).getroot(), False) if text.strip())


if __name__ == "__main__":
    sys.exit(main())
