"""What is judged: the registry's word, the policy, and the evidence, side by side."""

from dataclasses import dataclass

from stableaudit.controls.seen import Seen
from stableaudit.controls.survey import controlled
from stableaudit.domain.control_snapshot import ControlSnapshot
from stableaudit.domain.evidence import (
    ChainEvidence,
    ControlEvidence,
    DeploymentEvidence,
    Evidence,
    FeedEvidence,
    HoldingEvidence,
    ProofEvidence,
    WalletEvidence,
)
from stableaudit.domain.finality import TrustedRoot
from stableaudit.domain.identifiers import AccountId, AssetId, ChainId
from stableaudit.domain.issuance_proofs import IssuanceEvidence
from stableaudit.domain.ledger_evidence import LedgerState
from stableaudit.domain.phrases import say
from stableaudit.domain.policy import Policy
from stableaudit.domain.power_map import PowerMap
from stableaudit.domain.prices import PriceFile
from stableaudit.domain.rates import DOLLAR_IN_SOM, CurrencyPair, RateEvidence
from stableaudit.domain.readings import Reading, Unavailable
from stableaudit.domain.refiners import Refiner
from stableaudit.domain.registered import RegisteredToken
from stableaudit.domain.reserve_assets import AllocatedGold, CryptoHolding
from stableaudit.domain.statements import ReserveStatement
from stableaudit.domain.tokens import ChainSpec, Deployment, FeedSpec, Token
from stableaudit.domain.trusted_blocks import TrustedBlock
from stableaudit.domain.waivers import WaiverList
from stableaudit.domain.wallets import WalletRegister


@dataclass(frozen=True, slots=True)
class Scope:
    """What a check of one token must look at. Follows from registry and declaration alone."""

    token: Token
    chains: tuple[ChainSpec, ...]
    """Every chain of a deployment, a holding or a needed feed, in the registry's order."""

    feeds: tuple[FeedSpec, ...]
    """Every feed that values a declared reserve."""

    policy: Policy
    refiners: tuple[Refiner, ...] = ()
    """Whose brand on a bar is good, and when."""

    prices: PriceFile | None = None
    """Prices of gold of a person's own, which take the place of the feeds."""

    controls: ControlSnapshot | None = None
    """Who controlled the token when the person last kept it; None where nothing is compared."""

    named: str = ""
    """How the person named the token: its key, or its file without the folders of a machine."""

    files: tuple[tuple[str, str], ...] = ()
    """Each option by which the person named a file of evidence, and the file, named alike."""

    trusted: tuple[TrustedBlock, ...] = ()
    """Blocks that the person trusts, at most one of a chain."""

    wallets: WalletRegister | None = None
    """Wallets of the issuer with proofs of control, where a person gave their register."""

    roots: tuple[TrustedRoot, ...] = ()
    """From what a proof of finality is to begin, at most one of a chain; empty: none is asked."""

    registered: tuple[RegisteredToken, ...] = ()
    """Every token that the registry knows, for which another contract could be taken."""

    waivers: WaiverList | None = None
    """What a person lets by, and answers for."""

    @property
    def statement(self) -> ReserveStatement | None:
        """The reserve statement, or None where none is known."""
        statement = self.token.statement
        return statement if isinstance(statement, ReserveStatement) else None

    @property
    def gold(self) -> tuple[AllocatedGold, ...]:
        """The gold that is declared; empty without a statement."""
        return self.statement.gold if self.statement is not None else ()

    @property
    def rate_pairs(self) -> tuple[CurrencyPair, ...]:
        """Every exchange rate that a view of the token beside its books needs."""
        in_som = self.token.peg.currency == DOLLAR_IN_SOM.quote
        return (DOLLAR_IN_SOM,) if in_som and self.token.deployments else ()

    @property
    def crypto(self) -> tuple[CryptoHolding, ...]:
        """The holdings on chain that are declared; empty without a statement."""
        return self.statement.crypto if self.statement is not None else ()

    @property
    def simulated(self) -> bool:
        """Whether any chain in scope is a devnet."""
        return any(chain.simulated for chain in self.chains)

    def trusted_of(self, chain: ChainId) -> TrustedBlock | None:
        """Return the block of a chain that the person trusts, or None."""
        return next((one for one in self.trusted if one.chain == chain), None)

    def root_of(self, chain: ChainId) -> TrustedRoot | None:
        """Return from what a proof of a chain's finality is to begin, or None."""
        return next((one for one in self.roots if one.chain == chain), None)

    def chain(self, chain: ChainId) -> ChainSpec:
        """Return a chain in scope. Raises LookupError for another."""
        for spec in self.chains:
            if spec.id == chain:
                return spec
        message = say("{chain} is not in the scope of this check", chain=chain)
        raise LookupError(message)


