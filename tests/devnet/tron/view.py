"""What one service of one node sees of the chain.

`/wallet` and `/jsonrpc` see the head and the pending transactions, `/walletsolidity` and the second
`/jsonrpc` the solidified block and exactly its state. A node may be behind, or wrong: see `faults`.
"""

from dataclasses import dataclass
from typing import Final

from tests.devnet.tron.addresses import ZERO
from tests.devnet.tron.blocks import Block, genesis_block
from tests.devnet.tron.chain import TronChain
from tests.devnet.tron.contracts import Contract
from tests.devnet.tron.engine import PENDING, Answer
from tests.devnet.tron.faults import Faults
from tests.devnet.tron.genesis import OTHER, Genesis

_TOTAL_SUPPLY: Final = bytes.fromhex("18160ddd")
_CPU_TIMEOUT: Final = "CPU timeout for 'PUSH1' operation executing"


@dataclass(slots=True)
class Armed:
    """What is left of the faults that run out; belongs to one node."""

    served: int = 0
    cpu_timeouts: int = 0


@dataclass(frozen=True, slots=True)
class View:
    """One service's sight at one moment."""

    chain: TronChain
    faults: Faults
    armed: Armed
    number: int
    """The head of this view."""
    is_solid: bool
    max_block_range: int
    """Of `eth_getLogs`, counted as `to − from`."""

    @property
    def genesis(self) -> Genesis:
        """The network that the node claims to be on."""
        return OTHER if self.faults.wrong_chain else self.chain.genesis

    @property
    def finalized(self) -> int:
        """What the node calls final, which need not be where its solidified services stand."""
        return self.chain.finalized(self.number)

    @property
    def head(self) -> Block:
        """The last block of this view."""
        return self.block(self.number) or self.chain.history.head

    def block(self, number: int) -> Block | None:
        """Return a block that this view has."""
        if number == 0 and self.faults.wrong_chain:
            return genesis_block(OTHER, {})
        return self.chain.history.block(number) if 0 <= number <= self.number else None

    def block_by_id(self, block_id: bytes) -> Block | None:
        """Return a block that this view has."""
        found = self.chain.history.by_id(block_id)
        return None if found is None else self.block(found.number)

    def time(self, block: Block) -> int:
        """Return a block's time in milliseconds."""
        return self.chain.history.time(block)

    def place_of(self, txid: bytes) -> tuple[Block, int] | None:
        """Return block and position of a transaction that this view has in a block."""
        found = self.chain.history.place_of(txid)
        return found if found is not None and found[0].number <= self.number else None

    def contract(self, address: bytes) -> Contract | None:
        """Return what this view knows of a deployed contract."""
        return self.chain.history.contract(address, at=self.number)

    def state(self) -> int | str:
        """Return which state calls read: a height, or the pending one."""
        if self.is_solid:
            return self.chain.head if self.faults.state_from_head else self.number
        if self.number < self.chain.head or not self.chain.pending.waiting:
            return self.number
        self.chain.pending.flush()
        return PENDING

    def code(self, address: bytes) -> bytes:
        """Return the code at an address, empty where there is none."""
        return self.chain.engine.code(address, at=self.state())

    def storage(self, address: bytes, slot: int) -> bytes:
        """Return 32 bytes of a contract's storage."""
        return self.chain.engine.storage(address, slot, at=self.state())

    def call(self, to: bytes, data: bytes, *, sender: bytes = ZERO) -> Answer:
        """Return what a constant call comes to here, faults included."""
        if self.armed.cpu_timeouts:
            self.armed.cpu_timeouts -= 1
            return Answer(b"", _CPU_TIMEOUT, 0)
        if data[:4].hex() in self.faults.reverting:
            return Answer(b"", "execution reverted", 0)
        answer = self.chain.engine.call(sender, to, data, at=self.state())
        if data[:4] == _TOTAL_SUPPLY and not answer.error and self.faults.supply_off_by:
            supply = int.from_bytes(answer.output, "big") + self.faults.supply_off_by
            return Answer(supply.to_bytes(32, "big"), "", answer.energy)
        return answer


def sight(
    chain: TronChain,
    faults: Faults,
    armed: Armed,
    *,
    solid_lag: int | None,
    max_block_range: int,
) -> View:
    """Return the view of a service; without a lag that of the head services."""
    number = chain.head - faults.head_lag - (solid_lag or 0)
    if faults.stuck_at is not None:
        number = min(number, faults.stuck_at)
    number = max(number, chain.history.first)
    return View(chain, faults, armed, number, solid_lag is not None, max_block_range)
