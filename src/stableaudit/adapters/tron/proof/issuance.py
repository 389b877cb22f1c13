"""The order to issue behind the ledger's mints of one transaction.

1. The transaction is in the block's complete list.
2. Its result code is SUCCESS.
3. It is signed.
4. Its calldata call the token, directly or through a multisig, to issue just what each mint says,
   to the account that the mint credits; every mint has a call of its own.

Not proven, and nothing on TRON proves it: the log that the mint was read from, the balance after
it, and, of a call inside another, that it did not fail there (see IssuingCall.nested).
"""

from collections.abc import Iterator, Sequence
from typing import Final

from stableaudit.adapters.tron.proof.breaks import BrokenProofError, returned
from stableaudit.adapters.tron.proof.header import spelled
from stableaudit.domain.ledger import Boundary, Entry, EntryKind
from stableaudit.domain.logs import WORD_BYTES
from stableaudit.domain.tokens import SupplyLaw
from stableaudit.domain.tron_proofs import (
    IssuingCall,
    NoCall,
    ProvenIssuance,
    ProvenTransaction,
    ProvenTransactions,
)
from stableaudit.ledger.abi import UnreadableError, address_at, number_at
from stableaudit.ledger.attribution import ISSUE, ISSUE_TO
from stableaudit.ledger.calldata import Call, calls_to
from stableaudit.ledger.wrappers import SELECTOR_BYTES

_FUNCTIONS: Final = {
    SupplyLaw.USDKG: ISSUE_TO,
    SupplyLaw.TETHER: ISSUE,
    SupplyLaw.TETHER_TRON: ISSUE,
}
"""What issues under a law; no token on TRON that we know has another."""


@returned
def prove_issuance(
    block: ProvenTransactions, mints: Sequence[Entry], *, token: bytes, law: SupplyLaw
) -> ProvenIssuance:
    """Return the calls that order the ledger's mints of one transaction, or where that breaks.

    Args:
        block: of the mints, proven.
        mints: all of the transaction, in chain order; one in suspense names no account to compare.
        token: 20 bytes of the token contract.
        law: its supply law.
    """
    if not mints or any(each.kind is not EntryKind.MINT for each in mints):
        raise BrokenProofError("mints", "there are none, or one is no mint")
    first = mints[0]
    if any(each.transaction != first.transaction for each in mints):
        raise BrokenProofError("mints", "they are of several transactions")
    if any(each.block != block.block.number for each in mints):
        raise BrokenProofError(
            "mints", f"one is of block {first.block}, the proof of {block.block.number}"
        )
    transaction = block.find(first.transaction)
    if transaction is None:
        raise BrokenProofError(
            "transaction",
            f"{first.transaction.hex()} is none of the {len(block.transactions)} of the block",
        )
    path = f"transactions[{transaction.position}]"
    if not transaction.succeeded:
        raise BrokenProofError(
            f"{path}.ret", f"its result codes are {list(transaction.results)}, not just SUCCESS"
        )
    if not transaction.signers:
        raise BrokenProofError(f"{path}.signature", "nobody signed it")
    ordered = _ordered(transaction, token, law, f"{path}.calldata")
    # First those that name an account: any call of its amount will do for one in suspense.
    taken = {
        index: _taken(mints[index], ordered, f"{path}.calldata")
        for index in sorted(range(len(mints)), key=lambda index: _suspended(mints[index]))
    }
    calls = tuple(taken[index] for index in range(len(mints)))
    return ProvenIssuance(block.block, transaction, calls)


def _ordered(
    transaction: ProvenTransaction, token: bytes, law: SupplyLaw, path: str
) -> list[IssuingCall]:
    if isinstance(transaction.call, NoCall):
        raise BrokenProofError(path, transaction.call.reason)
    function = _FUNCTIONS.get(law)
    if function is None:
        raise BrokenProofError(path, f"no issuing call is known of a token of the law {law.value}")
    return [
        issuing
        for call in calls_to(token, transaction.call)
        if call.data.startswith(function.selector)
        for issuing in _issuing(call, told=function is ISSUE_TO)
    ]


def _issuing(call: Call, *, told: bool) -> Iterator[IssuingCall]:
    """Yield what a call orders; nothing where the token's decoder would refuse it."""
    arguments = call.data[SELECTOR_BYTES:]
    try:
        # issue(uint256) credits the owner, who alone may call it.
        recipient = address_at(arguments, 0) if told else call.caller
        base_units = number_at(arguments, WORD_BYTES if told else 0)
    except UnreadableError:
        return
    yield IssuingCall(call.caller, recipient, base_units, call.nested)


def _suspended(mint: Entry) -> bool:
    return mint.destination is Boundary.SUSPENSE


def _taken(mint: Entry, ordered: list[IssuingCall], path: str) -> IssuingCall:
    """Take the first call for a mint out of those that no mint has taken."""
    for index, call in enumerate(ordered):
        named = _suspended(mint) or call.recipient == mint.destination
        if named and call.base_units == mint.base_units:
            return ordered.pop(index)
    whom = f" to {spelled(mint.destination)}" if isinstance(mint.destination, bytes) else ""
    raise BrokenProofError(
        path, f"no call that issues {mint.base_units}{whom}, as log {mint.ordinal} says"
    )
