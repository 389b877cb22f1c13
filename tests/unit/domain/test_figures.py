"""A declared figure says its value and, by its digits, how precisely it is known."""

from fractions import Fraction

import pytest

from stableaudit.domain.amounts import Figure
from stableaudit.domain.intervals import Interval


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("376", "375.5", "376.5"),
        ("376.0", "375.95", "376.05"),
        ("376.000", "375.9995", "376.0005"),
        ("4163.475", "4163.4745", "4163.4755"),
        ("50331256", "50331255.5", "50331256.5"),
    ],
)
def test_interval_of_a_figure_is_half_a_last_digit_to_either_side(
    text: str, low: str, high: str
) -> None:
    assert Figure.parse(text).interval == Interval(Fraction(low), Fraction(high))


@pytest.mark.parametrize(("text", "high"), [("0", "0.5"), ("0.00", "0.005"), ("0.4", "0.45")])
def test_interval_of_a_small_figure_never_reaches_below_zero(text: str, high: str) -> None:
    figure = Figure.parse(text)
    assert figure.interval.low >= 0
    assert figure.interval.high == Fraction(high)


def test_value_of_a_figure_is_what_a_float_could_not_hold() -> None:
    assert Figure.parse("0.1").value + Figure.parse("0.2").value == Figure.parse("0.3").value


def test_figure_at_the_longest_accepted_keeps_every_digit() -> None:
    text = "9" * 30 + "." + "9" * 18
    assert Figure.parse(text).value == Fraction(10**48 - 1, 10**18)


def test_trailing_zeros_change_the_precision_and_not_the_value() -> None:
    rough, fine = Figure.parse("376"), Figure.parse("376.0")
    assert rough.value == fine.value
    assert rough.interval.width == 10 * fine.interval.width


@pytest.mark.parametrize(
    "text",
    [
        "",
        ".",
        ".5",
        "5.",
        "-1",
        "+1",
        "1e6",
        "1E6",
        "1_000",
        "1,000",
        "1 000",
        "01",
        "00",
        " 1",
        "1\n",
        "1.2.3",
        "0x10",
        "1/3",
        "NaN",
        "Infinity",
        "\u0661\u0662",
        "\uff11",
        "1" * 31,
        "0." + "0" * 19,
    ],
)
def test_text_that_is_no_plain_decimal_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a plain decimal figure"):
        Figure.parse(text)


def test_refusal_of_a_hostile_text_shows_it_escaped() -> None:
    with pytest.raises(ValueError, match="not a plain decimal") as refused:
        Figure.parse("1\x1b[2J\u202e")
    assert "\x1b" not in str(refused.value)
    assert "\u202e" not in str(refused.value)
