"""PDF by WeasyPrint: one column or CSS columns, with the damage that CSS can do."""

import re
from pathlib import Path

from damage import Form, slug
from gold import Report
from looks import Look, furniture
from markup import body
from weasyprint import HTML

DAMAGE_CSS = {
    "drop capitals": ".initial { float: left; font-size: 3.1em; line-height: .85; padding-right: 3pt; font-weight: bold }",
    "letter-spaced headings": "h2 { letter-spacing: .42em; text-transform: uppercase; font-size: 1.15em }",
    "headings after their text": "h2, h3 { position: relative }",
    "headings in the margin": "@page { margin-left: 62mm } "
    "h2 { float: left; clear: left; width: 40mm; margin-left: -44mm; margin-top: 0 !important; font-size: 1.1em }",
    "hyphenated line ends": "p, li { hyphens: auto; text-align: justify }",
    "ligatures": "body { font-variant-ligatures: common-ligatures discretionary-ligatures }",
}


def make(report: Report, look: Look, form: Form, target: Path) -> None:
    """Write `target`; the same input gives the same bytes."""
    style = _style(report, look, form)
    dates = f'<meta name="dcterms.created" content="{report.end}"><meta name="dcterms.modified" content="{report.end}">'
    title = f"<title>{report.title}</title>".replace("&", "&amp;")
    head = f'<head><meta charset="utf-8">{title}{dates}<style>{style}</style></head>'
    page = f'<html lang="en-GB">{head}<body>{_text(report, look, form)}</body></html>'
    HTML(string=page).write_pdf(target, pdf_identifier=report.id.encode(), uncompressed_pdf=False)


def _text(report: Report, look: Look, form: Form) -> str:
    front = [piece for piece in report.pieces if not piece.section]
    rest = [piece for piece in report.pieces if piece.section]
    name = "cover" if look.cover else "masthead"
    text = body(rest, look)
    if "drop capitals" in form.damage:
        text = re.sub(r'<p class="opens">(\w)', r'<p class="opens"><span class="initial">\1</span>', text)
    return f'<div class="{name}">{body(front, look)}</div><div class="text">{text}</div>'


def _style(report: Report, look: Look, form: Form) -> str:
    def box(pattern: str) -> str:
        text = furniture(pattern, look, report.title, report.area, "\x02", "\x03").replace('"', "'")
        return '"' + text.replace("\x02", '" counter(page) "').replace("\x03", '" counter(pages) "') + '"'

    small = f"font: 8pt '{look.heads}'; color: #555"
    slug_box = ""
    if "printers' slugs" in form.damage:
        text = slug(report).replace("{page}", '" counter(page) "')
        slug_box = f'@bottom-left {{ content: "{text}"; font: 6pt "Liberation Mono"; white-space: nowrap }}'
    bare = "@top-right { content: none }" + (" @bottom-center { content: none }" if look.cover else "")
    columns = "columns: 2; column-gap: 8mm" if form.columns == 2 else ""
    wide = ".table { column-span: all; break-inside: avoid }" if look.wide_tables and form.columns == 2 else ""
    size = look.size - 1.5 if form.columns == 2 else look.size
    border = {
        "grid": "th, td { border: .6pt solid #444 }",
        "rules": "tr { border-bottom: .5pt solid #999 }",
        "shaded": f"tr:nth-child(even) {{ background: #eee }} th {{ background: {look.colour}; color: white }}",
    }[look.table]
    quote = {
        "plain": "",
        "indent": ".quote, .attribution { margin-left: 6mm }",
        "italic": ".quote { font-style: italic } .attribution { font-weight: bold }",
    }[look.quote_style]
    return f"""
@page {{ size: {look.page}; margin: 22mm 20mm 20mm 20mm;
  @top-right {{ content: {box(look.header)}; {small} }} @bottom-center {{ content: {box(look.footer)}; {small} }} {slug_box} }}
@page :first {{ {bare} }}
body {{ font: {size}pt/1.35 '{look.body}'; margin: 0; {"text-align: justify" if look.justify else ""} }}
.cover {{ break-after: page; padding-top: 70mm; text-align: center }}
.masthead {{ border-bottom: 1.5pt solid {look.colour}; margin-bottom: 6mm }}
.text {{ {columns} }}
h1, h2, h3, h4 {{ font-family: '{look.heads}'; color: {look.colour}; line-height: 1.15; text-align: left; break-after: avoid }}
h1 {{ font-size: 1.9em }} .cover h1 {{ font-size: 2.6em; text-align: center }}
h2 {{ font-size: 1.5em; margin: 1.1em 0 .4em }} h3 {{ font-size: 1.2em; margin: .9em 0 .3em }}
h4 {{ font-size: 1.05em; margin: .7em 0 .2em }}
p {{ margin: 0 0 .6em; orphans: 2; widows: 2 }} .label {{ margin-bottom: .1em; break-after: avoid }} .subtitle {{ font-size: 1.2em }}
ul.plain {{ list-style: none; padding: 0 }} ul.bullets {{ padding-left: 5mm }} li {{ margin-bottom: .25em }}
.caption {{ font-weight: bold; break-after: avoid; margin-top: .8em }}
table {{ border-collapse: collapse; width: 100%; margin-bottom: 1em; font-size: .9em; line-height: 1.2 }}
th, td {{ text-align: left; padding: 2pt 3pt; vertical-align: top }} tr {{ break-inside: avoid }}
.figures td + td {{ text-align: right }} .figures tr > :first-child {{ width: 22% }}
{border} {quote} {wide} {" ".join(DAMAGE_CSS[name] for name in form.damage if name in DAMAGE_CSS)}
"""
