"""From logs that stand to a page: by column or whole, in which order, at which times."""

from dataclasses import replace

import pytest

from stableaudit.adapters.tron.errors import Inquiry
from stableaudit.adapters.tron.page import page_of
from stableaudit.domain.blocks import BlockRange, BlockStamp
from stableaudit.domain.errors import InconsistentError
from stableaudit.domain.logs import TRANSFER_TOPIC, LogPage, LogQuery, RawLog
from tests.unit.adapters.tron.http_node import CHAIN
from tests.unit.adapters.tron.played import TOKEN

_FROM, _TO = (b"\xfd" * 20).rjust(32, b"\0"), (b"\x10" * 20).rjust(32, b"\0")
_ISSUE, _APPROVAL = b"\x01" * 32, b"\x02" * 32
_QUERY = LogQuery(TOKEN, (((TRANSFER_TOPIC, _ISSUE),),))
_START = 1_795_210_200
_LAST = BlockStamp(CHAIN, 9, "0x" + "ab" * 32, _START + 27)
_PLAIN = RawLog(5, 1, bytes(32), (TRANSFER_TOPIC, _FROM, _TO), (30).to_bytes(32))


def _page(*logs: RawLog, times: dict[int, int] | None = None) -> LogPage:
    return page_of(
        logs,
        _QUERY,
        blocks=BlockRange(1, 9),
        last=_LAST,
        times=times or {number: _START + 3 * number for number in range(10)},
        source="a test",
        decided=("a difference",),
        inquiry=Inquiry("the events of a token", "a test"),
    )


def test_page_columns_and_others_are_in_chain_order_and_only_wanted_ones() -> None:
    issue = replace(_PLAIN, block=7, ordinal=0, topics=(_ISSUE,))
    approval = replace(_PLAIN, block=6, topics=(_APPROVAL, _FROM, _TO))
    second = replace(_PLAIN, block=7, ordinal=2)
    zero = replace(_PLAIN, ordinal=0, topics=(TRANSFER_TOPIC, _FROM, bytes(32)))
    page = _page(second, issue, approval, zero, _PLAIN)
    assert [*zip(page.transfers.blocks, page.transfers.ordinals, strict=True)] == [(5, 1), (7, 2)]
    assert (page.transfers.senders, page.transfers.recipients) == (
        _FROM[12:] * 2,
        _TO[12:] * 2,
    )
    assert page.transfers.amounts == (30).to_bytes(32) * 2
    assert page.others == (zero, issue)
    assert [*zip(page.times.numbers, page.times.timestamps, strict=True)] == [
        (5, _START + 15),
        (7, _START + 21),
    ]
    assert page.decided == ("a difference",)


def test_page_of_the_same_logs_in_another_order_has_the_same_digest() -> None:
    others = (replace(_PLAIN, ordinal=3), replace(_PLAIN, block=8))
    assert _page(_PLAIN, *others).digest == _page(*others, _PLAIN).digest
    assert _page(_PLAIN).digest != _page(replace(_PLAIN, data=(31).to_bytes(32))).digest


def test_page_two_logs_at_one_place_are_inconsistent() -> None:
    with pytest.raises(InconsistentError, match="two logs at place 1 of block 5"):
        _page(_PLAIN, replace(_PLAIN, transaction=b"\x01" * 32))


@pytest.mark.parametrize(
    "times",
    [{5: _START + 15, 7: _START + 20}, {5: _START + 22, 7: _START + 25}, {5: _START, 7: _START}],
    ids=["less-than-slots", "less-than-slots-to-the-last", "together"],
)
def test_page_times_that_are_no_blocks_are_inconsistent(times: dict[int, int]) -> None:
    with pytest.raises(InconsistentError, match="s of 1970 and block"):
        _page(_PLAIN, replace(_PLAIN, block=7), times=times)


def test_page_the_last_block_has_the_time_of_its_stamp() -> None:
    last = replace(_PLAIN, block=9)
    assert list(_page(last).times.timestamps) == [_LAST.timestamp]
    with pytest.raises(InconsistentError, match="block 9"):
        _page(last, times={9: _LAST.timestamp - 3})


def test_page_without_logs_is_empty() -> None:
    page = _page()
    assert (len(page.transfers), page.others, len(page.times.numbers)) == (0, (), 0)
