"""Multicall3's calldata and answers, held against an ABI codec that is not ours."""

import pytest
from eth_abi.abi import encode

from stableaudit.adapters.evm.multicall3 import ADDRESS, calldata, tally_of
from stableaudit.adapters.evm.tally import Tally, UnfitTallyError
from tests.devnet.artifacts import encode_call, load

TOKEN = b"\xe8" * 20
NUMBER, TIME = (7).to_bytes(32), (9).to_bytes(32)


def _answer(*results: tuple[bool, bytes]) -> bytes:
    return encode(["(bool,bytes)[]"], [[(True, NUMBER), (True, TIME), *results]])


@pytest.mark.parametrize("count", [0, 1, 3])
def test_calldata_is_what_the_abi_says(count: int) -> None:
    contract, gold = load("Multicall3Sim"), load("GoldDollarSim")
    holders = tuple(bytes([n + 1]) * 20 for n in range(count))
    calls = [
        (ADDRESS, True, encode_call(contract, "getBlockNumber")),
        (ADDRESS, True, encode_call(contract, "getCurrentBlockTimestamp")),
        *((TOKEN, True, encode_call(gold, "balanceOf", holder)) for holder in holders),
    ]
    assert calldata(TOKEN, holders) == encode_call(contract, "aggregate3", calls)


@pytest.mark.parametrize("count", [0, 1, 300])
def test_tally_of_balances_is_all_of_them(count: int) -> None:
    balances = tuple(2**256 - 1 - n for n in range(count))
    answer = _answer(*((True, balance.to_bytes(32)) for balance in balances))
    assert tally_of(answer, count) == Tally(7, 9, balances)


@pytest.mark.parametrize(
    "odd", [(False, b""), (False, bytes(32)), (True, b""), (True, bytes(31)), (True, bytes(64))]
)
def test_tally_of_a_failed_call_ends_before_it(odd: tuple[bool, bytes]) -> None:
    answer = _answer((True, bytes(32)), odd, (True, bytes(32)))
    assert tally_of(answer, 3) == Tally(7, 9, (0,))


def test_tally_of_results_in_another_layout_is_the_same() -> None:
    """The ABI lets tails stand in any order, and be shared."""
    head = [(32).to_bytes(32), (4).to_bytes(32)]
    tails = [(1).to_bytes(32), (64).to_bytes(32), (32).to_bytes(32)]
    offsets = [4 * 32 + 2 * 128, 4 * 32 + 128, 4 * 32, 4 * 32]
    words = [*head, *(offset.to_bytes(32) for offset in offsets)]
    for word in ((5).to_bytes(32), TIME, NUMBER):
        words += [*tails, word]
    assert tally_of(b"".join(words), 2) == Tally(7, 9, (5, 5))


@pytest.mark.parametrize("size", [0, 31, 32, 64, 160, 200, 512, 520, 543])
def test_tally_of_a_cut_answer_is_unfit(size: int) -> None:
    answer = _answer((True, bytes(32)))
    with pytest.raises(UnfitTallyError, match=f"{size} bytes"):
        tally_of(answer[:size], 1)


@pytest.mark.parametrize("asked", [0, 2])
def test_tally_of_another_number_of_results_is_unfit(asked: int) -> None:
    with pytest.raises(UnfitTallyError):
        tally_of(_answer((True, bytes(32))), asked)


@pytest.mark.parametrize("which", [0, 1])
def test_tally_without_number_or_time_is_unfit(which: int) -> None:
    results = [(True, NUMBER), (True, TIME)]
    results[which] = (False, b"")
    with pytest.raises(UnfitTallyError):
        tally_of(encode(["(bool,bytes)[]"], [results]), 0)


@pytest.mark.parametrize("place", [0, 1, 2])
def test_tally_with_an_endless_word_is_unfit(place: int) -> None:
    answer = bytearray(_answer((True, bytes(32))))
    answer[32 * place : 32 * place + 32] = b"\xff" * 32
    with pytest.raises(UnfitTallyError):
        tally_of(bytes(answer), 1)
