"""What the application needs of a chain whose blocks name their parents by hash."""

from typing import Protocol

from stableaudit.domain.blocks import BlockStamp


class Ancestry(Protocol):
    """Follows headers at the endpoints of one chain."""

    def descendant(self, hash_: str, *, of: BlockStamp) -> BlockStamp:
        """Return the block of a hash, which is `of` or comes after it in the same chain.

        Raises:
            InconsistentError: it comes after another block of that number, or before `of`: whoever
                makes blocks up may build them on a true one.
            EvidenceError: no endpoint has the headers between them; says what came.
        """
