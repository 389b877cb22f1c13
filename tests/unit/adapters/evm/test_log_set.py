from array import array
from dataclasses import replace

import pytest

from stableaudit.adapters.evm.log_pages import page_of
from stableaudit.adapters.evm.log_set import (
    EMPTY,
    ContradictionError,
    LogSet,
    Seal,
    following,
    united,
    with_times,
)
from stableaudit.domain.blocks import BlockRange
from stableaudit.domain.logs import RawLog, TransferColumns
from tests.fakes.chain_reader import stamp
from tests.unit.adapters.evm.log_json import account, transaction


def _seal(number: int) -> Seal:
    return Seal(stamp(number).hash, stamp(number).timestamp)


def _raw(block: int, ordinal: int, data: bytes = b"") -> RawLog:
    return RawLog(block, ordinal, transaction(block, ordinal), (), data)


def _columns(*places: tuple[int, int], amount: int = 3) -> TransferColumns:
    return TransferColumns(
        array("q", [block for block, _ in places]),
        array("q", [ordinal for _, ordinal in places]),
        b"".join(account(ordinal + 1) for _, ordinal in places),
        account(9) * len(places),
        amount.to_bytes(32) * len(places),
    )


def _set(*places: tuple[int, int], others: tuple[RawLog, ...] = (), amount: int = 3) -> LogSet:
    numbers = sorted({block for block, _ in places} | {log.block for log in others})
    seals = {number: _seal(number) for number in numbers}
    return LogSet(_columns(*places, amount=amount), others, seals)


def test_following_sets_are_one_after_the_other() -> None:
    one = _set((5, 0), (6, 1), others=(_raw(5, 9),))
    other = _set((8, 0), others=(_raw(7, 0),))
    assert following((one, EMPTY, other)) == LogSet(
        _columns((5, 0), (6, 1), (8, 0)),
        (_raw(5, 9), _raw(7, 0)),
        {number: _seal(number) for number in (5, 6, 7, 8)},
    )


def test_united_sets_are_in_chain_order_and_hold_each_log_once() -> None:
    one = _set((5, 0), (7, 1), others=(_raw(6, 9), _raw(8, 0)))
    other = _set((5, 0), (5, 4), others=(_raw(5, 2), _raw(8, 0)))
    assert united((one, EMPTY, other)) == LogSet(
        _columns((5, 0), (5, 4), (7, 1)),
        (_raw(5, 2), _raw(6, 9), _raw(8, 0)),
        {number: _seal(number) for number in (5, 6, 7, 8)},
    )


def test_united_of_none_and_of_one_is_it() -> None:
    one = _set((5, 0))
    assert united(()) == EMPTY
    assert united((EMPTY, one)) is one


def test_united_takes_a_time_from_whoever_says_it() -> None:
    silent = LogSet(_columns((5, 0)), (), {5: Seal(stamp(5).hash, None)})
    for sets in ((silent, _set((5, 1))), (_set((5, 1)), silent)):
        assert united(sets).seals == {5: _seal(5)}


DIFFERENT = {
    "two different logs 0 of block 5": (_set((5, 0)), _set((5, 0), amount=4)),
    "two different logs 1 of block 5": (
        _set(others=(_raw(5, 1),)),
        _set(others=(_raw(5, 1, b"x"),)),
    ),
    "two different logs 2 of block 5": (_set((5, 2)), _set(others=(_raw(5, 2),))),
    "logs of block 5 that name two blocks": (
        _set((5, 0)),
        replace(_set((5, 1)), seals={5: Seal(stamp(6).hash, None)}),
    ),
    "times": (_set((5, 0)), replace(_set((5, 1)), seals={5: Seal(stamp(5).hash, 1)})),
}


@pytest.mark.parametrize(("message", "sets"), DIFFERENT.items(), ids=DIFFERENT)
def test_united_of_answers_that_differ_is_refused(
    message: str, sets: tuple[LogSet, LogSet]
) -> None:
    with pytest.raises(ContradictionError, match=message):
        united(sets)


def test_with_times_fills_in_what_was_open() -> None:
    silent = LogSet(_columns((5, 0)), (), {5: Seal(stamp(5).hash, None)})
    timed = with_times(silent, {5: stamp(5), 6: stamp(6)})
    assert (timed.seals, timed.headers) == ({5: _seal(5)}, {5: stamp(5), 6: stamp(6)})


@pytest.mark.parametrize(
    "header", [replace(stamp(5), hash=stamp(6).hash), replace(stamp(5), timestamp=1)]
)
def test_with_times_of_another_block_is_refused(header: object) -> None:
    with pytest.raises(ContradictionError, match="logs of a block 5 with the hash"):
        with_times(_set((5, 0)), {5: header})  # type: ignore[dict-item]  # replace() of a stamp


def test_page_of_logs_after_their_last_block_in_time_is_refused() -> None:
    early = replace(stamp(6), timestamp=stamp(5).timestamp - 1)
    with pytest.raises(ContradictionError, match="before a block below it"):
        page_of(BlockRange(5, 6), [_set((5, 0))], last=early, source="x")
