"""Pin one chain: find endpoints that may be believed, and the last final block before the instant.

1. Ask the first `operators` operators for their vitals, all at once.
2. If too few of them may be used, ask every other endpoint, all at once.
3. Read through the usable ones together, and find the reference block with them.

Which endpoint may be used is decided by `reconcile.endpoints.unfit`, the same function whose checks
report it. Nothing is read from an endpoint that is the wrong chain or has stopped.
"""

from collections.abc import Callable
from dataclasses import dataclass

from stableaudit.application.observe import attempt
from stableaudit.domain.blocks import BlockStamp
from stableaudit.domain.evidence import EndpointEvidence, Vitals
from stableaudit.domain.readings import Unavailable, not_asked
from stableaudit.domain.tokens import ChainSpec
from stableaudit.ports.chain import ChainReader
from stableaudit.ports.clock import Clock
from stableaudit.ports.parallel import in_parallel
from stableaudit.reconcile.endpoints import unfit

Combine = Callable[[tuple[ChainReader, ...]], ChainReader]
"""Makes one reader of several of the same chain."""


@dataclass(frozen=True, slots=True)
class Pinned:
    """A chain that can be read, and where."""

    spec: ChainSpec
    endpoints: tuple[EndpointEvidence, ...]
    reader: ChainReader
    reference: BlockStamp
    final: BlockStamp
    """The last final block of all; later than the reference when the instant lies in the past."""


@dataclass(frozen=True, slots=True)
class Unpinned:
    """A chain that cannot be read, and why."""

    spec: ChainSpec
    endpoints: tuple[EndpointEvidence, ...]
    reason: Unavailable
    reader: ChainReader | None
    """Kept for its incidents, where there was a usable endpoint at all."""


@dataclass(frozen=True, slots=True)
class _Vetted:
    reader: ChainReader
    evidence: EndpointEvidence
    final: BlockStamp | None
    """The endpoint's last final block, where it may be used."""


def pin_chain(
    spec: ChainSpec,
    readers: tuple[ChainReader, ...],
    *,
    combine: Combine,
    operators: int,
    measurement_time: int,
    clock: Clock,
) -> Pinned | Unpinned:
    """Return the chain pinned at its last final block at or before the measurement time."""
    vetted = _vet(spec, readers, operators=operators, clock=clock)
    endpoints = tuple(entry.evidence for entry in vetted)
    finals = tuple(entry.final for entry in vetted if entry.final is not None)
    if not finals:
        return Unpinned(spec, endpoints, _nobody(spec, endpoints), None)
    reader = combine(tuple(entry.reader for entry in vetted if entry.final is not None))
    # The lowest: a block that every one of them already holds final.
    final = min(finals, key=lambda block: block.number)
    reference = attempt(lambda: reader.last_block_until(measurement_time, final=final))
    if isinstance(reference, Unavailable):
        return Unpinned(spec, endpoints, reference, reader)
    return Pinned(spec, endpoints, reader, reference, final)


def _vet(
    spec: ChainSpec, readers: tuple[ChainReader, ...], *, operators: int, clock: Clock
) -> tuple[_Vetted, ...]:
    first, rest = _one_per_operator(readers, operators)
    vetted = _ask_all(spec, first, clock=clock)
    usable = {entry.reader.operator for entry in vetted if entry.final is not None}
    if len(usable) < operators and rest:
        vetted += _ask_all(spec, rest, clock=clock)
    return vetted


def _one_per_operator(
    readers: tuple[ChainReader, ...], operators: int
) -> tuple[tuple[ChainReader, ...], tuple[ChainReader, ...]]:
    first: dict[str, ChainReader] = {}
    for reader in readers:
        if len(first) < operators:
            first.setdefault(reader.operator, reader)
    chosen = tuple(first.values())
    return chosen, tuple(reader for reader in readers if reader not in chosen)


def _ask_all(
    spec: ChainSpec, readers: tuple[ChainReader, ...], *, clock: Clock
) -> tuple[_Vetted, ...]:
    return in_parallel(lambda reader: _vet_one(spec, reader, clock=clock), readers)


def _vet_one(spec: ChainSpec, reader: ChainReader, *, clock: Clock) -> _Vetted:
    vitals = attempt(reader.vitals)
    asked_at = clock.now()
    used = isinstance(vitals, Vitals) and unfit(spec, vitals, asked_at=asked_at) is None
    evidence = EndpointEvidence(reader.operator, reader.endpoint, vitals, asked_at, used)
    return _Vetted(reader, evidence, vitals.final if used and isinstance(vitals, Vitals) else None)


def _nobody(spec: ChainSpec, endpoints: tuple[EndpointEvidence, ...]) -> Unavailable:
    if not endpoints:
        return not_asked(
            f"the reference block of {spec.title}",
            whom="nobody",
            reason="no endpoint is configured for this chain",
        )
    return not_asked(
        f"the reference block of {spec.title}",
        whom="1 endpoint" if len(endpoints) == 1 else f"{len(endpoints)} endpoints",
        reason="none of them may be used; each one's reason is listed on its own",
    )
