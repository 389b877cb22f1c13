"""DEC-08 to DEC-10: what a statement follows, whose name it bears, who else has a claim."""

from dataclasses import replace
from fractions import Fraction

import pytest

from stableaudit.domain.amounts import Figure
from stableaudit.domain.declarations import Unknown
from stableaudit.domain.findings import Bearing, Severity
from stableaudit.domain.identifiers import AccountId
from stableaudit.domain.quantities import Instant
from stableaudit.domain.reserve_assets import CryptoHolding, Custody
from stableaudit.domain.statements import FIRST, ReserveStatement
from stableaudit.domain.undertakings import IssuanceEvent, ReserveEvent
from tests.cases import (
    ASSURANCE,
    BNB,
    GOLD,
    MISSING,
    SOURCE,
    STATEMENT,
    figures_of,
    findings_of,
    healthy_case,
    with_gold,
    with_statement,
)

DAY = 86_400
EVENT = IssuanceEvent("i1", 100, Figure("50"), Unknown(), "r1", SOURCE)
CHANGE = ReserveEvent(
    "r1", 90, "gold-1", Figure("376"), decrease=False, document_sha256=Unknown(), provenance=SOURCE
)
OLDER = replace(
    STATEMENT,
    id="S-0",
    as_of=STATEMENT.as_of - 30 * DAY,
    published=STATEMENT.published - 30 * DAY,
    digest="ab" * 32,
    supersedes=FIRST,
    issuances=(EVENT,),
    reserve_events=(CHANGE,),
)
NEWER = replace(
    STATEMENT,
    supersedes=OLDER.digest,
    previous=OLDER,
    issuances=(EVENT, replace(EVENT, id="i2")),
    reserve_events=(CHANGE,),
)


def _found(statement: ReserveStatement) -> list[tuple[Severity, str]]:
    findings = findings_of(with_statement(healthy_case(), statement), "DEC-08")
    assert {finding.bearing for finding in findings} <= {Bearing.NOTED}
    return [(finding.severity, finding.statement) for finding in findings]


def test_statement_that_follows_the_first_one_passes() -> None:
    assert _found(NEWER) == []


def test_first_statement_of_a_series_passes() -> None:
    assert _found(OLDER) == []


def test_statement_that_does_not_say_what_it_supersedes_is_noted_low() -> None:
    assert _found(replace(STATEMENT, supersedes=Unknown())) == [
        (Severity.LOW, "S-1 does not say which statement it supersedes"),
    ]


def test_older_statement_that_does_not_say_what_it_supersedes_is_noted_by_its_own_name() -> None:
    ((severity, said),) = _found(replace(NEWER, previous=replace(OLDER, supersedes=Unknown())))
    assert (severity, said) == (Severity.LOW, "S-0 does not say which statement it supersedes")


def test_statement_before_that_is_not_at_hand_is_noted_low() -> None:
    ((severity, said),) = _found(replace(NEWER, previous=None))
    assert severity is Severity.LOW
    assert said.startswith("the statement that S-1 supersedes is not at hand")


@pytest.mark.parametrize(
    ("later", "said"),
    [
        (1, None),
        (0, "S-1 and S-0 speak of the same time: of one time there are two words"),
        (-1, "S-1 supersedes S-0, and speaks of an earlier time"),
    ],
)
def test_statement_that_goes_back_in_time_is_high(later: int, said: str | None) -> None:
    older = replace(OLDER, as_of=NEWER.as_of - later, published=NEWER.published)
    found = _found(replace(NEWER, previous=older))
    assert found == ([] if said is None else [(Severity.HIGH, said)])


@pytest.mark.parametrize(("later", "count"), [(1, 0), (0, 0), (-1, 1)])
def test_statement_published_before_the_one_it_supersedes_is_high(later: int, count: int) -> None:
    older = replace(OLDER, published=NEWER.published - later)
    findings = findings_of(with_statement(healthy_case(), replace(NEWER, previous=older)), "DEC-08")
    assert [finding.severity for finding in findings] == [Severity.HIGH] * count
    if count:
        assert figures_of(findings[0])["published"] == Instant(NEWER.published)


