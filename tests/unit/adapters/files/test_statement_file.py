"""A statement keeps what is declared exactly, and what is not known as not known."""

from hashlib import sha256

import pytest

from stableaudit.domain.amounts import Figure
from stableaudit.domain.declarations import (
    Assurance,
    AssuranceLevel,
    MassUnit,
    Provenance,
    Unknown,
    WeightBasis,
)
from stableaudit.domain.errors import DeclarationError
from stableaudit.domain.instants import parse_instant
from stableaudit.domain.reserve_assets import AllocatedGold, Custody, PriceFix
from stableaudit.domain.statements import ReserveStatement
from tests.unit.adapters.files.reading import statement as _read
from tests.unit.adapters.files.samples import STATEMENT

UNKNOWN_KEYS = (
    'weight_basis = "fine"',
    'fineness = "999.9"',
    'fineness_floor = "995.0"',
    "bars = 30",
    'custodian = "Vault"',
    'declared_price = "4163.475"',
    'price_fix = "pm"',
    'declared_value = "50331256"',
    'declared_supply = "50000000"',
    f'document_sha256 = "{"ab" * 32}"',
    "promised_cadence_days = 92",
)


def test_statement_with_everything_known_is_the_domain_value() -> None:
    assert _read(STATEMENT) == ReserveStatement(
        id="s-1",
        issuer="Issuer",
        as_of=parse_instant("2025-11-28T15:00:00Z"),
        published=parse_instant("2025-12-08T23:59:59Z"),
        declared_supply=Figure("50000000"),
        reserves=(
            AllocatedGold(
                id="gold-1",
                quantity=Figure("376.0"),
                unit=MassUnit.KILOGRAM,
                weight_basis=WeightBasis.FINE,
                fineness=Figure("999.9"),
                fineness_floor=Figure("995.0"),
                bars=30,
                custody=Custody(custodian="Vault"),
                price_fix=PriceFix.PM,
                declared_price=Figure("4163.475"),
                declared_value=Figure("50331256"),
                currency="USD",
                provenance=Provenance("report", "2026-01-01"),
            ),
        ),
        assurance=Assurance(
            signer="Firm Ltd",
            network="Network",
            standard="ISRS 4400 (Revised)",
            level=AssuranceLevel.AGREED_UPON_PROCEDURES,
            as_of=parse_instant("2025-11-28"),
            issued=parse_instant("2025-11-30"),
            document_sha256="ab" * 32,
            provenance=Provenance("report", "2026-01-01"),
        ),
        promised_cadence_days=92,
        provenance=Provenance("issuer.example", "2026-01-01"),
        digest=sha256(STATEMENT.encode()).hexdigest(),
    )


def test_statement_with_every_such_value_unknown_keeps_each_unknown() -> None:
    text = STATEMENT
    for line in UNKNOWN_KEYS:
        assert text.count(line + "\n") == 1
        text = text.replace(line + "\n", line.partition(" = ")[0] + ' = "unknown"\n')
    read = _read(text)
    (gold,) = read.gold
    assert isinstance(read.assurance, Assurance)
    assert [
        gold.weight_basis,
        gold.fineness,
        gold.fineness_floor,
        gold.bars,
        gold.custody.custodian,
        gold.declared_price,
        gold.price_fix,
        gold.declared_value,
        read.declared_supply,
        read.assurance.document_sha256,
        read.promised_cadence_days,
    ] == [Unknown()] * 11


def test_statement_with_assurance_unknown_keeps_it_unknown() -> None:
    text = STATEMENT[: STATEMENT.index("[assurance]")].replace(
        "\n[[", '\nassurance = "unknown"\n[['
    )
    assert _read(text).assurance == Unknown()


@pytest.mark.parametrize("line", UNKNOWN_KEYS)
def test_statement_without_a_key_that_may_be_unknown_is_refused(line: str) -> None:
    key = line.partition(" = ")[0]
    with pytest.raises(DeclarationError, match=f"lacks the key {key}") as caught:
        _read(STATEMENT.replace(line + "\n", ""))
    assert 'unknown"' in caught.value.hint


def test_statement_without_assurance_is_refused() -> None:
    with pytest.raises(DeclarationError, match="lacks the key assurance"):
        _read(STATEMENT[: STATEMENT.index("[assurance]")])


@pytest.mark.parametrize(
    ("line", "wrong", "said"),
    [
        ('quantity = "376.0"', 'quantity = "376,0"', "line 14, key reserves[0].quantity"),
        ('quantity = "376.0"', 'quantity = "1e5"', "line 14, key reserves[0].quantity"),
        ('quantity = "376.0"', 'quantity = "-1"', "line 14, key reserves[0].quantity"),
        ('quantity = "376.0"', 'quantity = "1\\n"', "line 14, key reserves[0].quantity"),
        ('quantity = "376.0"', f'quantity = "{"9" * 31}"', "line 14, key reserves[0].quantity"),
        ('quantity = "376.0"', "quantity = 376", "Expected `str`, got `int`"),
        ('unit = "kg"', 'unit = "kg_gross"', "Invalid enum value 'kg_gross'"),
        ("bars = 30", "bars = 0", "Expected `int` >= 1"),
        ("bars = 30", 'bars = "30"', "Invalid enum value '30'"),
        ('measured_at = "2025-11-28"', 'measured_at = "2025-11-31"', "key assurance.measured_at"),
        (
            'measured_at = "2025-11-28T15:00:00Z"',
            'measured_at = "2025-11-28T25:00:00Z"',
            "line 4, key measured_at",
        ),
        (
            'measured_at = "2025-11-28T15:00:00Z"',
            'measured_at = "2025-11-28T15:00:00"',
            "line 4, key measured_at",
        ),
        ('level = "agreed_upon_procedures"', 'level = "audit"', "Invalid enum value 'audit'"),
        ('currency = "USD"', 'currency = "usd"', "key reserves[0].currency"),
    ],
)
def test_statement_with_wrong_value_says_where(line: str, wrong: str, said: str) -> None:
    with pytest.raises(DeclarationError) as caught:
        _read(STATEMENT.replace(line + "\n", wrong + "\n", 1))
    assert said in str(caught.value)


def test_statement_without_reserves_is_refused() -> None:
    text = STATEMENT[: STATEMENT.index("[[reserves]]")].replace("id =", "reserves = []\nid =", 1)
    with pytest.raises(DeclarationError, match="key reserves: Expected `array` of length >= 1"):
        _read(text + STATEMENT[STATEMENT.index("[assurance]") :])


def test_statement_with_a_lot_named_twice_is_refused() -> None:
    start, end = STATEMENT.index("[[reserves]]"), STATEMENT.index("[assurance]")
    with pytest.raises(DeclarationError, match=r"line 30, key reserves\[1\].id: gold-1"):
        _read(STATEMENT[:end] + STATEMENT[start:])
