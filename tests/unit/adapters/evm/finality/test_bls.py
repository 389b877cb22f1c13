"""What an aggregate of signatures is refused for."""

import pytest

from stableaudit.adapters.evm.finality.bls import verify_aggregate
from stableaudit.adapters.evm.proof.failure import ProofError
from tests.unit.adapters.evm.finality.beacon_maker import KEYS

INFINITY = b"\xc0" + bytes(47)


@pytest.mark.parametrize(
    ("keys", "reason"),
    [
        ([], "nobody signed"),
        ([bytes(48)], "is no key of a signer"),
        ([INFINITY], "is no key of a signer"),
        ([KEYS[0][:47]], "is no key of a signer"),
        ([b"\xff" * 48], "is no key of a signer"),
    ],
)
def test_keys_that_are_none_are_refused(keys: list[bytes], reason: str) -> None:
    with pytest.raises(ProofError, match=f"there: .*{reason}"):
        verify_aggregate(keys, b"message", bytes(96), path="there")


@pytest.mark.parametrize("signature", [b"", bytes(96), b"\xc0" + bytes(95), b"\xff" * 96])
def test_signature_that_is_none_is_refused(signature: bytes) -> None:
    with pytest.raises(ProofError, match="is not of those 1 keys"):
        verify_aggregate(KEYS[:1], b"message", signature, path="there")
