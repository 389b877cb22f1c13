"""What of an endpoint is secret, and its removal from text that leaves the transport.

A key may stand in the path (`/v3/KEY`), the query, the user part or a header, and a node may
repeat it in an error message. `Endpoint.label` hides all of them in our own words; this hides them
in others'.
"""

import re
from base64 import b64encode
from typing import Final
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from stableaudit.domain.tokens import Endpoint

REDACTED: Final = "[redacted]"
_SHORTEST_KEY: Final = 8
"""Shorter pieces of a path or query are words such as `v3` or `jsonrpc`, not keys."""


def secrets_of(endpoint: Endpoint) -> tuple[str, ...]:
    """Return the texts that must not be shown, longest first: as written, decoded, and as sent."""
    parts = urlsplit(endpoint.url)
    pieces = [*parts.path.split("/"), *parts.query.split("&")]
    pieces += [value for _, value in parse_qsl(parts.query)]
    keys = {piece for piece in pieces if len(piece) >= _SHORTEST_KEY}
    keys |= {endpoint.key, parts.username or "", parts.password or ""}
    keys |= {unquote(key) for key in keys}
    if parts.username is not None:  # as the header has it, which a server may repeat as well
        user = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
        keys.add(b64encode(user.encode()).decode())
    keys |= {quote(key, safe=safe) for key in keys for safe in ("", "/%:~")}
    return tuple(sorted(keys - {""}, key=lambda key: (-len(key), key)))


def redact(text: str, secrets: tuple[str, ...]) -> str:
    """Return the text with every secret replaced, in whatever case it is repeated."""
    for secret in secrets:
        text = re.sub(re.escape(secret), REDACTED, text, flags=re.IGNORECASE)
    return text
