"""Getters, slots, code and permissions as real code on a real EVM gives them, on both families."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from eth_abi.abi import decode
from eth_utils.conversions import to_hex
from eth_utils.crypto import keccak

from stableaudit.adapters.evm.reader import EvmReader
from stableaudit.adapters.transport.jsonrpc import JsonRpc
from stableaudit.domain.blocks import BlockStamp
from stableaudit.domain.control_questions import (
    Code,
    CodeOf,
    Getter,
    Permission,
    Permissions,
    PermissionsOf,
    StorageWord,
    WeightedKey,
)
from stableaudit.domain.declarations import Provenance
from stableaudit.domain.errors import UndecodableError
from stableaudit.domain.identifiers import AccountId, ChainId
from stableaudit.domain.questions import Question
from stableaudit.domain.readings import Pin
from stableaudit.domain.tokens import ChainSpec, Endpoint, Finality
from tests.devnet.anvil import Anvil
from tests.devnet.artifacts import load
from tests.devnet.evm import EvmChain
from tests.devnet.tron.accounts import permission
from tests.devnet.tron.errors import ChainError
from tests.devnet.tron.node import TronNode
from tests.devnet.tron.permission_acts import active, set_permissions
from tests.unit.adapters.transport.server import transport
from tests.unit.adapters.tron.http_node import CHAIN as TRON
from tests.unit.adapters.tron.http_node import reader_of

pytestmark = pytest.mark.devnet

ETHEREUM = ChainId("eip155", "1")
MULTISIG, PROXY, LOGIC, ADMIN, DELEGATING = (
    bytes([number]) * 20 for number in (0x51, 0xE8, 0x10, 0xAD, 0x77)
)
IMPLEMENTATION_SLOT = 0x360894A13BA1A3210667C828492DB98DCA3E2076CC3735A920A3CA505D382BBC
ADMIN_SLOT = 0xB53127684A568B3173AE13B9F8A6016E243E63B6E8EE1178D6A717850B5D6103
NO_CODE = Code(0, to_hex(keccak(b"")), b"")
LAG = 19


@dataclass
class Ethereum:
    """A chain with a token behind a proxy, the proxy's admin contract, and a multisig."""

    chain: EvmChain
    reader: EvmReader
    rpc: JsonRpc

    def at(self) -> BlockStamp:
        return self.reader.vitals().head


def _on(chain: ChainId, address: bytes) -> AccountId:
    return AccountId(chain, address)


@pytest.fixture
def ethereum() -> Iterator[Ethereum]:
    with Anvil(chain_id=1) as anvil:
        chain = EvmChain(anvil)
        chain.seal_empty(1)
        owner = chain.key_address(1)
        owners = [chain.key_address(key) for key in (2, 3, 4)]
        chain.place(load("KgstSim"), [], at=LOGIC, sender=owner)
        chain.place(load("ProxyAdminSim"), [owner], at=ADMIN, sender=owner)
        chain.place(load("Proxy1967"), [LOGIC, ADMIN, b""], at=PROXY, sender=owner)
        chain.place(load("MultisigSim"), [owners, 2], at=MULTISIG, sender=owner)
        anvil.rpc("anvil_setCode", to_hex(DELEGATING), "0xef0100" + LOGIC.hex())
        chain.seal_empty(1)
        provenance = Provenance("devnet", "2026-11-21")
        spec = ChainSpec(
            "ethereum", "Ethereum", ETHEREUM, "0x" + "00" * 32, Finality.FINALIZED_TAG, 60, 1800,
            (), provenance, simulated=True,
        )  # fmt: skip
        rpc = JsonRpc(transport(anvil.url))
        yield Ethereum(chain, EvmReader(spec, Endpoint("op", anvil.url), rpc), rpc)


