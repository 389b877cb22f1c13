"""A reserve statement: what an issuer declares to hold and to owe, as of one instant."""

from dataclasses import dataclass, field
from typing import Final

from stableaudit.domain.amounts import Figure
from stableaudit.domain.declarations import Assurance, Provenance, Unknown
from stableaudit.domain.identifiers import AssetId
from stableaudit.domain.reserve_assets import AllocatedGold, CryptoHolding, ReserveAsset
from stableaudit.domain.undertakings import (
    Announcement,
    IssuanceEvent,
    Nonredeemable,
    RedemptionTerms,
    ReserveEvent,
)

FIRST: Final = "none"
"""What the first statement of a series says that it supersedes."""


@dataclass(frozen=True, slots=True)
class DeclaredDeployment:
    """How many tokens the statement says stand on one contract."""

    asset: AssetId
    total: Figure


@dataclass(frozen=True, slots=True)
class ReserveStatement:
    """What the issuer declares to hold, as of one instant."""

    id: str
    issuer: str
    as_of: int
    published: int
    declared_supply: Figure | Unknown
    """Tokens that the statement says are issued."""

    reserves: tuple[ReserveAsset, ...]
    assurance: Assurance | Unknown
    promised_cadence_days: int | Unknown
    provenance: Provenance
    deployments: tuple[DeclaredDeployment, ...] = ()
    """Its word on each contract, where it gives one."""

    nonredeemable: tuple[Nonredeemable, ...] = ()
    redemption: RedemptionTerms | Unknown = field(default_factory=Unknown)
    issuances: tuple[IssuanceEvent, ...] = ()
    reserve_events: tuple[ReserveEvent, ...] = ()
    announced: tuple[Announcement, ...] = ()
    symbol: str | Unknown = field(default_factory=Unknown)
    """Of which token it speaks, by its symbol."""

    digest: str = ""
    """SHA-256 of the file's bytes as they were received, hex; empty for one that is no file."""

    supersedes: str | Unknown = field(default_factory=Unknown)
    """SHA-256 of the statement before, as this one gives it; `FIRST` where there is none."""

    previous: "ReserveStatement | None" = None
    """The statement before, where its file is at hand."""

    jurisdiction: str | Unknown = field(default_factory=Unknown)
    """Of the issuer."""

    named: str = ""
    """How a person named its file, without the folders of a machine; empty for one that the
    registry or a token's file brings."""

    def __post_init__(self) -> None:
        if self.published < self.as_of:
            message = "a statement cannot be published before the time that it speaks of"
            raise ValueError(message)
        for what in ([one.id for one in self.crypto], [(o.account, o.token) for o in self.crypto]):
            if len(set(what)) < len(what):
                message = "a holding on chain is declared twice, and would count twice"
                raise ValueError(message)

    @property
    def gold(self) -> tuple[AllocatedGold, ...]:
        """The allocated gold among the reserves."""
        return tuple(asset for asset in self.reserves if isinstance(asset, AllocatedGold))

    @property
    def crypto(self) -> tuple[CryptoHolding, ...]:
        """The holdings on chain among the reserves."""
        return tuple(asset for asset in self.reserves if isinstance(asset, CryptoHolding))


@dataclass(frozen=True, slots=True)
class MissingStatement:
    """No reserve statement is known; says where was looked."""

    reason: str
    provenance: Provenance
    ask: str | Unknown = field(default_factory=Unknown)
    """Whom to ask, and for what."""
