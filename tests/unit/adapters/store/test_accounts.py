"""The dictionary of accounts gives each address one number, many at a time."""

import numpy as np
import pytest

from stableaudit.adapters.store.accounts import AccountIds
from stableaudit.adapters.store.errors import RefusedError


def addresses(count: int, *, seed: int) -> list[bytes]:
    """Return distinct addresses, many of them alike at one end."""
    chosen = np.random.default_rng(seed)
    found: set[bytes] = set()
    while len(found) < count:
        part = chosen.bytes(chosen.choice((1, 2, 20)))
        found |= {part.ljust(20, b"\0"), part.rjust(20, b"\0")}
    every = sorted(found)
    return [every[at] for at in chosen.permutation(len(every))[:count]]


def test_addresses_get_one_number_each_from_two_on() -> None:
    known = addresses(5_000, seed=1)
    repeated = [known[at] for at in np.random.default_rng(2).integers(0, len(known), 20_000)]
    ids = AccountIds()
    numbers = ids.numbered(b"".join(repeated))
    by_address: dict[bytes, int] = {}
    for address, number in zip(repeated, numbers.tolist(), strict=True):
        assert by_address.setdefault(address, number) == number
    assert sorted(by_address.values()) == list(range(2, 2 + len(by_address)))
    assert ids.end == 2 + len(by_address)


def test_numbers_stay_while_the_table_grows() -> None:
    known = addresses(60_000, seed=3)
    ids = AccountIds()
    first = ids.numbered(b"".join(known[:100]))
    for at in range(0, len(known), 7_000):
        ids.numbered(b"".join(known[at : at + 7_000]))
    assert np.array_equal(ids.numbered(b"".join(known[:100])), first)
    assert ids.end == 2 + len(known)
    since = ids.since(2)
    assert sorted(since[at : at + 20] for at in range(0, len(since), 20)) == sorted(known)


def test_added_addresses_are_numbered_in_their_order() -> None:
    known = addresses(40_000, seed=4)
    ids = AccountIds()
    ids.add(b"".join(known[:10]))
    ids.add(b"".join(known[10:]))
    assert ids.numbered(b"".join(known)).tolist() == list(range(2, 2 + len(known)))
    assert ids.since(2) == b"".join(known)


def test_no_address_gives_no_number() -> None:
    ids = AccountIds()
    assert ids.numbered(b"").tolist() == []
    assert (ids.end, ids.since(2)) == (2, b"")


@pytest.mark.parametrize("again", [0, 1])
def test_address_added_twice_is_refused(again: int) -> None:
    one, other = addresses(2, seed=5)
    ids = AccountIds()
    if again:
        ids.add(one)
    with pytest.raises(RefusedError, match="twice"):
        ids.add(one + other + one if not again else other + one)
