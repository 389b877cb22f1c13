"""SARIF as code scanning reads it."""

import json
from typing import Any

import pytest

from stableaudit.report.declaration_file import DeclarationFile
from stableaudit.report.document import build
from stableaudit.report.rendering import Rendering
from stableaudit.report.sarif import render
from tests.hostile import poisoned
from tests.unit.report import cases
from tests.unit.report.reading import read_sarif


def run_of(case: str, code: int = 3, declaration: DeclarationFile | None = None) -> Any:  # noqa: ANN401 - JSON
    return read_sarif(render(build(cases.ALL[case]()), Rendering(code, declaration=declaration)))


@pytest.mark.parametrize(
    ("case", "check", "kind", "level"),
    [
        ("contradiction", "SUP-04", "fail", "error"),
        ("usdkg", "DEC-03", "open", "none"),
        ("usdkg", "DEC-05", "informational", "none"),
    ],
)
def test_finding_has_kind_and_level_by_its_bearing(
    case: str, check: str, kind: str, level: str
) -> None:
    found = [one for one in run_of(case)["results"] if one["ruleId"] == check]
    assert [(one["kind"], one["level"]) for one in found] == [(kind, level)]


@pytest.mark.parametrize("case", sorted(cases.ALL))
def test_every_finding_is_a_result_and_every_check_a_rule(case: str) -> None:
    document, run = build(cases.ALL[case]()), run_of(case)
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert rules == [check.id for check in document.checks]
    assert [one["ruleId"] for one in run["results"]] == [one.check for one in document.findings]


def test_result_without_a_declaration_has_a_logical_place_alone() -> None:
    assert {tuple(one) for result in run_of("usdkg")["results"] for one in result["locations"]} == {
        ("logicalLocations",)
    }


def test_result_with_a_declaration_stands_in_its_file_at_the_key_it_is_about() -> None:
    file = DeclarationFile("statements/my gold.toml", {"measured_at": 7, "reserves": 12})
    results = run_of("usdkg", declaration=file)["results"]
    places = {one["ruleId"]: one["locations"][0]["physicalLocation"] for one in results}
    uri = {"uri": "statements/my%20gold.toml"}
    assert places["DEC-03"] == {"artifactLocation": uri, "region": {"startLine": 7}}
    assert places["DEC-10"] == {"artifactLocation": uri, "region": {"startLine": 12}}
    assert places["DEC-05"] == {"artifactLocation": uri}
    assert places["RSK-01"] == {"artifactLocation": uri}


def test_same_finding_with_another_figure_keeps_its_fingerprint() -> None:
    first, second = (
        {one["ruleId"]: one for one in run_of(case)["results"]}["FLO-01"]
        for case in ("usdkg", "contradiction")
    )
    assert first["message"] != second["message"]
    assert first["partialFingerprints"] == second["partialFingerprints"]


def test_message_makes_neither_link_nor_placeholder() -> None:
    text = render(poisoned("[x](http://x) {0} \\"), Rendering(3)).decode()
    messages = [one["message"]["text"] for one in json.loads(text)["runs"][0]["results"]]
    hostile = [one for one in messages if "http://x" in one]
    assert hostile
    assert [one for one in hostile if "\\[x\\](http://x) {{0}}" not in one] == []


def test_invocation_has_the_exit_code_and_succeeded() -> None:
    (invocation,) = run_of("contradiction", 4)["invocations"]
    assert invocation == {"executionSuccessful": True, "exitCode": 4}
