"""Each thing once, in order."""

from hypothesis import given
from hypothesis import strategies as st

from stableaudit.domain.distinct import distinct


@given(things=st.lists(st.integers(0, 9)))
def test_distinct_keeps_the_first_place_of_each(things: list[int]) -> None:
    found = distinct(things)
    assert sorted(found) == sorted(set(things))
    assert [things.index(one) for one in found] == sorted(things.index(one) for one in found)
