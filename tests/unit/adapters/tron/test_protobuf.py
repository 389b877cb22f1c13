"""Against the examples of the protobuf encoding guide."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stableaudit.adapters.tron import protobuf

_FIELDS = st.lists(
    st.tuples(
        st.integers(1, 1 << 20),
        st.integers(1, (1 << 63) - 1) | st.binary(min_size=1, max_size=300),
    ),
    max_size=8,
)


def test_encode_the_guides_examples_gives_the_guides_bytes() -> None:
    assert bytes.fromhex("0896011207" + b"testing".hex()) == protobuf.encode(
        ((1, 150), (2, b"testing"))
    )


def test_encode_defaults_are_left_out() -> None:
    assert protobuf.encode(((1, 0), (2, b""))) == b""


def test_encode_a_negative_number_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        protobuf.encode(((1, -1),))


@settings(deadline=None)
@given(_FIELDS)
def test_decode_what_was_encoded_gives_the_same_fields(
    fields: list[tuple[int, int | bytes]],
) -> None:
    assert tuple(fields) == protobuf.decode(protobuf.encode(fields))


@pytest.mark.parametrize(
    ("message", "problem"),
    [
        ("08", "varint"),
        ("0880", "varint"),
        ("08" + "80" * 10 + "01", "varint"),
        ("120474", "beyond"),
        ("0d00000000", "wire type 5"),
    ],
)
def test_decode_a_broken_message_is_refused(message: str, problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        protobuf.decode(bytes.fromhex(message))


def test_only_a_missing_field_reads_as_its_default() -> None:
    assert (protobuf.only_bytes((), 1), protobuf.only_number((), 1)) == (b"", 0)


def test_only_a_field_that_stands_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="stands 2 times"):
        protobuf.only_number(((8, 1), (8, 2)), 8)


def test_only_a_field_of_the_other_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="no integer"):
        protobuf.only_number(((8, b"x"),), 8)
    with pytest.raises(ValueError, match="no byte string"):
        protobuf.only_bytes(((8, 1),), 8)


def test_decode_of_more_fields_than_any_message_has_is_refused() -> None:
    assert len(protobuf.decode(b"\x08\x01" * 10_000)) == 10_000
    with pytest.raises(ValueError, match="more than 10000 fields"):
        protobuf.decode(b"\x08\x01" * 10_001)


def test_encode_each_writes_empty_values_too() -> None:
    assert protobuf.encode_each(2, (b"", b"\x01")) == b"\x12\x00\x12\x01\x01"
