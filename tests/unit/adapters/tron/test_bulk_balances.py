"""Balances of many holders, each at its own solid block, from a node that plays a small chain."""

import threading
import time
from array import array
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import pytest

from stableaudit.adapters.transport.bucket import Buckets, Pace
from stableaudit.adapters.transport.http import HttpTransport
from stableaudit.adapters.transport.limits import Deadline, Limits
from stableaudit.adapters.tron.bulk_balances import read_balances
from stableaudit.adapters.tron.node import Node
from stableaudit.domain.errors import (
    EvidenceError,
    InconsistentError,
    PinnedStateError,
    UndecodableError,
    UnreachableError,
)
from stableaudit.domain.identifiers import AccountId, ChainId
from stableaudit.domain.ledger import BalanceSheet
from stableaudit.domain.tokens import Endpoint
from tests.unit.adapters.tron.http_node import Reply, Request
from tests.unit.adapters.tron.played import TOKEN, Chain, Json, PlayedNode, word

CALL = "/walletsolidity/triggerconstantcontract"
BLOCK = "/walletsolidity/getblock"
FINAL = "/walletsolidity/getnowblock"
METHOD = f"POST {CALL} balanceOf, each at its own solid block"
SLOTS = list(range(60))
MISSED = [slot for slot in range(70) if slot not in (13, 14, 17)]


def holders(count: int) -> list[bytes]:
    return [b"\xad" + number.to_bytes(19) for number in range(count)]


def _balance(number: int, data: str) -> int:
    """What a holder has at a block: different for each of both."""
    return 1000 * number + int(data[-4:], 16)


@dataclass
class BusyNode(PlayedNode):
    """Counts how many constant calls are asked at once; a block becomes solid every few calls."""

    every: int = 0
    """Calls after which the next block is solid; 0: never."""

    slow: float = 0.0
    served: int = 0
    at_once: int = 0
    most_at_once: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def _reply(self, request: Request) -> Reply:
        with self.lock:
            self.at_once += 1
            self.most_at_once = max(self.most_at_once, self.at_once)
        time.sleep(self.slow)
        with self.lock:
            if request.path == CALL:
                self.served += 1
                self.solid += bool(self.every) and self.served % self.every == 0
            reply = super()._reply(request)
            self.at_once -= 1
        return reply


def _node(slots: Sequence[int] = SLOTS, *, solid: int = 10, every: int = 0) -> BusyNode:
    chain = Chain(slots)
    state: Callable[[int, str], str] = lambda number, data: word(_balance(number, data))  # noqa: E731 - a field
    return BusyNode(chain, solid=solid, head=len(chain.blocks) - 1, state=state, every=every)


def _read(
    node: PlayedNode,
    wanted: list[bytes],
    *,
    at: int = 10,
    seconds: float = 20.0,
    token: AccountId = TOKEN,
) -> tuple[BalanceSheet, Counter[str]]:
    with node.serve() as served:
        http = HttpTransport(
            Endpoint("tester", served.url),
            limits=Limits(),
            deadline=Deadline(seconds),
            buckets=Buckets(Pace(1000.0, 1000)),
        )
        stamp = node.chain.stamp(at)
        sheet = read_balances(
            Node(http), token, wanted, at=stamp, operator="tester", endpoint="played"
        )
        return sheet, Counter(served.paths)


def test_read_at_one_block_is_a_request_a_holder_and_one() -> None:
    wanted = holders(9)
    sheet, paths = _read(_node(), wanted)
    assert sheet == BalanceSheet(
        "tester",
        "played",
        METHOD,
        b"".join(wanted),
        tuple(10_000 + n for n in range(9)),
        array("q", [10] * 9),
    )
    assert paths == Counter({CALL: 9, BLOCK: 1})


@pytest.mark.parametrize("slots", [SLOTS, MISSED])
def test_read_over_several_blocks_is_right_at_each_ones_own(slots: list[int]) -> None:
    sheet, _ = _read(_node(slots, every=7), holders(60))
    assert set(sheet.observed) == set(range(10, 19))
    assert sheet.balances == tuple(1000 * at + n for n, at in enumerate(sheet.observed))


def test_read_over_several_blocks_costs_two_headers() -> None:
    _, paths = _read(_node(every=7), holders(60))
    assert paths == Counter({CALL: 60, BLOCK: 1, FINAL: 1})


def test_read_over_missed_slots_costs_a_few_headers_more() -> None:
    _, paths = _read(_node(MISSED, every=7), holders(60))
    assert paths[CALL] + paths[FINAL] == 61
    assert 1 < paths[BLOCK] <= 8


def test_read_of_nobody_asks_nothing() -> None:
    sheet, paths = _read(_node(), [])
    assert (sheet.balances, sheet.observed, paths) == ((), array("q"), Counter())


def test_read_a_holder_twice_answers_twice() -> None:
    first, second = holders(2)
    sheet, _ = _read(_node(), [first, second, first])
    assert sheet.balances == (10_000, 10_001, 10_000)


def test_read_asks_four_holders_at_once_and_no_more() -> None:
    node = _node()
    node.slow = 0.02
    _read(node, holders(24))
    assert node.most_at_once == 4


def test_read_an_answer_from_before_the_reference_is_asked_again() -> None:
    node = _node(solid=9)
    node.moves = [9, 10]
    sheet, paths = _read(node, holders(1))
    assert (sheet.balances, sheet.observed) == ((10_000,), array("q", [10]))
    assert paths == Counter({CALL: 2, BLOCK: 1})


