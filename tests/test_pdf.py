"""Reading PDF reports: order, furniture, blocks, and files that cannot be read. Pages are drawn here, in words of our own."""

import json
from pathlib import Path

import pytest
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from mappa.document import freeze
from mappa.errors import SourceError
from mappa.readers.pdf_titles import meaningful_title
from pdf_pages import HEIGHT, WIDTH, drawn, kinds, line, only, prose, raw, read, texts

FIRST = (
    "The harbour team meets each week to talk through the work of the quay. It looks at every boat that came in, at who was on board "
    "and at what was landed, and it agrees what is to be done before the next tide. Nobody leaves the room until that is written down."
)
SECOND = (
    "Boats that need more care are visited twice. The second visit is made by two people, one of them from the harbour office, so that "
    "what was seen can be told in the same way by both. A note of the visit is kept for seven years and may be read by the owner."
)
THIRD = (
    "Owners are asked what they thought of the visit. Most were content with the time it took and with the tone of those who came. Some "
    "wished for a longer warning, and from this spring a letter goes out ten days ahead of each visit to every owner in the register."
)


def without_spaces(parts: list[str]) -> list[str]:
    return [" ".join(part.split()) for part in parts]


def columns(canvas: Canvas, parts: list[str], y: float, count: int) -> float:
    width = (WIDTH - 100 - 20 * (count - 1)) / count
    return min(prose(canvas, part, 50 + at * (width + 20), y, width) for at, part in enumerate(parts))


class TestOrder:
    def test_two_columns_under_a_title_and_a_paragraph_under_them(self) -> None:
        def page(canvas: Canvas) -> None:
            line(canvas, "Work on the quay", 50, 760, "Helvetica-Bold", 18)
            end = columns(canvas, [FIRST, SECOND], 730, 2)
            prose(canvas, THIRD, 50, end - 20, WIDTH - 100)

        assert texts(drawn(page)) == ["Work on the quay", FIRST, SECOND, THIRD]

    def test_three_columns(self) -> None:
        assert texts(drawn(lambda canvas: columns(canvas, [FIRST, SECOND, THIRD], 730, 3))) == [FIRST, SECOND, THIRD]

    def test_columns_drawn_row_by_row(self) -> None:
        def page(canvas: Canvas) -> None:
            canvas.setFont("Helvetica", 10)
            left, right = FIRST.split(), SECOND.split()
            for row in range(0, 44, 4):
                canvas.drawString(50, 700 - 3 * row, " ".join(left[row : row + 4]))
                canvas.drawString(200, 700 - 3 * row, " ".join(right[row : row + 4]))

        text = freeze(read(drawn(page)).blocks, 1).text
        assert text.split() == [*FIRST.split()[:44], *SECOND.split()[:44]]

    def test_a_sidebar_of_short_lines_off_the_grid(self) -> None:
        def page(canvas: Canvas) -> None:
            prose(canvas, FIRST + " " + SECOND, 50, 700, 330)
            prose(canvas, "Call the harbour office at any hour if you see a boat adrift in the channel.", 430, 695, 100, size=8)

        found = texts(drawn(page))
        assert found[0] == FIRST + " " + SECOND
        assert found[-1].startswith("Call the harbour office")

    def test_a_heading_between_two_pairs_of_columns_stands_between_them(self) -> None:
        def page(canvas: Canvas) -> None:
            end = columns(canvas, [FIRST, SECOND], 750, 2)
            line(canvas, "Later visits", 50, end - 20, "Helvetica-Bold", 16)
            prose(canvas, THIRD, 50, end - 44, WIDTH - 100)

        assert texts(drawn(page)) == [FIRST, SECOND, "Later visits", THIRD]

    def test_text_on_its_side_comes_last(self) -> None:
        def page(canvas: Canvas) -> None:
            canvas.saveState()
            canvas.rotate(90)
            line(canvas, "Printed on the quay", 300, -30, size=7)
            canvas.restoreState()
            prose(canvas, FIRST, 50, 700, 300)

        assert texts(drawn(page)) == [FIRST, "Printed on the quay"]

    @pytest.mark.parametrize("angle", [90, 180, 270])
    def test_a_page_set_sideways_is_turned(self, angle: int) -> None:
        def page(canvas: Canvas) -> None:
            canvas.translate(WIDTH / 2, HEIGHT / 2)
            canvas.rotate(angle)
            columns_at(canvas)

        def columns_at(canvas: Canvas) -> None:
            prose(canvas, FIRST, -230, 150, 200)
            prose(canvas, SECOND, 20, 150, 200)

        assert texts(drawn(page)) == [FIRST, SECOND]

    @pytest.mark.parametrize("angle", [90, 180, 270])
    def test_a_page_with_rotate_reads_like_any_other(self, angle: int) -> None:
        def page(canvas: Canvas) -> None:
            canvas.setPageRotation(angle)
            columns(canvas, [FIRST, SECOND], 700, 2)

        assert texts(drawn(page)) == [FIRST, SECOND]

    def test_a_page_border_is_no_table(self) -> None:
        def page(canvas: Canvas) -> None:
            canvas.rect(20, 20, WIDTH - 40, HEIGHT - 40)
            columns(canvas, [FIRST, SECOND], 700, 2)

        assert texts(drawn(page)) == [FIRST, SECOND]

    def test_a_boxed_text_beside_a_column_stays_whole(self) -> None:
        def page(canvas: Canvas) -> None:
            prose(canvas, FIRST + " " + SECOND, 50, 700, 280)
            canvas.rect(350, 600, 200, 112)
            prose(canvas, THIRD, 358, 700, 184)

        assert texts(drawn(page)) == [FIRST + " " + SECOND, THIRD]


