"""Every fault switch: what it changes, and that nothing is wrong without it."""

import time

import pytest
import urllib3

from tests.devnet.tron.client import Client
from tests.devnet.tron.faults import Body, Faults
from tests.devnet.tron.node import TronNode
from tests.devnet.tron.stage import (
    HOLDER,
    OTHER,
    PROBE_AT,
    SUPPLY,
    TOKEN,
    TOKEN_BASE58,
    Stage,
    balance_call,
    constant_call,
    transfer,
)

pytestmark = pytest.mark.devnet

GENESIS = "00000000000000001ebf88508a03865c71d452e25f4d51194196a1d22b6653dc"
CALL = "triggerconstantcontract"
SUPPLY_CALL = constant_call("totalSupply()")
RPC_SUPPLY = {"to": "0x" + TOKEN.hex(), "data": "0x18160ddd"}


def _supply(client: Client, service: str = "walletsolidity") -> int:
    return int(client.post(f"{service}/{CALL}", SUPPLY_CALL).json["constant_result"][0], 16)


def _logs(client: Client, stage: Stage, **more: object) -> list[dict[str, str]]:
    block = hex(stage.transfers[0].block)
    found: list[dict[str, str]] = client.rpc(
        "eth_getLogs", {"fromBlock": block, "toBlock": block, **more}
    )["result"]
    return found


def test_wrong_chain_shows_another_genesis(client: Client, node: TronNode) -> None:
    assert client.post("wallet/getblock", {"id_or_num": "0"}).json["blockID"] == GENESIS
    node.faults = Faults(wrong_chain=True)
    assert client.post("wallet/getblock", {"id_or_num": "0"}).json["blockID"] != GENESIS
    assert client.rpc("eth_chainId")["result"] != "0x2b6653dc"


def test_head_lag_moves_both_heads(client: Client, node: TronNode) -> None:
    node.faults = Faults(head_lag=4)
    assert int(client.rpc("eth_blockNumber")["result"], 16) == node.chain.head - 4
    answer = client.rpc("eth_blockNumber", path="jsonrpc-solidity")
    assert int(answer["result"], 16) == node.chain.head - 23


def test_stuck_node_does_not_follow_the_chain(client: Client, node: TronNode) -> None:
    at = node.chain.head
    node.faults = Faults(stuck_at=at)
    node.chain.seal_empty(2)
    assert int(client.rpc("eth_blockNumber")["result"], 16) == at


def test_state_from_head_is_stamped_with_the_solidified_block(
    client: Client, node: TronNode
) -> None:
    honest = client.post(f"walletsolidity/{CALL}", balance_call(OTHER)).json
    node.chain.send(HOLDER, TOKEN, transfer(9))
    node.chain.seal()
    node.chain.seal_empty(1)
    node.solid_lag += 2
    node.faults = Faults(state_from_head=True)
    lying = client.post(f"walletsolidity/{CALL}", balance_call(OTHER)).json
    node.solid_lag -= 2
    stamps = [each["transaction"]["raw_data"]["expiration"] for each in (honest, lying)]
    values = [int(each["constant_result"][0], 16) for each in (honest, lying)]
    assert stamps[0] == stamps[1]
    assert values[1] == values[0] + 9


def test_supply_off_by_one_is_told_on_every_interface(client: Client, node: TronNode) -> None:
    assert _supply(client) == SUPPLY
    node.faults = Faults(supply_off_by=1)
    assert (_supply(client), _supply(client, "wallet")) == (SUPPLY + 1, SUPPLY + 1)
    assert int(client.rpc("eth_call", RPC_SUPPLY, "latest")["result"], 16) == SUPPLY + 1


def test_log_gap_hides_filtered_logs_only(client: Client, node: TronNode, stage: Stage) -> None:
    address = "0x" + TOKEN.hex()
    assert len(_logs(client, stage, address=address)) == 2
    node.faults = Faults(log_gaps=frozenset({stage.transfers[0].block}))
    assert _logs(client, stage, address=address) == []
    assert len(_logs(client, stage)) == 2


def test_failed_logs_are_listed_everywhere(client: Client, node: TronNode, stage: Stage) -> None:
    block, name = hex(stage.reverted.block), {"value": stage.reverted.txid}
    asked = {"address": "0x" + PROBE_AT.hex(), "fromBlock": block, "toBlock": block}
    assert client.rpc("eth_getLogs", asked)["result"] == []
    node.faults = Faults(failed_logs=True)
    info = client.post("wallet/gettransactioninfobyid", name).json
    assert (len(info["log"]), info["receipt"]["result"]) == (2, "REVERT")
    assert len(client.rpc("eth_getLogs", asked)["result"]) == 2
    receipt = client.rpc("eth_getTransactionReceipt", "0x" + stage.reverted.txid)["result"]
    assert (receipt["status"], len(receipt["logs"])) == ("0x0", 2)


