"""A small folder of rules, so that what reads and proves rules is tested apart from the rules that are shipped."""

from collections.abc import Mapping, Sequence
from pathlib import Path

CUES = """
spellings = [["co-ordinator", "coordinator"], ["&", "and"], ["children's", "childrens"]]

[bodies]
before = ["with", "from"]
after = ["have", "attended"]
"""

AREAS = """
place_endings = ["shire", "ford", "ton"]
compass = ["north", "south", "central", "mid", "west"]
never_names = ["the", "a", "council", "borough", "police", "service", "services", "local", "each", "our", "and", "with", "from", "in"]
places = ["Winton", "Northshire", "Harrowby", "Isle of Mell"]

[areas."Northshire"]
places = ["Winton"]
"""

GARDEN = """
layer = "garden"

[spade]
name = "Spade"
aliases = ["spade", "digging tool"]
examples = ["A [spade] and another [digging tool] lay there."]
counter = ["Nobody dug."]

[rake]
aliases = ["rake"]
not_before = ["of hay"]
examples = ["Two [rakes] leant on the wall."]
counter = ["A rake of hay fell."]
"""


def write_rules(folder: Path, rules: Mapping[str, str], *, hidden_by: Mapping[str, Sequence[str]] | None = None) -> Path:
    """A folder with one gazetteer layer a text of `rules`, in that order; `hidden_by` is set for the files it names."""
    folder.mkdir(exist_ok=True)
    order = str(["paragraphs", *rules]).replace("'", '"')
    blocks = [f"[nlp]\npipeline = {order}", '[components]\n\n[components.paragraphs]\nfactory = "mappa_paragraphs"']
    for name, text in rules.items():
        hidden = str(list((hidden_by or {}).get(name, []))).replace("'", '"')
        blocks.append(f'[components.{name}]\nfactory = "mappa_gazetteer"\nrules = "{name}.toml"\nhidden_by = {hidden}')
        (folder / f"{name}.toml").write_text(text, encoding="utf-8", newline="\n")
    for name, text in (("cues.toml", CUES), ("areas.toml", AREAS), ("pipeline.cfg", "\n\n".join(blocks))):
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    return folder
