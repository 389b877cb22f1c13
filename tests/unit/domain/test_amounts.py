"""Token amounts are exact integers with a unit, and units do not mix."""

from fractions import Fraction

import pytest

from stableaudit.domain.amounts import MAX_DECIMALS, TokenAmount

UINT256_MAX = 2**256 - 1


def test_tokens_of_the_largest_uint256_are_exact() -> None:
    amount = TokenAmount(UINT256_MAX, 18)
    assert amount.tokens == Fraction(UINT256_MAX, 10**18)
    assert amount.tokens * 10**18 == UINT256_MAX


def test_adding_one_to_the_largest_uint256_does_not_wrap() -> None:
    assert TokenAmount(UINT256_MAX, 6) + TokenAmount(1, 6) == TokenAmount(2**256, 6)


def test_subtracting_more_than_there_is_gives_a_signed_residual() -> None:
    declared, observed = TokenAmount(50_000_000_000_000, 6), TokenAmount(50_000_000_000_001, 6)
    assert declared - observed == TokenAmount(-1, 6)


def test_neighbours_at_the_top_of_uint256_differ_by_one() -> None:
    difference = TokenAmount(UINT256_MAX, 6) - TokenAmount(UINT256_MAX - 1, 6)
    assert difference == TokenAmount(1, 6)


def test_adding_other_decimals_is_refused() -> None:
    with pytest.raises(ValueError, match="amounts of 6 and 18 decimals do not add"):
        TokenAmount(1, 6) + TokenAmount(1, 18)


def test_subtracting_other_decimals_is_refused() -> None:
    with pytest.raises(ValueError, match="amounts of 18 and 6 decimals do not add"):
        TokenAmount(1, 18) - TokenAmount(1, 6)


@pytest.mark.parametrize("decimals", [-1, MAX_DECIMALS + 1, 255])
def test_decimals_that_no_token_has_are_refused(decimals: int) -> None:
    with pytest.raises(ValueError, match=f"decimals are 0 to 36, not {decimals}"):
        TokenAmount(1, decimals)


@pytest.mark.parametrize("decimals", [0, MAX_DECIMALS])
def test_decimals_at_either_end_are_accepted(decimals: int) -> None:
    assert TokenAmount(10**decimals, decimals).tokens == 1


def test_rescaling_to_more_decimals_keeps_the_amount() -> None:
    assert TokenAmount(UINT256_MAX, 6).rescaled(18) == TokenAmount(UINT256_MAX * 10**12, 18)


def test_rescaling_to_the_same_decimals_changes_nothing() -> None:
    assert TokenAmount(7, 6).rescaled(6) == TokenAmount(7, 6)


def test_rescaling_to_fewer_decimals_is_refused_even_where_no_digit_would_be_lost() -> None:
    with pytest.raises(ValueError, match="18 decimals do not fit into 6"):
        TokenAmount(10**18, 18).rescaled(6)


def test_equal_tokens_of_other_decimals_are_not_the_same_amount() -> None:
    six, eighteen = TokenAmount(10**6, 6), TokenAmount(10**18, 18)
    assert six.tokens == eighteen.tokens
    assert six != eighteen
