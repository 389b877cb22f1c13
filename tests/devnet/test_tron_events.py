"""TRON's event reader against a node that behaves, and against nodes that lose, add and refuse.

The node is the façade of tests/devnet/tron over an anvil. What is true is taken from its chain, not
from anything that a reader sees.
"""

import time
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stableaudit.domain.blocks import BlockRange
from stableaudit.domain.errors import InconsistentError, UndecodableError, UnreachableError
from stableaudit.domain.logs import LogQuery
from tests.devnet.anvil import Anvil
from tests.devnet.tron.eventful import HOLDER, OTHER, PROBE_AT, TOKEN, play
from tests.devnet.tron.faults import Faults, Source
from tests.devnet.tron.node import TronNode
from tests.devnet.tron_events import QUERY, SPAM_QUERY, Devnet, fetch, rows_of
from tests.unit.adapters.tron.http_node import events_of

pytestmark = pytest.mark.devnet
_LAG = 19


@pytest.fixture(scope="module")
def devnet() -> Iterator[Devnet]:
    with (
        Anvil(chain_id=0x2B6653DC, number=1000, timestamp=1_790_000_001) as anvil,
        TronNode(anvil, solid_lag=_LAG) as node,
    ):
        acts = play(node.chain)
        node.chain.seal_empty(_LAG + 5)
        yield Devnet(node, acts)


def _gap(devnet: Devnet, *names: str) -> frozenset[int]:
    return frozenset(devnet.acts[name].block for name in names)


def _txids(devnet: Devnet, *names: str) -> frozenset[str]:
    return frozenset(devnet.acts[name].txid for name in names)


def test_pages_of_an_honest_node_are_what_happened(devnet: Devnet) -> None:
    fetched = fetch(devnet)
    (page,) = fetched.pages
    assert len(fetched.rows) == 11
    assert fetched.rows == devnet.truth()
    assert (page.blocks, page.last.number) == (devnet.blocks, devnet.blocks.last)
    assert (fetched.told, fetched.decided) == ("", "")
    assert page.source.endswith("events index, eth_getLogs, transaction infos")
    history = devnet.node.chain.history
    times = {row[0]: history.time(history.block(row[0]) or history.head) for row in fetched.rows}
    assert {
        n: 1000 * t for n, t in zip(page.times.numbers, page.times.timestamps, strict=True)
    } == (times)


def test_reader_names_its_chain_and_endpoint(devnet: Devnet) -> None:
    reader = events_of(devnet.node.url)
    assert (reader.chain, reader.operator) == (QUERY.contract.chain, "tester")
    assert reader.endpoint == devnet.node.url.rstrip("/")


def test_pages_put_plain_transfers_in_columns_and_all_else_beside(devnet: Devnet) -> None:
    (page,) = fetch(devnet).pages
    others = {log.transaction.hex() for log in page.others}
    assert others == _txids(devnet, "issue", "zero")
    assert len(page.transfers) == 9


def test_pages_of_an_honest_node_cost_what_is_stated(devnet: Devnet) -> None:
    """JSON-RPC's head, a window, the test; two headers, one page of the index, an info each.

    The block of three transactions with events is read whole instead: its infos and itself.
    """
    assert fetch(devnet).requests == {
        "jsonrpc": 3,
        "getblock": 3,
        "events": 1,
        "gettransactioninfobyid": 9,
        "gettransactioninfobyblocknum": 1,
    }


@pytest.mark.parametrize(
    "name", ["issue", "first", "second", "probe", "nested", "zero", "taxed", "alone", "last"]
)
def test_loss_of_a_transaction_by_the_index_is_found_and_told(devnet: Devnet, name: str) -> None:
    fetched = fetch(devnet, Faults(missing_events=_txids(devnet, name)))
    assert fetched.rows == devnet.truth()
    (sentence,) = fetched.decided.splitlines()
    assert devnet.acts[name].txid in sentence
    assert "the events index lists 0 of this contract's logs" in sentence


