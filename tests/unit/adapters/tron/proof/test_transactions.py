"""A block's transactions are proven complete, and nothing in them can be other than it is."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stableaudit.adapters.tron.proof import transactions as subject
from stableaudit.adapters.tron.proof.transactions import prove_transactions, transactions_root
from stableaudit.domain.logs import TransactionCall
from stableaudit.domain.tron_proofs import NoCall, ProofFailure, ProvenTransactions
from tests.devnet.tron import protobuf
from tests.devnet.tron.merkle import merkle_root
from tests.devnet.tron.signing import key_address
from tests.devnet.tron.transactions import Transaction
from tests.unit.adapters.tron.proof.simulated import (
    block_of,
    broken,
    called,
    flipped,
    paid,
    proven,
    unbroken,
)

_TOKEN = b"\xa1" * 20
_FIVE = (
    called(_TOKEN, b"\x01\x02\x03\x04", keys=(1,)),
    paid(5),
    called(_TOKEN, b"", keys=(3, 4), permission_id=2),
    called(_TOKEN, b"\x05", result="REVERT"),
    paid(7),
)
_CONTENTS = [each.content() for each in _FIVE]
_BLOCK = block_of(_CONTENTS)


def test_transactions_of_a_block_are_proven_in_order() -> None:
    found = proven(_FIVE)
    assert found.block == _BLOCK
    assert [each.txid() for each in _FIVE] == [each.transaction for each in found.transactions]
    assert [each.position for each in found.transactions] == [0, 1, 2, 3, 4]
    assert [each.succeeded for each in found.transactions] == [True, True, True, False, True]
    assert [each.results for each in found.transactions] == [(1,), (1,), (1,), (2,), (1,)]


def test_transactions_signers_are_recovered_in_the_order_of_signatures() -> None:
    found = proven(_FIVE).transactions[2]
    assert (key_address(3), key_address(4)) == found.signers
    assert found.permission_id == 2


def test_transactions_calls_are_read_from_their_bytes() -> None:
    found = proven(_FIVE).transactions
    assert found[0].call == TransactionCall(
        _FIVE[0].txid(), 1000, key_address(1), _TOKEN, b"\x01\x02\x03\x04"
    )
    assert found[1].call == NoCall("a transaction of type 1, which calls no contract")


def test_transactions_find_tells_what_is_in_the_block_and_what_is_not() -> None:
    found = proven(_FIVE)
    assert found.find(_FIVE[3].txid()) is found.transactions[3]
    assert found.find(bytes(32)) is None


def test_transactions_of_an_empty_block_are_none() -> None:
    assert unbroken(prove_transactions(block_of([]), [])).transactions == ()


@pytest.mark.parametrize("count", range(1, 6))
def test_transactions_missing_one_is_refused(count: int) -> None:
    lacking = [*_CONTENTS[: count - 1], *_CONTENTS[count:]]
    assert broken(prove_transactions(_BLOCK, lacking)) == "transactions"


def test_transactions_none_where_the_header_has_some_is_refused() -> None:
    assert broken(prove_transactions(_BLOCK, [])) == "transactions"


@pytest.mark.parametrize("at", range(4))
def test_transactions_in_another_order_are_refused(at: int) -> None:
    moved = [*_CONTENTS[:at], _CONTENTS[at + 1], _CONTENTS[at], *_CONTENTS[at + 2 :]]
    assert broken(prove_transactions(_BLOCK, moved)) == "transactions"


def test_transactions_with_one_more_are_refused() -> None:
    assert broken(prove_transactions(_BLOCK, [*_CONTENTS, paid(8).content()])) == "transactions"


def test_transactions_with_the_last_repeated_are_refused() -> None:
    """An odd node is carried up alone: in trees that double it, this list has the same root."""
    assert broken(prove_transactions(_BLOCK, [*_CONTENTS, _CONTENTS[-1]])) == "transactions"


@given(st.integers(0, 4), st.data())
def test_transactions_any_byte_changed_is_refused(index: int, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(_CONTENTS[index]) - 1))
    changed = [*_CONTENTS]
    changed[index] = flipped(changed[index], at)
    assert broken(prove_transactions(_BLOCK, changed)) == "transactions"


@pytest.mark.parametrize("result", ["SUCCESS", "OUT_OF_ENERGY", ""])
def test_transactions_result_code_called_another_is_refused(result: str) -> None:
    """The result is in the root: a failure cannot be shown as a success."""
    lied = [*_CONTENTS[:3], _FIVE[3].with_result(result).content(), _CONTENTS[4]]
    assert broken(prove_transactions(_BLOCK, lied)) == "transactions"


def test_transactions_id_is_that_of_the_raw_data_alone() -> None:
    failed, succeeded = called(_TOKEN, b"", result="REVERT"), called(_TOKEN, b"")
    assert failed.txid() == succeeded.txid()
    assert proven([failed]).block.transactions_root != proven([succeeded]).block.transactions_root


def test_transactions_hidden_as_two_hashes_in_one_are_refused() -> None:
    """The bytes of an inner node have the root of the two transactions under it."""
    two = [paid(1).content(), paid(2).content()]
    node = b"".join(sha256(each).digest() for each in two)
    assert transactions_root([sha256(node).digest()]) == block_of(two).transactions_root
    assert prove_transactions(block_of(two), [node]) == ProofFailure(
        "transactions[0]", "64 bytes, which may be two hashes"
    )


def test_transactions_that_stand_twice_are_refused() -> None:
    assert broken(_prove([_CONTENTS[0], _CONTENTS[0]])) == "transactions"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x0a",
        b"\x0a\x00",
        b"\x08\x01",
        _CONTENTS[0] + protobuf.delimited(1, b"\x08\x01"),
        _CONTENTS[0] + protobuf.delimited(6, b"x"),
        _CONTENTS[0] + b"\x10\x01",
        _CONTENTS[0] + protobuf.delimited(5, b"\x1a\x01x"),
        _CONTENTS[0] + protobuf.delimited(5, b"\xff"),
        protobuf.delimited(1, b"x") + protobuf.delimited(2, b"") * 17,
    ],
)
def test_transactions_of_bytes_that_are_none_are_refused_by_place(content: bytes) -> None:
    assert broken(_prove([_CONTENTS[1], content])) == "transactions[1]"


def test_transactions_with_what_is_no_signature_are_refused_by_place() -> None:
    bad = Transaction(_FIVE[0].raw, (*_FIVE[0].signatures, bytes(65)), "SUCCESS").content()
    assert broken(_prove([_CONTENTS[1], bad])) == "transactions[1].signature[1]"


def test_transactions_signature_with_bytes_behind_is_read_as_the_chain_reads_it() -> None:
    longer = Transaction(_FIVE[0].raw, (_FIVE[0].signatures[0] + b"\x01\x02",), "SUCCESS")
    assert proven([longer]).transactions[0].signers == (key_address(1),)


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"\x0d\x01\x02\x03\x04", "raw bytes that do not read: wire type 5"),
        (
            protobuf.delimited(11, b"\x08\x1f\x28" + b"\xff" * 4 + b"\x0f"),
            "raw bytes that do not read: permission 4294967295",
        ),
        (
            protobuf.delimited(11, b"\x08\x1f\x12\x02\x12\x00"),
            "an address without TRON's version byte",
        ),
        (
            protobuf.delimited(11, b"\x08\x1f\x12\x03\x12\x01\xff"),
            "a varint does not end",
        ),
    ],
)
def test_transactions_a_strangers_odd_raw_data_spoil_no_proof(raw: bytes, reason: str) -> None:
    contents = [protobuf.delimited(1, raw), _CONTENTS[0]]
    found = unbroken(_prove(contents))
    assert found.transactions[0].call == NoCall(reason)
    assert found.transactions[0].signers == ()
    assert found.transactions[1].succeeded


def test_transactions_without_results_or_with_two_did_not_succeed() -> None:
    """As in a genesis block, and as nobody knows how to read."""
    bare = Transaction(_FIVE[0].raw, ()).content()
    ret = protobuf.delimited(5, b"\x18\x01")
    assert [
        unbroken(_prove([content])).transactions[0].succeeded
        for content in (bare, bare + ret, bare + ret + ret, bare + protobuf.delimited(5, b""))
    ] == [False, True, False, False]


def test_transactions_more_than_a_block_holds_are_refused_unread(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    size = sum(len(each) for each in _CONTENTS)
    monkeypatch.setattr(subject, "MOST_BYTES", size)
    assert len(unbroken(prove_transactions(_BLOCK, _CONTENTS)).transactions) == 5
    monkeypatch.setattr(subject, "MOST_BYTES", size - 1)
    failure = prove_transactions(_BLOCK, _CONTENTS)
    assert failure == ProofFailure("transactions", "5; more than a block can hold")


def test_transactions_beyond_the_greatest_count_are_refused_unread() -> None:
    assert broken(prove_transactions(_BLOCK, [b""] * 20_001)) == "transactions"


@given(st.lists(st.binary(min_size=32, max_size=32), max_size=70))
def test_transactions_root_is_that_of_another_implementation(leaves: list[bytes]) -> None:
    assert transactions_root(leaves) == merkle_root(leaves)


@given(st.lists(st.binary(max_size=80), max_size=4))
def test_transactions_of_any_bytes_never_raise(contents: list[bytes]) -> None:
    _prove(contents)


def _prove(contents: list[bytes]) -> ProvenTransactions | ProofFailure:
    return prove_transactions(block_of(contents), contents)
