"""CTL-07 to CTL-09: what the past of a token tells of control, held against its getters."""

from dataclasses import replace

import pytest

from stableaudit.controls.approvals import Approvals
from stableaudit.controls.seen import Seen
from stableaudit.controls.snapshot import kept, snapshot_of
from stableaudit.controls.survey import power_map
from stableaudit.domain.control_questions import Getter
from stableaudit.domain.control_snapshot import KeptControls
from stableaudit.domain.findings import Bearing, Severity
from stableaudit.domain.readings import Reading
from stableaudit.reconcile.control_history import Minter, PastControl, past_control
from stableaudit.reconcile.judge import judge
from tests.cases import ETHEREUM, figures_of, findings_of, healthy_case, reading
from tests.control_events import granted, history, revoked, told
from tests.control_history_cases import (
    ALICE,
    BOB,
    BRIEF,
    CAROL,
    OWNERS,
    SAFE,
    case_with_past,
    control_evidence_of,
    fiat_deployment,
    past,
)
from tests.unit.controls.answers import FAILED, word

OF = fiat_deployment()
EVIDENCE = control_evidence_of(OF, past())
IDS = ("CTL-07", "CTL-08", "CTL-09")


def found_in(evidence: object = EVIDENCE) -> PastControl:
    found = past_control(OF, evidence)  # type: ignore[arg-type] # as the tests hand it
    assert isinstance(found, PastControl)
    return found


def test_role_that_came_and_went_inside_one_block_is_told_with_its_transactions() -> None:
    (finding,) = findings_of(case_with_past(), "CTL-07")
    assert (finding.severity, finding.bearing) == (Severity.MEDIUM, Bearing.NOTED)
    assert f"role 0x{BRIEF.hex()} of {CAROL.local} in block 30" in finding.statement
    assert f"by the transactions 0x{'31' * 32} and 0x{'32' * 32}" in finding.statement
    assert figures_of(finding)["such roles"] == 1


def test_role_inside_one_transaction_is_told_as_such() -> None:
    logs = (
        granted(BRIEF, CAROL.address, at=(30, 0), transaction=b"\x31" * 32),
        revoked(BRIEF, CAROL.address, at=(30, 5), transaction=b"\x31" * 32),
    )
    case = case_with_past(control_evidence_of(OF, history(*logs)))
    (finding,) = findings_of(case, "CTL-07")
    assert finding.statement.endswith(f"in block 30, by one transaction 0x{'31' * 32}")
    later = (logs[0], revoked(BRIEF, CAROL.address, at=(31, 5)))
    assert findings_of(case_with_past(control_evidence_of(OF, history(*later))), "CTL-07") == ()


def test_getter_that_says_otherwise_than_events_is_told() -> None:
    (finding,) = findings_of(case_with_past(), "CTL-08")
    assert (finding.severity, finding.bearing) == (Severity.HIGH, Bearing.NOTED)
    assert f"of {CAROL.local} was granted and not revoked, and the getter" in finding.statement
    assert f"{CAROL.local} was frozen in block 72 and not released" in finding.statement
    assert figures_of(finding)["contradictions"] == 2


def test_revocation_that_the_getter_does_not_know_is_told() -> None:
    logs = (revoked(BRIEF, CAROL.address, at=(30, 5)),)
    evidence = control_evidence_of(OF, history(*logs))
    yes: Reading[bytes] = reading(word(1), ETHEREUM)
    answers = tuple(
        (one, yes if isinstance(one, Getter) and one.signature.startswith("hasRole") else answer)
        for one, answer in evidence.answers
    )
    (finding,) = findings_of(case_with_past(replace(evidence, answers=answers)), "CTL-08")
    assert "was revoked, and the getter has it still (the last event of it is in block 30)" in (
        finding.statement
    )


def test_act_through_a_multisig_with_too_few_approvals_is_told_and_one_with_enough_is_not() -> None:
    (finding,) = findings_of(case_with_past(), "CTL-09")
    assert (finding.severity, finding.bearing) == (Severity.MEDIUM, Bearing.NOTED)
    assert finding.statement == (
        f"the token was paused in block 60 by transaction 0x{60:064x} through the multisig "
        f"{SAFE.local}, with 1 of the 2 approvals that it asks for now"
    )
    assert figures_of(finding) == {"asked for": 2, "found": 1}


