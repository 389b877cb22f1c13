"""Whose key made a signature: secp256k1 over a sha256 digest, recovered to an account.

Written as r, s and v. v is 0 or 1, or 27 or 28, either with 4 added for a compressed key; a
signature may have bytes after its 65, which java-tron does not look at. Source: java-tron 4.8.0,
Rsv and ECKey.signatureToKeyBytes; both forms of v occur on chain. An r above the order of the
curve, v 2 or 3, which no key has ever made by chance, is refused.
"""

from typing import Final

from stableaudit.adapters.tron.errors import Inquiry, translated
from stableaudit.domain.errors import InconsistentError

_SIGNATURE_BYTES: Final = 65
_V: Final = _SIGNATURE_BYTES - 1
_OLD_V: Final = 27
_COMPRESSED: Final = 4
_INQUIRY: Final = Inquiry("the signer", "a signature")


def signer_of(digest: bytes, signature: bytes) -> bytes:
    """Return the 20 bytes of the account whose key signed a 32-byte digest.

    Any well-formed signature is somebody's: compare the account with the one expected.

    Raises:
        ValueError: it is no signature.
    """
    if len(signature) < _SIGNATURE_BYTES:
        raise ValueError(f"{len(signature)} bytes; a signature has {_SIGNATURE_BYTES}")
    v = signature[_V] - _OLD_V if signature[_V] >= _OLD_V else signature[_V]
    if v >= 2 * _COMPRESSED:
        raise ValueError(f"its v is {signature[_V]}: no signature")
    recoverable = signature[:_V] + bytes([v % _COMPRESSED])
    try:
        with translated(_INQUIRY):
            from tronpy.keys import PublicKey, Signature  # noqa: PLC0415 - it takes 0.4 s; on use

            key = PublicKey.recover_from_msg_hash(digest, Signature(recoverable))
            return bytes(key.to_tvm_address())
    except InconsistentError as error:
        raise ValueError("no key can have made this signature") from error
