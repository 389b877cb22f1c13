import pytest

from stableaudit.adapters.tron.codec import call_for, decode, keccak256
from stableaudit.adapters.tron.errors import Inquiry
from stableaudit.domain.errors import UndecodableError
from stableaudit.domain.instants import LAST_INSTANT
from stableaudit.domain.questions import (
    BalanceOf,
    CodeHash,
    Decimals,
    FeedDecimals,
    FeedDescription,
    LatestRound,
    Name,
    Question,
    Round,
    RoundData,
    Symbol,
    TotalSupply,
)
from stableaudit.domain.untrusted import Untrusted
from tests.unit.adapters.tron.played import OTHER, TOKEN, word

_INQUIRY = Inquiry("a question", "tester (http://127.0.0.1)")
_XAU = word(32) + word(9) + (b"XAU / USD" + bytes(23)).hex()
_ROUND = word(5) + word(407_312_000_000) + word(1000) + word(1003) + word(5)


@pytest.mark.parametrize(
    ("question", "data"),
    [
        # Selectors as a node echoed them (recorded), and of Chainlink's interface.
        (TotalSupply(TOKEN), "18160ddd"),
        (Decimals(TOKEN), "313ce567"),
        (Name(TOKEN), "06fdde03"),
        (Symbol(TOKEN), "95d89b41"),
        (BalanceOf(TOKEN, OTHER), "70a08231" + "00" * 12 + OTHER.address.hex()),
        (FeedDecimals(TOKEN), "313ce567"),
        (FeedDescription(TOKEN), "7284e416"),
        (LatestRound(TOKEN), "feaf968c"),
        (RoundData(TOKEN, 258), "9a6fc8f5" + word(258)),
    ],
)
def test_call_each_question_has_its_call_data(question: Question[object], data: str) -> None:
    assert data == call_for(question, _INQUIRY).data.hex()


def test_call_for_a_code_hash_is_refused() -> None:
    with pytest.raises(UndecodableError, match="no function"):
        call_for(CodeHash(TOKEN), _INQUIRY)


def test_call_a_round_beyond_80_bits_is_refused() -> None:
    with pytest.raises(UndecodableError):
        call_for(RoundData(TOKEN, 1 << 80), _INQUIRY)


@pytest.mark.parametrize(
    ("question", "answer", "value"),
    [
        (TotalSupply(TOKEN), "ff" * 32, (1 << 256) - 1),
        (BalanceOf(TOKEN, OTHER), word(7), 7),
        (FeedDescription(TOKEN), _XAU, Untrusted("XAU / USD")),
        (LatestRound(TOKEN), _ROUND, Round(5, 407_312_000_000, 1000, 1003)),
        (RoundData(TOKEN, 5), _ROUND, Round(5, 407_312_000_000, 1000, 1003)),
        (LatestRound(TOKEN), word(5) + "ff" * 32 + word(1) * 2 + word(5), Round(5, -1, 1, 1)),
    ],
)
def test_decode_an_answer_becomes_its_value(
    question: Question[object], answer: str, value: object
) -> None:
    call = call_for(question, _INQUIRY)
    assert value == decode(bytes.fromhex(answer), call, _INQUIRY)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        (TotalSupply(TOKEN), ""),
        (TotalSupply(TOKEN), "00" * 31),
        (TotalSupply(TOKEN), "00" * 33),
        (TotalSupply(TOKEN), word(1) * 2),
        (Name(TOKEN), ""),
        (Name(TOKEN), word(1)),
        (Name(TOKEN), word(32)),
        (Name(TOKEN), word(32) + word(1 << 200)),
        (Name(TOKEN), word(32) + word(2) + (b"\xff\xfe" + bytes(30)).hex()),
        (LatestRound(TOKEN), word(5) * 4),
        (LatestRound(TOKEN), "ff" * 32 + word(5) * 4),
        (LatestRound(TOKEN), word(0) * 5),
        (RoundData(TOKEN, 4), _ROUND),
    ],
)
def test_decode_bytes_that_do_not_answer_are_undecodable(
    question: Question[object], answer: str
) -> None:
    call = call_for(question, _INQUIRY)
    with pytest.raises(UndecodableError):
        decode(bytes.fromhex(answer), call, _INQUIRY)


@pytest.mark.parametrize("late", [LAST_INSTANT + 1, (1 << 256) - 1])
@pytest.mark.parametrize("place", [2, 3], ids=["started", "updated"])
def test_decode_a_round_after_the_year_9999_is_undecodable(late: int, place: int) -> None:
    words = [5, 7, LAST_INSTANT, LAST_INSTANT, 5]
    call = call_for(LatestRound(TOKEN), _INQUIRY)
    good = decode(bytes.fromhex("".join(map(word, words))), call, _INQUIRY)
    assert good == Round(5, 7, LAST_INSTANT, LAST_INSTANT)
    words[place] = late
    with pytest.raises(UndecodableError, match="after the year 9999"):
        decode(bytes.fromhex("".join(map(word, words))), call, _INQUIRY)


def test_keccak_of_nothing_is_the_known_digest() -> None:
    expected = "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470"
    assert expected == keccak256(b"").hex()
