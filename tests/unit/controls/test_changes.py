"""Events that tell of a change of control: named, with block and transaction, and no others."""

import pytest
from eth_utils.crypto import keccak

from stableaudit.controls.changes import changes_in, changes_of
from stableaudit.domain.logs import RawLog
from tests.unit.controls.answers import on_ethereum

SAFE = on_ethereum(b"\x5a" * 20)
THRESHOLD = keccak(text="ChangedThreshold(uint256)")
SIGNATURES = (
    *("Upgraded(address)", "AdminChanged(address,address)", "BeaconUpgraded(address)"),
    *("OwnershipTransferred(address,address)", "RoleGranted(bytes32,address,address)"),
    *("RoleRevoked(bytes32,address,address)", "MasterMinterChanged(address)"),
    *("PauserChanged(address)", "BlacklisterChanged(address)"),
    *("MinterConfigured(address,uint256)", "MinterRemoved(address)", "AddedOwner(address)"),
    *("RemovedOwner(address)", "ChangedThreshold(uint256)", "EnabledModule(address)"),
    *("DisabledModule(address)", "ChangedMasterCopy(address)", "MinDelayChange(uint256,uint256)"),
    *("ChangedGuard(address)", "ChangedFallbackHandler(address)"),
    *("NewDelay(uint256)", "Deprecate(address)"),
)


def log(topic: bytes, *, block: int = 7) -> RawLog:
    return RawLog(block, 0, b"\xab" * 32, (topic,), b"")


@pytest.mark.parametrize("signature", SIGNATURES)
def test_event_is_known_by_its_signature_and_asked_for(signature: str) -> None:
    topic = keccak(text=signature)
    assert changes_of(SAFE).wants((topic,))
    (change,) = changes_in(SAFE, [log(topic)])
    assert change.event == signature.partition("(")[0]
    assert change.event in changes_of(SAFE).names


def test_every_event_that_is_asked_for_is_one_of_these() -> None:
    assert len(changes_of(SAFE).names) == len(SIGNATURES)


def test_change_says_block_and_transaction_and_other_logs_are_none() -> None:
    logs = [log(THRESHOLD, block=9), log(b"\x01" * 32), RawLog(9, 1, bytes(32), (), b"")]
    (change,) = changes_in(SAFE, logs)
    assert str(change) == f"ChangedThreshold in block 9 by transaction 0x{'ab' * 32}"