class TestWords:
    def test_letter_spaced_capitals(self) -> None:
        def page(canvas: Canvas) -> None:
            text = canvas.beginText(50, 700)
            text.setFont("Helvetica", 12)
            text.setCharSpace(6)
            text.textOut("HARBOUR NEWS")
            canvas.drawText(text)
            prose(canvas, FIRST, 50, 660, 300)

        assert texts(drawn(page))[0] == "HARBOUR NEWS"

    def test_letters_parted_by_spaces(self) -> None:
        def page(canvas: Canvas) -> None:
            line(canvas, "H A R B O U R   N E W S", 50, 700, "Helvetica-Bold", 14)
            prose(canvas, FIRST, 50, 660, 300)

        assert texts(drawn(page))[0] == "HARBOUR NEWS"

    def test_a_drop_capital_begins_its_word(self) -> None:
        def page(canvas: Canvas) -> None:
            line(canvas, "T", 50, 676, size=36)
            end = prose(canvas, "aking our boats to sea is a matter of weather, of tide and of the hands that are to be", 76, 700, 224)
            prose(canvas, "had on the day, as every harbour knows.", 50, end, 250)

        assert texts(drawn(page))[0].startswith("Taking our boats")

    @pytest.mark.parametrize("shift", [0.0, 0.3, 0.6])
    def test_fake_bold_is_printed_once(self, shift: float) -> None:
        def page(canvas: Canvas) -> None:
            for time in range(3):
                line(canvas, "Annual Report", 50 + time * shift, 700, size=20)
            prose(canvas, FIRST, 50, 660, 300)

        assert texts(drawn(page))[0] == "Annual Report"

    def test_a_change_of_font_inside_a_word_is_no_space(self) -> None:
        data = raw(b"BT /F1 12 Tf 50 700 Td (harbour) Tj /F1 11.5 Tf ('s boats) Tj ET")
        assert texts(data) == ["harbour's boats"]

    def test_a_size_below_zero_in_a_matrix_that_turns_it_back(self) -> None:
        assert texts(raw(b"BT /F1 -12 Tf -1 0 0 -1 50 700 Tm (harbour boats) Tj ET")) == ["harbour boats"]

    def test_a_matrix_without_extent_is_passed_over(self) -> None:
        assert texts(raw(b"BT /F1 12 Tf 50 700 Td (harbour) Tj 0 0 0 0 5 5 Tm (lost) Tj ET"))[0] == "harbour"

    def test_words_cut_at_a_line_end(self) -> None:
        def page(canvas: Canvas) -> None:
            canvas.setFont("Helvetica", 10)
            for at, text in enumerate(
                [
                    "The multi-agency panel met in the old custom house, and the multi-",
                    "agency work went on. Those who co-ordinate it say that the arrange-",
                    "ments hold, that self-",
                    "help is welcome there, and that the co-",
                    "ordinator of the harbour is to be thanked for it by every one of us.",
                ]
            ):
                canvas.drawString(50, 700 - 12 * at, text)

        text = freeze(read(drawn(page)).blocks, 1).text
        for word in ("multi-agency work", "arrangements", "self-help", "co-ordinator"):
            assert word in text

    def test_glyphs_without_meaning_are_marked_and_told(self) -> None:
        found = read(raw(b"BT /F1 12 Tf 50 700 Td (harbour \x01\x02 boats) Tj ET"))
        assert "cid:" not in found.blocks[0].text
        assert "\ufffd" in found.blocks[0].text
        assert [notice.code for notice in found.notices] == ["unmapped-glyphs"]

    def test_the_bullet_of_code_127_is_a_list_mark(self) -> None:
        assert kinds(raw(b"BT /F1 12 Tf 50 700 Td (\x7f mend the quay) Tj 0 -14 Td (\x7f clear the channel) Tj ET")) == [
            ("item", "mend the quay"),
            ("item", "clear the channel"),
        ]

    def test_a_footnote_mark_stays_in_its_line(self) -> None:
        def page(canvas: Canvas) -> None:
            line(canvas, "Serious damage", 50, 700)
            line(canvas, "1", 50 + canvas.stringWidth("Serious damage", "Helvetica", 10), 704, size=6)
            line(canvas, "is rare on this quay, and boats are safe in it.", 130, 700)

        assert texts(drawn(page)) == ["Serious damage1 is rare on this quay, and boats are safe in it."]


