"""Mints and burns held against the receipts of their blocks, at operators who can, cannot, lie."""

import copy
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from typing import Any

import pytest

from stableaudit.adapters.evm.block_standing import ENOUGH
from stableaudit.adapters.evm.issuance_prover import EvmIssuanceProver
from stableaudit.adapters.evm.proof.header_fetch import MOST_PARENTS
from stableaudit.adapters.transport.jsonrpc import JsonRpc
from stableaudit.domain.blocks import BlockStamp
from stableaudit.domain.errors import UndecodableError
from stableaudit.domain.issuance_proofs import (
    IssuanceProofs,
    ProvenBlock,
    Shown,
    UnprovenBlock,
)
from stableaudit.domain.ledger import Boundary, Entry
from stableaudit.domain.readings import Unavailable
from stableaudit.domain.tokens import LedgerDepth
from stableaudit.ledger.events import ISSUE, TRANSFER
from stableaudit.ports.issuance_prover import IssuanceProver
from tests.cases import deployment
from tests.fakes.chain_reader import ETHEREUM
from tests.unit.adapters.evm.node import Node
from tests.unit.adapters.evm.proof.block_maker import MadeChain
from tests.unit.adapters.evm.proof.proof_node import refusing
from tests.unit.adapters.evm.proof.test_header import PRAGUE, sealed
from tests.unit.adapters.transport.server import Exchange, Server, serve, transport
from tests.unit.ledger.pages import A, B, log, mint, moved

DEPLOYMENT = deployment(ETHEREUM)
TOKEN, STRANGER = DEPLOYMENT.asset.contract.address, b"\xe9" * 20
OLDER, FIRST, LAST = 100, 2000, 2004

Blocks = Mapping[int, tuple[Entry, ...]]


def _chain() -> tuple[MadeChain, BlockStamp]:
    """An issue long ago; then five blocks: an issue, nothing, an issue with a transfer, nothing."""
    chain = MadeChain()
    chain.add(OLDER, [(TOKEN, log(ISSUE, 7, at=0))])
    chain.add(FIRST, [], [(STRANGER, log(ISSUE, 1, at=0)), (TOKEN, log(ISSUE, 5, at=1))])
    chain.add(FIRST + 1)
    chain.add(FIRST + 2, [(TOKEN, log(ISSUE, 6, at=0))], [(TOKEN, log(TRANSFER, A, B, 3, at=1))])
    chain.add(FIRST + 3, [(STRANGER, log(ISSUE, 2, at=0))])
    return chain, chain.add(LAST)


CHAIN, AT = _chain()
LEDGER: Blocks = {
    OLDER: (mint(Boundary.SUSPENSE, 7, 0, block=OLDER),),
    FIRST: (mint(Boundary.SUSPENSE, 5, 1, block=FIRST),),
    FIRST + 1: (),
    FIRST + 2: (
        mint(Boundary.SUSPENSE, 6, 0, block=FIRST + 2),
        replace(moved(A, B, 3, 1), block=FIRST + 2, transaction=b""),
    ),
}
NEAR: Blocks = {number: lines for number, lines in LEDGER.items() if number != OLDER}
OLD: Blocks = {OLDER: LEDGER[OLDER]}


class GoneNode(Node):
    """A server where no node is any more."""

    def answer(self, exchange: Exchange) -> None:
        exchange.answer(b"gone", status=410)


@contextmanager
def asking(*nodes: tuple[str, Node]) -> Iterator[tuple[EvmIssuanceProver, list[Server]]]:
    with ExitStack() as stack:
        servers = [stack.enter_context(serve(node.answer)) for _, node in nodes]
        voices = [
            (operator, f"it{index}", JsonRpc(transport(server.url)))
            for index, ((operator, _), server) in enumerate(zip(nodes, servers, strict=True))
        ]
        yield EvmIssuanceProver(voices), servers


def proven(blocks: Blocks, *nodes: tuple[str, Node], at: BlockStamp = AT) -> IssuanceProofs:
    with asking(*nodes) as (prover, _):
        return prover.prove(DEPLOYMENT, blocks, at=at)


def unproven(blocks: Blocks, *nodes: tuple[str, Node]) -> Unavailable:
    (block,) = proven(blocks, *nodes).blocks
    assert isinstance(block, UnprovenBlock)
    return block.reason


def stamp(number: int) -> BlockStamp:
    return CHAIN.header(number).stamp(ETHEREUM)


