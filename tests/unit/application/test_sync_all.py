"""Every ledger of a token, synced or planned, over a world in memory."""

from dataclasses import replace

from stableaudit.application.sync_all import plan_all, sync_all
from stableaudit.domain.errors import UnreachableError
from stableaudit.domain.identifiers import ChainId
from stableaudit.domain.ledger import Coverage
from stableaudit.domain.logs import FetchPlan
from stableaudit.domain.readings import Unavailable
from stableaudit.domain.tokens import Deployment
from stableaudit.reconcile.case import Scope
from tests.cases import ETHEREUM, TRON
from tests.fakes.events import FakeEvents
from tests.fakes.world import FINAL, events, ledgers, readers, scope, world

GONE = UnreachableError("gone", asked="it", whom="a")


def own() -> Scope:
    whole = scope()
    return replace(
        whole, chains=tuple(s for s in whole.chains if s.id in (TRON, ETHEREUM)), feeds=()
    )


def nothing(_: Deployment) -> Coverage | None:
    return None


def past(chain: ChainId) -> tuple[FakeEvents, ...]:
    return events(chain, "a"), events(chain, "b")


def test_sync_all_brings_every_ledger_to_its_chains_last_final_block() -> None:
    found = sync_all(own(), world(readers()))
    assert [(one.spec.id, one.before, one.failure) for one in found] == [
        (TRON, None, None),
        (ETHEREUM, None, None),
    ]
    assert [one.after.last.number for one in found if one.after is not None] == [FINAL] * 2


def test_sync_all_again_says_what_was_there_before() -> None:
    access = ledgers()
    first = sync_all(own(), world(readers(), access=access))
    second = sync_all(own(), world(readers(), access=access))
    assert [one.before for one in second] == [one.after for one in first]


def test_sync_all_of_a_chain_that_fails_tells_and_syncs_the_others() -> None:
    broken = past(TRON)
    for one in broken:
        one.broken = GONE
    access = ledgers(of={TRON: broken, ETHEREUM: past(ETHEREUM)})
    on_tron, on_ethereum = sync_all(own(), world(readers(), access=access))
    assert isinstance(on_tron.failure, Unavailable)
    assert on_tron.after is None
    assert on_ethereum.failure is None


def test_sync_all_of_a_chain_without_an_endpoint_tells_why() -> None:
    known = readers()
    del known[TRON]
    on_tron, on_ethereum = sync_all(own(), world(known))
    assert isinstance(on_tron.failure, Unavailable)
    assert "no endpoint is configured" in on_tron.failure.came
    assert on_ethereum.failure is None


def test_plan_all_says_what_it_would_cost_and_fetches_nothing() -> None:
    access = ledgers()
    found = plan_all(own(), world(readers(), access=access), nothing)
    plans = [one.plan for one in found]
    assert [p.blocks.last for p in plans if isinstance(p, FetchPlan)] == [FINAL] * 2
    assert [
        one.asked for many in access.events.values() for one in many if isinstance(one, FakeEvents)
    ] == [[]] * 4


def test_plan_all_of_a_complete_ledger_has_nothing_to_fetch() -> None:
    access = ledgers()
    after = {one.deployment: one.after for one in sync_all(own(), world(readers(), access=access))}
    found = plan_all(own(), world(readers(), access=access), lambda one: after[one])
    assert [one.plan for one in found] == [None, None]


def test_plan_all_of_a_chain_that_cannot_be_read_says_why() -> None:
    known = readers()
    del known[TRON]
    on_tron, _ = plan_all(own(), world(known), nothing)
    assert isinstance(on_tron.plan, Unavailable)


def test_plan_all_without_a_reader_of_logs_says_so() -> None:
    access = ledgers(of={TRON: (), ETHEREUM: past(ETHEREUM)})
    on_tron, _ = plan_all(own(), world(readers(), access=access), nothing)
    assert isinstance(on_tron.plan, Unavailable)
    assert "no endpoint of the chain may be read" in on_tron.plan.came
