"""A token's history: two kinds of points never mixed up, nothing guessed, and safe to print."""

import csv
import json
from dataclasses import replace
from io import StringIO

import pytest
from jsonschema import (  # type: ignore[import-untyped]  # no types are shipped with it
    Draft202012Validator,
)

from stableaudit.domain.findings import Severity, Verdict
from stableaudit.reconcile.books import Open
from stableaudit.reconcile.judge import judge
from stableaudit.reconcile.past_days import PastDays
from stableaudit.report.document import build
from stableaudit.report.history_json import history_json_schema, render_history_json
from stableaudit.report.history_table import history_table
from stableaudit.report.history_text import render_history
from stableaudit.report.json_v1 import render_json
from stableaudit.report.sections.history import (
    HistorySection,
    PointOrigin,
    VerdictTurn,
    history_section,
)
from stableaudit.report.tables import csv_bytes
from tests.cases import NOW, healthy_case
from tests.hostile import CORPUS
from tests.result_cases import kept, undecided
from tests.unit.report.history_cases import DAY, SPECS, TOKEN, days, history, results

VALID = Draft202012Validator(history_json_schema())
NOTHING = Open("nobody looked")


def shown(section: HistorySection, *, width: int = 110, limit: int = 20) -> str:
    return render_history(TOKEN, section, SPECS, limit=limit, width=width, colour=False)


def words_of(text: str) -> str:
    return " ".join(text.split())


def test_results_come_by_measurement_time_whatever_order_they_were_kept_in() -> None:
    section = history_section(results(), NOTHING)
    times = [one.outcome.measurement_time for one in section.results]
    assert times == sorted(times)
    assert history_section(tuple(reversed(results())), NOTHING).points == section.points


def test_points_are_checks_and_days_each_said_to_be_what_it_is() -> None:
    found = history().points
    assert [one.at for one in found] == sorted(one.at for one in found)
    assert {one.verdict for one in found if one.origin is PointOrigin.LEDGER} == {None}
    assert len([one for one in found if one.origin is PointOrigin.CHECK]) == 6
    assert len([one for one in found if one.origin is PointOrigin.LEDGER]) == 90


