"""What a scenario consists of, as values: a head and statements in order of time.

Amounts are base units, accounts 20 bytes, times Unix seconds.
"""

from collections.abc import Mapping
from dataclasses import dataclass


class ScenarioError(Exception):
    """A scenario cannot be read, makes no sense, or did not happen as it says; names the line."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(f"line {line}: {message}")
        self.line = line


@dataclass(frozen=True, slots=True)
class Multisig:
    """Owners by key number, and how many of them it takes."""

    address: bytes
    keys: tuple[int, ...]
    threshold: int


@dataclass(frozen=True, slots=True)
class TokenHead:
    """A token contract as it is when the scenario begins."""

    line: int
    name: str
    chain: str
    """CAIP-2."""
    address: bytes
    law: str
    decimals: int
    supply: int
    """Created by the constructor."""
    roles: Mapping[str, bytes]
    """Complete: every role of the law."""
    multisigs: tuple[Multisig, ...]


@dataclass(frozen=True, slots=True)
class FeedHead:
    """A price feed without rounds."""

    line: int
    description: str
    chain: str
    address: bytes
    decimals: int
    owner: bytes
    aggregator: bytes


@dataclass(frozen=True, slots=True)
class Issue:
    amount: int
    to: bytes | None


@dataclass(frozen=True, slots=True)
class Redeem:
    amount: int


@dataclass(frozen=True, slots=True)
class Transfer:
    amount: int
    source: bytes
    target: bytes


@dataclass(frozen=True, slots=True)
class Approve:
    amount: int
    holder: bytes
    spender: bytes


@dataclass(frozen=True, slots=True)
class Spend:
    amount: int
    holder: bytes
    target: bytes
    spender: bytes


@dataclass(frozen=True, slots=True)
class Fee:
    rate: int
    per: int
    """10_000 or 1_000_000."""
    cap: int
    """In base units; a multiple of one token."""


@dataclass(frozen=True, slots=True)
class Freeze:
    account: bytes


@dataclass(frozen=True, slots=True)
class Unfreeze:
    account: bytes


@dataclass(frozen=True, slots=True)
class Wipe:
    account: bytes


@dataclass(frozen=True, slots=True)
class Drift:
    amount: int
    to: bytes


@dataclass(frozen=True, slots=True)
class Pause:
    pass


@dataclass(frozen=True, slots=True)
class Unpause:
    pass


@dataclass(frozen=True, slots=True)
class Grant:
    role: str
    account: bytes


@dataclass(frozen=True, slots=True)
class Revoke:
    role: str
    account: bytes


@dataclass(frozen=True, slots=True)
class Minter:
    account: bytes
    allowance: int


@dataclass(frozen=True, slots=True)
class Upgrade:
    contract: str
    implementation: bytes


@dataclass(frozen=True, slots=True)
class Round:
    answer: int
    updated_at: int


@dataclass(frozen=True, slots=True)
class Gap:
    count: int
    reverts: bool


@dataclass(frozen=True, slots=True)
class Phase:
    aggregator: bytes


TokenStep = (
    Issue
    | Redeem
    | Transfer
    | Approve
    | Spend
    | Fee
    | Freeze
    | Unfreeze
    | Wipe
    | Drift
    | Pause
    | Unpause
    | Grant
    | Revoke
    | Minter
    | Upgrade
)
FeedStep = Round | Gap | Phase


@dataclass(frozen=True, slots=True)
class Act:
    """One transaction."""

    line: int
    step: TokenStep | FeedStep
    by: bytes | None = None
    """Who sends it, where that is not whoever has the role."""
    fails: bool = False
    joined: bool = False
    """In the block of the act before."""


@dataclass(frozen=True, slots=True)
class Blocks:
    line: int
    count: int


@dataclass(frozen=True, slots=True)
class Time:
    line: int
    timestamp: int


@dataclass(frozen=True, slots=True)
class ExpectSupply:
    line: int
    amount: int


@dataclass(frozen=True, slots=True)
class ExpectBalance:
    line: int
    account: bytes
    amount: int


Statement = Act | Blocks | Time | ExpectSupply | ExpectBalance


@dataclass(frozen=True, slots=True)
class Scenario:
    """One token or one feed on one chain."""

    head: TokenHead | FeedHead
    statements: tuple[Statement, ...]
