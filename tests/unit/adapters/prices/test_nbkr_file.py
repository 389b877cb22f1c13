"""The National Bank's file: exact where it is in form, refused where it is not, never a hang."""

import hashlib
import time
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stableaudit.adapters.files.plain_file import read_bytes
from stableaudit.adapters.prices.errors import RateFileError
from stableaudit.adapters.prices.nbkr_file import MAX_BYTES, FileRates, parse_rate_file
from stableaudit.domain.errors import DeclarationError, UndecodableError
from stableaudit.domain.rates import DOLLAR_IN_SOM, CurrencyPair, RateReading
from tests.fakes.world import StoppedClock
from tests.unit.adapters.prices.files import HEAD, as_sent, currency, of_rows, rate_file

DAY = date(2026, 9, 18)


def value_of(text: str, code: str = "USD") -> Fraction:
    rate = parse_rate_file(as_sent(text)).rate(CurrencyPair(code, "KGS"))
    assert rate is not None
    return rate.value


def test_parse_file_of_the_bank_gives_its_rates_exactly() -> None:
    text = rate_file({"USD": "87,4500", "EUR": "102,6138", "RUB": "1,0421", "KZT": "0,1634"})
    file = parse_rate_file(as_sent(text))
    assert {str(rate.pair): rate.value for rate in file.rates} == {
        "USD/KGS": Fraction("87.45"),
        "EUR/KGS": Fraction("102.6138"),
        "RUB/KGS": Fraction("1.0421"),
        "KZT/KGS": Fraction("0.1634"),
    }
    assert {rate.effective for rate in file.rates} == {DAY}
    assert file.name == "Ежедневные курсы (синтетические)"
    assert file.sha256 == hashlib.sha256(as_sent(text)).hexdigest()


def test_parse_nominal_divides_and_valid_for_is_kept() -> None:
    more = "<ValidFor>7</ValidFor>"
    rows = currency("JPY", "5,6749", nominal="10", more=more) + currency("USD", "87,4500")
    file = parse_rate_file(as_sent(of_rows(rows)))
    yen, dollar = file.rates
    assert (yen.value, yen.valid_for_days) == (Fraction("0.56749"), 7)
    assert dollar.valid_for_days == 1


@pytest.mark.parametrize(
    "data",
    [
        rate_file(head='<?xml version="1.0" encoding="utf-8"?>').encode(),
        rate_file(head="<?xml version='1.0' encoding='UTF-8' standalone='yes'?>").encode(),
        rate_file(head="").encode(),
        b"\xef\xbb\xbf" + rate_file(head="").encode(),
        as_sent(rate_file(head='<?xml version="1.0" encoding="Windows-1251"?>')),
        as_sent(rate_file("\n 87,4500\t")),
        as_sent(rate_file("87,45")),
        as_sent(rate_file().replace("\n", "\r\n")),
    ],
)
def test_parse_either_encoding_and_harmless_forms_mean_the_same(data: bytes) -> None:
    file = parse_rate_file(data)
    assert (file.rates[0].value, file.name[:10]) == (Fraction("87.45"), "Ежедневные")


@given(st.integers(1, 999_999), st.integers(0, 12), st.integers(0, 10**12 - 1))
def test_parse_of_any_printed_decimal_gives_it_back(whole: int, places: int, rest: int) -> None:
    """print/parse round trip: digits, a comma, digits."""
    fraction = str(rest).zfill(12)[:places]
    text = f"{whole},{fraction}" if fraction else str(whole)
    expected = Fraction(int(f"{whole}{fraction}"), 10 ** len(fraction))
    assert value_of(rate_file(text)) == expected


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_parse_of_any_bytes_gives_a_file_or_one_error(data: bytes) -> None:
    with pytest.raises(RateFileError):
        parse_rate_file(data)


