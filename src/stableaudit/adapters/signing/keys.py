"""A private key from a file, in the format that ssh-keygen writes. PROTOCOL.key of OpenSSH.

1. A regular file of this user that nobody else may read; at most 64 KiB. A link to one may be
   named, as mounted secrets are links.
2. One Ed25519 key without a passphrase. A key with one belongs into ssh-agent: a passphrase on the
   command line or in the environment would be read by others, and a prompt stops a cron job.
3. The public half is computed from the private one and must be the one that stands beside it:
   a signature by a key that is not the one it names would be nobody's.

No message repeats a byte of the file but the name of the kind of key, which is public.
"""

import base64
import binascii
import os
import stat
from pathlib import Path
from typing import Final

from stableaudit.adapters.signing import ed25519, public_key
from stableaudit.adapters.signing.public_key import KIND, NEW_KEY, PublicKey
from stableaudit.adapters.signing.wire import MalformedError, Reader
from stableaudit.domain.errors import DeclarationError, SigningError
from stableaudit.domain.untrusted import Untrusted

MAX_BYTES: Final = 1 << 16

_BEGIN: Final = "-----BEGIN OPENSSH PRIVATE KEY-----"
_END: Final = "-----END OPENSSH PRIVATE KEY-----"
_MAGIC: Final = b"openssh-key-v1\0"
_ALIGNMENT: Final = 8
_PLAIN: Final = b"none"
_USE_AGENT: Final = "ssh-add it, then --sign-agent with its fingerprint"


class FileSigner:
    """A key that was read from a file. See signer.Signer."""

    __slots__ = ("_key", "_seed")

    def __init__(self, seed: bytes) -> None:
        """Hold the 32 private bytes."""
        self._seed = seed
        self._key = PublicKey(ed25519.public_of(seed))

    @property
    def key(self) -> PublicKey:
        """See Signer.key."""
        return self._key

    def sign(self, message: bytes) -> bytes:
        """See Signer.sign."""
        return ed25519.sign(self._seed, message)

    def __repr__(self) -> str:
        """Name the public half, never the private one."""
        return f"FileSigner({self._key.fingerprint})"


def read_signer(path: Path) -> FileSigner:
    """Return the signer of the key file that a person named.

    Raises:
        SigningError: no such file of ours, open to others, or no Ed25519 key without passphrase.
    """
    where = str(Untrusted(str(path)))
    content = _read_private(path, where)
    try:
        return _signer(_container(content, where), where)
    except MalformedError as error:
        raise SigningError(f"is damaged: {error}", where=where, hint=NEW_KEY) from None


def fingerprint_of(named: str) -> str:
    """Return the fingerprint that a person wrote (`SHA256:…`), or of the `.pub` file they named.

    Raises:
        DeclarationError: neither a fingerprint nor a file with one line of an Ed25519 key.
    """
    if public_key.is_fingerprint(named):
        return named
    where = str(Untrusted(named))
    hint = "name the .pub file of an Ed25519 key, or its fingerprint SHA256:…"
    try:
        content = _read(Path(named), where, private=False)
        return public_key.from_line(content.decode("utf-8")).fingerprint
    except UnicodeDecodeError:
        raise DeclarationError("is no public key: it is not text", where=where, hint=hint) from None
    except MalformedError as error:
        raise DeclarationError(f"is no public key: {error}", where=where, hint=hint) from None
    except SigningError as error:
        raise DeclarationError(error.problem, where=where, hint=hint) from None


def _read_private(path: Path, where: str) -> str:
    content = _read(path, where, private=True)
    # Latin-1 reads every byte; what is not ASCII is refused as base64, without being repeated.
    return content.decode("latin-1")


def _read(path: Path, where: str, *, private: bool) -> bytes:
    try:
        # Without O_NONBLOCK the open of a pipe waits for a writer that may never come.
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        try:
            _refuse_unfit(os.fstat(handle), where, private=private)
            with os.fdopen(handle, "rb", closefd=False) as file:
                content = file.read(MAX_BYTES + 1)
        finally:
            os.close(handle)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        reason = error.strerror if isinstance(error, OSError) else "it has no such name"
        raise SigningError(f"cannot be read: {reason}", where=where) from None
    if len(content) > MAX_BYTES:
        raise SigningError(f"is larger than {MAX_BYTES} bytes", where=where, hint=NEW_KEY)
    return content


def _refuse_unfit(about: os.stat_result, where: str, *, private: bool) -> None:
    if not stat.S_ISREG(about.st_mode):
        raise SigningError("is not a regular file", where=where)
    if not private:
        return
    if about.st_uid != os.geteuid():
        raise SigningError(
            "belongs to another user", where=where, hint="sign as the user who owns the key"
        )
    mode = stat.S_IMODE(about.st_mode)
    if mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise SigningError(
            f"is open to other users: its mode is {mode:04o}",
            where=where,
            hint="chmod 600 it; if others could read it, make a new key",
        )


def _container(text: str, where: str) -> bytes:
    if text.lstrip().startswith(("ssh-", "ecdsa-", "sk-")):
        raise SigningError(
            "is a public key", where=where, hint="name the file without .pub, which holds the key"
        )
    body = text.strip()
    if not body.startswith(_BEGIN):
        raise SigningError("is not a private key in OpenSSH format", where=where, hint=NEW_KEY)
    if not body.endswith(_END):
        raise MalformedError("its last line is missing")
    lines = body.removeprefix(_BEGIN).removesuffix(_END)
    try:
        return base64.b64decode("".join(lines.split()), validate=True)
    except (binascii.Error, ValueError):  # ValueError: not ASCII
        raise MalformedError("its lines are not base64") from None


def _signer(container: bytes, where: str) -> FileSigner:
    reader = Reader(container)
    reader.fixed(_MAGIC, "magic")
    cipher = reader.string("cipher")
    reader.string("key derivation")
    reader.string("options of the key derivation")
    keys = reader.number("number of keys")
    if keys != 1:
        raise MalformedError(f"it holds {keys} keys, not 1")
    blob = reader.string("public key")
    private = reader.string("private key")
    reader.end()
    kind = public_key.kind_of(blob)
    if kind != KIND:
        raise SigningError(f"is of the kind {kind}; only {KIND} signs", where=where, hint=NEW_KEY)
    if cipher != _PLAIN:
        raise SigningError("is protected by a passphrase", where=where, hint=_USE_AGENT)
    signer = FileSigner(_seed(private))
    if signer.key.blob != blob:
        raise MalformedError("its private half belongs to another public key")
    return signer


def _seed(private: bytes) -> bytes:
    reader = Reader(private)
    if reader.number("first check") != reader.number("second check"):
        raise MalformedError("its two checks differ")
    if reader.string("kind of private key") != KIND.encode():
        raise MalformedError("its private half is of another kind")
    public = reader.string("public half")
    both = reader.string("private half")
    reader.string("comment")
    padding = reader.rest()
    if len(both) != ed25519.KEY_BYTES * 2 or both[ed25519.KEY_BYTES :] != public:
        raise MalformedError("its private half is not 32 bytes and the public 32")
    if (
        len(private) % _ALIGNMENT
        or len(padding) >= _ALIGNMENT
        or padding != bytes(range(1, len(padding) + 1))
    ):
        raise MalformedError("its padding is wrong")
    return both[: ed25519.KEY_BYTES]
