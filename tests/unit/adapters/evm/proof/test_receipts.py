"""The logs of a block follow from the root of its receipts, all of them or none."""

import copy
from dataclasses import replace
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stableaudit.adapters.evm.proof.failure import ProofError
from stableaudit.adapters.evm.proof.header import Header, read_header
from stableaudit.adapters.evm.proof.receipts import MOST_RECEIPTS, bloom_of, prove_logs
from stableaudit.domain.proofs import ProvenLog
from tests.fakes.chain_reader import ETHEREUM
from tests.unit.adapters.evm.proof.state_maker import Json, as_hex
from tests.unit.adapters.evm.proof.test_header import CANCUN, sealed
from tests.unit.adapters.evm.proof.trie_maker import Trie, library_encode

TOKEN = b"\xad" * 20


def _log(place: int, count: int) -> tuple[bytes, list[bytes], bytes]:
    return TOKEN, [bytes([place, topic]) * 16 for topic in range(count)], bytes([place] * count)


def _block(kinds: tuple[int, ...]) -> tuple[Json, Header, list[Json]]:
    """A block of such receipts: the first's transaction failed, the others have 1 to 6 logs."""
    receipts: list[Json] = []
    values: dict[bytes, bytes] = {}
    ordinal = 0
    for index, kind in enumerate(kinds):
        logs = [_log(number, index % 5) for number in range(min(index, 6))]
        bloom = bloom_of([ProvenLog(0, 0, a, tuple(t), d) for a, t, d in logs])
        content = library_encode([int(index > 0), 21_000 * (index + 1), bloom, logs])
        values[library_encode(index)] = (bytes([kind]) if kind else b"") + content
        receipts.append(
            {
                "type": hex(kind),
                "status": hex(int(index > 0)),
                "cumulativeGasUsed": hex(21_000 * (index + 1)),
                "logsBloom": as_hex(bloom),
                "transactionIndex": hex(index),
                "logs": [
                    {
                        "address": as_hex(address),
                        "topics": [as_hex(topic) for topic in topics],
                        "data": as_hex(data),
                        "logIndex": hex(ordinal + number),
                        "transactionIndex": hex(index),
                    }
                    for number, (address, topics, data) in enumerate(logs)
                ],
            }
        )
        ordinal += len(logs)
    block = sealed(CANCUN, receiptsRoot=as_hex(Trie(values).root))
    header = read_header(block)
    for receipt in receipts:
        for part in (receipt, *cast("list[Json]", receipt["logs"])):
            part |= {"blockHash": header.hash, "blockNumber": hex(header.number)}
    return block, header, receipts


SEALED, HEADER, RECEIPTS = _block((0, 1, 2, 3, 4, 0, 2))


def _refused(receipts: object, header: Header = HEADER) -> tuple[str, str]:
    with pytest.raises(ProofError) as caught:
        prove_logs(receipts, header, ETHEREUM)
    return caught.value.failure.path, caught.value.failure.reason


@pytest.mark.parametrize("count", [0, 1, 2, 130])
def test_receipts_of_every_known_type_give_the_root_and_all_logs(count: int) -> None:
    _, header, receipts = _block(tuple(index % 5 for index in range(count)))
    proven = prove_logs(receipts, header, ETHEREUM)
    assert proven.block == header.stamp(ETHEREUM)
    assert (proven.receipts, len(proven.logs)) == (
        count,
        sum(min(index, 6) for index in range(count)),
    )
    assert [log.transaction_index for log in proven.logs] == [
        index for index in range(count) for _ in range(min(index, 6))
    ]


def test_receipts_logs_are_returned_whole() -> None:
    last = prove_logs(RECEIPTS, HEADER, ETHEREUM).logs[20]
    address, topics, data = _log(5, 6 % 5)
    assert last == ProvenLog(6, 20, address, tuple(topics), data)


def test_receipts_without_what_some_providers_leave_out_give_the_same() -> None:
    beside = ("logsBloom", "transactionIndex", "blockHash", "blockNumber")
    bare = [{k: v for k, v in receipt.items() if k not in beside} for receipt in RECEIPTS]
    del bare[0]["type"]
    assert prove_logs(bare, HEADER, ETHEREUM) == prove_logs(RECEIPTS, HEADER, ETHEREUM)


