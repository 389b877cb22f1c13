"""What declared accounts hold on chain, and what it is worth."""

from dataclasses import dataclass
from fractions import Fraction

from stableaudit.domain.intervals import Interval
from stableaudit.reconcile.books import Open
from stableaudit.reconcile.case import Case
from stableaudit.reconcile.holdings import HoldingLine, holding_lines, holdings_worth
from stableaudit.reserves.crypto_value import CRYPTO_SHOCKS


@dataclass(frozen=True, slots=True)
class OnChainEntry:
    """One declared holding, and the chain that it is on."""

    line: HoldingLine
    chain_title: str
    simulated: bool


@dataclass(frozen=True, slots=True)
class OnChainSection:
    """All declared holdings, in the statement's order."""

    entries: tuple[OnChainEntry, ...]
    worth: Interval | Open
    """Of all together, in `currency`."""

    currency: str
    stress: tuple[tuple[Fraction, Interval | Open], ...]
    """What they would be worth after each fall of every price."""


def on_chain_section(case: Case) -> OnChainSection:
    """Return the declared holdings as the books have them; without a statement there are none."""
    lines = holding_lines(case)
    return OnChainSection(
        tuple(_entry(case, line) for line in lines),
        holdings_worth(lines),
        case.scope.token.peg.currency,
        tuple((shock, holdings_worth(lines, shock=shock)) for shock in CRYPTO_SHOCKS)
        if lines
        else (),
    )


def _entry(case: Case, line: HoldingLine) -> OnChainEntry:
    chain = case.scope.chain(line.holding.account.chain)
    return OnChainEntry(line, chain.title, chain.simulated)
