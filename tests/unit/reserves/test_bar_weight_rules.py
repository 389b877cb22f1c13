"""BAR-02, -03, -04 and -08: the sum, each bar's arithmetic, Good Delivery, too even a list."""

from dataclasses import replace

import pytest

from stableaudit.domain.declarations import MassUnit
from stableaudit.domain.intervals import Interval
from tests.bar_cases import NOTHING_EXPECTED, bar, found, listed, missing, ounces

LONDON = replace(NOTHING_EXPECTED, good_delivery=True)
TWO = listed(bar(), bar(serial="2"))
"""Two bars of 399.440: 798.880."""


@pytest.mark.parametrize(
    ("low", "high"),
    [
        ("798.880", ""),
        ("798.882", ""),
        ("798.878", ""),
        ("798", "799"),
        ("790", "798.878"),
        ("798.882", "800"),
    ],
)
def test_sum_that_is_declared_within_a_thousandth_a_bar_is_no_finding(low: str, high: str) -> None:
    assert found("BAR-02", TWO, replace(NOTHING_EXPECTED, declared_fine=ounces(low, high))) == ()


@pytest.mark.parametrize(
    ("low", "high"),
    [("798.883", ""), ("798.877", ""), ("790", "798.877"), ("798.883", "800")],
)
def test_sum_that_is_not_what_is_declared_is_a_finding(low: str, high: str) -> None:
    declared = ounces(low, high)
    (fault,) = found("BAR-02", TWO, replace(NOTHING_EXPECTED, declared_fine=declared))
    figures = {one.label: one.value for one in fault.figures}
    assert (fault.rows, list(figures)) == (
        (),
        ["declared", "sum of the bars", "residual (declared − bars)", "tolerance, either way"],
    )


def test_sum_without_declared_mass_is_not_judged_and_says_why() -> None:
    assert found("BAR-02", TWO, NOTHING_EXPECTED) == ()
    assert missing("BAR-02", NOTHING_EXPECTED) == "no declared mass was given"
    given = replace(NOTHING_EXPECTED, declared_fine=Interval.exactly(1))
    assert missing("BAR-02", given) == ""


def test_sum_of_no_bars_is_not_what_is_declared() -> None:
    assert len(found("BAR-02", listed(), replace(LONDON, declared_fine=ounces("1")))) == 1


@pytest.mark.parametrize("fine", ["399.440", "399.441", "399.439", "399.44"])
def test_fine_weight_as_worked_out_within_a_thousandth_is_no_finding(fine: str) -> None:
    assert found("BAR-03", listed(bar(fine=fine)), NOTHING_EXPECTED) == ()


@pytest.mark.parametrize("fine", ["399.450", "399.442", "399.438", "399.4411", "399"])
def test_fine_weight_that_is_not_worked_out_is_a_finding(fine: str) -> None:
    (fault,) = found("BAR-03", listed(bar(), bar(serial="2", fine=fine)), NOTHING_EXPECTED)
    assert (fault.rows, fault.statement) == ((3,), "fine weight is not gross weight × fineness")


def test_fine_weight_above_gross_weight_is_a_finding_of_its_own() -> None:
    (fault,) = found("BAR-03", listed(bar(fine="401.126")), NOTHING_EXPECTED)
    assert fault.statement == "the gold in the bar is said to weigh more than the bar"


def test_small_bar_by_the_agreed_table_is_no_finding() -> None:
    """250 g of 995.0: 7.998 by the table that the market has agreed, 7.997 by arithmetic."""
    small = bar(gross="8.0376864", fineness="995.0", fine="7.998")
    assert found("BAR-03", listed(small), NOTHING_EXPECTED) == ()


@pytest.mark.parametrize(("fine", "findings"), [("248.75", 0), ("248.78", 0), ("248.79", 1)])
def test_fine_weight_in_grams_has_the_same_tolerance(fine: str, findings: int) -> None:
    metric = bar(gross="250.00", fineness="995.0", fine=fine, unit=MassUnit.GRAM)
    assert len(found("BAR-03", listed(metric), NOTHING_EXPECTED)) == findings


