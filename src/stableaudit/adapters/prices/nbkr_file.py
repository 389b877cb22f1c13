"""The rate file of the National Bank of the Kyrgyz Republic: bytes → rates, and a user's copy.

    <?xml version="1.0" encoding="windows-1251" ?>
    <CurrencyRates Name="…" Date="18.09.2026">
      <Currency ISOCode="USD"><Nominal>1</Nominal><Value>87,4500</Value></Currency>

1. At most 1 MiB; the XML declaration says windows-1251 or UTF-8, and nothing else is read.
2. No document type, no entity, nothing external; nothing deeper than the form above.
3. `Date` is the first day that the rates apply to, usually the day after they are published.
4. `Value` has a decimal comma and is for `Nominal` units; `ValidFor` days stand in weekly files.
5. All or nothing: one rate that cannot be read, and the file is not believed.
"""

import hashlib
import re
from datetime import date
from typing import Final

from defusedxml.ElementTree import DefusedXMLParser

from stableaudit.adapters.prices.errors import RateFileError, declared, xml_errors
from stableaudit.adapters.prices.numbers import per_unit, with_comma
from stableaudit.adapters.prices.outline import Element, Outline
from stableaudit.domain.errors import UndecodableError
from stableaudit.domain.rates import CurrencyPair, Rate, RateFile, RateReading
from stableaudit.domain.untrusted import Untrusted
from stableaudit.ports.clock import Clock

MAX_BYTES: Final = 1 << 20
QUOTE: Final = "KGS"
BANK: Final = "National Bank of the Kyrgyz Republic"

_DECLARATION: Final = re.compile(
    rb"""<\?xml\s+version=["']1\.0["']\s+encoding=["']([A-Za-z0-9._-]{1,40})["']"""
)
_BOM: Final = b"\xef\xbb\xbf"
_ENCODINGS: Final = ("windows-1251", "utf-8")
_DATE: Final = re.compile(r"([0-3][0-9])\.([01][0-9])\.([0-9]{4})")
_WHOLE: Final = re.compile(r"[1-9][0-9]{0,6}")
_CODE: Final = re.compile(r"[A-Z]{3}")
_FIRST: Final = date(1993, 5, 10)
"""When the som was introduced."""


def parse_rate_file(data: bytes) -> RateFile:
    """Return what a rate file says. Raises RateFileError."""
    if len(data) > MAX_BYTES:
        raise RateFileError(f"it is larger than {MAX_BYTES} bytes")
    root = _outline(_text(data))
    if root.tag != "CurrencyRates":
        raise RateFileError("its root is not CurrencyRates")
    effective = _date(root.attributes.get("Date", ""))
    rates = tuple(_rate(row, effective) for row in root.children if row.tag == "Currency")
    if not rates:
        raise RateFileError("it has no rate")
    if len({rate.pair for rate in rates}) != len(rates):
        raise RateFileError("it has a currency twice")
    name = str(Untrusted(root.attributes.get("Name", "")))
    return RateFile(name, effective, hashlib.sha256(data).hexdigest(), rates)


def reading_of(
    file: RateFile,
    pair: CurrencyPair,
    *,
    operator: str,
    source: str,
    fetched_at: int,
    simulated: bool,
) -> RateReading:
    """Return a file's rate of a pair. Raises UndecodableError where it has none."""
    rate = file.rate(pair)
    if rate is None:
        raise UndecodableError(
            f"a file without {pair}", asked=f"the rate of {pair}", whom=f"{operator} ({source})"
        )
    return RateReading(rate, operator, source, file.sha256, fetched_at, simulated)


class FileRates:
    """The rates of a copy of the file that a person names. Nothing is fetched."""

    def __init__(self, data: bytes, *, name: str, clock: Clock, simulated: bool = False) -> None:
        """Read the copy. Raises DeclarationError where it is no rate file.

        Args:
            data: its bytes.
            name: of the file, without the folders of a machine.
            clock: tells when it was read.
            simulated: whether its figures are invented.
        """
        with declared(name):
            self._file = parse_rate_file(data)
        self._name = str(Untrusted(name))
        self._read_at = clock.now()
        self._simulated = simulated

    @property
    def operator(self) -> str:
        """See RateSource.operator."""
        return f"{BANK}, by a copy"

    def rate(self, pair: CurrencyPair, *, until: date) -> RateReading:
        """See RateSource.rate; the one day of the copy."""
        del until
        return reading_of(
            self._file,
            pair,
            operator=self.operator,
            source=self._name,
            fetched_at=self._read_at,
            simulated=self._simulated,
        )


def _text(data: bytes) -> str:
    data = data.removeprefix(_BOM)
    found = _DECLARATION.match(data)
    encoding = "utf-8" if found is None else found[1].decode("ascii").lower()
    if encoding not in _ENCODINGS:
        raise RateFileError(f"its encoding is {encoding}, not windows-1251 or UTF-8")
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise RateFileError(f"byte {error.start} is not {encoding}") from error


def _outline(text: str) -> Element:
    outline = Outline()
    parser = DefusedXMLParser(
        target=outline, forbid_dtd=True, forbid_entities=True, forbid_external=True
    )
    with xml_errors():
        parser.feed(text)  # text, not bytes: the declaration is not obeyed a second time
        parser.close()
    return outline.close()


def _date(text: str) -> date:
    found = _DATE.fullmatch(text)
    if found is None:
        raise RateFileError("its Date is missing, or no dd.mm.yyyy")
    day, month, year = (int(part) for part in found.groups())
    try:
        effective = date(year, month, day)
    except ValueError as error:
        raise RateFileError(f"its Date {text} is not in the calendar") from error
    if effective < _FIRST:
        raise RateFileError(f"its Date {text} is of before there was a som")
    return effective


def _rate(row: Element, effective: date) -> Rate:
    code = row.attributes.get("ISOCode", "")
    if _CODE.fullmatch(code) is None or code == QUOTE:
        raise RateFileError(f"{Untrusted(code)!s} is no ISO 4217 code of another currency")
    nominal = _whole(row.only("Nominal"), f"Nominal of {code}")
    days = row.only("ValidFor")
    value = row.only("Value")
    if value is None:
        raise RateFileError(f"it has no Value of {code}")
    return Rate(
        CurrencyPair(code, QUOTE),
        per_unit(with_comma(value), nominal, of=code),
        effective,
        1 if days is None else _whole(days, f"ValidFor of {code}"),
    )


def _whole(text: str | None, what: str) -> int:
    if text is None or _WHOLE.fullmatch(text) is None:
        raise RateFileError(f"{what} is missing, or no whole number above zero")
    return int(text)
