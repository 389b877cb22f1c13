"""A transaction that somebody names by its id: a contract call with its memo, and what came of it.

The id is the hash of the raw bytes, so who sent what stands for itself; that it succeeded, and in
which block, is the node's word. Source: java-tron 4.8.0, core/Tron.proto (Transaction.raw, whose
field 10 is the memo).
"""

import hashlib
from typing import Final

from stableaudit.adapters.tron import protobuf
from stableaudit.adapters.tron.errors import Inquiry, refuse
from stableaudit.adapters.tron.fields import Fields
from stableaudit.adapters.tron.infos import read_any_info
from stableaudit.adapters.tron.raw_transaction import TRIGGER, account_of, read_call, read_contract
from stableaudit.domain.transaction_questions import SentTransaction, TransactionOutcome

SENT: Final = "/walletsolidity/gettransactionbyid"
OUTCOME: Final = "/walletsolidity/gettransactioninfobyid"
_MEMO: Final = 10


def read_sent(answer: object, transaction: bytes, inquiry: Inquiry) -> SentTransaction:
    """Return the contract call that a gettransactionbyid answer carries.

    Raises:
        UnreachableError: the node answered an error.
        UndecodableError: there is no such transaction among the solidified ones, or it calls no
            contract.
        InconsistentError: its raw bytes have another id.
    """
    refuse(answer, inquiry)
    if answer == {}:
        raise inquiry.undecodable("no such transaction in a solidified block")
    message = Fields.of(answer, inquiry).octets("raw_data_hex")
    if hashlib.sha256(message).digest() != transaction:
        raise inquiry.inconsistent("raw bytes that have another id")
    try:
        call = read_call(read_contract(message))
        to = account_of(call.target) if call.kind == TRIGGER else None
        memo = protobuf.only_bytes(protobuf.decode(message), _MEMO)
        return SentTransaction(account_of(call.owner), to, call.data, memo)
    except ValueError as error:
        raise inquiry.undecodable(f"no contract call: {error}") from error


def read_outcome(answer: object, transaction: bytes, inquiry: Inquiry) -> TransactionOutcome:
    """Return the outcome that a gettransactioninfobyid answer tells. Raises: see read_sent."""
    refuse(answer, inquiry)
    if answer == {}:
        raise inquiry.undecodable("no such transaction in a solidified block")
    info = read_any_info(answer, transaction, inquiry)
    return TransactionOutcome(info.block, info.succeeded)