def test_ethereum_tells_owners_slots_and_code_of_every_kind_in_one_request(
    ethereum: Ethereum,
) -> None:
    proxy = _on(ETHEREUM, PROXY)
    owners = Getter(_on(ETHEREUM, MULTISIG), "getOwners()")
    threshold = Getter(_on(ETHEREUM, MULTISIG), "getThreshold()")
    owner = Getter(_on(ETHEREUM, ADMIN), "owner()")
    through = Getter(proxy, "MINTER_ROLE()")
    slots = StorageWord(proxy, IMPLEMENTATION_SLOT), StorageWord(proxy, ADMIN_SLOT)
    unset = StorageWord(proxy, 2**256 - 1)
    codes = {
        CodeOf(_on(ETHEREUM, ethereum.chain.key_address(9))): NO_CODE,
        CodeOf(_on(ETHEREUM, DELEGATING)): _code(b"\xef\x01\x00" + LOGIC),
        CodeOf(_on(ETHEREUM, LOGIC)): _code(load("KgstSim").runtime),
    }
    at = ethereum.at()
    before = ethereum.rpc.http.requests
    questions: tuple[Question[object], ...] = (owners, threshold, owner, through, *slots, unset)
    answers = ethereum.reader.ask((*questions, *codes), at=at)
    assert ethereum.rpc.http.requests - before == 1
    expected = [to_hex(ethereum.chain.key_address(key)) for key in (2, 3, 4)]
    assert decode(["address[]"], answers.reading(owners).value) == (tuple(expected),)
    assert answers.reading(threshold).value == (2).to_bytes(32)
    assert answers.reading(owner).value[12:] == ethereum.chain.key_address(1)
    assert answers.reading(through).value == keccak(text="MINTER_ROLE")
    assert [answers.reading(slot).value for slot in slots] == [
        int.from_bytes(LOGIC),
        int.from_bytes(ADMIN),
    ]
    assert answers.reading(unset).value == 0
    assert {question: answers.reading(question).value for question in codes} == codes
    assert {answers.reading(q).pin for q in (*questions, *codes)} == {Pin.EXACT}


def test_ethereum_a_function_that_is_not_there_fails_alone(ethereum: Ethereum) -> None:
    """The token reverts, the delegating account has no such function, the last has no code."""
    known = Getter(_on(ETHEREUM, MULTISIG), "nonce()")
    missing = [
        Getter(_on(ETHEREUM, address), "getMinDelay()")
        for address in (MULTISIG, PROXY, DELEGATING, ethereum.chain.key_address(9))
    ]
    answers = ethereum.reader.ask((known, *missing), at=ethereum.at())
    assert answers.reading(known).value == bytes(32)
    for question in missing:
        with pytest.raises(UndecodableError):
            answers.reading(question)


def test_ethereum_state_is_of_the_block_asked_for(ethereum: Ethereum) -> None:
    code, slot = CodeOf(_on(ETHEREUM, DELEGATING)), StorageWord(_on(ETHEREUM, PROXY), 5)
    then = ethereum.at()
    rpc = ethereum.chain.anvil.rpc
    # anvil writes what is set into the state of the head.
    ethereum.chain.seal_empty(1)
    rpc("anvil_setCode", to_hex(DELEGATING), "0x")
    rpc("anvil_setStorageAt", to_hex(PROXY), hex(5), "0x" + "00" * 31 + "07")
    ethereum.chain.seal_empty(1)
    before, after = (ethereum.reader.ask((code, slot), at=at) for at in (then, ethereum.at()))
    assert [each.reading(code).value.size for each in (before, after)] == [23, 0]
    assert [each.reading(slot).value for each in (before, after)] == [0, 7]


@pytest.fixture
def tron() -> Iterator[TronNode]:
    with Anvil(chain_id=0x2B6653DC) as anvil, TronNode(anvil, solid_lag=LAG) as node:
        chain = node.chain
        owner = chain.key_address(1)
        owners = [chain.key_address(key) for key in (2, 3, 4)]
        chain.place(load("ProxyAdminSim"), [owner], at=ADMIN, sender=owner)
        chain.place(load("MultisigSim"), [owners, 2], at=MULTISIG, sender=owner)
        yield node


