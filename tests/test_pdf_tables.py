"""Tables in PDF reports: with rules, without, over two pages, and frames that only lay out prose."""

from collections.abc import Sequence

from reportlab.pdfgen.canvas import Canvas

from pdf_pages import drawn, kinds, line, prose, tables, texts

SENTENCE = "The quay was mended in the spring, and boats of every size may lie alongside it again. Dues are as they were."
BERTHS = (
    ("", "Small boats", "Large boats", "Total"),
    ("North quay", "21", "7", "28"),
    ("South quay", "14", "-", "14"),
    ("Total", "35", "7", "42"),
)
WIDTHS = (120, 90, 90, 60)


def places(x: float) -> list[float]:
    return [x + sum(WIDTHS[:at]) for at in range(len(WIDTHS) + 1)]


def cells(canvas: Canvas, rows: Sequence[Sequence[str]], x: float, y: float, *, height: float = 18) -> float:
    """Rows of text without rules: labels from the left, values to the right; the baseline after the last."""
    for row in rows:
        canvas.setFont("Helvetica", 10)
        for at, text in enumerate(row):
            if at:
                canvas.drawRightString(places(x)[at + 1] - 8, y, text)
            else:
                canvas.drawString(x + 4, y, text)
        y -= height
    return y


def ruled(canvas: Canvas, rows: Sequence[Sequence[str]], x: float, y: float) -> float:
    end = cells(canvas, rows, x, y)
    for at in range(len(rows) + 1):
        canvas.line(x, y + 12 - 18 * at, places(x)[-1], y + 12 - 18 * at)
    for place in places(x):
        canvas.line(place, y + 12, place, end + 12)
    return end


def test_a_ruled_table_is_one_block_between_its_neighbours() -> None:
    def page(canvas: Canvas) -> None:
        prose(canvas, SENTENCE, 50, 740, 400)
        end = ruled(canvas, BERTHS, 50, 680)
        prose(canvas, SENTENCE, 50, end - 10, 400)

    data = drawn(page)
    assert tables(data) == [BERTHS]
    assert [kind for kind, _ in kinds(data)] == ["paragraph", "table", "paragraph"]


def test_a_merged_cell_is_printed_once() -> None:
    def page(canvas: Canvas) -> None:
        line(canvas, "Both quays", 60, 668)
        line(canvas, "North", 60, 648)
        line(canvas, "12", 160, 648)
        for y in (640, 660, 680):
            canvas.line(50, y, 250, y)
        canvas.line(50, 640, 50, 680)
        canvas.line(150, 640, 150, 660)
        canvas.line(250, 640, 250, 680)

    assert tables(drawn(page)) == [(("Both quays", ""), ("North", "12"))]


def test_a_table_over_two_pages_is_one_and_its_head_stands_once() -> None:
    def first(canvas: Canvas) -> None:
        prose(canvas, SENTENCE, 50, 740, 400)
        ruled(canvas, BERTHS[:2], 50, 130)

    def second(canvas: Canvas) -> None:
        end = ruled(canvas, (BERTHS[0], *BERTHS[2:]), 50, 740)
        prose(canvas, SENTENCE, 50, end - 10, 400)

    assert tables(drawn(first, second)) == [BERTHS]


def test_two_tables_on_two_pages_with_words_between_stay_two() -> None:
    def first(canvas: Canvas) -> None:
        end = ruled(canvas, BERTHS, 50, 680)
        prose(canvas, SENTENCE, 50, end - 10, 400)

    assert len(tables(drawn(first, first))) == 2


def test_a_frame_around_sentences_is_prose() -> None:
    def page(canvas: Canvas) -> None:
        for x in (50, 250, 450):
            canvas.line(x, 600, x, 700)
        for y in (600, 700):
            canvas.line(50, y, 450, y)
        prose(canvas, SENTENCE, 55, 688, 180)
        prose(canvas, SENTENCE.replace("spring", "autumn"), 255, 688, 180)

    assert texts(drawn(page)) == [SENTENCE, SENTENCE.replace("spring", "autumn")]


def test_a_table_without_rules() -> None:
    def page(canvas: Canvas) -> None:
        prose(canvas, SENTENCE, 50, 740, 400)
        end = cells(canvas, BERTHS, 50, 690)
        prose(canvas, SENTENCE, 50, end - 12, 400)

    data = drawn(page)
    assert tables(data) == [BERTHS]
    assert texts(data) == [SENTENCE, SENTENCE]


def test_heads_of_several_lines_without_rules() -> None:
    def page(canvas: Canvas) -> None:
        cells(canvas, (("", "Boats of", "Boats of", ""), ("", "ten feet", "twenty feet", "Total")), 50, 700, height=12)
        cells(canvas, BERTHS[1:], 50, 670)

    assert tables(drawn(page)) == [(("", "Boats of ten feet", "Boats of twenty feet", "Total"), *BERTHS[1:])]


def test_a_label_of_two_lines_with_its_value_between_them() -> None:
    def page(canvas: Canvas) -> None:
        line(canvas, "Number of owners who were asked to move their boats", 50, 700)
        line(canvas, "following a warning", 50, 688)
        line(canvas, "17", 420, 694)

    assert tables(drawn(page)) == [(("Number of owners who were asked to move their boats following a warning", "17"),)]


def test_a_row_without_values_stands_between_rows() -> None:
    def page(canvas: Canvas) -> None:
        cells(canvas, (*BERTHS[:2], ("In the winter", "", "", ""), *BERTHS[2:]), 50, 700)

    assert tables(drawn(page)) == [(*BERTHS[:2], ("In the winter", "", "", ""), *BERTHS[2:])]


def test_prose_with_numbers_is_no_table() -> None:
    text = "There were 28 boats in 2011 and 42 boats in 2012, of which 7 lay at the north quay and 35 elsewhere, all told 77 boats."
    assert tables(drawn(lambda canvas: prose(canvas, text, 50, 700, 200))) == []
