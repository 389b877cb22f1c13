"""What a chain says of a token, in the shape of the ground truth: for comparing the two.

Reads anvil itself (logs are not part of `SimulatedChain`).
"""

from collections import Counter
from collections.abc import Mapping
from typing import Final, cast

from eth_utils.conversions import to_hex

from tests.devnet.artifacts import decode_answer, encode_call, event_topic, load
from tests.devnet.evm import EvmChain
from tests.devnet.scenario.ledger import GroundTruth
from tests.devnet.scenario.player import Played
from tests.devnet.scenario.words import ZERO, key_account

_ERC20: Final = load("GoldDollarSim")


def total_supply(chain: EvmChain, token: bytes) -> int:
    """Return what totalSupply() answers at the head."""
    return _number(chain, token, "totalSupply")


def balances(chain: EvmChain, truth: GroundTruth) -> Mapping[bytes, int]:
    """Return what the accounts that could hold something do hold, those with nothing left out.

    Asked are the holders of the truth, all keys, all roles and the zero address.
    """
    token = truth.deployment
    accounts = {ZERO, *truth.balances, *token.roles.values(), *map(key_account, range(1, 10))}
    held = {each: _number(chain, token.address, "balanceOf", each) for each in accounts}
    return {account: amount for account, amount in held.items() if amount}


def events(chain: EvmChain, played: Played, *contracts: str) -> Mapping[str, int]:
    """Return how many logs the token has under each name, those of its creation left out.

    Args:
        chain: the chain it was played on.
        played: what was done; logs of other transactions are not counted.
        contracts: the artifacts whose events have names; any other log counts as its topic.
    """
    names: Mapping[str, str] = {
        to_hex(event_topic(load(contract), entry["name"])): entry["name"]
        for contract in contracts
        for entry in load(contract).abi
        if entry["type"] == "event"
    }
    own = {done.sent.txid for done in played.done}
    query = {"address": to_hex(played.scenario.head.address), "fromBlock": "0x0"}
    logs = cast("list[dict[str, object]]", chain.anvil.rpc("eth_getLogs", query))
    topics = [cast("list[str]", log["topics"])[0] for log in logs if log["transactionHash"] in own]
    return Counter(names.get(topic, topic) for topic in topics)


def _number(chain: EvmChain, token: bytes, function: str, *arguments: object) -> int:
    answer = chain.call(token, encode_call(_ERC20, function, *arguments))
    (value,) = decode_answer(_ERC20, function, answer)
    return cast("int", value)
