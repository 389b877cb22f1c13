"""Transactions by hash, many in few requests, as the calls that they are.

Source: Ethereum JSON-RPC, eth_getTransactionByHash.
"""

from collections.abc import Sequence
from typing import Final

from stableaudit.adapters.evm.errors import Context, service_error
from stableaudit.adapters.evm.headers import MOST_CALLS
from stableaudit.adapters.transport.envelope import RpcError
from stableaudit.adapters.transport.hexes import hex_to_bytes, hex_to_hash, hex_to_int
from stableaudit.adapters.transport.jsonrpc import JsonRpc
from stableaudit.domain.errors import InconsistentError, UndecodableError
from stableaudit.domain.identifiers import ADDRESS_BYTES
from stableaudit.domain.logs import TransactionCall

_ANOTHER: Final = "another endpoint (--endpoint)"


def read_transactions(
    rpc: JsonRpc, wanted: Sequence[tuple[bytes, int]], *, whom: str
) -> dict[bytes, TransactionCall]:
    """Return the outermost call of each transaction, given by hash and block number.

    Raises:
        UnreachableError: nobody answered, or with an error.
        InconsistentError: one is missing, another came, or it is of another block.
        UndecodableError: the answer is no transaction.
    """
    found: dict[bytes, TransactionCall] = {}
    for start in range(0, len(wanted), MOST_CALLS):
        batch = wanted[start : start + MOST_CALLS]
        calls = [("eth_getTransactionByHash", ("0x" + digest.hex(),)) for digest, _ in batch]
        answers = rpc.batch(calls, asked=f"{len(batch)} transactions")
        for (digest, block), answer in zip(batch, answers, strict=True):
            context = Context(f"transaction 0x{digest.hex()} of block {block}", whom)
            if isinstance(answer, RpcError):
                raise service_error(answer, context)
            found[digest] = _call(answer, digest, block, context)
    return found


def _call(answer: object, digest: bytes, block: int, context: Context) -> TransactionCall:
    if answer is None:
        raise context.error(InconsistentError, "no such transaction (null)", _ANOTHER)
    if not isinstance(answer, dict):
        came = f"a {type(answer).__name__} instead of a transaction"
        raise context.error(UndecodableError, came, _ANOTHER)
    try:
        name = hex_to_hash(answer.get("hash"))
        place = answer.get("blockNumber")
        number = None if place is None else hex_to_int(place)
        to = None if answer.get("to") is None else _account(answer["to"])
        sender, data = _account(answer.get("from")), hex_to_bytes(answer.get("input"))
    except ValueError as error:
        came = f"a transaction whose fields are wrong: {error}"
        raise context.error(UndecodableError, came, _ANOTHER) from None
    if name != "0x" + digest.hex():
        raise context.error(InconsistentError, f"the transaction {name} instead", _ANOTHER)
    if number != block:
        where = "no block yet" if number is None else f"block {number}"
        raise context.error(InconsistentError, f"it in {where}", _ANOTHER)
    return TransactionCall(digest, block, sender, to, data)


def _account(value: object) -> bytes:
    address = hex_to_bytes(value)
    if len(address) != ADDRESS_BYTES:
        message = f"{len(address)} bytes are no address"
        raise ValueError(message)
    return address
