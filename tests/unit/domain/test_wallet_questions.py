"""What a chain is asked of a contract's proof, and which answer says yes."""

from dataclasses import replace

import pytest
from eth_abi.abi import encode

from stableaudit.domain.control_questions import Getter
from stableaudit.domain.transaction_questions import OutcomeOf, TransactionOf
from stableaudit.domain.wallet_questions import accepts, questions_of
from stableaudit.domain.wallets import OnChainProof, ProofKind
from tests.wallet_cases import registered

DIGEST = b"\xd1" * 32
YES = bytes.fromhex("1626ba7e") + bytes(28)


@pytest.mark.parametrize("signature", [b"\x01" * 65, b"\x02" * 64, b"\x03"])
def test_contract_is_asked_of_the_challenge_and_the_signature_as_an_abi_encodes_them(
    signature: bytes,
) -> None:
    entry = registered()
    proof = replace(entry.proof, kind=ProofKind.EIP_1271)
    asked = questions_of(replace(entry, proof=proof, signer=OnChainProof(DIGEST, signature)))
    arguments = encode(["bytes32", "bytes"], [DIGEST, signature])
    signature_of = "isValidSignature(bytes32,bytes)"
    assert asked == (Getter(entry.wallet.account, signature_of, arguments),)


def test_chain_is_asked_for_a_marker_transaction_and_what_came_of_it() -> None:
    entry = registered()
    proof = replace(entry.proof, kind=ProofKind.MARKER)
    asked = questions_of(replace(entry, proof=proof, signer=OnChainProof(DIGEST, b"\x07" * 32)))
    account = entry.wallet.account
    assert asked == (TransactionOf(account, b"\x07" * 32), OutcomeOf(account, b"\x07" * 32))


def test_chain_is_asked_nothing_where_a_key_signed() -> None:
    assert questions_of(registered()) == ()


@pytest.mark.parametrize(
    "answer", [b"", YES[:4], YES + bytes(1), bytes(32), b"\xff" * 32, YES[:31] + b"\x01"]
)
def test_anything_but_the_one_word_is_no(answer: bytes) -> None:
    assert accepts(YES)
    assert not accepts(answer)
