"""One Ed25519 public key, in every text that a verifying tool reads.

Read from a line of a `.pub` file alone: other kinds of key are refused by name, with what to do.
"""

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass
from typing import Final

from stableaudit.adapters.signing.ed25519 import KEY_BYTES
from stableaudit.adapters.signing.wire import MalformedError, Reader, string

KIND: Final = "ssh-ed25519"
"""The one kind that signs here."""

NEW_KEY: Final = "make one: ssh-keygen -t ed25519 -f KEYFILE"

_PREFIX: Final = bytes.fromhex("302a300506032b6570032100")
"""SubjectPublicKeyInfo of an Ed25519 key, before its 32 bytes. RFC 8410, section 4."""

_PRINCIPAL: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+@-]{0,99}", re.ASCII)


@dataclass(frozen=True, slots=True)
class PublicKey:
    """An Ed25519 public key."""

    raw: bytes
    """The 32 bytes of RFC 8032."""

    def __post_init__(self) -> None:
        """Refuse another length. Raises ValueError."""
        if len(self.raw) != KEY_BYTES:
            raise ValueError(f"an Ed25519 public key has {KEY_BYTES} bytes, not {len(self.raw)}")

    @property
    def blob(self) -> bytes:
        """The key as SSH protocols carry it. RFC 8709, section 4."""
        return string(KIND.encode()) + string(self.raw)

    @property
    def fingerprint(self) -> str:
        """`SHA256:…`, as `ssh-keygen -l` prints it."""
        return fingerprint(self.blob)

    @property
    def line(self) -> str:
        """`ssh-ed25519 AAAA…`, as a `.pub` file has it, without comment and newline."""
        return f"{KIND} {base64.b64encode(self.blob).decode()}"

    @property
    def pem(self) -> bytes:
        """The key as openssl reads it, with a final newline."""
        body = base64.b64encode(_PREFIX + self.raw).decode()
        return f"-----BEGIN PUBLIC KEY-----\n{body}\n-----END PUBLIC KEY-----\n".encode()

    def allowed_signers(self, principal: str, namespace: str) -> bytes:
        """Return the file that `ssh-keygen -Y verify -f` takes: who may sign what, one line."""
        return f'{principal} namespaces="{namespace}" {self.line}\n'.encode()


def fingerprint(blob: bytes) -> str:
    """Return the fingerprint of a key of any kind, from its SSH form."""
    digest = base64.b64encode(hashlib.sha256(blob).digest()).decode()
    return f"SHA256:{digest.rstrip('=')}"


def is_fingerprint(text: str) -> bool:
    """Return whether a text is `SHA256:` and the 43 characters of a digest."""
    kind, _, digest = text.partition(":")
    if kind != "SHA256":
        return False
    try:
        decoded = base64.b64decode(digest + "=", validate=True)
    except binascii.Error:
        return False
    return base64.b64encode(decoded) == f"{digest}=".encode() and len(decoded) == KEY_BYTES


def is_principal(text: str) -> bool:
    """Return whether a name can stand in a shell command and a line of `allowed_signers`."""
    return _PRINCIPAL.fullmatch(text) is not None


def from_blob(blob: bytes) -> PublicKey:
    """Return the key of its SSH form. Raises MalformedError."""
    kind = kind_of(blob)
    if kind != KIND:
        raise MalformedError(f"its key is of the kind {kind}, not {KIND}")
    reader = Reader(blob)
    reader.string("kind of key")
    raw = reader.string("key")
    reader.end()
    if len(raw) != KEY_BYTES:
        raise MalformedError(f"its key has {len(raw)} bytes, not {KEY_BYTES}")
    return PublicKey(raw)


def from_line(text: str) -> PublicKey:
    """Return the key of a `.pub` file's one line, with or without its comment.

    Raises:
        MalformedError: another kind of key, several lines, or no key at all.
    """
    words = text.split(maxsplit=2)
    if len(text.strip().splitlines()) != 1 or len(words) <= 1:
        raise MalformedError(f"it is not one line `{KIND} AAAA… comment`")
    if words[0] != KIND:
        kind = words[0] if re.fullmatch(r"[a-z0-9@.-]{1,60}", words[0]) else "something else"
        raise MalformedError(f"its line begins with {kind}, not {KIND}")
    try:
        blob = base64.b64decode(words[1], validate=True)
    except (binascii.Error, ValueError) as error:
        raise MalformedError("its key is not base64") from error
    return from_blob(blob)


def kind_of(blob: bytes) -> str:
    """Return the name that a key of any kind begins with, if it can be shown. MalformedError."""
    kind = Reader(blob).string("kind of key").decode("ascii", "replace")
    if re.fullmatch(r"[a-z0-9@.-]{1,60}", kind) is None:
        raise MalformedError("its kind of key has no name")
    return kind
