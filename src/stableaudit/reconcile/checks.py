"""Every check, in the order they are read. Never appended to at run time."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from stableaudit.domain.tokens import Token, TokenKind
from stableaudit.reconcile import (
    book_sums,
    concentration,
    control_checks,
    control_drift,
    control_history_checks,
    coverage,
    crypto_checks,
    endpoints,
    flow_checks,
    holder_checks,
    identity,
    issuance_checks,
    ledger_checks,
    look_alikes,
    pins,
    price_history_checks,
    prices,
    proof_checks,
    rates,
    statement,
    statement_chain,
    stress_checks,
    subsequent,
    supply,
    trust,
    waivers,
    wallet_checks,
)
from stableaudit.reconcile.bar_checks import BAR_CHECKS
from stableaudit.reconcile.check import Check

CHECKS: Final[tuple[Check, ...]] = (
    supply.IN_SCOPE,
    crypto_checks.LEDGER,
    crypto_checks.ACCOUNTS,
    endpoints.WRONG_CHAIN,
    endpoints.STALE,
    endpoints.SILENT,
    endpoints.DISSENT,
    endpoints.OUTVOTED,
    pins.REFERENCE,
    pins.STOOD,
    pins.PINNED,
    pins.SKEW,
    supply.READ,
    trust.VETTED,
    trust.SINGLE_VOICE,
    trust.QUORUM,
    trust.TRUSTED,
    trust.FINAL,
    control_checks.READ,
    control_checks.BY_SEVERAL,
    control_checks.DELAYED,
    control_checks.SEPARATE,
    control_drift.AS_KEPT,
    control_checks.NONE_WAITS,
    control_history_checks.LASTING,
    control_history_checks.AS_TOLD,
    control_history_checks.BY_ENOUGH,
    proof_checks.PROVEN,
    proof_checks.AS_THE_LEDGER_SAYS,
    issuance_checks.BORNE_OUT,
    issuance_checks.AS_THE_BLOCKS_SAY,
    identity.DECIMALS,
    identity.SYMBOL,
    identity.CODE,
    look_alikes.NOT_ANOTHER,
    look_alikes.UNDISGUISED,
    look_alikes.ONE_ENTRY,
    supply.LAW,
    ledger_checks.COVERED,
    ledger_checks.STOOD,
    ledger_checks.LEGIBLE,
    ledger_checks.ATTRIBUTED,
    ledger_checks.OF_ONE_MIND,
    book_sums.BY_EVENTS,
    book_sums.BY_BALANCES,
    holder_checks.AS_THE_CHAIN_SAYS,
    holder_checks.CLOSED,
    holder_checks.NONE_NEGATIVE,
    holder_checks.ALL_ASKED,
    supply.DECLARED,
    statement.PRESENT,
    statement.OF_THIS_TOKEN,
    statement.FRESH,
    statement.ASSURED,
    statement.ON_TIME,
    statement.CONSISTENT,
    price_history_checks.NOT_PICKED,
    statement_chain.FOLLOWS,
    statement_chain.SIGNED,
    statement_chain.FREE,
    *BAR_CHECKS,
    prices.IDENTITY,
    prices.ALIVE,
    prices.AGREE,
    prices.OF_A_FILE,
    price_history_checks.OWN_PRICE,
    rates.OFFICIAL,
    rates.CONFIRMED,
    crypto_checks.AS_DECLARED,
    coverage.AT_DECLARED_PRICE,
    coverage.DEDUCTED,
    wallet_checks.PROVEN,
    coverage.AT_MEASURED_PRICE,
    stress_checks.STANDS_A_FALL,
    flow_checks.MATCHED,
    flow_checks.IN_TIME,
    subsequent.BACKDATED,
    subsequent.UNCHANGED,
    concentration.HOLDERS,
    concentration.CUSTODY,
    concentration.KEYS,
    waivers.EXPIRED,
    waivers.UNUSED,
)

_OF_A_TOKEN: Final = (
    *("SCO-", "TOK-", "IDN-", "LAW-", "LED-", "SUP-02", "SUP-03", "SUP-04", "HOL-", "PRV-"),
    *("COV-", "WAL-", "FLO-", "RSK-", "CTL-"),
)
"""What is only said of tokens that are minted, held and redeemed."""

_NOT_OF: Final[Mapping[TokenKind, tuple[str, ...]]] = MappingProxyType(
    {
        TokenKind.STABLECOIN: ("CRY-02", "DSM-"),
        # CRY-02 says that there is no statement, and what should be in it.
        TokenKind.CRYPTO_RESERVE: ("DSM-", "DEC-01", *_OF_A_TOKEN),
        # A central bank's money is redeemed in nothing.
        TokenKind.DIGITAL_CURRENCY: ("CRY-02", "COV-", "WAL-", "FLO-"),
    }
)
"""Beginnings of the ids of checks that have nothing to say about an entry of a kind."""

_WITHOUT_A_LEDGER: Final = ("CRY-", "DEC-01", "FXR-", *_OF_A_TOKEN)
"""The same of a digital currency that stands on no public ledger: DSM-01 says so once."""


def checks_for(token: Token) -> tuple[Check, ...]:
    """Return the checks that can say something about an entry of its kind, in reading order."""
    silent = _NOT_OF[token.kind]
    if token.kind is TokenKind.DIGITAL_CURRENCY and not token.deployments:
        silent = _WITHOUT_A_LEDGER
    return tuple(check for check in CHECKS if not check.id.startswith(silent))
