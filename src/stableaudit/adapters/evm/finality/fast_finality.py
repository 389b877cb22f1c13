"""BNB Chain's fast finality: a block is final once it and its child are justified by votes.

1. The headers follow one another; every hash is recomputed.
2. One of them carries votes for the first header's block: it is justified.
3. One carries votes for the second's, by validators who hold the first justified: it is final.
4. Each time two thirds of the validators or more voted, of the set in force at that block.
5. Each aggregate is their signature over that very vote.

Votes stand in the next header, or since Fermi up to three later. The set is that of an epoch's
header, which somebody has to be trusted for. Votes are bound to blocks by their hashes, not to the
header that carries them.

Source: BEP-126, BEP-590; bnb-chain/bsc 1.7, consensus/parlia/parlia.go, verifyVoteAttestation.
"""

from collections.abc import Sequence
from typing import Final

from stableaudit.adapters.evm.finality.bls import verify_aggregate
from stableaudit.adapters.evm.finality.parlia import Attestation, ValidatorSet, read_attestation
from stableaudit.adapters.evm.proof.failure import ProofError
from stableaudit.adapters.evm.proof.header import Header, read_chain, read_header
from stableaudit.domain.finality import FinalBlock

LEAST_HEADERS: Final = 3
MOST_HEADERS: Final = 5
"""The block, its child, and three that may carry the child's votes."""

_STEPS: Final = (
    "trusted epoch header",
    "its validators",
    "their votes for the block",
    "their votes for its child, the block being justified",
    "header of the block",
)


def prove_final(answers: Sequence[object], validators: ValidatorSet) -> FinalBlock:
    """Return that the first of these blocks is final.

    Args:
        answers: of eth_getBlockBy…, of 3 to 5 consecutive blocks, the oldest first.
        validators: the set in force.

    Raises:
        ProofError: it does not follow.
    """
    if not LEAST_HEADERS <= len(answers) <= MOST_HEADERS:
        reason = f"{len(answers)}; {LEAST_HEADERS} to {MOST_HEADERS} are read"
        raise ProofError("headers", reason)
    chain = validators.epoch.chain
    last = len(answers) - 1
    newest = read_header(answers[last], path=f"headers[{last}]").stamp(chain)
    block, child, *_ = headers = read_chain(answers, newest)
    votes = [
        found
        for index in range(1, len(headers))
        if (found := read_attestation(answers[index], headers[index].number, f"headers[{index}]"))
    ]
    justifying = _find(votes, child=None, block=block)
    finalizing = _find(votes, child=child, block=block)
    voters = [_voters(each, validators) for each in (justifying, finalizing)]
    for each, keys in zip((justifying, finalizing), voters, strict=True):
        verify_aggregate(keys, each.digest, each.signature, path=f"{each.path}.signature")
    return FinalBlock(
        block.stamp(chain),
        min(len(keys) for keys in voters),
        len(validators.keys),
        validators.needed,
        (
            f"{validators.epoch} is the chain's own, as {validators.told_by} says",
            f"two thirds of the {len(validators.keys)} validators that it names are honest",
        ),
        _STEPS,
    )


def _find(votes: Sequence[Attestation], *, child: Header | None, block: Header) -> Attestation:
    """Return the votes for the block, or for its child from the block."""
    target = _named(block if child is None else child)
    for each in votes:
        if each.target == target and (child is None or each.source == _named(block)):
            return each
    came = ", ".join(f"{each.target[0]} from {each.source[0]}" for each in votes) or "none"
    wanted = f"block {target[0]}" if child is None else f"block {target[0]} from {block.number}"
    raise ProofError("headers", f"no votes for {wanted} by these hashes; there are: {came}")


def _named(header: Header) -> tuple[int, bytes]:
    return header.number, bytes.fromhex(header.hash[2:])


def _voters(votes: Attestation, validators: ValidatorSet) -> list[bytes]:
    """Return the keys of who voted."""
    target = votes.target[0]
    if not validators.first_target <= target <= validators.last_target:
        reason = (
            f"for block {target}, while the validators of {validators.epoch} vote for "
            f"{validators.first_target} to {validators.last_target}"
        )
        raise ProofError(f"{votes.path}.target", reason)
    keys = [key for bit, key in enumerate(validators.keys) if votes.voters >> bit & 1]
    if votes.voters.bit_count() != len(keys):
        reason = f"{votes.voters:#x} names more than the {len(validators.keys)} validators"
        raise ProofError(f"{votes.path}.voters", reason)
    if len(keys) < validators.needed:
        reason = f"{len(keys)} of {len(validators.keys)} voted, {validators.needed} are needed"
        raise ProofError(f"{votes.path}.voters", reason)
    return keys
