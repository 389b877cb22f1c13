"""What the services of a node see: head, solidified block, pending transactions, proofs."""

from hashlib import sha256

import pytest

from tests.devnet.anvil import Anvil
from tests.devnet.tron.addresses import show, wire
from tests.devnet.tron.client import Client
from tests.devnet.tron.headers import header_from_json
from tests.devnet.tron.node import TronNode
from tests.devnet.tron.signing import recover
from tests.devnet.tron.stage import (
    HOLDER,
    OTHER,
    SUPPLY,
    TOKEN,
    TOKEN_BASE58,
    Stage,
    balance_call,
    constant_call,
    transfer,
)

pytestmark = pytest.mark.devnet


def _number(client: Client, service: str) -> int:
    block = client.post(f"{service}/getnowblock").json
    return int(block["block_header"]["raw_data"]["number"])


def _stamp(answer: dict[str, dict[str, dict[str, int]]]) -> int:
    return answer["transaction"]["raw_data"]["expiration"] - 60_000


def _time(client: Client, number: int) -> int:
    block = client.post("wallet/getblock", {"id_or_num": str(number)}).json
    return int(block["block_header"]["raw_data"]["timestamp"])


def _value(answer: dict[str, list[str]]) -> int:
    return int(answer["constant_result"][0], 16)


def test_genesis_is_the_mainnets(client: Client) -> None:
    genesis = client.post("wallet/getblock", {"id_or_num": "0", "detail": True}).json
    assert genesis["blockID"] == "00000000000000001ebf88508a03865c71d452e25f4d51194196a1d22b6653dc"
    assert client.rpc("eth_chainId")["result"] == "0x2b6653dc"


def test_solidified_head_trails_by_nineteen(client: Client, node: TronNode) -> None:
    assert _number(client, "wallet") == node.chain.head
    assert _number(client, "walletsolidity") == node.chain.head - 19


def test_headers_chain_of_witnesses_verifies(client: Client, node: TronNode) -> None:
    """Ids, links and signatures of a whole turn of 27, by the keys of their permissions."""
    signers, parent = {}, ""
    for number in range(node.chain.head - 26, node.chain.head + 1):
        block = client.post("wallet/getblock", {"id_or_num": str(number), "detail": False}).json
        header = header_from_json(block["block_header"]["raw_data"])
        assert header.block_id().hex() == block["blockID"]
        assert parent in {"", header.parent.hex()}
        parent = block["blockID"]
        signature = bytes.fromhex(block["block_header"]["witness_signature"])
        account = client.post("walletsolidity/getaccount", {"address": header.witness.hex()}).json
        (key,) = account["witness_permission"]["keys"]
        assert key["address"] == wire(recover(header.digest(), signature)).hex()
        signers[header.witness.hex()] = key["address"]
    assert len(signers) == 27
    # One of them signs with a delegated key: the map of keys is needed, the address will not do.
    assert sum(witness != signer for witness, signer in signers.items()) == 1


def test_witnesses_are_listed_with_their_latest_blocks(client: Client, node: TronNode) -> None:
    rows = client.post("wallet/listwitnesses").json["witnesses"]
    latest = sorted(row["latestBlockNum"] for row in rows)
    assert latest == list(range(node.chain.head - 26, node.chain.head + 1))


def test_constant_call_solidified_is_stamped_with_its_block(client: Client, node: TronNode) -> None:
    answer = client.post("walletsolidity/triggerconstantcontract", constant_call("totalSupply()"))
    assert _value(answer.json) == SUPPLY
    assert _stamp(answer.json) == _time(client, node.chain.head - 19)
    raw = bytes.fromhex(answer.json["transaction"]["raw_data_hex"])
    assert sha256(raw).hexdigest() == answer.json["transaction"]["txID"]


