"""A ledger of supply events alone: what a token of many transfers costs then, and what is found.

The node is the façade of tests/devnet/tron over an anvil. What is true is taken from its chain.
"""

from collections.abc import Iterator

import pytest

from stableaudit.domain.identifiers import AccountId
from stableaudit.domain.ledger import EntryKind
from stableaudit.domain.logs import TRANSFER_TOPIC, LogQuery
from stableaudit.domain.tokens import SupplyLaw
from stableaudit.ledger.law import law_of
from tests.devnet.anvil import Anvil
from tests.devnet.tron.faults import Faults, Source
from tests.devnet.tron.node import TronNode
from tests.devnet.tron.supply_acts import FEW_AT, MANY_AT, TRANSFERS, play
from tests.devnet.tron_events import Devnet, Fetched, fetch
from tests.unit.adapters.tron.http_node import CHAIN

pytestmark = pytest.mark.devnet
_LAG = 19
_LAW = law_of(SupplyLaw.TETHER_TRON)
_SUPPLY = ["issue", "redeem", "issue more", "destroy", "redeem more", "last"]


def _query(token: bytes, *, full: bool = False) -> LogQuery:
    return _LAW.query(AccountId(CHAIN, token), full=full)


_MANY = _query(MANY_AT)


@pytest.fixture(scope="module")
def devnet() -> Iterator[Devnet]:
    with (
        Anvil(chain_id=0x2B6653DC, number=1000, timestamp=1_790_000_001) as anvil,
        TronNode(anvil, solid_lag=_LAG) as node,
    ):
        acts = play(node.chain)
        node.chain.seal_empty(_LAG + 5)
        yield Devnet(node, acts)


def _supply(devnet: Devnet, faults: Faults | None = None) -> Fetched:
    return fetch(devnet, faults, query=_MANY)


def _of(devnet: Devnet, *names: str) -> tuple[frozenset[str], frozenset[int]]:
    acts = [devnet.acts[name] for name in names]
    return frozenset(act.txid for act in acts), frozenset(act.block for act in acts)


def test_supply_events_alone_are_those_of_the_full_fetch(devnet: Devnet) -> None:
    supply, full = _supply(devnet), fetch(devnet, query=_query(MANY_AT, full=True))
    kinds = {row[2][0] for row in full.rows}
    assert TRANSFER_TOPIC in kinds
    assert len(full.rows) == 10 * TRANSFERS[MANY_AT] + 10 + len(_SUPPLY)
    assert supply.rows == [row for row in full.rows if row[2][0] != TRANSFER_TOPIC]
    assert supply.rows == devnet.truth(_MANY)
    assert len(supply.rows) == len(_SUPPLY)
    assert (supply.told, supply.decided) == ("", "")


def test_supply_events_alone_are_read_as_the_same_mints_and_burns(devnet: Devnet) -> None:
    (page,) = _supply(devnet).pages
    reading = _LAW.read(page, full=False)
    assert [(entry.kind, entry.base_units) for entry in reading.entries] == [
        (EntryKind.MINT, 1_000_000),
        (EntryKind.BURN, 300),
        (EntryKind.MINT, 70),
        (EntryKind.WIPE, 41),
        (EntryKind.BURN, 8),
        (EntryKind.MINT, 5),
    ]
    assert reading.irregular == ()


def test_requests_do_not_grow_with_the_transfers(devnet: Devnet) -> None:
    """Fifty transfers against two thousand, in the same blocks beside the same supply events.

    JSON-RPC's head, a window, the test; two headers; the index for each of three names; an info
    each, but of the block with three supply events its infos and itself.
    """
    few, many = fetch(devnet, query=_query(FEW_AT)), _supply(devnet)
    assert many.requests == {
        "jsonrpc": 3,
        "getblock": 3,
        "events": 3,
        "gettransactioninfobyid": 3,
        "gettransactioninfobyblocknum": 1,
    }
    assert few.requests == many.requests


def test_requests_of_a_full_fetch_grow_with_the_transfers(devnet: Devnet) -> None:
    few, many = (fetch(devnet, query=_query(at, full=True)).requests for at in (FEW_AT, MANY_AT))
    assert (few["events"], many["events"]) == (1, 11)


@pytest.mark.parametrize("name", _SUPPLY)
def test_loss_of_a_supply_event_by_the_index_is_found_and_told(devnet: Devnet, name: str) -> None:
    fetched = _supply(devnet, Faults(missing_events=_of(devnet, name)[0]))
    assert fetched.rows == devnet.truth(_MANY)
    assert fetched.decided == (
        f"transaction {devnet.acts[name].txid} in block {devnet.acts[name].block}: the events index"
        " lists 0 of this contract's logs of Issue, Redeem, DestroyedBlackFunds; its info, with 1,"
        " decides"
    )


@pytest.mark.parametrize("name", _SUPPLY)
def test_loss_of_a_supply_event_by_the_search_is_found_and_told(devnet: Devnet, name: str) -> None:
    fetched = _supply(devnet, Faults(log_gaps=_of(devnet, name)[1]))
    assert fetched.rows == devnet.truth(_MANY)
    assert str(devnet.acts[name].block) in fetched.decided
    assert "eth_getLogs" in fetched.decided


def test_loss_of_every_block_by_the_search_is_found_and_told(devnet: Devnet) -> None:
    every = frozenset(range(devnet.blocks.first, devnet.blocks.last + 1))
    fetched = _supply(devnet, Faults(log_gaps=every))
    assert fetched.rows == devnet.truth(_MANY)
    assert "answers differently with and without a filter" in fetched.told


def test_loss_of_transfers_alone_concerns_nobody(devnet: Devnet) -> None:
    names, blocks = _of(devnet, "params", "params again", "moved again")
    fetched = _supply(devnet, Faults(missing_events=names, log_gaps=blocks))
    assert fetched.rows == devnet.truth(_MANY)
    assert (fetched.told, fetched.decided) == ("", "")


def test_supply_event_of_a_failed_transaction_does_not_enter_and_is_told(devnet: Devnet) -> None:
    fetched = _supply(devnet, Faults(failed_logs=True))
    failed = devnet.acts["exhausted"]
    assert fetched.rows == devnet.truth(_MANY)
    assert fetched.decided == (
        f"transaction {failed.txid} in block {failed.block} failed (OUT_OF_ENERGY): 1 logs that its"
        " info and the events index and eth_getLogs list are no events"
    )


@pytest.mark.parametrize(
    ("path", "words"),
    [("/v1/", "rest on its eth_getLogs alone"), ("/jsonrpc", "rest on its events index alone")],
)
def test_one_source_alone_finds_the_supply_events_and_says_so(
    devnet: Devnet, path: str, words: str
) -> None:
    fetched = _supply(devnet, Faults(refused=((path, 404),)))
    assert fetched.rows == devnet.truth(_MANY)
    assert words in fetched.told


def test_doubled_and_disordered_events_change_nothing(devnet: Devnet) -> None:
    faults = Faults(doubled=frozenset(Source), shuffled=frozenset(Source))
    fetched = _supply(devnet, faults)
    assert fetched.rows == devnet.truth(_MANY)
    assert fetched.decided == ""
