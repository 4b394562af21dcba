"""The wheel: that it holds the program and the rules, and that it works where it is installed, far from any checkout."""

import json
import os
import subprocess
import sys
import sysconfig
import tomllib
import venv
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]

REPORT = """Northmere MAPPA Annual Report 2016-17

Introduction

This year the police and the probation service in Northmere worked side by side.

What is MAPPA?

Several bodies have to plan together how people who may do harm are watched and helped.
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    """The wheel, built with the build backend that is installed here."""
    folder = tmp_path_factory.mktemp("wheel")
    pip("wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", folder, ROOT)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def python(wheel, tmp_path_factory) -> Path:
    """A Python in an environment with the wheel; its libraries are those installed here, which saves fetching them again."""
    folder = tmp_path_factory.mktemp("installed")
    venv.create(folder, with_pip=False)
    python = next(path for path in (folder / "bin/python", folder / "Scripts/python.exe") if path.exists())
    pip("--python", python, "install", "--no-deps", wheel)
    where = "import sysconfig; print(sysconfig.get_path('purelib'))"
    site = subprocess.run([python, "-c", where], capture_output=True, text=True, check=True)
    libraries = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    Path(site.stdout.strip(), "libraries.pth").write_text("\n".join(sorted(libraries)), encoding="utf-8")
    return python


def pip(*arguments: object) -> None:
    subprocess.run([sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", *map(str, arguments)], check=True)


def test_every_library_asked_for_is_pinned_within_its_range():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = map(Requirement, [*project["dependencies"], *project["optional-dependencies"]["dev"]])
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pinned = dict(line.split("==") for line in lines if not line.startswith("#"))
    versions = {canonicalize_name(name): version for name, version in pinned.items()}
    missing = [str(one) for one in asked if versions.get(canonicalize_name(one.name), "0") not in one.specifier]
    assert missing == []


def test_the_wheel_holds_the_program_and_every_rules_file(wheel):
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    rules = {f"mappa/configs/{path.name}" for path in (ROOT / "configs").glob("*.toml")}
    assert rules
    assert rules | {"mappa/configs/pipeline.cfg"} <= names
    assert {"mappa/__init__.py", "mappa/py.typed", "mappa/cli/__init__.py"} <= names
    assert not any(name.startswith(("tests", "corpus", "pipeline")) for name in names)


def test_the_installed_wheel_builds_a_corpus(python, tmp_path):
    report = tmp_path / "northmere-2016-17.txt"
    report.write_text(REPORT, encoding="utf-8")
    environment = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "MAPPA_CONFIGS")}

    def run(*arguments: object) -> str:
        command = [python, *map(str, arguments)]
        done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, encoding="utf-8")
        assert done.returncode == 0, done.stderr
        return done.stdout

    where = run("-c", "import mappa, mappa.paths; print(mappa.__file__); print(mappa.paths.shipped_configs())").splitlines()
    assert all(Path(path).is_relative_to(python.parents[1]) for path in where)
    command = python.with_name("mappa.exe" if os.name == "nt" else "mappa")
    assert subprocess.run([command, "--version"], env=environment, capture_output=True, check=True).stdout
    program = "from mappa.cli import main; main()"
    run("-c", program, "build", report, "-o", "corpus")
    run("-c", program, "validate", "corpus")
    document = json.loads((tmp_path / "corpus/documents/northmere-2016-17.json").read_text(encoding="utf-8"))
    assert document["metadata"]["area"] == "Northmere"
    assert {"police", "probation"} <= {item["label"] for item in document["annotations"]}
