"""The pages without a browser: what they answer, what they refuse, what can be downloaded, and that figures and passages agree."""

import csv
import io
import json
import re
import tomllib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import unquote
from zipfile import ZipFile

import pytest

from mappa.errors import MappaError
from mappa.web.additions import leaving, named_folders, write_correction
from mappa.web.app import create_app
from mappa.web.downloads import Table, download
from mappa.web.static_site import write_site
from mappa.web.words import words
from web_reports import make_corpus, write_reports
from web_styles import with_styles

PAGES = ["/", "/?figure=rate&columns=all", "/search", "/search?q=flat", "/reports", "/reports/northmere-2016-17",
         "/reports/northmere-2016-17/statistics", "/laws", "/codebook", "/add", "/passages?theme=accommodation",
         "/highlights?layer=agency&label=police"]  # fmt: skip


@pytest.fixture(scope="module")
def corpus(tmp_path_factory) -> Path:
    return make_corpus(tmp_path_factory.mktemp("web"))


@pytest.fixture(scope="module")
def client(corpus):
    with_styles()
    return create_app(corpus, definitions={"accommodation": "Where people live."}).test_client()


def text_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", "", html).split())


@pytest.mark.parametrize("address", PAGES)
def test_every_page_answers_and_lets_nothing_in_from_elsewhere(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert not re.search(r'(?:src|href|action)="(?:https?:)?//', answer.text)
    assert not re.search(r'<script(?! src="/static/)|\sstyle="|\son\w+="', answer.text)


@pytest.mark.parametrize("host", ["example.org", "127.0.0.1.example.org", "localhost.example.org:80", "10.0.0.1"])
def test_another_host_is_refused(client, host):
    assert client.get("/", headers={"Host": host}).status_code == 400


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:8642", "localhost:9"])
def test_this_computer_is_answered(client, host):
    assert client.get("/reports", headers={"Host": host}).status_code == 200


def test_markup_in_a_report_stays_words(client):
    html = client.get("/reports/northmere-2016-17").text
    assert "<b>a tag</b>" not in html
    assert '<script>document.title = "run"</script>' not in html
    assert 'typed <script>document.title = "run"</script> and <b>a tag</b> & left' in re.sub(r"</?mark[^>]*>", "", html).replace(
        "&lt;", "<"
    ).replace("&gt;", ">").replace("&#34;", '"').replace("&amp;", "&")


@pytest.mark.parametrize(
    "query",
    [
        "x" * 10_000,
        "flat " * 2_000,
        '"' * 31,
        "(" * 300,
        "flat\0bed",
        "<script>alert(1)</script>",
        "'; --",
        "NOT",
        "near/5",
        "*",
        "é" * 500,
        "%",
    ],
)
def test_no_query_breaks_the_page(client, query):
    answer = client.get("/search", query_string={"q": query})
    assert answer.status_code in (200, 400)
    assert "<script>alert" not in answer.text
    assert "\0" not in answer.text
    if answer.status_code == 400:
        assert "There is a problem" in answer.text or "cannot be searched for" in answer.text


@pytest.mark.parametrize(
    "address",
    ["/reports/none", "/reports/..%2f..%2fmanifest", "/reports/%00", "/nothing", "/static/../app.py", "/add/correct?name=nothing"],
)
def test_what_is_not_there_is_a_page_that_says_so(client, address):
    answer = client.get(address)
    assert answer.status_code == 404
    assert "Page not found" in answer.text


@pytest.mark.parametrize(
    "address",
    ["/passages?theme=nonsense&page=99999999999", "/?area=%00&year=x", "/reports/northmere-2016-17?at=9-5&at=x&mark=%22&layer=%3Cb%3E",
     "/search?page=0&from=abc&to=-1&in=x&theme=%00", "/highlights", "/highlights?layer=%27&label=%22"],
)  # fmt: skip
def test_choices_that_fit_nothing_are_harmless(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    assert "<b>" not in answer.text


def test_twenty_clients_at_once_get_the_same_pages(corpus):
    with_styles()
    app = create_app(corpus)
    addresses = [PAGES[number % len(PAGES)] for number in range(60)]
    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(lambda address: app.test_client().get(address), addresses))
    assert {answer.status_code for answer in answers} == {200}
    by_address: dict[str, set[str]] = {}
    for address, answer in zip(addresses, answers, strict=True):
        by_address.setdefault(address, set()).add(re.sub(r'name="token" value="[^"]*"', "", answer.text))
    assert {len(texts) for texts in by_address.values()} == {1}


def test_every_figure_of_the_overview_is_the_number_of_its_passages(client):
    html = client.get("/").text
    cells = re.findall(r'<a class="govuk-link govuk-link--no-underline" href="(/passages[^"]*)">(\d+)</a>', html)
    assert len(cells) > 30
    for address, figure in dict(cells).items():
        shown = text_of(client.get(address.replace("&amp;", "&")).text)
        assert f"{figure} passage" in shown, unquote(address)


def test_a_passage_leads_to_its_place_in_the_report(client):
    html = client.get("/passages?theme=accommodation&polarity=challenge&area=Northmere").text
    address = re.search(r'href="(/reports/[^"#]*)#at"', html)[1].replace("&amp;", "&")
    lit = re.search(r'<mark class="m m-found"[^>]* id="at"', client.get(address).text)
    assert lit


def test_downloads_hold_what_is_shown(client, corpus):
    rows = list(csv.DictReader(io.StringIO(client.get("/passages?theme=accommodation&format=csv").data.decode("utf-8-sig"))))
    assert f"{len(rows)} passages" in client.get("/passages?theme=accommodation").text
    with ZipFile(io.BytesIO(client.get("/?format=xlsx").data)) as book:
        assert sum(name.startswith("xl/worksheets/sheet") for name in book.namelist()) == 5
    found = list(csv.DictReader(io.StringIO(client.get("/search?q=flat&format=csv").data.decode("utf-8-sig"))))
    assert any("One mother told me the flat" in row["Words"] for row in found)
    assert client.get("/search?q=flat&format=docx").data.startswith(b"PK")
    figures = list(csv.DictReader(io.StringIO(client.get("/reports/northmere-2016-17/statistics?format=csv").data.decode("utf-8-sig"))))
    document = json.loads((corpus / "documents/northmere-2016-17.json").read_text(encoding="utf-8"))
    assert len(figures) == len(document["statistics"]) > 0


@pytest.mark.parametrize("cell", ["=1+1", "+44", "-x", "@sum", "\tx", "\rx"])
def test_no_cell_becomes_a_formula(cell):
    tables = [Table("One", ["Words"], [[cell]])]
    assert "'" + cell in next(csv.reader(io.StringIO(download(tables, "csv", "x").data.decode("utf-8-sig").split("\n", 1)[1], newline="")))
    with ZipFile(io.BytesIO(download(tables, "xlsx", "x").data)) as book:
        assert "<f>" not in book.read("xl/worksheets/sheet1.xml").decode()


def test_contact_details_stay_in_the_report(tmp_path):
    from mappa.corpus import build
    from mappa.paths import configs_dir

    with_styles()
    told = "Finding accommodation stays hard, so ring the police on 01632 960123 or write to panel@northmere.example for a bed."
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports/a.txt").write_text(
        f"Northmere MAPPA Annual Report 2016-17\n\nForeword\n\n{told}\n", encoding="utf-8", newline="\n"
    )
    build([tmp_path / "reports"], tmp_path / "corpus", configs=configs_dir())
    client = create_app(tmp_path / "corpus").test_client()
    report = "/reports/" + next((tmp_path / "corpus/documents").iterdir()).stem
    tables = ["/search?q=police", "/passages?theme=accommodation", "/highlights?layer=agency&label=police", "/codebook", f"{report}?"]
    for address in tables:
        for kind in ("", "&format=csv") if "?" in address else ("",):
            if address.startswith("/reports") and not kind:
                continue
            assert "960123" not in client.get(address + kind).data.decode("utf-8"), address
    assert "960123" in client.get(report).text


