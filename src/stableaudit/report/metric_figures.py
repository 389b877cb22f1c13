"""The figures of a report as gauges, page by page; each page leaves out what is not known."""

from collections.abc import Iterator

from stableaudit.domain.amounts import TokenAmount
from stableaudit.domain.blocks import BlockStamp
from stableaudit.domain.intervals import Interval
from stableaudit.domain.readings import Reading
from stableaudit.domain.statements import MissingStatement
from stableaudit.reconcile.books import Open
from stableaudit.report.accounts import spell
from stableaudit.report.document import Document
from stableaudit.report.exposition import Gauge, Sample
from stableaudit.report.figures import bounds, plain_amount
from stableaudit.report.sections.ledgers import LedgerEntry
from stableaudit.report.sections.supply import DeploymentEntry


def supply(document: Document, of: dict[str, str]) -> Iterator[Gauge]:
    """Yield what each contract issued, and what that adds up to."""
    section = document.supply
    yield Gauge(
        "stableaudit_supply_tokens",
        "Total supply of a contract at its reference block.",
        tuple(
            Sample({**of, **_place(entry)}, plain_amount(entry.amount))
            for entry in section.deployments
            if entry.amount is not None
        ),
    )
    for name, what, amount in (
        ("native", "Natively minted on all chains.", section.native),
        ("declared", "Declared to be issued.", section.declared),
        ("residual", "Declared less natively minted.", section.residual),
    ):
        yield Gauge(f"stableaudit_supply_{name}_tokens", what, _amount(of, amount))


def ledgers(document: Document, of: dict[str, str]) -> Iterator[Gauge]:
    """Yield what the books of each ledger leave over, and how many hold it."""
    yield Gauge(
        "stableaudit_ledger_residual_tokens",
        "Events, or balances, of a contract's ledger less its total supply.",
        tuple(
            sample
            for entry in document.ledgers
            for book, amount in (
                ("events", entry.book.residual),
                ("balances", entry.book.balances_residual),
            )
            for sample in _amount({**of, **_place(entry), "book": book}, amount)
        ),
    )
    yield Gauge(
        "stableaudit_holders",
        "Accounts with a balance, by a contract's ledger.",
        tuple(
            Sample({**of, **_place(entry)}, str(entry.book.distribution.holders))
            for entry in document.ledgers
            if not isinstance(entry.book.distribution, Open)
        ),
    )


def reserve(document: Document, of: dict[str, str]) -> Iterator[Gauge]:
    """Yield what is declared to back it, and whether that covers it."""
    book = document.reserve.book
    ratios = (("minted", book.coverage), ("redeemable", book.redeemable_coverage))
    yield Gauge(
        "stableaudit_coverage_ratio",
        "Eligible reserve by what is owed, as an interval.",
        tuple(one for basis, ratio in ratios for one in _range({**of, "basis": basis}, ratio)),
    )
    required = bounds(Interval.exactly(document.reserve.required_coverage))
    least = (Sample(of, required.low),)
    yield Gauge("stableaudit_required_coverage_ratio", "By the policy.", least)
    yield Gauge(
        "stableaudit_reserve_value",
        "Eligible value of each declared asset, as an interval.",
        tuple(
            sample
            for index, entry in enumerate(document.reserve.assets)
            for sample in _range(
                {
                    **of,
                    "currency": book.currency,
                    "class": entry.line.asset.asset_class.value,
                    "asset": str(index + 1),
                },
                entry.line.eligible,
            )
        ),
    )
    in_currency = {**of, "currency": book.currency}
    total = _range(in_currency, book.value)
    yield Gauge("stableaudit_reserve_total_value", "Eligible value of all assets.", total)
    if book.currency == "USD":
        even, price = _range(of, book.break_even), _range(of, book.price)
        per_ounce = "per fine troy ounce of gold"
        yield Gauge("stableaudit_breakeven_gold_usd", f"Break-even price {per_ounce}.", even)
        yield Gauge("stableaudit_gold_price_usd", f"Measured price {per_ounce}.", price)


def ages(document: Document, of: dict[str, str]) -> Iterator[Gauge]:
    """Yield how old what the figures rest on is."""
    measured = document.measurement_time
    at = (Sample(of, str(measured)),)
    yield Gauge("stableaudit_measurement_timestamp_seconds", "Of what time it speaks.", at)
    yield Gauge(
        "stableaudit_price_age_seconds",
        "Measurement time less the time of a feed's last round.",
        tuple(
            Sample(
                {
                    **of,
                    "feed": entry.registered.key,
                    "chain": str(entry.registered.contract.chain),
                    "contract": spell(entry.registered.contract),
                },
                str(measured - entry.round.value.updated_at),
            )
            for entry in document.reserve.feeds
            if isinstance(entry.round, Reading)
        ),
    )
    if not isinstance(document.statement, MissingStatement):
        age = (Sample(of, str(document.statement.clock.age_seconds)),)
        yield Gauge("stableaudit_declaration_age_seconds", "Of the reserve statement.", age)


def blocks(document: Document, of: dict[str, str]) -> Iterator[Gauge]:
    """Yield where each chain was read."""
    read = tuple(
        ({**of, "chain": str(entry.id)}, entry.reference)
        for entry in document.chains
        if isinstance(entry.reference, BlockStamp)
    )
    numbers = tuple(Sample(labels, str(block.number)) for labels, block in read)
    yield Gauge("stableaudit_evidence_block", "Number of the reference block.", numbers)
    times = tuple(Sample(labels, str(block.timestamp)) for labels, block in read)
    what = "Time of the reference block."
    yield Gauge("stableaudit_evidence_block_timestamp_seconds", what, times)


def _place(entry: DeploymentEntry | LedgerEntry) -> dict[str, str]:
    contract = entry.registered.asset.contract
    return {"chain": str(contract.chain), "contract": spell(contract)}


def _amount(of: dict[str, str], amount: TokenAmount | Open) -> tuple[Sample, ...]:
    return () if isinstance(amount, Open) else (Sample(of, plain_amount(amount)),)


def _range(of: dict[str, str], value: Interval | Open) -> tuple[Sample, ...]:
    if isinstance(value, Open):
        return ()
    ends = bounds(value)
    return Sample({**of, "bound": "low"}, ends.low), Sample({**of, "bound": "high"}, ends.high)
