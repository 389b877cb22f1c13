"""TRU-05: the reference block follows from one that validators signed, or it is undecided."""

import json
from dataclasses import replace

import pytest

from stableaudit.domain.blocks import BlockStamp
from stableaudit.domain.finality import FinalBlock, FinalityEvidence, TrustedRoot
from stableaudit.domain.findings import Bearing, Severity
from stableaudit.domain.readings import Unavailable
from stableaudit.reconcile.case import Case
from stableaudit.reconcile.judge import judge
from stableaudit.report.console import render_text
from stableaudit.report.document import build
from stableaudit.report.json_v1 import render_json
from tests.cases import BNB, ETHEREUM, NO_ANSWER, block, findings_of, healthy_case

ROOT = "0x" + "cd" * 32
LATER = block(ETHEREUM, number=1012)
RESTS_ON = ("the root is the chain's own, as the user says", "two thirds are honest")


def signed(of: BlockStamp, unlinked: Unavailable | None = None) -> FinalityEvidence:
    return FinalityEvidence(
        FinalBlock(of, 400, 512, 342, RESTS_ON, ("a root", "a block")), unlinked
    )


def proven(found: FinalityEvidence | Unavailable | None) -> Case:
    case = healthy_case()
    chains = tuple(
        replace(one, finality=found) if one.chain == ETHEREUM else one
        for one in case.evidence.chains
    )
    roots = (TrustedRoot(ETHEREUM, ROOT),)
    return Case(replace(case.scope, roots=roots), replace(case.evidence, chains=chains))


def shown(case: Case, *, verbose: bool = False) -> str:
    document = build(judge(case, fail_on=Severity.HIGH))
    text = render_text(document, width=200, colour=False, verbose=verbose)
    return " ".join(text.split())


def as_json(case: Case) -> object:
    report = json.loads(render_json(build(judge(case, fail_on=Severity.HIGH)), exit_code=0))
    return next(one["finality"] for one in report["chains"] if one["id"] == str(ETHEREUM))


def test_signed_block_that_the_reference_follows_from_finds_nothing() -> None:
    assert findings_of(proven(signed(LATER)), "TRU-05") == ()
    assert findings_of(proven(signed(block(ETHEREUM))), "TRU-05") == ()
    assert findings_of(healthy_case(), "TRU-05") == ()


def test_page_says_who_signed_which_block_and_what_that_rests_on() -> None:
    text = shown(proven(signed(LATER)))
    assert "final block block 1,012" in text
    assert "12 after it, linked by every header" in text
    assert "signed by 400 of 512; 342 are needed" in text
    assert f"which rests on {RESTS_ON[0]} which rests on {RESTS_ON[1]}" in text
    assert f"--beacon-root {ROOT}" in text
    assert "by way of" not in text
    assert "by way of a root, a block" in shown(proven(signed(LATER)), verbose=True)
    assert "the reference block itself" in shown(proven(signed(block(ETHEREUM))))
    assert "signed by" not in shown(healthy_case())


def test_root_of_bnb_chain_is_repeated_as_its_own_option() -> None:
    case = healthy_case()
    case = replace(case, scope=replace(case.scope, roots=(TrustedRoot(BNB, ROOT),)))
    assert f"--fast-finality {ROOT}" in shown(case)


def test_json_has_the_proof_its_absence_or_null() -> None:
    assert as_json(healthy_case()) is None
    found = as_json(proven(signed(LATER, NO_ANSWER)))
    assert isinstance(found, dict)
    assert (found["status"], found["block"]["number"]) == ("proven", "1012")
    assert (found["signers"], found["validators"], found["needed"]) == (400, 512, 342)
    assert found["rests_on"] == list(RESTS_ON)
    assert found["unlinked"]["came"] == "refused"
    absent = as_json(proven(NO_ANSWER))
    assert isinstance(absent, dict)
    assert absent["status"] == "unavailable"


@pytest.mark.parametrize(
    ("found", "why", "row"),
    [
        (NO_ANSWER, "no block is proven final by signatures: asked", "signed as final not known"),
        (signed(LATER, NO_ANSWER), "400 of 512 signed block 1012", "descends from it not known"),
        (None, "there is no reference block", ""),
        (signed(block(ETHEREUM, number=999)), "nor can it be an ancestor", ""),
        (signed(replace(block(ETHEREUM), hash=ROOT)), "nor can it be an ancestor", ""),
        (signed(block(BNB, number=1012)), "nor can it be an ancestor", ""),
    ],
    ids=["nothing", "no link", "not asked", "earlier", "another", "another chain's"],
)
def test_reference_that_does_not_follow_leaves_it_undecided_with_the_reason(
    found: FinalityEvidence | Unavailable | None, why: str, row: str
) -> None:
    case = proven(found)
    (finding,) = findings_of(case, "TRU-05")
    assert (finding.severity, finding.bearing) == (Severity.HIGH, Bearing.UNDECIDED)
    assert (finding.subject, why in finding.statement) == ("Ethereum", True)
    assert row in shown(case)


def test_chain_without_evidence_or_reference_block_leaves_it_undecided() -> None:
    case = proven(signed(LATER))
    nothing = replace(case, evidence=replace(case.evidence, chains=()))
    assert "there is no reference block" in findings_of(nothing, "TRU-05")[0].statement
    chains = tuple(replace(one, reference=NO_ANSWER) for one in case.evidence.chains)
    unpinned = replace(case, evidence=replace(case.evidence, chains=chains))
    assert "nor can it be" in findings_of(unpinned, "TRU-05")[0].statement
