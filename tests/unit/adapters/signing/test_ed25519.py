"""A library that refuses is a signing error; every exception class it has was looked at."""

import cryptography.exceptions as foreign
import pytest

from stableaudit.adapters.signing import ed25519
from stableaudit.domain.errors import SigningError


def test_every_exception_of_the_library_was_looked_at() -> None:
    """A new class is looked at before it is added: can Ed25519 raise it, and what does it mean?"""
    classes = {
        name
        for name, value in vars(foreign).items()
        if isinstance(value, type) and issubclass(value, Exception)
    }
    mapped = {"InternalError", "InvalidSignature", "UnsupportedAlgorithm"}
    of_other_algorithms = {
        "AlreadyFinalized",
        "AlreadyUpdated",
        "InvalidKey",
        "InvalidTag",
        "NotYetFinalized",
    }
    assert classes == mapped | of_other_algorithms


@pytest.mark.parametrize(
    "error", [foreign.UnsupportedAlgorithm("in FIPS mode"), foreign.InternalError("odd", [])]
)
def test_machine_without_ed25519_is_a_signing_error(
    monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    class Refusing:
        @staticmethod
        def from_private_bytes(_seed: bytes) -> None:
            raise error

    monkeypatch.setattr(ed25519, "Ed25519PrivateKey", Refusing)
    with pytest.raises(SigningError, match="does not do Ed25519 on this machine") as caught:
        ed25519.sign(bytes(32), b"")
    assert caught.value.__cause__ is None


def test_test_vector_of_rfc_8032_is_reproduced() -> None:
    """RFC 8032, section 7.1, TEST 1: an empty message."""
    seed = bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
    public = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
    signature = (
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
        "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
    )
    assert ed25519.public_of(seed).hex() == public
    assert ed25519.sign(seed, b"").hex() == signature
