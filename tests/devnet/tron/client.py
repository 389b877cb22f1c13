"""A plain HTTP client for tests of the façade: it checks nothing and retries nothing."""

from dataclasses import dataclass
from typing import Any, Final

import urllib3

_SECONDS: Final = 10.0


@dataclass(frozen=True, slots=True)
class Answer:
    """One HTTP answer."""

    status: int
    content_type: str
    text: str
    json: Any
    """The parsed body; None where it is no JSON."""


class Client:
    """Asks one node."""

    def __init__(self, base: str) -> None:
        """Take the node's base URL, ending in a slash."""
        self._base = base
        self._pool = urllib3.PoolManager(timeout=_SECONDS, retries=False)

    def post(self, path: str, body: object = None) -> Answer:
        """POST a JSON body, `{}` without one."""
        return self._ask("POST", path, json={} if body is None else body)

    def get(self, path: str) -> Answer:
        """GET a path with its query, or a whole URL of the node."""
        return self._ask("GET", path.removeprefix(self._base))

    def rpc(self, method: str, *parameters: object, path: str = "jsonrpc") -> Any:  # noqa: ANN401 - JSON
        """Return the whole JSON-RPC answer."""
        body = {"jsonrpc": "2.0", "id": 1, "method": method, "params": list(parameters)}
        return self.post(path, body).json

    def _ask(self, verb: str, path: str, **words: Any) -> Answer:  # noqa: ANN401 - urllib3's own
        response = self._pool.request(verb, self._base + path, **words)
        content_type = response.headers["content-type"]
        body = response.json() if "json" in content_type else None
        return Answer(response.status, content_type, response.data.decode(), body)
