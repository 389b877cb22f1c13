"""A node's JSON as the bytes of proofs; what is not known is refused, never guessed."""

import copy

import pytest

from stableaudit.adapters.tron.errors import Inquiry
from stableaudit.adapters.tron.proof.answers import (
    RESULTS,
    read_active,
    read_contents,
    read_producer,
    read_signed_header,
    read_signing_key,
)
from stableaudit.domain.errors import InconsistentError, UndecodableError, UnreachableError
from stableaudit.domain.identifiers import AccountId
from tests.devnet.tron import schemas
from tests.devnet.tron.protobuf import delimited
from tests.devnet.tron.transactions import shown
from tests.unit.adapters.tron.http_node import CHAIN
from tests.unit.adapters.tron.played import OTHER, TOKEN, Json
from tests.unit.adapters.tron.proof.simulated import called, made, paid

_INQUIRY = Inquiry("a block", "tester (http://127.0.0.1)")
_MADE = made([1])[0]
_SENT = (called(b"\xa1" * 20, b"\x01", keys=(1, 2)), paid(3).with_result("REVERT"))
_BLOCK: Json = {
    "blockID": _MADE.header.block_id().hex(),
    "block_header": {
        "raw_data": _MADE.header.shown(visible=False),
        "witness_signature": _MADE.signed().signature.hex(),
    },
    "transactions": [shown(each, visible=False) for each in _SENT],
}
_WITNESS: Json = {
    "address": TOKEN.local,
    "is_witness": True,
    "witness_permission": {"keys": [{"address": OTHER.local, "weight": 1}]},
}


def test_header_of_an_answer_is_its_bytes_and_signature() -> None:
    assert read_signed_header(_BLOCK, _INQUIRY) == _MADE.signed()
    assert read_producer(_BLOCK, _INQUIRY) == b"\x41" + _MADE.witness.address


def test_contents_of_an_answer_are_the_transactions_bytes() -> None:
    assert read_contents(_BLOCK, _INQUIRY) == tuple(each.content() for each in _SENT)


def test_contents_of_a_block_without_transactions_are_none() -> None:
    assert read_contents({"blockID": ""}, _INQUIRY) == ()


def test_results_are_numbered_as_by_another_implementation() -> None:
    assert RESULTS == schemas.RESULTS


@pytest.mark.parametrize(
    ("ret", "octets"),
    [
        ({}, b""),
        ({"contractRet": "DEFAULT"}, b""),
        ({"fee": 300}, b"\x08\xac\x02"),
        ({"ret": "SUCESS", "contractRet": "SUCCESS"}, b"\x18\x01"),
        ({"ret": "FAILED", "contractRet": "OUT_OF_TIME"}, b"\x10\x01\x18\x0b"),
    ],
)
def test_contents_write_every_known_result(ret: Json, octets: bytes) -> None:
    (content,) = read_contents(_with(ret=[ret]), _INQUIRY)
    unsigned = content[: -len(octets) - 2]
    assert content == unsigned + delimited(5, octets)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("ret", [{"withdraw_amount": 5}]),
        ("ret", [{"contractRet": "WON"}]),
        ("ret", [{"ret": "MAYBE"}]),
        ("ret", [{"fee": -1}]),
        ("ret", "SUCCESS"),
        ("signature", "00"),
        ("signature", [1]),
        ("signature", ["zz"]),
        ("raw_data_hex", "0"),
        ("raw_data_hex", None),
    ],
)
def test_contents_of_what_is_not_known_are_refused(key: str, value: object) -> None:
    with pytest.raises(UndecodableError):
        read_contents(_with(**{key: value}), _INQUIRY)


def test_contents_name_an_unknown_result_escaped() -> None:
    with pytest.raises(UndecodableError, match=r"not verifiable, it has \\u202eevil"):
        read_contents(_with(ret=[{"\u202eevil": 1}]), _INQUIRY)


def test_active_witnesses_are_those_with_a_job() -> None:
    told = {
        "witnesses": [
            {"address": "41" + "01" * 20, "isJobs": True},
            {"address": "41" + "02" * 20},
            {"address": "41" + "03" * 20, "isJobs": "true"},
            {"address": "41" + "04" * 20, "isJobs": True},
        ]
    }
    assert read_active(told, _INQUIRY) == (b"\x01" * 20, b"\x04" * 20)


@pytest.mark.parametrize(
    "told",
    [
        [],
        {"witnesses": 5},
        {"witnesses": [{"address": "a0" + "01" * 20, "isJobs": True}]},
        {"witnesses": [{"isJobs": True}]},
        {"witnesses": [{}] * 10_001},
    ],
)
def test_active_witnesses_of_another_form_are_refused(told: object) -> None:
    with pytest.raises(UndecodableError):
        read_active(told, _INQUIRY)


def test_signing_key_is_that_of_the_witness_permission_or_its_own() -> None:
    plain = {key: value for key, value in _WITNESS.items() if key != "witness_permission"}
    assert read_signing_key(_WITNESS, TOKEN, _INQUIRY) == OTHER.address
    assert read_signing_key(plain, TOKEN, _INQUIRY) == TOKEN.address


@pytest.mark.parametrize("keys", [[], [{"address": TOKEN.local}] * 2, [{"address": "Tx"}], [{}]])
def test_signing_key_of_a_permission_that_is_none_is_refused(keys: Json) -> None:
    told = _WITNESS | {"witness_permission": {"keys": keys}}
    with pytest.raises(UndecodableError):
        read_signing_key(told, TOKEN, _INQUIRY)


@pytest.mark.parametrize("account", [OTHER, AccountId(CHAIN, bytes(20))])
def test_signing_key_told_of_another_account_is_inconsistent(account: AccountId) -> None:
    with pytest.raises(InconsistentError, match="another account"):
        read_signing_key(_WITNESS, account, _INQUIRY)


def test_signing_key_of_no_witness_is_inconsistent() -> None:
    with pytest.raises(InconsistentError, match="no witness"):
        read_signing_key(_WITNESS | {"is_witness": False}, TOKEN, _INQUIRY)


def test_answer_that_is_an_error_is_unreachable() -> None:
    error = {"Error": "lack of computing resources"}
    for reader in (read_signed_header, read_producer, read_contents, read_active):
        with pytest.raises(UnreachableError, match="computing"):
            reader(error, _INQUIRY)
    with pytest.raises(UnreachableError, match="computing"):
        read_signing_key(error, TOKEN, _INQUIRY)


def _with(**changes: object) -> Json:
    block = copy.deepcopy(_BLOCK)
    block["transactions"] = [block["transactions"][0] | changes]
    return block
