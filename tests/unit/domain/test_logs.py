from array import array
from collections.abc import Callable
from dataclasses import replace

import pytest

from stableaudit.domain.blocks import BlockRange
from stableaudit.domain.identifiers import ADDRESS_BYTES
from stableaudit.domain.ledger import Attribution, Boundary, Entry, EntryKind
from stableaudit.domain.logs import (
    TRANSFER_TOPIC,
    WORD_BYTES,
    BlockTimes,
    LogPage,
    RawLog,
    TransactionCall,
    TransferColumns,
    digest_of,
    is_plain,
)
from tests.fakes.chain_reader import stamp

ACCOUNT, WORD = bytes(ADDRESS_BYTES), bytes(WORD_BYTES)
ONE = array("q", [1])
SOME, OTHER = (b"\xfd" * 20).rjust(32, b"\0"), (b"\x10" * 20).rjust(32, b"\0")
PLAIN = RawLog(5, 1, WORD, (TRANSFER_TOPIC, SOME, OTHER), (30).to_bytes(32))


@pytest.mark.parametrize(
    ("log", "plain"),
    [
        (PLAIN, True),
        (replace(PLAIN, topics=(TRANSFER_TOPIC, WORD, OTHER)), False),
        (replace(PLAIN, topics=(TRANSFER_TOPIC, SOME, WORD)), False),
        (replace(PLAIN, topics=(TRANSFER_TOPIC, b"\x01" + SOME[1:], OTHER)), False),
        (replace(PLAIN, topics=(TRANSFER_TOPIC, SOME)), False),
        (replace(PLAIN, topics=(b"\x01" * 32, SOME, OTHER)), False),
        (replace(PLAIN, topics=(*PLAIN.topics, SOME)), False),
        (replace(PLAIN, data=bytes(31)), False),
        (replace(PLAIN, data=bytes(33)), False),
        (replace(PLAIN, topics=()), False),
    ],
)
def test_plain_is_a_well_formed_transfer_between_accounts(log: RawLog, *, plain: bool) -> None:
    assert is_plain(log) is plain


@pytest.mark.parametrize(
    "columns",
    [
        (ONE, array("q"), ACCOUNT, ACCOUNT, WORD),
        (ONE, ONE, b"", ACCOUNT, WORD),
        (ONE, ONE, ACCOUNT, 2 * ACCOUNT, WORD),
        (ONE, ONE, ACCOUNT, ACCOUNT, b""),
        (ONE, ONE, ACCOUNT + b"\0", ACCOUNT, WORD),
        (ONE, ONE, ACCOUNT, ACCOUNT + b"\0", WORD),
        (ONE, ONE, ACCOUNT, ACCOUNT, WORD + b"\0"),
    ],
)
def test_columns_of_other_lengths_are_refused(
    columns: tuple["array[int]", "array[int]", bytes, bytes, bytes],
) -> None:
    with pytest.raises(ValueError, match="columns of 1 transfers have other lengths"):
        TransferColumns(*columns)


def test_digest_differs_where_any_log_or_column_does() -> None:
    log = RawLog(1, 0, WORD, (WORD,), b"\1\2")
    columns = [
        TransferColumns(),
        TransferColumns(ONE, ONE, ACCOUNT, ACCOUNT, WORD),
        TransferColumns(ONE, ONE, ACCOUNT, ACCOUNT, b"\1" + WORD[1:]),
        TransferColumns(ONE, ONE, b"\1" + ACCOUNT[1:], ACCOUNT, WORD),
    ]
    others = [
        (),
        (log,),
        (log, log),
        (RawLog(2, 0, WORD, (WORD,), b"\1\2"),),
        (RawLog(1, 0, WORD, (), WORD + b"\1\2"),),
    ]
    digests = {digest_of(each, rest) for each in columns for rest in others}
    assert len(digests) == len(columns) * len(others)


IMPOSSIBLE: dict[str, Callable[[], object]] = {
    "1 blocks have 0 times": lambda: BlockTimes(ONE, array("q")),
    "a page of .* ends with block 8 ": lambda: LogPage(
        BlockRange(5, 9), stamp(8), TransferColumns(), (), BlockTimes(), "one", WORD
    ),
    "an entry moves an amount, not -1": lambda: Entry(
        EntryKind.MINT, 5, 0, WORD, Boundary.SUPPLY, Boundary.SUSPENSE, -1, Attribution.NONE
    ),
}


@pytest.mark.parametrize(("message", "make"), IMPOSSIBLE.items(), ids=IMPOSSIBLE)
def test_what_cannot_be_is_refused(message: str, make: Callable[[], object]) -> None:
    with pytest.raises(ValueError, match=message):
        make()


@pytest.mark.parametrize(("sender", "to"), [(b"", b"\x01" * 20), (b"\x01" * 20, b"\x01" * 19)])
def test_call_of_parties_that_are_no_addresses_cannot_be(sender: bytes, to: bytes) -> None:
    with pytest.raises(ValueError, match="addresses of 20 bytes"):
        TransactionCall(bytes(32), 1, sender, to, b"")
