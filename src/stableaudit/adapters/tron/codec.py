"""Questions as contract calls and their answers as values, by tronpy's ABI and address codecs.

Whether an address is TRON's (version byte 0x41) was decided when its AccountId was made: tronpy
takes 0x40 to 0x43 alike. Decoding is strict: an answer of static types has exactly their words.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, TypeAlias

from stableaudit.adapters.tron.errors import Inquiry, translated
from stableaudit.domain.control_questions import Getter
from stableaudit.domain.identifiers import AccountId
from stableaudit.domain.instants import LAST_INSTANT
from stableaudit.domain.questions import (
    BalanceOf,
    Decimals,
    FeedDecimals,
    FeedDescription,
    LatestRound,
    Name,
    Question,
    Round,
    RoundData,
    Symbol,
    TotalSupply,
)
from stableaudit.domain.untrusted import Untrusted

Value: TypeAlias = int | bytes | Untrusted | Round
"""What a contract's answer decodes to."""

_WORD_BYTES: Final = 32
_SELECTOR_BYTES: Final = 4
_NUMBER: Final = ("uint256",)
_TEXT: Final = ("string",)
_ROUND: Final = ("uint80", "int256", "uint256", "uint256", "uint80")

_FUNCTIONS: Final[Mapping[type[Question[object]], tuple[str, tuple[str, ...]]]] = MappingProxyType(
    {
        TotalSupply: ("totalSupply()", _NUMBER),
        Decimals: ("decimals()", _NUMBER),
        Name: ("name()", _TEXT),
        Symbol: ("symbol()", _TEXT),
        BalanceOf: ("balanceOf(address)", _NUMBER),
        FeedDecimals: ("decimals()", _NUMBER),
        FeedDescription: ("description()", _TEXT),
        LatestRound: ("latestRoundData()", _ROUND),
        RoundData: ("getRoundData(uint80)", _ROUND),
    }
)
"""Function and types of its answer. Sources: TIP-20; Chainlink AggregatorV3Interface."""


@dataclass(frozen=True, slots=True)
class ConstantCall:
    """A call that changes nothing, ready to be asked and its answer to be compared with it."""

    contract: AccountId
    signature: str
    """Function and argument types: `balanceOf(address)`."""

    arguments: bytes
    """ABI-encoded, without the selector."""

    data: bytes
    """Selector and arguments, as a node echoes them."""

    outputs: tuple[str, ...]
    """ABI types of the answer; none where its bytes are taken as they come."""


def call_for(question: Question[object], inquiry: Inquiry) -> ConstantCall:
    """Return the call that answers a question; UndecodableError where none does."""
    if isinstance(question, Getter):
        return _call(question.contract, question.signature, question.arguments, ())
    function = _FUNCTIONS.get(type(question))
    if function is None:
        raise inquiry.undecodable("no function of a contract answers that")
    signature, outputs = function
    types: tuple[str, ...] = ()
    values: tuple[object, ...] = ()
    match question:
        case BalanceOf(holder=holder):
            types, values = ("address",), (holder.local,)
        case RoundData(round_id=round_id):
            types, values = ("uint80",), (round_id,)
        case _:
            pass
    with translated(inquiry):
        from tronpy.abi import trx_abi  # noqa: PLC0415 - tronpy takes 0.8 s; load it on use

        arguments = bytes(trx_abi.encode(types, values))
    return _call(question.contract, signature, arguments, outputs)


def decode(result: bytes, call: ConstantCall, inquiry: Inquiry) -> Value:
    """Return the value that the bytes of an answer write; UndecodableError if they write none."""
    if not call.outputs:
        if not result:
            raise inquiry.undecodable("no bytes", hint="whether it has that function")
        return result
    words = _WORD_BYTES * len(call.outputs)
    if len(result) < words or (call.outputs != _TEXT and len(result) > words):
        raise inquiry.undecodable(
            f"{len(result)} bytes where {words} answer", hint="whether it has that function"
        )
    with translated(inquiry):
        from tronpy.abi import trx_abi  # noqa: PLC0415 - see call_for

        values: tuple[object, ...] = trx_abi.decode(call.outputs, result)
    match values:
        case (int(number),):
            return number
        case (str(text),):
            return Untrusted(text)
        case (int(round_id), int(answer), int(started_at), int(updated_at), int()):
            return _round(Round(round_id, answer, started_at, updated_at), call, inquiry)
        case _:
            raise inquiry.undecodable("values of other types than its functions return")


def keccak256(octets: bytes) -> bytes:
    """Return the 32-byte digest that selectors and code hashes are of."""
    from tronpy.keys import keccak256 as digest  # noqa: PLC0415 - see call_for

    return bytes(digest(octets))


def _call(
    contract: AccountId, signature: str, arguments: bytes, outputs: tuple[str, ...]
) -> ConstantCall:
    selector = keccak256(signature.encode())[:_SELECTOR_BYTES]
    return ConstantCall(contract, signature, arguments, selector + arguments, outputs)


def _round(found: Round, call: ConstantCall, inquiry: Inquiry) -> Round:
    # A gap: proxies answer zeros for a round that their aggregator never had.
    if found.updated_at == 0:
        raise inquiry.undecodable("no such round: it was never updated")
    if max(found.started_at, found.updated_at) > LAST_INSTANT:
        raise inquiry.undecodable("a round whose time is after the year 9999")
    if call.arguments and int.from_bytes(call.arguments) != found.round_id:
        raise inquiry.undecodable(f"round {found.round_id} instead of the one asked for")
    return found
