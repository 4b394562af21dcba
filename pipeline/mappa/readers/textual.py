"""Tell prose and web pages from the other things that are stored as text: data, mark-up, source code."""

import csv
import json
import re
from pathlib import Path

from mappa.errors import NotAReport, SourceError

SAMPLE = 200_000  # characters looked at
LINES = 400

HTML_START = re.compile(r"\s*(?:<\?xml[^>]*\?>\s*)?(?>(?:<!--.*?-->\s*)*)<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL)
HTML_TAG = re.compile(
    r"</?(?:p|div|h[1-6]|ul|ol|li|table|tr|td|th|br|section|article|blockquote|span|strong|em|b|i|a)(?:\s[^<>]*)?/?>", re.IGNORECASE
)
HTML_BLOCK = re.compile(r"<(?:p|div|h[1-6]|ul|ol|table|section|article|blockquote|body)(?:\s[^<>]*)?>", re.IGNORECASE)
XML_START = re.compile(r"\s*(?:<\?xml\b|<!DOCTYPE\s|<!--|<[A-Za-z_][\w.-]*:?[\w.-]*(?:\s+[\w:.-]+\s*=\s*[\"'][^\"']*[\"'])*\s*/?>)")
XML_END = re.compile(r"(?:</[\w:.-]+>|/>|-->)\s*$")
JSON_START = re.compile(
    r"\s*(?:\{\s*(?:\"(?:[^\"\\]|\\.)*\"\s*:|\})|\[\s*(?:[\[{\]]|\"(?:[^\"\\]|\\.)*\"\s*[,\]]|-?\d+(?:\.\d+)?\s*[,\]]|true|false|null))"
)
CODE_START = re.compile(r"\s*(?:#!\s*/|<\?php|<%|%?!?PS-Adobe|\\documentclass|diff --git|-----BEGIN )")
CODE_LINE = re.compile(
    r"""\s*(?:
    (?:import|from|package|using|require|include|use)\s+[\w.{*"'<]+(?:\s+import\b.*|\s+as\s+\w+|;)?\s*$
    | (?:async\s+)?(?:def|class|function|func|fn|interface|struct|enum)\s+\w+\s*[\w<>()\[\]:,=.*&\s"'|-]*[:({]\s*.*$
    | (?:const|let|var|public|private|protected|static|export|int|void|char|double|float|string|bool)\s+[\w<>\[\]*]+.*[;={(].*$
    | (?:return|raise|throw|yield|elif|else|try|except|finally|break|continue|pass|end)\b[^.]{0,60}[:;{]?\s*$
    | (?:if|for|while|switch|with|elif)\b.*[:{]\s*$
    | @\w+(?:\(.*\))?\s*$
    | \#\s*(?:include|define|ifdef|ifndef|endif)\b.*
    | (?://|/\*|\*/|--\s)\s?.*
    | [\w.\[\]"'$-]+\s*[-+*/|&:]?=[=>]?\s*\S.*$
    | [\w.$]+\([^)]*\)\s*;?\s*[{]?\s*$
    | [\]})>]+[;,)]*\s*$
    | .*[{;]\s*$(?<=[)\]}\w"'][{;])
    | \[[\w.:"\s-]+\]\s*$
    | (?:SELECT|INSERT|UPDATE|DELETE|CREATE|ALTER|DROP|FROM|WHERE)\b.*
    )""",
    re.VERBOSE,
)
CODE_SIGN = re.compile(  # no two lines of prose look so
    r"""^[ \t]*(?:from\s+[\w.]+\s+import\s+[\w*(].*|import\s+[\w.]+(?:\s+as\s+\w+)?|(?:async\s+)?def\s+\w+\(.*|class\s+\w+(?:\(.*\))?:
    |\#\s*(?:include|define|ifdef|ifndef|endif)\b.*|function\s+\w+\(.*|(?:const|let|var)\s+\w+\s*=.*|(?:public|private|static)\s+\w+.*[;{(]
    |@\w+(?:\.\w+)*(?:\(.*)?|__\w+__\s*=.*|[A-Za-z_]\w*\s*(?::\s*[\w\[\], |]+)?=\s*[\[({"'].*
    |(?:return|raise|del|assert)\s+[\w.]+\(.*|\w+:\s*\w+(?:,\s*\w+:.*)?\)\s*->.*)$""",
    re.MULTILINE | re.VERBOSE,
)
YAML_LINE = re.compile(r"\s*(?:-\s+)?[\w.\"'-]+:(?:\s+\S.*|\s*)$|\s*-\s+\S+\s*$|---\s*$")
CODE_MARKS = re.compile(
    r"^[ \t]*(?:```|~~~)|(?<![`\w])`[^`\n]+`(?!`)|\]\((?!https?:|mailto:)[\w./#-]+\)", re.MULTILINE
)  # a report in Markdown has none
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\ufffd]")
MIME = re.compile(r"(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*?(?:mime-version|content-type):\s", re.IGNORECASE)


