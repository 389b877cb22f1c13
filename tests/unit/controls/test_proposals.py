"""Calls that wait for signatures: read off approvals, each with who approved, none twice."""

from dataclasses import replace

import pytest

from stableaudit.controls.proposals import APPROVED, approvals_of, waiting
from stableaudit.controls.survey import controlled
from stableaudit.domain.control_questions import Getter
from stableaudit.domain.evidence import AccountLogs, ControlEvidence
from stableaudit.domain.logs import RawLog
from stableaudit.domain.power_map import Actor, ActorKind, Member, Proposal, Rule
from stableaudit.domain.tokens import SupplyLaw
from tests.unit.controls.answers import FAILED, TOKEN, World, deployment, listed, on_ethereum, word
from tests.unit.ledger.calls import issue, issue_to

COIN, SAFE, HOLDER = on_ethereum(TOKEN), on_ethereum(b"\x5a" * 20), on_ethereum(b"\xee" * 20)
KEYS = tuple(on_ethereum(bytes([number]) * 20) for number in range(0x21, 0x28))
MULTISIG = Actor(
    SAFE,
    ActorKind.MULTISIG,
    rules=(Rule("owners", 3, tuple(Member(key, 1) for key in KEYS)),),
)
MILLIONS = 10_000_000_000000
CALL = issue_to(HOLDER.address, MILLIONS)
DIGEST = b"\xd1" * 32


def approval(
    owner: bytes = KEYS[0].address,
    *,
    data: bytes = CALL,
    nonce: int = 4,
    to: bytes = TOKEN,
    digest: bytes = DIGEST,
) -> RawLog:
    padded = data + bytes(-len(data) % 32)
    head = (to, 0, 10 * 32, 0, 0, 0, 0, bytes(20), bytes(20), nonce)
    body = b"".join(word(each) for each in head) + word(len(data)) + padded
    return RawLog(9, 0, bytes(32), (APPROVED, digest, word(owner)), body)


def found(*logs: RawLog, nonce: int = 4, law: SupplyLaw = SupplyLaw.USDKG) -> tuple[Proposal, ...]:
    return waiting(MULTISIG, nonce, logs, token=COIN, law=law)


def test_issuance_that_two_approved_waits_with_recipient_and_amount() -> None:
    (proposal,) = found(approval(), approval(KEYS[3].address), approval())
    assert (proposal.recipient, proposal.base_units) == (HOLDER, MILLIONS)
    assert proposal.approved_by == (KEYS[0], KEYS[3])
    assert (proposal.threshold, proposal.nonce, proposal.target) == (3, 4, COIN)


def test_call_whose_nonce_is_used_up_waits_no_more() -> None:
    assert found(approval(), nonce=5) == ()
    later = approval(nonce=6, digest=b"\x02" * 32)
    assert [one.nonce for one in found(later, approval())] == [4, 6]


def test_approval_of_a_stranger_counts_for_nothing() -> None:
    (proposal,) = found(approval(b"\x99" * 20))
    assert proposal.approved_by == ()


@pytest.mark.parametrize(
    ("data", "law"),
    [
        (bytes.fromhex("8456cb59"), SupplyLaw.USDKG),
        (CALL[:20], SupplyLaw.USDKG),
        (CALL, SupplyLaw.FIAT_TOKEN),
        (b"", SupplyLaw.USDKG),
    ],
    ids=["pause", "cut", "a law without a known call", "no call"],
)
def test_call_that_issues_nothing_of_this_token_is_shown_by_its_selector(
    data: bytes, law: SupplyLaw
) -> None:
    (proposal,) = found(approval(data=data), law=law)
    assert (proposal.recipient, proposal.base_units) == (None, None)
    assert proposal.selector == data[:4]


def test_issue_without_a_recipient_goes_to_the_caller() -> None:
    (proposal,) = found(approval(data=issue(7)), law=SupplyLaw.TETHER)
    assert (proposal.recipient, proposal.base_units) == (SAFE, 7)


@pytest.mark.parametrize(
    "log",
    [
        replace(approval(), topics=(APPROVED,)),
        replace(approval(), topics=(b"\x01" * 32, *approval().topics[1:])),
        replace(approval(), data=approval().data[:100]),
        replace(approval(), topics=(APPROVED, DIGEST, b"\xff" * 32)),
    ],
    ids=["topics", "another event", "cut", "no owner"],
)
def test_log_that_is_no_approval_is_none(log: RawLog) -> None:
    assert found(log) == ()


def test_approvals_are_asked_for_by_their_event_alone() -> None:
    query = approvals_of(SAFE)
    assert query.wants((APPROVED, DIGEST, word(KEYS[0])))
    assert not query.wants((b"\x01" * 32,))


def evidence(approvals: AccountLogs, *, nonce: bytes | None = word(4)) -> ControlEvidence:
    world = World()
    world.contract(COIN, {"owner()": word(SAFE), "compliance()": word(KEYS[6])})
    getters = {"getOwners()": listed(*KEYS), "getThreshold()": word(3)}
    world.contract(SAFE, getters)
    if nonce is not None:
        world.values[Getter(SAFE, "nonce()")] = nonce
    seen, _ = world.seen(deployment())
    return ControlEvidence(deployment().asset, tuple(seen.answers.items()), (approvals,))


def test_map_has_what_waits_and_says_where_nobody_could_look() -> None:
    told = AccountLogs(SAFE, 0, 10, (approval(),))
    assert len(controlled(deployment(), evidence(told)).pending) == 1
    unread = controlled(deployment(), evidence(replace(told, logs=FAILED)))
    assert unread.pending == ()
    assert f"What waits for signatures at {SAFE.local}: asked a for it" in unread.unknown[0]
    no_nonce = controlled(deployment(), evidence(told, nonce=None))
    assert no_nonce.pending == ()
    assert f"Which approvals at {SAFE.local} still wait: asked" in no_nonce.unknown[0]
    silent = controlled(deployment(), evidence(replace(told, logs=()), nonce=None))
    assert (silent.pending, silent.unknown) == ((), ())
    stranger = replace(told, account=HOLDER)
    assert controlled(deployment(), evidence(stranger)).pending == ()
