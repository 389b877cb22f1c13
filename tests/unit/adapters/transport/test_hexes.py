import pytest
from hypothesis import given
from hypothesis import strategies as st

from stableaudit.adapters.transport.hexes import hex_to_bytes, hex_to_hash, hex_to_int

HOSTILE = ["", "0x", "-0x1", "0x-1", "+0x1", "0X1", " 0x1", "0x1\n", "0x 1", "0x1_0", "12", "0xg"]
FOREIGN: list[object] = [None, 1, 1.5, True, [], {}, "٣", "0x٣"]


@given(st.integers(0, 2**256 - 1))
def test_hex_to_int_any_unsigned_256_bit_number_is_read(number: int) -> None:
    assert hex_to_int(hex(number)) == number
    assert hex_to_int(f"0x{number:064X}") == number


@pytest.mark.parametrize("value", [*HOSTILE, *FOREIGN, "0x" + "1" * 65, "0x" + "1" * 500])
def test_hex_to_int_anything_else_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match="is not 0x and 1 to 64 hex digits"):
        hex_to_int(value)


@given(st.binary(max_size=200))
def test_hex_to_bytes_any_bytes_are_read(data: bytes) -> None:
    assert hex_to_bytes("0x" + data.hex()) == data
    assert hex_to_bytes("0x" + data.hex().upper()) == data


@pytest.mark.parametrize("value", [v for v in HOSTILE if v != "0x"] + FOREIGN + ["0x123"])
def test_hex_to_bytes_anything_else_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match="is not 0x and pairs of hex digits"):
        hex_to_bytes(value)


def test_hex_to_hash_is_lower_case() -> None:
    assert hex_to_hash("0x" + "aB" * 32) == "0x" + "ab" * 32


@pytest.mark.parametrize("value", [*HOSTILE, *FOREIGN, "0x" + "a" * 63, "0x" + "a" * 65])
def test_hex_to_hash_anything_else_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match="is not 0x and 64 hex digits"):
        hex_to_hash(value)


def test_refusal_shows_foreign_text_escaped_and_cut() -> None:
    with pytest.raises(ValueError, match=r"^'\\u001b\[2J") as caught:
        hex_to_int("\x1b[2J" + "x" * 100_000)
    assert len(str(caught.value)) < 400
