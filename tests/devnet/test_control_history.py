"""What events tell of control, on real code: members that no getter lists, and what came and went.

Each token is synced into a ledger and asked at its chain's head, as a check does it.
"""

from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass, field, replace

import pytest
from eth_utils.crypto import keccak

from stableaudit.adapters.evm.events import EvmEvents
from stableaudit.adapters.evm.reader import EvmReader
from stableaudit.adapters.transport.jsonrpc import JsonRpc
from stableaudit.application.control_history import history_at_hand
from stableaudit.application.controls import read_controls
from stableaudit.application.pin import Pinned
from stableaudit.application.sources import Sources
from stableaudit.application.sync import sync
from stableaudit.controls.approvals import Approvals
from stableaudit.controls.frozen import frozen, frozen_series, is_confirmed
from stableaudit.controls.membership import contradictions, terms
from stableaudit.controls.seen import Seen
from stableaudit.controls.survey import controlled
from stableaudit.controls.uses import uses
from stableaudit.domain.control_history import ControlHistory, ControlKind
from stableaudit.domain.declarations import Provenance
from stableaudit.domain.evidence import ControlEvidence
from stableaudit.domain.identifiers import AccountId, AssetId, ChainId
from stableaudit.domain.power_map import Power, PowerMap
from stableaudit.domain.tokens import ChainSpec, Deployment, Endpoint, Finality, SupplyLaw
from tests.cases import healthy_case
from tests.devnet.anvil import Anvil
from tests.devnet.artifacts import encode_call, load
from tests.devnet.evm import EvmChain
from tests.fakes.ledger_store import MemoryStore
from tests.fakes.world import Steps
from tests.unit.adapters.transport.server import transport

pytestmark = pytest.mark.devnet

ETHEREUM = ChainId("eip155", "1")
TOKEN, SAFE = (bytes([number]) * 20 for number in (0xE8, 0x5A))
ADMIN, MINTS = bytes(32), keccak(text="MINTER_ROLE")
ROLES, FIAT = load("RolesTokenSim"), load("FiatTokenSim")
GOLD, MULTISIG = load("GoldDollarSim"), load("MultisigSim")


@dataclass
class Ethereum:
    chain: EvmChain
    reader: EvmReader
    events: EvmEvents
    spec: ChainSpec
    deployment: Deployment = field(init=False)
    """That was read last."""

    def key(self, number: int) -> bytes:
        return self.chain.key_address(number)

    def account(self, number: int) -> AccountId:
        return AccountId(ETHEREUM, self.key(number))

    def read(self, law: SupplyLaw) -> ControlEvidence:
        """Sync the token's ledger up to the head, and ask who controls it there."""
        self.chain.seal_empty(1)
        made = healthy_case().scope.token.deployments[1]
        token = replace(made, asset=AssetId(AccountId(ETHEREUM, TOKEN)), law=law, since=None)
        store, head = MemoryStore(), self.reader.vitals().head
        sources = Sources("Ethereum", self.reader, (self.events,))
        sync(token, sources, store, until=head, progress=Steps())
        pinned = Pinned(self.spec, (), self.reader, head, head)
        history = history_at_hand(token, nullcontext(store), at=head)
        self.deployment = token
        return read_controls(token, pinned, (self.events,), history=history)

    def map(self, law: SupplyLaw) -> PowerMap:
        found = self.read(law)
        return controlled(self.deployment, found)


def told(found: ControlEvidence) -> ControlHistory:
    assert isinstance(found.history, ControlHistory)
    return found.history


def holders(found: PowerMap, power: Power) -> set[tuple[str, AccountId]]:
    return {
        (grip.office, grip.holder)
        for grip in found.grips
        if power in grip.powers and isinstance(grip.holder, AccountId)
    }


@pytest.fixture
def ethereum() -> Iterator[Ethereum]:
    with Anvil(chain_id=1) as anvil:
        spec = ChainSpec(
            "ethereum", "Ethereum", ETHEREUM, "0x" + "00" * 32, Finality.FINALIZED_TAG, 60, 1800,
            (), Provenance("devnet", "2026-11-22"), simulated=True,
        )  # fmt: skip
        rpc, endpoint = JsonRpc(transport(anvil.url)), Endpoint("op", anvil.url)
        reader, events = EvmReader(spec, endpoint, rpc), EvmEvents(spec, endpoint, rpc)
        yield Ethereum(EvmChain(anvil), reader, events, spec)


def test_admin_whose_role_was_granted_in_the_constructor_is_found(ethereum: Ethereum) -> None:
    ethereum.chain.place(ROLES, [ethereum.key(4)], at=TOKEN, sender=ethereum.key(1))
    found = ethereum.map(SupplyLaw.ZERO_TRANSFER)
    assert holders(found, Power.APPOINT) == {("DEFAULT_ADMIN_ROLE", ethereum.account(4))}
    assert "No getter tells who may issue." in found.unknown
    assert not any("told by events alone" in sentence for sentence in found.unknown)


