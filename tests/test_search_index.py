"""The index of a corpus: what it holds, when it is made, what is replaced, and what a command prints of what it finds."""

import json
import os
import re
import subprocess
import sys
import zipfile
from dataclasses import replace
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import docx
import pytest
from lxml import etree
from msgspec.structs import replace as changed

from mappa import records
from mappa.errors import MappaError
from mappa.exports.booklet import booklet
from mappa.exports.hits import as_csv, as_json
from mappa.manifest import Entry, Manifest, document_path, encode_manifest, made
from mappa.paths import shipped_configs
from mappa.records import Annotation, CaseStudy, Element, Page, Paragraph, Record, Section, Span, Speaker, Subject, encode
from mappa.search import Question, open_corpus
from mappa.search import index as indexing
from mappa.search.contents import passages_of
from mappa.search.index import current_index
from small_record import record
from small_search import corpus as in_memory
from small_search import passage

TEXT = (
    "Voices\n\nOur officer says: \u201cHousing took months.\u201d\n\nNobody rang us.\n\n"
    "The police helped a lodger. Call 020 7946 0018 or jo@example.org.\n\n"
    "Case Study\n\nMr B moved into housing.\n\nHow to reach us\n\nNorthmere House."
)


def span(words: str) -> Span:
    at = TEXT.index(words)
    return Span(at, at + len(words), words)


def report(id: str = "northmere-2001-02", text: str = TEXT) -> Record:
    """A report with a testimonial in two pieces, a case study, a paragraph with contact details, and a section of contacts."""
    paragraphs = [(found.start(), found.end()) for found in re.finditer(r"[^\n]+", text)]
    heads = [text.index(words) for words in ("Voices", "Case Study", "How to reach us")]
    sections = [
        Section(f"s{number}", kind, text[start : text.index("\n", start)], 1, start, end, None, False)
        for number, (kind, start, end) in enumerate(zip(("voices", "case-study", "contacts"), heads, [*heads[1:], len(text)], strict=True))
    ]
    first, second, story = span("Housing took months."), span("Nobody rang us."), span("Mr B moved into housing.")
    police = span("police")
    theme = {"polarity": "challenge", "sentence": {"start": first.start, "end": first.end}}
    return changed(
        record(text, id=id),
        pages=[Page(1, 0, second.start), Page(2, second.start, len(text))],
        paragraphs=[Paragraph(start, end, "heading" if start in heads else "paragraph", start == 0) for start, end in paragraphs],
        sections=sections,
        annotations=[
            Annotation("1" * 16, "theme", "accommodation", first.start, first.start + 7, "Housing", 1, "s0", "themes/x/y", theme),
            Annotation("2" * 16, "agency", "police", police.start, police.end, "police", 2, "s0", "agencies/police/x",
                       {"group": "responsible-authority", "name": "Police", "place": None}),
        ],
        testimonials=[
            records.Testimonial("3" * 16, first.start, second.end, 1, "s0", "lead-in", [first, second], span("Our officer"),
                        Speaker(None, "probation-officer", "probation", None, "Officer")),
        ],
        case_studies=[
            CaseStudy("4" * 16, story.start, story.end, 2, "s1", "Case Study", Subject("Mr B", None),
                      [Element("need", story.start, story.end, story.text)], ["housing", "police"], "positive"),
        ],
    )  # fmt: skip


def write(folder: Path, *records: Record) -> Path:
    """A corpus of `records`; returns its folder."""
    entries = []
    for one in records:
        data = encode(one)
        document_path(folder, one.id).parent.mkdir(parents=True, exist_ok=True)
        document_path(folder, one.id).write_bytes(data)
        entries.append(Entry(f"{one.id}.pdf", [], sha256(one.id.encode()).hexdigest(), None, made(one, data), False, None))
    folder.joinpath("manifest.json").write_bytes(encode_manifest(Manifest("mappa-corpus/1", records[0].producer, entries)))
    return folder


def found(folder: Path, query: str) -> list[tuple[str, str]]:
    answer = open_corpus(folder, shipped_configs()).find(Question(query, order="report", limit=100))
    return [(hit.passage.document, hit.passage.kind) for hit in answer.hits]


def test_passages_are_testimonials_case_studies_and_the_narrative_between():
    passages = list(passages_of(report(), {"probation": "responsible-authority", "housing": "duty-to-cooperate"}))
    assert [(one.kind, [piece.text for piece in one.pieces]) for one in passages] == [
        ("testimonials", ["Housing took months.", "Nobody rang us."]),
        ("case-studies", ["Mr B moved into housing."]),
        ("narrative", [" says: \u201c"]),
        ("narrative", ["The police helped a lodger. Call " + "\u2588" * 13 + " or " + "\u2588" * 14 + "."]),
    ]
    quoted, story, _, told = passages
    assert (quoted.role, quoted.agencies, quoted.groups, quoted.page) == ("probation-officer", ["probation"], ["responsible-authority"], 1)
    assert quoted.themes == [("accommodation", "challenge")]
    assert (quoted.area, quoted.year, quoted.section_type, quoted.form) == ("Northmere", 2001, "voices", "lead-in")
    assert (story.agencies, story.groups, story.heading) == (["housing", "police"], ["duty-to-cooperate"], "Case Study")
    assert (told.agencies, told.role, told.page) == (["police"], None, 2)
    assert all(TEXT[piece.start : piece.end] == piece.text for one in passages[:3] for piece in one.pieces)


