import pytest
from eth_abi.abi import encode
from eth_utils.crypto import keccak
from hypothesis import given
from hypothesis import strategies as st

from stableaudit.adapters.evm.decode import OtherRoundError, value_in, value_of
from stableaudit.adapters.evm.unfit import UnfitError
from stableaudit.domain import questions as ask
from stableaudit.domain.control_questions import Code, CodeOf, Getter, StorageWord
from stableaudit.domain.identifiers import AccountId
from stableaudit.domain.questions import Question, Round
from stableaudit.domain.untrusted import Untrusted
from tests.fakes.chain_reader import ETHEREUM

TOKEN = AccountId(ETHEREUM, bytes(20))
SUPPLY, DECIMALS, NAME, CODE = (
    ask.TotalSupply(TOKEN),
    ask.Decimals(TOKEN),
    ask.Name(TOKEN),
    ask.CodeHash(TOKEN),
)
LATEST = ask.LatestRound(TOKEN)
ALL: tuple[Question[object], ...] = (
    SUPPLY, DECIMALS, NAME, CODE, LATEST, ask.Symbol(TOKEN), ask.BalanceOf(TOKEN, TOKEN),
    ask.FeedDecimals(TOKEN), ask.FeedDescription(TOKEN), ask.RoundData(TOKEN, 7),
)  # fmt: skip
ROUND_TYPES = ("uint80", "int256", "uint256", "uint256", "uint80")


@given(st.integers(0, 2**256 - 1))
def test_value_of_an_integer_is_exact(number: int) -> None:
    assert value_of(SUPPLY, number.to_bytes(32)) == number


@pytest.mark.parametrize("size", [1, 31, 33, 64])
def test_value_of_an_integer_of_another_size_is_refused(size: int) -> None:
    with pytest.raises(UnfitError, match=f"{size} bytes instead of the 32"):
        value_of(SUPPLY, bytes(size))


@pytest.mark.parametrize("question", ALL, ids=lambda q: type(q).__name__)
def test_value_of_nothing_says_no_code_or_function(question: Question[object]) -> None:
    with pytest.raises(UnfitError, match="no code, or no such function, at that block"):
        value_of(question, b"")


def test_value_of_decimals_ends_at_255() -> None:
    assert value_of(DECIMALS, (255).to_bytes(32)) == 255
    with pytest.raises(UnfitError, match="more decimals than the 255"):
        value_of(DECIMALS, (256).to_bytes(32))


@given(st.text(max_size=300))
def test_value_of_a_string_is_its_text(text: str) -> None:
    assert value_of(NAME, encode(["string"], [text])) == Untrusted(text)


@pytest.mark.parametrize(
    ("answer", "text"),
    [
        (b"DAI".ljust(32, b"\0"), "DAI"),
        (bytes(32), ""),
        (b"x" * 32, "x" * 32),
        (b"\xff\x00\xfe".ljust(32, b"\0"), "\\xff\0\\xfe"),
        (encode(["string"], [""]), ""),
        (encode(["bytes"], [b"\xf0\x28\x8c"]), "\\xf0(\\x8c"),
        (encode(["string"], ["x" * 10_240]), "x" * 10_240),
        (encode(["string"], ["\x1b[2J\u202e"]), "\x1b[2J\u202e"),
    ],
    ids=["bytes32", "empty32", "full32", "bad32", "empty", "bad-utf8", "10kB", "hostile"],
)
def test_value_of_a_text_of_any_kind_is_untrusted(answer: bytes, text: str) -> None:
    assert value_of(NAME, answer) == Untrusted(text)


@pytest.mark.parametrize(
    "answer",
    [
        b"x",
        bytes(33),
        bytes(64),
        (2**255).to_bytes(32) + bytes(32),
        (32).to_bytes(32) + (2**255).to_bytes(32),
        (32).to_bytes(32) + (2**40).to_bytes(32),
        (32).to_bytes(32) + (3).to_bytes(32) + b"ab",
    ],
    ids=["one", "33", "zeros", "offset", "length", "terabyte", "short"],
)
def test_value_of_a_text_that_is_none_is_refused(answer: bytes) -> None:
    with pytest.raises(UnfitError, match="no text of a contract"):
        value_of(NAME, answer)


