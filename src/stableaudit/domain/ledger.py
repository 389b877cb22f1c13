"""Lines of a token's ledger, and what a ledger says of itself.

Every entry moves base units from one party to another, so that all balances always sum to zero:
the supply is a party, whose balance is minus what was minted less what was burned.
"""

from array import array
from dataclasses import dataclass
from enum import Enum, IntEnum
from typing import TypeAlias

from stableaudit.domain.blocks import BlockRange, BlockStamp
from stableaudit.domain.logs import BlockTimes, RawLog, TransferColumns


class EntryKind(IntEnum):
    """What an entry is. The numbers are stored."""

    TRANSFER = 0
    MINT = 1
    BURN = 2
    WIPE = 3
    """A burn that its holder did not make: frozen tokens destroyed."""


class Attribution(IntEnum):
    """How the account of an entry is known. The numbers are stored."""

    LOG = 0
    CALLDATA = 1
    NESTED_CALLDATA = 2
    """A call inside a multisig's or another wrapper's call."""

    BALANCE_DIFFERENCE = 3
    NONE = 4
    """Not known: the entry stands in suspense."""


class Boundary(Enum):
    """Parties that are no account."""

    SUPPLY = "supply"
    """Where minted tokens come from and burned ones go."""

    SUSPENSE = "suspense"
    """Stands in for an account that nothing names."""


Party: TypeAlias = bytes | Boundary
"""20 bytes of an account (the zero address is one), or a boundary."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line that a supply law read: a mint, a burn, or a transfer that is not plain."""

    kind: EntryKind
    block: int
    ordinal: int
    transaction: bytes
    source: Party
    destination: Party
    base_units: int
    attribution: Attribution

    def __post_init__(self) -> None:
        if self.base_units < 0:
            message = f"an entry moves an amount, not {self.base_units}"
            raise ValueError(message)


@dataclass(frozen=True, slots=True)
class Irregular:
    """A log that its supply law could not read, or that stands without its pair."""

    block: int
    ordinal: int
    reason: str
    """Escaped, ready to be shown."""


@dataclass(frozen=True, slots=True)
class Window:
    """A closed range of blocks, whole: what a store commits in one transaction."""

    blocks: BlockRange
    last: BlockStamp
    transfers: TransferColumns
    entries: tuple[Entry, ...]
    irregular: tuple[Irregular, ...]
    times: BlockTimes
    source: str
    digest: bytes
    decided: tuple[str, ...] = ()
    control: tuple[RawLog, ...] = ()
    """Events of who controls the token, in chain order."""


@dataclass(frozen=True, slots=True)
class Origin:
    """The first block a ledger looks at, and why no earlier one is needed."""

    block: int
    why: str


@dataclass(frozen=True, slots=True)
class WindowRecord:
    """A committed window, as far as it is needed to look at it again."""

    blocks: BlockRange
    last_hash: str
    digest: bytes
    source: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """What a ledger covers: every block from its origin to `last`, without a gap."""

    origin: Origin
    last: BlockStamp
    windows: int
    transfers: int
    entries: int
    irregular: int
    decided: int
    """Differences of two sources that a third decided."""

    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums over a ledger up to a block, in base units."""

    minted: int
    burned: int
    wiped: int
    """Of burned, what was wiped: it is part of `burned`."""

    suspense: int
    """Net balance of the suspense account; 0 where everything is attributed."""

    unattributed: int
    """Entries that stand in suspense."""

    transfers: int

    @property
    def supply(self) -> int:
        """What the events say the supply is."""
        return self.minted - self.burned


@dataclass(frozen=True, slots=True)
class HolderColumns:
    """Every account whose balance is not zero, largest first, then by address; suspense apart."""

    addresses: bytes
    """20 bytes each."""

    balances: tuple[int, ...]
    """Base units; negative where the ledger lacks what an account received."""

    def __len__(self) -> int:
        return len(self.balances)

    def address(self, index: int) -> bytes:
        """Return the 20 bytes of the holder at a position."""
        return self.addresses[20 * index : 20 * index + 20]

    def balance_of(self, account: bytes) -> int:
        """Return what an account holds; 0 where it is none of them."""
        at = self.addresses.find(account)
        while at % 20 and at >= 0:
            at = self.addresses.find(account, at + 1)
        return self.balances[at // 20] if at >= 0 else 0


@dataclass(frozen=True, slots=True)
class DaySupply:
    """One UTC day's issuance, in base units; days without any are left out."""

    day: int
    """Days since 1970-01-01."""

    minted: int
    burned: int
    transfers: int
    """Plain transfers and those beside supply events."""


@dataclass(frozen=True, slots=True)
class DayHolders:
    """How many accounts held something at the end of a UTC day on which anything happened."""

    day: int
    holders: int


@dataclass(frozen=True, slots=True)
class EntryRow:
    """An entry or plain transfer as a listing shows it."""

    entry: Entry
    timestamp: int


@dataclass(frozen=True, slots=True)
class BalanceSheet:
    """`balanceOf` of many accounts of one token, as one operator's endpoint answered."""

    operator: str
    endpoint: str
    method: str
    """How they were read, such as `eth_call aggregate3 at block hash`."""

    addresses: bytes
    """20 bytes each, in the order they were asked."""

    balances: tuple[int, ...]
    observed: "array[int]"
    """Number of the final block that each was answered from; on EVM the reference block's."""
