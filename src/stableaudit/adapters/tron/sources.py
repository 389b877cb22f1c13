"""The two sources of one endpoint, and what they say of a range of blocks.

The index goes first, since it knows blocks that hold an event, on which the search is tested.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field

from stableaudit.adapters.transport.errors import NotServedError
from stableaudit.adapters.tron import self_test
from stableaudit.adapters.tron.events_index import Asked, EventsIndex, Indexed
from stableaudit.adapters.tron.found_logs import Found, FoundLog
from stableaudit.adapters.tron.index_rows import IndexRow
from stableaudit.adapters.tron.log_search import LogSearch
from stableaudit.adapters.tron.named_events import read_named
from stableaudit.adapters.tron.selection import Selection
from stableaudit.domain.blocks import BlockRange
from stableaudit.domain.errors import UnreachableError
from stableaudit.domain.identifiers import AccountId


@dataclass(slots=True)
class Said:
    """What the two sources say of one contract in the blocks up to `through`."""

    through: int
    listed: bool
    """Whether there is an index."""

    searched: bool
    """Whether there is a search."""

    rows: dict[bytes, list[IndexRow]] = field(default_factory=lambda: defaultdict(list))
    """By transaction; in order of position."""

    found: dict[bytes, list[FoundLog]] = field(default_factory=lambda: defaultdict(list))
    """By transaction; in order of ordinal."""

    unlisted: frozenset[int] = frozenset()
    """Blocks of which the index is not believed."""

    unsearched: frozenset[int] = frozenset()
    """Blocks of which the search is not believed."""

    decided: tuple[str, ...] = ()
    """What the test of the search decided."""

    def wanted(self) -> dict[int, dict[bytes, None]]:
        """Return the transactions that either source names, by block, each once."""
        wanted: dict[int, dict[bytes, None]] = defaultdict(dict)
        for found in self.found.values():
            for log in found:
                wanted[log.block][log.transaction] = None
        for rows in self.rows.values():
            for row in rows:
                wanted[row.block][row.transaction] = None
        return wanted

    def doubted(self) -> frozenset[int]:
        """Return the blocks to be read whole: a source is not believed there, or lacks logs."""
        lacking = {
            rows[0].block
            for name, rows in self.rows.items()
            if len(rows) > len(self.found.get(name, ()))
        }
        return self.unsearched | self.unlisted | lacking

    def rows_of(self, transaction: bytes, block: int) -> tuple[IndexRow, ...] | None:
        """Return what the index lists of a transaction; None where it is not believed."""
        believed = self.listed and block not in self.unlisted
        return tuple(self.rows.get(transaction, ())) if believed else None

    def found_of(self, transaction: bytes, block: int) -> tuple[FoundLog, ...] | None:
        """Return what the search found of a transaction; None where it is not believed."""
        believed = self.searched and block not in self.unsearched
        return tuple(self.found.get(transaction, ())) if believed else None


class Sources:
    """The sources of one endpoint. Remembers which of them it has not."""

    def __init__(
        self, index: EventsIndex, search: LogSearch, *, tell: Callable[[str], None]
    ) -> None:
        """Prepare; nothing is asked. `tell` receives what went wrong without stopping."""
        self._index: EventsIndex | None = index
        self._search: LogSearch | None = search
        self._tell = tell

    @property
    def names(self) -> tuple[str, ...]:
        """Those that the endpoint has, as far as it was asked."""
        named = (("events index", self._index), ("eth_getLogs", self._search))
        return tuple(name for name, source in named if source is not None)

    def head(self, contract: AccountId) -> int | None:
        """Return how far the search has come; None where there is none.

        Raises: see LogSearch.head, but NotServedError.
        """
        if self._search is None:
            return None
        try:
            return self._search.head(contract.chain)
        except NotServedError as error:
            self._without_search(contract, error)
            return None

    def ask(self, asked: Asked, selection: Selection) -> Said:
        """Return what both say of a range, or of its beginning where that has plenty.

        Of the events selected, each is asked for those alone.

        Raises: see EventsIndex.read and LogSearch.of_contract, but NotServedError.
        """
        indexed = self._indexed(asked, selection)
        through = asked.blocks.last if indexed is None else indexed.through
        found = self._found(selection, BlockRange(asked.blocks.first, through))
        said = Said(through, indexed is not None, found is not None)
        if indexed is not None:
            for row in sorted(indexed.rows.values(), key=lambda row: (row.block, row.position)):
                said.rows[row.transaction].append(row)
            said.unlisted = frozenset(indexed.overfull)
        known = {rows[0].block for rows in said.rows.values()} | said.unlisted
        if found is None:
            said.unsearched = frozenset(known)
            return said
        if found.repeated:
            self._tell(f"eth_getLogs listed {found.repeated} logs more than once")
        for log in found.logs:
            said.found[log.transaction].append(log)
        doubted, said.decided = self._tested(frozenset(known), found, selection)
        said.unsearched = doubted | found.overfull
        return said

    def _indexed(self, asked: Asked, selection: Selection) -> Indexed | None:
        if self._index is None:
            return None
        try:
            found = read_named(self._index, asked, selection.names)
        except NotServedError as error:
            self._index = None
            self._tell(
                f"no events index ({error.came}): the events of {asked.contract} rest on its"
                " eth_getLogs alone, with the infos of the transactions that this names"
            )
            return None
        if found.repeated:
            self._tell(f"the events index listed {found.repeated} events more than once")
        return found

    def _found(self, selection: Selection, blocks: BlockRange) -> Found | None:
        if self._search is None:
            return None
        try:
            return self._search.of_contract(selection, blocks)
        except NotServedError as error:
            self._without_search(selection.contract, error)
            return None

    def _without_search(self, contract: AccountId, error: UnreachableError) -> None:
        self._search = None
        self._tell(
            f"no eth_getLogs ({error.came}): the events of {contract} rest on its events index"
            " alone, with the infos of the blocks that this names"
        )

    def _tested(
        self, known: frozenset[int], found: Found, selection: Selection
    ) -> tuple[frozenset[int], tuple[str, ...]]:
        """Return the blocks in which the search is not believed after a test, and why."""
        blocks = self_test.chosen(known - found.overfull)
        if self._search is None or not blocks:
            return frozenset(), ()
        verdict = self_test.judge(found.logs, self._search.of_blocks(blocks, selection))
        if not verdict.failed:
            return frozenset(verdict.untested), ()
        doubted = known | {log.block for log in found.logs}
        what = (
            f"eth_getLogs of {selection.contract} answers differently with and without a filter"
            f" in block {', '.join(map(str, verdict.failed))}: from block {min(doubted)}"
            f" to {max(doubted)} the infos of the {len(doubted)} blocks with events decide instead"
        )
        self._tell(what)
        return doubted, (what,)
