"""Proofs from real anvil: simulated USDKG and KGST at a pinned block, and a relay that lies.

anvil recomputes like a real node: headers of Prague's fields, state and receipts tries, proofs of
every block that it keeps. It differs in one thing: a slot has to be spelled as a whole word.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, cast

import pytest
from eth_utils.crypto import keccak
from hypothesis import given, settings
from hypothesis import strategies as st

from stableaudit.adapters.evm.proof.account import prove_account, prove_slots
from stableaudit.adapters.evm.proof.failure import ProofError
from stableaudit.adapters.evm.proof.fetch import ProofFetcher
from stableaudit.adapters.evm.proof.header import read_header
from stableaudit.adapters.evm.proof.receipts import prove_logs
from stableaudit.adapters.evm.proof.slot_ask import CodeAtWork
from stableaudit.adapters.evm.proof.slot_search import FOUND, confirm_layout, find_layout
from stableaudit.adapters.evm.proof.slots import LAYOUTS, Layout
from stableaudit.adapters.evm.prover import EvmProver
from stableaudit.adapters.transport.bucket import Buckets, Pace
from stableaudit.adapters.transport.classify import Failure
from stableaudit.adapters.transport.http import HttpTransport
from stableaudit.adapters.transport.jsonrpc import JsonRpc
from stableaudit.adapters.transport.limits import Deadline, Limits
from stableaudit.domain.blocks import BlockStamp
from stableaudit.domain.errors import EvidenceError, PinnedStateError
from stableaudit.domain.identifiers import AccountId, ChainId
from stableaudit.domain.logs import TRANSFER_TOPIC
from stableaudit.domain.tokens import Endpoint
from tests.devnet.anvil import Anvil
from tests.devnet.artifacts import Artifact, encode_call, load
from tests.devnet.evm import EvmChain
from tests.devnet.layouts import layout_of

pytestmark = pytest.mark.devnet

Json = dict[str, object]
CHAIN = ChainId("eip155", "1")
GOLD, KGST, PROXY = load("GoldDollarSim"), load("KgstSim"), load("Proxy1967")
GOLD_AT = AccountId(CHAIN, bytes.fromhex("e820c06321e60d36257c666643fa5436643445e3"))
LOGIC_AT, KGST_AT = b"\x1c" * 20, AccountId(CHAIN, b"\x2c" * 20)
HOLDERS = tuple(AccountId(CHAIN, bytes([0xA0 + each]) * 20) for each in range(20))
BODIES = False
SOM, OUNCE = 10**18, 10**6


@dataclass
class World:
    """Both tokens, issued to twenty holders, and a transfer of each in the last block but some."""

    chain: EvmChain
    rpc: JsonRpc
    at: BlockStamp
    """The block with the transfers; more were made after it."""

    @property
    def fetcher(self) -> ProofFetcher:
        return ProofFetcher(self.rpc, whom="anvil")

    def block(self, at: BlockStamp) -> Json:
        return cast("Json", self.chain.anvil.rpc("eth_getBlockByHash", at.hash, BODIES))

    def work(self, contract: AccountId) -> CodeAtWork:
        return CodeAtWork(self.rpc, contract, self.at, whom="anvil")

    def read(self, artifact: Artifact, at: AccountId, name: str, *arguments: object) -> int:
        """A value as the contract itself says it at the pinned block."""
        data = "0x" + encode_call(artifact, name, *arguments).hex()
        call = {"to": at.local, "data": data}
        return int(cast("str", self.chain.anvil.rpc("eth_call", call, _by_hash(self.at))), 16)


def _by_hash(at: BlockStamp) -> Json:
    return {"blockHash": at.hash, "requireCanonical": True}


def _rpc(anvil: Anvil) -> JsonRpc:
    endpoint = Endpoint("anvil", anvil.url)
    buckets = Buckets(Pace(1e6, 1000))
    return JsonRpc(
        HttpTransport(endpoint, limits=Limits(), deadline=Deadline(120), buckets=buckets)
    )


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    with Anvil(chain_id=1, timestamp=1_790_000_000, slots_in_an_epoch=2) as anvil:
        chain = EvmChain(anvil)
        chain.seal_empty(1)
        owner = chain.key_address(1)
        chain.place(GOLD, [owner, chain.key_address(4)], at=GOLD_AT.address, sender=owner)
        chain.place(KGST, [], at=LOGIC_AT, sender=owner)
        first = encode_call(KGST, "initialize", owner)
        chain.place(
            PROXY, [LOGIC_AT, chain.key_address(5), first], at=KGST_AT.address, sender=owner
        )
        for index, holder in enumerate(HOLDERS):
            amount = 1000 + index
            issue = encode_call(GOLD, "issue", holder.address, amount * OUNCE)
            chain.send(owner, GOLD_AT.address, issue)
            mint = encode_call(KGST, "mint", holder.address, amount * SOM)
            chain.send(owner, KGST_AT.address, mint)
        assert all(sent.succeeded for sent in chain.seal())
        for artifact, token in (GOLD, GOLD_AT), (KGST, KGST_AT):
            move = encode_call(artifact, "transfer", HOLDERS[1].address, 7)
            chain.send(HOLDERS[0].address, token.address, move)
        # It fails: a receipt without logs, and of status 0.
        chain.send(b"\x77" * 20, GOLD_AT.address, encode_call(GOLD, "issue", b"\x77" * 20, 1))
        assert [sent.succeeded for sent in chain.seal()] == [True, True, False]
        header = read_header(anvil.rpc("eth_getBlockByNumber", "latest", BODIES))
        chain.send(owner, GOLD_AT.address, encode_call(GOLD, "issue", owner, 1))
        chain.seal()
        chain.seal_empty(10)
        yield World(chain, _rpc(anvil), header.stamp(CHAIN))


def test_anvils_headers_are_recomputed_and_linked_from_its_genesis(world: World) -> None:
    headers = world.fetcher.parents(world.at, first=0)
    assert [header.number for header in headers] == list(range(world.at.number + 1))
    assert headers[-1].stamp(CHAIN) == world.at


@pytest.mark.parametrize(
    ("artifact", "token"), [(GOLD, GOLD_AT), (KGST, KGST_AT)], ids=["usdkg", "kgst"]
)
def test_supply_and_twenty_balances_are_proven_at_the_pinned_block(
    world: World, artifact: Artifact, token: AccountId
) -> None:
    proof = world.fetcher.token(token, layout_of(artifact.name), HOLDERS, at=world.at)
    assert proof.supply.value == world.read(artifact, token, "totalSupply")
    assert proof.supply.block == world.at
    held = {holder: value.value for holder, value in proof.balances}
    assert held == {
        holder: world.read(artifact, token, "balanceOf", holder.address) for holder in HOLDERS
    }
    assert sum(held.values()) == proof.supply.value
    code = cast("str", world.chain.anvil.rpc("eth_getCode", token.local, _by_hash(world.at)))
    assert proof.code_hash.value == "0x" + keccak(hexstr=code).hex()


def test_account_without_code_or_coins_is_proven_absent(world: World) -> None:
    nobody = b"\x0e" * 20
    word = f"0x{5:064x}"
    answer = world.chain.anvil.rpc("eth_getProof", "0x" + nobody.hex(), [word], _by_hash(world.at))
    account = prove_account(answer, nobody, world.fetcher.header(world.at).state_root)
    assert not account.exists
    assert prove_slots(answer, [5], account) == {5: 0}


@pytest.mark.parametrize(
    ("name", "token"), [("GoldDollarSim", GOLD_AT), ("KgstSim", KGST_AT)], ids=["usdkg", "kgst"]
)
def test_layout_is_found_by_watching_the_code_also_behind_a_proxy(
    world: World, name: str, token: AccountId
) -> None:
    work = world.work(token)
    holders = [holder.address for holder in HOLDERS[:2]]
    compiled = layout_of(name)
    found = find_layout(work.touched, work.called, holders)
    assert found == Layout(FOUND, compiled.supply, compiled.balances)
    assert confirm_layout(compiled, work.called, holders)
    assert not confirm_layout(LAYOUTS["openzeppelin"], work.called, holders)


def test_logs_of_the_block_are_proven_with_a_failed_transaction_among_them(world: World) -> None:
    proven = world.fetcher.logs(world.at)
    assert proven.receipts == 3
    assert [(log.address, log.transaction_index) for log in proven.logs] == [
        (GOLD_AT.address, 0),
        (KGST_AT.address, 1),
    ]
    assert {log.topics[0] for log in proven.logs} == {TRANSFER_TOPIC}
    assert {int.from_bytes(log.data, "big") for log in proven.logs} == {7}


def test_proof_of_a_block_that_does_not_exist_is_refused(world: World) -> None:
    lost = BlockStamp(CHAIN, world.at.number, "0x" + "11" * 32, world.at.timestamp)
    answer = world.rpc.call("eth_getProof", (GOLD_AT.local, [], _by_hash(lost)))
    assert getattr(answer, "failure", None) is Failure.NO_STATE


def test_proof_of_state_that_anvil_has_pruned_is_refused() -> None:
    """As geth beyond 128 blocks: the header is there, the state is not."""
    with Anvil(chain_id=1, timestamp=1_790_000_000, extra=("--prune-history",)) as anvil:
        EvmChain(anvil).seal_empty(5)
        old = read_header(anvil.rpc("eth_getBlockByNumber", "0x1", BODIES)).stamp(CHAIN)
        fetcher = ProofFetcher(_rpc(anvil), whom="anvil")
        assert fetcher.header(old).number == 1
        with pytest.raises(PinnedStateError, match="no state of that block: error"):
            fetcher.token(GOLD_AT, layout_of("GoldDollarSim"), (), at=old)


@settings(max_examples=200)
@given(data=st.data())
def test_one_digit_changed_in_anything_that_anvil_proves_is_refused(
    world: World, data: st.DataObject
) -> None:
    """Header field, account node, storage node, value, receipt: at the place, or at the root."""
    header = read_header(world.block(world.at))
    layout = layout_of("GoldDollarSim")
    slots = [layout.supply.slot, layout.balances.of(HOLDERS[0].address).slot]
    kind = data.draw(st.sampled_from(["header", "proof", "receipts"]))
    if kind == "header":
        answer: Any = world.block(world.at) | {"transactions": []}
    elif kind == "proof":
        keys = [f"0x{slot:064x}" for slot in slots]
        answer = world.chain.anvil.rpc("eth_getProof", GOLD_AT.local, keys, _by_hash(world.at))
    else:
        answer = world.chain.anvil.rpc("eth_getBlockReceipts", world.at.hash)
    holder, key = data.draw(st.sampled_from(_hashed(answer, _NOT_COMMITTED[kind])))
    text = str(holder[key])
    place = data.draw(st.integers(2, len(text) - 1))
    holder[key] = text[:place] + ("1" if text[place] == "0" else "0") + text[place + 1 :]
    checks: dict[str, Callable[[], object]] = {
        "header": lambda: read_header(answer),
        "proof": lambda: prove_slots(
            answer, slots, prove_account(answer, GOLD_AT.address, header.state_root)
        ),
        "receipts": lambda: prove_logs(answer, header, CHAIN),
    }
    with pytest.raises(ProofError) as caught:
        checks[kind]()
    parts = ("header.", "account.", "accountProof[", "storageProof[", "receipts[", "receiptsRoot")
    assert caught.value.failure.path.startswith(parts)


_NOT_COMMITTED = {
    "header": frozenset({"size", "totalDifficulty"}),
    "proof": frozenset[str](),
    "receipts": frozenset(
        {"transactionHash", "gasUsed", "effectiveGasPrice", "from", "to", "contractAddress"}
        | {"blobGasPrice", "blobGasUsed", "blockTimestamp"}
    ),
}
"""What an answer says beside what its hash or root covers."""


def _hashed(value: Any, beside: frozenset[str]) -> list[tuple[Any, Any]]:  # noqa: ANN401 - JSON
    """Every text that the proof covers: what holds it, and its key there."""
    found: list[tuple[Any, Any]] = []
    for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
        if isinstance(inner, dict | list):
            found += _hashed(inner, beside)
        elif isinstance(inner, str) and len(inner) > 2 and key not in beside:
            found.append((value, key))
    return found


@pytest.mark.parametrize("token", [GOLD_AT, KGST_AT], ids=["usdkg", "kgst"])
def test_prover_proves_at_the_first_operator_and_is_confirmed_by_the_second(
    world: World, token: AccountId
) -> None:
    prover = EvmProver([("a", "one", world.rpc), ("a", "two", world.rpc), ("b", "one", world.rpc)])
    proven = prover.prove(token, HOLDERS, at=world.at)
    assert proven.confirmed == ("a", "b")
    assert proven.proof.layout == FOUND
    assert [holder for holder, _ in proven.proof.balances] == list(HOLDERS)
    assert sum(value.value for _, value in proven.proof.balances) == proven.proof.supply.value


def test_prover_without_an_operator_that_can_says_what_the_first_said(world: World) -> None:
    lost = BlockStamp(CHAIN, world.at.number, "0x" + "11" * 32, world.at.timestamp)
    with pytest.raises(EvidenceError, match="no state of that block") as caught:
        EvmProver([("a", "one", world.rpc)]).prove(GOLD_AT, HOLDERS, at=lost)
    assert caught.value.whom == "a (one)"
    with pytest.raises(EvidenceError, match="no endpoint is configured"):
        EvmProver([]).prove(GOLD_AT, HOLDERS, at=world.at)


def test_prover_of_a_contract_that_keeps_no_supply_says_so(world: World) -> None:
    with pytest.raises(EvidenceError, match="touches no slot of the contract's own"):
        EvmProver([("a", "one", world.rpc)]).prove(HOLDERS[0], HOLDERS[1:], at=world.at)
