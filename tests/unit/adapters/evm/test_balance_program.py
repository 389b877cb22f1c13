"""Our own program: its bytes, what it answers, and which answers cannot be its own."""

import pytest

from stableaudit.adapters.evm.balance_program import creation, given, runtime, tally_of
from stableaudit.adapters.evm.tally import Tally, UnfitTallyError
from tests.unit.adapters.evm.machine import Machine

TOKEN = b"\xe8" * 20
HOLDERS = tuple(bytes([n]) * 20 for n in (1, 2, 0xFF))

# The two programs differ by how they are given their input, and so by where their places are.
BODY = (
    "6370a0823160e01b600052"  # mstore(0x00, 0x70a08231 << 0xe0)
    "43604052"  # mstore(0x40, number)
    "42606052"  # mstore(0x60, timestamp)
    "6201000001"  # end = 0x10000 + size
    "62010014"  # next = 0x10014
    "60a0"  # out = 0xa0
    "5b"  # each:
    "8282101561{done}57"  # if not next < end: goto done
    "815160601c600452"  # mstore(0x04, mload(next) >> 0x60)
    "60208160246000"  # 32, out, 36, 0x00
    "620100005160601c5afa"  # staticcall(gas, mload(0x10000) >> 0x60, …)
    "3d602014161561{done}57"  # if not (success and returndatasize == 32): goto done
    "60200190601401" + "90"  # out += 32, next += 20
    "61{each}56"  # goto each
    "5b"  # done:
    "60a0810360051c608052"  # mstore(0x80, (out - 0xa0) >> 5)
    "604090036040f3"  # return(0x40, out - 0x40)
)


def _run(code: bytes, calldata: bytes, answers: dict[bytes, bytes | None]) -> bytes:
    def inner(to: bytes, data: bytes) -> bytes | None:
        assert (to, data[:16]) == (TOKEN, bytes.fromhex("70a08231") + bytes(12))
        return answers[data[16:]]

    return Machine(code, calldata, 77, 1_790_000_000, inner).run()


def test_programs_are_these_bytes() -> None:
    assert runtime().hex() == "366000620100003736" + BODY.format(each="0027", done="005f")
    assert creation().hex() == "610076380380610076620100" + "0039" + BODY.format(
        each="002c", done="0064"
    )


@pytest.mark.parametrize("count", [0, 1, 2, 3])
def test_both_programs_answer_block_count_and_balances(count: int) -> None:
    answers: dict[bytes, bytes | None] = {
        holder: (2**256 - 1 - n).to_bytes(32) for n, holder in enumerate(HOLDERS)
    }
    tally = Tally(77, 1_790_000_000, tuple(2**256 - 1 - n for n in range(count)))
    what = given(TOKEN, HOLDERS[:count])
    assert tally_of(_run(runtime(), what, answers)) == tally
    assert tally_of(_run(creation() + what, b"", answers)) == tally


@pytest.mark.parametrize("odd", [None, b"", bytes(31), bytes(33), bytes(64)])
def test_programs_stop_at_a_holder_that_is_not_answered_with_a_word(odd: bytes | None) -> None:
    answers: dict[bytes, bytes | None] = dict.fromkeys(HOLDERS, (5).to_bytes(32))
    answers[HOLDERS[1]] = odd
    answer = _run(runtime(), given(TOKEN, HOLDERS), answers)
    assert tally_of(answer) == Tally(77, 1_790_000_000, (5,))


@pytest.mark.parametrize("size", [0, 31, 32, 64, 95, 97, 127, 128])
def test_tally_of_other_bytes_is_unfit(size: int) -> None:
    with pytest.raises(UnfitTallyError, match=f"{size} bytes"):
        tally_of(bytes(size))


def test_given_an_address_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="20 bytes"):
        given(TOKEN, (bytes(19),))
