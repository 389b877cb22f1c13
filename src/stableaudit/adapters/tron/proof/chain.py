"""A run of headers that makes its first block final: enough producers have built on it.

1. Every header is signed by its producer's key, of the set that is told (see `header`).
2. Each names the one before as its parent, has the next number and a later slot.
3. NEEDED distinct producers made blocks of the run; the first block's own counts.

That is java-tron's rule for a solidified block. What it rests on is the producer set: whoever makes
up a set and its keys can make up a run. The result names the set and whose word it is. Source:
java-tron 4.8.0, DposService.updateSolidBlock; Parameter.SOLIDIFIED_THRESHOLD.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from stableaudit.adapters.tron.headers import SLOT_SECONDS
from stableaudit.adapters.tron.proof.breaks import BrokenProofError, returned
from stableaudit.adapters.tron.proof.header import SignedHeader, header_or_break
from stableaudit.domain.tron_proofs import (
    NEEDED,
    PRODUCERS,
    ProducerSet,
    ProvenFinality,
    ProvenHeader,
)

MOST_HEADERS: Final = 4 * PRODUCERS
"""Of a run: four rounds, of which the producers that miss their slots may spoil some."""


@returned
def prove_final(headers: Sequence[SignedHeader], producers: ProducerSet) -> ProvenFinality:
    """Return that the first of these blocks is final, or where the proof of it breaks.

    headers: in order, without a gap, the first one's block being the one to prove.
    """
    if not headers:
        raise BrokenProofError("headers", "there are none")
    if len(headers) > MOST_HEADERS:
        raise BrokenProofError("headers", f"{len(headers)}; no more than {MOST_HEADERS} are read")
    proven = [
        header_or_break(each, producers, path=f"headers[{index}]")
        for index, each in enumerate(headers)
    ]
    for index, (before, after) in enumerate(pairwise(proven), start=1):
        _require_linked(before, after, f"headers[{index}]")
    builders = tuple(dict.fromkeys(each.producer for each in proven))
    if len(builders) < NEEDED:
        raise BrokenProofError(
            "headers",
            f"{len(builders)} distinct producers in {len(proven)} blocks, {NEEDED} are needed",
        )
    return ProvenFinality(proven[0], proven[-1], builders, producers)


@returned
def agreed(sets: Sequence[ProducerSet]) -> ProducerSet:
    """Return the producer set that several nodes tell alike, or who tells another than the first.

    Whether they are independent, and asked between two elections, is for the caller to see to.
    """
    if not sets:
        raise BrokenProofError("producers", "nobody told any")
    first = sets[0]
    for index, each in enumerate(sets):
        others = len(set(each.producers) - set(first.producers))
        if others:
            raise BrokenProofError(
                f"producers[{index}]",
                f"{each.told_by} tells {others} otherwise than {first.told_by}",
            )
    return ProducerSet(first.producers, " and ".join(each.told_by for each in sets))


def _require_linked(before: ProvenHeader, after: ProvenHeader, path: str) -> None:
    if after.number != before.number + 1:
        raise BrokenProofError(f"{path}.number", f"{after.number} after {before.number}")
    if after.parent_id != before.block_id:
        raise BrokenProofError(
            f"{path}.parent",
            f"{after.parent_id.hex()}, but the block before is {before.block_id.hex()}",
        )
    if after.timestamp < before.timestamp + SLOT_SECONDS:
        raise BrokenProofError(
            f"{path}.timestamp", f"{after.timestamp} s after a block of {before.timestamp} s"
        )
