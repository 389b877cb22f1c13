"""Transaction infos as a real node wrote them (realdata/tron-node), and wrong ones."""

import copy

import pytest

from stableaudit.adapters.tron.errors import Inquiry
from stableaudit.adapters.tron.infos import read_info, read_infos
from stableaudit.domain.errors import InconsistentError, UndecodableError, UnreachableError
from tests.unit.adapters.tron.played import Json
from tests.unit.adapters.tron.recorded import infos, needs_realdata, pairs, read

_INQUIRY = Inquiry("infos", "a recording")
_TOKEN = bytes.fromhex("3e17daec007a99ada659b0d4af20396d18154286")
_NAME = bytes.fromhex("5a" * 32)
_INFO: Json = {
    "id": _NAME.hex(),
    "blockNumber": 7,
    "blockTimeStamp": 1795210332000,
    "receipt": {"result": "SUCCESS"},
    "log": [{"address": _TOKEN.hex(), "topics": ["11" * 32], "data": "22" * 32}],
}


@needs_realdata
def test_infos_every_recorded_block_is_read_and_failed_ones_have_no_logs() -> None:
    read_back = {n: read_infos(answer, n, _INQUIRY) for n, answer in infos().items()}
    every = [info for listed in read_back.values() for info in listed]
    failed = [info for info in every if not info.succeeded and info.outcome.raw]
    assert len(every) > 80
    assert {info.outcome.raw for info in failed} == {"REVERT", "OUT_OF_ENERGY", "OUT_OF_TIME"}
    assert not any(info.logs for info in failed)


@needs_realdata
def test_infos_of_a_multisig_s_issue_have_the_token_s_log_first() -> None:
    (info,) = read_infos(infos()[67], 67, _INQUIRY)
    (issue,) = info.of(_TOKEN)
    assert (issue.position, len(info.logs), info.timestamp) == (0, 2, 1795210332)
    assert int.from_bytes(issue.data) == 50_000_000_000_000


@needs_realdata
def test_info_of_another_network_s_transfer_is_read() -> None:
    answer = read("tron/txinfo_private482_transfer_log.json")
    info = read_info(answer, bytes.fromhex(answer["id"]), 156, _INQUIRY)
    assert (info.succeeded, int.from_bytes(info.logs[0].data)) == (True, 1_000_000)


@needs_realdata
def test_info_that_is_unknown_is_inconsistent_and_a_malformed_id_unreachable() -> None:
    answers = {p.name: p.response for p in pairs("transactions.json")}
    with pytest.raises(InconsistentError, match="no such transaction"):
        read_info(answers["gettransactioninfobyid unknown"], _NAME, 1, _INQUIRY)
    with pytest.raises(UnreachableError):
        read_info(answers["gettransactioninfobyid malformed"], _NAME, 1, _INQUIRY)


@needs_realdata
def test_infos_of_block_zero_are_no_list() -> None:
    (zero,) = (p.response for p in pairs("transaction_infos.json") if p.name == "infos_zero")
    with pytest.raises(UndecodableError, match="no list"):
        read_infos(zero, 0, _INQUIRY)


def test_info_a_failure_without_receipt_result_is_named_by_its_mark() -> None:
    info = read_info(_INFO | {"receipt": {}, "result": "FAILED"}, _NAME, 7, _INQUIRY)
    assert (info.succeeded, info.outcome.raw) == (False, "FAILED")
    bare = {key: value for key, value in _INFO.items() if key != "receipt"}
    assert read_info(bare, _NAME, 7, _INQUIRY).outcome.raw == ""


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"id": "5b" * 32}, InconsistentError),
        ({"blockNumber": 8}, InconsistentError),
        ({"blockTimeStamp": 1795210332001}, UndecodableError),
        ({"blockTimeStamp": 10**15}, UndecodableError),
        ({"log": [{"address": "11"}]}, UndecodableError),
        ({"log": [{"address": "11" * 20, "topics": ["11"]}]}, UndecodableError),
        ({"log": [{"address": "11" * 20, "topics": [1]}]}, UndecodableError),
        ({"log": [{"address": "11" * 20, "topics": ["11" * 32] * 5}]}, UndecodableError),
        ({"log": [{"address": "11" * 20, "topics": {}}]}, UndecodableError),
    ],
)
def test_info_of_something_else_is_refused(
    changes: dict[str, object], error: type[Exception]
) -> None:
    with pytest.raises(error):
        read_info(copy.deepcopy(_INFO) | changes, _NAME, 7, _INQUIRY)


def test_infos_that_list_a_transaction_twice_are_inconsistent() -> None:
    with pytest.raises(InconsistentError, match="twice"):
        read_infos([_INFO, _INFO], 7, _INQUIRY)
