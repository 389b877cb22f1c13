"""TronGrid's event index, asked for a range of blocks by windows of time.

Its pages have come without the fingerprint that names the next one, so a window is read only if its
last page is not full. A full page without a next one, and a page that brings nothing new, divide
the window: before the newest block that came, if everything came in order, so that what came
counts; else in halves, which are asked anew. A single slot that cannot be read so is left to
whoever reads blocks. Windows end between slots, on which no block stands, so that it does not
matter whether the ends count.

Source: developers.tron.network, Get contract events; tron-us/trongrid #23; recorded answers.
"""

from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Final

from stableaudit.adapters.transport.http import HttpTransport
from stableaudit.adapters.tron.errors import Inquiry, is_busy
from stableaudit.adapters.tron.headers import SLOT_SECONDS
from stableaudit.adapters.tron.index_rows import IndexPage, IndexRow, read_page
from stableaudit.domain.blocks import BlockRange
from stableaudit.domain.errors import UnreachableError
from stableaudit.domain.identifiers import AccountId

PAGE_ROWS: Final = 200
"""The most that an answer holds."""

_TRIES: Final = 3
_STALE: Final = "fingerprint does not match"


@dataclass(frozen=True, slots=True)
class Asked:
    """What is wanted of the index."""

    contract: AccountId
    blocks: BlockRange
    first: int
    """Time of the first block, seconds of UTC."""

    last: int
    enough: int
    """With so many rows it may end before the last block."""

    name: str = ""
    """Of the events wanted; empty for all."""


@dataclass(slots=True)
class Indexed:
    """What the index lists of blocks from the first asked for to `through`, each event once."""

    through: int
    rows: dict[tuple[bytes, int], IndexRow] = field(default_factory=dict)
    """By transaction and position."""

    overfull: set[int] = field(default_factory=set)
    """Blocks with more events than the index would list; it has no rows here."""

    repeated: int = 0
    """Rows that came more than once, the same each time."""


class _End(Enum):
    WHOLE = auto()
    ENOUGH = auto()
    BROKEN = auto()


@dataclass(slots=True)
class _Window:
    """One window while it is read."""

    seconds: range
    """The slots, both ends of it block times."""

    rows: dict[tuple[bytes, int], IndexRow] = field(default_factory=dict)
    repeated: int = 0
    newest: int = -1
    ascending: bool = True

    def newest_row(self) -> IndexRow | None:
        """Return a row of the newest block, if all rows came in the order of blocks."""
        rows = self.rows.values() if self.ascending else ()
        return next((row for row in rows if row.block == self.newest), None)

    def add(self, page: IndexPage, inquiry: Inquiry) -> int:
        """Take a page in; return how many of its rows are new."""
        before = len(self.rows)
        for row in page.rows:
            known = self.rows.setdefault((row.transaction, row.position), row)
            if known != row:
                raise inquiry.inconsistent(
                    f"two events {row.position} of transaction {row.transaction.hex()}"
                )
            self.ascending = self.ascending and row.block >= self.newest
            self.newest = max(self.newest, row.block)
        new = len(self.rows) - before
        self.repeated += len(page.rows) - new
        return new


