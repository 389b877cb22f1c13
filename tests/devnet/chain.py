"""What a scenario needs of a simulated chain, whatever stands behind it.

Two implementations: `tests.devnet.evm.EvmChain` (anvil as Ethereum or BNB Chain) and
`tests.devnet.tron.chain.TronChain` (the TRON façade, contracts on an anvil of its own). Accounts
and contracts are 20 raw bytes on both; each implementation spells them for its own interfaces.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from tests.devnet.artifacts import Artifact


@dataclass(frozen=True, slots=True)
class Sent:
    """One transaction of a sealed block."""

    block: int
    txid: str
    succeeded: bool


class SimulatedChain(Protocol):
    """A chain that makes a block only when told to."""

    caip2: str
    """`eip155:1`, `eip155:56`, `tron:0x2b6653dc`."""

    def key_address(self, key: int) -> bytes:
        """Return the account of the private key that is the byte `key` repeated 32 times."""
        ...

    def place(
        self, artifact: Artifact, arguments: Sequence[object], *, at: bytes, sender: bytes
    ) -> None:
        """Run the constructor, then move code and storage to the address `at`."""
        ...

    def send(self, sender: bytes, to: bytes, data: bytes) -> int:
        """Queue a call for the next block; return its position in that block."""
        ...

    def seal(self, *, timestamp: int | None = None) -> tuple[Sent, ...]:
        """Make one block of what is queued (it may be empty), in the order of sending."""
        ...

    def seal_empty(self, count: int) -> None:
        """Make `count` empty blocks at the chain's own spacing."""
        ...

    def call(self, to: bytes, data: bytes) -> bytes:
        """Return what a constant call answers at the head."""
        ...
