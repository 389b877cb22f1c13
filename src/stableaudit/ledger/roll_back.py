"""What was, from what is and what happened since."""

from collections.abc import Iterable, Mapping

from stableaudit.domain.ledger import Boundary, Entry


def supply_then(present: int, entries: Iterable[Entry], *, then: int, now: int) -> int:
    """Return the supply at the end of block `then` in base units.

    present: the supply at the end of block `now`.
    entries: every mint and burn of the blocks after `then`, up to `now`; others do no harm.

    Raises:
        ValueError: `then` is later than `now`.
    """
    _check_order(then=then, now=now)
    since = [entry for entry in entries if then < entry.block <= now]
    minted = sum(entry.base_units for entry in since if entry.source is Boundary.SUPPLY)
    burned = sum(entry.base_units for entry in since if entry.destination is Boundary.SUPPLY)
    return present - minted + burned


def balance_then(present: int, changes: Mapping[int, int], *, then: int, now: int) -> int:
    """Return an account's balance at the end of block `then` in base units.

    present: its balance at the end of block `now`.
    changes: its net change in every block after `then` in which it has one, at least up to `now`.

    Raises:
        ValueError: `then` is later than `now`.
    """
    _check_order(then=then, now=now)
    return present - sum(change for block, change in changes.items() if then < block <= now)


def _check_order(*, then: int, now: int) -> None:
    if then > now:
        message = f"what block {then} held does not follow from block {now} before it"
        raise ValueError(message)
