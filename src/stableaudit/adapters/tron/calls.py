"""Constant calls: what is posted, and whether what came back answers exactly that.

A node answers a constant call with the transaction it would have been, so the answer can be held
against the question, and `expiration` discloses the block whose state it was run on. In order:

1. the node did not refuse the request as a whole;
2. the echoed transaction has the id that its raw bytes hash to, and those bytes and the JSON beside
   them name the contract, caller and data that were asked;
3. raw bytes and JSON agree on `expiration`, whose stamp stands on a slot;
4. the call succeeded, judged on message and `ret`: `result.result` is true on a revert, too.

That the state really was that of the stamped block is the node's word. Source: java-tron 4.8.0,
Wallet.createTransactionCapsule (expiration = time of the state's last block + 60 s); a real node's
answers, 88 of 88 from /walletsolidity.
"""

import hashlib
from dataclasses import dataclass
from typing import Final

from stableaudit.adapters.tron import protobuf
from stableaudit.adapters.tron.codec import ConstantCall
from stableaudit.adapters.tron.errors import Inquiry, refuse
from stableaudit.adapters.tron.fields import Fields, octets
from stableaudit.adapters.tron.headers import SLOT_SECONDS
from stableaudit.domain.errors import InconsistentError
from stableaudit.domain.identifiers import ADDRESS_BYTES, AccountId

_MILLISECONDS: Final = 1000
_EXPIRES_AFTER: Final = 60 * _MILLISECONDS
_SLOT: Final = SLOT_SECONDS * _MILLISECONDS
_TRIGGER_SMART_CONTRACT: Final = 31
_VERSION: Final = b"\x41"
_SUCCESS: Final = frozenset({"", "SUCESS", "SUCCESS"})
"""The protobuf name lacks a C; a default is left out."""


@dataclass(frozen=True, slots=True)
class ConstantAnswer:
    """What a constant call returned, and the block it says it was run on."""

    result: bytes
    timestamp: int
    """Of the block, seconds of UTC."""

    reference_number: int
    """The low 16 bits of the number of a recent solid block, often the same."""

    reference_hash: bytes
    """Bytes 8 to 15 of that block's id."""


def caller(call: ConstantCall) -> AccountId:
    """Return the account that constant calls are made in the name of: the zero address."""
    return AccountId(call.contract.chain, bytes(ADDRESS_BYTES))


def body(call: ConstantCall) -> dict[str, object]:
    """Return the JSON to post to triggerconstantcontract."""
    return {
        "owner_address": caller(call).local,
        "contract_address": call.contract.local,
        "function_selector": call.signature,
        "parameter": call.arguments.hex(),
        "visible": True,
    }


def read_answer(answer: object, call: ConstantCall, inquiry: Inquiry) -> ConstantAnswer:
    """Return what a constant call returned, checked against what was called.

    Raises:
        UnreachableError: the node failed or had no time.
        InconsistentError: it answered another call, or contradicts itself.
        UndecodableError: the contract is missing or failed, or the answer has another form.
    """
    refuse(answer, inquiry)
    fields = Fields.of(answer, inquiry)
    transaction = fields.inner("transaction")
    raw = transaction.inner("raw_data")
    message = _raw_message(transaction)
    _check_echo_in_json(raw, call)
    expiration = _check_echo_in_bytes(message, call, inquiry)
    if raw.number("expiration") != expiration:
        raise inquiry.inconsistent("raw bytes and JSON of one transaction that expire differently")
    stamp = expiration - _EXPIRES_AFTER
    if stamp < 0 or stamp % _SLOT:
        raise inquiry.inconsistent(f"a state at {stamp} ms, which is no block's time")
    return ConstantAnswer(
        _returned(fields, transaction),
        stamp // _MILLISECONDS,
        int.from_bytes(raw.octets("ref_block_bytes", length=2)),
        raw.octets("ref_block_hash", length=8),
    )


def _raw_message(transaction: Fields) -> bytes:
    message = transaction.octets("raw_data_hex")
    if hashlib.sha256(message).digest() != transaction.octets("txID", length=32):
        raise transaction.inquiry.inconsistent("a transaction id that its raw bytes do not have")
    return message


def _check_echo_in_json(raw: Fields, call: ConstantCall) -> None:
    contracts = raw.listed("contract")
    if len(contracts) != 1:
        raise raw.inquiry.inconsistent(f"an echo of {len(contracts)} calls")
    value = contracts[0].inner("parameter").inner("value")
    echoed = (value.text("contract_address"), value.text("owner_address"), value.octets("data"))
    if echoed != (call.contract.local, caller(call).local, call.data):
        raise _another_call(raw.inquiry)


def _check_echo_in_bytes(message: bytes, call: ConstantCall, inquiry: Inquiry) -> int:
    """Return the expiration in milliseconds that the raw bytes carry."""
    try:
        raw = protobuf.decode(message)
        contract = protobuf.decode(protobuf.only_bytes(raw, 11))
        parameter = protobuf.decode(protobuf.only_bytes(contract, 2))
        value = protobuf.decode(protobuf.only_bytes(parameter, 2))
        echoed = (
            protobuf.only_number(contract, 1),
            protobuf.only_bytes(value, 1),
            protobuf.only_bytes(value, 2),
            protobuf.only_bytes(value, 4),
        )
        expiration = protobuf.only_number(raw, 8)
    except ValueError as error:
        raise inquiry.undecodable(f"raw bytes that are no transaction: {error}") from error
    if echoed != (
        _TRIGGER_SMART_CONTRACT,
        _VERSION + caller(call).address,
        _VERSION + call.contract.address,
        call.data,
    ):
        raise _another_call(inquiry)
    return expiration


def _another_call(inquiry: Inquiry) -> InconsistentError:
    return inquiry.inconsistent("an answer to another call than was asked")


def _returned(fields: Fields, transaction: Fields) -> bytes:
    inquiry = fields.inquiry
    message = fields.inner("result").text("message")
    outcomes = [each.text("ret") for each in transaction.listed("ret")]
    if message or not _SUCCESS.issuperset(outcomes):
        came = inquiry.quote(message or ", ".join(outcomes))
        raise inquiry.undecodable(f"the call failed: {came}", hint="whether it has that function")
    match fields.values.get("constant_result"):
        case [str(text)]:
            return octets(text, inquiry, place="constant_result")
        case _:
            raise inquiry.undecodable("not one constant_result")
