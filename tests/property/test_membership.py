"""Terms of a role, whatever the events: those that have not ended are what replay leaves."""

from hypothesis import given
from hypothesis import strategies as st

from stableaudit.controls.membership import terms
from stableaudit.domain.control_history import KeptLog
from tests.control_events import granted, revoked
from tests.unit.controls.answers import TOKEN, on_ethereum

COIN = on_ethereum(TOKEN)
steps = st.lists(
    st.tuples(st.booleans(), st.integers(0, 2), st.integers(1, 3), st.integers(0, 1)), max_size=40
)


@given(steps)
def test_open_terms_are_the_set_of_who_was_granted_and_not_revoked(
    drawn: list[tuple[bool, int, int, int]],
) -> None:
    held: set[tuple[bytes, bytes]] = set()
    logs: list[KeptLog] = []
    block = 1
    for place, (grants, role_number, number, later) in enumerate(drawn):
        block += later
        role, account = bytes([role_number]) * 32, bytes([number]) * 20
        event = granted if grants else revoked
        logs.append(KeptLog(event(role, account, at=(block, place)), block))
        (held.add if grants else held.discard)((role, account))
    found = terms(COIN, logs)
    open_still = [term.membership for term in found if term.revoked is None]
    assert {(one.role, one.account.address) for one in open_still} == held
    assert len(open_still) == len(held)
    ended = [term for term in found if term.revoked is not None]
    assert len(ended) <= sum(not grants for grants, *_ in drawn)
    assert all(
        term.granted is None
        or term.revoked is None
        or (term.granted.log.block, term.granted.log.ordinal)
        < (term.revoked.log.block, term.revoked.log.ordinal)
        for term in found
    )
