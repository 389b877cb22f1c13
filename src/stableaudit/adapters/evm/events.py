"""One EVM endpoint as an EventReader.

Windows are fetched ahead by a few threads and taken in order; those with few logs are put together
into one page. A page costs its windows' requests and one for the header of its last block; blocks
whose logs do not tell their time cost a header each, a hundred to a request.
"""

from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import closing
from math import ceil
from typing import Final

from stableaudit.adapters.evm.balance_ways import Remembered
from stableaudit.adapters.evm.bulk_balances import read_balances
from stableaudit.adapters.evm.bulk_codes import read_codes
from stableaudit.adapters.evm.errors import Context
from stableaudit.adapters.evm.headers import read_headers
from stableaudit.adapters.evm.log_fetch import LogFetcher, Refusal
from stableaudit.adapters.evm.log_pages import MOST_WINDOWS, is_full, page_of
from stableaudit.adapters.evm.log_set import ContradictionError, LogSet
from stableaudit.adapters.evm.sizes import AIM, NO_CAPS, Caps, Sizer, TooMuch
from stableaudit.adapters.evm.transactions import read_transactions
from stableaudit.adapters.evm.windows import Windows
from stableaudit.adapters.transport.ahead import Ahead
from stableaudit.adapters.transport.jsonrpc import JsonRpc
from stableaudit.domain.blocks import BlockRange, BlockStamp
from stableaudit.domain.errors import (
    EvidenceError,
    InconsistentError,
    UndecodableError,
    UnreachableError,
)
from stableaudit.domain.evidence import Incident
from stableaudit.domain.identifiers import AccountId, ChainId
from stableaudit.domain.ledger import BalanceSheet
from stableaudit.domain.logs import FetchPlan, LogPage, LogQuery, TransactionCall
from stableaudit.domain.tokens import ChainSpec, Endpoint

CONCURRENCY: Final = 2
"""Requests at once: more helps only where an endpoint answers slowly but serves many."""

_MOST_UNCLEAR: Final = 5
"""Refusals without a known reason, one after another, before the endpoint counts as failing."""

_ANOTHER: Final = "another endpoint (--endpoint)"


