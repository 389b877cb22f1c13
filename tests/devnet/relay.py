"""A second operator in front of an EVM node: relays JSON-RPC, counts requests, lies when told to.

It answers what the node answers, so two of them are two URLs that agree; each fault is something
that public endpoints have been seen to do. What it does to logs is in `injuries`, whose limits it
has in `providers`. Loopback only.
"""

import json
import threading
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Final, Self, cast

import urllib3

from tests.devnet.alarm import Alarm
from tests.devnet.gate import Gate
from tests.devnet.injuries import Injury, injured
from tests.devnet.providers import Provider, Refusal

_POLL_SECONDS: Final = 0.02
_TOTAL_SUPPLY: Final = "0x18160ddd"


class Fault(StrEnum):
    """What the relay does wrong."""

    NONE = "none"
    SUPPLY_ONE_MORE = "totalSupply one unit too high"
    SUPPLY_EMPTY = "0x as totalSupply"
    WRONG_CHAIN = "another chain's id"
    STALE_HEAD = "a head that stopped an hour ago"
    NO_STATE = "no state at any block"
    NO_BATCH = "batches refused"
    UNAVAILABLE = "HTTP 503"
    REORGANISED = "another hash for every block by number"
    STATE_OF_NOTHING = "answers calls at blocks that do not exist"
    RECEIPTS_LACK_LOG = "the last log of a block left out of its receipts, and its bloom with it"


@dataclass(frozen=True, slots=True)
class _Exchange:
    method: str
    params: list[object]
    answer: dict[str, object]


