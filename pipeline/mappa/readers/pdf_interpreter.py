"""pdfminer's page interpreter with a quicker way through content streams: one regular expression instead of a state machine.

pdfminer keeps files, filters, fonts and operators. `compile_content` turns a whole stream into calls before the first is made, so
whatever it does not know (inline images, strings nested deeper than three) is left to pdfminer's own parser with nothing done yet.
Measured at about a third of the stock interpreter's time; tests/test_pdf_interpreter.py proves that both make the same calls.
"""

import re
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from pdfminer.pdfinterp import PDFPageInterpreter
from pdfminer.pdftypes import PDFStream, stream_value
from pdfminer.psparser import KWD, LIT, literal_name

MAX_OPERATORS = 1_500_000  # of one page with all its forms; the largest honest map or chart has some hundred thousand
MAX_FORMS = 20_000  # forms run for one page: ten levels of ten times ten would be 10^10
MAX_DEPTH = 24  # of forms within forms

# Same tokens as pdfminer's PSBaseParser; the groups are numbered, as `lastindex` then tells the kind at no cost.
TOKEN = re.compile(
    rb"""[\x00\s]*+(?:
      ((?:[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)\s+){1,6})?           # 1 up to six numbers before
      ([A-Za-z][^#/%\[\]()<>{}\s]*|[^\x00\sA-Za-z0-9+\-.(<\[{\]>}%/])  # 2 a keyword
    | ((?:[+-][0-9]*|[0-9]+)(?![0-9.]))                          # 3 whole number
    | ((?:[+-][0-9]*|[0-9]+)?\.[0-9]*)                           # 4 number with a point
    | \(((?:[^()\\]++|\\.|\((?:[^()\\]++|\\.|\((?:[^()\\]++|\\.)*+\))*+\))*+)\)  # 5 string, nested up to three deep
    | <(?!<)([0-9A-Fa-f\s]*)                                     # 6 hexadecimal string; its > is nothing
    | /((?:[^#/%\[\]()<>{}\s]|\#[0-9A-Fa-f]{0,2})*)              # 7 name
    | \[((?:[-+.0-9\x00\s]++|<[0-9A-Fa-f]*+>|\((?:[^()\\]++|\\.)*+\))*+)\]  # 8 array of strings and numbers, as TJ has it
    | (\[|<<|\{)                                                 # 9 opening
    | (\]|>>|\})                                                 # 10 closing
    | (>|%[^\r\n]*)                                              # 11 nothing
    | (.)                                                        # 12 the start of what is unknown
    )""",
    re.X | re.S,
)
NUMBERS, KEYWORD, WHOLE, REAL, STRING, HEX, NAME, SHOWN, OPENING, CLOSING, NOTHING, OTHER = range(1, 13)
SHOWN_ITEM = re.compile(rb"\(((?:[^()\\]++|\\.)*+)\)|<([0-9A-Fa-f]*)>|((?:[+-][0-9]*|[0-9]+)(?:\.[0-9]*)?|\.[0-9]*)", re.S)
CLOSES = {b"]": b"[", b">>": b"<<", b"}": b"{"}
ESCAPE = re.compile(rb"\\(?:([0-7]{1,3})|(.))", re.S)
ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"(": b"(", b")": b")", b"\\": b"\\"}
NAME_HEX = re.compile(rb"#([0-9A-Fa-f]{0,2})")
HEX_PAIR = re.compile(rb"[0-9A-Fa-f]{1,2}")
SPACE = re.compile(rb"\s+")
CONSTANTS = {b"true": True, b"false": False}
UNSEEN = frozenset(b"CS cs G g RG rg K k ri i gs M j J d w MP DP BMC BDC EMC sh BX EX ET W W* d0 d1".split())  # move no word and no rule
COLOURS = frozenset(b"SC sc SCN scn".split())  # take as many operands as the colour space asks: all that stand there

Call = tuple[Any, tuple[Any, ...]]


class BudgetError(Exception):
    """A page asks for more work than any real page does (a loop of forms, or a bomb)."""


def compile_content(data: bytes, operators: dict[bytes, tuple[Any, int]], methods: type) -> list[Call] | None:
    """The calls that content stream `data` makes, as (method of `methods`, operands); None where pdfminer's parser is needed.

    `operators` is a cache from operator to its method and number of operands, filled on the way.
    """
    calls: list[Call] = []
    operands: list[Any] = []
    outer: list[tuple[bytes, list[Any]]] = []
    hexed: dict[bytes, bytes] = {}
    push = operands.append
    for match in TOKEN.finditer(data):
        kind = match.lastindex
        if kind == KEYWORD:
            numbers, word = match.group(NUMBERS, KEYWORD)
            if numbers:
                operands.extend(map(float, numbers.split()))
            known = operators.get(word)
            if known is None:
                if word == b"BI":
                    return None
                known = operators[word] = _operator(word, methods)
            method, count = known
            if word in CONSTANTS:
                push(CONSTANTS[word])
            elif outer:
                push(KWD(word))
            elif method is None:
                del operands[len(operands) - count if count < len(operands) else 0 :]
            elif count == 0:
                calls.append((method, ()))
            elif len(operands) >= count:
                calls.append((method, tuple(operands[-count:])))
                del operands[-count:]
            else:
                operands.clear()
        elif kind == WHOLE:
            try:
                push(int(match[WHOLE]))
            except ValueError:  # a sign or a point alone is no number, and pdfminer passes it over too
                continue
        elif kind == REAL:
            try:
                push(float(match[REAL]))
            except ValueError:
                continue
        elif kind == STRING:
            text = _unescaped(match[STRING])
            if text is None:
                return None
            push(text)
        elif kind == HEX:
            push(_unhex(match[HEX]))
        elif kind == NAME:
            push(LIT(_name(match[NAME])))
        elif kind == SHOWN:
            items = _shown(match[SHOWN], hexed)
            if items is None:
                return None
            push(items)
        elif kind == OPENING:
            outer.append((match[OPENING], operands))
            operands = []
            push = operands.append
        elif kind == OTHER:
            return None
        elif kind == CLOSING and outer and outer[-1][0] == CLOSES[match[CLOSING]]:
            opening, before = outer.pop()
            value: Any = operands
            if opening == b"<<":
                value = {literal_name(key): item for key, item in zip(operands[::2], operands[1::2], strict=False)}
            operands = before
            push = operands.append
            push(value)
    return calls


