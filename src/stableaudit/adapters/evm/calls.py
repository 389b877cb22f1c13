"""A question as the JSON-RPC call that asks it, without the block."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from stableaudit.adapters.evm import abi
from stableaudit.adapters.evm.errors import library_errors
from stableaudit.domain import questions as ask
from stableaudit.domain.control_questions import CodeOf, Getter, StorageWord
from stableaudit.domain.errors import UndecodableError
from stableaudit.domain.questions import Question
from stableaudit.domain.transaction_questions import OutcomeOf, TransactionOf

_SELECTOR_BYTES: Final = 4
_SLOTS: Final = 1 << 256
_WITHOUT_ARGUMENTS: Final[Mapping[type[Question[object]], str]] = MappingProxyType(
    {
        ask.TotalSupply: "totalSupply",
        ask.Decimals: "decimals",
        ask.Name: "name",
        ask.Symbol: "symbol",
        ask.FeedDecimals: "decimals",
        ask.FeedDescription: "description",
        ask.LatestRound: "latestRoundData",
    }
)


@dataclass(frozen=True, slots=True)
class Call:
    """A JSON-RPC method and its parameters up to the block."""

    method: str
    params: tuple[object, ...]
    of_a_block: bool = True
    """Whether the block follows; a transaction stands in its own."""

    def at(self, block: object) -> tuple[str, tuple[object, ...]]:
        """Return method and parameters of the call at a block."""
        return self.method, (*self.params, block) if self.of_a_block else self.params


def call_of(question: Question[object]) -> Call:
    """Return the call that asks a question.

    Raises:
        UndecodableError: no call can ask it: its argument does not fit, or the kind is unknown.
    """
    address = question.contract.local
    match question:
        case ask.CodeHash() | CodeOf():
            return Call("eth_getCode", (address,))
        case ask.NativeBalance():
            return Call("eth_getBalance", (address,))
        case StorageWord(slot=slot):
            if not 0 <= slot < _SLOTS:
                raise _unaskable(question, "a slot is a number of 256 bits")
            return Call("eth_getStorageAt", (address, f"0x{slot:064x}"))
        case TransactionOf(transaction=name):
            return Call("eth_getTransactionByHash", (f"0x{name.hex()}",), of_a_block=False)
        case OutcomeOf(transaction=name):
            return Call("eth_getTransactionReceipt", (f"0x{name.hex()}",), of_a_block=False)
        case _:
            return Call("eth_call", ({"to": address, "data": _encoded(question)},))


def _encoded(question: Question[object]) -> str:
    try:
        return _calldata(question)
    except library_errors() as error:
        raise _unaskable(question, type(error).__name__) from error


def _calldata(question: Question[object]) -> str:
    match question:
        case ask.BalanceOf():
            return abi.encode("balanceOf", abi.checksummed(question.holder.address))
        case ask.RoundData():
            return abi.encode("getRoundData", question.round_id)
        case Getter():
            selector = abi.keccak(question.signature.encode())[:_SELECTOR_BYTES]
            return f"0x{(selector + question.arguments).hex()}"
        case _:
            function = _WITHOUT_ARGUMENTS.get(type(question))
            if function is None:
                raise _unaskable(question, "an EVM contract has no such function")
            return abi.encode(function)


def _unaskable(question: Question[object], why: str) -> UndecodableError:
    return UndecodableError(
        f"nothing, it cannot be asked: {why}",
        asked=f"{question.label} of {question.contract}",
        whom="nobody",
    )
