from dataclasses import replace
from pathlib import Path

import pytest

from stableaudit.adapters.files.registry import load_registry
from stableaudit.adapters.files.settings import Settings
from stableaudit.bootstrap.network import Network, limits_of
from stableaudit.bootstrap.scope import price_plan
from stableaudit.domain.errors import DeclarationError, UnreachableError
from stableaudit.domain.tokens import Endpoint
from tests.unit.adapters.evm.node import SPEC


@pytest.mark.parametrize(("timeout", "total"), [(1, 60), (60, 60), (61, 61), (300, 300)])
def test_limits_of_a_long_request_timeout_leave_time_for_it_altogether(
    timeout: int, total: int
) -> None:
    limits = limits_of(Settings(request_timeout_seconds=timeout))
    assert (limits.read_seconds, limits.total_seconds) == (timeout, total)


def test_limits_of_settings_have_their_size() -> None:
    assert limits_of(Settings(max_response_bytes=1234)).max_response_bytes == 1234


@pytest.mark.parametrize("ended", [KeyboardInterrupt, ValueError])
def test_network_whose_work_was_interrupted_asks_nothing_more(ended: type[BaseException]) -> None:
    network = Network(Settings(), (SPEC,))
    transport = network.open(SPEC, Endpoint("op", "http://127.0.0.1:9"))
    with pytest.raises(ended), network.ending():
        raise ended
    with pytest.raises(UnreachableError, match="not asked: the time"):
        transport.get_json("/")
    assert network.requests() == {SPEC.key: 0}


def test_network_whose_work_was_done_may_be_used_again() -> None:
    network = Network(Settings(), (SPEC,))
    transport = network.open(SPEC, Endpoint("op", "http://127.0.0.1:9"))
    with network.ending():
        pass
    with pytest.raises(UnreachableError, match="refused"):
        transport.get_json("/")
    assert network.requests()[SPEC.key] > 0


def test_price_that_no_feed_of_the_registry_gives_is_refused(tmp_path: Path) -> None:
    (tmp_path / "feeds").mkdir()
    bare = replace(load_registry(), root=tmp_path)
    with pytest.raises(DeclarationError, match="no feed of XAU in USD"):
        price_plan("GOLD", bare, Settings(), prices=None)


def test_price_is_asked_of_the_chains_of_its_feeds_alone() -> None:
    plan = price_plan("GOLD", load_registry(), Settings(), prices=None)
    assert {chain.id for chain in plan.chains} == {feed.contract.chain for feed in plan.feeds}
    assert len(plan.feeds) == 2