@dataclass(frozen=True, slots=True)
class Case:
    """A scope and the evidence gathered for it."""

    scope: Scope
    evidence: Evidence

    def chain(self, chain: ChainId) -> ChainEvidence | None:
        """Return the evidence of a chain, or None where there is not even an attempt."""
        return next((entry for entry in self.evidence.chains if entry.chain == chain), None)

    def deployment(self, asset: AssetId) -> DeploymentEvidence | None:
        """Return the evidence of a deployment, or None."""
        return next((entry for entry in self.evidence.deployments if entry.asset == asset), None)

    def ledger(self, asset: AssetId) -> LedgerState | Unavailable | None:
        """Return the ledger of a deployment, why there is none, or None where nobody looked."""
        return next((one.state for one in self.evidence.ledgers if one.asset == asset), None)

    def holding(self, holding: str) -> HoldingEvidence | None:
        """Return the evidence of a declared holding on chain by its id, or None."""
        return next((one for one in self.evidence.holdings if one.holding == holding), None)

    def proof(self, asset: AssetId) -> ProofEvidence | None:
        """Return what was proven of a deployment, or None where nobody was to prove anything."""
        return next((entry for entry in self.evidence.proofs if entry.asset == asset), None)

    def issuances(self, asset: AssetId) -> IssuanceEvidence | None:
        """Return what blocks bear out of a deployment's ledger, or None where nobody asked."""
        return next((entry for entry in self.evidence.issuances if entry.asset == asset), None)

    def control_evidence(self, deployment: Deployment) -> ControlEvidence | None:
        """Return what was asked of who controls a deployment, or None where nobody asked."""
        return next((one for one in self.evidence.controls if one.asset == deployment.asset), None)

    def seen(self, deployment: Deployment) -> Seen | None:
        """Return what a deployment and those who move it answered; None where nobody asked."""
        found = self.control_evidence(deployment)
        return None if found is None else Seen(dict(found.answers))

    def controls(self, deployment: Deployment) -> PowerMap | None:
        """Return who controls a deployment, or None where nobody asked."""
        found = self.control_evidence(deployment)
        return None if found is None else controlled(deployment, found)

    def wallet(self, account: AccountId) -> WalletEvidence | None:
        """Return what an account's chain answered about its proof, or None where nobody asked."""
        return next((one for one in self.evidence.wallets if one.account == account), None)

    def feed(self, contract: AccountId) -> FeedEvidence | None:
        """Return the evidence of a feed, or None."""
        return next((entry for entry in self.evidence.feeds if entry.contract == contract), None)

    def rates(self, pair: CurrencyPair) -> RateEvidence:
        """Return the evidence of a pair's rate; without readings where nobody was asked."""
        found = (entry for entry in self.evidence.rates if entry.pair == pair)
        return next(found, RateEvidence(pair, ()))


def scale_is_confirmed(case: Case, asset: AssetId, *, decimals: int) -> bool:
    """Return whether a contract was read to have the registry's decimals."""
    evidence = case.deployment(asset)
    read = evidence.decimals if evidence is not None else None
    return isinstance(read, Reading) and read.value == decimals


def is_the_feed(feed: FeedSpec, evidence: FeedEvidence) -> bool:
    """Return whether a feed was read to be what the registry says: its decimals and its pair."""
    decimals, described = evidence.decimals, evidence.description
    return (
        isinstance(decimals, Reading)
        and isinstance(described, Reading)
        and decimals.value == feed.decimals
        and described.value.raw == feed.description
    )


def price_unit(base: str) -> str:
    """Return the unit that a feed's base is priced by."""
    return "fine ozt" if base == "XAU" else base


def describe(deployment: Deployment, scope: Scope) -> str:
    """Return how findings name a deployment: symbol and chain."""
    return say(
        "{symbol} on {title}",
        symbol=scope.token.symbol,
        title=scope.chain(deployment.asset.chain).title,
    )


def describe_holding(holding: CryptoHolding, scope: Scope) -> str:
    """Return how findings name a holding: its id, symbol and chain."""
    return say(
        "{id} ({symbol} on {title})",
        id=holding.id,
        symbol=holding.symbol,
        title=scope.chain(holding.account.chain).title,
    )
