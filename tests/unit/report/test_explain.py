"""What every check is about, in one place: the command and the document say the same."""

from pathlib import Path

import pytest

from stableaudit.reconcile.checks import CHECKS
from stableaudit.report.explain import checks_markdown, explain
from tests.golden.comparison import compare

_DOCUMENT = Path(__file__).parents[3] / "docs" / "checks.md"


def test_explain_unknown_id_is_none() -> None:
    assert explain("XXX-99") is None


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.id)
def test_explain_known_id_says_all_of_the_check(check: "object") -> None:
    entry = next(one for one in CHECKS if one is check)
    text = " ".join((explain(entry.id) or "").split())
    for part in (entry.id, entry.proposition, str(entry.severity), entry.why, entry.remedy):
        assert part in text


def test_explain_lines_fit_a_terminal() -> None:
    lines = [line for check in CHECKS for line in (explain(check.id) or "").splitlines()]
    assert max(len(line) for line in lines) <= 80


def test_checks_markdown_has_a_section_for_each_check_in_order() -> None:
    sections = [line for line in checks_markdown().splitlines() if line.startswith("## ")]
    assert sections == ["## Verdicts and exit codes", *(f"## {check.id}" for check in CHECKS)]


def test_checks_document_is_the_generated_text() -> None:
    compare(_DOCUMENT, checks_markdown().encode())
