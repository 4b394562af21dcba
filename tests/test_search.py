"""Search in an index: hits equal a plain scan, counts equal the hits behind them, highlights sit exactly on the words."""

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mappa.errors import MappaError
from mappa.search import FACETS, KINDS, Passage, QueryError, Question
from mappa.search.matching import AllOf, AnyOf, Close, Condition, Leaf, NotSo, condition
from mappa.search.query import parse
from mappa.search.words import BREAK, words
from small_search import TABLE, corpus, passage

WORDS = [
    "housing",
    "house",
    "re-housed",
    "Police",
    "police\u2019s",
    "co-ordinator",
    "coordinators",
    "co",
    "ordinator",
    "adviser",
    "Advisors",
    "VLO",
    "victim",
    "liaison",
    "officer",
    "officers",
    "organise",
    "Organized",
    "caf\u00e9",
    "cafe\u0301s",
    "multi-agency",
    "agency",
    "<b>",
    "the",
    "of",
    "s",
    "reoffending",
    "re",
    "offending",
]
TEXTS = st.lists(
    st.tuples(st.sampled_from(WORDS), st.sampled_from([" ", " ", " ", ", ", "\n\n", "-", "\u2014"])), min_size=1, max_size=14
).map(lambda parts: "".join(word + gap for word, gap in parts))
TERMS = st.one_of(
    st.sampled_from(WORDS),
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(lambda some: f'"{" ".join(some)}"'),
    st.sampled_from(["hous*", "coordinat*", "organis*", "co-ord*", "off*", '"the off*"', "reoff*", "vic*"]),
).filter(lambda term: bool(words(term)))
SIDES = st.one_of(TERMS, st.tuples(TERMS, TERMS).map(lambda two: f"({two[0]} OR {two[1]})"))
QUERIES = st.recursive(
    st.one_of(TERMS, st.tuples(SIDES, st.integers(0, 4), SIDES).map(lambda near: f"{near[0]} near/{near[1]} {near[2]}")),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from([" ", " AND ", " OR ", " NOT ", " OR NOT "]), inner).map(lambda three: f"({''.join(three)})"),
        inner.map(lambda one: f"NOT ({one})"),
    ),
    max_leaves=4,
)


def scanned(what: Condition, text: list[str]) -> bool:
    """The plain scan: does the condition hold of the folded words of a text, looked at one by one?"""
    match what:
        case Leaf():
            return bool(standing(what, text))
        case Close(left, right, apart):
            pairs = product(standing(left, text), standing(right, text))
            return any(0 <= b[0] - a[1] <= apart or 0 <= a[0] - b[1] <= apart for a, b in pairs)
        case NotSo(part):
            return not scanned(part, text)
        case AllOf(parts):
            return all([scanned(part, text) for part in parts])
        case AnyOf(parts):
            return any([scanned(part, text) for part in parts])


def standing(leaf: Leaf, text: list[str]) -> list[tuple[int, int]]:
    windows = [(run, at) for run in leaf.runs for at in range(len(text) - len(run) + 1)]
    return [(at, at + len(run)) for run, at in windows if all(slot.allows(text[at + number]) for number, slot in enumerate(run))]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(TEXTS, min_size=1, max_size=2), min_size=1, max_size=8), st.lists(QUERIES, min_size=1, max_size=6))
def test_hits_equal_a_plain_scan(texts, queries):
    passages = [passage(*pieces, document=f"d{number}") for number, pieces in enumerate(texts)]
    search = corpus(passages)
    for query in queries:
        what = condition(parse(query), TABLE)
        plain = {
            each.document for each in passages if scanned(what, f" {BREAK} ".join(" ".join(words(p.text)) for p in each.pieces).split())
        }
        found = search.find(Question(query, limit=100))
        assert {hit.passage.document for hit in found.hits} == plain, query
        assert found.total == len(plain)


