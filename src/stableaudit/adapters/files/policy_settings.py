"""The policy among the settings: what is still acceptable on the reserve side."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Final

from stableaudit.adapters.files.setting_values import Value, blaming, integer, text_of
from stableaudit.domain.policy import CoverageBasis, Policy
from stableaudit.domain.reserve_assets import AssetClass

_DAY_SECONDS: Final = 86_400


def policy_of(values: Mapping[str, Value], origins: Mapping[str, str]) -> Policy:
    """Return the policy of a complete mapping; see settings_from."""
    least, divergence = "policy.min_coverage", "policy.max_feed_divergence"
    own_price = "policy.max_price_divergence"
    between_rates = "policy.max_rate_divergence"
    with blaming(origins.get(least)):
        policy = Policy(min_coverage=Fraction(text_of(values, least)))
    with blaming(origins.get(divergence)):
        policy = replace(policy, max_feed_divergence=Fraction(text_of(values, divergence)))
    with blaming(origins.get(own_price)):
        policy = replace(policy, max_price_divergence=Fraction(text_of(values, own_price)))
    with blaming(origins.get(between_rates)):
        policy = replace(policy, max_rate_divergence=Fraction(text_of(values, between_rates)))
    fall, share = "policy.min_gold_fall", "policy.max_holder_share"
    with blaming(origins.get(fall)):
        policy = replace(policy, min_gold_fall=Fraction(text_of(values, fall)))
    with blaming(origins.get(share)):
        policy = replace(policy, max_holder_share=Fraction(text_of(values, share)))
    # lengths of time are whole and above zero by their schema, which is all that a policy asks
    return replace(
        policy,
        max_statement_age_seconds=_DAY_SECONDS * integer(values, "policy.max_statement_age_days"),
        max_price_age_seconds=integer(values, "policy.max_price_age_seconds"),
        max_weekend_price_age_seconds=integer(values, "policy.max_weekend_price_age_seconds"),
        max_skew_seconds=integer(values, "policy.max_skew_seconds"),
        quorum=integer(values, "quorum") or None,
        haircuts=tuple(_haircuts(values)),
        coverage_basis=CoverageBasis(text_of(values, "policy.coverage_basis")),
        max_rate_age_days=integer(values, "policy.max_rate_age_days"),
        match_window_seconds=_DAY_SECONDS * integer(values, "policy.match_window_days"),
        max_event_lag_seconds=_DAY_SECONDS * integer(values, "policy.max_event_lag_days"),
    )


def _haircuts(values: Mapping[str, Value]) -> Iterator[tuple[AssetClass, Fraction]]:
    own = {AssetClass.ALLOCATED_GOLD: "gold", AssetClass.CRYPTO: "crypto"}
    for asset_class in AssetClass:
        share = Fraction(text_of(values, f"policy.{own.get(asset_class, 'other')}_haircut"))
        if share:
            yield asset_class, share