def test_marks_leave_out_days_that_moved_nothing_but_the_last() -> None:
    found = history().marks
    by_ledger = [(NOW - one.at) // DAY for one in found if one.origin is PointOrigin.LEDGER]
    assert by_ledger == [89, 59, 39, 9, 0]
    assert len(found) == 5 + 6


def test_verdict_turns_are_where_a_check_ended_otherwise_than_the_one_before() -> None:
    found = history().turns
    assert found == (
        VerdictTurn(
            NOW - 2 * DAY,
            Verdict.RECONCILED,
            Verdict.INCONCLUSIVE,
            "The supply on Ethereum is missing.",
        ),
        VerdictTurn(NOW - DAY, Verdict.INCONCLUSIVE, Verdict.RECONCILED, "The books agree."),
    )


def test_since_leaves_out_what_was_before_and_still_tells_a_turn_from_it() -> None:
    section = history_section(results(), days(), since=NOW - 2 * DAY)
    assert len(section.results) == 3
    assert len(section.turns) == 2
    assert isinstance(section.days, PastDays)
    assert len(section.days.days) == 2
    alone = history_section(results(), NOTHING, since=NOW)
    assert (len(alone.results), alone.turns, alone.days) == (1, (), NOTHING)


def test_text_of_checks_that_all_ended_alike_says_so() -> None:
    text = shown(history_section((kept(), kept(later=5)), NOTHING))
    assert "None: every check that is kept ended alike." in text
    assert "Not shown: nobody looked." in text


def test_text_of_a_single_check_speaks_of_no_change() -> None:
    assert "CHANGES OF THE VERDICT" not in shown(history_section((kept(),), NOTHING))


def test_text_without_a_check_shows_the_ledgers_and_says_how_to_begin() -> None:
    text = words_of(shown(history_section((), days())))
    assert "No result of a check is kept here; stableaudit check usdkg keeps one." in text
    assert "from 30,000,000 USDKG to 52,000,000 USDKG" in text


def test_text_with_nothing_since_then_has_no_table() -> None:
    assert "THE NEWEST" not in shown(history_section(results(), NOTHING, since=NOW + 1))


def test_text_where_no_supply_is_known_draws_no_line_of_guesses() -> None:
    text = words_of(shown(history_section((undecided(),), NOTHING)))
    assert "supply, check by check · not known" in text
    assert "INCONCLUSIVE - - 4" in text


def test_text_tells_of_a_result_that_was_never_finished() -> None:
    assert "that check was killed" in shown(history(torn=True))
    assert "that check was killed" not in shown(history())


def test_text_that_is_cut_says_how_much_is_left_out() -> None:
    text = shown(history(), limit=1)
    assert "Not shown: 10 earlier lines; --limit shows more." in text
    assert "Not shown: 1 earlier change." in text


def test_text_of_a_simulated_network_says_so_first() -> None:
    specs = tuple(replace(one, simulated=True) for one in SPECS)
    text = render_history(TOKEN, history(), specs, limit=3, width=80, colour=False)
    assert "SIMULATED NETWORK" in text.splitlines()[1]


def test_colour_repeats_what_words_say() -> None:
    plain = shown(history())
    coloured = render_history(TOKEN, history(), SPECS, limit=20, width=110, colour=True)
    assert "\x1b[" in coloured
    assert "\x1b[" not in plain


def hostile(text: str) -> HistorySection:
    """Every text of a kept result is the hostile one."""
    one = undecided()
    lines = tuple(replace(each, subject=text, statement=text) for each in one.outcome.findings)
    outcome = replace(
        one.outcome, findings=lines, native=Open(text), currency=text, statement=Open(text)
    )
    some = (kept(later=-5), replace(one, outcome=outcome, why=text, program=text))
    return history_section(some, Open(text))


@pytest.mark.parametrize("text", CORPUS, ids=ascii)
def test_hostile_text_acts_in_no_format(text: str) -> None:
    section = hostile(text)
    for width in (60, 200):
        printed = shown(section, width=width)
        assert max(len(line) for line in printed.splitlines()) <= width
        assert all(one.isprintable() or one == "\n" for one in printed)
        assert not any(line.lstrip().startswith("::") for line in printed.splitlines())
    data = render_history_json(TOKEN, section, simulated=True, limit=None)
    VALID.validate(json.loads(data))
    rows = list(csv.reader(StringIO(csv_bytes(history_table(TOKEN, section)).decode())))
    assert {len(row) for row in rows} == {10}


def test_json_fits_its_schema_and_keeps_every_digit() -> None:
    report = json.loads(render_history_json(TOKEN, history(), simulated=False, limit=None))
    VALID.validate(report)
    assert (report["kind"], report["simulated"]) == ("history", False)
    assert [one["native"].get("base_units") for one in report["results"]] == [
        "50000000000000",
        "50000000000000",
        "50000000000000",
        None,
        "50000000000000",
        "50000000000000",
    ]
    assert report["results"][0]["findings"] == []
    assert {"SUP-01"} <= {one["check"] for one in report["results"][3]["findings"]}
    assert [len(report["days"][key]) for key in ("days", "ledgers")] == [90, 2]
    assert report["days"]["days"][-1]["holders"] == 7


def test_json_without_statement_and_blocks_fits_its_schema() -> None:
    outcome = kept().outcome
    chains = tuple(replace(one, reference=Open("none")) for one in outcome.chains)
    spreads = tuple(
        replace(one, holders=Open("none"), concentration=Open("none"))
        for one in outcome.deployments
    )
    bare = replace(outcome, chains=chains, statement=Open("none"), deployments=spreads)
    section = history_section((replace(kept(), outcome=bare),), NOTHING)
    report = json.loads(render_history_json(TOKEN, section, simulated=False, limit=1))
    VALID.validate(report)
    assert report["results"][0]["holders"] is None
    assert report["days"] == {"status": "open", "missing": "nobody looked"}


def test_table_has_a_row_for_every_point_with_integers_beside_the_decimals() -> None:
    text = csv_bytes(history_table(TOKEN, history())).decode()
    rows = list(csv.DictReader(StringIO(text)))
    assert len(rows) == 96
    assert [one["origin"] for one in rows].count("check") == 6
    assert rows[0]["supply_base_units"] == "30000000000000"
    assert (rows[-1]["verdict"], rows[-1]["holders"]) == ("RECONCILED", "4")
    assert [one["supply"] for one in rows if one["verdict"] == "INCONCLUSIVE"] == [""]


def test_document_has_the_days_of_its_evidence_and_its_json_has_no_history() -> None:
    result = judge(healthy_case(), fail_on=Severity.HIGH)
    document = build(result)
    assert document.history is not None
    assert document.history.results == ()
    remembered = replace(document, history=history())
    assert render_json(remembered, 0) == render_json(document, 0)
