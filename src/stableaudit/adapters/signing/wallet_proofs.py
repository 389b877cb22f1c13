r"""Whose key signed a wallet's challenge: EIP-191, and TRON's signed messages of both versions.

What each signs, of the challenge's bytes m:

    eip-191   keccak256("\x19Ethereum Signed Message:\n" + length of m in digits + m)
    tron-v1   keccak256("\x19TRON Signed Message:\n32" + keccak256(m))
    tron-v2   keccak256("\x19TRON Signed Message:\n" + length of m in digits + m)
    eip-1271  as eip-191: what a contract is asked whether it accepts a signature of
    marker-transaction  keccak256(m), which nobody signs: a transaction carries it

A signature is 65 bytes in hex: r, s, and v of 0, 1, 27 or 28. Its s is in the lower half of the
curve's order (EIP-2): of the two signatures that each one makes, one is accepted. Source: EIP-191
version 0x45; TIP-191; TronWeb, where `trx.sign` of a hex string is version 1 and gets whatever is
to be signed as 32 bytes, and `trx.signMessageV2` is version 2.
"""

import re
from collections.abc import Callable
from typing import Final, assert_never

from stableaudit.domain.wallets import OnChainProof, Proof, ProofKind, Refused, Signer

_ETHEREUM: Final = b"\x19Ethereum Signed Message:\n"
_TRON: Final = b"\x19TRON Signed Message:\n"
_HEX: Final = re.compile(r"(?:0x)?((?:[0-9a-fA-F]{2})+)")
_BYTES: Final = 65
_V: Final = _BYTES - 1
_OLD_V: Final = 27
_HASH: Final = 32
_HALF_ORDER: Final = 0x7FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF5D576E7357A4501DDFE92F46681B20A0
"""Of secp256k1, rounded down."""


def signer_of(proof: Proof) -> Signer | OnChainProof | Refused:
    """Return whose key made a proof's signature, what to ask its chain, or why neither is told.

    Any well-formed signature is somebody's: compare the signer with the one expected.
    """
    digest = challenge_digest(proof.kind, proof.challenge)
    try:
        if proof.kind is ProofKind.EIP_1271:
            return OnChainProof(digest, _hexed(proof.signature))
        if proof.kind is ProofKind.MARKER:
            return OnChainProof(digest, _hash_of(proof.signature))
        return Signer(_recovered(digest, _recoverable(proof.signature)))
    except ValueError as error:
        return Refused(f"the signature is none: {error}")


def challenge_digest(kind: ProofKind, challenge: str) -> bytes:
    """Return the 32 bytes that are signed, or that a marker transaction carries."""
    keccak, message = _keccak(), challenge.encode()
    length = str(len(message)).encode()
    match kind:
        case ProofKind.EIP_191 | ProofKind.EIP_1271:
            return keccak(_ETHEREUM + length + message)
        case ProofKind.TRON_V1:
            return keccak(_TRON + b"32" + keccak(message))
        case ProofKind.TRON_V2:
            return keccak(_TRON + length + message)
        case ProofKind.MARKER:
            return keccak(message)
        case _ as never:
            assert_never(never)


def hashed(challenge: str) -> bytes:
    """Return keccak256 of a challenge: what a signer of TRON's version 1 is given."""
    return _keccak()(challenge.encode())


def _recoverable(signature: str) -> bytes:
    """Return r, s and a v of 0 or 1. Raises ValueError."""
    raw = _hexed(signature)
    if len(raw) != _BYTES:
        raise ValueError(
            f"it has {len(raw)} bytes instead of {_BYTES}; a contract's (EIP-1271) has other forms"
        )
    if int.from_bytes(raw[_V // 2 : _V]) > _HALF_ORDER:
        raise ValueError("its s is in the upper half of the curve's order (EIP-2)")
    v = raw[_V] - _OLD_V if raw[_V] >= _OLD_V else raw[_V]
    if v not in (0, 1):
        raise ValueError(f"its v is {raw[_V]}, not 0, 1, 27 or 28")
    return raw[:_V] + bytes([v])


def _hash_of(transaction: str) -> bytes:
    found = _hexed(transaction)
    if len(found) != _HASH:
        raise ValueError(f"it has {len(found)} bytes, and a transaction's hash has {_HASH}")
    return found


def _hexed(signature: str) -> bytes:
    found = _HEX.fullmatch(signature)
    if found is None:
        raise ValueError("it is not 0x and hex digits")
    return bytes.fromhex(found[1])


def _recovered(digest: bytes, recoverable: bytes) -> bytes:
    from eth_keys.datatypes import Signature  # noqa: PLC0415 - it takes half a second; on use
    from eth_keys.exceptions import BadSignature  # noqa: PLC0415 - as above

    try:
        key = Signature(recoverable).recover_public_key_from_msg_hash(digest)
    except BadSignature as error:
        raise ValueError("no key can have made it") from error
    return key.to_canonical_address()


def _keccak() -> Callable[[bytes], bytes]:
    from eth_hash.auto import keccak  # noqa: PLC0415 - as above

    return keccak
