"""Checks of exchange rates as evidence: an official one in force, a second source beside it (FXR).

They note and never decide: a token's own book is closed in the currency that it is pegged to.
"""

from collections.abc import Iterator
from typing import Final

from stableaudit.domain.findings import Bearing, Severity
from stableaudit.domain.intervals import Interval
from stableaudit.domain.phrases import say
from stableaudit.domain.quantities import Price, Ratio
from stableaudit.domain.rates import RateEvidence, RateReading
from stableaudit.domain.readings import Unavailable
from stableaudit.reconcile.books import Books
from stableaudit.reconcile.case import Case
from stableaudit.reconcile.check import Check, Violation, figure
from stableaudit.reserves.rate_dates import (
    Standing,
    age_days,
    bishkek_date,
    divergence,
    standing,
)


def standing_of(case: Case, reading: RateReading) -> Standing:
    """Return what a reading is to the measurement time."""
    return standing(
        reading.rate.effective,
        on=bishkek_date(case.evidence.measurement_time),
        max_age_days=case.scope.policy.max_rate_age_days,
    )


def _no_official(case: Case, _books: Books) -> Iterator[Violation]:
    for evidence in _evidence(case):
        subject = say("rate of {pair}", pair=evidence.pair)
        if not evidence.readings:
            yield Violation(subject, "nobody was asked for it", Bearing.NOTED)
            continue
        official = evidence.readings[0]
        if isinstance(official, Unavailable):
            yield Violation(
                subject,
                say("the official one is missing: {official}", official=official),
                Bearing.NOTED,
            )
            continue
        on, effective = bishkek_date(case.evidence.measurement_time), official.rate.effective
        figures = (
            figure("measured on, in Bishkek", on.isoformat()),
            figure("official rate of", effective.isoformat()),
            figure("age in days", age_days(effective, on=on)),
            figure("may be as old as, in days", case.scope.policy.max_rate_age_days),
        )
        what = standing_of(case, official)
        if what is Standing.FUTURE:
            problem = "the official file is of a later day already, and is not used"
            yield Violation(subject, problem, Bearing.NOTED, figures)
        elif what is Standing.STALE:
            yield Violation(subject, "the official one is stale", Bearing.NOTED, figures)


def _not_the_same(case: Case, _books: Books) -> Iterator[Violation]:
    allowed = case.scope.policy.max_rate_divergence
    for evidence in _evidence(case):
        subject = say("rate of {pair}", pair=evidence.pair)
        current = [*_in_force(case, evidence)]
        if len(current) < 2:  # noqa: PLR2004 - one rate has nothing to differ from
            yield Violation(
                subject,
                "no two sources gave a rate for the measurement time, so that none confirms it",
                Bearing.NOTED,
                severity=Severity.LOW,
            )
            continue
        first, *others = current
        for other in others:
            apart = divergence(first.rate.value, other.rate.value)
            if apart <= allowed:
                continue
            yield Violation(
                subject,
                "two sources differ by more than the policy allows",
                Bearing.NOTED,
                (
                    *(
                        figure(
                            say(
                                "{operator}, of {effective}",
                                operator=one.operator,
                                effective=one.rate.effective,
                            ),
                            _price(one),
                        )
                        for one in (first, other)
                    ),
                    figure("divergence", Ratio(Interval.exactly(apart))),
                    figure("allowed", Ratio(Interval.exactly(allowed))),
                ),
            )


def _evidence(case: Case) -> Iterator[RateEvidence]:
    for pair in case.scope.rate_pairs:
        yield case.rates(pair)


def _in_force(case: Case, evidence: RateEvidence) -> Iterator[RateReading]:
    for one in evidence.readings:
        if isinstance(one, RateReading) and standing_of(case, one) is Standing.IN_FORCE:
            yield one


def _price(reading: RateReading) -> Price:
    pair = reading.rate.pair
    return Price(Interval.exactly(reading.rate.value), pair.quote, pair.base)


OFFICIAL: Final = Check(
    "FXR-01",
    "An official rate of the som for the measurement time is known.",
    Severity.MEDIUM,
    "A supply in som means little to most readers; the dollar view rests on the National Bank's "
    "rate of that very day. Its file has the newest day alone, from the afternoon on the next "
    "one's. No rate decides about a token that owes som: its own book is som against som.",
    "Measure again on that day before the afternoon, or give the day's file with --rates.",
    _no_official,
)
CONFIRMED: Final = Check(
    "FXR-02",
    "The second source gives the same rate.",
    Severity.MEDIUM,
    "One server may be wrong, old or not the one it seems. The second source relays what the bank "
    "published: it confirms the file, and is no second opinion on what a som is worth.",
    "Compare with the bank's own page for the day; give the right file with --rates.",
    _not_the_same,
)
