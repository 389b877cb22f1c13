"""What a fetch costs at the least, by the limits of the interfaces. Asks nobody.

How many events there are is not known before they are asked for, so what they cost is told as a
sentence and not counted.
"""

from fractions import Fraction
from typing import Final

from stableaudit.adapters.transport.bucket import DEFAULT_PACE
from stableaudit.adapters.tron.events_index import PAGE_ROWS
from stableaudit.adapters.tron.log_search import MOST_BLOCKS
from stableaudit.domain.blocks import BlockRange
from stableaudit.domain.logs import FetchPlan
from stableaudit.domain.tokens import Endpoint

FIRST_SPAN: Final = MOST_BLOCKS
"""Blocks of the first page."""

LAST_SPAN: Final = 10 * MOST_BLOCKS
"""Blocks of a page at most."""

_TARGET: Final = 4000
"""Logs that a page should have."""

_AT_FIRST: Final = 2
"""Requests before the first page: the chain and head of JSON-RPC, the time of the first block."""

_EACH_PAGE: Final = 1
"""Requests of a page besides its logs: the stamp of its last block."""


def next_span(span: int, logs: int) -> int:
    """Return how many blocks the next page should have, after one of `span` with so many logs."""
    wanted = span * _TARGET // logs if logs else LAST_SPAN
    bounded = max(1, min(wanted, 2 * span, LAST_SPAN))
    return bounded if bounded < MOST_BLOCKS else bounded - bounded % MOST_BLOCKS


def plan_of(blocks: BlockRange, endpoint: Endpoint, *, names: int = 0) -> FetchPlan:
    """Return the least that fetching a range costs.

    names: of events, for each of which the index is asked; 0 where it is asked for all at once.
    """
    requests, left, span = _AT_FIRST, len(blocks), FIRST_SPAN
    while left > 0:
        size = min(left, span)
        requests += _EACH_PAGE + max(1, names) + -(-size // MOST_BLOCKS)
        left, span = left - size, next_span(span, 0)
    named = endpoint.requests_per_second
    pace = Fraction(DEFAULT_PACE.rate_per_second) if named is None else named.value
    seconds = -(-requests // pace)
    whose = "which its operator asks for" if named is not None else "no pace of it being known"
    asked = f", and is asked for each of {names} kinds of events" if names else ""
    limits = (
        f"at most {float(pace):g} requests a second to {endpoint.label}, {whose}",
        f"eth_getLogs takes {MOST_BLOCKS} blocks a request and gives 10000 logs",
        f"the events index lists {PAGE_ROWS} events a request; each {PAGE_ROWS} cost one more"
        + asked,
        "the outcome of a transaction with events costs one request, of three or more a block two",
        "a page with events costs one request more, for the test of eth_getLogs",
        "events are not counted here: this is the least, for blocks without any",
    )
    return FetchPlan(blocks, requests, seconds, limits)
