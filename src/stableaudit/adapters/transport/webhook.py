"""Headers by which a receiver knows that a message is ours, not old, and not another's.

`webhook-signature` is HMAC-SHA256 over id, time and body by a key that both sides have. The id is
of the body: whoever gets a message twice can tell. Source: https://www.standardwebhooks.com, whose
libraries verify it.
"""

import base64
import binascii
import hashlib
import hmac
from typing import Final

_PREFIX: Final = "whsec_"
_KEY_BYTES: Final = range(24, 65)
_ID_DIGITS: Final = 32


def webhook_key(text: str) -> bytes:
    """Return the bytes of a key as `whsec_` and base64, or base64 alone.

    Raises:
        ValueError: it is no base64, or not of 24 to 64 bytes; no byte of it is repeated.
    """
    try:
        key = base64.b64decode(text.removeprefix(_PREFIX), validate=True)
    except binascii.Error:
        message = "is no key in base64"
        raise ValueError(message) from None
    if len(key) not in _KEY_BYTES:
        message = f"is a key of {len(key)} bytes, not of 24 to 64"
        raise ValueError(message)
    return key


def webhook_headers(body: bytes, *, at: int, key: bytes | None) -> dict[str, str]:
    """Return the headers of a message; without a key it has no signature.

    Args:
        body: as it is sent.
        at: now, seconds of UTC.
        key: what both sides have.
    """
    name = f"msg_{hashlib.sha256(body).hexdigest()[:_ID_DIGITS]}"
    headers = {
        "Content-Type": "application/json",
        "webhook-id": name,
        "webhook-timestamp": str(at),
    }
    if key is None:
        return headers
    return {**headers, "webhook-signature": webhook_signature(name, at, body, key=key)}


def webhook_signature(name: str, at: int, body: bytes, *, key: bytes) -> str:
    """Return the signature of a message: of its id, its time and its body."""
    signed = b".".join((name.encode(), str(at).encode(), body))
    return f"v1,{base64.b64encode(hmac.digest(key, signed, 'sha256')).decode()}"