@given(st.text(max_size=30))
def test_parse_of_any_value_is_exact_or_refused(text: str) -> None:
    shown = text.replace("&", "&amp;").replace("<", "&lt;")
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    try:
        file = parse_rate_file(rate_file(shown, head=head).encode("utf-8", "replace"))
    except RateFileError:
        return
    assert file.rates[0].value == Fraction(text.strip(" \t\r\n").replace(",", "."))


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("", "is no plain decimal number"),
        ("0", "the rate of USD is zero"),
        ("0,0000", "the rate of USD is zero"),
        ("-87,45", "is no plain decimal number"),
        ("+87,45", "is no plain decimal number"),
        ("87.45", "is no plain decimal number"),
        ("87,45,00", "is no plain decimal number"),
        ("8 7,45", "is no plain decimal number"),
        ("87\u00a0450,00", "is no plain decimal number"),
        ("087,45", "is no plain decimal number"),
        (",45", "is no plain decimal number"),
        ("87,", "is no plain decimal number"),
        ("NaN", "is no plain decimal number"),
        ("Infinity", "is no plain decimal number"),
        ("1e5", "is no plain decimal number"),
        ("0x57", "is no plain decimal number"),
        ("9" * 100_000, "is no plain decimal number"),
        ("1000000,0001", "beyond what any currency costs"),
        ("0,0000000001", "beyond what any currency costs"),
        ("87<b/>,45", "nests deeper"),
    ],
)
def test_parse_value_that_is_no_rate_is_refused(value: str, said: str) -> None:
    with pytest.raises(RateFileError, match=said):
        parse_rate_file(as_sent(rate_file(value)))


@pytest.mark.parametrize("value", ["1000000", "0,000000001"])
def test_parse_value_at_the_end_of_the_range_is_taken(value: str) -> None:
    assert value_of(rate_file(value)) == Fraction(value.replace(",", "."))


def test_parse_digits_of_another_script_are_refused() -> None:
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    with pytest.raises(RateFileError, match="is no plain decimal number"):
        parse_rate_file(rate_file("٨٧,٤٥", head=head).encode())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "not well-formed XML .line 1, column 1"),
        ("<html><body>Error 503</body></html>", "its root is not CurrencyRates"),
        (of_rows(""), "it has no rate"),
        (rate_file(day=""), "its Date is missing"),
        (rate_file().replace(' Date="18.09.2026"', ""), "its Date is missing"),
        (rate_file(day="2026-09-18"), "no dd.mm.yyyy"),
        (rate_file(day="18.09.26"), "no dd.mm.yyyy"),
        (rate_file(day="31.02.2026"), "is not in the calendar"),
        (rate_file(day="00.01.2026"), "is not in the calendar"),
        (rate_file(day="09.05.1993"), "before there was a som"),
        (rate_file({"usd": "1"}), "no ISO 4217 code"),
        (rate_file({"US": "1"}), "no ISO 4217 code"),
        (rate_file({"": "1"}), "no ISO 4217 code"),
        (rate_file({"KGS": "1"}), "no ISO 4217 code of another currency"),
        (rate_file().replace(' ISOCode="USD"', ""), "no ISO 4217 code"),
        (of_rows(currency("USD", "1") * 2), "it has a currency twice"),
        (rate_file().replace("<Value>87,4500</Value>", ""), "it has no Value of USD"),
        (rate_file().replace("<Nominal>1</Nominal>", ""), "Nominal of USD is missing"),
        (of_rows(currency("USD", "1", nominal="0")), "Nominal of USD is missing, or no whole"),
        (of_rows(currency("USD", "1", nominal="-1")), "Nominal of USD is missing, or no whole"),
        (of_rows(currency("USD", "1", nominal="1,5")), "Nominal of USD is missing, or no whole"),
        (of_rows(currency("USD", "1", nominal="9" * 9)), "Nominal of USD is missing, or no whole"),
        (
            of_rows(currency("USD", "1", more="<ValidFor>0</ValidFor>")),
            "ValidFor of USD is missing, or no whole",
        ),
        (of_rows(currency("USD", "1", more="<Value>2</Value>")), "it has Value twice"),
        (rate_file()[:-20], "not well-formed XML"),
        (rate_file() + "<more/>", "not well-formed XML"),
        (rate_file().replace("</Value>", "</Wert>"), "not well-formed XML"),
        (of_rows("<x/>" * 4000 + currency("USD", "1")), "more than 4000 elements"),
    ],
)
def test_parse_file_with_a_part_missing_or_wrong_is_refused(text: str, said: str) -> None:
    with pytest.raises(RateFileError, match=said):
        parse_rate_file(as_sent(text))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (rate_file().encode("utf-16"), "not well-formed XML|is not utf-8"),
        (rate_file(head='<?xml version="1.0" encoding="utf-16"?>').encode(), "is utf-16, not"),
        (rate_file(head='<?xml version="1.0" encoding="utf-7"?>').encode(), "is utf-7, not"),
        (rate_file(head='<?xml version="1.0" encoding="rot13"?>').encode(), "is rot13, not"),
        (as_sent(rate_file(head='<?xml version="1.0" encoding="utf-8"?>')), "is not utf-8"),
        (as_sent(rate_file()).replace(b"USD", b"US\x98"), "is not windows-1251"),
        (as_sent(rate_file()) + b"\0", "not well-formed XML"),
        (as_sent(rate_file()) + b" " * MAX_BYTES, "larger than 1048576 bytes"),
    ],
)
def test_parse_bytes_of_another_encoding_or_size_are_refused(data: bytes, said: str) -> None:
    with pytest.raises(RateFileError, match=said):
        parse_rate_file(data)


