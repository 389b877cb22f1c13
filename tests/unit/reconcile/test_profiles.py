"""Checklists: every line is answered, nothing is called compliant, and evidence moves answers."""

from dataclasses import replace

import pytest

from stableaudit.cli.options import PROFILES as KEYS
from stableaudit.domain.amounts import Figure
from stableaudit.domain.bars import BarList
from stableaudit.domain.declarations import Unknown
from stableaudit.domain.evidence import Evidence
from stableaudit.domain.findings import Severity
from stableaudit.domain.reserve_assets import AssetClass, Custody, MonetaryAsset
from stableaudit.domain.statements import ReserveStatement
from stableaudit.domain.undertakings import (
    IssuanceEvent,
    Nonredeemable,
    NonredeemableClass,
    RedemptionTerms,
    ReserveEvent,
)
from stableaudit.reconcile.case import Case
from stableaudit.reconcile.judge import judge
from stableaudit.reconcile.profiles import PROFILES, checklist, profile_of
from stableaudit.reconcile.requirements import REQUIREMENTS
from stableaudit.reconcile.support import Answer, Support
from tests.cases import ETHEREUM as CHAIN
from tests.cases import (
    GOLD,
    HOLDERS,
    MISSING,
    NO_ANSWER,
    SOURCE,
    STATEMENT,
    deployment,
    healthy_case,
    with_deployment,
    with_ledger,
    with_statement,
)

ASSET = deployment(CHAIN).asset
MONEY = MonetaryAsset(
    "cash", AssetClass.CASH, Figure("1"), negative=False, currency="USD", provenance=SOURCE
)
KEPT = Custody("Vault", "KG", "Bishkek", related_party=False, segregated=True, pledged=True)
ISSUANCE = IssuanceEvent("i1", 0, Figure("1"), Unknown(), Unknown(), SOURCE)
CHANGE = ReserveEvent("r1", 0, "gold-1", Figure("1"), False, Unknown(), SOURCE)  # noqa: FBT003 - decrease


def answers(case: Case, key: str = "aicpa-2025") -> dict[str, Answer]:
    result = judge(case, fail_on=Severity.HIGH)
    lines = checklist(profile_of(key), case, result.books, result.findings)
    return {line.requirement: line.answer for line in lines}


def support(case: Case, requirement: str) -> Support:
    for profile in PROFILES:
        found = answers(case, profile.key)
        if requirement in found:
            return found[requirement].support
    pytest.fail(f"no profile asks for {requirement}")


def declared(**changes: object) -> Case:
    statement: ReserveStatement = replace(STATEMENT, **changes)  # type: ignore[arg-type]  # by name
    return with_statement(healthy_case(), statement)


def test_profiles_are_those_that_the_command_line_offers() -> None:
    assert tuple(profile.key for profile in PROFILES) == KEYS
    with pytest.raises(LookupError, match="no profile is called sox"):
        profile_of("sox")


def test_every_reference_is_a_requirement_and_none_stands_twice_in_a_profile() -> None:
    known = {requirement.id for requirement in REQUIREMENTS}
    for profile in PROFILES:
        asked = [ask.requirement for ask in profile.asks]
        assert set(asked) <= known
        assert len(set(asked)) == len(asked)
    asked_for = {ask.requirement for profile in PROFILES for ask in profile.asks}
    assert asked_for == known


@pytest.mark.parametrize("key", KEYS)
def test_checklist_never_says_compliant(key: str) -> None:
    words = " ".join(f"{a.support} {a.words}" for a in answers(healthy_case(), key).values())
    assert "complian" not in words.lower()


@pytest.mark.parametrize("key", KEYS)
def test_checklist_of_a_token_without_a_statement_has_nothing_declared(key: str) -> None:
    case = with_statement(healthy_case(), MISSING)
    declared_only = {
        requirement
        for requirement, answer in answers(case, key).items()
        if answer.support is Support.DECLARED
    }
    assert declared_only <= {"R01"}  # the registry names the contracts


ISSUED = Nonredeemable(
    NonredeemableClass.UNISSUED,
    ASSET,
    replace(ASSET.contract, address=HOLDERS[0]),
    Figure("1"),
    SOURCE,
)


