"""Debian's Chromium, the pages of a small corpus, and a watch on every request a page makes."""

import os
import shutil
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))

AXE = Path(__file__).parents[2] / "pipeline/mappa/web/assets/node_modules/axe-core/axe.min.js"
NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"]  # fmt: skip


def missing(told: str) -> None:
    """Skip for want of something that CI installs; there its absence is a failure."""
    if os.environ.get("CI") == "true":
        pytest.fail(told)
    pytest.skip(told)


@pytest.fixture(scope="session")
def browser() -> Iterator[object]:
    program = next(filter(None, map(shutil.which, NAMES)), None)
    if program is None:
        missing("no Chromium is installed: apt-get install chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def axe() -> str:
    if not AXE.is_file():
        missing("axe-core is not installed: make web")
    return AXE.read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def corpus(tmp_path_factory) -> Path:
    from web_reports import make_corpus

    return make_corpus(tmp_path_factory.mktemp("browsed"))


@pytest.fixture(scope="session")
def serve(tmp_path_factory) -> Iterator[object]:
    """Serve a corpus as the command does, on a port of its own; gives its address."""
    from waitress.server import create_server

    from web_styles import with_styles

    with_styles()
    from mappa.web.app import create_app

    servers = []

    def begin(corpus: Path) -> str:
        server = create_server(create_app(corpus), host="127.0.0.1", port=0, threads=8)
        servers.append(server)
        threading.Thread(target=server.run, daemon=True).start()
        return f"http://127.0.0.1:{server.effective_port}"

    yield begin
    for server in servers:
        server.close()


@pytest.fixture(scope="session")
def site(serve, corpus) -> str:
    return serve(corpus)


@pytest.fixture
def visit(browser, site) -> Iterator[object]:
    """Open a page at a width, with or without scripts; at the end, no page may have asked any other machine for anything."""
    contexts, asked, broken = [], [], []

    def open_page(address: str, *, width: int = 1280, scripts: bool = True, base: str | None = None) -> object:
        context = browser.new_context(viewport={"width": width, "height": 800}, java_script_enabled=scripts, locale="en-GB")
        contexts.append(SimpleNamespace(close=context.close))
        context.on("request", lambda request: asked.append(request.url))
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: broken.append(str(error)))
        page.on("dialog", lambda dialog: (broken.append(dialog.message), dialog.dismiss()))
        page.on("console", lambda message: broken.append(message.text) if "Content Security Policy" in message.text else None)
        page.goto((base or site) + address)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert [url for url in asked if not url.startswith(("http://127.0.0.1:", "file://"))] == []
    assert broken == []