def test_contact_details_are_neither_found_nor_shown(tmp_path):
    search = open_corpus(write(tmp_path, report()), shipped_configs())
    assert search.find(Question("7946")).total == 0
    assert search.find(Question("example")).total == 0
    assert b"7946 0018" not in b"".join(path.read_bytes() for path in (tmp_path / "index").rglob("*") if path.is_file())


def test_hits_carry_document_page_and_offsets(tmp_path):
    (hit,) = open_corpus(write(tmp_path, report()), shipped_configs()).find(Question("nobody")).hits
    assert (hit.passage.document, hit.passage.page) == ("northmere-2001-02", 1)
    assert [TEXT[start:end] for start, end in hit.highlights] == ["Nobody"]
    assert hit.passage.reference == "Northmere 2001-02, page 1"


def test_only_changed_reports_are_replaced(tmp_path):
    one, other = report("a-2001-02"), report("b-2001-02")
    folder = write(tmp_path, one, other)
    assert current_index(folder, shipped_configs()).changed == ["a-2001-02", "b-2001-02"]
    assert current_index(folder, shipped_configs()).changed == []
    write(folder, one, changed(other, text=TEXT.replace("Nobody", "Nowhere")))
    assert current_index(folder, shipped_configs()).changed == ["b-2001-02"]
    assert found(folder, "nobody") == [("a-2001-02", "testimonials")]
    assert found(folder, "nowhere") == [("b-2001-02", "testimonials")]
    write(folder, other)
    assert current_index(folder, shipped_configs()).changed == ["a-2001-02", "b-2001-02"]
    assert found(folder, "nobody") == [("b-2001-02", "testimonials")]


def test_only_what_the_manifest_lists_is_opened(tmp_path):
    folder = write(tmp_path, report())
    (folder / "documents/stray.json").write_text("{}", encoding="utf-8")
    assert len(found(folder, "housing")) == 2
    document_path(folder, "northmere-2001-02").write_bytes(b"{}")
    assert len(found(folder, "housing")) == 2  # the manifest says that nothing has changed


def test_a_document_with_other_bytes_than_the_manifest_lists_is_one_line(tmp_path):
    folder = write(tmp_path, report())
    document_path(folder, "northmere-2001-02").write_bytes(b"{}")
    with pytest.raises(MappaError, match=r"northmere-2001-02\.json: not the bytes that manifest\.json lists"):
        open_corpus(folder, shipped_configs())
    document_path(folder, "northmere-2001-02").unlink()
    with pytest.raises(MappaError, match="cannot be read"):
        open_corpus(folder, shipped_configs())


def test_no_corpus_is_one_line(tmp_path):
    with pytest.raises(MappaError, match=r"no manifest\.json there"):
        open_corpus(tmp_path, shipped_configs())


@pytest.mark.parametrize("damage", ["meta.json", "documents.json", "dictionary", "all"])
def test_a_damaged_index_is_made_anew(tmp_path, damage):
    folder = write(tmp_path, report())
    before = found(folder, "housing")
    for path in (folder / "index").rglob("*"):
        if path.is_file() and (damage == "all" or path.name == damage):
            path.write_bytes(b"x")
    assert found(folder, "housing") == before


def test_other_groups_of_agencies_make_the_index_anew(tmp_path):
    folder = write(tmp_path / "corpus", report())
    assert len(found(folder, "housing")) == 2
    configs = tmp_path / "configs"
    configs.mkdir()
    for name in ("search.toml", "cues.toml"):
        (configs / name).write_bytes((shipped_configs() / name).read_bytes())
    (configs / "agencies.toml").write_text('[probation]\ngroup = "other"\n', encoding="utf-8")
    search = open_corpus(folder, configs)
    assert search.find(Question("")).total == 4
    assert dict(search.find(Question("")).facets["group"]) == {"other": 1}


def test_the_index_of_a_read_only_corpus_lies_in_the_cache(tmp_path, monkeypatch):
    folder = write(tmp_path / "corpus", report())
    monkeypatch.setattr(indexing, "_is_writable", lambda place: folder not in place.parents)
    monkeypatch.setattr("platformdirs.user_cache_path", lambda *names, **more: tmp_path / "cache")
    assert len(found(folder, "housing")) == 2
    assert not (folder / "index").exists()
    assert list((tmp_path / "cache").rglob("documents.json"))