class EvmEvents:
    """See EventReader. Its `pages` are for one thread, and one range at a time."""

    def __init__(
        self,
        spec: ChainSpec,
        endpoint: Endpoint,
        rpc: JsonRpc,
        *,
        caps: Caps = NO_CAPS,
        concurrency: int = CONCURRENCY,
    ) -> None:
        """Read the chain of `spec` at one endpoint, whose `caps` may be known; nothing is asked."""
        self._chain = spec.id
        self._endpoint = endpoint
        self._rpc = rpc
        self._sizer = Sizer(caps)
        self._concurrency = concurrency
        self._whom = f"{endpoint.operator} ({endpoint.label})"
        self._incidents: list[Incident] = []
        self._remembered = Remembered()

    @property
    def chain(self) -> ChainId:
        """See EventReader.chain."""
        return self._chain

    @property
    def operator(self) -> str:
        """See EventReader.operator."""
        return self._endpoint.operator

    @property
    def endpoint(self) -> str:
        """See EventReader.endpoint."""
        return self._endpoint.label

    @property
    def caps(self) -> Caps:
        """What is known by now of the endpoint's limits, to be handed to the next reader of it."""
        return self._sizer.caps

    def incidents(self) -> tuple[Incident, ...]:
        """See EventReader.incidents. Learning a limit is none; a failure of unknown reason is."""
        return tuple(self._incidents)

    def plan(self, query: LogQuery, blocks: BlockRange) -> FetchPlan:
        """See EventReader.plan. Asks nothing at all: what is known of the endpoint must do."""
        self._require_askable(query)
        size = self._sizer.expected()
        windows = -(-len(blocks) // size)
        requests = windows * len(query.patterns) - (-windows // MOST_WINDOWS)
        rate = self._rpc.http.pace.rate_per_second
        cap = self._sizer.caps.blocks
        limits = (
            f"no limit on blocks is known of {self._whom}, {size:,} a request are assumed"
            if cap is None
            else f"{self._whom} takes at most {cap:,} blocks a request",
            f"requests aim at no more than {AIM:,} logs, so that many logs take more of them",
            f"at most {rate:g} requests a second",
        )
        return FetchPlan(blocks, requests, ceil(requests / rate), limits)

    def pages(self, query: LogQuery, blocks: BlockRange) -> Iterator[LogPage]:
        """See EventReader.pages. What was complete before an error is yielded before it."""
        self._require_askable(query)
        held: list[LogSet] = []
        first = last = blocks.first
        with closing(self._windows(query, blocks)) as windows:
            while True:
                try:
                    came = next(windows, None)
                except EvidenceError:
                    if held:
                        yield self._page(query, BlockRange(first, last), held)
                    raise
                if came is None:
                    break
                window, logs = came
                held.append(logs)
                last = window.last
                if is_full(held) or last == blocks.last:
                    yield self._page(query, BlockRange(first, last), held)
                    held, first = [], last + 1

    def transactions(self, wanted: Sequence[tuple[bytes, int]]) -> Mapping[bytes, TransactionCall]:
        """See EventReader.transactions."""
        return read_transactions(self._rpc, wanted, whom=self._whom)

    def balances(
        self, token: AccountId, holders: Sequence[bytes], *, at: BlockStamp
    ) -> BalanceSheet:
        """See EventReader.balances."""
        return read_balances(
            self._rpc,
            token,
            holders,
            at=at,
            operator=self.operator,
            endpoint=self.endpoint,
            remembered=self._remembered,
        )

    def contracts(self, accounts: Sequence[bytes], *, at: BlockStamp) -> frozenset[bytes]:
        """See EventReader.contracts."""
        codes = read_codes(self._rpc, accounts, at=at)
        return frozenset(account for account, is_contract in codes.items() if is_contract)

    def _windows(
        self, query: LogQuery, blocks: BlockRange
    ) -> Generator[tuple[BlockRange, LogSet], None, None]:
        """Yield windows with their logs, ascending and without a gap."""
        left = Windows(blocks, self._sizer)
        fetcher = LogFetcher(self._rpc, query, whom=self._whom)
        unclear = 0
        with Ahead(fetcher.fetch, concurrency=self._concurrency) as ahead:
            while left or len(ahead):
                # Alone until one was served, so that a limit is learnt by one request's failure.
                while left and ahead.has_room and (self._sizer.proven or not len(ahead)):
                    window = left.take()
                    ahead.begin(window.first, window)
                window, came = ahead.take()
                if isinstance(came, LogSet):
                    unclear = 0
                    self._sizer.served(window, len(came))
                    yield window, came
                    continue
                unclear = unclear + 1 if came.what is TooMuch.UNCLEAR else 0
                if len(window) == 1 or unclear > _MOST_UNCLEAR:
                    raise _given_up(came, window)
                self._remember(came, window)
                left.put_back(window, most=self._sizer.refused(window, came.what, came.hint))

    def _page(self, query: LogQuery, blocks: BlockRange, held: Sequence[LogSet]) -> LogPage:
        last = held[-1].headers.get(blocks.last)
        if last is None:
            last = read_headers(self._rpc, self._chain, (blocks.last,), whom=self._whom)[
                blocks.last
            ]
        try:
            return page_of(blocks, held, last=last, source=f"{self._whom} eth_getLogs")
        except ContradictionError as error:
            asked = f"logs of {query.contract} in blocks {blocks.first} to {blocks.last}"
            context = Context(asked, self._whom)
            raise context.error(InconsistentError, str(error), _ANOTHER) from None

    def _remember(self, refusal: Refusal, window: BlockRange) -> None:
        if refusal.what is TooMuch.UNCLEAR:
            self._incidents.append(
                Incident(
                    self._chain,
                    dissent=False,
                    what=f"{self._whom} failed for blocks {window.first} to {window.last}, which"
                    f" were then asked for in smaller pieces: {refusal.error.came}",
                    whom=self._whom,
                    kind=refusal.error.kind,
                )
            )

    def _require_askable(self, query: LogQuery) -> None:
        context = Context(f"logs of {query.contract}", self._whom)
        if query.contract.chain != self._chain:
            came = f"nothing, this endpoint is of {self._chain}"
            raise context.error(InconsistentError, came, _ANOTHER)
        if not query.patterns:
            raise context.error(UndecodableError, "nothing, no pattern says which", "")


def _given_up(refusal: Refusal, window: BlockRange) -> EvidenceError:
    """Return the error of a window of which no smaller piece can be asked for."""
    error = refusal.error
    if len(window) > 1 or refusal.what is TooMuch.UNCLEAR:
        return error
    kind = UndecodableError if refusal.what is TooMuch.LOGS else UnreachableError
    came = f"even one block is too much: {error.came}"
    return kind(came, asked=error.asked, whom=error.whom, at=error.at, hint=_ANOTHER)
