"""An answer as the value that the question asks for, or UnfitError.

Stricter than an ABI decoder where a wrong reading would become a figure, laxer where tokens differ:
a name may be a `string` or, in old contracts, a `bytes32`.
"""

from typing import Final

from stableaudit.adapters.evm import abi
from stableaudit.adapters.evm.errors import library_errors
from stableaudit.adapters.evm.named_transaction import outcome_in, sent_in
from stableaudit.adapters.evm.unfit import UnfitError
from stableaudit.adapters.transport.hexes import hex_to_bytes, hex_to_int
from stableaudit.domain import questions as ask
from stableaudit.domain.control_questions import Code, CodeOf, Getter, StorageWord
from stableaudit.domain.instants import LAST_INSTANT
from stableaudit.domain.questions import Question, Round
from stableaudit.domain.transaction_questions import (
    OutcomeOf,
    SentTransaction,
    TransactionOf,
    TransactionOutcome,
)
from stableaudit.domain.untrusted import Untrusted

_WORD: Final = 32
_ROUND_BYTES: Final = _WORD * len(abi.ROUND)
_MOST_DECIMALS: Final = 255

Value = int | str | bytes | Untrusted | Round | Code | SentTransaction | TransactionOutcome


class OtherRoundError(UnfitError):
    """The contract answered with another round than it was asked for."""


def value_in(answer: object, question: Question[object]) -> Value:
    """Return the value that a node's answer, hex, gives to a question.

    Raises:
        UnfitError, OtherRoundError: see value_of.
        ValueError: it is not the hex that the question is answered in.
    """
    match question:
        case ask.NativeBalance() | StorageWord():
            return hex_to_int(answer)
        case CodeOf():
            code = hex_to_bytes(answer)
            return Code.of(code, abi.keccak(code))  # no code is an answer here
        case Getter():
            return _some(hex_to_bytes(answer))
        case TransactionOf(transaction=name):
            return sent_in(answer, name)
        case OutcomeOf(transaction=name):
            return outcome_in(answer, name)
        case _:
            return value_of(question, hex_to_bytes(answer))


def value_of(question: Question[object], answer: bytes) -> Value:
    """Return the value that `answer` gives to a question.

    Raises:
        UnfitError: the bytes cannot be its answer.
        OtherRoundError: they are the answer to another one.
    """
    _some(answer)
    match question:
        case ask.CodeHash():
            return "0x" + abi.keccak(answer).hex()
        case ask.TotalSupply() | ask.BalanceOf():
            return unsigned(answer)
        case ask.Decimals() | ask.FeedDecimals():
            return _decimals(answer)
        case ask.Name() | ask.Symbol() | ask.FeedDescription():
            return text(answer)
        case ask.RoundData():
            found = round_of(answer)
            if found.round_id != question.round_id:
                raise OtherRoundError(f"round {found.round_id} instead of {question.round_id}")
            return found
        case ask.LatestRound():
            return round_of(answer)
        case _:
            raise UnfitError("an answer to a question of an unknown kind")


def unsigned(answer: bytes) -> int:
    """Return the uint256 that exactly 32 bytes are."""
    if len(answer) != _WORD:
        raise UnfitError(f"{len(answer)} bytes instead of the {_WORD} of an integer")
    return int.from_bytes(answer)


def text(answer: bytes) -> Untrusted:
    """Return the text of a `string`, or of a `bytes32` without its trailing zeros.

    What is not UTF-8 is kept as backslash escapes: nothing is lost, and two such texts differ.
    """
    if len(answer) == _WORD:
        return _untrusted(answer.rstrip(b"\0"))
    try:
        # As bytes, which are laid out alike: the codec's own UTF-8 decoding would refuse.
        (content,) = abi.decode(("bytes",), answer)
    except library_errors() as error:
        raise UnfitError(f"{len(answer)} bytes that are no text of a contract") from error
    if not isinstance(content, bytes):
        raise UnfitError("a text that is not bytes")
    return _untrusted(content)


def round_of(answer: bytes) -> Round:
    """Return the round that five words are; one that was never updated is a gap."""
    if len(answer) != _ROUND_BYTES:
        raise UnfitError(f"{len(answer)} bytes instead of the {_ROUND_BYTES} of a round")
    try:
        values = abi.decode(abi.ROUND, answer)
    except library_errors() as error:
        raise UnfitError("five words that are no round") from error
    round_id, price, started_at, updated_at, _ = (v for v in values if isinstance(v, int))
    if updated_at == 0:
        raise UnfitError("a round that was never answered (updatedAt is 0)")
    if max(started_at, updated_at) > LAST_INSTANT:
        raise UnfitError("a round whose time is after the year 9999")
    return Round(round_id, price, started_at, updated_at)


def _some(answer: bytes) -> bytes:
    if not answer:
        raise UnfitError("no bytes (0x): no code, or no such function, at that block")
    return answer


def _decimals(answer: bytes) -> int:
    decimals = unsigned(answer)
    if decimals > _MOST_DECIMALS:
        raise UnfitError(f"more decimals than the {_MOST_DECIMALS} of a uint8")
    return decimals


def _untrusted(content: bytes) -> Untrusted:
    return Untrusted(content.decode(errors="backslashreplace"))
