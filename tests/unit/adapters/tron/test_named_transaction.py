"""A transaction by its id: what its raw bytes say, whatever stands beside them."""

import hashlib

import pytest

from stableaudit.adapters.tron import protobuf
from stableaudit.adapters.tron.errors import Inquiry
from stableaudit.adapters.tron.named_transaction import read_outcome, read_sent
from stableaudit.domain.errors import InconsistentError, UndecodableError, UnreachableError
from stableaudit.domain.transaction_questions import SentTransaction, TransactionOutcome

INQUIRY = Inquiry("a transaction", "a node")
OWNER, TOKEN, MEMO, DATA = b"\x5e" * 20, b"\x70" * 20, b"\xd1" * 32, b"\xa9\x05\x9c\xbb"
TRIGGER, TRANSFER = 31, 1


def raw(kind: int = TRIGGER, *, owner: bytes = OWNER, memo: bytes = MEMO) -> bytes:
    """The raw part of a contract call with a memo."""
    value = protobuf.encode(((1, b"\x41" + owner), (2, b"\x41" + TOKEN), (4, DATA)))
    contract = protobuf.encode(((1, kind), (2, protobuf.encode(((2, value),)))))
    return protobuf.encode(((10, memo), (11, contract)))


def sent(message: bytes, *, name: bytes | None = None) -> SentTransaction:
    answer = {"raw_data_hex": message.hex()}
    return read_sent(answer, name or hashlib.sha256(message).digest(), INQUIRY)


def info(**fields: object) -> dict[str, object]:
    name = hashlib.sha256(raw()).hexdigest()
    return {"id": name, "blockNumber": 70, "blockTimeStamp": 3000, **fields}


def outcome(answer: object) -> TransactionOutcome:
    return read_outcome(answer, hashlib.sha256(raw()).digest(), INQUIRY)


@pytest.mark.parametrize("memo", [MEMO, b""])
def test_call_tells_owner_contract_data_and_memo(memo: bytes) -> None:
    assert sent(raw(memo=memo)) == SentTransaction(OWNER, TOKEN, DATA, memo)


def test_raw_bytes_of_another_id_are_inconsistent() -> None:
    with pytest.raises(InconsistentError, match="another id"):
        sent(raw(), name=bytes(32))


@pytest.mark.parametrize(
    "message", [raw(TRANSFER), raw(owner=b"\x01"), b"\xff"], ids=["no call", "no address", "junk"]
)
def test_raw_bytes_that_call_nothing_are_undecodable(message: bytes) -> None:
    with pytest.raises(UndecodableError, match="no contract call"):
        sent(message)


def test_transaction_that_is_not_solidified_is_undecodable_and_an_error_is_one() -> None:
    for read in (read_sent, read_outcome):
        with pytest.raises(UndecodableError, match="no such transaction in a solidified block"):
            read({}, bytes(32), INQUIRY)
        with pytest.raises(UnreachableError):
            read({"Error": "class java.lang.Exception"}, bytes(32), INQUIRY)


def test_outcome_tells_block_and_success() -> None:
    succeeded = {"receipt": {"result": "SUCCESS"}}
    assert outcome(info(**succeeded)) == TransactionOutcome(70, succeeded=True)
    failed = {"receipt": {"result": "REVERT"}, "result": "FAILED"}
    assert outcome(info(**failed)) == TransactionOutcome(70, succeeded=False)


def test_outcome_of_another_transaction_is_inconsistent() -> None:
    with pytest.raises(InconsistentError, match="another transaction"):
        outcome(info(id="00" * 32))