class TestFurniture:
    def pages(self, count: int, header: str = "Harbour report 2011", title: str | None = None) -> bytes:
        def page(number: int) -> object:
            def draw(canvas: Canvas) -> None:
                if title and number == 1:
                    line(canvas, title, 50, 740, "Helvetica-Bold", 24)
                line(canvas, header, 50, HEIGHT - 30, size=8)
                line(canvas, f"- {number} -", 290, 25, size=8)
                prose(canvas, [FIRST, SECOND, THIRD][number % 3], 50, 700, 400)

            return draw

        return drawn(*(page(number) for number in range(1, count + 1)))

    def test_header_and_page_numbers_leave_the_text(self) -> None:
        data = self.pages(4)
        assert texts(data) == [SECOND, THIRD, FIRST, SECOND]
        assert read(data).furniture == ("Harbour report 2011",)

    def test_a_header_on_two_pages_is_enough_in_a_short_file(self) -> None:
        assert texts(self.pages(2)) == [SECOND, THIRD]

    def test_the_title_that_the_header_repeats_stays(self) -> None:
        assert texts(self.pages(3, title="Harbour report 2011")) == ["Harbour report 2011", SECOND, THIRD, FIRST]

    @pytest.mark.parametrize("footer", ["Page {} of 12", "{}", "{} | Page", "Foreword {}"])
    def test_forms_of_page_numbers(self, footer: str) -> None:
        def page(number: int) -> object:
            def draw(canvas: Canvas) -> None:
                prose(canvas, FIRST, 50, 700, 400)
                line(canvas, footer.format(number), 50, 25, size=8)

            return draw

        assert texts(drawn(*(page(number) for number in range(3, 6)))) != []
        assert set(texts(drawn(*(page(number) for number in range(1, 4))))) == {FIRST}

    @pytest.mark.parametrize("slug", ["harbour_report.indd   3   12/03/2007   10:41:22", "You are on page 1 of 35"])
    def test_slugs_and_viewers_leave_the_text(self, slug: str) -> None:
        def page(canvas: Canvas) -> None:
            prose(canvas, FIRST, 50, 700, 400)
            line(canvas, slug, 50, 12, size=6)

        found = read(drawn(page))
        assert [block.text for block in found.blocks] == [FIRST]
        assert len(found.furniture) == 1

    def test_a_heading_on_two_pages_stays(self) -> None:
        def page(text: str) -> object:
            def draw(canvas: Canvas) -> None:
                line(canvas, "The harbour at work", 50, 770, "Helvetica-Bold", 14)
                prose(canvas, text, 50, 740, 400)

            return draw

        found = texts(
            drawn(
                page(FIRST),
                lambda canvas: prose(canvas, THIRD, 50, 770, 400),
                page(SECOND),
                lambda canvas: prose(canvas, THIRD, 50, 770, 400),
            )
        )
        assert found.count("The harbour at work") == 2


