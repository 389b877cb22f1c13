"""What changed since the last kept result as JSON: it fits its schema and rounds nothing."""

import json
from dataclasses import replace
from typing import Any

import pytest
from jsonschema import (  # type: ignore[import-untyped]  # no types are shipped with it
    Draft202012Validator,
)

from stableaudit.domain.errors import StoreError
from stableaudit.domain.findings import Severity
from stableaudit.reconcile.case import Case
from stableaudit.reconcile.judge import judge
from stableaudit.reconcile.outcome import KeptResult
from stableaudit.report.changes_json import changes_json_schema, render_changes_json
from stableaudit.report.document import build
from tests.cases import (
    ETHEREUM,
    NO_ANSWER,
    feed_evidence,
    healthy_case,
    ledger_of,
    reading,
    with_deployment,
    with_ledger,
)
from tests.hostile import CORPUS
from tests.result_cases import kept
from tests.unit.reconcile.test_changes import later

VALID = Draft202012Validator(changes_json_schema())


def told(before: KeptResult | StoreError | None, case: Case) -> dict[str, Any]:
    result = judge(case, fail_on=Severity.HIGH)
    report: dict[str, Any] = json.loads(render_changes_json(before, result, build(result), 3))
    VALID.validate(report)
    return report


def test_nothing_that_changed_is_said_to_be_so() -> None:
    report = told(kept(), healthy_case())
    assert (report["kind"], report["changed"], report["exit_code"]) == ("changes", "no", 3)
    assert report["before"]["verdict"] == report["after"]["verdict"] == "RECONCILED"
    lists = ("words", "supplies", "amounts", "ranges", "appeared", "gone")
    assert [report[key] for key in lists] == [[]] * 6


def test_first_check_and_unreadable_results_are_not_known_to_have_changed() -> None:
    first = told(None, healthy_case())
    assert first["changed"] == "not known"
    assert first["before"]["missing"] == "no earlier result is kept on this machine"
    damaged = told(StoreError("is damaged", where="a file"), healthy_case())
    assert damaged["changed"] == "not known"
    assert damaged["before"]["missing"].endswith("cannot be read: a file: is damaged")


def test_changed_supply_has_its_mints_and_burns_in_base_units() -> None:
    report = told(kept(), later())
    (supply,) = report["supplies"]
    assert report["changed"] == "yes"
    assert supply["subject"] == "USDKG on Ethereum"
    events = [(one["kind"], one["amount"]["base_units"]) for one in supply["causes"]["events"]]
    assert events == [("mint", "5000000"), ("burn", "2000000")]
    assert [one["source"] == "supply" for one in supply["causes"]["events"]] == [True, False]
    assert supply["unexplained"]["base_units"] == "0"
    verdict = next(one for one in report["words"] if one["what"] == "verdict")
    assert (verdict["before"], verdict["after"]) == ("RECONCILED", "UNRECONCILED")


def test_changed_supply_without_its_ledger_says_what_is_missing() -> None:
    case = later()
    lacking = with_ledger(case, 1, replace(ledger_of(case, 1), history=NO_ANSWER))
    (supply,) = told(kept(), lacking)["supplies"]
    assert supply["causes"] == {"status": "open", "missing": "its ledger could not be read"}
    assert supply["unexplained"]["status"] == "open"


def test_changed_price_and_coverage_are_ranges_and_what_is_gone_is_open() -> None:
    case = healthy_case()
    feeds = tuple(feed_evidence(one, answer=4200_00000000) for one in case.scope.feeds)
    risen = told(kept(), Case(case.scope, replace(case.evidence, feeds=feeds)))
    price = next(one for one in risen["ranges"] if one["label"] == "price of gold")
    assert (price["before"]["low"], price["after"]["low"]) == ("4180", "4200")
    assert price["after"]["unit"] == "USD per fine ozt"
    entry = replace(case.evidence.deployments[1], total_supply=NO_ANSWER)
    gone = told(kept(), with_deployment(case, 1, entry))
    assert {one["after"]["status"] for one in (*gone["amounts"], *gone["ranges"])} == {"open"}
    assert "SUP-01" in {one["check"] for one in gone["appeared"]}


@pytest.mark.parametrize("text", CORPUS, ids=ascii)
def test_hostile_text_is_escaped(text: str) -> None:
    case = healthy_case()
    entry = replace(case.evidence.deployments[1], code_hash=reading(text, ETHEREUM))
    raw = json.dumps(told(replace(kept(), why=text), with_deployment(case, 1, entry)))
    assert raw.isascii() or raw.isprintable()
