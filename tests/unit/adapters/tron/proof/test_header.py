"""A header's id and signer; tampering with any byte of either is found."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stableaudit.adapters.tron.proof.header import MOST_HEADER_BYTES, SignedHeader, prove_header
from stableaudit.domain.tron_proofs import KeyStanding, ProofFailure
from tests.devnet.tron.addresses import wire
from tests.devnet.tron.protobuf import delimited
from tests.devnet.tron.signing import key_address, sign
from tests.unit.adapters.tron.proof.simulated import (
    PRODUCERS,
    WITNESSES,
    broken,
    flipped,
    made,
    remade,
    unbroken,
)

_BLOCK = made([0])[0]
_HEADER = _BLOCK.signed()


def test_header_of_an_active_producer_is_proven_whole() -> None:
    proven = unbroken(prove_header(_HEADER, PRODUCERS))
    header = _BLOCK.header
    assert (header.number, header.block_id(), header.parent, header.tx_trie_root) == (
        proven.number,
        proven.block_id,
        proven.parent_id,
        proven.transactions_root,
    )
    assert header.timestamp == 1000 * proven.timestamp
    assert (WITNESSES[0].address, WITNESSES[0].address) == (proven.producer, proven.signer)
    assert proven.standing is KeyStanding.ACTIVE


def test_header_of_a_delegated_key_is_proven_by_that_key() -> None:
    proven = unbroken(prove_header(made([1])[0].signed(), PRODUCERS))
    assert (WITNESSES[1].address, key_address(200)) == (proven.producer, proven.signer)
    assert proven.standing is KeyStanding.ACTIVE


def test_header_delegated_but_signed_by_its_own_key_is_refused() -> None:
    block = made([1])[0]
    header = SignedHeader(block.signed().raw, sign(WITNESSES[1].key, block.header.digest()))
    assert broken(prove_header(header, PRODUCERS)) == "header.signature"


@pytest.mark.parametrize(("slot", "standing"), [(0, KeyStanding.OWN), (1, KeyStanding.OTHER)])
def test_header_without_a_set_says_what_is_not_known(slot: int, standing: KeyStanding) -> None:
    assert unbroken(prove_header(made([slot])[0].signed(), None)).standing is standing


def test_header_of_a_stranger_is_refused_by_name() -> None:
    stranger = remade(_BLOCK, witness=wire(key_address(9)))
    failure = prove_header(stranger, PRODUCERS, path="headers[4]")
    assert isinstance(failure, ProofFailure)
    assert failure.path == "headers[4].producer"
    assert "TJ52LP9eqskXuZ9Paz8CCoKzTRx3TkpKKn is not among" in failure.reason


@given(st.integers(0, len(_HEADER.raw) - 1))
def test_header_one_byte_changed_is_refused(at: int) -> None:
    changed = SignedHeader(flipped(_HEADER.raw, at), _HEADER.signature)
    assert broken(prove_header(changed, PRODUCERS)).startswith("header.")


@given(st.integers(0, 64))
def test_header_one_byte_of_its_signature_changed_is_refused(at: int) -> None:
    changed = SignedHeader(_HEADER.raw, flipped(_HEADER.signature, at))
    assert broken(prove_header(changed, PRODUCERS)) == "header.signature"


def test_header_with_the_older_form_of_v_is_the_same() -> None:
    signature = _HEADER.signature
    older = SignedHeader(_HEADER.raw, signature[:64] + bytes([signature[64] + 27]))
    assert unbroken(prove_header(older, PRODUCERS)) == unbroken(prove_header(_HEADER, PRODUCERS))


@pytest.mark.parametrize(
    ("signature", "reason"),
    [
        (b"", "0 bytes; a signature has 65"),
        (_HEADER.signature[:64], "64 bytes"),
        (_HEADER.signature[:64] + b"\x08", "its v is 8"),
        (_HEADER.signature[:64] + b"\xff", "its v is 255"),
        (bytes(65), "no key can have made this signature"),
        (_HEADER.signature[:64] + b"\x02", "no key can have made this signature"),
        (b"\xff" * 64 + b"\x00", "no key can have made this signature"),
    ],
)
def test_header_with_what_is_no_signature_is_refused(signature: bytes, reason: str) -> None:
    failure = prove_header(SignedHeader(_HEADER.raw, signature), PRODUCERS)
    assert isinstance(failure, ProofFailure)
    assert failure.path == "header.signature"
    assert reason in failure.reason


@pytest.mark.parametrize(
    "changes",
    [
        {"number": 0},
        {"number": 1 << 63},
        {"timestamp": 0},
        {"timestamp": 1_790_000_000_001},
        {"timestamp": 253_402_300_800_000},
        {"parent": bytes(31)},
        {"tx_trie_root": b"\x01" * 33},
        {"witness": b"\xa0" + bytes(20)},
        {"witness": b"\x41" + bytes(21)},
    ],
)
def test_header_of_impossible_fields_is_refused(changes: dict[str, object]) -> None:
    assert broken(prove_header(remade(_BLOCK, **changes), PRODUCERS)) == "header.raw"


@pytest.mark.parametrize("raw", [b"", b"\xff", b"\x0d1234", bytes(MOST_HEADER_BYTES + 1)])
def test_header_of_bytes_that_are_none_is_refused(raw: bytes) -> None:
    assert broken(prove_header(SignedHeader(raw, _HEADER.signature), PRODUCERS)) == "header.raw"


def test_header_larger_than_any_is_refused_and_one_at_the_bound_is_read() -> None:
    room = MOST_HEADER_BYTES - len(_HEADER.raw) - 3
    for more, outcome in ((0, ""), (1, "header.raw")):
        raw = _HEADER.raw + delimited(12, bytes(room + more))
        signed = SignedHeader(raw, sign(WITNESSES[0].signing_key, sha256(raw).digest()))
        result = prove_header(signed, PRODUCERS)
        assert (result.path if isinstance(result, ProofFailure) else "") == outcome


@given(st.binary(max_size=200), st.binary(max_size=80))
def test_header_of_any_bytes_is_refused_and_never_raises(raw: bytes, signature: bytes) -> None:
    assert isinstance(prove_header(SignedHeader(raw, signature), None), ProofFailure)
