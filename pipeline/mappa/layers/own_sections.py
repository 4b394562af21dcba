"""Which bare sections are the report's own, "see section 3", and which read as the law's, "section 69 requires"."""

import re
from collections.abc import Iterable

from mappa.layers.provisions import Provisions, base, numeral

RULES = re.compile(
    r"\s+(?:also\s+|now\s+|then\s+)?(?:requires?|obliges?|places?|imposes?|empowers?|enables?|permits?|allows?|lets?|makes?|creates?"
    r"|prohibits?|forbids?|lays?|gives?|gave|provides?|defines?|extends?|says?|states?|asks?|lists?|came into force"
    r"|(?:is|are|was|were) (?:amended|inserted|added|introduced|repealed|replaced|commenced|brought))\b"
)
OWN = re.compile(
    r"\s*,?\s*(?:of|to|in|from)\s+(?:this|our|your|their|these|its)\s"
    r"|\s*,?\s*of\s+(?:the|a|an)\s+(?!(?:european )?convention|echr|latter|former)\w|\s+(?:above|below|overleaf|on page|\(page)\b",
    re.IGNORECASE,
)
SEE = re.compile(r"\b(?:see|read|turn to|go to|refer to)\s+$", re.IGNORECASE)
WITHIN = re.compile(r"\b(?:in|from|at)\s+$", re.IGNORECASE)
TELLS = re.compile(
    r"\s+(?:we|you|describes|explains|outlines|looks|shows|contains|(?:provides|gives|lists) (?:an? |the |more |further )?"
    r"(?:overview|details?|figures|information|contacts?|summary|account|examples?))\b"
)
MOST = 20  # a report has no more sections


def rules(text: str, one: Provisions) -> bool:
    """Whether what follows `one` says what a law does."""
    return RULES.match(text, one.end) is not None


def is_own(text: str, one: Provisions, low: int, said: Iterable[int]) -> bool:
    """Whether `one` is a section of the report: `low` is where its sentence begins, `said` where laws were last named."""
    if OWN.match(text, one.end):
        return True
    if one.items[0].kind != "section" or len(one.opening) < 4 or is_high(one) or "(" in one.items[0].first:
        return False
    lawless = all(end < low for end in said)
    return bool(SEE.search(text, low, one.start) or TELLS.match(text, one.end) or (lawless and WITHIN.search(text, low, one.start)))


def is_high(one: Provisions) -> bool:
    """Whether a report can have no such section itself."""
    return (numeral(one.items[0].first) or 0) > MOST or base(one.items[0].first)[-1].isalpha()
