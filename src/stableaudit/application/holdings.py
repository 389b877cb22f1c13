"""Read what declared accounts hold: coins of the chain, or a token."""

from stableaudit.application.observe import observe
from stableaudit.domain.evidence import HoldingEvidence
from stableaudit.domain.questions import (
    Answers,
    BalanceOf,
    Decimals,
    NativeBalance,
    Question,
)
from stableaudit.domain.readings import Unavailable
from stableaudit.domain.reserve_assets import CryptoHolding


def holding_questions(holdings: tuple[CryptoHolding, ...]) -> tuple[Question[object], ...]:
    """Return what a chain is asked of the holdings on it, in its one batch."""
    asked: list[Question[object]] = []
    for holding in holdings:
        asked.append(_balance_of(holding))
        if holding.token is not None:
            asked.append(Decimals(holding.token.contract))
    return tuple(asked)


def read_holdings(
    answers: Answers | Unavailable, holdings: tuple[CryptoHolding, ...]
) -> tuple[HoldingEvidence, ...]:
    """Return the evidence of the holdings of one chain, from its batch."""
    return tuple(_read(answers, holding) for holding in holdings)


def _read(answers: Answers | Unavailable, holding: CryptoHolding) -> HoldingEvidence:
    token = holding.token
    if isinstance(answers, Unavailable):
        return HoldingEvidence(holding.id, answers, None if token is None else answers)
    return HoldingEvidence(
        holding.id,
        observe(answers, _balance_of(holding)),
        None if token is None else observe(answers, Decimals(token.contract)),
    )


def _balance_of(holding: CryptoHolding) -> Question[int]:
    if holding.token is None:
        return NativeBalance(holding.account)
    return BalanceOf(holding.token.contract, holding.account)
