"""The command that shows a corpus in a web browser."""

import os
import socket
import sys
from pathlib import Path
from typing import Annotated

import typer

from mappa.cli.options import Configs
from mappa.errors import MappaError

HOST = "127.0.0.1"
USUAL_PORT = 8642
THREADS = 16


def serve(
    corpus: Annotated[Path, typer.Argument(metavar="CORPUS", help="A corpus; or a new folder, if reports are to be added on the page.")],
    port: Annotated[
        int | None, typer.Option("--port", min=1, max=65535, help=f"Port to use; by default {USUAL_PORT}, or one that is free.")
    ] = None,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open the page in the web browser.")] = True,
    static: Annotated[
        Path | None, typer.Option("--static", metavar="FOLDER", help="Instead of showing the pages, write them to FOLDER as plain files.")
    ] = None,
    configs: Configs = None,
) -> None:
    """Show a corpus in a web browser, on this computer only: overview, search, reports with their highlights, codebook.

    Nothing is sent over any network. Reports can be added on the page. Press Ctrl and C to stop.
    """
    from mappa.cli.analysis import definitions
    from mappa.web.app import create_app

    if corpus.is_file():
        raise MappaError(f"{corpus}: a file; name the folder of a corpus, or a new one")
    app = create_app(corpus, configs=configs, definitions={theme: one.text for theme, one in definitions(configs).items()})
    if static is not None:
        from mappa.web.static_site import write_site

        print(write_site(app, static))
        return
    from waitress.server import create_server

    listening = _listen(port)
    server = create_server(app, sockets=[listening], threads=THREADS)
    address = f"http://{HOST}:{listening.getsockname()[1]}/"
    print(f"The pages are at {address} on this computer only. Press Ctrl and C to stop.", file=sys.stderr, flush=True)
    if browser:
        import webbrowser

        webbrowser.open(address)
    try:
        server.run()
    except KeyboardInterrupt:
        server.close()


def _listen(port: int | None) -> socket.socket:
    """A socket of this computer alone, at `port`; without one at the usual port, else at any that is free."""
    for wanted in [port] if port else [USUAL_PORT, 0]:
        listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        if os.name != "nt":  # else the port stays taken for a minute after the pages were closed; Windows frees it, and would share it
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((HOST, wanted))
        except OSError:
            listening.close()
            continue
        return listening
    raise MappaError(f"port {port} is in use, perhaps by these pages already; choose another with --port")