@pytest.mark.parametrize("name", ["issue", "first", "probe", "nested", "taxed", "alone", "last"])
def test_loss_of_a_block_by_the_search_is_found_and_told(devnet: Devnet, name: str) -> None:
    fetched = fetch(devnet, Faults(log_gaps=_gap(devnet, name)))
    assert fetched.rows == devnet.truth()
    assert str(devnet.acts[name].block) in fetched.decided
    assert "eth_getLogs" in fetched.decided


def test_loss_of_a_block_by_the_search_costs_one_more_block(devnet: Devnet) -> None:
    """Its infos and itself instead of the info of its one transaction; it is not a tested one."""
    honest, lossy = fetch(devnet), fetch(devnet, Faults(log_gaps=_gap(devnet, "taxed")))
    more = {name: lossy.requests[name] - count for name, count in honest.requests.items()}
    assert more == {
        "jsonrpc": 0,
        "events": 0,
        "getblock": 1,
        "gettransactioninfobyblocknum": 1,
        "gettransactioninfobyid": -1,
    }


def test_loss_of_every_block_by_the_search_reads_their_infos(devnet: Devnet) -> None:
    blocks = devnet.blocks
    fetched = fetch(devnet, Faults(log_gaps=frozenset(range(blocks.first, blocks.last + 1))))
    assert fetched.rows == devnet.truth()
    assert "answers differently with and without a filter" in fetched.told
    assert "answers differently with and without a filter" in fetched.decided


def test_loss_of_different_transactions_by_both_is_found(devnet: Devnet) -> None:
    faults = Faults(
        log_gaps=_gap(devnet, "taxed"), missing_events=_txids(devnet, "first", "last", "issue")
    )
    assert fetch(devnet, faults).rows == devnet.truth()


def test_loss_by_both_in_a_block_of_which_either_knows_another_event_is_found(
    devnet: Devnet,
) -> None:
    faults = Faults(log_gaps=_gap(devnet, "first"), missing_events=_txids(devnet, "first"))
    fetched = fetch(devnet, faults)
    assert fetched.rows == devnet.truth()
    assert devnet.acts["first"].txid in fetched.decided


def test_loss_of_the_only_event_of_a_block_by_both_is_not_seen_here(devnet: Devnet) -> None:
    """The balances of all holders show it, and nothing here can."""
    name = "alone"
    faults = Faults(log_gaps=_gap(devnet, name), missing_events=_txids(devnet, name))
    fetched = fetch(devnet, faults)
    lost = [row for row in devnet.truth() if row not in fetched.rows]
    assert [row[0] for row in lost] == [devnet.acts[name].block]
    assert fetched.told == ""


def test_logs_of_failed_transactions_do_not_enter_and_are_told(devnet: Devnet) -> None:
    """Such a node counts them among the logs of the block, in every interface: places shift."""
    true = devnet.truth(SPAM_QUERY)
    assert [row[1] for row in true] == [0, 1, 2, 3, 4]
    fetched = fetch(devnet, Faults(failed_logs=True), query=SPAM_QUERY)
    listed = fetched.rows[3][1] - 3
    assert [(row[0], row[2], row[3]) for row in fetched.rows] == [
        (row[0], row[2], row[3]) for row in true
    ]
    assert [row[1] for row in fetched.rows] == [0, 1, 2, 3 + listed, 4 + listed]
    assert listed > 5
    exhausted = devnet.acts["exhausted"]
    assert fetched.decided == (
        f"transaction {exhausted.txid} in block {exhausted.block} failed (OUT_OF_ENERGY): {listed}"
        " logs that its info and the events index and eth_getLogs list are no events"
    )


def test_failed_transactions_whose_logs_nobody_lists_are_not_told(devnet: Devnet) -> None:
    fetched = fetch(devnet, query=SPAM_QUERY)
    assert fetched.rows == devnet.truth(SPAM_QUERY)
    assert fetched.decided == ""


