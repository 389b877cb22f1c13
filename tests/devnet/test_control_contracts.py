"""What the contracts of control do: timelock, beacon, UUPS, zeppelinos proxy, roles, a liar."""

from collections.abc import Iterator
from typing import cast

import pytest
from eth_utils.conversions import to_hex
from eth_utils.crypto import keccak

from tests.devnet.anvil import Anvil, AnvilError
from tests.devnet.artifacts import Artifact, decode_answer, encode_call, event_topic, load
from tests.devnet.evm import EvmChain

pytestmark = pytest.mark.devnet

TOKEN, LOGIC, BEACON, NEXT, GUARD = (bytes([n]) * 20 for n in (0xE8, 0x10, 0xBE, 0x20, 0x71))
IMPLEMENTATION_SLOT = "0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc"
ADMIN_SLOT = "0xb53127684a568b3173ae13b9f8a6016e243e63b6e8ee1178d6a717850b5d6103"
BEACON_SLOT = "0xa3f0ad74e5423aebfd80d3ef4346578335a9a72aeaee59ff6cb3582b35133d50"
ZOS_SLOTS = tuple(
    to_hex(keccak(text=f"org.zeppelinos.proxy.{name}")) for name in ("implementation", "admin")
)
ADMINISTRATOR, MINTER, PROPOSER, CANCELLER, EXECUTOR = (
    bytes(32),
    *(keccak(text=f"{name}_ROLE") for name in ("MINTER", "PROPOSER", "CANCELLER", "EXECUTOR")),
)
DELAY = 3600
NOBODY = bytes(20)


@pytest.fixture
def chain() -> Iterator[EvmChain]:
    with Anvil(chain_id=1) as anvil:
        yield EvmChain(anvil)


def _ask(
    chain: EvmChain, at: bytes, artifact: Artifact, function: str, *arguments: object
) -> object:
    answer = chain.call(at, encode_call(artifact, function, *arguments))
    (value,) = decode_answer(artifact, function, answer)
    return value


def _do(chain: EvmChain, sender: int, to: bytes, data: bytes) -> bool:
    chain.send(chain.key_address(sender), to, data)
    (sent,) = chain.seal()
    return sent.succeeded


def _slot(chain: EvmChain, at: bytes, slot: str) -> bytes:
    word = cast("str", chain.anvil.rpc("eth_getStorageAt", to_hex(at), slot, "latest"))
    return bytes.fromhex(word[2:])[12:]


def _logs(chain: EvmChain, at: bytes, artifact: Artifact, event: str) -> list[list[str]]:
    """Topics after the first, then the data, of each such event in order."""
    asked = {
        "fromBlock": "0x0",
        "address": to_hex(at),
        "topics": [to_hex(event_topic(artifact, event))],
    }
    found = cast("list[dict[str, list[str]]]", chain.anvil.rpc("eth_getLogs", asked))
    return [[*log["topics"][1:], str(log["data"])] for log in found]


def _word(value: bytes) -> str:
    return to_hex(value.rjust(32, b"\0"))


def _timelock(chain: EvmChain, *, executors: list[bytes], admin: bytes) -> Artifact:
    timelock = load("TimelockSim")
    arguments = [DELAY, [chain.key_address(2)], executors, admin]
    chain.place(timelock, arguments, at=GUARD, sender=chain.key_address(1))
    return timelock


def test_timelock_grants_its_roles_from_the_constructor_on(chain: EvmChain) -> None:
    deployer, proposer = chain.key_address(1), chain.key_address(2)
    timelock = _timelock(chain, executors=[NOBODY], admin=deployer)
    assert _ask(chain, GUARD, timelock, "getMinDelay") == DELAY
    granted = [(role, who) for role, who, _, _ in _logs(chain, GUARD, timelock, "RoleGranted")]
    assert granted == [
        (to_hex(ADMINISTRATOR), _word(GUARD)),
        (to_hex(ADMINISTRATOR), _word(deployer)),
        (to_hex(PROPOSER), _word(proposer)),
        (to_hex(CANCELLER), _word(proposer)),
        (to_hex(EXECUTOR), _word(NOBODY)),
    ]
    assert _ask(chain, GUARD, timelock, "hasRole", PROPOSER, proposer) is True
    assert _ask(chain, GUARD, timelock, "hasRole", PROPOSER, deployer) is False


