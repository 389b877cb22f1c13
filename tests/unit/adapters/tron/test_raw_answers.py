"""Raw answers of a TRON endpoint, found by the question that they answer."""

import json
from collections.abc import Sequence

from stableaudit.adapters.transport.journal import canonical
from stableaudit.adapters.transport.recorded import Recorded
from stableaudit.adapters.tron.account import account_body
from stableaudit.adapters.tron.calls import body
from stableaudit.adapters.tron.codec import call_for
from stableaudit.adapters.tron.errors import Inquiry
from stableaudit.adapters.tron.node import ACCOUNT, CONSTANT_CALL
from stableaudit.adapters.tron.raw_answers import answers_to
from stableaudit.domain.blocks import BlockStamp
from stableaudit.domain.questions import (
    BalanceOf,
    CodeHash,
    NativeBalance,
    Question,
    TotalSupply,
)
from tests.unit.adapters.tron.played import OTHER, START, TOKEN, call_answer, word

SUPPLY = TotalSupply(TOKEN)
AT = BlockStamp(TOKEN.chain, 7, "0x" + "00" * 32, START + 3)
NAMED = bytes.fromhex("00000000052b57c8415a82f3b323cf8c" + "77" * 16)


def kept(asked: object, answer: object, *, path: str = CONSTANT_CALL) -> Recorded:
    question, content = canonical(json.dumps(asked).encode()), json.dumps(answer).encode()
    return Recorded(
        "a", "http://a", path, 1, 200, "ab" * 32, lambda: question, len(question), lambda: content
    )


def called(question: Question[object], number: int, *, seconds: int = START + 3) -> Recorded:
    call = call_for(question, Inquiry("it", "tester"))
    asked = body(call)
    answer = call_answer(asked, call.data, word(number), milliseconds=seconds * 1000, named=NAMED)
    return kept(asked, answer)


def found(question: Question[object], *some: Recorded) -> Sequence[tuple[str, object]]:
    return [(raw.hex, value) for raw, value in answers_to(question, AT, some)]


def test_answers_of_the_reading_s_block_come_first() -> None:
    later, own = called(SUPPLY, 6, seconds=START + 6), called(SUPPLY, 5)
    assert found(SUPPLY, later, own) == [(word(5), 5), (word(6), 6)]
    ((raw, _),) = answers_to(SUPPLY, AT, (own,))
    content = own.answer()
    assert raw.offset is not None
    assert content[raw.offset : raw.offset + 64].decode() == word(5)


def test_answer_to_another_question_is_not_it() -> None:
    elsewhere = called(SUPPLY, 5)
    asked = json.loads(elsewhere.question())
    assert not found(SUPPLY, called(BalanceOf(TOKEN, OTHER), 5), called(TotalSupply(OTHER), 5))
    assert not found(SUPPLY, kept(asked, {}, path="/wallet/triggerconstantcontract"))
    assert not found(CodeHash(TOKEN), elsewhere)


def test_answer_that_cannot_be_read_is_told_without_a_value() -> None:
    asked = json.loads(called(SUPPLY, 5).question())
    refused = kept(asked, {"Error": "no"})
    torn = Recorded("a", "", CONSTANT_CALL, 1, 200, "", refused.question, 9, lambda: b"{")
    answers = list(answers_to(SUPPLY, AT, (refused, torn)))
    assert [(raw.hex, value, bool(raw.why)) for raw, value in answers] == [("", None, True)] * 2


def test_balance_of_coins_is_a_number_of_json() -> None:
    asked = account_body(OTHER)
    good = kept(asked, {"address": OTHER.local, "balance": 5}, path=ACCOUNT)
    other = kept(asked, {"address": TOKEN.local, "balance": 5}, path=ACCOUNT)
    elsewhere = kept(asked, {"address": OTHER.local, "balance": 5}, path="/wallet/getaccount")
    answers = list(answers_to(NativeBalance(OTHER), AT, (good, other, elsewhere)))
    assert [value for _, value in answers] == [5, None]
    assert "no word of hex" in answers[0][0].why
