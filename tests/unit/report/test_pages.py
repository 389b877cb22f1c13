"""What a page says of a declaration in each of the states it can be in."""

import json
from dataclasses import replace
from fractions import Fraction

import pytest

from stableaudit.domain.amounts import Figure
from stableaudit.domain.declarations import Unknown, WeightBasis
from stableaudit.domain.findings import Bearing, Finding, NamedQuantity, Severity
from stableaudit.domain.instants import parse_instant
from stableaudit.domain.intervals import Interval
from stableaudit.domain.prices import PriceEntry, PriceFile
from stableaudit.domain.quantities import FineGold, Quantity, Ratio
from stableaudit.domain.reserve_assets import AllocatedGold, Custody
from stableaudit.domain.statements import ReserveStatement
from stableaudit.domain.tokens import Token
from stableaudit.domain.undertakings import RedemptionTerms
from stableaudit.domain.untrusted import Untrusted
from stableaudit.reconcile.case import Case
from stableaudit.reconcile.judge import judge
from stableaudit.report.console import render_text
from stableaudit.report.document import Document, build
from stableaudit.report.json_v1 import render_json
from tests.unit.report import cases


def built(case: Case) -> Document:
    return build(judge(case, fail_on=Severity.HIGH))


def text(document: Document) -> str:
    """The report on long lines, runs of blanks as one."""
    lines = render_text(document, width=200, colour=False).splitlines()
    return "\n".join(" ".join(line.split()) for line in lines)


def of_token(token: Token) -> Document:
    case = cases.usdkg_case()
    return built(replace(case, scope=replace(case.scope, token=token)))


def of_statement(statement: ReserveStatement) -> Document:
    return of_token(replace(cases.USDKG, statement=statement))


def of_gold(*gold: AllocatedGold) -> Document:
    return of_statement(replace(cases.STATEMENT, reserves=gold))


def test_supply_bridged_copy_is_shown_and_said_not_to_be_added() -> None:
    bridged = replace(cases.USDKG_ETHEREUM, native=False)
    shown = text(of_token(replace(cases.USDKG, deployments=(cases.USDKG_TRON, bridged))))
    assert "Ethereum (SIMULATED NETWORK), bridged 9,500,000 USDKG" in shown
    assert "natively minted 40,500,000 USDKG" in shown
    assert "Bridged copies are shown, not added." in shown


@pytest.mark.parametrize(
    ("basis", "words"),
    [
        (WeightBasis.GROSS, "376 kg, gross weight"),
        (WeightBasis.FINE, "376 kg, fine weight"),
        (Unknown(), "376 kg, gross or fine is unknown (not published)"),
    ],
)
def test_reserve_weight_basis_is_said(basis: WeightBasis | Unknown, words: str) -> None:
    assert words in text(of_gold(replace(cases.GOLD, weight_basis=basis)))


@pytest.mark.parametrize(
    ("fineness", "floor", "words"),
    [
        (Figure("999.9"), Unknown(), "fineness 999.9 per mille"),
        (Unknown(), Figure("995.0"), "fineness unknown (not published); at least 995.0 per mille"),
        (Unknown(), Unknown(), "fineness unknown (not published)"),
    ],
)
def test_reserve_fineness_is_said(
    fineness: Figure | Unknown, floor: Figure | Unknown, words: str
) -> None:
    gold = replace(cases.GOLD, fineness=fineness, fineness_floor=floor)
    assert words in text(of_gold(gold)).splitlines()


def test_reserve_mass_without_bounds_is_not_known_and_says_what_is_missing() -> None:
    shown = text(of_gold(replace(cases.GOLD, fineness_floor=Unknown())))
    assert "fine mass not known: neither the fineness nor a least fineness" in shown
    assert "coverage not known: neither the fineness nor a least fineness" in shown


def test_reserve_unknown_bars_and_custodian_are_said() -> None:
    shown = text(
        of_gold(replace(cases.GOLD, bars=Unknown(), custody=Custody(custodian=Unknown("withheld"))))
    )
    assert "bars unknown (not published)" in shown
    assert "custodian unknown (withheld)" in shown


def test_reserve_statement_without_its_own_price_has_no_terms_of_its_own() -> None:
    document = of_gold(replace(cases.GOLD, declared_price=Unknown()))
    assert "By the statement's own figures" not in text(document)
    terms = json.loads(render_json(document, 3))["reserve"]["by_the_statement"]
    assert {entry["status"] for entry in terms.values()} == {"open"}


def test_reserve_statement_that_declares_none_says_so() -> None:
    assert "declared assets not known: no reserves are declared" in text(of_gold())


