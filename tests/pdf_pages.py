"""PDF pages drawn for tests: text at places, columns of wrapped prose, rules, and raw content streams."""

from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import simpleSplit
from reportlab.pdfgen.canvas import Canvas

from mappa.document import Block
from mappa.readers import Reading, pdf

WIDTH, HEIGHT = A4
SIZE = 10.0
LEADING = 12.0


def drawn(*pages: Callable[[Canvas], None], title: str | None = None) -> bytes:
    """A PDF whose pages are drawn by `pages`."""
    file = BytesIO()
    canvas = Canvas(file, pagesize=A4, invariant=1)
    if title is not None:
        canvas.setTitle(title)
    for page in pages:
        page(canvas)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def raw(content: bytes) -> bytes:
    """A PDF of one page with this content stream and one font, /F1."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    ]
    return assembled(objects)


def assembled(objects: Sequence[bytes]) -> bytes:
    """A PDF file of `objects`, the first its catalogue."""
    data = b"%PDF-1.4\n"
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    return data + b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (
        size,
        table,
        size,
        len(data),
    )


def prose(canvas: Canvas, text: str, x: float, y: float, width: float, font: str = "Helvetica", size: float = SIZE) -> float:
    """Wrapped lines of `text` from (x, y) down; the baseline after the last."""
    canvas.setFont(font, size)
    for line in simpleSplit(text, font, size, width):
        canvas.drawString(x, y, line)
        y -= size * LEADING / SIZE
    return y


def line(canvas: Canvas, text: str, x: float, y: float, font: str = "Helvetica", size: float = SIZE) -> None:
    canvas.setFont(font, size)
    canvas.drawString(x, y, text)


def read(data: bytes, name: str = "report.pdf") -> Reading:
    return pdf.read(Path(name), data)


def texts(data: bytes) -> list[str]:
    """The texts of all blocks, tables left out."""
    return [block.text for block in read(data).blocks if block.rows is None]


def tables(data: bytes) -> list[tuple[tuple[str, ...], ...]]:
    return [block.rows for block in read(data).blocks if block.rows is not None]


def kinds(data: bytes) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in read(data).blocks]


def only(data: bytes, kind: str) -> list[Block]:
    return [block for block in read(data).blocks if block.kind == kind]
