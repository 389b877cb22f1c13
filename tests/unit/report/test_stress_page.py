"""The page of stress and its JSON: every limit has its words."""

from dataclasses import replace
from fractions import Fraction

import pytest

from stableaudit.domain.intervals import Interval
from stableaudit.report.blocks import Lead, Paragraph, Row, Rows
from stableaudit.report.document import Document, build
from stableaudit.report.pages.stress import stress as page
from stableaudit.report.sections.stress import StressSection
from stableaudit.report.v1 import stress as v1
from stableaudit.report.v1 import values
from stableaudit.report.v1.fill_stress import stress as filled
from stableaudit.reserves.stress import (
    DriverKind,
    StressBook,
    StressLine,
    stress,
)
from tests.unit.report import cases


def section(*lines: StressLine, currency: str = "KGS") -> StressSection:
    return StressSection(stress(lines, Fraction(100), threshold=Fraction(1)), currency, Fraction(1))


def line(driver: str, kind: DriverKind | None, low: int, high: int) -> StressLine:
    return StressLine(driver, kind, Interval(Fraction(low), Fraction(high)))


def shown(of: StressSection) -> tuple[Document, tuple[Row, ...], str]:
    document = replace(build(cases.usdkg()), stress=of)
    blocks = tuple(page(document))
    rows = tuple(row for block in blocks if isinstance(block, Rows) for row in block.rows)
    texts = " ".join(block.text for block in blocks if isinstance(block, Paragraph | Lead))
    return document, rows, texts


def value(rows: tuple[Row, ...], label: str) -> str:
    (row,) = (row for row in rows if row.label == label)
    return row.value


def test_each_scenario_is_named_with_coverage_and_surplus() -> None:
    _, rows, _ = shown(section(line("USD", DriverKind.CURRENCY, 110, 110)))
    assert value(rows, "other currencies −10 %") == "0.9900; −1.00 KGS"
    assert value(rows, "other currencies +20 %") == "1.3200; 32.00 KGS"
    assert value(rows, "30 % redeemed in 7 days") == "1.1428 – 1.1429; 10.00 KGS"
    combined = "combined: other currencies −20 %, 30 % redeemed in 7 days"
    assert value(rows, combined).endswith("−12.00 KGS")


_BOTH = "already below, by the worst reading of the figures; coverage stands 20.00 %, by the best"


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [(125, 125, "coverage stands 20.00 %"), (90, 95, "already below"), (90, 125, _BOTH)],
)
def test_reverse_stress_says_what_either_reading_means(low: int, high: int, words: str) -> None:
    _, rows, _ = shown(section(line("XAU", DriverKind.GOLD, low, high)))
    assert value(rows, "fall of gold") == words


def test_driver_that_is_not_needed_breaks_nothing() -> None:
    _, rows, _ = shown(section(line("BNB", DriverKind.COIN, 1, 1), line("KGS", None, 100, 100)))
    assert value(rows, "fall of BNB") == "no fall of it alone does it"
    assert value(rows, "reserve is spent") == "no redemption at par spends it"


def test_reserve_below_the_debt_says_when_it_is_spent() -> None:
    _, rows, _ = shown(section(line("KGS", None, 80, 80)))
    assert value(rows, "reserve is spent") == "once redeemed: 80.00 %"
    _, rows, _ = shown(section(line("KGS", None, 0, 0)))
    assert value(rows, "reserve is spent") == "there is none to spend"


def test_money_on_itself_and_gold_on_itself_say_why_nothing_moves_them() -> None:
    _, _, texts = shown(section(line("KGS", None, 100, 100)))
    assert "No scenario moves what is held in KGS: the tokens are owed in KGS" in texts
    _, _, texts = shown(section(line("XAU", None, 100, 100), currency="XAU"))
    assert "the tokens owe gold themselves" in texts


def test_json_of_stress_keeps_scenarios_and_limits_exact() -> None:
    told = filled(section(line("XAU", DriverKind.GOLD, 90, 125), line("KGS", None, 0, 100)))
    assert isinstance(told, v1.Stress)
    assert told.outcomes[1].changes == (v1.Change(kind="gold", change="-0.05"),)
    assert told.outcomes[-1].combined
    assert told.unmoved == ("KGS",)
    assert told.reverse[0].fall == v1.Reach(
        pessimistic=v1.NoLimit(why="already"), optimistic=v1.NoLimit(why="never")
    )
    assert told.redemption_until_spent.pessimistic == v1.Limit(share="0.9")


def test_json_of_stress_without_a_book_says_what_is_missing() -> None:
    told = filled(build(cases.kgst()).stress)
    assert isinstance(told, values.Open)
    assert "no reserve statement" in told.missing


def test_report_of_a_case_holds_the_stress_book() -> None:
    assert isinstance(build(cases.usdkg()).stress.book, StressBook)
