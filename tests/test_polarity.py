"""Strength, challenge or neutral: every example of polarity.toml, and how cues bear on one another."""

import tomllib

import pytest

from mappa.errors import RuleError
from mappa.language import MappaEnglish
from mappa.layers.cues import Cues, Reader
from mappa.layers.polarity import FILE, LEARNED, Judge
from mappa.paths import configs_dir

RULES = (configs_dir() / FILE).read_text(encoding="utf-8")
WORDS = (configs_dir() / LEARNED).read_text(encoding="utf-8")
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


SMALL_WORDS = """
[words]
dutifully = [9, 0]
doubtfully = [0, 2]
[around]
"theme resources" = [-9, 0]
said = [0, -9]
"""


def polarity(text: str, rules: str = RULES, learned: str = WORDS, around: tuple[str, ...] = ()) -> str:
    nlp = MappaEnglish()
    cues = Cues()
    judge = Judge(cues, rules, learned)
    words = Reader(cues, nlp.make_doc(text)).sentence(0, len(text))
    return judge.of(judge.evidence(words, list(cues.find(words))), around)


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
        ("Works must be slow.", "neutral"),
    ],
)
def test_cues_bear_on_one_another(text, kind):
    assert polarity(text, SMALL, SMALL_WORDS) == kind


@pytest.mark.parametrize(
    ("text", "around", "kind"),
    [
        ("It is useful.", (), "neutral"),  # a hint alone
        ("It is useful, dutifully.", (), "strength"),  # two of them
        ("It works.", (), "strength"),
        ("It works, doubtfully.", (), "neutral"),  # a word for neither
        ("It is useful.", ("said",), "strength"),  # in a testimonial less is enough
        ("It is there, dutifully.", ("theme resources", "said"), "neutral"),  # one for, one against
    ],
)
def test_words_and_settings_vote_beside_cues(text, around, kind):
    assert polarity(text, SMALL, SMALL_WORDS, around) == kind


def test_what_was_learned_of_a_cue_corrects_its_votes():
    assert polarity("It is slow.", SMALL, SMALL_WORDS) == "challenge"
    assert polarity("It is slow.", SMALL, "[cues]\nslow = [9, 0]\n") == "neutral"


def test_faults_of_either_file_are_named():
    with pytest.raises(RuleError, match=r"polarity-words\.toml"):
        polarity("It works.", SMALL, "words = 'many'")
    with pytest.raises(RuleError, match=r"polarity\.toml: '\.\.'"):
        polarity("It works.", SMALL.replace('["works"]', '[".."]'), SMALL_WORDS)
