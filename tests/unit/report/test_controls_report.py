"""What `controls` prints: valid by its schema, whole, and plain about what was not read."""

import json
from dataclasses import replace

import jsonschema  # type: ignore[import-untyped]  # it has no stubs in the dev group
import pytest
from rich.cells import cell_len

from stableaudit.reconcile.case import Case
from stableaudit.report.controls_text import render_controls
from stableaudit.report.json_v1 import controls_json_schema, render_controls_json
from tests.control_cases import CODE_HASH, case_with_controls

UNREAD = ("USDKG on Ethereum: nothing was read, for its chain has no reference block",)


def text(case: Case, *unread: str, width: int = 100, verbose: bool = False) -> str:
    return render_controls(case, unread, width=width, colour=False, verbose=verbose)


def simulated() -> Case:
    case = case_with_controls()
    chains = tuple(replace(spec, simulated=True) for spec in case.scope.chains)
    return replace(case, scope=replace(case.scope, chains=chains))


def test_text_has_every_deployment_and_who_was_asked() -> None:
    shown = text(case_with_controls())
    assert shown.startswith("CONTROL OF USDKG AT 2026-11-21T12:00:00Z\n\n  Tron\n")
    assert "issue, redeem, pause, set a fee — owner()" in shown
    assert "owner permission: 2 of 2" in shown
    assert "CHAINS AND OPERATORS" in shown
    assert shown.endswith("READ OR NOT\n  Everything that was asked was answered.\n")
    assert "0x00000000000000000000000000000000000000000000000000000000000003e8" not in shown
    assert "0x00000000000000000000000000000000000000000000000000000000000003e8" in text(
        case_with_controls(), verbose=True
    )


def test_text_says_what_was_not_read_and_that_a_network_is_simulated() -> None:
    assert text(case_with_controls(), *UNREAD).endswith(f"READ OR NOT\n  {UNREAD[0]}.\n")
    shown = text(simulated())
    assert "SIMULATED NETWORK" in shown.splitlines()[1]
    assert "Ethereum (SIMULATED NETWORK)" in shown


@pytest.mark.parametrize("width", [60, 80, 200])
def test_text_keeps_within_the_width(width: int) -> None:
    shown = text(simulated(), *UNREAD, width=width, verbose=True)
    assert max(cell_len(line) for line in shown.splitlines()) <= width


def test_json_is_valid_whole_and_the_same_every_time() -> None:
    first, second = (render_controls_json(simulated(), UNREAD, 3) for _ in range(2))
    assert first == second
    report = json.loads(first)
    jsonschema.validate(report, controls_json_schema())
    assert (report["schema_version"], report["exit_code"]) == ("1.0.0", 3)
    assert (report["simulated"], report["unread"]) == (True, list(UNREAD))
    assert report["token"] == {"key": "usdkg", "title": "Gold Dollar", "symbol": "USDKG"}
    assert [one["control"]["status"] for one in report["controls"]] == ["mapped", "mapped"]
    assert [one["title"] for one in report["chains"]] == ["Tron", "Ethereum", "Bnb"]
    assert CODE_HASH not in first.decode()


def test_json_of_nothing_read_has_a_reason_for_each_deployment() -> None:
    case = case_with_controls()
    nothing = replace(case, evidence=replace(case.evidence, controls=()))
    report = json.loads(render_controls_json(nothing, UNREAD, 3))
    jsonschema.validate(report, controls_json_schema())
    assert [one["control"]["status"] for one in report["controls"]] == ["unavailable"] * 2


def test_json_schema_describes_every_object_and_property() -> None:
    definitions = controls_json_schema()["$defs"]
    assert isinstance(definitions, dict)
    undescribed = [
        f"{name}.{key}"
        for name, definition in definitions.items()
        for key, entry in definition["properties"].items()
        if not ({"description", "$ref", "anyOf", "items", "enum"} & set(entry))
    ]
    assert undescribed == []
