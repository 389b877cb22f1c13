"""A node that tests of the façade share: they read it, and set its faults back."""

from collections.abc import Iterator

import pytest

from tests.devnet.anvil import Anvil
from tests.devnet.tron.client import Client
from tests.devnet.tron.faults import Faults
from tests.devnet.tron.node import TronNode
from tests.devnet.tron.stage import Stage, set_up

_START = 1_790_000_001


@pytest.fixture(scope="module")
def staged() -> Iterator[tuple[TronNode, Stage]]:
    with (
        Anvil(chain_id=0x2B6653DC, number=1000, timestamp=_START) as anvil,
        TronNode(anvil) as node,
    ):
        yield node, set_up(node.chain)


@pytest.fixture
def node(staged: tuple[TronNode, Stage]) -> Iterator[TronNode]:
    yield staged[0]
    staged[0].faults = Faults()


@pytest.fixture
def stage(staged: tuple[TronNode, Stage]) -> Stage:
    return staged[1]


@pytest.fixture
def client(node: TronNode) -> Client:
    return Client(node.url)
