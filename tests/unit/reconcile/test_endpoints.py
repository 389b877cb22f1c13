"""NET: which endpoints may be believed, and what is said of the others."""

from dataclasses import replace

import pytest

from stableaudit.domain.evidence import Incident, Vitals
from stableaudit.domain.findings import Bearing
from stableaudit.reconcile.endpoints import MAX_CLOCK_SKEW_SECONDS, Unfit, unfit
from tests.cases import (
    BNB,
    ETHEREUM,
    NO_ANSWER,
    NOW,
    block,
    chain_spec,
    findings_of,
    healthy_case,
    with_chain,
)

SPEC = chain_spec(ETHEREUM, "ethereum")
GOOD = Vitals(1, SPEC.genesis, block(ETHEREUM, age=6, number=1100), block(ETHEREUM))


@pytest.mark.parametrize(
    ("vitals", "expected"),
    [
        (GOOD, None),
        (replace(GOOD, chain_number=56), Unfit.WRONG_CHAIN),
        (replace(GOOD, genesis="0x" + "22" * 32), Unfit.WRONG_CHAIN),
        (replace(GOOD, head=block(ETHEREUM, age=60)), None),
        (replace(GOOD, head=block(ETHEREUM, age=61)), Unfit.STALE_HEAD),
        (replace(GOOD, head=block(ETHEREUM, age=-MAX_CLOCK_SKEW_SECONDS)), None),
        (replace(GOOD, head=block(ETHEREUM, age=-121)), Unfit.HEAD_IN_FUTURE),
        (replace(GOOD, final=block(ETHEREUM, number=1100)), None),
        (replace(GOOD, final=block(ETHEREUM, number=1101)), Unfit.FINAL_AFTER_HEAD),
        (replace(GOOD, final=block(ETHEREUM, age=1800)), None),
        (replace(GOOD, final=block(ETHEREUM, age=1801)), Unfit.STALE_FINALITY),
    ],
)
def test_unfit_table(vitals: Vitals, expected: Unfit | None) -> None:
    assert unfit(SPEC, vitals, asked_at=NOW) is expected


@pytest.mark.parametrize(
    ("vitals", "check"),
    [
        (replace(GOOD, chain_number=56), "NET-01"),
        (replace(GOOD, head=block(ETHEREUM, age=3600)), "NET-02"),
        (replace(GOOD, final=block(ETHEREUM, age=7200)), "NET-02"),
        (NO_ANSWER, "NET-03"),
    ],
)
def test_endpoint_that_is_unfit_is_named_and_noted(vitals: Vitals, check: str) -> None:
    case = healthy_case()
    chain = case.evidence.chains[1]
    first = replace(chain.endpoints[0], vitals=vitals, used=False)
    hurt = with_chain(case, 1, replace(chain, endpoints=(first, *chain.endpoints[1:])))
    (found,) = findings_of(hurt, check)
    assert (found.subject, found.bearing) == (
        "Ethereum, a (http://a.invalid)",
        Bearing.NOTED,
    )


@pytest.mark.parametrize(
    ("dissent", "check", "bearing"),
    [(True, "NET-04", Bearing.UNDECIDED), (False, "NET-03", Bearing.NOTED)],
)
def test_incident_is_a_finding_with_its_words(
    dissent: bool,  # noqa: FBT001 - a parametrised row
    check: str,
    bearing: Bearing,
) -> None:
    case = healthy_case()
    incident = Incident(BNB, dissent, "a said 1, b said 2")
    hurt = with_chain(case, 2, replace(case.evidence.chains[2], incidents=(incident,)))
    (found,) = findings_of(hurt, check)
    assert (found.subject, found.statement, found.bearing) == ("Bnb", incident.what, bearing)
