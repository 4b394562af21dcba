"""`mappa evaluate`: the same figures as the scorer of the shared folder, the places of errors, and reports that are not there."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from msgspec.structs import replace

from mappa.errors import MappaError
from mappa.evaluate import LAYERS, Evaluation, compare, errors_of, evaluate
from mappa.gold import read_gold
from mappa.manifest import NAME, Entry, Manifest, encode_manifest, made
from mappa.paths import shipped_configs
from mappa.records import Record, Statistic, decode, encode
from mappa.report import annotate
from small_record import record

SAMPLES = Path(__file__).parents[1] / "corpus"
REPORT = '<report id="northmere-2001-02" area="Northmere" start="2001-04-01" end="2002-03-31">{}</report>'


def gold(tmp_path: Path, body: str):
    path = tmp_path / "northmere-2001-02.xml"
    path.write_text(REPORT.format(body), encoding="utf-8")
    return read_gold(path)[1]


def compared(tmp_path: Path, body: str, found: Record) -> Evaluation:
    evaluation = Evaluation()
    compare(gold(tmp_path, body), found, evaluation)
    return evaluation


def counts(evaluation: Evaluation, measure: str) -> tuple[int, int, int]:
    return next((figure.right, figure.found, figure.gold) for figure in evaluation.figures if figure.measure == measure)


def same_as_scorer(scorer: Path, pairs: list[tuple[Path, Path]]) -> None:
    words = [str(path) for pair in pairs for path in pair]
    told = subprocess.run([sys.executable, str(scorer), *words, "--json"], capture_output=True, text=True, encoding="utf-8", check=True)
    evaluation = Evaluation()
    for xml, document in pairs:
        compare(read_gold(xml)[1], decode(document.read_bytes()), evaluation)
    theirs = {name: row for name, row in json.loads(told.stdout).items() if row["predicted"] or row["gold"]}
    ours = {figure.measure: (figure.right, figure.found, figure.gold) for figure in evaluation.figures}
    assert {name: (row["tp"], row["predicted"], row["gold"]) for name, row in theirs.items()} == ours
    rates = {figure.measure: (figure.precision, figure.recall, figure.f1) for figure in evaluation.figures}
    assert rates == {name: pytest.approx((row["precision"], row["recall"], row["f1"])) for name, row in theirs.items()}


def test_the_real_reports_get_the_figures_of_the_shared_scorer(shared, tmp_path):
    pairs = []
    for name in ("bedfordshire-2015-16.pdf", "bedfordshire-2022-23.docx"):
        document = tmp_path / f"{name}.json"
        document.write_bytes(encode(annotate(name, (shared / "reports" / name).read_bytes(), shipped_configs())))
        pairs.append((shared / "gold" / f"{name.split('.')[0]}.xml", document))
    same_as_scorer(shared / "score" / "score.py", pairs)


def test_a_document_full_of_errors_gets_the_figures_of_the_shared_scorer(shared, tmp_path):
    """The gold of one report against the document of another: nothing fits, and both count it alike."""
    name = "bedfordshire-2015-16.txt"
    document = tmp_path / "other.json"
    document.write_bytes(encode(annotate(name, (shared / "reports" / name).read_bytes(), shipped_configs())))
    same_as_scorer(shared / "score" / "score.py", [(SAMPLES / "gold" / "northmere-2001-02.xml", document)])


def test_spans_right_missed_and_extra(tmp_path):
    body = '<p>The <agency id="police">police</agency> and the <agency id="probation">trust</agency> met the police.</p>'
    evaluation = compared(tmp_path, body, record("The police and the trust met the police."))
    assert counts(evaluation, "agency: exact") == counts(evaluation, "agency: overlap") == (1, 2, 2)
    missed, extra = errors_of(evaluation, "agency")
    assert (missed.kind, missed.label, missed.words, missed.position) == ("missed", "probation", "trust", 19)
    assert (extra.kind, extra.label, extra.words, extra.position) == ("extra", "police", "police", 33)
    assert {missed.document, extra.document} == {"northmere-2001-02"}


def test_overlap_needs_a_common_word_and_the_label(tmp_path):
    body = '<p>The <agency id="police">Northmere police</agency> met the <agency id="courts">police</agency>.</p>'
    evaluation = compared(tmp_path, body, record("The Northmere police met the police."))
    assert counts(evaluation, "agency: exact") == (0, 2, 2)
    assert counts(evaluation, "agency: overlap") == (1, 2, 2)


def test_running_heads_and_lost_words_shift_nothing(tmp_path):
    body = '<p>One word of the <agency id="police">police</agency> here, and a last one.</p>'
    evaluation = compared(tmp_path, body, record("Report page 1 One word of the police here and a last one."))
    assert counts(evaluation, "agency: exact") == (1, 1, 1)
    assert counts(evaluation, "text: words") == (10, 13, 10)


def test_metadata_and_figures(tmp_path):
    found = record("Nothing.")
    evaluation = compared(tmp_path, "<p>Nothing.</p>", replace(found, metadata=replace(found.metadata, area="Elsewhere")))
    (figure,) = [figure for figure in evaluation.figures if figure.measure == "metadata"]
    assert (figure.precision, figure.recall, figure.f1) == (2 / 3, 2 / 3, pytest.approx(2 / 3))


def test_statistics_by_cell_with_their_places(tmp_path):
    cells = '<td indicator="sopo" level="" category="">{}</td><td indicator="shpo">7</td>'
    body = f'<table caption="Orders"><tr>{cells.format(5)}</tr></table>'
    read = [Statistic("sopo", None, None, 6, 9, 10, None), Statistic("sro-x", None, None, 8, 11, 12, None)]
    found = replace(record("Orders 5 6 8"), statistics=read)
    evaluation = compared(tmp_path, body, found)
    assert counts(evaluation, "statistics: cells") == (0, 2, 2)
    assert {(error.kind, error.label) for error in errors_of(evaluation, "statistics")} == {
        ("wrong", "sopo - -: 5 read as 6"),
        ("missed", "shpo - -: 7"),
        ("extra", "sro-x - -: 8"),
    }


def corpus(folder: Path, *records: Record) -> Path:
    (folder / "documents").mkdir(parents=True)
    entries = []
    for one in records:
        data = encode(one)
        (folder / "documents" / f"{one.id}.json").write_bytes(data)
        entries.append(Entry(f"{one.id}.txt", [], None, None, made(one, data), False, None))
    (folder / NAME).write_bytes(encode_manifest(Manifest("mappa-corpus/1", record("x").producer, entries)))
    return folder


def test_a_corpus_against_a_folder_of_gold(tmp_path):
    xml = tmp_path / "gold"
    xml.mkdir()
    for id in ("a-2001-02", "b-2001-02"):
        (xml / f"{id}.xml").write_text(f'<report id="{id}"><p>The <agency id="police">police</agency>.</p></report>', encoding="utf-8")
    evaluation = evaluate(corpus(tmp_path / "corpus", record("The police.", id="a-2001-02"), record("Other.", id="c-2001-02")), xml)
    assert evaluation.absent == ["b-2001-02"]
    assert (evaluation.reports, counts(evaluation, "agency: exact")) == (1, (1, 1, 1))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("<report", "bad.xml: not XML"),
        ("<html/>", "bad.xml: its root is <html>, not <report>"),
        ('<report><p><leg p="3 section to">y</leg></p></report>', "bad.xml: provision '3 section to' is not understood"),
    ],
)
def test_gold_that_cannot_be_understood(tmp_path, text, told):
    path = tmp_path / "bad.xml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(MappaError) as error:
        read_gold(path)
    assert told in str(error.value)
    assert "\n" not in str(error.value)


def test_no_corpus_no_gold_and_no_layer(tmp_path):
    with pytest.raises(MappaError, match="so it is no corpus"):
        evaluate(tmp_path, tmp_path)
    with pytest.raises(MappaError, match=r"no \.xml file in it"):
        evaluate(corpus(tmp_path / "corpus"), tmp_path)
    with pytest.raises(MappaError, match=f"layers are {', '.join(LAYERS)}"):
        list(errors_of(Evaluation(), "agencies"))
