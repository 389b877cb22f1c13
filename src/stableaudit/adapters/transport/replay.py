"""A transport that answers from what was kept: the same code reads, and nobody is asked.

1. A question is found by its path and its text, sorted and without ids. Asked several times, an
   answer that is a result counts before one that is an error, and the last of these.
2. The id of a JSON-RPC answer was that of its first request, and becomes that of this one. Nothing
   else of an answer is changed.
3. A question that was not kept, or was only put off, is an UnreachableError: nothing is waited for.
"""

import io
import json
from collections.abc import Iterable
from typing import Final

import msgspec
import urllib3

from stableaudit.adapters.transport.body import BodyError, decode, excerpt
from stableaudit.adapters.transport.bucket import Buckets, Pace
from stableaudit.adapters.transport.http import HttpTransport
from stableaudit.adapters.transport.journal import canonical
from stableaudit.adapters.transport.limits import Deadline, Limits
from stableaudit.adapters.transport.recorded import Recorded
from stableaudit.adapters.transport.retry import is_transient
from stableaudit.domain.errors import UnreachableError
from stableaudit.domain.tokens import Endpoint

_NOWHERE: Final = "http://the-bundle.invalid"
_AT_ONCE: Final = Pace(rate_per_second=1e9, burst=1_000_000)
_LONG_ENOUGH: Final = 1e6
_OK: Final = range(200, 300)


class ReplayedTransport(HttpTransport):
    """See HttpTransport. Opens no connection and never waits."""

    def __init__(self, operator: str, recorded: Iterable[Recorded]) -> None:
        """Answer in the name of `operator` with what its one endpoint answered."""
        super().__init__(
            Endpoint(operator, _NOWHERE),
            limits=Limits(attempts=1),
            deadline=Deadline(_LONG_ENOUGH),
            buckets=Buckets(_AT_ONCE),
            pool=_Kept(operator, recorded),
        )

    def pause(self, seconds: float) -> bool:
        """See HttpTransport.pause: what was kept is the same a second later."""
        del seconds
        return False


class _Kept(urllib3.PoolManager):
    """Connections to nobody."""

    def __init__(self, operator: str, recorded: Iterable[Recorded]) -> None:
        super().__init__()
        self._operator = operator
        self._by_question: dict[tuple[str, str], list[Recorded]] = {}
        for one in recorded:
            self._by_question.setdefault((one.path.strip("/"), one.question()), []).append(one)

    def urlopen(  # type: ignore[override]  # only `send` calls it, and so
        self, method: str, url: str, *, body: bytes | None = None, **_: object
    ) -> urllib3.HTTPResponse:
        """Return the kept answer to the same question."""
        question = canonical(body) if body is not None else ""
        place = (url.removeprefix(_NOWHERE).strip("/"), question)
        best = max(self._by_question.get(place, ()), key=_worth, default=None)
        if best is None or is_transient(best.status, excerpt(best.answer())):
            came = "no answer to it is in the bundle" if best is None else f"HTTP {best.status}"
            raise UnreachableError(came, asked=_asked(question, method), whom=self._operator)
        answer = _for_request(best.answer(), body or b"null")
        return urllib3.HTTPResponse(
            body=io.BytesIO(answer), status=best.status, preload_content=False
        )


def _worth(one: Recorded) -> tuple[bool, bool, int]:
    try:
        plain = decode(one.answer())
    except BodyError:
        plain = None
    result = plain.get("result") if isinstance(plain, dict) else None
    return one.status in _OK, result is not None, one.at


def _for_request(answer: bytes, body: bytes) -> bytes:
    """Return an answer with the id of the request, where it is one answer with an id to one."""
    try:
        plain, asked = decode(answer), msgspec.json.decode(body)
    except BodyError:
        return answer
    if not isinstance(plain, dict) or not isinstance(asked, dict):
        return answer
    if type(plain.get("id")) is not int:
        return answer
    # By the parser that reads whole numbers of any length, and writes them as they were.
    whole = json.loads(answer)
    whole["id"] = asked.get("id")
    return json.dumps(whole).encode()


def _asked(question: str, method: str) -> str:
    plain = msgspec.json.decode(question) if question else None
    return str(plain.get("method", method)) if isinstance(plain, dict) else method
