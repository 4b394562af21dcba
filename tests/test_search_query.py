"""The language of a search and the table of variants: what words stand for, and where a fault is shown."""

import pytest

from mappa.errors import RuleError
from mappa.paths import shipped_configs
from mappa.search.matching import condition, holds, text_of
from mappa.search.query import QueryError, parse
from mappa.search.variants import Table, load_variants, variants
from mappa.search.words import placed, words

TABLE = load_variants(shipped_configs())


def found(query: str, text: str) -> bool:
    node = parse(query)
    return node is None or holds(condition(node, TABLE), text_of(words(text)))


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("coordinator", "our Co-ordinator spoke"),
        ("co-ordinator", "the coordinators met"),
        ("co ordinator", "a co-ordinator"),
        ('"co-ordinator"', "one coordinator"),
        ("adviser", "lay advisors"),
        ('"lay advisor"', "the Lay Adviser"),
        ("organise", "they organized it"),
        ("organizations", "one organisation"),
        ('"re-offending"', "less reoffending"),
        ("reoffending", "less re-offending"),
        ("VLO", "the Victim Liaison Officers rang"),
        ("victim liaison officer", "our VLO rang"),
        ('"the victim liaison officer said"', "and the VLO said so"),
        ("house", "housing is short"),
        ("offender", "offending fell"),
        ("meeting", "we met"),
        ("children", "the children\u2019s home"),
        ("hous*", "rehoused or housing"),
        ("organis*", "an organization"),
        ("coordinat*", "our co-ordinator"),
        ("co-ordinat*", "our coordinator"),
        ("cafe", "the caf\u00e9"),
        ("caf\u0065\u0301", "the cafe"),
        ("housing near/1 police", "police and housing"),
        ('"a b" near/0 c', "c a b"),
        ('(housing OR shelter) near/2 (found OR "looked for")', "shelter was then looked for"),
        ("a b NOT c", "b then a"),
        ("a OR b c", "a"),
        ("NOT (a OR b)", "c"),
        ("MULTI-AGENCY", "multi agency work"),
        ("R&D", "an R & D unit"),
        ("", "anything"),
        ("\0 \t", "anything"),
        ("police\0officer", "the officer of police"),
        ("\u201cjoined up\u201d", "it is joined-up work"),
    ],
)
def test_a_query_finds(query, text):
    assert found(query, text)


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("coordinator", "the ordinator of co"),
        ('"offender"', "offending"),
        ('"lay adviser"', "adviser lay"),
        ("news", "a new flat"),
        ("prise", "a prize"),
        ("read", "re ad"),
        ("housing near/1 police", "police and also housing"),
        ("a near/0 a", "one a only"),
        ("victim liaison officer", "a victim and an officer"),
        ("a b", "a"),
        ("(a OR b) c", "a b"),
        ("and", "an officer"),
        ("house NOT police", "the police house"),
        ("hous*", "thousands"),
    ],
)
def test_a_query_passes_over(query, text):
    assert not found(query, text)


@pytest.mark.parametrize(
    ("query", "at", "told"),
    [
        ("(a OR b", 0, "never closed"),
        ("a OR b)", 6, "never opened"),
        ("a AND", 5, "missing"),
        ("a OR OR b", 5, "missing"),
        ("OR a", 0, "missing"),
        ('he said "no', 8, "partner"),
        ("*ing", 0, "only end a word"),
        ("say hous*ing", 8, "only end a word"),
        ("x a*", 2, "2 letters"),
        ("a NEAR b", 2, "near/5"),
        ("a near/99 b", 2, "farthest"),
        ("a near/2 b near/2 c", 11, "two sides"),
        ("(a AND b) near/2 c", 0, "beside near"),
        ("a near/2 (b AND c)", 2, "beside near"),
        ("?!", 0, "no word"),
        ('""', 0, "no word"),
        ("()", 1, "missing"),
        ("(" * 10_000, 30, "too many"),
        ("NOT " * 2_500, 120, "too many"),
    ],
)
def test_a_fault_is_shown_where_it_is(query, at, told):
    with pytest.raises(QueryError) as caught:
        parse(query)
    assert caught.value.at == at
    assert told in str(caught.value)
    assert f"character {at + 1}" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_long_queries_are_read():
    assert parse("word " * 2_000) == parse("word")
    assert found("police " * 1_400, "police")
    assert not found('"' + "adviser coordinator organise " * 300 + '"', "adviser")


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("The VLO\u2019s caf\u00e9", ["the", "vlo", "cafe"]),
        ("x\u0302\u0303y e\u0301", ["xy", "e"]),
        ("don\u2019t o'Brien victims' \u2018so\u2019", ["dont", "obrien", "victims", "so"]),
        ("co-ordinator/S.37 2015\u201316", ["co", "ordinator", "s", "37", "2015", "16"]),
        ("a_b ___ \u2014 <b>&amp;", ["a", "b", "b", "amp"]),
        ("\ufb01t \u00df \u0130", ["fit", "ss", "i"]),
    ],
)
def test_words_are_folded_where_they_stand(text, folded):
    assert words(text) == folded
    assert [(word, text[start:end]) for word, start, end in placed(text)] == [
        (word, shown) for word, shown in zip(folded, [text[a:b] for _, a, b in placed(text)], strict=True)
    ]
    assert all(words(text[start:end]) == [word] for word, start, end in placed(text))


def test_all_ways_of_writing_a_thing_find_the_same():
    ways = ["co-ordinator", "coordinator", "Co-ordinators", "coordinators"]
    texts = ["a co-ordinator", "a coordinator", "co-ordinators", "coordinators", "co-ordinated", "ordinator", "coordination"]
    assert len({tuple(found(way, text) for text in texts) for way in ways}) == 1


@pytest.mark.parametrize(
    ("table", "told"),
    [
        (Table(families=[["house", "housing"], ["housing"]]), "'housing' stands in two families"),
        (Table(families=[["re-house"]]), "'re-house' must be one word"),
    ],
)
def test_a_faulty_table_names_the_entry(table, told):
    with pytest.raises(RuleError, match=told):
        variants(table, [])


def test_a_table_that_cannot_be_read_is_one_line(tmp_path):
    (tmp_path / "search.toml").write_text('joind = ["re"]\n', encoding="utf-8")
    with pytest.raises(RuleError, match=r"search\.toml: .*joind"):
        load_variants(tmp_path)
    (tmp_path / "search.toml").write_text("joined = [\n", encoding="utf-8")
    with pytest.raises(RuleError, match="not TOML"):
        load_variants(tmp_path)