@pytest.mark.parametrize(
    ("left", "right"),
    [("rain", "snow"), ('"heavy rain"', "snow"), ("snow*", "rain"), ("rain", "rain"), ("(rain OR hail)", "(snow OR hail)")],
)
@pytest.mark.parametrize("words_between", range(4))
def test_near_counts_the_words_between(left, right, words_between):
    """Each order, each distance up to six; through single words, phrases, beginnings and sides that share a word."""
    orders = [("heavy rain", "snow"), ("snow", "heavy rain"), ("heavy rain", "rain"), ("hail", "hail"), ("hail", "snow")]
    texts = [f"x {one} {'and ' * gap}{other} y".replace("and heavy", "heavy") for one, other in orders for gap in range(7)]
    what = condition(parse(f"{left} near/{words_between} {right}"), TABLE)
    search = corpus([passage(text, document=f"d{number}") for number, text in enumerate(texts)])
    found = search.find(Question(f"{left} near/{words_between} {right}", limit=100))
    assert {int(hit.passage.document[1:]) for hit in found.hits} == {
        number for number, text in enumerate(texts) if scanned(what, words(text))
    }
    assert 0 < found.total < len(texts)


@settings(max_examples=60, deadline=None)
@given(st.lists(TEXTS, min_size=1, max_size=3), QUERIES)
def test_highlights_sit_exactly_on_words_that_are_looked_for(texts, query):
    """Every highlight is whole words; without NOT, what is highlighted is itself enough for one of the query's terms."""
    one = passage(*texts, start=57)
    whole = {piece.start: piece for piece in one.pieces}
    for hit in corpus([one]).find(Question(query)).hits:
        assert list(hit.highlights) == sorted(hit.highlights)
        for start, end in hit.highlights:
            (piece,) = (piece for piece in whole.values() if piece.start <= start and end <= piece.end)
            text = piece.text[start - piece.start : end - piece.start]
            assert text == text.strip()
            assert words(text)
            before, after = piece.text[: start - piece.start], piece.text[end - piece.start :]
            assert words(before) + words(text) + words(after) == words(piece.text)
        assert all(words(hit.snippet.text[start:end]) for start, end in hit.snippet.highlights)


ROWS = st.lists(
    st.builds(
        passage,
        TEXTS,
        kind=st.sampled_from(KINDS),
        role=st.sampled_from([None, "lay-adviser", "prison-governor"]),
        agencies=st.lists(st.sampled_from(["police", "probation", "prison"]), unique=True),
        groups=st.lists(st.sampled_from(["responsible-authority", "other"]), unique=True),
        themes=st.lists(
            st.tuples(st.sampled_from(["staff", "change"]), st.sampled_from(["strength", "challenge", "neutral"])), unique=True
        ),
        area=st.sampled_from([None, "Northmere", "Devon and Cornwall"]),
        year=st.sampled_from([None, 2001, 2015, 2023]),
        form=st.sampled_from([None, "lead-in", "signature"]),
        section_type=st.sampled_from([None, "voices", "law"]),
        template=st.booleans(),
    ),
    min_size=1,
    max_size=12,
)
CHOICES = st.fixed_dictionaries(
    {},
    optional={
        "in": st.lists(st.sampled_from(KINDS), min_size=1, unique=True),
        "role": st.just(["lay-adviser"]),
        "agency": st.lists(st.sampled_from(["police", "prison"]), min_size=1, unique=True),
        "theme": st.lists(st.sampled_from(["staff", "change"]), min_size=1, unique=True),
        "polarity": st.lists(st.sampled_from(["strength", "challenge"]), min_size=1, unique=True),
        "area": st.just(["Devon and Cornwall"]),
        "document": st.just(["northmere-2015-16"]),
    },
)


def values(one: Passage, facet: str) -> list[str]:
    fields = {"in": "kind", "agency": "agencies", "group": "groups", "section": "section_type"}
    if facet in ("theme", "polarity"):
        return [pair[facet == "polarity"] for pair in one.themes]
    value = getattr(one, fields.get(facet, facet))
    return value if isinstance(value, list) else [] if value is None else [str(value)]


