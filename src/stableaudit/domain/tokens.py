"""What the registry states: tokens, their deployments, chains, endpoints, price feeds."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from stableaudit.domain.amounts import MAX_DECIMALS, Figure
from stableaudit.domain.declarations import Provenance
from stableaudit.domain.identifiers import AccountId, AssetId, ChainId
from stableaudit.domain.statements import MissingStatement, ReserveStatement

_URL: Final = re.compile(
    r"([A-Za-z][A-Za-z0-9+.-]*)://([^/?#@]*@)?([A-Za-z0-9._:\[\]-]+)([/?#][^@]*)?", re.DOTALL
)
"""Scheme, user, host with port, and the rest; a stray @ may belong to a password, and fits none."""


class SupplyLaw(StrEnum):
    """Which events change a token's supply and whom they credit (ADR 0006)."""

    TETHER = "tether"
    USDKG = "usdkg"
    TETHER_TRON = "tether-tron"
    FIAT_TOKEN = "fiat-token"  # noqa: S105 - a contract family, no secret
    PAXOS = "paxos"
    ZERO_TRANSFER = "zero-transfer"


class LedgerDepth(StrEnum):
    """How much of a deployment's past its ledger must hold. Follows from the registry alone."""

    FULL = "full"
    """Every transfer: books 1 and 2 close, every holder is known."""

    SUPPLY = "supply-events"
    """Mints and burns: book 1 closes; holders are too many to follow, and are a named remainder."""


@dataclass(frozen=True, slots=True)
class Since:
    """An instant before which a contract cannot have done anything, and why."""

    instant: int
    """Seconds of UTC."""

    why: str


class Finality(StrEnum):
    """How a chain tells its last final block."""

    FINALIZED_TAG = "finalized-tag"
    """`eth_getBlockByNumber("finalized")`."""

    SOLIDIFIED = "solidified"
    """TRON: the block of `/walletsolidity/getnowblock`."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One URL of one operator. Its text form never shows path, query or user: keys live there."""

    operator: str
    """Who runs it. Two URLs of one operator count as one voice."""

    url: str
    key_header: str = ""
    """Name of the HTTP header that carries the key; empty for a keyless endpoint."""

    key: str = ""
    requests_per_second: Figure | None = None
    """The pace its operator asks for; None where none is known."""

    @property
    def label(self) -> str:
        """`scheme://host:port`, with `/…` where something was left out."""
        parts = _URL.fullmatch(self.url)
        if parts is None:
            return "…"
        groups: tuple[str, ...] = parts.groups("")
        scheme, user, host, rest = groups
        return f"{scheme}://{host}".lower() + ("/…" if user or rest.strip("/") else "")

    def __repr__(self) -> str:
        return f"Endpoint({self.operator!r}, {self.label!r})"


@dataclass(frozen=True, slots=True)
class ChainSpec:
    """One chain: how to know it, how it is final, whom to ask."""

    key: str
    """Short name in commands and files: `ethereum`, `bnb`, `tron`."""

    title: str
    id: ChainId
    genesis: str
    """Hash of block 0, `0x` and 64 hex digits; on TRON the block id."""

    finality: Finality
    max_head_age_seconds: int
    """A head older than this is stale."""

    max_final_age_seconds: int
    """A last final block older than this is stale: finality has stopped."""

    endpoints: tuple[Endpoint, ...]
    provenance: Provenance
    simulated: bool = False
    """True for a devnet: whatever is read there is labelled simulated."""

    beacon: Endpoint | None = None
    """Whom to ask what its beacon chain has finalized; None where nobody is configured."""


@dataclass(frozen=True, slots=True)
class Deployment:
    """One token contract on one chain."""

    asset: AssetId
    decimals: int
    law: SupplyLaw
    law_established: bool
    """False where the law is an assumption until the ledger has proven it."""

    native: bool
    """False for a bridged representation of tokens minted elsewhere."""

    provenance: Provenance
    depth: LedgerDepth = LedgerDepth.FULL
    since: Since | None = None
    """Where its ledger may begin; None: at the chain's first block."""

    def __post_init__(self) -> None:
        if not 0 <= self.decimals <= MAX_DECIMALS:
            message = f"decimals are 0 to {MAX_DECIMALS}, not {self.decimals}"
            raise ValueError(message)


@dataclass(frozen=True, slots=True)
class KnownAccount:
    """A labelled account whose balance the check reads."""

    account: AccountId
    label: str
    role: str
    """`treasury`, `exchange`, `owner`, `escrow`."""

    provenance: Provenance


@dataclass(frozen=True, slots=True)
class OpenPoint:
    """Something the registry does not know, or on which its sources conflict."""

    about: str
    conflict: bool
    statement: str
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class Peg:
    """What one token promises to be worth."""

    currency: str
    """ISO 4217: USD, EUR, KGS, XAU (one fine troy ounce). What holdings are valued in, too."""

    per_token: Figure


class TokenKind(StrEnum):
    """What an entry of the registry is, which decides what its check can ask for."""

    STABLECOIN = "stablecoin"
    CRYPTO_RESERVE = "crypto-reserve"
    """Holdings on chain that back no token: no supply, nothing owed."""

    DIGITAL_CURRENCY = "digital-currency"
    """Central bank money on a ledger that is not public."""


@dataclass(frozen=True, slots=True)
class Token:
    """One entry of the registry: everything its check starts from."""

    key: str
    title: str
    symbol: str
    issuer: str
    peg: Peg
    deployments: tuple[Deployment, ...]
    accounts: tuple[KnownAccount, ...]
    open_points: tuple[OpenPoint, ...]
    statement: ReserveStatement | MissingStatement
    kind: TokenKind = TokenKind.STABLECOIN

    def __post_init__(self) -> None:
        if self.kind is TokenKind.CRYPTO_RESERVE and (self.deployments or self.peg.per_token.value):
            message = "a crypto reserve is no token: it has no deployments, and promises 0"
            raise ValueError(message)


@dataclass(frozen=True, slots=True)
class FeedSpec:
    """One price feed contract: the price of one unit of `base` in `quote`."""

    key: str
    """Shared by all feeds of one pair: `xau-usd`."""

    contract: AccountId
    base: str
    quote: str
    decimals: int
    description: str
    """What `description()` must answer."""

    provenance: Provenance
