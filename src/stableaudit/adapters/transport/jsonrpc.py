"""JSON-RPC 2.0 over one endpoint: calls, batches, and what a server that dislikes batches gets.

An error that the node answers is a value (`RpcError`): its reader knows what it means for the
question. Raised is only what makes the whole answer worthless.
"""

import itertools
from collections import Counter
from collections.abc import Sequence
from typing import Final, TypeAlias

from stableaudit.adapters.transport.classify import Failure, is_about_batches
from stableaudit.adapters.transport.envelope import (
    BatchRefused,
    EnvelopeError,
    RpcError,
    match_answers,
    read_answer,
)
from stableaudit.adapters.transport.exchange import Reply
from stableaudit.adapters.transport.http import HttpTransport
from stableaudit.adapters.transport.retry import backoff
from stableaudit.domain.errors import InconsistentError, UndecodableError

Call: TypeAlias = tuple[str, Sequence[object]]

_OK: Final = range(200, 300)
_ATTEMPTS: Final = 3
"""Rounds in which requests that were answered with a rate limit are asked."""


class JsonRpc:
    """Calls of one endpoint. Remembers whether the endpoint takes batches."""

    def __init__(self, http: HttpTransport, path: str = "") -> None:
        """Call the JSON-RPC service at `path` below the endpoint's URL."""
        self.http = http
        self._path = path
        self._ids = itertools.count(1)
        self._singly = False

    def call(
        self, method: str, params: Sequence[object], *, asked: str = "", at: str = ""
    ) -> object:
        """Return the result of one call, or its RpcError.

        Args:
            method: such as `eth_call`.
            params: by position.
            asked: the question in an error's words; the method without it.
            at: the block it is about, for errors.

        Raises:
            UnreachableError: nobody answered, or not as JSON-RPC does.
            InconsistentError: the answer carries another id.
            UndecodableError: the answer is not JSON.
        """
        return self.batch([(method, params)], asked=asked, at=at)[0]

    def batch(
        self, calls: Sequence[Call], *, asked: str = "", at: str = ""
    ) -> tuple[object | RpcError, ...]:
        """Return a result or RpcError for each call, in the order of `calls`.

        One HTTP request where the server takes batches, else one per call. Raises as `call`, and
        InconsistentError where ids are missing, repeated or foreign.
        """
        if not calls:
            return ()
        asked = asked or _described(calls)
        answers: dict[int, object | RpcError] = {}
        waiting = list(range(len(calls)))
        for attempt in range(1, _ATTEMPTS + 1):
            came = self._round([calls[i] for i in waiting], asked=asked, at=at)
            answers.update(zip(waiting, came, strict=True))
            waiting = [i for i in waiting if _is_rate_limit(answers[i])]
            if not waiting or attempt == _ATTEMPTS or not self.http.pause(backoff(attempt)):
                break
        return tuple(answers[i] for i in range(len(calls)))

    def send(self, call: Call, *, asked: str, at: str = "") -> tuple[int, Reply]:
        """Return the id of one call and its answer as it came, of whatever status.

        For answers that are worth a decoder of their own; `read` reads the others. What the answer
        says of rates is the caller's business. Raises as `HttpTransport.post`.
        """
        number = next(self._ids)
        return number, self.http.post(self._path, _request(number, call), asked=asked, at=at)

    def read(self, number: int, reply: Reply, *, asked: str, at: str = "") -> object | RpcError:
        """Return what the answer to the call `number` is, or its RpcError; raises as `call`."""
        try:
            value = self.http.value(reply, asked=asked, at=at)
            return read_answer(value, number, redact=self.http.redact)
        except (EnvelopeError, UndecodableError) as error:
            if reply.status not in _OK:
                # An HTTP error that does not explain itself as JSON-RPC.
                raise self.http.refused(reply, asked=asked, at=at) from None
            if isinstance(error, EnvelopeError):
                raise self._inconsistent(error, asked=asked, at=at) from None
            raise

    def _round(
        self, calls: Sequence[Call], *, asked: str, at: str
    ) -> tuple[object | RpcError, ...]:
        if self._singly or len(calls) == 1:
            return tuple(self._single(call, asked=asked, at=at) for call in calls)
        answers = self._together(calls, asked=asked, at=at)
        if isinstance(answers, BatchRefused):
            singles = tuple(self._single(call, asked=asked, at=at) for call in calls)
            self._singly = True
            return singles
        return answers

    def _single(self, call: Call, *, asked: str, at: str) -> object | RpcError:
        number, reply = self.send(call, asked=asked, at=at)
        return self.read(number, reply, asked=asked, at=at)

    def _together(
        self, calls: Sequence[Call], *, asked: str, at: str
    ) -> tuple[object | RpcError, ...] | BatchRefused:
        numbers = [next(self._ids) for _ in calls]
        body = [_request(number, call) for number, call in zip(numbers, calls, strict=True)]
        reply = self.http.post(self._path, body, asked=asked, at=at)
        if reply.status not in _OK:
            # Some gateways refuse an array with a plain 400 or 500. If it was not the array, the
            # first single request says what it was.
            return BatchRefused()
        value = self.http.value(reply, asked=asked, at=at)
        try:
            answers = match_answers(value, numbers, redact=self.http.redact)
        except EnvelopeError as error:
            raise self._inconsistent(error, asked=asked, at=at) from None
        if isinstance(answers, RpcError):
            busy = _is_rate_limit(answers) and not is_about_batches(answers.message.raw)
            return (answers,) * len(calls) if busy else BatchRefused()
        return BatchRefused() if _all_refuse_the_batch(answers) else answers

    def _inconsistent(self, error: EnvelopeError, *, asked: str, at: str) -> InconsistentError:
        hint = "another endpoint (--endpoint)"
        return InconsistentError(str(error), asked=asked, whom=self.http.whom, at=at, hint=hint)


def _request(number: int, call: Call) -> dict[str, object]:
    method, params = call
    return {"jsonrpc": "2.0", "id": number, "method": method, "params": list(params)}


def _described(calls: Sequence[Call]) -> str:
    counted = Counter(method for method, _ in calls)
    return ", ".join(f"{count} × {name}" if count > 1 else name for name, count in counted.items())


def _is_rate_limit(answer: object) -> bool:
    return isinstance(answer, RpcError) and answer.failure is Failure.RATE_LIMIT


def _all_refuse_the_batch(answers: Sequence[object | RpcError]) -> bool:
    errors = [answer for answer in answers if isinstance(answer, RpcError)]
    return len(errors) == len(answers) and all(is_about_batches(e.message.raw) for e in errors)