def test_value_of_code_is_its_hash() -> None:
    assert value_of(CODE, b"\x60\x00") == "0x" + keccak(b"\x60\x00").hex()


@pytest.mark.parametrize("size", [1, 31, 33, 5000])
def test_value_of_a_getter_is_the_bytes_as_they_came(size: int) -> None:
    answer = value_in("0x" + "fe" * size, Getter(TOKEN, "getOwners()"))
    assert answer == b"\xfe" * size


def test_value_of_a_getter_that_answers_nothing_is_refused() -> None:
    with pytest.raises(UnfitError, match="no code, or no such function, at that block"):
        value_in("0x", Getter(TOKEN, "getOwners()"))


@pytest.mark.parametrize("code", [b"", b"\xef\x01\x00" + bytes(20), b"\x60" * 64])
def test_value_of_short_code_is_the_code_with_its_hash_none_included(code: bytes) -> None:
    assert value_in("0x" + code.hex(), CodeOf(TOKEN)) == Code(
        len(code), "0x" + keccak(code).hex(), code
    )


def test_value_of_long_code_is_its_size_and_hash() -> None:
    code = b"\x60" * 65
    assert value_in("0x" + code.hex(), CodeOf(TOKEN)) == Code(65, "0x" + keccak(code).hex(), b"")


ROUND = (7, -5, 1_790_000_000, 1_790_000_010, 7)


def test_value_of_a_round_has_its_signed_answer() -> None:
    expected = Round(7, -5, 1_790_000_000, 1_790_000_010)
    assert value_of(LATEST, encode(ROUND_TYPES, ROUND)) == expected
    assert value_of(ask.RoundData(TOKEN, 7), encode(ROUND_TYPES, ROUND)) == expected


def test_value_of_another_round_than_asked_is_refused() -> None:
    with pytest.raises(OtherRoundError, match="round 7 instead of 8"):
        value_of(ask.RoundData(TOKEN, 8), encode(ROUND_TYPES, ROUND))


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (encode(ROUND_TYPES, (7, 5, 1, 0, 7)), "never answered"),
        (encode(ROUND_TYPES, (7, 5, 1, 2**256 - 1, 7)), "after the year 9999"),
        (encode(ROUND_TYPES, (7, 5, 2**200, 1, 7)), "after the year 9999"),
        (encode(ROUND_TYPES, ROUND)[:-1], "159 bytes instead of the 160"),
        (encode(ROUND_TYPES, ROUND) + b"\0", "161 bytes instead of the 160"),
        ((2**80).to_bytes(32) + encode(ROUND_TYPES, ROUND)[32:], "five words that are no round"),
    ],
    ids=["gap", "late", "late-start", "short", "long", "uint80"],
)
def test_value_of_an_impossible_round_is_refused(answer: bytes, why: str) -> None:
    with pytest.raises(UnfitError, match=why):
        value_of(LATEST, answer)


@given(
    st.sampled_from(ALL),
    st.binary(max_size=400) | st.binary(min_size=160, max_size=160),
)
def test_value_of_any_bytes_is_accepted_by_the_question_or_refused(
    question: Question[object], answer: bytes
) -> None:
    try:
        value = value_of(question, answer)
    except UnfitError:
        return
    question.accept(value)


NUMBERS: tuple[Question[object], ...] = (ask.NativeBalance(TOKEN), StorageWord(TOKEN, 0))


@pytest.mark.parametrize("question", NUMBERS)
@pytest.mark.parametrize(("answer", "number"), [("0x0", 0), ("0x" + "f" * 64, 2**256 - 1)])
def test_value_in_an_answer_about_coins_or_storage_is_a_quantity(
    question: Question[object], answer: str, number: int
) -> None:
    assert value_in(answer, question) == number


@pytest.mark.parametrize("question", NUMBERS)
@pytest.mark.parametrize("answer", ["0x", "0x" + "f" * 65, "-0x1", "12", 7, None, True])
def test_value_in_an_answer_about_coins_or_storage_that_is_no_quantity_is_refused(
    question: Question[object], answer: object
) -> None:
    with pytest.raises(ValueError, match="is not 0x and 1 to 64 hex digits"):
        value_in(answer, question)


def test_value_in_any_other_answer_is_that_of_its_bytes() -> None:
    assert value_in("0x" + "00" * 31 + "07", SUPPLY) == 7
