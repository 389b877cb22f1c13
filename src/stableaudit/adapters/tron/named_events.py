"""The index asked for events of several names, once for each, and the answers put together.

Every name is paged through on its own. What stands of all of them ends where the first of them
ended; a block that is too full of one name is given up for all, since its infos are read then.
"""

from collections.abc import Sequence
from dataclasses import replace

from stableaudit.adapters.tron.events_index import Asked, EventsIndex, Indexed, until


def read_named(index: EventsIndex, asked: Asked, names: Sequence[str]) -> Indexed:
    """Return the events of these names; of all names where none is given.

    Raises: see EventsIndex.read; InconsistentError also where one event came under two names.
    """
    if not names:
        return index.read(asked)
    found = Indexed(asked.blocks.last)
    for name in names:
        named = index.read(replace(asked, name=name))
        twice = found.rows.keys() & named.rows.keys()
        if twice:
            transaction, position = min(twice)
            seconds = range(asked.first, asked.last + 1)
            raise index.inquiry(asked, seconds).inconsistent(
                f"event {position} of transaction {transaction.hex()} under two names"
            )
        found = Indexed(
            min(found.through, named.through),
            found.rows | named.rows,
            found.overfull | named.overfull,
            found.repeated + named.repeated,
        )
    found.rows = {key: row for key, row in found.rows.items() if row.block not in found.overfull}
    return until(found.through, found)
