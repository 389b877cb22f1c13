"""A case whose mints, issuances and reserve events all agree, in money, so that no price decides.

51,000,000 dollars of cash behind 50,000,000 tokens: 41,000,000 came 101 days ago and 40,000,000
tokens on TRON a day later; 10,000,000 came 51 days ago and as many tokens on Ethereum a day later.
Every event was published in a statement of its own time.
"""

from dataclasses import replace

from stableaudit.domain.amounts import Figure
from stableaudit.domain.declarations import Unknown
from stableaudit.domain.reserve_assets import AssetClass, MonetaryAsset
from stableaudit.domain.statements import ReserveStatement
from stableaudit.domain.undertakings import IssuanceEvent, ReserveEvent
from stableaudit.reconcile.case import Case
from tests.cases import (
    ETHEREUM,
    NOW,
    SOURCE,
    STATEMENT,
    TRON,
    deployment,
    healthy_case,
    with_history,
    with_statement,
)

DAY = 86_400
MILLION = 1_000_000_000_000
"""Base units."""

CASH = MonetaryAsset(
    "cash-1",
    AssetClass.CASH,
    Figure("51000000.00"),
    negative=False,
    currency="USD",
    provenance=SOURCE,
)


def issuance(name: str, days_ago: int, amount: str, paid_by: str | None) -> IssuanceEvent:
    chain = TRON if name == "i1" else ETHEREUM
    return IssuanceEvent(
        name,
        NOW - days_ago * DAY,
        Figure(amount),
        deployment(chain).asset,
        Unknown() if paid_by is None else paid_by,
        SOURCE,
    )


def change(
    name: str, days_ago: int, amount: str, *, decrease: bool = False, reserve: str = "cash-1"
) -> ReserveEvent:
    return ReserveEvent(
        name, NOW - days_ago * DAY, reserve, Figure(amount), decrease, Unknown(), SOURCE
    )


I1, I2 = issuance("i1", 100, "40000000", "r1"), issuance("i2", 50, "10000000", "r2")
R1, R2 = change("r1", 101, "41000000.00"), change("r2", 51, "10000000.00")


def at(
    days_ago: int,
    events: tuple[tuple[IssuanceEvent, ...], tuple[ReserveEvent, ...]],
    previous: ReserveStatement | None = None,
) -> ReserveStatement:
    """A statement as of so many days ago, published a day later."""
    issuances, changes = events
    return replace(
        STATEMENT,
        as_of=NOW - days_ago * DAY,
        published=NOW - (days_ago - 1) * DAY,
        reserves=(CASH,),
        issuances=issuances,
        reserve_events=changes,
        previous=previous,
    )


FIRST = at(100, ((I1,), (R1,)))
SECOND = at(50, ((I1, I2), (R1, R2)), FIRST)
DECLARED = at(5, ((I1, I2), (R1, R2)), SECOND)
TRON_MINT = (100 * DAY, 40 * MILLION)
ETHEREUM_MINT = (50 * DAY, 10 * MILLION)


def flow_case(statement: ReserveStatement = DECLARED) -> Case:
    case = with_statement(healthy_case(), statement)
    return with_history(with_history(case, 0, TRON_MINT), 1, ETHEREUM_MINT)
