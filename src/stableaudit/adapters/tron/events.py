"""TRON's past through one endpoint, as an EventReader: two sources held against each other.

The events index and eth_getLogs fail in different ways, so each finds what the other lost; what
they differ in is decided by the transaction's own info, which is read of every transaction in any
case, because only one that succeeded has events. What both lose is not seen here. Where an endpoint
has one source alone, that is told.
"""

from collections.abc import Iterator, Mapping, Sequence

from stableaudit.adapters.transport.http import HttpTransport
from stableaudit.adapters.tron.bulk_balances import read_balances
from stableaudit.adapters.tron.events_index import EventsIndex
from stableaudit.adapters.tron.headers import SLOT_SECONDS
from stableaudit.adapters.tron.log_search import LogSearch
from stableaudit.adapters.tron.node import Node
from stableaudit.adapters.tron.page_reader import PageReader
from stableaudit.adapters.tron.plan import FIRST_SPAN, next_span, plan_of
from stableaudit.adapters.tron.selection import selection_of
from stableaudit.adapters.tron.sources import Sources
from stableaudit.domain.blocks import BlockRange, BlockStamp
from stableaudit.domain.evidence import Incident
from stableaudit.domain.identifiers import AccountId, ChainId
from stableaudit.domain.ledger import BalanceSheet
from stableaudit.domain.logs import FetchPlan, LogPage, LogQuery, TransactionCall
from stableaudit.domain.tokens import ChainSpec, Endpoint


class TronEvents:
    """See ports.events.EventReader."""

    def __init__(self, spec: ChainSpec, endpoint: Endpoint, http: HttpTransport) -> None:
        """Prepare; nothing is asked. `http` asks `endpoint`."""
        self._chain = spec.id
        self._endpoint = endpoint
        self._node = Node(http)
        self._incidents: list[Incident] = []
        sources = Sources(EventsIndex(http), LogSearch(http), tell=self._tell)
        self._reader = PageReader(self._node, sources, whom=http.whom, tell=self._tell)

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

    def plan(self, query: LogQuery, blocks: BlockRange) -> FetchPlan:
        """See EventReader.plan. The least that it costs; no request."""
        self._require_own(query.contract, blocks)
        return plan_of(blocks, self._endpoint, names=len(selection_of(query).names))

    def pages(self, query: LogQuery, blocks: BlockRange) -> Iterator[LogPage]:
        """See EventReader.pages. A page has up to 50,010 blocks or some thousand logs."""
        self._require_own(query.contract, blocks)
        self._reader.begin(query.contract, blocks)
        first, time, span = blocks.first, self._node.header(blocks.first).timestamp, FIRST_SPAN
        while first <= blocks.last:
            piece = BlockRange(first, min(blocks.last, first + span - 1))
            page = self._reader.read(query, piece, time)
            yield page
            first, time = page.blocks.last + 1, page.last.timestamp + SLOT_SECONDS
            span = next_span(len(page.blocks), len(page.transfers) + len(page.others))

    def transactions(self, wanted: Sequence[tuple[bytes, int]]) -> Mapping[bytes, TransactionCall]:
        """See EventReader.transactions. One request each; the block is the caller's word."""
        return {name: self._node.outer_call(name, block) for name, block in dict.fromkeys(wanted)}

    def balances(
        self, token: AccountId, holders: Sequence[bytes], *, at: BlockStamp
    ) -> BalanceSheet:
        """See EventReader.balances."""
        return read_balances(
            self._node, token, holders, at=at, operator=self.operator, endpoint=self.endpoint
        )

    def contracts(self, accounts: Sequence[bytes], *, at: BlockStamp) -> frozenset[bytes]:
        """See EventReader.contracts. As of the last solid block; one request each."""
        del at  # A node keeps no past state, and code that stands now may have come since.
        return frozenset(
            account
            for account in dict.fromkeys(accounts)
            if self._node.is_contract(AccountId(self._chain, account))
        )

    def incidents(self) -> tuple[Incident, ...]:
        """See EventReader.incidents."""
        return tuple(self._incidents)

    def _tell(self, what: str) -> None:
        whom = f"{self._endpoint.operator} ({self._endpoint.label})"
        told = Incident(self._chain, dissent=False, what=f"{whom}: {what}", whom=whom, kind="gap")
        self._incidents.append(told)

    def _require_own(self, contract: AccountId, blocks: BlockRange) -> None:
        if contract.chain != self._chain:
            inquiry = self._node.inquiry(f"the events of {contract}", at=f"block {blocks.last}")
            raise inquiry.inconsistent(f"this endpoint is on {self._chain}", hint="")
