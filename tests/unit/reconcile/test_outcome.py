"""What is kept of an audit: the books' own figures, and every gap with its reason."""

from dataclasses import replace
from fractions import Fraction

import pytest

from stableaudit.domain.amounts import TokenAmount
from stableaudit.domain.evidence import Evidence
from stableaudit.domain.findings import Bearing, Gate, Severity, Verdict
from stableaudit.domain.identifiers import ChainId
from stableaudit.domain.ledger import HolderColumns
from stableaudit.domain.tokens import LedgerDepth
from stableaudit.reconcile.books import Open
from stableaudit.reconcile.case import Case
from stableaudit.reconcile.judge import judge
from stableaudit.reconcile.outcome import FindingLine, Outcome, StatementOutcome, outcome_of
from tests.cases import (
    BNB,
    ETHEREUM,
    MISSING,
    NO_ANSWER,
    NOW,
    STATEMENT,
    TRON,
    block,
    crypto_case,
    healthy_case,
    ledger_of,
    with_chain,
    with_deployment,
    with_ledger,
    with_statement,
)


def came_to(case: Case) -> Outcome:
    return outcome_of(judge(case, fail_on=Severity.HIGH))


def test_outcome_of_the_healthy_case_has_every_figure_of_its_books() -> None:
    case = healthy_case()
    books = judge(case, fail_on=Severity.HIGH).books
    found = came_to(case)
    assert (found.token, found.measurement_time, found.collected_at) == ("usdkg", NOW, NOW + 5)
    assert (found.verdict, found.gate) == (Verdict.RECONCILED, Gate.PASSED)
    assert found.native == TokenAmount(50_000_000_000000, 6) == found.declared
    assert (found.currency, found.price) == ("USD", books.reserves.price)
    assert (found.coverage, found.break_even) == (
        books.reserves.coverage,
        books.reserves.break_even,
    )
    assert found.redeemable_coverage == books.reserves.redeemable_coverage
    assert found.statement == StatementOutcome(STATEMENT.id, STATEMENT.digest, STATEMENT.as_of)
    assert [one.reference for one in found.chains] == [block(c) for c in (TRON, ETHEREUM, BNB)]
    assert [one.supply for one in found.deployments] == [
        TokenAmount(40_000_000_000000, 6),
        TokenAmount(10_000_000_000000, 6),
    ]
    assert [one.code_hash for one in found.deployments] == ["0x" + "ab" * 32] * 2
    assert found.holders == sum(len(ledger_of(case, index).holders) for index in (0, 1))
    spreads = [one.distribution for one in books.ledgers]
    assert [one.concentration for one in found.deployments] == [
        one.concentration for one in spreads if not isinstance(one, Open)
    ]


def test_outcome_where_a_supply_was_not_read_says_so_and_keeps_the_findings() -> None:
    case = healthy_case()
    entry = replace(case.evidence.deployments[1], total_supply=NO_ANSWER, code_hash=NO_ANSWER)
    found = came_to(with_deployment(case, 1, entry))
    assert found.verdict is Verdict.INCONCLUSIVE
    assert found.deployments[1].supply == Open("its supply could not be read")
    assert found.deployments[1].code_hash == Open("its code could not be read")
    assert isinstance(found.native, Open)
    (one,) = (line for line in found.findings if line.check == "SUP-01")
    assert one == FindingLine(
        "SUP-01", one.severity, Bearing.UNDECIDED, "USDKG on Ethereum", one.statement
    )


def test_outcome_without_evidence_has_nothing_but_reasons() -> None:
    case = healthy_case()
    found = came_to(Case(case.scope, Evidence(NOW, NOW, (), (), (), ())))
    assert {one.reference for one in found.chains} == {Open("it had no reference block")}
    assert isinstance(found.holders, Open)
    assert {one.code_hash for one in found.deployments} == {Open("its code could not be read")}


def test_outcome_of_a_chain_without_a_reference_block_says_so() -> None:
    case = healthy_case()
    entry = replace(case.evidence.chains[1], reference=NO_ANSWER)
    found = came_to(with_chain(case, 1, entry))
    assert found.reference(ETHEREUM) == Open("it had no reference block")
    assert found.reference(TRON) == block(TRON)


def test_outcome_of_what_was_not_audited_is_no_figure() -> None:
    case = healthy_case()
    stranger = ChainId("eip155", "5")
    assert came_to(case).reference(stranger) == Open("it was not audited")
    asset = case.scope.token.deployments[0].asset
    other = replace(asset, contract=replace(asset.contract, address=bytes(20)))
    assert came_to(case).deployment(other) is None


def test_outcome_without_a_statement_says_that_none_is_known() -> None:
    found = came_to(with_statement(healthy_case(), MISSING))
    assert found.statement == Open("no reserve statement is known")


def test_outcome_of_a_ledger_without_transfers_has_no_holders() -> None:
    case = healthy_case()
    token = case.scope.token
    few = replace(token.deployments[0], depth=LedgerDepth.SUPPLY)
    scope = replace(case.scope, token=replace(token, deployments=(few, token.deployments[1])))
    found = came_to(Case(scope, case.evidence))
    why = Open("the ledger of this token holds mints and burns alone")
    assert (found.deployments[0].holders, found.deployments[0].concentration) == (why, why)
    assert found.holders == why


def test_outcome_where_nobody_holds_anything_has_no_concentration() -> None:
    case = healthy_case()
    state = replace(ledger_of(case, 0), holders=HolderColumns(b"", ()))
    found = came_to(with_ledger(case, 0, state))
    assert found.deployments[0].holders == 0
    assert found.deployments[0].concentration == Open("nobody holds anything")


def test_holders_are_of_native_contracts_alone() -> None:
    case = healthy_case()
    token = case.scope.token
    bridged = replace(token.deployments[1], native=False)
    scope = replace(case.scope, token=replace(token, deployments=(token.deployments[0], bridged)))
    assert came_to(Case(scope, case.evidence)).holders == len(ledger_of(case, 0).holders)


def test_holders_of_what_has_no_contract_are_open() -> None:
    assert came_to(crypto_case()).holders == Open("the token has no contract of its own")


@pytest.mark.parametrize("share", [Fraction(1, 3)])
def test_concentration_is_an_exact_fraction(share: Fraction) -> None:
    case = healthy_case()
    some = HolderColumns(bytes(range(60)), (5, 5, 5))
    found = came_to(with_ledger(case, 0, replace(ledger_of(case, 0), holders=some)))
    spread = found.deployments[0].concentration
    assert not isinstance(spread, Open)
    assert (spread.top[0][1], spread.hhi) == (share, share)
