"""What the sources say of one transaction, held against one another. Asks nobody.

Sources: rows of the event index, logs of eth_getLogs, and the transaction's own info. Rules:

1. Only a transaction that succeeded has events; logs listed under a failed one are told and left.
2. Logs are matched by their order among this contract's logs of the transaction, as far as they
   were asked for: that is the same in every source, however each one counts.
3. Where index and search differ, the info decides, and it is told. Where both list the same number
   of logs and the info fewer, nothing decides: an error.
4. Contents that differ are decided by two against one; one against one is an error where both are
   raw logs, and decided by the info where the other is a decoded row.
5. Places in the block, as the search gives them and as the block's infos are counted, must agree.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from stableaudit.adapters.tron.errors import Inquiry
from stableaudit.adapters.tron.found_logs import FoundLog
from stableaudit.adapters.tron.index_rows import IndexRow, agrees
from stableaudit.adapters.tron.infos import Info, NativeLog
from stableaudit.domain.logs import RawLog

INDEX = "the events index"
SEARCH = "eth_getLogs"


@dataclass(frozen=True, slots=True)
class Claims:
    """Everything that is said of one transaction and one contract."""

    info: Info
    native: tuple[NativeLog, ...]
    """The contract's logs of the info, as far as they were asked for."""

    first_ordinal: int | None
    """Logs of the block before the transaction's own; None where the block was not read whole."""

    rows: tuple[IndexRow, ...] | None
    """By position; None where the index was not asked, or not believed."""

    found: tuple[FoundLog, ...] | None
    """By ordinal; None where the search was not asked, or not believed."""

    kinds: str = ""
    """See Selection.kinds: what the logs are that were asked for."""


@dataclass(frozen=True, slots=True)
class Settled:
    """What stands."""

    logs: tuple[RawLog, ...]
    decided: tuple[str, ...]
    valueless: int
    """Rows that the index could not decode."""


def lacks_places(said: Claims) -> bool:
    """Whether its block must be read whole to know where each log stands."""
    known = said.first_ordinal is not None
    found = 0 if said.found is None else len(said.found)
    return said.info.succeeded and not known and found != len(said.native)


def settle(said: Claims, inquiry: Inquiry) -> Settled:
    """Return the events of a transaction that stand, and what was decided.

    Raises:
        InconsistentError: the sources contradict one another and nothing decides.
    """
    name = f"transaction {said.info.transaction.hex()} in block {said.info.block}"
    if not said.info.succeeded:
        return Settled((), _failed(said, name), 0)
    decided = [*_counts(said, name, inquiry), *_contents(said, name, inquiry)]
    base = _base(said, name, inquiry)
    logs = tuple(
        RawLog(said.info.block, base + log.position, said.info.transaction, log.topics, log.data)
        for log in said.native
    )
    valueless = sum(not row.values for row in said.rows or ())
    return Settled(logs, tuple(decided), valueless)


def _failed(said: Claims, name: str) -> tuple[str, ...]:
    listed = {
        "its info": len(said.native),
        INDEX: len(said.rows or ()),
        SEARCH: len(said.found or ()),
    }
    named = " and ".join(source for source, count in listed.items() if count)
    if not named:
        return ()
    most = max(listed.values())
    return (f"{name} failed ({said.info.outcome}): {most} logs that {named} list are no events",)


def _counts(said: Claims, name: str, inquiry: Inquiry) -> Sequence[str]:
    true = len(said.native)
    rows = None if said.rows is None else len(said.rows)
    found = None if said.found is None else len(said.found)
    if rows is not None and rows == found and found > true:
        raise inquiry.inconsistent(
            f"{name} has {true} logs{said.kinds} in its info,"
            f" and {found} in {INDEX} and in {SEARCH}"
        )
    return [
        f"{name}: {source} lists {count} of this contract's logs{said.kinds};"
        f" its info, with {true}, decides"
        for source, count in ((INDEX, rows), (SEARCH, found))
        if count is not None and count != true
    ]


def _contents(said: Claims, name: str, inquiry: Inquiry) -> Sequence[str]:
    native = [(log.topics, log.data) for log in said.native]
    found = None if said.found is None else [(log.topics, log.data) for log in said.found]
    sides = None
    if said.rows is not None and len(said.rows) == len(native):
        sides = [agrees(row, log) for row, log in zip(said.rows, said.native, strict=True)]
    if found is not None and found != native:
        if len(found) != len(native):
            short, long = sorted((found, native), key=len)
            if not _within(short, long):
                raise _contradiction(name, inquiry)
        else:
            differing = [at for at, each in enumerate(native) if each != found[at]]
            if sides is None or not all(sides[at] for at in differing):
                raise _contradiction(name, inquiry)
            return [f"{name}: {SEARCH} has other contents; its info and {INDEX} decide"]
    if sides is not None and False in sides:
        wrong = sides.count(False)
        return [f"{name}: {INDEX} has other values of {wrong} events; its info decides"]
    return ()


def _within(short: Sequence[object], long: Sequence[object]) -> bool:
    """Whether all of `short` stand in `long`, in that order."""
    rest = iter(long)
    return all(any(each == other for other in rest) for each in short)


def _contradiction(name: str, inquiry: Inquiry) -> Exception:
    return inquiry.inconsistent(f"{name} has other contents in its info than in {SEARCH}")


def _base(said: Claims, name: str, inquiry: Inquiry) -> int:
    """Return how many logs of the block stand before those of the transaction."""
    bases = set() if said.first_ordinal is None else {said.first_ordinal}
    if said.found is not None and len(said.found) == len(said.native):
        pairs = zip(said.found, said.native, strict=True)
        bases |= {found.ordinal - log.position for found, log in pairs}
    elif said.found is not None and said.first_ordinal is not None:
        places = {said.first_ordinal + log.position for log in said.native}
        if len(said.found) < len(said.native):
            bases |= {-1 for log in said.found if log.ordinal not in places}
    if not said.native:
        return 0
    if len(bases) != 1 or min(bases) < 0:
        raise inquiry.inconsistent(
            f"{name}: {SEARCH} and the infos of its block count the logs differently"
        )
    return bases.pop()
