"""The quick interpreter makes the same calls as pdfminer's, on odd syntax and on every report at hand."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pdfminer.pdfdevice import PDFDevice
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import stream_value

from mappa.readers.pdf_interpreter import BudgetError, Interpreter, compile_content
from pdf_pages import assembled, raw


class Witness(PDFDevice):
    """Writes down every string shown and path painted, with the state that places them; moves the text position like a real device."""

    def begin_page(self, page: Any, ctm: Any) -> None:
        self.calls: list[Any] = []

    def render_string(self, textstate: Any, seq: Any, ncs: Any, graphicstate: Any) -> None:
        state = textstate
        place = (
            self.ctm,
            state.matrix,
            state.linematrix,
            state.fontsize,
            state.charspace,
            state.wordspace,
            state.scaling,
            state.rise,
            state.leading,
        )
        self.calls.append(
            (place, [float(part) if isinstance(part, int) else part for part in seq if isinstance(part, bytes | int | float)])
        )
        x, y = state.linematrix
        state.linematrix = (x + sum(len(part) for part in seq if isinstance(part, bytes)), y)

    def paint_path(self, graphicstate: Any, stroke: bool, fill: bool, evenodd: bool, path: Any) -> None:
        self.calls.append((self.ctm, stroke, fill, list(path)))

    def render_image(self, name: str, stream: Any) -> None:
        self.calls.append("image")


def seen(data: bytes, interpreter_class: type[PDFPageInterpreter]) -> list[Any]:
    resources = PDFResourceManager()
    device = Witness(resources)
    interpreter = interpreter_class(resources, device)
    calls = []
    for page in PDFPage.get_pages(BytesIO(data)):
        interpreter.process_page(page)
        calls.append(device.calls)
    return calls


ODD = {
    "nested strings": rb"(a(b(c)d)e) Tj",
    "deeper than three": rb"(a(b(c(d(e)f)g)h)i) Tj (after) Tj",
    "escaped brackets": rb"(a\(b\)c\\) Tj",
    "octal": rb"(\101\1012\7x\0) Tj",
    "escapes": rb"(a\nb\tc\rd\be\ff\zg) Tj",
    "line continued": b"(one \\\ntwo) Tj",
    "line continued, two characters": b"(one \\\r\ntwo) Tj",
    "bare line feed": b"(one\ntwo) Tj",
    "hexadecimal": rb"<48656C6C6F> Tj",
    "odd digits": rb"<486> Tj",
    "spaced digits": b"<48 6\n5 6C> Tj",
    "not hexadecimal": rb"<48zz> Tj (x) Tj",
    "comment": b"(a) % (b) Tj\n Tj % ]\n(c) Tj",
    "per cent in a string": rb"(50% of it) Tj",
    "array": rb"[(a) -120 (b) 3.5 <63> +7 (d)] TJ",
    "array with a name": rb"[(a) /Name (b)] TJ",
    "array in an array": rb"[[(a)] (b)] TJ",
    "array with a comment": b"[(a) % no ]\n (b)] TJ",
    "array with a word": rb"[(a) foo (b)] TJ",
    "array not closed": rb"(a) Tj [(b) TJ (c) Tj",
    "array not opened": rb"(a) ] TJ (b) Tj",
    "nested strings in an array": rb"[(a(b)c) 2 (d\)e)] TJ",
    "signs": rb"+-3 --4 Td (a) Tj 1 +5 Td (b) Tj - 2 3 Td (c) Tj",
    "points": rb".5 -.5 Td (a) Tj 1.2.3 Td (b) Tj 4. . 5 Td (c) Tj",
    "exponent": rb"1e5 3 Td (a) Tj",
    "glued numbers": rb"5-3 Td (a) Tj",
    "name with a code": rb"/F#31 12 Tf (a) Tj /F#3 9 Tf (b) Tj",
    "dictionary": rb"/Span <</ActualText (x(y)) /MCID 3 /L [1 2]>> BDC (a) Tj EMC",
    "dictionary with hexadecimal": rb"/Span <</ActualText <FEFF0041>>> BDC (a) Tj EMC",
    "inline image": b"(a) Tj BI /W 2 /H 1 /BPC 8 /CS /G ID \x28\x41 EI (b) Tj",
    "inline image with brackets": b"BI /W 4 /H 1 /BPC 8 /CS /G ID ((() EI (b) Tj",
    "BI in a string": rb"(BI and ID) Tj (EI) Tj",
    "quote operators": rb"14 TL (a) ' 2 1 (b) " + b'" (c) Tj T* (d) Tj',
    "too few operands": rb"5 Td (a) Tj Tj (b) Tj",
    "left operands": rb"9 9 9 5 6 Td (a) Tj",
    "unknown operators": rb"1 2 xyz (a) Tj 3 4 Td (b) Tj true false null (c) Tj",
    "glued operators": rb"(a)Tj(b)Tj[(c)]TJ/F1 9 Tf(d)Tj",
    "nul bytes": b"\x00(a)\x00Tj\x00 3\x004 Td (b) Tj",
    "procedure": rb"{1 2 add} (a) Tj",
    "paths": rb"1 0 0 1 5 5 cm 10 10 50 60 re S 0 0 m 9 9 l 1 2 3 4 5 6 c h f 3 3 m 4 4 l n 1 1 5 5 re W n 2 2 7 7 re B*",
    "colours": rb"/DeviceRGB cs 1 0 0 scn .5 g 1 0 0 RG 0 0 0 1 k 2 2 7 7 re f (a) Tj",
    "states": rb"q 2 0 0 2 0 0 cm 3 Tc 1 Tw 90 Tz 4 Ts (a b) Tj Q (c) Tj ET BT (d) Tj",
    "string not closed": rb"(a) Tj (b Tj",
}


@pytest.mark.parametrize("name", ODD)
def test_odd_syntax_makes_the_calls_of_the_stock_interpreter(name: str) -> None:
    data = raw(b"BT /F1 12 Tf 1 0 0 1 50 700 Tm\n" + ODD[name])
    found = seen(data, Interpreter)
    assert found == seen(data, PDFPageInterpreter)
    assert name == "array not closed" or found[0], "the case shows nothing"


def test_a_token_cut_by_the_end_of_a_stream_ends_there() -> None:
    first, second = b"BT /F1 12 Tf 1 0 0 1 50 70", b"0 Tm (a) Tj"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents[4 0 R 5 0 R]/Resources<</Font<</F1 6 0 R>>>>>>",
        *(b"<</Length %d>>stream\n%s\nendstream" % (len(part), part) for part in (first, second)),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    assert seen(assembled(objects), Interpreter) == seen(assembled(objects), PDFPageInterpreter)


@pytest.mark.parametrize("content", [rb"BI /W 1 ID x EI", rb"(a(b(c(d)e)f)g) Tj", rb"(never closed"])
def test_what_the_expression_does_not_know_is_left_to_pdfminer(content: bytes) -> None:
    assert compile_content(content, {}, Interpreter) is None


def reports(shared: Path) -> list[Path]:
    return sorted(shared.glob("reports/**/*.pdf"))


def test_calls_of_every_report_are_those_of_the_stock_interpreter(shared: Path) -> None:
    paths = reports(shared)
    assert paths
    for path in paths:
        data = path.read_bytes()
        assert seen(data, Interpreter) == seen(data, PDFPageInterpreter), path.name


def test_no_report_needs_the_stock_parser(shared: Path) -> None:
    for path in reports(shared):
        for page in PDFPage.get_pages(BytesIO(path.read_bytes())):
            content = b"\n".join(stream_value(stream).get_data() for stream in page.contents)
            assert compile_content(content + b"\n", {}, Interpreter) is not None, path.name


def forms(names: list[bytes], contents: list[bytes]) -> bytes:
    """A page that calls the first of several forms, each of which may call the others by number."""
    first = 6
    resources = b"<</Font<</F1 5 0 R>>/XObject<<%s>>>>" % b"".join(b"/%s %d 0 R" % (name, first + at) for at, name in enumerate(names))
    page = b"BT /F1 12 Tf 50 700 Td (page) Tj ET /X0 Do"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources %s>>" % resources,
        b"<</Length %d>>stream\n%s\nendstream" % (len(page), page),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    for content in contents:
        head = b"<</Type/XObject/Subtype/Form/BBox[0 0 600 800]/Resources %s/Length %d>>" % (resources, len(content))
        objects.append(b"%sstream\n%s\nendstream" % (head, content))
    return assembled(objects)


def test_a_form_that_calls_itself_ends() -> None:
    data = forms([b"X0"], [b"BT /F1 9 Tf 50 600 Td (form) Tj ET /X0 Do"])
    assert [words[1] for words in seen(data, Interpreter)[0]] == [[b"page"], [b"form"]]


def test_a_fan_of_forms_is_stopped() -> None:
    names = [b"X%d" % at for at in range(9)]
    contents = [b" ".join([b"/X%d Do" % (at + 1)] * 10) for at in range(8)] + [b"BT ET"]
    with pytest.raises(BudgetError):
        seen(forms(names, contents), Interpreter)


def test_text_after_a_form_stands_where_the_page_puts_it() -> None:
    data = forms([b"X0"], [b"3 0 0 3 0 0 cm BT /F1 9 Tf 50 600 Td (form) Tj ET"])
    data = data.replace(b"(page) Tj ET /X0 Do", b"ET /X0 Do BT (p) Tj")
    places = [place for place, text in seen(data, Interpreter)[0] if text == [b"p"]]
    assert places[0][0] == (1, 0, 0, 1, 0, 0)