# What reads like prose in a file so named is its comments. Between the forms of a report a name decides nothing.
PROGRAMS = dict.fromkeys(
    (
        ".py",
        ".pyi",
        ".js",
        ".ts",
        ".css",
        ".c",
        ".h",
        ".cpp",
        ".java",
        ".rs",
        ".go",
        ".rb",
        ".php",
        ".sh",
        ".bat",
        ".ps1",
        ".r",
        ".sql",
        ".tex",
    ),
    "source code",
) | dict.fromkeys(
    (".toml", ".yaml", ".yml", ".ini", ".cfg", ".conf", ".lock", ".json", ".jsonl", ".csv", ".tsv", ".xml", ".log"), "data or settings"
)

MANUALS = dict.fromkeys(("readme", "changelog", "license", "licence", "contributing", "makefile"), "a program's documentation")


def html_or_text(path: Path, text: str) -> str:
    """`html` or `txt`, or `odt` for a flat OpenDocument; raises NotAReport, or SourceError for a report kept in another form."""
    sample = text[:SAMPLE].lstrip("\ufeff")
    if len(CONTROL.findall(sample)) > 0.02 * len(sample):
        raise _not(path, "a program's own data (binary)")
    if MIME.match(sample):
        raise SourceError(f"{path.name}: a web archive or an e-mail; open it and save the page as HTML or PDF")
    if HTML_START.match(sample):
        return "html"
    if XML_START.match(sample) and (marked := _marked_up(path, sample)):
        return marked
    for what in (_data(text, sample), _code(sample), PROGRAMS.get(path.suffix.lower()), MANUALS.get(path.stem.lower())):
        if what:
            raise _not(path, what)
    if len(HTML_BLOCK.findall(sample)) >= 3 and len(HTML_TAG.findall(sample)) >= 6:
        return "html"
    return "txt"


def _not(path: Path, what: str) -> NotAReport:
    return NotAReport(f"{path.name}: looks like {what}, not a report; give the report as PDF, .docx, .odt, .html or text")


def _marked_up(path: Path, sample: str) -> str | None:
    """What text that starts with a tag is; None where the tag is only something in angle brackets."""
    head = sample[:4000]
    if "urn:oasis:names:tc:opendocument:xmlns:office" in head and "opendocument.text" in head:
        return "odt"
    if "schemas.microsoft.com/office/word/2003/wordml" in head or "schemas.microsoft.com/office/2006/xmlPackage" in head:
        raise SourceError(f"{path.name}: a Word document kept as one XML file; save it as .docx or PDF")
    if "http://www.w3.org/1999/xhtml" in head and re.search(r"<(?:\w+:)?(?:html|body|div|p)\b", sample):
        return "html"
    first = re.match(r"\s*(?>(?:<\?[^>]*\?>\s*|<!--.*?-->\s*|<!DOCTYPE[^>]*>\s*)*)<([\w:.-]+)", sample, re.DOTALL)
    declared = sample.lstrip().startswith(("<?xml", "<!DOCTYPE"))
    if not declared and (HTML_BLOCK.search(sample) or (first and HTML_TAG.match(f"<{first[1]}>"))):
        return "html"
    if declared or sample.lstrip().startswith("<!--") or XML_END.search(sample):
        raise _not(path, "XML data")
    return None


def _data(text: str, sample: str) -> str | None:
    if JSON_START.match(sample):
        first = sample.strip().split("\n", 1)[0]
        if _is_json(first) or _is_json(text) or len(re.findall(r"\"\s*[:,]|[\[{]\s*\"", sample)) >= 3:
            return "JSON data"
    lines = [line for line in sample.splitlines() if line.strip()][:LINES]
    if any(_is_separated(lines, mark) for mark in "\t,;|"):
        return "a table of values (CSV)"
    return None


def _is_json(text: str) -> bool:
    try:
        return isinstance(json.loads(text), dict | list)
    except (ValueError, RecursionError):
        return False


def _is_separated(lines: list[str], mark: str) -> bool:
    """Whether every line has the same number of fields, at least two; prose has a space after its commas, values have none."""
    if len(lines) < 2 or mark not in lines[0]:
        return False
    try:
        rows = [row for row in csv.reader(lines, delimiter=mark) if row]
    except csv.Error:
        return False
    later = [cell for row in rows for cell in row[1:]]
    if mark != "\t" and sum(cell.startswith(" ") for cell in later) > 0.3 * len(later):
        return False
    widths = [len(row) for row in rows]
    usual = max(set(widths), key=widths.count)
    return usual > 1 and widths.count(usual) >= 0.9 * len(widths) and (len(widths) > 2 or usual > 2)


def _code(sample: str) -> str | None:
    if CODE_START.match(sample):
        return "source code"
    lines = [line for line in sample.splitlines()[:LINES] if line.strip()]
    short = [line for line in lines if len(line) < 200]
    if len(CODE_SIGN.findall("\n".join(short))) >= max(2, 0.02 * len(lines)):
        return "source code"
    if len(lines) >= 3 and sum(CODE_LINE.match(line) is not None for line in short) > 0.35 * len(lines):
        return "source code"
    if len(lines) >= 3 and sum(YAML_LINE.match(line) is not None and len(line) < 120 for line in lines) > 0.7 * len(lines):
        return "settings"
    return "Markdown documentation" if len(CODE_MARKS.findall(sample)) >= min(3, 1 + 0.1 * len(lines)) else None