@pytest.mark.parametrize(
    ("changed", "edits"),
    [
        (NEWER, 0),
        (replace(NEWER, issuances=()), 1),
        (replace(NEWER, reserve_events=()), 1),
        (replace(NEWER, issuances=(replace(EVENT, amount=Figure("51")),)), 1),
        (replace(NEWER, issuances=(replace(EVENT, amount=Figure("50.0")),)), 1),
        (replace(NEWER, reserve_events=(replace(CHANGE, at=91, change=Figure("3")),)), 2),
        (replace(NEWER, reserve_events=(CHANGE, replace(CHANGE, id="r2"))), 0),
    ],
)
def test_statement_that_edits_events_told_before_is_high(
    changed: ReserveStatement, edits: int
) -> None:
    findings = findings_of(with_statement(healthy_case(), changed), "DEC-08")
    assert [figures_of(finding)["facts and events edited"] for finding in findings] == (
        [edits] if edits else []
    )


def test_edit_further_back_is_found_too() -> None:
    edited = replace(OLDER, id="S-00", issuances=(replace(EVENT, at=1),), digest="cd" * 32)
    middle = replace(OLDER, previous=replace(edited, as_of=1, published=2), supersedes="cd" * 32)
    assert _found(replace(NEWER, previous=middle)) == [
        (Severity.HIGH, "S-0 tells events otherwise than S-00 did, or leaves them out")
    ]


@pytest.mark.parametrize("check", ["DEC-08", "DEC-09", "DEC-10"])
def test_missing_statement_has_nothing_to_follow_sign_or_pledge(check: str) -> None:
    assert findings_of(with_statement(healthy_case(), MISSING), check) == ()


@pytest.mark.parametrize(
    ("signer", "network", "severity"),
    [
        ("Signer Ltd", "Network", None),
        ("Signer Ltd", "none", None),
        ("Kreston", "Kreston", Severity.INFO),
        ("KRESTON ", "Kreston", Severity.INFO),
        ("unknown", "Kreston", Severity.LOW),
        (" Unknown", "Kreston", Severity.LOW),
    ],
)
def test_firm_and_brand_table(signer: str, network: str, severity: Severity | None) -> None:
    assurance = replace(ASSURANCE, signer=signer, network=network)
    case = with_statement(healthy_case(), replace(STATEMENT, assurance=assurance))
    findings = findings_of(case, "DEC-09")
    assert [finding.severity for finding in findings] == ([] if severity is None else [severity])
    assert all(finding.bearing is Bearing.NOTED for finding in findings)
    assert all("Kreston" in f.statement or "KRESTON" in f.statement for f in findings)


def test_statement_without_a_report_has_no_signer_to_tell() -> None:
    case = with_statement(healthy_case(), replace(STATEMENT, assurance=Unknown()))
    assert findings_of(case, "DEC-09") == ()


@pytest.mark.parametrize(
    ("pledged", "encumbered", "severity"),
    [
        (False, Unknown(), None),
        (False, Figure("0"), None),
        (Unknown(), Figure("0"), None),
        (Unknown(), Unknown(), Severity.LOW),
        (True, Unknown(), Severity.MEDIUM),
        (True, Figure("0"), Severity.MEDIUM),
        (Unknown(), Figure("0.01"), Severity.MEDIUM),
        (False, Figure("10"), Severity.MEDIUM),
    ],
)
def test_encumbrance_of_gold_table(
    pledged: bool | Unknown,  # noqa: FBT001 - a value of the table
    encumbered: Figure | Unknown,
    severity: Severity | None,
) -> None:
    gold = replace(GOLD, custody=Custody(pledged=pledged), encumbered=encumbered)
    findings = findings_of(with_gold(healthy_case(), gold), "DEC-10")
    assert [(f.severity, f.bearing, f.subject) for f in findings] == (
        [] if severity is None else [(severity, Bearing.NOTED, "gold-1")]
    )


def test_encumbrance_that_is_a_figure_is_shown() -> None:
    gold = replace(GOLD, encumbered=Figure("12.5"))
    (finding,) = findings_of(with_gold(healthy_case(), gold), "DEC-10")
    assert figures_of(finding) == {"encumbered, in its own unit": Fraction(25, 2)}


@pytest.mark.parametrize(
    ("pledged", "severity"),
    [(False, None), (Unknown(), Severity.LOW), (True, Severity.MEDIUM)],
)
def test_encumbrance_of_crypto_is_what_its_custody_says(
    pledged: bool | Unknown,  # noqa: FBT001 - a value of the table
    severity: Severity | None,
) -> None:
    account = AccountId(BNB, bytes(20))
    held = CryptoHolding(
        "bnb", account, None, "BNB", 18, Unknown(), SOURCE, Custody(pledged=pledged)
    )
    gold = replace(GOLD, custody=Custody(pledged=False))
    case = with_statement(healthy_case(), replace(STATEMENT, reserves=(gold, held)))
    findings = findings_of(case, "DEC-10")
    assert [f.severity for f in findings] == ([] if severity is None else [severity])
