"""A key that ssh-agent holds: it signs, and never shows the key. OpenSSH PROTOCOL.agent.

1. The socket is handed in (SSH_AUTH_SOCK is read where the program is put together).
2. The key is chosen by what a person names: a fingerprint, or a `.pub` file. Never the first one.
3. Every exchange has a length limit and one deadline over all its bytes: an agent that trickles is
   as dead as one that is silent. Signing waits longer, as a person may have to confirm.
4. What comes back is verified before it is believed: the agent is another program.

What the agent says of a key (its comment) goes nowhere.
"""

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from stableaudit.adapters.signing import ed25519, public_key
from stableaudit.adapters.signing.keys import fingerprint_of
from stableaudit.adapters.signing.public_key import KIND, NEW_KEY, PublicKey
from stableaudit.adapters.signing.wire import MalformedError, Reader, string, uint32
from stableaudit.domain.errors import DeclarationError, SigningError

ASK_SECONDS: Final = 10.0
SIGN_SECONDS: Final = 60.0
MAX_BYTES: Final = 256 * 1024
"""As OpenSSH's own agent allows."""

MAX_KEYS: Final = 2048

_FAILURE: Final = 5
_REQUEST_IDENTITIES: Final = 11
_IDENTITIES_ANSWER: Final = 12
_SIGN_REQUEST: Final = 13
_SIGN_RESPONSE: Final = 14
_NAMES: Final = {_IDENTITIES_ANSWER: "its list of keys", _SIGN_RESPONSE: "a signature"}

_WHERE: Final = "ssh-agent"
_BLOCK: Final = 1 << 16


@dataclass(frozen=True, slots=True)
class AgentSigner:
    """A key in an agent. See signer.Signer."""

    key: PublicKey
    """See Signer.key."""

    socket_path: str
    seconds: float = SIGN_SECONDS
    """How long the agent may take for one signature."""

    def sign(self, message: bytes) -> bytes:
        """See Signer.sign."""
        asked = bytes([_SIGN_REQUEST]) + string(self.key.blob) + string(message) + uint32(0)
        answer = _exchange(self.socket_path, asked, _SIGN_RESPONSE, self.seconds)
        with _malformed():
            answer_reader = Reader(answer)
            reader = Reader(answer_reader.string("signature"))
            answer_reader.end()
            if reader.string("kind of signature") != KIND.encode():
                raise MalformedError(f"its signature is not of the kind {KIND}")
            signature = reader.string("signature bytes")
            reader.end()
        if not ed25519.holds(self.key.raw, signature, message):
            raise SigningError(
                f"gave a signature that is not of {self.key.fingerprint}",
                where=_WHERE,
                hint="add the key again, or sign with its file",
            )
        return signature


def find_signer(
    socket_path: str | None,
    wanted: str,
    *,
    ask_seconds: float = ASK_SECONDS,
    sign_seconds: float = SIGN_SECONDS,
) -> AgentSigner:
    """Return the agent's key of a fingerprint (`SHA256:…`) or of the `.pub` file named.

    `socket_path` is SSH_AUTH_SOCK's value; None or empty where the environment has none.

    Raises:
        SigningError: no agent, no answer in time, no such key in it, or one of another kind.
    """
    try:
        named = fingerprint_of(wanted)
    except DeclarationError as error:
        raise SigningError(error.problem, where=error.where, hint=error.hint) from error
    if not socket_path:
        raise SigningError(
            "is not there: SSH_AUTH_SOCK is not set",
            where=_WHERE,
            hint='start one with eval "$(ssh-agent)", then ssh-add KEYFILE',
        )
    answer = _exchange(socket_path, bytes([_REQUEST_IDENTITIES]), _IDENTITIES_ANSWER, ask_seconds)
    with _malformed():
        blobs = _blobs(answer)
        found = [blob for blob in blobs if public_key.fingerprint(blob) == named]
        kinds = {public_key.kind_of(blob) for blob in found}
    if not found:
        raise SigningError(
            f"holds no key {named} (it holds {len(blobs)})", where=_WHERE, hint="ssh-add it"
        )
    if kinds != {KIND}:
        raise SigningError(
            f"holds {named}, which is of the kind {min(kinds)}; only {KIND} signs",
            where=_WHERE,
            hint=NEW_KEY,
        )
    with _malformed():
        key = public_key.from_blob(found[0])
    return AgentSigner(key, socket_path, sign_seconds)


def _blobs(answer: bytes) -> tuple[bytes, ...]:
    reader = Reader(answer)
    keys = reader.number("number of keys")
    if keys > MAX_KEYS:
        raise MalformedError(f"it says it holds {keys} keys")
    blobs: list[bytes] = []
    for _ in range(keys):
        blobs.append(reader.string("key"))
        reader.string("comment")
    reader.end()
    return tuple(blobs)


def _exchange(path: str, asked: bytes, expected: int, seconds: float) -> bytes:
    """Return what follows the type of the answer that was expected."""
    try:
        answer = _answer(path, asked, time.monotonic() + seconds)
    except TimeoutError:
        raise SigningError(
            f"gave no answer within {seconds:g} seconds",
            where=_WHERE,
            hint="confirm the use of the key if it asks, or unlock the agent",
        ) from None
    except OSError as error:  # without a reason where the path is longer than a socket's can be
        raise SigningError(
            f"cannot be reached: {error.strerror or 'SSH_AUTH_SOCK names no socket'}",
            where=_WHERE,
            hint="see whether ssh-add -l finds it",
        ) from None
    kind = answer[0]
    if kind == _FAILURE:
        raise SigningError(
            f"refuses to give {_NAMES[expected]}",
            where=_WHERE,
            hint="it may be locked, or the key may be bound to hosts or need a confirmation",
        )
    if kind != expected:
        raise SigningError(f"answers with message {kind}, not {expected}", where=_WHERE)
    return answer[1:]


def _answer(path: str, asked: bytes, deadline: float) -> bytes:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        _leave(connection, deadline)
        connection.connect(path)
        connection.sendall(string(asked))
        length = int.from_bytes(_exactly(connection, 4, deadline), "big")
        if not 0 < length <= MAX_BYTES:
            raise SigningError(f"announces an answer of {length} bytes", where=_WHERE)
        return _exactly(connection, length, deadline)


def _exactly(connection: socket.socket, count: int, deadline: float) -> bytes:
    content = bytearray()
    while len(content) < count:
        _leave(connection, deadline)
        block = connection.recv(min(_BLOCK, count - len(content)))
        if not block:
            raise SigningError("closed the connection within an answer", where=_WHERE)
        content += block
    return bytes(content)


def _leave(connection: socket.socket, deadline: float) -> None:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    connection.settimeout(left)


@contextmanager
def _malformed() -> Iterator[None]:
    try:
        yield
    except MalformedError as error:
        raise SigningError(f"gave an answer that is not one: {error}", where=_WHERE) from None
