"""A wallet is shown to be the issuer's, or the first thing that is wrong with its proof is told."""

from dataclasses import replace
from datetime import date

import pytest

from stableaudit.domain.identifiers import AccountId
from stableaudit.domain.instants import format_instant
from stableaudit.domain.wallets import (
    ForMeasurement,
    ProofKind,
    Refused,
    RegisteredWallet,
    Signer,
    Verified,
    WalletPurpose,
)
from stableaudit.reconcile.wallets import judge_wallet
from tests.cases import BNB, NOW, TRON
from tests.wallet_cases import (
    DIGEST,
    OTHER_KEY,
    SIGNERS,
    UNTIL,
    account_of,
    challenge_to,
    challenged,
    registered,
)

WALLET = registered()
CHALLENGE = challenge_to(WALLET.wallet.account)
OTHER = account_of(OTHER_KEY)
OF_KGST = replace(CHALLENGE, token="kgst")  # noqa: S106 - the key of a token
TODAY = replace(CHALLENGE, subject=ForMeasurement(date(2026, 11, 21)))


def judged(
    entry: RegisteredWallet, *, at: int = NOW, statement: str | None = DIGEST
) -> Verified | Refused:
    return judge_wallet(entry, token="usdkg", at=at, statement=statement)  # noqa: S106 - as above


def reason(entry: RegisteredWallet, *, at: int = NOW, statement: str | None = DIGEST) -> str:
    verdict = judged(entry, at=at, statement=statement)
    assert isinstance(verdict, Refused)
    return verdict.reason


@pytest.mark.parametrize("kind", SIGNERS)
def test_wallet_whose_key_signed_is_verified(kind: ProofKind) -> None:
    entry = registered(kind)
    assert judged(entry) == Verified(entry.wallet.account, UNTIL)


def test_statement_that_is_not_at_hand_is_not_compared() -> None:
    assert judged(WALLET, statement=None) == Verified(WALLET.wallet.account, UNTIL)
    assert reason(WALLET, statement="") == "the challenge is about another statement"
    assert judged(challenged(WALLET, TODAY), statement="") == Verified(WALLET.wallet.account, UNTIL)


def test_challenge_counts_from_its_day_to_its_last_second() -> None:
    entry = challenged(WALLET, TODAY)
    begins = TODAY.begins
    assert isinstance(judged(entry, at=begins), Verified)
    assert isinstance(judged(entry, at=UNTIL), Verified)
    early = reason(entry, at=begins - 1)
    assert early == "the challenge begins at 2026-11-21T00:00:00Z, after 2026-11-20T23:59:59Z"
    assert reason(entry, at=UNTIL + 1) == f"the challenge expired at {format_instant(UNTIL)}"


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        (replace(WALLET, signer=Refused("the signature is none")), "the signature is none"),
        (replace(WALLET, signer=Signer(OTHER.address)), f"it was signed by {OTHER.local}"),
        (challenged(WALLET, OF_KGST), "is about kgst, not usdkg"),
        (challenged(WALLET, challenge_to(OTHER)), f"is about {OTHER}, not this wallet"),
        (
            challenged(WALLET, challenge_to(AccountId(BNB, WALLET.wallet.account.address))),
            "is about eip155:56:",
        ),
        (
            challenged(WALLET, replace(CHALLENGE, purpose=WalletPurpose.TEST)),
            "the challenge says test, and the register treasury",
        ),
        (
            replace(WALLET, proof=replace(WALLET.proof, challenge="I am the issuer.")),
            "what was signed is no challenge: it is not written as `wallets challenge` writes one",
        ),
    ],
)
def test_proof_that_does_not_hold_is_refused_with_the_reason(
    entry: RegisteredWallet, said: str
) -> None:
    assert said in reason(entry)


@pytest.mark.parametrize(
    ("kind", "on_tron", "said"),
    [
        (ProofKind.EIP_191, True, "eip-191 is signed on EVM chains"),
        (ProofKind.TRON_V1, False, "tron-v1 is signed on TRON"),
        (ProofKind.TRON_V2, False, "tron-v2 is signed on TRON"),
    ],
)
def test_kind_of_proof_that_cannot_be_verified_is_refused_and_said(
    kind: ProofKind, said: str, *, on_tron: bool
) -> None:
    entry = registered(ProofKind.TRON_V2) if on_tron else WALLET
    assert entry.wallet.account.chain == TRON or not on_tron
    assert said in reason(replace(entry, proof=replace(entry.proof, kind=kind)))
