"""What the application needs of a chain whose blocks bear out what a ledger holds of them."""

from collections.abc import Mapping
from typing import Protocol

from stableaudit.domain.blocks import BlockStamp
from stableaudit.domain.issuance_proofs import IssuanceProofs
from stableaudit.domain.ledger import Entry
from stableaudit.domain.tokens import Deployment


class IssuanceProver(Protocol):
    """Proves blocks at the endpoints of one chain, and holds a ledger's lines against them."""

    samples: bool
    """Whether a block in which the ledger has nothing can be shown to have nothing."""

    def prove(
        self, deployment: Deployment, blocks: Mapping[int, tuple[Entry, ...]], *, at: BlockStamp
    ) -> IssuanceProofs:
        """Return what each block bears out.

        Args:
            deployment: whose ledger it is.
            blocks: by number, all that the ledger holds of each, in chain order: every line where
                it is kept in full, else mints, burns and wipes alone; perhaps nothing.
            at: the reference block; none of the blocks is later.

        Raises:
            EvidenceError: nothing can be proven of any; says what came.
        """
