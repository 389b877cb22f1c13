"""A node of the façade: a chain, and the servers of one operator over it.

with Anvil(chain_id=0x2B6653DC) as anvil, TronNode(anvil) as node:
    node.chain.place(…)
    read(node.url + "walletsolidity/getnowblock")
    with node.mirror(faults=Faults(supply_off_by=1)) as other:
        read(other.url + …)
"""

from collections import Counter
from collections.abc import Sequence
from types import TracebackType
from typing import Final, Self

from tests.devnet.alarm import Alarm
from tests.devnet.anvil import Anvil
from tests.devnet.tron.chain import TronChain
from tests.devnet.tron.faults import Faults
from tests.devnet.tron.genesis import MAINNET, Genesis
from tests.devnet.tron.replies import JSON, Reply, as_json, error_page, too_many
from tests.devnet.tron.routing import (
    ONE_PORT,
    SOLID_ROLES,
    Request,
    Role,
    Routes,
    nobody,
    reply_to,
    role_of,
)
from tests.devnet.tron.server import Listener
from tests.devnet.tron.view import Armed, View, sight
from tests.devnet.tron.witnesses import Witness
from tests.devnet.tron.witnesses import witnesses as in_rotation

_MAX_BLOCK_RANGE: Final = 5000


class Operator:
    """One operator's servers over a chain, which other operators may serve too."""

    def __init__(
        self,
        chain: TronChain,
        *,
        solid_lag: int,
        faults: Faults | None = None,
        max_block_range: int = _MAX_BLOCK_RANGE,
    ) -> None:
        """Choose what is served.

        Args:
            chain: may grow while it is served.
            solid_lag: blocks that the solidified services are behind; 18 to 20 on the mainnet,
                0 to 2 on a private network.
            faults: what is wrong at first.
            max_block_range: of `eth_getLogs`, counted as `to − from`.
        """
        self.chain: Final = chain
        self.solid_lag = solid_lag
        self.max_block_range = max_block_range
        self.requests: Counter[str] = Counter()
        """Served and refused requests by path."""
        self.alarm: Alarm | None = None
        """Hears the path of every request before it is answered."""
        self._faults = faults or Faults()
        self._armed = Armed(cpu_timeouts=self._faults.cpu_timeouts)
        self._listeners: list[Listener] = []

    def __enter__(self) -> Self:
        self.listen(ONE_PORT)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        while self._listeners:
            self._listeners.pop().close()

    @property
    def url(self) -> str:
        """Base of every service, ending in a slash."""
        return self._listeners[0].url + "/"

    @property
    def faults(self) -> Faults:
        """What is wrong; setting it starts every count anew."""
        return self._faults

    @faults.setter
    def faults(self, faults: Faults) -> None:
        with self.chain.lock:
            self._faults = faults
            self._armed = Armed(cpu_timeouts=faults.cpu_timeouts)

    def listen(self, routes: Routes) -> str:
        """Serve these routes on one more port; return its base URL, ending in a slash."""
        listener = Listener(lambda request: self._answer(request, routes))
        self._listeners.append(listener)
        return listener.url + "/"

    def view(self, role: Role) -> View:
        """Return what a service of this operator sees now."""
        return sight(
            self.chain,
            self._faults,
            self._armed,
            solid_lag=self.solid_lag if role in SOLID_ROLES else None,
            max_block_range=self.max_block_range,
        )

    def _answer(self, request: Request, routes: Routes) -> tuple[Reply, Faults]:
        if self.alarm is not None:
            self.alarm.hear([request.path])
        # One at a time: what is read must be one state of the chain.
        with self.chain.lock:
            self.requests[request.path] += 1
            self._armed.served += 1
            faults = self._faults
            refusal = self._refusal(request, faults)
            return refusal or self._served(request, routes), faults

    def _refusal(self, request: Request, faults: Faults) -> Reply | None:
        for beginning, status in faults.refused:
            if request.path.startswith(beginning):
                return error_page(status, request.verb)
        if faults.rate_limit_after is not None:
            over = self._armed.served - faults.rate_limit_after
            if over > 0 and (faults.rate_limit_count is None or over <= faults.rate_limit_count):
                method = request.path.rpartition("/")[2]
                return too_many(method, faults.suspended_seconds, with_key=faults.with_key)
        if faults.error_200 is not None:
            return as_json({"Error": faults.error_200}, content_type=JSON)
        return None

    def _served(self, request: Request, routes: Routes) -> Reply:
        found = role_of(routes, request.path)
        if found is None:
            return nobody(request.verb)
        role, rest = found
        return reply_to(request, role, rest, self.view(role), self.view(Role.SOLIDITY).number)


class TronNode(Operator):
    """A chain of its own on an anvil, served by one operator."""

    def __init__(
        self,
        anvil: Anvil,
        *,
        solid_lag: int = 19,
        genesis_timestamp_ms: int | None = None,
        witnesses: int | Sequence[Witness] = 27,
        genesis: Genesis = MAINNET,
        max_block_range: int = _MAX_BLOCK_RANGE,
    ) -> None:
        """Make the chain where anvil stands; see `TronChain` and `Operator`."""
        producers = in_rotation(witnesses) if isinstance(witnesses, int) else tuple(witnesses)
        chain = TronChain(
            anvil,
            witnesses=producers,
            genesis=genesis,
            genesis_timestamp_ms=genesis_timestamp_ms,
        )
        super().__init__(chain, solid_lag=solid_lag, max_block_range=max_block_range)

    def mirror(self, *, faults: Faults | None = None, solid_lag: int | None = None) -> Operator:
        """Return another operator's node of the same chain, to be entered as a context."""
        return Operator(
            self.chain,
            solid_lag=self.solid_lag if solid_lag is None else solid_lag,
            faults=faults,
            max_block_range=self.max_block_range,
        )
