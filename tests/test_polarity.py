"""Strength, challenge or neutral: every example of polarity.toml, and how cues bear on one another."""

import tomllib

import pytest

from mappa.language import MappaEnglish
from mappa.layers.cues import Cues, Reader
from mappa.layers.polarity import FILE, Judge
from mappa.paths import configs_dir

RULES = (configs_dir() / FILE).read_text(encoding="utf-8")
EXAMPLES = [(kind, text) for kind, texts in tomllib.loads(RULES)["examples"].items() for text in texts]
SMALL = """
strength = ["works"]
challenge = ["slow"]
praise = ["useful"]
trouble = []
aims = ["must"]
content = ["slow cooker"]
negators = ["not", "no longer"]
concessions = ["although"]
contrasts = ["but"]
"""


def polarity(text: str, rules: str = RULES) -> str:
    nlp = MappaEnglish()
    cues = Cues()
    judge = Judge(cues, rules)
    words = Reader(cues, nlp.make_doc(text)).sentence(0, len(text))
    return judge.of(words, cues.find(words))


@pytest.mark.parametrize(("kind", "text"), EXAMPLES)
def test_every_example_has_its_polarity(kind, text):
    assert polarity(text) == kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("It works.", "strength"),
        ("It is not slow.", "strength"),
        ("It is no longer slow.", "strength"),
        ("A slow cooker stood there.", "neutral"),
        ("Although it is slow, it works.", "strength"),
        ("It works, although slow.", "strength"),
        ("It works but it is slow.", "challenge"),
        ("It is useful.", "strength"),
        ("It must be useful.", "neutral"),
    ],
)
def test_cues_bear_on_one_another(text, kind):
    assert polarity(text, SMALL) == kind
