"""The tolerances that a check was made with."""

from collections.abc import Iterator
from fractions import Fraction

from stableaudit.domain.intervals import Interval
from stableaudit.domain.phrases import joined, say, verbatim
from stableaudit.domain.reserve_assets import AssetClass
from stableaudit.report.blocks import Block, Heading, Row, Rows
from stableaudit.report.document import Document
from stableaudit.report.figures import (
    duration_text,
    ratio_text,
)
from stableaudit.report.ledger_words import share_text
from stableaudit.report.verdicts import fail_on_word


def policy(document: Document) -> Iterator[Block]:
    """Yield every tolerance that this check was made with."""
    limits = document.policy
    yield Heading("Tolerances")
    yield Rows(
        (
            Row("token side", "0: supply is an integer"),
            Row("least coverage", ratio_text(Interval.exactly(limits.min_coverage))),
            Row(
                "age of a statement",
                say(
                    "at most {max_statement_age_seconds}",
                    max_statement_age_seconds=duration_text(limits.max_statement_age_seconds),
                ),
            ),
            Row(
                "age of a price",
                say(
                    "at most {max_price_age_seconds}",
                    max_price_age_seconds=duration_text(limits.max_price_age_seconds),
                ),
            ),
            Row(
                "at the weekend",
                say(
                    "at most {max_weekend_price_age_seconds}",
                    max_weekend_price_age_seconds=duration_text(
                        limits.max_weekend_price_age_seconds
                    ),
                ),
            ),
            Row(
                "between feeds",
                say(
                    "at most {exactly} of the price",
                    exactly=ratio_text(Interval.exactly(limits.max_feed_divergence)),
                ),
            ),
            Row(
                "statement's own price",
                say(
                    "at most {exactly} off the feeds' price then",
                    exactly=ratio_text(Interval.exactly(limits.max_price_divergence)),
                ),
            ),
            Row(
                "between blocks",
                say(
                    "at most {max_skew_seconds} from first to last",
                    max_skew_seconds=duration_text(limits.max_skew_seconds),
                ),
            ),
            Row("quorum", _quorum(limits.quorum)),
            Row(
                "coverage that decides",
                say("of {coverage_basis} tokens", coverage_basis=limits.coverage_basis),
            ),
            Row("haircuts", _haircuts(limits.haircuts)),
            *_rates(document),
            Row(
                "fall of gold",
                say(
                    "coverage must stand {min_gold_fall}",
                    min_gold_fall=share_text(limits.min_gold_fall),
                ),
            ),
            Row(
                "one holder",
                say(
                    "at most {max_holder_share} of all tokens",
                    max_holder_share=share_text(limits.max_holder_share),
                ),
            ),
            Row(
                "mint and issuance",
                say(
                    "at most {match_window_seconds} apart",
                    match_window_seconds=duration_text(limits.match_window_seconds),
                ),
            ),
            Row(
                "publication",
                say(
                    "at most {max_event_lag_seconds} after the mint",
                    max_event_lag_seconds=duration_text(limits.max_event_lag_seconds),
                ),
            ),
            Row("--fail-on", verbatim(fail_on_word(document.fail_on))),
        )
    )


def _quorum(quorum: int | None) -> str:
    return (
        "none asked for" if quorum is None else say("{quorum} operators must agree", quorum=quorum)
    )


def _haircuts(haircuts: tuple[tuple[AssetClass, Fraction], ...]) -> str:
    return (
        joined(
            ", ",
            (say("{name} {share}", name=name, share=share_text(share)) for name, share in haircuts),
        )
        or "none"
    )


def _rates(document: Document) -> Iterator[Row]:
    limits = document.policy
    if document.rates.views:
        share = ratio_text(Interval.exactly(limits.max_rate_divergence))
        yield Row(
            "age of a rate",
            say("at most {max_rate_age_days} d", max_rate_age_days=limits.max_rate_age_days),
        )
        yield Row("between rates", say("at most {share} of the rate", share=share))
