"""eth_getLogs: what a real node answered (realdata/tron-node), and a played one's limits."""

import copy
from collections.abc import Callable

import msgspec
import pytest

from stableaudit.adapters.transport.errors import NotServedError
from stableaudit.adapters.tron.errors import Inquiry
from stableaudit.adapters.tron.found_logs import Found, read_logs
from stableaudit.adapters.tron.infos import read_infos
from stableaudit.adapters.tron.log_search import LogSearch
from stableaudit.adapters.tron.selection import Selection
from stableaudit.adapters.tron.self_test import chosen, judge
from stableaudit.domain.blocks import BlockRange
from stableaudit.domain.errors import InconsistentError, UndecodableError, UnreachableError
from stableaudit.domain.identifiers import AccountId
from stableaudit.domain.tokens import Endpoint
from tests.unit.adapters.tron.http_node import CHAIN, HttpNode, Reply, Request, http_of
from tests.unit.adapters.tron.played import Json
from tests.unit.adapters.tron.recorded import infos, needs_realdata, pairs

_TOKEN = AccountId.on(CHAIN, "TFdXUSNjF4J1JJAfehtd9LnZeWdp5zvidt")
_ANY = Selection(_TOKEN)
_INQUIRY = Inquiry("eth_getLogs", "a recording")
_ALL = BlockRange(1, 193)
_LOG: Json = {
    "address": f"0x{_TOKEN.address.hex()}",
    "blockHash": f"0x{7:016x}{'ab' * 24}",
    "blockNumber": "0x7",
    "data": "0x",
    "logIndex": "0x0",
    "removed": False,
    "topics": ["0x" + "11" * 32],
    "transactionHash": "0x" + "22" * 32,
    "transactionIndex": "0x0",
}


def _recorded(begins: str) -> Json:
    found = [p for p in pairs("jsonrpc_logs.json") if p.name.startswith(begins)]
    return copy.deepcopy(found[0].response["result"])


def _logs(*answer: Json, filtered: bool = True) -> Found:
    return read_logs(list(answer), _ALL, _ANY, _INQUIRY, filtered=filtered)


def _search(limit: Callable[[int, int], Json | None]) -> HttpNode:
    """A node with one log in each block, whose errors `limit` gives for a range."""

    def single(call: Json) -> Json:
        envelope = {"jsonrpc": "2.0", "id": call["id"]}
        (asked,) = call["params"]
        first, last = int(asked["fromBlock"], 16), int(asked["toBlock"], 16)
        error = limit(first, last)
        if error is not None:
            return envelope | {"error": error}
        return envelope | {"result": [_in(number) for number in range(first, last + 1)]}

    def answer(request: Request) -> Reply:
        body: Json = request.body
        told = [single(call) for call in body] if isinstance(body, list) else single(body)
        return 200, msgspec.json.encode(told)

    return HttpNode(answer)


def _in(number: int) -> Json:
    return _LOG | {"blockNumber": hex(number), "blockHash": f"0x{number:016x}{'ab' * 24}"}


def _find(node: HttpNode, blocks: BlockRange) -> Found:
    with node:
        return LogSearch(http_of(Endpoint("tester", node.url), 2.0)).of_contract(_ANY, blocks)


@needs_realdata
def test_logs_of_the_recorded_token_are_those_of_its_infos_in_chain_order() -> None:
    found = _logs(*reversed(_recorded("by address, all blocks@8545"))).logs
    native = [
        (number, log.topics, log.data)
        for number, answer in sorted(infos().items())
        for info in read_infos(answer, number, _INQUIRY)
        for log in info.of(_TOKEN.address)
    ]
    assert len(native) == 29
    assert [(log.block, log.topics, log.data) for log in found] == native


@needs_realdata
def test_logs_of_a_block_asked_without_filter_are_those_of_the_token_alone() -> None:
    unfiltered = _logs(*_recorded("no filter, one block@8545"), filtered=False).logs
    filtered = [log for log in _logs(*_recorded("by address, all")).logs if log.block == 67]
    assert list(unfiltered) == filtered


@needs_realdata
def test_logs_of_a_look_alike_are_not_the_token_s() -> None:
    with pytest.raises(InconsistentError, match="is not of tron"):
        _logs(*_recorded("by topic Issue, any address"))


