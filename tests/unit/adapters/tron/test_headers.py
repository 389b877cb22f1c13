import pytest

from stableaudit.adapters.tron.errors import Inquiry
from stableaudit.adapters.tron.headers import read_header
from stableaudit.domain.errors import InconsistentError, UndecodableError, UnreachableError
from stableaudit.domain.instants import LAST_INSTANT
from tests.unit.adapters.tron.http_node import CHAIN
from tests.unit.adapters.tron.played import START, Chain, Json, header

_INQUIRY = Inquiry("block 2", "tester (http://127.0.0.1)")


def _block() -> Json:
    return Chain([0, 1, 2]).blocks[2]


def test_header_a_true_block_becomes_its_stamp() -> None:
    block = _block()
    stamp = read_header(block, _INQUIRY).stamp(CHAIN)
    assert (2, f"0x{block['blockID']}", START + 3) == (stamp.number, stamp.hash, stamp.timestamp)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("number", 3),
        ("timestamp", (START + 6) * 1000),
        ("parentHash", "11" * 32),
        ("txTrieRoot", "11" * 32),
        ("witness_address", "41" + "11" * 20),
        ("version", 35),
        ("witness_id", 1),
        ("accountStateRoot", "11" * 32),
    ],
)
def test_header_any_changed_field_contradicts_its_id(key: str, value: object) -> None:
    block = _block()
    block["block_header"]["raw_data"][key] = value
    with pytest.raises(InconsistentError, match="whose content has the id"):
        read_header(block, _INQUIRY)


def test_header_a_changed_id_contradicts_its_content() -> None:
    block = _block()
    block["blockID"] = block["blockID"][:-1] + ("0" if block["blockID"][-1] != "0" else "1")
    with pytest.raises(InconsistentError, match="whose content has the id"):
        read_header(block, _INQUIRY)


def test_header_an_empty_object_is_no_such_block() -> None:
    with pytest.raises(InconsistentError, match="no such block"):
        read_header({}, _INQUIRY)


def test_header_an_error_object_is_unreachable() -> None:
    with pytest.raises(UnreachableError, match="legal block hash"):
        read_header({"Error": "id must be legal block hash."}, _INQUIRY)


@pytest.mark.parametrize("answer", [[], "block", None, {"blockID": "00"}, {"block_header": 1}])
def test_header_another_form_is_undecodable(answer: object) -> None:
    with pytest.raises(UndecodableError):
        read_header(answer, _INQUIRY)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("number", "2"),
        ("number", True),
        ("number", -1),
        ("number", 1 << 63),
        ("timestamp", 1.5),
        ("timestamp", -3000),
        ("txTrieRoot", "zz" * 32),
        ("parentHash", "00 " * 32),
        ("parentHash", None),
    ],
)
def test_header_a_field_of_another_type_is_undecodable(key: str, value: object) -> None:
    block = _block()
    block["block_header"]["raw_data"][key] = value
    with pytest.raises(UndecodableError, match=key):
        read_header(block, _INQUIRY)


def test_header_a_time_between_two_seconds_is_undecodable() -> None:
    block = header(2, START * 1000 + 1, parent=bytes(32), root=bytes(32))
    with pytest.raises(UndecodableError, match="no whole second"):
        read_header(block, _INQUIRY)


def test_header_in_the_last_second_that_can_be_written_is_read() -> None:
    block = header(2, LAST_INSTANT * 1000, parent=bytes(32), root=bytes(32))
    assert read_header(block, _INQUIRY).stamp(CHAIN).timestamp == LAST_INSTANT


@pytest.mark.parametrize("seconds", [LAST_INSTANT + 1, ((1 << 63) - 1) // 1000])
def test_header_of_a_time_after_the_year_9999_is_undecodable(seconds: int) -> None:
    block = header(2, seconds * 1000, parent=bytes(32), root=bytes(32))
    with pytest.raises(UndecodableError, match="after the year 9999"):
        read_header(block, _INQUIRY)
