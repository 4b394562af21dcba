"""The title property of a PDF, where it says more than the name of the file it was made from."""

import re

JUNK = re.compile(
    r"(?:microsoft (?:word|powerpoint|publisher|excel)|untitled|unbenannt|no ?title|document\d*|doc\d*|title|slide \d+|layout ?\d*|"
    r"print|book|template|powerpoint presentation|pdf)\b(?:\s*[-–:]?\s*\S*\.\w{2,4})?\s*\d*",
    re.I,
)
PROGRAM = re.compile(r"^microsoft (?:word|powerpoint|publisher|excel)\s*[-–:]\s*", re.I)
SUFFIX = re.compile(r"\.(?:docx?|indd|qxd|pub)$", re.I)
FILE = re.compile(r"\S+\.(?:docx?|pdf|indd|qxd|qxp|pub|pptx?|xlsx?|rtf|odt|tmp|html?|txt|p65|pmd|fm|ai|eps)|[^\s/\\]*[/\\]\S*", re.I)


def meaningful_title(raw: str) -> str | None:
    """`raw` on one line; None where it is empty, a placeholder or a file's name."""
    title = " ".join(raw.replace("\x00", " ").split())
    junk = JUNK.fullmatch(title) or PROGRAM.match(title) or FILE.fullmatch(title) or SUFFIX.search(title)
    return None if junk or not re.search(r"[^\W\d_]{3}", title) else title
