"""How many owners of a multisig approved what it did in one transaction.

USDKG's multisig has them approve on chain; what it then does names the same digest. A Safe is given
signatures with the call: how many is counted, and an owner is named where the signature itself does
(approved on chain, or by a contract); whose keys made the others is not recovered. Source: Safe
1.4.1, checkNSignatures; USDKG's docs, Multisig.md.
"""

from dataclasses import dataclass
from typing import Final

from stableaudit.controls.proposals import EXECUTED, read_approval
from stableaudit.domain.distinct import distinct
from stableaudit.domain.evidence import AccountLogs
from stableaudit.domain.identifiers import AccountId
from stableaudit.domain.logs import WORD_BYTES, RawLog, TransactionCall
from stableaudit.domain.power_map import Actor, ActorKind
from stableaudit.domain.readings import Unavailable
from stableaudit.ledger.abi import UnreadableError, address_at, bytes_at, number_at
from stableaudit.ledger.wrappers import SELECTOR_BYTES

_WITH_SIGNATURES: Final = bytes.fromhex("6a761202")
"""Safe's execTransaction; its last argument holds the signatures."""

_SIGNATURES: Final = 9 * WORD_BYTES
_SIGNATURE_BYTES: Final = 65
_NAMES_ITS_OWNER: Final = (0, 1)


@dataclass(frozen=True, slots=True)
class Approvals:
    """Who agreed to what a multisig did."""

    owners: tuple[AccountId, ...]
    """Those who are named, each once, in the order of their approvals."""

    number: int
    """Of approvals; of signatures where they came with the call, named or not."""

    threshold: int
    """How many it asks for now."""

    signed: bool
    """Whether signatures came with the call, instead of approvals on chain."""


def approvals_at(
    multisig: Actor, block: int, call: TransactionCall, found: AccountLogs | None
) -> Approvals | None:
    """Return who approved what a multisig did; None where that is not known.

    Args:
        multisig: with its rule.
        block: in which it acted.
        call: the transaction by which it did.
        found: its logs, where they were asked for.
    """
    if multisig.kind is not ActorKind.MULTISIG or not multisig.rules:
        return None
    threshold = max(rule.threshold for rule in multisig.rules)
    given = _given(multisig, call, threshold)
    if given is not None:
        return given
    if found is None or isinstance(found.logs, Unavailable) or not found.first <= block:
        return None
    done = {
        digest
        for log in found.logs
        if log.transaction == call.transaction and (digest := _digest(log)) is not None
    }
    if len(done) != 1:
        return None
    owners = _owners(multisig)
    approved = distinct(
        one.owner
        for log in found.logs
        if (one := read_approval(multisig.account, log)) is not None
        and one.digest in done
        and one.owner in owners
    )
    return Approvals(approved, len(approved), threshold, signed=False)


def _given(multisig: Actor, call: TransactionCall, threshold: int) -> Approvals | None:
    if call.to != multisig.account.address or not call.data.startswith(_WITH_SIGNATURES):
        return None
    arguments = call.data[SELECTOR_BYTES:]
    try:
        signatures = bytes_at(arguments, number_at(arguments, _SIGNATURES))
    except UnreadableError:
        return None
    # It looks at so many as it asks for; what comes after is data of contracts.
    number = min(len(signatures) // _SIGNATURE_BYTES, threshold)
    named: list[AccountId] = []
    for at in range(0, number * _SIGNATURE_BYTES, _SIGNATURE_BYTES):
        if signatures[at + _SIGNATURE_BYTES - 1] in _NAMES_ITS_OWNER:
            try:
                named.append(AccountId(multisig.account.chain, address_at(signatures, at)))
            except UnreadableError:
                continue
    owners = _owners(multisig)
    known = distinct(one for one in named if one in owners)
    return Approvals(known, number, threshold, signed=True)


def _digest(log: RawLog) -> bytes | None:
    if log.topics[:1] != (EXECUTED,):
        return None
    return (*log.topics[1:], log.data[:WORD_BYTES])[0]


def _owners(multisig: Actor) -> frozenset[AccountId]:
    return frozenset(member.account for rule in multisig.rules for member in rule.members)
