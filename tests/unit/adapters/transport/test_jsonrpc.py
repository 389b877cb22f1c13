import json
import random
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stableaudit.adapters.transport.envelope import EnvelopeError, RpcError, match_answers
from stableaudit.adapters.transport.jsonrpc import JsonRpc
from stableaudit.domain.errors import InconsistentError, UndecodableError, UnreachableError
from stableaudit.domain.untrusted import Untrusted
from tests.unit.adapters.transport.server import Exchange, Server, in_turn, serve, transport

CALLS = [("first", []), ("second", ["0x1"]), ("third", [])]
RATE_LIMITED = {"code": -32005, "message": "method eth_call in batch triggered rate limit"}


def _asked(exchange: Exchange) -> object:
    return exchange.seen.json


def _answer(build: Callable[[list[dict[str, object]]], object]) -> Callable[[Exchange], None]:
    """Answer a batch with what `build` makes of its requests; a single one as a node would."""

    def answer(exchange: Exchange) -> None:
        asked = _asked(exchange)
        value = build(asked) if isinstance(asked, list) else _good(asked)
        exchange.answer(json.dumps(value).encode())

    return answer


def _good(request: object) -> dict[str, object]:
    assert isinstance(request, dict)
    return {"jsonrpc": "2.0", "id": request["id"], "result": f"for {request['method']}"}


def _rpc(server: Server) -> JsonRpc:
    return JsonRpc(transport(server.url))


GOOD = ("for first", "for second", "for third")


def test_call_gives_the_result_and_sends_the_protocol() -> None:
    with serve(_answer(list)) as server:
        assert _rpc(server).call("eth_x", ["a", {"b": 1}]) == "for eth_x"
    assert server.seen[0].json == {
        "jsonrpc": "2.0",
        "id": 1,
        "method": "eth_x",
        "params": ["a", {"b": 1}],
    }


def test_batch_is_one_request_in_the_order_asked() -> None:
    with serve(_answer(lambda asked: [_good(r) for r in asked])) as server:
        assert _rpc(server).batch(CALLS) == GOOD
    assert len(server.seen) == 1


def test_batch_of_nothing_asks_nothing() -> None:
    with serve(_answer(list)) as server:
        assert _rpc(server).batch([]) == ()
    assert server.seen == []


def test_batch_shuffled_answers_are_matched() -> None:
    with serve(_answer(lambda asked: [_good(r) for r in reversed(asked)])) as server:
        assert _rpc(server).batch(CALLS) == GOOD


def test_batch_error_of_one_call_is_its_value() -> None:
    def build(asked: list[dict[str, object]]) -> object:
        error = {"code": 3, "message": "execution reverted\x1b", "data": "0x01"}
        return [_good(asked[0]), {"id": asked[1]["id"], "error": error}, _good(asked[2])]

    with serve(_answer(build)) as server:
        answers = _rpc(server).batch(CALLS)
    assert answers[1] == RpcError(3, Untrusted("execution reverted\x1b"), "0x01")
    assert str(answers[1]) == "error 3: execution reverted\\u001b"
    assert (answers[0], answers[2]) == (GOOD[0], GOOD[2])


def _with(**changed: object) -> Callable[[list[dict[str, object]]], object]:
    def build(asked: list[dict[str, object]]) -> object:
        return [_good(asked[0]), {**_good(asked[1]), **changed}, _good(asked[2])]

    return build


