"""CTL-01 to CTL-05: facts about who controls a token, and what changed since it was kept."""

from dataclasses import replace

import pytest

from stableaudit.controls.proxies import ADMIN, IMPLEMENTATION
from stableaudit.controls.snapshot import kept, snapshot_of
from stableaudit.controls.survey import power_map
from stableaudit.domain.control_questions import CodeOf, ControlAnswer, Getter
from stableaudit.domain.control_snapshot import ControlSnapshot
from stableaudit.domain.evidence import AccountLogs, ControlEvidence
from stableaudit.domain.findings import Bearing, Severity, Verdict
from stableaudit.domain.identifiers import AccountId
from stableaudit.domain.logs import RawLog
from stableaudit.domain.permission_updates import (
    PermissionUpdate,
    PermissionUpdates,
    PermissionUpdatesOf,
)
from stableaudit.domain.readings import Unavailable
from stableaudit.reconcile.case import Case
from stableaudit.reconcile.judge import judge
from tests.cases import (
    ETHEREUM,
    NO_ANSWER,
    figures_of,
    findings_of,
    healthy_case,
    reading,
    with_chain,
)
from tests.unit.controls.answers import FAILED, World, listed, on_ethereum, word
from tests.unit.controls.test_proposals import approval

SAFE, KEEPER, ADMINS = (on_ethereum(bytes([each]) * 20) for each in (0x5A, 0xC0, 0xAD))
KEYS = tuple(on_ethereum(bytes([number]) * 20) for number in range(0x21, 0x28))
ON_ETHEREUM = healthy_case().scope.token.deployments[1]
COIN = ON_ETHEREUM.asset.contract
THRESHOLD = bytes.fromhex("610f7ff2b304ae8903c3de74c60c6ab1f7d6226b3f52c5161905bb5ad4039c93")


def world(owner: AccountId = SAFE, keeper: AccountId = KEEPER, threshold: int = 3) -> World:
    made = World()
    made.contract(COIN, {"owner()": word(owner), "compliance()": word(keeper)})
    made.contract(SAFE, {"getOwners()": listed(*KEYS), "getThreshold()": word(threshold)})
    return made


def controlled(made: World, kept_before: ControlSnapshot | None = None) -> Case:
    case = healthy_case()
    seen, _ = made.seen(ON_ETHEREUM)
    evidence = ControlEvidence(ON_ETHEREUM.asset, tuple(seen.answers.items()))
    return Case(
        replace(case.scope, controls=kept_before),
        replace(case.evidence, controls=(evidence,)),
    )


def snapshot(made: World) -> ControlSnapshot:
    seen, _ = made.seen(ON_ETHEREUM)
    return snapshot_of("usdkg", (kept(power_map(ON_ETHEREUM, seen), seen, block=900),))


def statements(case: Case, check: str) -> list[str]:
    return [found.statement for found in findings_of(case, check)]


ALL = ("CTL-01", "CTL-02", "CTL-03", "CTL-04", "CTL-05")


def test_nothing_is_said_where_nobody_asked() -> None:
    assert [findings_of(healthy_case(), check) for check in ALL] == [()] * 5


def test_multisig_and_another_key_behind_each_office_find_nothing() -> None:
    assert [statements(controlled(world()), check) for check in ALL] == [[]] * 5


def test_what_could_not_be_read_is_named() -> None:
    made = world()
    made.values[Getter(COIN, "owner()")] = FAILED
    made.values[CodeOf(KEEPER)] = FAILED
    made.values[Getter(COIN, "paused()")] = FAILED
    (found,) = findings_of(controlled(made), "CTL-01")
    assert (found.severity, found.bearing) == (Severity.LOW, Bearing.NOTED)
    assert "owner(): asked a for it: HTTP 503" in found.statement
    assert f"{KEEPER.local}: asked a" in found.statement
    assert "paused(): asked a for it: HTTP 503" in found.statement
    assert figures_of(found)["things not known or odd"] == 3
    assert judge(controlled(made), fail_on=Severity.HIGH).verdict is Verdict.RECONCILED


