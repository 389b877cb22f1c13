"""A proof holds where the wallet's chain was asked and bears it out; else the reason is told."""

from dataclasses import replace

import pytest

from stableaudit.domain.evidence import WalletEvidence
from stableaudit.domain.identifiers import AccountId
from stableaudit.domain.readings import Unavailable
from stableaudit.domain.transaction_questions import SentTransaction, TransactionOutcome
from stableaudit.domain.wallet_questions import questions_of
from stableaudit.domain.wallets import (
    OnChainProof,
    ProofKind,
    Refused,
    RegisteredWallet,
    Verified,
)
from stableaudit.reconcile.wallets import judge_wallet
from tests.cases import ETHEREUM, NO_ANSWER, NOW, TRON, findings_of, reading
from tests.unit.reconcile.test_wallet_checks import case_of, table_of
from tests.wallet_cases import DIGEST, UNTIL, register, registered

YES, NO = bytes.fromhex("1626ba7e") + bytes(28), b"\xff" * 32
KEY_SIGNED = registered()
CONTRACT = replace(
    KEY_SIGNED,
    proof=replace(KEY_SIGNED.proof, kind=ProofKind.EIP_1271),
    signer=OnChainProof(b"\xd1" * 32, b"\x01" * 65),
)
ACCOUNT = CONTRACT.wallet.account


def answered(answer: bytes | Unavailable) -> WalletEvidence:
    (asked,) = questions_of(CONTRACT)
    value = answer if isinstance(answer, Unavailable) else reading(answer, ETHEREUM)
    return WalletEvidence(ACCOUNT, ((asked, value),))


def judged(evidence: WalletEvidence | None) -> Verified | Refused:
    return judge_wallet(CONTRACT, token="usdkg", at=NOW, statement=DIGEST, answered=evidence)  # noqa: S106 - a key


def why(evidence: WalletEvidence | None) -> str:
    found = judged(evidence)
    assert isinstance(found, Refused)
    return found.reason


def test_contract_that_accepts_the_signature_is_verified_as_itself() -> None:
    assert judged(answered(YES)) == Verified(ACCOUNT, UNTIL)


def test_contract_that_does_not_accept_it_is_refused_with_the_block() -> None:
    assert why(answered(NO)).startswith("the contract does not accept the signature (EIP-1271) at")


def test_contract_that_gave_no_answer_is_refused_with_the_reason() -> None:
    assert str(NO_ANSWER) in why(answered(NO_ANSWER))


def test_contract_that_nobody_asked_is_refused() -> None:
    for evidence in (None, WalletEvidence(ACCOUNT, ())):
        assert "only its chain can say" in why(evidence)


def test_contract_on_tron_is_refused() -> None:
    on_tron = registered(ProofKind.TRON_V2)
    proof = replace(on_tron.proof, kind=ProofKind.EIP_1271)
    entry = replace(on_tron, proof=proof, signer=CONTRACT.signer)
    found = judge_wallet(entry, token="usdkg", at=NOW, statement=DIGEST)  # noqa: S106 - a key
    assert found == Refused("eip-1271 is asked of contracts on EVM chains, not on TRON")


def test_tokens_of_a_contract_are_deducted_where_the_evidence_says_yes() -> None:
    asked = case_of(register(CONTRACT))
    yes = replace(asked, evidence=replace(asked.evidence, wallets=(answered(YES),)))
    assert [line.deducted.base_units for line in table_of(asked).deductions] == [0]
    assert [line.deducted.base_units for line in table_of(yes).deductions] == [1_000_000000]
    assert findings_of(yes, "WAL-01") == ()
    (found,) = findings_of(asked, "WAL-01")
    assert "only its chain can say" in found.statement


HASH, MADE = b"\x07" * 32, b"\xd1" * 32
REFERENCE = 1000
"""Number of the block that the fixtures' readings are of."""


def marker(kind: ProofKind = ProofKind.EIP_191) -> RegisteredWallet:
    entry = registered(kind)
    proof = replace(entry.proof, kind=ProofKind.MARKER)
    return replace(entry, proof=proof, signer=OnChainProof(MADE, HASH))


def transfer_to(recipient: AccountId) -> bytes:
    return bytes.fromhex("a9059cbb") + bytes(12) + recipient.address + bytes(32)


