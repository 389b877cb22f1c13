"""What changed since the last kept result, in words, with the verdict as the last line."""

from dataclasses import replace

import pytest

from stableaudit.domain.errors import StoreError
from stableaudit.domain.findings import Severity
from stableaudit.reconcile.case import Case
from stableaudit.reconcile.judge import judge
from stableaudit.reconcile.outcome import KeptResult
from stableaudit.report.document import build
from stableaudit.report.since_last_text import render_since_last
from tests.cases import NO_ANSWER, feed_evidence, healthy_case, with_deployment
from tests.result_cases import kept


def unread() -> Case:
    """The supply on Ethereum could not be read."""
    case = healthy_case()
    entry = replace(case.evidence.deployments[1], total_supply=NO_ANSWER)
    return with_deployment(case, 1, entry)


def shown(before: KeptResult | StoreError | None, case: Case, *, width: int = 110) -> str:
    result = judge(case, fail_on=Severity.HIGH)
    return render_since_last(before, result, build(result), width=width, colour=False)


def words_of(text: str) -> str:
    return " ".join(text.split())


def test_changed_verdict_stands_with_what_each_audit_said_of_its_own() -> None:
    text = shown(kept(why="All was well."), unread())
    assert "was RECONCILED: All was well. is INCONCLUSIVE: " in words_of(text)
    assert "its supply could not be read" in words_of(text)
    assert text.splitlines()[-1].startswith("INCONCLUSIVE (exit code 3): ")


def test_coverage_that_a_price_changed_stands_beside_the_price() -> None:
    case = healthy_case()
    feeds = tuple(feed_evidence(one, answer=4200_00000000) for one in case.scope.feeds)
    risen = Case(case.scope, replace(case.evidence, feeds=feeds))
    text = words_of(shown(kept(), risen))
    assert "price of gold was 4,180.00 USD per fine ozt is 4,200.00 USD per fine ozt" in text
    assert "coverage was 1.0751 – 1.0752 is 1.0802" in text
    assert "natively minted" not in text


def test_same_audit_again_changed_nothing() -> None:
    assert "Nothing: verdict, supplies, books and findings" in words_of(
        shown(kept(), healthy_case())
    )


def test_first_audit_says_why_it_ended_as_it_did() -> None:
    text = words_of(shown(None, unread()))
    assert "No earlier result of USDKG is kept on this machine" in text
    assert "SUP-01" in text


def test_results_that_cannot_be_read_are_told_as_not_known() -> None:
    error = StoreError("is damaged: line 2", where="usdkg.jsonl", hint="move it away")
    text = words_of(shown(error, healthy_case()))
    assert "Not known: the earlier results cannot be read. usdkg.jsonl: is damaged: line 2" in text


@pytest.mark.parametrize("width", [60, 200])
def test_text_keeps_within_its_width_and_shows_no_hostile_character(width: int) -> None:
    before = kept(why="\x1b[31mred\u202e ::error::")
    text = shown(before, unread(), width=width)
    assert max(len(line) for line in text.splitlines()) <= width
    assert "\\u001b[31mred\\u202e" in text
    assert not {"\x1b", "\u202e"} & set(text)


def test_simulated_network_is_told_first() -> None:
    case = healthy_case()
    chains = tuple(replace(one, simulated=True) for one in case.scope.chains)
    text = shown(None, Case(replace(case.scope, chains=chains), case.evidence))
    assert "SIMULATED NETWORK" in text.splitlines()[1]
