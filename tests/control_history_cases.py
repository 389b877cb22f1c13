"""A past of control with everything in it, built by hand: on Ethereum, of a token by Circle's law.

A multisig, 2 of 3, is its owner. It issued through two approvals and paused with one; a key froze
two accounts, one of which its getter denies; a role came and went inside one block, and another is
denied by its getter; of two minters one is read with what it may still mint.
"""

from collections.abc import Mapping
from dataclasses import replace

from stableaudit.controls.roles import MINTER, holds
from stableaudit.controls.seen import Seen
from stableaudit.controls.survey import questions
from stableaudit.domain.control_history import ControlHistory
from stableaudit.domain.control_questions import Code, ControlAnswer, ControlQuestion, Getter
from stableaudit.domain.evidence import AccountLogs, ControlEvidence
from stableaudit.domain.ledger import EntryKind
from stableaudit.domain.logs import TransactionCall
from stableaudit.domain.readings import Unavailable
from stableaudit.domain.tokens import Deployment, SupplyLaw
from stableaudit.reconcile.case import Case
from tests.cases import healthy_case
from tests.control_events import granted, history, revoked, supply_row, told
from tests.unit.controls.answers import World, listed, on_ethereum, word
from tests.unit.controls.test_proposals import approval
from tests.unit.controls.test_uses import executed, success

ROLE, BRIEF = b"\x07" * 32, b"\x08" * 32
SAFE, OFFICER, ALICE, BOB, CAROL = (
    on_ethereum(bytes([each]) * 20) for each in (0x5A, 0x0F, 0xA1, 0xB0, 0xCA)
)
OWNERS = tuple(on_ethereum(bytes([number]) * 20) for number in (0x21, 0x22, 0x23))
ISSUED, PAUSED, FROZE = ((number).to_bytes(32) for number in (50, 60, 70))
LOGS = (
    told("MinterConfigured(address,uint256)", ALICE.address, 900, at=(10, 0), indexed=1),
    told("MinterConfigured(address,uint256)", BOB.address, 900, at=(10, 1), indexed=1),
    granted(ROLE, CAROL.address, at=(20, 0)),
    granted(BRIEF, CAROL.address, at=(30, 0), transaction=b"\x31" * 32),
    revoked(BRIEF, CAROL.address, at=(30, 5), transaction=b"\x32" * 32),
    told("Pause()", at=(60, 1), transaction=PAUSED),
    told("Blacklisted(address)", ALICE.address, at=(70, 0), transaction=FROZE, indexed=1),
    told("Blacklisted(address)", BOB.address, at=(70, 1), transaction=FROZE, indexed=1),
    told("UnBlacklisted(address)", BOB.address, at=(71, 1), indexed=1),
    told("Blacklisted(address)", CAROL.address, at=(72, 0), indexed=1),
)
CALLS = {
    ISSUED: TransactionCall(ISSUED, 50, OWNERS[0].address, SAFE.address, executed()),
    PAUSED: TransactionCall(PAUSED, 60, OWNERS[1].address, SAFE.address, executed(b"\x84\x56")),
    FROZE: TransactionCall(FROZE, 70, OFFICER.address, b"\x70" * 20, b""),
}
OTHER = b"\xd2" * 32
APPROVALS = AccountLogs(
    SAFE,
    0,
    100,
    (
        approval(OWNERS[0].address),
        approval(OWNERS[2].address),
        success(),
        approval(OWNERS[1].address, digest=OTHER),
        replace(success(OTHER, block=60), transaction=PAUSED),
    ),
)


def past(*, frozen: Mapping[bytes, int] | Unavailable | None = None) -> ControlHistory:
    """Return what the ledger kept; without another word a ledger that knows one balance of two."""
    rows = (supply_row(EntryKind.MINT, ALICE.address, 7_000_000, at=(50, 3)),)
    held = {ALICE.address: 5_000_000} if frozen is None else frozen
    return history(*LOGS, supply=rows, frozen=held)


def fiat_deployment() -> Deployment:
    """Return the deployment on Ethereum of the healthy case, under Circle's law."""
    return replace(healthy_case().scope.token.deployments[1], law=SupplyLaw.FIAT_TOKEN)


def control_evidence_of(of: Deployment, kept: ControlHistory) -> ControlEvidence:
    """Return everything that was answered about a deployment."""
    token = of.asset.contract
    made = World()
    made.contract(token, {"owner()": word(SAFE)}, code=Code(4000, "0x" + "ab" * 32, b""))
    made.contract(SAFE, {"getOwners()": listed(*OWNERS), "getThreshold()": word(2)})
    made.values |= {
        Getter(SAFE, "nonce()"): word(9),
        holds(token, ROLE, CAROL): word(0),
        holds(token, BRIEF, CAROL): word(0),
        holds(token, MINTER, ALICE): word(1),
        holds(token, MINTER, BOB): word(1),
        Getter(token, "minterAllowance(address)", word(ALICE)): word(893_000_000),
        Getter(token, "isBlacklisted(address)", word(ALICE)): word(1),
        Getter(token, "isBlacklisted(address)", word(CAROL)): word(0),
    }
    answers: dict[ControlQuestion, ControlAnswer] = {}
    while wanted := questions(of, Seen(answers), (), kept):
        answers.update({question: made.answer(question) for question in wanted})
    return ControlEvidence(
        of.asset, tuple(answers.items()), (APPROVALS,), history=kept, calls=CALLS
    )


def case_with_past(evidence: ControlEvidence | None = None) -> Case:
    """Return the healthy case with a past of control on Ethereum."""
    case, of = healthy_case(), fiat_deployment()
    found = control_evidence_of(of, past()) if evidence is None else evidence
    token = replace(case.scope.token, deployments=(case.scope.token.deployments[0], of))
    return Case(replace(case.scope, token=token), replace(case.evidence, controls=(found,)))
