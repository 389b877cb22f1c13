"""Logs and pages as an event reader hands them over, made by hand."""

from array import array
from collections.abc import Iterable, Sequence
from typing import Final

from stableaudit.domain.blocks import BlockRange, BlockStamp
from stableaudit.domain.identifiers import AccountId, ChainId
from stableaudit.domain.ledger import Attribution, Boundary, Entry, EntryKind, Party
from stableaudit.domain.logs import (
    TRANSFER_TOPIC,
    BlockTimes,
    LogPage,
    LogQuery,
    RawLog,
    TransferColumns,
    digest_of,
)
from stableaudit.ledger.events import Event

ZERO: Final = bytes(20)
A: Final = b"\xaa" * 20
B: Final = b"\xbb" * 20
C: Final = b"\xcc" * 20
TOKEN: Final = AccountId(ChainId("eip155", "1"), b"\xe8" * 20)
TX: Final = b"\x01" * 32
LARGEST: Final = 2**256 - 1


def word(value: int | bytes) -> bytes:
    """One ABI word: a number, or an address padded on the left."""
    return value.to_bytes(32) if isinstance(value, int) else value.rjust(32, b"\0")


def log(
    event: Event,
    *values: int | bytes,
    at: int,
    block: int = 7,
    transaction: bytes = TX,
    indexed: int | None = None,
) -> RawLog:
    """A log of an event at an ordinal; `indexed` arguments in topics, by default its addresses."""
    count = event.addresses if indexed is None else indexed
    words = [word(value) for value in values]
    topics = (event.topic, *words[:count])
    return RawLog(block, at, transaction, topics, b"".join(words[count:]))


def page(logs: Iterable[RawLog], query: LogQuery | None = None) -> LogPage:
    """The page of a reader that was asked this query; without one, of a reader asked for all."""
    told = [each for each in logs if query is None or query.wants(each.topics)]
    plain = [each for each in told if is_plain(each)]
    others = tuple(each for each in told if not is_plain(each))
    transfers = TransferColumns(
        array("q", [each.block for each in plain]),
        array("q", [each.ordinal for each in plain]),
        b"".join(each.topics[1][12:] for each in plain),
        b"".join(each.topics[2][12:] for each in plain),
        b"".join(each.data for each in plain),
    )
    blocks = sorted({each.block for each in told}) or [0]
    last = BlockStamp(TOKEN.chain, blocks[-1], "0x" + "5" * 64, 1_700_000_000)
    times = BlockTimes(array("q", blocks), array("q", [1_700_000_000 for _ in blocks]))
    return LogPage(
        BlockRange(blocks[0], blocks[-1]),
        last,
        transfers,
        others,
        times,
        "a test",
        digest_of(transfers, others),
    )


def is_plain(each: RawLog) -> bool:
    """Whether a reader puts a log into columns: see TransferColumns."""
    return (
        len(each.topics) == 3
        and each.topics[0] == TRANSFER_TOPIC
        and len(each.data) == 32
        and all(topic.startswith(bytes(12)) and any(topic) for topic in each.topics[1:])
    )


def entry(
    kind: EntryKind,
    source: Party,
    destination: Party,
    base_units: int,
    at: int,
    *,
    block: int = 7,
    transaction: bytes = TX,
) -> Entry:
    """An entry as a law reads it: attributed by its log, or in suspense."""
    suspended = Boundary.SUSPENSE in {source, destination}
    attribution = Attribution.NONE if suspended else Attribution.LOG
    return Entry(kind, block, at, transaction, source, destination, base_units, attribution)


def mint(to: Party, base_units: int, at: int, *, block: int = 7) -> Entry:
    """A mint as a law reads it."""
    return entry(EntryKind.MINT, Boundary.SUPPLY, to, base_units, at, block=block)


def burn(of: Party, base_units: int, at: int) -> Entry:
    """A burn as a law reads it."""
    return entry(EntryKind.BURN, of, Boundary.SUPPLY, base_units, at)


def wipe(of: Party, base_units: int, at: int) -> Entry:
    """A wipe as a law reads it."""
    return entry(EntryKind.WIPE, of, Boundary.SUPPLY, base_units, at)


def moved(source: Party, destination: Party, base_units: int, at: int) -> Entry:
    """A transfer as a law reads it."""
    return entry(EntryKind.TRANSFER, source, destination, base_units, at)


def supply_change(entries: Sequence[Entry]) -> int:
    """What entries say the supply became, from 0."""
    minted = sum(each.base_units for each in entries if each.kind is EntryKind.MINT)
    removed = {EntryKind.BURN, EntryKind.WIPE}
    return minted - sum(each.base_units for each in entries if each.kind in removed)
