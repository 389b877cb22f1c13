import gc
import json

import pytest

from stableaudit.adapters.evm.log_answer import (
    IllegibleError,
    collector_off,
    convert_logs,
    plain_logs,
)
from tests.unit.adapters.evm.log_json import Json, answer_json, transfer_json

LOGS = [transfer_json(5, 0), transfer_json(5, 1), transfer_json(6, 0)]
WITHOUT_TIMES = [
    {name: value for name, value in log.items() if name != "blockTimestamp"} for log in LOGS
]


@pytest.mark.parametrize("logs", [LOGS, WITHOUT_TIMES, [LOGS[0], WITHOUT_TIMES[1]], []])
def test_plain_logs_of_a_usual_answer_are_what_it_says(logs: list[Json]) -> None:
    found = plain_logs(answer_json(logs), 1)
    assert found is not None
    assert [(log.log_index, list(log.topics), log.data) for log in found] == [
        (log["logIndex"], log["topics"], log["data"]) for log in logs
    ]


def test_plain_logs_with_blanks_are_read_too() -> None:
    spaced = json.dumps(json.loads(answer_json(LOGS)), indent=2).encode()
    found = plain_logs(spaced, 1)
    assert found is not None
    assert len(found) == len(LOGS)


PLAIN = answer_json(LOGS)
UNUSUAL = {
    "another id": answer_json(LOGS, number=2),
    "an error": b'{"jsonrpc":"2.0","id":1,"error":{"code":-32005,"message":"limit exceeded"}}',
    "result and error": PLAIN[:-1] + b',"error":{"code":1,"message":"x"}}',
    "a further field": PLAIN.replace(b'"removed"', b'"type":"0x2","removed"', 1),
    "a key twice": PLAIN.replace(b'"logIndex"', b'"logIndex":"0x7","logIndex"', 1),
    "a key twice, once escaped": PLAIN.replace(
        b'"logIndex"', b'"\\u006cogIndex":"0x7","logIndex"', 1
    ),
    "a time twice": PLAIN.replace(b'"removed"', b'"blockTimestamp":"0x1","removed"', 1),
    "the result twice": PLAIN[:-1] + b',"result":[]}',
    "the id twice": b'{"id":1,' + PLAIN[1:],
    "a colon in a value": PLAIN.replace(b'"0xc0c0', b'"0xc0:c0', 1),
    "null": PLAIN.replace(b'"removed":false', b'"removed":null', 1),
    "a number for a text": PLAIN.replace(b'"logIndex":"0x0"', b'"logIndex":0', 1),
    "a field missing": PLAIN.replace(b'"removed":false,', b"").replace(b',"removed":false', b"", 1),
    "truncated": PLAIN[:-20],
    "not UTF-8": PLAIN.replace(b"0xc0", b"\xff\xfec", 1),
    "more after it": PLAIN + b"{}",
    "deeply nested": b"[" * 100_000,
    "a deeply nested field": PLAIN.replace(b'"0x0"', b"[" * 100_000 + b"]" * 100_000, 1),
}


@pytest.mark.parametrize("content", UNUSUAL.values(), ids=UNUSUAL)
def test_plain_logs_of_an_unusual_answer_are_left_to_the_strict_reader(content: bytes) -> None:
    assert plain_logs(content, 1) is None


def test_convert_logs_with_further_fields_and_without_some_are_logs() -> None:
    fields = {name: LOGS[0][name] for name in LOGS[0] if name not in {"removed", "blockTimestamp"}}
    (log,) = convert_logs([{**fields, "type": {"more": 1}, "blockTimestamp": None}])
    assert (log.log_index, log.removed, log.block_timestamp) == ("0x0", False, None)


@pytest.mark.parametrize(
    "result",
    [
        None,
        {},
        "0x",
        [None],
        [{**LOGS[0], "blockNumber": None}],
        [{**LOGS[0], "topics": None}],
        [{**LOGS[0], "topics": [1]}],
        [{**LOGS[0], "removed": "false"}],
        [{name: LOGS[0][name] for name in LOGS[0] if name != "data"}],
    ],
)
def test_convert_logs_of_anything_else_is_illegible(result: object) -> None:
    with pytest.raises(IllegibleError, match="no array of logs"):
        convert_logs(result)


def test_collector_off_is_on_again_after_an_error() -> None:
    def fail() -> None:
        assert not gc.isenabled()
        raise LookupError

    assert gc.isenabled()
    with pytest.raises(LookupError), collector_off():
        fail()
    assert gc.isenabled()


def test_collector_off_stays_off_where_it_was_off() -> None:
    gc.disable()
    try:
        with collector_off():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_collector_off_overlapping_is_on_again_in_the_end() -> None:
    one, other = collector_off(), collector_off()
    one.__enter__()
    other.__enter__()
    one.__exit__(None, None, None)
    other.__exit__(None, None, None)
    assert gc.isenabled()
