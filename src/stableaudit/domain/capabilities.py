"""What an endpoint can do for an audit, as far as it was tried."""

from dataclasses import dataclass
from enum import StrEnum

from stableaudit.domain.evidence import Vitals
from stableaudit.domain.identifiers import ChainId
from stableaudit.domain.readings import Unavailable


class Ability(StrEnum):
    """Whether a thing was seen to work."""

    YES = "yes"
    LIMITED = "limited"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Capability:
    """One thing an endpoint was tried for."""

    name: str
    """`batches`, `state by hash`, `archive depth`, `logs range`, `proofs`; on TRON `events index`
    and `transaction infos`.
    """

    ability: Ability
    detail: str
    """How far it goes, or what the endpoint said; escaped."""


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """One endpoint, examined."""

    chain: ChainId
    operator: str
    endpoint: str
    vitals: Vitals | Unavailable
    unfit: str
    """Why readings must not rest on it; empty where they may."""

    asked_at: int
    capabilities: tuple[Capability, ...]
    """Empty where the endpoint did not answer at all, or is another chain."""

    @property
    def usable(self) -> bool:
        """Whether a check would read from it."""
        return isinstance(self.vitals, Vitals) and not self.unfit
