"""The person of a case study: by what alias the report calls them, how old they are, and where the words that introduce them end."""

import re
from collections.abc import Iterator, Sequence

from mappa.language import fold
from mappa.layers.passages import words

UNITS = dict(zip(["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"], range(1, 10), strict=True))
TEENS = dict(
    zip(
        ["ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"],
        range(10, 20),
        strict=True,
    )
)
TENS = dict(zip(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], range(20, 100, 10), strict=True))
SPELT = rf"\d{{1,2}}|(?:{'|'.join(TENS)})(?:[- ](?:{'|'.join(UNITS)}))?|{'|'.join(TEENS)}"
AGE = re.compile(
    rf"\b(?P<a>{SPELT})[- ]y(?:ea)?rs?\.?(?:[- ]olds?\b|(?=\)))|\b(?:aged?|age of):?\s+(?P<b>{SPELT})\b|"
    rf"\b(?:man|woman|male|female|boy|girl|youth|person|offender|teenager|pensioner|lad|lady|gentleman|father|mother|prisoner|"
    rf"pupil|student|patient|adult|someone|somebody) of (?P<c>{SPELT})\b(?! (?:years|months|weeks|previous|no|good))|"
    rf"\b(?:is|was|now|turned) (?P<d>{SPELT})(?=\s*(?:[,.;]|and\b|but\b|when\b|$))|"
    r"[,(]\s*(?P<e>\d{2})(?=\s*(?:[,)]))|\b[Aa]t (?P<f>\d{2}),? (?=[A-Z]|he\b|she\b)|"
    r"\bin (?:his|her|their) (?:early |mid[- ]?|late )?(?:teens|twenties|thirties|forties|fifties|sixties|seventies|eighties|\d0s)\b"
)
TITLED = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr)\b\.? ?[A-Z]\b\.?(?: ?[A-Z]\b\.?)?(?!\w)")
LETTERED = re.compile(
    r"\b(?:Offender|Person|Subject|Client|Prisoner|Individual|Nominal|Patient|Man|Woman|Male|Female|"
    r"Resident|Perpetrator|Defendant|Suspect|Service [Uu]ser|Adult|Youth|"
    r"Child|Tenant) (?:[A-Z]\b|\d\b)|\bCase [A-Z]\b(?= (?:is|was|has|had)\b)"
)
SURNAMED = re.compile(r"^(?:[\"'\u2018\u201c])?((?:Mr|Mrs|Ms|Miss|Mx)\.? [A-Z][a-z\u00e0-\u00ff]+)(?=[\s,*(\"'\u2019\u201d])")
CALLED = re.compile(
    r"\b(?:call(?:ed)?|known(?: here)? as|refer(?:red)? to(?: here)? as|name(?:d)? here) (?:him |her |them |this (?:man|woman|person) )?"
    r"[\"'\u2018\u201c]?((?:(?:Mr|Mrs|Ms|Miss) )?[A-Z][\w.]*)"
)
NAMELESS = re.compile(r"^The subject\b(?! of)")
STARRED = re.compile(r"\b([A-Z][a-zà-ÿ]+(?:-[A-Z][a-z]+)?)\s?\*")
QUOTED = re.compile(r"^[\"'‘“]([A-Z][a-zà-ÿ]{2,})[\"'’”]")
INITIALS = re.compile(r"\b[A-Z]\.?[A-Z]\b\.?(?!\w)")
LETTERS = re.compile(r"^([A-Z]{2,3})\b(?=,? (?:is|was|has|had|an?|who|aged|received|served|pleaded|lives|lived|came|left|\(?\d\d)\b)")
DOTTED = re.compile(r"^([A-Z]\.(?: ?[A-Z]\.?)?)(?=[ ,(])")
SINGLE = re.compile(r"^([A-Z])\b(?= (?:is|was|had|has)\b|,| \()(?<!I)")
FIRST = re.compile(
    r"^([A-Z][a-zà-ÿ]{2,}(?:-[A-Z][a-z]+)?)(?=\s?[,(]\s*(?:\d\d|aged|an? |who |in (?:his|her|their) |then |now |not (?:his|her|"
    r"their) real)| (?:is|was|had|has|came|served|received|lives|lived|spent|left|went)\b|'s |’s )"
)
HEAD_NAME = re.compile(
    r"^(?:[^:\u2013-]{0,30}[:\u2013-]\s*)?([A-Z][a-zà-ÿ]{1,}(?:-[A-Z][a-z]+)?|"
    r"[A-Z]{1,3})\b\*?(?:['’]s \w+)?(?:\s*\(.*\))?\.?$"
)
PEOPLE = r"(?:man|woman|male|female|offender|youth|father|mother|grandfather|boy|girl|prisoner|pensioner|teenager|individual|student)"
PLAIN = re.compile(
    rf"(?:[A-Z][\w. *]{{0,20}}? (?:is|was) an? (?:[\w-]+ ){{0,4}}?{PEOPLE}\b|(?:An?|One) "
    rf"(?:[\w-]+ ){{0,3}}?{PEOPLE}\b(?=,| (?:who|with|whose|had|was|came|from|on)\b))"
)
BESIDE = re.compile(r"\b(?:and|&)\b")


