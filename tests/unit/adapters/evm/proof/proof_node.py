"""A node over real HTTP that has proofs: of a token, and of a block's logs."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import cast

from stableaudit.adapters.evm.proof.header import read_header
from stableaudit.adapters.evm.proof.slots import BalanceCells, Cell, Layout
from stableaudit.adapters.transport.jsonrpc import JsonRpc
from stableaudit.domain.identifiers import AccountId
from tests.fakes.chain_reader import ETHEREUM
from tests.unit.adapters.evm.node import Node, NodeError
from tests.unit.adapters.evm.proof.state_maker import TOKEN, State, as_hex
from tests.unit.adapters.evm.proof.test_header import PRAGUE, sealed
from tests.unit.adapters.evm.proof.test_receipts import HEADER, RECEIPTS
from tests.unit.adapters.evm.proof.test_receipts import SEALED as RECEIPTS_HEADER
from tests.unit.adapters.transport.server import serve, transport

CONTRACT = AccountId(ETHEREUM, TOKEN)
HOLDERS = tuple(AccountId(ETHEREUM, bytes([each]) * 20) for each in (1, 2))
NOBODY = AccountId(ETHEREUM, b"\3" * 20)
LAYOUT = Layout("test", Cell(0), BalanceCells(4, bits=255))
SUPPLY = 50_000_000 * 10**6
STATE = State(
    {
        0: SUPPLY,
        LAYOUT.balances.of(HOLDERS[0].address).slot: SUPPLY,
        LAYOUT.balances.of(HOLDERS[1].address).slot: 1 << 255 | 5,
    }
)
BLOCK = sealed(PRAGUE, stateRoot=as_hex(STATE.root))
AT = read_header(BLOCK).stamp(ETHEREUM)
RECEIPTS_AT = HEADER.stamp(ETHEREUM)


def proof_node() -> Node:
    """A node that has both blocks, proofs of the state of one, and receipts of the other."""
    blocks = {str(block["hash"]): block for block in (BLOCK, RECEIPTS_HEADER)}

    def proof(params: list[object]) -> object:
        address, keys, at = params
        assert (address, at) == (
            CONTRACT.local,
            {"blockHash": AT.hash, "requireCanonical": True},
        )
        return STATE.answer([int(key, 16) for key in cast("list[str]", keys)])

    return Node(
        replaced={
            "eth_getBlockByHash": lambda params: blocks.get(str(params[0])),
            "eth_getProof": proof,
            "eth_getBlockReceipts": lambda params: (
                RECEIPTS if params == [RECEIPTS_AT.hash] else None
            ),
        }
    )


@contextmanager
def asking(node: Node) -> Iterator[JsonRpc]:
    """Serve a node, and ask it."""
    with serve(node.answer) as server:
        yield JsonRpc(transport(server.url))


def refusing(code: int, message: str) -> Callable[[list[object]], object]:
    """What a node answers that says no."""

    def answer(_: list[object]) -> object:
        raise NodeError(code, message)

    return answer
