"""How a verifier stops: at the first part that does not hold, by its path.

Inside this package a broken proof is raised; its public functions return it as a ProofFailure.
"""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from stableaudit.adapters.tron.signatures import signer_of
from stableaudit.domain.tron_proofs import ProofFailure

P = ParamSpec("P")
T = TypeVar("T")


class BrokenProofError(Exception):
    """A part of a proof does not hold. Never leaves this package."""

    def __init__(self, path: str, reason: str) -> None:
        """Say which part, and why."""
        self.failure = ProofFailure(path, reason)
        super().__init__(str(self.failure))


def returned(verify: Callable[P, T]) -> Callable[P, T | ProofFailure]:
    """Return a verifier that returns where it broke instead of raising it."""

    @wraps(verify)
    def verified(*args: P.args, **words: P.kwargs) -> T | ProofFailure:
        try:
            return verify(*args, **words)
        except BrokenProofError as error:
            return error.failure

    return verified


def signer_at(digest: bytes, signature: bytes, *, path: str) -> bytes:
    """Return whose key signed a digest, 20 bytes.

    Raises:
        BrokenProofError: what stands at the path is no signature.
    """
    try:
        return signer_of(digest, signature)
    except ValueError as error:
        raise BrokenProofError(path, str(error)) from error
