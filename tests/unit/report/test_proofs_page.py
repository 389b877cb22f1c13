"""What a report says of proofs: figures with their block, and plainly what cannot be proven."""

import json
from dataclasses import replace

from stableaudit.domain.evidence import ProofEvidence
from stableaudit.domain.findings import Severity
from stableaudit.domain.policy import Policy
from stableaudit.domain.readings import Unavailable
from stableaudit.reconcile.judge import Result, judge
from stableaudit.report.console import render_text
from stableaudit.report.document import build
from stableaudit.report.json_v1 import render_json
from tests.cases import HOLDERS, NO_ANSWER, healthy_case
from tests.unit.reconcile.test_proof_checks import HELD, SUPPLY, TRUE, proven, with_proof


def text(result: Result, *, verbose: bool = False) -> str:
    shown = render_text(build(result), width=200, colour=False, verbose=verbose)
    return "\n".join(" ".join(line.split()) for line in shown.splitlines())


def judged(proof: ProofEvidence | None = None) -> Result:
    case = healthy_case() if proof is None else with_proof(proof.proof, proof.confirmed)
    return judge(case, fail_on=Severity.HIGH)


PROVEN = ProofEvidence(healthy_case().scope.token.deployments[1].asset, TRUE, ("a", "b"))


def test_page_is_not_there_where_nothing_was_to_be_proven() -> None:
    assert "\nPROOFS\n" not in text(judged())
    assert json.loads(render_json(build(judged()), 0))["proofs"] == []


def test_page_shows_what_was_proven_and_why_tron_cannot_be() -> None:
    shown = text(judged(PROVEN))
    assert "supply 10,000,000 USDKG" in shown
    assert "balances 3 accounts" in shown
    assert "slots confirmed by a, b" in shown
    assert "commit to their transactions alone, to no balance and no log" in shown
    assert "step a step" not in shown
    assert "step a step" in text(judged(PROVEN), verbose=True)


def test_page_and_json_have_the_proven_control_slots() -> None:
    slots = ((7, proven(9)), (8, proven(0)))
    told = replace(PROVEN, proof=replace(TRUE, control_slots=slots))
    assert "control slots 2, of which 1 are not empty" in text(judged(told))
    assert "control slots" not in text(judged(PROVEN))
    _, on_ethereum = json.loads(render_json(build(judged(told)), 0))["proofs"]
    assert [int(one["slot"], 16) for one in on_ethereum["proof"]["control_slots"]] == [7, 8]
    assert [int(one["word"], 16) for one in on_ethereum["proof"]["control_slots"]] == [9, 0]


def test_page_says_why_a_proof_could_not_be_had() -> None:
    missing = replace(PROVEN, proof=NO_ANSWER, confirmed=())
    assert "refused" in text(judged(missing)).split("\nPROOFS\n")[1]


def test_page_says_that_a_chain_without_reference_block_was_not_proven() -> None:
    result = judged(PROVEN)
    chains = tuple(
        replace(chain, finality=result.case.scope.chains[1].finality)
        for chain in result.case.scope.chains
    )
    case = replace(result.case, scope=replace(result.case.scope, chains=chains))
    shown = json.loads(render_json(build(judge(case, fail_on=Severity.HIGH)), 0))
    assert shown["proofs"][0]["proof"]["came"] == (
        "nobody proved it: the chain has no reference block"
    )


def test_json_has_supply_and_balances_in_base_units() -> None:
    on_tron, on_ethereum = json.loads(render_json(build(judged(PROVEN)), 0))["proofs"]
    assert on_tron["proof"]["status"] == "unavailable"
    proof = on_ethereum["proof"]
    assert (proof["status"], proof["supply"]) == ("proven", str(SUPPLY))
    assert [one["balance"] for one in proof["balances"]] == [str(HELD[0]), str(HELD[1]), "0"]
    assert proof["balances"][0]["account"].endswith(HOLDERS[0].hex())
    assert on_ethereum["confirmed"] == ["a", "b"]


def test_quorum_that_was_asked_for_is_in_the_command_to_repeat() -> None:
    case = healthy_case()
    asked = replace(case, scope=replace(case.scope, policy=Policy(quorum=2)))
    assert " --quorum 2 " in build(judge(asked, fail_on=Severity.HIGH)).repeat
    assert "--quorum" not in build(judged()).repeat
    assert not isinstance(PROVEN.proof, Unavailable)