@pytest.mark.parametrize("check", IDS)
def test_nothing_is_said_where_nobody_looked_or_nothing_came(check: str) -> None:
    assert findings_of(healthy_case(), check) == ()
    for history_of in (None, FAILED):
        evidence = replace(EVIDENCE, history=history_of)
        assert findings_of(case_with_past(evidence), check) == ()
        assert past_control(OF, evidence) is history_of
    pause = control_evidence_of(OF, history(told("Pause()")))
    assert findings_of(case_with_past(replace(pause, approvals=())), check) == ()


def test_facts_of_the_past_decide_nothing() -> None:
    assert (
        judge(case_with_past(), fail_on=Severity.LOW).verdict
        is judge(healthy_case(), fail_on=Severity.LOW).verdict
    )


def test_past_has_who_used_power_and_who_may_mint() -> None:
    found = found_in()
    issued = next(use for use in found.uses if use.act.event == "mint")
    assert (issued.sender, issued.through) == (OWNERS[0], SAFE)
    assert issued.approvals == Approvals((OWNERS[0], OWNERS[2]), 2, 2, signed=False)
    assert found.acts == len(found.uses) == 11
    assert found.minters == (Minter(ALICE, 893_000_000), Minter(BOB, None))
    assert [term.membership.account for term in found.brief] == [CAROL]


def test_past_has_who_is_frozen_with_balance_getter_and_series() -> None:
    found = found_in()
    alice, carol = found.frozen
    assert (alice.frozen.account, alice.base_units, alice.confirmed) == (ALICE, 5_000_000, True)
    assert (carol.frozen.account, carol.confirmed) == (CAROL, False)
    assert "too many accounts are frozen" in str(carol.base_units)
    assert [each.accounts for each in found.series] == [1, 2, 1, 2]
    without = found_in(replace(EVIDENCE, history=past(frozen=FAILED)))
    assert [each.base_units for each in without.frozen] == [FAILED, FAILED]


def test_past_says_why_transactions_could_not_be_had() -> None:
    assert found_in().calls is None
    without = found_in(replace(EVIDENCE, calls=FAILED))
    assert without.calls == FAILED
    assert {use.sender for use in without.uses} == {None}


def test_member_appointed_since_the_snapshot_leaves_the_check_undecided() -> None:
    """Carol has the brief role again, since a block after the snapshot's, and it knows her not."""
    grant = granted(BRIEF, CAROL.address, at=(40, 0))
    old = granted(BRIEF, BOB.address, at=(5, 0))
    evidence = control_evidence_of(OF, history(old, grant))
    yes: Reading[bytes] = reading(word(1), ETHEREUM)
    answers = tuple(
        (one, yes if isinstance(one, Getter) and one.signature.startswith("hasRole") else answer)
        for one, answer in evidence.answers
    )
    case = case_with_past(replace(evidence, answers=answers))
    seen = Seen(dict(answers))

    def findings(before: KeptControls) -> list[str]:
        known = snapshot_of("usdkg", (before,))
        compared = replace(case, scope=replace(case.scope, controls=known))
        return [
            one.statement
            for one in findings_of(compared, "CTL-05")
            if one.subject == "USDKG on Ethereum" and one.bearing is Bearing.UNDECIDED
        ]

    now = kept(power_map(OF, seen), seen, block=30)
    before = replace(
        now,
        offices=tuple(each for each in now.offices if each.holder not in (CAROL, BOB)),
        actors=tuple(actor for actor in now.actors if actor.account not in (CAROL, BOB)),
    )
    (said,) = findings(before)
    assert said == (
        f"appointed since block 30, who moved nothing then: role 0x{BRIEF.hex()} to {CAROL.local} "
        f"in block 40 by transaction 0x{40:064x}"
    )
    assert findings(now) == []
    assert findings(replace(before, block=40)) == []
