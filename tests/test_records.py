"""The record: what is written, what is read back, what the schema and the invariants refuse, and ids that stay."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import jsonschema
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mappa import records
from mappa.errors import MappaError
from mappa.ids import mark_ids
from mappa.invariants import problems
from mappa.records import (
    Annotation,
    CaseStudy,
    Element,
    Page,
    Paragraph,
    Period,
    Provision,
    Record,
    Section,
    Span,
    Speaker,
    Statistic,
    Subject,
    Warned,
    decode,
    encode,
    schema,
)
from small_record import record

TEXT = "What we do\n\nOur police team met the police board under section 5 of the Made Up Act 1999.\n\n“We listen,” says Ann."
LEGISLATION = {
    "inferred": False,
    "candidates": [],
    "title": "Made Up Act 1999",
    "uris": [],
    "method": "explicit",
    "provisions": [{"kind": "section", "from": "5"}, {"kind": "section", "from": "7", "to": "9"}],
}


def full() -> Record:
    """A record with something in every list."""
    small = record(TEXT)
    law, said, ann = TEXT.index("section"), TEXT.index("We listen"), TEXT.index("Ann")
    ids = mark_ids(TEXT, [("legislation", law, law + 9), ("theme", 12, 20), ("testimonial", said, said + 9), ("case-study", 12, 40)])
    speaker = Speaker("Ann", None, None, None, None)
    partnership = {"sentence": {"start": 12, "end": 80}, "polarity": "neutral"}
    quote = Span(said, said + 9, "We listen")
    section = Section("s1", "local", "What we do", 1, 0, len(TEXT), None, False)
    annotations = [
        Annotation(ids[1], "theme", "partnership", 12, 22, TEXT[12:22], 1, "s1", "themes/x", partnership),
        *(msgspec.structs.replace(item, page=1, section="s1") for item in small.annotations),
        Annotation(ids[0], "legislation", "ukpga/1999/99", law, law + 9, TEXT[law : law + 9], 1, "s1", "legislation/x", LEGISLATION),
    ]
    return msgspec.structs.replace(
        small,
        source=msgspec.structs.replace(small.source, pages=2),
        pages=[Page(1, 0, 90), Page(2, 90, len(TEXT))],
        paragraphs=[Paragraph(0, 10, "heading", False), Paragraph(12, TEXT.index("\n\n“"), "paragraph", True)],
        sections=[section],
        annotations=annotations,
        testimonials=[
            records.Testimonial(ids[2], said, said + 9, 2, "s1", "signature", [quote], Span(ann, ann + 3, "Ann"), speaker),
        ],
        case_studies=[CaseStudy(ids[3], 12, 40, 1, "s1", None, Subject(None, 40), [Element("need", 12, 15, "Our")], ["police"], "unknown")],
        statistics=[Statistic("shpo", None, "1", None, 0, 4, 1)],
        warnings=[Warned("language", "two languages", None)],
    )


def change(path: str, value: Any) -> Callable[[dict[str, Any]], None]:
    """Sets what `path` ("sections.0.parent") names in a document."""
    *steps, last = [int(step) if step.isdigit() else step for step in path.split(".")]

    def apply(document: Any) -> None:
        for step in steps:
            document = document[step]
        document[last] = value

    return apply


def test_a_record_survives_writing_and_reading_to_the_byte():
    data = encode(full())
    assert encode(decode(data)) == data
    assert problems(decode(data)) == []


def test_keys_stand_in_the_order_of_the_format_whatever_a_layer_did():
    document = json.loads(encode(full()))
    assert list(document) == [
        *("format", "id", "metadata", "source", "producer", "text", "pages", "paragraphs"),
        *("sections", "annotations", "testimonials", "case_studies", "statistics", "warnings"),
    ]
    (law,) = (item for item in document["annotations"] if item["layer"] == "legislation")
    assert list(law["attributes"]) == ["title", "uris", "provisions", "method", "inferred", "candidates"]
    assert law["attributes"]["provisions"] == [{"kind": "section", "from": "5"}, {"kind": "section", "from": "7", "to": "9"}]
    assert document["metadata"]["period"] == {"start": "2001-04-01", "end": "2002-03-31"}
    assert document["testimonials"][0]["speaker"] == {"name": "Ann", "role": None, "agency": None, "place": None, "post": None}


def test_each_annotation_has_a_line_of_its_own():
    lines = encode(full()).decode().splitlines()
    assert sum(line.startswith('{"id":') and '"layer":"agency"' in line for line in lines) == 2


def test_attributes_of_another_layer_are_not_written():
    small = record("the police")
    wrong = msgspec.structs.replace(small.annotations[0], attributes={"polarity": "neutral"})
    with pytest.raises(MappaError, match="agencies/police/name"):
        encode(msgspec.structs.replace(small, annotations=[wrong]))


def test_provisions_may_be_structs_too():
    law = full().annotations[-1]
    attributes = {**LEGISLATION, "provisions": [Provision("part", "III")]}
    changed = msgspec.structs.replace(full(), annotations=[msgspec.structs.replace(law, attributes=attributes)])
    assert b'"provisions":[{"kind":"part","from":"III"}]' in encode(changed)


@pytest.mark.parametrize(
    "fault",
    [
        change("extra", 1),
        change("format", "mappa-corpus/2"),
        change("id", "North Shire"),
        change("source.sha256", "abc"),
        change("annotations.0.start", -1),
        change("annotations.0.id", "xyz"),
        change("paragraphs.0.kind", "footer"),
        change("testimonials.0.quote", []),
        change("pages.0.number", "1"),
        lambda document: document.pop("statistics"),
        lambda document: document["annotations"][0].pop("page"),
        lambda document: document["metadata"].pop("period"),
    ],
)
def test_the_reader_and_the_schema_refuse_the_same_faults(fault):
    document = json.loads(encode(full()))
    fault(document)
    with pytest.raises(MappaError, match=r"a\.json: not a document of mappa-corpus/1"):
        decode(json.dumps(document).encode(), "a.json")
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(document, schema())


@pytest.mark.parametrize("data", [b"", b"{", b"\xff\xfe{}", b'{"format": "mappa-corpus/1"}'])
def test_what_is_no_document_is_told_in_one_line(data):
    with pytest.raises(MappaError) as caught:
        decode(data, "a.json")
    assert "\n" not in str(caught.value)


def test_the_schema_is_one_and_holds_for_a_document():
    jsonschema.Draft202012Validator.check_schema(schema())
    jsonschema.validate(json.loads(encode(full())), schema())


@pytest.mark.parametrize(
    "fault",
    [change("annotations.0.attributes", {}), change("annotations.1.attributes.group", "club"), change("annotations.3.attributes.more", 1)],
)
def test_the_schema_knows_the_attributes_of_each_layer(fault):
    document = json.loads(encode(full()))
    fault(document)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(document, schema())
    assert any("attributes of" in problem for problem in problems(decode(json.dumps(document).encode())))


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        (change("text", TEXT.replace("team", "\U0001f600eam")), "text: U+1F600"),
        (change("text", TEXT.replace("\n", "\r")), "text: U+000D"),
        (change("metadata.period.end", "1999-01-01"), "ends (1999-01-01) before it starts"),
        (change("source.pages", 3), "source.pages is 3"),
        (change("pages.1.start", 91), "expected page 1"),
        (change("pages.1.number", 3), "expected page 2"),
        (change("paragraphs.1.start", 8), "begins before 10"),
        (change("paragraphs.0.end", 14), "a line feed in a heading"),
        (change("sections.0.end", 50), "ends at 50"),
        (change("sections.0.parent", "s9"), "not within its parent s9"),
        (change("annotations.0.section", "s9"), "does not stand in section s9"),
        (change("annotations.1.page", 2), "page is 2, expected 1"),
        (change("annotations.1.text", "Police"), "text is 'Police', but 'police' stands there"),
        (change("annotations.1.end", 9999), "no stretch of a text"),
        (change("annotations.1.label", None), "label is null"),
        (change("annotations.2.id", "0123456789abcdef"), None),
        (change("annotations.3.attributes.inferred", True), "inferred is True, but method is explicit"),
        (change("annotations.3.label", None), None),
        (change("annotations.0.attributes.sentence.end", 13), "does not stand in its sentence"),
        (change("testimonials.0.quote.0.start", 95), "does not run from its start to its end"),
        (change("testimonials.0.attribution.text", "Bob"), "text is 'Bob'"),
        (change("case_studies.0.elements.0.start", 3), "lies outside"),
    ],
)
def test_faults_that_no_schema_sees_are_named(fault, told):
    document = json.loads(encode(full()))
    fault(document)
    found = problems(decode(json.dumps(document).encode()))
    assert any(told in problem for problem in found) if told else found == []


def test_annotations_come_by_start_then_longest_first():
    document = json.loads(encode(full()))
    document["annotations"].reverse()
    assert any("out of order" in problem for problem in problems(decode(json.dumps(document).encode())))


@pytest.mark.parametrize(("layer", "overlap"), [("agency", True), ("theme", False)])
def test_only_themes_overlap_themselves(layer, overlap):
    document = json.loads(encode(full()))
    template = next(item for item in document["annotations"] if item["layer"] == layer)
    twin = {**template, "id": "0" * 16, "end": template["end"] - 1, "text": template["text"][:-1]}
    document["annotations"].insert(document["annotations"].index(template) + 1, twin)
    assert any("overlaps" in problem for problem in problems(decode(json.dumps(document).encode()))) == overlap


def test_an_id_stands_once_in_a_document():
    document = json.loads(encode(full()))
    document["testimonials"][0]["id"] = document["annotations"][0]["id"]
    assert any("stands 2 times" in problem for problem in problems(decode(json.dumps(document).encode())))


def test_unknown_labels_are_named_where_labels_are_known():
    labels = {"agency": {"prison"}, "section": {"statistics"}}
    found = problems(full(), labels)
    assert sum("agency label 'police'" in problem for problem in found) == 3  # two annotations and the agencies of the case
    assert any("section label 'local'" in problem for problem in found)
    assert not any("ukpga" in problem for problem in found)


def test_ids_do_not_depend_on_what_stands_elsewhere():
    near = "one two three four five six seven eight POLICE nine ten eleven twelve a b c d"
    far = "Something else entirely was added here. " + near + " And more."
    at, moved = near.index("POLICE"), far.index("POLICE")
    (one,), (two,) = mark_ids(near + " e f", [("agency", at, at + 6)]), mark_ids(far, [("agency", moved, moved + 6)])
    assert one == two


@pytest.mark.parametrize("changed", ["x two three four five six seven eight Police y", "one two three four five six seven eight Police z"])
def test_ids_depend_on_the_eight_words_around(changed):
    plain = "one two three four five six seven eight Police y"
    at = plain.index("Police")
    there = changed.index("Police")
    assert mark_ids(plain, [("agency", at, at + 6)]) != mark_ids(changed, [("agency", there, there + 6)])


def test_ids_tell_layers_and_equals_apart_and_fold_case_and_accents():
    text = "Café Café"
    marks = [("agency", 0, 4), ("role", 0, 4), ("agency", 0, 4)]
    assert len(set(mark_ids(text, marks))) == 3
    assert mark_ids(text, marks[:1]) == mark_ids("CAFE cafe", marks[:1])


@given(st.text("ab é.", max_size=60), st.data())
def test_ids_are_unique_and_follow_their_marks(text, data):
    offset = st.integers(0, len(text))
    marks = data.draw(st.lists(st.tuples(st.sampled_from(["agency", "role"]), offset, offset), max_size=12))
    marks = [(layer, min(start, end), max(start, end)) for layer, start, end in marks]
    ids = mark_ids(text, marks)
    assert len(set(ids)) == len(marks)
    by_mark = dict(zip(marks, ids, strict=True))
    if len(by_mark) == len(marks):
        assert [by_mark[mark] for mark in reversed(marks)] == mark_ids(text, marks[::-1])


def test_a_period_is_two_dates():
    assert full().metadata.period == Period(date(2001, 4, 1), date(2002, 3, 31))
