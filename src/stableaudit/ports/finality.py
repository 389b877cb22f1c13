"""What the application needs to show a block final by the signatures of those who made it so."""

from typing import Protocol

from stableaudit.domain.blocks import BlockStamp
from stableaudit.domain.finality import FinalBlock


class FinalityProver(Protocol):
    """Proves finality on one chain."""

    def final(self, root: str, *, near: BlockStamp) -> FinalBlock:
        """Return a block that validators signed as final, `near` or after it if one can be had.

        Args:
            root: `0x` and 64 digits: what a person trusts that names those who sign.
            near: the block that is to follow from it.

        Raises:
            InconsistentError: what was answered does not show it; says at which place.
            EvidenceError: nobody answered what shows it; says what came.
        """