@needs_realdata
def test_a_gap_of_a_real_node_answers_nothing_and_fails_the_test() -> None:
    """Recorded: the filtered answer for a block of 100 logs, made while JSON-RPC was off."""
    (gap,) = (p for p in pairs("earlier_chain_45_pairs.json") if "gap_block" in p.name)
    block = BlockRange(0x54, 0x54)
    filtered = read_logs(gap.response["result"], block, _ANY, _INQUIRY).logs
    in_block = _in(0x54)
    unfiltered = read_logs([in_block], block, _ANY, _INQUIRY, filtered=False).logs
    assert judge(filtered, {0x54: unfiltered}).failed == (0x54,)
    assert judge(unfiltered, {0x54: unfiltered}).failed == ()


_ISSUES = Selection(_TOKEN, ("Issue",), (b"\x11" * 32, b"\x33" * 32))
_MOVED = _LOG | {"topics": ["0x" + "22" * 32], "logIndex": "0x1"}


def test_search_for_some_kinds_asks_for_their_first_topics() -> None:
    node = _search(lambda _first, _last: None)
    with node:
        search = LogSearch(http_of(Endpoint("tester", node.url), 2.0))
        found = search.of_contract(_ISSUES, BlockRange(2, 4))
    assert [log.block for log in found.logs] == [2, 3, 4]
    (body,) = (request.body for request in node.requests)
    asked = {
        "fromBlock": "0x2",
        "toBlock": "0x4",
        "address": f"0x{_TOKEN.address.hex()}",
        "topics": [["0x" + "11" * 32, "0x" + "33" * 32]],
    }
    assert isinstance(body, dict)
    assert body["params"] == [asked]


def test_logs_of_a_kind_that_was_not_asked_for_are_inconsistent() -> None:
    with pytest.raises(InconsistentError, match="log 1 is of a kind that was not asked for"):
        read_logs([_LOG, _MOVED], _ALL, _ISSUES, _INQUIRY)


def test_logs_of_another_kind_are_left_out_of_an_unfiltered_answer() -> None:
    found = read_logs([_LOG, _MOVED], _ALL, _ISSUES, _INQUIRY, filtered=False)
    assert [log.ordinal for log in found.logs] == [0]


def test_blocks_to_test_are_the_first_a_middle_and_the_last() -> None:
    assert chosen({9, 1, 5, 3, 7}) == (1, 5, 9)
    assert (chosen({4}), chosen({4, 6}), chosen(())) == ((4,), (4, 6), ())


def test_judge_names_blocks_that_could_not_be_tested() -> None:
    assert judge((), {5: None, 6: ()}).untested == (5,)


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"removed": True}, InconsistentError),
        ({"blockNumber": "0xc8", "blockHash": f"0x{200:016x}{'ab' * 24}"}, InconsistentError),
        ({"blockHash": "0x" + "00" * 32}, InconsistentError),
        ({"address": "0x" + "11" * 20}, InconsistentError),
        ({"address": None}, InconsistentError),
        ({"topics": None}, UndecodableError),
        ({"topics": ["0x11"]}, UndecodableError),
        ({"topics": ["0x" + "11" * 32] * 5}, UndecodableError),
        ({"data": "11"}, UndecodableError),
        ({"logIndex": hex(1 << 40)}, UndecodableError),
        ({"transactionHash": "0x22"}, UndecodableError),
    ],
)
def test_logs_that_were_not_asked_for_are_refused(
    changes: dict[str, object], error: type[Exception]
) -> None:
    assert len(_logs(_LOG).logs) == 1
    with pytest.raises(error):
        _logs(_LOG | changes)


@pytest.mark.parametrize("answer", [None, {}, [1]])
def test_logs_another_form_is_undecodable(answer: Json) -> None:
    with pytest.raises(UndecodableError):
        read_logs(answer, _ALL, _ANY, _INQUIRY)


def test_logs_that_contradict_one_another_are_inconsistent() -> None:
    with pytest.raises(InconsistentError, match="two logs at place 0 of block 7"):
        _logs(_LOG, _LOG | {"data": "0x11"})
    other = {"blockHash": f"0x{7:016x}{'cd' * 24}", "logIndex": "0x1"}
    with pytest.raises(InconsistentError, match="logs of two blocks 7"):
        _logs(_LOG, _LOG | other)


