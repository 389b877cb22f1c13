"""The dollar view of a document as the JSON report has it."""

from stableaudit.domain import readings
from stableaudit.domain.intervals import Interval
from stableaudit.reconcile.books import Open
from stableaudit.reconcile.dollar_view import DatedRate, DollarView
from stableaudit.report.v1 import rates, values
from stableaudit.report.v1.fill_values import figure, instant, known, missing, unavailable


def dollar_view(view: DollarView) -> rates.DollarView:
    """Return one dollar view."""
    return rates.DollarView(
        base=view.pair.base,
        quote=view.pair.quote,
        measured_on=view.on.isoformat(),
        rates=tuple(_rate(entry, view) for entry in view.rates),
        rate=missing(view.used.missing)
        if isinstance(view.used, Open)
        else known(Interval.exactly(view.used.rate.value), _unit(view)),
        owed_at_par=figure(view.owed, view.pair.quote),
        worth=figure(view.worth, view.pair.base),
    )


def _rate(
    entry: DatedRate | readings.Unavailable, view: DollarView
) -> rates.Rate | values.Unavailable:
    if isinstance(entry, readings.Unavailable):
        return unavailable(entry)
    reading = entry.reading
    return rates.Rate(
        operator=reading.operator,
        source=reading.source,
        simulated=reading.simulated,
        rate=known(Interval.exactly(reading.rate.value), _unit(view)),
        effective=reading.rate.effective.isoformat(),
        valid_for_days=str(reading.rate.valid_for_days),
        age_days=str(entry.age_days),
        standing=entry.standing.value,
        used=reading == view.used,
        sha256=reading.sha256,
        fetched_at=instant(reading.fetched_at),
    )


def _unit(view: DollarView) -> str:
    return f"{view.pair.quote} per {view.pair.base}"