def test_forms_of_other_sites_are_refused(client, tmp_path):
    assert client.post("/add", data={"folders": str(tmp_path)}).status_code == 400
    assert client.post("/add", data={"folders": str(tmp_path), "token": "é"}).status_code == 400


def token_of(client, address: str) -> str:
    return re.search(r'name="token" value="([^"]+)"', client.get(address).text)[1]


def test_reports_are_added_and_corrected_on_the_page(tmp_path):
    with_styles()
    reports = write_reports(tmp_path / "reports")
    client = create_app(tmp_path / "corpus").test_client()
    assert "no reports here yet" in client.get("/").text
    wrong = client.post("/add", data={"token": token_of(client, "/add"), "folders": str(tmp_path / "nowhere")})
    assert wrong.status_code == 400
    assert "There is no folder" in wrong.text
    begun = client.post("/add", data={"token": token_of(client, "/add"), "folders": f'"{reports}"'})
    assert begun.status_code == 303
    told = text_of(client.get("/add/progress").text)
    assert "2 of 2 read" in told
    assert "documents 2" in told
    assert "not known" in text_of(client.get("/add").text)
    address = "/add/correct?name=southmere-2017-18.txt"
    bad = client.post(address, data={"token": token_of(client, address), "area": "Southmere", "period": "last year"})
    assert bad.status_code == 400
    assert "Write the year as 2015-16" in bad.text
    client.post(address, data={"token": token_of(client, address), "area": "Southmere", "period": "2017-18"})
    assert "documents 2" in text_of(client.get("/add/progress").text)
    assert tomllib.loads((reports / "corrections.toml").read_text(encoding="utf-8")) == {"southmere-2017-18.txt": {"area": "Southmere"}}
    assert "Southmere 2017–18" in client.get("/reports").text


