"""What is asked beside the map: the transactions of the newest acts, and approvals around them."""

import pytest

from stableaudit.application.controls import (
    LOOK_BACK,
    MOST_CALLS_SINGLY,
    MOST_SINCE,
    read_controls,
)
from stableaudit.application.pin import Pinned
from stableaudit.domain.control_history import ControlHistory
from stableaudit.domain.errors import UnreachableError
from stableaudit.domain.evidence import ControlEvidence
from stableaudit.domain.identifiers import ChainId
from stableaudit.domain.logs import RawLog, TransactionCall
from stableaudit.domain.readings import Unavailable
from tests.cases import ETHEREUM, TRON
from tests.control_events import history, told
from tests.fakes.chain_reader import stamp
from tests.fakes.events import FakeEvents
from tests.fakes.world import FINAL, OWNER, reader, scope

DEPLOYMENTS = {one.asset.chain: one for one in scope().token.deployments}


def pauses(*blocks: int) -> tuple[RawLog, ...]:
    return tuple(told("Pause()", at=(n, 0), transaction=n.to_bytes(32)) for n in blocks)


def calls(*blocks: int) -> dict[bytes, TransactionCall]:
    return {
        n.to_bytes(32): TransactionCall(n.to_bytes(32), n, OWNER, b"\x07" * 20, b"") for n in blocks
    }


def read(
    *events: FakeEvents, kept: ControlHistory | None = None, chain: ChainId = ETHEREUM
) -> ControlEvidence:
    spec = next(one for one in scope().chains if one.id == chain)
    at = stamp(FINAL, chain=chain)
    pinned = Pinned(spec, (), reader(chain, "a"), at, at)
    return read_controls(DEPLOYMENTS[chain], pinned, events, history=kept)


def test_transactions_of_acts_are_asked_for_and_kept_by_hash() -> None:
    source = FakeEvents("a", calls=calls(5, 6))
    kept = history(*pauses(5, 6))
    found = read(source, kept=kept)
    assert (found.history, found.calls) == (kept, calls(5, 6))
    assert source.asked.count("transactions") == 1


def test_endpoint_that_fails_hands_the_transactions_on_to_the_next() -> None:
    broken = FakeEvents("a", broken=UnreachableError("gone", asked="it", whom="a"))
    found = read(broken, FakeEvents("b", calls=calls(5)), kept=history(*pauses(5)))
    assert found.calls == calls(5)
    alone = read(broken, kept=history(*pauses(5))).calls
    assert isinstance(alone, Unavailable)
    assert "gone" in str(alone)
    nobody = read(kept=history(*pauses(5))).calls
    assert "no endpoint is fit" in str(nobody)


def test_nothing_is_asked_without_acts_or_without_a_history() -> None:
    source = FakeEvents("a")
    for kept in (None, history()):
        assert read(source, kept=kept).calls == {}
    assert "transactions" not in source.asked


def test_on_tron_the_newest_transactions_alone_are_asked_for() -> None:
    numbers = range(1, MOST_CALLS_SINGLY + 4)
    source = FakeEvents("a", calls=calls(*numbers), chain=TRON)
    found = read(source, kept=history(*pauses(*numbers)), chain=TRON)
    assert found.calls == calls(*numbers[3:])


@pytest.mark.parametrize(
    ("acted", "first"),
    [
        ((), FINAL - LOOK_BACK),
        ((FINAL - 10,), FINAL - 10 - LOOK_BACK),
        ((FINAL - MOST_SINCE - 1,), FINAL - LOOK_BACK),
        ((FINAL - MOST_SINCE,), FINAL - MOST_SINCE - LOOK_BACK),
    ],
    ids=["no act", "one lately", "one long ago", "one at the limit"],
)
def test_approvals_are_looked_for_before_the_first_recent_act(
    acted: tuple[int, ...], first: int
) -> None:
    found = read(FakeEvents("a", page=1 << 40), kept=history(*pauses(*acted)))
    (approvals,) = found.approvals
    assert (approvals.first, approvals.last) == (first, FINAL)
