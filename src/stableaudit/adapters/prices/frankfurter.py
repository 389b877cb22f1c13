"""The second source: Frankfurter, open source, which keeps what the National Bank published.

    GET {base}/v2/rate/USD/KGS?date=2026-11-20&providers=NBKR
    {"date": "2026-11-20", "base": "USD", "quote": "KGS", "rate": 87.45}

It relays the bank, and carries the last rate over days without one. So it witnesses that the file
we got is what the bank published; it is no second opinion on the rate. Source: frankfurter.dev, v2.
"""

import hashlib
import json
from datetime import date
from typing import Final

import msgspec

from stableaudit.adapters.prices.errors import RateFileError, fetched
from stableaudit.adapters.prices.numbers import per_unit, with_point
from stableaudit.adapters.transport.body import BodyError, decode
from stableaudit.adapters.transport.http import HttpTransport
from stableaudit.domain.errors import InconsistentError
from stableaudit.domain.rates import CurrencyPair, Rate, RateReading
from stableaudit.domain.untrusted import Untrusted
from stableaudit.ports.clock import Clock

OPERATOR: Final = "Frankfurter"
_PROVIDER: Final = "NBKR"
_HINT: Final = "again later, or another server as rates.second_url"


class _Answer(msgspec.Struct, frozen=True):
    """What is used of an answer; numbers are the text they were written in."""

    date: date
    base: str
    quote: str
    rate: str


class FrankfurterRates:
    """Implements RateSource over one server of Frankfurter."""

    def __init__(self, http: HttpTransport, *, clock: Clock, simulated: bool = False) -> None:
        """Prepare; nothing is asked yet. See NbkrRates."""
        self._http = http
        self._clock = clock
        self._simulated = simulated

    @property
    def operator(self) -> str:
        """See RateSource.operator."""
        return OPERATOR

    def rate(self, pair: CurrencyPair, *, until: date) -> RateReading:
        """See RateSource.rate; it keeps the past, so that a later day is no answer."""
        asked = f"the National Bank's rate of {pair} on {until}"
        whom = self._http.whom
        with fetched(asked=asked, whom=whom, hint=_HINT):
            content = self._http.get_bytes(
                f"v2/rate/{pair.base}/{pair.quote}",
                (("date", until.isoformat()), ("providers", _PROVIDER)),
                accept="application/json",
                asked=asked,
            )
            answer = _answer(content)
            value = per_unit(with_point(answer.rate), 1, of=pair.base)
        if (answer.base, answer.quote) != (pair.base, pair.quote):
            came = f"the rate of {Untrusted(answer.base)}/{Untrusted(answer.quote)}"
            raise InconsistentError(came, asked=asked, whom=whom)
        if answer.date > until:
            raise InconsistentError(f"the rate of {answer.date}", asked=asked, whom=whom)
        return RateReading(
            Rate(pair, value, answer.date),
            self.operator,
            self._http.endpoint.label,
            hashlib.sha256(content).hexdigest(),
            self._clock.now(),
            self._simulated,
        )


def _answer(content: bytes) -> _Answer:
    try:
        decode(content)  # strictly: UTF-8, bounded depth, no NaN, no key twice
        exact: object = json.loads(content, parse_float=str, parse_int=str)
        return msgspec.convert(exact, _Answer)
    except (BodyError, msgspec.ValidationError) as error:
        raise RateFileError(str(Untrusted(str(error)))) from error
