"""Paragraphs for a text that comes without any: a blank line ends one."""

import re

from spacy.language import Language
from spacy.tokens import Doc, SpanGroup

PARAGRAPH = re.compile(r"\S(?:.*?\S)?(?=\s*\n[ \t]*\n|\s*\Z)", re.DOTALL)


@Language.component("mappa_paragraphs")
def mark_paragraphs(doc: Doc) -> Doc:
    """Write doc.spans["paragraph"] where the document has brought none."""
    if "paragraph" not in doc.spans:
        found = ((match, "table" if "\t" in match[0] else "paragraph") for match in PARAGRAPH.finditer(doc.text))
        spans = [doc.char_span(*match.span(), label=kind, alignment_mode="expand") for match, kind in found]
        doc.spans["paragraph"] = SpanGroup(doc, name="paragraph", spans=[span for span in spans if span is not None])
    return doc