@given(st.data())
def test_receipt_with_one_digit_changed_is_refused_at_its_place(data: st.DataObject) -> None:
    receipts = copy.deepcopy(RECEIPTS)
    place, holder, key = data.draw(st.sampled_from(_texts(receipts, "receipts")))
    text = str(holder[key])
    at = data.draw(st.integers(2, len(text) - 1))
    digit = data.draw(st.sampled_from([d for d in "0123456789abcdef" if d != text[at]]))
    holder[key] = text[:at] + digit + text[at + 1 :]
    path, _ = _refused(receipts)
    # What a bloom or a place contradicts is named; of the rest the root tells that it is not right.
    receipt = place.split(".")[0]
    assert path in {place, f"{receipt}.logsBloom", "receiptsRoot"}


def _texts(value: Any, path: str) -> list[tuple[str, Any, Any]]:  # noqa: ANN401 - JSON
    found: list[tuple[str, Any, Any]] = []
    for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
        place = f"{path}[{key}]" if isinstance(key, int) else f"{path}.{key}"
        if not isinstance(inner, str):
            found += _texts(inner, place)
        elif inner != "0x":
            found.append((place, value, key))
    return found


@pytest.mark.parametrize(
    "receipts",
    [RECEIPTS[:-1], [*RECEIPTS, {**RECEIPTS[0], "transactionIndex": None}], []],
    ids=["missing", "added", "none"],
)
def test_receipts_with_one_missing_or_added_have_another_root(receipts: list[Json]) -> None:
    path, reason = _refused(receipts)
    assert path == "receiptsRoot"
    assert "one is altered, missing or added" in reason


def test_receipts_with_a_log_dropped_are_refused_where_it_was() -> None:
    receipts = copy.deepcopy(RECEIPTS)
    cast("list[Json]", receipts[3]["logs"]).pop()
    assert _refused(receipts)[0] == "receipts[3].logsBloom"
    for receipt in receipts:
        del receipt["logsBloom"]
    assert _refused(receipts)[0] == "receipts[4].logs[0].logIndex"


@pytest.mark.parametrize(
    ("change", "path", "words"),
    [
        ({"type": "0x7e"}, "receipts[0].type", "cannot be recomputed: type 0x7e is not known"),
        ({"status": "0x2"}, "receipts[0].status", "neither 0 nor 1"),
        ({"status": None}, "receipts[0].root", "nothing (null)"),
        ({"cumulativeGasUsed": "-1"}, "receipts[0].cumulativeGasUsed", "hex digits"),
        ({"logs": {}}, "receipts[0].logs", "no array"),
        ({"logs": [[]]}, "receipts[0].logs[0]", "a list instead of an object"),
        ({"transactionIndex": "0x1"}, "receipts[0].transactionIndex", "1, where 0 stands"),
        ({"blockNumber": "0x1"}, "receipts[0].blockNumber", "another block"),
        ({"blockHash": "0x" + "00" * 32}, "receipts[0].blockHash", "another block"),
        (
            {"logs": [{"address": as_hex(TOKEN), "topics": ["0x00"], "data": "0x"}]},
            "receipts[0].logs[0].topics[0]",
            "1 bytes, not 32",
        ),
        (
            {"logs": [{"address": as_hex(TOKEN), "topics": ["0x"] * 5, "data": "0x"}]},
            "receipts[0].logs[0].topics",
            "5 items, more than 4",
        ),
    ],
)
def test_receipt_with_an_impossible_field_names_it(change: Json, path: str, words: str) -> None:
    place, reason = _refused([RECEIPTS[0] | change, *RECEIPTS[1:]])
    assert place == path
    assert words in reason


def test_receipt_from_before_byzantium_has_a_root_for_a_status() -> None:
    root = b"\7" * 32
    value = library_encode([root, 21_000, bytes(256), []])
    trie = Trie({library_encode(0): value})
    header = replace(HEADER, receipts_root=trie.root)
    receipt = {"root": as_hex(root), "cumulativeGasUsed": hex(21_000), "logs": []}
    assert prove_logs([receipt], header, ETHEREUM).receipts == 1


@pytest.mark.parametrize("answer", [None, {}, "0x", [None], [7]])
def test_receipts_that_are_no_array_of_objects_are_refused(answer: object) -> None:
    assert _refused(answer)[0] in {"receipts", "receipts[0]"}


def test_receipts_more_than_any_block_has_are_refused_unread() -> None:
    assert _refused([None] * (MOST_RECEIPTS + 1)) == ("receipts", "100001 items, more than 100000")
