"""Ed25519 (RFC 8032) over bytes. The one place that knows the library and its exceptions."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from cryptography.exceptions import InternalError, InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from stableaudit.domain.errors import SigningError

KEY_BYTES: Final = 32
SIGNATURE_BYTES: Final = 64


def public_of(seed: bytes) -> bytes:
    """Return the 32 bytes of the public key of a private one. Raises SigningError."""
    with _refused():
        return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()


def sign(seed: bytes, message: bytes) -> bytes:
    """Return the 64 bytes of the signature over exact bytes. Raises SigningError."""
    with _refused():
        return Ed25519PrivateKey.from_private_bytes(seed).sign(message)


def holds(key: bytes, signature: bytes, message: bytes) -> bool:
    """Return whether the signature over exact bytes is that key's. Raises SigningError."""
    if len(signature) != SIGNATURE_BYTES:
        return False
    with _refused():
        public = Ed25519PublicKey.from_public_bytes(key)
        try:
            public.verify(signature, message)
        except InvalidSignature:
            return False
    return True


@contextmanager
def _refused() -> Iterator[None]:
    try:
        yield
    except (UnsupportedAlgorithm, InternalError):
        # Without the cause: nothing of a library that held the key goes into a message.
        raise SigningError(
            "does not do Ed25519 on this machine",
            where="OpenSSL of the cryptography package",
            hint="a FIPS mode may be on; sign and verify elsewhere",
        ) from None
