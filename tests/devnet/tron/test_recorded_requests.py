"""The contract of the façade: a real node's 703 recorded requests, put to it.

The recorded network is made again, transaction by transaction, so the requests are sent as they
were. What differs in class is listed in `known_differences`, with a reason each.
"""

from collections.abc import Callable, Iterator
from typing import Final

import pytest
import urllib3

from tests.devnet.anvil import Anvil
from tests.devnet.tron.addresses import from_base58
from tests.devnet.tron.comparison import asked, difference, differing_values
from tests.devnet.tron.faults import Faults
from tests.devnet.tron.known_differences import CLASSES, VALUES
from tests.devnet.tron.node import TronNode
from tests.devnet.tron.recorded import (
    ABSENT,
    CHAIN_ID,
    FOLDER,
    GENESIS,
    START_SECONDS,
    WITNESSES,
    Pair,
    Replay,
    earlier_contract,
    every_file,
    pairs,
)
from tests.devnet.tron.routing import PORTS
from tests.devnet.tron.signing import key_address

pytestmark = [pytest.mark.devnet, pytest.mark.skipif(not FOLDER.is_dir(), reason=ABSENT)]

AT_197: Final = (
    *("head", "blocks", "transaction_infos", "transactions", "constant_calls"),
    *("accounts_contracts", "jsonrpc_blocks", "jsonrpc_state", "jsonrpc_logs"),
    *("jsonrpc_transactions", "jsonrpc_errors"),
)
PHASES: Final = {
    "before broadcast": (192, 2),
    "broadcast, in no block yet": (192, 0),
    "in a block, perhaps not solidified": (193, 1),
    "solidified": (197, 2),
}
SPAM: Final = "e721c7a9"
"""Selector of `spam(uint256,uint256)`: as many Transfer events as the first argument says."""
Answered = tuple[Pair, str, frozenset[str]]
"""A pair, how our answer differs in class, and the paths of the values that differ."""


class Session:
    """The façade on the four ports of the recorded node."""

    def __init__(self, node: TronNode) -> None:
        self.node = node
        self.replay = Replay(node.chain)
        self._bases = {port: node.listen(routes) for port, routes in PORTS.items()}
        self._pool = urllib3.PoolManager()

    def put(self, pair: Pair) -> Answered:
        answer = asked(self._pool, self._bases[pair.port], pair)
        html = pair.content_type.startswith("text/html")
        paths = frozenset() if html else frozenset(differing_values(pair.response, answer[2]))
        return pair, difference(pair, answer), frozenset(_named(pair, path) for path in paths)

    def put_all(
        self, name: str, before: Callable[[Pair], None] = lambda _pair: None
    ) -> Iterator[Answered]:
        for pair in pairs(name):
            before(pair)
            yield self.put(pair)

    def stand(self, head: int, lag: int) -> None:
        self.replay.grow_to(head)
        self.node.solid_lag = lag


def _stamps(session: Session) -> Iterator[Answered]:
    def before(pair: Pair) -> None:
        if pair.name.endswith("getnowblock before"):
            number = pair.response["block_header"]["raw_data"]["number"]
            if pair.port == 8090:
                session.replay.grow_to(number)
            else:
                session.node.solid_lag = session.node.chain.head - number
        if pair.name.startswith("sample 6:") and not session.node.chain.pending.waiting:
            session.replay.broadcast_next()

    yield from session.put_all("constant_call_stamps", before)


def _pending(session: Session) -> Iterator[Answered]:
    def before(pair: Pair) -> None:
        phase = pair.name.partition(":")[0]
        session.stand(*PHASES[phase])
        waits = session.node.chain.pending.waiting
        if phase == "broadcast, in no block yet" and not waits:
            session.replay.broadcast_next()

    yield from session.put_all("pending_transaction", before)


def _main_network() -> Iterator[Answered]:
    with (
        Anvil(chain_id=CHAIN_ID, timestamp=START_SECONDS) as anvil,
        TronNode(anvil, genesis=GENESIS, witnesses=WITNESSES, solid_lag=2) as node,
    ):
        session = Session(node)
        session.stand(171, 2)
        yield from _stamps(session)
        session.stand(192, 2)
        yield from _pending(session)
        session.stand(197, 2)
        for name in AT_197:
            yield from session.put_all(name)
        session.stand(230, 2)
        yield from session.put_all("solidified_view")
        node.max_block_range = 100
        yield from session.put_all("jsonrpc_logs_small_range_limit")


def _earlier_network() -> Iterator[Answered]:
    """The contract of the first recording, with more than 10,000 logs and a gap at block 84."""
    with (
        Anvil(chain_id=CHAIN_ID, timestamp=START_SECONDS) as anvil,
        TronNode(anvil, genesis=GENESIS, witnesses=WITNESSES, solid_lag=2) as node,
    ):
        chain, owner = node.chain, key_address(1)
        token = from_base58("TADpLT92hjXcXcU1PhiGBX3j9ZbtxZJVSX")
        chain.seal_empty(5)
        chain.place(earlier_contract(), [], at=token, sender=owner)
        chain.send(owner, token, bytes.fromhex("cc872b66") + (777).to_bytes(32, "big"))
        chain.seal()
        for _ in range(20):
            chain.send(owner, token, _spam(510))
        chain.seal()
        chain.seal_empty(83 - chain.head)
        chain.send(owner, token, _spam(100))
        chain.seal()
        chain.seal_empty(115 - chain.head)
        session = Session(node)

        def before(pair: Pair) -> None:
            timeouts = int(pair.name == "eth_call_latest")
            node.faults = Faults(log_gaps=frozenset({84}), cpu_timeouts=timeouts)

        yield from session.put_all("earlier_chain_45_pairs", before)


def _named(pair: Pair, path: str) -> str:
    """Return the path, with the method where the answer is nothing but a value."""
    method = pair.request.get("method") if isinstance(pair.request, dict) else None
    return f"{method}{path}" if path == ".result" else path


def _spam(count: int) -> bytes:
    return bytes.fromhex(SPAM) + count.to_bytes(32, "big") + bytes(32)


@pytest.fixture(scope="module")
def answered() -> list[Answered]:
    return [*_main_network(), *_earlier_network()]


def test_requests_of_every_file_are_put(answered: list[Answered]) -> None:
    assert {pair.file for pair, _, _ in answered} == set(every_file())
    assert len(answered) == 703


def test_requests_answered_in_another_class_are_listed(answered: list[Answered]) -> None:
    unlisted = {p.key: text for p, text, _ in answered if text and p.key not in CLASSES}
    assert not unlisted, "\n".join(f"{key}\n  {text}" for key, text in unlisted.items())


def test_known_differences_still_differ(answered: list[Answered]) -> None:
    differing = {pair.key for pair, text, _ in answered if text}
    assert set(CLASSES) - differing == set()


def test_values_that_differ_are_those_listed(answered: list[Answered]) -> None:
    """Every other value of the recorded network is the same: ids, hashes, signatures, state.

    The earlier network is left out, since only its answers are known, not its transactions.
    """
    differing = {
        path
        for pair, _, paths in answered
        if pair.file != "earlier_chain_45_pairs"
        for path in paths
    }
    assert differing == set(VALUES)


def test_answers_to_the_last_value_are_not_fewer_than_they_were(answered: list[Answered]) -> None:
    assert sum(not paths for _, _, paths in answered) >= 457
