"""Detached signatures as `ssh-keygen -Y sign` makes and `-Y verify` checks. PROTOCOL.sshsig.

Read strictly, in this order, so that an error names the first thing that is wrong:
1. the armour: first line, base64, last line, nothing before or after; at most 4 KiB;
2. the form: version 1, an Ed25519 key, nothing reserved, no byte too many;
3. the namespace, which keeps a signature for one kind of document from standing under another;
4. the hash, sha512 alone;
5. the key, where one is expected;
6. the signature itself, over the exact bytes.
"""

import base64
import binascii
import hashlib
from typing import Final

from stableaudit.adapters.signing import ed25519, public_key
from stableaudit.adapters.signing.public_key import KIND, PublicKey
from stableaudit.adapters.signing.signer import Signer
from stableaudit.adapters.signing.wire import MalformedError, Reader, string, uint32
from stableaudit.domain.errors import BundleError
from stableaudit.domain.untrusted import Untrusted

REPORT_NAMESPACE: Final = "stableaudit-report@v1"
"""Of a signature over report.json."""

MAX_BYTES: Final = 4096

_MAGIC: Final = b"SSHSIG"
_VERSION: Final = 1
_HASH: Final = b"sha512"
_BEGIN: Final = "-----BEGIN SSH SIGNATURE-----"
_END: Final = "-----END SSH SIGNATURE-----"
_COLUMNS: Final = 70


def sign(signer: Signer, message: bytes, namespace: str) -> bytes:
    """Return the armoured signature over exact bytes. Raises SigningError."""
    signature = signer.sign(_signed(message, namespace.encode()))
    blob = (
        _MAGIC
        + uint32(_VERSION)
        + string(signer.key.blob)
        + string(namespace.encode())
        + string(b"")
        + string(_HASH)
        + string(string(KIND.encode()) + string(signature))
    )
    body = base64.b64encode(blob).decode()
    lines = (body[at : at + _COLUMNS] for at in range(0, len(body), _COLUMNS))
    return "\n".join((_BEGIN, *lines, _END, "")).encode()


def verify(
    armoured: bytes, message: bytes, *, namespace: str, expected: str | None, where: str
) -> PublicKey:
    """Return the key whose signature over exact bytes this is.

    With a fingerprint `expected` it is that key or an error. Without, anybody's signature holds:
    whose key it is, the caller has yet to learn from elsewhere.

    Raises:
        BundleError: `where` is not such a signature; the error says why.
    """
    try:
        signer, signature = _parse(_unarmoured(armoured), namespace.encode())
    except MalformedError as error:
        raise BundleError(f"is not a signature for {namespace}: {error}", where=where) from error
    if expected is not None and signer.fingerprint != expected:
        raise BundleError(f"is signed by {signer.fingerprint}, not by {expected}", where=where)
    if not ed25519.holds(signer.raw, signature, _signed(message, namespace.encode())):
        raise BundleError(
            "does not hold: what was signed, or the signature, was changed", where=where
        )
    return signer


def _signed(message: bytes, namespace: bytes) -> bytes:
    digest = hashlib.sha512(message).digest()
    return _MAGIC + string(namespace) + string(b"") + string(_HASH) + string(digest)


def _unarmoured(armoured: bytes) -> bytes:
    if len(armoured) > MAX_BYTES:
        raise MalformedError(f"it is larger than {MAX_BYTES} bytes")
    try:
        first, *body, last, end = armoured.decode("ascii").split("\n")
    except ValueError:  # too few lines; UnicodeDecodeError is one, too
        raise MalformedError("it is not the lines of an SSH signature") from None
    if first != _BEGIN:
        raise MalformedError(f"its first line is not {_BEGIN}")
    if last != _END or end:
        raise MalformedError(f"its last line is not {_END} and a newline")
    joined = "".join(body)
    try:
        blob = base64.b64decode(joined, validate=True)
    except binascii.Error:
        raise MalformedError("its lines are not base64") from None
    if base64.b64encode(blob).decode() != joined:
        raise MalformedError("its base64 has bits that mean nothing")
    return blob


def _parse(blob: bytes, namespace: bytes) -> tuple[PublicKey, bytes]:
    reader = Reader(blob)
    reader.fixed(_MAGIC, "magic")
    version = reader.number("version")
    if version != _VERSION:
        raise MalformedError(f"its version is {version}, not {_VERSION}")
    signer = public_key.from_blob(reader.string("key"))
    named = reader.string("namespace")
    reserved = reader.string("reserved field")
    hashed = reader.string("hash")
    signature = _signature(reader.string("signature"))
    reader.end()
    if named != namespace:
        raise MalformedError(f"it is for the namespace {_shown(named)}")
    if reserved:
        raise MalformedError("its reserved field is not empty")
    if hashed != _HASH:
        raise MalformedError(f"its hash is {_shown(hashed)}, not {_HASH.decode()}")
    return signer, signature


def _signature(blob: bytes) -> bytes:
    reader = Reader(blob)
    kind = reader.string("kind of signature")
    if kind != KIND.encode():
        raise MalformedError(f"its signature is of the kind {_shown(kind)}, not {KIND}")
    signature = reader.string("signature bytes")
    reader.end()
    return signature


def _shown(field: bytes) -> str:
    return str(Untrusted(field.decode("utf-8", "replace")))
