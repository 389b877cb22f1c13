"""Ask every source for the rate of a pair. Never raises EvidenceError: what is missing says why."""

from stableaudit.application.observe import attempt
from stableaudit.domain.rates import CurrencyPair, RateEvidence, RateOrNot
from stableaudit.ports.parallel import in_parallel
from stableaudit.ports.rates import RateSource
from stableaudit.reserves.rate_dates import bishkek_date


def read_rates(
    sources: tuple[RateSource, ...], pair: CurrencyPair, *, measurement_time: int
) -> RateEvidence:
    """Return what each source says of a pair at an instant, in the order of the sources."""
    until = bishkek_date(measurement_time)

    def one(source: RateSource) -> RateOrNot:
        return attempt(lambda: source.rate(pair, until=until))

    return RateEvidence(pair, in_parallel(one, sources))
