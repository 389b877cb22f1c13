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
from stableaudit.domain.tokens import LedgerDepth
from stableaudit.ledger.distribution import Distribution
from stableaudit.ledger.trial_balance import Comparison
from stableaudit.reserves.valuation import DeclaredTerms


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
class ReserveBook:
    """Liabilities ≤ eligible reserve value, as intervals."""

    currency: str
    liability: Fraction | Open
    """Natively minted tokens at par."""

    fine_grams: Interval | Open
    price: Interval | Open
    """Per fine troy ounce, hull of all feeds."""

    value: Interval | Open
    coverage: Interval | Open
    surplus: Interval | Open
    break_even: Interval | Open
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
