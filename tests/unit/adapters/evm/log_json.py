"""Logs as JSON that nodes write, for tests to spoil. Simulated: the accounts are nobody's."""

import json
from typing import Final

from stableaudit.domain.identifiers import AccountId
from stableaudit.domain.logs import TRANSFER_TOPIC, LogQuery
from tests.fakes.chain_reader import ETHEREUM, stamp

CONTRACT: Final = AccountId(ETHEREUM, bytes.fromhex("c0" * 20))
TRANSFERS: Final = LogQuery(CONTRACT, (((TRANSFER_TOPIC,),),))
ISSUE_TOPIC: Final = bytes.fromhex(
    "cb8241adb0c3fdb35b70c24ce35c5eb0c17af7431c99f827d44a445ca624176a"
)
"""keccak256 of `Issue(uint256)`."""

Json = dict[str, object]


def word(value: int | bytes) -> str:
    """Return 32 bytes as hex, padded with zeros at the left."""
    return "0x" + (value.to_bytes(32) if isinstance(value, int) else value.rjust(32, b"\0")).hex()


def account(number: int) -> bytes:
    """Return the 20 bytes of a made-up account; number 0 is the zero address."""
    return number.to_bytes(20)


def transaction(block: int, ordinal: int) -> bytes:
    return (block << 64 | ordinal).to_bytes(32)


def log_json(block: int, ordinal: int, *topics: str, data: str = "0x", **changes: object) -> Json:
    """Return a log as geth and anvil write one."""
    where = stamp(block)
    return {
        "address": CONTRACT.local,
        "topics": list(topics),
        "data": data,
        "blockHash": where.hash,
        "blockNumber": hex(block),
        "blockTimestamp": hex(where.timestamp),
        "transactionHash": "0x" + transaction(block, ordinal).hex(),
        "transactionIndex": "0x0",
        "logIndex": hex(ordinal),
        "removed": False,
        **changes,
    }


def transfer_json(
    block: int,
    ordinal: int,
    *,
    sender: int = 1,
    recipient: int = 2,
    amount: int = 3,
    **changes: object,
) -> Json:
    """Return a Transfer as geth and anvil write one."""
    topics = ("0x" + TRANSFER_TOPIC.hex(), word(account(sender)), word(account(recipient)))
    return {**log_json(block, ordinal, *topics, data=word(amount)), **changes}


def answer_json(logs: list[Json], number: int = 1) -> bytes:
    """Return the answer of a node to request `number`."""
    answer = {"jsonrpc": "2.0", "id": number, "result": logs}
    return json.dumps(answer, separators=(",", ":")).encode()
