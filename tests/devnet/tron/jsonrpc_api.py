"""`/jsonrpc`: the Ethereum-like methods of java-tron 4.8.0, and where they are unlike Ethereum.

State is that of the view's head, always: a number or a tag other than `latest` is refused, and the
object form of `eth_call` is checked, then ignored.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

from tests.devnet.tron.addresses import ZERO
from tests.devnet.tron.blocks import Block
from tests.devnet.tron.jsonrpc_errors import (
    INVALID_REQUEST,
    NO_METHOD,
    SERVER,
    NotJsonError,
    RpcError,
    uncaught,
)
from tests.devnet.tron.jsonrpc_parameters import (
    address_bytes,
    block_number,
    check_object,
    hash_bytes,
    quantity,
    require_latest,
    revert_reason,
)
from tests.devnet.tron.jsonrpc_shapes import (
    hexed,
    shown_block,
    shown_pending,
    shown_receipt,
    shown_transaction,
)
from tests.devnet.tron.logs import get_logs
from tests.devnet.tron.view import View

Method = Callable[[View, list[Any]], object]

_CALL_FIELDS: Final = frozenset({"from", "to", "data", "gas", "gasPrice", "value", "nonce"})
_REVERT: Final = "REVERT opcode executed"


def _block_by_number(view: View, parameters: list[Any]) -> object:
    found = view.block(block_number(view, parameters[0]))
    return None if found is None else shown_block(found, full=bool(parameters[1]))


def _block_by_hash(view: View, parameters: list[Any]) -> object:
    found = view.block_by_id(hash_bytes(parameters[0]))
    return None if found is None else shown_block(found, full=bool(parameters[1]))


def _count_by_number(view: View, parameters: list[Any]) -> object:
    found = view.block(block_number(view, parameters[0]))
    return None if found is None else hex(len(found.transactions))


def _transaction_of(block: Block | None, index: object) -> object:
    position = quantity(str(index))
    if block is None or not block.number or position >= len(block.transactions):
        return None
    return shown_transaction(block, position)


def _transaction_by_number(view: View, parameters: list[Any]) -> object:
    return _transaction_of(view.block(block_number(view, parameters[0])), parameters[1])


def _transaction_by_block_hash(view: View, parameters: list[Any]) -> object:
    return _transaction_of(view.block_by_id(hash_bytes(parameters[0])), parameters[1])


def _transaction_by_hash(view: View, parameters: list[Any]) -> object:
    txid = hash_bytes(parameters[0])
    found = view.place_of(txid)
    if found is not None and found[0].number:
        return shown_transaction(*found)
    for each in () if view.is_solid else view.chain.pending.waiting:
        if each.transaction.txid() == txid:
            return shown_pending(each.transaction)
    return None


def _receipt(view: View, parameters: list[Any]) -> object:
    found = view.place_of(hash_bytes(parameters[0]))
    return None if found is None or not found[0].number else shown_receipt(view, *found)


def _logs(view: View, parameters: list[Any]) -> object:
    if not isinstance(parameters[0], dict):
        raise NotJsonError
    return get_logs(view, parameters[0])


def _call(view: View, parameters: list[Any]) -> object:
    request, at = parameters
    if not isinstance(request, dict) or not request.keys() <= _CALL_FIELDS:
        raise NotJsonError
    if isinstance(at, dict):
        check_object(view, at)  # and then answer from the head all the same
    else:
        require_latest(at)
    target = address_bytes(request.get("to"))
    sender = address_bytes(request["from"]) if request.get("from") else ZERO
    if not view.code(target):
        raise RpcError(INVALID_REQUEST, "Smart contract is not exist.")
    data = bytes.fromhex(str(request.get("data", "0x")).removeprefix("0x"))
    answer = view.call(target, data, sender=sender)
    if answer.error.startswith("execution reverted"):
        raise RpcError(SERVER, _REVERT + revert_reason(answer.output))
    if answer.error:
        raise RpcError(SERVER, answer.error)
    return hexed(answer.output)


def _code(view: View, parameters: list[Any]) -> object:
    require_latest(parameters[1])
    return hexed(view.code(address_bytes(parameters[0])))


def _storage(view: View, parameters: list[Any]) -> object:
    require_latest(parameters[2])
    return hexed(view.storage(address_bytes(parameters[0]), int(parameters[1], 16)))


def _balance(view: View, parameters: list[Any]) -> object:
    require_latest(parameters[1])
    account = view.head.accounts.get(address_bytes(parameters[0]))
    return hex(account.balance if account else 0)


def _client_version(_view: View, _parameters: list[Any]) -> object:
    # So on any node that runs on Java 10 or newer; not a sign of ill health.
    raise uncaught("java.lang.IllegalStateException", "No match found")


def _chain_id(view: View, _parameters: list[Any]) -> object:
    return hexed(view.genesis.chain_id())


def _constant(value: object) -> Method:
    return lambda _view, _parameters: value


def _unavailable(name: str) -> Method:
    def refuse(_view: View, _parameters: list[Any]) -> object:
        raise RpcError(NO_METHOD, f"the method {name} does not exist/is not available")

    return refuse


METHODS: Final[Mapping[str, tuple[int, Method]]] = {
    "eth_blockNumber": (0, lambda view, _parameters: hex(view.number)),
    "eth_call": (2, _call),
    "eth_chainId": (0, _chain_id),
    "eth_gasPrice": (0, _constant("0x64")),
    "eth_getBalance": (2, _balance),
    "eth_getBlockByHash": (2, _block_by_hash),
    "eth_getBlockByNumber": (2, _block_by_number),
    "eth_getBlockTransactionCountByNumber": (1, _count_by_number),
    "eth_getCode": (2, _code),
    "eth_getLogs": (1, _logs),
    "eth_getStorageAt": (3, _storage),
    "eth_getTransactionByBlockHashAndIndex": (2, _transaction_by_block_hash),
    "eth_getTransactionByBlockNumberAndIndex": (2, _transaction_by_number),
    "eth_getTransactionByHash": (1, _transaction_by_hash),
    "eth_getTransactionCount": (2, _unavailable("eth_getTransactionCount")),
    "eth_getTransactionReceipt": (1, _receipt),
    "eth_protocolVersion": (0, _constant("0x20")),
    "eth_sendRawTransaction": (1, _unavailable("eth_sendRawTransaction")),
    "eth_syncing": (0, _constant(value=False)),
    "net_listening": (0, _constant(value=False)),
    "net_version": (0, _chain_id),
    "web3_clientVersion": (0, _client_version),
}
"""Number of parameters and function of every method; there are no proofs and no block receipts."""