def test_multisig_that_cannot_be_one_is_a_finding() -> None:
    (said,) = statements(controlled(world(threshold=9)), "CTL-01")
    assert said == (
        f"not known, or odd: {SAFE.local}: it says 9 of 7 owners, which no multisig has"
    )


def test_one_key_that_can_issue_is_named() -> None:
    (found,) = findings_of(controlled(world(KEYS[0])), "CTL-02")
    assert (found.severity, found.bearing) == (Severity.MEDIUM, Bearing.NOTED)
    assert found.statement == f"one key alone can issue (owner()): {KEYS[0].local}"
    (said,) = statements(controlled(world(threshold=1)), "CTL-02")
    assert said.startswith("each of 7 keys alone can issue (owner()): ")


def proxied(delay: int | None) -> World:
    made = world()
    getters = {"owner()": word(SAFE), "compliance()": word(KEEPER)}
    made.contract(COIN, getters, slots={IMPLEMENTATION: KEYS[0], ADMIN: ADMINS})
    made.contract(
        ADMINS, {"owner()": word(KEYS[0])} if delay is None else {"getMinDelay()": word(delay)}
    )
    return made


def test_code_that_can_be_changed_is_told_with_its_delay() -> None:
    (said,) = statements(controlled(proxied(None)), "CTL-03")
    assert said == (
        f"its code can be changed without any delay (EIP-1967 admin slot, {ADMINS.local})"
    )
    (found,) = findings_of(controlled(proxied(86_400)), "CTL-03")
    assert "without any delay" not in found.statement
    assert "delay" in figures_of(found)
    (alone,) = statements(controlled(proxied(None)), "CTL-02")
    assert "one key alone can upgrade (EIP-1967 admin slot)" in alone


def test_several_powers_are_named_together() -> None:
    made = world(KEYS[0])
    tether = replace(ON_ETHEREUM, law=type(ON_ETHEREUM.law).TETHER)
    case = controlled(made)
    token = replace(case.scope.token, deployments=(case.scope.token.deployments[0], tether))
    case = replace(case, scope=replace(case.scope, token=token))
    (said,) = statements(case, "CTL-02")
    assert said.startswith("one key alone can upgrade and issue (owner())")


def test_key_behind_two_offices_is_named() -> None:
    (found,) = findings_of(controlled(world(keeper=KEYS[2])), "CTL-04")
    assert (found.severity, found.bearing) == (Severity.LOW, Bearing.NOTED)
    assert found.statement == (
        f"the same keys stand behind several offices: {KEYS[2].local} behind owner(), compliance()"
    )
    assert statements(controlled(world(keeper=SAFE)), "CTL-04") == []


def test_snapshot_that_still_holds_finds_nothing() -> None:
    assert statements(controlled(world(), snapshot(world())), "CTL-05") == [
        "the snapshot of who controls it does not have this deployment"
    ]
    (found,) = findings_of(controlled(world(), snapshot(world())), "CTL-05")
    assert found.subject == "USDKG on Tron"


def test_changed_threshold_leaves_the_check_undecided() -> None:
    case = controlled(world(threshold=1), snapshot(world()))
    (found,) = [one for one in findings_of(case, "CTL-05") if one.subject == "USDKG on Ethereum"]
    assert (found.severity, found.bearing) == (Severity.HIGH, Bearing.UNDECIDED)
    assert "otherwise than at block 900" in found.statement
    assert "who decides: owners 3 of 7" in found.statement
    assert figures_of(found)["differences"] == 1
    assert found.statement.endswith("What told of it: nothing was looked for")
    assert judge(case, fail_on=Severity.HIGH).verdict is Verdict.INCONCLUSIVE