def test_read_of_a_node_that_lags_has_no_state_and_stops_early() -> None:
    node = _node(solid=9)
    with pytest.raises(PinnedStateError, match="an answer from 3 s before that block"):
        _read(node, holders(500), seconds=2.5)
    assert node.served <= 8


def test_read_a_node_that_knows_less_blocks_than_it_answered_from_lags() -> None:
    def stale(request: Request, answer: Json) -> Json:
        return node.chain.blocks[11] if request.path == FINAL else answer

    node = _node(solid=13)
    node.tamper = stale
    with pytest.raises(PinnedStateError, match="block 11 as its last solid one, 6 s before one"):
        _read(node, holders(2), seconds=2.5)


def test_read_a_node_behind_the_one_that_answered_is_asked_again_for_its_last_block() -> None:
    def stale(request: Request, answer: Json) -> Json:
        return late.pop() if request.path == FINAL and late else answer

    node = _node(solid=13)
    late = [node.chain.blocks[11]]
    node.tamper = stale
    sheet, paths = _read(node, holders(1))
    assert (sheet.observed, paths[FINAL]) == (array("q", [13]), 2)


def test_read_of_another_chain_is_inconsistent() -> None:
    def fork(request: Request, answer: Json) -> Json:
        return other.blocks[10] if request.path == BLOCK else answer

    other = Chain([slot + 1 for slot in SLOTS])
    node = _node()
    node.tamper = fork
    with pytest.raises(InconsistentError, match="another chain, on which block 10"):
        _read(node, holders(2))


def test_read_a_time_between_blocks_is_inconsistent() -> None:
    """All headers are of a chain that skipped the slot that the answers carry."""

    def without(request: Request, answer: Json) -> Json:
        if request.path == FINAL:
            return other.blocks[14]
        number = int(request.body["id_or_num"]) if request.path == BLOCK else 0  # type: ignore[index]  # a dict
        return other.blocks[number] if number else answer

    other = Chain([slot for slot in range(60) if slot != 11])
    node = _node(solid=12)
    node.tamper = without
    with pytest.raises(InconsistentError, match="at which no block stands"):
        _read(node, holders(2), seconds=2.5)


@pytest.mark.parametrize("solid", [10, 12])
def test_read_an_answer_that_names_a_known_block_otherwise_is_inconsistent(solid: int) -> None:
    def renamed(request: Request, answer: Json) -> Json:
        if request.path == CALL:
            answer["transaction"]["raw_data"]["ref_block_hash"] = "ab" * 8
        return answer

    node = _node(solid=solid)
    node.tamper = renamed
    with pytest.raises(InconsistentError, match="…abababababababab… as block"):
        _read(node, holders(2))


def test_read_two_answers_that_name_one_block_differently_are_inconsistent() -> None:
    def renamed(request: Request, answer: Json) -> Json:
        if request.path == CALL and request.body["parameter"].endswith("1"):  # type: ignore[index]  # a dict
            answer["transaction"]["raw_data"]["ref_block_hash"] = "ab" * 8
        return answer

    node = _node(solid=12)
    node.ref_lag = 1
    node.tamper = renamed
    with pytest.raises(InconsistentError, match="as block 11, elsewhere"):
        _read(node, holders(2))


def test_read_answers_that_name_earlier_blocks_are_taken() -> None:
    node = _node(solid=12)
    node.ref_lag = 3
    assert _read(node, holders(2))[0].observed == array("q", [12, 12])


def _revert(answer: Json) -> None:
    answer["result"]["message"] = "REVERT opcode executed"
    answer["transaction"]["ret"] = [{"ret": "FAILED"}]


def _short(answer: Json) -> None:
    answer["constant_result"] = ["00" * 31]


def _long(answer: Json) -> None:
    answer["constant_result"] = ["00" * 33]


def _nothing(answer: Json) -> None:
    answer["constant_result"] = [""]


@pytest.mark.parametrize("spoil", [_revert, _short, _long, _nothing])
def test_read_a_holder_the_token_does_not_answer_for_is_named(
    spoil: Callable[[Json], None],
) -> None:
    wanted = holders(40)
    named = AccountId(TOKEN.chain, wanted[17]).local

    def spoilt(request: Request, answer: Json) -> Json:
        if request.path == CALL and request.body["parameter"].endswith(wanted[17].hex()):  # type: ignore[index]  # a dict
            spoil(answer)
        return answer

    node = _node()
    node.tamper = spoilt
    with pytest.raises(UndecodableError) as caught:
        _read(node, wanted)
    assert caught.value.asked == f"balanceOf({named}) of {TOKEN}"


_LOST: Json = {"Error": "class java.lang.Exception : lost"}
_ABSENT: Json = {
    "result": {"code": "CONTRACT_VALIDATE_ERROR", "message": "Smart contract is not exist."}
}


@pytest.mark.parametrize(
    ("answer", "kind"), [(_LOST, UnreachableError), (_ABSENT, UndecodableError)]
)
def test_read_of_a_node_that_refuses_is_its_refusal(
    answer: Json, kind: type[EvidenceError]
) -> None:
    node = _node()
    node.tamper = lambda request, own: answer if request.path == CALL else own
    with pytest.raises(kind):
        _read(node, holders(400))
    assert node.served < 20


def test_read_a_token_of_another_chain_is_inconsistent_and_asks_nothing() -> None:
    node = _node()
    elsewhere = AccountId(ChainId("tron", "0xcd8690dc"), TOKEN.address)
    with pytest.raises(InconsistentError, match="the block is of tron:0x2b6653dc"):
        _read(node, holders(2), token=elsewhere)
    assert node.served == 0