def test_timelock_administrator_of_the_deployment_can_renounce(chain: EvmChain) -> None:
    timelock = _timelock(chain, executors=[], admin=chain.key_address(1))
    renounce = encode_call(timelock, "renounceRole", ADMINISTRATOR, chain.key_address(1))
    grant = encode_call(timelock, "grantRole", PROPOSER, chain.key_address(1))
    assert not _do(chain, 3, GUARD, renounce)
    assert _do(chain, 1, GUARD, renounce)
    assert not _do(chain, 1, GUARD, grant)
    assert len(_logs(chain, GUARD, timelock, "RoleRevoked")) == 1


@pytest.mark.parametrize("anybody", [True, False])
def test_timelock_executes_what_was_proposed_after_the_delay_alone(
    chain: EvmChain,
    anybody: bool,  # noqa: FBT001 - a case
) -> None:
    timelock = _timelock(
        chain, executors=[NOBODY if anybody else chain.key_address(2)], admin=NOBODY
    )
    shorter = encode_call(timelock, "updateDelay", 60)
    schedule = encode_call(timelock, "schedule", GUARD, shorter, DELAY)
    execute = encode_call(timelock, "execute", GUARD, shorter)
    too_soon = encode_call(timelock, "schedule", GUARD, shorter, DELAY - 1)
    assert [_do(chain, sender, GUARD, schedule) for sender in (3, 2)] == [False, True]
    assert [_do(chain, 2, GUARD, data) for data in (too_soon, execute)] == [False, False]
    chain.seal_empty(DELAY // 12)
    assert _do(chain, 3, GUARD, execute) is anybody
    assert _do(chain, 2, GUARD, execute) is not anybody
    assert _ask(chain, GUARD, timelock, "getMinDelay") == 60


def test_timelock_cancelled_call_is_not_executed(chain: EvmChain) -> None:
    timelock = _timelock(chain, executors=[NOBODY], admin=NOBODY)
    data = encode_call(timelock, "updateDelay", 60)
    assert _do(chain, 2, GUARD, encode_call(timelock, "schedule", GUARD, data, DELAY))
    ((identifier, _),) = _logs(chain, GUARD, timelock, "CallScheduled")
    cancel = encode_call(timelock, "cancel", bytes.fromhex(identifier[2:]))
    assert [_do(chain, sender, GUARD, cancel) for sender in (3, 2)] == [False, True]
    chain.seal_empty(DELAY // 12)
    assert not _do(chain, 2, GUARD, encode_call(timelock, "execute", GUARD, data))


def test_beacon_proxy_runs_what_the_beacons_owner_names(chain: EvmChain) -> None:
    owner, beacon, token = chain.key_address(1), load("BeaconSim"), load("KgstSim")
    chain.place(token, [], at=LOGIC, sender=owner)
    chain.place(load("KgstSimV2"), [], at=NEXT, sender=owner)
    chain.place(beacon, [LOGIC, chain.key_address(4)], at=BEACON, sender=owner)
    first = encode_call(token, "initialize", owner)
    chain.place(load("BeaconProxySim"), [BEACON, first], at=TOKEN, sender=owner)
    assert _slot(chain, TOKEN, BEACON_SLOT) == BEACON
    assert _slot(chain, TOKEN, IMPLEMENTATION_SLOT) == _slot(chain, TOKEN, ADMIN_SLOT) == NOBODY
    assert _ask(chain, BEACON, beacon, "implementation") == to_hex(LOGIC)
    assert _ask(chain, TOKEN, token, "version") == "1"
    assert _ask(chain, TOKEN, token, "hasRole", MINTER, owner) is True
    upgrade = encode_call(beacon, "upgradeTo", NEXT)
    assert [_do(chain, sender, BEACON, upgrade) for sender in (1, 4)] == [False, True]
    assert _ask(chain, TOKEN, token, "version") == "2"
    assert _logs(chain, BEACON, beacon, "Upgraded") == [[_word(LOGIC), "0x"], [_word(NEXT), "0x"]]


def test_uups_token_is_replaced_by_its_owner_alone(chain: EvmChain) -> None:
    owner, token = chain.key_address(1), load("UupsSim")
    for at in (LOGIC, NEXT):
        chain.place(token, [], at=at, sender=owner)
    first = encode_call(token, "initialize", chain.key_address(4))
    chain.place(load("UupsProxySim"), [LOGIC, first], at=TOKEN, sender=owner)
    assert _ask(chain, TOKEN, token, "owner") == to_hex(chain.key_address(4))
    assert _ask(chain, LOGIC, token, "proxiableUUID") == bytes.fromhex(IMPLEMENTATION_SLOT[2:])
    with pytest.raises(AnvilError, match="through a proxy"):
        _ask(chain, TOKEN, token, "proxiableUUID")
    upgrade = encode_call(token, "upgradeToAndCall", NEXT, b"")
    assert [_do(chain, sender, TOKEN, upgrade) for sender in (1, 4)] == [False, True]
    assert _slot(chain, TOKEN, IMPLEMENTATION_SLOT) == NEXT
    assert _slot(chain, TOKEN, ADMIN_SLOT) == NOBODY
    assert _logs(chain, TOKEN, token, "Upgraded") == [[_word(LOGIC), "0x"], [_word(NEXT), "0x"]]
    to_itself = encode_call(token, "upgradeToAndCall", TOKEN, b"")
    assert not _do(chain, 4, TOKEN, to_itself)


def test_zos_proxy_keeps_other_slots_and_indexes_nothing(chain: EvmChain) -> None:
    owner, proxy, token = chain.key_address(1), load("ZosProxySim"), load("KgstSim")
    chain.place(token, [], at=LOGIC, sender=owner)
    chain.place(load("KgstSimV2"), [], at=NEXT, sender=owner)
    chain.place(proxy, [LOGIC, chain.key_address(4)], at=TOKEN, sender=owner)
    assert [_slot(chain, TOKEN, slot) for slot in ZOS_SLOTS] == [LOGIC, chain.key_address(4)]
    assert _slot(chain, TOKEN, IMPLEMENTATION_SLOT) == NOBODY
    assert _logs(chain, TOKEN, proxy, "Upgraded") == []
    upgrade = encode_call(proxy, "upgradeTo", NEXT)
    assert [_do(chain, sender, TOKEN, upgrade) for sender in (1, 4)] == [False, True]
    assert _logs(chain, TOKEN, proxy, "Upgraded") == [[_word(NEXT)]]
    assert _ask(chain, TOKEN, token, "version") == "2"


def test_roles_token_mints_by_whom_the_administrator_named(chain: EvmChain) -> None:
    admin, minter, token = chain.key_address(1), chain.key_address(4), load("RolesTokenSim")
    chain.place(token, [admin], at=TOKEN, sender=chain.key_address(3))
    ((role, who, sender, _),) = _logs(chain, TOKEN, token, "RoleGranted")
    assert [role, who, sender] == [
        to_hex(ADMINISTRATOR),
        _word(admin),
        _word(chain.key_address(3)),
    ]
    mint = encode_call(token, "mint", GUARD, 7)
    grant = encode_call(token, "grantRole", MINTER, minter)
    assert not _do(chain, 1, TOKEN, mint)
    assert [_do(chain, sender, TOKEN, grant) for sender in (4, 1)] == [False, True]
    assert _do(chain, 4, TOKEN, mint)
    own = encode_call(token, "setRoleAdmin", MINTER, MINTER)
    revoke = encode_call(token, "revokeRole", MINTER, minter)
    assert _do(chain, 1, TOKEN, own)
    assert [_do(chain, sender, TOKEN, revoke) for sender in (1, 4)] == [False, True]
    assert not _do(chain, 4, TOKEN, mint)
    assert _ask(chain, TOKEN, token, "totalSupply") == 7
    assert _logs(chain, TOKEN, token, "RoleAdminChanged") == [
        [to_hex(MINTER), to_hex(ADMINISTRATOR), to_hex(MINTER), "0x"]
    ]


def test_fake_multisig_claims_two_of_three_and_obeys_one(chain: EvmChain) -> None:
    owners = [chain.key_address(key) for key in (2, 3, 4)]
    fake, token = load("FakeMultisigSim"), load("GoldDollarSim")
    chain.place(fake, [owners, 2, chain.key_address(9)], at=GUARD, sender=chain.key_address(1))
    chain.place(token, [GUARD, GUARD], at=TOKEN, sender=chain.key_address(1))
    assert _ask(chain, GUARD, fake, "getThreshold") == 2
    assert _ask(chain, GUARD, fake, "getOwners") == tuple(to_hex(each) for each in owners)
    issue = encode_call(token, "issue", chain.key_address(9), 10**12)
    execute = encode_call(fake, "execute", TOKEN, issue)
    assert [_do(chain, sender, GUARD, execute) for sender in (2, 9)] == [False, True]
    assert _ask(chain, TOKEN, token, "totalSupply") == 10**12
