"""Requests and answers as they were kept, and where in an answer the value of one call stands.

Ids of calls are not kept with a question. Ours ascend in the order of the calls, so the answers to
a batch, put into the order of their ids, are in the order of its calls.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import msgspec

from stableaudit.adapters.transport.body import BodyError, decode
from stableaudit.adapters.transport.redact import REDACTED
from stableaudit.domain.raw_answers import RawAnswer

_DATA: Final = re.compile(rb'"(?:0x)?(?P<words>(?:[0-9a-fA-F]{64})+)"')


@dataclass(frozen=True, slots=True)
class Recorded:
    """One request that was answered. Bodies are read from where they are kept when asked for."""

    operator: str
    endpoint: str
    """Its label."""

    path: str
    """Below the endpoint's own."""

    at: int
    """Our clock when the answer was there."""

    status: int
    sha256: str
    """Of the answer."""

    question: Callable[[], str]
    """JSON with sorted keys and without ids, as `journal.canonical` writes it."""

    question_size: int
    """In bytes, known without reading it."""

    answer: Callable[[], bytes]


def calls_of(question: str) -> Sequence[object]:
    """Return the calls of a JSON-RPC request, in order; none for what is not JSON."""
    try:
        plain: object = msgspec.json.decode(question)
    except msgspec.MsgspecError:
        return ()
    return plain if isinstance(plain, list) else (plain,)


def answer_to(recorded: Recorded, index: int, calls: int) -> tuple[bytes, object] | None:
    """Return one call's answer, its bytes and what they decode to; None where there is no telling.

    Args:
        recorded: what was answered.
        index: of the call in its request, from 0.
        calls: how many the request had.
    """
    content = recorded.answer()
    try:
        whole = decode(content)
        if not isinstance(whole, list):
            return (content, whole) if calls == 1 else None
        items = [(one, decode(one)) for one in _items(content)]
    except (BodyError, msgspec.MsgspecError):
        return None
    numbers = [item.get("id") if isinstance(item, dict) else None for _, item in items]
    known = [number for number in numbers if type(number) is int]
    if len(known) != calls or len(set(known)) != len(items):
        return None
    return items[numbers.index(sorted(known)[index])]


def narrowed(recorded: Recorded, item: bytes, digits: str, *, index: int, calls: int) -> RawAnswer:
    """Return where the digits of a value stand in an answer.

    Args:
        recorded: what was answered.
        item: the part of it that answers one call.
        digits: as they stand there, without quotes.
        index: of the call in its request, from 0.
        calls: how many the request had.
    """
    content = recorded.answer()
    inner, outer = _only(item, f'"{digits}"'.encode()), _only(content, item)
    if REDACTED.encode() in content or inner is None or outer is None:
        offset = None
    else:
        offset = outer + inner + 1
    return RawAnswer(
        recorded.operator, recorded.endpoint, recorded.sha256, index + 1, calls, digits, offset
    )


def not_narrowed(recorded: Recorded, why: str, *, index: int = -1, calls: int = 1) -> RawAnswer:
    """Return an answer in which the value cannot be pointed at, and why."""
    return RawAnswer(
        recorded.operator, recorded.endpoint, recorded.sha256, index + 1, calls, "", None, why
    )


def word_within(recorded: Recorded, value: int) -> RawAnswer:
    """Return where the one word of an answer stands that is a value, of an answer of many words.

    For requests that wrap many calls into one, whose answer is one piece of data.
    """
    content = recorded.answer()
    digits = f"{value:064x}".encode()
    places = [
        start
        for data in _DATA.finditer(content)
        for start in range(*data.span("words"), len(digits))
        if content[start : start + len(digits)].lower() == digits
    ]
    if len(places) != 1:
        came = f"{len(places)} words of its answer are that number"
        return not_narrowed(recorded, f"many calls were wrapped into one, and {came}")
    (at,) = places
    found = content[at : at + len(digits)].decode()
    why = "many calls were wrapped into one; it is the only word of its answer with that number"
    return RawAnswer(recorded.operator, recorded.endpoint, recorded.sha256, 0, 1, found, at, why)


def _items(content: bytes) -> list[bytes]:
    return [bytes(one) for one in msgspec.json.decode(content, type=list[msgspec.Raw])]


def _only(content: bytes, part: bytes) -> int | None:
    at = content.find(part)
    return at if at >= 0 and content.find(part, at + 1) < 0 else None
