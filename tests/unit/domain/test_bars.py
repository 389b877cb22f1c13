"""A bar that cannot be is not made: no weight, no stamp, no fineness of a fraction."""

from dataclasses import replace

import pytest

from stableaudit.domain.amounts import Figure
from stableaudit.domain.bars import BarList, Weight
from stableaudit.domain.declarations import MassUnit, Unknown
from tests.bar_cases import bar, listed


def test_units_of_weight_are_three_and_none_is_avoirdupois() -> None:
    assert {unit.value for unit in MassUnit} == {"kg", "g", "ozt"}


def test_weight_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="weighs nothing"):
        Weight(Figure("0.000"), MassUnit.GRAM)


def test_bar_maker_is_its_brand_or_else_its_refiner() -> None:
    assert bar(refiner="XYZ Ltd").maker == "XYZ"
    assert bar(brand=None, refiner="XYZ Ltd").maker == "XYZ Ltd"


@pytest.mark.parametrize("fineness", ["100", "995.8", "1000"])
def test_bar_fineness_per_mille_is_taken(fineness: str) -> None:
    assert bar(fineness=fineness).fineness == Figure(fineness)


@pytest.mark.parametrize("fineness", ["0.9958", "24", "99.999", "1000.1"])
def test_bar_fineness_that_is_not_per_mille_is_refused(fineness: str) -> None:
    with pytest.raises(ValueError, match=f"per mille, 100 to 1000, not {fineness}"):
        bar(fineness=fineness)


@pytest.mark.parametrize("year", [1799, 2200, 0])
def test_bar_of_a_year_that_is_none_is_refused(year: int) -> None:
    with pytest.raises(ValueError, match="1800 to 2199"):
        bar(year=year)


def test_bar_without_serial_number_is_refused() -> None:
    with pytest.raises(ValueError, match="serial number"):
        bar(serial="")


def test_bar_without_brand_and_refiner_is_refused() -> None:
    with pytest.raises(ValueError, match="brand code or a refiner"):
        bar(brand=None)


def test_bar_list_out_of_order_is_refused() -> None:
    good = listed(bar(), bar(serial="2"))
    with pytest.raises(ValueError, match="order of their lines"):
        replace(good, bars=tuple(reversed(good.bars)))


@pytest.mark.parametrize("digest", ["", "ab", "AB" * 32, "zz" * 32])
def test_bar_list_without_sha256_is_refused(digest: str) -> None:
    with pytest.raises(ValueError, match="SHA-256"):
        BarList("a.csv", digest, (), ())


def test_bar_without_year_keeps_it_unknown() -> None:
    assert isinstance(bar(year=None).year, Unknown)