def test_tron_tells_owners_and_code_one_request_each(tron: TronNode) -> None:
    tron.chain.seal_empty(LAG)
    owners = Getter(_on(TRON, MULTISIG), "getOwners()")
    owner = Getter(_on(TRON, ADMIN), "owner()")
    missing = Getter(_on(TRON, MULTISIG), "getMinDelay()")
    nobody = Getter(_on(TRON, tron.chain.key_address(9)), "owner()")
    codes = CodeOf(_on(TRON, ADMIN)), CodeOf(_on(TRON, tron.chain.key_address(9)))
    reader = reader_of(tron.url)
    at = reader.vitals().final
    tron.requests.clear()
    answers = reader.ask((owners, owner, missing, nobody, *codes), at=at)
    assert dict(tron.requests) == {
        "/walletsolidity/triggerconstantcontract": 4,
        # The answers name an older block than the reference, so that one is asked for.
        "/walletsolidity/getblock": 1,
        "/wallet/getcontractinfo": 2,
        "/wallet/getnowblock": 1,
    }
    expected = [to_hex(tron.chain.key_address(key)) for key in (2, 3, 4)]
    assert decode(["address[]"], answers.reading(owners).value) == (tuple(expected),)
    assert answers.reading(owner).value[12:] == tron.chain.key_address(1)
    assert {answers.reading(each).pin for each in (owners, owner)} == {Pin.BRACKETED}
    assert [answers.reading(each).value for each in codes] == [
        _code(load("ProxyAdminSim").runtime),
        NO_CODE,
    ]
    for question in (missing, nobody):
        with pytest.raises(UndecodableError):
            answers.reading(question)


def test_tron_tells_permissions_of_accounts_that_differ(tron: TronNode) -> None:
    """Key 5 gave all its power away, key 6 keeps what it began with, key 9 was never activated."""
    chain = tron.chain
    one, two, given, own = (chain.key_address(key) for key in (2, 3, 5, 6))
    chain.submit(
        "TransferContract",
        {"owner_address": b"\x41" + one, "to_address": b"\x41" + own, "amount": 5},
        sender=one,
    )
    chain.seal()
    calls = active("two \x1b of two", 2, {one: 1, two: 1}, ["TriggerSmartContract"])
    set_permissions(chain, given, owner=permission("owner", 1, {two: 1}), actives=[calls])
    with pytest.raises(ChainError, match="SIGERROR"):
        chain.send(given, MULTISIG, b"")
    chain.seal_empty(LAG + 2)
    contract, unknown = _on(TRON, MULTISIG), _on(TRON, chain.key_address(9))
    questions = {
        name: PermissionsOf(each)
        for name, each in {
            "given": _on(TRON, given),
            "own": _on(TRON, own),
            "contract": contract,
            "unknown": unknown,
        }.items()
    }
    reader = reader_of(tron.url)
    at = reader.vitals().final
    tron.requests.clear()
    answers = reader.ask(tuple(questions.values()), at=at)
    assert dict(tron.requests) == {
        "/walletsolidity/getaccount": 4,
        "/walletsolidity/getnowblock": 1,
    }
    found = {name: answers.reading(question).value for name, question in questions.items()}
    two_of_two = (WeightedKey(_on(TRON, one), 1), WeightedKey(_on(TRON, two), 1))
    only_calls = (1 << 31).to_bytes(32, "little")
    assert found["given"] == Permissions(
        is_contract=False,
        owner=Permission(0, "owner", 1, (WeightedKey(_on(TRON, two), 1),), b""),
        active=(Permission(2, "two \\u001b of two", 2, two_of_two, only_calls),),
    )
    assert found["own"].owner == Permission(0, "owner", 1, (WeightedKey(_on(TRON, own), 1),), b"")
    assert [each.allows(31) for each in found["own"].active] == [True]
    assert found["contract"] == Permissions(is_contract=True, owner=None, active=())
    assert found["unknown"] == Permissions(is_contract=False, owner=None, active=())
    assert {answers.reading(question).pin for question in questions.values()} == {Pin.UNPINNED}


def _code(code: bytes) -> Code:
    return Code.of(code, keccak(code))
