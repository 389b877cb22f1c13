"""The JSON of holders and events fits its published schema, is exact, and says the same again."""

import json
from dataclasses import replace

import pytest
from jsonschema import (  # type: ignore[import-untyped]  # no types are shipped with it
    Draft202012Validator,
)

from stableaudit.application.holders import UNFOLLOWED
from stableaudit.domain.amounts import TokenAmount
from stableaudit.report.json_v1 import (
    ledger_json_schema,
    render_error_json,
    render_events_json,
    render_holders_json,
)
from tests.hostile import CORPUS
from tests.ledger_cases import TOKEN
from tests.unit.report.ledger_views import (
    UNFETCHED,
    events,
    holders,
    hostile_events,
    hostile_holders,
    unfollowed,
)

HOLDERS = Draft202012Validator(ledger_json_schema("holders"))
EVENTS = Draft202012Validator(ledger_json_schema("events"))


def test_holders_json_fits_its_schema_and_names_what_is_left_out() -> None:
    report = json.loads(render_holders_json(TOKEN, (holders(top=1),), UNFETCHED))
    HOLDERS.validate(report)
    (chain,) = report["chains"]
    assert (report["kind"], report["schema_version"]) == ("holders", "1.0.0")
    assert (len(chain["holders"]), chain["remainder"]["holders"]) == (1, 2)
    assert chain["spread"]["holders"] == 3
    assert chain["supply"]["base_units"] == "4709999750000"
    assert chain["residual"]["base_units"] == "0"
    assert [one["chain"] for one in report["unfetched"]] == ["tron"]


def test_events_json_fits_its_schema_and_says_if_it_is_cut() -> None:
    report = json.loads(render_events_json(TOKEN, (events(limit=2),), ()))
    EVENTS.validate(report)
    (chain,) = report["chains"]
    assert (len(chain["events"]), chain["complete"]) == (2, False)
    assert [one["transaction"] is None for one in chain["events"]] == [False, True]


def test_ledger_json_of_an_empty_view_fits_its_schema() -> None:
    from stableaudit.application.holders import views_of
    from tests.ledger_cases import BEGAN
    from tests.unit.report.ledger_views import OPEN

    views = views_of((OPEN,), {}, at=BEGAN - 1, top=None)
    report = json.loads(render_holders_json(TOKEN, views, ()))
    HOLDERS.validate(report)
    measures = report["chains"][0]["spread"]["everyone"]
    assert [measures[key] for key in ("hhi", "gini", "nakamoto", "effective_holders")] == [None] * 4


def test_ledger_json_of_a_failure_fits_both_schemas() -> None:
    failure = json.loads(render_error_json("invalid-input", "no ledger", "sync", 2))
    HOLDERS.validate(failure)
    EVENTS.validate(failure)


def test_ledger_json_of_a_huge_amount_is_exact() -> None:
    view = holders()
    row = replace(view.rows[0], balance=TokenAmount(-(2**256 - 1), 6))
    report = json.loads(render_holders_json(TOKEN, (replace(view, rows=(row,)),), ()))
    assert report["chains"][0]["holders"][0]["balance"]["base_units"] == str(1 - 2**256)
    HOLDERS.validate(report)


@pytest.mark.parametrize("text", CORPUS)
def test_ledger_json_of_hostile_text_is_valid_and_acts_on_nobody(text: str) -> None:
    for data, validator in (
        (render_holders_json(TOKEN, (hostile_holders(text),), ()), HOLDERS),
        (render_events_json(TOKEN, (hostile_events(text),), ()), EVENTS),
    ):
        validator.validate(json.loads(data))
        shown = data.decode().replace("\n", "")
        assert shown.isprintable()


def test_ledger_json_of_the_same_views_is_the_same_bytes() -> None:
    first, second = (render_holders_json(TOKEN, (holders(),), UNFETCHED) for _ in range(2))
    assert first == second


def test_holders_json_where_holders_are_not_followed_says_why() -> None:
    report = json.loads(render_holders_json(TOKEN, (unfollowed(),), ()))
    HOLDERS.validate(report)
    (chain,) = report["chains"]
    assert chain["spread"] == {"status": "unknown", "why": UNFOLLOWED.why}
    assert (chain["holders"], chain["remainder"]["holders"]) == ([], None)
    assert chain["deployment"]["depth"] == "supply-events"
