"""At which instants prices are wanted, and which feed of each pair tells its history."""

from dataclasses import replace

from stableaudit.application.feeds import Instants, ReadFeed, add_history
from stableaudit.domain.evidence import FeedEvidence
from stableaudit.domain.tokens import FeedSpec
from stableaudit.reconcile.case import Scope, is_the_feed


def instants_of(scope: Scope, measurement_time: int) -> Instants:
    """Return when prices are wanted: what nothing of gold is declared for needs no past price."""
    statement = scope.statement if scope.gold else None
    return Instants(measurement_time, None if statement is None else statement.as_of)


def first_of_its_pair(feed: FeedSpec, scope: Scope) -> FeedSpec:
    """Return the feed of the same pair that stands first in the scope."""
    return next(one for one in scope.feeds if (one.base, one.quote) == (feed.base, feed.quote))


def with_histories(
    scope: Scope, read: tuple[ReadFeed, ...], instants: Instants
) -> tuple[FeedEvidence, ...]:
    """Return the feeds' evidence, with the history of one feed of each pair.

    It was read along from the first of a pair; where that is not what the registry says, the
    next that is takes its place, as where it has no round at all.
    """
    by_contract = {one.evidence.contract: one for one in read}
    done: set[tuple[str, str]] = set()
    for spec in scope.feeds:
        found, pair = by_contract[spec.contract], (spec.base, spec.quote)
        rounds, evidence = found.rounds, found.evidence
        if instants.statement is None or pair in done:
            continue
        if rounds is None or not is_the_feed(spec, evidence):
            continue
        done.add(pair)
        if evidence.history is None:
            evidence = add_history(evidence, rounds, instants)
            by_contract[spec.contract] = replace(found, evidence=evidence)
    return tuple(by_contract[one.evidence.contract].evidence for one in read)
