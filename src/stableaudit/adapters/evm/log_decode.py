"""Logs as a node gave them to checked columns: the hot path, a few C calls per column.

Checked against the question, in this order: numbers within the range, the address, `removed`, one
hash and time for each block, each (block, index) once, the topics. Logs that came in another order
are put into the chain's. A log that came twice is refused even if both are alike: an answer that
repeats a log is not the list that was asked for, and what else is wrong with it nobody knows.

The transaction hash of a transfer that goes into columns is not kept, and so not looked at.
"""

from array import array
from binascii import unhexlify
from collections.abc import Iterable, Sequence
from typing import Final

from stableaudit.adapters.evm.log_answer import IllegibleError, Log
from stableaudit.adapters.evm.log_checks import (
    in_order,
    numbers_of,
    require_subject,
    require_within,
    seals_of,
)
from stableaudit.adapters.evm.log_set import EMPTY, ContradictionError, LogSet, Seal, united
from stableaudit.adapters.transport.hexes import hex_to_bytes
from stableaudit.domain.blocks import BlockRange
from stableaudit.domain.identifiers import ADDRESS_BYTES
from stableaudit.domain.logs import (
    TRANSFER_TOPIC,
    WORD_BYTES,
    LogQuery,
    RawLog,
    TransferColumns,
)

_TRANSFER: Final = "0x" + TRANSFER_TOPIC.hex()
_TRANSFER_TOPICS: Final = 3
_MOST_TOPICS: Final = 4
_WORD_TEXT: Final = 2 + 2 * WORD_BYTES
_PADDING: Final = "0x" + "00" * (WORD_BYTES - ADDRESS_BYTES)
_PADDED: Final = len(_PADDING)
_ZERO: Final = "0x" + "00" * WORD_BYTES
_NOBODY: Final = bytes(ADDRESS_BYTES)


def decode_logs(logs: Sequence[Log], query: LogQuery, blocks: BlockRange) -> LogSet:
    """Return the logs that answer `query`, of one pattern, for `blocks`, checked and in order.

    Raises:
        ContradictionError: they are not what was asked for.
        IllegibleError: hex or lengths that no log has.
    """
    if not logs:
        return EMPTY
    numbers = numbers_of([log.block_number for log in logs], "block number")
    ordinals = numbers_of([log.log_index for log in logs], "log index")
    require_within(numbers, ordinals, blocks)
    ordered = in_order(logs, numbers, ordinals)
    if ordered is not logs:
        return decode_logs(ordered, query, blocks)
    require_subject(logs, numbers, ordinals, query)
    return _sorted_out(logs, numbers, ordinals, query, seals_of(logs, numbers))


def _sorted_out(
    logs: Sequence[Log],
    numbers: "array[int]",
    ordinals: "array[int]",
    query: LogQuery,
    seals: dict[int, Seal],
) -> LogSet:
    """Put plain transfers into columns and every other log into a RawLog."""
    asked = _asks_for_every_transfer(query)
    plain: list[int] = []
    rest: list[int] = []
    senders: list[str] = []
    recipients: list[str] = []
    amounts: list[str] = []
    for index, log in enumerate(logs):
        topics = log.topics
        if asked and len(topics) == _TRANSFER_TOPICS and topics[0] == _TRANSFER:
            _, sender, recipient = topics
            if (
                len(log.data) == len(sender) == len(recipient) == _WORD_TEXT
                and sender[:_PADDED] == recipient[:_PADDED] == _PADDING
                and _ZERO not in (sender, recipient)
            ):
                plain.append(index)
                senders.append(sender[_PADDED:])
                recipients.append(recipient[_PADDED:])
                amounts.append(log.data)
                continue
        rest.append(index)
    whole = len(plain) == len(logs)
    columns = TransferColumns(
        numbers if whole else array("q", map(numbers.__getitem__, plain)),
        ordinals if whole else array("q", map(ordinals.__getitem__, plain)),
        _bytes_of(senders, "address"),
        _bytes_of(recipients, "address"),
        _words_of(amounts),
    )
    others, late = _one_by_one(logs, rest, numbers, ordinals, query)
    found = LogSet(columns, others, seals)
    # Rare: transfers that another spelling, or a pattern over their accounts, kept from the above.
    return found if not late else united((found, LogSet(late, (), seals)))


def _asks_for_every_transfer(query: LogQuery) -> bool:
    return any(
        len(pattern) <= _TRANSFER_TOPICS
        and not any(pattern[1:])
        and (not pattern or not pattern[0] or TRANSFER_TOPIC in pattern[0])
        for pattern in query.patterns
    )


def _bytes_of(texts: Iterable[str], what: str) -> bytes:
    try:
        return unhexlify("".join(texts))
    except ValueError as error:
        raise IllegibleError(f"a transfer whose {what} is no hex: {error}") from None


def _words_of(texts: list[str]) -> bytes:
    starts = "".join([text[:2] for text in texts])
    if starts != "0x" * len(texts):
        raise IllegibleError("a transfer whose amount does not begin with 0x")
    return _bytes_of([text[2:] for text in texts], "amount")


def _one_by_one(
    logs: Sequence[Log],
    indexes: Sequence[int],
    numbers: "array[int]",
    ordinals: "array[int]",
    query: LogQuery,
) -> tuple[tuple[RawLog, ...], TransferColumns]:
    others: list[RawLog] = []
    late: list[RawLog] = []
    for index in indexes:
        log = _raw(logs[index], numbers[index], ordinals[index])
        if not query.wants(log.topics):
            raise ContradictionError(
                f"log {log.ordinal} of block {log.block}, whose topics nobody asked for"
            )
        (late if _is_plain(log) else others).append(log)
    return tuple(others), TransferColumns(
        array("q", (log.block for log in late)),
        array("q", (log.ordinal for log in late)),
        b"".join(log.topics[1][-ADDRESS_BYTES:] for log in late),
        b"".join(log.topics[2][-ADDRESS_BYTES:] for log in late),
        b"".join(log.data for log in late),
    )


def _raw(log: Log, number: int, ordinal: int) -> RawLog:
    try:
        transaction = hex_to_bytes(log.transaction_hash)
        topics = tuple(hex_to_bytes(topic) for topic in log.topics)
        data = hex_to_bytes(log.data)
    except ValueError as error:
        raise IllegibleError(f"log {ordinal} of block {number}, not in hex: {error}") from None
    if {len(word) for word in (transaction, *topics)} != {WORD_BYTES} or len(topics) > _MOST_TOPICS:
        came = f"log {ordinal} of block {number}, with topics or a hash of impossible length"
        raise IllegibleError(came)
    return RawLog(number, ordinal, transaction, topics, data)


def _is_plain(log: RawLog) -> bool:
    if len(log.topics) != _TRANSFER_TOPICS or len(log.data) != WORD_BYTES:
        return False
    topic, *accounts = log.topics
    return topic == TRANSFER_TOPIC and all(
        not any(account[:-ADDRESS_BYTES]) and account[-ADDRESS_BYTES:] != _NOBODY
        for account in accounts
    )
