from array import array

import pytest

from stableaudit.adapters.evm.log_answer import IllegibleError, convert_logs, plain_logs
from stableaudit.adapters.evm.log_decode import decode_logs
from stableaudit.adapters.evm.log_set import EMPTY, ContradictionError, LogSet, Seal
from stableaudit.domain.blocks import BlockRange
from stableaudit.domain.logs import TRANSFER_TOPIC, LogQuery, RawLog, TransferColumns
from tests.fakes.chain_reader import stamp
from tests.unit.adapters.evm.log_json import (
    CONTRACT,
    ISSUE_TOPIC,
    TRANSFERS,
    Json,
    account,
    answer_json,
    log_json,
    transaction,
    transfer_json,
    word,
)

BLOCKS = BlockRange(5, 9)
EVERYTHING = LogQuery(CONTRACT, ((),))
ISSUES = LogQuery(CONTRACT, (((ISSUE_TOPIC,),),))
FROM_1 = LogQuery(CONTRACT, (((TRANSFER_TOPIC,), (bytes.fromhex(word(1)[2:]),)),))
_MOST = (1 << 256) - 1


def _decoded(logs: list[Json], query: LogQuery = TRANSFERS) -> LogSet:
    """Decode both ways, which must agree, errors and all."""
    plain = plain_logs(answer_json(logs), 1)
    if plain is None:
        return decode_logs(convert_logs(logs), query, BLOCKS)
    found = decode_logs(plain, query, BLOCKS)
    assert found == decode_logs(convert_logs(logs), query, BLOCKS)
    return found


def _columns(*rows: tuple[int, int, int, int, int]) -> TransferColumns:
    return TransferColumns(
        array("q", [row[0] for row in rows]),
        array("q", [row[1] for row in rows]),
        b"".join(account(row[2]) for row in rows),
        b"".join(account(row[3]) for row in rows),
        b"".join(row[4].to_bytes(32) for row in rows),
    )


def _seals(*numbers: int) -> dict[int, Seal]:
    return {number: Seal(stamp(number).hash, stamp(number).timestamp) for number in numbers}


def _transfer(sender: int, recipient: int, amount: int = 3) -> tuple[tuple[bytes, ...], bytes]:
    topics = TRANSFER_TOPIC, account(sender).rjust(32, b"\0"), account(recipient).rjust(32, b"\0")
    return topics, amount.to_bytes(32)


def test_decode_transfers_are_columns() -> None:
    logs = [
        transfer_json(5, 0, sender=7, recipient=8, amount=_MOST),
        transfer_json(5, 3, sender=(1 << 160) - 1, recipient=1, amount=0),
        transfer_json(9, 1, sender=1, recipient=1 << 159, amount=1),
    ]
    rows = ((5, 0, 7, 8, _MOST), (5, 3, (1 << 160) - 1, 1, 0), (9, 1, 1, 1 << 159, 1))
    assert _decoded(logs) == LogSet(_columns(*rows), (), _seals(5, 9))


def test_decode_nothing_is_nothing() -> None:
    assert _decoded([]) == EMPTY


def test_decode_transfers_to_and_from_nobody_are_kept_whole() -> None:
    logs = [
        transfer_json(5, 0, sender=0),
        transfer_json(5, 1),
        transfer_json(6, 0, recipient=0),
    ]
    others = (
        RawLog(5, 0, transaction(5, 0), *_transfer(0, 2)),
        RawLog(6, 0, transaction(6, 0), *_transfer(1, 0)),
    )
    assert _decoded(logs) == LogSet(_columns((5, 1, 1, 2, 3)), others, _seals(5, 6))


DIRTY = "0x" + "00" * 11 + "01" + account(1).hex()
ODD = {
    "dirty padding of the sender": transfer_json(
        5, 1, topics=["0x" + TRANSFER_TOPIC.hex(), DIRTY, word(2)]
    ),
    "dirty padding of the recipient": transfer_json(
        5, 1, topics=["0x" + TRANSFER_TOPIC.hex(), word(1), DIRTY]
    ),
    "no data": transfer_json(5, 1, data="0x"),
    "more data": transfer_json(5, 1, data=word(3) + "00"),
    "two topics": transfer_json(5, 1, topics=["0x" + TRANSFER_TOPIC.hex(), word(1)]),
    "four topics": transfer_json(
        5, 1, topics=["0x" + TRANSFER_TOPIC.hex(), word(1), word(2), word(3)]
    ),
    "one topic": transfer_json(5, 1, topics=["0x" + TRANSFER_TOPIC.hex()], data=word(1) * 1),
}


@pytest.mark.parametrize("odd", ODD.values(), ids=ODD)
def test_decode_a_transfer_that_is_not_well_formed_is_kept_whole(odd: Json) -> None:
    found = _decoded([transfer_json(5, 0), odd, transfer_json(5, 2)])
    assert found.transfers == _columns((5, 0, 1, 2, 3), (5, 2, 1, 2, 3))
    (other,) = found.others
    assert (other.block, other.ordinal, other.transaction) == (5, 1, transaction(5, 1))
    assert ["0x" + topic.hex() for topic in other.topics] == odd["topics"]
    assert "0x" + other.data.hex() == odd["data"]


