import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.devnet.tron import protobuf
from tests.devnet.tron.addresses import AddressError, account, from_base58, from_hex, to_base58
from tests.devnet.tron.merkle import EMPTY_ROOT, merkle_root
from tests.devnet.tron.messages import decode, encode
from tests.devnet.tron.protobuf import ProtobufError
from tests.devnet.tron.signing import key_address, recover, sign


@given(st.integers(min_value=-(2**63), max_value=2**63 - 1).filter(bool))
def test_integer_any_int64_is_read_back(value: int) -> None:
    ((number, read),) = protobuf.fields(protobuf.integer(3, value))
    assert isinstance(read, int)
    assert (number, protobuf.signed(read)) == (3, value)


@given(st.binary(max_size=300))
def test_delimited_any_bytes_are_read_back(content: bytes) -> None:
    assert list(protobuf.fields(protobuf.delimited(11, content))) == [(11, content)]


def test_varint_three_hundred_is_the_example_of_the_specification() -> None:
    assert protobuf.varint(300) == bytes.fromhex("ac02")


def test_integer_zero_is_left_out() -> None:
    assert protobuf.integer(1, 0) == b""


@pytest.mark.parametrize("bad", ["0a05aabb", "08", "0d00000000", "08ffffffffffffffffffff01"])
def test_fields_malformed_bytes_are_refused(bad: str) -> None:
    with pytest.raises(ProtobufError):
        list(protobuf.fields(bytes.fromhex(bad)))


def test_encode_unknown_field_is_refused() -> None:
    with pytest.raises(ProtobufError, match="nonsense"):
        encode("Key", {"nonsense": 1})


def test_decode_unknown_field_is_refused() -> None:
    with pytest.raises(ProtobufError, match="99"):
        decode("Key", protobuf.integer(99, 1))


def test_merkle_root_nothing_is_zeros() -> None:
    assert merkle_root([]) == EMPTY_ROOT


def test_merkle_root_odd_last_leaf_is_carried_up_unhashed() -> None:
    a, b, c = (bytes([each]) * 32 for each in (1, 2, 3))
    assert merkle_root([a, b, c]) == merkle_root([merkle_root([a, b]), c])
    assert merkle_root([c]) == c


def test_address_zero_has_its_known_spelling() -> None:
    assert to_base58(bytes.fromhex("41" + "00" * 20)) == "T9yD14Nj9j7xAB4dbGeiX9h8unkKHxuWwb"


@pytest.mark.parametrize(
    "text", ["Tnope", "", "T9yD14Nj9j7xAB4dbGeiX9h8unkKHxuWwc", "TZJozAg1", "0OIl"]
)
def test_from_base58_no_address_is_refused(text: str) -> None:
    with pytest.raises(AddressError):
        from_base58(text)


def test_from_hex_first_byte_other_than_41_is_refused() -> None:
    with pytest.raises(AddressError):
        from_hex("42" + "00" * 20)
    with pytest.raises(AddressError):
        account(bytes(20))


def test_sign_digest_recovers_to_the_key() -> None:
    assert recover(b"\x07" * 32, sign(9, b"\x07" * 32)) == key_address(9)


def test_recover_changed_digest_is_another_account() -> None:
    assert recover(b"\x08" * 32, sign(9, b"\x07" * 32)) != key_address(9)
