"""Known ways to hold power over a token, played on real code, and the map of each."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest

from stableaudit.adapters.evm.reader import EvmReader
from stableaudit.adapters.transport.jsonrpc import JsonRpc
from stableaudit.application.observe import observe
from stableaudit.controls.paths import alone, least_delay
from stableaudit.controls.seen import Seen
from stableaudit.controls.survey import power_map, questions
from stableaudit.domain.control_questions import ControlAnswer, ControlQuestion
from stableaudit.domain.declarations import Provenance
from stableaudit.domain.identifiers import AccountId, AssetId, ChainId
from stableaudit.domain.power_map import Actor, ActorKind, Member, Power, PowerMap, ProxyKind
from stableaudit.domain.tokens import ChainSpec, Deployment, Endpoint, Finality, SupplyLaw
from stableaudit.ports.chain import ChainReader
from tests.cases import healthy_case
from tests.devnet.anvil import Anvil
from tests.devnet.artifacts import encode_call, load
from tests.devnet.evm import EvmChain
from tests.devnet.tron.accounts import permission
from tests.devnet.tron.node import TronNode
from tests.devnet.tron.permission_acts import active, set_permissions
from tests.unit.adapters.transport.server import transport
from tests.unit.adapters.tron.http_node import CHAIN as TRON
from tests.unit.adapters.tron.http_node import reader_of

pytestmark = pytest.mark.devnet

ETHEREUM = ChainId("eip155", "1")
TOKEN, LOGIC, ADMIN, LOCK, SAFE, BEACON = (
    bytes([number]) * 20 for number in (0xE8, 0x10, 0xAD, 0x71, 0x5A, 0xBE)
)
DELAY, LAG = 172_800, 19


def account(address: bytes, chain: ChainId = ETHEREUM) -> AccountId:
    return AccountId(chain, address)


def deployment(law: SupplyLaw, chain: ChainId = ETHEREUM) -> Deployment:
    made = healthy_case().scope.token.deployments[1]
    return replace(made, asset=AssetId(account(TOKEN, chain)), law=law)


def mapped(reader: ChainReader, of: Deployment) -> PowerMap:
    """Ask round by round at one block, as the application does."""
    answers: dict[ControlQuestion, ControlAnswer] = {}
    at = reader.vitals().final if of.asset.chain == TRON else reader.vitals().head
    while wanted := questions(of, Seen(answers)):
        came = reader.ask(wanted, at=at)
        answers.update({question: observe(came, question) for question in wanted})
    return power_map(of, Seen(answers))


def the(found: PowerMap, address: bytes) -> Actor:
    actor = found.actor(account(address, found.asset.chain))
    assert actor is not None
    return actor


def holders(found: PowerMap, power: Power) -> list[tuple[str, bytes]]:
    return [
        (grip.office, grip.holder.address)
        for grip in found.grips
        if power in grip.powers and isinstance(grip.holder, AccountId)
    ]


@dataclass
class Ethereum:
    chain: EvmChain
    reader: EvmReader

    def key(self, number: int) -> bytes:
        return self.chain.key_address(number)

    def place(self, name: str, arguments: list[object], at: bytes) -> None:
        self.chain.place(load(name), arguments, at=at, sender=self.key(1))

    def safe(self, threshold: int = 2) -> None:
        self.place("MultisigSim", [[self.key(each) for each in (2, 3, 4)], threshold], SAFE)

    def map(self, law: SupplyLaw) -> PowerMap:
        self.chain.seal_empty(1)
        return mapped(self.reader, deployment(law))


@pytest.fixture
def ethereum() -> Iterator[Ethereum]:
    with Anvil(chain_id=1) as anvil:
        spec = ChainSpec(
            "ethereum", "Ethereum", ETHEREUM, "0x" + "00" * 32, Finality.FINALIZED_TAG, 60, 1800,
            (), Provenance("devnet", "2026-11-22"), simulated=True,
        )  # fmt: skip
        rpc = JsonRpc(transport(anvil.url))
        yield Ethereum(EvmChain(anvil), EvmReader(spec, Endpoint("op", anvil.url), rpc))


def test_transparent_proxy_with_an_admin_contract_that_a_timelock_owns(ethereum: Ethereum) -> None:
    ethereum.place("KgstSim", [], LOGIC)
    ethereum.place("TimelockSim", [DELAY, [ethereum.key(2)], [bytes(20)], bytes(20)], LOCK)
    ethereum.place("ProxyAdminSim", [LOCK], ADMIN)
    ethereum.place("Proxy1967", [LOGIC, ADMIN, b""], TOKEN)
    found = ethereum.map(SupplyLaw.ZERO_TRANSFER)
    assert found.proxy is not None
    assert (found.proxy.kind, found.proxy.implementation) == (ProxyKind.EIP1967, account(LOGIC))
    assert holders(found, Power.UPGRADE) == [("EIP-1967 admin slot", ADMIN)]
    assert the(found, ADMIN).kind is ActorKind.OWNED
    lock = the(found, LOCK)
    assert (lock.kind, lock.delay_seconds) == (ActorKind.TIMELOCK, DELAY)
    assert least_delay(found, account(ADMIN)) == DELAY
    assert alone(found, account(ADMIN)) == ()


def test_uups_token_that_a_multisig_owns(ethereum: Ethereum) -> None:
    ethereum.safe()
    ethereum.place("UupsSim", [], LOGIC)
    first = encode_call(load("UupsSim"), "initialize", SAFE)
    ethereum.place("UupsProxySim", [LOGIC, first], TOKEN)
    found = ethereum.map(SupplyLaw.ZERO_TRANSFER)
    assert found.proxy is not None
    assert found.proxy.implementation == account(LOGIC)
    assert holders(found, Power.UPGRADE) == [("owner(), by its own code (UUPS)", SAFE)]
    (rule,) = the(found, SAFE).rules
    assert (rule.threshold, len(rule.members)) == (2, 3)


def test_beacon_proxy_is_moved_by_the_beacons_owner(ethereum: Ethereum) -> None:
    ethereum.place("KgstSim", [], LOGIC)
    ethereum.place("BeaconSim", [LOGIC, ethereum.key(4)], BEACON)
    first = encode_call(load("KgstSim"), "initialize", ethereum.key(1))
    ethereum.place("BeaconProxySim", [BEACON, first], TOKEN)
    found = ethereum.map(SupplyLaw.ZERO_TRANSFER)
    assert found.proxy is not None
    assert (found.proxy.kind, found.proxy.implementation) == (ProxyKind.BEACON, account(LOGIC))
    assert holders(found, Power.UPGRADE) == [("EIP-1967 beacon slot", BEACON)]
    assert alone(found, account(BEACON)) == (account(ethereum.key(4)),)


def test_zeppelinos_slots_name_implementation_and_admin(ethereum: Ethereum) -> None:
    ethereum.place("KgstSim", [], LOGIC)
    ethereum.place("ZosProxySim", [LOGIC, ethereum.key(4)], TOKEN)
    found = ethereum.map(SupplyLaw.ZERO_TRANSFER)
    assert found.proxy is not None
    assert (found.proxy.kind, found.proxy.implementation) == (ProxyKind.ZOS, account(LOGIC))
    assert holders(found, Power.UPGRADE) == [("zeppelinos admin slot", ethereum.key(4))]


def test_fiat_token_has_four_offices_and_says_that_minters_are_not_read(
    ethereum: Ethereum,
) -> None:
    owner, minter, pauser, blacklister = (ethereum.key(each) for each in (2, 3, 4, 5))
    arguments: list[object] = ["Coin", "C", "USD", 6, owner, minter, pauser, blacklister]
    ethereum.place("FiatTokenSim", arguments, TOKEN)
    found = ethereum.map(SupplyLaw.FIAT_TOKEN)
    assert {(grip.office, grip.holder) for grip in found.grips} == {
        ("owner()", account(owner)),
        ("masterMinter()", account(minter)),
        ("pauser()", account(pauser)),
        ("blacklister()", account(blacklister)),
    }
    assert "minters" in found.unknown[0]


def test_roles_that_only_events_tell_are_said_to_be_unknown(ethereum: Ethereum) -> None:
    ethereum.place("RolesTokenSim", [ethereum.key(1)], TOKEN)
    found = ethereum.map(SupplyLaw.ZERO_TRANSFER)
    assert found.grips == ()
    assert "No getter tells who may issue." in found.unknown
    assert any("told by events alone" in sentence for sentence in found.unknown)


def test_multisig_that_lies_is_believed_in_nothing_but_its_word(ethereum: Ethereum) -> None:
    """Its code is another than the true one's: that is all a reader can see."""
    ethereum.safe()
    owners = [ethereum.key(each) for each in (2, 3, 4)]
    ethereum.place("FakeMultisigSim", [owners, 2, ethereum.key(9)], LOCK)
    ethereum.place("GoldDollarSim", [LOCK, SAFE], TOKEN)
    found = ethereum.map(SupplyLaw.USDKG)
    fake, true = the(found, LOCK), the(found, SAFE)
    assert fake.kind is true.kind is ActorKind.MULTISIG
    assert "by its own word" in fake.kind.value
    assert len({fake.code_hash, true.code_hash, None}) == 3


