"""What a sync would do and what it did, chain by chain, as values for people."""

from dataclasses import dataclass

from stableaudit.domain.ledger import Coverage
from stableaudit.domain.logs import FetchPlan
from stableaudit.domain.readings import Unavailable
from stableaudit.domain.tokens import ChainSpec, Deployment


@dataclass(frozen=True, slots=True)
class PlannedFetch:
    """What fetching one deployment's past would cost."""

    deployment: Deployment
    spec: ChainSpec
    coverage: Coverage | None
    """What is there already; None where nothing is."""

    plan: FetchPlan | Unavailable | None
    """None where nothing is to be fetched."""


@dataclass(frozen=True, slots=True)
class FetchOutcome:
    """How far one deployment's ledger goes now."""

    deployment: Deployment
    spec: ChainSpec
    before: Coverage | None
    after: Coverage | None
    """None where nothing is covered still."""

    failure: Unavailable | None = None
    """Why it goes no further; what was fetched until then is kept."""

    rewritten: tuple[str, ...] = ()
    """What of its final history was found changed, and how far it was rolled back."""

    troubles: tuple[str, ...] = ()
    """Endpoints that failed before another one went on."""
