"""HTTP answers of the façade: status, content type, body; and those that are no JSON."""

import json
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

JSON: Final = "application/json;charset=utf-8"
"""Of `/wallet` and `/walletsolidity`."""
JSONRPC: Final = "application/json-rpc"
GRID: Final = "application/json"
"""Of TronGrid, its refusals included."""
HTML: Final = "text/html;charset=iso-8859-1"

_PAGE: Final = """<html>
<head>
<meta http-equiv="Content-Type" content="text/html;charset=ISO-8859-1"/>
<title>Error {status} {message}</title>
</head>
<body><h2>HTTP ERROR {status} {message}</h2>
</body>
</html>
"""
_KEYLESS: Final = (
    "request rate of ({method}) exceeded the allowed_rps(1), and the query server is suspended for "
    "{seconds} s. To obtain higher request quotas and a more stable service, it is recommended to "
    "authenticate with an API Key."
)
_KEYED: Final = (
    "The key exceeds the frequency limit(15), and the query server is suspended for {seconds} s"
)


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer."""

    status: int
    content_type: str
    body: bytes


def as_json(value: object, *, content_type: str, status: int = HTTPStatus.OK) -> Reply:
    """Return a JSON answer without spaces, as the real services write it."""
    text = json.dumps(value, separators=(",", ":"), ensure_ascii=False)
    return Reply(status, content_type, text.encode())


def error_page(status: int, verb: str) -> Reply:
    """Return the web server's own page, for a path or verb that nobody serves."""
    message = {
        HTTPStatus.METHOD_NOT_ALLOWED: f"HTTP method {verb} is not supported by this URL",
        HTTPStatus.NOT_FOUND: "Not Found",
    }.get(HTTPStatus(status), HTTPStatus(status).phrase)
    return Reply(status, HTML, _PAGE.format(status=status, message=message).encode())


def too_many(method: str, seconds: int, *, with_key: bool) -> Reply:
    """Return TronGrid's refusal; it has no Retry-After, the seconds stand in the text alone."""
    text = _KEYED if with_key else _KEYLESS
    body = {"Error": text.format(method=method, seconds=seconds)}
    return as_json(body, content_type=GRID, status=HTTPStatus.TOO_MANY_REQUESTS)