def test_missing_info_is_left_out_silently(client: Client, node: TronNode, stage: Stage) -> None:
    first, second = stage.transfers
    node.faults = Faults(missing_infos=frozenset({first.txid}))
    infos = client.post("wallet/gettransactioninfobyblocknum", {"num": first.block}).json
    assert [each["id"] for each in infos] == [second.txid]


def test_missing_event_is_left_out_silently(client: Client, node: TronNode, stage: Stage) -> None:
    first, second = stage.transfers
    node.faults = Faults(missing_events=frozenset({first.txid}))
    path = f"v1/contracts/{TOKEN_BASE58}/events?block_number={first.block}"
    assert [row["transaction_id"] for row in client.get(path).json["data"]] == [second.txid]


@pytest.mark.parametrize(
    ("with_key", "text"), [(False, "is suspended for 5 s"), (True, "frequency limit(15)")]
)
def test_rate_limit_after_two_requests_refuses_with_trongrids_text(
    client: Client, node: TronNode, *, with_key: bool, text: str
) -> None:
    node.faults = Faults(rate_limit_after=2, with_key=with_key)
    answers = [client.post("wallet/getnowblock") for _ in range(4)]
    assert [each.status for each in answers] == [200, 200, 429, 429]
    assert text in answers[2].json["Error"]


def test_rate_limit_of_one_request_serves_again(client: Client, node: TronNode) -> None:
    node.faults = Faults(rate_limit_after=1, rate_limit_count=1)
    answers = [client.post("wallet/getnowblock").status for _ in range(3)]
    assert answers == [200, 429, 200]


def test_error_200_is_no_http_error(client: Client, node: TronNode) -> None:
    node.faults = Faults(error_200="class java.lang.Exception : lack of computing resources")
    answer = client.post("walletsolidity/getnowblock")
    assert answer.status == 200
    assert "lack of computing resources" in answer.json["Error"]


def test_cpu_timeouts_run_out(client: Client, node: TronNode) -> None:
    node.faults = Faults(cpu_timeouts=1)
    first, second = (client.rpc("eth_call", RPC_SUPPLY, "latest") for _ in range(2))
    assert first["error"]["code"] == -32000
    assert first["error"]["message"] == "CPU timeout for 'PUSH1' operation executing"
    assert int(second["result"], 16) == SUPPLY


def test_reverting_call_still_has_result_true(client: Client, node: TronNode) -> None:
    node.faults = Faults(reverting=frozenset({"18160ddd"}))
    answer = client.post(f"walletsolidity/{CALL}", SUPPLY_CALL).json
    assert answer["result"] == {"result": True, "message": "REVERT opcode executed"}
    assert answer["transaction"]["ret"] == [{"ret": "FAILED"}]


def test_empty_object_is_answered_for_the_method_named(client: Client, node: TronNode) -> None:
    node.faults = Faults(empty_objects=frozenset({"getnowblock"}))
    assert client.post("wallet/getnowblock").json == {}
    assert client.post("wallet/getblock").json != {}


@pytest.mark.parametrize("status", [404, 405, 503])
def test_refused_path_answers_the_status(client: Client, node: TronNode, status: int) -> None:
    node.faults = Faults(refused=(("/walletsolidity/", status),))
    assert client.post("walletsolidity/getnowblock").status == status
    assert client.post("wallet/getnowblock").status == 200


def test_truncated_body_ends_before_its_length(client: Client, node: TronNode) -> None:
    node.faults = Faults(body=Body.TRUNCATED)
    with pytest.raises(urllib3.exceptions.ProtocolError):
        client.post("wallet/getnowblock")


def test_slow_body_arrives_whole(client: Client, node: TronNode) -> None:
    node.faults = Faults(body=Body.SLOW, slow_seconds=0.002)
    began = time.monotonic()
    assert client.rpc("eth_blockNumber")["result"] == hex(node.chain.head)
    assert time.monotonic() - began > 0.05


def test_endless_body_goes_on(node: TronNode) -> None:
    node.faults = Faults(body=Body.ENDLESS)
    pool = urllib3.PoolManager(retries=False, timeout=5.0)
    answer = pool.request("POST", node.url + "wallet/getnowblock", json={}, preload_content=False)
    assert len(answer.read(100_000)) == 100_000
    answer.close()


def test_mirror_has_faults_of_its_own(client: Client, node: TronNode) -> None:
    with node.mirror(faults=Faults(supply_off_by=1)) as other:
        assert _supply(Client(other.url)) == SUPPLY + 1
        assert _supply(client) == SUPPLY
        assert other.requests[f"/walletsolidity/{CALL}"] == 1
