"""The table of conduct: each kind of misbehaviour is counted at the endpoint that did it."""

from dataclasses import replace

import pytest

from stableaudit.domain.errors import (
    EvidenceError,
    InconsistentError,
    PinnedStateError,
    RateLimitedError,
    TooEarlyError,
    UndecodableError,
    UnreachableError,
)
from stableaudit.domain.evidence import Incident, Vitals
from stableaudit.domain.readings import Unavailable
from stableaudit.reconcile.case import Case
from stableaudit.reconcile.conduct import Conduct, conduct_lines
from tests.cases import ETHEREUM, NO_ANSWER, healthy_case, with_chain

WHOM = "a (http://a.invalid)"


def told(case: Case) -> dict[str, dict[Conduct, int]]:
    return {line.whom: dict(line.times) for line in conduct_lines(case)}


def with_incidents(*incidents: Incident) -> Case:
    case = healthy_case()
    return with_chain(case, 1, replace(case.evidence.chains[1], incidents=incidents))


def with_vitals(vitals: Vitals | Unavailable) -> Case:
    case = healthy_case()
    chain = case.evidence.chains[1]
    first = replace(chain.endpoints[0], vitals=vitals)
    return with_chain(case, 1, replace(chain, endpoints=(first, *chain.endpoints[1:])))


def healthy_vitals() -> Vitals:
    vitals = healthy_case().evidence.chains[1].endpoints[0].vitals
    assert isinstance(vitals, Vitals)
    return vitals


def test_nobody_is_named_where_all_did_well_or_nothing_is_known() -> None:
    assert told(healthy_case()) == {}
    case = healthy_case()
    assert told(replace(case, evidence=replace(case.evidence, chains=()))) == {}


@pytest.mark.parametrize(
    ("error", "conduct"),
    [
        (UnreachableError, Conduct.UNREACHABLE),
        (RateLimitedError, Conduct.RATE_LIMITED),
        (PinnedStateError, Conduct.PRUNED),
        (UndecodableError, Conduct.UNDECODABLE),
        (InconsistentError, Conduct.INCONSISTENT),
    ],
)
def test_failure_is_counted_by_its_kind(error: type[EvidenceError], conduct: Conduct) -> None:
    one = Incident.failure(ETHEREUM, error("it failed", asked="it", whom=WHOM))
    assert told(with_incidents(one, one)) == {WHOM: {conduct: 2}}


def test_question_about_a_time_before_the_chain_is_nobodys_fault() -> None:
    early = TooEarlyError("the first block is later", asked="it", whom=WHOM)
    assert told(with_incidents(Incident.failure(ETHEREUM, early))) == {}


def test_outvoted_operators_are_named_and_an_open_dissent_is_nobodys() -> None:
    outvoted = Incident(ETHEREUM, dissent=True, what="it", outvoted=("b", "c"))
    open_one = Incident(ETHEREUM, dissent=True, what="it")
    assert told(with_incidents(outvoted, open_one)) == {
        "b": {Conduct.LIED: 1},
        "c": {Conduct.LIED: 1},
    }


def test_gap_that_another_source_filled_is_an_incomplete_answer() -> None:
    gap = Incident(ETHEREUM, dissent=False, what="it", whom=WHOM, kind="gap")
    assert told(with_incidents(gap)) == {WHOM: {Conduct.INCOMPLETE: 1}}


@pytest.mark.parametrize(
    ("vitals", "conduct"),
    [
        (NO_ANSWER, Conduct.UNREACHABLE),
        (replace(NO_ANSWER, kind="rate-limited"), Conduct.RATE_LIMITED),
        (replace(healthy_vitals(), chain_number=5), Conduct.OTHER_CHAIN),
        (
            replace(healthy_vitals(), head=replace(healthy_vitals().head, timestamp=1)),
            Conduct.LAGGED,
        ),
    ],
    ids=["silent", "busy", "another chain", "old head"],
)
def test_endpoint_is_judged_by_what_it_says_of_itself(
    vitals: Vitals | Unavailable, conduct: Conduct
) -> None:
    assert told(with_vitals(vitals)) == {WHOM: {conduct: 1}}


def test_several_kinds_of_one_endpoint_are_one_line_in_the_order_of_conduct() -> None:
    errors = (UndecodableError, PinnedStateError, UndecodableError)
    incidents = [Incident.failure(ETHEREUM, one("it", asked="it", whom=WHOM)) for one in errors]
    (line,) = conduct_lines(with_incidents(*incidents))
    assert line.times == ((Conduct.PRUNED, 1), (Conduct.UNDECODABLE, 2))
    assert line.chain.id == ETHEREUM
