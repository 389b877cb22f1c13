"""PRV-03 and PRV-04: what blocks do not bear out is told; what they contradict decides nothing."""

from dataclasses import replace

from stableaudit.domain.findings import Bearing, Severity, Verdict
from stableaudit.domain.issuance_proofs import (
    FinalityProof,
    IssuanceEvidence,
    IssuanceProofs,
    ProvenBlock,
    Shown,
    UnprovenBlock,
)
from stableaudit.domain.readings import Unavailable
from stableaudit.reconcile.case import Case
from stableaudit.reconcile.judge import judge
from tests.cases import ETHEREUM, NO_ANSWER, block, figures_of, findings_of, healthy_case

PROVEN = ProvenBlock(block(ETHEREUM), "linked", Shown.LOGS, 1)
UNPROVEN = UnprovenBlock(7, NO_ANSWER)
FINAL = FinalityProof(block(ETHEREUM), 1018, 19, "somebody's word")


def with_issuances(
    proofs: IssuanceProofs | Unavailable, *, sampled: tuple[int, ...] = (), left_out: int = 0
) -> Case:
    case = healthy_case()
    asset = case.scope.token.deployments[1].asset
    found = IssuanceEvidence(asset, proofs, left_out, sampled)
    return replace(case, evidence=replace(case.evidence, issuances=(found,)))


def test_blocks_that_bear_the_ledger_out_find_nothing() -> None:
    case = with_issuances(IssuanceProofs((PROVEN,), FINAL))
    assert findings_of(case, "PRV-03") == findings_of(case, "PRV-04") == ()
    assert findings_of(healthy_case(), "PRV-03") == findings_of(healthy_case(), "PRV-04") == ()


def test_proofs_that_could_not_be_had_at_all_are_noted() -> None:
    (found,) = findings_of(with_issuances(NO_ANSWER), "PRV-03")
    assert (found.bearing, found.subject) == (Bearing.NOTED, "USDKG on Ethereum")
    assert "no block of its mints and burns is proven" in found.statement
    assert findings_of(with_issuances(NO_ANSWER), "PRV-04") == ()


def test_blocks_that_are_not_proven_are_counted_and_the_first_named() -> None:
    case = with_issuances(IssuanceProofs((UNPROVEN, replace(UNPROVEN, number=8), PROVEN)))
    (found,) = findings_of(case, "PRV-03")
    assert "of 3 blocks of its ledger that were to be proven 2 are not" in found.statement
    assert "block 7: asked" in found.statement
    assert figures_of(found)["blocks not proven"] == 2
    assert judge(case, fail_on=Severity.HIGH).verdict is Verdict.RECONCILED


def test_finality_that_is_not_proven_and_what_endpoints_gave_instead_are_noted() -> None:
    case = with_issuances(IssuanceProofs((PROVEN,), NO_ANSWER, ("a false root",)))
    statements = [found.statement for found in findings_of(case, "PRV-03")]
    assert len(statements) == 2
    assert any("an endpoint did not prove it: a false root" in each for each in statements)
    assert any("final is not proven" in each for each in statements)


def test_proven_logs_that_the_ledger_does_not_hold_leave_the_audit_undecided() -> None:
    told = tuple(f"log {each} is missing" for each in range(7))
    case = with_issuances(IssuanceProofs((replace(PROVEN, differences=told), PROVEN)))
    (found,) = findings_of(case, "PRV-04")
    assert (found.severity, found.bearing) == (Severity.HIGH, Bearing.UNDECIDED)
    assert figures_of(found)["blocks that differ"] == 1
    assert "log 4 is missing; and 2 more" in found.statement
    assert "block 1000" in found.statement
    assert judge(case, fail_on=Severity.HIGH).verdict is Verdict.INCONCLUSIVE


def test_few_differences_are_all_told() -> None:
    case = with_issuances(IssuanceProofs((replace(PROVEN, differences=("one more mint",)),)))
    (found,) = findings_of(case, "PRV-04")
    assert found.statement.endswith(": one more mint")
