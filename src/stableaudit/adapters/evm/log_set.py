"""What one request's logs are once they are checked, and how several become one."""

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from stableaudit.domain.blocks import BlockStamp
from stableaudit.domain.identifiers import ADDRESS_BYTES
from stableaudit.domain.logs import WORD_BYTES, RawLog, TransferColumns


class ContradictionError(Exception):
    """An answer contradicts its question, itself, or another one. Its text is safe to show."""


@dataclass(frozen=True, slots=True)
class Seal:
    """What logs say of their block."""

    hash: str
    timestamp: int | None
    """None where the node does not say."""


@dataclass(frozen=True, slots=True)
class LogSet:
    """Logs of a range of blocks, in chain order, each once."""

    transfers: TransferColumns
    others: tuple[RawLog, ...]
    seals: Mapping[int, Seal]
    """Of every block with a log, ascending by number."""

    headers: Mapping[int, BlockStamp] = field(default_factory=dict)
    """Of blocks whose headers were fetched, and agree with the seals."""

    def __len__(self) -> int:
        return len(self.transfers) + len(self.others)


EMPTY: Final = LogSet(TransferColumns(), (), {})


def following(sets: Sequence[LogSet]) -> LogSet:
    """Return the logs of ranges that follow one another, in that order."""
    if len(sets) == 1:
        return sets[0]
    seals: dict[int, Seal] = {}
    headers: dict[int, BlockStamp] = {}
    blocks, ordinals = array("q"), array("q")
    for each in sets:
        seals.update(each.seals)
        headers.update(each.headers)
        blocks += each.transfers.blocks
        ordinals += each.transfers.ordinals
    transfers = TransferColumns(
        blocks,
        ordinals,
        b"".join(each.transfers.senders for each in sets),
        b"".join(each.transfers.recipients for each in sets),
        b"".join(each.transfers.amounts for each in sets),
    )
    others = tuple(log for each in sets for log in each.others)
    return LogSet(transfers, others, seals, headers)


def united(sets: Sequence[LogSet]) -> LogSet:
    """Return the logs of one range that several questions were answered with.

    A log that several of them found counts once.

    Raises:
        ContradictionError: two answers give one log, or the hash or time of one block, differently.
    """
    filled = [each for each in sets if len(each)]
    if len(filled) <= 1:
        return filled[0] if filled else EMPTY
    seals: dict[int, Seal] = {}
    for each in filled:
        for number, seal in each.seals.items():
            known = seals.setdefault(number, seal)
            if known.hash != seal.hash or _differ(known.timestamp, seal.timestamp):
                raise ContradictionError(
                    f"logs of block {number} that name two blocks, {known.hash} and {seal.hash}"
                    f" (times {known.timestamp} and {seal.timestamp})"
                )
            if known.timestamp is None:
                seals[number] = seal
    transfers = [each.transfers for each in filled if len(each.transfers)]
    others: dict[tuple[int, int], RawLog] = {}
    for log in (log for each in filled for log in each.others):
        if others.setdefault((log.block, log.ordinal), log) != log:
            raise _twice(log.block, log.ordinal)
    columns = _merged(transfers)
    for place in zip(columns.blocks, columns.ordinals, strict=True):
        if place in others:
            raise _twice(*place)
    return LogSet(
        columns,
        tuple(others[place] for place in sorted(others)),
        {number: seals[number] for number in sorted(seals)},
    )


def with_times(logs: LogSet, headers: Mapping[int, BlockStamp]) -> LogSet:
    """Return the logs with the times and headers that were fetched for them.

    Raises:
        ContradictionError: a header is of another block, or time, than the logs say.
    """
    seals = dict(logs.seals)
    for number, header in headers.items():
        seal = seals.get(number)
        if seal is None:
            continue
        if seal.hash != header.hash or _differ(seal.timestamp, header.timestamp):
            raise ContradictionError(
                f"logs of a block {number} with the hash {seal.hash} and the time"
                f" {seal.timestamp}, whose header is {header.hash} at {header.timestamp}"
            )
        seals[number] = Seal(seal.hash, header.timestamp)
    return replace(logs, seals=seals, headers={**logs.headers, **headers})


def _differ(one: int | None, other: int | None) -> bool:
    return one is not None and other is not None and one != other


def _merged(columns: Sequence[TransferColumns]) -> TransferColumns:
    if len(columns) <= 1:
        return columns[0] if columns else TransferColumns()
    rows: dict[tuple[int, int], tuple[bytes, bytes, bytes]] = {}
    for each in columns:
        for index, place in enumerate(zip(each.blocks, each.ordinals, strict=True)):
            account = slice(ADDRESS_BYTES * index, ADDRESS_BYTES * (index + 1))
            word = slice(WORD_BYTES * index, WORD_BYTES * (index + 1))
            row = (each.senders[account], each.recipients[account], each.amounts[word])
            if rows.setdefault(place, row) != row:
                raise _twice(*place)
    places = sorted(rows)
    ordered = [rows[place] for place in places]
    return TransferColumns(
        array("q", (block for block, _ in places)),
        array("q", (ordinal for _, ordinal in places)),
        b"".join(sender for sender, _, _ in ordered),
        b"".join(recipient for _, recipient, _ in ordered),
        b"".join(amount for _, _, amount in ordered),
    )


def _twice(block: int, ordinal: int) -> ContradictionError:
    return ContradictionError(f"two different logs {ordinal} of block {block}")
