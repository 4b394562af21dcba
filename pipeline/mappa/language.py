"""English as this project reads it: spaCy's, with tokens that rules can rely on and one way to fold what print varies."""

from typing import Any

from spacy.attrs import NORM
from spacy.lang.en import English
from spacy.lang.punctuation import TOKENIZER_INFIXES, TOKENIZER_PREFIXES, TOKENIZER_SUFFIXES
from spacy.language import BaseDefaults, Language

LANGUAGE = "en_mappa"
CACHE = 1_000_000  # forms the tokenizer remembers; a corpus of 20 MB has some 32,000

FOLDED = str.maketrans(
    {
        "\u2018": "'",
        "\u2019": "'",
        "\u02bc": "'",
        "`": "'",
        "\u00b4": "'",
        "\u201c": '"',
        "\u201d": '"',
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"),
    }
)


def fold(text: str) -> str:
    """`text` without the differences that mean nothing in print: capitals, curly quotation marks, kinds of hyphen."""
    return text.translate(FOLDED).lower()


class MappaDefaults(BaseDefaults):
    """No tokenizer exceptions: "Ill" is no "I 'll" in a report, and without them the tokenizer's cache works (spaCy issue 13950)."""

    tokenizer_exceptions: dict[str, list[dict[str, str]]] = {}  # noqa: RUF012
    prefixes = [*TOKENIZER_PREFIXES, r"/", r"-(?=[A-Za-z])"]  # noqa: RUF012
    suffixes = [*TOKENIZER_SUFFIXES, r"/", r"(?<=[A-Za-z])-", r"(?<=[0-9][A-Z])\."]  # noqa: RUF012
    infixes = [*TOKENIZER_INFIXES, r"[/()\[\]\u2010\u2011\u2212&]", r"(?<=[0-9])-(?=[A-Za-z])", r"(?<=[A-Za-z])[:;](?=[A-Za-z])"]  # noqa: RUF012
    token_match = None
    url_match = English.Defaults.url_match
    lex_attr_getters = {**English.Defaults.lex_attr_getters, NORM: fold}  # noqa: RUF012
    stop_words = English.Defaults.stop_words
    writing_system = English.Defaults.writing_system


class MappaEnglish(English):  # type: ignore[no-untyped-call]
    """The language of an assembled pipeline; found by spaCy through the entry point `spacy_languages`."""

    lang = LANGUAGE
    Defaults: Any = MappaDefaults


def widen_cache(nlp: Language) -> None:
    """Let the tokenizer of `nlp` remember every form of a corpus."""
    tokenizer: Any = nlp.tokenizer
    tokenizer.max_cache_size = CACHE
