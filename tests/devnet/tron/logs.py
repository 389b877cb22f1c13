"""`eth_getLogs` as java-tron answers it: which filters it takes, its limits, its silent gap."""

from dataclasses import dataclass
from typing import Any, Final

from tests.devnet.tron.engine import Log
from tests.devnet.tron.faults import Source
from tests.devnet.tron.jsonrpc_errors import (
    INVALID_PARAMETERS,
    NO_HEX,
    TOO_MANY,
    RpcError,
    uncaught,
)
from tests.devnet.tron.jsonrpc_shapes import block_logs, shown_log
from tests.devnet.tron.told import doubled, shuffled
from tests.devnet.tron.view import View

_MOST_LOGS: Final = 10_000
_MOST_TOPICS: Final = 4
_FOREVER: Final = 2**63 - 1
_ADDRESS_DIGITS: Final = 40
_TOPIC_DIGITS: Final = 64


@dataclass(frozen=True, slots=True)
class LogFilter:
    """What is asked for; empty sets ask for anything."""

    addresses: frozenset[bytes]
    topics: tuple[frozenset[bytes], ...]

    @property
    def uses_index(self) -> bool:
        """Whether the node looks into its index of events; only such a query can miss some."""
        return bool(self.addresses) or any(self.topics)

    def takes(self, log: Log) -> bool:
        """Tell whether a log is asked for."""
        if self.addresses and log.address not in self.addresses:
            return False
        if len(log.topics) < len(self.topics):
            return False
        return all(
            not wanted or topic in wanted
            for wanted, topic in zip(self.topics, log.topics, strict=False)
        )


def get_logs(view: View, asked: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the logs that a filter object asks for, in chain order.

    Raises:
        RpcError: a malformed filter, too wide a range, or more than 10,000 logs.
    """
    wanted = LogFilter(_addresses(asked.get("address")), _topics(asked.get("topics")))
    first, last = _range(view, asked)
    found: list[dict[str, Any]] = []
    for number in range(first, last + 1):
        if wanted.uses_index and number in view.faults.log_gaps:
            continue
        block = view.block(number)
        if block is None or not block.outcomes:
            continue
        found += [
            shown_log(block, position, place, log)
            for position, _, place, log in block_logs(view, block)
            if wanted.takes(log)
        ]
        if len(found) > _MOST_LOGS:
            raise RpcError(TOO_MANY, f"query returned more than {_MOST_LOGS} results")
    return shuffled(view.faults, Source.LOGS, doubled(view.faults, Source.LOGS, found))


def _range(view: View, asked: dict[str, Any]) -> tuple[int, int]:
    if asked.get("blockHash"):
        if "fromBlock" in asked or "toBlock" in asked:
            text = "cannot specify both BlockHash and FromBlock/ToBlock, choose one or the other"
            raise RpcError(INVALID_PARAMETERS, text)
        return _block_of_hash(view, str(asked["blockHash"]))
    head = view.number
    first = _number(view, asked["fromBlock"]) if asked.get("fromBlock") else None
    last = _number(view, asked["toBlock"]) if asked.get("toBlock") else _FOREVER
    if first is None:
        first = min(head, last)
    if first > last:
        raise RpcError(INVALID_PARAMETERS, "please verify: fromBlock <= toBlock")
    last = min(last, head)  # clipped before it is measured
    if last - first > view.max_block_range:
        text = f"exceed max block range: {view.max_block_range}"
        raise RpcError(INVALID_PARAMETERS, text)
    return first, last


def _block_of_hash(view: View, text: str) -> tuple[int, int]:
    try:
        block = view.block_by_id(bytes.fromhex(text.removeprefix("0x")))
    except ValueError:
        block = None
    if block is None:
        raise RpcError(INVALID_PARAMETERS, "invalid blockHash")
    return block.number, block.number


def _number(view: View, text: object) -> int:
    """Return a block number; unlike elsewhere only 0x-hexadecimal will do."""
    match text:
        case "earliest":
            return 0
        case "latest":
            return view.number
        case "finalized":
            return view.finalized
        case "pending":
            raise RpcError(INVALID_PARAMETERS, "TAG pending not supported")
        case str() if text.startswith("0x"):
            try:
                return int(text, 16)
            except ValueError as error:
                raise RpcError(INVALID_PARAMETERS, "Incorrect hex syntax") from error
        case _:
            raise RpcError(INVALID_PARAMETERS, "Incorrect hex syntax")


def _addresses(asked: object) -> frozenset[bytes]:
    texts = asked if isinstance(asked, list) else [asked] if asked else []
    return frozenset(_address(str(text)) for text in texts)


def _address(text: str) -> bytes:
    digits = text.removeprefix("0x")
    try:
        content = bytes.fromhex(digits)
    except ValueError as error:
        raise uncaught("org.bouncycastle.util.encoders.DecoderException", NO_HEX) from error
    if len(digits) != _ADDRESS_DIGITS:
        raise RpcError(INVALID_PARAMETERS, f"invalid address: {text}")
    return content


def _topics(asked: object) -> tuple[frozenset[bytes], ...]:
    slots = asked if isinstance(asked, list) else []
    if len(slots) > _MOST_TOPICS:
        raise RpcError(INVALID_PARAMETERS, f"topics size should be <= {_MOST_TOPICS}")
    return tuple(
        frozenset(_topic(str(text)) for text in (slot if isinstance(slot, list) else [slot]))
        if slot
        else frozenset()
        for slot in slots
    )


def _topic(text: str) -> bytes:
    digits = text.removeprefix("0x")
    if len(digits) != _TOPIC_DIGITS:
        raise RpcError(INVALID_PARAMETERS, f"invalid topic(s): {text}")
    try:
        return bytes.fromhex(digits)
    except ValueError as error:
        raise uncaught("org.bouncycastle.util.encoders.DecoderException", NO_HEX) from error