class TestBlocks:
    def test_a_paragraph_over_two_pages_is_one_block_with_two_runs(self) -> None:
        lines = FIRST.split()
        half = len(lines) // 2

        def first(canvas: Canvas) -> None:
            prose(canvas, " ".join(lines[:half]), 50, 150, 300)

        def second(canvas: Canvas) -> None:
            prose(canvas, " ".join(lines[half:]), 50, 700, 300)

        (block,) = read(drawn(first, second)).blocks
        assert [page for page, _ in block.runs] == [1, 2]
        assert " ".join(block.text.split()) == FIRST

    def test_a_heading_of_three_lines_is_one_heading(self) -> None:
        def page(canvas: Canvas) -> None:
            for at, part in enumerate(("Notes on", "the tables of", "boats and berths")):
                line(canvas, part, 50, 760 - 22 * at, "Helvetica-Bold", 18)
            prose(canvas, FIRST, 50, 680, 400)

        assert kinds(drawn(page))[0] == ("heading", "Notes on the tables of boats and berths")

    def test_headings_have_levels_by_size(self) -> None:
        def page(canvas: Canvas) -> None:
            line(canvas, "Harbour", 50, 770, "Helvetica-Bold", 20)
            line(canvas, "Visits", 50, 740, "Helvetica-Bold", 14)
            end = prose(canvas, FIRST, 50, 720, 400)
            line(canvas, "OWNERS AND CREWS", 50, end - 12)
            prose(canvas, SECOND, 50, end - 36, 400)

        assert [(block.text, block.level) for block in only(drawn(page), "heading")] == [
            ("Harbour", 1),
            ("Visits", 2),
            ("OWNERS AND CREWS", 3),
        ]

    def test_paragraphs_parted_by_an_indent_alone(self) -> None:
        def page(canvas: Canvas) -> None:
            end = 700.0
            for text in (FIRST, SECOND):
                head, rest = text.split(" ", 8)[:8], text.split(" ", 8)[8]
                canvas.setFont("Helvetica", 10)
                canvas.drawString(64, end, " ".join(head))
                end = prose(canvas, rest, 50, end - 12, 220)

        assert len(texts(drawn(page))) == 2

    def test_items_lose_their_bullets_and_keep_their_letters(self) -> None:
        def page(canvas: Canvas) -> None:
            end = prose(canvas, FIRST, 50, 700, 400)
            for mark, text in (
                ("\u2022", "mend the quay wall"),
                ("\u2022", "clear the channel"),
                ("(a)", "The harbour master decides."),
                ("(b)", "The crew may appeal."),
            ):
                end -= 6
                line(canvas, mark, 60, end)
                line(canvas, text, 80, end)
                end -= 12

        assert kinds(drawn(page))[1:] == [
            ("item", "mend the quay wall"),
            ("item", "clear the channel"),
            ("item", "(a) The harbour master decides."),
            ("item", "(b) The crew may appeal."),
        ]

    def test_a_signature_is_not_part_of_the_sentence_before_it(self) -> None:
        def page(canvas: Canvas) -> None:
            end = prose(canvas, FIRST, 50, 700, 400)
            for text in ("Nora Quill", "Head of Harbour Services", "Northmere Council"):
                line(canvas, text, 50, end)
                end -= 12

        assert kinds(drawn(page)) == [
            ("paragraph", text) for text in (FIRST, "Nora Quill", "Head of Harbour Services", "Northmere Council")
        ]

    def test_a_contents_list_is_an_entry_a_line(self) -> None:
        def page(canvas: Canvas) -> None:
            line(canvas, "Contents", 50, 740, "Helvetica-Bold", 16)
            for at, (name, number) in enumerate([("Foreword", 3), ("What the harbour does", 4), ("Figures for the year", 9)]):
                line(canvas, f"{name} {'.' * (70 - len(name))} {number}", 50, 700 - 12 * at)

        assert without_spaces(texts(drawn(page))) == ["Contents", "Foreword 3", "What the harbour does 4", "Figures for the year 9"]


