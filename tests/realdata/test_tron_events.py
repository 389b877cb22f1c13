"""TRON's event reader, end to end, over what a real node answered, which has no event index.

Simulated network of ours, real java-tron 4.8.0 answers: see the README in realdata/tron-node.
"""

import json
from collections.abc import Callable
from urllib.parse import parse_qsl, urlsplit

import pytest

from stableaudit.domain.blocks import BlockRange
from stableaudit.domain.errors import InconsistentError
from stableaudit.domain.identifiers import AccountId
from stableaudit.domain.logs import TRANSFER_TOPIC, LogQuery
from tests.unit.adapters.tron.http_node import CHAIN, HttpNode, Reply, Request, events_of
from tests.unit.adapters.tron.played import Json
from tests.unit.adapters.tron.recorded import blocks, infos, needs_realdata, pairs, read

pytestmark = needs_realdata
_TOKEN = AccountId.on(CHAIN, "TFdXUSNjF4J1JJAfehtd9LnZeWdp5zvidt")
_QUERY = LogQuery(_TOKEN, ((),))
"""Every log of the token."""

_BLOCKS = BlockRange(61, 193)
_ISSUE = "cb8241adb0c3fdb35b70c24ce35c5eb0c17af7431c99f827d44a445ca624176a"


def _as_recorded(answer: Json) -> Json:
    return answer


def _node(
    tamper: Callable[[Json], Json] = _as_recorded,
    *,
    index: Callable[[Json], Json] | None = None,
) -> HttpNode:
    """The recorded node, its eth_getLogs answered from the recorded answer for all blocks.

    An index, of which nothing was recorded on that network, is played over the recorded infos, as
    one that knows no ABI; `index` puts each of its rows wrong.
    """
    (all_logs,) = (
        p.response["result"]
        for p in pairs("jsonrpc_logs.json")
        if p.name == "by address, all blocks@8545"
    )
    chain, by_block = blocks(), infos()
    by_id = {info["id"]: info for listed in by_block.values() for info in listed}
    calls = {
        p.request["value"]: p.response
        for p in pairs("transactions.json")
        if p.path == "/walletsolidity/gettransactionbyid" and "visible" not in p.request
    }

    def rpc(call: Json) -> Json:
        results: dict[str, Json] = {"eth_chainId": "0x2b6653dc", "eth_blockNumber": "0xe6"}
        found = results.get(call["method"])
        if found is None:
            (asked,) = call["params"]
            first, last = int(asked["fromBlock"], 16), int(asked["toBlock"], 16)
            found = [log for log in all_logs if first <= int(log["blockNumber"], 16) <= last]
            found = tamper(found)
        envelope = {"jsonrpc": "2.0", "id": call["id"]}
        return envelope | (found if isinstance(found, dict) else {"result": found})

    rows = [
        {
            "block_number": info["blockNumber"],
            "block_timestamp": info["blockTimeStamp"],
            "contract_address": _TOKEN.local,
            "event_index": position,
            "event_name": "",
            "result": {},
            "transaction_id": info["id"],
        }
        for info in by_id.values()
        for position, log in enumerate(info.get("log", ()))
        if log["address"] == _TOKEN.address.hex()
    ]

    def answer(request: Request) -> Reply:
        body: Json = request.body
        match request.path:
            case "/jsonrpc":
                told = [rpc(each) for each in body] if isinstance(body, list) else rpc(body)
            case "/walletsolidity/getblock":
                told = chain[int(body["id_or_num"])]
            case "/walletsolidity/gettransactioninfobyblocknum":
                told = by_block[body["num"]]
            case "/walletsolidity/gettransactioninfobyid":
                told = by_id[body["value"]]
            case "/walletsolidity/gettransactionbyid":
                told = calls[body["value"]]
            case path if path.startswith("/v1/") and index is not None:
                asked = dict(parse_qsl(urlsplit(path).query))
                first, last = (int(asked[f"{end}_block_timestamp"]) for end in ("min", "max"))
                found = [row for row in rows if first <= row["block_timestamp"] <= last]
                told = {"data": [index(dict(row)) for row in found], "meta": {}}
            case _:
                return 404, b"not java-tron's"
        return 200, json.dumps(told).encode()

    return HttpNode(answer)


