"""Properties of citations: whatever list of provisions is written of whatever instrument, in either order, comes back as written."""

from bisect import bisect
from dataclasses import dataclass
from itertools import pairwise

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from mappa.language import MappaEnglish
from mappa.layers.citations import cited
from mappa.layers.instruments import parse_instruments
from mappa.layers.legislation import Legislation
from mappa.layers.provisions import Provision, provisions
from mappa.layers.references import settled
from mappa.layers.titles import Titles
from mappa.paths import configs_dir

LAYER = Legislation().load(configs_dir())
NLP = MappaEnglish()
UNITS = {
    "section": ["section", "sections", "s.", "ss.", "s. ", "S.", "Section"],
    "part": ["Part", "Parts"], "schedule": ["Schedule", "Schedules", "Sch"],
    "article": ["Article", "Articles"], "regulation": ["regulation", "regulations"],
}  # fmt: skip
PIECES = st.sampled_from(
    [
        *"ABCabc 0123().,/-&\n\t",
        "\u2013",
        "\u2019",
        " section ",
        " Act ",
        " 2003",
        "s.",
        " the ",
        "Schedule ",
        "[2010] UKSC 1",
        " v ",
        "CJA",
        " of ",
        "Order",
    ]
)
NAMED = sorted(
    label
    for label, entry in LAYER.instruments.items()
    if entry.year and label != "nisr/2014/185" and any(getattr(entry, f"{kind}s") for kind in UNITS)
)


@dataclass(frozen=True)
class Written:
    """A list of provisions as text, and what it says."""

    text: str
    items: tuple[Provision, ...]


@st.composite
def lists(draw, kind: str, high: int) -> Written:
    """A list of up to four numbers or ranges of `kind`, none above `high`, joined as print joins them."""
    suffixes = ["", "A", "BA"] if kind == "section" else [""]
    subs = ["", "(1)", "(2)(b)", "(1A)"] if kind == "section" else [""]
    count = draw(st.integers(1, 4))
    words, items = "", []
    for number in range(count):
        first = draw(st.integers(1, high))
        one = f"{first}{draw(st.sampled_from(suffixes))}"
        last = None
        if first < high and draw(st.booleans()):
            last = f"{draw(st.integers(first + 1, high))}{draw(st.sampled_from(suffixes))}"
            joint = draw(st.sampled_from([" to ", "-", "\u2013", " - "]))
            words_here = f"{one}{joint}{last}"
        else:
            one += draw(st.sampled_from(subs))
            words_here = one
        items.append(Provision(kind, one, last))
        words += words_here if number == 0 else draw(st.sampled_from([", ", " and ", " & ", " or ", ", and "])) + words_here
    unit = draw(st.sampled_from(UNITS[kind]))
    return Written(unit + ("" if unit.endswith((".", " ")) else " ") + words, tuple(items))


@st.composite
def citations(draw) -> tuple[str, str, Written]:
    """An instrument, the citation as text, and its provisions."""
    label = draw(st.sampled_from(NAMED))
    entry = LAYER.instruments[label]
    kind = draw(st.sampled_from([kind for kind in UNITS if getattr(entry, f"{kind}s")]))
    high = int(getattr(entry, f"{kind}s").split("-")[-1])
    listed = draw(lists(kind, high))
    form = draw(st.sampled_from(["{p} of the {t}", "{p} to the {t}", "{p}, {t}", "{p} {t}", "{t}, {p}", "{t} ({p})", "{t} {p}"]))
    return label, form.format(p=listed.text, t=entry.title), listed


def read(text: str):
    """Label, span and provisions of every citation in `text`."""
    return [(one.label, text[one.start : one.end], one.provisions) for one in settled(text, cited(text, LAYER.titles), LAYER.titles)]


@settings(max_examples=400, deadline=None)
@given(citations())
def test_a_list_of_provisions_comes_back_as_written(case):
    label, written, listed = case
    assert read(f"It acts under {written}. So it is.") == [(label, written, listed.items)]


@settings(max_examples=150, deadline=None)
@given(citations(), citations())
def test_each_provision_of_a_chain_goes_to_its_own_instrument(one, two):
    assume(" of the " in one[1] and " of the " in two[1])
    text = f"It acts under {one[1]} and {two[1]}."
    assert read(text) == [(one[0], one[1], one[2].items), (two[0], two[1], two[2].items)]


@settings(max_examples=150, deadline=None)
@given(citations(), citations())
def test_nothing_is_attached_across_the_end_of_a_sentence(one, two):
    text = f"It acts under {one[1]}. Under {two[1]} it acts too."
    assert [label for label, _, _ in read(text)] == [one[0], two[0]]


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=60).map("".join))
def test_any_text_gives_marks_in_order_without_overlap(text):
    doc = LAYER(NLP.make_doc(text))
    for layer in LAYER.layers:
        spans = [(span.start_char, span.end_char) for span in doc.spans[layer]]
        assert spans == sorted(spans)
        assert all(a[1] <= b[0] for a, b in pairwise(spans))
        assert all(LAYER.attributes(doc, span) for span in doc.spans[layer])


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200))
def test_provisions_of_any_text_lie_in_it(text):
    found = list(provisions(text))
    ends = [one.end for one in found]
    assert all(0 <= one.start < one.end <= len(text) for one in found)
    assert all(bisect(ends, one.start) == number for number, one in enumerate(found))


def test_the_table_may_grow_without_changing_what_is_found():
    made_up = "".join(f'["ukpga/1900/{number}"]\ntitle = "Lamp Post {number} Painting Act 1900"\n' for number in range(500))
    larger = Titles(parse_instruments(LAYER.source + "\n" + made_up))
    text = "Under section 325 of the Criminal Justice Act 2003 and the Mental Health Act we meet; Part 2 of that Act, too."
    assert settled(text, cited(text, larger), larger) == settled(text, cited(text, LAYER.titles), LAYER.titles)