def test_role_granted_and_revoked_inside_one_block_is_known_though_no_state_shows_it(
    ethereum: Ethereum,
) -> None:
    admin, minter = ethereum.key(4), ethereum.key(5)
    ethereum.chain.place(ROLES, [admin], at=TOKEN, sender=ethereum.key(1))
    grant = encode_call(ROLES, "grantRole", MINTS, minter)
    revoke = encode_call(ROLES, "revokeRole", MINTS, minter)
    for call in (grant, revoke):
        ethereum.chain.send(admin, TOKEN, call)
    ethereum.chain.seal()
    evidence = ethereum.read(SupplyLaw.ZERO_TRANSFER)
    token, logs = ethereum.deployment.asset.contract, told(evidence).told.logs
    brief = [term for term in terms(token, logs) if term.within_a_block]
    assert [(term.membership.office, term.membership.account) for term in brief] == [
        ("MINTER_ROLE", ethereum.account(5))
    ]
    assert not brief[0].within_a_transaction
    assert holders(controlled(ethereum.deployment, evidence), Power.ISSUE) == set()
    assert contradictions(token, logs, Seen(dict(evidence.answers))) == ()


def test_both_minters_of_a_fiat_token_are_found_without_being_candidates(
    ethereum: Ethereum,
) -> None:
    owner, master, pauser, blacklister = (ethereum.key(each) for each in (2, 3, 4, 5))
    arguments: list[object] = ["Coin", "C", "USD", 6, owner, master, pauser, blacklister]
    ethereum.chain.place(FIAT, arguments, at=TOKEN, sender=ethereum.key(1))
    for minter, allowed in ((6, 500), (7, 900), (8, 100)):
        configure = encode_call(FIAT, "configureMinter", ethereum.key(minter), allowed)
        ethereum.chain.send(master, TOKEN, configure)
    ethereum.chain.send(master, TOKEN, encode_call(FIAT, "removeMinter", ethereum.key(8)))
    ethereum.chain.seal()
    found = ethereum.map(SupplyLaw.FIAT_TOKEN)
    assert holders(found, Power.ISSUE) == {
        ("masterMinter()", ethereum.account(3)),
        ("isMinter(address)", ethereum.account(6)),
        ("isMinter(address)", ethereum.account(7)),
    }
    assert not any("minters" in sentence for sentence in found.unknown)


def test_issuance_that_three_of_seven_approved_says_who_signed_it(ethereum: Ethereum) -> None:
    owners = [ethereum.key(number) for number in range(2, 9)]
    first = ethereum.key(1)
    ethereum.chain.place(MULTISIG, [owners, 3], at=SAFE, sender=first)
    ethereum.chain.place(GOLD, [SAFE, ethereum.key(9)], at=TOKEN, sender=first)
    issue = encode_call(GOLD, "issue", ethereum.key(10), 5_000_000)
    call = (TOKEN, 0, issue, 0, 0, 0, 0, bytes(20), bytes(20))
    for number in (2, 4, 7):
        ethereum.chain.send(ethereum.key(number), SAFE, encode_call(MULTISIG, "approveHash", *call))
    ethereum.chain.seal()
    ethereum.chain.send(ethereum.key(5), SAFE, encode_call(MULTISIG, "execTransaction", *call))
    ethereum.chain.seal()
    evidence = ethereum.read(SupplyLaw.USDKG)
    token = ethereum.deployment.asset.contract
    (use,) = uses(token, evidence, controlled(ethereum.deployment, evidence))
    assert (use.act.kind, use.act.base_units) == (ControlKind.ISSUE, 5_000_000)
    assert use.act.about == ethereum.account(10)
    assert (use.sender, use.through) == (ethereum.account(5), AccountId(ETHEREUM, SAFE))
    signed = tuple(ethereum.account(number) for number in (2, 4, 7))
    assert use.approvals == Approvals(signed, 3, 3, signed=False)


def test_frozen_accounts_are_those_not_released_with_what_they_hold(ethereum: Ethereum) -> None:
    owner, officer = ethereum.key(2), ethereum.key(3)
    ethereum.chain.place(GOLD, [owner, officer], at=TOKEN, sender=ethereum.key(1))
    for number, amount in ((5, 700), (6, 40)):
        ethereum.chain.send(owner, TOKEN, encode_call(GOLD, "issue", ethereum.key(number), amount))
    for number in (5, 6):
        ethereum.chain.send(officer, TOKEN, encode_call(GOLD, "addBlackList", ethereum.key(number)))
    release = encode_call(GOLD, "removeBlackList", ethereum.key(6))
    ethereum.chain.send(officer, TOKEN, release)
    ethereum.chain.seal()
    evidence = ethereum.read(SupplyLaw.USDKG)
    token, history = ethereum.deployment.asset.contract, told(evidence)
    (one,) = frozen(token, history.told.logs)
    assert one.account == ethereum.account(5)
    assert history.frozen == {ethereum.key(5): 700}
    assert [each.accounts for each in frozen_series(token, history.told.logs)] == [1, 2, 1]
    seen = Seen(dict(evidence.answers))
    assert is_confirmed(token, SupplyLaw.USDKG, one.account, seen) is True
    done = uses(token, evidence, controlled(ethereum.deployment, evidence))
    assert [use.act.event for use in done][2:] == [
        *("AddedBlackList", "AddedBlackList", "RemovedBlackList")
    ]
    assert {use.sender for use in done[2:]} == {ethereum.account(3)}
    assert {use.through for use in done} == {None}
