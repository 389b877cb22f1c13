"""Who controls each deployment, where somebody asked."""

from collections.abc import Mapping
from dataclasses import dataclass

from stableaudit.domain.blocks import BlockStamp
from stableaudit.domain.identifiers import AccountId
from stableaudit.domain.phrases import say
from stableaudit.domain.power_map import PowerMap
from stableaudit.domain.readings import Unavailable, not_asked
from stableaudit.domain.tokens import Deployment
from stableaudit.reconcile.case import Case
from stableaudit.reconcile.control_history import PastControl, past_control


@dataclass(frozen=True, slots=True)
class ControlEntry:
    """One deployment."""

    deployment: Deployment
    chain_title: str
    simulated: bool
    block: BlockStamp | Unavailable
    """The reference block that it was read at."""

    found: PowerMap | Unavailable
    labels: Mapping[AccountId, str]
    """What the registry calls accounts, of every chain."""

    symbol: str = ""
    """Of the token."""

    past: PastControl | Unavailable | None = None
    """What its events tell; None where no ledger was looked at."""


def control_entries(case: Case) -> tuple[ControlEntry, ...]:
    """Return every deployment in the registry's order; nothing where nobody asked."""
    if not case.evidence.controls:
        return ()
    return all_control_entries(case)


def all_control_entries(case: Case) -> tuple[ControlEntry, ...]:
    """Return every deployment in the registry's order, also where none could be read."""
    labels = {known.account: known.label for known in case.scope.token.accounts}
    return tuple(_entry(case, each, labels) for each in case.scope.token.deployments)


def _entry(case: Case, deployment: Deployment, labels: Mapping[AccountId, str]) -> ControlEntry:
    spec = case.scope.chain(deployment.asset.chain)
    chain = case.chain(spec.id)
    asked = say("who controls {contract}", contract=deployment.asset.contract)
    absent = not_asked(asked, whom="nobody", reason="the chain has no reference block")
    found = case.controls(deployment)
    return ControlEntry(
        deployment,
        spec.title,
        spec.simulated,
        absent if chain is None else chain.reference,
        absent if found is None else found,
        labels,
        case.scope.token.symbol,
        past_control(deployment, case.control_evidence(deployment)),
    )