def chosen(one: Passage, question: Question) -> bool:
    pairs = question.chosen.get("theme"), question.chosen.get("polarity")
    plain = {facet: wanted for facet, wanted in question.chosen.items() if facet not in ("theme", "polarity")}
    return (
        all(set(wanted) & set(values(one, facet)) for facet, wanted in plain.items())
        and (
            not any(pairs)
            or any(all(not wanted or part in wanted for part, wanted in zip(pair, pairs, strict=True)) for pair in one.themes)
        )
        and (question.first_year is None or (one.year is not None and one.year >= question.first_year))
        and (question.last_year is None or (one.year is not None and one.year <= question.last_year))
        and (question.template or not one.template)
    )


@settings(max_examples=60, deadline=None)
@given(
    ROWS,
    CHOICES,
    st.sampled_from([None, 2001, 2010]),
    st.sampled_from([None, 2015]),
    st.booleans(),
    st.sampled_from(["", "police", "NOT the"]),
)
def test_facet_counts_equal_the_hits_behind_them(rows, choices, first, last, template, query):
    search = corpus(rows)
    question = Question(query, choices, first, last, template, limit=100)
    found = search.find(question)
    meant = [one for one in rows if chosen(one, question) and (not query or scanned(condition(parse(query), TABLE), words(one.text)))]
    assert found.total == len(meant)
    assert sorted(map(str, (hit.passage for hit in found.hits))) == sorted(map(str, meant))
    for facet in FACETS:
        if facet != "year":
            for value, count in found.facets[facet]:
                behind = Question(query, {**choices, facet: [value]}, first, last, template)
                assert search.find(behind, facets=False).total == count, (facet, value)
    for value, count in found.facets["year"]:
        assert search.find(Question(query, choices, int(value), int(value), template), facets=False).total == count
    assert {value for facet in FACETS for value, _ in search.find(Question()).facets[facet]} == {
        value for facet in FACETS for one in rows for value in values(one, facet)
    }


def test_highlights_after_curly_quotes_and_combining_accents():
    text = "\u201cCafe\u0301\u201d \u2014 the VLO\u2019s \u201cre\u2011housed\u201d tenants\u2026 x\u0302 housing"
    (hit,) = corpus([passage(text, start=1000)]).find(Question("cafe VLO housing")).hits
    shown = [text[start - 1000 : end - 1000] for start, end in hit.highlights]
    assert shown == ["Cafe\u0301", "VLO\u2019s", "re\u2011housed", "housing"]
    assert [hit.snippet.text[start:end] for start, end in hit.snippet.highlights] == shown


def test_a_phrase_is_one_highlight_and_never_reaches_over_what_was_left_out():
    search = corpus([passage("We trust the lay", "adviser here."), passage("The lay\u2011adviser spoke.", document="b")])
    (hit,) = search.find(Question('"lay adviser"')).hits
    assert [hit.snippet.text[start:end] for start, end in hit.snippet.highlights] == ["lay\u2011adviser"]


def test_only_pairs_that_are_near_are_highlighted():
    text = "police and housing " + "then others spoke for a while " * 3 + "police"
    (hit,) = corpus([passage(text)]).find(Question("police near/2 housing")).hits
    assert [(start - 100, end - 100) for start, end in hit.highlights] == [(0, 6), (11, 18)]


def test_a_snippet_is_short_and_holds_the_words():
    text = "First words. " * 60 + "Then the landlord signed. " + "Last words. " * 60
    (hit,) = corpus([passage(text)]).find(Question("landlord")).hits
    assert len(hit.snippet.text) < 300
    assert [hit.snippet.text[start:end] for start, end in hit.snippet.highlights] == ["landlord"]
    assert hit.snippet.text in text


