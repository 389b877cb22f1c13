"""SUP, TRU, SCO, LAW: what was read, on whose word, and the global book."""

from dataclasses import replace

import pytest

from stableaudit.domain.amounts import Figure, TokenAmount
from stableaudit.domain.declarations import Unknown
from stableaudit.domain.findings import Bearing, Severity, Verdict
from stableaudit.domain.ledger_evidence import LedgerEvidence
from stableaudit.domain.quantities import Tokens
from stableaudit.domain.readings import SINGLE
from stableaudit.reconcile.books import Open
from stableaudit.reconcile.case import describe
from stableaudit.reconcile.judge import judge
from tests.cases import (
    BNB,
    ETHEREUM,
    NO_ANSWER,
    STATEMENT,
    deployment,
    deployment_evidence,
    figures_of,
    findings_of,
    healthy_case,
    ledger_state,
    reading,
    with_deployment,
    with_statement,
)


def supply_on_ethereum(base_units: int) -> int:
    case = healthy_case()
    entry = deployment_evidence(case.scope.token.deployments[1], base_units)
    book = judge(with_deployment(case, 1, entry), fail_on=Severity.HIGH).books.supply
    assert isinstance(book.residual, TokenAmount)
    return book.residual.base_units


@pytest.mark.parametrize(
    ("supply", "residual"),
    [
        (10_000_000_000000, 0),
        (10_000_000_000001, -1),
        (9_999_999_999999, 1),
        (2**256 - 1, 10_000_000_000000 - (2**256 - 1)),
    ],
)
def test_residual_is_declared_minus_minted_to_the_last_unit(supply: int, residual: int) -> None:
    assert supply_on_ethereum(supply) == residual


def test_declared_supply_off_by_one_unit_is_unreconciled_with_signed_residual() -> None:
    case = healthy_case()
    entry = deployment_evidence(case.scope.token.deployments[1], 10_000_000_000001)
    result = judge(with_deployment(case, 1, entry), fail_on=Severity.HIGH)
    (found,) = [finding for finding in result.findings if finding.check == "SUP-04"]
    assert result.verdict is Verdict.UNRECONCILED
    assert figures_of(found)["residual (declared − minted)"] == Tokens(TokenAmount(-1, 6), "USDKG")


def test_declared_supply_unknown_is_undecided() -> None:
    case = with_statement(healthy_case(), replace(STATEMENT, declared_supply=Unknown()))
    (found,) = findings_of(case, "SUP-04")
    assert found.bearing is Bearing.UNDECIDED


def test_declared_supply_finer_than_the_chain_is_compared_in_the_finer_unit() -> None:
    statement = replace(STATEMENT, declared_supply=Figure("50000000.00000001"))
    book = judge(with_statement(healthy_case(), statement), fail_on=None).books.supply
    assert book.residual == TokenAmount(1, 8)


def test_bridged_copy_is_shown_and_not_added() -> None:
    case = healthy_case()
    bridged = deployment(BNB, native=False)
    scope = replace(
        case.scope,
        token=replace(case.scope.token, deployments=(*case.scope.token.deployments, bridged)),
    )
    evidence = replace(
        case.evidence,
        deployments=(*case.evidence.deployments, deployment_evidence(bridged, 5_000000)),
        ledgers=(
            *case.evidence.ledgers,
            LedgerEvidence(bridged.asset, ledger_state(bridged, 5_000000)),
        ),
    )
    result = judge(replace(case, scope=scope, evidence=evidence), fail_on=Severity.HIGH)
    assert result.verdict is Verdict.RECONCILED
    assert [line.amount for line in result.books.supply.lines] == [
        TokenAmount(40_000_000_000000, 6),
        TokenAmount(10_000_000_000000, 6),
        TokenAmount(5_000000, 6),
    ]


def test_native_total_of_different_decimals_adds_in_the_finest() -> None:
    case = healthy_case()
    fine = replace(case.scope.token.deployments[1], decimals=18)
    token = replace(case.scope.token, deployments=(case.scope.token.deployments[0], fine))
    entry = deployment_evidence(fine, 10_000_000 * 10**18)
    hurt = with_deployment(replace(case, scope=replace(case.scope, token=token)), 1, entry)
    book = judge(hurt, fail_on=Severity.HIGH).books.supply
    assert book.native == TokenAmount(50_000_000 * 10**18, 18)


def test_supply_missing_leaves_the_book_open_and_names_the_reason() -> None:
    case = healthy_case()
    entry = replace(case.evidence.deployments[1], total_supply=NO_ANSWER)
    hurt = with_deployment(case, 1, entry)
    (found,) = findings_of(hurt, "SUP-01")
    book = judge(hurt, fail_on=None).books.supply
    assert "could not be read" in found.statement
    name = describe(case.scope.token.deployments[1], case.scope)
    assert book.native == book.residual == Open(f"the supply of {name} could not be read")
    assert findings_of(hurt, "SUP-04") == ()


def test_single_operator_is_noted_by_name() -> None:
    case = healthy_case()
    alone = reading(10_000_000_000000, ETHEREUM, trust=SINGLE)
    entry = replace(case.evidence.deployments[1], total_supply=alone)
    result = judge(with_deployment(case, 1, entry), fail_on=Severity.HIGH)
    (found,) = result.findings
    assert (found.check, found.bearing, result.verdict) == (
        "TRU-01",
        Bearing.NOTED,
        Verdict.RECONCILED,
    )
    assert found.statement.endswith("rests on the word of one operator, a")


def test_no_native_deployment_is_undecided() -> None:
    case = healthy_case()
    none = replace(case.scope.token, deployments=())
    result = judge(replace(case, scope=replace(case.scope, token=none)), fail_on=Severity.HIGH)
    assert result.verdict is Verdict.INCONCLUSIVE
    assert "SCO-01" in {finding.check for finding in result.findings}


def test_assumed_supply_law_is_noted() -> None:
    case = healthy_case()
    first, second = case.scope.token.deployments
    token = replace(case.scope.token, deployments=(first, replace(second, law_established=False)))
    (found,) = findings_of(replace(case, scope=replace(case.scope, token=token)), "LAW-01")
    assert (found.subject, found.severity) == ("USDKG on Ethereum", Severity.INFO)


def test_supply_in_decimals_that_are_not_the_registrys_is_no_number() -> None:
    case = healthy_case()
    entry = replace(case.evidence.deployments[1], decimals=reading(18, ETHEREUM))
    book = judge(with_deployment(case, 1, entry), fail_on=None).books.supply
    assert book.lines[1].supply == Open("the contract has other decimals than the registry")
    assert (isinstance(book.native, Open), isinstance(book.residual, Open)) == (True, True)


def test_supply_without_decimals_is_no_number_and_contradicts_nothing() -> None:
    case = healthy_case()
    entry = deployment_evidence(case.scope.token.deployments[1], 1)
    result = judge(
        with_deployment(case, 1, replace(entry, decimals=NO_ANSWER)), fail_on=Severity.INFO
    )
    assert result.verdict is Verdict.INCONCLUSIVE
    assert isinstance(result.books.supply.native, Open)
