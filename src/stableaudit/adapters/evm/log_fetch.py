"""One window of logs from one endpoint: asked, read, checked; or the refusal that came instead.

What an endpoint says is judged by its message first (transport/classify.py):

1. A rate limit, or a head that is behind: wait and ask the same again, a few times.
2. No such service, no such blocks, a malformed request: an error. A smaller range is no cure.
3. Too many blocks or logs, an answer that is too large or too late: a Refusal, for smaller pieces.
4. Anything unknown: asked once more, then a Refusal of unclear reason.
"""

from dataclasses import dataclass
from typing import Final

from stableaudit.adapters.evm.errors import Context, service_error
from stableaudit.adapters.evm.headers import read_headers
from stableaudit.adapters.evm.log_answer import (
    IllegibleError,
    collector_off,
    convert_logs,
)
from stableaudit.adapters.evm.log_decode import decode_answer, decode_logs
from stableaudit.adapters.evm.log_set import ContradictionError, LogSet, united, with_times
from stableaudit.adapters.evm.sizes import TooMuch
from stableaudit.adapters.transport.classify import Failure, classify
from stableaudit.adapters.transport.envelope import RpcError
from stableaudit.adapters.transport.errors import OverdueError, OversizedError, StatusError
from stableaudit.adapters.transport.hints import NO_HINT, Hint, hint_of
from stableaudit.adapters.transport.jsonrpc import JsonRpc
from stableaudit.adapters.transport.retry import backoff
from stableaudit.domain.blocks import BlockRange
from stableaudit.domain.errors import EvidenceError, InconsistentError, UndecodableError
from stableaudit.domain.logs import LogQuery, TopicPattern

_ANOTHER: Final = "another endpoint (--endpoint)"
_ATTEMPTS: Final = 5
"""Of a request that meets a rate limit or a head that is behind: half a second to eight, waited."""

_OK: Final = range(200, 300)
_TOO_LARGE: Final = 413
_GATEWAY_TIMEOUTS: Final = (408, 504, 524)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a window was not answered, where a smaller one may be."""

    what: TooMuch
    hint: Hint
    error: EvidenceError
    """To be raised where nothing smaller can be asked for."""


class LogFetcher:
    """Fetches windows of one query; thread-safe, since it keeps nothing."""

    def __init__(self, rpc: JsonRpc, query: LogQuery, *, whom: str) -> None:
        """Ask `rpc` for what `query` wants."""
        self._rpc = rpc
        self._query = query
        self._whom = whom

    def fetch(self, window: BlockRange) -> LogSet | Refusal:
        """Return the logs of a window, with the time of every block that has any.

        Raises:
            UnreachableError: the endpoint does not serve them.
            InconsistentError: an answer contradicts its question, itself, or a header.
            UndecodableError: an answer is no logs.
        """
        sets: list[LogSet] = []
        for pattern in self._query.patterns:
            answer = self._ask(LogQuery(self._query.contract, (pattern,)), window)
            if isinstance(answer, Refusal):
                return answer
            sets.append(answer)
        context = self._context(window)
        try:
            return self._timed(united(sets), window)
        except ContradictionError as error:
            raise context.error(InconsistentError, str(error), _ANOTHER) from None

    def _timed(self, logs: LogSet, window: BlockRange) -> LogSet:
        untimed = [number for number, seal in logs.seals.items() if seal.timestamp is None]
        if not untimed:
            return logs
        # The window's last block beside them, since it may have to be known and costs nothing here.
        numbers = [*untimed, *({window.last} - set(untimed))]
        chain = self._query.contract.chain
        return with_times(logs, read_headers(self._rpc, chain, numbers, whom=self._whom))

    def _ask(self, query: LogQuery, window: BlockRange) -> LogSet | Refusal:
        context = self._context(window)
        unknown = 0
        attempt = 0
        while True:
            attempt += 1
            answer = self._send(query, window, context)
            if not isinstance(answer, RpcError):
                return answer
            refusal = _refusal(answer, context)
            if answer.failure in {Failure.RATE_LIMIT, Failure.HEAD_RACE}:
                if attempt < _ATTEMPTS and self._rpc.http.pause(backoff(attempt)):
                    continue
                raise service_error(answer, context)
            if refusal is None:
                raise service_error(answer, context)
            if refusal.what is TooMuch.UNCLEAR and not unknown:
                unknown += 1
                continue
            return refusal

    def _send(
        self, query: LogQuery, window: BlockRange, context: Context
    ) -> LogSet | Refusal | RpcError:
        (pattern,) = query.patterns
        wanted: dict[str, object] = {
            "address": query.contract.local,
            "fromBlock": hex(window.first),
            "toBlock": hex(window.last),
        }
        if pattern:
            wanted["topics"] = _topics(pattern)
        try:
            number, reply = self._rpc.send(("eth_getLogs", (wanted,)), asked=context.asked)
            with collector_off():
                if reply.status in _OK:
                    found = decode_answer(reply.content, number, query, window)
                    if found is not None:
                        return found
                answer = self._rpc.read(number, reply, asked=context.asked)
                if isinstance(answer, RpcError):
                    return answer
                return decode_logs(convert_logs(answer), query, window)
        except IllegibleError as error:
            raise context.error(UndecodableError, str(error), _ANOTHER) from None
        except ContradictionError as error:
            raise context.error(InconsistentError, str(error), _ANOTHER) from None
        except OversizedError as error:
            return Refusal(TooMuch.LOGS, NO_HINT, error)
        except OverdueError as error:
            return Refusal(TooMuch.UNCLEAR, NO_HINT, error)
        except StatusError as error:
            return _refused_by_status(error)

    def _context(self, window: BlockRange) -> Context:
        asked = f"logs of {self._query.contract} in blocks {window.first} to {window.last}"
        return Context(asked, self._whom)


def _topics(pattern: TopicPattern) -> list[list[str] | None]:
    return [["0x" + topic.hex() for topic in wanted] or None for wanted in pattern]


def _refusal(answer: RpcError, context: Context) -> Refusal | None:
    """Return what an error amounts to where a smaller range may help, else None."""
    what = _too_much(answer.failure)
    if what is None:
        return None
    hint = hint_of(answer.message.raw, answer.data)
    return Refusal(what, hint, service_error(answer, context))


def _too_much(failure: Failure) -> TooMuch | None:
    match failure:
        case Failure.RANGE_CAP:
            return TooMuch.BLOCKS
        case Failure.RESULT_CAP:
            return TooMuch.LOGS
        case Failure.OTHER:
            return TooMuch.UNCLEAR
        case _:
            return None


def _refused_by_status(error: StatusError) -> Refusal:
    """Return what an HTTP error without JSON-RPC amounts to; raises it where less is no cure."""
    failure = classify(error.came)
    what = _too_much(failure)
    if failure is Failure.OTHER:
        if error.status == _TOO_LARGE:
            what = TooMuch.LOGS
        elif error.status not in _GATEWAY_TIMEOUTS:
            what = None
    if what is None:
        raise error
    return Refusal(what, hint_of(error.came), error)