@pytest.mark.parametrize("query", [QUERY, SPAM_QUERY], ids=["gold", "spam"])
@pytest.mark.parametrize(
    ("faults", "words"),
    [
        (Faults(doubled=frozenset({Source.INDEX})), "the events index listed"),
        (Faults(doubled=frozenset({Source.LOGS})), "eth_getLogs listed"),
        (Faults(shuffled=frozenset({Source.INDEX})), ""),
        (Faults(shuffled=frozenset({Source.LOGS})), ""),
        (Faults(doubled=frozenset(Source), shuffled=frozenset(Source)), "more than once"),
    ],
)
def test_doubled_and_disordered_events_change_nothing(
    devnet: Devnet, faults: Faults, words: str, query: LogQuery
) -> None:
    fetched = fetch(devnet, faults, query=query)
    assert fetched.rows == devnet.truth(query)
    assert (words in fetched.told, fetched.decided) == (True, "")


def test_a_log_that_no_source_tells_is_not_seen_here(devnet: Devnet) -> None:
    """As if it had never been emitted: only the balances of all holders tell."""
    lost = (devnet.acts["second"].txid, 0)
    fetched = fetch(devnet, Faults(missing_logs=frozenset({lost})))
    assert len(fetched.rows) == len(devnet.truth()) - 1
    assert (fetched.told, fetched.decided) == ("", "")


def test_infos_that_lack_a_transaction_are_asked_for_one_by_one(devnet: Devnet) -> None:
    fetched = fetch(devnet, Faults(missing_infos=_txids(devnet, "second", "lookalike")))
    assert fetched.rows == devnet.truth()
    assert "infos of 2 transactions, not of the 4 in it; asked for one by one" in fetched.told
    assert fetched.requests["gettransactioninfobyid"] == 10


def test_infos_that_lack_transactions_of_a_block_that_the_search_lost_are_completed(
    devnet: Devnet,
) -> None:
    faults = Faults(
        missing_infos=_txids(devnet, "first", "lookalike"), log_gaps=_gap(devnet, "first")
    )
    assert fetch(devnet, faults).rows == devnet.truth()


def test_an_endpoint_without_index_works_and_says_that_one_source_stood(devnet: Devnet) -> None:
    fetched = fetch(devnet, Faults(refused=(("/v1/", 404),)))
    assert fetched.rows == devnet.truth()
    assert "no events index (HTTP 404" in fetched.told
    assert "rest on its eth_getLogs alone" in fetched.told
    assert fetched.pages[0].source.endswith("): eth_getLogs, transaction infos")


@pytest.mark.parametrize("status", [404, 405])
def test_an_endpoint_without_json_rpc_works_and_says_that_one_source_stood(
    devnet: Devnet, status: int
) -> None:
    fetched = fetch(devnet, Faults(refused=(("/jsonrpc", status),)))
    assert fetched.rows == devnet.truth()
    assert f"no eth_getLogs (HTTP {status}" in fetched.told
    assert "rest on its events index alone" in fetched.told
    assert fetched.pages[0].source.endswith("): events index, transaction infos")


def test_an_endpoint_with_neither_is_unreachable(devnet: Devnet) -> None:
    with pytest.raises(UnreachableError, match="neither an events index nor JSON-RPC"):
        fetch(devnet, Faults(refused=(("/v1/", 404), ("/jsonrpc", 405))))


def test_an_index_that_fails_is_not_taken_for_none(devnet: Devnet) -> None:
    with pytest.raises(UnreachableError, match="HTTP 500"):
        fetch(devnet, Faults(refused=(("/v1/", 500),)), seconds=2)


def test_a_rate_limit_is_waited_out(devnet: Devnet) -> None:
    faults = Faults(rate_limit_after=5, rate_limit_count=1, suspended_seconds=1)
    started = time.monotonic()
    assert fetch(devnet, faults).rows == devnet.truth()
    assert time.monotonic() - started >= 1.0


