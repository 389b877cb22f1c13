"""PRV-01 and PRV-02: what was not proven is told, and what was must be the ledger's."""

from dataclasses import replace

import pytest

from stableaudit.domain.evidence import ProofEvidence
from stableaudit.domain.findings import Bearing, Severity, Verdict
from stableaudit.domain.identifiers import AccountId
from stableaudit.domain.proofs import ProvenValue, TokenProof
from stableaudit.domain.readings import Unavailable
from stableaudit.domain.tokens import LedgerDepth
from stableaudit.reconcile.case import Case
from stableaudit.reconcile.judge import judge
from tests.cases import (
    ETHEREUM,
    HOLDERS,
    NO_ANSWER,
    block,
    figures_of,
    findings_of,
    healthy_case,
    ledger_of,
    with_ledger,
)

SUPPLY = 10_000_000_000000
HELD = (SUPPLY - SUPPLY // 4, SUPPLY // 4)
STRANGER = bytes([0xEE]) * 20
BOTH = ("a", "b")


def proven(value: int) -> ProvenValue[int]:
    return ProvenValue(value, "it", block(ETHEREUM), ("a step",))


def proof_of(*balances: tuple[bytes, int]) -> TokenProof:
    contract = healthy_case().scope.token.deployments[1].asset.contract
    return TokenProof(
        contract,
        ProvenValue("0x" + "ab" * 32, "its code", block(ETHEREUM), ("a step",)),
        proven(SUPPLY),
        tuple((AccountId(ETHEREUM, holder), proven(value)) for holder, value in balances),
        "found at the node",
    )


def with_proof(
    proof: TokenProof | Unavailable, confirmed: tuple[str, ...] = BOTH, case: Case | None = None
) -> Case:
    case = case or healthy_case()
    asset = case.scope.token.deployments[1].asset
    evidence = replace(case.evidence, proofs=(ProofEvidence(asset, proof, confirmed),))
    return replace(case, evidence=evidence)


TRUE = proof_of((HOLDERS[0], HELD[0]), (HOLDERS[1], HELD[1]), (STRANGER, 0))
FALSE = proof_of((HOLDERS[0], HELD[0] - 1), (HOLDERS[1], HELD[1]), (STRANGER, 1))


def test_proof_that_the_ledger_agrees_with_finds_nothing() -> None:
    case = with_proof(TRUE)
    assert findings_of(case, "PRV-01") == findings_of(case, "PRV-02") == ()


def test_nothing_is_found_where_nobody_was_to_prove_anything() -> None:
    assert findings_of(healthy_case(), "PRV-01") == findings_of(healthy_case(), "PRV-02") == ()


def test_proof_that_could_not_be_had_is_noted_with_the_reason() -> None:
    case = with_proof(NO_ANSWER, ())
    (found,) = findings_of(case, "PRV-01")
    assert (found.bearing, found.subject) == (Bearing.NOTED, "USDKG on Ethereum")
    assert "refused" in found.statement
    assert findings_of(case, "PRV-02") == ()
    assert judge(case, fail_on=Severity.HIGH).verdict is Verdict.RECONCILED


def test_endpoint_that_gave_no_proof_that_holds_is_told_though_another_did() -> None:
    case = with_proof(TRUE)
    (one,) = case.evidence.proofs
    told = replace(one, troubles=("a false node in accountProof[3]",))
    case = replace(case, evidence=replace(case.evidence, proofs=(told,)))
    (found,) = findings_of(case, "PRV-01")
    assert found.statement == "an endpoint did not prove it: a false node in accountProof[3]"
    assert judge(case, fail_on=Severity.HIGH).verdict is Verdict.RECONCILED


@pytest.mark.parametrize(("confirmed", "who"), [(("a",), "only a showed"), ((), "only nobody")])
def test_slots_on_one_word_are_noted_and_contradict_nothing(
    confirmed: tuple[str, ...], who: str
) -> None:
    case = with_proof(FALSE, confirmed)
    (found,) = findings_of(case, "PRV-01")
    assert who in found.statement
    assert findings_of(case, "PRV-02") == ()


def test_proven_balances_that_are_not_the_ledgers_contradict() -> None:
    case = with_proof(FALSE)
    (found,) = findings_of(case, "PRV-02")
    assert (found.severity, found.bearing) == (Severity.HIGH, Bearing.CONTRADICTS)
    assert figures_of(found)["accounts that differ"] == 2
    assert judge(case, fail_on=Severity.HIGH).verdict is Verdict.UNRECONCILED


def test_finding_names_five_accounts_and_counts_all() -> None:
    case = with_proof(proof_of(*((bytes([each]) * 20, 7) for each in range(1, 8))))
    (found,) = findings_of(case, "PRV-02")
    assert figures_of(found)["accounts that differ"] == 7
    assert [figure.label for figure in found.figures].count("account") == 5


def test_ledger_that_is_missing_or_of_supply_events_alone_is_not_compared() -> None:
    missing = with_ledger(with_proof(FALSE), 1, NO_ANSWER)
    assert findings_of(missing, "PRV-02") == ()
    case = with_proof(FALSE)
    first, second = case.scope.token.deployments
    shallow = replace(
        case.scope.token, deployments=(first, replace(second, depth=LedgerDepth.SUPPLY))
    )
    assert findings_of(replace(case, scope=replace(case.scope, token=shallow)), "PRV-02") == ()
    assert ledger_of(case, 1).holders.balances == HELD
