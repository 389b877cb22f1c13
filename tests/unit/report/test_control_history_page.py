"""What the past tells of control, for people and machines: who did what, what is not known."""

import json
from dataclasses import replace
from typing import Any

import pytest
from jsonschema import (  # type: ignore[import-untyped]  # no types are shipped with it
    Draft202012Validator,
)
from rich.cells import cell_len

from stableaudit.controls.uses import MOST_ACTS
from stableaudit.domain.control_history import ControlKind
from stableaudit.domain.evidence import ControlEvidence
from stableaudit.domain.findings import Severity
from stableaudit.reconcile.case import Case
from stableaudit.reconcile.control_history import PastControl
from stableaudit.reconcile.judge import judge
from stableaudit.report.accounts import spell
from stableaudit.report.console import render_blocks
from stableaudit.report.document import build
from stableaudit.report.json_v1 import json_schema, render_json
from stableaudit.report.pages.control_history import MOST_FROZEN, MOST_SHOWN, past_blocks
from stableaudit.report.sections.controls import ControlEntry, control_entries
from stableaudit.report.v1 import fill_control_history
from tests.control_events import history, told
from tests.control_history_cases import (
    ALICE,
    BOB,
    BRIEF,
    CAROL,
    OFFICER,
    OWNERS,
    SAFE,
    case_with_past,
    control_evidence_of,
    fiat_deployment,
    past,
)
from tests.unit.controls.answers import FAILED

OF = fiat_deployment()
EVIDENCE = control_evidence_of(OF, past())


def entry(evidence: ControlEvidence = EVIDENCE, **labels: str) -> ControlEntry:
    made = control_entries(case_with_past(evidence))[1]
    return replace(made, labels={ALICE: "Alice's"} if not labels else {})


def lines(evidence: ControlEvidence = EVIDENCE, *, verbose: bool = True) -> list[str]:
    shown = render_blocks(
        past_blocks(entry(evidence), verbose=verbose), width=140, colour=False
    ).splitlines()
    return [" ".join(line.split()) for line in shown if line.strip()]


def past_of(case: Case) -> Any:  # noqa: ANN401 - parsed JSON
    report = json.loads(render_json(build(judge(case, fail_on=Severity.HIGH)), 0))
    Draft202012Validator(json_schema()).validate(report)
    return report["controls"][1]["past"]


def test_page_says_how_far_the_events_go_and_who_may_mint_and_is_frozen() -> None:
    assert lines()[:6] == [
        "events of blocks 0 to 100",
        "power used 11 times, the newest 11 beneath",
        "inside one block 1 role granted and revoked",
        f"may still mint 893 USDKG: {spell(ALICE)} (Alice's)",
        f"may still mint not known: {spell(BOB)}",
        "frozen accounts 2; at most 2 at a time; the newest 2 beneath",
    ]


def test_page_lists_acts_with_who_signed_through_whom_and_who_approved() -> None:
    shown = lines()
    start = shown.index("1970-01-01T00:17:30Z tokens were issued: 7 USDKG")
    assert shown[start : start + 9] == [
        "1970-01-01T00:17:30Z tokens were issued: 7 USDKG",
        f"about {spell(ALICE)} (Alice's)",
        f"signed {spell(OWNERS[0])}",
        f"through {spell(SAFE)}",
        "with 2 of 2 approvals",
        f"owner {spell(OWNERS[0])}",
        f"owner {spell(OWNERS[2])}",
        "block 50",
        f"0x{50:064x}",
    ]
    grant = shown.index("1970-01-01T00:17:10Z a role was granted: role")
    assert shown[grant + 1 : grant + 4] == [
        *(f"0x{BRIEF.hex()}", f"about {spell(CAROL)}", "signed not known")
    ]
    freeze = shown.index("1970-01-01T00:17:50Z an account was frozen")
    assert shown[freeze + 2] == f"signed {spell(OFFICER)}"


def test_page_lists_the_frozen_with_balance_and_what_the_getter_says() -> None:
    shown = lines()
    start = shown.index("frozen since balance by its getter")
    assert shown[start + 1 :] == [
        "1970-01-01T00:17:50Z 5 USDKG frozen",
        f"{spell(ALICE)} (Alice's)",
        "1970-01-01T00:17:52Z not known not frozen",
        f"{spell(CAROL)}",
    ]


