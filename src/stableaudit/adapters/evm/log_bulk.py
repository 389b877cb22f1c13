"""The bulk of an eth_getLogs answer as columns, without an object a log: by a stencil of its JSON.

A node writes every log of a kind alike: the same keys in the same order, only digits differ. So one
log is parsed strictly, and tells where its digits stand; the others are laid under it as rows of a
matrix. A row fits if every byte that is no digit is the same, and all that stands in the places of
digits is hex: then it is JSON of the same shape, with no key said twice and nothing nested. Rows of
another width, such as a longer index, get a stencil of their own.

Nothing is judged here. What fits no stencil of a plain transfer is handed back to be read one by
one, and whatever is unusual gives None: the strict way then finds out what it is.
"""

from array import array
from binascii import Error as HexError
from binascii import unhexlify
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from stableaudit.adapters.evm.log_answer import plain_logs
from stableaudit.adapters.evm.log_checks import seal_of
from stableaudit.adapters.evm.log_list import BETWEEN, Listed, Octets, list_objects
from stableaudit.adapters.evm.log_set import Seal
from stableaudit.adapters.evm.log_stencil import Span, Stencil, alike, fitting, stencil_of
from stableaudit.adapters.transport.hexes import hex_to_int
from stableaudit.domain.identifiers import ADDRESS_BYTES
from stableaudit.domain.logs import WORD_BYTES, LogQuery, TransferColumns

_PADDING: Final = WORD_BYTES - ADDRESS_BYTES
_FEWEST: Final = 64
"""Logs of which laying them out costs less than reading them one by one."""

_MOST_STENCILS: Final = 24
"""Of one length; an answer of more layouts is read one by one."""

_MOST_INDEX_DIGITS: Final = 7


@dataclass(frozen=True, slots=True)
class Bulk:
    """What of an answer was read by stencils, in the order in which it was listed."""

    transfers: TransferColumns
    seals: dict[int, Seal]
    """Of each block with one of these transfers, ascending."""

    rest: tuple[bytes, ...]
    """Objects of the logs that are no such transfer, without their braces."""

    envelope: tuple[bytes, bytes]
    """The answer before and after the logs in its result."""

    def with_rest(self) -> bytes:
        """Return the answer as if it had listed the rest alone."""
        listed = b"{" + BETWEEN.join(self.rest) + b"}" if self.rest else b""
        return listed.join(self.envelope)


@dataclass(slots=True)
class _Found:
    """Columns over all logs of an answer, filled stencil by stencil."""

    numbers: NDArray[np.int64]
    ordinals: NDArray[np.int64]
    senders: Octets
    recipients: Octets
    amounts: Octets
    plain: NDArray[np.bool_]
    seals: dict[int, Seal] = field(default_factory=dict)


def read_bulk(content: bytes, number: int, query: LogQuery) -> Bulk | None:
    """Return the plain transfers of an answer to request `number`; None where it is unusual."""
    begin, end = content.find(b"[{") + 1, content.rfind(b"}]") + 1
    if not 0 < begin < end:
        return None
    envelope = content[:begin], content[end:]
    listed = list_objects(np.frombuffer(content, dtype=np.uint8), begin, end)
    if listed is None or len(listed) < _FEWEST or plain_logs(b"".join(envelope), number) != []:
        return None
    found = _empty(len(listed))
    try:
        for length in np.unique(listed.lengths).tolist():
            if not _read_group(listed, length, query, found):
                return None
    except (HexError, ValueError, OverflowError):
        return None
    columns = _columns(found)
    if columns is None:
        return None
    rest = tuple(listed.text(at) for at in np.flatnonzero(~found.plain).tolist())
    seals = {block: found.seals[block] for block in sorted(found.seals)}
    return Bulk(columns, seals, rest, envelope)


def _empty(count: int) -> _Found:
    return _Found(
        np.zeros(count, dtype=np.int64),
        np.zeros(count, dtype=np.int64),
        np.zeros((count, ADDRESS_BYTES), dtype=np.uint8),
        np.zeros((count, ADDRESS_BYTES), dtype=np.uint8),
        np.zeros((count, WORD_BYTES), dtype=np.uint8),
        np.zeros(count, dtype=np.bool_),
    )