def test_no_report_leaves_unseen(corpus, tmp_path):
    other = tmp_path / "other"
    other.mkdir()
    (other / "c.txt").write_text("Eastmere MAPPA Annual Report 2011-12\n\nForeword\n\nWords of police.\n", encoding="utf-8", newline="\n")
    assert leaving(corpus, [str(other)]) == ["northmere-2016-17.txt", "southmere-2017-18.txt"]
    assert leaving(corpus, [str(other), str(corpus.parent / "reports")]) == []


def test_a_correction_keeps_what_else_the_file_holds(tmp_path):
    path = tmp_path / "corrections.toml"
    path.write_text('# ours\n["a.pdf"]\nid = "kept"\narea = "Old"\n', encoding="utf-8", newline="\n")
    write_correction(path, "a.pdf", area='New "x"', period="")
    write_correction(path, "b é.pdf", area="", period="2015-16")
    assert tomllib.loads(path.read_text(encoding="utf-8")) == {"a.pdf": {"id": "kept", "area": 'New "x"'}, "b é.pdf": {"period": "2015-16"}}
    assert path.read_text(encoding="utf-8").startswith("# ours")
    write_correction(path, "b é.pdf", area="", period="")
    assert "b é.pdf" not in path.read_text(encoding="utf-8")
    before = path.read_bytes()
    with pytest.raises(MappaError, match="period"):
        write_correction(path, "a.pdf", area="", period="2015-19")
    assert path.read_bytes() == before


@pytest.mark.parametrize("typed", ["", "\n \n", "relative/folder", "/no/such/folder", "\0", "x" * 5000])
def test_a_folder_that_is_not_there_is_named(typed):
    with pytest.raises(MappaError):
        named_folders(typed)


def test_a_folder_may_be_pasted_in_quotation_marks(tmp_path):
    assert named_folders(f'"{tmp_path}"\n\n“{tmp_path}”') == [str(tmp_path)]


def test_plain_files_lead_to_one_another(corpus, tmp_path):
    with_styles()
    site = tmp_path / "site"
    assert write_site(create_app(corpus), site) == site / "index.html"
    pages = {path.resolve(): path.read_text(encoding="utf-8") for path in site.rglob("*.html")}
    assert {path.name for path in pages} >= {"index.html", "codebook.html", "northmere-2016-17.html"}
    for path, html in pages.items():
        for address in re.findall(r'(?:href|src)="([^"]*)"', html):
            file, _, place = address.partition("#")
            target = (path.parent / file).resolve() if file else path
            assert target.exists(), (path.name, address)
            assert not place or f'id="{place}"' in pages[target], (path.name, address)
    assert "<form method" not in pages[(site / "index.html").resolve()]
    write_site(create_app(corpus), site)
    with pytest.raises(MappaError, match="holds other files"):
        write_site(create_app(corpus), tmp_path)


def test_labels_read_as_words():
    assert [words(label) for label in ("lay-adviser", "smb-chair", "level-2-3-offenders", "registered-per-100000")] == [
        "Lay adviser",
        "SMB chair",
        "Level 2 and 3 offenders",
        "Registered per 100,000",
    ]


def test_a_damaged_document_is_one_sentence(corpus, tmp_path):
    import shutil

    with_styles()
    copy = tmp_path / "copy"
    shutil.copytree(corpus, copy)
    (copy / "documents/northmere-2016-17.json").write_text("{}", encoding="utf-8")
    answer = create_app(copy).test_client().get("/reports/northmere-2016-17")
    assert answer.status_code == 500
    assert "not the file that the last reading made" in answer.text


def test_the_lock_names_no_registry():
    lock = json.loads((Path(__file__).parents[1] / "pipeline/mappa/web/assets/package-lock.json").read_text(encoding="utf-8"))
    assert not any("resolved" in package for package in lock["packages"].values())
    assert all("integrity" in package for name, package in lock["packages"].items() if name)


def test_the_wheel_holds_the_pages_and_not_what_they_are_made_from():
    from hatchling.builders.wheel import WheelBuilder

    with_styles()
    root = Path(__file__).parents[1]
    held = {file.distribution_path.replace("\\", "/") for file in WheelBuilder(str(root)).recurse_included_files()}
    assert {"mappa/web/static/mappa.css", "mappa/web/static/mappa.js", "mappa/web/templates/base.html"} <= held
    assert not any("node_modules" in path or "web/assets" in path for path in held)