@pytest.mark.parametrize(
    ("build", "why"),
    [
        (lambda asked: [_good(r) for r in asked[:2]], "no answer to 1 of 3"),
        (lambda asked: [_good(asked[0])] * 2 + [_good(asked[1])], "two answers to the request"),
        (_with(id=999), "with the id 999, which nobody asked"),
        (_with(id="2"), "with the id '2', which nobody asked"),
        (_with(id=True), "which nobody asked"),
        (_with(id=None), "which nobody asked"),
        (_with(id=2.0), "which nobody asked"),
        (_with(error={"code": 1, "message": "x"}), "both a result and an error"),
        (_with(result=None, error="x"), "an error that is no JSON object"),
        (_with(result=None, error={"code": "1", "message": "x"}), "without code or message"),
        (_with(result=None, error={"code": 1}), "without code or message"),
        (lambda asked: [{"id": r["id"]} for r in asked], "neither result nor error"),
        (lambda asked: _good(asked[0]), "one result for a batch"),
        (lambda _: [], "no answer to 3 of 3"),
        (lambda _: [1, 2, 3], "which nobody asked"),
        (lambda _: "hello", "no array but a str"),
        (lambda _: None, "no array but a NoneType"),
    ],
    ids=[
        "missing", "repeated", "foreign", "text", "boolean", "null", "float", "both",
        "error-text", "code-text", "no-message", "neither", "one-result", "empty", "numbers",
        "a-text", "a-null",
    ],
)  # fmt: skip
def test_batch_with_another_envelope_is_inconsistent(
    build: Callable[[list[dict[str, object]]], object], why: str
) -> None:
    with serve(_answer(build)) as server, pytest.raises(InconsistentError, match=why):
        _rpc(server).batch(CALLS, asked="three things", at="block 1")


@pytest.mark.parametrize("wrong", [2, "1", None, True])
def test_call_with_another_id_is_inconsistent(wrong: object) -> None:
    def answer(exchange: Exchange) -> None:
        exchange.answer(json.dumps({"id": wrong, "result": 1}).encode())

    with serve(answer) as server, pytest.raises(InconsistentError, match="to the request 1"):
        _rpc(server).call("x", [])


def test_call_error_without_an_id_is_an_error_of_the_node() -> None:
    def answer(exchange: Exchange) -> None:
        exchange.answer(b'{"id": null, "error": {"code": -32700, "message": "parse error"}}')

    with serve(answer) as server:
        assert _rpc(server).call("x", []) == RpcError(-32700, Untrusted("parse error"), None)


@pytest.mark.parametrize(
    "build",
    [
        lambda _: {"id": None, "error": {"code": -32600, "message": "batch not supported"}},
        lambda _: {"id": None, "error": {"code": -32600, "message": "invalid request"}},
        lambda _: [{"id": None, "error": {"code": -32600, "message": "no arrays"}}],
        lambda asked: [{"id": r["id"], "error": RATE_LIMITED} for r in asked],
    ],
    ids=["object", "object-without-reason", "one-item", "every-item"],
)
def test_batch_refused_is_asked_singly_and_remembered(
    build: Callable[[list[dict[str, object]]], object],
) -> None:
    with serve(_answer(build)) as server:
        rpc = _rpc(server)
        assert rpc.batch(CALLS) == GOOD
        assert len(server.seen) == 4
        assert rpc.batch(CALLS) == GOOD
    assert len(server.seen) == 7


@pytest.mark.parametrize("status", [400, 413, 500])
def test_batch_refused_by_status_is_asked_singly(status: int) -> None:
    def answer(exchange: Exchange) -> None:
        asked = _asked(exchange)
        if isinstance(asked, list):
            exchange.answer(b"<html>no", status=status)
        else:
            exchange.answer(json.dumps(_good(asked)).encode())

    with serve(answer) as server:
        assert _rpc(server).batch(CALLS) == GOOD


def test_call_http_error_with_a_json_rpc_body_is_the_nodes_error() -> None:
    body = b'{"id": 1, "error": {"code": -32602, "message": "Archive requests require a token"}}'
    with serve(lambda e: e.answer(body, status=403)) as server:
        answer = _rpc(server).call("x", [])
    assert answer == RpcError(-32602, Untrusted("Archive requests require a token"), None)


@pytest.mark.parametrize(
    ("body", "error"),
    [(b"{}", UnreachableError), (b'{"message": "no"}', UnreachableError)],
    ids=["empty", "other"],
)
def test_call_http_error_with_another_body_is_unreachable(
    body: bytes, error: type[Exception]
) -> None:
    with serve(lambda e: e.answer(body, status=401)) as server, pytest.raises(error, match="401"):
        _rpc(server).call("x", [])


