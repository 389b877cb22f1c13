"""RSK: much in one hand is told as a fact, and nothing that is not known is."""

from dataclasses import replace
from fractions import Fraction

import pytest

from stableaudit.domain.amounts import Figure
from stableaudit.domain.declarations import Unknown
from stableaudit.domain.findings import Bearing, Severity
from stableaudit.domain.identifiers import AccountId
from stableaudit.domain.ledger import HolderColumns
from stableaudit.domain.quantities import Ratio
from stableaudit.domain.reserve_assets import AssetClass, Custody, MonetaryAsset
from stableaudit.domain.tokens import KnownAccount
from stableaudit.reconcile.case import Case
from tests.cases import (
    ETHEREUM,
    GOLD,
    HOLDERS,
    NO_ANSWER,
    SOURCE,
    STATEMENT,
    TRON,
    deployment_evidence,
    figures_of,
    findings_of,
    healthy_case,
    ledger_of,
    with_deployment,
    with_gold,
    with_ledger,
    with_statement,
)


def allowing(share: str, case: Case | None = None) -> Case:
    """40,000,000 of 50,000,000 tokens are on TRON; its largest holder has 30,000,000."""
    case = healthy_case() if case is None else case
    policy = replace(case.scope.policy, max_holder_share=Fraction(share))
    return replace(case, scope=replace(case.scope, policy=policy))


def labelled(case: Case, role: str, address: bytes = HOLDERS[0]) -> Case:
    known = KnownAccount(AccountId(TRON, address), "Somebody", role, SOURCE)
    token = replace(case.scope.token, accounts=(known,))
    return replace(case, scope=replace(case.scope, token=token))


def test_holder_of_more_than_the_policy_names_is_noted_with_its_share_of_all_tokens() -> None:
    (found,) = findings_of(allowing("0.5"), "RSK-01")
    assert (found.bearing, found.severity) == (Bearing.NOTED, Severity.LOW)
    assert found.subject == "USDKG on Tron"
    figures = figures_of(found)
    assert figures["account"] == AccountId(TRON, HOLDERS[0])
    share = figures["share of all natively minted"]
    assert isinstance(share, Ratio)
    assert share.range.low == share.range.high == Fraction(6, 10)
    assert "an account without a label" in found.statement


def test_holders_below_the_policys_share_pass() -> None:
    assert findings_of(allowing("0.7"), "RSK-01") == ()


def test_holder_of_exactly_the_policys_share_passes() -> None:
    assert findings_of(allowing("0.6"), "RSK-01") == ()
    assert len(findings_of(allowing("0.599999"), "RSK-01")) == 1


def test_every_holder_above_the_share_is_noted() -> None:
    assert len(findings_of(allowing("0.1"), "RSK-01")) == 3


def test_no_more_than_the_largest_twenty_of_a_deployment_are_told() -> None:
    case = allowing("0")
    held = HolderColumns(b"".join(bytes([n]) * 20 for n in range(100, 130)), (1_000_000,) * 30)
    state = replace(ledger_of(case, 0), holders=held)
    found = findings_of(with_ledger(case, 0, state), "RSK-01")
    assert [one.subject for one in found].count("USDKG on Tron") == 20


@pytest.mark.parametrize("role", ["treasury", "owner", "bridge", "escrow", "contract", "burn"])
def test_labelled_account_that_holds_for_the_issuer_or_for_nobody_does_not_count(role: str) -> None:
    assert findings_of(labelled(allowing("0.5"), role), "RSK-01") == ()


def test_exchange_is_noted_by_name() -> None:
    (found,) = findings_of(labelled(allowing("0.5"), "exchange"), "RSK-01")
    assert "an exchange, Somebody" in found.statement


def test_label_of_another_account_changes_nothing() -> None:
    assert len(findings_of(labelled(allowing("0.5"), "owner", bytes(20)), "RSK-01")) == 1


