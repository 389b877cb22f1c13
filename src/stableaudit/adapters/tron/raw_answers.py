"""The raw answer of a TRON endpoint that a reading was decoded from, found by its question.

A constant call names no block. Which one it was answered from is in the answer (calls.py): of
several answers to one question those of the reading's own block come first.
"""

from collections.abc import Iterable, Iterator

import msgspec

from stableaudit.adapters.transport.body import BodyError, decode
from stableaudit.adapters.transport.recorded import Recorded, narrowed, not_narrowed
from stableaudit.adapters.tron import codec
from stableaudit.adapters.tron.account import account_body, read_account
from stableaudit.adapters.tron.calls import body, read_answer
from stableaudit.adapters.tron.errors import Inquiry
from stableaudit.adapters.tron.node import ACCOUNT, CONSTANT_CALL
from stableaudit.domain.blocks import BlockStamp
from stableaudit.domain.errors import EvidenceError
from stableaudit.domain.questions import NativeBalance, Question
from stableaudit.domain.raw_answers import RawAnswer


def answers_to(
    question: Question[object], at: BlockStamp, kept: Iterable[Recorded]
) -> Iterator[tuple[RawAnswer, object]]:
    """Yield the answers to a question, those from `at` first, and the value each decodes to."""
    inquiry = Inquiry(f"{question.label} of {question.contract}", "the bundle", str(at))
    if isinstance(question, NativeBalance):
        yield from _coins(question, inquiry, kept)
        return
    try:
        call = codec.call_for(question, inquiry)
    except EvidenceError:
        return
    asked = _canonical(body(call))
    later: list[tuple[RawAnswer, object]] = []
    for recorded in kept:
        if recorded.path != CONSTANT_CALL or recorded.question() != asked:
            continue
        try:
            plain = decode(recorded.answer())
            came = read_answer(plain, call, inquiry)
            value = codec.decode(came.result, call, inquiry)
        except (BodyError, EvidenceError):
            later.append((not_narrowed(recorded, "it is none that can be read"), None))
            continue
        found = narrowed(recorded, recorded.answer(), _digits(plain), index=0, calls=1), value
        if came.timestamp == at.timestamp:
            yield found
        else:
            later.append(found)
    yield from later


def _coins(
    question: NativeBalance, inquiry: Inquiry, kept: Iterable[Recorded]
) -> Iterator[tuple[RawAnswer, object]]:
    asked = _canonical(account_body(question.contract))
    for recorded in kept:
        if recorded.path != ACCOUNT or recorded.question() != asked:
            continue
        why = "it is a number of the account's JSON, its `balance`, and no word of hex"
        try:
            plain = decode(recorded.answer())
            value: object = read_account(plain, question.contract, inquiry).coins
        except (BodyError, EvidenceError):
            value = None
        yield not_narrowed(recorded, why), value


def _canonical(asked: dict[str, object]) -> str:
    return msgspec.json.Encoder(order="sorted").encode(asked).decode()


def _digits(plain: object) -> str:
    """Return the one constant_result of an answer that was read."""
    results = plain.get("constant_result") if isinstance(plain, dict) else None
    return str(results[0]) if isinstance(results, list) else ""