def mappa(*arguments: object, folder: Path) -> tuple[int, str, str]:
    """Run the command on the corpus in `folder`: exit code, standard output, standard error."""
    environment = os.environ | {"MAPPA_CORPUS": str(folder), "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, "-c", "from mappa.cli import main; main()", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", env=environment)
    return done.returncode, done.stdout, done.stderr


def test_the_command_prints_passages_with_their_references(tmp_path):
    folder = write(tmp_path, report())
    code, out, err = mappa(
        "search", "accommodation OR months", "--in", "testimonials", "--role", "Probation Officer", "--year", "2001-2003", folder=folder
    )
    assert code == 0
    assert out.splitlines()[0] == "Officer, Probation, Northmere 2001-02, page 1"
    assert "Housing took [months]." in out
    assert "1 passage" in err
    assert mappa("search", "months", "--year", "2002-", folder=folder)[2].startswith("months, years 2002 to: 0 passages")


def test_the_command_prints_json_and_csv(tmp_path):
    folder = write(tmp_path, report())
    whole = json.loads(mappa("search", "housing", "--json", folder=folder)[1])
    assert whole["total"] == len(whole["hits"]) == 2
    assert whole["facets"]["in"] == {"testimonials": 1, "case-studies": 1}
    assert all(TEXT[at["start"] : at["end"]].lower() == "housing" for hit in whole["hits"] for at in hit["highlights"])
    out = mappa("search", "housing", "--csv", folder=folder)[1]
    assert out.startswith("\ufeffreference,document,kind,text")
    assert "accommodation (challenge)" in out


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["hous*ing"], "at character 5"),
        (["x", "--role", "probation-offiser"], "did you mean probation-officer?"),
        (["x", "--year", "2003-2001"], "ends before it begins"),
        (["x", "--year", "soon"], "is no year"),
        (["x", "--json", "--csv"], "give one of"),
        (["x", "--docx", "a.txt"], "must end with .docx"),
        (["x", "--in", "poems"], "nothing in this corpus has in 'poems'; there are: case-studies, narrative, testimonials"),
    ],
)
def test_wrong_use_is_said_and_ends_with_2(tmp_path, arguments, told):
    code, out, err = mappa("search", *arguments, folder=write(tmp_path, report()))
    assert (code, out) == (2, "")
    assert told in err


def test_index_says_what_it_did(tmp_path):
    folder = write(tmp_path, report())
    assert "1 report taken in" in mappa("index", folder, folder=folder)[2]
    assert "nothing to do" in mappa("index", folder, folder=folder)[2]


def test_a_booklet_holds_the_quotations_of_each_theme_with_references(tmp_path):
    folder = write(tmp_path / "corpus", report())
    assert mappa("search", "housing", "--docx", tmp_path / "b.docx", folder=folder)[0] == 0
    lines = [(line.style.name, line.text) for line in docx.Document(str(tmp_path / "b.docx")).paragraphs]
    assert lines == [
        ("Title", "Quotations from MAPPA annual reports"),
        ("Normal", "housing: 2 passages"),
        ("Heading 1", "Accommodation"),
        ("Quote", "\u201cHousing took months."),
        ("Quote", "\u201cNobody rang us.\u201d"),
        ("Reference", "Officer, Probation, Northmere 2001-02, page 1"),
        ("Heading 1", "No theme coded"),
        ("Quote", "Mr B moved into housing."),
        ("Reference", "Case Study, Northmere 2001-02, page 2"),
    ]


def test_nothing_found_can_break_a_file_or_run_in_it():
    text = '=cmd|x <b>&"\ufffe\ufffd housing'
    search = in_memory([passage(text, speaker="@now()", themes=[("staff", "strength"), ("change", "neutral")])])
    found = search.find(Question("housing"))
    cells = as_csv(found.hits).splitlines()[1]
    assert "'=cmd|x" in cells
    assert "'@now()" in cells
    assert json.loads(as_json("\0", found))["hits"][0]["text"] == text
    data = booklet(found.hits, title="T", about="\0<script>")
    assert booklet(found.hits, title="T", about="\0<script>") == data
    with zipfile.ZipFile(BytesIO(data)) as package:
        for name in package.namelist():
            etree.fromstring(package.read(name))
    lines = [line.text for line in docx.Document(BytesIO(data)).paragraphs]
    assert lines.count("\u201c" + text.replace("\ufffe", "") + "\u201d") == 2
    (bold,) = {run.text for line in docx.Document(BytesIO(data)).paragraphs for run in line.runs if run.bold}
    assert bold == "housing"


def test_choosing_by_year_keeps_the_question_as_it_was():
    search = in_memory([passage("a", year=year, document=f"d{year}") for year in (2001, 2015, 2023)])
    question = Question("a", first_year=2015)
    assert dict(search.find(question).facets["year"]) == {"2001": 1, "2015": 1, "2023": 1}
    assert search.find(replace(question, last_year=2015)).total == 1
