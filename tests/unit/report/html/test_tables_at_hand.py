"""The two tables that only the page has: the four books, and the trust in each figure."""

import json
from dataclasses import replace
from fractions import Fraction
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stableaudit.domain.findings import Severity
from stableaudit.domain.readings import Pin, Trust, TrustLevel
from stableaudit.reconcile.books import Open
from stableaudit.reconcile.checks import CHECKS
from stableaudit.reconcile.judge import judge
from stableaudit.report.document import Document, build
from stableaudit.report.html.charts.of_supply import supply_by_chain
from stableaudit.report.html.evidence import PLACES
from stableaudit.report.html.four_books import four_books
from stableaudit.report.html.parts import cut
from stableaudit.report.html.trust import trust_table
from stableaudit.report.json_v1 import render_json
from stableaudit.report.pages.whole import whole
from tests.cases import (
    MISSING,
    crypto_case,
    deployment_evidence,
    healthy_case,
    reading,
    with_deployment,
    with_statement,
)
from tests.unit.report import cases


def books(document: Document) -> list[tuple[str, ...]]:
    found = four_books(document)
    assert found is not None
    return [item.cells for item in found.items]


def trust(document: Document) -> list[tuple[str, ...]]:
    found = trust_table(document)
    assert found is not None
    return [item.cells for item in found.items]


def test_four_books_that_close_say_so() -> None:
    rows = books(build(cases.fresh()))
    assert [row[2] for row in rows[:5]] == ["0 USDKG"] * 5
    assert [row[3] for row in rows] == [
        *("closes", "closes"),
        "closes; 1 of 1 balances as on chain",
        "closes; 2 of 2 balances as on chain",
        "closes",
        "coverage 1.0244 – 1.0298",
    ]


def test_four_books_that_nobody_could_read_are_open_with_the_reason() -> None:
    rows = books(build(cases.nothing_read()))
    assert {row[2] for row in rows} == {"not known"}
    assert [row[3] for row in rows if not row[3].startswith("open: ")] == []


def test_four_books_without_a_statement_leave_the_reserve_open() -> None:
    case = with_statement(healthy_case(), MISSING)
    last = books(build(judge(case, fail_on=Severity.HIGH)))[-1]
    assert last[0] == "4 Reserves"
    assert last[2] == "not known"


def test_four_books_with_a_surplus_over_nothing_leave_coverage_open() -> None:
    document = build(cases.fresh())
    uncovered = replace(document.reserve.book, coverage=Open("there are no tokens to cover"))
    document = replace(document, reserve=replace(document.reserve, book=uncovered))
    assert books(document)[-1][3] == "coverage open: there are no tokens to cover"


def test_four_books_of_what_has_no_contract_are_none() -> None:
    assert four_books(build(judge(crypto_case(), fail_on=Severity.HIGH))) is None


@settings(deadline=None, max_examples=25)  # the machine is shared; time is no part of the property
@given(st.integers(0, 10**30))
def test_figures_of_any_supply_are_those_of_the_json(base_units: int) -> None:
    case = cases.usdkg_case(ethereum_supply=base_units)
    document = build(judge(case, fail_on=Severity.HIGH))
    supply = json.loads(render_json(document, 0))["supply"]
    chart = supply_by_chain(document)
    assert chart is not None
    told = [item.cells[2] for item in chart.table.items]
    told += [row[2] for row in books(document) if row[0] == "3 Global"]
    wanted = [Fraction(one["amount"]["tokens"]) for one in supply["deployments"]]
    wanted.append(Fraction(supply["residual"]["tokens"]))
    assert [exact(one) for one in told] == wanted


def exact(figure: str) -> Fraction:
    number, symbol = figure.split()
    assert symbol == "USDKG"
    return Fraction(number.replace(",", "").replace("−", "-"))


def test_trust_says_who_gave_each_figure() -> None:
    case = healthy_case()
    evidence = deployment_evidence(case.scope.token.deployments[1], 10_000_000_000000)
    alone = Trust(TrustLevel.SINGLE, 1, 1)
    chain = evidence.asset.chain
    single = reading(10_000_000_000000, chain, pin=Pin.DERIVED, trust=alone)
    case = with_deployment(case, 1, replace(evidence, total_supply=single))
    rows = trust(build(judge(case, fail_on=Severity.HIGH)))
    assert rows[0][:4] == (
        "total supply, Tron",
        "40,000,000 USDKG",
        "AGREED 2/2 (a, b)",
        "BRACKETED",
    )
    assert rows[1][2:4] == ("SINGLE (a)", "DERIVED")
    assert [row[0] for row in rows[2:]] == ["price XAU / USD, Ethereum", "price XAU / USD, Bnb"]


def test_trust_of_what_was_not_read_gives_the_reason() -> None:
    rows = trust(build(cases.nothing_read()))
    assert {row[1] for row in rows} == {"not known"}
    assert all("connection refused" in row[2] for row in rows if "supply" in row[0])


def test_trust_of_holdings_is_that_of_their_balances() -> None:
    rows = trust(build(judge(crypto_case(), fail_on=Severity.HIGH)))
    assert [row[1] for row in rows[-2:]] == ["1,250.5 BNB", "3.25 BTC"]


def test_trust_where_nothing_was_to_be_read_is_no_table() -> None:
    assert trust_table(build(cases.ALL["digital-som"]())) is None


@cache
def known_parts() -> frozenset[str]:
    """The anchor of every part that any case has."""
    documents = [build(make()) for make in cases.ALL.values()]
    documents.append(build(judge(crypto_case(), fail_on=Severity.HIGH)))
    found = {part.anchor for one in documents for part in cut(whole(one, verbose=True)).parts}
    # In none of them: nobody asked for proofs or control, or waived; and the table of this page.
    return frozenset(found | {"proofs", "control", "waivers", "trust"})


@pytest.mark.parametrize("family", sorted({check.id.partition("-")[0] for check in CHECKS}))
def test_evidence_of_every_family_of_checks_has_a_place(family: str) -> None:
    assert PLACES[family]
    assert set(PLACES[family]) <= known_parts()
