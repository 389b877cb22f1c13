"""TronGrid's event index: shapes of the recorded mainnet answers, paging, filters."""

import pytest

from tests.devnet.tron.addresses import show
from tests.devnet.tron.client import Client
from tests.devnet.tron.faults import Faults
from tests.devnet.tron.node import TronNode
from tests.devnet.tron.stage import HOLDER, OTHER, PROBE_AT, TOKEN_BASE58, Stage

pytestmark = pytest.mark.devnet
EVENTS = f"v1/contracts/{TOKEN_BASE58}/events"


def test_event_has_the_shape_of_a_mainnet_answer(client: Client, stage: Stage) -> None:
    """Keys as in realdata/tron/trongrid_events_transfer_two_in_one_tx.json."""
    first, second = stage.transfers
    answer = client.get(f"{EVENTS}?block_number={first.block}").json
    assert answer["data"][1] | {"block_timestamp": 0} == {
        "block_number": second.block,
        "block_timestamp": 0,
        "caller_contract_address": TOKEN_BASE58,
        "contract_address": TOKEN_BASE58,
        "event_index": 0,
        "event_name": "Transfer",
        "result": {
            "0": "0x" + HOLDER.hex(),
            "1": "0x" + OTHER.hex(),
            "2": "12",
            "from": "0x" + HOLDER.hex(),
            "to": "0x" + OTHER.hex(),
            "value": "12",
        },
        "result_type": {"from": "address", "to": "address", "value": "uint256"},
        "event": "Transfer(address indexed from, address indexed to, uint256 value)",
        "transaction_id": second.txid,
    }
    assert answer["success"] is True
    assert answer["meta"]["page_size"] == 2


def test_events_pages_follow_the_fingerprint_to_the_end(client: Client) -> None:
    path, found = f"{EVENTS}?order_by=block_timestamp,asc&limit=1", []
    for _ in range(3):
        page = client.get(path).json
        found += [row["event_name"] for row in page["data"]]
        path = page["meta"].get("links", {}).get("next", "")
    assert (found, path) == (["Issue", "Transfer", "Transfer"], "")


def test_events_newest_come_first_by_default(client: Client) -> None:
    numbers = [row["block_number"] for row in client.get(EVENTS).json["data"]]
    assert numbers == sorted(numbers, reverse=True)
    assert len(set(numbers)) == 2


def test_events_fingerprint_of_other_parameters_is_refused(client: Client) -> None:
    token = client.get(f"{EVENTS}?limit=1").json["meta"]["fingerprint"]
    answer = client.get(f"{EVENTS}?limit=2&fingerprint={token}")
    assert answer.status == 400
    assert answer.json == {
        "success": False,
        "error": "Invalid query filter(s)!: [fingerprint does not match current set of params]",
        "statusCode": 400,
    }


def test_events_lost_fingerprint_leaves_a_full_page_without_a_next(
    client: Client, node: TronNode
) -> None:
    node.faults = Faults(lost_fingerprint=True)
    page = client.get(f"{EVENTS}?limit=1").json
    assert (len(page["data"]), set(page["meta"])) == (1, {"at", "page_size"})


def test_events_limit_above_two_hundred_is_refused(client: Client) -> None:
    assert client.get(f"{EVENTS}?limit=201").status == 400


def test_events_name_and_time_choose(client: Client, stage: Stage) -> None:
    (issue,) = client.get(f"{EVENTS}?event_name=Issue").json["data"]
    assert issue["transaction_id"] == stage.issued.txid
    after = issue["block_timestamp"] + 1
    later = client.get(f"{EVENTS}?min_block_timestamp={after}").json["data"]
    assert {row["event_name"] for row in later} == {"Transfer"}
    until = client.get(f"{EVENTS}?max_block_timestamp={after}").json["data"]
    assert [row["event_name"] for row in until] == ["Issue"]


def test_events_confirmed_only_end_at_the_solidified_block(client: Client, node: TronNode) -> None:
    assert len(client.get(f"{EVENTS}?only_confirmed=true").json["data"]) == 3
    node.solid_lag, lag = 10_000, node.solid_lag
    none = client.get(f"{EVENTS}?only_confirmed=true").json["data"]
    node.solid_lag = lag
    assert none == []


def test_events_of_a_transaction_are_answered(client: Client, stage: Stage) -> None:
    rows = client.get(f"v1/transactions/{stage.issued.txid}/events").json["data"]
    assert [row["event_name"] for row in rows] == ["Issue"]


def test_events_failed_transaction_has_none(client: Client) -> None:
    path = f"v1/contracts/{show(PROBE_AT, visible=True)}/events"
    assert client.get(path).json["data"] == []


def test_events_failed_logs_of_one_transaction_come_last_first(
    client: Client, node: TronNode
) -> None:
    node.faults = Faults(failed_logs=True)
    rows = client.get(f"v1/contracts/{show(PROBE_AT, visible=True)}/events").json["data"]
    told = [(row["event_index"], row["event_name"]) for row in rows]
    assert told == [(1, "Transfer"), (0, "Issue")]
