"""Rows of the event index: recorded mainnet answers of TronGrid (realdata/tron), and wrong ones."""

import copy
from dataclasses import replace

import pytest

from stableaudit.adapters.tron.errors import Inquiry
from stableaudit.adapters.tron.index_rows import IndexPage, IndexRow, agrees, read_page
from stableaudit.adapters.tron.infos import NativeLog
from stableaudit.domain.blocks import BlockRange
from stableaudit.domain.errors import InconsistentError, UndecodableError, UnreachableError
from stableaudit.domain.identifiers import AccountId
from stableaudit.domain.logs import TRANSFER_TOPIC
from tests.unit.adapters.tron.http_node import CHAIN
from tests.unit.adapters.tron.played import Json
from tests.unit.adapters.tron.recorded import needs_realdata, read

_USDT = AccountId.on(CHAIN, "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t")
_INQUIRY = Inquiry("the index of events", "a recording")
_EVER = range(1_800_000_000)


def _page(answer: Json, contract: AccountId = _USDT) -> IndexPage:
    return read_page(answer, contract, BlockRange(1, 10**8), _EVER, _INQUIRY)


def _answer(**changes: object) -> Json:
    """One event as TronGrid shows it, changed."""
    row = {
        "block_number": 86726643,
        "block_timestamp": 1790852523000,
        "caller_contract_address": _USDT.local,
        "contract_address": _USDT.local,
        "event_index": 1,
        "event_name": "Transfer",
        "result": {"0": "0x" + "fd" * 20, "1": "0x" + "10" * 20, "2": "10933000000"},
        "result_type": {"from": "address", "to": "address", "value": "uint256"},
        "event": "Transfer(address indexed from, address indexed to, uint256 value)",
        "transaction_id": "73" * 32,
    }
    return {"data": [row | changes], "success": True, "meta": {"at": 0, "page_size": 1}}


def _row(**changes: object) -> IndexRow:
    return _page(_answer(**changes)).rows[0]


def _log(*topics: bytes, data: bytes) -> NativeLog:
    return NativeLog(0, _USDT.address, topics, data)


_FROM, _TO = (b"\xfd" * 20).rjust(32, b"\0"), (b"\x10" * 20).rjust(32, b"\0")
_AMOUNT = (10933000000).to_bytes(32)
_MOVED = _log(TRANSFER_TOPIC, _FROM, _TO, data=_AMOUNT)


@needs_realdata
def test_page_two_transfers_of_one_transaction_come_last_first() -> None:
    page = _page(read("tron/trongrid_events_transfer_two_in_one_tx.json"))
    assert [(row.position, row.name, dict(row.values)["value"]) for row in page.rows] == [
        (1, "Transfer", "10933000000"),
        (0, "Transfer", "1500000"),
    ]
    assert {(row.block, row.timestamp) for row in page.rows} == {(86726643, 1790852523)}
    assert len({row.transaction for row in page.rows}) == 1


@needs_realdata
def test_page_of_several_pages_names_the_next_by_its_fingerprint() -> None:
    answer = read("tron/trongrid_events_destroyed_black_funds.json")
    page = _page(answer)
    assert (page.fingerprint, page.size) == (answer["meta"]["fingerprint"], 2)
    assert [(row.position, row.plain) for row in page.rows] == [(1, True), (1, True)]


@needs_realdata
def test_page_of_a_counterfeit_token_is_not_of_the_token() -> None:
    with pytest.raises(InconsistentError, match="an event of THk5qH79SoAaUnUh8JVdRarSESTZpqPjSQ"):
        _page(read("tron/trongrid_events_counterfeit_usdt.json"))


@needs_realdata
def test_page_events_of_a_proxy_have_no_values() -> None:
    answer = read("tron/trongrid_tx_events_gasfree.json")
    answer["data"] = answer["data"][:1]
    proxy = AccountId.on(CHAIN, answer["data"][0]["contract_address"])
    (row,) = _page(answer, proxy).rows
    assert (row.name, row.values, row.plain) == ("GasFreeTransfer", (), False)
    assert agrees(row, _MOVED) is None