def test_constant_call_pending_transfer_shows_at_the_head_only(
    client: Client, node: TronNode
) -> None:
    """The stamp of a /wallet answer is the head's, its state is not: seen on the real node."""
    path, call = "triggerconstantcontract", balance_call(OTHER)
    settled = _value(client.post(f"wallet/{path}", call).json)
    node.chain.send(HOLDER, TOKEN, transfer(5))
    try:
        pending = client.post(f"wallet/{path}", call).json
        solid = client.post(f"walletsolidity/{path}", call).json
        head_rpc = client.rpc("eth_call", _rpc_balance(), "latest")["result"]
        solid_rpc = client.rpc("eth_call", _rpc_balance(), "latest", path="jsonrpc-solidity")
    finally:
        node.chain.drop_pending()
    assert (_value(pending), _value(solid)) == (settled + 5, settled)
    assert _stamp(pending) == _time(client, node.chain.head)
    assert (int(head_rpc, 16), int(solid_rpc["result"], 16)) == (settled + 5, settled)
    assert _value(client.post(f"wallet/{path}", call).json) == settled


def _rpc_balance() -> dict[str, str]:
    return {"to": "0x" + TOKEN.hex(), "data": "0x70a08231" + OTHER.hex().rjust(64, "0")}


def test_constant_call_solidified_is_the_state_of_its_block(client: Client, node: TronNode) -> None:
    """A transfer in a block above the solidified one changes nothing below."""
    before = _value(client.post("walletsolidity/triggerconstantcontract", balance_call(OTHER)).json)
    node.chain.send(HOLDER, TOKEN, transfer(3))
    node.chain.seal()
    values = []
    for _ in range(20):
        answer = client.post("walletsolidity/triggerconstantcontract", balance_call(OTHER)).json
        values.append(_value(answer) - before)
        node.chain.seal_empty(1)
    assert values == [0] * 19 + [3]


def test_block_beyond_the_solidified_head_looks_empty(client: Client, node: TronNode) -> None:
    beyond = node.chain.head - 18
    infos = client.post("walletsolidity/gettransactioninfobyblocknum", {"num": beyond}).json
    assert infos == []
    assert client.post("walletsolidity/getblock", {"id_or_num": str(beyond)}).json == {}


def test_block_before_the_chain_begins_is_not_there(client: Client) -> None:
    assert client.post("wallet/getblockbynum", {"num": 999}).json == {}


def test_solidified_head_of_a_young_chain_is_its_first_block() -> None:
    with Anvil(number=500, timestamp=1_790_000_001) as anvil, TronNode(anvil) as node:
        node.chain.seal_empty(3)
        client = Client(node.url)
        assert (_number(client, "wallet"), _number(client, "walletsolidity")) == (503, 500)


def test_info_of_a_failed_call_has_no_logs(client: Client, stage: Stage) -> None:
    info = client.post("wallet/gettransactioninfobyid", {"value": stage.reverted.txid}).json
    assert (info["receipt"]["result"], info["result"]) == ("REVERT", "FAILED")
    assert "log" not in info


def test_contract_placed_is_known_with_its_abi(client: Client) -> None:
    body = {"value": TOKEN_BASE58, "visible": True}
    contract = client.post("wallet/getcontract", body).json
    assert (contract["name"], contract["contract_address"]) == ("GoldDollarSim", TOKEN_BASE58)
    account = client.post("wallet/getaccount", {"address": TOKEN_BASE58, "visible": True}).json
    assert account["type"] == "Contract"
    assert client.post("walletsolidity/getcontract", body).status == 405


def test_account_permissions_name_its_own_key(client: Client) -> None:
    spelt = show(HOLDER, visible=True)
    account = client.post("walletsolidity/getaccount", {"address": spelt, "visible": True}).json
    assert account["owner_permission"]["keys"] == [{"address": spelt, "weight": 1}]
    assert account["active_permission"][0]["id"] == 2


def test_requests_are_counted_by_path(client: Client, node: TronNode) -> None:
    before = node.requests["/wallet/getnowblock"]
    client.post("wallet/getnowblock")
    client.post("wallet/getnowblock")
    assert node.requests["/wallet/getnowblock"] == before + 2