def refusing_node(*methods: str) -> Node:
    node = CHAIN.node()
    for method in methods:
        node.replaced[method] = refusing(-32000, f"no {method} here")
    return node


def altered(method: str, change: Callable[[Any], object]) -> Node:
    """An honest node but for one method's answers."""
    node = CHAIN.node()
    honest = node.replaced[method]
    node.replaced[method] = lambda params: change(copy.deepcopy(honest(params)))
    return node


def another_block(number: int) -> Node:
    """A node that has another block of this number, recomputable like any."""
    lie = sealed(PRAGUE, number=hex(number), gasUsed="0x1")
    node = CHAIN.node()
    honest = node.replaced["eth_getBlockByNumber"]
    node.replaced["eth_getBlockByNumber"] = lambda params: (
        lie if params[0] == hex(number) else honest(params)
    )
    return node


def methods(server: Server) -> list[str]:
    """What an endpoint was asked, one for each HTTP request."""
    bodies: list[Any] = [seen.json for seen in server.seen]
    return [(body[0] if isinstance(body, list) else body)["method"] for body in bodies]


def test_near_blocks_are_proven_by_one_run_of_headers_at_one_operator() -> None:
    with asking(("a", CHAIN.node()), ("b", CHAIN.node())) as (prover, (first, second)):
        proofs = prover.prove(DEPLOYMENT, NEAR, at=AT)
    assert proofs == IssuanceProofs(
        (
            ProvenBlock(stamp(FIRST), "headers link it to the reference block", Shown.LOGS, 1),
            ProvenBlock(stamp(FIRST + 1), "headers link it to the reference block", Shown.LOGS, 0),
            ProvenBlock(stamp(FIRST + 2), "headers link it to the reference block", Shown.LOGS, 2),
        )
    )
    assert methods(first) == [
        "eth_getBlockByNumber",
        *["eth_getBlockByHash", "eth_getBlockReceipts"] * len(NEAR),
    ]
    assert second.seen == []


def test_reference_block_and_its_parent_say_what_they_rest_on() -> None:
    proofs = proven({LAST: (), LAST - 1: ()}, ("a", CHAIN.node()))
    assert [(each.block.number, each.rests_on) for each in _all_proven(proofs)] == [
        (LAST - 1, "headers link it to the reference block"),
        (LAST, "it is the reference block"),
    ]


def _all_proven(proofs: IssuanceProofs) -> list[ProvenBlock]:
    return [each for each in proofs.blocks if isinstance(each, ProvenBlock)]


def test_mint_that_the_ledger_lacks_or_invents_is_a_difference() -> None:
    lines = {FIRST: (), FIRST + 1: (mint(A, 9, 4, block=FIRST + 1),)}
    missing, invented = _all_proven(proven(lines, ("a", CHAIN.node())))
    assert (missing.lines, missing.differences) == (
        0,
        (
            (
                "log 1: the block has a mint of 5 base units to an account that no log names, "
                "the ledger lacks it"
            ),
        ),
    )
    assert invented.differences == (
        f"log 4: the ledger has a mint of 9 base units to 0x{A.hex()}, the block has none there",
    )


def test_ledger_of_supply_events_alone_lacks_no_transfer() -> None:
    shallow = replace(DEPLOYMENT, depth=LedgerDepth.SUPPLY)
    lines = {FIRST + 2: LEDGER[FIRST + 2][:1]}
    with asking(("a", CHAIN.node())) as (prover, _):
        (some,) = _all_proven(prover.prove(shallow, lines, at=AT))
        (full,) = _all_proven(prover.prove(DEPLOYMENT, lines, at=AT))
    assert (some.lines, some.differences) == (1, ())
    assert (full.lines, len(full.differences)) == (1, 1)


@pytest.mark.parametrize("distance", [MOST_PARENTS - 1, MOST_PARENTS])
def test_block_is_linked_as_far_as_headers_are_asked_for_and_told_beyond(distance: int) -> None:
    chain = MadeChain()
    for number in range(10, 10 + distance):
        chain.add(number)
    at = chain.add(10 + distance)
    (block,) = _all_proven(proven({10: ()}, ("a", chain.node()), ("b", chain.node()), at=at))
    assert block.rests_on == (
        "headers link it to the reference block"
        if distance < MOST_PARENTS
        else "its hash as told by a and b"
    )


