from datetime import date
from fractions import Fraction

import pytest

from stableaudit.domain.rates import DOLLAR_IN_SOM, CurrencyPair, Rate, RateFile, RateReading
from tests.fakes.rates import rate_reading

DAY = date(2026, 9, 18)


@pytest.mark.parametrize("code", ["", "US", "usd", "USDT", "US1", "ÜSD", "USD\n"])
def test_currency_pair_of_another_code_is_refused(code: str) -> None:
    with pytest.raises(ValueError, match="is not an ISO 4217 code"):
        CurrencyPair(code, "KGS")
    with pytest.raises(ValueError, match="is not an ISO 4217 code"):
        CurrencyPair("KGS", code)


@pytest.mark.parametrize("value", [Fraction(0), Fraction(-1, 9)])
def test_rate_that_is_not_above_zero_is_refused(value: Fraction) -> None:
    with pytest.raises(ValueError, match="a rate is above zero"):
        Rate(DOLLAR_IN_SOM, value, DAY)


def test_rate_for_no_day_is_refused() -> None:
    with pytest.raises(ValueError, match="for a day or more, not 0"):
        Rate(DOLLAR_IN_SOM, Fraction(1), DAY, 0)


def test_rate_reading_without_a_digest_is_refused() -> None:
    with pytest.raises(ValueError, match="is not a SHA-256"):
        RateReading(rate_reading(DAY).rate, "x", "y", "AB" * 32, 0)


def test_rate_file_gives_the_rate_of_a_pair_or_none() -> None:
    rate = Rate(DOLLAR_IN_SOM, Fraction(87), DAY)
    file = RateFile("name", DAY, "ab" * 32, (rate,))
    assert (file.rate(DOLLAR_IN_SOM), file.rate(CurrencyPair("EUR", "KGS"))) == (rate, None)
    assert str(DOLLAR_IN_SOM) == "USD/KGS"
