"""Histories of many events: pages of an index, its lost fingerprint, blocks that overflow."""

from collections.abc import Iterator

import pytest

from stableaudit.domain.blocks import BlockRange
from stableaudit.domain.identifiers import AccountId
from stableaudit.domain.logs import LogQuery
from tests.devnet.anvil import Anvil
from tests.devnet.tron.eventful import HOLDER, LOOKALIKE, OWNER, SPAM, SPAM_AT, spam
from tests.devnet.tron.faults import Faults
from tests.devnet.tron.node import TronNode
from tests.devnet.tron_events import SPAM_QUERY, Devnet, Fetched, fetch
from tests.unit.adapters.tron.http_node import CHAIN

pytestmark = pytest.mark.devnet
_LAG = 19
_COUNTS = ((150,), (400, 50), (20,), (200,), (3400, 3400, 3250), (1,))
"""Transfers of the transactions of each block; the fifth is more than eth_getLogs gives."""


@pytest.fixture(scope="module")
def devnet() -> Iterator[Devnet]:
    with (
        Anvil(chain_id=0x2B6653DC, number=1000, timestamp=1_790_000_001) as anvil,
        TronNode(anvil, solid_lag=_LAG) as node,
    ):
        for contract in (SPAM_AT, LOOKALIKE):
            node.chain.place(SPAM, [], at=contract, sender=OWNER)
        for counts in _COUNTS:
            for count in counts:
                node.chain.send(HOLDER, SPAM_AT, spam(count))
            if sum(counts) > 10_000:
                node.chain.send(HOLDER, LOOKALIKE, spam(2))
            node.chain.seal()
            node.chain.seal_empty(2)
        node.chain.seal_empty(_LAG)
        yield Devnet(node, {})


@pytest.fixture(scope="module")
def everything(devnet: Devnet) -> Fetched:
    """The whole history, read once: it takes seconds."""
    return fetch(devnet, query=SPAM_QUERY)


def _until(devnet: Devnet, blocks: int) -> BlockRange:
    """The range up to the block number `blocks` of those with events."""
    numbers = sorted({row[0] for row in devnet.truth(SPAM_QUERY)})
    return BlockRange(devnet.blocks.first, numbers[blocks - 1])


def test_pages_of_an_index_are_followed_to_the_end(devnet: Devnet) -> None:
    blocks = _until(devnet, 4)
    fetched = fetch(devnet, query=SPAM_QUERY, blocks=blocks)
    assert len(fetched.rows) == 820
    assert fetched.rows == devnet.truth(SPAM_QUERY, blocks)
    assert (fetched.requests["events"], fetched.decided, fetched.told) == (5, "", "")


def test_a_lost_fingerprint_loses_nothing(devnet: Devnet) -> None:
    blocks = _until(devnet, 4)
    fetched = fetch(devnet, Faults(lost_fingerprint=True), query=SPAM_QUERY, blocks=blocks)
    assert fetched.rows == devnet.truth(SPAM_QUERY, blocks)
    assert fetched.requests["events"] < 20


def test_a_lost_fingerprint_beside_a_gap_loses_nothing(devnet: Devnet) -> None:
    """The full block is in neither source then, and only its infos have it."""
    blocks = _until(devnet, 4)
    gap = {row[0] for row in devnet.truth(SPAM_QUERY, blocks)}
    faults = Faults(lost_fingerprint=True, log_gaps=frozenset(gap))
    fetched = fetch(devnet, faults, query=SPAM_QUERY, blocks=blocks)
    assert fetched.rows == devnet.truth(SPAM_QUERY, blocks)


def test_a_block_with_more_logs_than_a_search_gives_is_read_by_its_infos(
    devnet: Devnet, everything: Fetched
) -> None:
    assert len(everything.rows) == 10_871
    assert everything.rows == devnet.truth(SPAM_QUERY)
    assert everything.requests["gettransactioninfobyblocknum"] == 1


def test_a_page_with_plenty_of_events_ends_before_the_range(
    devnet: Devnet, everything: Fetched
) -> None:
    ends = [page.blocks.last for page in everything.pages]
    starts = [page.blocks.first for page in everything.pages]
    assert len(ends) > 1
    assert starts == [devnet.blocks.first, *(end + 1 for end in ends[:-1])]
    assert ends[-1] == devnet.blocks.last


def test_a_block_too_full_to_be_tested_is_read_by_its_infos(devnet: Devnet) -> None:
    """Few logs of the contract among more of another than an unfiltered answer gives."""
    query = LogQuery(AccountId(CHAIN, LOOKALIKE), SPAM_QUERY.patterns)
    fetched = fetch(devnet, query=query)
    assert [row[1] for row in fetched.rows] == [10_050, 10_051]
    assert fetched.rows == devnet.truth(query)
    assert (fetched.requests["gettransactioninfobyblocknum"], fetched.decided) == (1, "")


def test_an_index_alone_is_enough_for_a_block_that_overflows(devnet: Devnet) -> None:
    fetched = fetch(devnet, Faults(refused=(("/jsonrpc", 404),)), query=SPAM_QUERY)
    assert fetched.rows == devnet.truth(SPAM_QUERY)


def test_a_search_alone_is_enough_up_to_a_block_that_overflows(devnet: Devnet) -> None:
    fetched = fetch(devnet, Faults(refused=(("/v1/", 404),)), query=SPAM_QUERY)
    assert fetched.rows == devnet.truth(SPAM_QUERY)