def _read_group(listed: Listed, length: int, query: LogQuery, found: _Found) -> bool:
    """Read the objects of one length; False where they are too various to be worth it."""
    positions = np.flatnonzero(listed.lengths == length)
    rows = listed.rows(positions, length)
    for _ in range(_MOST_STENCILS):
        if not len(rows):
            return True
        stencil = stencil_of(rows[0].tobytes(), query)
        if stencil is None:
            # No plain transfer, or written unusually: all that look like it are left to the rest.
            like = alike(rows, rows[0])
        else:
            like = fitting(rows, stencil)
            whole = bool(like.all())
            chosen = rows if whole else rows[like]
            if not _read_rows(chosen, positions[like], stencil, found):
                return False
            if whole:
                return True
        rows, positions = rows[~like], positions[~like]
    return False


def _read_rows(rows: Octets, positions: NDArray[np.int64], stencil: Stencil, found: _Found) -> bool:
    """Read the rows of a stencil into the columns; False where anything is unusual."""
    senders, recipients = (_word(rows, span) for span in stencil.accounts)
    if senders[:, :_PADDING].any() or recipients[:, :_PADDING].any():
        return False
    for first, last in stencil.unused:
        _digits(rows, first, last)
    begins = _begins(rows, stencil)
    if begins is None:
        return False
    numbers: list[int] = []
    for row in begins.tolist():
        number, seal = _sealed(rows[row], stencil)
        if found.seals.setdefault(number, seal) != seal:
            return False
        numbers.append(number)
    lengths = np.diff(np.append(begins, len(rows)))
    index = _index(rows, stencil.index)
    if index is None:
        return False
    between = senders[:, _PADDING:].any(axis=1) & recipients[:, _PADDING:].any(axis=1)
    found.numbers[positions] = np.repeat(np.array(numbers, dtype=np.int64), lengths)
    found.ordinals[positions] = index
    found.senders[positions] = senders[:, _PADDING:]
    found.recipients[positions] = recipients[:, _PADDING:]
    found.amounts[positions] = _word(rows, stencil.amount)
    found.plain[positions] = between
    return True


def _digits(rows: Octets, first: int, last: int) -> bytes:
    """Return hex digits as bytes, an odd number of them with a zero before; HexError if not hex."""
    digits = rows[:, first:last]
    if (last - first) % 2:
        digits = np.hstack((np.full((len(rows), 1), ord("0"), dtype=np.uint8), digits))
    return unhexlify(digits.tobytes())


def _word(rows: Octets, span: Span) -> Octets:
    return np.frombuffer(_digits(rows, *span), dtype=np.uint8).reshape(len(rows), WORD_BYTES)


def _begins(rows: Octets, stencil: Stencil) -> NDArray[np.int64] | None:
    """Return the first row of each block's run; None where a block's rows differ in its seal."""
    other_block = _changes(rows, stencil.number)
    for span in _sealing(stencil):
        if (_changes(rows, span) & ~other_block).any():
            return None
    return np.flatnonzero(np.append(True, other_block))


def _changes(rows: Octets, span: Span) -> NDArray[np.bool_]:
    first, last = span
    changes: NDArray[np.bool_] = (rows[1:, first:last] != rows[:-1, first:last]).any(axis=1)
    return changes


def _sealing(stencil: Stencil) -> tuple[Span, ...]:
    return (stencil.block_hash,) if stencil.time is None else (stencil.block_hash, stencil.time)


def _sealed(row: Octets, stencil: Stencil) -> tuple[int, Seal]:
    def text(span: Span) -> str:
        return "0x" + row[span[0] : span[1]].tobytes().decode("ascii")

    time = None if stencil.time is None else text(stencil.time)
    return hex_to_int(text(stencil.number)), seal_of(text(stencil.block_hash), time)


def _index(rows: Octets, span: Span) -> NDArray[np.int64] | None:
    """Return each row's log index; None where one is written with zeros before, or is huge."""
    first, last = span
    width = last - first
    if width > _MOST_INDEX_DIGITS or (width > 1 and (rows[:, first] == ord("0")).any()):
        return None
    each = np.frombuffer(_digits(rows, first, last), dtype=np.uint8).reshape(len(rows), -1)
    values = np.zeros(len(rows), dtype=np.int64)
    for column in each.T:
        values = (values << 8) | column
    return values


def _columns(found: _Found) -> TransferColumns | None:
    """Return the plain transfers; None where their places do not ascend."""
    plain = found.plain
    numbers, ordinals = found.numbers[plain], found.ordinals[plain]
    ascending = (numbers[1:] > numbers[:-1]) | (
        (numbers[1:] == numbers[:-1]) & (ordinals[1:] > ordinals[:-1])
    )
    if not ascending.all():
        return None
    return TransferColumns(
        array("q", numbers.tobytes()),
        array("q", ordinals.tobytes()),
        found.senders[plain].tobytes(),
        found.recipients[plain].tobytes(),
        found.amounts[plain].tobytes(),
    )
