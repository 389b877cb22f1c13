import pytest

from stableaudit.adapters.tron.contents import Block, read_block, read_emitters
from stableaudit.adapters.tron.errors import Inquiry
from stableaudit.domain.errors import InconsistentError, UndecodableError, UnreachableError
from tests.unit.adapters.tron.played import OTHER, TOKEN, Chain, Json, Played, PlayedNode

_INQUIRY = Inquiry("block 1", "tester (http://127.0.0.1)")


def _detailed(*transactions: Played) -> Json:
    chain = Chain([0], {1: transactions})
    return chain.blocks[1] | {"transactions": [{"txID": each} for each in chain.ids(1)]}


def _infos(*transactions: Played) -> tuple[Json, Block]:
    node = PlayedNode(Chain([0], {1: transactions}), solid=1, head=1)
    return node._infos({"num": 1}), read_block(_detailed(*transactions), _INQUIRY)


def test_block_its_transactions_ids_are_read() -> None:
    chain = Chain([0], {1: (Played(), Played())})
    block = read_block(_detailed(Played(), Played()), _INQUIRY)
    assert {bytes.fromhex(each) for each in chain.ids(1)} == block.transactions


def test_block_without_transactions_under_a_root_is_inconsistent() -> None:
    answer = _detailed(Played())
    del answer["transactions"]
    with pytest.raises(InconsistentError, match="lists 0 transactions under the root"):
        read_block(answer, _INQUIRY)


def test_block_with_transactions_under_no_root_is_inconsistent() -> None:
    answer = Chain([0]).blocks[1] | {"transactions": [{"txID": "11" * 32}]}
    with pytest.raises(InconsistentError, match="lists 1 transactions under the root 0000"):
        read_block(answer, _INQUIRY)


def test_block_a_transaction_listed_twice_is_inconsistent() -> None:
    answer = _detailed(Played())
    answer["transactions"] *= 2
    with pytest.raises(InconsistentError, match="twice"):
        read_block(answer, _INQUIRY)


def test_emitters_successful_transactions_only() -> None:
    answer, block = _infos(Played((TOKEN,)), Played((OTHER,), "REVERT"), Played((), "OUT_OF_TIME"))
    assert {TOKEN.address} == read_emitters(answer, block, _INQUIRY)


def test_emitters_success_without_the_failed_mark_but_another_receipt_does_not_count() -> None:
    answer, block = _infos(Played((TOKEN,)))
    answer[0]["receipt"]["result"] = "OUT_OF_ENERGY"
    assert frozenset() == read_emitters(answer, block, _INQUIRY)


def test_emitters_the_failed_mark_beside_a_successful_receipt_does_not_count() -> None:
    answer, block = _infos(Played((TOKEN,)))
    answer[0]["result"] = "FAILED"
    assert frozenset() == read_emitters(answer, block, _INQUIRY)


def test_emitters_a_payment_without_receipt_result_logs_nothing() -> None:
    answer, block = _infos(Played())
    answer[0]["receipt"] = {"net_fee": 100000}
    assert frozenset() == read_emitters(answer, block, _INQUIRY)


@pytest.mark.parametrize("change", ["none", "one left out", "one too many", "one twice", "other"])
def test_emitters_infos_of_other_transactions_are_inconsistent(change: str) -> None:
    answer, block = _infos(Played(), Played((TOKEN,)))
    changed = {
        "none": [],
        "one left out": answer[:1],
        "one too many": [*answer, answer[0] | {"id": "11" * 32}],
        "one twice": [*answer, answer[0]],
        "other": [answer[0], answer[1] | {"id": "11" * 32}],
    }[change]
    with pytest.raises(InconsistentError, match="not of the 2 in the block"):
        read_emitters(changed, block, _INQUIRY)


def test_emitters_infos_of_another_block_are_inconsistent() -> None:
    answer, block = _infos(Played((TOKEN,)))
    answer[0]["blockNumber"] = 2
    with pytest.raises(InconsistentError, match="another block"):
        read_emitters(answer, block, _INQUIRY)


def test_emitters_an_error_object_is_unreachable() -> None:
    _, block = _infos(Played())
    with pytest.raises(UnreachableError):
        read_emitters({"Error": "class java.lang.Exception"}, block, _INQUIRY)


@pytest.mark.parametrize(
    "address", ["41" + "11" * 20, "11" * 19, "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t"]
)
def test_emitters_an_address_of_another_form_is_undecodable(address: str) -> None:
    answer, block = _infos(Played((TOKEN,)))
    answer[0]["log"][0]["address"] = address
    with pytest.raises(UndecodableError, match="address"):
        read_emitters(answer, block, _INQUIRY)


def test_emitters_an_object_instead_of_a_list_is_undecodable() -> None:
    _, block = _infos(Played())
    with pytest.raises(UndecodableError, match="no list"):
        read_emitters({}, block, _INQUIRY)
