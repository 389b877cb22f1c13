"""The books: events and balances against supply, supply against declaration, reserves against debt.

A book that cannot be closed says what is missing instead of holding a partial sum.
"""

from dataclasses import dataclass
from fractions import Fraction

from stableaudit.domain.amounts import TokenAmount
from stableaudit.domain.identifiers import AssetId
from stableaudit.domain.intervals import Interval
from stableaudit.domain.ledger_evidence import LedgerState
from stableaudit.domain.readings import Reading
from stableaudit.domain.reserve_assets import ReserveAsset
from stableaudit.domain.tokens import LedgerDepth
from stableaudit.domain.undertakings import Nonredeemable
from stableaudit.domain.wallets import Refused, Verified
from stableaudit.ledger.distribution import Distribution
from stableaudit.ledger.trial_balance import Comparison
from stableaudit.reserves.flow_book import FlowBook
from stableaudit.reserves.price_history import BelowBreakEven
from stableaudit.reserves.stress import StressBook
from stableaudit.reserves.valuation import DeclaredTerms, Effect


@dataclass(frozen=True, slots=True)
class Open:
    """A book, or a figure of one, that cannot be closed, and why."""

    missing: str


@dataclass(frozen=True, slots=True)
class SupplyLine:
    """One deployment's line of the global book."""

    asset: AssetId
    native: bool
    supply: Reading[int] | Open
    decimals: int
    """The registry's; compared with the chain's by TOK-01."""

    @property
    def amount(self) -> TokenAmount | None:
        """The supply with its decimals, or None where it is open."""
        if isinstance(self.supply, Open):
            return None
        return TokenAmount(self.supply.value, self.decimals)


@dataclass(frozen=True, slots=True)
class GlobalBook:
    """Σ native deployments = natively minted = declared. Bridged copies are shown, not added."""

    lines: tuple[SupplyLine, ...]
    native: TokenAmount | Open
    declared: TokenAmount | Open
    residual: TokenAmount | Open
    """declared − native, in the finest base unit of all deployments."""


@dataclass(frozen=True, slots=True)
class DeductionLine:
    """Tokens that the statement says are not redeemable, and whether the chain bears it out."""

    declared: Nonredeemable
    symbol_on: str
    """The token and its chain, as findings name them."""

    balance: Reading[int] | Open
    """What the account holds at the reference block, base units."""

    deducted: TokenAmount
    """What is not counted as owed: the declared amount once verified, otherwise 0."""

    why: str
    """Why nothing is deducted; empty where it is."""

    control: Verified | Refused
    """Whether the issuer is shown to hold the account's key."""


@dataclass(frozen=True, slots=True)
class OutstandingTable:
    """From total supply to redeemable tokens outstanding. AICPA, 2025 criteria, part 1."""

    total: TokenAmount | Open
    """Of all deployments, bridged copies too."""

    bridged: TokenAmount | Open
    native: TokenAmount | Open
    deductions: tuple[DeductionLine, ...]
    redeemable: TokenAmount | Open

    @property
    def verified(self) -> bool:
        """Whether every declared deduction was verified on chain."""
        return all(not line.why for line in self.deductions)


@dataclass(frozen=True, slots=True)
class AssetLine:
    """One declared asset of the reserve, in the book's currency. AICPA criteria, part 2."""

    asset: ReserveAsset
    driver: str
    """What moves its value: XAU, a currency, a coin's symbol."""

    gross: Interval | Open
    encumbered: Interval | Open
    """Value of what is pledged or lent."""

    haircut: Fraction
    eligible: Interval | Open
    """(gross − encumbered) × (1 − haircut)."""


@dataclass(frozen=True, slots=True)
class HaircutLine:
    """Coverage if less of the gold's value were counted."""

    share: Fraction
    coverage: Interval | Open


@dataclass(frozen=True, slots=True)
class ReserveBook:
    """Liabilities ≤ eligible reserve value, as intervals."""

    currency: str
    outstanding: OutstandingTable
    liability: Fraction | Open
    """All natively minted tokens at par. Coverage of these decides."""

    redeemable_liability: Fraction | Open
    """Redeemable tokens outstanding at par."""

    assets: tuple[AssetLine, ...]
    fine_grams: Interval | Open
    """Of all declared gold, encumbered gold too."""

    price: Interval | Open
    """Of gold per fine troy ounce, hull of all sources."""

    value: Interval | Open
    """Σ eligible."""

    coverage: Interval | Open
    """Of all natively minted tokens."""

    redeemable_coverage: Interval | Open
    surplus: Interval | Open
    """value − liability."""

    redeemable_surplus: Interval | Open
    break_even: Interval | Open
    """Price per fine troy ounce at which the reserve is worth just the liability."""

    haircuts: tuple[HaircutLine, ...]
    effects: tuple[Effect, ...]
    price_at_statement: Interval | Open
    """Of gold by the feeds at the statement's time, or on its day where it names no time."""

    below_break_even: BelowBreakEven | Open
    """Since the statement's time."""

    declared: DeclaredTerms | Open
    declared_coverage: Interval | Open
    """Coverage by the declared mass, at the statement's own price."""

    declared_value_coverage: Interval | Open
    """Coverage by the value that the statement gives, taken at its word."""

    declared_break_even: Interval | Open
    """Break-even price by the statement's own value and price."""


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One operator's balances of all accounts that were asked about, against the ledger."""

    operator: str
    endpoint: str
    method: str
    comparison: Comparison
    residual: TokenAmount | Open
    """Total supply − Σ balanceOf: what accounts that nobody named could still hold."""


@dataclass(frozen=True, slots=True)
class LedgerBook:
    """Books 1 and 2 of one deployment."""

    asset: AssetId
    depth: LedgerDepth
    state: LedgerState | Open
    minted: TokenAmount | Open
    burned: TokenAmount | Open
    derived: TokenAmount | Open
    """Σ minted − Σ burned."""

    observed: TokenAmount | Open
    """`totalSupply` at the reference block."""

    residual: TokenAmount | Open
    """Book 1: derived − observed."""

    balances: TokenAmount | Open
    """Σ balances of all accounts of the ledger; open where it does not follow transfers."""

    balances_residual: TokenAmount | Open
    """Book 2: Σ balances − observed. What stands in suspense is missing from it."""

    sheets: tuple[SheetLine, ...]
    distribution: Distribution | Open
    """Over all accounts; one token is the floor."""

    unnamed: Distribution | Open
    """Over accounts that are no contract and that the registry has no label for."""


@dataclass(frozen=True, slots=True)
class Books:
    """Every book of a case."""

    supply: GlobalBook
    reserves: ReserveBook
    ledgers: tuple[LedgerBook, ...]
    """One for each deployment, in the registry's order."""

    stress: StressBook | Open
    flows: FlowBook | Open
