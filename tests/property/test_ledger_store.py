"""The store answers what Python's integers answer, for any history and any amounts."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from stableaudit.adapters.store import limbs
from stableaudit.adapters.store.balances import keep_balances
from stableaudit.adapters.store.holder_days import holders_by_day
from stableaudit.adapters.store.store import DuckLedgerStore
from stableaudit.domain.ledger import Attribution, EntryKind, Party
from tests.unit.adapters.store import model
from tests.unit.adapters.store.histories import (
    ORIGIN,
    SUPPLY,
    SUSPENSE,
    Line,
    in_order,
    line,
    place_of,
    plain_at,
    time_of,
)
from tests.unit.adapters.store.stores import begun, fill

END = ORIGIN + 40
LARGEST = 2**256 - 1
KINDS = tuple(EntryKind)

exact = settings(deadline=None, max_examples=40)
"""A shared machine may pause anywhere; time is measured by the benchmarks, never by a test."""

edges = st.sampled_from(
    [
        *(10**power + off for power in (9, 18, 36, 54, 72) for off in (-1, 0, 1)),
        *(2**power + off for power in (32, 63, 64, 127, 128, 255) for off in (-1, 0, 1)),
        *(LARGEST, LARGEST - 1),
    ]
)
amounts = st.integers(0, 5) | edges | st.integers(0, LARGEST)
addresses = st.sampled_from(
    [
        bytes(20),
        b"\x01" + bytes(19),
        b"\x01" * 19 + b"\x00",
        b"\x01" * 20,
        b"\x01" * 8 + b"\x02" * 12,
        b"\x01" * 19 + b"\xff",
        b"\xff" * 20,
    ]
)
parties: st.SearchStrategy[Party] = addresses | st.sampled_from([SUSPENSE, SUPPLY])
places = st.tuples(st.integers(ORIGIN, END), st.integers(0, 12))
blocks = st.integers(ORIGIN, END)
plain_lines = st.tuples(places, addresses, addresses, amounts).map(plain_at)
supply_lines = st.builds(
    line,
    st.sampled_from(KINDS),
    places,
    st.tuples(parties, parties),
    amounts,
    st.sampled_from(Attribution),
)
histories = st.lists(plain_lines | supply_lines, max_size=30, unique_by=place_of).map(in_order)
partitions = st.sets(st.integers(ORIGIN, END - 1), max_size=6).map(
    lambda ends: [*sorted(ends), END]
)


@contextmanager
def store() -> Iterator[DuckLedgerStore]:
    with TemporaryDirectory() as folder, begun(Path(folder, "ledger.duckdb")) as opened:
        yield opened


def assert_answers(opened: DuckLedgerStore, lines: list[Line], until: int) -> None:
    assert opened.totals(until=until) == model.totals(lines, until)
    assert opened.holders(until=until) == model.holders(lines, until)
    assert opened.accounts(until=until) == model.accounts(lines, until)


@settings(deadline=None, max_examples=500)
@given(st.lists(amounts, max_size=40))
@example([])
@example([0])
@example([LARGEST, 0, 10**18, 10**18 - 1])
def test_amounts_split_into_limbs_and_joined_are_themselves(whole: list[int]) -> None:
    columns = limbs.split(b"".join(amount.to_bytes(32) for amount in whole))
    assert limbs.join(columns) == tuple(whole)
    assert all(((column >= 0) & (column < limbs.BASE)).all() for column in columns)
    assert len(columns) == max((-(-len(str(amount)) // 18) for amount in whole), default=1)


@pytest.mark.parametrize("bits", [63, 64, 65, 128, 256])
def test_amounts_of_many_rows_split_exactly(bits: int) -> None:
    numbers = np.random.default_rng(bits).bytes(32 * 2000)
    whole = [
        int.from_bytes(numbers[at : at + 32]) >> (256 - bits) for at in range(0, len(numbers), 32)
    ]
    columns = limbs.split(b"".join(amount.to_bytes(32) for amount in whole))
    assert limbs.join(columns) == tuple(whole)


@exact
@given(histories, partitions, blocks, blocks)
def test_balances_are_the_models_at_any_block_whatever_block_balances_are_kept_of(
    lines: list[Line], ends: list[int], kept: int, until: int
) -> None:
    with store() as opened:
        fill(opened, lines, [*ends, END])
        assert_answers(opened, lines, until)
        opened._database.run(partial(keep_balances, until=kept))
        assert_answers(opened, lines, until)
        opened._database.run(partial(keep_balances, until=until))
        assert_answers(opened, lines, kept)
        assert_answers(opened, lines, END)


@exact
@given(histories, partitions, st.integers(ORIGIN - 1, END), st.sets(blocks, max_size=1))
def test_history_rolled_back_and_fetched_again_is_the_same(
    lines: list[Line], ends: list[int], to: int, kept: set[int]
) -> None:
    with store() as opened:
        fill(opened, lines, [*ends, END])
        whole = opened.digest()
        for block in kept:
            opened._database.run(partial(keep_balances, until=block))
        opened.roll_back(to=to)
        left = [end for end in [*ends, END] if end <= to]
        coverage = opened.coverage()
        assert (coverage.last.number if coverage is not None else None) == max(left, default=None)
        if left:
            assert_answers(opened, lines, left[-1])
        fill(opened, lines, [END])
        assert_answers(opened, lines, END)
        assert opened.digest() == whole


@exact
@given(histories, partitions, blocks, blocks, amounts)
def test_series_and_listings_are_the_models(
    lines: list[Line], ends: list[int], after: int, until: int, floor: int
) -> None:
    instant = time_of(until) + floor % 3 - 1
    named = [line.entry.block for line in lines if time_of(line.entry.block) <= instant]
    with store() as opened:
        fill(opened, lines, [*ends, END])
        assert opened.last_block_until(instant) == max(named, default=None)
        assert opened.changes(after=after, until=until) == model.changes(lines, after, until)
        assert opened.issuance_by_day(until=until) == model.issuance_by_day(lines, until)
        by_day = model.holders_by_day(lines, until, floor)
        assert opened.holders_by_day(until=until, floor=floor) == by_day
        in_shares = partial(holders_by_day, until=until, floor=floor, at_once=7)
        assert opened._database.run(in_shares) == by_day
        for kinds in (KINDS, (EntryKind.MINT, EntryKind.WIPE)):
            listed = opened.entries(kinds=kinds, first=after, until=until, limit=None)
            assert list(listed) == model.rows(lines, kinds, after, until)


@exact
@given(histories, partitions, partitions)
def test_digest_does_not_depend_on_windows(
    lines: list[Line], one: list[int], other: list[int]
) -> None:
    digests = set()
    for ends in (one, other):
        with store() as opened:
            fill(opened, lines, [*ends, END])
            digests.add(opened.digest())
    assert len(digests) == 1


@exact
@given(histories, histories)
def test_digests_agree_only_where_histories_do(one: list[Line], other: list[Line]) -> None:
    digests = set()
    for lines in (one, other):
        with store() as opened:
            fill(opened, lines, [END])
            digests.add(opened.digest())
    assert (len(digests) == 1) == (one == other)
