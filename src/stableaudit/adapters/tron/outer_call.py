"""The outermost call of a transaction: who signed it, what it called, with which data.

The id of a transaction is the hash of its raw bytes, so what stands in them cannot be another
transaction's; the JSON beside them must say the same. Which block holds it is not in them. Source:
java-tron 4.8.0, core/Tron.proto (Transaction.raw) and contract protocols; a real node's answers.
"""

import hashlib
from typing import Final

from stableaudit.adapters.tron import protobuf
from stableaudit.adapters.tron.errors import Inquiry, refuse
from stableaudit.adapters.tron.fields import Fields
from stableaudit.domain.identifiers import ADDRESS_BYTES
from stableaudit.domain.logs import TransactionCall

_CREATE: Final = 30
_TRIGGER: Final = 31
_NAMES: Final = {"CreateSmartContract": _CREATE, "TriggerSmartContract": _TRIGGER}
_VERSION: Final = b"\x41"


def read_call(answer: object, transaction: bytes, block: int, inquiry: Inquiry) -> TransactionCall:
    """Return the call that a gettransactionbyid answer carries.

    Raises:
        UnreachableError: the node answered an error.
        InconsistentError: there is no such transaction, it has another id, or its raw bytes and
            the JSON beside them differ.
        UndecodableError: it calls and creates no contract, or is none.
    """
    refuse(answer, inquiry)
    if answer == {}:
        raise inquiry.inconsistent("no such transaction")
    fields = Fields.of(answer, inquiry)
    message = fields.octets("raw_data_hex")
    if hashlib.sha256(message).digest() != transaction:
        raise inquiry.inconsistent("raw bytes that have another id")
    if fields.octets("txID", length=len(transaction)) != transaction:
        raise inquiry.inconsistent(f"transaction {fields.octets('txID').hex()}")
    in_bytes = _in_bytes(message, inquiry)
    if in_bytes != _in_json(fields.inner("raw_data")):
        raise inquiry.inconsistent("raw bytes and JSON of one transaction that call differently")
    kind, owner, target, data = in_bytes
    sender = _address(owner, inquiry)
    to = _address(target, inquiry) if kind == _TRIGGER else None
    return TransactionCall(transaction, block, sender, to, data)


def _in_bytes(message: bytes, inquiry: Inquiry) -> tuple[int, bytes, bytes, bytes]:
    """Return type, owner, target and data; a creation's data is its creation code."""
    try:
        contract = protobuf.decode(protobuf.only_bytes(protobuf.decode(message), 11))
        kind = protobuf.only_number(contract, 1)
        parameter = protobuf.decode(protobuf.only_bytes(contract, 2))
        value = protobuf.decode(protobuf.only_bytes(parameter, 2))
        if kind == _CREATE:
            created = protobuf.decode(protobuf.only_bytes(value, 2))
            return kind, protobuf.only_bytes(value, 1), b"", protobuf.only_bytes(created, 4)
        if kind == _TRIGGER:
            owner, target, data = (protobuf.only_bytes(value, each) for each in (1, 2, 4))
            return kind, owner, target, data
    except ValueError as error:
        raise inquiry.undecodable(f"raw bytes that are no transaction: {error}") from error
    raise inquiry.undecodable(f"a transaction of type {kind}, which calls no contract")


def _in_json(raw: Fields) -> tuple[int, bytes, bytes, bytes]:
    contracts = raw.listed("contract")
    if len(contracts) != 1:
        raise raw.inquiry.inconsistent(f"a transaction of {len(contracts)} calls")
    value = contracts[0].inner("parameter").inner("value")
    kind = _NAMES.get(contracts[0].text("type"), 0)
    if kind == _CREATE:
        code = value.inner("new_contract").octets("bytecode")
        return kind, value.octets("owner_address"), b"", code
    target, data = value.octets("contract_address"), value.octets("data")
    return kind, value.octets("owner_address"), target, data


def _address(wired: bytes, inquiry: Inquiry) -> bytes:
    if len(wired) != 1 + ADDRESS_BYTES or wired[:1] != _VERSION:
        raise inquiry.undecodable("an address without TRON's version byte")
    return wired[1:]
