"""Rules files: how an alias is written out, how files are read, and which faults make one unusable."""

from pathlib import Path

import pytest

from mappa.errors import RuleError
from mappa.rules import claimed_twice, digest, parse_rules, phrases, plurals, read_text, slug, written

SPELLINGS = [["adviser", "advisor"], ["co-ordinator", "coordinator"], ["&", "and"]]


@pytest.mark.parametrize(
    ("alias", "forms"),
    [
        ("lay adviser", {"lay adviser", "lay advisor", "lay advisers", "lay advisors"}),
        ("Lay Adviser", {"Lay Adviser", "Lay Advisor", "Lay Advisers", "Lay Advisors"}),
        ("LAY ADVISER", {"LAY ADVISER", "LAY ADVISOR", "LAY ADVISERs", "LAY ADVISORs"}),
        ("drug & alcohol", {"drug & alcohol", "drug and alcohol", "drug & alcohols", "drug and alcohols"}),
        ("co-ordinator", {"co-ordinator", "coordinator", "co-ordinators", "coordinators"}),
        ("sub-co-ordinator", {"sub-co-ordinator", "sub-co-ordinators"}),
    ],
)
def test_an_alias_is_tried_in_every_spelling_and_number(alias, forms):
    assert set(written(alias, SPELLINGS)) == forms


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("local authority", ["local authorities"]),
        ("head of service", ["heads of service", "head of services"]),
        ("agency for youth", ["agencies for youth", "agency for youths"]),
        ("church", ["churches"]),
        ("prison services", ["prison services"]),
        ("CRC", ["CRCs"]),
        ("key day", ["key days"]),
        ("Level 3", ["Level 3"]),
        ("city box", ["city boxes"]),
    ],
)
def test_plurals(phrase, expected):
    assert list(plurals(phrase)) == expected


def test_capitals_count_for_acronyms_and_printed_words_only():
    rules = parse_rules("x.toml", 'layer = "x"\n[a]\naliases = ["SMB", "the board"]\nprinted = ["Mind"]\nnamed = ["MBC"]\n')
    assert {phrase.text: phrase.exact for phrase in phrases(rules, []) if phrase.text in ("SMB", "the board", "Mind", "MBC")} == {
        "SMB": True, "the board": False, "Mind": True, "MBC": False,
    }  # fmt: skip


def test_a_printed_word_has_no_plural():
    rules = parse_rules("x.toml", 'layer = "x"\n[a]\nprinted = ["Mind"]\n')
    assert [phrase.text for phrase in phrases(rules, [])] == ["Mind"]


def test_a_rule_is_named_by_file_label_and_alias():
    rules = parse_rules("bodies.toml", 'layer = "x"\n[the-board]\naliases = ["Children\'s & Families Board"]\n')
    assert {phrase.rule for phrase in phrases(rules, SPELLINGS)} == {"bodies/the-board/children-s-families-board"}


def test_the_same_words_under_two_labels_are_claimed_twice():
    rules = parse_rules("x.toml", 'layer = "x"\n[a]\naliases = ["lay adviser"]\n[b]\nnamed = ["Lay advisors"]\n[c]\naliases = ["other"]\n')
    (fault,) = claimed_twice(rules, SPELLINGS)
    assert fault.startswith("x.toml: [b] named: 'Lay advisors' is claimed by [a] too")


@pytest.mark.parametrize(
    "text",
    [
        '[a]\naliases = ["one"]\n[b]\naliases = ["two"]\n',
        '[a]\naliases = ["one", "One", "ones"]\n',
        '[a]\naliases = ["DIP"]\n[b]\naliases = ["dip in"]\n',
        '[a]\naliases = ["unit"]\n[b]\ncompany = { "unit" = ["prison"] }\n',
    ],
)
def test_what_no_two_labels_claim(text):
    assert claimed_twice(parse_rules("x.toml", f'layer = "x"\n{text}'), SPELLINGS) == []


def test_no_fault_hides_another():
    text = 'layr = "x"\n[a]\nalias = ["one"]\nplace = "yes"\naliases = []\n[B]\naliases = ["one"]\n[c]\nname = "C"\n'
    with pytest.raises(RuleError) as error:
        parse_rules("x.toml", text)
    told = error.value.problems
    for words in (
        "no line  layer",
        "[layr] is no table",
        "[a] has an unknown key 'alias'; did you mean aliases?",
        "[a] place: Expected `bool`",
        "[a] aliases is empty",
        "[B] is no label",
        "[c] marks nothing",
    ):
        assert any(words in problem for problem in told), words
    assert len(told) == 7


def test_a_file_that_is_missing_or_not_utf8(tmp_path: Path):
    with pytest.raises(RuleError, match=r"missing; `mappa rules copy FOLDER` writes"):
        parse_rules("none.toml", read_text(tmp_path / "none.toml"))
    (tmp_path / "old.toml").write_bytes(b'layer = "\xe9"')
    with pytest.raises(RuleError, match="not UTF-8 \\(byte 9\\); save it as UTF-8"):
        read_text(tmp_path / "old.toml")


def test_the_digest_is_of_names_and_texts_and_not_of_line_ends(tmp_path: Path):
    def made(name: str, text: str, folder: str) -> str:
        (tmp_path / folder).mkdir(exist_ok=True)
        (tmp_path / folder / name).write_bytes(text.encode())
        return digest(tmp_path / folder)

    same = made("a.toml", "x = 1\n", "one")
    assert made("a.toml", "x = 1\r\n", "two") == same
    assert made("b.toml", "x = 1\n", "three") != same
    assert made("a.toml", "x = 2\n", "four") != same
    (tmp_path / "one" / "README.md").write_text("words", encoding="utf-8")
    assert digest(tmp_path / "one") == same


def test_slug():
    assert slug("Children's  Services (CS)") == "children-s-services-cs"
