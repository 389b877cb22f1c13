"""Logs as a node gave them to checked columns: the hot path, a few C calls per column.

Checked against the question, in this order: numbers within the range, the address, `removed`, one
hash and time for each block, the topics. Logs that came in another order are put into the chain's;
one that came twice, both alike, counts once; two different ones in one place are refused.

The transaction hash of a transfer that goes into columns is not kept, and so not looked at.
"""

from array import array
from collections.abc import Sequence
from itertools import compress
from typing import Final

from stableaudit.adapters.evm.log_answer import IllegibleError, Log, plain_logs
from stableaudit.adapters.evm.log_bulk import read_bulk
from stableaudit.adapters.evm.log_checks import (
    in_order,
    numbers_of,
    require_ascending,
    require_within,
    seals_of,
)
from stableaudit.adapters.evm.log_columns import accounts_of, amounts_of
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
    is_plain,
)

_TRANSFER: Final = "0x" + TRANSFER_TOPIC.hex()
_TRANSFER_TOPICS: Final = 3
_MOST_TOPICS: Final = 4
_ZERO: Final = "0x" + "00" * WORD_BYTES


def decode_answer(
    content: bytes, number: int, query: LogQuery, blocks: BlockRange
) -> LogSet | None:
    """Return the logs of a plain answer to the request `number`; None: it is to be read strictly.

    Most are read by stencils where every transfer is asked for; see decode_logs for the rest.

    Raises: see decode_logs.
    """
    bulk = read_bulk(content, number, query) if _asks_for_every_transfer(query) else None
    if bulk is None:
        logs = plain_logs(content, number)
        return None if logs is None else decode_logs(logs, query, blocks)
    rest = plain_logs(bulk.with_rest(), number)
    if rest is None:
        return None
    found = bulk.transfers
    if len(found):
        require_within(found.blocks, found.ordinals, blocks)
    both = united((LogSet(found, (), bulk.seals), decode_logs(rest, query, blocks)))
    require_ascending(both.seals)
    return both


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
    return _sorted_out(logs, numbers, ordinals, query, seals_of(logs, query))


def _sorted_out(
    logs: Sequence[Log],
    numbers: "array[int]",
    ordinals: "array[int]",
    query: LogQuery,
    seals: dict[int, Seal],
) -> LogSet:
    """Put plain transfers into columns and every other log into a RawLog."""
    flags = _looks_plain(logs) if _asks_for_every_transfer(query) else [False] * len(logs)
    columns = _columns(list(compress(logs, flags)), flags, numbers, ordinals)
    if columns is None:
        # One that looks plain is not: each is looked at by itself, which finds out which.
        columns, flags = TransferColumns(), [False] * len(logs)
    if len(columns) == len(logs):
        return LogSet(columns, (), seals)
    indexes = [index for index, plain in enumerate(flags) if not plain]
    others, late = _one_by_one(logs, indexes, numbers, ordinals, query)
    found = LogSet(columns, others, seals)
    # Rare: transfers that another spelling, or a pattern over their accounts, kept from the above.
    return found if not late else united((found, LogSet(late, (), seals)))


def _looks_plain(logs: Sequence[Log]) -> list[bool]:
    return [
        len(topics := log.topics) == _TRANSFER_TOPICS
        and topics[0] == _TRANSFER
        and topics[1] != _ZERO
        and topics[2] != _ZERO
        and len(log.data) == len(_ZERO)
        for log in logs
    ]


def _columns(
    plain: Sequence[Log], flags: list[bool], numbers: "array[int]", ordinals: "array[int]"
) -> TransferColumns | None:
    senders = accounts_of([log.topics[1] for log in plain])
    recipients = accounts_of([log.topics[2] for log in plain])
    amounts = amounts_of([log.data for log in plain])
    if senders is None or recipients is None or amounts is None:
        return None
    if len(plain) < len(numbers):
        numbers = array("q", compress(numbers, flags))
        ordinals = array("q", compress(ordinals, flags))
    return TransferColumns(numbers, ordinals, senders, recipients, amounts)


def _asks_for_every_transfer(query: LogQuery) -> bool:
    return any(
        len(pattern) <= _TRANSFER_TOPICS
        and not any(pattern[1:])
        and (not pattern or not pattern[0] or TRANSFER_TOPIC in pattern[0])
        for pattern in query.patterns
    )


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
        (late if is_plain(log) else others).append(log)
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