class Relay:
    """A context manager; `url` is what a configuration names."""

    def __init__(self, node_url: str, *, fault: Fault = Fault.NONE) -> None:
        self.fault = fault
        self.injuries: tuple[Injury, ...] = ()
        """What is done to every answer of `eth_getLogs`."""

        self.provider: Provider | None = None
        """Whose limits `eth_getLogs` has; without one it has none."""

        self.alarm: Alarm | None = None
        """Hears every HTTP request before it is answered."""

        self.node_url = node_url
        """Who answers: another node of the same length is another history, from one request on."""

        self.requests: Counter[str] = Counter()
        """HTTP requests under `http`, and calls by method."""

        self._pool = urllib3.PoolManager(maxsize=8)
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        serve = self._server.serve_forever
        self._thread = threading.Thread(target=serve, args=(_POLL_SECONDS,), daemon=True)

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self._server.server_address[1]}/"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
        self._pool.clear()

    def answer(self, body: bytes) -> tuple[int, bytes]:
        """Return HTTP status and body for a request's body."""
        self.requests["http"] += 1
        asked = json.loads(body)
        calls = cast("list[dict[str, Any]]", asked if isinstance(asked, list) else [asked])
        if self.alarm is not None:
            self.alarm.hear([call["method"] for call in calls])
        if self.fault is Fault.UNAVAILABLE:
            return 503, b"try later"
        if self.fault is Fault.NO_BATCH and isinstance(asked, list):
            error = {"code": -32600, "message": "batch requests are not supported"}
            return 200, json.dumps({"jsonrpc": "2.0", "id": None, "error": error}).encode()
        self.requests.update(call["method"] for call in calls)
        gate = Gate(self.provider, self._ask)
        refused = {call["id"]: gate.before(call, batched=call is not asked) for call in calls}
        told = [call for call in calls if refused[call["id"]] is None]
        answers = {each["id"]: each for each in self._ask(told)} if told else {}
        for call in told:
            method, answer = call["method"], answers[call["id"]]
            _ALTER.get(self.fault, _leave)(_Exchange(method, call["params"], answer))
            if method == "eth_getLogs" and "result" in answer:
                refused[call["id"]] = gate.after(call, answer["result"])
                answer["result"] = injured(answer["result"], self.injuries)
        whole = [_final(call, answers, refused[call["id"]]) for call in calls]
        if isinstance(asked, list):
            return 200, json.dumps(whole).encode()
        refusal = refused[asked["id"]]
        return 200 if refusal is None else refusal.status, json.dumps(whole[0]).encode()

    def _ask(self, calls: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
        headers = {"content-type": "application/json"}
        body = json.dumps(calls).encode()
        response = self._pool.request("POST", self.node_url, body=body, headers=headers)
        return cast("list[dict[str, Any]]", json.loads(response.data))


def _final(
    call: Mapping[str, Any], answers: Mapping[object, dict[str, Any]], refusal: Refusal | None
) -> dict[str, Any]:
    if refusal is None:
        return answers[call["id"]]
    return {"jsonrpc": "2.0", "id": call["id"], "error": refusal.error}


def _leave(exchange: _Exchange) -> None:
    del exchange


def _asks_supply(exchange: _Exchange) -> bool:
    if exchange.method != "eth_call" or not exchange.params:
        return False
    call = cast("dict[str, object]", exchange.params[0])
    return _TOTAL_SUPPLY in (call.get("data"), call.get("input"))


def _one_more(exchange: _Exchange) -> None:
    if _asks_supply(exchange):
        supply = int(cast("str", exchange.answer["result"]), 16)
        exchange.answer["result"] = f"0x{supply + 1:064x}"


def _empty(exchange: _Exchange) -> None:
    if _asks_supply(exchange):
        exchange.answer["result"] = "0x"


def _wrong_chain(exchange: _Exchange) -> None:
    if exchange.method == "eth_chainId":
        exchange.answer["result"] = "0x38"


def _block(exchange: _Exchange) -> dict[str, object] | None:
    block = exchange.answer.get("result")
    by_number = exchange.method == "eth_getBlockByNumber" and isinstance(block, dict)
    return block if by_number and isinstance(block, dict) else None


def _stale(exchange: _Exchange) -> None:
    block = _block(exchange)
    if block is not None and int(cast("str", block["number"]), 16) > 0:
        block["timestamp"] = hex(int(cast("str", block["timestamp"]), 16) - 3600)


def _reorganised(exchange: _Exchange) -> None:
    block = _block(exchange)
    if block is not None and int(cast("str", block["number"]), 16) > 0:
        block["hash"] = "0x" + "fe" * 32


def _no_state(exchange: _Exchange) -> None:
    if exchange.method in ("eth_call", "eth_getCode", "eth_getProof"):
        exchange.answer.pop("result", None)
        exchange.answer["error"] = {"code": -32000, "message": "missing trie node abc (path )"}


def _state_of_nothing(exchange: _Exchange) -> None:
    if exchange.method == "eth_call" and exchange.answer.pop("error", None) is not None:
        exchange.answer["result"] = "0x"


def _without_last_log(exchange: _Exchange) -> None:
    if exchange.method == "eth_getBlockReceipts":
        receipts = cast("list[dict[str, Any]]", exchange.answer["result"])
        for receipt in [each for each in receipts if each["logs"]][-1:]:
            receipt["logs"].pop()
            del receipt["logsBloom"]


_ALTER: Final[dict[Fault, Callable[[_Exchange], None]]] = {
    Fault.SUPPLY_ONE_MORE: _one_more,
    Fault.SUPPLY_EMPTY: _empty,
    Fault.WRONG_CHAIN: _wrong_chain,
    Fault.STALE_HEAD: _stale,
    Fault.REORGANISED: _reorganised,
    Fault.NO_STATE: _no_state,
    Fault.STATE_OF_NOTHING: _state_of_nothing,
    Fault.RECEIPTS_LACK_LOG: _without_last_log,
}


def _handler(relay: Relay) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            length = int(self.headers.get("content-length", "0"))
            status, body = relay.answer(self.rfile.read(length))
            try:
                self.send_response(status)
                self.send_header("content-type", "application/json")
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
            except ConnectionError:
                # The client has gone: it was killed, or did not wait.
                self.close_connection = True

        def log_message(self, *_words: object) -> None:
            pass

    return Handler
