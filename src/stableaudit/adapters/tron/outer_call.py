"""The outermost call of a transaction: who signed it, what it called, with which data.

The id of a transaction is the hash of its raw bytes, so what stands in them cannot be another
transaction's; the JSON beside them must say the same. Which block holds it is not in them. Source:
java-tron 4.8.0, core/Tron.proto (Transaction.raw) and contract protocols; a real node's answers.
"""

import hashlib
from typing import Final

from stableaudit.adapters.tron import raw_transaction
from stableaudit.adapters.tron.errors import Inquiry, refuse
from stableaudit.adapters.tron.fields import Fields
from stableaudit.adapters.tron.raw_transaction import (
    CREATE,
    TRIGGER,
    RawCall,
    account_of,
    read_contract,
)
from stableaudit.domain.logs import TransactionCall

_NAMES: Final = {"CreateSmartContract": CREATE, "TriggerSmartContract": TRIGGER}


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
    sender = _address(in_bytes.owner, inquiry)
    to = _address(in_bytes.target, inquiry) if in_bytes.kind == TRIGGER else None
    return TransactionCall(transaction, block, sender, to, in_bytes.data)


def _in_bytes(message: bytes, inquiry: Inquiry) -> RawCall:
    try:
        contract = read_contract(message)
        if contract.kind in _NAMES.values():
            return raw_transaction.read_call(contract)
    except ValueError as error:
        raise inquiry.undecodable(f"raw bytes that are no transaction: {error}") from error
    raise inquiry.undecodable(f"a transaction of type {contract.kind}, which calls no contract")


def _in_json(raw: Fields) -> RawCall:
    contracts = raw.listed("contract")
    if len(contracts) != 1:
        raise raw.inquiry.inconsistent(f"a transaction of {len(contracts)} calls")
    value = contracts[0].inner("parameter").inner("value")
    kind = _NAMES.get(contracts[0].text("type"), 0)
    if kind == CREATE:
        code = value.inner("new_contract").octets("bytecode")
        return RawCall(kind, value.octets("owner_address"), b"", code)
    target, data = value.octets("contract_address"), value.octets("data")
    return RawCall(kind, value.octets("owner_address"), target, data)


def _address(wired: bytes, inquiry: Inquiry) -> bytes:
    try:
        return account_of(wired)
    except ValueError as error:
        raise inquiry.undecodable(str(error)) from error
