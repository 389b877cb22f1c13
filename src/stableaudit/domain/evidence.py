"""Everything a check has to judge by. The right half of the program runs from this alone."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias, TypeVar, Union

from stableaudit.domain.blocks import BlockStamp
from stableaudit.domain.control_history import ControlHistory
from stableaudit.domain.control_questions import ControlAnswer, ControlQuestion
from stableaudit.domain.errors import EvidenceError
from stableaudit.domain.finality import FinalityEvidence
from stableaudit.domain.identifiers import AccountId, AssetId, ChainId
from stableaudit.domain.issuance_proofs import IssuanceEvidence
from stableaudit.domain.ledger_evidence import LedgerEvidence
from stableaudit.domain.logs import RawLog, TransactionCall
from stableaudit.domain.prices import PriceHistory
from stableaudit.domain.proofs import TokenProof
from stableaudit.domain.questions import Round
from stableaudit.domain.rates import RateEvidence
from stableaudit.domain.readings import Reading, Unavailable
from stableaudit.domain.untrusted import Untrusted
from stableaudit.domain.wallet_questions import WalletAnswer, WalletQuestion

T = TypeVar("T")
Observed: TypeAlias = Union[Reading[T], Unavailable]  # noqa: UP007 - the | of a generic is Any to mypy


@dataclass(frozen=True, slots=True)
class Vitals:
    """What one endpoint says of itself: which chain it is, and how far it has come."""

    chain_number: int
    """`eth_chainId`; on TRON the last four bytes of the genesis id, as its JSON-RPC answers."""

    genesis: str
    head: BlockStamp
    final: BlockStamp


@dataclass(frozen=True, slots=True)
class EndpointEvidence:
    """One endpoint that was asked, and what it said of itself."""

    operator: str
    endpoint: str
    vitals: Vitals | Unavailable
    asked_at: int
    """Our clock when it answered, seconds of UTC."""

    used: bool
    """Whether readings may rest on it; the reason why not is a finding."""


@dataclass(frozen=True, slots=True)
class Incident:
    """What an endpoint did while it was read: it failed and another stood in, or it dissented."""

    chain: ChainId
    dissent: bool
    """True where two operators gave different answers to the same question."""

    what: str
    """What was asked and what came, both answers for a dissent; escaped."""

    outvoted: tuple[str, ...] = ()
    """Operators whose answer a quorum of others contradicted; empty where nothing was decided."""

    whom: str = ""
    """Which endpoint failed, as its errors name it; empty for a dissent, which is of several."""

    kind: str = ""
    """Stable word of the error it failed with; empty for a dissent."""

    @classmethod
    def failure(cls, chain: ChainId, error: EvidenceError) -> "Incident":
        """Return the incident of an error that another endpoint or request stood in for."""
        return cls(chain, dissent=False, what=str(error), whom=error.whom, kind=error.kind)


@dataclass(frozen=True, slots=True)
class ChainEvidence:
    """One chain: who was asked, where it was pinned, whether the pin stood to the end."""

    chain: ChainId
    endpoints: tuple[EndpointEvidence, ...]
    reference: BlockStamp | Unavailable
    reread: BlockStamp | Unavailable
    """The block of the reference's number, asked again after the last reading."""

    incidents: tuple[Incident, ...]
    trusted: BlockStamp | Unavailable | None = None
    """The block that a person trusts and that the reference block was followed from; None where
    none was named."""

    finality: FinalityEvidence | Unavailable | None = None
    """A block that validators signed as final; None where no proof was asked for."""


@dataclass(frozen=True, slots=True)
class HolderEvidence:
    """The balance of one labelled account."""

    holder: AccountId
    balance: Observed[int]


@dataclass(frozen=True, slots=True)
class DeploymentEvidence:
    """One deployment's state at its chain's reference block."""

    asset: AssetId
    total_supply: Observed[int]
    decimals: Observed[int]
    name: Observed[Untrusted]
    symbol: Observed[Untrusted]
    code_hash: Observed[str]
    holders: tuple[HolderEvidence, ...]


@dataclass(frozen=True, slots=True)
class FeedEvidence:
    """One price feed: what it says it is, and its last round at or before the measurement time."""

    contract: AccountId
    decimals: Observed[int]
    description: Observed[Untrusted]
    round: Observed[Round]
    recent: tuple[Observed[Round], ...]
    """The rounds just before it, newest first: the feed's real heartbeat."""

    at_statement: Observed[Round] | None = None
    """The last round at or before the statement's time; None where there is no statement."""

    history: Observed[PriceHistory] | None = None
    """Around the statement's time and since; None for all but one feed of a pair."""


@dataclass(frozen=True, slots=True)
class HoldingEvidence:
    """What a declared account holds of a coin or token, at its chain's reference block."""

    holding: str
    """Id of the declared holding."""

    balance: Observed[int]
    """In base units."""

    decimals: Observed[int] | None
    """Of the token's contract; None for a chain's own coin, which has no contract to ask."""


@dataclass(frozen=True, slots=True)
class ProofEvidence:
    """What could be proven of a deployment from its chain's reference block."""

    asset: AssetId
    proof: TokenProof | Unavailable
    confirmed: tuple[str, ...]
    """Operators that showed which slots are supply and balances."""

    troubles: tuple[str, ...] = ()
    """What endpoints gave instead of a confirmation or a proof that holds; escaped."""


@dataclass(frozen=True, slots=True)
class AccountLogs:
    """Logs of one kind that one contract wrote in a range of blocks."""

    account: AccountId
    first: int
    last: int
    logs: tuple[RawLog, ...] | Unavailable


@dataclass(frozen=True, slots=True)
class ControlEvidence:
    """What one deployment and those who move it answered about control, as it came."""

    asset: AssetId
    answers: tuple[tuple[ControlQuestion, ControlAnswer], ...]
    """In the order asked, each question once."""

    approvals: tuple[AccountLogs, ...] = ()
    """What owners approved, of the multisigs among them."""

    changes: tuple[AccountLogs, ...] = ()
    """What contracts told of changes since a snapshot, of those that are otherwise now."""

    history: ControlHistory | Unavailable | None = None
    """What the token's own events told, by its ledger; None where no ledger was looked at."""

    calls: Mapping[bytes, TransactionCall] | Unavailable = field(default_factory=dict)
    """The transactions of the newest acts of power, by hash."""


@dataclass(frozen=True, slots=True)
class WalletEvidence:
    """What a chain answered about the proof of a registered wallet."""

    account: AccountId
    answers: tuple[tuple[WalletQuestion, WalletAnswer], ...]
    """Each question once."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One audit's readings, all of them."""

    measurement_time: int
    collected_at: int
    chains: tuple[ChainEvidence, ...]
    deployments: tuple[DeploymentEvidence, ...]
    feeds: tuple[FeedEvidence, ...]
    ledgers: tuple[LedgerEvidence, ...] = ()
    rates: tuple[RateEvidence, ...] = ()
    holdings: tuple[HoldingEvidence, ...] = ()
    proofs: tuple[ProofEvidence, ...] = ()
    issuances: tuple[IssuanceEvidence, ...] = ()
    controls: tuple[ControlEvidence, ...] = ()
    wallets: tuple[WalletEvidence, ...] = ()
