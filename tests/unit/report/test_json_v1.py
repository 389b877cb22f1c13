"""JSON for machines: valid by its own schema, exact, and the same bytes every time."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from jsonschema import (  # type: ignore[import-untyped]  # no types are shipped with it
    Draft202012Validator,
)

from stableaudit.cli.main import run
from stableaudit.report.document import Document, build
from stableaudit.report.json_v1 import json_schema, render_error_json, render_json
from tests.golden.comparison import compare
from tests.unit.report import cases

GOLDEN = Path(__file__).parents[2] / "golden"

_OWN_COUNTS = {
    *("agreeing", "asked", "decimals", "exit_code", "findings", "registered_decimals"),
    *("windows", "transfers", "supply_events", "irregular_logs", "differences_decided"),
    *("equal", "mismatched", "not_asked", "unattributed_events"),
    *("holders", "above_one_token", "perhaps", "surely", "set_apart", "nakamoto"),
    *("days", "times", "ledger_lines"),
    *("mints", "left_out", "issuances", "matched", "first_day", "last_day", "events"),
    *("issuances_without_reserve_event", "blocks_that_minted", "blocks_not_known"),
}


@pytest.fixture(params=sorted(cases.ALL))
def document(request: pytest.FixtureRequest) -> Document:
    return build(cases.ALL[request.param]())


def walk(value: object, key: str = "") -> Iterator[tuple[str, object]]:
    """Every value of a JSON text with the key it stands under, the innermost for a list."""
    yield key, value
    if isinstance(value, dict):
        for name, entry in value.items():
            yield from walk(entry, name)
    elif isinstance(value, list):
        for entry in value:
            yield from walk(entry, key)


def test_json_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(json_schema())


def test_json_schema_describes_every_object_and_property() -> None:
    definitions = json_schema()["$defs"]
    assert isinstance(definitions, dict)
    undescribed = [
        f"{name}.{key}"
        for name, definition in definitions.items()
        for key, entry in definition["properties"].items()
        if not ({"description", "$ref", "anyOf", "items", "enum"} & set(entry))
    ]
    assert undescribed == []
    assert [name for name, entry in definitions.items() if "description" not in entry] == []


def test_render_json_any_case_is_valid_by_its_schema(document: Document) -> None:
    report = json.loads(render_json(document, 3))
    assert list(Draft202012Validator(json_schema()).iter_errors(report)) == []


def test_render_json_a_missing_field_is_not_valid() -> None:
    report = json.loads(render_json(build(cases.usdkg()), 3))
    del report["supply"]["deployments"][0]["total_supply"]["pin"]
    assert not Draft202012Validator(json_schema()).is_valid(report)


def test_render_json_same_result_gives_the_same_bytes() -> None:
    first, second = (render_json(build(cases.usdkg()), 3) for _ in range(2))
    assert first == second


def test_render_json_keys_are_sorted(document: Document) -> None:
    text = render_json(document, 3).decode()
    assert text == json.dumps(json.loads(text), indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def test_render_json_numbers_are_strings_but_for_our_own_counts(document: Document) -> None:
    numbers = {
        key
        for key, value in walk(json.loads(render_json(document, 3)))
        if isinstance(value, int | float) and not isinstance(value, bool)
    }
    assert numbers <= _OWN_COUNTS


def test_render_json_every_read_value_says_what_it_rests_on(document: Document) -> None:
    read = [
        value
        for _, value in walk(json.loads(render_json(document, 3)))
        if isinstance(value, dict) and value.get("status") == "read"
    ]
    needed = {"block", "observed_block", "pin", "trust", "sources"}
    assert [value for value in read if not needed <= set(value)] == []


def test_render_json_amounts_are_exact_to_the_last_unit() -> None:
    supply = json.loads(render_json(build(cases.kgst()), 3))["supply"]
    assert supply["native"] == {
        "status": "known",
        "base_units": "445945000000000000000000001",
        "decimals": 18,
        "tokens": "445945000.000000000000000001",
    }


def test_render_json_nothing_read_has_no_figure_in_its_place() -> None:
    report = json.loads(render_json(build(cases.nothing_read()), 3))
    statuses = {
        "native": report["supply"]["native"]["status"],
        "residual": report["supply"]["residual"]["status"],
        "coverage": report["reserve"]["coverage"]["status"],
        "supply": report["supply"]["deployments"][0]["total_supply"]["status"],
        "round": report["reserve"]["feeds"][0]["round"]["status"],
        "reference": report["chains"][0]["reference"]["status"],
    }
    assert statuses == {
        "native": "open",
        "residual": "open",
        "coverage": "open",
        "supply": "unavailable",
        "round": "unavailable",
        "reference": "unavailable",
    }


@pytest.mark.parametrize(("name", "simulated"), [("usdkg", True), ("fresh", False)])
def test_render_json_simulated_is_a_field(
    name: str,
    simulated: bool,  # noqa: FBT001 - a column of the table
) -> None:
    report = json.loads(render_json(build(cases.ALL[name]()), 0))
    assert report["simulated"] is simulated
    assert {chain["simulated"] for chain in report["chains"]} == {simulated}


def test_render_json_exit_code_is_the_one_given() -> None:
    assert json.loads(render_json(build(cases.usdkg()), 3))["exit_code"] == 3


def test_render_error_json_is_valid_and_whole() -> None:
    failure = json.loads(render_error_json("usage", "no such \x1b[2Joption", "see --help", 2))
    assert list(Draft202012Validator(json_schema()).iter_errors(failure)) == []
    assert failure == {
        "schema_version": "1.3.0",
        "exit_code": 2,
        "error": {
            "code": "usage",
            "message": "no such \\u001b[2Joption",
            "hint": "see --help",
        },
    }


def test_render_json_names_its_schema() -> None:
    report = json.loads(render_json(build(cases.usdkg()), 3))
    assert report["$schema"] == json_schema()["$id"] == "urn:stableaudit:report:1.3.0"


def test_render_json_errors_are_all_that_is_unavailable_each_once(document: Document) -> None:
    report = json.loads(render_json(document, 3))
    missing = {
        (one["kind"], one["asked"], one["whom"], one["at"], one["came"], one["hint"])
        for _, one in walk(report)
        if isinstance(one, dict) and one.get("status") == "unavailable"
    }
    told = [(one["code"], one["message"], one["where"], one["hint"]) for one in report["errors"]]
    assert len(told) == len(set(told))
    assert set(told) == {
        (kind, f"asked for {asked}: {came}", f"{whom} at {at}" if at else whom, hint)
        for kind, asked, whom, at, came, hint in missing
    }


def test_render_json_errors_of_an_unreachable_endpoint_may_be_tried_again() -> None:
    report = json.loads(render_json(build(cases.nothing_read()), 3))
    retriable = {one["code"]: one["retriable"] for one in report["errors"]}
    assert retriable["unreachable"] is True
    assert {code for code, again in retriable.items() if not again} <= {"not-asked"}


def test_render_json_all_read_has_no_errors() -> None:
    assert json.loads(render_json(build(cases.fresh()), 0))["errors"] == []


def test_json_schema_is_the_one_that_was_reviewed() -> None:
    """Frozen: programs read it. What was there keeps its name and meaning within version 1.

    Where this fails and the change is meant: a new key raises the minor number of SCHEMA_VERSION,
    once a release, and stands in the changelog; a key that goes or means something else raises the
    major one, in a module of its own. Then update the golden files (tests/golden/comparison.py).
    """
    schema = json.dumps(json_schema(), indent=2, sort_keys=True, ensure_ascii=False)
    compare(GOLDEN / "report-schema.json", f"{schema}\n".encode())


def test_json_schema_of_the_command_is_the_one_that_was_reviewed(
    capsysbinary: pytest.CaptureFixture[bytes],
) -> None:
    assert run(["schema", "report"]) == 0
    assert capsysbinary.readouterr().out == (GOLDEN / "report-schema.json").read_bytes()
