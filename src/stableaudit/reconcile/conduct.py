"""How the endpoints behaved in one run: who lied, lagged, forgot, refused or was out of reach.

Follows from the evidence alone. An endpoint that is not named here gave nothing to complain of.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from stableaudit.domain.errors import (
    InconsistentError,
    PinnedStateError,
    RateLimitedError,
    TooEarlyError,
    UndecodableError,
    UnreachableError,
)
from stableaudit.domain.evidence import ChainEvidence, EndpointEvidence
from stableaudit.domain.phrases import say
from stableaudit.domain.readings import Unavailable
from stableaudit.domain.tokens import ChainSpec
from stableaudit.reconcile.case import Case
from stableaudit.reconcile.endpoints import Unfit, unfit


class Conduct(StrEnum):
    """What an endpoint did that it should not."""

    LIED = "outvoted"
    """A quorum of other operators gave another answer."""

    INCONSISTENT = "contradicted itself"
    OTHER_CHAIN = "another chain"
    LAGGED = "lagged"
    """Its clock, newest or final block is not what time it is."""

    PRUNED = "no state of the block"
    RATE_LIMITED = "rate-limited"
    UNREACHABLE = "out of reach"
    UNDECODABLE = "no readable answer"
    INCOMPLETE = "incomplete answer"
    """It left out, repeated or cut off part of an answer; another source or request mended it."""


_OF_ERRORS: Final = MappingProxyType(
    {
        InconsistentError.kind: Conduct.INCONSISTENT,
        PinnedStateError.kind: Conduct.PRUNED,
        RateLimitedError.kind: Conduct.RATE_LIMITED,
        UnreachableError.kind: Conduct.UNREACHABLE,
        UndecodableError.kind: Conduct.UNDECODABLE,
    }
)


@dataclass(frozen=True, slots=True)
class ConductLine:
    """One endpoint that did something, or one operator where several of its endpoints may have."""

    chain: ChainSpec
    whom: str
    """`operator (endpoint)`; the operator alone where it was outvoted."""

    times: tuple[tuple[Conduct, int], ...]
    """How often each; in the order of Conduct, never empty."""


def conduct_lines(case: Case) -> tuple[ConductLine, ...]:
    """Return who misbehaved, by chain, then by name."""
    lines: list[ConductLine] = []
    for spec in case.scope.chains:
        evidence = case.chain(spec.id)
        if evidence is None:
            continue
        counted = Counter(_seen(spec, evidence))
        for whom in sorted({whom for whom, _ in counted}):
            times = tuple((one, counted[whom, one]) for one in Conduct if counted[whom, one])
            lines.append(ConductLine(spec, whom, times))
    return tuple(lines)


def _seen(spec: ChainSpec, evidence: ChainEvidence) -> Iterator[tuple[str, Conduct]]:
    for entry in evidence.endpoints:
        conduct = _of_endpoint(spec, entry)
        if conduct is not None:
            yield (
                say("{operator} ({endpoint})", operator=entry.operator, endpoint=entry.endpoint),
                conduct,
            )
    for incident in evidence.incidents:
        for operator in incident.outvoted:
            yield operator, Conduct.LIED
        if incident.whom and incident.kind != TooEarlyError.kind:
            yield incident.whom, _OF_ERRORS.get(incident.kind, Conduct.INCOMPLETE)


def _of_endpoint(spec: ChainSpec, entry: EndpointEvidence) -> Conduct | None:
    if isinstance(entry.vitals, Unavailable):
        return _OF_ERRORS.get(entry.vitals.kind, Conduct.UNREACHABLE)
    reason = unfit(spec, entry.vitals, asked_at=entry.asked_at)
    if reason is None:
        return None
    return Conduct.OTHER_CHAIN if reason is Unfit.WRONG_CHAIN else Conduct.LAGGED
