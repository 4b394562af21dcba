"""corrections.toml: what it may set, and one line for what it may not."""

from datetime import date
from pathlib import Path

import pytest

from mappa.corrections import Correction, load_corrections
from mappa.errors import MappaError


def load(folder: Path, text: str) -> dict[str, Correction]:
    (folder / "corrections.toml").write_text(text, encoding="utf-8")
    return load_corrections(folder)


def test_a_folder_without_corrections_has_none(tmp_path):
    assert load_corrections(tmp_path) == {}


@pytest.mark.parametrize("period", ['"2016-17"', '"2016-2017"', '"2016/17"', "{ start = 2016-04-01, end = 2017-03-31 }"])
def test_everything_can_be_set(tmp_path, period):
    found = load(tmp_path, f'["a b.pdf"]\narea = "Northmere"\nperiod = {period}\nid = "northmere-2016-17"\nlanguage = "cy"\n')
    assert found == {"a b.pdf": Correction("Northmere", (date(2016, 4, 1), date(2017, 3, 31)), "northmere-2016-17", "cy")}


def test_a_period_may_cross_the_century(tmp_path):
    assert load(tmp_path, '["a.pdf"]\nperiod = "1999-00"\n')["a.pdf"].period == (date(1999, 4, 1), date(2000, 3, 31))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('["a.pdf"]\nyear = 2016\n', "unknown key 'year'; it can set area, period, id, language"),
        ('[a.pdf]\narea = "Northmere"\n', "unknown key 'pdf'"),
        ('area = "Northmere"\n', "quoted file name"),
        ('["a.pdf"]\narea = ""\n', "area: expected words"),
        ('["a.pdf"]\nid = "North Mere"\n', "id 'North Mere' may hold only"),
        ('["a.pdf"]\nlanguage = "fr"\n', "language 'fr' is none of en, cy"),
        ('["a.pdf"]\nperiod = "2016-18"\n', "period: expected"),
        ('["a.pdf"]\nperiod = 2016\n', "period: expected"),
        ('["a.pdf"]\nperiod = { start = 2017-04-01, end = 2016-03-31 }\n', "period: expected"),
        ('["a.pdf"\n', "cannot be read as TOML"),
    ],
)
def test_a_fault_is_one_line_that_names_the_file(tmp_path, text, told):
    with pytest.raises(MappaError) as caught:
        load(tmp_path, text)
    assert told in str(caught.value)
    assert str(caught.value).startswith(str(tmp_path / "corrections.toml"))
    assert "\n" not in str(caught.value)


def test_a_file_that_is_not_utf_8_is_named(tmp_path):
    (tmp_path / "corrections.toml").write_bytes(b'["a.pdf"]\narea = "\xff"\n')
    with pytest.raises(MappaError, match="cannot be read as TOML in UTF-8"):
        load_corrections(tmp_path)