class Subjects:
    """Finds aliases; `not_names` are capitalised words that are no first name, `people` the common nouns for a subject."""

    def __init__(self, not_names: Sequence[str], people: Sequence[str]):
        self.not_names = set(not_names)
        person = words([*people, *(f"{one}s" for one in people)]).pattern
        self.person = re.compile(rf"^(?:an?|one|the|this|our|another)\s+(?:[\w-]+\s+){{0,4}}?{person}")
        self.young = re.compile(r"^(?:an?|this|the|one)?\s*\d{1,2}[- ]year[- ]old\b")

    def aliases(self, text: str, *, first: bool = True) -> list[str]:
        """The aliases in a heading or a first sentence, as printed; "The subject" only where `first` says that nobody stands before."""
        found: list[tuple[int, str]] = []
        for sort in (TITLED, LETTERED):
            found += [(match.start(), self._clean(match[0])) for match in sort.finditer(text)]
        for sort in (STARRED, SURNAMED, CALLED):
            found += [(match.start(1), self._clean(match[1])) for match in sort.finditer(text) if fold(match[1]) not in self.not_names]
        if not found:
            found += [
                (match.start(1), match[1])
                for sort in (QUOTED, FIRST, SINGLE, LETTERS, DOTTED)
                if (match := sort.search(text)) and self._is_name(match[1])
            ]
        if not found and first and (nameless := NAMELESS.match(text)):
            found = [(0, nameless[0])]
        return [alias for _, alias in sorted(dict((alias, (at, alias)) for at, alias in reversed(found)).values())]

    def of_heading(self, text: str) -> list[str]:
        """The aliases of a heading, where a first name or initials may stand alone."""
        found = self.aliases(text)
        if not found and (match := HEAD_NAME.match(text.strip())) and self._is_name(match[1]):
            found = [match[1]]
        if not found and len(text.split()) < 6 and (letters := INITIALS.match(text.strip())):
            found = [self._clean(letters[0])]
        return found

    def _is_name(self, word: str) -> bool:
        word = word.replace(".", "").replace(" ", "")
        return fold(word) not in self.not_names and ((len(word) < 4 and word.isupper()) or word[1:].islower() or "-" in word)

    def _clean(self, alias: str) -> str:
        return alias[:-1] if alias.endswith(".") and not re.search(r"\. ?[A-Z]\.$", alias) else alias

    def introduces(self, sentence: str, alias: str | None = None) -> bool:
        """Whether a sentence brings a person in: by alias, by age, or as "a man who"."""
        folded = fold(sentence)
        return bool(self.aliases(sentence) or self.person.match(folded) or self.young.match(folded) or (alias and alias in sentence))

    def is_certain(self, sentence: str) -> bool:
        """Whether a sentence brings in one person beyond doubt: not by a first word that may be a place or a body."""
        known = any(sort.search(sentence) for sort in (TITLED, LETTERED, STARRED))
        folded = fold(sentence)
        return known or bool(ages(sentence)) or (self.person.match(folded) is not None and not folded.startswith("the "))

    def recurring(self, texts: Sequence[str]) -> list[str]:
        """A first name that a story begins with and comes back to; an empty list where there is none."""
        story = " ".join(texts)
        for match in re.finditer(
            (
                r"(?<![\w'’-])(?<!in )(?<!at )(?<!of )(?<!from )(?<!to )(?<!near )([A-Z][a-zà-ÿ]{2,})(?=(?:'s|"
                r"’s)?[ ,*(])(?! [A-Z])"
            ),
            " ".join(texts[:2]),
        ):
            name = match[1]
            acts = re.search(
                (
                    rf"\b{name}\s?\*?,? (?:\(?\d\d\)?,? )?(?:is|was|had|has|were|told|said|went|came|did|could|would|"
                    rf"received|served|began|agreed|moved|lives|wanted|needed|remains|still|now)\b"
                ),
                story,
            )
            if self._is_name(name) and acts and len(re.findall(rf"\b{name}\b", story)) > 1:
                return [name]
        return []

    def introduced(self, text: str, start: int, end: int, alias: str | None) -> int | None:
        """Offset at which the words that introduce the person end in the sentence; None where it does not introduce them."""
        sentence = text[start:end]
        aged = list(AGE.finditer(sentence))
        if not aged:
            plain = PLAIN.match(sentence)
            return start + plain.end() if plain else None
        at = aged[0].end()
        head = sentence[: aged[0].start()]
        known = (
            (alias is not None and alias in sentence[: at + 20]) or self.person.match(fold(sentence)) or self.young.match(fold(sentence))
        )
        if not known and len(head.split()) > 14:
            return None
        return start + self._stretched(sentence, at)

    def _stretched(self, sentence: str, at: int) -> int:
        """The end of the clause around an age that ends at `at`: the noun behind it, a bracket, a second person."""
        rest = sentence[at:]
        noun = re.match(
            (
                r"(?:[\s-]*old)?(?:\s+(?:[\w-]+\s+){0,2}?(?:man|woman|male|female|boy|girl|youth|offender|person|"
                r"father|mother|individual|prisoner|student)\b)?\s*\)?"
            ),
            rest,
        )
        at += noun.end() if noun else 0
        if second := re.match(
            r",?\s+(?:and|&) (?:his|her) \w+(?: [\w.]+)*? \(?\d\d\)?|,?\s+and [A-Z][\w.]+ ?\*?,[^,]{0,30}(?=,)", sentence[at:]
        ):
            at += second.end()
        if beside := re.match(r",\s+(?:an? (?:[\w-]+ ?){1,4}|in (?:poor|good|ill) health)(?=,)", sentence[at:]):
            at += beside.end()
        predicate = re.match(r"(?:,| and)? [\w ,-]{0,40}(?=\.$|\. )", sentence[at:])
        if (
            predicate
            and at + predicate.end() >= len(sentence) - 1
            and not re.search(r"\b(?:was|had|who|has|were|served|received|given|sentenced|came)\b", predicate[0])
        ):
            at += predicate.end()
        return at

    def age(self, texts: Iterator[str]) -> int | None:
        """The first age printed in `texts`."""
        return next((value for text in texts for _, value in ages(text) if value), None)

    def second(self, heading: str, sentence: str) -> bool:
        """Whether two people are brought in together."""
        for text in (heading, sentence):
            found = self.aliases(text)
            if len(found) > 1 and BESIDE.search(text[text.find(found[0]) : text.find(found[1], text.find(found[0]) + 1)]):
                return True
        return False


def ages(text: str) -> list[tuple[int, int | None]]:
    """Ends and years of the ages printed in `text`, in figures or words; None for "in his twenties". A sentence of years is none."""
    found = []
    for match in AGE.finditer(text):
        spelt = next((group for group in match.groups() if group), None)
        value = None if spelt is None else _number(spelt)
        if value is None or 10 <= value <= 99:
            found.append((match.end(), value))
    return found


def _number(spelt: str) -> int:
    """A number below a hundred, in figures or words."""
    if spelt.isdigit():
        return int(spelt)
    return sum((TENS | TEENS | UNITS)[word] for word in re.split(r"[- ]", spelt))
