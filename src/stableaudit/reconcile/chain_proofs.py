"""Whether a wallet's chain bears its proof out, where no key's signature can.

A marker transaction must go from the wallet to itself. Exchanges send what their customers ask for,
on TRON with a memo that the customer chooses: one to anybody else, the issuer too, would let
whoever withdraws there claim the exchange's wallet. On TRON nobody can send coins to himself;
there it is a token's `transfer` to the wallet, with the challenge as memo.
"""

from typing import Final

from stableaudit.domain.evidence import WalletEvidence
from stableaudit.domain.identifiers import ADDRESS_BYTES
from stableaudit.domain.phrases import say
from stableaudit.domain.readings import Reading, Unavailable
from stableaudit.domain.transaction_questions import SentTransaction, TransactionOutcome
from stableaudit.domain.wallet_questions import WalletAnswer, accepts, questions_of
from stableaudit.domain.wallets import OnChainProof, ProofKind, RegisteredWallet

_TRON: Final = "tron"
_TRANSFER: Final = bytes.fromhex("a9059cbb") + bytes(32 - ADDRESS_BYTES)
_TRANSFER_BYTES: Final = 4 + 32 + 32
_NOBODY_ASKED: Final = (
    "only its chain can say whether it holds; `check --wallets` asks it, and here nothing was asked"
)


def not_borne_out(
    entry: RegisteredWallet, given: OnChainProof, evidence: WalletEvidence | None
) -> str:
    """Return why a chain does not bear a proof out; empty where it does.

    Args:
        entry: a wallet whose proof only its chain can bear out.
        given: what the chain was to be asked.
        evidence: what the chain answered; None where nobody asked it.
    """
    answers = dict(() if evidence is None else evidence.answers)
    said = tuple(answers.get(each) for each in questions_of(entry))
    if entry.proof.kind is not ProofKind.MARKER:
        return _not_accepted(*said)
    sent, outcome = said
    return _not_final(outcome) or _not_carried(sent, entry, given)


def _not_accepted(answer: WalletAnswer | None) -> str:
    if answer is None:
        return _NOBODY_ASKED
    if isinstance(answer, Unavailable):
        return say(
            "whether the contract accepts the signature (EIP-1271) is not known: {answer}",
            answer=answer,
        )
    if not accepts(answer.value):
        return say("the contract does not accept the signature (EIP-1271) at {at}", at=answer.at)
    return ""


def _not_final(answer: WalletAnswer | None) -> str:
    if answer is None:
        return _NOBODY_ASKED
    if isinstance(answer, Unavailable):
        return say("what came of the marker transaction is not known: {answer}", answer=answer)
    outcome = answer.value
    if not isinstance(outcome, TransactionOutcome) or not outcome.succeeded:
        return "the marker transaction failed"
    if outcome.block > answer.at.number:
        return say(
            "the marker transaction is in block {block}, after the reference block {number}",
            block=outcome.block,
            number=answer.at.number,
        )
    return ""


def _not_carried(answer: WalletAnswer | None, entry: RegisteredWallet, given: OnChainProof) -> str:
    if not isinstance(answer, Reading) or not isinstance(answer.value, SentTransaction):
        return say("the marker transaction is not known: {answer}", answer=answer)
    sent, account = answer.value, entry.wallet.account
    if sent.sender != account.address:
        return say(
            "the marker transaction is of 0x{sender}, not of this wallet", sender=sent.sender.hex()
        )
    on_tron = account.chain.namespace == _TRON
    if _recipient(sent, on_tron=on_tron) != account.address:
        return (
            "the marker transaction does not go to the wallet itself: others may choose what one "
            "to them carries"
        )
    carried = sent.memo if on_tron else sent.data
    if carried not in (given.digest, entry.proof.challenge.encode()):
        return "the marker transaction does not carry the challenge, or its hash, and nothing else"
    return ""


def _recipient(sent: SentTransaction, *, on_tron: bool) -> bytes | None:
    """Return who receives: the account called; on TRON whom a token is transferred to."""
    if not on_tron:
        return sent.to
    is_transfer = len(sent.data) == _TRANSFER_BYTES and sent.data.startswith(_TRANSFER)
    return sent.data[len(_TRANSFER) :][:ADDRESS_BYTES] if is_transfer else None
