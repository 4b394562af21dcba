"""Bodies known only by what the text says of them: "the Harbour Trust, a local charity" is one whose name no list can hold."""

from collections.abc import Collection, Iterator

from spacy.tokens import Doc

LINKS = {"of", "and", "&", "for", "'s"}
LONGEST_NAME = 6  # tokens
MODIFIERS = 4  # words between "a" and the noun at most
ABOUT_ONESELF = {"i", "my", "me", "retired", "trustee", "career", "retirement"}


def said_to_be(doc: Doc, nouns: Collection[str], never: Collection[str]) -> Iterator[tuple[int, int]]:
    """Token spans of names that the text calls one of `nouns`, and the same names elsewhere; words in `never` begin no name.

    In a paragraph in which somebody speaks of a career a charity is part of that life and no partner.
    """
    names: set[tuple[str, ...]] = set()
    for token in doc:
        if (
            token.norm_ in nouns
            and not _about_oneself(doc, token.i)
            and (span := _in_front(doc, token.i, never) or _behind(doc, token.i, never))
        ):
            names.add(tuple(word.text for word in doc[span[0] : span[1]]))
    for token in doc if names else ():
        for name in names:
            if (
                token.text == name[0]
                and tuple(word.text for word in doc[token.i : token.i + len(name)]) == name
                and not _about_oneself(doc, token.i)
            ):
                yield token.i, token.i + len(name)


def _in_front(doc: Doc, noun: int, never: Collection[str]) -> tuple[int, int] | None:
    """The name in "NAME, a local charity", "NAME (ABBR), the charity", "NAME is a charity"."""
    at = noun - 1
    while at > 0 and noun - at <= MODIFIERS and doc[at].norm_ not in ("a", "an", "the") and (doc[at].is_alpha or doc[at].text == "-"):
        at -= 1
    if doc[at].norm_ not in ("a", "an", "the") or doc[at - 1].norm_ not in (",", "(", "is", "-", "\u2013"):
        return None
    end = at - 1
    if end > 3 and doc[end - 1].text == ")" and doc[end - 3].text == "(":
        end -= 3
    start = end
    while (
        start > 0
        and end - start < LONGEST_NAME
        and (_capital(doc, start - 1) or (doc[start - 1].norm_ in LINKS and _capital(doc, start - 2)))
    ):
        start -= 1
    return _trimmed(doc, start, end, never)


def _behind(doc: Doc, noun: int, never: Collection[str]) -> tuple[int, int] | None:
    """The name in "the housing charity NAME"."""
    end = start = noun + 1
    while (
        end < len(doc)
        and end - start < LONGEST_NAME
        and (_capital(doc, end) or (doc[end].norm_ in LINKS and end > start and _capital(doc, end + 1)))
    ):
        end += 1
    return _trimmed(doc, start, end, never) if doc[noun].text.islower() else None


def _trimmed(doc: Doc, start: int, end: int, never: Collection[str]) -> tuple[int, int] | None:
    """The name without words in front that begin none; None where nothing is left or it is a single short word at the start."""
    while start < end and (doc[start].norm_ in never or doc[start].norm_ in LINKS):
        start += 1
    return (start, end) if end > start and len(doc[start:end].text) > 3 else None


def _capital(doc: Doc, at: int) -> bool:
    return 0 <= at < len(doc) and doc[at].text[:1].isupper() and doc[at].text[:1].isalpha()


def _about_oneself(doc: Doc, at: int) -> bool:
    """Whether the paragraph around the token `at` tells of somebody's own life."""
    start, end = at, at
    while start > 0 and "\n\n" not in doc[start - 1].text:
        start -= 1
    while end < len(doc) and "\n\n" not in doc[end].text:
        end += 1
    return any(token.norm_ in ABOUT_ONESELF for token in doc[start:end])
