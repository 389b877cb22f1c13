"""Which readings a verdict needs. Follows from the scope alone, never from what was obtained."""

from collections.abc import Iterator
from dataclasses import dataclass

from stableaudit.domain.blocks import BlockStamp
from stableaudit.domain.identifiers import ChainId
from stableaudit.domain.readings import Reading, Unavailable, not_asked
from stableaudit.reconcile.case import Case, describe


@dataclass(frozen=True, slots=True)
class Required:
    """One reading without which nothing can be reconciled, and what came of it."""

    subject: str
    what: str
    observed: Reading[object] | Unavailable
    chain: ChainId
    immutable: bool = False
    """True for a value that is the same at every later block, such as a round of a feed."""

    def reference(self, case: Case) -> BlockStamp | None:
        """Return the block that the reading must speak of; None where any later one does."""
        evidence = case.chain(self.chain)
        if self.immutable or evidence is None or isinstance(evidence.reference, Unavailable):
            return None
        return evidence.reference


def required_readings(case: Case) -> Iterator[Required]:
    """Yield every required reading of the scope, obtained or not, in the registry's order."""
    for deployment in case.scope.token.deployments:
        subject = describe(deployment, case.scope)
        evidence = case.deployment(deployment.asset)
        absent = not_asked(subject, whom="nobody", reason="the evidence holds nothing about it")
        yield Required(
            subject,
            "its total supply",
            evidence.total_supply if evidence is not None else absent,
            deployment.asset.chain,
        )
        yield Required(
            subject,
            "its decimals",
            evidence.decimals if evidence is not None else absent,
            deployment.asset.chain,
        )
    for feed in case.scope.feeds:
        subject = f"{feed.description} on {case.scope.chain(feed.contract.chain).title}"
        evidence_of_feed = case.feed(feed.contract)
        absent = not_asked(subject, whom="nobody", reason="the evidence holds nothing about it")
        yield Required(
            subject,
            "its decimals",
            evidence_of_feed.decimals if evidence_of_feed is not None else absent,
            feed.contract.chain,
            immutable=True,
        )
        yield Required(
            subject,
            "its description",
            evidence_of_feed.description if evidence_of_feed is not None else absent,
            feed.contract.chain,
            immutable=True,
        )
        yield Required(
            subject,
            "its last round",
            evidence_of_feed.round if evidence_of_feed is not None else absent,
            feed.contract.chain,
            immutable=True,
        )
