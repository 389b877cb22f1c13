"""Balances of many holders from the façade, while the token moves and blocks become solid."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Final

import pytest

from stableaudit.adapters.transport.bucket import Buckets, Pace
from stableaudit.adapters.transport.http import HttpTransport
from stableaudit.adapters.transport.limits import Deadline, Limits
from stableaudit.adapters.tron.bulk_balances import read_balances
from stableaudit.adapters.tron.node import Node
from stableaudit.domain.blocks import BlockStamp
from stableaudit.domain.errors import (
    EvidenceError,
    InconsistentError,
    PinnedStateError,
    UndecodableError,
    UnreachableError,
)
from stableaudit.domain.identifiers import AccountId
from stableaudit.domain.ledger import BalanceSheet
from stableaudit.domain.tokens import Endpoint
from tests.devnet.anvil import Anvil
from tests.devnet.artifacts import encode_call, load
from tests.devnet.tron.faults import Faults
from tests.devnet.tron.node import Operator, TronNode
from tests.unit.adapters.tron.http_node import CHAIN

pytestmark = pytest.mark.devnet

GOLD: Final = load("GoldDollarSim")
TOKEN: Final = AccountId(CHAIN, bytes.fromhex("3e17daec007a99ada659b0d4af20396d18154286"))
LAG: Final = 19
COUNT: Final = 300
CALL: Final = "/walletsolidity/triggerconstantcontract"
BALANCE_OF: Final = "70a08231"


@dataclass
class Devnet:
    """A node with a token of many holders, and what each has had since which block."""

    node: TronNode
    holders: tuple[bytes, ...]
    history: dict[bytes, list[tuple[int, int]]] = field(default_factory=dict)
    """Block number and balance from it on, ascending."""

    def issue(self, *gains: tuple[bytes, int], later: int = 0) -> int:
        """Issue to holders in one block, `later` slots late; return its number."""
        chain = self.node.chain
        owner = chain.key_address(1)
        for holder, amount in gains:
            chain.send(owner, TOKEN.address, encode_call(GOLD, "issue", holder, amount))
        head = chain.history.time(chain.history.head) // 1000
        sent = chain.seal(timestamp=head + 3 * (1 + later))
        assert all(each.succeeded for each in sent)
        for holder, amount in gains:
            known = self.history.setdefault(holder, [])
            known.append((sent[0].block, amount + (known[-1][1] if known else 0)))
        return sent[0].block

    def truth(self, holder: bytes, number: int) -> int:
        return max((each for each in self.history[holder] if each[0] <= number), default=(0, 0))[1]

    def solid(self) -> BlockStamp:
        return _node(self.node).final().stamp(CHAIN)


def _node(operator: Operator) -> Node:
    limits, buckets = Limits(), Buckets(Pace(1e6, 1000))
    endpoint = Endpoint("op", operator.url)
    return Node(HttpTransport(endpoint, limits=limits, deadline=Deadline(60), buckets=buckets))


def _read(operator: Operator, holders: tuple[bytes, ...], at: BlockStamp) -> BalanceSheet:
    return read_balances(_node(operator), TOKEN, holders, at=at, operator="op", endpoint="façade")


@pytest.fixture(scope="module")
def placed() -> Iterator[Devnet]:
    holders = tuple(sha256(b"%d" % n).digest()[:20] for n in range(COUNT))
    with Anvil(chain_id=0x2B6653DC) as anvil, TronNode(anvil, solid_lag=LAG) as node:
        chain = node.chain
        owner = chain.key_address(1)
        chain.place(GOLD, [owner, owner], at=TOKEN.address, sender=owner)
        devnet = Devnet(node, holders)
        for first in range(0, COUNT, 100):
            devnet.issue(*((holders[n], 10**20 + n) for n in range(first, first + 100)))
        chain.seal_empty(LAG + 2)
        yield devnet


@pytest.fixture
def devnet(placed: Devnet) -> Iterator[Devnet]:
    yield placed
    placed.node.faults = Faults()


@contextmanager
def _moving(devnet: Devnet) -> Iterator[None]:
    """Let the token move in every block, some of them slots late, while the block lasts."""
    over = threading.Event()

    def move() -> None:
        turn = 0
        while not over.is_set():
            gains = ((devnet.holders[(turn * 7 + n) % COUNT], 1 + n) for n in range(5))
            devnet.issue(*gains, later=5 if turn % 9 == 4 else 0)
            turn += 1

    mover = threading.Thread(target=move, daemon=True)
    mover.start()
    try:
        yield
    finally:
        over.set()
        mover.join()


def test_read_a_quiet_chain_is_of_one_block_in_one_request_more(devnet: Devnet) -> None:
    at = devnet.solid()
    before = devnet.node.requests.copy()
    sheet = _read(devnet.node, devnet.holders, at)
    assert (devnet.node.requests - before).total() == COUNT + 1
    assert sheet.balances == tuple(devnet.truth(holder, at.number) for holder in devnet.holders)
    assert set(sheet.observed) == {at.number}


def test_read_while_the_token_moves_is_right_at_each_answers_own_block(devnet: Devnet) -> None:
    # What moves becomes solid only 19 blocks later; so it must have been moving for a while.
    with _moving(devnet):
        while devnet.truth(devnet.holders[0], devnet.solid().number) == 10**20:
            pass
        at = devnet.solid()
        before = devnet.node.requests.copy()
        sheet = _read(devnet.node, devnet.holders, at)
        asked = devnet.node.requests - before
    truth = [
        devnet.truth(holder, number)
        for holder, number in zip(devnet.holders, sheet.observed, strict=True)
    ]
    assert list(sheet.balances) == truth
    assert len(set(sheet.observed)) > 3
    assert min(sheet.observed) >= at.number
    # The same numbers at the reference block would be wrong for some: the block matters.
    assert truth != [devnet.truth(holder, at.number) for holder in devnet.holders]
    assert asked[CALL] == COUNT
    assert asked.total() < COUNT + 60


def test_read_two_sheets_with_a_move_between_are_each_of_their_block(devnet: Devnet) -> None:
    holder = devnet.holders[11]
    devnet.node.chain.seal_empty(LAG)  # whatever moved in another test is solid then
    first = devnet.solid()
    number = devnet.issue((holder, 5))
    earlier = _read(devnet.node, (holder,), first)
    devnet.node.chain.seal_empty(LAG)
    later = _read(devnet.node, (holder,), first)
    assert (list(earlier.observed), list(later.observed)) == ([first.number + 1], [number])
    assert later.balances[0] - earlier.balances[0] == 5


def test_read_a_lagging_node_has_no_state(devnet: Devnet) -> None:
    at = devnet.solid()
    with (
        devnet.node.mirror(faults=Faults(head_lag=4)) as behind,
        pytest.raises(PinnedStateError, match="s before that block: the node lags"),
    ):
        _read(behind, devnet.holders, at)


def test_read_a_node_that_loses_time_to_its_processor_is_asked_again(devnet: Devnet) -> None:
    at = devnet.solid()
    devnet.node.faults = Faults(cpu_timeouts=1)
    sheet = _read(devnet.node, devnet.holders[:8], at)
    assert sheet.balances == tuple(devnet.truth(each, at.number) for each in devnet.holders[:8])


@pytest.mark.parametrize(
    ("faults", "kind"),
    [
        (Faults(reverting=frozenset({BALANCE_OF})), UndecodableError),
        (Faults(refused=(("/walletsolidity", 404),)), UnreachableError),
        (Faults(empty_objects=frozenset({"triggerconstantcontract"})), UndecodableError),
        (Faults(empty_objects=frozenset({"getblock"})), InconsistentError),
    ],
)
def test_read_a_node_that_fails_says_how(
    devnet: Devnet, faults: Faults, kind: type[EvidenceError]
) -> None:
    at = devnet.solid()
    devnet.node.faults = faults
    with pytest.raises(kind):
        _read(devnet.node, devnet.holders[:8], at)


def test_read_at_a_block_of_another_chain_is_inconsistent(devnet: Devnet) -> None:
    at = devnet.solid()
    other = BlockStamp(CHAIN, at.number, at.hash[:18] + "ab" * 24, at.timestamp)
    with pytest.raises(InconsistentError, match="another chain"):
        _read(devnet.node, devnet.holders[:8], other)