def test_older_block_stands_on_two_operators_and_names_who_tells_another_hash() -> None:
    nodes = ("a", CHAIN.node()), ("c", another_block(OLDER)), ("b", CHAIN.node())
    (block,) = _all_proven(proven(OLD, *nodes))
    digest = sealed(PRAGUE, number=hex(OLDER), gasUsed="0x1")["hash"]
    assert (block.block, block.lines, block.differences) == (stamp(OLDER), 1, ())
    assert block.rests_on == f"its hash as told by a and b; c told {digest}"


def test_older_blocks_are_asked_in_one_batch_for_each_operator() -> None:
    chain = MadeChain()
    for number in (100, 200, 300):
        chain.add(number)
    at = chain.add(5000)
    with asking(("a", chain.node()), ("b", chain.node()), ("c", chain.node())) as (prover, seen):
        proofs = prover.prove(DEPLOYMENT, {100: (), 200: (), 300: ()}, at=at)
    assert {each.rests_on for each in _all_proven(proofs)} == {"its hash as told by a, b and c"}
    assert [methods(server).count("eth_getBlockByNumber") for server in seen] == [1, 1, 1]


def test_second_endpoint_of_an_operator_is_no_second_voice_but_may_stand_in() -> None:
    reason = unproven(OLD, ("a", CHAIN.node()), ("a", CHAIN.node()))
    assert (reason.kind, reason.whom) == ("unreachable", "a")
    assert reason.came == f"{stamp(OLDER).hash} from a: no one hash that {ENOUGH} operators tell"
    nodes = ("a", refusing_node("eth_getBlockByNumber")), ("a", CHAIN.node()), ("b", CHAIN.node())
    (block,) = _all_proven(proven(OLD, *nodes))
    assert block.rests_on == "its hash as told by a and b"


def test_second_endpoint_of_an_operator_that_has_told_is_not_asked() -> None:
    nodes = ("a", CHAIN.node()), ("a", another_block(OLDER)), ("b", CHAIN.node())
    with asking(*nodes) as (prover, (_, second, _)):
        (block,) = _all_proven(prover.prove(DEPLOYMENT, OLD, at=AT))
    assert block.rests_on == "its hash as told by a and b"
    assert second.seen == []


def test_older_block_that_one_operator_tells_says_what_the_other_gave() -> None:
    silent = refusing_node("eth_getBlockByNumber")
    reason = unproven(OLD, ("a", silent), ("b", CHAIN.node()))
    assert reason.came.startswith(f"{stamp(OLDER).hash} from b: no one hash that 2 operators tell")
    assert "(a (it0): " in reason.came
    assert "no eth_getBlockByNumber here" in reason.came


def test_older_block_of_which_operators_tell_two_hashes_is_unproven() -> None:
    one, other = ("a", CHAIN.node()), ("b", another_block(OLDER))
    assert unproven(OLD, one, other).kind == "inconsistent"
    reason = unproven(OLD, one, other, ("c", CHAIN.node()), ("d", another_block(OLDER)))
    digest = sealed(PRAGUE, number=hex(OLDER), gasUsed="0x1")["hash"]
    assert reason.kind == "inconsistent"
    assert reason.came.startswith(f"{stamp(OLDER).hash} from a and c, {digest} from b and d: ")
    assert reason.whom == "a, b, c and d"


@pytest.mark.parametrize(
    ("change", "came"),
    [
        (lambda _: None, "no such block (null)"),
        (lambda block: block | {"gasUsed": "0x9"}, "header.hash: its fields hash to 0x"),
        (lambda block: block | {"stateRoot": "0x"}, "header.stateRoot: 0 bytes, not 32"),
        (lambda _: CHAIN.blocks[1], f"block {FIRST} instead"),
    ],
    ids=["none", "altered", "short", "another"],
)
def test_older_block_whose_header_nobody_can_show_is_unproven_with_the_first_reason(
    change: Callable[[Any], object], came: str
) -> None:
    liar, silent = altered("eth_getBlockByNumber", change), refusing_node("eth_getBlockByNumber")
    reason = unproven(OLD, ("a", liar), ("b", silent))
    assert (reason.whom, reason.asked) == ("a (it0)", f"block {OLDER} of {ETHEREUM}")
    assert reason.came.startswith(came)


