"""What declared accounts hold on chain, against what is declared, and what it is worth.

Nothing is believed: the amount is read, its scale is read of the token's contract, its price is
that of feeds that were read to be what the registry says. What is missing leaves a figure open.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from stableaudit.domain.amounts import TokenAmount
from stableaudit.domain.declarations import Unknown
from stableaudit.domain.evidence import HoldingEvidence
from stableaudit.domain.intervals import Interval
from stableaudit.domain.phrases import say
from stableaudit.domain.readings import Reading, not_asked
from stableaudit.domain.reserve_assets import CryptoHolding
from stableaudit.reconcile.books import Open
from stableaudit.reconcile.case import Case, describe_holding
from stableaudit.reconcile.measured_price import measured_price
from stableaudit.reserves.crypto_value import PricedHolding, crypto_value, value

OTHER_DECIMALS: Final = "the contract has other decimals than the declaration"


@dataclass(frozen=True, slots=True)
class HoldingLine:
    """One declared holding on chain: what is declared, what was read, what it is worth."""

    holding: CryptoHolding
    evidence: HoldingEvidence
    """What its figures rest on."""

    amount: TokenAmount | Open
    """As read."""

    residual: TokenAmount | Open
    """declared − read."""

    price: Interval | Open
    """Of one coin, the hull of all feeds of its symbol."""

    worth: Interval | Open
    """In `currency`."""

    currency: str

    @property
    def contradicts(self) -> bool:
        """Whether what was read does not round to what was written; False where either is open."""
        declared = self.holding.declared
        if isinstance(declared, Unknown) or isinstance(self.amount, Open):
            return False
        written = declared.interval
        return not written.low <= self.amount.tokens <= written.high


def holding_lines(case: Case) -> tuple[HoldingLine, ...]:
    """Return a line for each declared holding on chain, in the statement's order."""
    return tuple(_line(case, holding) for holding in case.scope.crypto)


def holdings_worth(
    lines: tuple[HoldingLine, ...], *, shock: Fraction = Fraction(0)
) -> Interval | Open:
    """Return what all holdings are worth together after every price has moved by a share.

    Open where one cannot be valued, and where there are none: that is not a worth of nothing.
    """
    if not lines:
        return Open("no holding on chain is declared")
    valued: list[PricedHolding] = []
    for line in lines:
        if isinstance(line.amount, Open):
            return line.amount
        if isinstance(line.price, Open):
            return line.price
        valued.append(PricedHolding(line.amount, line.price))
    return value(tuple(valued), shock=shock)


def _line(case: Case, holding: CryptoHolding) -> HoldingLine:
    evidence = case.holding(holding.id) or _nothing(case, holding)
    amount, price = _amount(holding, evidence), _price(case, holding)
    return HoldingLine(
        holding,
        evidence,
        amount,
        _residual(holding, amount),
        price,
        _worth(amount, price),
        case.scope.token.peg.currency,
    )


def _price(case: Case, holding: CryptoHolding) -> Interval | Open:
    own = {deployment.asset for deployment in case.scope.token.deployments}
    if holding.token in own:
        return Open(
            say("{id} is of the tokens themselves, which do not back one another", id=holding.id)
        )
    return measured_price(case, holding.symbol)


def _nothing(case: Case, holding: CryptoHolding) -> HoldingEvidence:
    absent = not_asked(
        describe_holding(holding, case.scope),
        whom="nobody",
        reason="the evidence holds nothing about it",
    )
    return HoldingEvidence(holding.id, absent, None if holding.token is None else absent)


def _amount(holding: CryptoHolding, evidence: HoldingEvidence) -> TokenAmount | Open:
    if not isinstance(evidence.balance, Reading):
        return Open(say("the balance of {id}", id=holding.id))
    if holding.token is not None:
        # Base units without their scale are no amount.
        if not isinstance(evidence.decimals, Reading):
            return Open(say("the decimals of {id}", id=holding.id))
        if evidence.decimals.value != holding.decimals:
            return Open(OTHER_DECIMALS)
    return TokenAmount(evidence.balance.value, holding.decimals)


def _residual(holding: CryptoHolding, amount: TokenAmount | Open) -> TokenAmount | Open:
    declared = holding.declared
    if isinstance(declared, Unknown):
        return Open("the declaration does not say how much it holds")
    if isinstance(amount, Open):
        return amount
    written = len(declared.text.partition(".")[2])
    decimals = max(written, amount.decimals)
    scale: int = 10**decimals
    return TokenAmount(int(declared.value * scale), decimals) - amount.rescaled(decimals)


def _worth(amount: TokenAmount | Open, price: Interval | Open) -> Interval | Open:
    if isinstance(amount, Open):
        return amount
    if isinstance(price, Open):
        return price
    return crypto_value(PricedHolding(amount, price))
