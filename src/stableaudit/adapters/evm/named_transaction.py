"""A transaction that somebody names by its hash, and its receipt, as values or UnfitError.

Source: Ethereum JSON-RPC, eth_getTransactionByHash and eth_getTransactionReceipt. A receipt without
a status is of before the Byzantium fork (2017), and does not say whether it succeeded.
"""

from collections.abc import Mapping
from typing import Final

from stableaudit.adapters.evm.unfit import UnfitError
from stableaudit.adapters.transport.hexes import hex_to_bytes, hex_to_int
from stableaudit.domain.identifiers import ADDRESS_BYTES
from stableaudit.domain.transaction_questions import SentTransaction, TransactionOutcome

_SUCCEEDED: Final = 1


def sent_in(answer: object, transaction: bytes) -> SentTransaction:
    """Return the transaction that a node's answer tells.

    Raises:
        UnfitError: there is none, or it is another one.
        ValueError: a field is not the hex that it must be.
    """
    fields = _fields(answer, "hash", transaction)
    to = fields.get("to")
    return SentTransaction(
        _account(fields.get("from")),
        None if to is None else _account(to),
        hex_to_bytes(fields.get("input")),
        b"",
    )


def outcome_in(answer: object, transaction: bytes) -> TransactionOutcome:
    """Return the outcome that a node's receipt tells. Raises: see sent_in."""
    fields = _fields(answer, "transactionHash", transaction)
    succeeded = hex_to_int(fields.get("status")) == _SUCCEEDED
    return TransactionOutcome(hex_to_int(fields.get("blockNumber")), succeeded)


def _fields(answer: object, name: str, transaction: bytes) -> Mapping[object, object]:
    if answer is None:
        raise UnfitError("no such transaction (null)")
    if not isinstance(answer, dict):
        raise UnfitError(f"a {type(answer).__name__} instead of a transaction")
    if hex_to_bytes(answer.get(name)) != transaction:
        raise UnfitError("another transaction")
    return answer


def _account(value: object) -> bytes:
    address = hex_to_bytes(value)
    if len(address) != ADDRESS_BYTES:
        raise UnfitError(f"{len(address)} bytes that are no address")
    return address
