"""A played node that counts what is asked at once, and readings of many balances from it."""

import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from stableaudit.adapters.transport.bucket import Buckets, Pace
from stableaudit.adapters.transport.http import HttpTransport
from stableaudit.adapters.transport.limits import Deadline, Limits
from stableaudit.adapters.tron.bulk_balances import read_balances
from stableaudit.adapters.tron.node import Node
from stableaudit.domain.identifiers import AccountId
from stableaudit.domain.ledger import BalanceSheet
from stableaudit.domain.tokens import Endpoint
from tests.unit.adapters.tron.http_node import Reply, Request
from tests.unit.adapters.tron.played import TOKEN, Chain, PlayedNode, word

CALL = "/walletsolidity/triggerconstantcontract"
BLOCK = "/walletsolidity/getblock"
FINAL = "/walletsolidity/getnowblock"
METHOD = f"POST {CALL} balanceOf, each at its own solid block"
SLOTS = list(range(60))
MISSED = [slot for slot in range(70) if slot not in (13, 14, 17)]


def holders(count: int) -> list[bytes]:
    return [b"\xad" + number.to_bytes(19) for number in range(count)]


def balance_at(number: int, data: str) -> int:
    """What a holder has at a block: different for each of both."""
    return 1000 * number + int(data[-4:], 16)


@dataclass
class BusyNode(PlayedNode):
    """Counts how many constant calls are asked at once; a block becomes solid every few calls."""

    every: int = 0
    """Calls after which the next block is solid; 0: never."""

    slow: float = 0.0
    served: int = 0
    at_once: int = 0
    most_at_once: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def _reply(self, request: Request) -> Reply:
        with self.lock:
            self.at_once += 1
            self.most_at_once = max(self.most_at_once, self.at_once)
        time.sleep(self.slow)
        with self.lock:
            if request.path == CALL:
                self.served += 1
                self.solid += bool(self.every) and self.served % self.every == 0
            reply = super()._reply(request)
            self.at_once -= 1
        return reply


def busy_node(slots: Sequence[int] = SLOTS, *, solid: int = 10, every: int = 0) -> BusyNode:
    chain = Chain(slots)
    state: Callable[[int, str], str] = lambda number, data: word(balance_at(number, data))  # noqa: E731 - a field
    return BusyNode(chain, solid=solid, head=len(chain.blocks) - 1, state=state, every=every)


def read(
    node: PlayedNode,
    wanted: list[bytes],
    *,
    at: int = 10,
    seconds: float = 20.0,
    token: AccountId = TOKEN,
) -> tuple[BalanceSheet, Counter[str]]:
    with node.serve() as served:
        http = HttpTransport(
            Endpoint("tester", served.url),
            limits=Limits(),
            deadline=Deadline(seconds),
            buckets=Buckets(Pace(1000.0, 1000)),
        )
        stamp = node.chain.stamp(at)
        sheet = read_balances(
            Node(http), token, wanted, at=stamp, operator="tester", endpoint="played"
        )
        return sheet, Counter(served.paths)
