"""The layout in which a node writes a plain transfer: what is fixed, and where digits stand.

One log is parsed strictly, and tells both. Another one fits if every byte that is no digit is the
same; whoever reads its digits must find them to be hex. Then it is JSON of the same shape, with no
key said twice and nothing nested. Layouts of other widths, such as a longer index, are others.
"""

from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
from msgspec import UnsetType
from numpy.typing import NDArray

from stableaudit.adapters.evm.log_answer import Log, plain_logs
from stableaudit.adapters.evm.log_list import Octets
from stableaudit.domain.logs import TRANSFER_TOPIC, WORD_BYTES, LogQuery

Span: TypeAlias = tuple[int, int]
"""From the first byte to the one after the last."""

_TRANSFER: Final = "0x" + TRANSFER_TOPIC.hex()
_TRANSFER_TOPICS: Final = 3
_WORD_TEXT: Final = len("0x") + 2 * WORD_BYTES
_TOPICS: Final = b'"topics":["'
_QUOTE: Final = b'"'


@dataclass(frozen=True, slots=True)
class Stencil:
    """Where the digits of one layout stand."""

    template: Octets
    fixed: tuple[Span, ...]
    """What is the same in every log of the layout: all but digits."""

    accounts: tuple[Span, Span]
    amount: Span
    number: Span
    index: Span
    block_hash: Span
    time: Span | None
    """None where the node does not say it."""

    unused: tuple[Span, ...]
    """Digits that are not kept, but must be some."""


def stencil_of(piece: bytes, query: LogQuery) -> Stencil | None:
    """Return the layout of a log, an object without its braces; None if it is no plain transfer.

    Plain is a Transfer of the contract with two indexed accounts and a word of data, every digit of
    which stands where it is looked for.
    """
    logs = plain_logs(b'{"jsonrpc":"2.0","id":1,"result":[{' + piece + b"}]}", 1)
    if logs is None or len(logs) != 1 or not _is_plain(logs[0], query):
        return None
    accounts = _accounts(piece, logs[0])
    amount, number = _span(piece, b"data"), _span(piece, b"blockNumber")
    index, block_hash = _span(piece, b"logIndex"), _span(piece, b"blockHash")
    time = _span(piece, b"blockTimestamp")
    unused = (_span(piece, b"transactionHash"), _span(piece, b"transactionIndex"))
    if (
        accounts is None
        or amount is None
        or number is None
        or index is None
        or block_hash is None
        or unused[0] is None
        or unused[1] is None
        or (time is None) != isinstance(logs[0].block_timestamp, UnsetType)
    ):
        return None
    left = (unused[0], unused[1])
    digits = [*accounts, amount, number, index, block_hash, *left, *([time] if time else [])]
    return Stencil(
        np.frombuffer(piece, dtype=np.uint8),
        _between(sorted(digits), len(piece)),
        accounts,
        amount,
        number,
        index,
        block_hash,
        time,
        left,
    )


def fitting(rows: Octets, stencil: Stencil) -> NDArray[np.bool_]:
    """Return which rows are the stencil's wherever no digits stand."""
    fit = np.ones(len(rows), dtype=np.bool_)
    for first, last in stencil.fixed:
        same = rows[:, first:last] == stencil.template[first:last]
        if not same.all():
            fit &= same.all(axis=1)
    return fit


def alike(rows: Octets, first: Octets) -> NDArray[np.bool_]:
    """Return which rows say the same as the first up to the end of their first topic."""
    text = first.tobytes()
    at = text.find(_TOPICS)
    end = text.find(_QUOTE, at + len(_TOPICS)) if at >= 0 else len(text)
    same: NDArray[np.bool_] = (rows[:, :end] == first[:end]).all(axis=1)
    return same


def _is_plain(log: Log, query: LogQuery) -> bool:
    return (
        len(log.topics) == _TRANSFER_TOPICS
        and log.topics[0] == _TRANSFER
        and {(word[:2], len(word)) for word in (*log.topics, log.data)} == {("0x", _WORD_TEXT)}
        and log.address.lower() == query.contract.local
        and not log.removed
    )


def _accounts(piece: bytes, log: Log) -> tuple[Span, Span] | None:
    """Return where the digits of both accounts stand."""
    at = piece.find(_TOPICS + b'","'.join(topic.encode() for topic in log.topics) + b'"]')
    if at < 0:
        return None
    step = _WORD_TEXT + len(b'","')
    first, second = (at + len(_TOPICS) + place * step + len(b"0x") for place in (1, 2))
    digits = _WORD_TEXT - len(b"0x")
    return (first, first + digits), (second, second + digits)


def _span(piece: bytes, key: bytes) -> Span | None:
    """Return where the digits of a value stand; None where it is written in another way."""
    opening = _QUOTE + key + b'":"0x'
    at = piece.find(opening)
    if at < 0:
        return None
    first = at + len(opening)
    last = piece.index(_QUOTE, first)
    return (first, last) if last > first else None


def _between(digits: list[Span], length: int) -> tuple[Span, ...]:
    """Return what is left of a text beside these spans, which ascend."""
    ends = [0, *(last for _, last in digits)]
    begins = [*(first for first, _ in digits), length]
    return tuple(zip(ends, begins, strict=True))
