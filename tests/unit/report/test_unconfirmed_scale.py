"""No figure on a scale that nobody confirmed: balances and prices are withheld like the supply."""

from dataclasses import replace

from stableaudit.domain.evidence import HolderEvidence
from stableaudit.domain.identifiers import AccountId
from stableaudit.domain.tokens import KnownAccount
from stableaudit.reconcile.case import Case
from stableaudit.reconcile.judge import judge
from stableaudit.report.document import build
from tests.cases import (
    ETHEREUM,
    SOURCE,
    healthy_case,
    reading,
    with_deployment,
    with_feed,
)

HOLDER = AccountId(ETHEREUM, bytes([3]) * 20)


def case_with_a_holder(*, decimals: int) -> Case:
    case = healthy_case()
    account = KnownAccount(HOLDER, "treasury", "treasury", SOURCE)
    token = replace(case.scope.token, accounts=(account,))
    entry = replace(
        case.evidence.deployments[1],
        decimals=reading(decimals, ETHEREUM),
        holders=(HolderEvidence(HOLDER, reading(5_000000, ETHEREUM)),),
    )
    return with_deployment(replace(case, scope=replace(case.scope, token=token)), 1, entry)


def test_balance_is_an_amount_only_in_decimals_that_were_read_as_registered() -> None:
    amounts = []
    for decimals in (6, 18):
        document = build(judge(case_with_a_holder(decimals=decimals), fail_on=None))
        amounts.append([entry.amount for entry in document.accounts])
    ((known,), (withheld,)) = amounts
    assert known is not None
    assert (known.base_units, known.decimals, withheld) == (5_000000, 6, None)


def test_feed_of_other_decimals_shows_no_price() -> None:
    case = healthy_case()
    entry = replace(case.evidence.feeds[0], decimals=reading(6, ETHEREUM))
    document = build(judge(with_feed(case, 0, entry), fail_on=None))
    assert [feed.price is None for feed in document.reserve.feeds] == [True, False]
