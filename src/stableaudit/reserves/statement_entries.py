"""A statement as entries of labelled facts, so that two statements compare fact by fact.

Sources are left out: every statement has its own. Entries stand in the statement's order; entries
of the same part and subject are told apart by their number.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeAlias, assert_never

from stableaudit.domain.amounts import Figure
from stableaudit.domain.bars import BarList
from stableaudit.domain.declarations import Assurance, Unknown
from stableaudit.domain.phrases import say
from stableaudit.domain.quantities import Instant
from stableaudit.domain.reserve_assets import (
    AllocatedGold,
    CryptoHolding,
    Custody,
    MonetaryAsset,
    ReserveAsset,
)
from stableaudit.domain.statements import ReserveStatement
from stableaudit.domain.undertakings import RedemptionTerms

Said: TypeAlias = Figure | Instant | Unknown | str | int
"""What a statement says; an int may be a bool."""

Fact: TypeAlias = tuple[str, Said]
"""A label, and what is said."""


class Part(StrEnum):
    """What an entry of a statement is."""

    STATEMENT = "statement"
    ASSET = "asset"
    DEPLOYMENT = "contract"
    NONREDEEMABLE = "not redeemable"
    ASSURANCE = "assurance"
    REDEMPTION = "redemption"
    ISSUANCE = "issuance event"
    RESERVE_EVENT = "reserve event"
    ANNOUNCEMENT = "announcement"


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that a statement speaks of."""

    part: Part
    subject: str
    """Its id or name; unique within its part."""

    facts: tuple[Fact, ...]


def entries_of(statement: ReserveStatement) -> tuple[Entry, ...]:
    """Return everything that a statement says."""
    seen: Counter[tuple[Part, str]] = Counter()
    entries: list[Entry] = []
    for entry in (*_heads(statement), *_rows(statement)):
        key = (entry.part, entry.subject)
        seen[key] += 1
        number = f" ({seen[key]})" if seen[key] > 1 else ""
        entries.append(replace(entry, subject=entry.subject + number))
    return tuple(entries)


def _heads(statement: ReserveStatement) -> Iterator[Entry]:
    yield Entry(
        Part.STATEMENT,
        "",
        (
            ("id", statement.id),
            ("issuer", statement.issuer),
            ("token", statement.symbol),
            ("jurisdiction", statement.jurisdiction),
            ("as of", Instant(statement.as_of)),
            ("published", Instant(statement.published)),
            ("declared supply", statement.declared_supply),
            ("promised every, in days", statement.promised_cadence_days),
        ),
    )
    yield from (Entry(Part.ASSET, one.id, _asset(one)) for one in statement.reserves)
    if isinstance(statement.assurance, Assurance):
        yield Entry(Part.ASSURANCE, "", _assurance(statement.assurance))
    if isinstance(statement.redemption, RedemptionTerms):
        yield Entry(Part.REDEMPTION, "", _terms(statement.redemption))


def _rows(statement: ReserveStatement) -> Iterator[Entry]:
    for contract in statement.deployments:
        yield Entry(Part.DEPLOYMENT, str(contract.asset), (("total", contract.total),))
    for out in statement.nonredeemable:
        yield Entry(
            Part.NONREDEEMABLE,
            say(
                "{asset_class} at {account} of {asset}",
                asset_class=out.asset_class,
                account=out.account,
                asset=out.asset,
            ),
            (("amount", out.amount), ("claim is gone", out.liability_extinguished)),
        )
    for issued in statement.issuances:
        asset = issued.asset
        yield Entry(
            Part.ISSUANCE,
            issued.id,
            (
                ("at", Instant(issued.at)),
                ("amount", issued.amount),
                ("contract", asset if isinstance(asset, Unknown) else str(asset)),
                ("paid for by", issued.reserve_event),
            ),
        )
    for change in statement.reserve_events:
        yield Entry(
            Part.RESERVE_EVENT,
            change.id,
            (
                ("at", Instant(change.at)),
                ("asset", change.reserve),
                ("out" if change.decrease else "in", change.change),
                ("document", change.document_sha256),
            ),
        )
    for target in statement.announced:
        facts: tuple[Fact, ...] = (("amount", target.amount), ("currency", target.currency))
        yield Entry(Part.ANNOUNCEMENT, target.what, facts)


def _asset(asset: ReserveAsset) -> tuple[Fact, ...]:
    return (
        ("class", asset.asset_class.value),
        *_of_its_class(asset),
        *_custody(asset.custody),
    )


def _of_its_class(asset: ReserveAsset) -> tuple[Fact, ...]:
    match asset:
        case AllocatedGold():
            return _gold(asset)
        case MonetaryAsset():
            return _monetary(asset)
        case CryptoHolding():
            return _crypto(asset)
        case _ as never:
            assert_never(never)


def _gold(gold: AllocatedGold) -> tuple[Fact, ...]:
    basis, fix = gold.weight_basis, gold.price_fix
    return (
        ("quantity", gold.quantity),
        ("unit", gold.unit.value),
        ("weight basis", basis if isinstance(basis, Unknown) else basis.value),
        ("fineness", gold.fineness),
        ("least fineness", gold.fineness_floor),
        ("bars", gold.bars),
        ("price", gold.declared_price),
        ("price of auction", fix if isinstance(fix, Unknown) else fix.value),
        ("value", gold.declared_value),
        ("currency", gold.currency),
        ("good delivery", gold.good_delivery),
        ("bar list", _digest(gold.bar_list)),
        ("previous bar list", _digest(gold.previous_bar_list)),
        ("encumbered", gold.encumbered),
    )


def _digest(bars: BarList | Unknown) -> str | Unknown:
    return bars if isinstance(bars, Unknown) else bars.sha256


def _monetary(asset: MonetaryAsset) -> tuple[Fact, ...]:
    return (
        ("owed" if asset.negative else "value", asset.value),
        ("currency", asset.currency),
        ("instrument", asset.instrument),
        ("maturity", asset.maturity),
        ("average tenor, in days", asset.average_tenor_days),
        ("valuation", asset.valuation),
        ("encumbered", asset.encumbered),
    )


def _crypto(held: CryptoHolding) -> tuple[Fact, ...]:
    return (
        ("account", str(held.account)),
        ("token", "native" if held.token is None else str(held.token)),
        ("symbol", held.symbol),
        ("decimals", held.decimals),
        ("declared", held.declared),
    )


def _custody(custody: Custody) -> tuple[Fact, ...]:
    return (
        ("custodian", custody.custodian),
        ("jurisdiction", custody.jurisdiction),
        ("location", custody.location),
        ("related party", custody.related_party),
        ("segregated", custody.segregated),
        ("pledged", custody.pledged),
    )


def _assurance(report: Assurance) -> tuple[Fact, ...]:
    return (
        ("signer", report.signer),
        ("network", report.network),
        ("standard", report.standard),
        ("level", report.level.value),
        ("as of", Instant(report.as_of)),
        ("issued", Instant(report.issued)),
        ("document", report.document_sha256),
    )


def _terms(terms: RedemptionTerms) -> tuple[Fact, ...]:
    return (
        ("at par", terms.at_par),
        ("settlement, in days", terms.settlement_days),
        ("minimum", terms.minimum),
        ("fee, in basis points", terms.fee_bps),
        ("who may redeem", terms.eligible),
    )
