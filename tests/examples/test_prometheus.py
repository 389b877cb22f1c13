"""Alert rules and dashboard: valid, tested, and about metrics that the program writes."""

import json
import re
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from tests.examples.running import EXAMPLES, ROOT, run, tool

RULES = EXAMPLES / "prometheus" / "stableaudit.rules.yml"
TESTS = EXAMPLES / "prometheus" / "stableaudit.test.yml"
DASHBOARD = EXAMPLES / "grafana" / "stableaudit.json"
METRIC = re.compile(r"\bstableaudit_[a-z_]+\b")


def dashboard() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(DASHBOARD.read_text())
    return found


def expressions() -> list[str]:
    panels = dashboard()["panels"]
    return [target["expr"] for panel in panels for target in panel["targets"]]


def test_rules_are_valid() -> None:
    checked = run([tool("promtool", package="prometheus"), "check", "rules", str(RULES)])
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_rules_do_what_their_tests_say() -> None:
    checked = run([tool("promtool", package="prometheus"), "test", "rules", str(TESTS)])
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_every_alert_has_a_test_in_which_it_is_raised_and_one_in_which_it_is_not() -> None:
    alerts = re.findall(r"alert: (\S+)", RULES.read_text())
    tests = TESTS.read_text()
    assert len(alerts) > 5
    for name in alerts:
        assert re.search(rf"alertname: {name}\n\s+exp_alerts:", tests), name
        assert re.search(rf"alertname: {name}}}", tests), name


def test_expressions_of_the_dashboard_are_valid(tmp_path: Path) -> None:
    rules = [
        {"record": f"panel_{number}", "expr": expression.replace("$token", "usdkg")}
        for number, expression in enumerate(expressions())
    ]
    assert len(rules) > 10
    file = tmp_path / "rules.json"
    file.write_text(json.dumps({"groups": [{"name": "dashboard", "rules": rules}]}))
    checked = run([tool("promtool", package="prometheus"), "check", "rules", str(file)])
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_every_metric_is_one_that_the_program_writes() -> None:
    golden = sorted((ROOT / "tests" / "golden").rglob("*openmetrics*"))
    if not golden:
        pytest.skip("no golden metrics file is here")
    written = {name for file in golden for name in METRIC.findall(file.read_text())}
    used = {name for text in (RULES.read_text(), *expressions()) for name in METRIC.findall(text)}
    assert used - written == set()


def test_panels_have_ids_of_their_own_and_do_not_lie_on_one_another() -> None:
    panels = dashboard()["panels"]
    assert len({panel["id"] for panel in panels}) == len(panels)
    places = [panel["gridPos"] for panel in panels]
    for one, other in combinations(places, 2):
        beside = one["x"] + one["w"] <= other["x"] or other["x"] + other["w"] <= one["x"]
        beneath = one["y"] + one["h"] <= other["y"] or other["y"] + other["h"] <= one["y"]
        assert beside or beneath
    assert all(place["x"] + place["w"] <= 24 for place in places)


def test_dashboard_asks_for_its_data_source_and_token_and_names_none() -> None:
    found = dashboard()
    assert [one["name"] for one in found["templating"]["list"]] == ["datasource", "token"]
    sources = {panel["datasource"]["uid"] for panel in found["panels"]}
    assert sources == {"${datasource}"}
    assert all("$token" in expression for expression in expressions())
