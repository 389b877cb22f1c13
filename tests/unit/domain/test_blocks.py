"""Blocks as points in time, and closed ranges of them."""

import pytest

from stableaudit.domain.blocks import BlockRange, BlockStamp
from stableaudit.domain.identifiers import ChainId

ETHEREUM = ChainId("eip155", "1")


def test_block_range_contains_both_ends() -> None:
    assert len(BlockRange(10, 12)) == 3


def test_block_range_of_one_block_has_length_one() -> None:
    assert len(BlockRange(0, 0)) == 1


@pytest.mark.parametrize(("first", "last"), [(2, 1), (-1, 0), (-2, -1)])
def test_block_range_backwards_or_before_the_first_block_is_refused(first: int, last: int) -> None:
    with pytest.raises(ValueError, match=f"cannot run from {first} to {last}"):
        BlockRange(first, last)


def test_block_stamp_in_a_sentence_gives_number_hash_and_time() -> None:
    stamp = BlockStamp(ETHEREUM, 23_888_000, "0x" + "ab" * 32, 1_764_374_399)
    assert str(stamp) == "block 23888000 (0xabababab…, 2025-11-28T23:59:59Z)"


def test_block_stamps_that_differ_only_in_hash_are_different_blocks() -> None:
    one = BlockStamp(ETHEREUM, 1, "0x" + "11" * 32, 1_764_374_399)
    other = BlockStamp(ETHEREUM, 1, "0x" + "22" * 32, 1_764_374_399)
    assert one != other
