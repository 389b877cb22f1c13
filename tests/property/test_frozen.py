"""Who is frozen, whatever the events: the set that replay leaves, as many as the series says."""

from hypothesis import given
from hypothesis import strategies as st

from stableaudit.controls.frozen import frozen, frozen_series
from tests.control_events import kept, told
from tests.unit.controls.answers import TOKEN, on_ethereum

COIN = on_ethereum(TOKEN)


@given(st.lists(st.tuples(st.booleans(), st.integers(1, 4)), max_size=40))
def test_frozen_are_the_set_that_replay_leaves_and_the_series_ends_with_their_number(
    drawn: list[tuple[bool, int]],
) -> None:
    held: set[bytes] = set()
    logs = kept(
        *(
            told(
                "AddedBlackList(address)" if freezes else "RemovedBlackList(address)",
                bytes([number]) * 20,
                at=(place, 0),
            )
            for place, (freezes, number) in enumerate(drawn)
        )
    )
    for freezes, number in drawn:
        (held.add if freezes else held.discard)(bytes([number]) * 20)
    assert {one.account.address for one in frozen(COIN, logs)} == held
    series = [then.accounts for then in frozen_series(COIN, logs)]
    assert series[-1:] == ([len(held)] if series else [])
    steps = zip([0, *series], series, strict=False)
    assert all(abs(after - before) == 1 for before, after in steps)
