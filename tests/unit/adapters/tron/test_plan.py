"""What a fetch costs at the least, and how long pages grow."""

import pytest

from stableaudit.adapters.tron.log_search import MOST_BLOCKS
from stableaudit.adapters.tron.plan import FIRST_SPAN, LAST_SPAN, next_span, plan_of
from stableaudit.domain.amounts import Figure
from stableaudit.domain.blocks import BlockRange
from stableaudit.domain.errors import InconsistentError
from stableaudit.domain.identifiers import AccountId, ChainId
from stableaudit.domain.logs import LogQuery
from stableaudit.domain.tokens import Endpoint
from tests.unit.adapters.tron.http_node import HttpNode, events_of
from tests.unit.adapters.tron.played import TOKEN

_KEYLESS = Figure.parse("0.9")


@pytest.mark.parametrize(
    ("span", "logs", "after"),
    [
        (FIRST_SPAN, 0, 2 * FIRST_SPAN),
        (LAST_SPAN, 0, LAST_SPAN),
        (LAST_SPAN, 1, LAST_SPAN),
        (FIRST_SPAN, 4000, FIRST_SPAN),
        (2 * FIRST_SPAN, 5000, FIRST_SPAN),
        (FIRST_SPAN, 40_000, 500),
        (8, 4000, 8),
        (8, 1, 16),
        (1, 100_000, 1),
    ],
)
def test_pages_grow_where_logs_are_few_and_shrink_where_they_are_many(
    span: int, logs: int, after: int
) -> None:
    assert next_span(span, logs) == after


def test_plan_of_a_year_of_blocks_without_key_takes_most_of_an_hour() -> None:
    """10.5 million blocks: 2,102 windows, 213 pages with a stamp and an index page each."""
    plan = plan_of(BlockRange(0, 10_511_999), Endpoint("o", "http://h", "", "", _KEYLESS))
    assert plan.requests == 2 + 2 * 213 + 2102
    assert plan.seconds == -(-plan.requests * 10 // 9)
    assert "at most 0.9 requests a second to http://h, which its operator asks for" in plan.limits


def test_plan_of_a_short_range_is_one_page() -> None:
    plan = plan_of(BlockRange(10, 10 + MOST_BLOCKS - 1), Endpoint("o", "http://h"))
    assert (plan.requests, plan.seconds) == (5, 1)
    assert "no pace of it being known" in plan.limits[0]


def test_plan_for_named_events_asks_the_index_for_each_name() -> None:
    query = LogQuery(TOKEN, (((b"\x01" * 32, b"\x02" * 32, b"\x03" * 32),),), ("A", "B", "C"))
    blocks = BlockRange(10, 10 + MOST_BLOCKS - 1)
    with HttpNode(lambda _request: (500, b"")) as node:
        plan = events_of(node.url).plan(query, blocks)
    assert plan.requests == 7
    assert "and is asked for each of 3 kinds of events" in plan.limits[2]


def test_plan_asks_nothing() -> None:
    with HttpNode(lambda _request: (500, b"")) as node:
        reader = events_of(node.url, requests_per_second=_KEYLESS)
        plan = reader.plan(LogQuery(TOKEN, ()), BlockRange(1, 100))
    assert (node.paths, plan.requests, plan.seconds) == ([], 5, 6)


def test_plan_for_a_contract_on_another_chain_is_refused() -> None:
    other = AccountId(ChainId("eip155", "1"), TOKEN.address)
    with pytest.raises(InconsistentError, match="this endpoint is on tron"):
        events_of("http://127.0.0.1:1/").plan(LogQuery(other, ()), BlockRange(1, 100))