def test_unlabelled_contract_is_told_as_one() -> None:
    case = allowing("0.5")
    state = replace(ledger_of(case, 0), contracts=frozenset({HOLDERS[0]}))
    (found,) = findings_of(with_ledger(case, 0, state), "RSK-01")
    assert "a contract without a label" in found.statement


def test_contracts_that_could_not_be_read_are_told() -> None:
    case = allowing("0.5")
    state = replace(ledger_of(case, 0), contracts=NO_ANSWER)
    (found,) = findings_of(with_ledger(case, 0, state), "RSK-01")
    assert "whether it is a contract could not be read" in found.statement


def test_token_contract_itself_is_no_holder() -> None:
    case = allowing("0.5")
    own = case.scope.token.deployments[0].asset.contract.address
    state = ledger_of(case, 0)
    holders = replace(state.holders, addresses=own + HOLDERS[1])
    assert findings_of(with_ledger(case, 0, replace(state, holders=holders)), "RSK-01") == ()


def test_bridged_copy_is_not_looked_at() -> None:
    case = allowing("0.1")
    on_tron, on_ethereum = case.scope.token.deployments
    token = replace(case.scope.token, deployments=(on_tron, replace(on_ethereum, native=False)))
    found = findings_of(replace(case, scope=replace(case.scope, token=token)), "RSK-01")
    assert {one.subject for one in found} == {"USDKG on Tron"}


def test_missing_ledger_is_another_checks_finding() -> None:
    assert findings_of(with_ledger(allowing("0.5"), 0, NO_ANSWER), "RSK-01") == ()


def test_supply_that_could_not_be_read_is_another_checks_finding() -> None:
    case = allowing("0.5")
    unread = replace(
        deployment_evidence(case.scope.token.deployments[1], 1), total_supply=NO_ANSWER
    )
    assert unread.asset.chain == ETHEREUM
    assert findings_of(with_deployment(case, 1, unread), "RSK-01") == ()


def kept(custodian: str | Unknown, jurisdiction: str | Unknown) -> Custody:
    return Custody(custodian=custodian, jurisdiction=jurisdiction)


def two(first: Custody, second: Custody) -> Case:
    cash = MonetaryAsset(
        "cash",
        AssetClass.CASH,
        Figure("1"),
        negative=False,
        currency="USD",
        provenance=SOURCE,
        custody=second,
    )
    return with_statement(
        healthy_case(), replace(STATEMENT, reserves=(replace(GOLD, custody=first), cash))
    )


def test_one_custodian_and_one_jurisdiction_are_noted() -> None:
    case = two(kept("Vault", "KG"), kept("Vault", "KG"))
    found = findings_of(case, "RSK-04")
    assert [figures_of(one) for one in found] == [
        {"named": "Vault", "assets": 2},
        {"named": "KG", "assets": 2},
    ]
    assert {(one.bearing, one.severity) for one in found} == {(Bearing.NOTED, Severity.INFO)}


def test_two_custodians_in_two_jurisdictions_pass() -> None:
    assert findings_of(two(kept("Vault", "KG"), kept("Bank", "CH")), "RSK-04") == ()


def test_custodian_that_is_not_declared_is_no_concentration() -> None:
    assert findings_of(two(kept("Vault", "KG"), kept(Unknown(), Unknown())), "RSK-04") == ()
    assert findings_of(with_gold(healthy_case(), GOLD), "RSK-04") == ()


@pytest.mark.parametrize(("owners", "count"), [(0, 0), (1, 1), (2, 0)])
def test_contract_that_one_known_account_owns_is_told(owners: int, count: int) -> None:
    case = healthy_case()
    known = tuple(
        KnownAccount(AccountId(TRON, bytes([n + 1]) * 20), "owner(), 3 of 7", "owner", SOURCE)
        for n in range(owners)
    )
    token = replace(case.scope.token, accounts=known)
    found = findings_of(replace(case, scope=replace(case.scope, token=token)), "RSK-05")
    assert len(found) == count
    assert all("owner(), 3 of 7" in one.statement for one in found)