def test_call_http_error_that_is_a_page_is_unreachable() -> None:
    page = serve(lambda e: e.answer(b"<html>sign in", status=401))
    with page as server, pytest.raises(UnreachableError, match="HTTP 401: <html>sign in"):
        _rpc(server).call("x", [])


def test_call_page_with_status_200_is_undecodable() -> None:
    with serve(lambda e: e.answer(b"<html>")) as server, pytest.raises(UndecodableError):
        _rpc(server).call("x", [])


def test_batch_items_over_the_rate_are_asked_again_alone() -> None:
    def once_limited(asked: list[dict[str, object]]) -> object:
        limited = {"id": asked[1]["id"], "error": {"code": 429, "message": "rate limit"}}
        return [_good(asked[0]), limited, _good(asked[2])]

    with serve(in_turn(_answer(once_limited), _answer(list))) as server:
        assert _rpc(server).batch(CALLS) == GOOD
    again = server.seen[1].json
    assert isinstance(again, dict)
    assert again["method"] == "second"


def test_batch_that_stays_over_the_rate_says_so() -> None:
    def limited(exchange: Exchange) -> None:
        exchange.answer(b'{"id": null, "error": {"code": -32005, "message": "rate limit"}}')

    with serve(limited) as server:
        answers = _rpc(server).batch(CALLS)
    assert [str(answer) for answer in answers] == ["error -32005: rate limit"] * 3
    assert len(server.seen) == 3


def test_ids_are_never_used_twice() -> None:
    with serve(_answer(lambda asked: [_good(r) for r in asked])) as server:
        rpc = _rpc(server)
        for _ in range(2):
            rpc.batch(CALLS)
        rpc.call("x", [])
    ids: list[object] = []
    for seen in server.seen:
        asked = seen.json
        for request in asked if isinstance(asked, list) else [asked]:
            assert isinstance(request, dict)
            ids.append(request["id"])
    assert ids == list(range(1, 8))


@given(st.lists(st.integers(1, 2**53), unique=True, min_size=1, max_size=20), st.randoms())
def test_match_answers_any_order_gives_the_asked_one(
    numbers: list[int], chance: random.Random
) -> None:
    answers: list[dict[str, object]] = [{"id": n, "result": -n} for n in numbers]
    chance.shuffle(answers)
    assert match_answers(answers, numbers, redact=str) == tuple(-n for n in numbers)


@settings(max_examples=200)
@given(
    st.lists(st.integers(1, 6), unique=True, min_size=2, max_size=5),
    st.lists(st.integers(1, 6), min_size=0, max_size=6),
)
def test_match_answers_other_than_one_each_are_refused(asked: list[int], came: list[int]) -> None:
    answers: list[dict[str, object]] = [{"id": n, "result": n} for n in came]
    if sorted(asked) == sorted(came):
        assert match_answers(answers, asked, redact=str) == tuple(asked)
    else:
        with pytest.raises(EnvelopeError):
            match_answers(answers, asked, redact=str)


def test_overload_that_java_tron_answers_without_an_envelope_is_asked_again() -> None:
    """Form of knowledge: HTTP 200 and {"Error": text}, in front of JSON-RPC too."""
    busy = json.dumps({"Error": "class java.lang.Exception : lack of computing resources"})

    def good(exchange: Exchange) -> None:
        asked = _asked(exchange)
        answers = [_good(each) for each in asked] if isinstance(asked, list) else _good(asked)
        exchange.answer(json.dumps(answers).encode())

    def overloaded(exchange: Exchange) -> None:
        exchange.answer(busy.encode())

    with serve(in_turn(overloaded, good)) as server:
        answers = _rpc(server).batch(CALLS)
    assert not any(isinstance(each, RpcError) for each in answers)
    assert len(answers) == len(CALLS)
