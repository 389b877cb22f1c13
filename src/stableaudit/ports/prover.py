"""What the application needs of a chain whose state can be proven from a block's hash."""

from dataclasses import dataclass
from typing import Protocol

from stableaudit.domain.blocks import BlockStamp
from stableaudit.domain.identifiers import AccountId
from stableaudit.domain.proofs import TokenProof


@dataclass(frozen=True, slots=True)
class Proven:
    """A token's proof, and on whose word its slots are what they are taken for."""

    proof: TokenProof
    confirmed: tuple[str, ...]
    """Operators that showed the code to answer from these slots; each once."""

    troubles: tuple[str, ...] = ()
    """What endpoints gave instead of a confirmation or a proof that holds; escaped."""


class Prover(Protocol):
    """Proves a token's state at the endpoints of one chain."""

    def prove(
        self, contract: AccountId, holders: tuple[AccountId, ...], *, at: BlockStamp
    ) -> Proven:
        """Return the proof of supply and of some balances at a block.

        Args:
            contract: the token.
            holders: whose balances; as many of the first as can be proven at once.
            at: the block; everything follows from its hash.

        Raises:
            EvidenceError: no endpoint gives a proof that holds; says what came.
        """
