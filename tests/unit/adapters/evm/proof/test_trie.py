"""A proof shows one value or none, and a proof that is touched anywhere shows nothing."""

import pytest
from eth_hash.auto import keccak
from hypothesis import given
from hypothesis import strategies as st

from stableaudit.adapters.evm.proof.failure import ProofError
from stableaudit.adapters.evm.proof.trie import EMPTY_ROOT, value_at
from stableaudit.adapters.evm.proof.trie_root import root_of
from tests.unit.adapters.evm.proof.trie_maker import Trie, library_encode

KEYS = st.binary(min_size=3, max_size=3)
VALUES = st.dictionaries(KEYS, st.binary(min_size=1, max_size=40), min_size=1, max_size=30)
SHORT = st.dictionaries(
    st.sampled_from([bytes([1, 2, last]) for last in range(6)]),
    st.binary(min_size=1, max_size=3),
    min_size=1,
)
"""Keys and values so short that nodes stand inside their parents."""


def _failure(root: bytes, key: bytes, proof: list[bytes]) -> ProofError:
    with pytest.raises(ProofError) as caught:
        value_at(root, key, proof, path="p")
    return caught.value


@given(values=VALUES | SHORT, other=KEYS, inner=st.booleans())
def test_trie_proof_shows_the_value_or_that_there_is_none(
    values: dict[bytes, bytes], other: bytes, *, inner: bool
) -> None:
    trie = Trie(values)
    for key in (*values, other):
        assert value_at(trie.root, key, trie.proof(key, inner=inner), path="p") == values.get(key)


@given(VALUES | SHORT)
def test_trie_root_of_all_values_is_that_of_the_plain_trie(values: dict[bytes, bytes]) -> None:
    assert root_of(values) == Trie(values).root


@given(VALUES | SHORT, st.data())
def test_trie_proof_with_one_byte_changed_is_refused_at_that_node(
    values: dict[bytes, bytes], data: st.DataObject
) -> None:
    trie = Trie(values)
    key = data.draw(st.sampled_from(sorted(values)))
    proof = trie.proof(key, inner=data.draw(st.booleans()))
    index = data.draw(st.integers(0, len(proof) - 1))
    place = data.draw(st.integers(0, len(proof[index]) - 1))
    bit = 1 << data.draw(st.integers(0, 7))
    changed = bytearray(proof[index])
    changed[place] ^= bit
    proof[index] = bytes(changed)
    assert _failure(trie.root, key, proof).failure.path == f"p[{index}]"


@given(VALUES, st.data())
def test_trie_proof_with_a_node_missing_or_added_is_refused(
    values: dict[bytes, bytes], data: st.DataObject
) -> None:
    trie = Trie(values)
    key = data.draw(st.sampled_from(sorted(values)))
    proof = trie.proof(key)
    index = data.draw(st.integers(0, len(proof) - 1))
    shorter = proof[:index] + proof[index + 1 :]
    assert _failure(trie.root, key, shorter).failure.path == f"p[{index}]"
    longer = [*proof, b"\x80"]
    failure = _failure(trie.root, key, longer).failure
    assert failure.path == f"p[{len(proof)}]"
    assert failure.reason == "it is not on the way to the key"


@given(VALUES, st.data())
def test_trie_proof_of_one_key_shows_nothing_false_of_another(
    values: dict[bytes, bytes], data: st.DataObject
) -> None:
    """An exclusion cannot be passed off for a key that is there."""
    trie = Trie(values)
    key, other = (data.draw(st.sampled_from(sorted(values))) for _ in range(2))
    try:
        found = value_at(trie.root, key, trie.proof(other), path="p")
    except ProofError:
        assert key != other
    else:
        assert found == values[key]


@pytest.mark.parametrize("proof", [[], [b"\x80"]])
def test_trie_empty_has_no_value_at_any_key(proof: list[bytes]) -> None:
    assert root_of({}) == EMPTY_ROOT
    assert value_at(EMPTY_ROOT, b"key", proof, path="p") is None


def test_trie_empty_with_nodes_is_refused() -> None:
    trie = Trie({b"abc": b"1"})
    assert str(_failure(EMPTY_ROOT, b"abc", trie.proof(b"abc"))) == (
        "p: 1 nodes of a trie that is empty"
    )


LEAF = [bytes.fromhex("20"), b"v"]
HASH = b"\7" * 32


@pytest.mark.parametrize(
    ("node", "words"),
    [
        (b"bytes", "no list, not of 2 or 17 items"),
        ([], "a list of 0, not of 2 or 17 items"),
        ([b"\x20", b"v", b""], "a list of 3"),
        ([b"", b"v"], "neither leaf nor extension"),
        ([b"\x40", b"v"], "neither leaf nor extension"),
        ([b"\x21\x61", b"v"], "padding is not zero"),
        ([b"\x00", HASH], "an extension by no part of the key"),
        ([b"\x16", b""], "an extension to nothing"),
        ([b"\x16", b"short"], "a child of 5 bytes"),
        ([b"\x16", [b"\x20", b"v" * 40]], "inside it, not named by its hash"),
        ([b"\x16", [b"v"]], "a list of 1, not of 2 or 17"),
        ([b"\x20\x61", b""], "a leaf without a value"),
        ([b"\x20\x61", [b"v"]], "a list where bytes have to be"),
        ([[b"\x20"], b"v"], "a list where bytes have to be"),
        ([*[b""] * 6, [[[[[[[[b""]]]]]]]], *[b""] * 10], "nested deeper"),
    ],
)
def test_trie_node_that_is_hashed_right_but_is_none_is_refused(node: object, words: str) -> None:
    encoded = library_encode(node)
    failure = _failure(keccak(encoded), b"a", [encoded]).failure
    assert failure.path == "p[0]"
    assert words in failure.reason


def test_trie_key_that_ends_at_a_branch_has_the_branchs_value() -> None:
    for value, found in ((b"v", b"v"), (b"", None)):
        branch = library_encode([*[b""] * 16, value])
        node = library_encode([b"\x00\x61", keccak(branch)])
        assert value_at(keccak(node), b"a", [node, branch], path="p") == found


@pytest.mark.parametrize("key", [b"a", b"abc", b"abd"])
def test_trie_leaf_of_a_shorter_or_longer_key_is_no_value_of_another(key: bytes) -> None:
    leaf = library_encode([b"\x20ab", b"v"])
    assert value_at(keccak(leaf), key, [leaf], path="p") is None
    assert value_at(keccak(leaf), b"ab", [leaf], path="p") == b"v"


def test_trie_root_of_an_empty_value_or_a_key_within_another_is_refused() -> None:
    with pytest.raises(ValueError, match="no empty value"):
        root_of({b"a": b""})
    with pytest.raises(ValueError, match="a key begins with another"):
        root_of({b"a": b"1", b"ab": b"2", b"b": b"3"})