def test_more_relevant_passages_come_first_and_pages_follow_each_other():
    search = corpus([passage("housing " * number + "word " * (20 - number), document=f"d{number}") for number in range(1, 6)])
    found = search.find(Question("housing"))
    assert [hit.passage.document for hit in found.hits] == ["d5", "d4", "d3", "d2", "d1"]
    paged = [search.find(Question("housing", offset=at, limit=2)).hits for at in (0, 2, 4, 6)]
    assert [hit.passage.document for page in paged for hit in page] == ["d5", "d4", "d3", "d2", "d1"]


def test_the_order_of_reports_is_by_year_and_place():
    rows = [
        passage("a", document=name, year=year, start=start)
        for name, year, start in [("b-2001", 2001, 9), ("a-2015", 2015, 5), ("a-2001", 2001, 700), ("a-2001", 2001, 30), ("c", None, 1)]
    ]
    found = corpus(rows).find(Question("a", order="report"))
    assert [(hit.passage.document, hit.passage.start) for hit in found.hits] == [
        ("c", 1),
        ("a-2001", 30),
        ("a-2001", 700),
        ("b-2001", 9),
        ("a-2015", 5),
    ]


HOSTILE = [
    "<script>alert(1)</script>",
    "'; DROP TABLE x; --",
    "a" * 10_000,
    "word " * 2_000,
    "\0",
    "a\0b",
    "{{7*7}}",
    "../../etc/passwd",
    "[a-z]+$",
    "\u202e\ud800 x",
    "hous* " * 1_600,
    "%00%s%n",
    '"' * 9_999 + "x",
    "near/5",
    "(((",
    "\\",
    "a:b^2~3",
    "!@#$",
    "\U0001f600",
]


@pytest.mark.parametrize("query", HOSTILE, ids=range(len(HOSTILE)))
def test_whatever_is_typed_is_answered_or_refused_in_one_line(query):
    search = corpus([passage("<script>alert(1)</script> housing & 'quotes' \"more\" " + query.replace("\0", "").replace("\ud800", ""))])
    try:
        found = search.find(Question(query))
    except QueryError as error:
        assert "\n" not in str(error)
    else:
        assert found.total in (0, 1)
    assert search.find(Question("housing", {"role": [query.replace("\ud800", "")]})).total == 0


def test_twenty_ask_at_once():
    search = corpus([passage(f"housing {number}", document=f"d{number}") for number in range(200)])
    with ThreadPoolExecutor(20) as pool:
        totals = list(pool.map(lambda number: search.find(Question(f"housing {number}")).total, range(200)))
    assert totals == [1] * 200


def test_a_choice_of_nothing_known_is_refused():
    with pytest.raises(MappaError, match="choices are in, role"):
        corpus([passage("a")]).find(Question("a", {"colour": ["red"]}))


def test_highlights_in_any_text():
    text = "The coordinator rang; a co-ordinator wrote."
    found = corpus([]).highlights('"co-ordinator"', text)
    assert [text[start:end] for start, end in found] == ["coordinator", "co-ordinator"]


def test_searching_loads_no_heavy_library(tmp_path):
    (tmp_path / "manifest.json").write_text(
        json.dumps({"format": "mappa-corpus/1", "producer": {"name": "mappa-corpus", "version": "1", "rules": "0" * 64}, "inputs": []}),
        encoding="utf-8",
    )
    program = "import sys; from mappa.cli import main\ntry: main()\nfinally: print(*sys.modules, file=sys.stderr)"
    for extra in ([], ["--json"], ["--csv"], ["--docx", str(tmp_path / "b.docx")]):
        arguments = ["search", "accommodation", "--corpus", str(tmp_path), *extra]
        done = subprocess.run([sys.executable, "-c", program, *arguments], capture_output=True, text=True, encoding="utf-8")
        assert done.returncode == 0, done.stderr[-500:]
        loaded = set(done.stderr.split())
        assert "mappa.search.index" in loaded
        assert loaded.isdisjoint({"spacy", "pandas", "numpy", "pdfminer", "lxml"})
