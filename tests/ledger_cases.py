"""A small ledger to look at: USDKG on Ethereum over nine days.

    day 0   block 100   mint    5,000,000      to the owner, named by nested calldata
            block 100   transfer  1,000,000.5  owner to an exchange
    day 2   block 200   transfer    400,000    exchange to a holder
            block 201   mint         10,000    to nobody that anything names
    day 8   block 300   burn        250,000    from the owner
            block 301   wipe         50,000.25 from the holder

It ends with block 400 on day 9. All of it is invented, and labelled simulated.
"""

from stableaudit.domain.blocks import BlockStamp
from stableaudit.domain.declarations import Provenance, Unknown
from stableaudit.domain.identifiers import AccountId
from stableaudit.domain.instants import parse_instant
from stableaudit.domain.labels import Label, Role
from stableaudit.domain.ledger import (
    Attribution,
    Boundary,
    Coverage,
    Entry,
    EntryKind,
    EntryRow,
    Origin,
    Party,
)
from tests.cases import ETHEREUM, chain_spec, deployment, token

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
LAST = BlockStamp(ETHEREUM, 400, "0x" + "4" * 64, BEGAN + 9 * DAY)
COVERAGE = Coverage(
    origin=Origin(90, "the contract was created there"),
    last=LAST,
    windows=3,
    transfers=2,
    entries=4,
    irregular=1,
    decided=1,
    sources=("one operator (http://127.0.0.1:1): eth_getLogs",),
)
IRREGULARITIES = ("block 250, log 3: a mint without an amount", "block 260: two sources differed")


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
) -> EntryRow:
    plain = kind is EntryKind.TRANSFER
    transaction = b"" if plain else block.to_bytes(32, "big")
    ordinal = int(plain)
    entry = Entry(kind, block, ordinal, transaction, source, destination, units(tokens), how)
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
