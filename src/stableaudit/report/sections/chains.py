"""Where and when each chain was read, and who was asked."""

from dataclasses import dataclass

from stableaudit.domain.blocks import BlockStamp
from stableaudit.domain.evidence import EndpointEvidence, Incident
from stableaudit.domain.finality import FinalityEvidence
from stableaudit.domain.identifiers import ChainId
from stableaudit.domain.phrases import say
from stableaudit.domain.readings import Unavailable, not_asked
from stableaudit.reconcile.case import Case


@dataclass(frozen=True, slots=True)
class ChainEntry:
    """One chain in scope."""

    id: ChainId
    title: str
    simulated: bool
    reference: BlockStamp | Unavailable
    reread: BlockStamp | Unavailable
    """The same block, asked again after the last reading."""

    endpoints: tuple[EndpointEvidence, ...]
    incidents: tuple[Incident, ...]
    trusted: BlockStamp | Unavailable | None = None
    """The block that a person trusts and that the reference block was followed from."""

    finality: FinalityEvidence | Unavailable | None = None
    """The block that validators signed as final, and whether the reference follows from it."""


def chain_entries(case: Case) -> tuple[ChainEntry, ...]:
    """Return every chain in scope, in the registry's order, whether it was reached or not."""
    entries: list[ChainEntry] = []
    for spec in case.scope.chains:
        evidence = case.chain(spec.id)
        if evidence is None:
            absent = not_asked(
                say("the reference block of {title}", title=spec.title),
                whom="nobody",
                reason="the evidence holds nothing about this chain",
            )
            entries.append(ChainEntry(spec.id, spec.title, spec.simulated, absent, absent, (), ()))
        else:
            entries.append(
                ChainEntry(
                    spec.id,
                    spec.title,
                    spec.simulated,
                    evidence.reference,
                    evidence.reread,
                    evidence.endpoints,
                    evidence.incidents,
                    evidence.trusted,
                    evidence.finality,
                )
            )
    return tuple(entries)
