"""Each question accepts its own kind of answer and refuses any other."""

from dataclasses import replace

import pytest

from stableaudit.domain.blocks import BlockStamp
from stableaudit.domain.errors import InconsistentError, PinnedStateError, UndecodableError
from stableaudit.domain.identifiers import AccountId, ChainId
from stableaudit.domain.questions import (
    Answers,
    BalanceOf,
    CodeHash,
    Decimals,
    FeedDecimals,
    FeedDescription,
    LatestRound,
    Name,
    NativeBalance,
    Question,
    Round,
    RoundData,
    Symbol,
    TotalSupply,
)
from stableaudit.domain.readings import SINGLE, Pin, Reading, Source
from stableaudit.domain.untrusted import Untrusted

ETHEREUM = ChainId("eip155", "1")
TOKEN = AccountId(ETHEREUM, bytes(19) + b"\x01")
HOLDER = AccountId(ETHEREUM, bytes(19) + b"\x02")
BLOCK = BlockStamp(ETHEREUM, 7, "0x" + "ab" * 32, 1_764_374_399)
ROUND = Round(round_id=(5 << 64) | 42, answer=416_347_500_000, started_at=1, updated_at=2)
HASH = "0x" + "0f" * 32

COUNTS: list[Question[int]] = [
    TotalSupply(TOKEN),
    Decimals(TOKEN),
    BalanceOf(TOKEN, HOLDER),
    FeedDecimals(TOKEN),
    NativeBalance(HOLDER),
]
TEXTS: list[Question[Untrusted]] = [Name(TOKEN), Symbol(TOKEN), FeedDescription(TOKEN)]
ROUNDS: list[Question[Round]] = [LatestRound(TOKEN), RoundData(TOKEN, ROUND.round_id)]


@pytest.mark.parametrize(
    ("question", "label"),
    [
        (TotalSupply(TOKEN), "totalSupply()"),
        (Decimals(TOKEN), "decimals()"),
        (Name(TOKEN), "name()"),
        (Symbol(TOKEN), "symbol()"),
        (BalanceOf(TOKEN, HOLDER), f"balanceOf({HOLDER.local})"),
        (NativeBalance(HOLDER), "the coins"),
        (CodeHash(TOKEN), "the hash of its code"),
        (FeedDecimals(TOKEN), "decimals()"),
        (FeedDescription(TOKEN), "description()"),
        (LatestRound(TOKEN), "latestRoundData()"),
        (RoundData(TOKEN, 9), "getRoundData(9)"),
    ],
)
def test_label_of_a_question_is_the_call(question: Question[object], label: str) -> None:
    assert question.label == label


@pytest.mark.parametrize("question", COUNTS)
@pytest.mark.parametrize("answer", [0, 1, 2**256 - 1])
def test_count_accepts_every_uint256(question: Question[int], answer: int) -> None:
    assert question.accept(answer) == answer


@pytest.mark.parametrize("question", COUNTS)
@pytest.mark.parametrize(
    "answer", [-1, 2**256, True, False, None, "7", 7.0, b"\x07", Untrusted("")]
)
def test_count_of_any_other_kind_is_refused(question: Question[int], answer: object) -> None:
    with pytest.raises(UndecodableError, match="not an integer of 256 bits"):
        question.accept(answer)


@pytest.mark.parametrize("question", TEXTS)
def test_text_is_accepted_only_as_untrusted(question: Question[Untrusted]) -> None:
    assert question.accept(Untrusted("USDKG")) == Untrusted("USDKG")
    with pytest.raises(UndecodableError, match="is a str, not an untrusted text"):
        question.accept("USDKG")


@pytest.mark.parametrize("question", ROUNDS)
def test_round_is_accepted_only_as_a_round(question: Question[Round]) -> None:
    assert question.accept(ROUND) == ROUND
    with pytest.raises(UndecodableError, match=r"is a tuple, not (a )?round"):
        question.accept((ROUND.round_id, ROUND.answer))


def test_round_of_another_id_answers_another_question() -> None:
    question = RoundData(TOKEN, ROUND.round_id)
    with pytest.raises(UndecodableError, match=f"not round {ROUND.round_id}"):
        question.accept(replace(ROUND, round_id=ROUND.round_id + 1))


def test_code_hash_accepts_32_bytes_of_lower_case_hex() -> None:
    assert CodeHash(TOKEN).accept(HASH) == HASH


@pytest.mark.parametrize("answer", [HASH[:-1], HASH + "0", HASH.upper(), HASH[2:], "0x", b"", None])
def test_code_hash_of_any_other_kind_is_refused(answer: object) -> None:
    with pytest.raises(UndecodableError, match="not a 32-byte hash"):
        CodeHash(TOKEN).accept(answer)


def test_refusal_names_question_and_contract() -> None:
    with pytest.raises(UndecodableError) as refused:
        TotalSupply(TOKEN).accept(None)
    assert str(refused.value) == (
        f"asked the chain reader for totalSupply() of {TOKEN}: "
        "the decoded answer is a NoneType, not an integer of 256 bits"
    )


def test_phase_of_a_round_is_its_upper_part() -> None:
    assert ROUND.phase == 5


def test_questions_of_one_call_to_two_kinds_of_contract_are_two_questions() -> None:
    asked: set[Question[object]] = {Decimals(TOKEN), FeedDecimals(TOKEN), TotalSupply(TOKEN)}
    assert len(asked) == 3


def test_reading_of_an_answered_question_is_whole() -> None:
    reading = _reading(10**12)
    assert Answers({TotalSupply(TOKEN): reading}).reading(TotalSupply(TOKEN)) == reading


def test_reading_of_a_failed_question_raises_its_error() -> None:
    error = PinnedStateError("pruned", asked="totalSupply()", whom="operator-a")
    with pytest.raises(PinnedStateError) as raised:
        Answers({TotalSupply(TOKEN): error}).reading(TotalSupply(TOKEN))
    assert raised.value is error


def test_reading_of_a_question_left_out_is_inconsistent_and_not_zero() -> None:
    with pytest.raises(InconsistentError, match="came back without an answer to it"):
        Answers({Decimals(TOKEN): _reading(6)}).reading(TotalSupply(TOKEN))


def test_reading_of_an_answer_to_another_kind_of_question_is_refused() -> None:
    with pytest.raises(UndecodableError, match="is a str, not an integer"):
        Answers({TotalSupply(TOKEN): _reading("1000000")}).reading(TotalSupply(TOKEN))


def _reading(value: object) -> Reading[object]:
    source = Source("operator-a", "https://rpc.example", "eth_call totalSupply()")
    return Reading(value, BLOCK, BLOCK, Pin.EXACT, SINGLE, (source,))
