"""Tell Welsh from English, a paragraph at a time, by the small words that one of them has and the other has not."""

import re

WORD = re.compile(r"[^\W\d_]+")
WELSH = frozenset(
    [
        *(
            "yn",
            "yr",
            "y",
            "ac",
            "ar",
            "i",
            "o",
            "mae",
            "wedi",
            "gan",
            "eu",
            "ein",
            "ei",
            "bod",
            "am",
            "gyda",
            "sydd",
            "hyn",
            "neu",
            "cael",
            "fod",
        ),
        *(
            "eich",
            "rhag",
            "hon",
            "hwn",
            "gyfer",
            "drwy",
            "rhwng",
            "oedd",
            "fel",
            "bydd",
            "os",
            "nad",
            "nid",
            "a'r",
            "i'r",
            "o'r",
            "hefyd",
            "pob",
        ),
        *("pan", "dros", "troseddwyr", "gwaith", "heddlu", "trefniadau", "ardal"),
    ]
)
ENGLISH = frozenset(
    "the of and to in is that for with are by was be this which from have has as on an it their at or were will not who".split()  # noqa: SIM905
)
FEW = 6  # words below which a text is of no language of its own


def counts(text: str) -> tuple[int, int]:
    """How many Welsh and how many English small words `text` has."""
    words = [word.lower() for word in WORD.findall(text)]
    return sum(word in WELSH for word in words), sum(word in ENGLISH for word in words)


def is_welsh(text: str) -> bool:
    """Whether `text`, a paragraph, is in Welsh; False for one too short to tell."""
    welsh, english = counts(text)
    return len(WORD.findall(text)) >= FEW and welsh >= 2 and welsh > 2 * english
