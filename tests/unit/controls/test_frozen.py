"""Who is frozen by events, since when, how many there were, and what a getter says of them."""

from stableaudit.controls.frozen import (
    Frozen,
    FrozenThen,
    frozen,
    frozen_questions,
    frozen_series,
    is_confirmed,
)
from stableaudit.controls.seen import Seen
from stableaudit.controls.survey import questions
from stableaudit.domain.control_questions import Getter
from stableaudit.domain.identifiers import AccountId
from stableaudit.domain.logs import RawLog
from stableaudit.domain.tokens import SupplyLaw
from tests.control_events import history, kept, told
from tests.unit.controls.answers import FAILED, TOKEN, World, deployment, on_ethereum, on_tron, word

COIN = on_ethereum(TOKEN)
ALICE, BOB = on_ethereum(b"\xa1" * 20), on_ethereum(b"\xb0" * 20)


def freeze(account: AccountId, block: int) -> RawLog:
    return told("AddedBlackList(address)", account.address, at=(block, 0))


def release(account: AccountId, block: int) -> RawLog:
    return told("RemovedBlackList(address)", account.address, at=(block, 0))


LOGS = kept(
    freeze(ALICE, 1),
    freeze(ALICE, 2),
    freeze(BOB, 3),
    release(ALICE, 4),
    release(ALICE, 5),
    told("Pause()", at=(6, 0)),
    RawLog(7, 0, b"", (b"\x99" * 32,), b""),
)


def test_frozen_are_those_not_released_since_the_freeze_that_began_it() -> None:
    assert frozen(COIN, LOGS) == (Frozen(BOB, LOGS[2]),)
    assert frozen(COIN, LOGS[:3]) == (Frozen(ALICE, LOGS[0]), Frozen(BOB, LOGS[2]))


def test_series_has_a_step_for_each_event_that_changed_it() -> None:
    steps = [(LOGS[0], 1), (LOGS[2], 2), (LOGS[3], 1)]
    assert frozen_series(COIN, LOGS) == tuple(FrozenThen(*step) for step in steps)


def test_getter_of_the_family_confirms_who_is_frozen_or_does_not() -> None:
    logs = LOGS[:3]
    of_alice, of_bob = frozen_questions(COIN, SupplyLaw.USDKG, logs)
    assert of_alice == Getter(COIN, "isBlackListed(address)", word(ALICE))
    made = World()
    made.values[of_alice] = word(1)
    made.values[of_bob] = word(0)
    seen = Seen({one: made.answer(one) for one in (of_alice, of_bob)})
    assert is_confirmed(COIN, SupplyLaw.USDKG, ALICE, seen) is True
    assert is_confirmed(COIN, SupplyLaw.USDKG, BOB, seen) is False
    assert is_confirmed(COIN, SupplyLaw.USDKG, COIN, seen) is None
    made.values[of_alice] = FAILED
    failed = Seen({of_alice: made.answer(of_alice)})
    assert is_confirmed(COIN, SupplyLaw.USDKG, ALICE, failed) is None


def test_family_without_a_known_getter_is_not_asked() -> None:
    assert frozen_questions(COIN, SupplyLaw.ZERO_TRANSFER, LOGS) == ()
    assert is_confirmed(COIN, SupplyLaw.ZERO_TRANSFER, BOB, Seen({})) is None


def test_on_tron_nobody_is_asked_for_each_is_a_request_of_its_own() -> None:
    getter = "isBlackListed(address)"
    for contract, asked in ((COIN, 1), (on_tron(TOKEN), 0)):
        of = deployment(SupplyLaw.USDKG, contract)
        log = freeze(AccountId(contract.chain, b"\xa1" * 20), 1)
        wanted = questions(of, Seen({}), (), history(log))
        found = [one for one in wanted if isinstance(one, Getter) and one.signature == getter]
        assert len(found) == asked
