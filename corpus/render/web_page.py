"""Web pages in the habits of three times: HTML 4 tables, Word's "save as web page", HTML 5."""

import re
from html import escape
from pathlib import Path

from damage import Form
from gold import Report
from looks import Look
from markup import body


def make(report: Report, look: Look, form: Form, target: Path) -> None:
    """Write `target` in the habit of the report's year."""
    year = int(report.start[:4])
    text = body(report.pieces, look)
    if year < 2005:
        target.write_text(_html4(report, text), encoding="iso-8859-1", newline="\r\n", errors="xmlcharrefreplace")
    elif year < 2013:
        target.write_text(_word(report, text), encoding="cp1252", newline="\r\n", errors="xmlcharrefreplace")
    else:
        target.write_text(_html5(report, text), encoding="utf-8", newline="\n")


def _html4(report: Report, text: str) -> str:
    text = re.sub(r'<(p|div|ul|table) class="[^"]*">', r"<\1>", text).replace("<table>", '<table border="1" cellpadding="3">')
    text = re.sub(r"<(/?)strong>", r"<\1b>", text)
    return f"""<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN">
<html><head><meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1"><title>{escape(report.title)}</title></head>
<body bgcolor="#ffffff"><table width="640" border="0" align="center"><tr><td><font face="Arial, Helvetica">
{text}
</font></td></tr></table></body></html>
"""


def _word(report: Report, text: str) -> str:
    text = re.sub(r"<p( class=\"[^\"]*\")?>(.*)</p>", r"<p class=MsoNormal><span lang=EN-GB>\2<o:p></o:p></span></p>", text)
    text = text.replace("<table ", "<table class=MsoTableGrid border=1 ")
    return f"""<html xmlns:o="urn:schemas-microsoft-com:office:office">
<head><meta http-equiv=Content-Type content="text/html; charset=windows-1252"><meta name=Generator content="Microsoft Word 11">
<title>{escape(report.title)}</title>
<style><!-- p.MsoNormal {{ margin: 0cm 0cm 6pt; font-family: Arial }} --></style></head>
<body lang=EN-GB><div class=Section1>
{text}
</div></body></html>
"""


def _html5(report: Report, text: str) -> str:
    text = re.sub(r'<p class="caption">(.*)</p>\n(<table[^>]*>)', r"\2\n<caption>\1</caption>", text)
    return f"""<!DOCTYPE html>
<html lang="en-GB">
<head><meta charset="utf-8"><title>{escape(report.title)} - Publications</title>
<meta name="viewport" content="width=device-width"><style>body {{ font-family: sans-serif; max-width: 45em; margin: auto }}</style>
<script>document.documentElement.className = "js";</script></head>
<body>
<a class="skip-link" href="#content">Skip to main content</a>
<header role="banner"><p>Publications</p>
<nav aria-label="Breadcrumb"><ol><li><a href="/">Home</a></li><li><a href="/reports">Reports</a></li></ol></nav></header>
<main id="content"><article>
{text}
</article></main>
<footer><p>Cookies | Accessibility | Privacy notice</p></footer>
</body>
</html>
"""
