"""One value has one encoding: the library's, which knows nothing of ours."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stableaudit.adapters.evm.proof.rlp import (
    MOST_LEVELS,
    Item,
    RlpError,
    decode,
    encode,
    to_bytes,
    to_number,
)
from tests.unit.adapters.evm.proof.trie_maker import library_encode

ITEMS: st.SearchStrategy[Item] = st.recursive(
    st.binary(max_size=80), lambda inner: st.lists(inner, max_size=5).map(tuple), max_leaves=20
)


def _levels(item: Item) -> int:
    return 0 if isinstance(item, bytes) else 1 + max(map(_levels, item), default=0)


@given(ITEMS)
def test_rlp_encoding_is_the_librarys_and_decodes_to_the_same(item: Item) -> None:
    encoded = encode(item)
    assert encoded == library_encode(item)
    assert decode(encoded, levels=_levels(item)) == item


@given(st.binary(max_size=60))
def test_rlp_of_any_bytes_is_refused_or_their_one_encoding(data: bytes) -> None:
    try:
        item = decode(data)
    except RlpError:
        return
    assert encode(item) == data


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ("", "no bytes"),
        ("8100", "a byte that is not in its shortest form"),
        ("83aabb", "3 bytes announced, 2 there"),
        ("c3aabb", "3 bytes announced, 2 there"),
        ("c28201", "2 bytes announced, 1 there"),
        ("b800", "a length that is not in its shortest form"),
        ("b90038" + "00" * 56, "a length that is not in its shortest form"),
        ("bfff", "a length that is cut off"),
        ("ffffffffffffffffff", "bytes announced, 0 there"),
        ("8000", "1 bytes after its end"),
    ],
)
def test_rlp_that_is_not_the_shortest_or_not_whole_is_refused(data: str, words: str) -> None:
    with pytest.raises(RlpError, match=words):
        decode(bytes.fromhex(data))


def test_rlp_nested_to_the_bound_is_read_and_one_deeper_is_not() -> None:
    item: Item = ()
    for _ in range(MOST_LEVELS - 1):
        item = (item,)
    assert decode(encode(item)) == item
    with pytest.raises(RlpError, match="nested deeper"):
        decode(encode((item,)))


@given(st.integers(0, 2**256 - 1))
def test_rlp_number_comes_back_from_its_bytes(number: int) -> None:
    assert to_number(to_bytes(number)) == number


@pytest.mark.parametrize("item", [(), b"\0", b"\0\1", b"\1" * 33])
def test_rlp_number_of_anything_else_is_refused(item: Item) -> None:
    with pytest.raises(RlpError):
        to_number(item)
