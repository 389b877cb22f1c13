"""DEC: is there a statement, how old is it, and whose word is it."""

from dataclasses import replace

import pytest

from stableaudit.domain.amounts import Figure
from stableaudit.domain.declarations import AssuranceLevel, Unknown
from stableaudit.domain.findings import Bearing, Severity, Verdict
from stableaudit.domain.identifiers import AccountId, AssetId
from stableaudit.domain.statements import DeclaredDeployment
from stableaudit.domain.undertakings import IssuanceEvent
from stableaudit.reconcile.judge import judge
from tests.cases import (
    ASSURANCE,
    ETHEREUM,
    GOLD,
    MISSING,
    NOW,
    SOURCE,
    STATEMENT,
    findings_of,
    healthy_case,
    with_gold,
    with_statement,
)

DAY = 86_400


def test_missing_statement_is_inconclusive_not_failed() -> None:
    result = judge(with_statement(healthy_case(), MISSING), fail_on=Severity.INFO)
    assert result.verdict is Verdict.INCONCLUSIVE
    assert [f.statement for f in result.findings if f.check == "DEC-01"] == [
        "declaration missing: none was found"
    ]


@pytest.mark.parametrize(("age", "found"), [(0, 0), (35 * DAY, 0), (35 * DAY + 1, 1), (-1, 1)])
def test_statement_age_table(age: int, found: int) -> None:
    case = with_statement(healthy_case(), replace(STATEMENT, as_of=NOW - age, published=NOW + 9))
    findings = findings_of(case, "DEC-03")
    assert [finding.bearing for finding in findings] == [Bearing.UNDECIDED] * found


@pytest.mark.parametrize(
    ("level", "words"),
    [
        (
            AssuranceLevel.AGREED_UPON_PROCEDURES,
            "agreed-upon procedures; no assurance conclusion, by Signer Ltd under ISRS 4400",
        ),
        (
            AssuranceLevel.MANAGEMENT_ASSERTION,
            "management's own assertion; no assurance, by Signer Ltd under ISRS 4400",
        ),
        (AssuranceLevel.NONE, "no assurance, by Signer Ltd under ISRS 4400"),
    ],
)
def test_report_without_assurance_is_noted_in_its_own_words(
    level: AssuranceLevel, words: str
) -> None:
    assurance = replace(ASSURANCE, level=level, standard="ISRS 4400")
    case = with_statement(healthy_case(), replace(STATEMENT, assurance=assurance))
    assert [f.statement for f in findings_of(case, "DEC-04")] == [words]


@pytest.mark.parametrize(
    "level",
    [
        AssuranceLevel.FINANCIAL_STATEMENT_AUDIT,
        AssuranceLevel.EXAMINATION_REASONABLE,
        AssuranceLevel.REVIEW_LIMITED,
    ],
)
def test_report_with_assurance_is_not_noted(level: AssuranceLevel) -> None:
    assurance = replace(ASSURANCE, level=level)
    case = with_statement(healthy_case(), replace(STATEMENT, assurance=assurance))
    assert findings_of(case, "DEC-04") == ()


def test_statement_without_any_report_is_noted() -> None:
    case = with_statement(healthy_case(), replace(STATEMENT, assurance=Unknown()))
    (found,) = findings_of(case, "DEC-04")
    assert found.statement == "no practitioner's report is referenced"


@pytest.mark.parametrize(
    ("age", "cadence", "found"),
    [(30 * DAY, 30, 0), (30 * DAY + 1, 30, 1), (30 * DAY + 1, Unknown(), 0)],
)
def test_promised_cadence_table(age: int, cadence: int | Unknown, found: int) -> None:
    statement = replace(STATEMENT, as_of=NOW - age, promised_cadence_days=cadence)
    assert len(findings_of(with_statement(healthy_case(), statement), "DEC-05")) == found


@pytest.mark.parametrize(
    ("value", "found"),
    [("53543889", 0), ("53543200", 0), ("53542000", 1), ("10000000", 1), ("60000000", 1)],
)
def test_statement_whose_own_figures_disagree_is_undecided(value: str, found: int) -> None:
    case = with_gold(healthy_case(), replace(GOLD, declared_value=Figure(value)))
    findings = findings_of(case, "DEC-06")
    assert [finding.bearing for finding in findings] == [Bearing.UNDECIDED] * found


def test_statement_without_its_own_value_cannot_disagree_with_itself() -> None:
    case = with_gold(healthy_case(), replace(GOLD, declared_value=Unknown()))
    assert findings_of(case, "DEC-06") == ()


@pytest.mark.parametrize(("days", "count"), [(92, 0), (93, 1)])
def test_statements_further_apart_than_promised_are_noted(days: int, count: int) -> None:
    before = replace(
        STATEMENT, as_of=STATEMENT.as_of - days * 86_400, published=STATEMENT.as_of - 60
    )
    case = with_statement(healthy_case(), replace(STATEMENT, previous=before))
    assert len(findings_of(case, "DEC-05")) == count


OTHER_CONTRACT = AssetId(AccountId(ETHEREUM, bytes([0x55]) * 20))


@pytest.mark.parametrize(
    ("changes", "count"),
    [
        ({"symbol": "USDKG"}, 0),
        ({"symbol": "KGST"}, 1),
        ({"symbol": Unknown()}, 0),
        ({"deployments": (DeclaredDeployment(OTHER_CONTRACT, Figure("1")),)}, 1),
        (
            {
                "issuances": (
                    IssuanceEvent("i", 0, Figure("1"), OTHER_CONTRACT, Unknown(), SOURCE),
                    IssuanceEvent("j", 0, Figure("1"), Unknown(), Unknown(), SOURCE),
                )
            },
            1,
        ),
    ],
)
def test_statement_of_another_token_decides_nothing(changes: dict[str, object], count: int) -> None:
    statement = replace(STATEMENT, declared_supply=Figure("1"), **changes)  # type: ignore[arg-type]  # by name
    case = with_statement(healthy_case(), statement)
    assert len(findings_of(case, "DEC-11")) == count
    (supply,) = findings_of(case, "SUP-04")
    assert supply.bearing is (Bearing.UNDECIDED if count else Bearing.CONTRADICTS)
