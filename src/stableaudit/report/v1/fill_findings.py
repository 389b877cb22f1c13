"""Findings and their figures as the JSON report has them."""

from fractions import Fraction
from typing import Literal, TypeAlias

from stableaudit.domain import findings
from stableaudit.domain.blocks import BlockStamp
from stableaudit.domain.identifiers import AccountId
from stableaudit.domain.intervals import Interval
from stableaudit.domain.quantities import (
    BarWeight,
    Duration,
    FineGold,
    Instant,
    Money,
    Price,
    Quantity,
    Ratio,
    Tokens,
)
from stableaudit.domain.untrusted import Untrusted
from stableaudit.domain.waivers import Waiver
from stableaudit.report.figures import bounds, plain_amount, quantity_text
from stableaudit.report.sections.waivers import WaiverEntry
from stableaudit.report.v1 import findings as written
from stableaudit.report.v1 import values

_Kind: TypeAlias = Literal[
    "money", "ratio", "fine-gold", "price", "duration", "instant", "tokens", "block", "integer",
    "text", "account", "bar-weight",
]  # fmt: skip


def finding(found: findings.Finding, *, required: Fraction) -> written.Finding:
    """Return a finding with all its figures; a ratio below the required coverage reads so."""
    return written.Finding(
        check=found.check,
        severity=severity(found.severity),
        bearing=found.bearing.value,
        subject=found.subject,
        statement=found.statement,
        figures=tuple(figure(named, required) for named in found.figures),
        remedy=found.remedy,
        waiver=None if found.waiver is None else _waiver_of(found.waiver),
    )


def waiver(entry: WaiverEntry) -> written.Waiver:
    """Return a waiver that was given, and how much it lets by."""
    return written.Waiver(
        check=entry.waiver.check,
        subject=entry.waiver.subject,
        reason=entry.waiver.reason,
        owner=entry.waiver.owner,
        expires=entry.waiver.expires.isoformat(),
        expired=entry.expired,
        findings=len(entry.findings),
    )


def _waiver_of(one: Waiver) -> written.FindingWaiver:
    return written.FindingWaiver(
        reason=one.reason, owner=one.owner, expires=one.expires.isoformat()
    )


def severity(value: findings.Severity) -> values.Severity:
    """Return a severity's word."""
    match value:
        case findings.Severity.INFO:
            return "info"
        case findings.Severity.LOW:
            return "low"
        case findings.Severity.MEDIUM:
            return "medium"
        case findings.Severity.HIGH:
            return "high"
        case findings.Severity.CRITICAL:
            return "critical"


def figure(named: findings.NamedQuantity, required: Fraction) -> written.Figure:
    """Return one figure of a finding; a ratio below `required` reads so."""
    kind, low, high, unit = _parts(named.value)
    return written.Figure(
        label=named.label,
        kind=kind,
        text=quantity_text(named.value, mark=required),
        low=low,
        high=high,
        unit=unit,
    )


def _parts(value: Quantity) -> tuple[_Kind, str | None, str | None, str]:  # noqa: C901, PLR0911, PLR0912 - one case a member of Quantity
    match value:
        case Money(interval, currency):
            return "money", *_ends(interval), currency
        case Ratio(interval):
            return "ratio", *_ends(interval), "ratio"
        case FineGold(grams):
            return "fine-gold", *_ends(grams), "g"
        case BarWeight(weight, unit, basis):
            return "bar-weight", *_ends(weight), f"{unit} {basis}"
        case Price(interval, currency, unit):
            return "price", *_ends(interval), f"{currency} per {unit}"
        case Duration(seconds):
            return "duration", str(seconds), str(seconds), "s"
        case Instant(seconds):
            return "instant", str(seconds), str(seconds), "s since 1970"
        case Tokens(amount, symbol):
            plain = plain_amount(amount)
            return "tokens", plain, plain, symbol
        case BlockStamp():
            return "block", str(value.number), str(value.number), f"{value.chain} {value.hash}"
        case AccountId():
            return "account", None, None, str(value.chain)
        case Fraction():
            return "ratio", *_ends(Interval.exactly(value)), "ratio"
        case int():
            return "integer", str(value), str(value), ""
        case Untrusted() | str():
            return "text", None, None, ""


def _ends(interval: Interval) -> tuple[str, str]:
    written = bounds(interval)
    return written.low, written.high
