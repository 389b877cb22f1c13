"""What is told of an exchange: the question without any secret, the answer as it came."""

import gzip
import json
from collections.abc import Callable

import pytest

from stableaudit.adapters.transport import exchange as exchange_module
from stableaudit.adapters.transport.journal import Exchanged, canonical, sender
from stableaudit.adapters.transport.jsonrpc import JsonRpc
from stableaudit.domain.errors import EvidenceError
from stableaudit.domain.tokens import Endpoint
from tests.unit.adapters.transport.server import (
    Exchange,
    in_turn,
    json_answer,
    serve,
    transport,
)

SECRETS = ("PATHKEY0123456789", "QUERYKEY0123", "somebody", "passw0rd!", "HEADKEY", "c29tZWJvZHk6")


def told_of(answer: Callable[[Exchange], None], ask: Callable[..., object]) -> list[Exchanged]:
    """Return what is told of asking a server through an endpoint with secrets everywhere."""
    told: list[Exchanged] = []
    with serve(answer) as server:
        url = server.url.replace("//", "//somebody:passw0rd%21@")
        http = transport(
            f"{url}/v3/PATHKEY0123456789?apikey=QUERYKEY0123",
            key_header="X-Key",
            key="HEADKEY",
            keep=told.append,
        )
        ask(http)
    return told


def test_exchange_is_told_without_any_secret_and_with_the_answer_as_it_came() -> None:
    body = b'{ "a":  1 }'
    (one,) = told_of(
        lambda exchange: exchange.answer(body),
        lambda http: http.get_json("wallet/x", [("only", "solid")]),
    )
    assert one.endpoint.endswith("/…")
    assert (one.operator, one.method, one.path, one.query) == (
        *("op", "GET", "wallet/x"),
        (("only", "solid"),),
    )
    assert (one.body, one.status, one.answer, one.redacted) == (None, 200, body, False)
    assert not any(secret in repr(one) for secret in SECRETS)


def test_exchange_of_calls_is_told_without_their_ids() -> None:
    def answer(exchange: Exchange) -> None:
        calls = json.loads(exchange.seen.body)
        results = [{"jsonrpc": "2.0", "id": call["id"], "result": "0x1"} for call in calls]
        exchange.answer(json.dumps(results).encode())

    (one,) = told_of(answer, lambda http: JsonRpc(http).batch([("a", [1]), ("b", [])]))
    assert one.body == (
        '[{"jsonrpc":"2.0","method":"a","params":[1]},{"jsonrpc":"2.0","method":"b","params":[]}]'
    )


def test_exchange_of_a_server_that_repeats_every_secret_is_told_with_them_taken_out() -> None:
    def repeat(exchange: Exchange) -> None:
        seen = exchange.seen
        everything = [seen.target, dict(seen.headers), "SOMEBODY passw0rd! passw0rd%21"]
        exchange.answer(json.dumps(everything).encode())

    (one,) = told_of(repeat, lambda http: http.post_json("", {"a": 1}))
    text = one.answer.decode()
    assert one.redacted
    assert "[redacted]" in text
    assert not any(secret.lower() in text.lower() for secret in SECRETS)


def test_exchange_of_a_compressed_answer_is_told_decompressed() -> None:
    data = gzip.compress(b"[1,2]")
    (one,) = told_of(
        lambda exchange: exchange.answer(data, headers=[("Content-Encoding", "gzip")]),
        lambda http: http.get_json(""),
    )
    assert one.answer == b"[1,2]"


def test_every_try_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("stableaudit.adapters.transport.retry.backoff", lambda _: 0.0)
    told = told_of(
        in_turn(lambda exchange: exchange.answer(b"busy", status=503), json_answer(1)),
        lambda http: http.get_json(""),
    )
    assert [(one.status, one.answer) for one in told] == [(503, b"busy"), (200, b"1")]


def test_exchange_without_an_answer_is_told_by_the_kind_of_its_failure() -> None:
    told: list[Exchanged] = []
    with pytest.raises(EvidenceError):
        transport("http://127.0.0.1:9", keep=told.append).get_json("")
    assert {(one.status, one.answer, one.failure) for one in told} == {
        (None, b"", "NewConnectionError")
    }


def test_sender_without_anybody_to_tell_is_plain_send() -> None:
    assert sender(Endpoint("o", "http://h/"), None) is exchange_module.send


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (b'{"id":7,"b":1,"a":{"id":8}}', '{"a":{"id":8},"b":1}'),
        (b'[{"id":1},2]', "[{},2]"),
        (b"3", "3"),
        (b'"\xc3\xb6"', '"ö"'),
    ],
)
def test_canonical_body_has_sorted_keys_and_no_ids_of_calls(body: bytes, text: str) -> None:
    assert canonical(body) == text
