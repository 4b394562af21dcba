"""Which short lines may be headings, and which are signatures."""

import pytest

from mappa.readers.headings import may_head
from mappa.readers.signatures import is_signature


@pytest.mark.parametrize("line", ["Victim Work", "JT", "M W", "Case Study One:", "What is MAPPA?"])
def test_lines_that_may_head(line: str) -> None:
    assert may_head(line)


@pytest.mark.parametrize(
    "line", ["IV", "7", "A", "They met twice a year.", "“We share what we know”", "Foreword ....... 3", "Tel. 01632 960123"]
)
def test_lines_that_head_nothing(line: str) -> None:
    assert not may_head(line)


@pytest.mark.parametrize(
    "line", ["Mary Shaw, Head of Probation", "Alan Reed Police Officer, Winton Police", "ACC John Reed", "Owen Pugh (Chair of the Board)"]
)
def test_a_person_with_a_post_is_a_signature(line: str) -> None:
    assert is_signature(line)


@pytest.mark.parametrize(
    "line", ["National Probation Service, North West Division", "Probation Service, Chief Officer's page", "Prisons and Police"]
)
def test_a_body_with_a_place_is_none(line: str) -> None:
    assert not is_signature(line)
