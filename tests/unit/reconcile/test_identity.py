"""TOK: the contract is the token it is registered as."""

from dataclasses import replace

from stableaudit.domain.findings import Bearing, Severity, Verdict
from stableaudit.domain.readings import Pin
from stableaudit.domain.untrusted import Untrusted
from stableaudit.reconcile.judge import judge
from tests.cases import (
    ETHEREUM,
    NO_ANSWER,
    figures_of,
    findings_of,
    healthy_case,
    reading,
    with_chain,
    with_deployment,
)


def test_other_decimals_are_unreconciled_and_not_scaled_away() -> None:
    case = healthy_case()
    entry = replace(case.evidence.deployments[1], decimals=reading(18, ETHEREUM))
    result = judge(with_deployment(case, 1, entry), fail_on=Severity.HIGH)
    (found,) = [finding for finding in result.findings if finding.check == "TOK-01"]
    assert result.verdict is Verdict.UNRECONCILED
    assert figures_of(found) == {"registry": 6, "contract": 18}


def test_look_alike_symbol_is_noted_with_the_foreign_text_kept_apart() -> None:
    cyrillic = Untrusted("USDКG")  # noqa: RUF001 - the look-alike letter is the point
    case = healthy_case()
    entry = replace(case.evidence.deployments[1], symbol=reading(cyrillic, ETHEREUM))
    (found,) = findings_of(with_deployment(case, 1, entry), "TOK-02")
    assert (found.bearing, figures_of(found)["contract"]) == (Bearing.NOTED, cyrillic)


def test_symbol_missing_is_noted() -> None:
    case = healthy_case()
    entry = replace(case.evidence.deployments[1], symbol=NO_ANSWER)
    (found,) = findings_of(with_deployment(case, 1, entry), "TOK-02")
    assert found.bearing is Bearing.NOTED


def test_code_missing_is_noted() -> None:
    case = healthy_case()
    entry = replace(case.evidence.deployments[1], code_hash=NO_ANSWER)
    (found,) = findings_of(with_deployment(case, 1, entry), "TOK-03")
    assert (found.bearing, found.severity) == (Bearing.NOTED, Severity.LOW)


def test_other_decimals_read_unpinned_decide_nothing() -> None:
    case = healthy_case()
    loose = reading(18, ETHEREUM, pin=Pin.UNPINNED)
    entry = replace(case.evidence.deployments[1], decimals=loose)
    result = judge(with_deployment(case, 1, entry), fail_on=Severity.INFO)
    assert result.verdict is Verdict.INCONCLUSIVE


def test_wrong_symbol_is_told_where_only_the_supply_failed() -> None:
    case = healthy_case()
    entry = replace(
        case.evidence.deployments[1],
        total_supply=NO_ANSWER,
        symbol=reading(Untrusted("EVIL"), ETHEREUM),
    )
    assert len(findings_of(with_deployment(case, 1, entry), "TOK-02")) == 1


def test_symbol_and_code_of_a_chain_that_was_not_read_are_not_listed_again() -> None:
    case = healthy_case()
    entry = replace(case.evidence.deployments[1], symbol=NO_ANSWER, code_hash=NO_ANSWER)
    chain = replace(case.evidence.chains[1], reference=NO_ANSWER)
    dark = with_chain(with_deployment(case, 1, entry), 1, chain)
    assert findings_of(dark, "TOK-02") == findings_of(dark, "TOK-03") == ()
