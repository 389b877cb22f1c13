"""Judge a price by itself: did every feed answer, is each alive, do they agree.

The checks are those of a token's prices (PRC-01 to PRC-03). Nothing is contradicted by a price: it
is settled, or it is not.
"""

from dataclasses import dataclass

from stableaudit.domain.evidence import EndpointEvidence, Incident
from stableaudit.domain.findings import Finding, Gate
from stableaudit.domain.identifiers import ChainId
from stableaudit.domain.phrases import joined, say
from stableaudit.domain.policy import Policy
from stableaudit.domain.prices import PriceEntry, PriceFile
from stableaudit.domain.tokens import ChainSpec, FeedSpec
from stableaudit.reconcile.feed_view import FeedsView
from stableaudit.reconcile.prices import AGREE, ALIVE, IDENTITY, apart, not_recent, not_the_feeds
from stableaudit.reserves.price_history import entry_at


@dataclass(frozen=True, slots=True)
class PricePlan:
    """Whom to ask for a price: the feeds of one pair, and the chains they stand on."""

    name: str
    """What is priced, as a person says it: GOLD."""

    feeds: tuple[FeedSpec, ...]
    """Of the same pair."""

    chains: tuple[ChainSpec, ...]
    """Of the feeds, each once."""

    policy: Policy
    file: PriceFile | None = None
    """Prices of the person's own, to be shown beside."""


@dataclass(frozen=True, slots=True)
class AskedChain:
    """Who was asked on one chain, and what went wrong without stopping it."""

    chain: ChainId
    endpoints: tuple[EndpointEvidence, ...]
    incidents: tuple[Incident, ...]


@dataclass(frozen=True, slots=True)
class PriceJudgement:
    """What the checks found, and whether the price is settled."""

    findings: tuple[Finding, ...]
    gate: Gate
    """PASSED or UNDECIDED; never FAILED."""

    why: str
    """In one sentence."""


@dataclass(frozen=True, slots=True)
class PriceResult:
    """A price with everything that it rests on."""

    plan: PricePlan
    view: FeedsView
    chains: tuple[AskedChain, ...]
    judgement: PriceJudgement

    @property
    def from_file(self) -> PriceEntry | None:
        """The file's last price at or before the instant; None without a file, or before it."""
        return None if self.plan.file is None else entry_at(self.plan.file, self.view.at)


def judge_prices(view: FeedsView) -> PriceJudgement:
    """Return whether the feeds of a view settle a price."""
    findings = (
        *IDENTITY.findings_of(not_the_feeds(view)),
        *ALIVE.findings_of(not_recent(view)),
        *AGREE.findings_of(apart(view)),
    )
    silent = [feed.subject for feed in view.feeds if not feed.answered]
    if not view.feeds:
        return PriceJudgement(findings, Gate.UNDECIDED, "no feed was asked")
    if silent:
        why = say("not everything was read of {silent}", silent=joined(", ", silent))
        return PriceJudgement(findings, Gate.UNDECIDED, why)
    if findings:
        first = findings[0]
        why = say(
            "{check}, {subject}: {statement}",
            check=first.check,
            subject=first.subject,
            statement=first.statement,
        )
        return PriceJudgement(findings, Gate.UNDECIDED, why)
    return PriceJudgement(findings, Gate.PASSED, "every feed answered, is alive, and they agree")
