"""docs/analysis.md: every command that it shows prints what it shows, on the sample corpus."""

import re
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

from mappa.cli import app

ROOT = Path(__file__).resolve().parents[1]
PAGE = (ROOT / "docs" / "analysis.md").read_text(encoding="utf-8")
SHOWN = [
    (command, told.splitlines())
    for block in re.findall(r"```console\n(.*?)```", PAGE, re.DOTALL)
    for command, told in re.findall(r"^\$ mappa (.*)\n((?:(?!\$ ).*\n)*)", block, re.MULTILINE)
]


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("corpus") / "annotated"
    assert run(SHOWN[0][0], folder)
    return folder


def run(command: str, folder: Path) -> list[str]:
    words = [
        word.replace("corpus/annotated", str(folder)).replace("corpus/sample", str(ROOT / "corpus" / "sample"))
        for word in shlex.split(command)
    ]
    result = CliRunner().invoke(app, words)
    assert result.exit_code == 0, result.output
    return result.output.splitlines()


@pytest.mark.parametrize(("command", "told"), SHOWN[1:])
def test_a_command_of_the_page_prints_what_the_page_shows(built, command, told):
    assert told
    printed = [line.split() for line in run(command, built)]
    at = 0
    for line, before in zip(told, ["", *told], strict=False):
        if line == "...":
            continue
        place = printed.index(line.split(), at)
        assert before == "..." or place == at, f"something stands before {line!r}"
        at = place + 1
    assert told[-1] == "..." or at == len(printed)
