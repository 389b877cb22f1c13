"""An envelope around a payload, and one Ed25519 signature over both type and bytes. DSSE v1.0.

What is signed is the pre-authentication encoding, not the JSON around it, so that no canonical JSON
is needed and openssl alone verifies it. Opened in this order:
1. the envelope: strict JSON with exactly its three keys;
2. the type of the payload: one is known, and another may mean another thing;
3. exactly one signature: of several, readers differ on how many must hold;
4. the key that it names, and the signature;
5. only then is the payload anything, and it is the caller's to read.
"""

import base64
import binascii
from typing import Final

from stableaudit.adapters.signing import ed25519
from stableaudit.adapters.signing.public_key import PublicKey
from stableaudit.adapters.signing.signer import Signer
from stableaudit.adapters.signing.strict_json import decode, encode, items, table, text
from stableaudit.adapters.signing.wire import MalformedError
from stableaudit.domain.errors import BundleError
from stableaudit.domain.untrusted import Untrusted

PAYLOAD_TYPE: Final = "application/vnd.in-toto+json"


def seal(signer: Signer, payload: bytes) -> bytes:
    """Return the envelope of a payload, signed, with a final newline. Raises SigningError."""
    signature = signer.sign(pae(payload))
    envelope = {
        "payload": base64.b64encode(payload).decode(),
        "payloadType": PAYLOAD_TYPE,
        "signatures": [
            {"keyid": signer.key.fingerprint, "sig": base64.b64encode(signature).decode()}
        ],
    }
    return encode(envelope) + b"\n"


def unseal(envelope: bytes, *, key: PublicKey, where: str) -> bytes:
    """Return the payload of an envelope that this key signed.

    Raises:
        BundleError: `where` is not such an envelope; the error says why.
    """
    try:
        payload, keyid, signature = _parse(envelope)
    except MalformedError as error:
        raise BundleError(f"is not a signed envelope: {error}", where=where) from error
    if keyid != key.fingerprint:
        raise BundleError(f"is signed by {Untrusted(keyid)}, not by {key.fingerprint}", where=where)
    if not ed25519.holds(key.raw, signature, pae(payload)):
        raise BundleError("does not hold: its payload or signature was changed", where=where)
    return payload


def pae(payload: bytes) -> bytes:
    """Return what is signed: the type and the payload, each behind its length."""
    kind = PAYLOAD_TYPE.encode()
    return b"DSSEv1 %d %b %d %b" % (len(kind), kind, len(payload), payload)


def _parse(envelope: bytes) -> tuple[bytes, str, bytes]:
    outer = table(decode(envelope), ("payload", "payloadType", "signatures"), "the envelope")
    kind = text(outer["payloadType"], "payloadType")
    if kind != PAYLOAD_TYPE:
        raise MalformedError(f"its payloadType is {Untrusted(kind)}, not {PAYLOAD_TYPE}")
    signatures = items(outer["signatures"], "signatures")
    if len(signatures) != 1:
        raise MalformedError(f"it has {len(signatures)} signatures, not 1")
    signature = table(signatures[0], ("keyid", "sig"), "its signature")
    return (
        _base64(outer["payload"], "payload"),
        text(signature["keyid"], "keyid"),
        _base64(signature["sig"], "sig"),
    )


def _base64(value: object, name: str) -> bytes:
    """Return the bytes of base64 that has one spelling alone."""
    written = text(value, name)
    try:
        content = base64.b64decode(written, validate=True)
    except (binascii.Error, ValueError):  # ValueError: not ASCII
        raise MalformedError(f"its {name} is not base64") from None
    if base64.b64encode(content).decode() != written:
        raise MalformedError(f"its {name} has bits that mean nothing")
    return content
