"""Anchor the reference block in what no endpoint can make up.

A block that a person trusts, or one that validators signed as final: from either the headers are
followed down to the reference block, each named by its child's hash.
"""

from stableaudit.application.observe import attempt
from stableaudit.domain.blocks import BlockStamp
from stableaudit.domain.finality import FinalityEvidence, TrustedRoot
from stableaudit.domain.readings import Unavailable, not_asked
from stableaudit.domain.trusted_blocks import TrustedBlock
from stableaudit.ports.ancestry import Ancestry
from stableaudit.ports.finality import FinalityProver


def follow_trusted(
    trusted: TrustedBlock | None, reference: BlockStamp, ancestry: Ancestry | None
) -> BlockStamp | Unavailable | None:
    """Return the trusted block that the reference follows from, or why none; None: none named."""
    if trusted is None:
        return None
    if ancestry is None:
        reason = "the headers of this chain are not followed"
        return not_asked(f"the trusted block {trusted.hash}", whom="nobody", reason=reason)
    return attempt(lambda: ancestry.descendant(trusted.hash, of=reference))


def prove_finality(
    root: TrustedRoot | None,
    reference: BlockStamp,
    prover: FinalityProver | None,
    ancestry: Ancestry | None,
) -> FinalityEvidence | Unavailable | None:
    """Return a final block and whether the reference follows from it; None: nobody asked."""
    if root is None:
        return None
    if prover is None:
        reason = "the signatures of this chain are not read"
        return not_asked(f"a final block by the root {root.hash}", whom="nobody", reason=reason)
    found = attempt(lambda: prover.final(root.hash, near=reference))
    if isinstance(found, Unavailable):
        return found
    return FinalityEvidence(found, _unlinked(found.block, reference, ancestry))


def _unlinked(
    final: BlockStamp, reference: BlockStamp, ancestry: Ancestry | None
) -> Unavailable | None:
    """Return why the reference does not follow from a final block; None where it does."""
    if final == reference:
        return None
    asked = f"the way from the final {final} down to {reference}"
    if final.number <= reference.number:
        before = reference.number - final.number
        reason = f"it is {before} blocks before it" if before else "it is another of that number"
        return not_asked(asked, whom="nobody", reason=reason)
    if ancestry is None:
        reason = "the headers of this chain are not followed"
        return not_asked(asked, whom="nobody", reason=reason)
    there = attempt(lambda: ancestry.descendant(final.hash, of=reference))
    if isinstance(there, Unavailable):
        return there
    if there != final:
        return not_asked(asked, whom="nobody", reason=f"the header of that hash is of {there}")
    return None
