"""Bring a deployment's ledger up to a final block: fetch, read by its law, attribute, commit.

Each page becomes one window and is committed before the next is asked for, so whatever ends the
work loses nothing that was committed. Where an endpoint fails, the next one goes on from there.
"""

from dataclasses import dataclass, replace

from stableaudit.application.origin import origin_of
from stableaudit.application.rewritten import look_again
from stableaudit.application.sources import Sources
from stableaudit.domain.blocks import BlockRange, BlockStamp
from stableaudit.domain.errors import EvidenceError, UnreachableError
from stableaudit.domain.ledger import Attribution, Coverage, Entry, Origin, Window
from stableaudit.domain.logs import LogPage
from stableaudit.domain.tokens import Deployment, LedgerDepth
from stableaudit.ledger.attribution import attribute
from stableaudit.ledger.control_logs import ledger_query, sort_logs
from stableaudit.ledger.law import Law, law_of
from stableaudit.ports.chain import ChainReader
from stableaudit.ports.events import EventReader
from stableaudit.ports.ledger_store import LedgerStore
from stableaudit.ports.progress import Progress


@dataclass(frozen=True, slots=True)
class Synced:
    """How a ledger was brought up to a block."""

    coverage: Coverage
    rewritten: tuple[str, ...]
    """What of the committed history had changed, and how far it was rolled back."""

    troubles: tuple[str, ...]
    """Endpoints that failed before another one went on."""


@dataclass(frozen=True, slots=True)
class Missing:
    """What a ledger lacks."""

    origin: Origin
    blocks: BlockRange | None
    """None where it lacks nothing."""


def missing(
    deployment: Deployment, coverage: Coverage | None, *, reader: ChainReader, until: BlockStamp
) -> Missing:
    """Return what a ledger lacks up to a final block.

    Raises:
        EvidenceError: its first block could not be found.
    """
    if coverage is not None:
        origin, first = coverage.origin, coverage.last.number + 1
    else:
        origin = origin_of(deployment, reader, final=until)
        first = origin.block
    blocks = BlockRange(first, until.number) if first <= until.number else None
    return Missing(origin, blocks)


def sync(
    deployment: Deployment,
    sources: Sources,
    store: LedgerStore,
    *,
    until: BlockStamp,
    progress: Progress,
) -> Synced:
    """Bring the ledger up to `until`, a final block; what it holds already is looked at again.

    Raises:
        EvidenceError: no endpoint could give all that is missing; what came is committed.
        StoreError: the ledger's file failed.
    """
    if not sources.events:
        raise UnreachableError(
            "nobody: no endpoint of the chain may be read",
            asked=f"the logs of {deployment.asset}",
            whom=sources.title,
        )
    rewritten = look_again(store, reader=sources.reader)
    fetching = _Fetching(deployment, sources, store, until, progress)
    fetching.run(notes=rewritten)
    coverage = store.coverage()
    if coverage is None:
        raise UnreachableError(
            "no block at all",
            asked=f"the logs of {deployment.asset}",
            whom=sources.title,
            at=str(until),
        )
    return Synced(coverage, rewritten, tuple(fetching.troubles))


class _Fetching:
    """One run over what a ledger lacks; keeps the endpoints' failures in order."""

    def __init__(
        self,
        deployment: Deployment,
        sources: Sources,
        store: LedgerStore,
        until: BlockStamp,
        progress: Progress,
    ) -> None:
        self._deployment = deployment
        self._sources = sources
        self._store = store
        self._until = until
        self._progress = progress
        self._law: Law = law_of(deployment.law)
        self._query = ledger_query(deployment)
        self._notes: tuple[str, ...] = ()
        self.troubles: list[str] = []

    def run(self, *, notes: tuple[str, ...]) -> None:
        """Fetch what is missing; `notes` are committed with the first window."""
        self._notes = notes
        lacks = missing(
            self._deployment, self._store.coverage(), reader=self._sources.reader, until=self._until
        )
        self._store.begin(lacks.origin)
        blocks = lacks.blocks
        errors: list[EvidenceError] = []
        for events in self._sources.events:
            if blocks is None:
                break
            try:
                self._fetch(events, blocks)
            except EvidenceError as error:
                errors.append(error)
                blocks = self._left_of(blocks)
            else:
                blocks = None
        if blocks is not None:
            self.troubles += [str(error) for error in errors[:-1]]
            raise errors[-1]
        self.troubles += [str(error) for error in errors]

    def _left_of(self, blocks: BlockRange) -> BlockRange | None:
        coverage = self._store.coverage()
        first = blocks.first if coverage is None else coverage.last.number + 1
        return BlockRange(first, blocks.last) if first <= blocks.last else None

    def _fetch(self, events: EventReader, blocks: BlockRange) -> None:
        logs = 0
        self._progress.advance(self._sources.title, done=0, total=len(blocks), logs=0)
        for page in events.pages(self._query, blocks):
            window = self._window(page, events)
            self._store.append(window)
            self._notes = ()
            logs += len(page.transfers) + len(page.others)
            done = page.blocks.last - blocks.first + 1
            self._progress.advance(self._sources.title, done=done, total=len(blocks), logs=logs)

    def _window(self, page: LogPage, events: EventReader) -> Window:
        others = sort_logs(page.others)
        reading = self._law.read(
            replace(page, others=others.supply), full=self._deployment.depth is LedgerDepth.FULL
        )
        return Window(
            page.blocks,
            page.last,
            page.transfers,
            self._attributed(reading.entries, events),
            (*reading.irregular, *others.irregular),
            page.times,
            page.source,
            page.digest,
            (*self._notes, *page.decided),
            others.control,
        )

    def _attributed(self, entries: tuple[Entry, ...], events: EventReader) -> tuple[Entry, ...]:
        """Return the entries with the accounts that only calldata names, as far as it does."""
        unknown = {(e.transaction, e.block) for e in entries if e.attribution is Attribution.NONE}
        if not unknown:
            return entries
        calls = events.transactions(sorted(unknown, key=lambda pair: (pair[1], pair[0])))
        token, law = self._deployment.asset.contract.address, self._deployment.law
        attributed: list[Entry] = []
        for entry in entries:
            call = calls.get(entry.transaction)
            if entry.attribution is Attribution.NONE and call is not None:
                siblings = tuple(e for e in entries if e.transaction == entry.transaction)
                attributed.append(attribute(entry, siblings, call, token, law))
            else:
                attributed.append(entry)
        return tuple(attributed)
