"""Any partition of a closed block range holds the same logs, whatever the endpoint allows."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stableaudit.adapters.evm.sizes import Caps
from stableaudit.domain.blocks import BlockRange
from stableaudit.domain.logs import LogPage
from tests.unit.adapters.evm import providers
from tests.unit.adapters.evm.log_json import TRANSFERS, transfer_json
from tests.unit.adapters.evm.log_node import LogNode, reading

LAST = 400
PLACES = [
    (block, ordinal) for block in range(3, LAST, 5) for ordinal in range(1 + block * block % 7)
]
LOGS = [
    transfer_json(block, ordinal, sender=block + ordinal, amount=ordinal)
    for block, ordinal in PLACES
]
MOST_IN_A_BLOCK = 7


def _rows(pages: Iterator[LogPage]) -> Iterator[tuple[int, int, bytes, bytes]]:
    for page in pages:
        columns = page.transfers
        for index, place in enumerate(zip(columns.blocks, columns.ordinals, strict=True)):
            assert page.blocks.first <= place[0] <= page.blocks.last
            sender = columns.senders[20 * index : 20 * index + 20]
            yield *place, sender, columns.amounts[32 * index : 32 * index + 32]


EXPECTED = [
    (block, ordinal, (block + ordinal).to_bytes(20), ordinal.to_bytes(32))
    for block, ordinal in PLACES
]

limits = st.one_of(
    st.none(),
    st.integers(1, LAST).map(providers.range_with_number),
    st.integers(1, LAST).map(providers.range_without_number),
    st.integers(MOST_IN_A_BLOCK, 300).map(providers.size_without_number),
)
caps = st.builds(
    Caps,
    blocks=st.none() | st.integers(1, 2 * LAST),
    logs=st.none() | st.integers(1, 100),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    cuts=st.sets(st.integers(1, LAST), max_size=6),
    style=limits,
    known=caps,
    concurrency=st.integers(1, 3),
)
def test_any_partition_of_a_range_holds_the_same_logs(
    cuts: set[int], style: providers.Style | None, known: Caps, concurrency: int
) -> None:
    starts = [0, *sorted(cuts)]
    ends = [start - 1 for start in starts[1:]] + [LAST]
    found: list[tuple[int, int, bytes, bytes]] = []
    with reading(LogNode(LOGS, style=style), caps=known, concurrency=concurrency) as (events, _):
        for first, last in zip(starts, ends, strict=True):
            found += _rows(events.pages(TRANSFERS, BlockRange(first, last)))
    assert found == EXPECTED


@pytest.mark.parametrize("last", [0, 2, 3, LAST])
def test_a_range_ends_where_it_says_both_ends_included(last: int) -> None:
    with reading(LogNode(LOGS)) as (events, _):
        found = list(_rows(events.pages(TRANSFERS, BlockRange(0, last))))
    assert found == [row for row in EXPECTED if row[0] <= last]
