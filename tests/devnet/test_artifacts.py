import json
import os
import subprocess
from pathlib import Path

import pytest
from eth_utils.crypto import keccak

from tests.devnet.artifacts import (
    ARTIFACTS,
    decode_answer,
    encode_call,
    encode_constructor,
    event_topic,
    load,
)

SOURCES = ARTIFACTS.parent
RECORDED = (
    Path(os.environ.get("STABLEAUDIT_REALDATA", "../shared/realdata"))
    / "tron-node"
    / "contracts"
    / "contracts.json"
)
KEY_5 = bytes.fromhex("05" * 20)


@pytest.mark.devnet
def test_artifacts_rebuilt_are_the_committed_bytes(tools: Path, tmp_path: Path) -> None:
    """solc over the sources gives exactly the files that are committed, no more and no fewer."""
    subprocess.run(
        ["node", str(SOURCES / "build.mjs"), str(tools / "node_modules"), str(tmp_path)],
        check=True,
        timeout=300,
    )
    rebuilt = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    assert rebuilt == {file.name: file.read_bytes() for file in ARTIFACTS.iterdir()}


@pytest.mark.parametrize("name", ["GoldDollarSim", "MultisigSim", "Probe", "Spin"])
def test_artifact_recorded_contract_has_the_recorded_bytecode(name: str) -> None:
    """What stood on the real TRON node is, byte for byte, what the devnet places."""
    if not RECORDED.is_file():
        pytest.skip(f"the recorded contracts are not here: {RECORDED}")
    recorded = json.loads(RECORDED.read_text(encoding="utf-8"))[name]
    artifact = load(name)
    assert artifact.bytecode.hex() == recorded["creationBytecode"].removeprefix("0x")
    assert artifact.runtime.hex() == recorded["runtimeBytecode"].removeprefix("0x")


@pytest.mark.parametrize(
    ("name", "function", "arguments", "selector"),
    [
        ("GoldDollarSim", "issue", (KEY_5, 1), "867904b4"),
        ("GoldDollarSim", "destroyBlackFunds", (KEY_5,), "f3bdc228"),
        ("TetherSim", "issue", (1,), "cc872b66"),
        ("TetherSim", "setParams", (1, 1), "c0324c77"),
        ("TetherSim", "deprecate", (KEY_5,), "0753c30c"),
        ("FiatTokenSim", "configureMinter", (KEY_5, 1), "4e44d956"),
        ("FiatTokenSim", "blacklist", (KEY_5,), "f9f92be4"),
        ("PaxgSim", "increaseSupply", (1,), "b921e163"),
        ("PaxgSim", "wipeFrozenAddress", (KEY_5,), "e2f72f03"),
        ("KgstSim", "hasRole", (bytes(32), KEY_5), "91d14854"),
        ("Proxy1967", "upgradeToAndCall", (KEY_5, b""), "4f1ef286"),
        ("ProxyAdminSim", "getProxyImplementation", (KEY_5,), "204e1c7a"),
        ("FeedSim", "latestRoundData", (), "feaf968c"),
        ("FeedSim", "getRoundData", (1,), "9a6fc8f5"),
        ("FeedSim", "phaseAggregators", (1,), "c1597304"),
        ("FeedSim", "aggregator", (), "245a7bfc"),
        ("Multicall3Sim", "aggregate3", ([],), "82ad56cb"),
        ("Multicall3Sim", "tryAggregate", (True, []), "bce38bd7"),
        ("Multicall3Sim", "getBlockNumber", (), "42cbb15c"),
        ("TimelockSim", "getMinDelay", (), "f27a0c92"),
        ("TimelockSim", "PROPOSER_ROLE", (), "8f61f4f5"),
        ("BeaconSim", "implementation", (), "5c60da1b"),
        ("UupsSim", "proxiableUUID", (), "52d1902d"),
        ("UupsSim", "upgradeToAndCall", (KEY_5, b""), "4f1ef286"),
        ("ZosProxySim", "upgradeTo", (KEY_5,), "3659cfe6"),
        ("RolesTokenSim", "getRoleAdmin", (bytes(32),), "248a9ca3"),
        ("FakeMultisigSim", "getThreshold", (), "e75235b8"),
        ("FakeMultisigSim", "VERSION", (), "ffa1ad74"),
    ],
)
def test_encode_call_real_contracts_function_has_its_selector(
    name: str, function: str, arguments: tuple[object, ...], selector: str
) -> None:
    """The selectors of the real contracts, from their documentation."""
    assert encode_call(load(name), function, *arguments)[:4].hex() == selector


@pytest.mark.parametrize(
    ("name", "event", "signature"),
    [
        ("GoldDollarSim", "Issue", "Issue(uint256)"),
        ("GoldDollarSim", "Params", "Params(uint256)"),
        ("TetherSim", "Params", "Params(uint256,uint256)"),
        ("TetherSim", "DestroyedBlackFunds", "DestroyedBlackFunds(address,uint256)"),
        ("FiatTokenSim", "Mint", "Mint(address,address,uint256)"),
        ("FiatTokenSim", "Burn", "Burn(address,uint256)"),
        ("PaxgSim", "SupplyIncreased", "SupplyIncreased(address,uint256)"),
        ("PaxgSim", "FeeCollected", "FeeCollected(address,address,uint256)"),
        ("KgstSim", "RoleGranted", "RoleGranted(bytes32,address,address)"),
        ("Proxy1967", "Upgraded", "Upgraded(address)"),
        ("Proxy1967", "AdminChanged", "AdminChanged(address,address)"),
        ("FeedSim", "AnswerUpdated", "AnswerUpdated(int256,uint256,uint256)"),
        ("TimelockSim", "RoleRevoked", "RoleRevoked(bytes32,address,address)"),
        ("BeaconProxySim", "BeaconUpgraded", "BeaconUpgraded(address)"),
        ("ZosProxySim", "AdminChanged", "AdminChanged(address,address)"),
        ("RolesTokenSim", "RoleAdminChanged", "RoleAdminChanged(bytes32,bytes32,bytes32)"),
    ],
)
def test_event_topic_is_the_hash_of_the_signature(name: str, event: str, signature: str) -> None:
    assert event_topic(load(name), event) == keccak(text=signature)


def test_encode_call_unknown_function_is_named() -> None:
    with pytest.raises(LookupError, match="GoldDollarSim has 0 functions mint of 2 arguments"):
        encode_call(load("GoldDollarSim"), "mint", KEY_5, 1)


def test_encode_call_wrong_number_of_arguments_is_named() -> None:
    with pytest.raises(LookupError, match="GoldDollarSim has 0 functions issue of 1 arguments"):
        encode_call(load("GoldDollarSim"), "issue", KEY_5)


def test_encode_constructor_arguments_follow_the_code() -> None:
    artifact = load("GoldDollarSim")
    code = encode_constructor(artifact, KEY_5, KEY_5)
    assert code == artifact.bytecode + (bytes(12) + KEY_5) * 2


def test_encode_constructor_without_one_is_the_code() -> None:
    assert encode_constructor(load("Probe")) == load("Probe").bytecode


def test_decode_answer_text_is_read() -> None:
    answer = (32).to_bytes(32) + (3).to_bytes(32) + b"abc".ljust(32, b"\0")
    assert decode_answer(load("GoldDollarSim"), "name", answer) == ("abc",)
