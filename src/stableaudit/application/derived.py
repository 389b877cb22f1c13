"""Readings of a later final block, rolled back to the reference block through the ledger's events.

A chain without past state, or an endpoint that has pruned it, still answers from its last final
block. What the token's events moved in between is in the ledger: the reading less that is what it
would have been (ADR 0004, DERIVED).
"""

from collections.abc import Callable
from dataclasses import replace

from stableaudit.domain.blocks import BlockStamp
from stableaudit.domain.evidence import DeploymentEvidence, HolderEvidence, Observed
from stableaudit.domain.readings import Pin, Reading
from stableaudit.ports.ledger_store import LedgerStore


def latest_observed(evidence: DeploymentEvidence, at: BlockStamp) -> BlockStamp | None:
    """Return the last block after `at` that any reading could be rolled back from; often None."""
    readings = (evidence.total_supply, evidence.decimals, *(h.balance for h in evidence.holders))
    later = [
        reading.observed_at
        for reading in readings
        if isinstance(reading, Reading) and _is_later(reading, at)
    ]
    return max(later, key=lambda block: block.number, default=None)


def rolled_back(
    evidence: DeploymentEvidence, store: LedgerStore, *, at: BlockStamp
) -> DeploymentEvidence:
    """Return the evidence with every later reading of an amount rolled back to `at`.

    The ledger must cover `latest_observed`. Decimals are the same at both blocks: no event of any
    supply law changes them.
    """
    last = latest_observed(evidence, at)
    if last is None:
        return evidence
    changes = store.changes(after=at.number, until=last.number)
    supply_at = store.totals(until=at.number).supply

    def supply(value: int, observed: BlockStamp) -> int:
        return value - (store.totals(until=observed.number).supply - supply_at)

    def balance(holder: HolderEvidence) -> HolderEvidence:
        moved = changes.get(holder.holder.address, {})

        def before(value: int, observed: BlockStamp) -> int:
            return value - sum(c for block, c in moved.items() if block <= observed.number)

        return replace(holder, balance=_derived(holder.balance, at, before))

    return replace(
        evidence,
        total_supply=_derived(evidence.total_supply, at, supply),
        decimals=_derived(evidence.decimals, at, lambda value, _: value),
        holders=tuple(balance(holder) for holder in evidence.holders),
    )


def _derived(
    observed: Observed[int], at: BlockStamp, work: Callable[[int, BlockStamp], int]
) -> Observed[int]:
    if not isinstance(observed, Reading) or not _is_later(observed, at):
        return observed
    value = work(observed.value, observed.observed_at)
    return replace(observed, value=value, at=at, pin=Pin.DERIVED)


def _is_later(reading: Reading[int], at: BlockStamp) -> bool:
    loose = reading.pin is Pin.UNPINNED or reading.at != at
    return loose and reading.observed_at.number > at.number