def test_page_adds_up_what_the_frozen_hold_where_all_of_it_is_known() -> None:
    held = {ALICE.address: 5_000_000, CAROL.address: 1_500_000}
    shown = lines(replace(EVIDENCE, history=past(frozen=held)))
    assert (
        "frozen accounts 2, holding 6.5 USDKG; at most 2 at a time; the newest 2 beneath" in shown
    )


def test_page_of_a_token_whose_power_nobody_used_says_so() -> None:
    quiet = control_evidence_of(OF, history())
    assert lines(quiet) == ["events of blocks 0 to 100", "power used never", "frozen accounts none"]


def test_page_says_why_there_is_nothing_to_tell() -> None:
    assert lines(replace(EVIDENCE, history=None)) == []
    assert lines(replace(EVIDENCE, history=FAILED)) == [f"power used not known: {FAILED}"]
    assert lines(replace(EVIDENCE, calls=FAILED))[-1].startswith("Who signed could not be read:")


def test_page_counts_signatures_that_came_with_a_call() -> None:
    found = entry()
    assert isinstance(found.past, PastControl)
    use = next(one for one in found.past.uses if one.approvals is not None)
    assert use.approvals is not None
    signed = replace(use, approvals=replace(use.approvals, signed=True, owners=()))
    other = replace(found, past=replace(found.past, uses=(signed,)))
    shown = render_blocks(past_blocks(other, verbose=True), width=120, colour=False)
    assert "with    2 of 2 signatures" in shown


def test_page_shows_the_newest_of_many() -> None:
    logs = [
        told("Blacklisted(address)", bytes([1, number]) * 10, at=(number, 0), indexed=1)
        for number in range(1, MOST_ACTS + 5)
    ]
    shown = lines(control_evidence_of(OF, history(*logs)))
    assert f"power used {MOST_ACTS + 4} times, the newest {MOST_ACTS} beneath" in shown
    few = lines(control_evidence_of(OF, history(*logs)), verbose=False)
    assert f"power used {MOST_ACTS + 4} times, the newest {MOST_SHOWN} beneath" in few
    assert len([line for line in few if line.endswith("an account was frozen")]) == MOST_SHOWN
    assert f"the newest {MOST_FROZEN} beneath" in next(
        line for line in shown if line.startswith("frozen accounts")
    )
    assert len([line for line in shown if line.endswith("not asked")]) == MOST_FROZEN


@pytest.mark.parametrize("width", [60, 80, 200])
def test_page_keeps_within_the_width(width: int) -> None:
    shown = render_blocks(past_blocks(entry(), verbose=True), width=width, colour=False)
    assert max(cell_len(line) for line in shown.splitlines()) <= max(width, 76)


def test_json_has_the_past_whole() -> None:
    found = past_of(case_with_past())
    assert (found["status"], found["first_block"], found["acts"]) == ("known", "0", "11")
    issue = next(use for use in found["uses"] if use["kind"] == "ISSUE")
    assert issue["amount"]["base_units"] == "7000000"
    assert issue["approvals"]["number"] == issue["approvals"]["threshold"] == "2"
    assert [one["address"] for one in issue["approvals"]["owners"]] == [
        *(spell(OWNERS[0]), spell(OWNERS[2]))
    ]
    assert found["brief_roles"][0]["granted_by"] == f"0x{'31' * 32}"
    assert [one["allowance"] and one["allowance"]["tokens"] for one in found["minters"]] == [
        *("893.000000", None)
    ]
    assert [(one["confirmed"], one["balance"]["status"]) for one in found["frozen"]] == [
        *((True, "known"), (False, "unavailable"))
    ]
    assert [one["accounts"] for one in found["frozen_series"]] == ["1", "2", "1", "2"]


def test_json_says_why_there_is_no_past() -> None:
    assert past_of(case_with_past(replace(EVIDENCE, history=None))) is None
    assert past_of(case_with_past(replace(EVIDENCE, history=FAILED)))["status"] == "unavailable"


def test_json_has_a_word_for_every_kind_of_act() -> None:
    assert set(fill_control_history._KINDS) == set(ControlKind)
    assert all(word == kind.name for kind, word in fill_control_history._KINDS.items())