def test_key_that_runs_a_contracts_code_is_named_with_it(ethereum: Ethereum) -> None:
    ethereum.place("GoldDollarSim", [ethereum.key(2), ethereum.key(3)], TOKEN)
    code = "0xef0100" + LOGIC.hex()
    ethereum.chain.anvil.rpc("anvil_setCode", "0x" + ethereum.key(2).hex(), code)
    found = ethereum.map(SupplyLaw.USDKG)
    actor = the(found, ethereum.key(2))
    assert actor.kind is ActorKind.DELEGATED_KEY
    assert [grip.holder for grip in actor.heads] == [account(LOGIC)]


def test_owner_on_tron_whose_own_key_has_no_power_is_moved_by_two_of_two() -> None:
    with Anvil(chain_id=0x2B6653DC) as anvil, TronNode(anvil, solid_lag=LAG) as node:
        chain = node.chain
        one, two, owner, officer = (chain.key_address(key) for key in (2, 3, 5, 6))
        chain.place(load("GoldDollarSim"), [owner, officer], at=TOKEN, sender=one)
        for receiver in (owner, officer):
            chain.submit(
                "TransferContract",
                {"owner_address": b"\x41" + one, "to_address": b"\x41" + receiver, "amount": 5},
                sender=one,
            )
        chain.seal()
        calls = active("calls", 2, {one: 1, two: 1}, ["TriggerSmartContract"])
        of_owner = permission("owner", 2, {one: 1, two: 1})
        set_permissions(chain, owner, owner=of_owner, actives=[calls])
        chain.seal_empty(LAG + 2)
        found = mapped(reader_of(node.url), deployment(SupplyLaw.USDKG, TRON))
    actor = the(found, owner)
    assert actor.kind is ActorKind.PERMISSIONED
    assert actor.notes == ("its own key has no power",)
    both = (Member(account(one, TRON), 1), Member(account(two, TRON), 1))
    assert [(rule.name, rule.threshold) for rule in actor.rules] == [
        ("owner permission", 2),
        ("active permission calls", 2),
    ]
    assert all(set(rule.members) == set(both) for rule in actor.rules)
    assert alone(found, account(owner, TRON)) == ()
    assert the(found, officer).kind is ActorKind.KEY
