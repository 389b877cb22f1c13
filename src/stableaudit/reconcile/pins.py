"""Checks of time: where each chain was read, and whether all of it is one instant (PIN)."""

from collections.abc import Iterator
from typing import Final

from stableaudit.domain.blocks import BlockStamp
from stableaudit.domain.evidence import ChainEvidence
from stableaudit.domain.findings import Bearing, Severity
from stableaudit.domain.phrases import joined, say
from stableaudit.domain.quantities import Duration, Instant
from stableaudit.domain.readings import Pin, Reading, Unavailable
from stableaudit.domain.tokens import ChainSpec
from stableaudit.reconcile.books import Books
from stableaudit.reconcile.case import Case
from stableaudit.reconcile.check import Check, Violation, figure
from stableaudit.reconcile.endpoints import unfit
from stableaudit.reconcile.required import required_readings


def unreferenced(case: Case, _books: Books) -> Iterator[Violation]:
    """Yield the chains without a final block close before the measurement time."""
    for spec in case.scope.chains:
        evidence = case.chain(spec.id)
        if evidence is None:
            yield Violation(spec.title, "the chain was not asked", Bearing.UNDECIDED)
            continue
        if isinstance(evidence.reference, Unavailable):
            yield Violation(
                spec.title, _why_unreadable(spec, evidence, evidence.reference), Bearing.UNDECIDED
            )
            continue
        lag = case.evidence.measurement_time - evidence.reference.timestamp
        if not 0 <= lag <= spec.max_final_age_seconds:
            yield Violation(
                spec.title,
                "the reference block is not close before the measurement time",
                Bearing.UNDECIDED,
                (
                    figure("reference block", evidence.reference),
                    figure("measurement time", Instant(case.evidence.measurement_time)),
                    figure("may lie before it by", Duration(spec.max_final_age_seconds)),
                ),
            )


def _why_unreadable(spec: ChainSpec, evidence: ChainEvidence, reason: Unavailable) -> str:
    """Return why there is no reference block, each endpoint's reason with it."""
    reasons: list[str] = []
    for entry in evidence.endpoints:
        if isinstance(entry.vitals, Unavailable):
            reasons.append(
                say(
                    "{operator} ({endpoint}): {came}",
                    operator=entry.operator,
                    endpoint=entry.endpoint,
                    came=entry.vitals.came,
                )
            )
        elif (why := unfit(spec, entry.vitals, asked_at=entry.asked_at)) is not None:
            reasons.append(
                say(
                    "{operator} ({endpoint}): {why}",
                    operator=entry.operator,
                    endpoint=entry.endpoint,
                    why=why,
                )
            )
    if not reasons or len(reasons) < len(evidence.endpoints):
        return str(reason)
    return say("none of its endpoints can be read: {reasons}", reasons=joined("; ", reasons))


def moved(case: Case, _books: Books) -> Iterator[Violation]:
    """Yield the chains whose reference block did not stand until the last reading."""
    for spec in case.scope.chains:
        evidence = case.chain(spec.id)
        if evidence is None or isinstance(evidence.reference, Unavailable):
            continue
        if isinstance(evidence.reread, Unavailable):
            yield Violation(spec.title, str(evidence.reread), Bearing.UNDECIDED)
        elif evidence.reread != evidence.reference:
            yield Violation(
                spec.title,
                "the reference block was another one after reading: final history changed",
                Bearing.UNDECIDED,
                (
                    figure("block before reading", evidence.reference),
                    figure("block after reading", evidence.reread),
                ),
            )


def loose(case: Case, _books: Books) -> Iterator[Violation]:
    """Yield the required readings that are not tied to their chain's reference block."""
    for required in required_readings(case):
        reading = required.observed
        if isinstance(reading, Reading) and is_loose(reading, required.reference(case)):
            yield Violation(
                required.subject,
                say("{what} cannot be tied to the reference block", what=required.what),
                Bearing.UNDECIDED,
                (
                    figure("reading speaks of", reading.at),
                    figure("answered from", reading.observed_at),
                ),
            )


def is_loose(reading: Reading[object], reference: BlockStamp | None) -> bool:
    """Return whether nothing ties a reading to the block that it must speak of, if to any."""
    if reading.pin is Pin.UNPINNED:
        return True
    if reading.pin is Pin.EXACT and reading.observed_at != reading.at:
        return True
    # A feed may be read at a later final block: its rounds never change.
    return reference is not None and reading.at != reference


def apart(case: Case, _books: Books) -> Iterator[Violation]:
    """Yield once if the reference blocks of all chains are too far apart to be one instant."""
    references = tuple(
        evidence.reference
        for evidence in case.evidence.chains
        if isinstance(evidence.reference, BlockStamp)
    )
    if not references:
        return
    first = min(references, key=_time)
    last = max(references, key=_time)
    skew = last.timestamp - first.timestamp
    if skew > case.scope.policy.max_skew_seconds:
        yield Violation(
            "all chains",
            "the reference blocks are too far apart to be one instant",
            Bearing.UNDECIDED,
            (
                figure("earliest", first),
                figure("latest", last),
                figure("apart", Duration(skew)),
                figure("may be apart", Duration(case.scope.policy.max_skew_seconds)),
            ),
        )


def _time(block: BlockStamp) -> int:
    return block.timestamp


REFERENCE: Final = Check(
    "PIN-01",
    "Every chain in scope has a final reference block close before the measurement time.",
    Severity.HIGH,
    "Supply on several chains adds up only if each is read at one agreed, final block. Without a "
    "usable endpoint, or with finality far behind, there is no such block and nothing can be "
    "concluded.",
    "Give a working endpoint with --endpoint CHAIN=URL, or run `stableaudit doctor`.",
    unreferenced,
)
STOOD: Final = Check(
    "PIN-02",
    "Every reference block still stood after the last reading.",
    Severity.HIGH,
    "The block is asked for again when everything has been read. If its hash changed, what was "
    "called final was not, and the readings belong to a history that no longer exists.",
    "Run the check again; if it recurs, do not trust the endpoint's notion of finality.",
    moved,
)
PINNED: Final = Check(
    "PIN-03",
    "Every required reading is tied to its chain's reference block.",
    Severity.HIGH,
    "TRON has no historical state: a reading comes from a later block, and counts for the "
    "reference block only if the token emitted nothing in between. Otherwise it is a figure of an "
    "unknown moment.",
    "Run the check again at a quieter moment. A past instant cannot be pinned on TRON beyond some "
    "twenty blocks, a minute, until a synced ledger can roll readings back.",
    loose,
)
SKEW: Final = Check(
    "PIN-04",
    "The reference blocks of all chains lie close enough together to be one instant.",
    Severity.MEDIUM,
    "Tokens that move between chains, or are burned on one and minted on another, are counted "
    "twice or not at all when the chains are read at different times.",
    "Run the check again when the lagging chain has caught up.",
    apart,
)
