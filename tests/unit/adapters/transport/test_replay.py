"""Answers that were kept, read by the code that read them the first time, with nobody asked."""

import json
import time
from collections.abc import Iterator

import pytest
import pytest_socket

from stableaudit.adapters.transport.envelope import RpcError
from stableaudit.adapters.transport.jsonrpc import JsonRpc
from stableaudit.adapters.transport.recorded import Recorded
from stableaudit.adapters.transport.replay import ReplayedTransport
from stableaudit.domain.errors import EvidenceError, UndecodableError, UnreachableError

QUESTION = '{"jsonrpc":"2.0","method":"eth_x","params":[1]}'


@pytest.fixture(autouse=True)
def offline() -> Iterator[None]:
    pytest_socket.disable_socket(allow_unix_socket=False)
    yield
    pytest_socket.enable_socket()


def kept(answer: object, *, status: int = 200, at: int = 1, question: str = QUESTION) -> Recorded:
    content = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
    return Recorded(
        "a", "http://a", "", at, status, "", lambda: question, len(question), lambda: content
    )


def result(value: object, *, number: object = 77) -> dict[str, object]:
    return {"jsonrpc": "2.0", "id": number, "result": value}


def refusal(code: int, message: str) -> dict[str, object]:
    return {"id": 77, "error": {"code": code, "message": message}}


def asked(*recorded: Recorded, params: tuple[object, ...] = (1,)) -> object:
    started = time.monotonic()
    try:
        return JsonRpc(ReplayedTransport("a", recorded)).call("eth_x", params)
    finally:
        assert time.monotonic() - started < 0.4, "something was waited for"


def test_kept_answer_is_given_whatever_its_id_was_and_again() -> None:
    rpc = JsonRpc(ReplayedTransport("a", [kept(result("0x1"))]))
    assert [rpc.call("eth_x", (1,)) for _ in range(2)] == ["0x1", "0x1"]


def test_result_counts_before_an_error_and_the_last_of_results() -> None:
    busy = kept(refusal(-32005, "limit exceeded"), at=9)
    found = asked(
        busy, kept(result("old"), at=2), kept(result("new"), at=3), kept(result(None), at=8)
    )
    assert found == "new"
    assert asked(kept(b"slow down", status=429, at=9), kept(result("0x1"))) == "0x1"


def test_error_that_was_kept_is_an_error_and_not_waited_over() -> None:
    found = asked(kept(refusal(-32005, "rate limit: suspended for 999 s")))
    assert isinstance(found, RpcError)
    assert found.code == -32005
    refused = asked(kept(refusal(3, "execution reverted"), status=400))
    assert isinstance(refused, RpcError)


@pytest.mark.parametrize(
    ("recorded", "said"),
    [
        ((), "no answer to it is in the bundle"),
        ((kept(b"suspended for 999999 s", status=503),), "HTTP 503"),
        ((kept(result(1), question="{}"),), "no answer to it"),
    ],
)
def test_question_that_was_not_kept_or_put_off_is_unreachable(
    recorded: tuple[Recorded, ...], said: str
) -> None:
    with pytest.raises(UnreachableError, match=said) as caught:
        asked(*recorded)
    assert caught.value.asked == "eth_x"


@pytest.mark.parametrize(
    "answer",
    [b"{", b'{"id":1,"id":1,"result":1}', b"7", result(1, number="77"), [result(1)]],
    ids=["cut short", "key twice", "number", "text id", "batch"],
)
def test_answer_that_is_none_is_refused_as_the_first_time(answer: object) -> None:
    with pytest.raises(EvidenceError):
        asked(kept(answer))


def test_numbers_of_any_length_stay_what_they_were() -> None:
    assert asked(kept(result(10**40))) == 10**40


def test_request_of_another_kind_is_not_kept() -> None:
    transport = ReplayedTransport("a", [kept(result(1))])
    with pytest.raises(UnreachableError, match="GET"):
        transport.get_json("/x")
    with pytest.raises(UndecodableError):
        ReplayedTransport("a", [kept(b"{", question="[1]")]).post_json("", [1])
