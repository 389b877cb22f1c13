"""Blocks, transactions, receipts and logs in the Ethereum shapes of java-tron's `/jsonrpc`.

The roots and blooms are placeholders, as on the real node: nothing commits to state or events.
"""

from collections.abc import Iterator
from typing import Any, Final

from tests.devnet.tron import protobuf
from tests.devnet.tron.addresses import account
from tests.devnet.tron.blocks import Block
from tests.devnet.tron.engine import Log
from tests.devnet.tron.messages import encode
from tests.devnet.tron.told import told_logs
from tests.devnet.tron.transactions import Act, Transaction, act_of
from tests.devnet.tron.view import View

_ZERO_WORD: Final = "0x" + "00" * 32
_ZERO_BLOOM: Final = "0x" + "00" * 256
_ZERO_ADDRESS: Final = "0x" + "00" * 20
_NONCE: Final = "0x" + "00" * 8
_GAS_PRICE: Final = "0x64"
_SIGNATURE_BYTES: Final = 65


def hexed(content: bytes) -> str:
    """Return 0x-prefixed hexadecimal."""
    return "0x" + content.hex()


def shown_block(block: Block, *, full: bool) -> dict[str, Any]:
    """Return a block with its transactions' hashes, or with the transactions."""
    acts = [act_of(each) for each in block.transactions] if block.number else []
    transactions: list[Any] = [hexed(each.txid()) for each in block.transactions]
    if full and block.number:
        transactions = [shown_transaction(block, place) for place in range(len(transactions))]
    witness = block.header.witness
    return {
        "baseFeePerGas": "0x0",
        "difficulty": "0x0",
        "extraData": "0x",
        "gasLimit": hex(sum(act.fee_limit for act in acts)),
        "gasUsed": hex(sum(outcome.energy for outcome in block.outcomes)),
        "hash": hexed(block.id),
        "logsBloom": _ZERO_BLOOM,
        "miner": hexed(account(witness)) if block.number else _ZERO_ADDRESS,
        "mixHash": _ZERO_WORD,
        "nonce": _NONCE,
        "number": hex(block.number),
        "parentHash": hexed(block.header.parent),
        "receiptsRoot": _ZERO_WORD,
        "sha3Uncles": _ZERO_WORD,
        "size": hex(_size(block)),
        "stateRoot": "0x",
        "timestamp": hex(block.header.timestamp // 1000),
        "totalDifficulty": "0x0",
        "transactions": transactions,
        "transactionsRoot": hexed(block.header.tx_trie_root),
        "uncles": [],
    }


def shown_transaction(block: Block, position: int) -> dict[str, Any]:
    """Return a transaction of a block."""
    return {
        **_transaction(block.transactions[position], block.outcomes[position].other_fee),
        "blockHash": hexed(block.id),
        "blockNumber": hex(block.number),
        "gas": hex(block.outcomes[position].energy),
        "gasPrice": _GAS_PRICE,
        "transactionIndex": hex(position),
    }


def shown_pending(transaction: Transaction) -> dict[str, Any]:
    """Return a transaction that is in no block: empty quantities where its place would be."""
    return {
        **_transaction(transaction, 0),
        "blockHash": "0x",
        "blockNumber": "0x",
        "gas": "0x0",
        "gasPrice": "0x",
        "transactionIndex": "0x",
    }


def shown_receipt(view: View, block: Block, position: int) -> dict[str, Any]:
    """Return the receipt of a transaction of a block."""
    outcome, act = block.outcomes[position], act_of(block.transactions[position])
    created = outcome.contract if act.type == "CreateSmartContract" else b""
    return {
        "blockHash": hexed(block.id),
        "blockNumber": hex(block.number),
        "contractAddress": hexed(created) if created else None,
        "cumulativeGasUsed": hex(sum(each.energy for each in block.outcomes[: position + 1])),
        "effectiveGasPrice": _GAS_PRICE,
        "from": hexed(act.owner),
        "gasUsed": hex(outcome.energy),
        "logs": [
            shown_log(block, place, number, log)
            for place, _, number, log in block_logs(view, block)
            if place == position
        ],
        "logsBloom": _ZERO_BLOOM,
        "status": hex(outcome.result == "SUCCESS"),
        "to": _to(act),
        "transactionHash": hexed(block.transactions[position].txid()),
        "transactionIndex": hex(position),
        "type": "0x0",
    }


def block_logs(view: View, block: Block) -> Iterator[tuple[int, int, int, Log]]:
    """Yield every event of a block in order.

    Position of the transaction, place of the log in it, place in the block, log.
    """
    number = 0
    for position in range(len(block.outcomes)):
        for ordinal, log in enumerate(told_logs(view, block, position)):
            yield position, ordinal, number, log
            number += 1


def shown_log(block: Block, position: int, number: int, log: Log) -> dict[str, Any]:
    """Return a log as `eth_getLogs` shows it; counted per block, unlike in TRON's own services."""
    return {
        "address": hexed(log.address),
        "blockHash": hexed(block.id),
        "blockNumber": hex(block.number),
        "data": hexed(log.data),
        "logIndex": hex(number),
        "removed": False,
        "topics": [hexed(topic) for topic in log.topics],
        "transactionHash": hexed(block.transactions[position].txid()),
        "transactionIndex": hex(position),
    }


def _transaction(transaction: Transaction, other_fee: int) -> dict[str, Any]:
    act = act_of(transaction)
    signature = transaction.signatures[0]
    # A change of permissions is shown as a payment of what it costs.
    permission_fee = other_fee if act.type == "AccountPermissionUpdateContract" else 0
    return {
        "from": hexed(act.owner),
        "hash": hexed(transaction.txid()),
        "input": hexed(act.value.get("data", b"")),
        "nonce": _NONCE,
        "r": hexed(signature[:32]),
        "s": hexed(signature[32:64]),
        "to": _to(act),
        "type": "0x0",
        "v": hex(27 + signature[64] % 27),
        "value": hex(act.value.get("amount", permission_fee)),
    }


def _to(act: Act) -> str | None:
    if act.type == "TransferContract":
        return hexed(account(act.value["to_address"]))
    return hexed(act.target) if act.target else None


def _size(block: Block) -> int:
    header = protobuf.delimited(1, encode("HeaderRaw", block.header.message()))
    if block.number:
        header += protobuf.delimited(2, bytes(_SIGNATURE_BYTES))
    whole = [protobuf.delimited(1, each.content()) for each in block.transactions]
    return sum(map(len, whole)) + len(protobuf.delimited(2, header))