@pytest.mark.parametrize(
    ("faults", "error", "words"),
    [
        (Faults(error_200="class java.lang.Exception : broken"), UnreachableError, "broken"),
        (Faults(wrong_chain=True), InconsistentError, "instead of tron:0x2b6653dc"),
        (Faults(head_lag=40), InconsistentError, "come to block"),
        (Faults(empty_objects=frozenset({"getblock"})), InconsistentError, "no such block"),
        (
            Faults(empty_objects=frozenset({"gettransactioninfobyid"})),
            InconsistentError,
            "no such transaction",
        ),
        (
            Faults(empty_objects=frozenset({"gettransactioninfobyblocknum"})),
            UndecodableError,
            "is no list",
        ),
    ],
)
def test_an_endpoint_that_answers_wrongly_is_refused(
    devnet: Devnet, faults: Faults, error: type[Exception], words: str
) -> None:
    with pytest.raises(error, match=words):
        fetch(devnet, faults, seconds=2)


def test_a_node_that_takes_fewer_blocks_a_request_is_asked_for_fewer(devnet: Devnet) -> None:
    before = devnet.node.max_block_range
    devnet.node.max_block_range = 10
    try:
        fetched = fetch(devnet)
    finally:
        devnet.node.max_block_range = before
    assert fetched.rows == devnet.truth()
    assert fetched.requests["jsonrpc"] < 12


def test_blocks_without_events_give_a_page_without_any(devnet: Devnet) -> None:
    last = devnet.blocks.last
    (page,) = fetch(devnet, blocks=BlockRange(last - 2, last)).pages
    assert (rows_of(page), len(page.times.numbers)) == ([], 0)


@given(st.data())
@settings(deadline=None, max_examples=12)
def test_any_partition_of_the_range_has_the_same_logs(devnet: Devnet, data: st.DataObject) -> None:
    """Property: how a range is cut changes nothing, whatever the node loses meanwhile."""
    whole = devnet.blocks
    cuts = data.draw(st.sets(st.integers(whole.first + 1, whole.last), max_size=4))
    lost = data.draw(st.sampled_from(["first", "taxed", "zero"]))
    starts = [whole.first, *sorted(cuts)]
    ends = [*(start - 1 for start in starts[1:]), whole.last]
    faults = Faults(missing_events=_txids(devnet, lost), log_gaps=_gap(devnet, "last"))
    with devnet.node.mirror(faults=faults) as operator:
        reader = events_of(operator.url, seconds=60)
        pages = [
            page
            for first, last in zip(starts, ends, strict=True)
            for page in reader.pages(QUERY, BlockRange(first, last))
        ]
    assert sorted(row for page in pages for row in rows_of(page)) == devnet.truth()


def test_transactions_are_told_with_sender_target_and_data(devnet: Devnet) -> None:
    wanted = [(bytes.fromhex(each.txid), each.block) for each in devnet.acts.values()]
    with devnet.node.mirror() as operator:
        calls = events_of(operator.url).transactions([*wanted, wanted[0]])
        assert sum(operator.requests.values()) == len(wanted)
    first = calls[bytes.fromhex(devnet.acts["first"].txid)]
    nested = calls[bytes.fromhex(devnet.acts["nested"].txid)]
    assert (first.sender, first.to, first.block) == (HOLDER, TOKEN, devnet.acts["first"].block)
    assert first.data.hex().endswith(OTHER.hex() + f"{30:064x}")
    assert nested.to == PROBE_AT


def test_transactions_that_are_unknown_are_inconsistent(devnet: Devnet) -> None:
    with (
        devnet.node.mirror() as operator,
        pytest.raises(InconsistentError, match="no such transaction"),
    ):
        events_of(operator.url, seconds=2).transactions([(b"\x11" * 32, 1001)])
