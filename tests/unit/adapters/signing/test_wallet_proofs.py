"""Signatures of wallets: as other implementations make them, and none that was changed."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stableaudit.adapters.signing.wallet_proofs import challenge_digest, hashed, signer_of
from stableaudit.domain.identifiers import AccountId
from stableaudit.domain.wallets import OnChainProof, Proof, ProofKind, Refused, Signer
from tests.cases import TRON
from tests.wallet_cases import KEY, SIGNERS, account_of, other_keccak, proof_of, tron_sign

ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141
SIGNED = [proof_of(kind) for kind in SIGNERS]
PROOF = SIGNED[0]
ZEROS = "00" * 32


def refusal(signature: str) -> str:
    found = signer_of(replace(PROOF, signature=signature))
    assert isinstance(found, Refused)
    return found.reason


@pytest.mark.parametrize("kind", SIGNERS)
def test_signature_of_another_implementation_gives_its_signer(kind: ProofKind) -> None:
    """eth-account signs EIP-191; TRON's are made with another keccak."""
    assert signer_of(proof_of(kind)) == Signer(account_of().address)


def test_tron_v2_of_a_known_message_is_that_of_tronweb() -> None:
    """Source: TronWeb 5.1, test/testcases/src/sign-message.js, its first case: the key 1."""
    digest = challenge_digest(ProofKind.TRON_V2, "hello world")
    assert digest.hex() == "cf02daeb2bea196ed5692322a66ed50080ce74ff8cb711199f1b04f3c13bc10d"
    signature = (
        "0x0dc0b53d525e0103a6013061cf18e60cf158809149f2b8994a545af65a7004cb"
        "1eeaff560e801ab51b28df5d42549aa024c2aa7e9d34de1e01294b9afb5e6c7e1c"
    )
    assert tron_sign("hello world") == signature
    found = signer_of(Proof(ProofKind.TRON_V2, "hello world", signature))
    assert isinstance(found, Signer)
    assert AccountId(TRON, found.address).local == "TMVQGm1qAQYVdetCeGRRkTWYYrLXuHK2HC"


def test_length_of_a_message_is_counted_in_bytes_not_in_letters() -> None:
    text = "ключ"
    for kind in (ProofKind.EIP_191, ProofKind.TRON_V2):
        signed = SIGNERS[kind](text)
        assert signer_of(Proof(kind, text, signed)) == Signer(account_of().address)


def test_signer_of_version_1_is_given_the_hash_of_the_challenge() -> None:
    assert hashed(PROOF.challenge) == other_keccak(PROOF.challenge.encode())


@pytest.mark.parametrize("proof", SIGNED, ids=lambda proof: proof.kind)
def test_v_and_capitals_may_be_written_in_every_way_that_wallets_do(proof: Proof) -> None:
    body, v = proof.signature[2:-2], int(proof.signature[-2:], 16)
    for written in (
        f"0x{body}{v - 27:02x}",
        f"{body}{v:02x}",
        f"0x{body.upper()}{v:02X}",
    ):
        assert signer_of(replace(proof, signature=written)) == Signer(account_of().address)


def test_contract_is_asked_of_what_a_key_would_sign_and_whatever_it_takes_as_signature() -> None:
    proof = replace(PROOF, kind=ProofKind.EIP_1271)
    digest = challenge_digest(ProofKind.EIP_191, PROOF.challenge)
    assert digest is not None
    for signature in (PROOF.signature, "0xab"):
        found = signer_of(replace(proof, signature=signature))
        assert found == OnChainProof(digest, bytes.fromhex(signature[2:]))
    assert signer_of(replace(proof, signature="")) == Refused(
        "the signature is none: it is not 0x and hex digits"
    )


def test_marker_is_a_transaction_that_carries_the_hash_of_the_challenge() -> None:
    proof = replace(PROOF, kind=ProofKind.MARKER, signature="ab" * 32)
    assert signer_of(proof) == OnChainProof(hashed(PROOF.challenge), b"\xab" * 32)
    short = signer_of(replace(proof, signature="0xab"))
    assert short == Refused(
        "the signature is none: it has 1 bytes, and a transaction's hash has 32"
    )


@pytest.mark.parametrize(
    ("signature", "said"),
    [
        ("", "not 0x and hex digits"),
        ("0x", "not 0x and hex digits"),
        ("0x0", "not 0x and hex digits"),
        (PROOF.signature + "\n", "not 0x and hex digits"),
        (" " + PROOF.signature, "not 0x and hex digits"),
        (PROOF.signature[:-2], "64 bytes instead of 65; a contract's (EIP-1271)"),
        (PROOF.signature + "00", "66 bytes instead of 65"),
        (PROOF.signature[:-2] + "02", "its v is 2, not 0, 1, 27 or 28"),
        (PROOF.signature[:-2] + "1a", "its v is 26"),
        (PROOF.signature[:-2] + "1d", "its v is 29"),
        ("0x" + ZEROS + ZEROS + "1b", "no key can have made it"),
        ("0x" + "ff" * 32 + ZEROS + "1b", "no key can have made it"),
    ],
)
def test_signature_that_is_none_is_refused_with_the_reason(signature: str, said: str) -> None:
    assert said in refusal(signature)


def test_other_signature_that_each_one_makes_is_refused() -> None:
    """Of (r, s, v) and (r, n − s, the other v), both by the same key, one counts."""
    r, s, v = PROOF.signature[2:66], int(PROOF.signature[66:130], 16), PROOF.signature[130:]
    other = {"1b": "1c", "1c": "1b"}[v]
    assert "upper half" in refusal(f"0x{r}{ORDER - s:064x}{other}")
    assert "no key can have made it" not in refusal(f"0x{r}{ORDER // 2 + 1:064x}{v}")
    assert "upper half" not in str(
        signer_of(replace(PROOF, signature=f"0x{r}{ORDER // 2:064x}{v}"))
    )


@given(st.sampled_from(SIGNED), st.integers(0, 65 * 8 - 1))
def test_flipped_bit_of_a_signature_gives_no_signer_or_another(proof: Proof, bit: int) -> None:
    raw = bytearray.fromhex(proof.signature[2:])
    raw[bit // 8] ^= 1 << bit % 8
    found = signer_of(replace(proof, signature="0x" + raw.hex()))
    assert found != Signer(KEY.public_key.to_canonical_address())


@given(st.sampled_from(SIGNED), st.data())
def test_flipped_bit_of_a_challenge_gives_no_signer_or_another(
    proof: Proof, data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(proof.challenge) - 1))
    bit = data.draw(st.integers(0, 6))
    flipped = chr(ord(proof.challenge[place]) ^ 1 << bit)
    text = proof.challenge[:place] + flipped + proof.challenge[place + 1 :]
    found = signer_of(replace(proof, challenge=text))
    assert found != Signer(KEY.public_key.to_canonical_address())
