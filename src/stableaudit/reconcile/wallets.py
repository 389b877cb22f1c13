"""Whether a registered wallet is shown to be the issuer's: what a proof must say, and until when.

In this order, so that a reason names the first thing that is wrong:
1. the kind of proof is one that can be verified, and that the wallet's chain has;
2. what was signed is a challenge, of this token, this account and this purpose;
3. the signature is one, and by the account's own key, or the account's chain bears it out;
4. the challenge is about this statement, or a day that has begun, and has not expired.
"""

from dataclasses import dataclass
from typing import Final, assert_never

from stableaudit.domain.evidence import WalletEvidence
from stableaudit.domain.findings import Gate
from stableaudit.domain.identifiers import AccountId
from stableaudit.domain.instants import format_instant
from stableaudit.domain.phrases import say
from stableaudit.domain.wallets import (
    Challenge,
    ForStatement,
    OnChainProof,
    ProofKind,
    Refused,
    RegisteredWallet,
    Signer,
    Verified,
    Wallet,
    WalletRegister,
)
from stableaudit.reconcile.chain_proofs import not_borne_out

_TRON: Final = "tron"


@dataclass(frozen=True, slots=True)
class JudgedRegister:
    """A register, and of each of its wallets whether control is shown."""

    register: WalletRegister
    at: int
    """The instant at which control is to be shown, seconds of UTC."""

    verdicts: tuple[tuple[RegisteredWallet, Verified | Refused], ...]
    """In the order of the register."""

    @property
    def gate(self) -> Gate:
        """Whether every wallet is verified."""
        every = all(isinstance(verdict, Verified) for _, verdict in self.verdicts)
        return Gate.PASSED if every else Gate.FAILED


def judge_register(register: WalletRegister, *, at: int, statement: str | None) -> JudgedRegister:
    """Return whether control of each wallet of a register is shown; no chain is asked."""
    return JudgedRegister(
        register,
        at,
        tuple(
            (one, judge_wallet(one, token=register.token, at=at, statement=statement))
            for one in register.wallets
        ),
    )


def judge_wallet(
    entry: RegisteredWallet,
    *,
    token: str,
    at: int,
    statement: str | None,
    answered: WalletEvidence | None = None,
) -> Verified | Refused:
    """Return whether control of a wallet is shown.

    Args:
        entry: the wallet, its proof, and whose key signed.
        token: key of the token whose wallet it is to be.
        at: the instant at which control is to be shown, seconds of UTC.
        statement: SHA-256 of the statement that the wallet matters to; None where none is at hand,
            and a challenge about a statement is taken to be about the right one.
        answered: what the wallet's chain said of its proof; None where nobody asked.
    """
    unfit = _unfit(entry.proof.kind, entry.wallet.account)
    if unfit:
        return Refused(unfit)
    try:
        challenge = Challenge.parse(entry.proof.challenge)
    except ValueError as error:
        return Refused(say("what was signed is no challenge: {error}", error=error))
    if isinstance(entry.signer, Refused):
        return entry.signer
    wrong = (
        _of_another(challenge, entry.wallet, token)
        or _not_shown(entry, entry.signer, answered)
        or _of_another_time(challenge, at=at, statement=statement)
    )
    return Refused(wrong) if wrong else Verified(entry.wallet.account, challenge.expires)


def _unfit(kind: ProofKind, account: AccountId) -> str:
    on_tron = account.chain.namespace == _TRON
    match kind:
        case ProofKind.EIP_191:
            return "eip-191 is signed on EVM chains, and the wallet is on TRON" if on_tron else ""
        case ProofKind.TRON_V1 | ProofKind.TRON_V2:
            return (
                ""
                if on_tron
                else say("{kind} is signed on TRON, and the wallet is on an EVM chain", kind=kind)
            )
        case ProofKind.EIP_1271:
            return "eip-1271 is asked of contracts on EVM chains, not on TRON" if on_tron else ""
        case ProofKind.MARKER:
            return ""
        case _ as never:
            assert_never(never)


def _of_another(challenge: Challenge, wallet: Wallet, token: str) -> str:
    if challenge.token != token:
        return say(
            "the challenge is about {token}, not {token2}", token=challenge.token, token2=token
        )
    if challenge.account != wallet.account:
        return say("the challenge is about {account}, not this wallet", account=challenge.account)
    if challenge.purpose is not wallet.purpose:
        return say(
            "the challenge says {purpose}, and the register {purpose2}",
            purpose=challenge.purpose,
            purpose2=wallet.purpose,
        )
    return ""


def _not_shown(
    entry: RegisteredWallet, given: Signer | OnChainProof, answered: WalletEvidence | None
) -> str:
    if isinstance(given, OnChainProof):
        return not_borne_out(entry, given, answered)
    account = entry.wallet.account
    signer = AccountId(account.chain, given.address)
    if signer == account:
        return ""
    return say(
        "it was signed by {local}, or the challenge or the signature was changed since; a contract "
        "has no key, and says itself what it accepts (eip-1271)",
        local=signer.local,
    )


def _of_another_time(challenge: Challenge, *, at: int, statement: str | None) -> str:
    subject = challenge.subject
    if isinstance(subject, ForStatement) and statement not in (None, subject.sha256):
        return "the challenge is about another statement"
    if at < challenge.begins:
        return say(
            "the challenge begins at {begins}, after {at}",
            begins=format_instant(challenge.begins),
            at=format_instant(at),
        )
    if at > challenge.expires:
        return say("the challenge expired at {expires}", expires=format_instant(challenge.expires))
    return ""
