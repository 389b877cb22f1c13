"""A small ledger to look at: USDKG on Ethereum over nine days.

    day 0   block 100   mint    5,000,000      to the owner, named by nested calldata
            block 100   transfer  1,000,000.5  owner to an exchange
    day 2   block 200   transfer    400,000    exchange to a holder
            block 201   mint         10,000    to nobody that anything names
    day 8   block 300   burn        250,000    from the owner
            block 301   wipe         50,000.25 from the holder

It ends with block 400 on day 9. All of it is invented, and labelled simulated.
"""

from array import array

from stableaudit.domain.blocks import BlockRange, BlockStamp
from stableaudit.domain.declarations import Provenance, Unknown
from stableaudit.domain.identifiers import AccountId, ChainId
from stableaudit.domain.instants import parse_instant
from stableaudit.domain.labels import Label, Role
from stableaudit.domain.ledger import (
    Attribution,
    Boundary,
    Coverage,
    Entry,
    EntryKind,
    EntryRow,
    Irregular,
    Origin,
    Party,
    Window,
)
from stableaudit.domain.logs import BlockTimes, TransferColumns
from stableaudit.ports.ledger_store import LedgerStore
from tests.cases import ETHEREUM, chain_spec, deployment, token
from tests.fakes.ledger_store import MemoryStore

BEGAN = parse_instant("2026-10-01T12:00:00Z")
DAY = 86_400
OWNER, EXCHANGE, HOLDER = b"\x11" * 20, b"\x22" * 20, b"\x33" * 20
SPEC = chain_spec(ETHEREUM, "ethereum")
DEPLOYMENT = deployment(ETHEREUM)
TOKEN = token()
LABELS = {
    AccountId(ETHEREUM, EXCHANGE): Label(
        AccountId(ETHEREUM, EXCHANGE),
        "An exchange",
        Role.EXCHANGE,
        Unknown(),
        Provenance("a test", "2026-10-01"),
    )
}
LAST = BlockStamp(ETHEREUM, 400, "0x" + "9" * 64, BEGAN + 9 * DAY)


def units(tokens: str) -> int:
    """Base units of a figure with six decimals."""
    whole, _, rest = tokens.partition(".")
    return int(whole) * 10**6 + int(rest.ljust(6, "0"))


def row(
    kind: EntryKind,
    block: int,
    day: int,
    tokens: str,
    source: Party,
    destination: Party,
    *,
    how: Attribution = Attribution.LOG,
    base_units: int | None = None,
) -> EntryRow:
    plain = kind is EntryKind.TRANSFER
    transaction = b"" if plain else block.to_bytes(32, "big")
    ordinal = int(plain)
    amount = units(tokens) if base_units is None else base_units
    entry = Entry(kind, block, ordinal, transaction, source, destination, amount, how)
    return EntryRow(entry, BEGAN + day * DAY)


SUPPLY, SUSPENSE = Boundary.SUPPLY, Boundary.SUSPENSE
ROWS = (
    row(EntryKind.MINT, 100, 0, "5000000", SUPPLY, OWNER, how=Attribution.NESTED_CALLDATA),
    row(EntryKind.TRANSFER, 100, 0, "1000000.5", OWNER, EXCHANGE),
    row(EntryKind.TRANSFER, 200, 2, "400000", EXCHANGE, HOLDER),
    row(EntryKind.MINT, 201, 2, "10000", SUPPLY, SUSPENSE, how=Attribution.NONE),
    row(EntryKind.BURN, 300, 8, "250000", OWNER, SUPPLY, how=Attribution.CALLDATA),
    row(EntryKind.WIPE, 301, 8, "50000.25", HOLDER, SUPPLY),
)

IRREGULARITIES = ("block 250, log 3: a mint without an amount", "block 260: two sources differed")


def window(first: int, last: BlockStamp, rows: tuple[EntryRow, ...], *, doubts: bool) -> Window:
    """The window of the rows that lie in it."""
    inside = tuple(row for row in rows if first <= row.entry.block <= last.number)
    plain = [row.entry for row in inside if row.entry.kind is EntryKind.TRANSFER]
    times = {row.entry.block: row.timestamp for row in inside}
    return Window(
        blocks=BlockRange(first, last.number),
        last=last,
        transfers=TransferColumns(
            array("q", [entry.block for entry in plain]),
            array("q", [entry.ordinal for entry in plain]),
            b"".join(entry.source for entry in plain if isinstance(entry.source, bytes)),
            b"".join(entry.destination for entry in plain if isinstance(entry.destination, bytes)),
            b"".join(entry.base_units.to_bytes(32) for entry in plain),
        ),
        entries=tuple(row.entry for row in inside if row.entry.kind is not EntryKind.TRANSFER),
        irregular=(Irregular(250, 3, "a mint without an amount"),) if doubts else (),
        times=BlockTimes(array("q", list(times)), array("q", list(times.values()))),
        source="one operator (http://127.0.0.1:1): eth_getLogs",
        digest=first.to_bytes(32),
        decided=("block 260: two sources differed",) if doubts else (),
    )


def fill(
    store: LedgerStore, rows: tuple[EntryRow, ...] = ROWS, *, chain: ChainId = ETHEREUM
) -> None:
    """Commit the ledger of the table above, or of other rows, in three windows."""
    store.begin(Origin(90, "the contract was created there"))
    for first, last, day, doubts in (
        (90, 199, 1, False),
        (200, 299, 7, True),
        (300, 400, 9, False),
    ):
        stamp = BlockStamp(chain, last, "0x" + str(day) * 64, BEGAN + day * DAY)
        store.append(window(first, stamp, rows, doubts=doubts))


def filled(rows: tuple[EntryRow, ...] = ROWS) -> MemoryStore:
    """Such a ledger in memory."""
    store = MemoryStore()
    fill(store, rows)
    return store


def coverage() -> Coverage:
    """What the ledger of the table covers."""
    found = filled().coverage()
    assert found is not None
    return found


COVERAGE = coverage()
