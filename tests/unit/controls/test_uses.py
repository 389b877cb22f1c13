"""Acts of power: what was done, who signed the transaction, through whom, who approved it."""

from dataclasses import replace

import pytest

from stableaudit.controls.approvals import Approvals
from stableaudit.controls.proposals import APPROVED, EXECUTED
from stableaudit.controls.uses import MOST_ACTS, PowerAct, acts, count, transactions_of, uses
from stableaudit.domain.control_history import ControlHistory, ControlKind, KeptLog
from stableaudit.domain.evidence import AccountLogs, ControlEvidence
from stableaudit.domain.identifiers import AccountId
from stableaudit.domain.ledger import Boundary, EntryKind
from stableaudit.domain.logs import RawLog, TransactionCall
from stableaudit.domain.power_map import Actor, ActorKind, PowerMap
from tests.control_events import granted, history, supply_row, told
from tests.unit.controls.answers import FAILED, TOKEN, deployment, on_ethereum, word
from tests.unit.controls.test_proposals import (
    COIN,
    DIGEST,
    HOLDER,
    KEYS,
    MULTISIG,
    SAFE,
    approval,
)
from tests.unit.ledger.calls import call, issue_to

MINTS = bytes.fromhex("9f2df0fed2c77648de5860a4cc508cd0818c85b8b8a1ab4ceeef8d981c8956a6")
ALICE, BOB = HOLDER.address, KEYS[5].address
TX = (50).to_bytes(32)
PLAIN = "execTransaction(address,uint256,bytes,uint8,uint256,uint256,uint256,address,address)"
SIGNED = PLAIN[:-1] + ",bytes)"
MINT = supply_row(EntryKind.MINT, ALICE, 7, at=(50, 3))
NOWHERE = bytes(20)


def executed(data: bytes = issue_to(ALICE, 7), *, signatures: bytes | None = None) -> bytes:
    values = (TOKEN, 0, data, 0, 0, 0, 0, NOWHERE, NOWHERE)
    if signatures is None:
        return call(PLAIN, *values)
    return call(SIGNED, *values, signatures)


def done(*logs: RawLog, first: int = 0) -> AccountLogs:
    return AccountLogs(SAFE, first, 100, logs)


def success(digest: bytes = DIGEST, *, indexed: bool = True, block: int = 50) -> RawLog:
    topics, data = ((EXECUTED, digest), word(0)) if indexed else ((EXECUTED,), digest + word(0))
    return RawLog(block, 4, TX, topics, data)


def map_with(actor: Actor = MULTISIG) -> PowerMap:
    return PowerMap(deployment().asset, (), (), None, (actor,), ())


def one_use(
    data: bytes,
    *approvals: AccountLogs,
    to: bytes = SAFE.address,
    of: ControlHistory | None = None,
    actor: Actor = MULTISIG,
) -> tuple[AccountId | None, AccountId | None, Approvals | None]:
    calls = {TX: TransactionCall(TX, 50, KEYS[0].address, to, data)}
    kept = history(supply=(MINT,)) if of is None else of
    evidence = ControlEvidence(deployment().asset, (), approvals, history=kept, calls=calls)
    (use,) = uses(COIN, evidence, map_with(actor))
    return use.sender, use.through, use.approvals


@pytest.mark.parametrize(
    ("log", "kind", "about", "detail"),
    [
        (granted(MINTS, ALICE, at=(1, 0)), ControlKind.GRANT, ALICE, "MINTER_ROLE"),
        (
            told("MinterRemoved(address)", ALICE),
            *(ControlKind.REVOKE, ALICE, "isMinter(address)"),
        ),
        (
            told("RoleAdminChanged(bytes32,bytes32,bytes32)", MINTS, 0, b"\x07" * 32, indexed=3),
            ControlKind.ROLE_ADMIN,
            None,
            f"MINTER_ROLE, now granted by role 0x{'07' * 32}",
        ),
        (
            told("OwnershipTransferred(address,address)", BOB, ALICE, indexed=2),
            *(ControlKind.OFFICE, ALICE, ""),
        ),
        (
            told("DefaultAdminTransferScheduled(address,uint48)", ALICE, 77, indexed=1),
            *(ControlKind.OFFICE, ALICE, ""),
        ),
        (told("Upgraded(address)", ALICE), ControlKind.UPGRADE, ALICE, ""),
        (told("Pause()"), ControlKind.PAUSE, None, ""),
        (told("Unpaused(address)", BOB), ControlKind.UNPAUSE, None, ""),
        (told("AddedBlackList(address)", ALICE), ControlKind.FREEZE, ALICE, ""),
        (told("Params(uint256,uint256)", 20, 5), ControlKind.SETTING, None, "20, 5"),
    ],
)
def test_event_is_an_act_with_whom_it_is_about(
    log: RawLog, kind: ControlKind, about: bytes | None, detail: str
) -> None:
    (act,) = acts(COIN, history(log))
    assert (act.kind, act.detail) == (kind, detail)
    assert act.about == (None if about is None else on_ethereum(about))
    assert (act.block, act.timestamp) == (log.block, 1_000 + log.block)


