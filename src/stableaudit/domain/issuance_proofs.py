"""What the blocks themselves bear out of a ledger's mints and burns, and what that rests on.

A block proves nothing of which chain it is of: beside every proof stands what its hash rests on.
"""

from dataclasses import dataclass
from enum import Enum

from stableaudit.domain.blocks import BlockStamp
from stableaudit.domain.identifiers import AccountId, AssetId
from stableaudit.domain.readings import Unavailable


class Shown(Enum):
    """How much a block's proof shows of what the ledger holds of it."""

    LOGS = "every log of its block, against the receipts root of its header"
    ORDER = "the call that orders it, signed and successful, against the block's transaction root"
    NESTED_ORDER = (
        "the call that orders it, inside another whose success alone is committed to, against the "
        "block's transaction root"
    )


@dataclass(frozen=True, slots=True)
class ProvenBlock:
    """One block, and what of the ledger it bears out."""

    block: BlockStamp
    """Its hash was recomputed from its header."""

    rests_on: str
    """Why this hash is taken for the chain's: what links it to the reference block, or whose word
    it is; escaped."""

    shown: Shown
    lines: int
    """Of the ledger in this block that the proof bears out."""

    signers: tuple[AccountId, ...] = ()
    """Whose keys signed the transactions; empty where logs are proven, which name no signer."""

    differences: tuple[str, ...] = ()
    """What is proven and not in the ledger, and what the ledger has and the proof excludes."""


@dataclass(frozen=True, slots=True)
class UnprovenBlock:
    """One block of which nothing could be proven, and why. That disproves nothing."""

    number: int
    reason: Unavailable


@dataclass(frozen=True, slots=True)
class FinalityProof:
    """A block that enough distinct producers have built on."""

    block: BlockStamp
    last: int
    """Number of the last block of the run that shows it."""

    builders: int
    rests_on: str
    """Whose word the list of producers and their keys is; escaped."""


@dataclass(frozen=True, slots=True)
class IssuanceProofs:
    """What the endpoints of one chain could prove of some blocks."""

    blocks: tuple[ProvenBlock | UnprovenBlock, ...]
    """Ascending, each once."""

    finality: FinalityProof | Unavailable | None = None
    """Of the reference block; None on chains whose headers carry no producers' signatures that
    are read."""

    troubles: tuple[str, ...] = ()
    """What endpoints gave instead of a proof that holds, where another gave one; escaped."""


@dataclass(frozen=True, slots=True)
class IssuanceEvidence:
    """What the blocks bear out of one deployment's ledger."""

    asset: AssetId
    proofs: IssuanceProofs | Unavailable
    left_out: int
    """Mints, burns and wipes in blocks older than those that were asked for."""

    sampled: tuple[int, ...] = ()
    """Blocks that a hash picked which nobody could know before, ascending; the others are those
    in which the ledger has mints, burns or wipes."""