@pytest.mark.parametrize(
    ("instant", "words"),
    [
        ("2026-11-20T15:00:00Z", "gold market open at the measurement time"),
        ("2026-11-21T12:00:00Z", "gold market closed at the measurement time"),
    ],
)
def test_reserve_gold_market_is_said_to_be_open_or_closed(instant: str, words: str) -> None:
    case = cases.usdkg_case()
    moved = replace(case.evidence, measurement_time=parse_instant(instant))
    assert words in text(built(replace(case, evidence=moved)))


def test_statement_of_after_the_measurement_time_is_said_to_be() -> None:
    later = parse_instant("2026-11-20T16:00:00Z")
    shown = text(of_statement(replace(cases.STATEMENT, as_of=later, published=later)))
    assert "age 1 h after the measurement time" in shown


def test_statement_without_supply_cadence_and_report_says_unknown() -> None:
    statement = replace(
        cases.STATEMENT,
        declared_supply=Unknown(),
        promised_cadence_days=Unknown("no promise"),
        assurance=Unknown("none is referenced"),
    )
    document = of_statement(statement)
    shown = text(document)
    assert "declared supply unknown (not published)" in shown
    assert "next statement promised cadence unknown (no promise)" in shown
    assert "practitioner's report not known: none is referenced" in shown
    report = json.loads(render_json(document, 3))["statement"]
    assert report["assurance"] == {"status": "unknown", "why": "none is referenced"}
    assert report["overdue_seconds"] is None


def test_supply_replaced_reference_block_is_shown_with_its_successor() -> None:
    case = cases.usdkg_case()
    first = replace(case.evidence.chains[0], reread=cases.block(cases.TRON, later=7))
    evidence = replace(case.evidence, chains=(first, *case.evidence.chains[1:]))
    shown = text(built(replace(case, evidence=evidence)))
    assert "after reading another block: block 88,230,120 " in shown


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (
            FineGold(Interval(Fraction(1, 3), Fraction(1, 2))),
            {
                "kind": "fine-gold",
                "low": "0.333333333333333333",
                "high": "0.5",
                "unit": "g",
                "text": "0.33 – 0.50 g fine (0.010 – 0.017 fine ozt)",
            },
        ),
        (
            Fraction(1, 8),
            {"kind": "ratio", "low": "0.125", "high": "0.125", "unit": "ratio", "text": "0.1250"},
        ),
    ],
)
def test_json_figure_of_a_finding_has_bounds_and_unit(
    value: Quantity, expected: dict[str, str]
) -> None:
    figures = (NamedQuantity("it", value),)
    finding = Finding("XXX-01", Severity.LOW, Bearing.NOTED, "it", "is so", figures, "")
    document = replace(build(cases.usdkg()), findings=(finding,))
    (shown,) = json.loads(render_json(document, 3))["findings"][0]["figures"]
    assert shown == {"label": "it", **expected}


def test_coverage_below_the_required_never_reads_as_it_on_any_page() -> None:
    required, coverage = Fraction("1.05"), Interval(Fraction("0.9"), Fraction("1.04999"))
    document = built(cases.usdkg_case())
    book = replace(document.reserve.book, coverage=coverage, declared_coverage=coverage)
    finding = replace(document.findings[0], figures=(NamedQuantity("coverage", Ratio(coverage)),))
    document = replace(
        document,
        reserve=replace(document.reserve, book=book, required_coverage=required),
        policy=replace(document.policy, min_coverage=required),
        findings=(finding,),
    )
    assert text(document).count("0.9000 – 1.04999") == 4
    (figure,) = json.loads(render_json(document, 3))["findings"][0]["figures"]
    assert figure["text"] == "0.9000 – 1.04999"


@pytest.mark.parametrize("by_file", [True, False])
def test_reserve_closed_market_speaks_of_feeds_only_where_feeds_were_read(*, by_file: bool) -> None:
    document = built(cases.usdkg_case())
    entry = PriceEntry(0, Figure("4170.50"), Untrusted("a desk"))
    file = PriceFile("gold.csv", "ab" * 32, "USD", (entry,))
    given = (file, entry) if by_file else None
    reserve = replace(document.reserve, market_closed=True, file=given)
    shown = text(replace(document, reserve=reserve))
    assert "closed at the measurement time" in shown
    assert ("a feed may repeat" in shown) is not by_file


def test_redemption_minimum_says_its_unit() -> None:
    provenance = cases.STATEMENT.provenance
    terms = RedemptionTerms(at_par=True, provenance=provenance, minimum=Figure("1000"))
    shown = text(of_statement(replace(cases.STATEMENT, redemption=terms)))
    assert ["minimum,", "tokens", "1,000"] in [line.split() for line in shown.splitlines()]
