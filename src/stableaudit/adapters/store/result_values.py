"""The values of a kept result between their written shape and the core; ValueError where none."""

import re
from fractions import Fraction
from typing import Final, TypeVar

from stableaudit.adapters.store import result_shape as shape
from stableaudit.domain.amounts import TokenAmount
from stableaudit.domain.blocks import BlockStamp
from stableaudit.domain.findings import Severity
from stableaudit.domain.identifiers import AssetId, ChainId
from stableaudit.domain.intervals import Interval
from stableaudit.ledger.distribution import Concentration
from stableaudit.reconcile.books import Open
from stableaudit.reconcile.outcome import ChainOutcome, DeploymentOutcome, FindingLine

T = TypeVar("T")

_INTEGER: Final = re.compile(r"0|-?[1-9][0-9]{0,999}")
_FRACTION: Final = re.compile(r"-?[0-9]{1,2000}(/[1-9][0-9]{0,1999})?")
_SEVERITIES: Final = {str(one): one for one in Severity}


def missing(value: Open) -> shape.Missing:
    """Return an open figure."""
    return shape.Missing(missing=value.missing)


def or_missing(value: T | Open) -> T | shape.Missing:
    """Return a value as it is, or an open figure."""
    return missing(value) if isinstance(value, Open) else value


def or_open(value: T | shape.Missing) -> T | Open:
    """Return a value as it was read, or an open figure."""
    return Open(value.missing) if isinstance(value, shape.Missing) else value


def block(value: BlockStamp | Open) -> shape.Block | shape.Missing:
    """Return a reference block, or why there is none."""
    if isinstance(value, Open):
        return missing(value)
    return shape.Block(number=value.number, hash=value.hash, timestamp=value.timestamp)


def read_chain(read: shape.Chain) -> ChainOutcome:
    """Return the chain that was read."""
    chain, block = ChainId.parse(read.chain), read.reference
    if isinstance(block, shape.Missing):
        return ChainOutcome(chain, Open(block.missing))
    return ChainOutcome(chain, BlockStamp(chain, block.number, block.hash, block.timestamp))


def deployment(one: DeploymentOutcome) -> shape.Deployment:
    """Return a contract."""
    spread = one.concentration
    return shape.Deployment(
        asset=str(one.asset),
        native=one.native,
        supply=amount(one.supply),
        holders=or_missing(one.holders),
        concentration=missing(spread)
        if isinstance(spread, Open)
        else shape.Spread(
            top=tuple((number, str(share)) for number, share in spread.top),
            hhi=str(spread.hhi),
            nakamoto=spread.nakamoto,
        ),
        code_hash=or_missing(one.code_hash),
    )


def read_deployment(read: shape.Deployment) -> DeploymentOutcome:
    """Return the contract that was read."""
    return DeploymentOutcome(
        AssetId.parse(read.asset),
        read.native,
        read_amount(read.supply),
        or_open(read.holders),
        read_spread(read.concentration),
        or_open(read.code_hash),
    )


def read_spread(read: shape.Spread | shape.Missing) -> Concentration | Open:
    """Return the spread that was read."""
    if isinstance(read, shape.Missing):
        return Open(read.missing)
    hhi = fraction(read.hhi)
    if hhi <= 0:
        message = f"{read.hhi} is no sum of squared shares"
        raise ValueError(message)
    top = tuple((number, fraction(share)) for number, share in read.top)
    return Concentration(top, hhi, 1 / hhi, read.nakamoto)


def amount(value: TokenAmount | Open) -> shape.Amount | shape.Missing:
    """Return an amount, or why there is none."""
    if isinstance(value, Open):
        return missing(value)
    return shape.Amount(base_units=str(value.base_units), decimals=value.decimals)


def read_amount(read: shape.Amount | shape.Missing) -> TokenAmount | Open:
    """Return the amount that was read."""
    if isinstance(read, shape.Missing):
        return Open(read.missing)
    if _INTEGER.fullmatch(read.base_units) is None:
        message = f"{read.base_units[:80]!r} is no integer"
        raise ValueError(message)
    return TokenAmount(int(read.base_units), read.decimals)


def interval(value: Interval | Open) -> shape.Range | shape.Missing:
    """Return an interval, or why there is none."""
    if isinstance(value, Open):
        return missing(value)
    return shape.Range(low=str(value.low), high=str(value.high))


def read_interval(read: shape.Range | shape.Missing) -> Interval | Open:
    """Return the interval that was read."""
    if isinstance(read, shape.Missing):
        return Open(read.missing)
    return Interval(fraction(read.low), fraction(read.high))


def fraction(text: str) -> Fraction:
    """Return the exact fraction that a text writes."""
    if _FRACTION.fullmatch(text) is None:
        message = f"{text[:80]!r} is no fraction"
        raise ValueError(message)
    numerator, _, denominator = text.partition("/")  # five times as fast as Fraction(text)
    return Fraction(int(numerator), int(denominator or 1))


def read_finding(read: shape.Finding) -> FindingLine:
    """Return the finding that was read."""
    if read.severity not in _SEVERITIES:
        message = f"{read.severity[:80]!r} is no severity"
        raise ValueError(message)
    severity = _SEVERITIES[read.severity]
    return FindingLine(
        read.check, severity, read.bearing, read.subject, read.statement, read.waived
    )
