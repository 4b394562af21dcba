"""What counts as a word, for every count and rate of the analysis."""

import re

WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W_]+(?:['’‐‑-][^\W_]+)*")
SAME = str.maketrans({"’": "'", "‐": "-", "‑": "-"})

# Articles, pronouns, auxiliaries, prepositions and conjunctions: so frequent that they keep company with everything.
COMMON = """
a about after all also an and any are as at be been being between both but by can could did do does each for from had has have he her him
his how i if in into is it its itself may me might more most must my no nor not of off on one only or other our out over own s same shall
she should so some such than that the their them themselves then there these they this those through to under until up us very was we were
what when where which while who whom whose why will with within would you your
"""
FUNCTION_WORDS = frozenset(COMMON.split())


def words(text: str) -> list[str]:
    """The words of `text` as compared: lower case, one kind of apostrophe and hyphen."""
    return [word.translate(SAME) for word in WORD.findall(text.lower())]


def number_of_words(text: str) -> int:
    """How many words `text` has."""
    return sum(1 for _ in WORD.finditer(text))
