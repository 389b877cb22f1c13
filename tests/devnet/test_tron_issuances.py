"""What operators of a TRON chain can prove of a ledger's mints, and which of them are passed over.

The façade of tests/devnet/tron behind two operators and a third; the token imitates USDKG.
"""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from stableaudit.adapters.tron.issuance_prover import TronIssuanceProver
from stableaudit.adapters.tron.node import Node
from stableaudit.domain.blocks import BlockStamp
from stableaudit.domain.identifiers import AccountId, AssetId
from stableaudit.domain.issuance_proofs import (
    FinalityProof,
    IssuanceProofs,
    ProvenBlock,
    Shown,
    UnprovenBlock,
)
from stableaudit.domain.ledger import Entry, EntryKind
from stableaudit.domain.readings import Unavailable
from stableaudit.domain.tokens import Deployment, Endpoint
from tests.cases import healthy_case
from tests.devnet.tron.faults import Faults
from tests.devnet.tron.node import Operator, TronNode
from tests.devnet.tron_issuances import TOKEN, IssuedDevnet, issued_devnet
from tests.unit.adapters.tron.http_node import CHAIN, http_of

pytestmark = pytest.mark.devnet


@pytest.fixture(scope="module")
def devnet() -> Iterator[IssuedDevnet]:
    with issued_devnet() as network:
        yield network


@pytest.fixture
def second(devnet: IssuedDevnet) -> Iterator[Operator]:
    with devnet.node.mirror() as operator:
        yield operator


def deployment(token: bytes = TOKEN) -> Deployment:
    on_tron = healthy_case().scope.token.deployments[0]
    return replace(on_tron, asset=AssetId(AccountId(CHAIN, token)))


def proofs(
    devnet: IssuedDevnet,
    *voices: tuple[str, str],
    mints: tuple[Entry, ...] = (),
    token: bytes = TOKEN,
    at: BlockStamp | None = None,
) -> IssuanceProofs:
    prover = TronIssuanceProver(
        CHAIN, [(name, Node(http_of(Endpoint(name, url)))) for name, url in voices]
    )
    blocks = {mint.block: (mint,) for mint in mints or (devnet.mint(devnet.issued),)}
    reference = at or devnet.asked.final().stamp(CHAIN)
    return prover.prove(deployment(token), blocks, at=reference)


def only(found: IssuanceProofs) -> ProvenBlock | UnprovenBlock:
    (block,) = found.blocks
    return block


def test_issuance_and_finality_are_proven_where_two_operators_tell_the_same(
    devnet: IssuedDevnet, second: Operator
) -> None:
    found = proofs(devnet, ("a", devnet.node.url), ("b", second.url))
    block = only(found)
    assert isinstance(block, ProvenBlock), str(block)
    assert block.block == devnet.asked.header(devnet.issued.block).stamp(CHAIN)
    assert (block.shown, block.lines, block.differences) == (Shown.NESTED_ORDER, 1, ())
    assert block.rests_on == "its id as told by a and b"
    assert [each.address for each in block.signers] == [devnet.node.chain.key_address(1)]
    final = found.finality
    assert isinstance(final, FinalityProof), str(final)
    assert (final.block, final.builders) == (devnet.asked.final().stamp(CHAIN), 19)
    assert "as told by" in final.rests_on
    assert found.troubles == ()


def test_issuance_called_directly_is_an_order_whose_own_success_is_committed_to(
    devnet: IssuedDevnet, second: Operator
) -> None:
    voices = (("a", devnet.node.url), ("b", second.url))
    mint = devnet.mint(devnet.direct)
    block = only(proofs(devnet, *voices, mints=(mint,), token=bytes.fromhex("a3" * 20)))
    assert isinstance(block, ProvenBlock), str(block)
    assert block.shown is Shown.ORDER


def test_one_operators_word_proves_neither_issuance_nor_finality(devnet: IssuedDevnet) -> None:
    found = proofs(devnet, ("a", devnet.node.url), ("a", devnet.node.url))
    block = only(found)
    assert isinstance(block, UnprovenBlock)
    assert "which a alone tells" in block.reason.came
    assert isinstance(found.finality, Unavailable)
    assert "1 operators are configured" in found.finality.came


def test_operator_of_another_history_is_passed_over_and_told(
    devnet: IssuedDevnet, second: Operator
) -> None:
    """It has a block of that number, whole and signed; nobody else tells its id."""
    from tests.devnet.anvil import Anvil

    with Anvil(chain_id=0x2B6653DC) as anvil, TronNode(anvil, solid_lag=1) as other:
        other.chain.seal_empty(devnet.issued.block + 30)
        voices = (("liar", other.url), ("a", devnet.node.url), ("b", second.url))
        found = proofs(devnet, *voices)
    block = only(found)
    assert isinstance(block, ProvenBlock), str(block)
    assert "which liar alone tells" in found.troubles[0]
    assert len(found.troubles) == 2
    assert all(each.startswith("asked liar ") for each in found.troubles), found.troubles


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"base_units": 1}, "no call that issues 1 to"),
        ({"transaction": bytes(32)}, "is none of the 2 of the block"),
    ],
    ids=["amount", "transaction"],
)
def test_mint_that_nothing_ordered_is_not_proven(
    devnet: IssuedDevnet, second: Operator, change: dict[str, object], why: str
) -> None:
    mint = replace(devnet.mint(devnet.issued), **change)  # type: ignore[arg-type]  # of its fields
    block = only(proofs(devnet, ("a", devnet.node.url), ("b", second.url), mints=(mint,)))
    assert isinstance(block, UnprovenBlock)
    assert why in block.reason.came


def test_burns_are_not_asked_for_and_a_node_without_blocks_says_so(devnet: IssuedDevnet) -> None:
    with devnet.node.mirror(faults=Faults(empty_objects=frozenset({"getblock"}))) as empty:
        voices = (("a", empty.url), ("b", empty.url))
        block = only(proofs(devnet, *voices))
        burn = replace(
            devnet.mint(devnet.issued),
            kind=EntryKind.BURN,
        )
        assert proofs(devnet, *voices, mints=(burn,)).blocks == ()
    assert isinstance(block, UnprovenBlock)
    assert "no such block" in block.reason.came


def test_finality_of_a_block_that_is_not_the_reference_is_refused(
    devnet: IssuedDevnet, second: Operator
) -> None:
    reference = replace(devnet.asked.final().stamp(CHAIN), hash="0x" + "00" * 32)
    found = proofs(devnet, ("a", devnet.node.url), ("b", second.url), at=reference)
    assert isinstance(found.finality, Unavailable)
    assert "another block of that number" in found.finality.came


def test_nobody_to_ask_is_said(devnet: IssuedDevnet) -> None:
    found = proofs(devnet)
    block = only(found)
    assert isinstance(block, UnprovenBlock)
    assert block.reason.came == "no endpoint is configured"
    assert isinstance(found.finality, Unavailable)
