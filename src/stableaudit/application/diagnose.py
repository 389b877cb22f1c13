"""Examine endpoints one by one: alive, the right chain, and what each can do."""

from collections.abc import Mapping
from dataclasses import dataclass

from stableaudit.application.observe import attempt
from stableaudit.domain.capabilities import Capability, Diagnosis
from stableaudit.domain.evidence import Vitals
from stableaudit.domain.identifiers import AccountId, ChainId
from stableaudit.domain.tokens import ChainSpec
from stableaudit.ports.chain import ChainReader
from stableaudit.ports.clock import Clock
from stableaudit.ports.parallel import in_parallel
from stableaudit.ports.probe import EndpointProbe
from stableaudit.reconcile.endpoints import Unfit, unfit


@dataclass(frozen=True, slots=True)
class Patient:
    """One endpoint to examine."""

    spec: ChainSpec
    reader: ChainReader
    probe: EndpointProbe


def diagnose(
    patients: tuple[Patient, ...], contracts: Mapping[ChainId, AccountId], *, clock: Clock
) -> tuple[Diagnosis, ...]:
    """Return a diagnosis for each endpoint, in their order; all are examined at once.

    Args:
        patients: the endpoints.
        contracts: for each chain, a contract to try things on.
        clock: to judge the age of blocks by.
    """
    return in_parallel(lambda one: _examine(one, contracts, clock=clock), patients)


def _examine(
    patient: Patient, contracts: Mapping[ChainId, AccountId], *, clock: Clock
) -> Diagnosis:
    reader, spec = patient.reader, patient.spec
    vitals = attempt(reader.vitals)
    asked_at = clock.now()
    reason = unfit(spec, vitals, asked_at=asked_at) if isinstance(vitals, Vitals) else None
    capabilities: tuple[Capability, ...] = ()
    contract = contracts.get(spec.id)
    if isinstance(vitals, Vitals) and reason is not Unfit.WRONG_CHAIN and contract is not None:
        capabilities = patient.probe.capabilities(contract, final=vitals.final)
    return Diagnosis(
        spec.id, reader.operator, reader.endpoint, vitals, reason or "", asked_at, capabilities
    )
