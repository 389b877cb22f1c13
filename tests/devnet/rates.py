"""Stand-ins for the two publishers of exchange rates, on one port of loopback. SYNTHETIC figures.

`/XML/daily.xml` answers as the National Bank's server does: windows-1251, decimal commas, one day.
`/v2/rate/USD/KGS` answers as Frankfurter does: the rate in force on the day that is asked for.
"""

import time
from datetime import date
from http import HTTPStatus
from types import TracebackType
from typing import Final, Self
from urllib.parse import parse_qs, urlsplit

from stableaudit.reserves.rate_dates import bishkek_date
from tests.devnet.tron.faults import Faults
from tests.devnet.tron.replies import GRID, Reply, as_json, error_page
from tests.devnet.tron.routing import Request
from tests.devnet.tron.server import Listener

RATES: Final = {"USD": ("1", "87,4500"), "JPY": ("10", "5,6749"), "RUB": ("1", "1,0421")}
"""Nominal and value by code, as daily.xml and weekly.xml write them."""


class RateServer:
    """A context manager; listens inside it."""

    def __init__(self, day: date | None = None) -> None:
        """Choose the first day that the rates apply to; today in Bishkek without one."""
        self.day = day
        self.asked: list[str] = []
        """Paths with their queries, in order."""

    def __enter__(self) -> Self:
        self._listener = Listener(self._answer)
        self.url = self._listener.url
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._listener.close()

    def config_lines(self) -> list[str]:
        """Return the table of a `stableaudit.toml` that points here."""
        return [
            "[rates]",
            f'nbkr_url = "{self.url}/XML/daily.xml"',
            f'second_url = "{self.url}"',
            "simulated = true",
            "",
        ]

    def daily_xml(self) -> bytes:
        """Return the National Bank's file of the day."""
        rows = "".join(
            f'<Currency ISOCode="{code}"><Nominal>{nominal}</Nominal><Value>{value}</Value>'
            "</Currency>\n"
            for code, (nominal, value) in RATES.items()
        )
        text = (
            '<?xml version="1.0" encoding="windows-1251" ?>\n'
            f'<CurrencyRates Name="Синтетические курсы" Date="{self._effective():%d.%m.%Y}">\n'
            f"{rows}</CurrencyRates>\n"
        )
        return text.encode("windows-1251")

    def _answer(self, request: Request) -> tuple[Reply, Faults]:
        parts = urlsplit(request.target)
        self.asked.append(request.target)
        if parts.path == "/XML/daily.xml":
            return Reply(HTTPStatus.OK, "text/xml", self.daily_xml()), Faults()
        if parts.path == "/v2/rate/USD/KGS":
            wanted = date.fromisoformat(parse_qs(parts.query)["date"][0])
            day = min(wanted, self._effective()).isoformat()
            answer = {"date": day, "base": "USD", "quote": "KGS", "rate": 87.45}
            return as_json(answer, content_type=GRID), Faults()
        return error_page(HTTPStatus.NOT_FOUND, request.verb), Faults()

    def _effective(self) -> date:
        return self.day or bishkek_date(int(time.time()))