@pytest.mark.parametrize(
    ("case", "requirement", "expected"),
    [
        (healthy_case(), "R01", Support.DECLARED),
        (healthy_case(), "R02", Support.EVIDENCE),
        (healthy_case(), "R09", Support.MISSING),
        (declared(nonredeemable=(ISSUED,)), "R09", Support.DECLARED),
        (healthy_case(), "R11", Support.EVIDENCE),
        (healthy_case(), "R12", Support.MISSING),
        (healthy_case(), "R13", Support.MISSING),
        (declared(issuances=(ISSUANCE,)), "R13", Support.DECLARED),
        (healthy_case(), "R14", Support.MISSING),
        (declared(reserve_events=(CHANGE,)), "R14", Support.DECLARED),
        (healthy_case(), "R16", Support.DECLARED),
        (declared(reserves=()), "R16", Support.MISSING),
        (healthy_case(), "R17", Support.MISSING),
        (
            declared(reserves=(replace(GOLD, bar_list=BarList("bars.csv", "ab" * 32, (), ())),)),
            "R17",
            Support.DECLARED,
        ),
        (declared(reserves=(MONEY,)), "R17", Support.NOT_APPLICABLE),
        (healthy_case(), "R18", Support.NOT_APPLICABLE),
        (declared(reserves=(MONEY,)), "R18", Support.MISSING),
        (
            declared(reserves=(replace(MONEY, average_tenor_days=30),)),
            "R18",
            Support.DECLARED,
        ),
        (healthy_case(), "R19", Support.MISSING),
        *(
            (
                declared(reserves=(replace(GOLD, custody=KEPT),)),
                requirement,
                Support.DECLARED,
            )
            for requirement in ("R19", "R20", "R21", "R22", "R25")
        ),
        (declared(reserves=()), "R19", Support.MISSING),
        (healthy_case(), "R23", Support.EVIDENCE),
        (declared(reserves=(MONEY,)), "R23", Support.NOT_APPLICABLE),
        (healthy_case(), "R26", Support.MISSING),
        (declared(reserves=(MONEY,)), "R26", Support.DECLARED),
        (healthy_case(), "R28", Support.EVIDENCE),
        (declared(reserves=()), "R28", Support.MISSING),
        (healthy_case(), "R29", Support.EVIDENCE),
        (with_ledger(healthy_case(), 0, NO_ANSWER), "R29", Support.MISSING),
        (with_ledger(healthy_case(), 0, NO_ANSWER), "R35", Support.MISSING),
        (with_ledger(healthy_case(), 0, NO_ANSWER), "R02", Support.EVIDENCE),
        (healthy_case(), "R30", Support.MISSING),
        (declared(redemption=RedemptionTerms(True, SOURCE)), "R30", Support.DECLARED),  # noqa: FBT003 - at par
        (healthy_case(), "R31", Support.DECLARED),
        (declared(assurance=Unknown()), "R31", Support.MISSING),
        (healthy_case(), "R35", Support.EVIDENCE),
        (healthy_case(), "R40", Support.DECLARED),
        (declared(as_of=0, published=0), "R40", Support.MISSING),
    ],
)
def test_requirement_is_answered_by_what_the_case_holds(
    case: Case, requirement: str, expected: Support
) -> None:
    assert support(case, requirement) is expected


def test_deduction_borne_out_by_the_chain_is_evidence() -> None:
    from stableaudit.domain.evidence import HolderEvidence
    from tests.cases import reading

    case = declared(nonredeemable=(ISSUED,))
    held = HolderEvidence(ISSUED.account, reading(1_000000, CHAIN))
    entry = replace(case.evidence.deployments[1], holders=(held,))
    assert support(with_deployment(case, 1, entry), "R09") is Support.EVIDENCE


def test_supply_that_was_not_read_is_missing_in_every_line_that_needs_it() -> None:
    case = healthy_case()
    entry = replace(case.evidence.deployments[0], total_supply=NO_ANSWER)
    hurt = with_deployment(case, 0, entry)
    assert {support(hurt, one) for one in ("R02", "R09", "R28")} == {Support.MISSING}


def test_price_that_was_not_read_and_pins_that_failed_are_missing() -> None:
    case = healthy_case()
    evidence: Evidence = replace(case.evidence, feeds=(), chains=())
    hurt = replace(case, evidence=evidence)
    assert {support(hurt, one) for one in ("R23", "R11")} == {Support.MISSING}


def test_token_without_contracts_has_no_scope() -> None:
    case = healthy_case()
    token = replace(case.scope.token, deployments=())
    assert support(replace(case, scope=replace(case.scope, token=token)), "R01") is Support.MISSING