def test_older_block_at_an_endpoint_that_does_not_answer_is_unproven() -> None:
    reason = unproven(OLD, ("a", GoneNode()), ("b", CHAIN.node()))
    assert "HTTP 410" in reason.came


@pytest.mark.parametrize(
    ("node", "came"),
    [
        (refusing_node("eth_getBlockByNumber"), "no eth_getBlockByNumber here"),
        (another_block(FIRST + 1), f"headers[{2}].parentHash: "),
        (
            altered("eth_getBlockByNumber", lambda block: block | {"gasUsed": "0x1"}),
            f"headers[{LAST - FIRST}].hash: ",
        ),
    ],
    ids=["refuses", "other parent", "altered"],
)
def test_run_of_headers_that_does_not_hold_leads_to_the_next_operator(
    node: Node, came: str
) -> None:
    honest = proven(NEAR, ("a", CHAIN.node()))
    found = proven(NEAR, ("b", node), ("a", CHAIN.node()))
    assert (found.blocks, honest.troubles) == (honest.blocks, ())
    assert any("asked b (it0)" in trouble for trouble in found.troubles)
    reason = unproven({FIRST: LEDGER[FIRST]}, ("b", node), ("c", node))
    assert reason.whom == "b (it0)"
    assert came in reason.came


def test_block_that_nobody_can_link_leaves_older_ones_proven() -> None:
    node = another_block(FIRST + 1)
    proofs = proven(LEDGER, ("a", node), ("b", node))
    assert [type(each) for each in proofs.blocks] == [ProvenBlock, *[UnprovenBlock] * 3]


@pytest.mark.parametrize(
    ("node", "came"),
    [
        (refusing_node("eth_getBlockReceipts"), "no eth_getBlockReceipts here"),
        (altered("eth_getBlockReceipts", lambda _: None), "receipts: no array"),
        (altered("eth_getBlockReceipts", lambda told: told[:-1]), "receiptsRoot: 1 receipts have"),
        (
            altered("eth_getBlockReceipts", lambda told: [told[0] | {"type": "0x7e"}, *told[1:]]),
            "receipts[0].type: cannot be recomputed: type 0x7e is not known",
        ),
        (altered("eth_getBlockByHash", lambda _: None), "no such block (null)"),
    ],
    ids=["refuses", "null", "left out", "unknown type", "no block"],
)
def test_receipts_that_do_not_hold_lead_to_the_next_operator(node: Node, came: str) -> None:
    blocks = {FIRST: LEDGER[FIRST]}
    found = proven(blocks, ("b", node), ("a", CHAIN.node()))
    assert found.blocks == proven(blocks, ("a", CHAIN.node())).blocks
    assert any(came in trouble for trouble in found.troubles)
    reason = unproven(blocks, ("b", node), ("c", refusing_node("eth_getBlockReceipts")))
    assert reason.whom == "b (it0)"
    assert came in reason.came


def test_operator_that_gave_receipts_is_asked_first_for_the_next_block() -> None:
    without = refusing_node("eth_getBlockReceipts")
    with asking(("a", without), ("b", CHAIN.node())) as (prover, servers):
        proofs = prover.prove(DEPLOYMENT, NEAR, at=AT)
    assert len(_all_proven(proofs)) == len(NEAR)
    asked = [methods(server).count("eth_getBlockReceipts") for server in servers]
    assert asked == [1, len(NEAR)]


def test_nothing_to_prove_asks_nobody() -> None:
    with asking(("a", CHAIN.node())) as (prover, (server,)):
        assert prover.prove(DEPLOYMENT, {}, at=AT) == IssuanceProofs(())
    assert server.seen == []


def test_prover_without_an_endpoint_or_of_a_later_block_raises() -> None:
    prover: IssuanceProver = EvmIssuanceProver([])
    assert prover.samples
    with pytest.raises(UndecodableError, match="no endpoint is configured"):
        prover.prove(DEPLOYMENT, NEAR, at=AT)
    with pytest.raises(ValueError, match=f"blocks up to {LAST + 1} are not all there"):
        prover.prove(DEPLOYMENT, {LAST + 1: ()}, at=AT)


def test_operators_name_is_escaped_in_what_a_block_rests_on() -> None:
    names: Sequence[str] = ("a\x1b[31m", "b")
    (block,) = _all_proven(proven(OLD, *((name, CHAIN.node()) for name in names)))
    assert block.rests_on == "its hash as told by a\\u001b[31m and b"
