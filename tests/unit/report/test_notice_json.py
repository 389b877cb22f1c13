"""What a webhook gets: as its schema says, and whatever a text in it holds, safe to print."""

import json
import unicodedata
from dataclasses import replace

import jsonschema  # type: ignore[import-untyped]  # it has no stubs in the dev group
import pytest

from stableaudit.domain.findings import Gate, Verdict
from stableaudit.reconcile.watch import Change, Outcome, Patience
from stableaudit.report.document import build
from stableaudit.report.notice_json import notice_json_schema, render_notice_json
from tests.unit.report import cases

BAD = Outcome(Verdict.UNRECONCILED, Gate.FAILED)
GOOD = Outcome(Verdict.RECONCILED, Gate.PASSED)
HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def test_notice_says_what_was_told_last_and_what_is_found_now() -> None:
    notice = json.loads(
        render_notice_json(build(cases.fresh()), Change(BAD, GOOD, 2), Patience(2, 3))
    )
    assert (notice["before"], notice["now"], notice["recovered"]) == (
        {"verdict": "UNRECONCILED", "exit_code": 4},
        {"verdict": "RECONCILED", "exit_code": 0},
        True,
    )
    assert (notice["times"], notice["of_runs"]) == (2, 3)


def test_first_notice_was_preceded_by_none() -> None:
    document = build(cases.contradiction())
    notice = json.loads(render_notice_json(document, Change(None, BAD, 1), Patience()))
    assert (notice["before"], notice["recovered"]) == (None, False)


@pytest.mark.parametrize(
    "text",
    [
        *("\x1b[2J", "\x1b]8;;http://x\x1b\\", "\x9b31m", "\r\n", "\x7f", "\u202e", "\u200b"),
        *("\u2028", "\ud800", "\n::error::x", "##[error]x", '"}\n', "\\u202e", "", "x" * 10_240),
    ],
)
def test_notice_of_a_hostile_text_is_one_valid_object_without_hidden_characters(text: str) -> None:
    document = build(cases.contradiction())
    token = replace(document.token, title=text, symbol=text)
    hostile = replace(document, token=token, why=text)
    body = render_notice_json(hostile, Change(None, BAD, 1), Patience()).decode()
    notice = json.loads(body)
    jsonschema.Draft202012Validator(notice_json_schema()).validate(notice)
    shown = [one for one in body + "".join(map(str, notice.values())) if one != "\n"]
    assert {unicodedata.category(one) for one in shown} & HIDDEN == set()
    assert "##[" not in body
