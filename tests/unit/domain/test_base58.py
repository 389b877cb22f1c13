"""Base58Check of TRON addresses: real ones come through, a wrong digit or length never does.

The addresses and their bytes are of live contracts and of the genesis block, each of which a public
source gives in both spellings; USDT's was also decoded by two other libraries.
"""

import pytest

from stableaudit.domain import base58

REAL = {
    "TXZo12qvnEVKvU2zbfuQeMXKusWyxonwEG": "41ece52a618c1bc3e8a9ef5ca24eb71f414e606137",  # USDKG
    "TEmt2RaL2w6x51Lkx75hsDpBv63aPYA8jd": "4134b4366c5cc069cfe45b173fe0ccfff36e934fd5",  # its owner
    "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t": "41a614f803b6fd780986a42c78ec9c7f77e6ded13c",  # USDT
    "TLeVfrdym8RoJreJ23dAGyfJDygRtiWKBZ": "41751f6515e355dc49474a8565a1234bf3424b9fe4",  # A7A5
    "TLsV52sRDL79HXGGm9yzwKibb6BeruhUzy": "4177944d19c052b73ee2286823aa83f8138cb7032f",  # Blackhole
    "T9yD14Nj9j7xAB4dbGeiX9h8unkKHxuWwb": "41" + 20 * "00",  # the zero address
    "T9yD14Nj9j7xAB4dbGeiX9h8upfCg3PBbY": "41" + 18 * "00" + "dead",
}
USDKG = "TXZo12qvnEVKvU2zbfuQeMXKusWyxonwEG"


@pytest.mark.parametrize(("text", "payload"), REAL.items())
def test_decode_of_a_real_address_gives_its_bytes(text: str, payload: str) -> None:
    assert base58.decode(text, payload_bytes=21) == bytes.fromhex(payload)


@pytest.mark.parametrize(("text", "payload"), REAL.items())
def test_encode_of_real_bytes_gives_the_address(text: str, payload: str) -> None:
    assert base58.encode(bytes.fromhex(payload)) == text


def test_decode_of_an_address_seen_in_the_wild_with_a_bad_checksum_is_refused() -> None:
    """A page of another issuer's shows this text as a contract; it is none."""
    with pytest.raises(ValueError, match="checksum does not match"):
        base58.decode("TGBc4qWKhBHEf7vKNVz8cpjBXCxrMhVHMN", payload_bytes=21)


def test_decode_with_two_digits_swapped_is_refused() -> None:
    swapped = USDKG[:5] + USDKG[6] + USDKG[5] + USDKG[7:]
    with pytest.raises(ValueError, match="checksum does not match"):
        base58.decode(swapped, payload_bytes=21)


@pytest.mark.parametrize("character", ["0", "O", "I", "l", " ", "\n", "é", "\u0422"])
def test_decode_of_a_digit_outside_the_alphabet_is_refused(character: str) -> None:
    with pytest.raises(ValueError, match="is no base58 digit"):
        base58.decode(USDKG[:-1] + character, payload_bytes=21)


def test_decode_of_one_digit_too_many_is_refused() -> None:
    with pytest.raises(ValueError, match="too long"):
        base58.decode(USDKG + "z", payload_bytes=21)


@pytest.mark.parametrize("text", ["", "T", USDKG[:-1], "1" + USDKG, "11" + USDKG])
def test_decode_of_another_length_is_refused(text: str) -> None:
    """A leading 1 is a zero byte: the number stays the same and the text is another."""
    with pytest.raises(ValueError, match="checksum does not match"):
        base58.decode(text, payload_bytes=21)


def test_decode_of_the_empty_payload_is_its_checksum_alone() -> None:
    assert base58.decode(base58.encode(b""), payload_bytes=0) == b""


def test_leading_zero_bytes_become_leading_ones_and_back() -> None:
    payload = bytes(3) + b"\x07"
    text = base58.encode(payload)
    assert text.startswith("111")
    assert not text.startswith("1111")
    assert base58.decode(text, payload_bytes=4) == payload
