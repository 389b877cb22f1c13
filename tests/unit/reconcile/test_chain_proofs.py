"""A contract's proof holds where its chain was asked and says yes; else the reason is told."""

from dataclasses import replace

from stableaudit.domain.evidence import WalletEvidence
from stableaudit.domain.readings import Unavailable
from stableaudit.domain.wallet_questions import questions_of
from stableaudit.domain.wallets import OnChainProof, ProofKind, Refused, Verified
from stableaudit.reconcile.wallets import judge_wallet
from tests.cases import ETHEREUM, NO_ANSWER, NOW, findings_of, reading
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
