"""Raw answers of an EVM endpoint, found by the question that they answer."""

import json
from collections.abc import Sequence

from stableaudit.adapters.evm.calls import call_of
from stableaudit.adapters.evm.multicall3 import calldata
from stableaudit.adapters.evm.raw_answers import answers_to, balance_in_many
from stableaudit.adapters.transport.journal import canonical
from stableaudit.adapters.transport.recorded import Recorded
from stableaudit.domain.identifiers import AccountId
from stableaudit.domain.questions import BalanceOf, Decimals, Question, RoundData, TotalSupply
from tests.fakes.chain_reader import ETHEREUM, stamp

TOKEN = AccountId(ETHEREUM, bytes([7]) * 20)
HOLDER = AccountId(ETHEREUM, bytes([0xA1]) * 20)
AT = stamp(900)
SUPPLY = TotalSupply(TOKEN)


def body(*questions: Question[object], at: str = AT.hash) -> str:
    block = {"blockHash": at, "requireCanonical": True}
    calls = [
        {"jsonrpc": "2.0", "id": n, "method": call.method, "params": [*call.params, block]}
        for n, call in enumerate((call_of(one) for one in questions), start=1)
    ]
    return canonical(json.dumps(calls if len(calls) > 1 else calls[0]).encode())


def kept(question: str, answer: object) -> Recorded:
    content = json.dumps(answer).encode()
    return Recorded(
        "a", "http://a", "", 1, 200, "ab" * 32, lambda: question, len(question), lambda: content
    )


def results(*words: object) -> object:
    answers = [{"id": number, "result": word} for number, word in enumerate(words, start=3)]
    return answers if len(answers) > 1 else answers[0]


def word(number: int) -> str:
    return f"0x{number:064x}"


def found(question: Question[object], *some: Recorded) -> Sequence[tuple[str, object]]:
    return [(raw.hex, value) for raw, value in answers_to(question, AT, some)]


def test_answer_to_one_call_of_a_batch_is_found_by_its_place() -> None:
    one = kept(body(Decimals(TOKEN), SUPPLY), results(word(6), word(5)))
    assert found(SUPPLY, one) == [(word(5), 5)]
    ((raw, _),) = answers_to(SUPPLY, AT, (one,))
    assert (raw.call, raw.calls) == (2, 2)


def test_answer_to_another_call_contract_or_block_is_not_it() -> None:
    other = AccountId(ETHEREUM, bytes([8]) * 20)
    assert not found(
        SUPPLY,
        kept(body(Decimals(TOKEN)), results(word(6))),
        kept(body(TotalSupply(other)), results(word(6))),
        kept(body(SUPPLY, at=stamp(899).hash), results(word(6))),
        kept(f"no JSON {TOKEN.local} {AT.hash}", results(word(6))),
        kept(f'[7,{{"method":"eth_call","params":["{TOKEN.local}","{AT.hash}"]}}]', ()),
    )


def test_answer_that_cannot_be_read_is_told_without_a_value() -> None:
    lost = kept(body(Decimals(TOKEN), SUPPLY), [{"id": 3, "result": word(6)}])
    refused = kept(body(SUPPLY), {"id": 3, "error": {"code": 1, "message": "no"}})
    odd = kept(body(SUPPLY), [7])
    short = kept(body(SUPPLY), results("0x05"))
    answers = list(answers_to(SUPPLY, AT, (lost, refused, odd, short)))
    assert [(raw.hex, value) for raw, value in answers] == [("", None)] * 4
    assert all(raw.why for raw, _ in answers)


def test_question_that_no_call_asks_has_no_answer() -> None:
    assert not found(RoundData(TOKEN, 1 << 90), kept(body(SUPPLY), results(word(5))))


def test_balance_is_found_in_a_call_of_many_by_its_holder_and_number() -> None:
    data = "0x" + calldata(TOKEN.address, (HOLDER.address, bytes(20))).hex()
    call = {"method": "eth_call", "params": [{"data": data}, {"blockHash": AT.hash}]}
    many = kept(json.dumps(call), results(word(1) + f"{9:064x}"))
    (raw,) = balance_in_many(TOKEN, HOLDER, 9, (many,))
    assert raw.hex == f"{9:064x}"
    stranger = AccountId(ETHEREUM, bytes([0xA2]) * 20)
    assert not list(balance_in_many(TOKEN, stranger, 9, (many,)))
    assert not found(BalanceOf(TOKEN, HOLDER), many)
