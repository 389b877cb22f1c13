"""The one exception of the verifier. It carries the place and the reason as a value."""

from stableaudit.domain.proofs import ProofFailure


class ProofError(Exception):
    """Something does not follow from the block hash. Its text is safe to show."""

    def __init__(self, path: str, reason: str) -> None:
        """Name the place in the answer, such as `accountProof[3]`, and what is wrong with it."""
        self.failure = ProofFailure(path, reason)
        super().__init__(str(self.failure))
