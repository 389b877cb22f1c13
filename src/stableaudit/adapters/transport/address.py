"""An endpoint's URL and headers as a request needs them. Nothing here is fit to be shown."""

from collections.abc import Sequence
from urllib.parse import quote, unquote, urlencode, urlsplit, urlunsplit

import urllib3

from stableaudit.domain.tokens import Endpoint


def url_below(endpoint: Endpoint, path: str, query: Sequence[tuple[str, str]] = ()) -> str:
    """Return the URL of `path` below the endpoint's own path, with its own query kept.

    `https://host/v1/KEY/` and `wallet/x` give `https://host/v1/KEY/wallet/x`. The user part is left
    out, it travels as a header; so is a fragment, it does not travel at all.
    """
    parts = urlsplit(endpoint.url)
    joined = f"{parts.path.rstrip('/')}/{path.lstrip('/')}" if path else parts.path or "/"
    asked = "&".join(part for part in (parts.query, urlencode(query)) if part)
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit((parts.scheme, host, quote(joined, safe="/%:~"), asked, ""))


def headers_for(endpoint: Endpoint) -> dict[str, str]:
    """Return the headers of every request: formats, key, user."""
    # Identity, because a compressed answer buys a node little and a bomb much. What comes
    # compressed all the same is capped after decompression.
    headers = {
        "Accept": "application/json",
        "Accept-Encoding": "identity",
        "User-Agent": "stableaudit",
    }
    parts = urlsplit(endpoint.url)
    if parts.username is not None:
        user = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
        headers.update(urllib3.make_headers(basic_auth=user))
    if endpoint.key_header:
        headers[endpoint.key_header] = endpoint.key
    return headers