def test_logs_listed_twice_count_once() -> None:
    found = _logs(_LOG, _LOG)
    assert (len(found.logs), found.repeated) == (1, 1)


def test_search_asks_at_most_5001_blocks_at_once() -> None:
    asked: list[tuple[int, int]] = []

    def empty(first: int, last: int) -> None:
        asked.append((first, last))

    assert len(_find(_search(empty), BlockRange(1, 5002)).logs) == 5002
    assert asked == [(1, 5001), (5002, 5002)]


def test_search_halves_only_the_piece_that_has_too_much() -> None:
    asked: list[tuple[int, int]] = []

    def limit(first: int, last: int) -> Json | None:
        asked.append((first, last))
        text = "query returned more than 10000 results"
        return {"code": -32005, "message": text} if first <= 6 <= last and last > first else None

    found = _find(_search(limit), BlockRange(1, 8))
    assert [log.block for log in found.logs] == list(range(1, 9))
    assert asked == [(1, 8), (1, 4), (5, 8), (5, 6), (5, 5), (6, 6), (7, 8)]


def test_search_remembers_how_many_blocks_are_taken() -> None:
    asked: list[int] = []

    def limit(first: int, last: int) -> Json | None:
        asked.append(last - first)
        text = "exceed max block range: 30"
        return {"code": -32602, "message": text} if last - first > 30 else None

    assert len(_find(_search(limit), BlockRange(1, 200)).logs) == 200
    assert sum(each > 30 for each in asked) == 3


def test_search_a_block_with_too_many_logs_is_left_to_its_infos() -> None:
    too_many = {"code": -32005, "message": "query returned more than 10000 results"}
    node = _search(lambda first, last: too_many if first <= 3 <= last else None)
    found = _find(node, BlockRange(1, 4))
    assert [log.block for log in found.logs] == [1, 2, 4]
    assert found.overfull == {3}


def test_search_without_filter_leaves_out_a_block_with_too_many_logs() -> None:
    too_many = {"code": -32005, "message": "query returned more than 10000 results"}
    node = _search(lambda first, _last: too_many if first == 3 else None)
    with node:
        search = LogSearch(http_of(Endpoint("tester", node.url)))
        found = search.of_blocks((2, 3), _ANY)
    assert found[3] is None
    assert [log.block for log in found[2] or ()] == [2]


@pytest.mark.parametrize(
    ("code", "text", "error"),
    [
        (-32601, "method not found", NotServedError),
        (-32000, "something else", UnreachableError),
        (-32602, "exceed max block range: 0", UnreachableError),
    ],
)
def test_search_that_is_refused_is_unreachable(
    code: int, text: str, error: type[Exception]
) -> None:
    node = _search(lambda _first, _last: {"code": code, "message": text})
    with pytest.raises(error, match=text):
        _find(node, BlockRange(1, 1))
    again = _search(lambda _first, _last: {"code": code, "message": text})
    with again, pytest.raises(UnreachableError):
        LogSearch(http_of(Endpoint("tester", again.url), 2.0)).of_blocks((1,), _ANY)


@pytest.mark.parametrize(
    ("results", "error", "words"),
    [
        (("0x1", "0x9"), InconsistentError, "chain 0x1 instead of"),
        (("0x2b6653dc", "soon"), UndecodableError, "hex"),
    ],
)
def test_head_of_another_chain_or_form_is_refused(
    results: tuple[str, str], error: type[Exception], words: str
) -> None:
    def answer(request: Request) -> Reply:
        body: Json = request.body
        told = [
            {"jsonrpc": "2.0", "id": call["id"], "result": result}
            for call, result in zip(body, results, strict=True)
        ]
        return 200, msgspec.json.encode(told)

    with HttpNode(answer) as node, pytest.raises(error, match=words):
        LogSearch(http_of(Endpoint("tester", node.url))).head(CHAIN)


def test_head_of_a_json_rpc_without_these_methods_is_not_served() -> None:
    def answer(request: Request) -> Reply:
        body: Json = request.body
        error = {"code": -32601, "message": "method not found"}
        told = [{"jsonrpc": "2.0", "id": call["id"], "error": error} for call in body]
        return 200, msgspec.json.encode(told)

    with HttpNode(answer) as node, pytest.raises(NotServedError):
        LogSearch(http_of(Endpoint("tester", node.url))).head(CHAIN)
