"""Every check has an id that is its own, and a section that a finding can send a reader to."""

import re
from collections import Counter
from pathlib import Path

import pytest

from stableaudit.reconcile.check import Check
from stableaudit.reconcile.checks import CHECKS

DOCUMENT = Path(__file__).parents[2] / "docs" / "checks.md"
ID = re.compile(r"[A-Z]{3}-[0-9]{2}")
EACH = [pytest.param(check, id=f"{place}-{check.id}") for place, check in enumerate(CHECKS)]
"""By place too: with an id given twice, the test that says so must still run."""

HEADING = re.compile(r"^#{2,4} .*?\b([A-Z]{3}-[0-9]{2})\b", re.MULTILINE)


def test_there_are_checks() -> None:
    assert len(CHECKS) > 0


def test_every_check_has_an_id_of_its_own() -> None:
    repeated = [check for check, times in Counter(c.id for c in CHECKS).items() if times > 1]
    assert repeated == []


@pytest.mark.parametrize("check", EACH)
def test_id_of_a_check_is_three_letters_and_two_digits(check: Check) -> None:
    assert ID.fullmatch(check.id) is not None


@pytest.mark.parametrize("check", EACH)
def test_texts_of_a_check_are_sentences(check: Check) -> None:
    for text in (check.proposition, check.why, check.remedy):
        assert text[:1].isupper() or text[:1] == "`"
        assert text.endswith(".")


@pytest.mark.parametrize("check", EACH)
def test_check_has_one_section_in_the_document(check: Check) -> None:
    sections = HEADING.findall(DOCUMENT.read_text("utf-8"))
    assert sections.count(check.id) == 1


def test_document_describes_no_check_that_does_not_exist() -> None:
    sections = set(HEADING.findall(DOCUMENT.read_text("utf-8")))
    assert sections - {check.id for check in CHECKS} == set()


def test_heading_is_found_wherever_the_id_stands_in_it() -> None:
    text = "# Checks\n\n## SUP-04 Declared supply\n\nSee COV-01.\n\n### The check `COV-03`\n"
    assert HEADING.findall(text) == ["SUP-04", "COV-03"]
