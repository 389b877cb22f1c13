"""What a node can take away, double and disorder: on every source of it, or on one."""

from collections.abc import Iterator
from typing import Any, Final

import pytest

from tests.devnet.anvil import Anvil
from tests.devnet.artifacts import encode_call
from tests.devnet.long_history import Expected, play_history
from tests.devnet.spreading import most_needed
from tests.devnet.tron.client import Client
from tests.devnet.tron.faults import Faults, Source
from tests.devnet.tron.node import TronNode
from tests.devnet.tron.stage import GOLD, HOLDER, OWNER, TOKEN, TOKEN_BASE58

pytestmark = pytest.mark.devnet

COUNT: Final = 700
ADDRESS: Final = "0x" + TOKEN.hex()
Key = tuple[str, int]
"""Transaction id and place among its logs."""


@pytest.fixture(scope="module")
def played() -> Iterator[tuple[TronNode, Expected]]:
    """An issue by the owner, then a long history."""
    supply = 2 * most_needed(COUNT)
    with Anvil() as anvil, TronNode(anvil, solid_lag=2) as node:
        node.chain.place(GOLD, [OWNER, OWNER], at=TOKEN, sender=OWNER)
        node.chain.send(OWNER, TOKEN, encode_call(GOLD, "issue", HOLDER, supply))
        node.chain.seal()
        history = play_history(
            node.chain, TOKEN, funder=5, balances={HOLDER: supply}, transfers=COUNT, holders=100
        )
        node.chain.seal_empty(2)
        yield node, history


@pytest.fixture
def node(played: tuple[TronNode, Expected]) -> Iterator[TronNode]:
    yield played[0]
    played[0].faults = Faults()


@pytest.fixture
def client(node: TronNode) -> Client:
    return Client(node.url)


def _logs(client: Client) -> list[dict[str, Any]]:
    asked = {"fromBlock": "0x0", "toBlock": "latest", "address": ADDRESS}
    found: list[dict[str, Any]] = client.rpc("eth_getLogs", asked)["result"]
    return found


def _log_keys(client: Client) -> list[tuple[str, int]]:
    return [(log["transactionHash"][2:], int(log["logIndex"], 16)) for log in _logs(client)]


def _rows(client: Client, words: str = "") -> list[dict[str, Any]]:
    url = f"v1/contracts/{TOKEN_BASE58}/events?limit=200&order_by=block_timestamp,asc{words}"
    found: list[dict[str, Any]] = []
    while url:
        page = client.get(url).json
        found += page["data"]
        url = page["meta"].get("links", {}).get("next", "")
    return found


def _row_keys(client: Client) -> list[Key]:
    return [(row["transaction_id"], row["event_index"]) for row in _rows(client)]


def _infos(client: Client, node: TronNode) -> list[dict[str, Any]]:
    return [
        info
        for number in range(1, node.chain.head + 1)
        for info in client.post("wallet/gettransactioninfobyblocknum", {"num": number}).json
    ]


def _info_keys(client: Client, node: TronNode) -> list[Key]:
    return [
        (info["id"], ordinal)
        for info in _infos(client, node)
        for ordinal in range(len(info.get("log", [])))
    ]


def _values(client: Client, node: TronNode) -> tuple[list[int], list[int], list[int]]:
    """The amounts that each source tells, in order of size."""
    infos = [log["data"] for info in _infos(client, node) for log in info.get("log", [])]
    return (
        sorted(int(log["data"], 16) for log in _logs(client)),
        sorted(map(_amount, _rows(client))),
        sorted(int(data, 16) for data in infos),
    )


def _amount(row: dict[str, Any]) -> int:
    return int(row["result"]["0" if row["event_name"] == "Issue" else "2"])


def test_sources_of_a_healthy_node_tell_the_same(client: Client, node: TronNode) -> None:
    logs, rows, infos = _values(client, node)
    assert logs == rows == infos
    assert len(logs) == COUNT + 3
    assert sorted(_row_keys(client)) == sorted(_info_keys(client, node))


