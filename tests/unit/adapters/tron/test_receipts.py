"""Receipts in as few requests as they take, from a played node (shapes of tests/realdata)."""

from collections.abc import Callable

import pytest

from stableaudit.adapters.tron.node import Node
from stableaudit.adapters.tron.receipts import ReceiptReader, Receipts
from stableaudit.adapters.tron.selection import Selection
from stableaudit.domain.errors import InconsistentError
from stableaudit.domain.tokens import Endpoint
from tests.unit.adapters.tron.http_node import Request, http_of
from tests.unit.adapters.tron.played import OTHER, TOKEN, Chain, Json, Played, PlayedNode

_BLOCK = "/walletsolidity/getblock"
_INFOS = "/walletsolidity/gettransactioninfobyblocknum"
_INFO = "/walletsolidity/gettransactioninfobyid"
Tamper = Callable[[Request, Json], Json]
_PLAYED = {
    3: (Played((OTHER,)), Played((TOKEN, OTHER, TOKEN)), Played((), ""), Played((TOKEN,))),
    4: tuple(Played((OTHER,)) for _ in range(40)),
}
_ALL = Selection(TOKEN)
_CHAIN = Chain(list(range(20)), _PLAYED)


def _names(block: int) -> list[bytes]:
    return [bytes.fromhex(name) for name in _CHAIN.ids(block)]


def _read(
    wanted: dict[int, list[bytes]],
    *doubted: int,
    tamper: Tamper = lambda _request, answer: answer,
    selection: Selection = _ALL,
) -> tuple[Receipts, list[str], str]:
    """The receipts, the paths that were asked, and what was told."""
    node = PlayedNode(_CHAIN, solid=10, head=10, tamper=tamper)
    told: list[str] = []
    with node.serve() as served:
        http = http_of(Endpoint("tester", served.url), 2.0)
        reader = ReceiptReader(Node(http), selection, tell=told.append)
        return reader.read(wanted, frozenset(doubted)), served.paths, "\n".join(told)


def test_receipts_of_two_transactions_of_a_block_are_asked_by_transaction() -> None:
    names = _names(3)
    receipts, paths, _ = _read({3: [names[1], names[3], names[1]]})
    assert paths == [_INFO, _INFO]
    assert receipts.infos.keys() == {names[1], names[3]}
    assert receipts.first_ordinals == {}


def test_receipts_of_three_transactions_of_a_block_are_asked_by_block() -> None:
    names = _names(3)
    receipts, paths, _ = _read({3: [names[0], names[1], names[2]]})
    assert paths == [_BLOCK, _INFOS]
    assert receipts.infos.keys() == set(names), "the fourth has a log of the contract, too"
    assert receipts.first_ordinals == dict(zip(names, (0, 1, 4, 4), strict=True))
    assert receipts.block_ids[3].hex() == _CHAIN.blocks[3]["blockID"]


def test_receipts_of_a_doubted_block_find_what_nobody_named() -> None:
    names = _names(3)
    receipts, paths, _ = _read({}, 3)
    assert paths == [_BLOCK, _INFOS]
    assert receipts.infos.keys() == {names[1], names[3]}


def test_receipts_of_a_doubted_block_are_of_the_kinds_selected_alone() -> None:
    receipts, paths, _ = _read({}, 3, selection=Selection(TOKEN, ("Issue",), (b"\x99" * 32,)))
    assert (paths, receipts.infos) == ([_BLOCK, _INFOS], {})


def _without(*positions: int, block: int = 3) -> Tamper:
    gone = {_CHAIN.ids(block)[each] for each in positions}

    def tamper(request: Request, answer: Json) -> Json:
        if request.path != _INFOS:
            return answer
        return [each for each in answer if each["id"] not in gone]

    return tamper


def test_receipts_that_a_list_lacks_are_asked_for_one_by_one_and_told() -> None:
    names = _names(3)
    receipts, paths, told = _read({3: [names[0], names[1], names[3]]}, tamper=_without(1, 2))
    assert paths == [_BLOCK, _INFOS, _INFO]
    assert receipts.infos.keys() == {names[0], names[1], names[3]}
    assert receipts.first_ordinals == {}, "with one missing nobody knows how many logs it has"
    assert "infos of 2 transactions, not of the 4 in it" in told


def test_receipts_that_the_list_of_a_doubted_block_lacks_are_all_asked_for() -> None:
    names = _names(3)
    receipts, paths, _ = _read({}, 3, tamper=_without(1, 2))
    assert paths == [_BLOCK, _INFOS, _INFO, _INFO]
    assert receipts.first_ordinals == {names[1]: 1, names[3]: 4}


def test_receipts_of_a_doubted_block_that_lacks_too_many_are_inconsistent() -> None:
    with pytest.raises(InconsistentError, match="infos of 0 transactions, not of the 40 in it"):
        _read({}, 4, tamper=_without(*range(40), block=4))


def test_receipts_of_a_transaction_not_in_the_block_are_inconsistent() -> None:
    with pytest.raises(InconsistentError, match="no transaction 7777"):
        _read({3: [b"\x77" * 32]}, 3)


def test_receipts_with_a_foreign_info_are_inconsistent() -> None:
    def tamper(request: Request, answer: Json) -> Json:
        return [answer[0] | {"id": "77" * 32}, *answer] if request.path == _INFOS else answer

    with pytest.raises(InconsistentError, match="infos of 1 transactions not in that block"):
        _read({}, 3, tamper=tamper)


def test_receipts_of_another_time_than_their_block_are_inconsistent() -> None:
    def tamper(request: Request, answer: Json) -> Json:
        if request.path == _INFOS:
            answer[0]["blockTimeStamp"] += 3000
        return answer

    with pytest.raises(InconsistentError, match="of another time than their block"):
        _read({}, 3, tamper=tamper)
