"""Which rules a beacon chain's slots are under, and what its signatures are bound to.

A signature names its fork's version and the genesis: one of another chain, or of a fork that is not
known here, does not verify. A new fork that moves nothing needs one line; one that moves the
payload (Gloas) needs more, and its blocks are refused until then.

Source: consensus-specs, configs/mainnet.yaml; specs/{deneb,electra}/light-client/sync-protocol.md.
"""

from dataclasses import dataclass
from typing import Final

from stableaudit.domain.identifiers import ChainId

SLOTS_OF_EPOCH: Final = 32
SLOTS_OF_PERIOD: Final = 256 * SLOTS_OF_EPOCH
"""One sync committee signs for so long: about 27 hours."""


@dataclass(frozen=True, slots=True)
class Fork:
    """Rules from an epoch on."""

    name: str
    """As an endpoint's `version` says it."""

    epoch: int
    version: bytes
    """Four bytes, which signatures are bound to."""

    committee_index: int
    """Generalized index of current_sync_committee in the state."""

    finality_index: int
    """Generalized index of finalized_checkpoint.root in the state."""


@dataclass(frozen=True, slots=True)
class BeaconNetwork:
    """A beacon chain and the execution chain that it decides for."""

    chain: ChainId
    genesis_validators_root: bytes
    forks: tuple[Fork, ...]
    """Those that are read, the earliest first."""

    def fork_at(self, slot: int) -> Fork | None:
        """Return the rules of a slot; None before the first that are read."""
        epoch = slot // SLOTS_OF_EPOCH
        return next((fork for fork in reversed(self.forks) if fork.epoch <= epoch), None)


MAINNET: Final = BeaconNetwork(
    ChainId("eip155", "1"),
    bytes.fromhex("4b363db94e286120d76eb905340fdd4e54bfe9f06bf33ff6cf5ad27f511bfe95"),
    (
        Fork("deneb", 269_568, bytes.fromhex("04000000"), 54, 105),
        Fork("electra", 364_032, bytes.fromhex("05000000"), 86, 169),
        Fork("fulu", 411_392, bytes.fromhex("06000000"), 86, 169),
    ),
)
