"""Area, period, title, language and id of a report, in the forms that real reports use."""

from datetime import date

import pytest

from mappa.document import Block, freeze
from mappa.metadata import Facts, document_id, facts
from mappa.paths import configs_dir
from mappa.readers import Reading
from mappa.report import known_areas

FILLER = "The board met four times and looked at the work of every agency that shares in it."


def told(*lines: str, name: str = "report.pdf", title: str | None = None, furniture: tuple[str, ...] = ()) -> Facts:
    """The facts of a report whose first line is a heading and whose other lines are paragraphs."""
    blocks = tuple(Block("paragraph" if number else "heading", ((1, line),)) for number, line in enumerate(lines))
    reading = Reading(blocks, "application/pdf", pages=1, title=title, furniture=furniture)
    return facts(reading, freeze(blocks, 1), name, known_areas(configs_dir()))


@pytest.mark.parametrize(
    ("line", "start"),
    [
        ("Dorset MAPPA Annual Report 2015-16", 2015),
        ("Dorset MAPPA Annual Report 2015/16", 2015),
        ("Dorset MAPPA Annual Report 2022 – 2023", 2022),
        ("Dorset MAPPA Annual Report 2002-3", 2002),
        ("Dorset MAPPA Annual Report 02/03", 2002),
        ("Dorset MAPPA Annual Report 2002-2003", 2002),
        ("Dorset MAPPA Annual Report '06/'07", 2006),
        ("Dorset MAPPA Annual Report 2003Ð4", 2003),
        ("Dorset MAPPA Annual Report 2002", 2001),
        ("Dorset MAPPA Annual Report 2005", 2004),
        ("Dorset MAPPA Annual Report 1 April 2010 to 31 March 2011", 2010),
        ("Dorset MAPPA Annual Report: 1st April 2004 - 31st March 2005", 2004),
        ("Dorset MAPPA Annual Report, April 2003 to March 2004", 2003),
    ],
)
def test_the_period_is_read_in_every_form(line: str, start: int) -> None:
    assert told(line, FILLER).period == (date(start, 4, 1), date(start + 1, 3, 31))


@pytest.mark.parametrize(
    "line", ["Dorset MAPPA Annual Report", "Dorset MAPPA Business Plan 2006-2009", "Dorset MAPPA: 10/12 cases in 2 years"]
)
def test_no_period_is_invented(line: str) -> None:
    known = told(line, FILLER)
    assert known.period is None
    assert "period" in {notice.code for notice in known.notices}


def test_the_printed_period_wins_over_the_file_name_and_a_warning_says_so() -> None:
    known = told("Dorset MAPPA Annual Report", "The figures cover the period 1 April 2011 to 31 March 2012.", name="dorset-2012-13.pdf")
    assert known.period == (date(2011, 4, 1), date(2012, 3, 31))
    assert [notice.message for notice in known.notices if notice.code == "period"] == [
        "2011-04-01 to 2012-03-31 is taken as printed; the file's name says 2012-04-01 to 2013-03-31"
    ]


def test_the_snapshot_date_tells_the_year_where_nothing_else_does() -> None:
    assert told("Dorset MAPPA Annual Report", "There were 900 on 31 March 2014.").period == (date(2013, 4, 1), date(2014, 3, 31))


def test_the_file_name_tells_the_year_where_the_text_does_not() -> None:
    assert told("Dorset MAPPA Annual Report", FILLER, name="MAPPA_Dorset_2016_17.docx").period == (date(2016, 4, 1), date(2017, 3, 31))


@pytest.mark.parametrize(
    ("lines", "area"),
    [
        (("Teesside MAPPA Annual Report 2006-2007",), "Cleveland"),
        (("Hampshire & Isle of Wight MAPPA Annual Report 2008",), "Hampshire"),
        (("County Durham and Darlington MAPPA Annual Report 2008",), "Durham"),
        (("MAPPA ANNUAL REPORT 2012-13", "AVON & SOMERSET"), "Avon and Somerset"),
        (("Staffordshire and West Midlands MAPPA Annual Report 2010-11",), "Staffordshire and West Midlands"),
        (("North Yorkshire and City of York MAPPA Annual Report 2004",), "North Yorkshire"),
        (("Greater Manchester MAPPA Annual Report 2004",), "Greater Manchester"),
    ],
)
def test_historic_and_merged_names_map_to_the_area(lines: tuple[str, ...], area: str) -> None:
    assert told(*lines, FILLER).area == area


def test_the_area_may_stand_only_in_a_running_header() -> None:
    assert told("Foreword", FILLER, furniture=("Gwent MAPPA Annual Report 2011-12",)).area == "Gwent"


def test_the_area_may_stand_only_in_the_file_s_own_title() -> None:
    assert told("Foreword", FILLER, title="Norfolk MAPPA Annual Report 2019-20").area == "Norfolk"


def test_the_area_may_stand_only_in_the_file_s_name() -> None:
    assert told("Foreword", FILLER, name="south-yorkshire-mappa-2019-20.pdf").area == "South Yorkshire"


def test_an_area_that_no_list_knows_is_taken_as_its_title_prints_it() -> None:
    known = told(
        "Eastmarch MAPPA Annual Report 2018-19", "Crime in Eastmarch fell.", "The Eastmarch Police and MAPPA in Eastmarch are proud of it."
    )
    assert known.area == "Eastmarch"


def test_what_a_template_left_behind_is_no_fact() -> None:
    known = told("Area name here MAPPA Annual Report 2015-16", FILLER, title="MAPPA areas annual report template June 2011")
    assert known.area is None
    assert "area" in {notice.code for notice in known.notices}


def test_a_neighbour_named_once_is_not_the_area() -> None:
    assert told("MAPPA Annual Report 2015-16", "A manager from Kent gave advice.").area is None


def test_a_welsh_report_is_told_by_its_words() -> None:
    welsh = "Mae'r trefniadau hyn yn diogelu'r cyhoedd ac yn gweithio gyda'r heddlu er mwyn rheoli'r risg sydd yn yr ardal."
    known = told("Adroddiad Blynyddol MAPPA Gwent 2012-13", welsh, welsh)
    assert (known.language, known.area) == ("cy", "Gwent")
    assert document_id(known.area, known.period, known.language, "x.pdf") == "gwent-2012-13-cy"


@pytest.mark.parametrize(
    ("area", "start", "name", "id_"),
    [
        ("Avon and Somerset", 2015, "x.pdf", "avon-and-somerset-2015-16"),
        ("Dyfed-Powys", 1999, "x.pdf", "dyfed-powys-1999-2000"),
        (None, 2015, "Ynys Môn -- 2015 (final).pdf", "ynys-mon-2015-final"),
    ],
)
def test_ids(area: str | None, start: int, name: str, id_: str) -> None:
    assert document_id(area, (date(start, 4, 1), date(start + 1, 3, 31)), "en", name) == id_
