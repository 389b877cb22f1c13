"""A price as a JSON record."""

from stableaudit import __version__
from stableaudit.domain.findings import Gate
from stableaudit.domain.intervals import Interval
from stableaudit.domain.readings import Reading
from stableaudit.reconcile.feed_view import FeedReading
from stableaudit.reconcile.price_judge import PriceResult
from stableaudit.report.accounts import spell
from stableaudit.report.v1 import price, sections
from stableaudit.report.v1.fill_findings import finding
from stableaudit.report.v1.fill_values import decimal, instant, known, price_round, reading
from stableaudit.reserves.gold_market import is_closed

PROGRAM = f"stableaudit {__version__}"


def fill_price(result: PriceResult, exit_code: int) -> price.PriceReport:
    """Return the report on a price."""
    view, policy = result.view, result.plan.policy
    divergence = view.divergence
    return price.PriceReport(
        schema_version=price.SCHEMA_VERSION,
        program=PROGRAM,
        exit_code=exit_code,
        settled=result.judgement.gate is Gate.PASSED,
        why=result.judgement.why,
        simulated=any(spec.simulated for spec in result.plan.chains),
        priced=result.plan.name,
        at=instant(view.at),
        gold_market="closed" if is_closed(view.at) else "open",
        feeds=tuple(_feed(feed, view.at) for feed in view.feeds),
        divergence=None if divergence is None else known(Interval.exactly(divergence), "ratio"),
        max_feed_divergence=decimal(policy.max_feed_divergence),
        max_price_age_seconds=str(policy.max_price_age_seconds),
        max_weekend_price_age_seconds=str(policy.max_weekend_price_age_seconds),
        file=_file(result),
        findings=tuple(
            finding(one, required=policy.min_coverage) for one in result.judgement.findings
        ),
        incidents=tuple(
            sections.Incident(dissent=one.dissent, what=one.what, outvoted=one.outvoted)
            for asked in result.chains
            for one in asked.incidents
        ),
    )


def _feed(feed: FeedReading, at: int) -> price.FeedPrice:
    spec, evidence = feed.spec, feed.evidence
    latest = evidence.round.value if isinstance(evidence.round, Reading) else None
    per_ounce = f"{spec.quote} per ozt"
    heartbeat = feed.heartbeat
    return price.FeedPrice(
        chain=feed.chain.key,
        simulated=feed.chain.simulated,
        contract=spell(spec.contract),
        pair=spec.description,
        price=None if feed.price is None else known(Interval.exactly(feed.price), per_ounce),
        phase=None if latest is None else str(latest.phase),
        age_seconds=None if latest is None else str(at - latest.updated_at),
        heartbeat_seconds=None if heartbeat is None else str(heartbeat),
        round=price_round(evidence.round),
        decimals=reading(evidence.decimals),
        description=reading(evidence.description),
    )


def _file(result: PriceResult) -> price.FilePrice | None:
    file, entry = result.plan.file, result.from_file
    if file is None:
        return None
    return price.FilePrice(
        name=file.name,
        sha256=file.sha256,
        currency=file.currency,
        at=None if entry is None else instant(entry.at),
        price=None if entry is None else entry.price.text,
        source=None if entry is None else str(entry.source),
    )
