"""Part 1: what is deducted from the minted tokens, and why not."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from stableaudit.domain.amounts import Figure, TokenAmount
from stableaudit.domain.declarations import Unknown
from stableaudit.domain.evidence import HolderEvidence
from stableaudit.domain.findings import Bearing, Severity, Verdict
from stableaudit.domain.identifiers import AccountId, AssetId
from stableaudit.domain.policy import CoverageBasis
from stableaudit.domain.readings import Pin, Reading, Unavailable
from stableaudit.domain.undertakings import Nonredeemable, NonredeemableClass
from stableaudit.reconcile.books import Open, OutstandingTable
from stableaudit.reconcile.case import Case
from stableaudit.reconcile.judge import judge
from tests.cases import (
    ETHEREUM,
    GOLD,
    NO_ANSWER,
    SOURCE,
    STATEMENT,
    deployment,
    findings_of,
    healthy_case,
    reading,
    with_chain,
    with_deployment,
    with_statement,
)

HOLDER = AccountId(ETHEREUM, bytes([0xEE]) * 20)
TOKEN = deployment(ETHEREUM).asset
UNISSUED = Nonredeemable(NonredeemableClass.UNISSUED, TOKEN, HOLDER, Figure("1000"), SOURCE)


def declared(*deductions: Nonredeemable, holds: int | Unavailable | None = 1_000_000000) -> Case:
    """A healthy case whose statement deducts, and what the chain says the account holds."""
    case = with_statement(healthy_case(), replace(STATEMENT, nonredeemable=deductions))
    entry = case.evidence.deployments[1]
    if holds is None:
        return case
    balance = holds if isinstance(holds, Unavailable) else reading(holds, ETHEREUM)
    others = HolderEvidence(AccountId(ETHEREUM, bytes([1]) * 20), reading(5, ETHEREUM))
    holders = (others, HolderEvidence(HOLDER, balance))
    return with_deployment(case, 1, replace(entry, holders=holders))


def table_of(case: Case) -> OutstandingTable:
    return judge(case, fail_on=Severity.HIGH).books.reserves.outstanding


def test_deduction_that_the_chain_bears_out_is_deducted_to_the_last_unit() -> None:
    table = table_of(declared(UNISSUED))
    assert table.redeemable == TokenAmount(49_999_000_000000, 6)
    assert table.verified
    assert findings_of(declared(UNISSUED), "COV-02") == ()


@pytest.mark.parametrize(
    ("case", "why"),
    [
        (declared(UNISSUED, holds=999_999999), "the account holds less than is declared"),
        (declared(UNISSUED, holds=None), "its balance was not asked for"),
        (
            declared(UNISSUED, holds=NO_ANSWER),
            "its balance could not be read: asked operator a (http://127.0.0.1) for it: refused",
        ),
        (
            declared(replace(UNISSUED, amount=Figure("0.0000001"))),
            "it is declared with more decimals than the token has",
        ),
        (
            declared(replace(UNISSUED, asset_class=NonredeemableClass.ACCESS_DENIED)),
            "access is denied, which does not extinguish the claim: it stays a liability",
        ),
        (
            declared(replace(UNISSUED, asset=AssetId(AccountId(ETHEREUM, bytes([8]) * 20)))),
            "the registry names no such contract of this token",
        ),
    ],
)
def test_deduction_that_is_not_borne_out_is_not_deducted_and_told(case: Case, why: str) -> None:
    table = table_of(case)
    assert table.redeemable == TokenAmount(50_000_000_000000, 6)
    assert not table.verified
    (line,) = table.deductions
    assert line.why == why
    (found,) = findings_of(case, "COV-02")
    assert (found.bearing, why in found.statement) == (Bearing.NOTED, True)


def test_frozen_tokens_are_deducted_once_the_claim_is_declared_to_be_gone() -> None:
    frozen = replace(
        UNISSUED, asset_class=NonredeemableClass.ACCESS_DENIED, liability_extinguished=True
    )
    assert table_of(declared(frozen)).redeemable == TokenAmount(49_999_000_000000, 6)


def test_bridged_copy_has_nothing_to_deduct() -> None:
    case = declared(UNISSUED)
    deployments = tuple(
        replace(one, native=one.asset != TOKEN) for one in case.scope.token.deployments
    )
    token = replace(case.scope.token, deployments=deployments)
    (line,) = table_of(replace(case, scope=replace(case.scope, token=token))).deductions
    assert line.why == "it is a bridged copy, which is not owed in the first place"


def test_more_deducted_than_minted_leaves_the_rest_open() -> None:
    twice = replace(UNISSUED, amount=Figure("30000000"))
    table = table_of(declared(twice, twice, holds=60_000_000_000000))
    assert table.redeemable == Open("more is declared not redeemable than is natively minted")


def test_one_balance_bears_out_no_more_than_itself_however_often_it_is_deducted() -> None:
    table = table_of(declared(UNISSUED, UNISSUED, holds=1_999_999999))
    assert [line.why for line in table.deductions] == [
        "",
        "the account holds less than is declared",
    ]
    assert table.redeemable == TokenAmount(49_999_000_000000, 6)
    both = table_of(declared(UNISSUED, UNISSUED, holds=2_000_000000))
    assert both.redeemable == TokenAmount(49_998_000_000000, 6)


def loose_balance(case: Case) -> Case:
    entry = case.evidence.deployments[1]
    holders = tuple(
        replace(one, balance=replace(one.balance, pin=Pin.UNPINNED))
        for one in entry.holders
        if isinstance(one.balance, Reading)
    )
    return with_deployment(case, 1, replace(entry, holders=holders))


def lost_balance(case: Case) -> Case:
    return with_deployment(case, 1, replace(case.evidence.deployments[1], holders=()))


def lost_evidence(case: Case) -> Case:
    left = case.evidence.deployments[:1]
    return replace(case, evidence=replace(case.evidence, deployments=left))


def lost_reference(case: Case) -> Case:
    return with_chain(case, 1, replace(case.evidence.chains[1], reference=NO_ANSWER))


def lost_chain(case: Case) -> Case:
    chains = (case.evidence.chains[0], *case.evidence.chains[2:])
    return replace(case, evidence=replace(case.evidence, chains=chains))


@pytest.mark.parametrize("loss", [loose_balance, lost_reference, lost_chain])
def test_balance_of_no_known_block_is_not_deducted(loss: Callable[[Case], Case]) -> None:
    (line,) = table_of(loss(declared(UNISSUED))).deductions
    assert line.why == "its balance cannot be tied to the reference block"


@pytest.mark.parametrize(
    "loss", [loose_balance, lost_balance, lost_evidence, lost_reference, lost_chain]
)
@pytest.mark.parametrize("kilograms", ["400.00", "350.00"])
def test_redeemable_coverage_without_a_sure_balance_of_what_is_deducted_is_inconclusive(
    loss: Callable[[Case], Case], kilograms: str
) -> None:
    # 350 kg cover 46.8 million tokens: those that are left after 10 million are deducted.
    case = declared(replace(UNISSUED, amount=Figure("10000000")), holds=10_000_000_000000)
    gold = replace(GOLD, quantity=Figure(kilograms), declared_value=Unknown())
    statement = replace(case.scope.statement or STATEMENT, reserves=(gold,))
    case = with_statement(case, statement)
    policy = replace(case.scope.policy, coverage_basis=CoverageBasis.REDEEMABLE)
    case = replace(case, scope=replace(case.scope, policy=policy))
    assert judge(case, fail_on=Severity.HIGH).verdict is Verdict.RECONCILED
    assert judge(loss(case), fail_on=Severity.HIGH).verdict is Verdict.INCONCLUSIVE


def test_shortfall_at_the_declared_price_is_undecided_while_a_deduction_was_not_read() -> None:
    case = lost_balance(declared(replace(UNISSUED, amount=Figure("10000000"))))
    gold = replace(GOLD, quantity=Figure("350.00"), declared_value=Figure("46850903"))
    case = with_statement(case, replace(case.scope.statement or STATEMENT, reserves=(gold,)))
    policy = replace(case.scope.policy, coverage_basis=CoverageBasis.REDEEMABLE)
    case = replace(case, scope=replace(case.scope, policy=policy))
    assert [one.bearing for one in findings_of(case, "COV-01")] == [Bearing.UNDECIDED]


def test_supply_that_was_not_read_leaves_the_sums_open() -> None:
    case = declared(UNISSUED)
    entry = replace(case.evidence.deployments[0], total_supply=NO_ANSWER)
    table = table_of(with_deployment(case, 0, entry))
    assert isinstance(table.total, Open)
    assert isinstance(table.redeemable, Open)


@pytest.mark.parametrize(
    ("basis", "holds", "verdict"),
    [
        (CoverageBasis.MINTED, 10_000_000_000000, Verdict.UNRECONCILED),
        (CoverageBasis.REDEEMABLE, 10_000_000_000000, Verdict.RECONCILED),
        (CoverageBasis.REDEEMABLE, 1, Verdict.UNRECONCILED),
    ],
)
def test_redeemable_coverage_decides_only_by_policy_and_verified(
    basis: CoverageBasis, holds: int, verdict: Verdict
) -> None:
    # 400 kg are worth some 53.7 million: enough for 50 million tokens, not for 60 million.
    case = declared(replace(UNISSUED, amount=Figure("10000000")), holds=holds)
    entry = case.evidence.deployments[1]
    minted = replace(entry, total_supply=reading(20_000_000_000000, ETHEREUM))
    ledger = case.evidence.ledgers
    statement = replace(case.scope.statement or STATEMENT, declared_supply=Figure("60000000"))
    case = with_statement(with_deployment(case, 1, minted), statement)
    del ledger
    policy = replace(case.scope.policy, coverage_basis=basis)
    judged = judge(replace(case, scope=replace(case.scope, policy=policy)), fail_on=Severity.HIGH)
    contradicted = {f.check for f in judged.findings if f.bearing is Bearing.CONTRADICTS}
    assert ("COV-03" in contradicted) is (verdict is Verdict.UNRECONCILED)
