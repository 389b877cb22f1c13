"""Trying what an endpoint can do, for `doctor`. A check never probes."""

from typing import Protocol

from stableaudit.domain.blocks import BlockStamp
from stableaudit.domain.capabilities import Capability
from stableaudit.domain.identifiers import AccountId


class EndpointProbe(Protocol):
    """One endpoint to be tried."""

    def capabilities(self, contract: AccountId, *, final: BlockStamp) -> tuple[Capability, ...]:
        """Return what the endpoint can do, tried on `contract` around its last final block.

        A refusal is an answer here: never raises EvidenceError.
        """
        ...
