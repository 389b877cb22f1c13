from dataclasses import replace
from datetime import date

from stableaudit.application.collect import collect
from stableaudit.application.rates import read_rates
from stableaudit.domain.amounts import Figure
from stableaudit.domain.errors import UnreachableError
from stableaudit.domain.instants import parse_instant
from stableaudit.domain.rates import DOLLAR_IN_SOM, RateEvidence
from stableaudit.domain.readings import Unavailable
from stableaudit.domain.tokens import Peg
from tests.cases import NOW
from tests.fakes.rates import FakeRates, rate_reading
from tests.fakes.world import readers, scope, world

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


def test_collect_of_a_som_token_asks_for_its_rate_and_of_another_does_not() -> None:
    reading = rate_reading(date(2026, 11, 21))
    source = FakeRates(reading)
    asked = replace(world(readers()), rates=(source,))
    dollar = scope()
    som = replace(dollar, token=replace(dollar.token, peg=Peg("KGS", Figure("1"))))
    assert collect(dollar, asked, measurement_time=NOW).rates == ()
    assert source.asked == []
    evidence = collect(som, asked, measurement_time=NOW)
    assert evidence.rates == (RateEvidence(DOLLAR_IN_SOM, (reading,)),)
    assert source.asked == [(DOLLAR_IN_SOM, date(2026, 11, 21))]