LAUGHS = "".join(
    f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' if n else '<!ENTITY e0 "ha">' for n in range(20)
)


@pytest.mark.parametrize(
    ("doctype", "value", "said"),
    [
        (f"<!DOCTYPE x [{LAUGHS}]>", "&e19;", "document type"),
        ('<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>', "&e;", "document type"),
        ('<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">', "1", "document type"),
        ("<!DOCTYPE x>", "1", "document type"),
        ("", "&e;", "not well-formed"),
    ],
)
def test_parse_document_type_or_entity_is_refused(doctype: str, value: str, said: str) -> None:
    with pytest.raises(RateFileError, match=said):
        parse_rate_file(as_sent(rate_file(value, head=HEAD + doctype)))


@pytest.mark.parametrize(
    "text",
    [
        HEAD + "<a>" * 100_000,
        of_rows("<a>" * 100_000),
        of_rows("<a/>" * 200_000),
        rate_file("\n" * 1_000_000),
        rate_file("9" * 1_000_000),
        HEAD + "<a " + " ".join(f'b{n}=""' for n in range(100_000)),
    ],
)
def test_parse_hostile_megabyte_is_refused_at_once(text: str) -> None:
    began = time.monotonic()
    with pytest.raises(RateFileError):
        parse_rate_file(as_sent(text)[:MAX_BYTES])
    assert time.monotonic() - began < 5


def test_error_of_hostile_text_is_short_and_harmless() -> None:
    with pytest.raises(RateFileError) as caught:
        parse_rate_file(as_sent(rate_file("\u0401" * 5000)))
    assert len(str(caught.value)) < 400
    with pytest.raises(RateFileError) as caught:
        parse_rate_file(rate_file("\u202e1\x9b", head="").encode())
    assert str(caught.value).isprintable()


def test_file_rates_are_those_of_the_copy() -> None:
    data = as_sent(rate_file())
    source = FileRates(data, name="daily.xml", clock=StoppedClock(7))
    reading = source.rate(DOLLAR_IN_SOM, until=date(2020, 1, 1))
    assert reading == RateReading(
        parse_rate_file(data).rates[0],
        "National Bank of the Kyrgyz Republic, by a copy",
        "daily.xml",
        hashlib.sha256(data).hexdigest(),
        7,
    )


def test_file_rates_without_the_pair_are_undecodable() -> None:
    source = FileRates(
        as_sent(rate_file({"EUR": "1"})), name="d", clock=StoppedClock(), simulated=True
    )
    with pytest.raises(UndecodableError, match="a file without USD/KGS"):
        source.rate(DOLLAR_IN_SOM, until=DAY)


def test_file_rates_of_no_rate_file_name_the_file() -> None:
    with pytest.raises(DeclarationError) as caught:
        FileRates(as_sent(rate_file("87,45,00")), name="my\x1b.xml", clock=StoppedClock())
    assert str(caught.value).startswith("my\\u001b.xml: is no rate file of the National Bank: ")


def test_read_bytes_of_a_large_sparse_file_reads_a_megabyte_of_it(tmp_path: Path) -> None:
    file = tmp_path / "daily.xml"
    with file.open("wb") as handle:
        handle.truncate(300 << 20)
    with pytest.raises(DeclarationError, match="larger than 1048576 bytes"):
        read_bytes(file)
    file.write_bytes(b"\xff\0")
    assert read_bytes(file) == b"\xff\0"
