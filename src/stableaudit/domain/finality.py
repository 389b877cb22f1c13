"""A block that a chain's validators signed as final, and what that rests on.

Operators say which block is final; here the signatures of those who decide it say so. They are
verified against a set of keys, and that set follows from one thing that somebody has to be trusted
for: it stands beside the block, with whatever else has to be true.
"""

import re
from dataclasses import dataclass
from typing import Final

from stableaudit.domain.blocks import BlockStamp
from stableaudit.domain.identifiers import ChainId
from stableaudit.domain.readings import Unavailable

SYNC_COMMITTEE: Final = ChainId("eip155", "1")
"""Ethereum, whose sync committee follows from a beacon block."""

FAST_FINALITY: Final = ChainId("eip155", "56")
"""BNB Chain, whose voters follow from an epoch's first header."""

_HASH: Final = re.compile(r"0x[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class TrustedRoot:
    """What a person trusts that names those who sign: where a proof of finality begins."""

    chain: ChainId
    hash: str
    """`0x` and 64 lower-case hex digits: of a beacon block's root, or of an epoch's first block."""

    def __post_init__(self) -> None:
        if self.chain not in (SYNC_COMMITTEE, FAST_FINALITY):
            message = f"no signatures of {self.chain} are read"
            raise ValueError(message)
        if _HASH.fullmatch(self.hash) is None:
            message = f"{self.hash[:80]!r} is no root: 0x and 64 hex digits"
            raise ValueError(message)


@dataclass(frozen=True, slots=True)
class FinalBlock:
    """A block whose finality was signed by at least two thirds of a known set of validators."""

    block: BlockStamp
    """Number, hash and time are what was signed, or hash to it."""

    signers: int
    """Of the set, who signed: those whose keys the signature was verified with."""

    validators: int
    """How many the set has."""

    needed: int
    """Least signers that make a block final; never below two thirds."""

    rests_on: tuple[str, ...]
    """What has to be true beside the signatures, a clause each; never empty."""

    steps: tuple[str, ...]
    """From what is trusted to the block, each checked; never empty."""

    def __post_init__(self) -> None:
        if not 2 * self.validators <= 3 * self.needed:
            message = f"{self.needed} of {self.validators} are not two thirds"
            raise ValueError(message)
        if not self.needed <= self.signers <= self.validators:
            message = f"{self.signers} of {self.validators} signed, {self.needed} are needed"
            raise ValueError(message)
        if not self.rests_on or not self.steps:
            message = f"the finality of {self.block} rests on nothing, or follows by no step"
            raise ValueError(message)


@dataclass(frozen=True, slots=True)
class FinalityEvidence:
    """A final block, and whether a chain's reference block follows from it."""

    final: FinalBlock
    unlinked: Unavailable | None
    """Why the reference block was not found to be that block or an ancestor of it, header by
    header; None where it was."""