def test_decode_capitals_are_the_same_logs() -> None:
    loud = transfer_json(5, 1, sender=0xABCDEF)
    shouted = {
        "topics": [f"0x{topic[2:].upper()}" for topic in loud["topics"]],  # type: ignore[attr-defined]  # a list
        "address": "0x" + CONTRACT.address.hex().upper(),
        "blockHash": "0x" + stamp(5).hash[2:].upper(),
    }
    found = _decoded([transfer_json(5, 0), {**loud, **shouted}, transfer_json(5, 2, sender=0)])
    rows = ((5, 0, 1, 2, 3), (5, 1, 0xABCDEF, 2, 3))
    assert found.transfers == _columns(*rows)
    assert [log.ordinal for log in found.others] == [2]


def test_decode_another_order_is_put_into_the_chains() -> None:
    logs = [
        transfer_json(6, 0),
        transfer_json(5, 16, sender=9),
        transfer_json(5, 2, sender=0),
        transfer_json(5, 1, sender=8),
    ]
    assert _decoded(logs) == _decoded(list(reversed(logs)))
    assert _decoded(logs).transfers == _columns((5, 1, 8, 2, 3), (5, 16, 9, 2, 3), (6, 0, 1, 2, 3))


def test_decode_a_log_that_came_twice_counts_once() -> None:
    logs = [transfer_json(5, 0), transfer_json(5, 1), transfer_json(6, 0)]
    assert _decoded([*logs, *logs[:2], logs[2]]) == _decoded(logs)


def test_decode_a_question_for_all_logs_takes_any() -> None:
    anonymous = log_json(5, 1, data="0xbeef")
    found = _decoded([transfer_json(5, 0), anonymous], EVERYTHING)
    assert found.transfers == _columns((5, 0, 1, 2, 3))
    assert found.others == (RawLog(5, 1, transaction(5, 1), (), b"\xbe\xef"),)


def test_decode_a_question_about_accounts_takes_theirs_only() -> None:
    assert _decoded([transfer_json(5, 0)], FROM_1).transfers == _columns((5, 0, 1, 2, 3))
    with pytest.raises(ContradictionError, match="log 1 of block 5, whose topics nobody asked for"):
        _decoded([transfer_json(5, 0), transfer_json(5, 1, sender=4)], FROM_1)


def test_decode_without_times_leaves_them_open() -> None:
    unsaid = [transfer_json(5, 0, blockTimestamp=None), transfer_json(6, 0, blockTimestamp="0x0")]
    assert {number: seal.timestamp for number, seal in _decoded(unsaid).seals.items()} == {
        5: None,
        6: None,
    }


CONTRADICTIONS = {
    "log 7 of block 4, outside of blocks 5 to 9": transfer_json(4, 7),
    "log 7 of block 10, outside of blocks 5 to 9": transfer_json(10, 7),
    "log 7 of block 6, which is of another contract": transfer_json(6, 7, address="0x" + "c1" * 20),
    "log 7 of block 6, which it calls removed": transfer_json(6, 7, removed=True),
    "two different logs 1 of block 5": transfer_json(5, 1, amount=4),
    "logs of block 5 that name two blocks": transfer_json(5, 7, blockHash=stamp(6).hash),
    "logs of block 5 that name two blocks or times": transfer_json(5, 7, blockTimestamp="0x1"),
    "block 6 at 1, before a block below it": transfer_json(6, 7, blockTimestamp="0x1"),
    "log 7 of block 6, whose topics nobody asked for": log_json(
        6, 7, "0x" + ISSUE_TOPIC.hex(), data=word(1)
    ),
}


@pytest.mark.parametrize(("message", "wrong"), CONTRADICTIONS.items(), ids=CONTRADICTIONS)
def test_decode_what_was_not_asked_for_is_named(message: str, wrong: Json) -> None:
    with pytest.raises(ContradictionError, match=message):
        _decoded([transfer_json(5, 0), transfer_json(5, 1), wrong])


def test_decode_transfers_where_another_event_was_asked_for_are_refused() -> None:
    with pytest.raises(ContradictionError, match="log 0 of block 5, whose topics nobody"):
        _decoded([transfer_json(5, 0)], ISSUES)


ILLEGIBLE = [
    {"blockNumber": "5"},
    {"blockNumber": "0x"},
    {"blockNumber": hex(1 << 80)},
    {"logIndex": "x"},
    {"logIndex": "0x-1"},
    {"logIndex": hex(1 << 32)},
    {"blockHash": "0x12"},
    {"blockTimestamp": "soon"},
    {"blockTimestamp": hex(1 << 60)},
    {"data": "0x" + "0g" * 32},
    {"data": "0X" + "00" * 32},
    {"data": "00" * 33},
    {"data": "0x" + " 0" * 32},
    {"data": "0x" + "é" * 64},
    {"data": "0x0"},
    {"topics": ["0x" + TRANSFER_TOPIC.hex(), word(1), word(2)[:-2]]},
    {"topics": ["0x" + TRANSFER_TOPIC.hex(), word(1)[:-1], word(2) + "0"]},
    {"topics": ["0x" + TRANSFER_TOPIC.hex(), "0x" + "0" * 24 + "zz" * 20, word(2)]},
    {"topics": ["0x" + TRANSFER_TOPIC.hex(), *[word(1)] * 4]},
    {"transactionHash": "0x12", "data": "0x"},
]


@pytest.mark.parametrize("change", ILLEGIBLE, ids=str)
def test_decode_hex_or_lengths_of_no_log_are_illegible(change: Json) -> None:
    with pytest.raises(IllegibleError):
        _decoded([transfer_json(5, 0), {**transfer_json(5, 1), **change}])