class EventsIndex:
    """The index of one endpoint. Keeps nothing between requests."""

    def __init__(self, http: HttpTransport) -> None:
        self._http = http

    def read(self, asked: Asked) -> Indexed:
        """Return the events of a contract in a range, or in the beginning of it if that is enough.

        Raises:
            NotServedError: the endpoint has no index.
            UnreachableError: the index did not answer.
            InconsistentError: rows that were not asked for, or that contradict one another.
            UndecodableError: an answer is none.
        """
        found = Indexed(asked.blocks.last)
        first = asked.first - asked.first % SLOT_SECONDS
        waiting = [range(first, max(first, asked.last) + 1, SLOT_SECONDS)]
        while waiting:
            window = _Window(waiting.pop())
            end = self._read_window(asked, window, len(found.rows))
            if end is _End.BROKEN:
                self._divide(window, asked, waiting, found)
            else:
                found.rows |= window.rows
                found.repeated += window.repeated
            if end is _End.ENOUGH:
                # The block of the newest row may go on in the page that was not asked for.
                return until(window.newest - 1, found)
            if waiting and len(found.rows) >= asked.enough:
                return until(max(row.block for row in found.rows.values()), found)
        return found

    def _divide(self, window: _Window, asked: Asked, waiting: list[range], found: Indexed) -> None:
        """Put what is left of a window that broke off among those that wait."""
        slots = window.seconds
        newest = window.newest_row()
        if newest is not None and newest.timestamp > slots[0]:
            found.rows |= {k: row for k, row in window.rows.items() if row.block < newest.block}
            waiting.append(range(newest.timestamp, slots.stop, SLOT_SECONDS))
        elif len(slots) > 1:
            half = len(slots) // 2 if newest is None else 1
            waiting += [slots[half:], slots[:half]]
        else:
            numbers = {row.block for row in window.rows.values()}
            if len(numbers) != 1:
                raise self.inquiry(asked, slots).inconsistent(
                    f"events of {len(numbers)} blocks, cut off, at one time"
                )
            found.overfull |= numbers

    def _read_window(self, asked: Asked, window: _Window, before: int) -> _End:
        inquiry = self.inquiry(asked, window.seconds)
        fingerprint = ""
        while True:
            page = self._page(asked, window, fingerprint, inquiry)
            if page is None:
                return _End.BROKEN
            new = window.add(page, inquiry)
            if not page.fingerprint:
                return _End.WHOLE if page.size < PAGE_ROWS else _End.BROKEN
            if not new:
                return _End.BROKEN
            fingerprint = page.fingerprint
            plenty = before + len(window.rows) >= asked.enough
            oldest = next(iter(window.rows.values())).block
            if plenty and window.ascending and oldest < window.newest:
                return _End.ENOUGH

    def _page(
        self, asked: Asked, window: _Window, fingerprint: str, inquiry: Inquiry
    ) -> IndexPage | None:
        """Return a page; None where the index no longer knows the fingerprint."""
        slots = window.seconds
        query = [
            ("only_confirmed", "true"),
            ("min_block_timestamp", str(max(slots[0] * 1000 - 1, 0))),
            ("max_block_timestamp", str(slots[-1] * 1000 + 1)),
            ("order_by", "block_timestamp,asc"),
            ("limit", str(PAGE_ROWS)),
        ]
        if asked.name:
            query.append(("event_name", asked.name))
        if fingerprint:
            query.append(("fingerprint", fingerprint))
        try:
            answer = self._get(f"v1/contracts/{asked.contract.local}/events", query, inquiry)
        except UnreachableError as error:
            if fingerprint and _STALE in error.came:
                return None
            raise
        seconds = range(slots[0], slots[-1] + 1)
        page = read_page(answer, asked.contract, asked.blocks, seconds, inquiry)
        if asked.name:
            _require_name(page, asked.name, inquiry)
        return page

    def _get(self, path: str, query: list[tuple[str, str]], inquiry: Inquiry) -> object:
        answer = self._http.get_json(path, query, asked=inquiry.asked, at=inquiry.at)
        for attempt in range(_TRIES - 1):
            if not is_busy(answer) or not self._http.pause(1 << attempt):
                break
            answer = self._http.get_json(path, query, asked=inquiry.asked, at=inquiry.at)
        return answer

    def inquiry(self, asked: Asked, slots: range) -> Inquiry:
        """Return the question for events between the ends of `slots`, to say what came."""
        named = f"{asked.name} events" if asked.name else "events"
        question = f"the index of {named} of {asked.contract} from {slots[0]} to {slots[-1]} s"
        at = f"blocks {asked.blocks.first} to {asked.blocks.last}"
        return Inquiry(question, self._http.whom, at, self._http.redact)


def until(through: int, found: Indexed) -> Indexed:
    """Return what was found in blocks up to `through`."""
    rows = {key: row for key, row in found.rows.items() if row.block <= through}
    overfull = {number for number in found.overfull if number <= through}
    return Indexed(through, rows, overfull, found.repeated)


def _require_name(page: IndexPage, name: str, inquiry: Inquiry) -> None:
    for row in page.rows:
        if row.name != name:
            raise inquiry.inconsistent(f"an event {inquiry.quote(row.name)}, not asked for")
