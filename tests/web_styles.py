"""The pages' styles are compiled: a test that needs them is skipped where nobody has, and fails in CI."""

import os

import pytest

from mappa.web.app import STATIC


def with_styles() -> None:
    """Skip, with the reason, where the styles were never compiled; in CI that is a failure."""
    if not (STATIC / "mappa.css").is_file():
        told = "the pages' styles are not compiled: make web"
        pytest.fail(told) if os.environ.get("CI") == "true" else pytest.skip(told)
