"""A booklet of quotations as a Word file: passages by theme, each with its reference."""

import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from xml.sax.saxutils import escape

from mappa.search import Hit, Passage

NO_THEME = "no theme coded"
KINDS = {"testimonials": "", "case-studies": "Case study", "narrative": "Report"}
FORBIDDEN = re.compile(r"[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # by XML 1.0
EPOCH = (1980, 1, 1, 0, 0, 0)  # the same booklet is the same bytes
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
SCHEMAS = "http://schemas.openxmlformats.org"
W = f'xmlns:w="{SCHEMAS}/wordprocessingml/2006/main"'
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def _relation(type: str, target: str) -> str:
    one = f'<Relationship Id="rId1" Type="{SCHEMAS}/officeDocument/2006/relationships/{type}" Target="{target}"/>'
    return f'<Relationships xmlns="{SCHEMAS}/package/2006/relationships">{one}</Relationships>'


PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{SCHEMAS}/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{MAIN}.document.main+xml"/>'
    f'<Override PartName="/word/styles.xml" ContentType="{MAIN}.styles+xml"/></Types>',
    "_rels/.rels": _relation("officeDocument", "word/document.xml"),
    "word/_rels/document.xml.rels": _relation("styles", "styles.xml"),
}
STYLES = (  # id, name, settings of the paragraph, of its letters (sizes in half points)
    ("Normal", "Normal", '<w:spacing w:after="120"/>', '<w:sz w:val="22"/>'),
    ("Title", "Title", '<w:spacing w:after="240"/>', '<w:b/><w:sz w:val="44"/>'),
    ("Heading1", "heading 1", '<w:keepNext/><w:spacing w:before="360" w:after="99"/><w:outlineLvl w:val="0"/>', '<w:b/><w:sz w:val="30"/>'),
    ("Quote", "Quote", '<w:keepNext/><w:spacing w:before="160" w:after="40"/><w:ind w:left="340"/>', '<w:sz w:val="22"/>'),
    ("Reference", "Reference", '<w:spacing w:after="160"/><w:ind w:left="340"/>', '<w:color w:val="505A5F"/><w:sz w:val="19"/>'),
)


def booklet(hits: Sequence[Hit], *, title: str, about: str) -> bytes:
    """The Word file of `hits`: under each theme the passages coded with it, in the order given; `about` says how they were chosen.

    A passage on several themes stands under each; the words that were looked for are bold.
    """
    body = [_paragraph("Title", [(title, False)]), _paragraph("Normal", [(about, False)])]
    for theme, chosen in _by_theme(hits):
        body.append(_paragraph("Heading1", [(readable(theme), False)]))
        for hit in chosen:
            body += [*_quotation(hit), _paragraph("Reference", [(reference(hit.passage), False)])]
    document = f'<w:document {W}><w:body>{"".join(body)}<w:sectPr><w:pgSz w:w="11906" w:h="16838"/></w:sectPr></w:body></w:document>'
    return _packed(PARTS | {"word/document.xml": document, "word/styles.xml": _styles()})


def reference(passage: Passage) -> str:
    """Who speaks, and where the words stand: name, post, body, report, page."""
    role = passage.post or (readable(passage.role) if passage.role else None)
    body = readable(passage.agencies[0]) if passage.kind == "testimonials" and passage.agencies else None
    kind = KINDS[passage.kind] if passage.kind != "case-studies" or not passage.heading else passage.heading
    return ", ".join(part for part in (kind, passage.speaker, role, body, passage.reference) if part)


def readable(label: str) -> str:
    """A label in words: victim-liaison-officer is Victim liaison officer."""
    return label.replace("-", " ").capitalize()


def _by_theme(hits: Iterable[Hit]) -> list[tuple[str, list[Hit]]]:
    """The hits of each theme, by its name; those of none at the end."""
    themes: dict[str, list[Hit]] = {}
    for hit in hits:
        for theme in dict.fromkeys(theme for theme, _ in hit.passage.themes) or [NO_THEME]:
            themes.setdefault(theme, []).append(hit)
    return sorted(themes.items(), key=lambda each: (each[0] == NO_THEME, each[0]))


def _quotation(hit: Hit) -> Iterator[str]:
    """One paragraph a piece; quotation marks around a speaker's words where the report prints none."""
    quoted = hit.passage.kind == "testimonials"
    for number, piece in enumerate(hit.passage.pieces):
        inside = [(start - piece.start, end - piece.start) for start, end in hit.highlights if piece.start <= start and end <= piece.end]
        runs = list(_runs(piece.text, inside))
        if quoted:
            runs = [("\u201c", False), *runs]
        if quoted and number == len(hit.passage.pieces) - 1:
            runs.append(("\u201d", False))
        yield _paragraph("Quote", runs)


def _runs(text: str, bold: Sequence[tuple[int, int]]) -> Iterator[tuple[str, bool]]:
    at = 0
    for start, end in bold:
        yield text[at:start], False
        yield text[start:end], True
        at = end
    yield text[at:], False


def _paragraph(style: str, runs: Iterable[tuple[str, bool]]) -> str:
    written = "".join(_run(FORBIDDEN.sub("", text), bold) for text, bold in runs if text)
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{written}</w:p>'


def _run(text: str, bold: bool) -> str:
    lines = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.split("\n") if line)
    return f"<w:r>{'<w:rPr><w:b/></w:rPr>' if bold else ''}{lines}</w:r>"


def _styles() -> str:
    return f"<w:styles {W}>{''.join(_style(*style) for style in STYLES)}</w:styles>"


def _style(id: str, name: str, paragraph: str, letters: str) -> str:
    default, based = (' w:default="1"', "") if id == "Normal" else ("", '<w:basedOn w:val="Normal"/>')
    font = '<w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:cs="Arial"/>'
    head = f'<w:style w:type="paragraph"{default} w:styleId="{id}"><w:name w:val="{name}"/>{based}<w:pPr>{paragraph}</w:pPr>'
    return f'{head}<w:rPr>{font}{letters}<w:lang w:val="en-GB"/></w:rPr></w:style>'


def _packed(parts: dict[str, str]) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, xml in parts.items():
            info = zipfile.ZipInfo(name, EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(info, HEAD + xml)
    return target.getvalue()
