"""Highlights on the page: pieces of overlapping marks, and how a report becomes blocks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mappa import records
from mappa.records import Page, Paragraph, Section, Span, Speaker
from mappa.web.marking import Mark, described, layers_of, marks_of, pieces
from mappa.web.reading import anchor_at, chosen_layers, extent, grouped, view
from small_record import record

TEXT = "The police and the panel’s café meet; é, “police” & <b>others</b>."


def mark(id: str, start: int, end: int, layer: str = "agency") -> Mark:
    return Mark(id, layer, start, end, TEXT[start:end], "Police")


spans = st.tuples(st.integers(0, len(TEXT)), st.integers(0, len(TEXT))).filter(lambda pair: pair[0] < pair[1])


@given(st.lists(spans, max_size=12), spans)
def test_pieces_are_the_text_cut_at_every_edge(found, window):
    marks = [mark(str(number), *span) for number, span in enumerate(found)]
    start, end = window
    cut = pieces(TEXT, start, end, marks)
    assert "".join(piece.text for piece in cut) == TEXT[start:end]
    for one in marks:
        covered = "".join(piece.text for piece in cut if one in piece.marks)
        assert covered == TEXT[max(start, one.start) : min(end, one.end)]
        opened = [piece for piece in cut if one.id in piece.opens]
        assert len(opened) == (start <= one.start < end)


def test_marks_that_cross_make_three_pieces_nested_by_where_they_begin():
    cut = pieces(TEXT, 0, 24, [mark("a", 4, 14), mark("b", 11, 20, "theme")])
    assert [(piece.text, [one.id for one in piece.marks]) for piece in cut] == [
        ("The ", []),
        ("police ", ["a"]),
        ("and", ["a", "b"]),
        (" the p", ["b"]),
        ("anel", []),
    ]


def test_a_mark_over_two_paragraphs_is_opened_once():
    halves = [pieces(TEXT, 0, 10, [mark("a", 4, 20)]), pieces(TEXT, 10, 30, [mark("a", 4, 20)])]
    assert [sum("a" in piece.opens for piece in half) for half in halves] == [1, 0]


def quoted():
    text = "Heading\n\npolice words one\n\nwords two\n\n1. first\n\nsecond\n\na\tb\npolice\td"
    whole = record(text)
    parts = [Span(9, 25, text[9:25]), Span(27, 36, text[27:36])]
    speaker = Speaker("Ann Marsh", "lay-adviser", None, None, "Lay Adviser")
    kinds = [("heading", 0, 7), ("paragraph", 9, 25), ("quote", 27, 36), ("item", 38, 46), ("item", 48, 54), ("table", 56, 68)]
    return type(whole)(
        **{
            name: getattr(whole, name)
            for name in whole.__struct_fields__
            if name not in ("paragraphs", "testimonials", "sections", "pages")
        },
        pages=[Page(1, 0, 27), Page(2, 27, len(text))],
        paragraphs=[Paragraph(start, end, kind, False) for kind, start, end in kinds],
        sections=[Section("s1", "foreword", "Heading", 1, 0, len(text), None, False)],
        testimonials=[records.Testimonial("ab" * 8, 9, 36, 1, "s1", "lead-in", parts, None, speaker)],
    )


def test_each_part_of_a_quotation_is_a_mark_and_they_count_as_one():
    report = quoted()
    assert [one.id for one in marks_of(report) if one.layer == "testimonial"] == ["ab" * 8, "ab" * 8 + "-1"]
    assert layers_of(report) == {"testimonial": 1, "agency": 2}
    assert described(marks_of(report)[0]) == "Quotation: Ann Marsh (Lay Adviser, introduced by the report)"


def test_blocks_keep_the_report_s_order_and_its_cells():
    seen = view(quoted(), layers=["agency"])
    assert [(block.kind, block.anchor, block.page) for block in seen.blocks] == [
        ("heading", "s1", 1),
        ("paragraph", "p9", None),
        ("quote", "p27", 2),
        ("item", "p38", None),
        ("item", "p48", None),
        ("table", "p56", None),
    ]
    assert [["".join(piece.text for piece in cell) for cell in row] for row in seen.blocks[-1].rows] == [["a", "b"], ["police", "d"]]
    assert [one.text for one in seen.marks] == ["police", "police"]


def test_a_numbered_item_stands_in_a_list_without_bullets():
    runs = [(kind, len(run)) for kind, run in grouped(view(quoted(), layers=[]).blocks)]
    assert runs == [("heading", 1), ("paragraph", 1), ("quote", 1), ("item", 1), ("item", 1), ("table", 1)]


def test_next_and_previous_stay_within_the_layers_shown():
    report = quoted()
    first, second = (one.id for one in marks_of(report) if one.layer == "agency")
    seen = view(report, layers=["agency"], current=first)
    assert (seen.before, seen.current.id, seen.after.id) == (None, first, second)
    assert view(report, layers=[], current=second).current.id == second, "a highlight that is linked to is shown whatever the layers"
    assert view(report, layers=["agency"], current="nonsense").after.id == first


@pytest.mark.parametrize(
    ("value", "place"),
    [
        ("0-5", (0, 5)),
        ("4-5", (4, 5)),
        ("5-5", None),
        ("5-4", None),
        ("0-6", None),
        ("-1-3", None),
        ("٣-5", None),
        ("", None),
        ("9" * 400, None),
    ],
)
def test_only_places_within_the_text_are_lit(value, place):
    assert extent(value, 5) == place


def test_no_layer_asked_for_is_all_and_a_form_sent_without_any_is_none():
    assert chosen_layers([], False, ["theme", "agency"]) == ["theme", "agency"]
    assert chosen_layers([], True, ["theme", "agency"]) == []
    assert chosen_layers(["agency", "nonsense"], True, ["theme", "agency"]) == ["agency"]


def test_a_place_is_reached_by_its_section_or_its_paragraph():
    assert [anchor_at(quoted(), offset) for offset in (0, 3, 30, 60)] == ["s1", "s1", "p27", "p56"]
