"""PIN: one instant, final, still standing."""

from dataclasses import replace

from stableaudit.domain.findings import Bearing
from stableaudit.domain.quantities import Duration
from stableaudit.domain.readings import Pin, Unavailable
from tests.cases import (
    BNB,
    ETHEREUM,
    NO_ANSWER,
    block,
    figures_of,
    findings_of,
    healthy_case,
    reading,
    with_chain,
    with_deployment,
)


def test_reference_missing_is_undecided_with_its_reason() -> None:
    case = healthy_case()
    hurt = with_chain(case, 1, replace(case.evidence.chains[1], reference=NO_ANSWER))
    (found,) = findings_of(hurt, "PIN-01")
    assert (found.subject, found.statement, found.bearing) == (
        "Ethereum",
        str(NO_ANSWER),
        Bearing.UNDECIDED,
    )


def test_reference_at_the_allowed_age_passes_and_one_second_older_does_not() -> None:
    case = healthy_case()
    chain = case.evidence.chains[1]
    found = [
        len(
            findings_of(
                with_chain(case, 1, replace(chain, reference=block(ETHEREUM, age=age))), "PIN-01"
            )
        )
        for age in (1800, 1801, 0, -1)
    ]
    assert found == [0, 1, 0, 1]


def test_reread_of_another_block_is_undecided() -> None:
    case = healthy_case()
    other = replace(block(ETHEREUM), hash="0x" + "cd" * 32)
    hurt = with_chain(case, 1, replace(case.evidence.chains[1], reread=other))
    (found,) = findings_of(hurt, "PIN-02")
    assert figures_of(found) == {
        "block before reading": block(ETHEREUM),
        "block after reading": other,
    }


def test_reread_missing_is_undecided() -> None:
    case = healthy_case()
    hurt = with_chain(case, 1, replace(case.evidence.chains[1], reread=NO_ANSWER))
    (found,) = findings_of(hurt, "PIN-02")
    assert found.bearing is Bearing.UNDECIDED


def test_unpinned_required_reading_is_undecided() -> None:
    case = healthy_case()
    entry = case.evidence.deployments[1]
    loose = reading(10_000_000_000000, ETHEREUM, pin=Pin.UNPINNED)
    (found,) = findings_of(with_deployment(case, 1, replace(entry, total_supply=loose)), "PIN-03")
    assert (found.subject, found.bearing) == ("USDKG on Ethereum", Bearing.UNDECIDED)


def test_unpinned_code_hash_is_not_required_and_not_found() -> None:
    case = healthy_case()
    entry = case.evidence.deployments[1]
    loose = reading("0x" + "ab" * 32, ETHEREUM, pin=Pin.UNPINNED)
    hurt = with_deployment(case, 1, replace(entry, code_hash=loose))
    assert findings_of(hurt, "PIN-03") == ()


def test_skew_at_the_limit_passes_and_beyond_it_names_both_blocks() -> None:
    case = healthy_case()
    chain = case.evidence.chains[2]
    at_limit = with_chain(case, 2, replace(chain, reference=block(BNB, age=600 + 3600)))
    beyond = with_chain(case, 2, replace(chain, reference=block(BNB, age=600 + 3601)))
    assert findings_of(at_limit, "PIN-04") == ()
    (found,) = findings_of(beyond, "PIN-04")
    assert figures_of(found)["apart"] == Duration(3601)


def test_chain_that_was_not_asked_is_undecided() -> None:
    case = healthy_case()
    bare = replace(case, evidence=replace(case.evidence, chains=case.evidence.chains[1:]))
    assert [found.statement for found in findings_of(bare, "PIN-01")] == ["the chain was not asked"]


def test_chain_without_a_readable_endpoint_is_told_by_each_ones_reason() -> None:
    case = healthy_case()
    chain = case.evidence.chains[1]
    first, second = chain.endpoints
    assert not isinstance(second.vitals, Unavailable)
    elsewhere = replace(second, vitals=replace(second.vitals, chain_number=56), used=False)
    silent = replace(first, vitals=NO_ANSWER, used=False)
    hurt = with_chain(case, 1, replace(chain, endpoints=(silent, elsewhere), reference=NO_ANSWER))
    (found,) = findings_of(hurt, "PIN-01")
    assert found.statement == (
        "none of its endpoints can be read: a (http://a.invalid): refused; "
        "b (http://b.invalid): it is another chain"
    )