@needs_realdata
def test_page_that_refuses_a_fingerprint_is_no_page() -> None:
    with pytest.raises(UndecodableError, match="no list of events"):
        _page(read("tron/trongrid_error_fingerprint_mismatch.json"))


def test_page_the_next_one_may_be_named_by_the_link_alone() -> None:
    answer = _answer()
    answer["meta"]["links"] = {"next": "https://elsewhere.invalid/x?limit=1&fingerprint=abc"}
    assert _page(answer).fingerprint == "abc"


@pytest.mark.parametrize("answer", [{}, {"success": True}, {"data": {}}, {"data": [1]}, []])
def test_page_another_form_is_undecodable(answer: Json) -> None:
    with pytest.raises(UndecodableError):
        _page(answer)


def test_page_an_error_is_unreachable() -> None:
    with pytest.raises(UnreachableError, match="lack of"):
        _page({"Error": "lack of computing resources"})


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"contract_address": "TLsV52sRDL79HXGGm9yzwKibb6BeruhUzy"}, InconsistentError),
        ({"_unconfirmed": True}, InconsistentError),
        ({"block_number": 0}, InconsistentError),
        ({"block_timestamp": 1_800_000_000_000}, InconsistentError),
        ({"block_timestamp": 1790852524000}, UndecodableError),
        ({"block_timestamp": "soon"}, UndecodableError),
        ({"transaction_id": "73"}, UndecodableError),
        ({"event_index": -1}, UndecodableError),
        ({"result": []}, UndecodableError),
    ],
)
def test_page_a_row_that_was_not_asked_for_is_refused(
    changes: dict[str, object], error: type[Exception]
) -> None:
    with pytest.raises(error):
        _row(**changes)


@pytest.mark.parametrize(
    ("log", "same"),
    [
        (_MOVED, True),
        (replace(_MOVED, topics=(TRANSFER_TOPIC, _TO, _FROM)), False),
        (replace(_MOVED, data=(1).to_bytes(32)), False),
        (_log(b"\x01" * 32, _FROM, data=_AMOUNT + _TO), True),
        (_log(b"\x01" * 32, _FROM, data=_AMOUNT), False),
        (_log(TRANSFER_TOPIC, data=_FROM + _TO + _AMOUNT), True),
    ],
    ids=["same", "swapped", "amount", "another-event", "fewer", "not-indexed"],
)
def test_values_agree_with_the_log_that_has_them(log: NativeLog, *, same: bool) -> None:
    assert agrees(_row(), log) is same


def test_values_without_position_are_found_by_name() -> None:
    named = {"from": "0x" + "fd" * 20, "to": "0x" + "10" * 20, "value": "10933000000"}
    assert agrees(_row(result=named), _MOVED) is True


def test_values_under_another_name_than_transfer_are_not_those_of_a_transfer() -> None:
    assert agrees(_row(event_name="Issue"), _MOVED) is False


def test_values_of_a_supply_event_are_compared() -> None:
    row = _row(event_name="Issue", result={"0": "5", "amount": "5"}, result_type={"amount": "uint"})
    assert agrees(row, _log(b"\x02" * 32, data=(5).to_bytes(32))) is True
    assert agrees(row, _log(b"\x02" * 32, data=(6).to_bytes(32))) is False


def test_values_that_no_word_holds_are_not_compared() -> None:
    row = _row(event_name="Note", result={"0": "hello"}, result_type={"text": "string"})
    assert agrees(row, _log(b"\x02" * 32, data=bytes(96))) is None
    assert agrees(replace(row, values=()), _MOVED) is None


@pytest.mark.parametrize("text", ["-1", "0x10", "1e3", str(1 << 256), "01", "\uff11"])
def test_values_that_are_no_plain_number_agree_with_nothing(text: str) -> None:
    values = {"0": "0x" + "fd" * 20, "1": "0x" + "10" * 20, "2": text}
    assert agrees(_row(result=values), _MOVED) is False


def test_page_says_that_it_is_larger_than_it_is() -> None:
    answer = copy.deepcopy(_answer())
    answer["meta"]["page_size"] = 200
    assert _page(answer).size == 200
