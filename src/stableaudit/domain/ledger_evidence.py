"""What a deployment's ledger says, and what its chain says of the same accounts."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from stableaudit.domain.identifiers import AssetId
from stableaudit.domain.ledger import BalanceSheet, Coverage, EntryRow, HolderColumns, Totals
from stableaudit.domain.readings import Unavailable, not_asked


@dataclass(frozen=True, slots=True)
class SupplyHistory:
    """Mints, burns and wipes up to the reference block, in chain order."""

    rows: tuple[EntryRow, ...]
    left_out: int
    """How many before the first of them were left out."""


def _nobody_looked() -> Unavailable:
    return not_asked("mints and burns", whom="the ledger", reason="nobody looked")


@dataclass(frozen=True, slots=True)
class LedgerState:
    """A ledger as it stands at its chain's reference block."""

    coverage: Coverage
    totals: Totals
    holders: HolderColumns
    """Every balance by the ledger; empty where it holds supply events alone."""

    known: int
    """Accounts that any entry up to the reference block names."""

    sheets: tuple[BalanceSheet | Unavailable, ...]
    """What each operator that was asked said the accounts hold; empty where none was asked."""

    changes: Mapping[bytes, Mapping[int, int]]
    """Net change of accounts by block, from the reference block to the last that a sheet is of."""

    contracts: frozenset[bytes] | Unavailable
    """Those of the largest holders that have code, 20 bytes each, or why nobody could tell."""

    unlogged: tuple[EntryRow, ...]
    """The first mints and burns whose account no log names, in chain order."""

    irregular: tuple[str, ...]
    """The first logs that the supply law could not read, and differences of sources decided."""

    rewritten: tuple[str, ...]
    """What of its final history was found changed in this run, and rolled back."""

    troubles: tuple[str, ...]
    """What failed while it was fetched without keeping it from being complete."""

    history: SupplyHistory | Unavailable = field(default_factory=_nobody_looked)


@dataclass(frozen=True, slots=True)
class LedgerEvidence:
    """One deployment's ledger, or why there is none that reaches the reference block."""

    asset: AssetId
    state: LedgerState | Unavailable
