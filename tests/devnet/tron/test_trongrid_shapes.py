"""TronGrid's answers beside those that mainnet gave, captured on 2026-10-01."""

import json
import re
from typing import Any

import pytest

from tests.devnet.tron.client import Client
from tests.devnet.tron.comparison import described
from tests.devnet.tron.faults import Faults
from tests.devnet.tron.node import TronNode
from tests.devnet.tron.recorded import REALDATA
from tests.devnet.tron.stage import TOKEN_BASE58, Stage

FOLDER = REALDATA / "tron"
pytestmark = [
    pytest.mark.devnet,
    pytest.mark.skipif(not FOLDER.is_dir(), reason=f"the captures are not at {FOLDER}"),
]
EVENTS = f"v1/contracts/{TOKEN_BASE58}/events"


def _capture(name: str) -> Any:  # noqa: ANN401 - recorded JSON
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))


def test_two_events_of_one_block_have_the_captured_shape(client: Client, stage: Stage) -> None:
    captured = _capture("trongrid_events_transfer_two_in_one_tx")["data"]
    ours = client.get(f"{EVENTS}?block_number={stage.transfers[0].block}").json["data"]
    assert described(ours) == described(captured)


def test_last_page_of_events_has_the_captured_shape(client: Client) -> None:
    captured = _capture("trongrid_events_counterfeit_usdt")
    ours = client.get(f"{EVENTS}?event_name=Transfer").json
    assert described(ours) == described(captured)


def test_page_with_a_next_has_the_captured_meta(client: Client) -> None:
    """`success` was trimmed from that capture, and 3 of 200 rows are left."""
    captured = _capture("trongrid_events_added_blacklist_asc_page")["meta"]
    ours = client.get(f"{EVENTS}?limit=1&order_by=block_timestamp,asc").json["meta"]
    assert set(ours) == set(captured)
    assert set(ours["links"]) == set(captured["links"])


def test_refused_fingerprint_is_the_captured_answer(client: Client) -> None:
    captured = _capture("trongrid_error_fingerprint_mismatch")
    assert client.get(f"{EVENTS}?fingerprint=1z00").json == captured


@pytest.mark.parametrize(
    ("with_key", "seconds", "capture"),
    [(False, 5, "rate_limited_429_no_key"), (True, 30, "rate_limited_with_key")],
)
def test_rate_limit_reads_as_captured(
    client: Client, node: TronNode, *, with_key: bool, seconds: int, capture: str
) -> None:
    captured = _capture(f"trongrid_{capture}")
    node.faults = Faults(rate_limit_after=0, with_key=with_key, suspended_seconds=seconds)
    answer = client.get(EVENTS)
    assert answer.status == captured["status"]
    assert answer.content_type == captured["headers"]["Content-Type"]
    expected = json.loads(captured["body"])["Error"]
    ours = re.sub(
        r"rate of \(\w+\)", "rate of (getTrc20TransactionsByAccount)", answer.json["Error"]
    )
    # The captured text goes on with a link to the documentation where there is no key.
    assert expected.startswith(ours)