def test_supply_and_control_stand_in_chain_order_and_are_counted_whole() -> None:
    pause = told("Pause()", at=(60, 0))
    rows = (
        supply_row(EntryKind.BURN, BOB, 2, at=(61, 0)),
        supply_row(EntryKind.WIPE, Boundary.SUSPENSE, 1, at=(62, 0)),
    )
    of = history(pause, supply=(MINT, *rows), left_out=4)
    found = acts(COIN, of)
    assert [act.kind for act in found] == [
        *(ControlKind.ISSUE, ControlKind.PAUSE, ControlKind.REDEEM, ControlKind.DESTROY)
    ]
    assert [(act.about, act.base_units) for act in found] == [
        *((HOLDER, 7), (None, None), (KEYS[5], 2), (None, 1))
    ]
    assert found[0].event == "mint"
    assert count(of) == 8


def test_newest_acts_alone_are_shown() -> None:
    pauses = [told("Pause()", at=(block, 0)) for block in range(1, MOST_ACTS + 10)]
    found = acts(COIN, history(*pauses, supply=(MINT,)))
    assert (len(found), found[-1].block) == (MOST_ACTS, MOST_ACTS + 9)
    assert MINT.entry.block in {act.block for act in found}


def test_transaction_of_several_acts_is_asked_for_once() -> None:
    first, again = told("Pause()", at=(1, 0)), told("Unpause()", at=(1, 1))
    assert transactions_of(acts(COIN, history(first, again))) == ((first.transaction, 1),)


def test_log_of_another_kind_and_one_that_is_cut_are_no_acts() -> None:
    """A store keeps none; a bundle that somebody else made may hold some."""
    cut = replace(
        granted(MINTS, ALICE, at=(9, 1)), topics=granted(MINTS, ALICE, at=(9, 1)).topics[:2]
    )
    assert acts(COIN, history(RawLog(9, 0, TX, (b"\x99" * 32,), b""), cut)) == ()


def test_use_through_a_multisig_names_who_approved_it_on_chain() -> None:
    approvals = (approval(), approval(KEYS[3].address), approval(KEYS[3].address))
    other = approval(KEYS[4].address, digest=b"\x02" * 32)
    stranger = approval(b"\x99" * 20)
    found = one_use(executed(), done(*approvals, other, stranger, success()))
    expected = Approvals((KEYS[0], KEYS[3]), 2, 3, signed=False)
    assert found == (KEYS[0], SAFE, expected)
    unindexed = one_use(executed(), done(*approvals, success(indexed=False)))
    assert unindexed == found


@pytest.mark.parametrize(
    "approvals",
    [
        (),
        (replace(done(), logs=FAILED),),
        (done(approval(), success(), first=51),),
        (done(approval()),),
        (done(approval(), success(), success(b"\x02" * 32)),),
        (done(approval(), RawLog(50, 1, TX, (), b""), replace(success(), transaction=DIGEST)),),
    ],
    ids=["not asked", "failed", "later", "not executed", "executed twice", "by another"],
)
def test_use_whose_approvals_are_not_known_leaves_them_open(
    approvals: tuple[AccountLogs, ...],
) -> None:
    assert one_use(executed(), *approvals) == (KEYS[0], SAFE, None)


def test_use_through_a_safe_counts_the_signatures_that_came_with_it() -> None:
    by_key = b"\x11" * 64 + b"\x1c"
    approved = word(KEYS[2]) + word(0) + b"\x01"
    strange = word(on_ethereum(b"\x99" * 20)) + word(0) + b"\x01"
    odd = b"\xff" * 64 + b"\x00"
    of_contract = b"\x00" * 65
    found = one_use(executed(signatures=approved + by_key), done())
    assert found == (KEYS[0], SAFE, Approvals((KEYS[2],), 2, 3, signed=True))
    many = one_use(executed(signatures=by_key + strange + odd + of_contract), done())
    assert many[2] == Approvals((), 3, 3, signed=True)


def test_use_whose_signatures_cannot_be_read_leaves_them_open() -> None:
    whole = executed(signatures=b"\x11" * 65)
    assert one_use(whole[:-160], done())[2] is None


def test_use_by_a_key_has_nobody_between() -> None:
    assert one_use(issue_to(ALICE, 7), to=TOKEN) == (KEYS[0], None, None)


def test_use_through_an_unknown_contract_names_it_and_no_approvals() -> None:
    other = on_ethereum(b"\x77" * 20)
    assert one_use(b"\x01\x02\x03\x04", to=other.address) == (KEYS[0], other, None)
    nobody = replace(MULTISIG, account=other, kind=ActorKind.CONTRACT, rules=())
    assert one_use(b"\x01\x02\x03\x04", to=other.address, actor=nobody)[2] is None


def test_use_in_the_creation_of_a_contract_has_nobody_between() -> None:
    calls = {TX: TransactionCall(TX, 50, KEYS[0].address, None, b"")}
    evidence = ControlEvidence(deployment().asset, (), history=history(supply=(MINT,)), calls=calls)
    (use,) = uses(COIN, evidence, map_with())
    assert (use.sender, use.through) == (KEYS[0], None)


def test_use_without_its_transaction_tells_the_act_alone() -> None:
    evidence = ControlEvidence(deployment().asset, (), history=history(supply=(MINT,)))
    for without in (evidence, replace(evidence, calls=FAILED)):
        (use,) = uses(COIN, without, map_with())
        assert (use.sender, use.through, use.approvals) == (None, None, None)
    assert uses(COIN, replace(evidence, history=None), map_with()) == ()


def test_act_of_a_log_keeps_its_place() -> None:
    log = told("Pause()", at=(60, 2))
    (act,) = acts(COIN, history(log))
    assert act == PowerAct(ControlKind.PAUSE, "Pause", 60, 2, 1_060, log.transaction, None)
    assert KeptLog(log, 1_060) in history(log).told.logs
    assert APPROVED != EXECUTED
