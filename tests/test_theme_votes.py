"""Votes on themes: what cues tell is weighed against learned words, company and other themes."""

from shutil import copytree

import pytest

from mappa.document import Block, freeze
from mappa.engine import annotate, load
from mappa.errors import RuleError
from mappa.explain import explain_text
from mappa.layers.cues import Cues
from mappa.layers.theme_rules import FILE as THEMES
from mappa.layers.theme_votes import FILE, ThemeVotes
from mappa.paths import configs_dir

RULES = """
[weather]
definition = "Rain and shine."
cues = ["rain*", "sun*"]
weak = ["dry"]
blocked = ["rain check"]

[garden]
definition = "What grows."
cues = ["spade", "rose*"]
"""
VOTES = """
[evidence]
every = { weather = -30 }
told = { weather = 35 }
backed = { weather = 32 }
unsure = { weather = 10 }
more = { weather = 10 }
beside = { weather = 5 }

[themes]
garden = { weather = -9 }

[words]
"umbrella" = { weather = 31, garden = 99 }
coat = { weather = 6 }
"tea*" = { weather = -8 }
jam = { weather = -20 }
"""


@pytest.fixture
def rules(tmp_path):
    folder = copytree(configs_dir(), tmp_path / "rules")
    (folder / THEMES).write_text(RULES, encoding="utf-8")
    (folder / FILE).write_text(VOTES, encoding="utf-8")
    return folder


def marking(rules):
    nlp = load(rules)

    def of(text):
        doc = annotate(nlp, freeze([Block("paragraph", ((None, text),))], None))
        return [(span.label_, span.text, span.id_) for span in doc.spans["theme"]]

    return of


@pytest.fixture
def marks(rules):
    return marking(rules)


@pytest.mark.parametrize(
    ("text", "themes"),
    [
        ("They saw rain there.", ["weather"]),  # a cue: 35 of the 30 that are needed
        ("They saw rain and tea there.", []),  # a word against it
        ("They saw rain, sun and tea there.", ["weather"]),  # two cues
        ("They saw it dry there.", []),  # a weak cue without company
        ("They saw an umbrella there.", ["weather"]),  # no cue, a word for it
        ("They saw a coat there.", []),  # a word that does not say enough
        ("They saw rain and roses there.", ["garden"]),  # another theme takes it away
        ("They saw the garden there.", []),
    ],
)
def test_a_theme_is_marked_where_votes_for_it_outweigh_those_against(marks, text, themes):
    assert [theme for theme, *_ in marks(text)] == themes


def test_the_sentence_beside_it_backs_a_weak_cue(marks):
    assert [text for _, text, _ in marks("They saw rain and sun there. They saw it dry there.")] == ["rain", "dry"]


def test_words_together_take_only_so_much_away(marks):
    assert marks("They saw rain, sun, tea and jam there.") == []
    assert len(marks("They saw rain there. They saw rain, sun, tea and jam there.")) == 2  # 20 for it, 28 against it, of which 15 count


def test_a_word_that_brings_a_theme_is_its_evidence_and_its_rule(marks):
    assert marks("They saw an umbrella there.") == [("weather", "umbrella", "theme-words/words/umbrella")]


def test_a_word_that_means_nothing_by_itself_is_no_evidence(rules):
    (rules / FILE).write_text(VOTES.replace("umbrella", "their"), encoding="utf-8")
    assert marking(rules)("They saw their side.") == [("weather", "They saw their side", "themes/weather/company")]


def test_a_theme_without_votes_is_decided_by_its_cues(marks):
    assert marks("They saw a spade there.") == [("garden", "spade", "themes/garden/spade")]
    assert marks("They saw the soil there.") == []


def test_a_word_in_blocked_wording_gives_nothing(rules):
    (rules / FILE).write_text(VOTES.replace("umbrella", "check"), encoding="utf-8")
    marks = marking(rules)
    assert marks("They made a check there.") == [("weather", "check", "theme-words/words/check")]
    assert marks("They took a rain check there.") == []


def test_explain_shows_every_vote_for_and_against(rules):
    lines = explain_text("They saw rain and tea there.", None, rules)
    assert "    weather -3: evidence told +35, evidence every -30, words tea* -8" in lines
    lines = explain_text("They saw an umbrella there.", None, rules)
    assert any("theme-words.toml, line 13, [words], the words 'umbrella'" in line for line in lines)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("[evidence]\nshouted = { weather = 3 }\n", "'shouted' is unknown; known are every, told"),
        ('[words]\n"a ..  " = { weather = 3 }\n', "a cue begins and ends with a word"),
        ("[words]\ncoat = 3\n", "theme-words.toml: Expected `object`"),
        ("[word]\ncoat = { weather = 3 }\n", "its tables are evidence, themes, words"),
    ],
)
def test_a_fault_of_the_file_is_told_with_its_remedy(text, fault):
    with pytest.raises(RuleError) as caught:
        ThemeVotes(Cues(), text)
    assert fault in str(caught.value)
