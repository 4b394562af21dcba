"""What labels are called on the pages: plain words, made from the labels themselves so that a new one needs nothing here."""

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

TESTIMONIAL = "testimonial"
CASE_STUDY = "case-study"


class Layer(NamedTuple):
    """A kind of highlight: what one and several are called, and a line for someone who meets it the first time."""

    one: str
    many: str
    about: str


LAYERS = {
    "theme": Layer("Theme", "Themes", "What a sentence is about, and whether it tells of a strength or a challenge"),
    TESTIMONIAL: Layer("Quotation", "Quotations", "What a professional or lay adviser says in their own words"),
    CASE_STUDY: Layer("Case study", "Case studies", "One person’s story, and what each part of it tells"),
    "agency": Layer("Agency", "Agencies", "An organisation, service, unit or board that takes part"),
    "role": Layer("Job or post", "Jobs and posts", "A post held by a professional or lay member"),
    "legislation": Layer("Law", "Laws", "An Act or other legislation, with the section named"),
    "case-law": Layer("Court case", "Court cases", "A judgment that the report names"),
    "order": Layer("Order or licence", "Orders and licences", "A court order, a licence or a notice"),
    "mappa-term": Layer("MAPPA term", "MAPPA terms", "A category, a level or another term of the arrangements"),
}

POLARITIES = {"strength": "Strength", "challenge": "Challenge", "neutral": "Neither"}

FORMS = {
    "lead-in": "introduced by the report",
    "signature": "signed below",
    "first-person": "signed, in the first person",
    "statement": "a body’s own statement",
}

# Words that are written in another way than their letters in a label; whole labels are never repeated here.
WRITTEN = {
    "mappa": "MAPPA", "smb": "SMB", "marac": "MARAC", "mash": "MASH", "iom": "IOM", "dwp": "DWP", "nca": "NCA", "btp": "BTP", "pdp": "PDP",
    "modp": "MODP", "cps": "CPS", "hmpps": "HMPPS", "ons": "ONS", "shpo": "SHPO", "sopo": "SOPO", "sro": "SRO", "rosho": "ROSHO",
    "visor": "ViSOR", "cooperate": "co-operate", "coordinator": "co-ordinator", "100000": "100,000",
}  # fmt: skip


NUMBERS = re.compile(r"(?<=\b\d) (?=\d\b)")


def words(label: str) -> str:
    """`label` as a phrase: "lay-adviser" is "Lay adviser"."""
    phrase = NUMBERS.sub(" and ", " ".join(WRITTEN.get(part, part) for part in label.split("-")))
    return phrase[:1].upper() + phrase[1:]


def layer_words(layer: str) -> Layer:
    """What a layer is called; one that a rules file adds is called by its own name."""
    return LAYERS.get(layer) or Layer(words(layer), words(layer), "Added by your own rules")


def label_words(layer: str, label: str | None, attributes: Mapping[str, Any]) -> str:
    """What an annotation is, in words: a law by its title, an unsettled one as such."""
    if layer in ("legislation", "case-law"):
        return attributes.get("title") or attributes.get("name") or attributes.get("citation") or label or "Not settled which"
    return words(label) if label else "Not settled"


def provision_words(attributes: Mapping[str, Any]) -> str:
    """The provisions of a citation: "Sections 325 to 327B, Schedule 15"."""
    told = []
    for one in attributes.get("provisions", []):
        kind, last = one["kind"].capitalize(), one.get("to")
        told.append(f"{kind}s {one['from']} to {last}" if last else f"{kind} {one['from']}")
    return ", ".join(told)


def year_words(year: int | None) -> str:
    """A reporting year by the year in which it starts: 2015 is "2015-16"."""
    return "Year not known" if year is None else f"{year}–{(year + 1) % 100:02d}"