@pytest.mark.parametrize("which", ["first", "middle", "last", "issue"])
def test_missing_log_is_told_by_no_source_and_numbers_close_up(
    client: Client, node: TronNode, which: str
) -> None:
    rows = sorted(_rows(client), key=lambda row: (row["block_number"], row["event_index"]))
    chosen = {"first": rows[3], "middle": rows[COUNT // 2], "last": rows[-1], "issue": rows[0]}
    lost = chosen[which]
    assert (lost["event_name"] == "Issue") == (which == "issue")
    before = _values(client, node)
    name = lost["transaction_id"]
    node.faults = Faults(missing_logs=frozenset({(name, lost["event_index"])}))
    after = _values(client, node)
    assert [sorted([*told, _amount(lost)]) for told in after] == list(before)
    of_it = [ordinal for txid, ordinal in _row_keys(client) if txid == name]
    assert sorted(of_it) == list(range(len(of_it)))
    one = client.post("wallet/gettransactioninfobyid", {"value": name}).json
    receipt = client.rpc("eth_getTransactionReceipt", "0x" + name)["result"]
    assert len(one.get("log", [])) == len(receipt["logs"]) == len(of_it)
    events = client.get(f"v1/transactions/{name}/events").json["data"]
    assert len(events) == len(of_it)


def test_missing_window_is_told_by_no_source_but_its_transactions_are(
    client: Client, node: TronNode, played: tuple[TronNode, Expected]
) -> None:
    blocks = sorted({each.block for each in played[1].transfers})
    first, last = blocks[1], blocks[2]
    transactions = len(_infos(client, node))
    kept = COUNT + 3 - sum(first <= each.block <= last for each in played[1].transfers)
    node.faults = Faults(missing_windows=((first, last),))
    assert [len(told) for told in _values(client, node)] == [kept, kept, kept]
    assert len(_infos(client, node)) == transactions
    node.faults = Faults(missing_windows=((first, first), (last, last)))
    assert len(_logs(client)) == kept - sum(first < b < last for b in blocks)


def test_altered_log_has_another_amount_on_every_source(client: Client, node: TronNode) -> None:
    row = _rows(client)[COUNT // 2]
    amount = _amount(row)
    before = _values(client, node)
    node.faults = Faults(altered_logs=frozenset({(row["transaction_id"], row["event_index"])}))
    after = _values(client, node)
    for told, once in zip(after, before, strict=True):
        assert sorted([*told, amount]) == sorted([*once, amount ^ 1])


@pytest.mark.parametrize("source", list(Source))
def test_doubled_source_tells_each_event_twice_and_the_others_once(
    client: Client, node: TronNode, source: Source
) -> None:
    logs, rows, infos = _log_keys(client), _row_keys(client), _info_keys(client, node)
    node.faults = Faults(doubled=frozenset({source}))
    times = {each: 2 if each is source else 1 for each in Source}
    assert _log_keys(client) == [key for key in logs for _ in range(times[Source.LOGS])]
    assert _row_keys(client) == [key for key in rows for _ in range(times[Source.INDEX])]
    assert _info_keys(client, node) == infos


@pytest.mark.parametrize("source", list(Source))
def test_shuffled_source_tells_the_same_events_in_no_order(
    client: Client, node: TronNode, source: Source
) -> None:
    logs, rows = _log_keys(client), _row_keys(client)
    node.faults = Faults(shuffled=frozenset({source}))
    told = {Source.LOGS: _log_keys(client), Source.INDEX: _row_keys(client)}
    for each, before in ((Source.LOGS, logs), (Source.INDEX, rows)):
        assert sorted(told[each]) == sorted(before)
        assert (told[each] == before) == (each is not source)
    assert (_log_keys(client), _row_keys(client)) == (told[Source.LOGS], told[Source.INDEX])


@pytest.mark.parametrize("order", ["asc", "desc"])
@pytest.mark.parametrize("limit", [7, 199])
def test_index_of_any_page_size_tells_the_same_rows(client: Client, order: str, limit: int) -> None:
    whole, paged = (
        _rows(client, f"&order_by=block_timestamp,{order}&limit={each}") for each in (200, limit)
    )
    assert paged == whole
    assert len(whole) == COUNT + 3
    numbers = [row["block_number"] for row in whole]
    assert numbers == sorted(numbers, reverse=order == "desc")


def test_index_grows_while_it_is_read_from_the_newest_on_without_a_repetition(
    client: Client, node: TronNode
) -> None:
    """A page begins at an event, not at a count: what comes later moves nothing."""
    path = f"v1/contracts/{TOKEN_BASE58}/events?limit=100&only_confirmed=true"
    before = [row["transaction_id"] for row in _rows(client, "&only_confirmed=true")]
    page = client.get(path).json
    found = [row["transaction_id"] for row in page["data"]]
    node.chain.send(HOLDER, TOKEN, encode_call(GOLD, "approve", OWNER, 1))
    node.chain.seal()
    node.chain.seal_empty(2)
    while "links" in page["meta"]:
        page = client.get(page["meta"]["links"]["next"]).json
        found += [row["transaction_id"] for row in page["data"]]
    node.chain.reorganise(3)
    assert sorted(found) == sorted(before)


def test_index_forgets_what_a_reorganisation_took_away(client: Client, node: TronNode) -> None:
    before = len(_rows(client))
    node.chain.send(HOLDER, TOKEN, encode_call(GOLD, "approve", OWNER, 2))
    node.chain.seal()
    grown = len(_rows(client))
    node.chain.reorganise(1)
    assert (grown, len(_rows(client))) == (before + 1, before)
