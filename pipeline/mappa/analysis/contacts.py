"""Telephone numbers, e-mail and postal addresses stay in the reports: what is copied out of one into a table is without them."""

import re

MASK = "\ue000"  # a character of private use: no word, no digit, and no report holds it
WITHHELD = "[contact withheld]"
NAME = r"[A-Z][\w'’.-]*"
ROAD = r"(?:Street|St|Road|Rd|Lane|Avenue|Ave|Way|Drive|Close|Place|Square|Court|Crescent|Terrace|Hill|Gardens|Grove|Row|Walk|Parade|Quay)"
POSTCODE = r"[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}"
CONTACT = re.compile(
    rf"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
    rf"|(?<![\w£,.])(?:\+44 ?\(?0?\)?|\(?0)\d(?:[ ()-]{{0,2}}\d){{8,9}}(?!\w)"
    rf"|(?<!\w)(?:PO Box )?\d+\w?(?:-\d+)?,? (?:{NAME} ){{1,4}}{ROAD}\b(?:(?:,? {NAME}){{0,6}}?,? {POSTCODE}\b)?"
    rf"|\b{POSTCODE}\b"
)
RUN = re.compile(MASK + "+")


def masked(text: str) -> str:
    """`text` with contact details covered, at the same offsets."""
    return CONTACT.sub(lambda found: MASK * len(found[0]), text)


def shown(text: str) -> str:
    """Masked text as a person reads it: on one line, with a word where something was covered."""
    return " ".join(RUN.sub(WITHHELD, text).split())
