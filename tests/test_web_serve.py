"""The command that shows the pages: where it listens, what it says, and that plain files are written instead when asked for."""

import os
import re
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor

import pytest
from typer.testing import CliRunner

from mappa.cli import app
from mappa.cli.serve import USUAL_PORT, _listen
from mappa.errors import MappaError
from web_reports import make_corpus
from web_styles import with_styles


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    with_styles()
    return make_corpus(tmp_path_factory.mktemp("served"))


def test_the_command_shows_the_pages_on_this_computer_only(corpus):
    command = [sys.executable, "-c", "from mappa.cli import main; main()", "serve", str(corpus), "--no-browser"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, encoding="utf-8") as process:
        try:
            line = process.stderr.readline()
            address = re.search(r"http://127\.0\.0\.1:(\d+)/", line)
            assert address, line
            with urllib.request.urlopen(f"{address[0]}reports", timeout=30) as answer:
                assert b"Northmere" in answer.read()
            hard = ["search?q=" + "x" * 10_000, "search?q=flat%00%22bed", "", "reports/northmere-2016-17", "codebook"] * 12
            with ThreadPoolExecutor(20) as clients:
                assert set(clients.map(lambda path: status(address[0] + path), hard)) == {200, 400}
            with socket.socket() as other, pytest.raises(OSError):
                other.settimeout(1)
                other.connect((own_address(), int(address[1])))
        finally:
            process.send_signal(signal.SIGTERM if os.name == "nt" else signal.SIGINT)
            process.wait(30)
    assert process.returncode == 0 or os.name == "nt"


def status(address: str) -> int:
    """How the pages answer: 400 for a query with a fault, such as a quotation mark that is never closed."""
    try:
        with urllib.request.urlopen(address, timeout=60) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        with error:
            return error.code


def own_address() -> str:
    """An address at which this computer could be reached, were the pages open to others."""
    return "127.0.0.2"


def test_a_port_in_use_is_named_and_the_usual_one_gives_way():
    with _listen(None) as first:
        port = first.getsockname()[1]
        first.listen()
        with _listen(None) as second:
            assert second.getsockname()[1] != port
        with pytest.raises(MappaError, match=f"port {port} is in use"):
            _listen(port)
    assert 1024 < USUAL_PORT < 65536


def test_plain_files_are_written_instead(corpus, tmp_path):
    done = CliRunner().invoke(app, ["serve", str(corpus), "--static", str(tmp_path / "site")])
    assert done.exit_code == 0, done.output
    assert done.stdout.strip() == str(tmp_path / "site/index.html")
    assert "Where people live or could live" in (tmp_path / "site/codebook.html").read_text(encoding="utf-8")


def test_importing_the_command_imports_no_web_library():
    code = "import sys, mappa.cli.serve; sys.exit(any(name in sys.modules for name in ('flask', 'waitress', 'pandas', 'spacy')))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
