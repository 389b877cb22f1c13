"""The default thresholds, written out: whoever changes one changes it here too, and says so."""

from fractions import Fraction

import pytest

from stableaudit.domain.policy import CoverageBasis, Policy
from stableaudit.domain.reserve_assets import AssetClass


def test_default_policy_is_what_the_documents_say() -> None:
    assert Policy() == Policy(
        min_coverage=Fraction(1),
        max_statement_age_seconds=35 * 24 * 3600,
        max_price_age_seconds=25 * 3600,
        max_weekend_price_age_seconds=72 * 3600 + 30 * 60,
        max_feed_divergence=Fraction("0.005"),
        max_price_divergence=Fraction("0.01"),
        max_skew_seconds=3600,
        max_rate_age_days=14,
        max_rate_divergence=Fraction("0.001"),
        min_gold_fall=Fraction("0.05"),
        max_holder_share=Fraction(1, 4),
        match_window_seconds=7 * 24 * 3600,
        max_event_lag_seconds=35 * 24 * 3600,
        haircuts=(),
        coverage_basis=CoverageBasis.MINTED,
    )


@pytest.mark.parametrize("share", [Fraction(1), Fraction(-1, 10)])
def test_haircut_outside_its_range_is_refused(share: Fraction) -> None:
    with pytest.raises(ValueError, match="a haircut is a share from 0 to below 1"):
        Policy(haircuts=((AssetClass.CRYPTO, share),))


def test_haircut_of_a_class_that_is_not_named_is_none() -> None:
    policy = Policy(haircuts=((AssetClass.CRYPTO, Fraction(1, 2)),))
    assert policy.haircut(AssetClass.CRYPTO) == Fraction(1, 2)
    assert policy.haircut(AssetClass.CASH) == 0
