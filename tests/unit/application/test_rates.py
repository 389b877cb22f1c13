from datetime import date

from stableaudit.application.rates import read_rates
from stableaudit.domain.errors import UnreachableError
from stableaudit.domain.instants import parse_instant
from stableaudit.domain.rates import DOLLAR_IN_SOM, RateEvidence
from stableaudit.domain.readings import Unavailable
from tests.fakes.rates import FakeRates, rate_reading

NEW_DAY = parse_instant("2026-07-02T18:00:00Z")


def test_read_rates_asks_each_source_for_the_day_in_bishkek() -> None:
    one, other = (FakeRates(rate_reading(date(2026, 7, 3))) for _ in range(2))
    read_rates((one, other), DOLLAR_IN_SOM, measurement_time=NEW_DAY - 1)
    read_rates((one,), DOLLAR_IN_SOM, measurement_time=NEW_DAY)
    assert other.asked == [(DOLLAR_IN_SOM, date(2026, 7, 2))]
    assert one.asked == [*other.asked, (DOLLAR_IN_SOM, date(2026, 7, 3))]


def test_read_rates_of_a_failing_source_says_why_and_keeps_the_others() -> None:
    error = UnreachableError("refused", asked="the rate", whom="the bank")
    given = rate_reading(date(2026, 7, 3))
    evidence = read_rates(
        (FakeRates(error), FakeRates(given)), DOLLAR_IN_SOM, measurement_time=NEW_DAY
    )
    assert evidence == RateEvidence(DOLLAR_IN_SOM, (Unavailable.because(error), given))


def test_read_rates_without_sources_has_no_readings() -> None:
    assert read_rates((), DOLLAR_IN_SOM, measurement_time=NEW_DAY).readings == ()
