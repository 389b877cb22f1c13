"""Recoverable secp256k1 signatures over SHA-256 digests, as TRON writes them: r ‖ s ‖ v.

The nonce is deterministic (RFC 6979), so that a chain made twice is the same chain, signatures
included; java-tron signs so too, which the recorded blocks confirm.
"""

from functools import cache

from eth_keys.backends.coincurve import CoinCurveECCBackend
from eth_keys.datatypes import PrivateKey, Signature

_BACKEND = CoinCurveECCBackend()


def private_key(key: int) -> PrivateKey:
    """Return the private key that is the byte `key` repeated 32 times."""
    return PrivateKey(bytes([key]) * 32, backend=_BACKEND)


def key_of(account: bytes) -> int | None:
    """Return the byte whose repetition is the private key of an account; None for any other."""
    return _keys().get(account)


@cache
def _keys() -> dict[bytes, int]:
    # 255 repeated is above the order of the curve.
    return {key_address(key): key for key in range(1, 255)}


def key_address(key: int) -> bytes:
    """Return the 20-byte account of `private_key(key)`."""
    return private_key(key).public_key.to_canonical_address()


def sign(key: int, digest: bytes) -> bytes:
    """Return the 65-byte signature of a 32-byte digest."""
    return private_key(key).sign_msg_hash(digest).to_bytes()


def recover(digest: bytes, signature: bytes) -> bytes:
    """Return the 20-byte account that signed `digest`."""
    # java-tron's older encoder adds 27 to v; both forms occur on chain.
    v = signature[64] - 27 if signature[64] >= 27 else signature[64]
    signed = Signature(signature[:64] + bytes([v]), backend=_BACKEND)
    return signed.recover_public_key_from_msg_hash(digest).to_canonical_address()
