"""Fields are read exactly, or the error names the one that is not there."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stableaudit.adapters.signing.wire import MalformedError, Reader, string, uint32


@given(st.lists(st.binary(max_size=40), max_size=8))
def test_reader_gives_back_every_string_that_was_written(fields: list[bytes]) -> None:
    reader = Reader(b"".join(string(field) for field in fields))
    assert [reader.string("field") for _ in fields] == fields
    reader.end()


def test_reader_of_a_length_beyond_the_end_names_the_field() -> None:
    with pytest.raises(MalformedError, match=r"^it ends within its comment$"):
        Reader(uint32(0xFFFFFFFF) + b"abc").string("comment")


def test_reader_of_half_a_length_names_it() -> None:
    with pytest.raises(MalformedError, match="it ends within its length of its comment"):
        Reader(b"\0\0").string("comment")


def test_end_before_the_last_byte_counts_what_is_left() -> None:
    reader = Reader(string(b"a") + b"xy")
    reader.string("field")
    with pytest.raises(MalformedError, match="2 bytes follow its end"):
        reader.end()


def test_fixed_with_other_bytes_is_refused() -> None:
    with pytest.raises(MalformedError, match="its magic is not b'SSHSIG'"):
        Reader(b"SSHSIC").fixed(b"SSHSIG", "magic")
