"""The outermost call of a transaction, from what a real node answered (realdata/tron-node)."""

import copy
import hashlib

import pytest

from stableaudit.adapters.tron import protobuf
from stableaudit.adapters.tron.errors import Inquiry
from stableaudit.adapters.tron.outer_call import read_call
from stableaudit.domain.errors import InconsistentError, UndecodableError, UnreachableError
from stableaudit.domain.logs import TransactionCall
from tests.unit.adapters.tron.played import Json
from tests.unit.adapters.tron.recorded import needs_realdata, pairs

pytestmark = needs_realdata
_INQUIRY = Inquiry("a transaction", "a recording")
_TOKEN = bytes.fromhex("3e17daec007a99ada659b0d4af20396d18154286")


def _answer(begins: str) -> Json:
    """The recorded answer whose name begins so."""
    found = [p for p in pairs("transactions.json") if p.name.startswith(begins)]
    return copy.deepcopy(found[0].response)


def _call(answer: Json) -> TransactionCall:
    return read_call(answer, bytes.fromhex(answer["txID"]), 70, _INQUIRY)


def test_call_of_a_transfer_names_sender_token_and_data() -> None:
    call = _call(_answer("byid: transfer 1000000.000000 key 5 -> key 6"))
    assert (call.to, call.block, call.data[:4].hex()) == (_TOKEN, 70, "a9059cbb")
    assert int.from_bytes(call.data[-32:]) == 1_000_000_000_000
    assert len(call.sender) == 20


def test_call_of_every_recorded_contract_call_is_read() -> None:
    answers = [
        p.response
        for p in pairs("transactions.json")
        if p.path.endswith("/gettransactionbyid")
        and "raw_data" in p.response
        and "visible" not in p.request
        and p.response["raw_data"]["contract"][0]["type"].endswith("SmartContract")
    ]
    assert len(answers) > 25
    assert all(_call(answer).data for answer in answers)


def test_call_that_creates_a_contract_has_no_target() -> None:
    call = _call(_answer("byid: deploy GoldDollarSim"))
    assert call.to is None
    assert call.data.startswith(b"\x60")


@pytest.mark.parametrize("begins", ["byid: 1 TRX", "byid: AccountPermissionUpdate"])
def test_call_of_a_transaction_that_calls_nothing_is_undecodable(begins: str) -> None:
    with pytest.raises(UndecodableError, match="calls no contract"):
        _call(_answer(begins))


def test_call_of_an_unknown_transaction_is_inconsistent() -> None:
    with pytest.raises(InconsistentError, match="no such transaction"):
        read_call(_answer("gettransactionbyid unknown"), bytes(32), 1, _INQUIRY)
    with pytest.raises(UnreachableError):
        read_call(_answer("gettransactionbyid malformed"), bytes(32), 1, _INQUIRY)


def test_call_of_another_transaction_is_inconsistent() -> None:
    answer = _answer("byid: transfer 1000000.000000")
    with pytest.raises(InconsistentError, match="another id"):
        read_call(answer, bytes(32), 1, _INQUIRY)
    name = bytes.fromhex(answer["txID"])
    answer["txID"] = "11" * 32
    with pytest.raises(InconsistentError, match="transaction 1111"):
        read_call(answer, name, 1, _INQUIRY)


@pytest.mark.parametrize(
    ("key", "value"),
    [("data", "a9059cbb"), ("owner_address", "41" + "11" * 20), ("contract_address", "")],
)
def test_call_whose_json_says_otherwise_than_its_bytes_is_inconsistent(
    key: str, value: str
) -> None:
    answer = _answer("byid: transfer 1000000.000000")
    answer["raw_data"]["contract"][0]["parameter"]["value"][key] = value
    with pytest.raises(InconsistentError, match="call differently"):
        _call(answer)


def test_call_of_two_contracts_in_json_is_inconsistent() -> None:
    answer = _answer("byid: transfer 1000000.000000")
    answer["raw_data"]["contract"] *= 2
    with pytest.raises(InconsistentError, match="2 calls"):
        _call(answer)


def test_call_of_bytes_that_are_no_transaction_is_undecodable() -> None:
    answer = _answer("byid: transfer 1000000.000000")
    answer["raw_data_hex"] = "ff"
    answer["txID"] = hashlib.sha256(b"\xff").hexdigest()
    with pytest.raises(UndecodableError, match="no transaction"):
        _call(answer)


def test_call_from_an_address_of_another_version_is_undecodable() -> None:
    answer = _answer("byid: transfer 1000000.000000")
    contract = answer["raw_data"]["contract"][0]
    value = contract["parameter"]["value"]
    value["owner_address"] = "a0" + value["owner_address"][2:]
    parts = [bytes.fromhex(value[k]) for k in ("owner_address", "contract_address", "data")]
    message = protobuf.encode(zip((1, 2, 4), parts, strict=True))
    parameter = protobuf.encode(((1, b"x"), (2, message)))
    raw = protobuf.encode(((11, protobuf.encode(((1, 31), (2, parameter)))),))
    answer["raw_data_hex"], answer["txID"] = raw.hex(), hashlib.sha256(raw).hexdigest()
    with pytest.raises(UndecodableError, match="version byte"):
        _call(answer)