class TestFaults:
    @pytest.mark.parametrize(
        ("data", "words"),
        [
            (b"", "empty"),
            (b"not a report at all", "not a PDF"),
            (b"%PDF-1.4\ncut", "damaged"),
            (drawn(lambda canvas: None)[:400], "damaged"),
            (drawn(lambda canvas: None), "not one word"),
        ],
    )
    def test_a_file_that_cannot_be_read_says_why_in_one_line(self, data: bytes, words: str) -> None:
        with pytest.raises(SourceError, match=words) as raised:
            read(data, "harbour.pdf")
        assert str(raised.value).startswith("harbour.pdf: ")
        assert "\n" not in str(raised.value)

    def test_a_password(self) -> None:
        from io import BytesIO

        from reportlab.lib.pdfencrypt import StandardEncryption

        file = BytesIO()
        canvas = Canvas(file, encrypt=StandardEncryption("secret"))
        canvas.drawString(50, 700, "locked")
        canvas.save()
        with pytest.raises(SourceError, match="password"):
            read(file.getvalue())

    def test_no_pages(self) -> None:
        data = raw(b"").replace(b"/Kids[3 0 R]/Count 1", b"/Kids[     ]/Count 0").replace(b"/Type/Page/Parent", b"/Type/Pogo/Parent")
        with pytest.raises(SourceError, match="no pages"):
            read(data)

    def test_a_report_of_pictures_is_a_scan(self) -> None:
        with pytest.raises(SourceError, match=r"scanned.*ocrmypdf"):
            read(drawn(picture, picture))

    def test_a_page_of_pictures_is_named_and_the_rest_is_read(self) -> None:
        found = read(drawn(lambda canvas: prose(canvas, FIRST, 50, 700, 400), picture))
        assert [block.text for block in found.blocks] == [FIRST]
        assert [(notice.code, notice.page) for notice in found.notices] == [("scanned-page", 2)]
        assert found.pages == 2

    def test_a_page_that_breaks_is_named_and_the_rest_is_read(self, monkeypatch: pytest.MonkeyPatch) -> None:
        from mappa.readers.pdf_interpreter import Interpreter

        execute = Interpreter.execute

        def broken(self: Interpreter, streams: object) -> None:
            if getattr(self.device, "breaks", False):
                raise ValueError("broken stream")
            self.device.breaks = True  # type: ignore[attr-defined]
            execute(self, streams)  # type: ignore[arg-type]

        monkeypatch.setattr(Interpreter, "execute", broken)
        found = read(drawn(lambda canvas: prose(canvas, FIRST, 50, 700, 400), lambda canvas: prose(canvas, SECOND, 50, 700, 400)))
        assert [block.text for block in found.blocks] == [FIRST]
        assert [(notice.code, notice.page) for notice in found.notices] == [("unreadable-page", 2)]


def picture(canvas: Canvas) -> None:
    from PIL import Image

    canvas.drawImage(ImageReader(Image.new("L", (4, 4))), 50, 50, 400, 600)


class TestTitle:
    def test_the_title_property_is_kept(self) -> None:
        assert read(drawn(lambda canvas: prose(canvas, FIRST, 50, 700, 400), title="Harbour report 2011")).title == "Harbour report 2011"

    @pytest.mark.parametrize(
        "junk", ["", "untitled", "Microsoft Word - Final v3.doc", "harbour_report.indd", "Document1", "Slide 1", "C:\\reports\\x.doc", "12"]
    )
    def test_junk_is_no_title(self, junk: str) -> None:
        assert meaningful_title(junk) is None


def test_every_report_scores(shared: Path) -> None:
    """Word order of each report against its truth, by the measure of shared/score."""
    score_reading = pytest.importorskip("rapidfuzz") and _scorer(shared)
    for path in sorted(shared.glob("reports/**/*.pdf")):
        truth = json.loads((shared / "reports" / (path.name.split(".")[0] + ".truth.json")).read_text(encoding="utf-8"))
        found = read(path.read_bytes(), path.name)
        score = score_reading(freeze(found.blocks, found.pages).text, truth)
        assert score["similarity"] >= 0.99, path.name
        assert (score["torn"], score["missing"], score["inversions"]) == (0, 0, 0), path.name
        cells = [row for block in truth["blocks"] if block["kind"] == "table" for row in block["rows"]]
        rows = [list(row) for block in found.blocks if block.rows for row in block.rows]
        assert sum(row in rows for row in cells) >= 0.9 * len(cells), path.name


def _scorer(shared: Path):  # type: ignore[no-untyped-def]
    import importlib.util

    spec = importlib.util.spec_from_file_location("score_reading", shared / "score" / "score_reading.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.score


class TestMargin:
    def test_a_heading_in_the_margin_stands_before_the_text_beside_it(self) -> None:
        def page(canvas: Canvas) -> None:
            end = prose(canvas, FIRST, 180, 720, 320)
            line(canvas, "Harbour dues", 50, end - 12, "Helvetica-Bold", 10)
            prose(canvas, SECOND, 180, end - 12, 320)

        told = texts(drawn(page))
        assert [text[:12] for text in told] == [FIRST[:12], "Harbour dues", SECOND[:12]]
