"""Histories of a token as lists of lines, and windows cut out of them.

Nothing here imports the store: hypothesis keeps strategies, and so whatever their functions see,
to the end of the process, where duckdb's binding complains of everything that is still there.
"""

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from stableaudit.domain.blocks import BlockRange, BlockStamp
from stableaudit.domain.identifiers import AssetId
from stableaudit.domain.ledger import (
    Attribution,
    Boundary,
    Entry,
    EntryKind,
    Irregular,
    Party,
    Window,
)
from stableaudit.domain.logs import BlockTimes, TransferColumns

ASSET = AssetId.parse("eip155:1/erc20:0x" + "ab" * 20)
LAW = "zero-transfer"
ORIGIN = 1_000
DAY = 86_400
START = 1_700_000_000
SPACING = 20_000
"""Seconds between blocks: about four blocks a day."""

A, B, C = (bytes([number]) * 20 for number in (1, 2, 3))
SUPPLY, SUSPENSE = Boundary.SUPPLY, Boundary.SUSPENSE


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a history; plain where it travels by column."""

    entry: Entry
    plain: bool


def place_of(one: Line) -> tuple[int, int]:
    """Return where a line stands."""
    return one.entry.block, one.entry.ordinal


def in_order(lines: Sequence[Line]) -> list[Line]:
    """Return lines in chain order."""
    return sorted(lines, key=place_of)


def time_of(block: int) -> int:
    """Return when a block was."""
    return START + (block - ORIGIN) * SPACING


def plain(block: int, ordinal: int, source: bytes, destination: bytes, base_units: int) -> Line:
    """Return a plain transfer."""
    entry = Entry(
        EntryKind.TRANSFER,
        block,
        ordinal,
        b"",
        source,
        destination,
        base_units,
        Attribution.LOG,
    )
    return Line(entry, plain=True)


def plain_at(drawn: tuple[tuple[int, int], bytes, bytes, int]) -> Line:
    """Return a plain transfer of what hypothesis drew."""
    (block, ordinal), source, destination, base_units = drawn
    return plain(block, ordinal, source, destination, base_units)


def line(
    kind: EntryKind,
    place: tuple[int, int],
    parties: tuple[Party, Party],
    base_units: int,
    attribution: Attribution = Attribution.LOG,
) -> Line:
    """Return what a supply law read."""
    block, ordinal = place
    transaction = block.to_bytes(16) + ordinal.to_bytes(16)
    entry = Entry(kind, block, ordinal, transaction, *parties, base_units, attribution)
    return Line(entry, plain=False)


def mint(block: int, ordinal: int, to: Party, base_units: int) -> Line:
    """Return a mint."""
    return line(EntryKind.MINT, (block, ordinal), (SUPPLY, to), base_units)


def burn(block: int, ordinal: int, source: Party, base_units: int) -> Line:
    """Return a burn."""
    return line(EntryKind.BURN, (block, ordinal), (source, SUPPLY), base_units)


def window(
    lines: Iterable[Line],
    first: int,
    last: int,
    *,
    irregular: tuple[Irregular, ...] = (),
    decided: tuple[str, ...] = (),
    source: str = "operator (endpoint) eth_getLogs",
) -> Window:
    """Return the window of the lines of some blocks."""
    within = [line for line in lines if first <= line.entry.block <= last]
    moved = [line.entry for line in within if line.plain]
    blocks = sorted({line.entry.block for line in within})
    return Window(
        blocks=BlockRange(first, last),
        last=stamp(last),
        transfers=columns_of(moved),
        entries=tuple(line.entry for line in within if not line.plain),
        irregular=irregular,
        times=BlockTimes(array("q", blocks), array("q", map(time_of, blocks))),
        source=source,
        digest=last.to_bytes(32),
        decided=decided,
    )


def columns_of(moved: Sequence[Entry]) -> TransferColumns:
    """Return plain transfers by column."""
    return TransferColumns(
        array("q", [entry.block for entry in moved]),
        array("q", [entry.ordinal for entry in moved]),
        b"".join(_account(entry.source) for entry in moved),
        b"".join(_account(entry.destination) for entry in moved),
        b"".join(entry.base_units.to_bytes(32) for entry in moved),
    )


def stamp(block: int) -> BlockStamp:
    """Return a block's stamp."""
    return BlockStamp(ASSET.chain, block, f"0x{block:064x}", time_of(block))


def _account(party: Party) -> bytes:
    assert isinstance(party, bytes)
    return party
