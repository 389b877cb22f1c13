"""Every request that is sent and what came, told to whoever keeps them, without any secret.

The endpoint is its operator and label; of the URL only what was added to the endpoint's own is
told, and no header. An answer, or a body of ours, in which a secret of the endpoint stands is told
with the secret taken out, and says so.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import msgspec
import urllib3

from stableaudit.adapters.transport.exchange import Bounds, Reply, Request, send
from stableaudit.adapters.transport.redact import REDACTED, redact, secrets_of
from stableaudit.domain.tokens import Endpoint


@dataclass(frozen=True, slots=True)
class Exchanged:
    """One request that was sent, and what came."""

    operator: str
    endpoint: str
    method: str
    path: str
    """Below the endpoint's own path."""

    query: tuple[tuple[str, str], ...]
    """Beside the endpoint's own."""

    body: str | None
    """JSON with sorted keys, without the ids of calls: the same question is the same text."""

    status: int | None
    """None where nothing came."""

    answer: bytes
    """As received, decompressed."""

    failure: str = ""
    """The kind of the failure where nothing came."""

    redacted: bool = False


Keep: TypeAlias = Callable[[Exchanged], None]
Send: TypeAlias = Callable[[urllib3.PoolManager, Request, Bounds], Reply]


def sender(endpoint: Endpoint, keep: Keep | None) -> Send:
    """Return what sends a request to an endpoint; with `keep` it tells of every one. As `send`."""
    if keep is None:
        return send
    secrets = secrets_of(endpoint)

    def send_and_tell(pool: urllib3.PoolManager, request: Request, bounds: Bounds) -> Reply:
        try:
            reply = send(pool, request, bounds)
        except Exception as error:
            keep(_told(endpoint, secrets, request, None, type(error).__name__))
            raise
        keep(_told(endpoint, secrets, request, reply, ""))
        return reply

    return send_and_tell


def canonical(body: bytes) -> str:
    """Return a JSON body with sorted keys and without the ids of calls."""
    plain = msgspec.json.decode(body)
    calls = plain if isinstance(plain, list) else [plain]
    for call in calls:
        if isinstance(call, dict):
            call.pop("id", None)
    return msgspec.json.Encoder(order="sorted").encode(plain).decode()


def _told(
    endpoint: Endpoint,
    secrets: tuple[str, ...],
    request: Request,
    reply: Reply | None,
    failure: str,
) -> Exchanged:
    content = b"" if reply is None else reply.content
    answer = _without(secrets, content)
    return Exchanged(
        endpoint.operator,
        endpoint.label,
        request.method,
        redact(request.path, secrets),
        tuple((name, redact(value, secrets)) for name, value in request.query),
        None if request.body is None else redact(canonical(request.body), secrets),
        None if reply is None else reply.status,
        answer,
        failure,
        redacted=answer != content,
    )


def _without(secrets: tuple[str, ...], content: bytes) -> bytes:
    for secret in secrets:
        if not secret.isascii() or secret.lower().encode() in content.lower():
            pattern = re.compile(re.escape(secret.encode()), re.IGNORECASE)
            content = pattern.sub(REDACTED.encode(), content)
    return content
