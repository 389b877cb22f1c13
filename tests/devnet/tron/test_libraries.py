"""The libraries that read TRON read the façade as they read a node."""

import pytest
from eth_typing import HexStr
from tronpy import Tron
from tronpy.providers import HTTPProvider
from web3 import Web3

from tests.devnet.tron.addresses import show
from tests.devnet.tron.node import TronNode
from tests.devnet.tron.stage import OTHER, SUPPLY, TOKEN, TOKEN_BASE58, Stage

pytestmark = pytest.mark.devnet


def test_tronpy_reads_head_contract_and_account(node: TronNode) -> None:
    provider = HTTPProvider(node.url)
    provider.use_api_key = False
    tron = Tron(provider)
    assert tron.get_latest_block_number() == node.chain.head
    functions = tron.get_contract(TOKEN_BASE58).functions
    assert functions.totalSupply() == SUPPLY
    assert functions.balanceOf(show(OTHER, visible=True)) == 42


def test_tronpy_reads_the_info_of_a_failed_transaction(node: TronNode, stage: Stage) -> None:
    provider = HTTPProvider(node.url)
    provider.use_api_key = False
    info = Tron(provider).get_transaction_info(stage.reverted.txid)
    assert info["receipt"]["result"] == "REVERT"


def test_web3_reads_blocks_logs_and_calls(node: TronNode, stage: Stage) -> None:
    eth = Web3(Web3.HTTPProvider(node.url + "jsonrpc")).eth
    first, second = stage.transfers
    assert eth.block_number == node.chain.head
    sealed = node.chain.history.block(first.block)
    assert sealed is not None
    assert eth.get_block(first.block)["hash"] == sealed.id
    logs = eth.get_logs({"fromBlock": first.block, "toBlock": first.block})
    assert [log["transactionHash"].hex() for log in logs] == [first.txid, second.txid]
    supply = eth.call(
        {"to": Web3.to_checksum_address(TOKEN), "data": HexStr("0x18160ddd")}, "latest"
    )
    assert int.from_bytes(supply, "big") == SUPPLY