@pytest.mark.parametrize(
    ("gross", "fineness", "fine"),
    [
        ("401.125", "995.8", "399.440"),
        ("401.125", "995.0", "399.440"),
        ("401.125", "999.9", "399.440"),
        ("401.125", "995.8", "350.000"),
        ("430.025", "995.8", "430.000"),
    ],
)
def test_good_delivery_bar_within_or_at_the_bounds_is_no_finding(
    gross: str, fineness: str, fine: str
) -> None:
    bars = listed(bar(gross=gross, fineness=fineness, fine=fine))
    assert found("BAR-04", bars, LONDON) == ()


@pytest.mark.parametrize(
    ("gross", "fineness", "fine", "said"),
    [
        ("401.130", "995.8", "399.440", "no multiple of 0.025"),
        ("401.125", "994.9", "399.440", "fineness is not from 995.0"),
        ("401.125", "1000", "399.440", "fineness is not from 995.0"),
        ("401.125", "995.8", "349.999", "not from 350 to 430"),
        ("431.125", "995.8", "430.001", "not from 350 to 430"),
    ],
)
def test_good_delivery_bar_beyond_a_bound_is_a_finding_if_it_claims_to_be_one(
    gross: str, fineness: str, fine: str, said: str
) -> None:
    bars = listed(bar(gross=gross, fineness=fineness, fine=fine))
    (fault,) = found("BAR-04", bars, LONDON)
    assert (fault.rows, said in fault.statement) == ((2,), True)
    assert found("BAR-04", bars, NOTHING_EXPECTED) == ()


def test_good_delivery_bar_weighed_in_grams_leaves_the_step_unknown() -> None:
    bars = listed(bar(gross="12476.4", fine="12424", unit=MassUnit.GRAM))
    (fault,) = found("BAR-04", bars, LONDON)
    assert (fault.rows, "not known" in fault.statement) == ((2,), True)


def test_good_delivery_that_nobody_claims_is_not_judged_and_says_why() -> None:
    assert missing("BAR-04", NOTHING_EXPECTED) == "the bars are not said to be Good Delivery bars"
    assert missing("BAR-04", LONDON) == ""


def _weighing(*gross: str, unit: MassUnit = MassUnit.TROY_OUNCE) -> tuple[str, ...]:
    bars = (
        bar(serial=str(number), gross=one, fine="100", unit=unit)
        for number, one in enumerate(gross)
    )
    return tuple(one.statement for one in found("BAR-08", listed(*bars), NOTHING_EXPECTED))


def test_uneven_weights_are_no_finding() -> None:
    assert _weighing("400.025", "401.125", "399.75", "402.5", "401.975") == ()


def test_weights_of_which_half_are_round_or_alike_are_no_finding() -> None:
    assert _weighing("400", "401", "402", "400.025", "401.025", "402.025") == ()
    assert _weighing(*["400.025"] * 3, "400.05", "400.075", "400.1") == ()


def test_round_weights_are_a_finding() -> None:
    (said,) = _weighing("400", "401", "402", "403.025", "404.025")
    assert said == "more than half of the large bars weigh a round number"


def test_one_weight_for_most_bars_is_a_finding() -> None:
    (said,) = _weighing(*["400.025"] * 3, "400.05", "400.1")
    assert said == "more than half of the large bars weigh exactly the same"


def test_round_weights_in_grams_are_whole_hundreds() -> None:
    grams = ("12400", "12500", "12600", "12450", "12401")
    assert len(_weighing(*grams, unit=MassUnit.GRAM)) == 1


def test_few_or_small_bars_may_weigh_alike() -> None:
    assert _weighing(*["400"] * 4) == ()
    assert _weighing(*["100"] * 4, "99.9") == ()
    assert _weighing(*["100"] * 5) != ()
