"""Calls that wait for signatures at a multisig: what they would do is known before it is done.

USDKG's multisig has its owners approve on chain, and the approval carries the whole call. A call is
done, or never to be done, when the nonce that it was approved for is used up. Safes collect their
signatures elsewhere: of those nothing is on chain. Source: USDKG's docs, Multisig.md (ApproveHash).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from stableaudit.domain.distinct import distinct
from stableaudit.domain.identifiers import AccountId
from stableaudit.domain.logs import WORD_BYTES, LogQuery, RawLog, TransactionCall
from stableaudit.domain.power_map import Actor, Proposal
from stableaudit.domain.tokens import SupplyLaw
from stableaudit.ledger.abi import UnreadableError, address_at, bytes_at, number_at
from stableaudit.ledger.attribution import ISSUE, ISSUE_TO
from stableaudit.ledger.calldata import Call, calls_to
from stableaudit.ledger.wrappers import SELECTOR_BYTES

APPROVED: Final = bytes.fromhex("59434c6eace175e1c3cdb3eea4b1a1b9fe725c224636373ccb02cbf2cb830056")
"""keccak256 of `ApproveHash(bytes32,address,address,uint256,bytes,uint8,uint256,uint256,uint256,
address,address,uint256)`, the first two indexed."""

EXECUTED: Final = bytes.fromhex("442e715f626346e8c54381002da614f62bee8d27386535b2521ec8540898556e")
"""keccak256 of `ExecutionSuccess(bytes32,uint256)`; Safe indexes the first from 1.4 on."""

_TOPICS: Final = 3
_DATA: Final = 2 * WORD_BYTES
_NONCE: Final = 9 * WORD_BYTES
_ISSUES: Final = {
    SupplyLaw.USDKG: ISSUE_TO,
    SupplyLaw.TETHER: ISSUE,
    SupplyLaw.TETHER_TRON: ISSUE,
}


@dataclass(frozen=True, slots=True)
class Approval:
    """What one owner approved on chain."""

    digest: bytes
    owner: AccountId
    call: TransactionCall
    nonce: int


def approvals_of(multisig: AccountId) -> LogQuery:
    """Return which logs of a multisig tell what its owners approved, and what it then did."""
    # No names: an index would be asked for each, and a multisig tells little else.
    return LogQuery(multisig, (((APPROVED, EXECUTED),),))


def waiting(
    multisig: Actor, nonce: int, logs: Iterable[RawLog], *, token: AccountId, law: SupplyLaw
) -> tuple[Proposal, ...]:
    """Return the calls that were approved and not made yet, those of the next nonce first.

    Args:
        multisig: with its one rule.
        nonce: its own, of the next call.
        logs: its approvals.
        token: whose issuances are recognised.
        law: of the token.
    """
    approvals = [one for log in logs if (one := read_approval(multisig.account, log)) is not None]
    ahead = [one for one in approvals if one.nonce >= nonce]
    members = {member.account for rule in multisig.rules for member in rule.members}
    found: list[Proposal] = []
    for digest in distinct(one.digest for one in ahead):
        own = [one for one in ahead if one.digest == digest]
        owners = distinct(one.owner for one in own if one.owner in members)
        call = own[0].call
        recipient, base_units = _issued(token, law, call)
        found.append(
            Proposal(
                multisig.account,
                digest,
                own[0].nonce,
                owners,
                max(rule.threshold for rule in multisig.rules),
                AccountId(multisig.account.chain, call.to or b""),
                call.data[:SELECTOR_BYTES],
                recipient,
                base_units,
            )
        )
    return tuple(sorted(found, key=_place))


def _place(proposal: Proposal) -> tuple[int, bytes]:
    return proposal.nonce, proposal.digest


def read_approval(multisig: AccountId, log: RawLog) -> Approval | None:
    """Return what an approval says; None for a log that is none."""
    if len(log.topics) != _TOPICS or log.topics[0] != APPROVED:
        return None
    try:
        to = address_at(log.data, 0)
        start = number_at(log.data, _DATA)
        data = bytes_at(log.data, start)
        nonce = number_at(log.data, _NONCE)
        owner = AccountId(multisig.chain, address_at(log.topics[2], 0))
    except UnreadableError:
        return None
    # As the token would see it: the multisig is the caller.
    call = TransactionCall(log.topics[1], log.block, multisig.address, to, data)
    return Approval(log.topics[1], owner, call, nonce)


def _issued(
    token: AccountId, law: SupplyLaw, call: TransactionCall
) -> tuple[AccountId | None, int | None]:
    """Return to whom and how much a call would issue; None and None for any other."""
    function = _ISSUES.get(law)
    if function is None:
        return None, None
    for each in calls_to(token.address, call):
        if each.data.startswith(function.selector):
            return _arguments(each, token, told=function is ISSUE_TO)
    return None, None


def _arguments(call: Call, token: AccountId, *, told: bool) -> tuple[AccountId | None, int | None]:
    arguments = call.data[SELECTOR_BYTES:]
    try:
        recipient = address_at(arguments, 0) if told else call.caller
        base_units = number_at(arguments, WORD_BYTES if told else 0)
    except UnreadableError:
        return None, None
    return AccountId(token.chain, recipient), base_units
