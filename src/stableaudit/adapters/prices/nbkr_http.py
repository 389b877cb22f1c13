"""The National Bank's own file, from its own server. It has the newest rates alone."""

from datetime import date
from typing import Final

from stableaudit.adapters.prices.errors import fetched
from stableaudit.adapters.prices.nbkr_file import BANK, parse_rate_file, reading_of
from stableaudit.adapters.transport.http import HttpTransport
from stableaudit.domain.rates import CurrencyPair, RateReading
from stableaudit.ports.clock import Clock

_HINT: Final = "again later, or a copy of the file with --rates"


class NbkrRates:
    """Implements RateSource over one URL that serves the file."""

    def __init__(self, http: HttpTransport, *, clock: Clock, simulated: bool = False) -> None:
        """Prepare; nothing is asked yet.

        Args:
            http: to the file's URL, its answers bounded.
            clock: tells when the answer came.
            simulated: whether the server stands in for the real one.
        """
        self._http = http
        self._clock = clock
        self._simulated = simulated

    @property
    def operator(self) -> str:
        """See RateSource.operator."""
        return BANK

    def rate(self, pair: CurrencyPair, *, until: date) -> RateReading:
        """See RateSource.rate; the newest file, which may be of a day after `until`."""
        del until
        asked = f"its rate file, for {pair}"
        with fetched(asked=asked, whom=self._http.whom, hint=_HINT):
            content = self._http.get_bytes(accept="application/xml, text/xml", asked=asked)
            file = parse_rate_file(content)
        return reading_of(
            file,
            pair,
            operator=self.operator,
            source=self._http.endpoint.label,
            fetched_at=self._clock.now(),
            simulated=self._simulated,
        )