@pytest.mark.parametrize("gone", ["controls", "chain", "reference"])
def test_control_that_was_not_read_cannot_be_compared(gone: str) -> None:
    case = controlled(world(), snapshot(world()))
    if gone == "controls":
        case = replace(case, evidence=replace(case.evidence, controls=()))
    elif gone == "chain":
        chains = tuple(one for one in case.evidence.chains if one.chain != ETHEREUM)
        case = replace(case, evidence=replace(case.evidence, chains=chains))
    else:
        chain = case.chain(ETHEREUM)
        assert chain is not None
        at = [one.chain for one in case.evidence.chains].index(ETHEREUM)
        case = with_chain(case, at, replace(chain, reference=NO_ANSWER))
    said = [one.statement for one in findings_of(case, "CTL-05") if "Tron" not in one.subject]
    assert said == ["who controls it was not read, so it was not compared with the snapshot"]


def test_issuance_that_waits_for_signatures_is_told_with_its_amount() -> None:
    made = world()
    made.values[Getter(SAFE, "nonce()")] = word(4)
    case = controlled(made)
    (entry,) = case.evidence.controls
    logs = (
        approval(KEYS[0].address, to=COIN.address),
        approval(to=COIN.address, data=b"\x01\x02\x03\x04", digest=b"\x02" * 32),
    )
    entry = replace(entry, approvals=(AccountLogs(SAFE, 0, 9, logs),))
    case = replace(case, evidence=replace(case.evidence, controls=(entry,)))
    issuance, other = findings_of(case, "CTL-06")
    assert (issuance.severity, issuance.bearing) == (Severity.INFO, Bearing.NOTED)
    if "issuance" not in issuance.statement:
        issuance, other = other, issuance
    assert f"waits for signatures at {SAFE.local}, nonce 4, 1 of 3 owners" in issuance.statement
    assert "would issue" in figures_of(issuance)
    assert f"a call of 0x01020304 to {COIN.local}" in other.statement


@pytest.mark.parametrize(
    ("logs", "said"),
    [
        (
            (RawLog(950, 0, b"\xab" * 32, (THRESHOLD,), bytes(32)),),
            f"ChangedThreshold in block 950 by transaction 0x{'ab' * 32}",
        ),
        ((), "no event tells of it"),
        (FAILED, "not known (asked a for it: HTTP 503)"),
    ],
    ids=["told", "silent", "unread"],
)
def test_difference_names_the_transaction_that_told_of_it(
    logs: tuple[RawLog, ...] | Unavailable, said: str
) -> None:
    case = controlled(world(threshold=1), snapshot(world()))
    (entry,) = case.evidence.controls
    entry = replace(entry, changes=(AccountLogs(SAFE, 901, 1000, logs),))
    case = replace(case, evidence=replace(case.evidence, controls=(entry,)))
    statement = statements(case, "CTL-05")[-1]
    assert f"What told of it: {SAFE.local}, blocks 901 to 1000: {said}" in statement


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (
            reading(PermissionUpdates((PermissionUpdate(950, b"\xab" * 32),)), ETHEREUM),
            f"AccountPermissionUpdate in block 950 by transaction 0x{'ab' * 32}",
        ),
        (
            reading(PermissionUpdates(()), ETHEREUM),
            "no transaction of the account set its permissions",
        ),
        (FAILED, "no event tells of permissions, and no list of its transactions (asked a for it"),
        (reading(b"", ETHEREUM), "not known"),
    ],
    ids=["told", "silent", "unread", "another answer"],
)
def test_difference_names_the_transaction_that_set_permissions_without_an_event(
    answer: ControlAnswer, said: str
) -> None:
    case = controlled(world(threshold=1), snapshot(world()))
    (entry,) = case.evidence.controls
    updates = (PermissionUpdatesOf(SAFE, 901), answer)
    logs = (AccountLogs(SAFE, 901, 1000, ()),)
    entry = replace(entry, changes=logs, answers=(*entry.answers, updates))
    case = replace(case, evidence=replace(case.evidence, controls=(entry,)))
    statement = statements(case, "CTL-05")[-1]
    assert f"What told of it: {SAFE.local}, blocks 901 to 1000: {said}" in statement
