"""The coded sentences of corpus/coded: narrative of invented reports, with the themes and the polarity that a reader gave each sentence.

A file holds reports ("##### id"), their sections ("== type: Heading", "| testimonial by ROLE / AGENCY" where somebody speaks) and one
sentence a line: "themes / polarity", or "-", a tab, the sentence. An empty line ends a paragraph.
"""

import re
import tomllib
import xml.etree.ElementTree as ElementTree
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from mappa.document import Block, Kind

CODED = Path(__file__).resolve().parents[1] / "corpus" / "coded"
ENDINGS = ("ations", "ation", "ments", "ment", "ings", "ing", "ied", "ies", "ed", "es", "s", "ly")
SPEAKER = re.compile(r"\|\s*testimonial by\s+([^|]+)")


@dataclass
class Report:
    """One invented report: its blocks, and its sentences in order, each (text, themes, polarity or "")."""

    id: str
    blocks: list[Block] = field(default_factory=list)
    sentences: list[tuple[str, frozenset[str], str]] = field(default_factory=list)


def reports(folder: Path = CODED) -> Iterator[Report]:
    """Every report in the files of `folder`, in order."""
    for path in sorted(folder.glob("*.txt")):
        report, heading, paragraph = Report(""), "", list[str]()
        for line in [*path.read_text(encoding="utf-8").splitlines(), ""]:
            told, tab, sentence = line.partition("\t")
            if tab:
                themes, _, polarity = told.partition(" / ")
                report.sentences.append((sentence, frozenset(themes.split()) - {"-"}, polarity))
                paragraph.append(sentence)
                continue
            if paragraph:
                report.blocks.append(Block("paragraph", ((None, " ".join(paragraph)),)))
                paragraph = []
            if line.startswith("#####"):
                if report.id:
                    yield report
                report, heading = Report(line.split()[1], [Block("heading", ((None, "MAPPA Annual Report"),), 1)]), ""
            elif line.startswith("=="):
                title = line.lstrip("= ").split("|")[0].partition(":")[2].strip()
                if title and title != heading:
                    report.blocks.append(Block("heading", ((None, title),), 2))
                    heading = title
                if speaker := SPEAKER.search(line):
                    report.blocks.append(Block("paragraph", ((None, f"{speaker[1].strip().replace(' / ', ', ')} says:"),)))
        yield report


def placed(report: Report, text: str) -> Iterator[tuple[int, int, frozenset[str], str]]:
    """Where each sentence of `report` stands in the frozen `text`: start, end, themes, polarity."""
    at = 0
    for sentence, themes, polarity in report.sentences:
        start = text.find(sentence, at)
        if start < 0:
            raise ValueError(f"{report.id}: not in the text: {sentence}")
        at = start + len(sentence)
        yield start, at, themes, polarity


def gold_reports(paths: Iterable[Path]) -> Iterator[Report]:
    """Reports marked as gold XML (mappa/gold.py), as far as themes go: headings, paragraphs and the sentences that carry a theme."""
    for path in paths:
        report = Report(path.stem)
        for node in ElementTree.parse(path).iter():
            if node.tag not in ("h", "p", "li") or node.find(".//p") is not None:
                continue
            text = " ".join("".join(node.itertext()).split())
            if text:
                kind: Kind = "heading" if node.tag == "h" else "item" if node.tag == "li" else "paragraph"
                report.blocks.append(Block(kind, ((None, text),), 2 if kind == "heading" else None))
            for sentence in node.iter("s"):
                words = " ".join("".join(sentence.itertext()).split())
                report.sentences.append((words, frozenset(sentence.get("themes", "").split()), sentence.get("polarity", "")))
        yield report


def tune() -> list[Report]:
    """The half of the sample reports that may be looked at, and learned from."""
    table = tomllib.loads((CODED.parent / "sources.toml").read_text(encoding="utf-8"))
    return list(gold_reports(CODED.parent / "gold" / f"{entry['id']}.xml" for entry in table["report"] if entry["half"] == "tune"))


def families(everything: Sequence[Report], least: int) -> list[str]:
    """Word families that stand in `least` sentences with a theme, or more: each word cut to its stem where that leaves enough of it."""
    counts = Counter(
        chain.from_iterable(
            {family(word) for word in re.findall(r"[a-z]+", text.lower())}
            for one in everything
            for text, themes, _ in one.sentences
            if themes
        )
    )
    return sorted(word for word, count in counts.items() if count >= least and len(word) > 1)


def family(word: str) -> str:
    """ "reporting" -> "report*"; short words stay whole."""
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 5:
            return f"{word[: -len(ending)]}*"
    return f"{word}*" if len(word) >= 7 else word
