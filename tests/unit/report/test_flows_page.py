"""The page of flows and its JSON: what is matched, what is not, and the least running coverage."""

from dataclasses import replace

import pytest

from stableaudit.domain.findings import Severity
from stableaudit.domain.statements import ReserveStatement
from stableaudit.reconcile.case import Case
from stableaudit.reconcile.judge import judge
from stableaudit.report.blocks import Lead, Paragraph, Row, Rows
from stableaudit.report.document import Document, build
from stableaudit.report.pages.flows import flows as page
from stableaudit.report.v1 import flows as v1
from stableaudit.report.v1 import values
from stableaudit.report.v1.fill_flows import flows as filled
from tests.cases import MISSING, with_history, with_statement
from tests.unit.reconcile.flow_cases import (
    DAY,
    DECLARED,
    ETHEREUM_MINT,
    I1,
    I2,
    MILLION,
    R2,
    flow_case,
    issuance,
)


def document(case: Case) -> Document:
    return build(judge(case, fail_on=Severity.HIGH))


def rows(case: Case) -> tuple[Row, ...]:
    blocks = tuple(page(document(case)))
    return tuple(row for block in blocks if isinstance(block, Rows) for row in block.rows)


def words(case: Case) -> list[str]:
    return [b.word if isinstance(b, Lead) else b.text for b in page(document(case))
            if isinstance(b, Lead | Paragraph)]  # fmt: skip


def value(case: Case, label: str) -> str:
    (row,) = (row for row in rows(case) if row.label == label)
    return row.value


def told(case: Case) -> v1.Flows:
    found = filled(document(case).flows, "USD")
    assert isinstance(found, v1.Flows)
    return found


def with_mints(count: int) -> Case:
    extra = tuple((40 * DAY - n, MILLION // 100) for n in range(count))
    return with_history(flow_case(), 1, ETHEREUM_MINT, *extra)


def undeclared() -> ReserveStatement:
    return replace(DECLARED, issuances=(), reserve_events=(), previous=None)


def test_matched_flows_are_counted_with_the_least_running_coverage() -> None:
    case = flow_case()
    assert value(case, "mints on chain") == "2, 50,000,000 USDKG"
    assert value(case, "matched one to one") == "2"
    assert value(case, "with a change of the reserve") == "2"
    assert value(case, "from reserve to mint") == "at least 1 d, at most 1 d"
    assert value(case, "least coverage at a mint").startswith("1.01")
    assert value(case, "at block").endswith("of Ethereum, 2026-10-02T12:00:00Z")
    assert value(case, "since the statement") == "minted 0 USDKG, burned 0 USDKG; net 0 USDKG"
    assert words(case) == []


def test_unmatched_events_are_listed_with_their_age() -> None:
    case = flow_case(replace(DECLARED, issuances=(I1, I2, issuance("i3", 20, "77", None))))
    case = with_history(case, 1, ETHEREUM_MINT, (40 * DAY, MILLION))
    assert words(case) == ["Mints without a declared issuance", "Declared issuances without a mint"]
    assert value(case, "77 USDKG").startswith("i3, 2026-11-01")
    assert value(case, "1,000,000 USDKG").endswith(f"transaction 0x{'01' * 32}")
    ages = [row.value for row in rows(case) if row.label == "31 to 90 days"]
    assert ages == ["1, 1,000,000 USDKG", "0, 0 USDKG"]
    assert [row.label for row in rows(case)].count("over 90 days") == 2


@pytest.mark.parametrize(("count", "more"), [(10, []), (12, ["and 2 more"])])
def test_long_lists_say_how_many_more(count: int, more: list[str]) -> None:
    assert words(with_mints(count))[1:] == more


def test_flows_without_declared_issuances_say_so_and_list_nothing() -> None:
    case = flow_case(undeclared())
    assert value(case, "declared issuances") == "none: mints cannot be matched"
    assert value(case, "coverage at a mint").endswith("no reserve event is declared")
    assert words(case) == []


def test_flows_that_are_open_say_what_is_missing() -> None:
    case = with_statement(flow_case(), MISSING)
    assert value(case, "mints and issuances") == "not known: no reserve statement is known"
    assert filled(document(case).flows, "USD") == values.Open(
        missing="no reserve statement is known"
    )


def test_reserve_that_cannot_be_followed_is_told() -> None:
    case = flow_case(replace(DECLARED, reserve_events=(replace(R2, reserve="other"),)))
    assert "which is not declared" in value(case, "least coverage at a mint")
    lowest = told(case).lowest_coverage
    assert isinstance(lowest, values.Open)
    assert "which is not declared" in lowest.missing


def test_events_that_were_left_out_are_told() -> None:
    case = with_history(flow_case(), 1, (2 * DAY, MILLION), left_out=4)
    assert value(case, "not looked at") == "4 earlier mints and burns"
    assert "than were kept" in value(case, "since the statement")
    assert isinstance(told(case).since_statement, values.Open)


def test_json_of_flows_holds_matches_ages_and_the_lowest_coverage() -> None:
    found = told(with_mints(3))
    assert (found.mints, found.matched, found.issuances, found.left_out) == (5, 2, 2, 0)
    assert [match.issuance for match in found.matches] == ["i1", "i2"]
    assert [(one.reserve_event, one.seconds) for one in found.times_to_mint] == [
        ("r1", str(DAY)),
        ("r2", str(DAY)),
    ]
    assert [(age.first_day, age.last_day, age.events) for age in found.unmatched_mints] == [
        (0, 7, 0),
        (8, 30, 0),
        (31, 90, 3),
        (91, None, 0),
    ]
    assert len(found.first_unmatched_mints) == 3
    assert isinstance(found.lowest_coverage, v1.Lowest)
    assert found.lowest_coverage.coverage.low.startswith("1.019")
    assert isinstance(found.since_statement, v1.Since)
    assert (found.price_of_the_time, found.priced) == (True, "no price: no gold is declared")


def test_json_of_an_unmatched_issuance_keeps_what_the_declaration_left_open() -> None:
    case = flow_case(replace(DECLARED, issuances=(I1, I2, issuance("i3", 20, "77", None))))
    (one,) = told(case).first_unmatched_issuances
    assert (one.id, one.amount) == ("i3", "77")
    assert isinstance(one.asset, values.Stated)
    assert isinstance(one.reserve_event, values.Undeclared)


def test_json_without_a_known_point_says_why() -> None:
    lowest = told(flow_case(undeclared())).lowest_coverage
    assert lowest == values.Open(missing="no reserve event is declared")
    silent = with_history(with_history(flow_case(undeclared()), 0), 1)
    assert told(silent).lowest_coverage == values.Open(missing="no block that minted is known")