def to_itself(entry: RegisteredWallet) -> SentTransaction:
    """The transaction that a wallet makes: its own, on TRON of a token with a memo."""
    own = entry.wallet.account
    if own.chain == TRON:
        return SentTransaction(own.address, b"\x70" * 20, transfer_to(own), MADE)
    return SentTransaction(own.address, own.address, MADE, b"")


def marked(
    entry: RegisteredWallet,
    sent: SentTransaction | Unavailable,
    outcome: TransactionOutcome | Unavailable | None = None,
) -> Verified | Refused:
    chain = entry.wallet.account.chain
    came = TransactionOutcome(REFERENCE, succeeded=True) if outcome is None else outcome
    values = [
        each if isinstance(each, Unavailable) else reading(each, chain) for each in (sent, came)
    ]
    evidence = WalletEvidence(
        entry.wallet.account, tuple(zip(questions_of(entry), values, strict=True))
    )
    return judge_wallet(entry, token="usdkg", at=NOW, statement=DIGEST, answered=evidence)  # noqa: S106 - a key


BOTH = pytest.mark.parametrize("entry", [marker(), marker(ProofKind.TRON_V2)], ids=["evm", "tron"])


@BOTH
def test_marker_from_a_wallet_to_itself_shows_control_with_the_hash_or_the_text(
    entry: RegisteredWallet,
) -> None:
    sent = to_itself(entry)
    text = entry.proof.challenge.encode()
    told = replace(sent, memo=text) if sent.memo else replace(sent, data=text)
    shown = Verified(entry.wallet.account, UNTIL)
    assert marked(entry, sent) == marked(entry, told) == shown


@BOTH
def test_marker_of_another_sender_or_that_carries_other_bytes_is_refused(
    entry: RegisteredWallet,
) -> None:
    sent = to_itself(entry)
    other = marked(entry, replace(sent, sender=b"\x99" * 20))
    assert other == Refused(f"the marker transaction is of 0x{'99' * 20}, not of this wallet")
    longer = replace(sent, memo=MADE + b"!") if sent.memo else replace(sent, data=MADE + b"!")
    found = marked(entry, longer)
    assert isinstance(found, Refused)
    assert "does not carry the challenge, or its hash" in found.reason


OF_EVM, OF_TRON = to_itself(marker()), to_itself(marker(ProofKind.TRON_V2))


@pytest.mark.parametrize(
    "sent",
    [
        replace(OF_EVM, to=b"\x99" * 20),
        replace(OF_EVM, to=None),
        replace(OF_TRON, data=transfer_to(AccountId(TRON, b"\x99" * 20))),
        replace(OF_TRON, data=b""),
        replace(OF_TRON, data=OF_TRON.data + b"!"),
    ],
    ids=["to another", "creates", "transfers to another", "no transfer", "longer"],
)
def test_marker_to_somebody_else_shows_nothing_as_its_recipient_may_choose_the_memo(
    sent: SentTransaction,
) -> None:
    found = marked(marker(ProofKind.TRON_V2 if sent.memo else ProofKind.EIP_191), sent)
    assert isinstance(found, Refused)
    assert "does not go to the wallet itself" in found.reason


@pytest.mark.parametrize(
    ("outcome", "said"),
    [
        (TransactionOutcome(REFERENCE, succeeded=False), "the marker transaction failed"),
        (
            TransactionOutcome(REFERENCE + 1, succeeded=True),
            "is in block 1001, after the reference block 1000",
        ),
        (NO_ANSWER, "what came of the marker transaction is not known"),
    ],
)
def test_marker_that_failed_or_is_not_final_or_not_read_is_refused(
    outcome: TransactionOutcome | Unavailable, said: str
) -> None:
    found = marked(marker(), to_itself(marker()), outcome)
    assert isinstance(found, Refused)
    assert said in found.reason


def test_marker_that_was_not_read_or_not_asked_for_is_refused() -> None:
    entry = marker()
    unread = marked(entry, NO_ANSWER)
    assert unread == Refused(f"the marker transaction is not known: {NO_ANSWER}")
    alone = judge_wallet(entry, token="usdkg", at=NOW, statement=DIGEST)  # noqa: S106 - a key
    assert isinstance(alone, Refused)
    assert "only its chain can say" in alone.reason