def test_pages_of_the_recorded_node_are_the_ground_truth() -> None:
    truth = read("tron-node/ground_truth.json")
    with _node() as node:
        reader = events_of(node.url)
        (page,) = reader.pages(_QUERY, _BLOCKS)
    issued = [log for log in page.others if log.topics[0].hex() == _ISSUE]
    zero = [log for log in page.others if log.topics[0] == TRANSFER_TOPIC]
    assert sum(int.from_bytes(log.data) for log in issued) == 51_000_123_956_789
    assert [int.from_bytes(log.data) for log in zero] == [10_000_000]
    held = truth["final"]["balances"]
    assert [held[label] for label in held if "T9yD14Nj9j7xAB4dbGeiX9h8unkKHxuWwb" in label] == [
        10_000_000
    ]
    assert len(page.transfers) + len(page.others) == 29
    assert page.decided == ()
    assert "no events index (HTTP 404" in reader.incidents()[0].what
    times = dict(zip(page.times.numbers, page.times.timestamps, strict=True))
    assert times[67] == 1_795_210_332


def test_pages_of_the_recorded_node_lose_nothing_that_a_transaction_s_other_logs_show() -> None:
    """Block 75 has one transfer with a fee, two logs: the search lists the first alone."""
    with _node() as node:
        whole = next(events_of(node.url).pages(_QUERY, _BLOCKS))

    def without_second(logs: Json) -> Json:
        return [log for log in logs if (log["blockNumber"], log["logIndex"]) != ("0x4b", "0x1")]

    with _node(without_second) as node:
        (page,) = events_of(node.url).pages(_QUERY, _BLOCKS)
    assert page.digest == whole.digest
    assert "eth_getLogs lists 1 of this contract's logs; its info, with 2" in page.decided[0]


def test_pages_with_an_index_that_knows_no_abi_agree_and_tell_that_once() -> None:
    with _node() as node:
        whole = next(events_of(node.url).pages(_QUERY, _BLOCKS))
    with _node(index=_as_recorded) as node:
        reader = events_of(node.url)
        (page,) = reader.pages(_QUERY, _BLOCKS)
        tuple(reader.pages(_QUERY, _BLOCKS))
    assert (page.digest, page.decided) == (whole.digest, ())
    (incident,) = reader.incidents()
    assert "gives no values of 29 events" in incident.what


def test_pages_with_an_index_of_other_times_are_inconsistent() -> None:
    def later(row: Json) -> Json:
        return row | {"block_timestamp": row["block_timestamp"] + 3000 * (row["block_number"] < 90)}

    with _node(index=later) as node, pytest.raises(InconsistentError, match="at another time"):
        next(events_of(node.url).pages(_QUERY, _BLOCKS))


def test_pages_of_a_node_that_has_json_rpc_but_no_logs_rest_on_the_index() -> None:
    with _node() as node:
        whole = next(events_of(node.url).pages(_QUERY, _BLOCKS))

    def refused(_logs: Json) -> Json:
        return {"error": {"code": -32601, "message": "method not found"}}

    with _node(refused, index=_as_recorded) as node:
        reader = events_of(node.url)
        pages = [
            page
            for blocks in (BlockRange(61, 74), BlockRange(75, 193))
            for page in reader.pages(_QUERY, blocks)
        ]
    assert [log for page in pages for log in page.others] == list(whole.others)
    assert sum(len(page.transfers) for page in pages) == len(whole.transfers)
    assert "no eth_getLogs (error -32601: method not found)" in reader.incidents()[0].what


def test_pages_whose_logs_say_otherwise_than_the_infos_are_inconsistent() -> None:
    def altered(logs: Json) -> Json:
        return [logs[0] | {"data": "0x" + "00" * 31 + "01"}, *logs[1:]]

    with (
        _node(altered) as node,
        pytest.raises(
            InconsistentError, match="has other contents in its info than in eth_getLogs"
        ),
    ):
        next(events_of(node.url).pages(_QUERY, _BLOCKS))


def test_pages_of_another_block_than_the_header_s_are_inconsistent() -> None:
    """A block that is read whole tells its id; the logs of the search carry another."""

    def forked(logs: Json) -> Json:
        return [log | {"blockHash": log["blockHash"][:-2] + "00"} for log in logs]

    with (
        _node(forked) as node,
        pytest.raises(InconsistentError, match="another id than eth_getLogs has"),
    ):
        next(events_of(node.url).pages(_QUERY, _BLOCKS))


def test_transactions_of_the_recorded_node_are_told() -> None:
    name = bytes.fromhex("c4c30791cca9112f64062a3b3cd632f1b592481432c70eafdeef5619fab97b8a")
    with _node() as node:
        calls = events_of(node.url).transactions([(name, 67)])
    multisig = AccountId.on(CHAIN, "TJTjEeLegJ8Zy8NzjjfiiDe2FYhvae6fi7")
    assert (calls[name].to, calls[name].block) == (multisig.address, 67)
