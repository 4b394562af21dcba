"""What several test modules share."""

import os
from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real reports and their gold, which is never part of the repository."""
    if not SHARED.is_dir():
        if os.environ.get("CI") == "true":
            pytest.fail(f"{SHARED} is missing, and CI must test against it")
        pytest.skip(f"{SHARED} is not here: the real reports are not part of the repository")
    return SHARED
