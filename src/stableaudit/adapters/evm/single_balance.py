"""`balanceOf` of one holder in a call of its own: the plain form, which every node knows."""

from collections.abc import Sequence
from typing import Final

from stableaudit.adapters.evm.decode import value_of
from stableaudit.adapters.evm.errors import Context, state_error
from stableaudit.adapters.evm.unfit import UnfitError
from stableaudit.adapters.transport.envelope import RpcError
from stableaudit.adapters.transport.hexes import hex_to_bytes
from stableaudit.domain.errors import UndecodableError
from stableaudit.domain.questions import BalanceOf

METHOD: Final = "eth_call balanceOf at block hash"

_BALANCE_OF: Final = "0x70a08231" + "00" * 12


def params(question: BalanceOf, block: object) -> Sequence[object]:
    """Return the parameters of the eth_call: those of calls.call_of, written without web3."""
    data = _BALANCE_OF + question.holder.address.hex()
    return ({"to": question.contract.local, "data": data}, block)


def balance_in(answer: object, question: BalanceOf, *, whom: str, at: str) -> int:
    """Return the balance that an answer is.

    Raises:
        UndecodableError: the token refused this holder, or answered no number.
        EvidenceError: what else an error answer amounts to, see errors.state_error.
    """
    context = Context(f"{question.label} of {question.contract}", whom, at)
    if isinstance(answer, RpcError):
        raise state_error(answer, context)
    try:
        return question.accept(value_of(question, hex_to_bytes(answer)))
    except (UnfitError, ValueError) as error:
        hint = "whether it is that kind of contract, and existed at that block"
        raise context.error(UndecodableError, str(error), hint) from None
