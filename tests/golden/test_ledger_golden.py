"""What `holders`, `events` and `sync` print, compared whole. A person reads each file first."""

from pathlib import Path

import pytest

from stableaudit.domain.blocks import BlockRange
from stableaudit.domain.logs import FetchPlan
from stableaudit.ledger.fetches import FetchOutcome, PlannedFetch
from stableaudit.report.events_text import render_events
from stableaudit.report.holders_text import render_holders
from stableaudit.report.json_v1 import render_events_json, render_holders_json
from stableaudit.report.series import holder_count_table, issuance_table
from stableaudit.report.sync_text import render_outcome, render_plan
from stableaudit.report.tables import csv_bytes, events_table, holders_table
from tests.golden.comparison import compare
from tests.ledger_cases import COVERAGE, DEPLOYMENT, SPEC, TOKEN
from tests.unit.report.ledger_views import UNFETCHED, events, holders

_HERE = Path(__file__).parent
HOLDERS, EVENTS = (holders(top=2),), (events(limit=5),)
PLAN = FetchPlan(BlockRange(401, 1_000_400), 1_234, 125, ("at most 10,000 blocks a request",))


@pytest.mark.parametrize("width", [60, 80, 110])
def test_ledger_texts_are_as_reviewed(width: int) -> None:
    text = render_holders(TOKEN, HOLDERS, UNFETCHED, width=width, colour=False)
    compare(_HERE / f"holders-{width}.txt", text.encode())
    text = render_events(TOKEN, EVENTS, UNFETCHED, width=width, colour=False)
    compare(_HERE / f"events-{width}.txt", text.encode())


def test_ledger_json_is_as_reviewed() -> None:
    compare(_HERE / "holders.json", render_holders_json(TOKEN, HOLDERS, UNFETCHED))
    compare(_HERE / "events.json", render_events_json(TOKEN, EVENTS, UNFETCHED))


def test_ledger_tables_are_as_reviewed() -> None:
    compare(_HERE / "holders.csv", csv_bytes(holders_table(HOLDERS)))
    compare(_HERE / "events.csv", csv_bytes(events_table(EVENTS)))
    compare(_HERE / "issuance.csv", csv_bytes(issuance_table(HOLDERS)))
    compare(_HERE / "holder-count.csv", csv_bytes(holder_count_table(HOLDERS)))


def test_sync_texts_are_as_reviewed() -> None:
    planned = (PlannedFetch(DEPLOYMENT, SPEC, COVERAGE, PLAN),)
    compare(_HERE / "sync-plan.txt", render_plan(TOKEN, planned, width=80, colour=False).encode())
    done = (FetchOutcome(DEPLOYMENT, SPEC, None, COVERAGE),)
    compare(_HERE / "sync.txt", render_outcome(TOKEN, done, width=80, colour=False).encode())
