"""LED-01 to LED-05: is the ledger whole, did it stand, could it be read."""

from dataclasses import replace

import pytest

from stableaudit.domain.amounts import TokenAmount
from stableaudit.domain.findings import Bearing, Severity, Verdict
from stableaudit.domain.ledger import Totals
from stableaudit.domain.ledger_evidence import LedgerState
from stableaudit.domain.quantities import Tokens
from stableaudit.reconcile.case import Case
from stableaudit.reconcile.judge import judge
from tests.cases import (
    ETHEREUM,
    NO_ANSWER,
    block,
    figures_of,
    findings_of,
    healthy_case,
    ledger_of,
    with_ledger,
)


def changed(**fields: object) -> Case:
    case = healthy_case()
    state: LedgerState = replace(ledger_of(case, 1), **fields)  # type: ignore[arg-type] # by name
    return with_ledger(case, 1, state)


def covering(**fields: object) -> Case:
    coverage = ledger_of(healthy_case(), 1).coverage
    return changed(coverage=replace(coverage, **fields))  # type: ignore[arg-type] # by name


def test_ledger_that_nobody_looked_at_is_inconclusive() -> None:
    case = healthy_case()
    case = replace(case, evidence=replace(case.evidence, ledgers=()))
    result = judge(case, fail_on=Severity.HIGH)
    assert result.verdict is Verdict.INCONCLUSIVE
    assert [(f.check, f.statement) for f in result.findings] == [
        ("LED-01", "nobody looked at its past")
    ] * 2


def test_ledger_that_could_not_be_read_says_why() -> None:
    (finding,) = findings_of(with_ledger(healthy_case(), 1, NO_ANSWER), "LED-01")
    assert finding.bearing is Bearing.UNDECIDED
    assert "refused" in finding.statement


@pytest.mark.parametrize(("number", "found"), [(999, 1), (1000, 0), (1001, 0)])
def test_ledger_must_reach_the_reference_block(number: int, found: int) -> None:
    case = covering(last=block(ETHEREUM, number=number))
    findings = findings_of(case, "LED-01")
    assert [f.bearing for f in findings] == [Bearing.UNDECIDED] * found


def test_ledger_of_a_chain_without_a_reference_is_left_to_its_own_check() -> None:
    case = with_ledger(healthy_case(), 1, NO_ANSWER)
    chains = tuple(
        replace(c, reference=NO_ANSWER) if c.chain == ETHEREUM else c for c in case.evidence.chains
    )
    case = replace(case, evidence=replace(case.evidence, chains=chains))
    assert findings_of(case, "LED-01") == ()
    assert findings_of(case, "PIN-01") != ()


def test_rewritten_history_is_inconclusive_and_told() -> None:
    case = changed(rewritten=("final block 9 was 0xa and is now 0xb",))
    (finding,) = findings_of(case, "LED-02")
    assert (finding.bearing, finding.severity) == (Bearing.UNDECIDED, Severity.HIGH)
    assert finding.statement == "final block 9 was 0xa and is now 0xb"


def test_logs_that_do_not_fit_are_counted_and_noted() -> None:
    coverage = replace(ledger_of(healthy_case(), 1).coverage, irregular=3)
    case = changed(coverage=coverage, irregular=("block 5, log 1: four topics",))
    (finding,) = findings_of(case, "LED-03")
    assert (finding.bearing, figures_of(finding)) == (Bearing.NOTED, {"logs": 3})
    assert "four topics" in finding.statement


def test_mint_in_suspense_is_told_with_its_amount() -> None:
    case = changed(totals=Totals(10_000_000_000000, 0, 0, 25, 1, 1))
    (finding,) = findings_of(case, "LED-04")
    assert figures_of(finding) == {
        "events": 1,
        "in suspense": Tokens(TokenAmount(25, 6), "USDKG"),
    }


def test_sources_that_differed_and_endpoints_that_failed_are_noted() -> None:
    coverage = replace(ledger_of(healthy_case(), 1).coverage, decided=2)
    case = changed(coverage=coverage, troubles=("asked a for logs: gone",))
    findings = findings_of(case, "LED-05")
    assert [f.bearing for f in findings] == [Bearing.NOTED] * 2
    assert figures_of(findings[0]) == {"differences": 2}
    assert findings[1].statement == "asked a for logs: gone"
