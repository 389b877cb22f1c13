"""Every check, in the order they are read. Never appended to at run time."""

from typing import Final

from stableaudit.reconcile import (
    coverage,
    endpoints,
    identity,
    pins,
    prices,
    statement,
    supply,
    trust,
)
from stableaudit.reconcile.check import Check

CHECKS: Final[tuple[Check, ...]] = (
    supply.IN_SCOPE,
    endpoints.WRONG_CHAIN,
    endpoints.STALE,
    endpoints.SILENT,
    endpoints.DISSENT,
    pins.REFERENCE,
    pins.STOOD,
    pins.PINNED,
    pins.SKEW,
    supply.READ,
    trust.VETTED,
    trust.SINGLE_VOICE,
    identity.DECIMALS,
    identity.SYMBOL,
    identity.CODE,
    supply.LAW,
    supply.DECLARED,
    statement.PRESENT,
    statement.FRESH,
    statement.ASSURED,
    statement.ON_TIME,
    statement.CONSISTENT,
    prices.IDENTITY,
    prices.ALIVE,
    prices.AGREE,
    coverage.AT_DECLARED_PRICE,
    coverage.AT_MEASURED_PRICE,
)
