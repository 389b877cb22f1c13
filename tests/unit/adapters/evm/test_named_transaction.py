"""A transaction and its receipt, by hash, from what a node answers."""

import pytest

from stableaudit.adapters.evm.calls import call_of
from stableaudit.adapters.evm.decode import value_in
from stableaudit.adapters.evm.unfit import UnfitError
from stableaudit.domain.errors import UndecodableError
from stableaudit.domain.identifiers import AccountId
from stableaudit.domain.transaction_questions import (
    OutcomeOf,
    SentTransaction,
    TransactionOf,
    TransactionOutcome,
)
from tests.fakes.chain_reader import ETHEREUM

WALLET = AccountId(ETHEREUM, b"\x5e" * 20)
NAME = b"\xab" * 32
HEX = f"0x{NAME.hex()}"
SENT, OUTCOME = TransactionOf(WALLET, NAME), OutcomeOf(WALLET, NAME)
TRANSACTION = {"hash": HEX, "from": WALLET.local, "to": WALLET.local, "input": "0xbeef"}
RECEIPT = {"transactionHash": HEX, "status": "0x1", "blockNumber": "0x10"}


def test_transaction_tells_who_sent_what_to_whom() -> None:
    own = WALLET.address
    assert value_in(TRANSACTION, SENT) == SentTransaction(own, own, b"\xbe\xef", b"")
    assert value_in({**TRANSACTION, "to": None}, SENT) == SentTransaction(
        own, None, b"\xbe\xef", b""
    )


@pytest.mark.parametrize(("status", "succeeded"), [("0x1", True), ("0x0", False)])
def test_receipt_tells_block_and_success(status: str, *, succeeded: bool) -> None:
    answer = {**RECEIPT, "status": status}
    assert value_in(answer, OUTCOME) == TransactionOutcome(16, succeeded)


@pytest.mark.parametrize(
    ("question", "answer", "said"),
    [
        (SENT, None, "no such transaction"),
        (OUTCOME, None, "no such transaction"),
        (SENT, [], "a list instead of a transaction"),
        (SENT, {**TRANSACTION, "hash": "0x" + "cd" * 32}, "another transaction"),
        (OUTCOME, {**RECEIPT, "transactionHash": "0x" + "cd" * 32}, "another transaction"),
        (SENT, {**TRANSACTION, "from": "0xab"}, "1 bytes that are no address"),
    ],
)
def test_answer_that_tells_of_no_such_transaction_is_unfit(
    question: TransactionOf | OutcomeOf, answer: object, said: str
) -> None:
    with pytest.raises(UnfitError, match=said):
        value_in(answer, question)


@pytest.mark.parametrize("missing", ["status", "blockNumber"])
def test_receipt_without_a_field_is_none(missing: str) -> None:
    answer = {key: value for key, value in RECEIPT.items() if key != missing}
    with pytest.raises(ValueError, match=r"."):
        value_in(answer, OUTCOME)


def test_transaction_is_asked_for_without_a_block_and_state_with_one() -> None:
    assert call_of(SENT).at("B") == ("eth_getTransactionByHash", (HEX,))
    assert call_of(OUTCOME).at("B") == ("eth_getTransactionReceipt", (HEX,))


@pytest.mark.parametrize("question", [SENT, OUTCOME])
def test_question_takes_no_answer_of_another_kind(question: TransactionOf | OutcomeOf) -> None:
    with pytest.raises(UndecodableError, match="transaction"):
        question.accept(b"")