def _operator(word: bytes, methods: type) -> tuple[Any, int]:
    name = "do_" + word.decode("utf-8", "ignore").replace("*", "_a").replace('"', "_w").replace("'", "_q")
    method = getattr(methods, name, None)
    count = method.__code__.co_argcount - 1 if method else 0
    if word in COLOURS:
        return None, sys.maxsize
    return None if word in UNSEEN else method, count


def _shown(body: bytes, hexed: dict[bytes, bytes]) -> list[Any] | None:
    """The strings and numbers of a TJ array; `hexed` remembers hexadecimal strings, most of them one glyph of a kerned line."""
    items: list[Any] = []
    for text, digits, number in SHOWN_ITEM.findall(body):
        if number:
            try:
                items.append(float(number))
            except ValueError:
                continue
        elif digits:
            value = hexed.get(digits)
            if value is None:
                value = hexed[digits] = _unhex(digits)
            items.append(value)
        else:
            value = _unescaped(text)
            if value is None:
                return None
            items.append(value)
    return items


def _unescaped(text: bytes) -> bytes | None:
    """A string's bytes; None for the one escape that pdfminer reads differently at the edge of its buffer."""
    if b"\\" not in text:
        return text
    return None if b"\\\r\n" in text else ESCAPE.sub(_unescape, text)


def _unescape(match: re.Match[bytes]) -> bytes:
    return bytes((int(match[1], 8) & 255,)) if match[1] else ESCAPED.get(match[2], b"")


def _unhex(digits: bytes) -> bytes:
    if len(digits) % 2 == 0 and b" " not in digits and b"\n" not in digits:
        with suppress(ValueError):
            return bytes.fromhex(digits.decode("ascii"))
    plain = SPACE.sub(b"", digits)
    return bytes(int(pair, 16) for pair in HEX_PAIR.findall(plain))


def _name(raw: bytes) -> str | bytes:
    if b"#" in raw:
        raw = NAME_HEX.sub(lambda match: bytes((int(match[1], 16),)) if match[1] else b"", raw)
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw


class Interpreter(PDFPageInterpreter):
    """Stock interpreter but for `execute` (compiled streams, a budget) and `do_TJ` (no copy of the graphics state a string)."""

    depth = 0
    spent: list[int]  # operators and forms of this page, shared with the interpreters of its forms

    def process_page(self, page: Any) -> None:
        self.spent = [0, 0]
        self.operators: dict[bytes, tuple[Any, int]] = getattr(self, "operators", {})
        super().process_page(page)

    def subinterp(self) -> PDFPageInterpreter:
        inner = super().subinterp()
        assert isinstance(inner, Interpreter)
        inner.depth, inner.spent, inner.operators = self.depth + 1, self.spent, self.operators
        return inner

    def execute(self, streams: Sequence[object]) -> None:
        """Run content `streams`; raises BudgetError where the page asks for too much."""
        valid = self._unvisited(streams)
        data = b"\n".join(stream.get_data() for stream in valid) + b"\n"
        self.spent[1] += 1
        if self.depth > MAX_DEPTH or self.spent[1] > MAX_FORMS:
            raise BudgetError(f"forms nested {self.depth} deep, {self.spent[1]} run")
        calls = compile_content(data, self.operators, type(self))
        self.spent[0] += len(data) // 8 if calls is None else len(calls)
        if self.spent[0] > MAX_OPERATORS:
            raise BudgetError(f"more than {MAX_OPERATORS} operators")
        if calls is None:
            super().execute(streams)
            return
        for method, operands in calls:
            method(self, *operands)

    def _unvisited(self, streams: Sequence[object]) -> list[PDFStream]:
        """`streams` but those without number and those that are being run already, as the stock interpreter has it."""
        found = [stream_value(each) for each in streams]
        valid = [stream for stream in found if stream.objid is not None and stream.objid not in self.parent_stream_ids]
        self.stream_ids = {stream.objid for stream in valid if stream.objid is not None}
        return valid

    def do_Do(self, xobjid_arg: Any) -> None:
        super().do_Do(xobjid_arg)
        self.device.set_ctm(self.ctm)  # the stock interpreter goes on in the form's coordinates until the next Q

    def do_TJ(self, seq: Any) -> None:
        if self.textstate.font is not None:
            self.device.render_string(self.textstate, seq, self.graphicstate.ncs, self.graphicstate)
